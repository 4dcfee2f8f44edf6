"""Edits from typed text: of a field of a project or of its review, and of a new project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deals.edits.contacts import set_contacts
from deals.edits.project_line import read_project_line
from deals.edits.records import apply_edit, drop_record, put, set_value, tracked_change
from deals.edits.stages import end_project, set_stage
from deals.errors import UserError
from deals.fields.project_fields import PROJECT, read_name
from deals.history import NOTES, changed_lines
from deals.lessons import LESSON_FIELDS, PREFIX, review_text
from deals.model import Change, Note, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.playbook.stage_names import NamedState
from deals.project_notes import find_note


def set_field(project: Project, field_id: str, text: str, reading: ReadingContext) -> Project:
    """Return the project with the field as `text` says.

    The same project where that changes nothing. Amounts without a currency keep the project's, and
    names mean the contacts it has. A day alone moves the next action that stands there. A stage
    further on is recorded with what its gate lacks (method, section 2); a status where a stage is
    asked for (`Closed Won`) ends the project. Raises what reading the field does, and
    `project-ended` for the stage of a project that is not open.
    """
    spec = PROJECT[field_id]
    if text == spec.text(project):
        return project
    return write_field(project, field_id, spec.parse(text, reading.on(project)), reading)


def write_field(project: Project, field_id: str, value: Any, reading: ReadingContext) -> Project:
    """Return the project with a value that has been read in a field, and with its history.

    As `set_field` does, which reads it first; the same project where that changes nothing.
    """
    spec = PROJECT[field_id]
    match field_id:
        case "stage":
            return _set_state(project, value, reading.on(project))
        case "status" if value != project.status:
            return end_project(project, value, "", reading.stamp)
        case "contacts":
            return set_contacts(project, value, reading.stamp)
    changed = spec.write(project, value)
    if changed == project:
        return project
    return apply_edit(
        changed, reading.stamp, {}, *_moves(project, changed, field_id, reading.stamp)
    )


_WITHIN_FIELD = {"next_on": "next"}
"""The fields that move as a part of another one."""


def _moves(before: Project, after: Project, field_id: str, stamp: Stamp) -> Iterator[Change]:
    """Yield what history keeps of an edit of a field; of notes only the lines that changed."""
    spec = PROJECT.specs[_WITHIN_FIELD.get(field_id, field_id)]
    ends = spec.history_text(before), spec.history_text(after)
    if spec.tracked:
        yield tracked_change(stamp, spec.id, *(changed_lines(*ends) if spec.id == NOTES else ends))


def _set_state(project: Project, state: NamedState, reading: ReadingContext) -> Project:
    if state.stage is not None:
        return set_stage(project, state.stage, reading)
    if state.status is None or state.status == project.status:
        return project
    return end_project(project, state.status, "", reading.stamp)


def write_review(project: Project, name: str, text: str, stamp: Stamp) -> Project:
    """Return the project with one field of its review, or the answer `review-ID` to a question.

    Empty takes it away. Refusal `field-unknown`.
    """
    text = text.strip()
    if text == review_text(project, name):
        return project
    if name in LESSON_FIELDS:
        update = {name: text, "by": stamp.by, "on": stamp.today}
        return set_value(project, "review", project.review.model_copy(update=update), stamp)
    if not name.startswith(PREFIX):
        raise UserError("field-unknown", field=name, fields=" ".join(LESSON_FIELDS))
    return write_note(project, name, text, stamp)


def write_note(project: Project, key: str, text: str, stamp: Stamp) -> Project:
    """Return the project with a text under a constant key; empty takes it away.

    The same project where it says that already.
    """
    text = text.strip()
    there = find_note(project, key)
    if text == (there.text if there else ""):
        return project
    if not text:
        return drop_record(project, "notes", key, stamp)
    return put(project, "notes", Note(key=key, text=text, by=stamp.by, on=stamp.today), stamp)


def new_project(name: str, reading: ReadingContext, **texts: str) -> Project:
    """Return a new open project at the playbook's first stage, with the fields in `texts` as typed.

    Where they name no owner it is the user's own; an empty text leaves it nobody's. Its history
    begins empty: what it was made with is no move. Raises `name-missing`, `field-unknown` and what
    reading the fields does.
    """
    stamp = reading.stamp
    project = Project(
        id=reading.new_id(),
        name=read_name(name),
        owner="" if "owner" in texts else stamp.by,
        stage=reading.playbook.stages[0].id,
        created_at=stamp.at,
        updated_at=stamp.at,
        updated_by=stamp.by,
    )
    unknown = (field for field in texts if field not in PROJECT.typed)
    for field in (*unknown, *(field for field in PROJECT.typed if field in texts)):
        project = set_field(project, field, texts[field], reading)
    return project.model_copy(update={"history": ()}) if project.history else project


@dataclass(frozen=True, slots=True)
class AddedProject:
    """A new project as a line says it, and the fields that the line says, in order."""

    project: Project
    fields: tuple[str, ...]


def read_new_project(line: str, reading: ReadingContext) -> AddedProject:
    """Read a new project from a line such as `北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4`.

    Raises what `read_project_line` does, whose module says how lines are read, and what
    `new_project` does.
    """
    understood = read_project_line(line, reading)
    reading = reading._replace(bare_amounts=False)
    project = new_project(understood.name, reading, **understood.texts)
    known = {"name", *understood.texts}
    return AddedProject(project, tuple(field for field in PROJECT.typed if field in known))


def read_new_projects(text: str, reading: ReadingContext) -> list[AddedProject]:
    """Read a new project from each line of a text, blank ones left out.

    Of several lines, one that is refused is named by its number in the figure `line`.
    """
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) < 2:
        return [read_new_project(text, reading)]
    added = []
    for at, line in lines:
        try:
            added.append(read_new_project(line, reading))
        except UserError as refusal:
            raise UserError(refusal.code, **refusal.figures, line=at) from None
    return added
