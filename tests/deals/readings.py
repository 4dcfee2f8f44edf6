"""The reading of typed text in tests: the default playbook, one day, ids in order."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from deals.edits.typed_fields import read_new_project
from deals.model import Project, Stamp
from deals.parsing.reading_context import ReadingContext
from tests.deals.makers import DEFAULT, TODAY

LATER = Stamp(at=datetime(2026, 3, 2, 15, tzinfo=UTC), by="林", today=TODAY)


def reading(currency: str = "CNY") -> ReadingContext:
    """Make a reading of the afternoon of that day."""
    numbers = count(1)
    return ReadingContext(DEFAULT, LATER, lambda: f"new-{next(numbers)}", currency)


def quick_project(line: str, context: ReadingContext) -> Project:
    """The new project that a line says."""
    return read_new_project(line, context).project
