"""The scope of figures that a filter of projects lets through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from deals.model import Book, Project
from deals.numbers.figures import NumbersScope
from deals.rules.triage import Assessment


class AssessmentFilter(Protocol):
    """A filter of projects by their assessments, as parsed; without terms it says nothing."""

    @property
    def terms(self) -> Sequence[object]:
        """What a project has to be."""

    def select(self, rows: Sequence[Assessment]) -> Sequence[Assessment]:
        """Return those of the projects that it lets through."""


def select_scope(
    book: Book,
    owner: str | None,
    chosen: AssessmentFilter,
    assess: Callable[[Project], Assessment],
) -> NumbersScope:
    """Return the scope of an owner and a filter, which lets through whatever became of a project.

    A deleted project is there as far as it is kept, for past figures contain it.
    """
    if not chosen.terms:
        return NumbersScope(owner)
    every = [*book.projects.values(), *(each.project for each in book.deleted)]
    found = chosen.select([assess(project) for project in every])
    return NumbersScope(owner, frozenset(each.project.id for each in found))
