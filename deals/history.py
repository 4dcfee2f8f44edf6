"""The history of a project: the log of what happened, and how it is kept short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from deals.model import Change, Project, Touch

UNTHINNED = 40
"""Up to so many changes a history is left as it is: looking through it costs more than it takes."""
MONTHS_WHOLE = 13
"""The months before that of the newest change in which every move is kept."""
LASTING = frozenset({"stage", "status", "owner", "name", "customer"})
"""The fields whose moves are all kept for good: forecasts, reviews and the names that a project
used to go by are read from them.
"""

HistoryKey = tuple[str, str | None]


NOTES = "notes"
"""The field of free notes; a move of the list of that name has a `subject`."""
_FORMER_NOTES = "remarks"


def history_key(change: Change) -> HistoryKey:
    """Return what a change is of: the field, and the contact where the field is a contact's."""
    if change.field == _FORMER_NOTES:
        return NOTES, change.subject
    return change.field, change.subject


def changed_lines(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Return the lines that a text lost and those that it got; both whole where only order moved.

    Notes are written on and on: with all of them in each move, history would grow by the square.
    """
    was, now = (text.split("\n") if text else [] for text in (old, new))
    gone, fresh = Counter(was) - Counter(now), Counter(now) - Counter(was)
    if not (gone or fresh):
        return old, new
    ends = ("\n".join(_keep_counted(*side)) for side in ((was, gone), (now, fresh)))
    lost, got = (text.strip("\n") or None for text in ends)
    return (lost, got) if lost or got else (old, new)


def _keep_counted(lines: Sequence[str], wanted: Counter[str]) -> Iterator[str]:
    left = Counter(wanted)
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
            yield line


def thin_history(history: tuple[Change, ...]) -> tuple[Change, ...]:
    """Drop moves that are older than `MONTHS_WHOLE` months: the last of each month stays.

    So does the first of each field, which says where it began, and all that is `LASTING`. Months
    are dropped whole and by the newest change, not by a clock, so that thinning at each edit gives
    what thinning once gives.
    """
    if len(history) <= UNTHINNED:
        return history
    newest = max(map(_month, history)) - MONTHS_WHOLE
    begun: set[HistoryKey] = set()
    last: dict[tuple[HistoryKey, int], int] = {}
    kept: set[int] = set()
    for place, change in enumerate(history):
        key, month = history_key(change), _month(change)
        if key not in begun or month >= newest or change.field in LASTING:
            kept.add(place)
            begun.add(key)
        last[key, month] = place
    kept.update(last.values())
    if len(kept) == len(history):
        return history
    return tuple(change for place, change in enumerate(history) if place in kept)


def _month(change: Change) -> int:
    return 12 * change.on.year + change.on.month


def history_texts(project: Project, field: str) -> Iterator[str]:
    """Yield the texts that a field of a project had by its history, what it has now included."""
    for change in project.history:
        if change.field == field and change.subject is None:
            yield from filter(None, (change.old, change.new))


def stage_since(project: Project) -> date:
    """Return the day on which a project came to its stage, as far as its history knows.

    Of one that never moved that is the day since when it is known at all.
    """
    moves = (change.on for change in project.history if change.field == "stage")
    return max(moves, default=project.created_at.date())


KEPT = "kept"
"""The field of an entry that a project stays although a table (`new`) no longer holds it."""
PARTED = "parted"
"""The field of an entry that a project is another deal than that of another owner (`new`)."""
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


OPEN_GATE = "gate open: "
"""What the note of a move to a stage begins with whose gate lacks something; its items follow."""
RENAMED = "renamed"
"""The note of the moves by which an own column goes by another name."""
DONE = "done"
"""The note of a move of the next action that says that the one before was done."""


class LogEntry(NamedTuple):
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
