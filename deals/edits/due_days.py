"""Edits of what is due: another day for it, and the next action done (method, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from deals.agenda import DueItem, DueKind
from deals.edits.contacts import find_contact, set_contacts
from deals.edits.planning import move_row, put_checkpoint
from deals.edits.records import apply_edit, tracked_change
from deals.edits.typed_fields import write_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.history import DONE
from deals.model import Checkpoint, NextAction, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import reschedule_row
from deals.planning.plan_lines import end_row


def finish_next(project: Project, item: DueItem, text: str, reading: ReadingContext) -> Project:
    """Return the project with its next action done, and the one that `text` says in its place.

    Nothing is none, until somebody sets one. Refusals: those of `check_due`, and what reading a
    next action refuses.
    """
    check_due(project, item)
    spec = PROJECT["next"]
    after = project.model_copy(update={"next_action": spec.parse(text, reading.on(project))})
    texts = spec.history_text(project), spec.history_text(after)
    return apply_edit(after, reading.stamp, {}, tracked_change(reading.stamp, "next", *texts, DONE))


def move_due(project: Project, item: DueItem, day: date, reading: ReadingContext) -> Project:
    """Return the project with what is due on another day; the same where that changes nothing.

    A task keeps its first day, unless it takes but one or would end before it; what waits for it
    stays, and its open checkpoints move with it. Refusals: those of `check_due`, and `due-window`
    for a signing day, which is the end of a window.
    """
    check_due(project, item)
    if day == item.on:
        return project
    return _MOVES[item.kind](project, item, day, reading)


def check_due(project: Project, item: DueItem) -> None:
    """Refuse what is due no more, or is another by now: nobody has seen that, so it stays.

    Refusals: `due-gone`, `due-another` (what).
    """
    for each in (item, *(replace(item, record=person.id) for person in item.along)):
        what, on = _FIND[item.kind](project, each)
        if on is None:
            raise UserError("due-gone", name=project.name)
        if (what, on) != (item.what, item.on):
            raise UserError("due-another", name=project.name, what=f"{what} {on}".lstrip())


def _find_action(action: NextAction | None) -> tuple[str, date | None]:
    return (action.text, action.on) if action else ("", None)


def _find_task(project: Project, item: DueItem) -> tuple[str, date | None]:
    row = find_due_row(project, item)
    return row.content, row.end


def _find_checkpoint(project: Project, item: DueItem) -> tuple[str, date | None]:
    check = find_due_checkpoint(project, item)
    return check.what, None if check.done else check.on


_FIND: Mapping[DueKind, Callable[[Project, DueItem], tuple[str, date | None]]] = {
    "next": lambda project, _item: _find_action(project.next_action),
    "task": _find_task,
    "checkpoint": _find_checkpoint,
    "follow-up": lambda project, item: _find_action(find_contact(project, item.record).follow_up),
    "tender": lambda project, _item: ("", project.tender),
    "signing": lambda project, _item: ("", project.signs.latest if project.signs else None),
}


def find_due_row(project: Project, item: DueItem) -> PlanRow:
    """Find the task that is due, or whose checkpoint is; refusal `due-gone`."""
    row_id = item.record if item.kind == "task" else item.row
    found = next((row for row in project.plan if row.id == row_id), None)
    if found is None:
        raise UserError("due-gone", name=project.name)
    return found


def find_due_checkpoint(project: Project, item: DueItem) -> Checkpoint:
    """Find the checkpoint that is due; refusal `due-gone`."""
    checks = find_due_row(project, item).checkpoints
    found = next((check for check in checks if check.id == item.record), None)
    if found is None:
        raise UserError("due-gone", name=project.name)
    return found


def _move_next(project: Project, _item: DueItem, day: date, reading: ReadingContext) -> Project:
    return write_field(project, "next_on", day, reading)


def _move_tender(project: Project, _item: DueItem, day: date, reading: ReadingContext) -> Project:
    return write_field(project, "tender", day, reading)


def _refuse_window(
    _project: Project, _item: DueItem, _day: date, _reading: ReadingContext
) -> Project:
    raise UserError("due-window")


def _move_task(project: Project, item: DueItem, day: date, reading: ReadingContext) -> Project:
    row = find_due_row(project, item)
    moved = reschedule_row(project, row.id, end_row(row, day).start, day)
    return move_row(project, moved, reading.stamp, along=False)


def _move_checkpoint(
    project: Project, item: DueItem, day: date, reading: ReadingContext
) -> Project:
    check = find_due_checkpoint(project, item).model_copy(update={"on": day})
    return put_checkpoint(project, item.row, check, reading.stamp)


def _move_follow_up(project: Project, item: DueItem, day: date, reading: ReadingContext) -> Project:
    met = {item.record, *(person.id for person in item.along)}
    contacts = tuple(
        contact.model_copy(update={"follow_up": contact.follow_up.model_copy(update={"on": day})})
        if contact.id in met and contact.follow_up
        else contact
        for contact in project.contacts
    )
    return set_contacts(project, contacts, reading.stamp)


_MOVES: Mapping[DueKind, Callable[[Project, DueItem, date, ReadingContext], Project]] = {
    "next": _move_next,
    "task": _move_task,
    "checkpoint": _move_checkpoint,
    "follow-up": _move_follow_up,
    "tender": _move_tender,
    "signing": _refuse_window,
}
