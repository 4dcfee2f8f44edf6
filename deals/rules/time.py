"""Rules that hold a project against the calendar (method, section 4)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise

from deals.model import Flag, Project
from deals.playbook import Playbook
from deals.refusal import Refusal
from deals.rules.flags import Figures, flagged, of_open_projects
from deals.windows import parse_window


@of_open_projects
def overdue(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """The window's latest day is past and the project is not signed; that day itself is in time.

    A stage that the playbook does not know counts as not signed.
    """
    if project.signs is None or project.signs.latest >= today:
        return None
    if playbook.reached(project.stage, playbook.signed):
        return None
    days = (today - project.signs.latest).days
    figures: Figures = {"days": days, "stage": project.stage, "signed": playbook.signed}
    return flagged(playbook, "overdue", "past", figures)


@of_open_projects
def date_stage(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """The typical days of the stages left up to signing exceed the days left.

    Just enough days is in time. Of a window that is past it says how much work is left, which is
    what a new date has to allow for. Silent once signed, and without a window.
    """
    needed = playbook.days_to_sign.get(project.stage, 0)
    if project.signs is None or not needed:
        return None
    left = (project.signs.latest - today).days
    if needed <= left:
        return None
    about: Figures = {"needed": needed, "stage": project.stage, "signed": playbook.signed}
    if left < 0:
        return flagged(playbook, "date-stage", "past", {**about, "over": -left})
    return flagged(playbook, "date-stage", "short", {**about, "left": left})


@of_open_projects
def slipping(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """The signing window moved later too often, or by too many days in all.

    Windows are compared by their latest day. A window that was blank between two others counts as
    one move; days in all run from the first window to the last, so a slip of the pen that was put
    right is not held against the project. Once signed, the date slips no more.
    """
    said = [
        text
        for one in project.history
        if one.field == "signs"
        for text in (one.old, one.new)
        if text
    ]
    if not said or playbook.reached(project.stage, playbook.signed):
        return None
    windows = [(day, text) for text in said if (day := _latest(text)) is not None]
    moves = sum(later[0] > earlier[0] for earlier, later in pairwise(windows))
    apart = (windows[-1][0] - windows[0][0]).days if windows else 0
    limits = playbook.thresholds.slipping
    if moves < limits.moves and apart <= limits.days:
        return None
    ends: Figures = {"first": windows[0][1], "last": windows[-1][1]}
    if moves >= limits.moves:
        return flagged(playbook, "slipping", "often", {**ends, "count": moves})
    return flagged(playbook, "slipping", "far", {**ends, "days": apart})


@lru_cache(maxsize=4096)
def _latest(text: str) -> date | None:
    """The latest day of a window as history keeps it; None for what can no longer be read."""
    try:
        return parse_window(text).latest
    except Refusal:
        return None
