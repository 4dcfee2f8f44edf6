"""The lateness of plan rows, checkpoints and goals on a day (method, section 7)."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from deals.model import Checkpoint, Goal, PlanRow, Project

RowLateness = Literal["open", "doing", "done", "dropped", "late"]


class LateCheckpoint(NamedTuple):
    """A checkpoint past its day, with its row."""

    row: PlanRow
    check: Checkpoint
    days: int


class LateWork(NamedTuple):
    """The late rows and checkpoints of a plan, the longest late first."""

    rows: tuple[tuple[PlanRow, int], ...]
    checks: tuple[LateCheckpoint, ...]


def row_lateness(row: PlanRow, today: date) -> RowLateness:
    """Return the row's state, or `late` past its last day if it is neither done nor dropped."""
    return "late" if is_late(row, today) else row.state


def is_late(row: PlanRow, today: date) -> bool:
    """Whether the row's last day is past and it is neither done nor dropped."""
    return days_late(row, today) > 0


def days_late(row: PlanRow, today: date) -> int:
    """Count the days past the row's last day; 0 if it is in time, done, dropped or undated."""
    if row.end is None or row.state in ("done", "dropped"):
        return 0
    return max(0, (today - row.end).days)


def late_checks(row: PlanRow, today: date) -> tuple[Checkpoint, ...]:
    """Return the checkpoints past their day and not looked at.

    A dropped row has none, a done one may.
    """
    if row.state == "dropped":
        return ()
    return tuple(
        checkpoint
        for checkpoint in row.checkpoints
        if checkpoint.on is not None and not checkpoint.done and checkpoint.on < today
    )


def late_work(project: Project, today: date) -> LateWork:
    """Return all that is late on the plan, the longest late first, of equals the first put."""
    rows = [(row, days) for row in project.plan if (days := days_late(row, today))]
    checks = [
        LateCheckpoint(row, checkpoint, (today - checkpoint.on).days)
        for row in project.plan
        for checkpoint in late_checks(row, today)
        if checkpoint.on is not None
    ]
    return LateWork(
        tuple(sorted(rows, key=lambda late: -late[1])),
        tuple(sorted(checks, key=lambda late: -late.days)),
    )


def late_goals(project: Project, today: date) -> frozenset[str]:
    """Return, by id, the goals not reached that are past their last day or have late work."""
    late = late_work(project, today)
    served = {row.goal for row, _days in late.rows} | {
        checkpoint.row.goal for checkpoint in late.checks
    }
    return frozenset(
        goal.id
        for goal in project.goals
        if is_past(goal, today) or (goal.id in served and not goal.reached)
    )


def is_past(goal: Goal, today: date) -> bool:
    """Whether the goal's own last day is past and it is not reached."""
    return goal.end is not None and goal.end < today and not goal.reached
