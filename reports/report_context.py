"""What a paper is made from: the book, the day and what of it is asked for. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from deals.model import Book, Project
from deals.numbers.day_rates import DayRates
from deals.numbers.figures import Figures, NumbersScope
from deals.owners import list_owner_names, owner_key
from deals.playbook import Playbook
from deals.rules.triage import Assessment, Assessments


@dataclass(frozen=True)
class ReportContext:
    """The book as it stands on `today` and what a paper is to be about.

    `home` is the user's currency, `me` who asks. A paper about one project has it in `project`;
    `owner` narrows others to what one person of ours leads, `filter` (as typed) with `ids` (what it
    finds, None for all) to what a filter finds. `since` is the day at whose end a period's changes
    begin; None for the kind's own period. `any_status` says that the filter asks for statuses
    itself, so that lists of open projects have what it finds. `branch` names `ids` that are
    those of a branch of the team's line; `part` says which part of the line is here,
    empty for all of it, and `synced` when it last was in sync, where it is not for sure that it is.
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
    any_status: bool = False
    branch: str = ""
    part: str = ""
    synced: datetime | None = None
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
    def rates(self) -> DayRates:
        """The exchange rates of the day."""
        return DayRates.of(self.book, self.home or "", self.today)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects that are meant, whatever became of them, in the book's order."""
        names = list_owner_names(self.owner, self.me)
        return tuple(
            each
            for each in self.book.projects.values()
            if self.ids is None or each.id in self.ids
            if not names or owner_key(each.owner) in names
        )

    @cached_property
    def listed(self) -> tuple[Project, ...]:
        """Those of the projects that a list of the pipeline has: the open ones."""
        return tuple(each for each in self.projects if self.any_status or each.status == "open")
