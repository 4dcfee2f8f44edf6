"""Signing windows, read and printed as precisely as they were written (method, section 1)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Precision, SigningPeriod
from deals.parsing.text import RANGE_MARK, LatePattern, fold_text

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
    """Return the window in its canonical form.

    `parse_window` reads the same days and precision back.
    """
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
    """Return the window for a column of eight cells.

    A range that is too wide shows the month of its latest day behind a `~`.
    """
    text = window_text(window)
    if "~" not in text:
        return text[2:] if window.precision == "day" else text
    first, last = window.earliest, window.latest
    if _whole_years(window) and first.year != last.year:
        return f"{first:%Y}~{last:%y}"
    if not _whole_months(window) or first.year != last.year:
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
    return _Period(
        first, span.latest if third == 2 else first.replace(day=third * 10 + 10), "range"
    )


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


def _whole_years(window: SigningPeriod) -> bool:
    return _whole_months(window) and (window.earliest.month, window.latest.month) == (1, 12)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
