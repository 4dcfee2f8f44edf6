"""The days left until a project's close date, or since when that is past. Pure."""

from __future__ import annotations

from math import inf

from deals.rules.triage import Assessment
from wording import _, ngettext, pgettext

MOST_DAYS = 999
"""More days than these are said as years where there is little room."""


def left_text(found: Assessment, most: float = inf) -> str:
    """Return the days left until the close date, `-31d` for one that is past; blank for no date.

    More than `most` days are said as years.
    """
    days = found.days_left
    if days is None:
        return ""
    if abs(days) > most:
        return _("{years}y").format(years=round(days / 365))
    return _("{days}d").format(days=days)


def late_text(days: int) -> str:
    """Return that something is late by so many days, for a place that has words beside it."""
    return pgettext("left", "{days}d late").format(days=days)


def overdue_text(days: int) -> str:
    """Return by how many days something is overdue, in words; nothing where it is not."""
    text = ngettext("{count} day late", "{count} days late", days)
    return text.format(count=days) if days > 0 else ""
