"""Days in as few cells as can be: without their year, unless they are far off. Pure."""

from __future__ import annotations

from datetime import date

FAR_DAYS = 300
"""From so many days on a day without its year might be taken for another one."""


def short_day(day: date, today: date, cells: int = 10) -> str:
    """Return a day without its year; far off with it, its day and month as there is room."""
    if abs((day - today).days) < FAR_DAYS:
        return f"{day:%m-%d}"
    return f"{day}" if cells >= 10 else f"{day:%Y-%m}" if cells >= 7 else f"{day:%Y}"


def short_days(first: date | None, last: date | None, today: date, cells: int = 22) -> str:
    """Return two days as `short_day` does; where these have no room, their months or years."""
    if first is None and last is None:
        return ""
    days = [day for day in (first, last) if day]
    if all(abs((day - today).days) < FAR_DAYS for day in days):
        texts = [[f"{day:%m-%d}" if day else "" for day in (first, last)]]
    else:
        forms = ("%Y-%m-%d", "%Y-%m", "%Y")
        texts = [[day.strftime(form) if day else "" for day in (first, last)] for form in forms]
    ways = [start if start == end else f"{start}..{end}" for start, end in texts]
    return next((way for way in ways if len(way) <= cells), ways[-1])
