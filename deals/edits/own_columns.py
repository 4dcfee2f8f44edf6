"""Edits of own columns: of one value, and of a column in all projects."""

from __future__ import annotations

from collections.abc import Callable

from deals.edits.records import apply_edit, set_value, tracked_change
from deals.edits.store_settings import (
    recall_list_columns,
    retarget_columns,
    set_list_columns,
)
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields.project_fields import PROJECT
from deals.history import RENAMED
from deals.model import Book, OwnValue, Project, Stamp
from deals.own_columns import FIELD, own_field, own_key, own_text, with_own
from deals.parsing.reading_context import ReadingContext

LONGEST_NAME = 60
"""How many letters the name of an own column has at most."""


def read_column_name(text: str) -> str:
    """Read the name of an own column, in which a colon would end it where it is looked for.

    Refusals `own-nameless`, `own-name-long` (limit) and `own-name-colon` (name).
    """
    name = " ".join(text.split())
    if not name:
        raise UserError("own-nameless")
    if len(name) > LONGEST_NAME:
        raise UserError("own-name-long", limit=LONGEST_NAME)
    if set(":：") & set(name):
        raise UserError("own-name-colon", name=name)
    return name


def put_own(project: Project, own: tuple[OwnValue, ...], stamp: Stamp) -> Project:
    """Return the project with other own values, and their moves in its history."""
    if own == project.own:
        return project
    names = {own_key(each.name): each.name for each in (*own, *project.own)}
    changed = project.model_copy(update={"own": own})
    ends = ((name, own_text(project, name), own_text(changed, name)) for name in names.values())
    moves = [
        tracked_change(stamp, own_field(name), old or None, new or None)
        for name, old, new in ends
        if old != new
    ]
    return apply_edit(changed, stamp, {}, *moves)


def set_own(project: Project, name: str, text: str, stamp: Stamp) -> Project:
    """Return the project with a value in an own column; an empty one is taken away.

    Refusals of `read_column_name`.
    """
    own = with_own(project, {read_column_name(name): text.strip()})
    return put_own(project, own, stamp)


def rename_own(book: Book, old: str, new: str, stamp: Stamp) -> Book:
    """Return the book with an own column called otherwise in all projects.

    Under a name that is there too, both become one; the list shows it as it did, and tables that
    are imported later follow. Refusals of
    `read_column_name`, `own-unknown` (name) and `own-taken` (name, project) where a project has
    something else under that.
    """
    name = read_column_name(new)
    same = own_key(old) == own_key(name)

    def rename(project: Project) -> Project:
        mine, other = own_text(project, old), own_text(project, name)
        if not same and other and other != mine:
            raise UserError("own-taken", name=name, project=project.name)
        kept = [each for each in project.own if same or own_key(each.name) != own_key(name)]
        own = tuple(
            OwnValue(name=name, value=each.value) if own_key(each.name) == own_key(old) else each
            for each in kept
        )
        renamed = set_value(_rename_moves(project, old, name), "own", own, stamp)
        return renamed if same or not mine else _add_renaming(renamed, old, name, stamp)

    shown = [name if own_key(each) == own_key(old) else each for each in recall_list_columns(book)]
    after = set_list_columns(_edit_column(book, old, rename), shown)
    return retarget_columns(after, old, name, stamp.today)


def _add_renaming(project: Project, old: str, name: str, stamp: Stamp) -> Project:
    """Return the project with moves by which others who have the old name learn that it is gone."""
    value = own_text(project, name)
    ends = (old, value, None), (name, None, value)
    moves = (tracked_change(stamp, own_field(each), was, now, RENAMED) for each, was, now in ends)
    return apply_edit(project, stamp, {}, *moves)


def _rename_moves(project: Project, old: str, name: str) -> Project:
    """Return the project with the moves of an own column under another name."""
    fields = {
        change.field: own_field(name)
        for change in project.history
        if change.field.startswith(FIELD)
        and own_key(change.field.removeprefix(FIELD)) == own_key(old)
    }
    if not fields:
        return project
    history = tuple(
        change.model_copy(update={"field": fields[change.field]})
        if change.field in fields
        else change
        for change in project.history
    )
    return project.model_copy(update={"history": history})


def drop_own(book: Book, name: str, stamp: Stamp) -> Book:
    """Return the book without an own column, which tables do not bring again unless told to.

    Refusal `own-unknown` (name).
    """
    after = _edit_column(
        book, name, lambda project: put_own(project, with_own(project, {name: ""}), stamp)
    )
    shown = (each for each in recall_list_columns(book) if own_key(each) != own_key(name))
    return retarget_columns(set_list_columns(after, shown), name, None, stamp.today)


def _edit_column(book: Book, name: str, edit: Callable[[Project], Project]) -> Book:
    having = [project for project in book.projects.values() if own_text(project, name)]
    if not having:
        raise UserError("own-unknown", name=name)
    changed = [after for project in having if (after := edit(project)) is not project]
    return book.with_projects(*changed) if changed else book


def move_own(project: Project, name: str, field_id: str, reading: ReadingContext) -> Project:
    """Return the project with a value of an own column moved to a field of ours if that is empty.

    A value that the field cannot read, or beside which it says something else, stays.
    """
    value = own_text(project, name)
    if not value or PROJECT[field_id].text(project) not in ("", value):
        return project
    try:
        moved = set_field(project, field_id, value, reading)
    except UserError:
        return project
    return put_own(moved, with_own(moved, {name: ""}), reading.stamp)
