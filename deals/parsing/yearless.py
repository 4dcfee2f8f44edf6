"""Signing windows that leave out the year, as tables have them: the nearest is meant."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from deals.errors import UserError
from deals.model import SigningPeriod
from deals.parsing.text import fold_text
from deals.parsing.time_words import Calendar
from deals.parsing.windows import parse_window

_BACK, _AHEAD = timedelta(120), timedelta(183)
"""How far back and ahead a window may be that goes without its year: 12月 in November, or March."""
_THIS_YEAR = ("年内", "年內", "今年内", "本年内")
"""What means the year in which a table was written: clear until that may have been the last one."""


def parse_yearless(text: str, calendar: Calendar) -> SigningPeriod | None:
    """Read a window without a year as the nearest; None where it has more than that to be guessed.

    `12月下旬` is one, 6月 in December is not: it may be past or to come. What counts from today
    (下个月, `next year`) would mean something else on another day, and a table is old by then.
    """
    if fold_text(text) in _THIS_YEAR:
        ends = [_ends_from(text, calendar, calendar.today - back) for back in (_BACK, timedelta())]
        return parse_window(text, calendar) if ends[0] == ends[1] else None
    try:
        window = parse_window(text, calendar._replace(today=calendar.today - _BACK))
    except UserError:
        return None
    if window.earliest > calendar.today + _AHEAD:
        return None
    days = (window.earliest, window.earliest - _BACK, calendar.today)
    same = [_ends_from(text, calendar, day) == (window.earliest, window.latest) for day in days]
    return window if all(same[:2]) and (same[2] or window.latest < calendar.today) else None


def says_year(text: str, calendar: Calendar) -> bool:
    """Whether a window is the same on any day, as `2026-11 or 2027-02` is: it says its years."""
    days = (calendar.today, *(calendar.today.replace(year=year, day=1) for year in (2001, 2090)))
    ends = {_ends_from(text, calendar, day) for day in days}
    return len(ends) == 1 and None not in ends


def _ends_from(text: str, calendar: Calendar, today: date) -> tuple[date, date] | None:
    """Return the ends of a window as it would be read on another day."""
    with suppress(UserError):
        window = parse_window(text, calendar._replace(today=today))
        return window.earliest, window.latest
    return None
