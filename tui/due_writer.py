"""The writer of calendars for command line and app: what is due, put where the user wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deals.errors import UserError

if TYPE_CHECKING:
    from deals.agenda import DueItem
    from store.store import Store

CALENDAR = ".ics"


def due_calendar_bytes(items: Iterable[DueItem], store: Store, owner: str = "") -> bytes:
    """Return what is due as a calendar, which is called by its owner where it has one."""
    from reports.due_calendar import calendar_name, list_calendar_events
    from reports.writers.calendar_writer import calendar_bytes

    events = list_calendar_events(items, store.book, store.sequence)
    return calendar_bytes(calendar_name(owner), events)


def write_due_calendar(
    items: Iterable[DueItem],
    store: Store,
    path: Path,
    owner: str = "",
    *,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> None:
    """Write what is due to a calendar file; one that was written here is replaced.

    Refusals: `calendar-kind` (file) for another ending than .ics, `calendar-empty` (owner) where
    nothing is due, for it would take the place of one that holds something, and those of
    `write_output`.
    """
    from reports.writers.calendar_writer import has_calendar_mark
    from store.output_files import write_output

    if path.suffix.lower() != CALENDAR:
        raise UserError("calendar-kind", file=f"{path}")
    items = tuple(items)
    if not items:
        raise UserError("calendar-empty", owner=owner or "-")
    data = due_calendar_bytes(items, store, owner)
    write_output(path, data, has_calendar_mark, force=force, stores=stores)
