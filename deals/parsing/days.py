"""Days as people type them, ahead (`parse_day`) and back (`parse_past`), and next actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta

from deals.errors import UserError
from deals.model import NextAction
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.windows import MONTHS, parse_window

_FROM_TODAY = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "tomorrow": 1,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday 一",
            "tue tues tuesday 二",
            "wed wednesday 三",
            "thu thur thurs thursday 四",
            "fri friday 五",
            "sat saturday 六",
            "sun sunday 日 天",
        )
    )
    for name in names.split()
}
"""The days of the week from Monday, 0, by every name they go by."""
_COUNTED = LatePattern(
    r"\+ ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])?|(?P<after>[0-9]{1,4})天后"
)
_WEEKDAY = LatePattern(
    r"(?P<next>next )?(?P<name>[a-z]{3,9})|"
    r"(?P<which>[下本这])?个?(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
)
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH_DAYS = tuple(
    LatePattern(form)
    for form in (
        r"(?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]?",
        rf"{_NTH}[ -]?{_MONTH}",
        rf"{_MONTH} ?{_NTH}",
    )
)
# 2.1 and 12.7.1 are versions as often as days, so behind an action's words they are none.
DOTTED = LatePattern(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}")
"""Figures with dots: a day or a version."""
_ISO = LatePattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUOTED = LatePattern(r'"(?P<text>(?:[^"]|"")*)"(?:\s+(?P<day>.+))?', re.DOTALL)
_GLUED = LatePattern(
    r"(?P<text>.*?\S)(?P<day>(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}[日号]|"
    r"今天|明天|大?后天|[下本这]?(?:周|星期|礼拜)[一二三四五六日天])",
    re.DOTALL,
)
_ANY_DAY = date(2000, 1, 1)


def parse_day(text: str, today: date) -> date:
    """Read the day that `text` says: `+3d`, `fri`, `周五`, `3-6`, `6 Mar`, `3月6日`, `26-03-06`.

    A day without a year is its next occurrence, today included; a weekday is the next one after
    today, with `next` or 下 the one of the next week. Raises the refusal `day-unreadable`.
    """
    plain = fold_text(text)
    try:
        return next(day for read in _READERS if (day := read(plain, today)))
    except (StopIteration, ValueError, OverflowError, UserError):
        raise UserError("day-unreadable", text=text.strip()) from None


def parse_next(text: str, today: date) -> NextAction | None:
    """Read the next action that `text` says, its day taken from the last words (`call 何总 +3d`).

    Words in double quotes are the action whatever they look like, a quote inside being doubled.
    Nothing, or `-`, is no action; only a day is an action without words. Figures with dots are no
    day here unless the year has four (`version 2.1`; write 3-6, 03-06 or 3月6日).
    """
    written = text.strip()
    if written in ("", "-"):
        return None
    for words, day in _split_off_day(written):
        if DOTTED.fullmatch(fold_text(day)):
            continue
        try:
            return NextAction(text=words, on=parse_day(day, today) if day else None)
        except UserError:
            continue
    return NextAction(text=written)


def next_text(action: NextAction | None) -> str:
    """Return the action as `parse_next` reads it back on any day; empty where there is none."""
    if action is None:
        return ""
    day = f"{action.on or ''}"
    plain = f"{action.text} {day}".strip()
    try:
        if parse_next(plain, _ANY_DAY) == action:
            return plain
    except UserError:
        pass
    return '"{}" {}'.format(action.text.replace('"', '""'), day).rstrip(" ")


def _split_off_day(written: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part an action from its day, likeliest first.

    Chinese needs no blank between.
    """
    if quoted := _QUOTED.fullmatch(written):
        yield quoted["text"].replace('""', '"'), quoted["day"] or ""
    for words in (3, 2, 1):
        parts = written.rsplit(maxsplit=words)
        if len(parts) >= words:
            yield " ".join(parts[:-words]), " ".join(parts[-words:])
    if glued := _GLUED.fullmatch(written):
        yield glued["text"], glued["day"]


def _read_named_day(text: str, today: date) -> date | None:
    days = _FROM_TODAY.get(text)
    return None if days is None else today + timedelta(days)


def _read_counted_days(text: str, today: date) -> date | None:
    found = _COUNTED.fullmatch(text)
    if found is None:
        return None
    count = int(found["count"] or found["after"])
    return today + timedelta(count * 7 if found["unit"] in ("w", "周") else count)


def _read_weekday(text: str, today: date) -> date | None:
    """Read a weekday of this week (本, 这) or the next (`next`, 下), else its next one."""
    found = _WEEKDAY.fullmatch(text)
    number = WEEKDAYS.get(found["name"] or found["chinese"]) if found else None
    if found is None or number is None:
        return None
    monday = today - timedelta(today.weekday())
    if found["next"] or found["which"] == "下":
        return monday + timedelta(7 + number)
    if found["which"]:
        return monday + timedelta(number)
    return today + timedelta((number - today.weekday() - 1) % 7 + 1)


def _read_coming_day(text: str, today: date) -> date | None:
    """Read the first such day from today on; 29 February may be eight years off."""
    years = range(today.year, today.year + 9)
    return next((day for day in dates_in_years(text, years) if day >= today), None)


def dates_in_years(text: str, years: Iterable[int]) -> Iterator[date]:
    """Yield the day of the month that `text` says, in each of the years that has it."""
    found = next((found for form in _MONTH_DAYS if (found := form.fullmatch(text))), None)
    if found is None:
        return
    parts = found.groupdict()
    month = MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts["month"])
    for year in years:
        with suppress(ValueError):
            yield date(year, month, int(parts["day"]))


def read_full_date(text: str, _: date) -> date | None:
    """Return the day that `text` writes out with its year, None for none."""
    if _ISO.fullmatch(text):
        return date.fromisoformat(text)
    window = parse_window(text)
    return window.earliest if window.precision == "day" else None


_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _read_named_day,
    _read_counted_days,
    _read_weekday,
    _read_coming_day,
    read_full_date,
)


HALF_A_YEAR = 183
_TO_TODAY = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "yesterday": 1,
    "昨天": 1,
    "昨日": 1,
    "前天": 2,
    "大前天": 3,
    "tomorrow": -1,
    "明天": -1,
    "明日": -1,
    "后天": -2,
}
_AGO = LatePattern(
    r"[-−] ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])|"
    r"(?P<days>[0-9]{1,4}) days? ago|(?P<before>[0-9]{1,4})天[之以]?前"
)
_PAST_WEEKDAY = LatePattern(
    r"(?P<last>last )?(?P<name>[a-z]{3,9})|"
    r"(?P<which>[上本这])?个?(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
)


def parse_past(text: str, today: date) -> date:
    """Read the day up to today that `text` says: `yesterday`, `fri`, `3-6`, `-2d`, `上周五`.

    A day without a year is its last occurrence within half a year, a weekday the last one, today
    included; with `last` or 上 it is the one of the week before. Figures with dots are no day
    unless the year has four. Raises the refusals `day-unreadable`, and `day-future` for a day that
    is still to come.
    """
    plain = fold_text(text)
    if DOTTED.fullmatch(plain):
        raise UserError("day-unreadable", text=text.strip())
    try:
        found = next(day for read in _PAST_READERS if (day := read(plain, today)))
    except (StopIteration, ValueError, OverflowError, UserError):
        raise UserError("day-unreadable", text=text.strip()) from None
    if found > today:
        raise UserError("day-future", day=f"{found}")
    return found


def _read_named_past_day(text: str, today: date) -> date | None:
    days = _TO_TODAY.get(text)
    return None if days is None else today - timedelta(days)


def _read_days_ago(text: str, today: date) -> date | None:
    found = _AGO.fullmatch(text)
    if found is None:
        return None
    count = int(found["count"] or found["days"] or found["before"])
    return today - timedelta(count * 7 if found["unit"] in ("w", "周") else count)


def _read_past_weekday(text: str, today: date) -> date | None:
    """Read a weekday of this week (本, 这) or the last (`last`, 上), else its last one."""
    found = _PAST_WEEKDAY.fullmatch(text)
    number = WEEKDAYS.get(found["name"] or found["chinese"]) if found else None
    if found is None or number is None:
        return None
    monday = today - timedelta(today.weekday())
    if found["last"] or found["which"] == "上":
        return monday + timedelta(number - 7)
    if found["which"]:
        return monday + timedelta(number)
    return today - timedelta((today.weekday() - number) % 7)


def _read_past_day(text: str, today: date) -> date | None:
    """Read the last such day up to today.

    One more than half a year back is more likely a day ahead, and a slip, so that it is read as
    ahead. One more than half a year back is more likely a day ahead, typed by mistake, and is read
    as that.
    """
    found = next(
        (
            day
            for day in dates_in_years(text, range(today.year, today.year - 9, -1))
            if day <= today
        ),
        None,
    )
    if found is None or (today - found).days <= HALF_A_YEAR:
        return found
    return next(
        (day for day in dates_in_years(text, range(today.year, today.year + 2)) if day > today),
        found,
    )


_PAST_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _read_named_past_day,
    _read_days_ago,
    _read_past_weekday,
    _read_past_day,
    read_full_date,
)
