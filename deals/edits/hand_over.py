"""Handing an owner's projects over to a colleague: whatever of theirs in them is open goes along.

The colleague becomes the owner, takes the part in the team, meets the people whom the other met,
and answers for what is still to be done: tasks, checkpoints, goals, questions. With the owner go
the promises made to the customer's people (follow-ups): nobody else is named in them. What was done
stays as it is: touches, history, tasks and checkpoints that are over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from deals.edits.records import apply_edit, tracked_change
from deals.model import (
    Amount,
    Answer,
    Change,
    Checkpoint,
    Contact,
    Goal,
    Member,
    PlanRow,
    Project,
    Stamp,
)
from deals.owners import owner_key
from deals.planning.rows import names_in
from deals.visit_facts import list_commitments

OPEN_STATES = ("open", "doing")
RUNNING = ("open", "on_hold")


@dataclass(frozen=True, slots=True)
class HandOverOrder:
    """Who gives to whom: all projects of a person, or those whose ids are named.

    `name` is what it is called where it is one. `back` gives back what came by the last hand-over.
    """

    source: str
    target: str = ""
    projects: tuple[str, ...] | None = None
    name: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class HandOverWork:
    """What goes along with projects: how many they are, and what is open in them of the owner's.

    `in_play` are those that are open and not signed, with their `amounts`, counted as anywhere
    else; of these and of those on hold or signed `key` are the key projects, `tasks` the open rows
    of plans that name the owner, `promises` what was promised to the customer's people and is not
    done, `contacts` whom the owner meets.
    """

    projects: int = 0
    in_play: int = 0
    key: int = 0
    tasks: int = 0
    promises: int = 0
    contacts: int = 0
    amounts: tuple[Amount, ...] = field(default=())


def list_last_given(projects: Sequence[Project], source: str, target: str) -> list[Project]:
    """List those of a person's projects that came by the last hand-over from another.

    All that is given at once has the same time in the history.
    """
    came = list_given(projects, source, target)
    last = max((at for _project, at in came), default=None)
    return [project for project, at in came if at == last]


def list_given(
    projects: Sequence[Project], source: str, target: str
) -> list[tuple[Project, datetime]]:
    """List those of a person's projects that came last from another, with when they did."""
    moves = {
        project.id: max((each for each in project.history if each.field == "owner"), key=_time_of)
        for project in projects
        if any(each.field == "owner" for each in project.history)
    }
    ends = owner_key(source), owner_key(target)
    return [
        (each, move.at)
        for each in projects
        if (move := moves.get(each.id)) is not None
        and (owner_key(move.old or ""), owner_key(move.new or "")) == ends
    ]


def _time_of(move: Change) -> datetime:
    return move.at


def count_handed_work(
    projects: Iterable[Project], source: str, today: date, signed: Collection[str]
) -> HandOverWork:
    """Count what goes along with projects of an owner, of which all is known; those at the `signed`
    stages count as signed.
    """
    given = list(projects)
    running = [project for project in given if project.status in RUNNING]
    in_play = [each for each in given if each.status == "open" and each.stage not in signed]
    key = owner_key(source)
    return HandOverWork(
        len(given),
        len(in_play),
        sum(project.key for project in running),
        sum(_is_theirs(row, key) for project in running for row in project.plan),
        sum(_count_promises(project, key, today) for project in running),
        sum(
            key in map(owner_key, contact.covered_by)
            for project in running
            for contact in project.contacts
        ),
        tuple(project.amount for project in in_play if project.amount),
    )


def _is_theirs(row: PlanRow, key: str) -> bool:
    return row.state in OPEN_STATES and key in map(owner_key, names_in(row.responsible))


def _count_promises(project: Project, key: str, today: date) -> int:
    found = list_commitments(project, today, project.touches)
    return sum(each.kind != "task" and owner_key(each.by) == key for each in found)


def hand_over(project: Project, source: str, target: str, stamp: Stamp) -> Project:
    """Return a project in which a colleague, `target`, is what `source` was.

    The same project where nothing in it is theirs; handing over twice changes nothing more.
    """
    if owner_key(source) == owner_key(target):
        return project
    swap = _NameSwap(source, target)
    update: dict[str, object] = {
        "owner": target if swap.means(project.owner) else project.owner,
        "team": swap.members(project.team),
        "contacts": tuple(map(swap.contact, project.contacts)),
        "plan": tuple(map(swap.row, project.plan)),
        "goals": tuple(map(swap.goal, project.goals)),
        "answers": tuple(map(swap.answer, project.answers)),
    }
    changed = {name: each for name, each in update.items() if each != getattr(project, name)}
    if not changed:
        return project
    moves = []
    if "owner" in changed:
        moves.append(tracked_change(stamp, "owner", project.owner, target))
    return apply_edit(project, stamp, changed, *moves)


class _NameSwap:
    """Puts one person in the place of another."""

    def __init__(self, source: str, target: str) -> None:
        self._source, self._target = owner_key(source), target

    def means(self, name: str) -> bool:
        """Whether a name is that of the person whose place is taken."""
        return owner_key(name) == self._source

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return names with the one in place of the other, each once."""
        swapped = [self._target if self.means(name) else name for name in names]
        kept = {owner_key(name): name for name in reversed(swapped)}
        return tuple(dict.fromkeys(kept[owner_key(name)] for name in swapped))

    def text(self, text: str) -> str:
        """Return a text that may name several; as it was written where the person is not in it."""
        there = names_in(text)
        if not any(map(self.means, there)):
            return text
        return ", ".join(self.names(there))

    def members(self, team: tuple[Member, ...]) -> tuple[Member, ...]:
        """Return a team in which the one has the part of the other, and no more than one entry."""
        left = next((member for member in team if self.means(member.name)), None)
        if left is None:
            return team
        key = owner_key(self._target)
        there = next((member for member in team if owner_key(member.name) == key), None)
        # How senior somebody is does not go along.
        new = there or left.model_copy(update={"name": self._target, "level": None})
        if there is not None and left.part == "leader":
            new = new.model_copy(update={"part": "leader"})
        kept = (new if member is (there or left) else member for member in team)
        return tuple(member for member in kept if not self.means(member.name))

    def contact(self, contact: Contact) -> Contact:
        """Return a contact whom the one meets in place of the other."""
        if not any(map(self.means, contact.covered_by)):
            return contact
        return contact.model_copy(update={"covered_by": self.names(contact.covered_by)})

    def row(self, row: PlanRow) -> PlanRow:
        """Return a row of the plan, with who is to do it and to look at it, if it is open."""
        if row.state not in OPEN_STATES:
            return row
        update: dict[str, object] = {"responsible": self.text(row.responsible)}
        update["checkpoints"] = tuple(map(self._checkpoint, row.checkpoints))
        return row.model_copy(update=update)

    def _checkpoint(self, check: Checkpoint) -> Checkpoint:
        return check if check.done else check.model_copy(update={"by": self.text(check.by)})

    def goal(self, goal: Goal) -> Goal:
        """Return a goal with who answers for it, if it is not reached."""
        if goal.reached:
            return goal
        return goal.model_copy(update={"responsible": self.text(goal.responsible)})

    def answer(self, answer: Answer) -> Answer:
        """Return a question with who is to settle it."""
        if not self.means(answer.owner):
            return answer
        return answer.model_copy(update={"owner": self._target})
