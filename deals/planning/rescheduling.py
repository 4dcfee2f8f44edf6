"""The move of a plan row to other days, along with the rows that wait for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Checkpoint, PlanRow, Project
from deals.planning.date_ranges import check_span
from deals.planning.dependencies import followers


class RescheduledRow(NamedTuple):
    """A row with its new days, and the proposal to move what waits for it by the same days.

    `others` are the rows as they would be then; `days` is how much later its end is, below 0 for
    earlier. Nothing is proposed where the end stays.
    """

    row: PlanRow
    days: int
    others: tuple[PlanRow, ...]


def reschedule_row(
    project: Project, row_id: str, start: date | None, end: date | None
) -> RescheduledRow:
    """Return the row moved to these days, and what waits for it moved along.

    Its own open checkpoints move with its end. Rows done or dropped stay where they are. Raises
    the refusals `row-gone` and `span-backwards`.
    """
    row = next((row for row in project.plan if row.id == row_id), None)
    if row is None:
        raise UserError("row-gone")
    check_span(start, end)
    days = _days_later(row, start, end)
    moved = row.model_copy(
        update={"start": start, "end": end, "checkpoints": _shift_checkpoints(row, days)}
    )
    waiting = followers(project, row_id) if days else ()
    return RescheduledRow(
        moved, days, tuple(shift_row(other, days) for other in waiting if _can_move(other))
    )


def shift_row(row: PlanRow, days: int) -> PlanRow:
    """Return the row and its open checkpoints moved by some days."""
    return row.model_copy(
        update={
            "start": _shift_day(row.start, days),
            "end": _shift_day(row.end, days),
            "checkpoints": _shift_checkpoints(row, days),
        }
    )


def _can_move(row: PlanRow) -> bool:
    return row.state in ("open", "doing") and (row.start is not None or row.end is not None)


def _days_later(row: PlanRow, start: date | None, end: date | None) -> int:
    if row.end is not None and end is not None:
        return (end - row.end).days
    if row.start is not None and start is not None:
        return (start - row.start).days
    return 0


def _shift_checkpoints(row: PlanRow, days: int) -> tuple[Checkpoint, ...]:
    if not days:
        return row.checkpoints
    return tuple(
        checkpoint
        if checkpoint.done
        else checkpoint.model_copy(update={"on": _shift_day(checkpoint.on, days)})
        for checkpoint in row.checkpoints
    )


def _shift_day(day: date | None, days: int) -> date | None:
    """Return the day so many days later; it stops at the ends of the calendar."""
    if day is None:
        return None
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min
