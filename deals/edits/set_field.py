"""Edits of one field of a project, or of its review, from typed text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deals.edits.contacts import set_contacts
from deals.edits.records import apply_edit, drop_record, put, set_value, tracked_change
from deals.edits.stages import end_project, set_stage
from deals.errors import UserError
from deals.lessons import FIELDS, PREFIX, review_text
from deals.model import NextAction, Note, Project, Stamp
from deals.parsing.amounts import written_amount
from deals.parsing.days import window_text
from deals.parsing.project_fields import (
    ReadingContext,
    field_text,
    read_amount,
    read_contacts,
    read_name,
    read_next,
    read_next_on,
    read_product,
    read_signs,
    read_stage,
    read_status,
)


def write_field(project: Project, field_id: str, text: str, reading: ReadingContext) -> Project:
    """Return the project with the field as `text` says.

    The same project where that changes nothing. Amounts without a currency keep the project's, and
    names mean the contacts it has. A day alone moves the next action that stands there. A stage
    further on is recorded with what its gate lacks (method, section 2). Raises what reading the
    field does, and `project-ended` for the stage of a project that is not open.
    """
    if text == field_text(project, field_id):
        return project
    return _WRITERS[field_id](project, text, reading.on(project))


def _set(project: Project, reading: ReadingContext, field: str, value: object) -> Project:
    if value == getattr(project, field):
        return project
    return apply_edit(project, reading.stamp, {field: value})


def _write_name(project: Project, text: str, reading: ReadingContext) -> Project:
    return _set(project, reading, "name", read_name(text))


def _write_customer(project: Project, text: str, reading: ReadingContext) -> Project:
    return _set(project, reading, "customer", text.strip())


def _write_owner(project: Project, text: str, reading: ReadingContext) -> Project:
    return _set(project, reading, "owner", text.strip())


def _write_product(project: Project, text: str, reading: ReadingContext) -> Project:
    return _set(project, reading, "product", read_product(text))


def _write_stage(project: Project, text: str, reading: ReadingContext) -> Project:
    return set_stage(project, read_stage(text, reading), reading)


def _write_status(project: Project, text: str, reading: ReadingContext) -> Project:
    status = read_status(text)
    return project if status == project.status else end_project(project, status, "", reading.stamp)


def _write_amount(project: Project, text: str, reading: ReadingContext) -> Project:
    before, after = project.amount, read_amount(text, reading)
    if before == after or (before and before.same(after)):
        return project
    old, new = (written_amount(amount) if amount else None for amount in (before, after))
    return apply_edit(
        project, reading.stamp, {"amount": after}, tracked_change(reading.stamp, "amount", old, new)
    )


def _write_signs(project: Project, text: str, reading: ReadingContext) -> Project:
    before, after = project.signs, read_signs(text)
    if before == after or (before and before.same(after)):
        return project
    old, new = (window_text(window) if window else None for window in (before, after))
    return apply_edit(
        project, reading.stamp, {"signs": after}, tracked_change(reading.stamp, "signs", old, new)
    )


def _write_contacts(project: Project, text: str, reading: ReadingContext) -> Project:
    return set_contacts(project, read_contacts(text, reading), reading.stamp)


def _write_next(project: Project, text: str, reading: ReadingContext) -> Project:
    action = read_next(text, reading)
    if action and not action.text and project.next_action:
        action = NextAction(text=project.next_action.text, on=action.on)
    return _set(project, reading, "next_action", action)


def _write_next_on(project: Project, text: str, reading: ReadingContext) -> Project:
    before = project.next_action or NextAction(text="")
    day = read_next_on(text, reading)
    if day == before.on:
        return project
    action = NextAction(text=before.text, on=day) if before.text or day else None
    return apply_edit(project, reading.stamp, {"next_action": action})


_WRITERS: Mapping[str, Callable[[Project, str, ReadingContext], Project]] = {
    "name": _write_name,
    "customer": _write_customer,
    "owner": _write_owner,
    "stage": _write_stage,
    "status": _write_status,
    "amount": _write_amount,
    "signs": _write_signs,
    "contacts": _write_contacts,
    "next": _write_next,
    "next_on": _write_next_on,
    "product": _write_product,
}


def write_review(project: Project, name: str, text: str, stamp: Stamp) -> Project:
    """Return the project with one field of its review, or the answer `review-ID` to a question.

    Empty takes it away. Refusal `field-unknown`.
    """
    text = text.strip()
    if text == review_text(project, name):
        return project
    if name in FIELDS:
        update = {name: text, "by": stamp.by, "on": stamp.today}
        return set_value(project, "review", project.review.model_copy(update=update), stamp)
    if not name.startswith(PREFIX):
        raise UserError("field-unknown", field=name, fields=" ".join(FIELDS))
    if not text:
        return drop_record(project, "notes", name, stamp)
    return put(project, "notes", Note(key=name, text=text, by=stamp.by, on=stamp.today), stamp)
