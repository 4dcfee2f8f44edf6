"""Readers of time: signing windows (method, section 1), days ahead and back, next actions.

A signing window is read and printed as precisely as it was written. `parse_day` reads a day ahead,
`parse_past` one that is past.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from deals.errors import UserError
from deals.model import NextAction, Precision, SigningPeriod
from deals.parsing.text import RANGE_MARK, LatePattern, by_word, fold_text

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of the English months, in order."""
LONGEST = 60
"""Characters beyond which nothing is a window; keeps the search for a range's middle short."""

_MONTH_NAME = rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_YEAR4 = r"(?P<year>20[0-9]{2})"
_YEAR = r"(?P<year>20[0-9]{2}|[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_CLOCK = r"[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?"
_OF_YEAR = r"[./-]?年?第? ?"
_FORMS = tuple(
    LatePattern(form)
    for form in (
        rf"{_YEAR}(?P<mark>[./-]){_MONTH}(?P=mark){_DAY}(?:{_CLOCK})?",
        rf"{_YEAR4}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{_YEAR}年{_MONTH}月{_DAY}[日号]?",
        rf"{_YEAR}[./-]{_MONTH}",
        rf"{_YEAR}年{_MONTH}(?:月份?)?",
        rf"{_YEAR}{_OF_YEAR}(?P<quarter>[1-4一二三四])季度?",
        rf"{_YEAR}{_OF_YEAR}q(?P<quarter>[1-4])",
        rf"q(?P<quarter>[1-4])[./ -]?{_YEAR}",
        rf"{_YEAR}{_OF_YEAR}(?P<half>[上下])半年",
        rf"{_YEAR}{_OF_YEAR}h(?P<half>[12])",
        rf"h(?P<half>[12])[./ -]?{_YEAR}",
        rf"{_YEAR4}年?",
        r"(?P<year>[0-9]{2})年",
        rf"(?:{_DAY}[ -]?)?{_MONTH_NAME}[, -]*{_YEAR4}",
        rf"{_MONTH_NAME} ?{_DAY},? {_YEAR4}",
    )
)
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_PARTS = LatePattern(r"(?P<whole>.+?)(?P<part>[上中下]旬|初|中|底|末)")
_THIRDS = {"上旬": 0, "初": 0, "中旬": 1, "中": 1, "下旬": 2, "底": 2, "末": 2}
_END_OF = LatePattern(r"end(?: of)? (.+)")
_TIGHT = LatePattern(r" ?([./年月-]) ?")


class _Period(NamedTuple):
    """A window before its text is known."""

    earliest: date
    latest: date
    precision: Precision


def parse_window(text: str) -> SigningPeriod:
    """Read the window that `text` says, a day to a year or a range of these.

    A two-digit year is 20YY. `底` and `末` mean a year's, half's or quarter's last month and a
    month's last third. Raises the refusals `window-unreadable` and `window-backwards`; years
    outside 2000-2099 are unreadable.
    """
    plain = _TIGHT.sub(r"\1", fold_text(text))
    if len(plain) > LONGEST:
        raise UserError("window-unreadable", text=text.strip())
    span = _read_period(plain)
    if span is None:
        ranges = set(_read_ranges(plain))
        forwards = [candidate for candidate in ranges if candidate.earliest <= candidate.latest]
        if len(forwards) != 1:
            backwards = ranges and not forwards
            raise UserError(
                "window-backwards" if backwards else "window-unreadable", text=text.strip()
            )
        span = forwards[0]
    return SigningPeriod(**span._asdict(), text=text.strip())


def window_text(window: SigningPeriod) -> str:
    """Write a window in its canonical form; `parse_window` reads the same back."""
    first, last = window.earliest, window.latest
    if window.precision == "range" or _period_ends(window.precision, first) != (first, last):
        if _whole_months(window):
            return f"{first:%Y-%m}~{last:%Y-%m}"
        return f"{first}~{last}"
    half = 1 if first.month <= 6 else 2
    return {
        "day": f"{first}",
        "month": f"{first:%Y-%m}",
        "quarter": f"{first:%Y}-Q{(first.month + 2) // 3}",
        "half": f"{first:%Y}H{half}",
        "year": f"{first:%Y}",
    }[window.precision]


def short_window(window: SigningPeriod) -> str:
    """Write a window in eight cells: of a range too wide its latest month behind a `~`."""
    text = window_text(window)
    if "~" not in text:
        return text[2:] if window.precision == "day" else text
    first, last = window.earliest, window.latest
    whole = _whole_months(window)
    if whole and first.year != last.year and (first.month, last.month) == (1, 12):
        return f"{first:%Y}~{last:%y}"
    if not whole or first.year != last.year:
        return f"~{last:%Y-%m}"
    return f"{first:%y-%m}~{last:%m}" if first.month != last.month else f"{last:%Y-%m}"


def _read_period(text: str) -> _Period | None:
    """Read a text without a range mark; None where it is no period."""
    if ending := _END_OF.fullmatch(text):
        return _read_part_of_period(ending[1], "底")
    if parted := _PARTS.fullmatch(text):
        return _read_part_of_period(parted["whole"], parted["part"])
    found = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    return _read_parts(found.groupdict()) if found else None


def _read_parts(parts: dict[str, str | None]) -> _Period | None:
    """Read the named parts of a form, the finest of which is the precision; None if no such day."""
    year = int(parts["year"] or 0) % 100 + 2000
    try:
        match parts:
            case {"day": str(day)}:
                return _period_around("day", date(year, _month_number(parts), int(day)))
            case {"month": str()} | {"name": str()}:
                return _period_around("month", date(year, _month_number(parts), 1))
            case {"quarter": str(quarter)}:
                return _period_around("quarter", date(year, _read_numeral(quarter) * 3, 1))
            case {"half": str(half)}:
                return _period_around("half", date(year, _read_numeral(half) * 6, 1))
        return _period_around("year", date(year, 1, 1))
    except ValueError:
        return None


def _month_number(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return MONTHS.index(name) + 1 if name else int(parts["month"] or 0)


def _read_numeral(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _read_part_of_period(whole: str, part: str) -> _Period | None:
    """Read a third of a month; or, for an end, the last month of a longer period."""
    span = _read_period(whole)
    if span is None or span.precision in ("day", "range"):
        return None
    if span.precision != "month":
        return _period_around("month", span.latest) if part in ("底", "末") else None
    third = _THIRDS[part]
    first = span.earliest.replace(day=third * 10 + 1)
    last = span.latest if third == 2 else first.replace(day=third * 10 + 10)
    return _Period(first, last, "range")


def _period_around(precision: Precision, inside: date) -> _Period:
    return _Period(*_period_ends(precision, inside), precision)


def _period_ends(precision: Precision, inside: date) -> tuple[date, date]:
    """Return the first and last day of the period of this precision that `inside` lies in."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(precision)
    if months is None:
        return inside, inside
    last = (inside.month - 1) // months * months + months
    return date(inside.year, last - months + 1, 1), _month_end(inside.year, last)


def _read_ranges(text: str) -> Iterator[_Period]:
    """Yield every way to read `text` as a range; its right end may omit what the left one says."""
    for mark in re.finditer(RANGE_MARK, text):
        left = _read_period(text[: mark.start()].strip())
        if left is None:
            continue
        right = text[mark.end() :].strip()
        ends = [_read_period(right)]
        for fuller in _complete_end(left, right):
            end = _read_period(fuller)
            ends.append(end if end and end.precision == left.precision else None)
        yield from (_Period(left.earliest, end.latest, "range") for end in ends if end)


def _complete_end(left: _Period, right: str) -> Iterator[str]:
    first = left.earliest
    yield f"{first:%Y}年{right}"
    if re.fullmatch(r"[0-9]{1,2}[日号]?", right):
        yield f"{first:%Y年%m月}{right}" if left.precision == "day" else f"{first:%Y}.{right}"
    for mark in "./-":
        yield f"{first:%Y}{mark}{right}"


def _whole_months(window: SigningPeriod) -> bool:
    last = window.latest
    return window.earliest.day == 1 and last == _month_end(last.year, last.month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_NAMED_DAYS = by_word(
    {
        -3: "大前天",
        -2: "前天",
        -1: "yesterday 昨天 昨日",
        0: "today 今天 今日",
        1: "tomorrow 明天 明日",
        2: "后天",
        3: "大后天",
    }
)
_WEEKDAYS = by_word(
    {
        0: "mon monday 一",
        1: "tue tues tuesday 二",
        2: "wed wednesday 三",
        3: "thu thur thurs thursday 四",
        4: "fri friday 五",
        5: "sat saturday 六",
        6: "sun sunday 日 天",
    }
)
_AHEAD = LatePattern(r"\+ ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])?|(?P<days>[0-9]{1,4})天后")
_AGO = LatePattern(
    r"[-−] ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])|"
    r"(?P<days>[0-9]{1,4})(?: days? ago|天[之以]?前)"
)
_WEEKDAY = (
    r"(?P<other>{word} )?(?P<name>[a-z]{{3,9}})|"
    r"(?P<which>[{mark}本这])?个?(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
)
_COMING_WEEKDAY = LatePattern(_WEEKDAY.format(word="next", mark="下"))
_PAST_WEEKDAY = LatePattern(_WEEKDAY.format(word="last", mark="上"))
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH_DAYS = tuple(
    LatePattern(form)
    for form in (
        r"(?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]?",
        rf"{_NTH}[ -]?{_MONTH_NAME}",
        rf"{_MONTH_NAME} ?{_NTH}",
    )
)
# 2.1 and 12.7.1 are versions as often as days, so behind an action's words they are none.
_DOTTED = LatePattern(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}")
_ISO = LatePattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUOTED = LatePattern(r'"(?P<text>(?:[^"]|"")*)"(?:\s+(?P<day>.+))?', re.DOTALL)
_GLUED = LatePattern(
    r"(?P<text>.*?\S)(?P<day>(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}[日号]|"
    r"今天|明天|大?后天|[下本这]?(?:周|星期|礼拜)[一二三四五六日天])",
    re.DOTALL,
)
_ANY_DAY = date(2000, 1, 1)
_HALF_A_YEAR = 183


def parse_day(text: str, today: date) -> date:
    """Read the day that `text` says: `+3d`, `fri`, `周五`, `3-6`, `6 Mar`, `3月6日`, `26-03-06`.

    A day without a year is its next occurrence, today included; a weekday is the next one after
    today, with `next` or 下 the one of the next week. Raises the refusal `day-unreadable`.
    """
    return _first_reading(_READERS, text, today)


def parse_past(text: str, today: date) -> date:
    """Read the day up to today that `text` says: `yesterday`, `fri`, `3-6`, `-2d`, `上周五`.

    A day without a year is its last occurrence within half a year, a weekday the last one, today
    included; with `last` or 上 it is the one of the week before. Figures with dots are no day
    unless the year has four. Raises the refusals `day-unreadable`, and `day-future` for a day that
    is still to come.
    """
    if _DOTTED.fullmatch(fold_text(text)):
        raise UserError("day-unreadable", text=text.strip())
    found = _first_reading(_PAST_READERS, text, today)
    if found > today:
        raise UserError("day-future", day=f"{found}")
    return found


def _first_reading(readers: Sequence[_DayReader], text: str, today: date) -> date:
    plain = fold_text(text)
    try:
        return next(day for read in readers if (day := read(plain, today)))
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
        if _DOTTED.fullmatch(fold_text(day)):
            continue
        try:
            return NextAction(text=words, on=parse_day(day, today) if day else None)
        except UserError:
            continue
    return NextAction(text=written)


def next_text(action: NextAction | None) -> str:
    """Write an action as `parse_next` reads it back on any day; empty where there is none."""
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
    """Yield the ways to part an action from its day, likeliest first; Chinese needs no blank."""
    if quoted := _QUOTED.fullmatch(written):
        yield quoted["text"].replace('""', '"'), quoted["day"] or ""
    for words in (3, 2, 1):
        parts = written.rsplit(maxsplit=words)
        if len(parts) >= words:
            yield " ".join(parts[:-words]), " ".join(parts[-words:])
    if glued := _GLUED.fullmatch(written):
        yield glued["text"], glued["day"]


def _read_named_day(text: str, today: date) -> date | None:
    days = _NAMED_DAYS.get(text)
    return None if days is None else today + timedelta(days)


def _read_coming_named_day(text: str, today: date) -> date | None:
    return _read_named_day(text, today) if _NAMED_DAYS.get(text, -1) >= 0 else None


def _read_counted_days(text: str, today: date) -> date | None:
    return today + timedelta(_count_days(found)) if (found := _AHEAD.fullmatch(text)) else None


def _read_days_ago(text: str, today: date) -> date | None:
    return today - timedelta(_count_days(found)) if (found := _AGO.fullmatch(text)) else None


def _count_days(found: re.Match[str]) -> int:
    return int(found["count"] or found["days"]) * (7 if found["unit"] in ("w", "周") else 1)


def _read_coming_weekday(text: str, today: date) -> date | None:
    """Read a weekday of this week (本, 这) or the next (`next`, 下), else its next one."""
    after_today = today + timedelta(1)
    return _read_weekday(_COMING_WEEKDAY.fullmatch(text), today, 7, after_today)


def _read_past_weekday(text: str, today: date) -> date | None:
    """Read a weekday of this week (本, 这) or the last (`last`, 上), else its last one."""
    return _read_weekday(_PAST_WEEKDAY.fullmatch(text), today, -7, today - timedelta(6))


def _read_weekday(found: re.Match[str] | None, today: date, other: int, since: date) -> date | None:
    """Read a weekday: of this week, of the one `other` days off, else the first from `since` on."""
    number = _WEEKDAYS.get(found["name"] or found["chinese"]) if found else None
    if found is None or number is None:
        return None
    this = today + timedelta(number - today.weekday())
    if found["which"] in ("本", "这"):
        return this
    if found["other"] or found["which"]:
        return this + timedelta(other)
    return since + timedelta((number - since.weekday()) % 7)


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
    """Read a day that is written out with its year; None for anything else."""
    if _ISO.fullmatch(text):
        return date.fromisoformat(text)
    window = parse_window(text)
    return window.earliest if window.precision == "day" else None


def _read_past_day(text: str, today: date) -> date | None:
    """Read the last such day up to today.

    More than half a year back, a day ahead is more likely meant, by mistake, and read as that.
    """
    years = range(today.year, today.year - 9, -1)
    found = next((day for day in dates_in_years(text, years) if day <= today), None)
    if found is None or (today - found).days <= _HALF_A_YEAR:
        return found
    years = range(today.year, today.year + 2)
    return next((day for day in dates_in_years(text, years) if day > today), found)


_DayReader = Callable[[str, date], date | None]
_READERS: tuple[_DayReader, ...] = (
    _read_coming_named_day,
    _read_counted_days,
    _read_coming_weekday,
    _read_coming_day,
    read_full_date,
)
_PAST_READERS: tuple[_DayReader, ...] = (
    _read_named_day,
    _read_days_ago,
    _read_past_weekday,
    _read_past_day,
    read_full_date,
)
