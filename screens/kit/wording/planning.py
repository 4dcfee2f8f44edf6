"""What states and parts of a plan are called."""

from __future__ import annotations

from .speech import _, pgettext


def standing_name(standing: str) -> str:
    """How a row of the plan stands, by its constant."""
    names = {
        "open": pgettext("plan", "open"),
        "doing": pgettext("plan", "doing"),
        "done": pgettext("plan", "done"),
        "dropped": pgettext("plan", "dropped"),
        "late": pgettext("plan", "late"),
    }
    return names.get(standing, standing)


def no_field() -> str:
    """The group of rows that name no field of work."""
    return _("no field of work")
