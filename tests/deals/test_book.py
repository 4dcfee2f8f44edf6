"""A book, and the books that it was made from."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.patches import diff_books
from deals.model import STEPS_KEPT, Book, Project, SavedView

THEN = datetime(2026, 3, 2, tzinfo=UTC)
EDITS = st.lists(
    st.tuples(st.sampled_from(["put", "drop", "views"]), st.sampled_from("abcd")), max_size=12
)


def project(key: str) -> Project:
    return Project(id=key, name=key, created_at=THEN, updated_at=THEN)


def apply_edit(book: Book, edit: tuple[str, str]) -> Book:
    match edit:
        case ("put", key):
            return book.with_projects(project(key))
        case ("drop", key):
            return book.without(key)
        case _:
            return book.with_views(SavedView(name=edit[1]))


@given(EDITS, st.integers(0, 12))
def test_a_patch_by_steps_is_a_patch_by_comparing(edits: list[tuple[str, str]], at: int) -> None:
    books = [Book().with_projects(*map(project, "ab"))]
    for edit in edits:
        books.append(apply_edit(books[-1], edit))
    before, after = books[min(at, len(books) - 1)], books[-1]
    strangers = diff_books(Book(before.projects, before.views), Book(after.projects, after.views))
    assert diff_books(before, after) == strangers
    assert diff_books(after, before).projects.keys() == strangers.projects.keys()


def test_a_book_knows_what_changed_in_its_last_steps() -> None:
    first = Book()
    book = first.with_projects(project("b"), project("a")).without("x").with_views()
    assert book.changed_since(first) == ("b", "a", "x")
    assert book.changed_since(book) == ()
    assert first.changed_since(book) is None
    assert Book().changed_since(first) is None
    for _ in range(STEPS_KEPT):
        book = book.with_projects(project("c"))
    assert book.changed_since(first) is None
    assert len(book._steps) == STEPS_KEPT


def test_what_a_book_was_made_from_does_not_count_in_comparing() -> None:
    assert Book().with_projects(project("a")) == Book({"a": project("a")})
