"""Readers of days: `parse_day` reads one ahead, `parse_past` one that is past."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from deals.errors import UserError
from deals.model import Precision
from deals.parsing.festivals import read_festival
from deals.parsing.periods import (
    MONTH_NAME,
    add_months,
    month_by_name,
    period_ends,
    read_period,
    tighten,
)
from deals.parsing.text import LatePattern, by_word, fold_text
from deals.parsing.time_words import (
    COUNT,
    Calendar,
    DateOrder,
    may_be_time,
    plain_time,
    read_count,
    read_numbered_date,
    strip_preposition,
)

_NAMED_DAYS = by_word(
    {
        -3: "大前天",
        -2: "前天 前儿 前晚",
        -1: "yesterday 昨天 昨日 昨儿 昨早 昨晚 昨夜",
        0: "today 今天 今日 今儿 今早 今晨 今晚",
        1: "tomorrow tmr tmrw 明天 明日 明儿 明早 明晨 明晚",
        2: "后天 后儿",
        3: "大后天",
    }
)
_DAY_AFTER = ("day after tomorrow", "the day after tomorrow")
_NAMED_DAYS |= dict.fromkeys(_DAY_AFTER, 2) | dict.fromkeys(("eod", "end of day"), 0)
_WEEKDAYS = by_word(
    {
        0: "mon monday 一",
        1: "tue tues tuesday 二",
        2: "wed weds wednesday 三",
        3: "thu thur thurs thursday 四",
        4: "fri friday 五",
        5: "sat saturday 六",
        6: "sun sunday 日 天",
    }
)
_UNITS = by_word(
    {
        "d": "d day days 天 日",
        "w": "w wk wks week weeks 周 星期 礼拜",
        "m": "m mo mos month months 月",
        "q": "q qtr qtrs quarter quarters 季 季度",
        "y": "y yr yrs year years 年",
    }
)
_EN_UNIT = r"(?:days?|wks?|weeks?|mos?|months?|qtrs?|quarters?|yrs?|years?)"
_ZH_UNIT = r"(?:天|日|周|星期|礼拜|月|季度?|年)"
_AHEAD = LatePattern(
    r"\+ ?(?P<days>[0-9]{1,4})|"
    rf"\+ ?(?P<count>[0-9]{{1,4}}) ?(?P<unit>[dw]|[mqy](?![a-z])|{_EN_UNIT}|个?{_ZH_UNIT})|"
    rf"(?:in|within) (?P<in>{COUNT}) (?P<in_unit>{_EN_UNIT})(?:'s? time)?|"
    r"(?:in|within) (?P<short>[0-9]{1,3}) ?(?P<short_unit>[dwmqy]|wks?|mos?)|"
    rf"(?P<from>{COUNT}) (?P<from_unit>{_EN_UNIT}) (?:from (?:now|today)|out|later)|"
    rf"再?过(?P<past>[0-9]{{1,4}})个?(?P<past_unit>{_ZH_UNIT})(?:[之以]?后)?|"
    rf"(?P<han>[0-9]{{1,4}})个?(?P<han_unit>{_ZH_UNIT})[之以]?[后内]"
)
_LATER = LatePattern(
    rf"(?P<from>{COUNT}) (?P<from_unit>{_EN_UNIT}) (?P<way>from|after|before) (?P<start>.+)"
)
_AGO = LatePattern(
    r"[-−] ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])|"
    rf"(?P<from>{COUNT}) ?(?P<from_unit>{_EN_UNIT}) ago|"
    rf"(?P<han>[0-9]{{1,4}})个?(?P<han_unit>{_ZH_UNIT})[之以]?前"
)
_WEEKDAY = (
    r"(?P<other>{word} )?(?P<this>this |coming )?(?P<name>[a-z]{{3,9}})|"
    r"(?P<which>{mark}{mark}?|[本这])?个?(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
)
_COMING_WEEKDAY = LatePattern(_WEEKDAY.format(word="next", mark="下"))
_PAST_WEEKDAY = LatePattern(_WEEKDAY.format(word="last", mark="上"))
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH_DAYS = tuple(
    LatePattern(form)
    for form in (
        r"(?P<month>[0-9]{1,2})(?P<mark>[./-])(?P<day>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]?",
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.",
        rf"{_NTH}[ -]?(?:of )?{MONTH_NAME}",
        rf"{MONTH_NAME} ?{_NTH}",
    )
)
_DAY_OF_MONTH = LatePattern(
    r"(?P<nth>[0-9]{1,2})(?:st|nd|rd|th)(?: of (?P<en>this|next) month)?|"
    r"(?P<which>本|这个?|下个?)?(?P<in>月)?(?P<han>[0-9]{1,2})[日号]"
)
# A touch may begin with `1st visit`, so there a bare ordinal is no day.
_PAST_DAY_OF_MONTH = LatePattern(
    r"(?:on )?the (?P<nth>[0-9]{1,2})(?:st|nd|rd|th)|"
    r"(?:(?P<which>上个?|本|这个?)月)?(?P<han>[0-9]{1,2})[日号]"
)
_PERIODS: Mapping[str, tuple[Precision, int]] = {
    "m": ("month", 1),
    "q": ("quarter", 3),
    "y": ("year", 12),
}
_LAST_DAY = LatePattern(
    r"eo(?P<short>[wmqy])|"
    r"end(?: of)?(?: the)?(?P<next> next| this)? (?P<long>week|month|quarter|year)|"
    r"(?P<tail>month|quarter|year)[ -]?end|"
    r"(?P<han_next>本|这个?|下个?|今|明)?(?P<han>月|季度?|年)年?(?:底|末)"
)
# 2.1 and 12.7.1 are versions as often as days, so behind an action's words they are none.
_DOTTED = LatePattern(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}")
_ISO = LatePattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FRIDAY = 4
_HALF_A_YEAR = 183
LONGEST_DAY = 6
"""The most words that a day is written in: `by the end of next month`."""


def parse_day(text: str, today: date, dates: DateOrder | None = None) -> date:
    """Read the day that `text` says: `+3d`, `fri`, `周五`, `3-6`, `6 Mar`, `in 2 weeks`, `EOM`.

    A day without a year is its next occurrence, today included; a weekday is the next one after
    today, with `next` or 下 the one of the next week. Raises the refusals `day-unreadable` and,
    where two orders give two days and `dates` does not decide, `day-order` (text, first, second).
    """
    return _first_reading(_READERS, text, Calendar(today, dates))


def parse_past(text: str, today: date, dates: DateOrder | None = None) -> date:
    """Read the day up to today that `text` says: `yesterday`, `fri`, `3-6`, `-2d`, `上周五`.

    A day without a year is its last occurrence within half a year, a weekday the last one, today
    included; with `last` or 上 it is the one of the week before, but at a weekend `last fri` is of
    the week that ends. Figures with dots are no day
    unless the year has four. Raises the refusals `day-unreadable`, `day-order` as `parse_day`
    does, and `day-future` for a day that is still to come.
    """
    if is_dotted(text):
        raise UserError("day-unreadable", text=text.strip())
    found = _first_reading(_PAST_READERS, text, Calendar(today, dates))
    if found > today:
        raise UserError("day-future", day=f"{found}")
    return found


def is_dotted(text: str) -> bool:
    """Whether the text is short figures with dots, as versions are."""
    return _DOTTED.fullmatch(fold_text(text)) is not None


def _first_reading(readers: Sequence[_DayReader], text: str, calendar: Calendar) -> date:
    plain = tighten(plain_time(text))
    if not may_be_time(plain):
        raise UserError("day-unreadable", text=text.strip())
    # As it stands first: `in` and 内 are also part of a count.
    forms = dict.fromkeys((plain, strip_preposition(plain)))
    try:
        return next(day for form in forms for read in readers if (day := read(form, calendar)))
    except (StopIteration, ValueError, OverflowError):
        raise UserError("day-unreadable", text=text.strip()) from None


def _read_named_day(text: str, calendar: Calendar) -> date | None:
    days = _NAMED_DAYS.get(text)
    return None if days is None else calendar.today + timedelta(days)


def _read_coming_named_day(text: str, calendar: Calendar) -> date | None:
    return _read_named_day(text, calendar) if _NAMED_DAYS.get(text, -1) >= 0 else None


def _read_counted_days(text: str, calendar: Calendar) -> date | None:
    return _count_on(found, calendar.today, 1) if (found := _AHEAD.fullmatch(text)) else None


def _read_days_ago(text: str, calendar: Calendar) -> date | None:
    return _count_on(found, calendar.today, -1) if (found := _AGO.fullmatch(text)) else None


def _count_on(found: re.Match[str], today: date, sign: int) -> date:
    """Return the day so many days, weeks, months, quarters or years from today."""
    parts = {
        name: part
        for name, part in found.groupdict().items()
        if part and name not in ("start", "way")
    }
    unit = next((part for name, part in parts.items() if name.endswith("unit")), "d")
    count = sign * read_count(next(part for name, part in parts.items() if "unit" not in name))
    match _UNITS[unit.removeprefix("个")]:
        case "d":
            return today + timedelta(count)
        case "w":
            return today + timedelta(7 * count)
        case other:
            return add_months(today, count * _PERIODS[other][1])


def _read_festival_day(text: str, calendar: Calendar) -> date | None:
    time = read_festival(text, calendar)
    return time.period.earliest if time else None


def _read_later_day(text: str, calendar: Calendar) -> date | None:
    """Read a day counted from another: `a week from Tuesday`, `2 days after Christmas`."""
    found = _LATER.fullmatch(text)
    if found is None:
        return None
    start = _first_reading(_READERS, found["start"], calendar)
    return _count_on(found, start, -1 if found["way"] == "before" else 1)


def _read_coming_weekday(text: str, calendar: Calendar) -> date | None:
    """Read a weekday of this week (this, 本, 这) or the next (`next`, 下), else its next one."""
    after_today = calendar.today + timedelta(1)
    return _read_weekday(_COMING_WEEKDAY.fullmatch(text), calendar.today, 7, after_today)


def _read_past_weekday(text: str, calendar: Calendar) -> date | None:
    """Read a weekday of this week (this, 本, 这) or the last (`last`, 上), else its last one."""
    since = calendar.today - timedelta(6)
    return _read_weekday(_PAST_WEEKDAY.fullmatch(text), calendar.today, -7, since)


def _read_weekday(found: re.Match[str] | None, today: date, other: int, since: date) -> date | None:
    """Read a weekday: of this week, of the one `other` days off, else the first from `since` on."""
    number = _WEEKDAYS.get(found["name"] or found["chinese"]) if found else None
    if found is None or number is None:
        return None
    this = today + timedelta(number - today.weekday())
    which = found["which"] or ""
    if which in ("本", "这"):
        return this
    if found["other"] and other < 0 and today.weekday() > _FRIDAY >= number:
        return this
    if found["other"] or which:
        return this + timedelta(other * max(len(which), 1))
    return since + timedelta((number - since.weekday()) % 7)


def _read_last_day(text: str, calendar: Calendar) -> date | None:
    """Read the end of a week (its Friday), month, quarter or year: of this one, or of the next."""
    found = _LAST_DAY.fullmatch(text)
    if found is None:
        return None
    unit = _UNITS[found["short"] or found["long"] or found["tail"] or found["han"]]
    is_next = found["next"] == " next" or (found["han_next"] or "")[:1] in ("下", "明")
    if unit == "w":
        friday = calendar.today + timedelta(4 - calendar.today.weekday() + 7 * is_next)
        return friday if friday >= calendar.today else friday + timedelta(7)
    precision, months = _PERIODS[unit]
    return period_ends(precision, add_months(calendar.today, months * is_next))[1]


def _read_day_of_month(text: str, calendar: Calendar) -> date | None:
    """Read `15th` or 25号: the next such day, or that of this month or the next."""
    found = _DAY_OF_MONTH.fullmatch(text)
    if (
        found is None
        or (found["which"] and not found["in"])
        or (found["in"] and not found["which"])
    ):
        return None
    day, month = int(found["nth"] or found["han"]), calendar.today.replace(day=1)
    which = found["en"] or (found["which"] or "")[:1]
    if which:
        return add_months(month, which in ("next", "下")).replace(day=day)
    for ahead in range(3):
        with suppress(ValueError):
            if (coming := add_months(month, ahead).replace(day=day)) >= calendar.today:
                return coming
    return None


def _read_past_day_of_month(text: str, calendar: Calendar) -> date | None:
    """Read `15th` or 25号 as the last such day."""
    found = _PAST_DAY_OF_MONTH.fullmatch(text)
    if found is None:
        return None
    which = (found["which"] or "")[:1]
    for back in (1,) if which == "上" else (0,) if which else range(3):
        with suppress(ValueError):
            month = add_months(calendar.today.replace(day=1), -back)
            past = month.replace(day=int(found["nth"] or found["han"]))
            if past <= calendar.today:
                return past
    return None


def _read_coming_day(text: str, calendar: Calendar) -> date | None:
    """Read the first such day from today on.

    Refusal `day-order` (text, first, second) where nothing decides about the order of two figures
    with a slash, and the other order gives a day that comes sooner: 5/12 is in May, but where
    December is next it may well be in that.
    """
    found = _coming_day(text, calendar.today, calendar.dates)
    if found is None or calendar.dates is not None or "/" not in text:
        return found
    other = _coming_day(text, calendar.today, "dmy")
    if other is not None and other < found:
        raise UserError("day-order", text=text.strip(), first=f"{found}", second=f"{other}")
    return found


def _coming_day(text: str, today: date, dates: DateOrder | None) -> date | None:
    """Find the first such day from today on; 29 February may be eight years off."""
    days = dates_in_years(text, range(today.year, today.year + 9), dates)
    return next((day for day in days if day >= today), None)


def dates_in_years(
    text: str, years: Iterable[int], dates: DateOrder | None = None
) -> Iterator[date]:
    """Yield the day of the month that a plain text says, in each of the years that has it.

    With a slash, `dates` says which figure is the month; where only one order fits, it is that.
    """
    found = next((found for form in _MONTH_DAYS if (found := form.fullmatch(text))), None)
    if found is None:
        return
    parts = found.groupdict()
    day = int(parts["day"])
    month = month_by_name(parts["name"]) if parts.get("name") else int(parts["month"])
    swapped = month > 12 if parts.get("mark") in ("/", ".") else False
    if swapped or (parts.get("mark") == "/" and dates == "dmy" and day <= 12):
        month, day = day, month
    for year in years:
        with suppress(ValueError):
            yield date(year, month, day)


def says_day_of_year(text: str) -> bool:
    """Whether a text is a day and its month, or a weekday, without more."""
    plain = plain_time(text)
    return (
        any(form.fullmatch(plain) for form in _MONTH_DAYS)
        or _COMING_WEEKDAY.fullmatch(plain) is not None
    )


def says_open_end(text: str, calendar: Calendar) -> bool:
    """Whether a text says only from when, as 年后 does: the first day of what has no end."""
    plain = tighten(plain_time(text))
    times = (read_festival(form, calendar) for form in (plain, strip_preposition(plain)))
    return next((time.open_end for time in times if time), False)


def _read_full_date(text: str, calendar: Calendar) -> date | None:
    if day := read_numbered_date(text, text, calendar):
        return day
    return read_full_date(text)


def read_full_date(text: str) -> date | None:
    """Read a day that is written out with its year; None for anything else."""
    if _ISO.fullmatch(text):
        return date.fromisoformat(text)
    window = read_period(tighten(text))
    return window.earliest if window and window.precision == "day" else None


def _read_past_day(text: str, calendar: Calendar) -> date | None:
    """Read the last such day up to today.

    More than half a year back, a day ahead is more likely meant, by mistake, and read as that.
    """
    today = calendar.today
    days = dates_in_years(text, range(today.year, today.year - 9, -1), calendar.dates)
    found = next((day for day in days if day <= today), None)
    if found is None or (today - found).days <= _HALF_A_YEAR:
        return found
    days = dates_in_years(text, range(today.year, today.year + 2), calendar.dates)
    return next((day for day in days if day > today), found)


_DayReader = Callable[[str, Calendar], date | None]
_READERS: tuple[_DayReader, ...] = (
    _read_coming_named_day,
    _read_counted_days,
    _read_coming_weekday,
    _read_coming_day,
    _read_full_date,
    _read_day_of_month,
    _read_last_day,
    _read_festival_day,
    _read_later_day,
)
_PAST_READERS: tuple[_DayReader, ...] = (
    _read_named_day,
    _read_days_ago,
    _read_past_weekday,
    _read_past_day,
    _read_full_date,
    _read_past_day_of_month,
)
