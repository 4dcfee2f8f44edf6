"""Reading the day of what has happened, as people say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from deals.days import DOTTED, WEEKDAYS, dated, in_years
from deals.refusal import Refusal
from deals.text import folded

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
_AGO = re.compile(
    r"[-−] ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])|"
    r"(?P<days>[0-9]{1,4}) days? ago|(?P<before>[0-9]{1,4})天[之以]?前"
)
_PAST_WEEKDAY = re.compile(
    r"(?P<last>last )?(?P<name>[a-z]{3,9})|"
    r"(?P<which>[上本这])?个?(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
)


def parse_past(text: str, today: date) -> date:
    """The day up to today that `text` says: `yesterday`, `fri`, `3-6`, `-2d`, `昨天`, `上周五`.

    A day without a year is its last occurrence within half a year, a weekday the last one, today
    included; with `last` or 上 it is the one of the week before. Figures with dots are no day
    unless the year has four. Raises the refusals `day-unreadable`, and `day-future` for a day that
    is still to come.
    """
    plain = folded(text)
    if DOTTED.fullmatch(plain):
        raise Refusal("day-unreadable", text=text.strip())
    try:
        found = next(day for read in _PAST_READERS if (day := read(plain, today)))
    except (StopIteration, ValueError, OverflowError, Refusal):
        raise Refusal("day-unreadable", text=text.strip()) from None
    if found > today:
        raise Refusal("day-future", day=f"{found}")
    return found


def _passed(text: str, today: date) -> date | None:
    days = _TO_TODAY.get(text)
    return None if days is None else today - timedelta(days)


def _ago(text: str, today: date) -> date | None:
    found = _AGO.fullmatch(text)
    if found is None:
        return None
    count = int(found["count"] or found["days"] or found["before"])
    return today - timedelta(count * 7 if found["unit"] in ("w", "周") else count)


def _past_weekday(text: str, today: date) -> date | None:
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


def _a_year_back(text: str, today: date) -> date | None:
    """The last such day up to today; half a year back it is more likely one ahead, and a slip."""
    found = next(
        (day for day in in_years(text, range(today.year, today.year - 9, -1)) if day <= today), None
    )
    if found is None or (today - found).days <= HALF_A_YEAR:
        return found
    return next(
        (day for day in in_years(text, range(today.year, today.year + 2)) if day > today), found
    )


_PAST_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _passed,
    _ago,
    _past_weekday,
    _a_year_back,
    dated,
)
