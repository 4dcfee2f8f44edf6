"""Documents as paths and back, and what two of them differ in."""

from __future__ import annotations

from hypothesis import given

from deals.model import Book, Project
from team.paths import (
    LISTS,
    assemble,
    differences,
    flatten,
    lists_document,
    project_document,
    read_lists,
    read_project,
)
from tests import strategies as some
from tests.team.store_copies import keep_said


@given(some.projects())
def test_a_project_is_put_together_as_it_was(project: Project) -> None:
    document = project_document(project)
    assert assemble(flatten(document)) == document
    assert read_project(document) == project


@given(some.books(max_size=1))
def test_shared_lists_are_put_together_as_they_were(book: Book) -> None:
    document = lists_document(book)
    assert assemble(flatten(document, LISTS), LISTS) == document
    assert all(
        read_lists(document)[name] == getattr(book, name) for name in ("products", "targets")
    )


@given(some.projects(), some.projects())
def test_the_differences_lead_from_one_to_the_other(first: Project, other: Project) -> None:
    before, after = flatten(project_document(first)), flatten(project_document(other))
    made = {**before, **differences(before, after)}
    assert differences(made, after) == {}
    there = read_project(assemble(made))
    assert keep_said(flatten(project_document(there))) == keep_said(after)


@given(some.projects())
def test_nothing_differs_from_itself(project: Project) -> None:
    flat = flatten(project_document(project))
    assert differences(flat, flat) == {}
