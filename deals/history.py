"""The history of a project: the log of what happened, and how it is kept short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from deals.errors import UserError
from deals.model import Change, Project, Touch
from deals.parsing.windows import parse_window

NEWEST = 40
"""How many of the newest moves of a field are kept, beside its first."""
NEWEST_OF_PEOPLE = 200
"""How many moves of all contacts together are kept: people come and go without end."""

HistoryKey = tuple[str, str | None]


def history_key(change: Change) -> HistoryKey:
    """Return what a change is of: the field, and the contact where the field is a contact's."""
    return change.field, change.subject


def thin_history(history: tuple[Change, ...]) -> tuple[Change, ...]:
    """Drop the changes that are too many: of each field the first and the newest stay.

    A signing window's moves earlier go before its moves later, so the slipping rule counts what it
    counted before: those left tell a run of moves earlier as one.
    """
    if len(history) <= NEWEST:
        return history
    places: dict[HistoryKey, list[int]] = defaultdict(list)
    for place, change in enumerate(history):
        places[history_key(change)].append(place)
    gone = {
        place
        for key, ours in places.items()
        for place in _surplus_places(ours, key[0] == "signs", history)
    }
    people = [
        place
        for place, change in enumerate(history)
        if change.subject is not None and place not in gone
    ]
    gone.update(people[:-NEWEST_OF_PEOPLE])
    if not gone:
        return history
    return tuple(change for place, change in enumerate(history) if place not in gone)


def _surplus_places(places: Sequence[int], signs: bool, history: Sequence[Change]) -> Sequence[int]:
    """Return the places of one field's changes to drop, the first change never among them."""
    excess = len(places) - NEWEST - 1
    if excess <= 0:
        return ()
    middle = places[1:-1]
    if signs:
        middle = sorted(middle, key=lambda place: not _moved_earlier(history[place]))
    return middle[:excess]


def _moved_earlier(change: Change) -> bool:
    """Whether a window moved earlier, or stayed, in latest day."""
    try:
        return parse_window(change.new or "").latest <= parse_window(change.old or "").latest
    except UserError:
        return False


OUTSIDE = "outside-change"
"""The field of an entry that says that the record was changed outside Netloft; `new` are the names
of the fields, with commas, where they are known."""
ADDED_OUTSIDE = "added"
"""The note of such an entry where the record was new."""


def add_outside_change(
    project: Project, at: datetime, fields: Sequence[str], *, added: bool
) -> Project:
    """Add an entry to a project's history: something else than Netloft changed the record."""
    change = Change(
        at=at,
        by="",
        field=OUTSIDE,
        new=",".join(fields) or None,
        note=ADDED_OUTSIDE if added else None,
    )
    return project.model_copy(update={"history": thin_history((*project.history, change))})


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that happened: a field that moved, a touch, or (None) that the project was added.

    `at` is its instant; a touch is of a whole day and counts as the last thing in it.
    """

    at: datetime
    what: Change | Touch | None = None


def log_entries(project: Project) -> tuple[LogEntry, ...]:
    """Return all that is known to have happened to a project, the newest first."""
    log = [LogEntry(project.created_at)]
    log += [LogEntry(change.at, change) for change in project.history]
    log += [LogEntry(datetime.combine(touch.on, time.max, UTC), touch) for touch in project.touches]
    # The sort keeps the order in which moves of one instant were made.
    return tuple(sorted(log, key=lambda entry: entry.at)[::-1])
