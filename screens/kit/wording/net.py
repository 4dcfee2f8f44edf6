"""What the pictures of an account's people are labelled with: short words, for narrow columns."""

from __future__ import annotations

from collections.abc import Mapping

from .speech import N_, _

LEVELS: Mapping[str | None, str] = {
    "high": N_("HIGH"),
    "upper": N_("UPPER"),
    "middle": N_("MID"),
    "low": N_("LOW"),
    None: N_("?"),
}
COLUMNS: Mapping[tuple[str, ...], str] = {
    ("technical",): N_("TECHNICAL T"),
    ("commercial",): N_("COMMERCIAL B"),
    ("using",): N_("USING"),
    ("other",): N_("OTHER, OUTSIDE"),
    ("using", "other"): N_("USING, OTHER, OUTSIDE"),
}
HEADINGS: Mapping[str, str] = {
    "rank": "#",
    "name": N_("Name"),
    "title": N_("Title"),
    "department": N_("Department"),
    "level": N_("Level"),
    "lines": N_("Lines"),
    "role": N_("Role"),
    "pull": N_("Pull"),
    "cr": N_("CR"),
    "gap": N_("Gap"),
    "stance": N_("Stance"),
    "cover": N_("Our cover"),
    "touch": N_("Last touch"),
    "needs": N_("Needs"),
    "sways": N_("Sways"),
}
# Stances where "supports a competitor" has no room.
STANCES: Mapping[str, str] = {
    "supports": N_("with us"),
    "neutral": N_("neutral"),
    "competitor": N_("competitor"),
    "opposes": N_("against us"),
    "unknown": N_("unknown"),
}


def level_mark(level: str | None) -> str:
    """A level as it heads a band of the net; None is the level that nobody told us."""
    return _(LEVELS[level])


def column_mark(functions: tuple[str, ...]) -> str:
    """The heading of a column of the net, by the functions that share it."""
    return _(COLUMNS[functions])


def heading_mark(column: str) -> str:
    """The heading of a column of the chain, the list or the tree, by its id."""
    return _(HEADINGS[column])


def stance_mark(stance: str) -> str:
    """Whose side a contact is on, in a word or two."""
    return _(STANCES[stance])


def nobody_mark() -> str:
    """What stands in a place of the net where nobody is known."""
    return _("nobody")


def outside_mark() -> str:
    """What heads the outside persons in the tree."""
    return _("outside")
