"""The rule that holds a project against its own plan (method, sections 4 and 7)."""

from __future__ import annotations

from datetime import date

from deals.model import Flag, Project
from deals.plan.standing import lateness
from deals.playbook import Playbook
from deals.rules.flags import Figures, flagged, of_open_projects


@of_open_projects
def plan_late(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """A row of the plan or a checkpoint is past its day; the one longest past is named.

    All that are late are counted. Of a row and a checkpoint as late the row is named.
    """
    if not project.plan:
        return None
    late = lateness(project, today)
    count = len(late.rows) + len(late.checks)
    row_days = late.rows[0][1] if late.rows else 0
    if late.checks and late.checks[0].days > row_days:
        worst = late.checks[0]
        figures: Figures = {"name": worst.check.what, "days": worst.days, "count": count}
        return flagged(playbook, "plan-late", "checkpoint", figures)
    if late.rows:
        figures = {"name": late.rows[0][0].content, "days": row_days, "count": count}
        return flagged(playbook, "plan-late", "row", figures)
    return None
