"""The whole portfolio as one value."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from deals.model.base import Frozen
from deals.model.deleted_project import DeletedProject
from deals.model.number_settings import ExchangeRate, Measure, SalesTarget, WinRates
from deals.model.project import Project
from deals.model.strategy import Competitor, Product


class SavedView(Frozen):
    """A named way to look at the pipeline: a filter and an order."""

    name: str
    filter: str = ""
    sort: str = "attention"
    descending: bool = False


class StoreSetting(Frozen):
    """What holds for the whole store and everybody who works on it, by its name."""

    name: str
    value: str


YEAR_START = "fiscal_year_starts"
"""The name of the setting that holds the month in which a fiscal year starts, 1 to 12."""
YEAR_START_BEFORE = "fiscal_year_starts before "
"""How the name of a setting begins that holds in which month it started before a day."""
MONTHS_OF_YEAR = 12

SHARED: Mapping[str, type[Frozen]] = MappingProxyType(
    {
        "views": SavedView,
        "competitors": Competitor,
        "products": Product,
        "store_settings": StoreSetting,
        "targets": SalesTarget,
        "exchange_rates": ExchangeRate,
        "win_rates": WinRates,
        "measures": Measure,
        "deleted": DeletedProject,
    }
)
"""The small lists that all projects share, each record going by its name: field of the book, and
name of its table and of its list in an export.
"""

MAY_LACK = frozenset(
    {"store_settings", "targets", "exchange_rates", "win_rates", "measures", "deleted"}
)
"""Those of SHARED that are not written while they are empty: earlier versions know none of them."""

STEPS_KEPT = 8
"""How many steps back a book knows what changed."""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole portfolio at one instant: immutable, sharing every unchanged project with the last.

    A plain dataclass, not a pydantic model: validating ten thousand projects again at each edit
    would cost what the book costs instead of what the change costs. `deleted` is what stays of
    projects that were deleted, none of which is among `projects`.
    """

    projects: Mapping[str, Project] = field(default_factory=lambda: MappingProxyType({}))
    views: tuple[SavedView, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    products: tuple[Product, ...] = ()
    store_settings: tuple[StoreSetting, ...] = ()
    targets: tuple[SalesTarget, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    win_rates: tuple[WinRates, ...] = ()
    measures: tuple[Measure, ...] = ()
    deleted: tuple[DeletedProject, ...] = ()
    _mark: object = field(default_factory=object, repr=False, compare=False)
    _steps: tuple[tuple[object, tuple[str, ...]], ...] = field(
        default=(), repr=False, compare=False
    )

    @property
    def year_said(self) -> bool:
        """Whether the store says when a fiscal year starts."""
        return any(setting.name == YEAR_START for setting in self.store_settings)

    @property
    def year_start(self) -> int:
        """The month in which a fiscal year starts: January unless the store has another."""
        months = (setting.value for setting in self.store_settings if setting.name == YEAR_START)
        return _read_start(next(months, "1")) or 1

    @property
    def former_year_starts(self) -> tuple[tuple[date, int], ...]:
        """Until which day, in order, a fiscal year started in another month, and in which."""
        found = list[tuple[date, int]]()
        for setting in self.store_settings:
            if not setting.name.startswith(YEAR_START_BEFORE):
                continue
            with suppress(ValueError):
                day = date.fromisoformat(setting.name.removeprefix(YEAR_START_BEFORE))
                if start := _read_start(setting.value):
                    found.append((day, start))
        return tuple(sorted(found))

    def with_projects(self, *changed: Project) -> Book:
        """Return the book with `changed` put in by id, new ones at the end."""
        projects = self._copy_projects()
        projects.update((project.id, project) for project in changed)
        return self._replace(
            tuple(project.id for project in changed),
            projects=MappingProxyType(projects),
            deleted=_still_deleted(self.deleted, projects),
        )

    def without(self, *ids: str) -> Book:
        """Return the book less the projects of these ids."""
        projects = self._copy_projects()
        for key in ids:
            projects.pop(key, None)
        return self._replace(ids, projects=MappingProxyType(projects))

    def with_views(self, *views: SavedView) -> Book:
        """Return the book with just these saved views."""
        return self.with_lists(views=views)

    def with_lists(self, **lists: tuple[Frozen, ...]) -> Book:
        """Return the book with these of its SHARED lists replaced."""
        if "deleted" in lists:
            lists = {**lists, "deleted": _still_deleted(lists["deleted"], self.projects)}
        return self._replace((), **lists)

    def changed_since(self, before: Book) -> tuple[str, ...] | None:
        """Return the ids of projects that may differ from an earlier book.

        None unless this book was made from `before` in at most `STEPS_KEPT` steps: all projects
        would have to be compared then.
        """
        marks = [mark for mark, _ids in self._steps] + [self._mark]
        if before._mark not in marks:
            return None
        steps = self._steps[marks.index(before._mark) :]
        return tuple(dict.fromkeys(key for _mark, ids in steps for key in ids))

    def _copy_projects(self) -> dict[str, Project]:
        # The proxy's own `copy` is many times faster than going through its items.
        same = self.projects
        return same.copy() if isinstance(same, MappingProxyType) else dict(same)

    def _replace(self, changed: tuple[str, ...], **fields: Any) -> Book:
        return replace(self, **fields, _mark=object(), _steps=self._append_step(changed))

    def _append_step(self, changed: tuple[str, ...]) -> tuple[tuple[object, tuple[str, ...]], ...]:
        return (*self._steps[1 - STEPS_KEPT :], (self._mark, changed))


def _read_start(month: str) -> int | None:
    """Read the month in which a fiscal year starts; None for what an edited store says else."""
    known = month.isascii() and month.isdigit() and 1 <= int(month[:3]) <= MONTHS_OF_YEAR
    return int(month) if known else None


def _still_deleted(deleted: tuple[Any, ...], projects: Mapping[str, Project]) -> tuple[Any, ...]:
    """Return those of the deleted projects that are not there again; the same where all are."""
    if not any(each.id in projects for each in deleted):
        return deleted
    return tuple(each for each in deleted if each.id not in projects)
