"""The rule about the strategy questions (method, sections 4 and 6)."""

from __future__ import annotations

from datetime import date

from deals.checks import due_checks, score, unknowns
from deals.model import Flag, Project
from deals.playbook import Playbook
from deals.rules.flags import Figures, flagged, of_open_projects


@of_open_projects
def checks(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Too small a share of the questions due by this state is answered well.

    The case is `open` where some have no answer, or one that is too old, and `weak` where all have;
    percents are rounded down, so that a share under the norm never reads as the norm.
    """
    asked = playbook.due.get(project.stage, ())
    norm = playbook.thresholds.checks.norm
    # Most projects of a large book answer nothing: they are spared the work, not the flag.
    due = due_checks(project, playbook, today) if project.answers else ()
    share = score(due)
    if not asked or share >= norm:
        return None
    figures: Figures = {
        "stage": project.stage,
        "due": len(asked),
        "count": unknowns(due) if due else len(asked),
        "percent": int(share * 100),
        "norm": round(norm * 100),
    }
    return flagged(playbook, "checks", "open" if figures["count"] else "weak", figures)
