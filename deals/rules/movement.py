"""Rules about whether anything happens on a project (method, section 4)."""

from __future__ import annotations

from datetime import date

from deals.model import Flag, Project
from deals.playbook import Playbook
from deals.rules.flags import Figures, flagged, of_open_projects


@of_open_projects
def stalled(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """No stage change, touch or edit for longer than some times the stage's typical days.

    The stage is the one being worked on, the next after the project's. Silent where it has no
    typical days, as after signing, and where there is no next. Just as long is not longer.
    """
    working = playbook.after(project.stage)
    if working is None or working.days is None:
        return None
    # Every edit but a snooze moves updated_at, stage changes among them, and its date is the day
    # where the edit was made; a touch may be dated otherwise.
    last = max((one.on for one in project.touches), default=date.min)
    last = max(last, project.updated_at.date())
    days = (today - last).days
    limit = playbook.thresholds.stalled.times * working.days
    if days <= limit:
        return None
    figures: Figures = {"days": days, "limit": int(limit)}
    about: Figures = {"stage": project.stage, "working": working.id}
    return flagged(playbook, "stalled", "quiet", {**figures, **about})


@of_open_projects
def no_next(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """No next action, or its day is past; today is not past, and an action may have no day."""
    action = project.next_action
    if action is None:
        return flagged(playbook, "no-next", "none", {})
    if action.on is None or action.on >= today:
        return None
    return flagged(playbook, "no-next", "past", {"days": (today - action.on).days})
