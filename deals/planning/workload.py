"""The workload of our own people over all projects: their dated rows, and where these overlap."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
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


def binding_days(row: PlanRow) -> tuple[date, date] | None:
    """Find the days on which an open row binds somebody; None if done, dropped or undated."""
    start, end = row.start or row.end, row.end or row.start
    if row.state not in ("open", "doing") or start is None or end is None or end < start:
        return None
    return start, end


def workload_conflicts(projects: Iterable[Project], person: str) -> tuple[WorkloadConflict, ...]:
    """Find the stretches of days on which rows of one person overlap, across open projects."""
    rows = _dated_rows(projects, person)
    return tuple(
        WorkloadConflict(
            start, end, tuple(row for row in rows if row.start <= end and start <= row.end)
        )
        for start, end in _overlaps(rows)
    )


def _dated_rows(projects: Iterable[Project], person: str) -> list[DatedRow]:
    """List the rows that bind a person, by first day."""
    name = fold_text(person)
    found = [
        DatedRow(project, row, *days)
        for project in projects
        if project.plan and project.status == "open"
        for row in project.plan
        if name in people_in(row.responsible) and (days := binding_days(row)) is not None
    ]
    return sorted(found, key=lambda dated_row: (dated_row.start, dated_row.end))


def _overlaps(rows: Iterable[DatedRow]) -> Iterator[tuple[date, date]]:
    """Yield the stretches of days, both ends included, on which two rows or more run."""
    # Only the days where rows begin or are over are looked at: a plan may span years.
    steps = Counter[int]()
    for row in rows:
        steps[row.start.toordinal()] += 1
        steps[row.end.toordinal() + 1] -= 1
    count = since = 0
    for day in sorted(steps):
        before, count = count, count + steps[day]
        if before < 2 <= count:
            since = day
        elif count < 2 <= before:
            yield date.fromordinal(since), date.fromordinal(day - 1)
