"""Festivals that people date by: before Christmas, 春节前, 国庆后, 年后, Easter 2028."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from deals.errors import UserError
from deals.parsing.periods import Period, period_around
from deals.parsing.text import LatePattern, by_word
from deals.parsing.time_words import Calendar

# Days after 20 January, 25 May and 5 September, from 2000 to 2099: the lunar calendar is observed
# and computed in astronomy, so a table is the plain way to have it.
_LUNAR_NEW_YEAR = (
    "16 4 23 12 2 20 9 29 18 6 25 14 3 21 11 30 19 8 27 16 5 23 12 2 21 9 28 17 6 24 14 3 22 11 30 "
    "19 8 26 15 4 23 12 2 21 10 28 17 6 25 13 3 22 12 30 19 8 26 15 4 23 13 1 20 9 28 16 6 25 14 3 "
    "22 11 30 18 7 26 16 4 23 13 2 20 9 28 17 6 25 14 4 21 10 29 18 7 26 16 5 23 12 1"
)
_DRAGON_BOAT = (
    "12 31 21 10 28 17 6 25 14 3 22 12 29 18 8 26 15 5 24 13 31 20 9 28 16 6 25 15 3 22 11 30 18 7 "
    "26 16 5 24 13 2 20 9 28 17 6 25 14 4 21 10 29 19 7 26 16 5 23 12 31 20 9 28 17 7 25 14 3 22 "
    "10 29 19 8 26 16 5 23 12 30 20 10 28 17 7 25 13 2 21 11 29 19 8 27 15 4 23 12 30 20 10 29"
)
_MID_AUTUMN = (
    "7 26 16 6 23 13 31 20 9 28 17 7 25 14 3 22 10 29 19 8 26 16 5 24 12 31 20 10 28 17 7 26 14 3 "
    "22 11 29 19 8 27 15 5 23 12 30 20 10 29 17 6 25 14 2 21 11 30 19 8 27 16 4 23 12 31 20 10 28 "
    "18 6 24 14 3 21 11 30 19 7 26 15 5 23 12 31 21 9 28 17 6 24 13 3 22 11 30 19 8 25 15 4 24"
)


def _read_table(days: str, month: int, day: int) -> Callable[[int], date]:
    def find_day(year: int) -> date:
        return date(year, month, day) + timedelta(int(days.split()[year - 2000]))

    return find_day


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _find_easter(year: int) -> date:
    """Return Easter Sunday, by Butcher's rule."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, of_four = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    weekday = (32 + 2 * of_four + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _find_thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta((3 - first.weekday()) % 7 + 21)


def _find_qingming(year: int) -> date:
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


class Festival(NamedTuple):
    """A festival: its first day in a year from 2000 to 2099, and how many days it is kept."""

    find_day: Callable[[int], date]
    days: int = 1


_NEW_YEAR = Festival(_fixed(1, 1))
_SPRING = Festival(_read_table(_LUNAR_NEW_YEAR, 1, 20), 7)
_NAMES = by_word(
    {
        _SPRING: "春节 过年 年 农历新年 chinese_new_year lunar_new_year spring_festival cny",
        _NEW_YEAR: "元旦 新年 new_year new_years new_years_day new_year's new_year's_day",
        Festival(_find_qingming): "清明 清明节 qingming",
        Festival(_fixed(5, 1), 5): "五一 五一节 劳动节 五一劳动节 may_day",
        Festival(_read_table(_DRAGON_BOAT, 5, 25)): "端午 端午节 dragon_boat dragon_boat_festival",
        Festival(_read_table(_MID_AUTUMN, 9, 5)): "中秋 中秋节 mid-autumn mid-autumn_festival",
        Festival(_fixed(10, 1), 7): "国庆 国庆节 十一 chinese_national_day",
        Festival(_fixed(12, 25), 2): "圣诞 圣诞节 christmas xmas x-mas",
        Festival(_find_easter, 2): "easter",
        Festival(_find_thanksgiving): "thanksgiving",
    }
)
# These alone are other words: a currency, a number, a unit.
_NEVER_ALONE = ("cny", "十一", "年")
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_FESTIVAL = LatePattern(
    r"(?P<before>(?:by|before|until|prior to|ahead of) (?:the )?)?"
    r"(?P<after>(?:after|post)[ -](?:the )?)?"
    r"(?:(?:on|at|during|over|in) (?:the )?)?"
    r"(?:(?P<year>20[0-9]{2})年?(?:的)? ?|(?P<off>[今明后])年(?:的)?)?"
    rf"(?P<name>{_NAME})(?: ?(?P<year_behind>20[0-9]{{2}}))?"
    r"(?: (?:holidays?|break|vacation))?"
    r"(?:假期|长假|放假|期间)?(?:[之以]?(?:(?P<before_zh>前)|(?P<after_zh>后)))?"
)
_OVER = LatePattern(r"过[完了]年(?:[之以]?后)?")
_UNNAMED = LatePattern(
    r"(?:after|post|before|by|until|over|during)[ -](?:the )?(?:holidays?|break|vacation)|"
    r"(?:过完?|过了)?(?:节假?日?|小?长假|假期|年假|放假|[暑寒]假|开年|开春)[之以]?[前后]|过[完了]节"
)
_OFFSETS = {"今": 0, "明": 1, "后": 2}
_MAY_BE = LatePattern(
    "[节年假春旦一明午秋庆诞]|year|day|break|vacation|festival|boat|mas|east|giv|cny|qing|autumn"
)


class FestivalTime(NamedTuple):
    """When a text dates by a festival: a period, or the first day of what has no end."""

    period: Period
    open_end: bool = False


def read_festival(plain: str, calendar: Calendar) -> FestivalTime | None:
    """Read a festival, the day before it, or the first day after it; None for anything else.

    Without a year it is the next one whose end has not passed. Refusal `festival-unnamed` where
    there are several that it may be: 节后.
    """
    if _UNNAMED.fullmatch(plain):
        raise UserError("festival-unnamed", text=plain)
    plain = "过年后" if _OVER.fullmatch(plain) else plain
    found = _FESTIVAL.fullmatch(plain) if _MAY_BE.search(plain) else None
    if found is None:
        return None
    before = bool(found["before"] or found["before_zh"])
    after = bool(found["after"] or found["after_zh"])
    if found["name"] in _NEVER_ALONE and not (before or after):
        return None
    festival = _NAMES[found["name"]]
    year = found["year"] or found["year_behind"]
    if found["off"]:
        year = f"{calendar.today.year + _OFFSETS[found['off']]}"
    years = (int(year),) if year else range(calendar.today.year, calendar.today.year + 3)
    times = (_place(festival, each, before=before, after=after) for each in years if each < 2100)
    return next((time for time in times if year or time.period.latest >= calendar.today), None)


def _place(festival: Festival, year: int, *, before: bool, after: bool) -> FestivalTime:
    first = festival.find_day(year)
    if before:
        return FestivalTime(period_around("day", first - timedelta(1)))
    end = first + timedelta(festival.days)
    if after:
        return FestivalTime(period_around("day", end), open_end=True)
    if festival.days == 1:
        return FestivalTime(period_around("day", first))
    return FestivalTime(Period(first, end - timedelta(1), "range"))
