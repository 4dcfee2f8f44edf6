"""What to have in mind before going to see a customer: promises, holes, questions, competitors.

Source: method, sections 3 (people, holes and who introduces us), 5 (competitors) and 6 (questions);
principle two, to do what was said. Nothing is worded here; people go by contact id.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from deals.market import STANDING, rivals_of, weigh_rivals
from deals.model import Book, Contact, MarketCell, NextAction, Project, Standing, Touch
from deals.network.analysis import analyse
from deals.network.findings import (
    ApprovalPlace,
    CompetitorHold,
    IntroductionRoute,
    NetworkFindings,
)
from deals.network.introductions import find_introductions
from deals.parsing.text import LatePattern, mentions_name
from deals.planning.rows import shift_day
from deals.playbook import Playbook
from deals.questions import QuestionStatus, due_questions

CommitmentKind = Literal["follow-up", "task", "touch"]
MOST_TOUCHES = 2
"""The last touches that are told."""
PROMISE_DAYS = 180
"""For so many days a promise in the note of a touch is worth a look."""
LEAST_SURNAME = 3
"""The letters of a surname that may stand for the whole name."""
_PROMISE = LatePattern(
    r"\b(?:promis\w*|pledg\w*|committed|owes?|owed|agreed to|undertook)\b|"
    r"\b(?:we|i)(?:'ll| will) (?:send|bring|give|provide|deliver|check|find|let)\b|"
    r"答应|承诺|许诺|约好|说好|保证|欠着",
    re.I,
)


class Commitment(NamedTuple):
    """What was promised: when it is due, to whom of theirs, by whom of ours, and where it stands.

    Of a touch `on` is the day of the promise itself. `ref` is the id of the contact, row or touch.
    """

    kind: CommitmentKind
    what: str
    on: date | None
    people: tuple[str, ...]
    by: str
    ref: str

    def is_late(self, today: date) -> bool:
        """Whether the day for it is past."""
        return self.kind != "touch" and self.on is not None and self.on < today


class MendedHole(NamedTuple):
    """A place of the net that does not hold, with the ways to mend it, the cheapest first."""

    place: ApprovalPlace
    ways: tuple[IntroductionRoute, ...]


class RivalNews(NamedTuple):
    """A competitor on this project: whom they hold, how they stand, and what they did last.

    `balance` is the sum of the marks from our side, None without any; `last` is the newest cell
    that is known of them, `heard` a later touch whose note names them.
    """

    name: str
    hold: CompetitorHold | None
    standing: Standing | None
    note: str
    balance: int | None
    last: MarketCell | None
    heard: Touch | None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """All that is told of a project before a visit, as of `today`."""

    project: Project
    today: date
    findings: NetworkFindings
    next_people: tuple[str, ...]
    commitments: tuple[Commitment, ...]
    holes: tuple[MendedHole, ...]
    questions: tuple[QuestionStatus, ...]
    rivals: tuple[RivalNews, ...]
    touches: tuple[Touch, ...]


def find_visit_facts(project: Project, book: Book, playbook: Playbook, today: date) -> VisitFacts:
    """Find what to have in mind before seeing the people of a project."""
    findings = analyse(project, playbook)
    touches = sorted(project.touches, key=lambda touch: touch.on, reverse=True)
    action = project.next_action
    return VisitFacts(
        project,
        today,
        findings,
        find_named_contacts(action.text, project.contacts) if action else (),
        list_commitments(project, today, touches[MOST_TOUCHES:]),
        tuple(
            MendedHole(place, find_introductions(project, findings, playbook, place))
            for place in (*findings.holes, *findings.tops)
        ),
        _open_questions(project, playbook, today),
        tuple(_rival_news(project, book, playbook, findings, touches)),
        tuple(touches[:MOST_TOUCHES]),
    )


def list_commitments(
    project: Project, today: date, touches: Iterable[Touch]
) -> tuple[Commitment, ...]:
    """List what was promised to the customer's people and is not done, by its day.

    These are follow-ups with them, tasks that name them, and promises in notes of the `touches`.
    What is also the project's next action is left out; what is to follow with several people at
    once is one promise to all of them.
    """
    found = [*_follow_ups(project), *_tasks(project), *_noted_promises(project, today, touches)]
    return tuple(sorted(found, key=lambda each: (each.kind == "touch", each.on or date.max)))


def _follow_ups(project: Project) -> Iterator[Commitment]:
    actions = dict.fromkeys(contact.follow_up for contact in project.contacts)
    for action in actions:
        if action is None or _is_same(action, project.next_action):
            continue
        people = [contact for contact in project.contacts if contact.follow_up == action]
        ours = dict.fromkeys(name for contact in people for name in contact.covered_by)
        by = next(iter(ours), project.owner)
        ids = tuple(contact.id for contact in people)
        yield Commitment("follow-up", action.text, action.on, ids, by, people[0].id)


def _is_same(action: NextAction, other: NextAction | None) -> bool:
    return other is not None and (action.text, action.on) == (other.text, other.on)


def _tasks(project: Project) -> Iterator[Commitment]:
    for row in project.plan:
        if row.state not in ("open", "doing"):
            continue
        named = find_named_contacts(f"{row.content}\n{row.aim}", project.contacts)
        if named:
            by = row.responsible or project.owner
            yield Commitment("task", row.content, row.end, named, by, row.id)


def _noted_promises(
    project: Project, today: date, touches: Iterable[Touch]
) -> Iterator[Commitment]:
    since = shift_day(today, -PROMISE_DAYS)
    for touch in touches:
        if touch.on >= since and _PROMISE.search(touch.note):
            by = touch.by or project.owner
            yield Commitment("touch", touch.note, touch.on, touch.contacts, by, touch.id)


def find_named_contacts(text: str, contacts: Collection[Contact]) -> tuple[str, ...]:
    """Find the ids of those whom a text names, in full or by a surname that no other has."""
    surnames = [contact.name.split()[-1:] for contact in contacts]
    named = []
    for contact in contacts:
        words = contact.name.split()
        short = words[-1] if len(words) > 1 and contact.name.isascii() else ""
        alone = len(short) >= LEAST_SURNAME and surnames.count([short]) == 1
        if mentions_name(text, contact.name) or (alone and mentions_name(text, short)):
            named.append(contact.id)
    return tuple(named)


def _open_questions(
    project: Project, playbook: Playbook, today: date
) -> tuple[QuestionStatus, ...]:
    """List the questions due at the stage that are not settled with a yes, the unknown first.

    Of these the first are those that the last stages made due: they are about where we are now.
    """
    found = due_questions(project, playbook, today)
    ranks = {"unknown": 0, "no": 1, "partly": 2}
    return tuple(
        sorted(
            (status for status in found if status.value != "yes"),
            key=lambda status: (ranks[status.value], -status.asked.at),
        )
    )


def _rival_news(
    project: Project,
    book: Book,
    playbook: Playbook,
    findings: NetworkFindings,
    touches: Sequence[Touch],
) -> Iterator[RivalNews]:
    """Yield the competitors of a project, those who hold somebody first; `touches` newest first."""
    holds = {hold.name.casefold(): hold for hold in findings.rivals}
    balances = weigh_rivals(project, book.competitors, playbook.market)
    names = [*rivals_of(project), *(hold.name for hold in findings.rivals if not hold.name)]
    for name in sorted(dict.fromkeys(names), key=lambda name: name.casefold() not in holds):
        stands = [
            each
            for each in project.comparisons
            if each.rival.casefold() == name.casefold() and each.dimension == STANDING
        ]
        last = _last_cell(book, name)
        heard = next((touch for touch in touches if name and mentions_name(touch.note, name)), None)
        if heard and last and last.on and last.on >= heard.on:
            heard = None
        mark, note = (stands[0].mark, stands[0].note) if stands else (None, "")
        hold, balance = holds.get(name.casefold()), balances.get(name.casefold())
        yield RivalNews(name, hold, mark, note, balance, last, heard)


def _last_cell(book: Book, name: str) -> MarketCell | None:
    """Return what was learned of a competitor last, as far as its day is known."""
    cells = [
        cell
        for competitor in book.competitors
        if name and competitor.name.casefold() == name.casefold()
        for cell in competitor.notes
        if cell.on is not None and cell.note
    ]
    return max(cells, key=lambda cell: cell.on or date.min, default=None)
