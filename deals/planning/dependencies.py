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
            return
        seen.add(at.id)
        at = rows.get(at.after or "")


def followers(project: Project, row_id: str) -> tuple[PlanRow, ...]:
    """Return the rows that wait for this one, directly or through others, nearest first.

    Never itself.
    """
    waiting: dict[str, list[PlanRow]] = {}
    for row in project.plan:
        if row.after is not None:
            waiting.setdefault(row.after, []).append(row)
    found: dict[str, PlanRow] = {}
    edge = [row_id]
    while edge:
        next_edge = {row.id: row for before in edge for row in waiting.get(before, ())}
        edge = [key for key in next_edge if key not in found and key != row_id]
        found.update((key, next_edge[key]) for key in edge)
    return tuple(found.values())
