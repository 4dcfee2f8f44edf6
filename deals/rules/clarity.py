"""The rule about figures that are too wide for the stage (method, section 4)."""

from __future__ import annotations

from datetime import date

from deals.model import Flag, Project
from deals.playbook import Playbook
from deals.rules.flags import Figures, flagged, of_open_projects


@of_open_projects
def vague(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """The amount or the signing window is wider than the stage allows.

    Exactly as wide as the limit is allowed. An amount or a window that is missing is not wide:
    the gates ask for it.
    """
    limits = playbook.thresholds.vague
    if not playbook.reached(project.stage, limits.since):
        return None
    about: Figures = {"stage": project.stage}
    amount = _wide_amount(project, limits.spread)
    window = _wide_window(project, limits.days)
    if amount and window:
        return flagged(playbook, "vague", "both", {**about, **amount, **window})
    if amount:
        return flagged(playbook, "vague", "amount", {**about, **amount})
    return flagged(playbook, "vague", "window", {**about, **window}) if window else None


def _wide_amount(project: Project, limit: float) -> Figures:
    """Half the range as a share of its middle, in percent, where that is over the limit."""
    amount = project.amount
    if amount is None:
        return {}
    width, middle = amount.high - amount.low, amount.high + amount.low
    if width <= limit * middle:
        return {}
    # Rounded up, so that a spread just over the limit never reads as the limit itself.
    return {"spread": -(-100 * width // middle), "spread_limit": round(limit * 100)}


def _wide_window(project: Project, limit: int) -> Figures:
    if project.signs is None or project.signs.days <= limit:
        return {}
    return {"days": project.signs.days, "days_limit": limit}
