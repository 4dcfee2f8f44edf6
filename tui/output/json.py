"""Projects as JSON records: what `--json` prints of each command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from deals.fields import CONTACT, PRODUCT
from deals.fishbone import CauseOnBone, fishbone
from deals.followups import DueContact
from deals.history import KEPT, OUTSIDE, PARTED, LogEntry, history_key, log_entries, stage_since
from deals.lessons import LESSON_FIELDS, PREFIX, review_answers
from deals.market import MarketColumn, find_cross, find_quadrant, market_grid, unused_items
from deals.model import (
    US,
    Amount,
    Answer,
    Book,
    Change,
    Contact,
    Flag,
    Note,
    PlanRow,
    Project,
    Record,
    SigningPeriod,
    Snooze,
    Touch,
)
from deals.network.findings import NetworkFindings
from deals.network.introductions import find_introductions
from deals.planning import days_late, group_rows, row_lateness
from deals.planning.goals import judge_goals
from deals.playbook import Playbook
from deals.playbook.model import ComplianceLimits, MarketPage
from deals.project_notes import OUTLOOK, OUTLOOK_KEYS, STRATEGY, find_note
from deals.questions import QuestionStatus, checklist, count_unknown, score
from deals.rules.compliance import GiftTotal, find_breaches
from deals.rules.triage import Assessment
from tui.output.plain_text import ListedProject
from wording import language
from wording.findings import flag_next, flag_reason

if TYPE_CHECKING:
    from store.documents import Tombstone


def whole_record(
    project: Project, found: Assessment, book: Book, playbook: Playbook, today: date
) -> dict[str, Any]:
    """Return a project with what was thought out and planned for it, null of a summary."""
    thought = planning_record(project, book.projects.values()) | {
        "checks": questions_record(project, playbook, today),
        "market": market_record(project, book, playbook),
        "fishbone": fishbone_record(project, playbook),
        "outlook": outlook_record(project),
        "review": review_record(project),
    }
    if project.glance is not None:
        thought = dict.fromkeys(thought)
    return project_record(project, found, playbook, **thought)


def project_record(
    project: Project, found: Assessment, playbook: Playbook, **more: Any
) -> dict[str, Any]:
    """Return one project with its flags, worst first, their texts in the language spoken now.

    Amounts are whole currency units, days ISO dates, `completion` the stage's weight from 0 to 1;
    what is not known is null, such as the contacts of a summary. `more` is what else the record is
    to hold.
    """
    return {
        **_fields(project, "id", "name", "customer", "owner", "product", "status", "stage"),
        "completion": playbook.weight(project.stage),
        "amount": project.amount and amount_record(project.amount),
        "signing": project.signs and signing_record(project.signs),
        "contacts": None if project.glance else contact_records(project.contacts),
        "next_action": project.next_action and _fields(project.next_action, "text", "on"),
        "severity": found.severity,
        "flags": [_flag(flag, playbook) for flag in found.flags],
        "days_left": found.days_left,
        "snoozed": [_asleep(flag, snooze) for flag, snooze in found.asleep],
        **_fields(project, "end_reason", "tender", "key", "key_strategy", "tags"),
        "notes": None if project.glance else project.remarks,
        "own": {each.name: each.value for each in project.own},
        "created_at": project.created_at.isoformat(),
        "stage_since": stage_since(project).isoformat(),
        "moves": [_move(change) for change in project.history if _is_fields_move(change)],
        "updated_at": project.updated_at.isoformat(),
        **({} if project.glance is None else {"glance": project.glance.day}),
        **more,
    }


def _is_fields_move(change: Change) -> bool:
    return change.subject is None and change.field not in (KEPT, PARTED, OUTSIDE)


def _move(change: Change) -> dict[str, Any]:
    """Return a move of a project's field; both ends as its reader reads them."""
    ends = {"from": change.old, "to": change.new}
    return {"field": history_key(change)[0], "on": change.on.isoformat(), "by": change.by, **ends}


def amount_record(amount: Amount) -> dict[str, Any]:
    """Return an amount in whole units; `about` only where it is."""
    about = {"about": True} if amount.about else {}
    return {**_fields(amount, "low", "high", "currency", "text"), **about}


def all_records(shown: Iterable[ListedProject], playbook: Playbook) -> list[dict[str, Any]]:
    """Return the records of the projects shown, in their order."""
    return [project_record(listed.project, listed.found, playbook) for listed in shown]


def log_records(
    project: Project, limits: ComplianceLimits, given: Sequence[GiftTotal] = ()
) -> list[dict[str, Any]]:
    """Return what happened on a project, the newest first, values as history keeps them.

    `kind` is change, touch or added; instants are ISO in UTC, a touch has the day it was on, what
    was spent in whole units of its currency, and the limits that it goes over.
    """
    names = {contact.id: contact.name for contact in project.contacts}

    def entry_record(entry: LogEntry) -> dict[str, Any]:
        match entry.what:
            case Change() as change:
                values = {**change.model_dump(exclude={"at", "subject"}), **_move(change)}
                whose = {"subject": change.subject, "contact": names.get(change.subject or "")}
                return {"kind": "change", "at": change.at.isoformat(), **values, **whose}
            case Touch() as touch:
                over = [asdict(each) for each in find_breaches(touch, given, limits)]
                return {"kind": "touch", **_touch(touch, names), "over": over}
            case None:
                return {"kind": "added", "at": entry.at.isoformat()}

    return [entry_record(entry) for entry in log_entries(project)]


def touch_record(project: Project) -> dict[str, Any]:
    """Return the last touch of a project as its log has it."""
    return _touch(project.touches[-1], {each.id: each.name for each in project.contacts})


def contact_records(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    """Return contacts as they stand in the record of a project."""
    return [_fields(contact, *CONTACT.brief) for contact in contacts]


def answer_record(project: Project, question: str) -> dict[str, Any]:
    """Return the answer to a question, unknown where there is none."""
    found = (answer for answer in project.answers if answer.question == question)
    return {"id": question, **_answer(next(found, Answer(question=question)))}


def row_record(row: PlanRow) -> dict[str, Any]:
    """Return a row of the plan as the plan's record has it."""
    return _row(row)


def _touch(touch: Touch, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "on": touch.on,
        "contacts": [names[contact] for contact in touch.contacts if contact in names],
        **_fields(touch, "how", "note", "id", "worth", "currency", "by"),
    }


def given_records(given: Iterable[GiftTotal], limits: ComplianceLimits) -> list[dict[str, Any]]:
    """Return gifts to people by year, in whole units by currency, and whether too much."""
    return [
        {
            "kind": "given",
            "year": total.year,
            "contact": total.person.name,
            "subject": total.person.id,
            "sums": dict(total.sums),
            "occasions": total.occasions,
            "over": total.over(limits),
        }
        for total in given
    ]


def followup_records(every: Iterable[DueContact]) -> list[dict[str, Any]]:
    """Return the people to be seen: since which day, how late, on which project, and for what.

    `what` is null for somebody not touched for too long, `quiet` then says for how many days.
    """
    return [
        {
            "on": due.on,
            "late": due.late,
            "name": due.contact.name,
            "title": due.contact.title,
            "customer": due.project.customer,
            "project": due.project.name,
            "project_id": due.project.id,
            "contact_id": due.contact.id,
            "cr": due.contact.cr,
            "what": due.what,
            "quiet": due.quiet,
            "last_touch": due.last.on if due.last else None,
        }
        for due in every
    ]


def deleted_record(buried: Tombstone) -> dict[str, Any]:
    """Return what is left of a deleted project, as the one entry of its log."""
    who = {"by": buried.deleted_by, "id": buried.id, "name": buried.name}
    return {"kind": "deleted", "at": buried.deleted_at.isoformat(), **who}


_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal or turns a line round, and stands in texts alone."""


def json_text(value: dict[str, Any] | Sequence[dict[str, Any]]) -> bytes:
    """Return a record or a list of them as UTF-8 JSON, laid out to be read by people too; what
    steers a terminal is escaped.
    """
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _fields(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def signing_record(window: SigningPeriod) -> dict[str, Any]:
    """Return a window; `about` only where it is."""
    about = {"about": True} if window.about else {}
    return _fields(window, "earliest", "latest", "precision", "text") | about


def _flag(flag: Flag, playbook: Playbook) -> dict[str, Any]:
    reason, advice = flag_reason(flag, playbook), flag_next(flag, playbook)
    return {**_fields(flag, "rule", "severity"), "reason": reason, "next": advice}


def _asleep(flag: Flag, snooze: Snooze) -> dict[str, Any]:
    return {"rule": flag.rule, **_fields(snooze, "until", "reason")}


def fishbone_record(project: Project, playbook: Playbook) -> dict[str, Any]:
    """Return the head and every bone with its causes; `rows` are the ids of a cause's rows."""
    return {
        "head": project.head or project.name,
        "bones": [
            {
                "id": bone.id,
                "name": bone.title(language()),
                "own": bone.own,
                "causes": list(map(_cause, bone.ribs)),
            }
            for bone in fishbone(project, playbook)
        ],
    }


def _cause(rib: CauseOnBone) -> dict[str, Any]:
    return {
        **_fields(rib.cause, "id", "text", "parent"),
        "source": rib.cause.source or None,
        "rows": [row.id for row in rib.rows],
    }


def outlook_record(project: Project) -> dict[str, Any]:
    """Return every part of the outlook, null where not written."""
    return {key.removeprefix(OUTLOOK): _note(find_note(project, key)) for key in OUTLOOK_KEYS}


def review_record(project: Project) -> dict[str, Any]:
    """Return every field of the review, empty where not written, and the answers by question."""
    review = project.review
    return {
        **_fields(review, *LESSON_FIELDS, "by", "on"),
        "questions": {
            answer.key.removeprefix(PREFIX): answer.text for answer in review_answers(project)
        },
    }


def market_record(project: Project, book: Book, playbook: Playbook) -> dict[str, Any]:
    """Return what is known of a project's market; `us` marks our own column, null is not known."""
    page, unused = playbook.market, unused_items(project)
    return {
        "competitors": list(map(_column, market_grid(project, book.competitors, page))),
        "notes": _market_notes(project, page),
        **_fields(project.market, "customer", "stance"),
        "type": project.market.kind,
        "tactic": project.market.tactic,
        "swot": [
            {**_fields(item, "id", "kind", "text"), "idle": item.id in unused}
            for item in project.swot
        ],
        "strategies": [
            {
                **_fields(strategy, "id", "text"),
                "kind": find_cross(project, strategy),
                "uses": list(strategy.uses),
            }
            for strategy in project.strategies
        ],
        "portfolio": [
            {
                **_fields(product, *PRODUCT.brief),
                "quadrant": find_quadrant(product, page),
            }
            for product in book.products
        ],
    }


def _market_notes(project: Project, page: MarketPage) -> dict[str, str]:
    """Return what was written on the page, in its order."""
    keys = [
        f"customer.{side_key}.{key}"
        for side_key, side in page.customer.items()
        for key in side.questions
    ]
    keys += [f"triangle.{key}" for key in page.triangle] + [f"stp.{key}" for key in page.stp]
    notes = {note.key: note.text for note in project.notes}
    return {key: notes[key] for key in keys if key in notes}


def _column(column: MarketColumn) -> dict[str, Any]:
    return {
        "name": column.name or None,
        "us": column.name == US,
        "profile": column.profile,
        "cells": {
            key: {"mark": cell.mark, "note": cell.note or None}
            for key, cell in column.cells.items()
        },
    }


def people_record(
    project: Project, findings: NetworkFindings, playbook: Playbook
) -> dict[str, Any]:
    """Return all contacts, who sways whom, our team, and the findings."""
    return {
        **_fields(project, "id", "name", "customer"),
        "people": [
            contact.model_dump(include=set(Contact.model_fields)) for contact in project.contacts
        ],
        "influences": [influence.model_dump() for influence in project.influences],
        "team": [member.model_dump() for member in project.team],
        "findings": _findings(project, findings, playbook),
    }


def _findings(project: Project, findings: NetworkFindings, playbook: Playbook) -> dict[str, Any]:
    """Return all that was found, and to each hole the ways to mend it, the best first."""
    found = asdict(findings)
    del found["by_person"]
    ways = [
        {
            "place": asdict(hole),
            "ways": [
                asdict(route) for route in find_introductions(project, findings, playbook, hole)
            ],
        }
        for hole in findings.holes
    ]
    return {"held": findings.held, "unknown": findings.unknown, **found, "mends": ways}


def planning_record(project: Project, projects: Iterable[Project]) -> dict[str, Any]:
    """Return what `show` says of goals, plan and team; `lacks` is by letter of SMART, in codes."""
    letters = judge_goals(project, projects)
    return {
        "goals": [
            _all_fields(goal)
            | {
                "lacks": {
                    letter.letter: [missing.code for missing in letter.missing]
                    for letter in letters[goal.id]
                    if letter.missing
                }
            }
            for goal in project.goals
        ],
        "plan": list(map(_row, project.plan)),
        "team": list(map(_all_fields, project.team)),
        "form": _all_fields(project.form),
    }


def plan_record(project: Project, playbook: Playbook, today: date) -> dict[str, Any]:
    """Return the plan by workstream, each row with its standing on the day."""

    def row_record(row: PlanRow) -> dict[str, Any]:
        late = {"standing": row_lateness(row, today), "days_late": days_late(row, today)}
        return _row(row) | late

    return {
        **_fields(project, "id", "name"),
        "fields": [
            {
                "id": group.bone,
                "name": group.title(language()),
                "rows": list(map(row_record, group.rows)),
            }
            for group in group_rows(project, playbook)
        ],
    }


def _row(row: PlanRow) -> dict[str, Any]:
    return _all_fields(row) | {"checkpoints": list(map(_all_fields, row.checkpoints))}


def _all_fields(record: Record) -> dict[str, Any]:
    """Return every field of ours, those at their defaults too, and none that others added."""
    return _fields(record, *type(record).model_fields)


def questions_record(project: Project, playbook: Playbook, today: date) -> dict[str, Any]:
    """Return scores from 0 to 1, every question with its answer by section, and dropped answers.

    `due` says that the question's stage is completed; an `old` answer counts as unknown.
    """
    found = checklist(project, playbook, today)
    return {
        **_figures(found.questions),
        "due": len(found.due),
        "sections": [
            {
                "id": part.id,
                "name": part.section.name.of(language()),
                "strategy": _note(part.strategy),
                **_figures(part.questions),
                "questions": [_question(status) for status in part.questions],
            }
            for part in found.parts
        ],
        "no_longer_asked": [{"id": answer.question, **_answer(answer)} for answer in found.dropped],
        "other_strategies": {
            note.key.removeprefix(STRATEGY): note.text for note in found.dropped_strategies
        },
    }


def _note(note: Note | None) -> dict[str, Any] | None:
    return _fields(note, "text", "by", "on") if note else None


def _figures(questions: tuple[QuestionStatus, ...]) -> dict[str, Any]:
    return {
        "score": round(score(questions), 4),
        "unknown": count_unknown(questions),
        "questions_asked": len(questions),
    }


def _question(status: QuestionStatus) -> dict[str, Any]:
    return {
        "id": status.id,
        "question": status.asked.question.text.of(language()),
        "by_stage": status.asked.due,
        "due": status.due,
        "old": status.old,
        "lacks_measures": status.bare,
        **_answer(status.answer or Answer(question=status.id)),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    given = {"answer": answer.value, "evidence": answer.evidence, "owner": answer.owner}
    former = [
        {"answer": each.value, **_fields(each, "evidence", "on", "by")} for each in answer.former
    ]
    return {**given, "on": answer.on, "by": answer.by, "former": former}
