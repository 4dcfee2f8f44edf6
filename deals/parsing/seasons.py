"""Seasons as people date by them, by whole months of the north: spring 2027, 明年春天."""

from __future__ import annotations

from datetime import date

from deals.parsing.periods import Period, add_months, month_end
from deals.parsing.text import LatePattern, by_word

_WINTER = 12
_FIRST_MONTHS = by_word(
    {
        3: "spring 春天 春季 春 开春",
        6: "summer 夏天 夏季 夏",
        9: "autumn fall 秋天 秋季 秋",
        _WINTER: "winter 冬天 冬季 冬",
    }
)
_SEASON = LatePattern(
    r"(?:(?P<year>20[0-9]{2})年? ?)?(?:this |next |the |今年)?"
    rf"(?P<name>{'|'.join(_FIRST_MONTHS)})(?:,? (?:of )?(?P<year_behind>20[0-9]{{2}}))?"
)


def read_season(plain: str, today: date) -> tuple[Period, ...]:
    """Return the seasons that a text may mean: none, one, or the two winters of a year.

    Without a year it is the next one whose end has not passed.
    """
    found = _SEASON.fullmatch(plain)
    if found is None:
        return ()
    month, year = _FIRST_MONTHS[found["name"]], found["year"] or found["year_behind"]
    if year:
        first = int(year)
        return tuple(
            _season(each, month) for each in ((first - 1, first) if month == _WINTER else (first,))
        )
    if len(found["name"]) == 1:
        return ()
    coming = (_season(today.year + ahead, month) for ahead in (-1, 0, 1))
    return tuple(season for season in coming if season.latest >= today)[:1]


def _season(year: int, month: int) -> Period:
    first = date(year, month, 1)
    last = add_months(first, 2)
    return Period(first, month_end(last.year, last.month), "range")
