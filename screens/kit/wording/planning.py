"""What states and parts of a plan are called."""

from __future__ import annotations

from typing import Protocol

from .speech import _, language, pgettext


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


class Titled(Protocol):
    """A field of work, as a bone of the fish or as a group of the plan."""

    def title(self, lang: str) -> str:
        """Its name in a language; empty for what stands in no field."""


def field_title(field: Titled) -> str:
    """What a field of work is called in the user's language."""
    return field.title(language()) or _("Other work")
