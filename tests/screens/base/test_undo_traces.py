"""An undo that would take back nothing but the traces of an edit takes back nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from deals.edits.patches import Patch, diff_books
from deals.model import Book, Change, Project
from screens.base.undo_history import drop_traces
from tests.deals.makers import project

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOVE = Change(at=NOON, by="Wu", field="stage", old="P0", new="P1")


def book(there: Project) -> Book:
    return Book().with_projects(there)


def make_patch(before: Project, **update: object) -> Patch:
    there = book(before)
    return diff_books(there, there.with_projects(before.model_copy(update=update)))


def test_what_changes_nothing_but_traces_is_nothing() -> None:
    there = project(history=(MOVE,))
    assert not drop_traces(make_patch(there, history=(), updated_at=NOON, updated_by="Wu"))
    edit = make_patch(there, history=(), stage="P3")
    assert drop_traces(edit) == edit
    gone = diff_books(book(there), book(there).without(there.id))
    assert drop_traces(gone) == gone
