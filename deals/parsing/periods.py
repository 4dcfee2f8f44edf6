"""Periods of the calendar, and those that a text says with their year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from deals.model import Precision
from deals.parsing.text import TIME_RANGE_MARK, LatePattern

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of the English months, in order."""
MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""A pattern over folded text that takes the name of a month, in full or short."""

_YEAR4 = r"(?P<year>20[0-9]{2})"
_YEAR = r"(?P<year>20[0-9]{2}|[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_CLOCK = r"[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?"
_OF_YEAR = r"[./-]?年?第? ?"
_FORMS = tuple(
    LatePattern(form)
    for form in (
        rf"{_YEAR}(?P<mark>[./-]){_MONTH}(?P=mark){_DAY}(?:{_CLOCK}|[日号])?",
        rf"{_YEAR4}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{_YEAR}年{_MONTH}月{_DAY}[日号]?",
        rf"{_YEAR}[./-]{_MONTH}(?:月份?)?",
        rf"{_YEAR}年{_MONTH}(?:月份?)?",
        rf"{_YEAR}{_OF_YEAR}(?P<quarter>[1-4一二三四])季度?",
        rf"{_YEAR}{_OF_YEAR}q(?P<quarter>[1-4])",
        rf"q(?P<quarter>[1-4])[./ -]?{_YEAR}",
        rf"{_YEAR}{_OF_YEAR}(?P<half>[上下])半年",
        rf"{_YEAR}{_OF_YEAR}h(?P<half>[12])",
        rf"h(?P<half>[12])[./ -]?{_YEAR}",
        rf"{_YEAR4}年?",
        r"(?P<year>[0-9]{2})年",
        rf"(?:{_DAY}(?:st|nd|rd|th)?[ -]?(?:of )?)?{MONTH_NAME}[, -]*{_YEAR4}",
        rf"{MONTH_NAME} ?{_DAY}(?:st|nd|rd|th)?,? {_YEAR4}",
    )
)
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_PARTS = LatePattern(r"(?P<whole>.+?)(?P<part>[上中下]旬|初|中|底|末)")
_THIRDS = {"上旬": 0, "初": 0, "中旬": 1, "中": 1, "下旬": 2, "底": 2, "末": 2}
_TIGHT = LatePattern(r" ?([./年月-]) ?")
_END_OF = LatePattern(r"end(?: of)? (.+)")


class Period(NamedTuple):
    """A window before its text is known."""

    earliest: date
    latest: date
    precision: Precision


def tighten(text: str) -> str:
    """Return a folded text without blanks around the marks within a day."""
    return _TIGHT.sub(r"\1", text)


def read_period(text: str) -> Period | None:
    """Read a folded text without a range mark that says its year; None where it is no period."""
    if ending := _END_OF.fullmatch(text):
        return _read_part_of_period(ending[1], "底")
    if parted := _PARTS.fullmatch(text):
        return _read_part_of_period(parted["whole"], parted["part"])
    found = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    return read_parts(parts, int(parts["year"] or 0) % 100 + 2000)


def read_parts(parts: dict[str, str | None], year: int) -> Period | None:
    """Read the named parts of a form, the finest of which is the precision; None if no such day."""
    try:
        match parts:
            case {"day": str(day)}:
                return period_around("day", date(year, _month_number(parts), int(day)))
            case {"month": str()} | {"name": str()}:
                return period_around("month", date(year, _month_number(parts), 1))
            case {"quarter": str(quarter)}:
                return period_around("quarter", date(year, _read_numeral(quarter) * 3, 1))
            case {"half": str(half)}:
                return period_around("half", date(year, _read_numeral(half) * 6, 1))
        return period_around("year", date(year, 1, 1))
    except ValueError:
        return None


def _month_number(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return month_by_name(name) if name else int(parts["month"] or 0)


def month_by_name(name: str) -> int:
    """Return the number of the month of this folded name."""
    return MONTHS.index(name[:3]) + 1


def _read_numeral(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _read_part_of_period(whole: str, part: str) -> Period | None:
    """Read a third of a month; or, for an end, the last month of a longer period."""
    span = read_period(whole)
    if span is None or span.precision in ("day", "range"):
        return None
    if span.precision != "month":
        return period_around("month", span.latest) if part in ("底", "末") else None
    return third_of(span, _THIRDS[part])


def third_of(span: Period, third: int) -> Period:
    """Return the first, middle or last (0 to 2) third of a month, or of a longer period's months.

    A month's are the 1st to the 10th, the 11th to the 20th, and the rest.
    """
    if span.precision == "month":
        first = span.earliest.replace(day=third * 10 + 1)
        last = span.latest if third == 2 else first.replace(day=third * 10 + 10)
        return Period(first, last, "range")
    months = (span.latest.year - span.earliest.year) * 12 + span.latest.month - span.earliest.month
    size = (months + 1) // 3
    first = add_months(span.earliest, third * size)
    last = add_months(first, size - 1)
    if size == 1:
        return period_around("month", first)
    return Period(first, month_end(last.year, last.month), "range")


def period_around(precision: Precision, inside: date) -> Period:
    """Return the period of this precision in which a day lies."""
    return Period(*period_ends(precision, inside), precision)


def period_ends(precision: Precision, inside: date) -> tuple[date, date]:
    """Return the first and last day of the period of this precision that `inside` lies in."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(precision)
    if months is None:
        return inside, inside
    last = (inside.month - 1) // months * months + months
    return date(inside.year, last - months + 1, 1), month_end(inside.year, last)


def week_around(inside: date) -> Period:
    """Return the week, Monday to Sunday, in which a day lies."""
    monday = inside - timedelta(inside.weekday())
    return Period(monday, monday + timedelta(6), "range")


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, count: int) -> date:
    """Return the day so many months on: the same of its month, or its month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_period_ranges(text: str) -> Iterator[Period]:
    """Yield every way to read `text` as a range; its right end may omit what the left one says."""
    for mark in re.finditer(TIME_RANGE_MARK, text):
        left = read_period(text[: mark.start()].strip())
        if left is None:
            continue
        right = text[mark.end() :].strip()
        ends = [read_period(right)]
        for fuller in _complete_end(left, right):
            end = read_period(fuller)
            ends.append(end if end and end.precision == left.precision else None)
        yield from (Period(left.earliest, end.latest, "range") for end in ends if end)
    yield from _read_intervals(text)


def _read_intervals(text: str) -> Iterator[Period]:
    """Yield the ranges of two whole periods with a slash between, as ISO 8601 writes them."""
    for mark in re.finditer("/", text):
        first, last = read_period(text[: mark.start()]), read_period(text[mark.end() :])
        if first and last and first.precision == last.precision:
            yield Period(first.earliest, last.latest, "range")


def _complete_end(left: Period, right: str) -> Iterator[str]:
    first = left.earliest
    yield f"{first:%Y}年{right}"
    if re.fullmatch(r"[0-9]{1,2}[日号]?", right):
        yield f"{first:%Y年%m月}{right}" if left.precision == "day" else f"{first:%Y}.{right}"
    for mark in "./-":
        yield f"{first:%Y}{mark}{right}"
