"""An undo that would take back nothing but the traces of an edit takes back nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deals.edits.patches import Patch, diff_books, invert
from deals.errors import UserError
from deals.glances import make_glance
from deals.model import Book, Change, Project
from screens.base.undo_history import drop_traces, merge_replay
from tests.deals.makers import DEFAULT, project

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


def test_what_is_a_summary_by_now_is_not_undone_by_halves() -> None:
    """Of a merge one would come back, and the other go on to be both."""
    kept, gone = project(id="kept", name="kept"), project(id="gone", name="gone")
    before = Book().with_projects(kept, gone)
    merged = before.without("gone").with_projects(kept.model_copy(update={"also": ("gone",)}))
    summary = make_glance(merged.projects["kept"], DEFAULT, NOON.date())
    change = invert(diff_books(before, merged))
    with pytest.raises(UserError) as refused:
        merge_replay(change, merged.with_projects(summary))
    assert refused.value.code == "project-glance"
    assert merge_replay(change, merged).book == before
