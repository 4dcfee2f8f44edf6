"""Edits of goals, plan and checkpoints; what pointed at something dropped is mended with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from deals.edits.records import apply_edit, put, set_value
from deals.errors import UserError
from deals.model import Cause, Checkpoint, Goal, PlanRow, Project, RowState, Stamp
from deals.planning import RescheduledRow, check_after, check_span
from deals.planning.goals import check_goal

PlanningRecord = TypeVar("PlanningRecord", Goal, PlanRow, Cause, Checkpoint)


def put_goal(project: Project, goal: Goal, stamp: Stamp) -> Project:
    """Return the project with the goal in the place of the one of its id, else at the end.

    Refused with `goal-wants-text` without words, and as in `check_goal` where days or parent are
    new: a goal that others have put out of its place may still be worded.
    """
    if not goal.text.strip():
        raise UserError("goal-wants-text")
    there = next((other for other in project.goals if other.id == goal.id), None)
    if there is None or _place(there) != _place(goal):
        check_goal(project, goal)
    return put(project, "goals", goal, stamp)


def _place(goal: Goal) -> tuple[object, ...]:
    return goal.parent, goal.start, goal.end


def drop_goal(project: Project, goal_id: str, stamp: Stamp) -> Project:
    """Return the project without the goal; what served it serves its parent."""
    parent = _find_goal(project, goal_id).parent
    rows = _update_where(project.plan, lambda row: row.goal == goal_id, {"goal": parent})
    goals = _update_where(project.goals, lambda goal: goal.parent == goal_id, {"parent": parent})
    kept = tuple(goal for goal in goals if goal.id != goal_id)
    return apply_edit(project, stamp, {"goals": kept, "plan": rows})


def put_row(project: Project, row: PlanRow, stamp: Stamp) -> Project:
    """Return the project with the row in the place of the one of its id, else at the end.

    Raises `row-wants-content`, and where they are new `span-backwards`, `goal-gone` and what
    `check_after` raises: what others have put out of place is no reason to refuse the rest.
    """
    if not row.content.strip():
        raise UserError("row-wants-content")
    there = next((other for other in project.plan if other.id == row.id), None)
    if there is None or (there.start, there.end) != (row.start, row.end):
        check_span(row.start, row.end)
    if row.goal is not None and (there is None or there.goal != row.goal):
        _find_goal(project, row.goal)
    if there is None or there.after != row.after:
        check_after(project, row.id, row.after)
    return put(project, "plan", row, stamp)


def put_rows(project: Project, rows: Iterable[PlanRow], stamp: Stamp) -> Project:
    """Return the project with new rows at the end of its plan, such as those of a template."""
    added = tuple(rows)
    return set_value(project, "plan", (*project.plan, *added), stamp) if added else project


def drop_row(project: Project, row_id: str, stamp: Stamp) -> Project:
    """Return the project without the row; what waited for it waits for what it waited for."""
    before = _find_row(project, row_id).after
    rows = _update_where(project.plan, lambda row: row.after == row_id, {"after": before})
    kept = tuple(row for row in rows if row.id != row_id)
    return apply_edit(project, stamp, {"plan": kept})


def move_row(project: Project, moved: RescheduledRow, stamp: Stamp, *, along: bool) -> Project:
    """Return the project with a row moved, and, where `along`, what waits for it."""
    new = {row.id: row for row in (moved.row, *(moved.others if along else ()))}
    return set_value(project, "plan", tuple(new.get(row.id, row) for row in project.plan), stamp)


def set_row_state(project: Project, row_id: str, state: RowState, stamp: Stamp) -> Project:
    """Return the project with a row open, being done, done or dropped; refusal `row-gone`."""
    row = _find_row(project, row_id)
    return put(project, "plan", row.model_copy(update={"state": state}), stamp)


def put_checkpoint(project: Project, row_id: str, check: Checkpoint, stamp: Stamp) -> Project:
    """Return the project with a checkpoint on a row, in the place of the one of its id, else last.

    Raises the refusals `row-gone` and `checkpoint-wants-text`.
    """
    if not check.what.strip():
        raise UserError("checkpoint-wants-text")
    row = _find_row(project, row_id)
    there = any(checkpoint.id == check.id for checkpoint in row.checkpoints)
    kept = tuple(
        check if checkpoint.id == check.id else checkpoint for checkpoint in row.checkpoints
    )
    return _with_checkpoints(project, row, kept if there else (*kept, check), stamp)


def drop_checkpoint(project: Project, row_id: str, check_id: str, stamp: Stamp) -> Project:
    """Return the project without a checkpoint of a row; refusal `row-gone`."""
    row = _find_row(project, row_id)
    kept = tuple(checkpoint for checkpoint in row.checkpoints if checkpoint.id != check_id)
    return _with_checkpoints(project, row, kept, stamp)


def settle_checkpoint(
    project: Project, row_id: str, check_id: str, result: str, stamp: Stamp
) -> Project:
    """Return the project with a checkpoint looked at and what was found.

    No result at all opens it again. Raises the refusals `row-gone` and `checkpoint-unknown`.
    """
    row = _find_row(project, row_id)
    if all(checkpoint.id != check_id for checkpoint in row.checkpoints):
        raise UserError("checkpoint-unknown", content=row.content)
    found = {"result": result.strip(), "done": bool(result.strip())}
    kept = _update_where(row.checkpoints, lambda checkpoint: checkpoint.id == check_id, found)
    return _with_checkpoints(project, row, kept, stamp)


def drop_cause(project: Project, cause_id: str, stamp: Stamp) -> Project:
    """Return the project without a cause; those behind it and its work go to its parent."""
    gone = next((cause for cause in project.causes if cause.id == cause_id), None)
    if gone is None:
        raise UserError("cause-gone")
    causes: tuple[Cause, ...] = _update_where(
        project.causes, lambda cause: cause.parent == cause_id, {"parent": gone.parent}
    )
    update = {
        "causes": tuple(cause for cause in causes if cause.id != cause_id),
        "goals": _update_where(
            project.goals, lambda goal: goal.cause == cause_id, {"cause": gone.parent}
        ),
        "plan": _update_where(
            project.plan, lambda row: row.cause == cause_id, {"cause": gone.parent}
        ),
    }
    return apply_edit(project, stamp, update)


def _with_checkpoints(
    project: Project, row: PlanRow, checks: tuple[Checkpoint, ...], stamp: Stamp
) -> Project:
    return put(project, "plan", row.model_copy(update={"checkpoints": checks}), stamp)


def _update_where(
    there: tuple[PlanningRecord, ...],
    points: Callable[[PlanningRecord], bool],
    update: dict[str, object],
) -> tuple[PlanningRecord, ...]:
    return tuple(record.model_copy(update=update) if points(record) else record for record in there)


def _find_goal(project: Project, goal_id: str) -> Goal:
    for goal in project.goals:
        if goal.id == goal_id:
            return goal
    raise UserError("goal-gone")


def _find_row(project: Project, row_id: str) -> PlanRow:
    for row in project.plan:
        if row.id == row_id:
            return row
    raise UserError("row-gone")
