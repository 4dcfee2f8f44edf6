"""What happened on a project, its moves and its touches in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from deals.model import Change, Project, Touch


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: a field that moved, a touch, or (None) that the project was added.

    `at` is its instant; a touch is of a whole day and counts as the last thing in it.
    """

    at: datetime
    what: Change | Touch | None = None


def entries(project: Project) -> tuple[Entry, ...]:
    """All that is known to have happened, the newest first."""
    told = [Entry(project.created_at)]
    told += [Entry(one.at, one) for one in project.history]
    told += [Entry(datetime.combine(one.on, time.max, UTC), one) for one in project.touches]
    # The sort keeps the order in which moves of one instant were made.
    return tuple(sorted(told, key=lambda one: one.at)[::-1])
