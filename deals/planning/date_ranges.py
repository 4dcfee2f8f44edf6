"""The days of a row or a goal as people type them: a day, a range, counted days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from deals.errors import UserError
from deals.model import SigningPeriod
from deals.parsing.days import dates_in_years, parse_day
from deals.parsing.text import LatePattern
from deals.parsing.time_words import Calendar, DateOrder, plain_time
from deals.parsing.windows import parse_window

LONGEST = 60
"""Characters beyond which nothing is a span; keeps the search for a range's middle short."""
BACK = 120
"""The most days that a day without a year may lie back: a plan also says what has begun."""

LONGEST_OVER = 250
"""The most days of a range without years; longer ones are taken as written backwards."""

_COUNTED_FROM = LatePattern(
    r"(?:d|签约日?|(?P<tender>t|[截投开]标日?))"
    r"(?: ?(?P<sign>[+\-前后]) ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dw天日周])?)?"
)
_LENGTH = LatePattern(
    r"(?P<start>.+?)(?: |(?<=[日号]))(?P<count>[0-9]{1,3}) ?(?P<unit>days?|weeks?|[dw天日周])"
)
_MARKS = (r"\.\.+|…", r"[~〜至到]|\bto\b", r" [-‐‒–—―−] ", r"——|[‒–—―−]", r"-")
_SLASHED = LatePattern(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})(?![0-9/])")
_BARE = LatePattern(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|日|号)?")
_COUNTED = LatePattern(r"[+d签截投开]|t(?![a-z])")


class PlanMarks(NamedTuple):
    """The days that others count from: signing (`D-10`), and the tender's last day (`T-5`)."""

    signing: SigningPeriod | None
    tender: date | None = None

    def day(self, *, tender: bool) -> date | None:
        """Return the day that stands for the one or the other; None where there is none."""
        return self.tender if tender else self.signing.latest if self.signing else None


class DateRange(NamedTuple):
    """First and last day, both included; None where that end is open."""

    start: date | None
    end: date | None


def parse_span(
    text: str,
    today: date,
    signing: SigningPeriod | None,
    dates: DateOrder | None = None,
    year_start: int = 1,
    tender: date | None = None,
) -> DateRange:
    """Read the days that `text` says; nothing, or `-`, is no days.

    `9 Feb` is that day, `3-2..3-20` and `9-13 Feb` are ranges, `3-2..` and `..3-20` half of one,
    `D-10` is ten days before the signing window's latest day, `T-5` five before the tender day,
    `+3d` three days from today, and a length may follow a day: `D-30 7d`. A period is all its days:
    `next week`, `March`. Raises `span-unreadable`, `span-backwards`, `day-order` (text, first,
    second) and, for days counted from signing without a window, `span-no-signing`; from the tender
    without its day, `span-no-tender`.
    """
    plain = plain_time(text)
    if plain in ("", "-"):
        return DateRange(None, None)
    if len(plain) > LONGEST:
        raise UserError("span-unreadable", text=text.strip())
    marks = PlanMarks(signing, tender)
    _check_marks(plain, marks, text)
    calendar = Calendar(today, dates or _find_order(plain), year_start)
    found = _read_span(plain, calendar, marks) or _read_period(plain, calendar)
    if found is None:
        raise UserError("span-unreadable", text=text.strip())
    check_span(*found)
    return found


def parse_plan_day(
    text: str,
    today: date,
    signing: SigningPeriod | None,
    dates: DateOrder | None = None,
    year_start: int = 1,
    tender: date | None = None,
) -> date | None:
    """Read the one day of a checkpoint or of an end, written as in `parse_span`."""
    span = parse_span(text, today, signing, dates, year_start, tender)
    if span.start != span.end:
        raise UserError("day-unreadable", text=text.strip())
    return span.start


def check_span(start: date | None, end: date | None) -> None:
    """Raise the refusal `span-backwards` where the days end before they begin."""
    if start is not None and end is not None and end < start:
        raise UserError("span-backwards", start=f"{start}", end=f"{end}")


def span_text(start: date | None, end: date | None) -> str:
    """Write the days as `parse_span` reads them back on any day; empty where there are none."""
    if start == end:
        return f"{start or ''}"
    return f"{start or ''}..{end or ''}"


def _find_order(plain: str) -> DateOrder | None:
    """Find the order that one end of a range in figures has: 10/12-14/12 begins with the day."""
    pairs = [(int(found[1]), int(found[2])) for found in _SLASHED.finditer(plain)]
    if len(pairs) < 2 or any(first > 12 and second > 12 for first, second in pairs):
        return None
    days_first = any(first > 12 for first, _ in pairs)
    months_first = any(second > 12 for _, second in pairs)
    return None if days_first == months_first else "dmy" if days_first else "mdy"


def _check_marks(plain: str, marks: PlanMarks, text: str) -> None:
    """Refuse days that count from a day which is not known."""
    for word in re.split(r"\.\.+|…|[~〜至到 ]", plain):
        found = _COUNTED_FROM.fullmatch(word)
        if found and marks.day(tender=bool(found["tender"])) is None:
            code = "span-no-tender" if found["tender"] else "span-no-signing"
            raise UserError(code, text=text.strip())


def _read_span(plain: str, calendar: Calendar, marks: PlanMarks) -> DateRange | None:
    """Read folded text as a day, a day with a length, or a range; None where it is none."""
    day = _read_day(plain, calendar, marks)
    if day is not None:
        return DateRange(day, day)
    if long := _LENGTH.fullmatch(plain):
        start = _read_day(long["start"], calendar, marks)
        count = int(long["count"]) * (7 if long["unit"][0] in "w周" else 1)
        return DateRange(start, _add_days(start, count - 1)) if start and count else None
    # The surest marks come first: a hyphen also stands within days. A range that runs backwards is
    # only meant, and refused by the caller, where no way to part the text makes it run forwards.
    for mark in _MARKS:
        found = set(_read_ranges(plain, mark, calendar, marks))
        forwards = {span for span in found if not _is_backwards(span)}
        if found:
            return _sole_span(forwards or found)
    return None


def _read_period(plain: str, calendar: Calendar) -> DateRange | None:
    """Read a period, or a day that may be two, which is refused."""
    try:
        window = parse_window(plain, calendar)
    except UserError as refusal:
        if refusal.code == "day-order":
            raise
        return None
    return DateRange(window.earliest, window.latest)


def _sole_span(found: set[DateRange]) -> DateRange | None:
    """Return the span if there is only one way to read it."""
    return next(iter(found)) if len(found) == 1 else None


def _is_backwards(span: DateRange) -> bool:
    return span.start is not None and span.end is not None and span.end < span.start


def _read_ranges(
    plain: str, mark: str, calendar: Calendar, marks: PlanMarks
) -> Iterator[DateRange]:
    """Yield every way to part the text at such a mark.

    An end may leave out what the other has said.
    """
    for found in re.finditer(mark, plain):
        left, right = plain[: found.start()].strip(), plain[found.end() :].strip()
        first, last = _read_day(left, calendar, marks), None
        if first is not None:
            last = _read_end(right, first, calendar, marks)
        elif (last := _read_day(right, calendar, marks)) is not None:
            first = _read_same_month(left, right, last)
        half = mark == _MARKS[0] and not (left and right)
        if (first and last) or (half and (first or last)):
            yield DateRange(first, last)


def _read_end(right: str, first: date, calendar: Calendar, marks: PlanMarks) -> date | None:
    """Read the last day of a range, whose year and month the first may have said."""
    if _BARE.fullmatch(right):
        return _read_same_month(right, "", first)
    last = _next_occurrence(right, first, calendar.dates)
    if last is not None and (last - first).days > LONGEST_OVER:
        # Over new year is meant; from March round to the March after is a slip.
        return _next_occurrence(right, _add_days(first, -BACK) or first, calendar.dates)
    return last or _read_day(right, calendar, marks)


def _read_same_month(bare: str, full: str, day: date) -> date | None:
    """Read the day of the month that a bare number says, in the month of the range's other end."""
    found = _BARE.fullmatch(bare)
    if found is None or _COUNTED.match(full):
        return None
    try:
        return day.replace(day=int(found["day"]))
    except ValueError:
        return None


def _read_day(text: str, calendar: Calendar, marks: PlanMarks) -> date | None:
    """Read one day: counted from another, without a year, or as `parse_day` does; else None."""
    if counted := _COUNTED_FROM.fullmatch(text):
        day = marks.day(tender=bool(counted["tender"]))
        if day is None:
            return None
        days = int(counted["count"] or 0) * (7 if counted["unit"] in ("w", "周") else 1)
        return _add_days(day, -days if counted["sign"] in ("-", "前") else days)
    since = _add_days(calendar.today, -BACK) or calendar.today
    if (found := _next_occurrence(text, since, calendar.dates)) is not None:
        return found
    try:
        return parse_day(text, calendar.today, calendar.dates)
    except UserError:
        return None


def _next_occurrence(text: str, since: date, dates: DateOrder | None) -> date | None:
    """Find the first day from `since` on that a day without a year says, None if it is none."""
    years = range(since.year, min(since.year + 9, date.max.year))
    return next((day for day in dates_in_years(text, years, dates) if day >= since), None)


def _add_days(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None
