"""What a paper is made from: the book, the day and what of it is asked for. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from deals.model import Book, Project
from deals.numbers.figures import Figures, NumbersScope
from deals.playbook import Playbook
from deals.rules.triage import Assessment, Assessments


@dataclass(frozen=True)
class ReportContext:
    """The book as it stands on `today` and what a paper is to be about.

    `home` is the user's currency, `me` who asks. A paper about one project has it in `project`;
    `owner` narrows others to what one person of ours leads, `filter` (as typed) with `ids` (what it
    finds, None for all) to what a filter finds. `since` is the day at whose end a period's changes
    begin; None for the kind's own period.
    """

    book: Book
    playbook: Playbook
    today: date
    home: str | None = None
    me: str | None = None
    project: Project | None = None
    owner: str | None = None
    filter: str = ""
    ids: frozenset[str] | None = None
    since: date | None = None
    assessments: Assessments = field(default_factory=Assessments)

    @cached_property
    def figures(self) -> Figures:
        """The numbers of the book, worked out as they are asked for."""
        return Figures(self.book, self.playbook, self.today, self.home)

    @cached_property
    def scope(self) -> NumbersScope:
        """Whose numbers are meant."""
        return NumbersScope(owner=self.owner, ids=self.ids)

    @cached_property
    def assess(self) -> Callable[[Project], Assessment]:
        """The triage of one project on that day."""
        return self.assessments.assessor(self.playbook, self.today, self.book)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects that are meant, in the book's order."""
        found = self.book.projects.values()
        return tuple(each for each in found if self.ids is None or each.id in self.ids)
