"""Twins of a table under another name are told of as hand-overs before anything is written."""

from __future__ import annotations

from datetime import UTC, datetime

from deals.model import Book, SourceRef
from screens.import_preview.view import describe_twins
from store.tables.project_sources import find_twin_projects
from tests.deals.makers import project

T1, T2 = SourceRef(source="t1", owner="Wang"), SourceRef(source="t2", owner="Wang")
LATER = datetime(2026, 3, 9, tzinfo=UTC)
SAME = [project(id=id_, name=id_, owner="Wang", sources=(T1, T2)) for id_ in "abcd"]
OLD = project(id="x", name="Yards", owner="Wang", sources=(T1,))
NEW = project(id="y", name="Yards", owner="Li", sources=(T2,)).model_copy(
    update={"created_at": LATER}
)


def what_is_said(book: Book) -> str:
    """Return what the preview says of the twins."""
    (twins,) = find_twin_projects(book, {"y"})
    return describe_twins(twins, book).what


def test_a_table_of_the_same_projects_asks_for_the_hand_over() -> None:
    text = what_is_said(Book().with_projects(*SAME, OLD, NEW))
    assert text.startswith("handed over from Wang to Li? t2 has 4 of the projects of t1")
    assert "d on the pipeline" in text


def test_a_table_of_other_projects_only_tells_who_has_it_too() -> None:
    assert what_is_said(Book().with_projects(*SAME[:2], OLD, NEW)).startswith("one deal with")
