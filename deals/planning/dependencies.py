"""Dependencies between the rows of a plan: which row waits for which."""

from __future__ import annotations

from deals.errors import UserError
from deals.model import PlanRow, Project


def check_after(project: Project, row_id: str, after: str | None) -> None:
    """Check that the row may wait for the row `after`.

    Raises the refusals `row-gone`, and `row-circle` where `after` waits for the row itself,
    directly or through others. The row need not be on the plan yet.
    """
    if after is None:
        return
    rows = {row.id: row for row in project.plan}
    if after not in rows:
        raise UserError("row-gone")
    at, seen = rows.get(after), {row_id}
    while at is not None:
        if at.id == row_id:
            raise UserError("row-circle", content=rows[after].content)
        if at.id in seen:
            return  # a circle among others, which this row does not close
        seen.add(at.id)
        at = rows.get(at.after or "")


def followers(project: Project, row_id: str) -> tuple[PlanRow, ...]:
    """Return the rows that wait for this one, directly or through others, nearest first."""
    waiting: dict[str, list[PlanRow]] = {}
    for row in project.plan:
        if row.after is not None:
            waiting.setdefault(row.after, []).append(row)
    found: dict[str, PlanRow] = {}
    # Breadth first; passing over what is found ends circles, which merged sessions can leave.
    frontier = [row_id]
    while frontier:
        behind = {row.id: row for before in frontier for row in waiting.get(before, ())}
        frontier = [key for key in behind if key not in found and key != row_id]
        found.update((key, behind[key]) for key in frontier)
    return tuple(found.values())
