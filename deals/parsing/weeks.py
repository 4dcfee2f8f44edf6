"""Weeks as people name them: by number, as one of a month, as that of a day, and weekends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from deals.parsing.periods import Period, month_end, week_around
from deals.parsing.text import LatePattern, by_word
from deals.parsing.time_words import Calendar

_YEAR = "20[0-9]{2}"
_NUMBERED = LatePattern(
    rf"(?:(?P<year>{_YEAR})[-/ ]?)?(?:kw|cw|wk\.?|w(?=[0-9]{{2}})|(?:calendar )?week(?: no\.?)?) ?"
    rf"(?P<week>[0-9]{{1,2}})(?:[ /-]+(?P<year_behind>{_YEAR}|[0-9]{{2}}))?|"
    rf"(?:(?P<year_zh>{_YEAR})年 ?)?第(?P<week_zh>[0-9]{{1,2}})周"
)
_NTH = by_word({1: "first 1st", 2: "second 2nd", 3: "third 3rd", 4: "fourth 4th", 0: "last"})
_OF_MONTH = LatePattern(
    rf"(?:the )?(?P<nth>{'|'.join(_NTH)}) week (?:of|in) (?P<month>.+)|"
    r"(?P<month_zh>.*月)的?(?:第(?P<nth_zh>[1-4])|(?P<last_zh>最后1))个?(?:周|星期|礼拜)"
)
_OF_DAY = LatePattern(r"(?:the )?(?:w/c|wc|week (?:of|commencing|beginning|starting)|wk of) (.+)")
_WEEKEND = LatePattern(r"(?P<next>next |下下?个?)?(?:this |the |coming |本|这个?)?(?:weekend|周末)")


def read_week(
    plain: str, calendar: Calendar, read_other: Callable[[str], Period | None]
) -> Period | None:
    """Read a week of the calendar or a weekend; `read_other` reads the month or day it is of."""
    if found := _NUMBERED.fullmatch(plain):
        return _read_numbered(found, calendar.today)
    if found := _OF_MONTH.fullmatch(plain):
        return _read_of_month(found, read_other)
    if found := _OF_DAY.fullmatch(plain):
        day = read_other(found[1])
        return week_around(day.earliest) if day and day.precision == "day" else None
    if found := _WEEKEND.fullmatch(plain):
        ahead = 0 if found["next"] is None else 2 if found["next"].startswith("下下") else 1
        saturday = week_around(calendar.today).latest + timedelta(7 * ahead - 1)
        return Period(saturday, saturday + timedelta(1), "range")
    return None


def _read_numbered(found: re.Match[str], today: date) -> Period | None:
    """Read a week by its ISO number: of its year, or the next that has not passed."""
    number = int(found["week"] or found["week_zh"])
    year = found["year"] or found["year_behind"] or found["year_zh"]
    years = (int(year) % 100 + 2000,) if year else (today.year, today.year + 1)
    for each in years:
        try:
            monday = date.fromisocalendar(each, number, 1)
        except ValueError:
            continue
        week = week_around(monday)
        if year or week.latest >= today:
            return week
    return None


def _read_of_month(
    found: re.Match[str], read_other: Callable[[str], Period | None]
) -> Period | None:
    """Read the so-manieth seven days of a month, or its last seven."""
    month = read_other(found["month"] or found["month_zh"])
    if month is None or month.precision != "month":
        return None
    number = int(found["nth_zh"] or 0) if found["month_zh"] else _NTH[found["nth"]]
    first = month.earliest
    last = month_end(first.year, first.month)
    start = first + timedelta(7 * number - 7) if number else last - timedelta(6)
    return Period(start, start + timedelta(6), "range")


def part_of_week(week: Period, third: int) -> Period | None:
    """Return the beginning, middle or end of a week's working days; None for other periods.

    Monday and Tuesday, Wednesday, Thursday and Friday; for its end (3) Friday.
    """
    if week != week_around(week.earliest):
        return None
    first, last = ((0, 1), (2, 2), (3, 4), (4, 4))[third]
    monday = week.earliest
    days = monday + timedelta(first), monday + timedelta(last)
    return Period(*days, "day" if first == last else "range")
