"""The period that a report is about: from when to when it looks back, and what lies ahead of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deals.agenda import last_monday, next_friday
from deals.numbers.fiscal_periods import FiscalPeriod, YearStarts
from deals.planning.rows import shift_day
from reports.report_context import ReportContext

ReportUnit = Literal["week", "month", "quarter"]


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """What a report looks back on: from the end of `since` to the end of `until`.

    `fiscal` is the month or quarter of its day, a week's quarter. `ahead` is the last day of what
    it looks forward to.
    """

    unit: ReportUnit
    since: date
    until: date
    fiscal: FiscalPeriod
    ahead: date

    @property
    def first(self) -> date:
        """The first day on which anything counts; the last one where the period has no day yet."""
        return min(shift_day(self.since, 1), self.until)

    def has(self, day: date | None) -> bool:
        """Whether a day lies in it; one that is not known does not."""
        return day is not None and self.since < day <= self.until


def find_report_period(context: ReportContext, unit: ReportUnit) -> ReportPeriod:
    """Find the period of a report: what `--since` asks for, else the unit up to the day.

    A week begins with its Monday (on a Monday with that of the week before), and looks on to the
    Friday of the next week; month and quarter begin with their first day, those of the fiscal year,
    and look on to the end of the next one.
    """
    today, years = context.today, context.figures.years
    fiscal = years.period_of(today, "quarter" if unit == "week" else unit)
    begin, ahead = _EDGES[unit](today, fiscal, years)
    return ReportPeriod(unit, context.since or begin, today, fiscal, ahead)


def _find_edges(_today: date, fiscal: FiscalPeriod, years: YearStarts) -> tuple[date, date]:
    return shift_day(fiscal.earliest, -1), years.next(fiscal).latest


def _find_week_edges(today: date, _fiscal: FiscalPeriod, _years: YearStarts) -> tuple[date, date]:
    return shift_day(last_monday(today), -1), next_friday(today)


_EDGES: dict[ReportUnit, Callable[[date, FiscalPeriod, YearStarts], tuple[date, date]]] = {
    "week": _find_week_edges,
    "month": _find_edges,
    "quarter": _find_edges,
}
