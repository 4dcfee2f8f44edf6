"""The workload of our own people over all projects: their dated rows, and where these overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from deals.model import PlanRow, Project
from deals.parsing.text import fold_text

_BETWEEN = re.compile(r"[,，、;；/\n]+")


class DatedRow(NamedTuple):
    """An open row with both its days, and the project it belongs to."""

    project: Project
    row: PlanRow
    start: date
    end: date


class BusyPeriod(NamedTuple):
    """A stretch of days, both included, on which so many rows of one person run."""

    start: date
    end: date
    rows: int


class WorkloadConflict(NamedTuple):
    """A stretch of days on which two rows or more of one person run, and those rows."""

    start: date
    end: date
    rows: tuple[DatedRow, ...]


def names_in(text: str) -> tuple[str, ...]:
    """List the names in a text that may name several, as they are written."""
    return tuple(name for part in _BETWEEN.split(text) if (name := part.strip()))


@lru_cache(maxsize=4096)
def people_in(text: str) -> tuple[str, ...]:
    """List the names in a text that may name several, folded to be compared, each once."""
    return tuple(dict.fromkeys(person for name in names_in(text) if (person := fold_text(name))))


def unknown_names(text: str, project: Project, projects: Iterable[Project]) -> tuple[str, ...]:
    """List the names in a text that nobody has heard of, as they are written.

    Known are the owners and teams of all projects, and the customer's people of this one.
    """
    known = {fold_text(contact.name) for contact in project.contacts}
    for other in (project, *projects):
        known |= {fold_text(other.owner), *(fold_text(member.name) for member in other.team)}
    return tuple(name for name in names_in(text) if fold_text(name) not in known)


def dated_rows(projects: Iterable[Project], person: str) -> tuple[DatedRow, ...]:
    """List the dated open rows of one person in the open projects, by first day.

    A row with one day only is on that day; one done or dropped binds nobody any more.
    """
    name = fold_text(person)
    if not name:
        return ()
    found = [
        DatedRow(project, row, *days)
        for project in projects
        if project.plan and project.status == "open"
        for row in project.plan
        if name in people_in(row.responsible) and (days := binding_days(row)) is not None
    ]
    return tuple(sorted(found, key=lambda dated_row: (dated_row.start, dated_row.end)))


def binding_days(row: PlanRow) -> tuple[date, date] | None:
    """Find the days on which an open row binds somebody; None if done, dropped or undated."""
    start, end = row.start or row.end, row.end or row.start
    if row.state not in ("open", "doing") or start is None or end is None or end < start:
        return None
    return start, end


def busy_periods(projects: Iterable[Project], person: str) -> tuple[BusyPeriod, ...]:
    """Count the rows of one person that run on each stretch of days, empty days left out."""
    return tuple(_stretches(dated_rows(projects, person)))


def workload_conflicts(projects: Iterable[Project], person: str) -> tuple[WorkloadConflict, ...]:
    """Find the stretches of days on which rows of one person overlap, across these projects."""
    rows = dated_rows(projects, person)
    spans: list[tuple[date, date]] = []
    for stretch in _stretches(rows):
        if stretch.rows < 2:
            continue
        if spans and spans[-1][1] + timedelta(1) == stretch.start:
            spans[-1] = (spans[-1][0], stretch.end)
        else:
            spans.append((stretch.start, stretch.end))
    return tuple(
        WorkloadConflict(
            start, end, tuple(row for row in rows if row.start <= end and start <= row.end)
        )
        for start, end in spans
    )


def _stretches(rows: Iterable[DatedRow]) -> Iterator[BusyPeriod]:
    """Yield stretches of days by how many rows run, splitting where that number changes."""
    # Only the days where rows begin or are over are looked at: a plan may span years.
    steps: dict[int, int] = {}
    for row in rows:
        first, past = row.start.toordinal(), row.end.toordinal() + 1
        steps[first] = steps.get(first, 0) + 1
        steps[past] = steps.get(past, 0) - 1
    count, since = 0, 0
    for day in sorted(day for day, step in steps.items() if step):
        if count:
            yield BusyPeriod(date.fromordinal(since), date.fromordinal(day - 1), count)
        count, since = count + steps[day], day
