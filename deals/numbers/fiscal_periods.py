"""Months, quarters, halves and years as a store counts them, by name and in order.

A fiscal year starts in any month (`Book.year_start`) and goes by the calendar year in which it
begins: with April, `FY2026-Q4` is January to March 2027. Where it starts in January its periods are
those of the calendar and go by their plain names (`2026-Q4`, `2026H2`, `2026`). Months are the
calendar's in any year (`2026-11`).

Where a team says that its years start in another month, one boundary parts the old periods from the
new: what was over by that day is before it and stays as it was, and the period that runs there is
cut. So the periods of each unit follow one another with no gap and no month in two of them.

A month is counted by its *index*, 12 times its year and its place in it from 0; a period is a run
of months, so quarters, halves and years are sums of months. Days are plain dates: a period has the
same edges in every time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from deals.errors import UserError
from deals.model import Book
from deals.parsing.periods import month_end
from deals.parsing.time_words import Calendar
from deals.parsing.windows import parse_fiscal, parse_window

PeriodUnit = Literal["month", "quarter", "half", "year"]
UNITS: tuple[PeriodUnit, ...] = get_args(PeriodUnit)
"""The units of periods, the shortest first."""
UNIT_MONTHS: dict[PeriodUnit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def month_index(day: date) -> int:
    """Return the index of the month in which a day lies."""
    return 12 * day.year + day.month - 1


@dataclass(frozen=True, slots=True, order=True)
class FiscalPeriod:
    """A month, quarter, half or year of a fiscal year that starts in the month `year_start`.

    `first` is the index of its first month. A month is the calendar's: it has no start but 1. Where
    the year's start changed while it ran, `cut` is how many of its months are left. One is `former`
    when years of its start are over. Ordered by time.
    """

    first: int
    unit: PeriodUnit
    year_start: int = 1
    cut: int = 0
    former: bool = field(default=False, compare=False)

    @property
    def id(self) -> str:
        """What no other period goes by: its unit and first month."""
        return f"{self.unit} {self.earliest:%Y-%m}"

    @property
    def months(self) -> range:
        """The indices of its months."""
        return range(self.first, self.first + (self.cut or UNIT_MONTHS[self.unit]))

    @property
    def earliest(self) -> date:
        """Its first day."""
        year, month = divmod(self.first, 12)
        return date(year, month + 1, 1)

    @property
    def latest(self) -> date:
        """Its last day."""
        year, month = divmod(self.months[-1], 12)
        return month_end(year, month + 1)

    @property
    def year(self) -> int:
        """The year by which its fiscal year goes: the one in which that begins."""
        return (self.first - (self.year_start - 1)) // 12

    @property
    def number(self) -> int:
        """Its number within its fiscal year, from 1."""
        return (self.first - (self.year_start - 1)) % 12 // UNIT_MONTHS[self.unit] + 1

    @property
    def label(self) -> str:
        """What it goes by: `2026-11`, `2026-Q4`, `2026H2`, `2026`; or `FY2026-Q4` and so on.

        By its months, `2026-10~2027-03`, where it is cut, or where the name of a former fiscal
        period would now mean another.
        """
        fiscal = self.year_start != 1
        if self.unit == "month":
            return f"{self.earliest:%Y-%m}"
        if self.cut or (self.former and fiscal):
            return f"{self.earliest:%Y-%m}~{self.latest:%Y-%m}"
        head = f"FY{self.year}" if fiscal else f"{self.year}"
        match self.unit:
            case "quarter":
                return f"{head}-Q{self.number}"
            case "half":
                return f"{head}-H{self.number}" if fiscal else f"{head}H{self.number}"
        return head

    def split(self, unit: PeriodUnit) -> tuple[FiscalPeriod, ...]:
        """Return the periods of a unit that it is made of; itself where the unit is not shorter."""
        if UNIT_MONTHS[unit] >= UNIT_MONTHS[self.unit]:
            return (self,)
        return tuple(dict.fromkeys(self._part_at(month, unit) for month in self.months))

    def _part_at(self, month: int, unit: PeriodUnit) -> FiscalPeriod:
        part = cut_period(period_of_month(month, unit, self.year_start), self.months)
        return replace(part, former=self.former)


def period_of_month(index: int, unit: PeriodUnit, year_start: int = 1) -> FiscalPeriod:
    """Return the period of a unit in which the month of an index lies."""
    if unit == "month":
        return FiscalPeriod(index, unit)
    begun = (index - (year_start - 1)) % UNIT_MONTHS[unit]
    return FiscalPeriod(index - begun, unit, year_start)


def period_of_day(day: date, unit: PeriodUnit, year_start: int = 1) -> FiscalPeriod:
    """Return the period of a unit in which a day lies."""
    return period_of_month(month_index(day), unit, year_start)


def cut_period(period: FiscalPeriod, months: range) -> FiscalPeriod:
    """Return what of a period lies within months that share some with it."""
    first, end = max(period.first, months.start), min(period.months.stop, months.stop)
    if (first, end) == (period.first, period.months.stop):
        return period
    return replace(period, first=first, cut=end - first)


class YearStarts(NamedTuple):
    """In which month fiscal years start, and in which they did before days on which that changed.

    Periods of the former start end at the first month from which a quarter of either start ran on
    the day of the change (the later one): all that were over by then are before it.
    """

    now: int = 1
    former: tuple[tuple[date, int], ...] = ()

    def period_of(self, day: date, unit: PeriodUnit) -> FiscalPeriod:
        """Return the period of a unit in which a day lies."""
        return self.period_of_month(month_index(day), unit)

    def period_of_month(self, month: int, unit: PeriodUnit) -> FiscalPeriod:
        """Return the period of a unit in which the month of an index lies."""
        if not self.former or unit == "month":
            return period_of_month(month, unit, self.now)
        spans = _list_spans(self)
        span, start = next(each for each in spans if month in each[0])
        found = cut_period(period_of_month(month, unit, start), span)
        return replace(found, former=(span, start) != spans[-1])

    def find(self, first: date, last: date) -> FiscalPeriod | None:
        """Find the period with these first and last days, the shortest where several have."""
        there = (self.period_of(first, unit) for unit in UNITS)
        return next((each for each in there if (each.earliest, each.latest) == (first, last)), None)

    def has(self, period: FiscalPeriod) -> bool:
        """Whether it is one of these periods, and not cut."""
        return not period.cut and self.period_of_month(period.first, period.unit) == period

    def year_of(self, period: FiscalPeriod) -> FiscalPeriod:
        """Return the fiscal year in which a period ends."""
        return self.period_of(period.latest, "year")

    def find_year(self, number: int) -> FiscalPeriod:
        """Find the last fiscal year that goes by a number: where one was cut there may be two."""
        end = 12 * (number + 2)
        years = (self.period_of_month(month, "year") for month in range(end, 0, -1))
        return next(each for each in years if each.year == number)

    def previous(self, period: FiscalPeriod) -> FiscalPeriod:
        """Return the period before one."""
        return self.period_of_month(period.first - 1, period.unit)

    def next(self, period: FiscalPeriod) -> FiscalPeriod:
        """Return the period after one."""
        return self.period_of_month(period.months.stop, period.unit)

    def list_periods(self, first: date, last: date, unit: PeriodUnit) -> tuple[FiscalPeriod, ...]:
        """List the periods of a unit that the days from `first` to `last` touch, in order."""
        found, period = list[FiscalPeriod](), self.period_of(first, unit)
        while period.earliest <= last:
            found.append(period)
            period = self.next(period)
        return tuple(found)


_EVER = range(0, 12 * 10_000)


@lru_cache(maxsize=64)
def _list_spans(years: YearStarts) -> tuple[tuple[range, int], ...]:
    """List the months that each start of the year held for, in order; those it held for at all."""
    begin, spans = _EVER.start, list[tuple[range, int]]()
    starts = [*(start for _day, start in years.former), years.now]
    for (day, before), after in zip(years.former, starts[1:], strict=True):
        running = (period_of_day(day, "quarter", start).first for start in (before, after))
        end = max(begin, *running)
        spans.append((range(begin, end), before))
        begin = end
    spans.append((range(begin, _EVER.stop), years.now))
    return tuple(each for each in spans if each[0])


CALENDAR_YEARS = YearStarts()
"""Fiscal years that are those of the calendar, and always were."""


def year_starts(book: Book, day: date = date.max) -> YearStarts:
    """Return in which month fiscal years start and started, as was known at the end of a day."""
    former = tuple(each for each in book.former_year_starts if each[0] <= day)
    later = (start for before, start in book.former_year_starts if before > day)
    return YearStarts(next(later, book.year_start), former)


def parse_fiscal_period(
    text: str, years: YearStarts = CALENDAR_YEARS, calendar: Calendar | None = None
) -> FiscalPeriod:
    """Read the period that `text` says: `2026-Q4`, `FY2026-Q4`, `2026H2`, `2026`, `2026-11`.

    What begins with FY is of the fiscal year, as it is now; anything else is of the calendar, so
    that `2026-Q4` is October to December as in a window, and counts as a fiscal period where it is
    one too. Months say any period that has just these, `2026-10~2027-03`. With a calendar also what
    people type, such as `this quarter`. Refusal `period-unreadable` (text).
    """
    base = calendar or Calendar(date(2000, 1, 1), None, years.now)
    try:
        window = parse_fiscal(text, base._replace(year_start=years.now))
        window = window or parse_window(text, calendar)
    except UserError as refusal:
        raise UserError("period-unreadable", text=text.strip()) from refusal
    found = find_period(window.earliest, window.latest, years)
    if found is None or window.about:
        raise UserError("period-unreadable", text=text.strip())
    return found


def find_period(first: date, last: date, years: YearStarts = CALENDAR_YEARS) -> FiscalPeriod | None:
    """Find the period whose first and last days these are: of the fiscal year, else the calendar's.

    Where the fiscal one was cut, what is left of it. None where they are those of none.
    """
    if found := years.find(first, last):
        return found
    begin, size = month_index(first), month_index(last) - month_index(first) + 1
    unit = next((unit for unit, months in UNIT_MONTHS.items() if months == size), None)
    if unit is None:
        return None
    for start in dict.fromkeys((years.now, 1)):
        found = period_of_month(begin, unit, start)
        if (found.earliest, found.latest) == (first, last):
            return _cut_to_year(found, years)
    return None


def _cut_to_year(period: FiscalPeriod, years: YearStarts) -> FiscalPeriod:
    """Return what is left of a period of the present year, where that is cut; else itself."""
    left = years.period_of(period.latest, period.unit)
    cut = left.cut and left.year_start == period.year_start
    return left if cut and left.months.stop == period.months.stop else period
