"""Months, quarters, halves and years as a store counts them, by name and in order.

A fiscal year starts in any month (`Book.year_start`) and goes by the calendar year in which it
begins: with April, `FY2026-Q4` is January to March 2027. Where it starts in January its periods are
those of the calendar and go by their plain names (`2026-Q4`, `2026H2`, `2026`). Months are the
calendar's in any year (`2026-11`).

A month is counted by its *index*, 12 times its year and its place in it from 0; a period is a run
of months, so quarters, halves and years are sums of months. Days are plain dates: a period has the
same edges in every time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

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

    `first` is the index of its first month. A month is the calendar's: it has no start but 1.
    Ordered by time.
    """

    first: int
    unit: PeriodUnit
    year_start: int = 1

    @property
    def months(self) -> range:
        """The indices of its months."""
        return range(self.first, self.first + UNIT_MONTHS[self.unit])

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
        """What it goes by: `2026-11`, `2026-Q4`, `2026H2`, `2026`; or `FY2026-Q4` and so on."""
        if self.unit == "month":
            return f"{self.earliest:%Y-%m}"
        fiscal = self.year_start != 1
        head = f"FY{self.year}" if fiscal else f"{self.year}"
        match self.unit:
            case "quarter":
                return f"{head}-Q{self.number}"
            case "half":
                return f"{head}-H{self.number}" if fiscal else f"{head}H{self.number}"
        return head

    def step(self, count: int) -> FiscalPeriod:
        """Return the period of its unit so many on, or back where negative."""
        return replace(self, first=self.first + count * UNIT_MONTHS[self.unit])

    def split(self, unit: PeriodUnit) -> tuple[FiscalPeriod, ...]:
        """Return the periods of a unit that it is made of; itself where the unit is not shorter."""
        size = UNIT_MONTHS[unit]
        if size >= UNIT_MONTHS[self.unit]:
            return (self,)
        return tuple(period_of_month(at, unit, self.year_start) for at in self.months[::size])


def period_of_month(index: int, unit: PeriodUnit, year_start: int = 1) -> FiscalPeriod:
    """Return the period of a unit in which the month of an index lies."""
    if unit == "month":
        return FiscalPeriod(index, unit)
    begun = (index - (year_start - 1)) % UNIT_MONTHS[unit]
    return FiscalPeriod(index - begun, unit, year_start)


def period_of_day(day: date, unit: PeriodUnit, year_start: int = 1) -> FiscalPeriod:
    """Return the period of a unit in which a day lies."""
    return period_of_month(month_index(day), unit, year_start)


@dataclass(frozen=True, slots=True)
class YearStarts:
    """In which month fiscal years start, and in which they did before days on which that changed.

    A period that was over when another month was said keeps its months and its name.
    """

    now: int = 1
    former: tuple[tuple[date, int], ...] = ()

    def period_of(self, day: date, unit: PeriodUnit) -> FiscalPeriod:
        """Return the period of a unit in which a day lies."""
        for before, start in self.former:
            found = period_of_day(day, unit, start)
            if found.latest < before:
                return found
        return period_of_day(day, unit, self.now)

    def previous(self, period: FiscalPeriod) -> FiscalPeriod:
        """Return the period before one."""
        return self.period_of(period.earliest - timedelta(1), period.unit)

    def next(self, period: FiscalPeriod) -> FiscalPeriod:
        """Return the period after one."""
        return self.period_of(period.latest + timedelta(1), period.unit)

    def list_periods(self, first: date, last: date, unit: PeriodUnit) -> tuple[FiscalPeriod, ...]:
        """List the periods of a unit that the days from `first` to `last` touch, in order.

        Where another month was said some days lie in what is left of a period: that is left out.
        """
        found, day = list[FiscalPeriod](), first
        while day <= last:
            period = self.period_of(day, unit)
            if not found or period.earliest >= day:
                found.append(period)
            day = period.latest + timedelta(1)
        return tuple(found)


CALENDAR_YEARS = YearStarts()
"""Fiscal years that are those of the calendar, and always were."""


def year_starts(book: Book, day: date) -> YearStarts:
    """Return in which month fiscal years start and started, as was known at the end of a day."""
    former = tuple(each for each in book.former_year_starts if each[0] <= day)
    later = (start for before, start in book.former_year_starts if before > day)
    return YearStarts(next(later, book.year_start), former)


def parse_fiscal_period(
    text: str, year_start: int = 1, calendar: Calendar | None = None
) -> FiscalPeriod:
    """Read the period that `text` says: `2026-Q4`, `FY2026-Q4`, `2026H2`, `2026`, `2026-11`.

    What begins with FY is of the fiscal year; anything else is of the calendar, so that `2026-Q4`
    is October to December as in a window, and counts as a fiscal period where it is one too. With a
    calendar also what people type, such as `this quarter`. Refusal `period-unreadable` (text).
    """
    base = calendar or Calendar(date(2000, 1, 1), None, year_start)
    try:
        window = parse_fiscal(text, base._replace(year_start=year_start))
        window = window or parse_window(text, calendar)
    except UserError as refusal:
        raise UserError("period-unreadable", text=text.strip()) from refusal
    found = find_period(window.earliest, window.latest, year_start)
    if found is None or window.about:
        raise UserError("period-unreadable", text=text.strip())
    return found


def find_period(first: date, last: date, year_start: int = 1) -> FiscalPeriod | None:
    """Find the period whose first and last days these are: of the fiscal year, else the calendar's.

    None where they are those of none.
    """
    begin, size = month_index(first), month_index(last) - month_index(first) + 1
    unit = next((unit for unit, months in UNIT_MONTHS.items() if months == size), None)
    if unit is None:
        return None
    for start in dict.fromkeys((year_start, 1)):
        found = period_of_month(begin, unit, start)
        if (found.earliest, found.latest) == (first, last):
            return found
    return None
