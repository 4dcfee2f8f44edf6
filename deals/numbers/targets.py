"""The target of a period: as it was set, or as it follows from what was set around it.

A year whose quarters were not set is split evenly over them, a quarter over its months, and what
was set for a part of it is taken off before. What follows says how, for a figure that nobody set
must not look like one that somebody did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Book, SalesTarget, TargetMonths, TargetPeriod
from deals.numbers.fiscal_periods import (
    CALENDAR_YEARS,
    FiscalPeriod,
    PeriodUnit,
    YearStarts,
    month_index,
    parse_fiscal_period,
    year_starts,
)
from deals.parsing.periods import add_months
from deals.parsing.time_words import Calendar

TargetSource = Literal["set", "split", "sum", "owners"]
_FINER: Mapping[PeriodUnit, PeriodUnit] = {"year": "quarter", "half": "quarter", "quarter": "month"}
_WIDER: Mapping[PeriodUnit, PeriodUnit] = {"month": "quarter", "quarter": "year"}
_UNITS: Mapping[TargetMonths, PeriodUnit] = {1: "month", 3: "quarter", 12: "year"}
_MONTHS: Mapping[PeriodUnit, TargetMonths] = {unit: months for months, unit in _UNITS.items()}


class TargetFigure(NamedTuple):
    """The target of a period and how it is known.

    It was `set`; it is an even `split` of what was set for a longer period; the `sum` of those of
    its parts; or that of the `owners`', where the team has none of its own.
    """

    amount: int
    source: TargetSource = "set"


def share_evenly(amount: int, count: int) -> tuple[int, ...]:
    """Share whole units evenly; what is left over goes to the earlier ones."""
    whole, left = divmod(amount, count)
    return tuple(whole + (at < left) for at in range(count))


class TargetTable(NamedTuple):
    """What one owner, or the team, is to sign in one currency, by first month and length."""

    amounts: Mapping[tuple[int, TargetMonths], int]
    years: YearStarts = CALENDAR_YEARS

    def find(self, period: FiscalPeriod) -> TargetFigure | None:
        """Find the target of a period; None where nobody set any that says it."""
        if period.unit == "half":
            return self._add_quarters(period)
        return self._known(period) or self._split(period)

    def is_split(self, period: FiscalPeriod) -> bool:
        """Whether a target was set for a year, and none for a part of it."""
        if period.unit != "year" or period != self.years.period_of(period.earliest, "year"):
            return False
        return not any(first in period.months and size < 12 for first, size in self.amounts)

    def _known(self, period: FiscalPeriod) -> TargetFigure | None:
        """Return the target that was set for the period, or for all of its parts."""
        amount = self.amounts.get((period.first, _MONTHS[period.unit]))
        if amount is not None and not period.cut:
            return TargetFigure(amount)
        if period.unit == "month":
            return None
        parts = [self._known(part) for part in period.split(_FINER[period.unit])]
        if not all(parts):
            return None
        return TargetFigure(sum(part.amount for part in parts if part), "sum")

    def _split(self, period: FiscalPeriod) -> TargetFigure | None:
        """Return the period's part of what was set for the longer one that it lies in."""
        if period.unit == "year":
            return None
        wider = self.years.period_of_month(period.first, _WIDER[period.unit])
        whole, parts = self.find(wider), wider.split(period.unit)
        if whole is None or period not in parts:
            return None
        known = [(part, self._known(part)) for part in parts]
        left = whole.amount - sum(figure.amount for _part, figure in known if figure)
        unset = [part for part, figure in known if figure is None]
        shares = share_evenly(max(0, left), len(unset))
        return TargetFigure(shares[unset.index(period)], "split")

    def _add_quarters(self, period: FiscalPeriod) -> TargetFigure | None:
        parts = [self.find(part) for part in period.split("quarter")]
        if not all(parts):
            return None
        source: TargetSource = "split" if any(p and p.source == "split" for p in parts) else "sum"
        return TargetFigure(sum(part.amount for part in parts if part), source)


def read_target_period(
    text: str, calendar: Calendar, years: YearStarts | None = None
) -> TargetPeriod:
    """Read the period of a target: a month, or a quarter or year that begins as fiscal ones do.

    Those of `years` where their start changed, and none that was cut then.

    A quarter is as typed windows are, so `2026-Q4` is October to December wherever the fiscal year
    starts, and `FY2026-Q4` its last quarter. Refusals: `target-period` (text) for what is none of
    these, `target-cut` (text, months) for one that was cut, `target-fiscal` (text, month, year) for
    months that lie across the fiscal year's quarters or years.
    """
    years = years or YearStarts(calendar.year_start)
    try:
        period = parse_fiscal_period(text, years, calendar)
    except UserError as refusal:
        raise UserError("target-period", text=text.strip()) from refusal
    if period.unit == "half":
        raise UserError("target-period", text=text.strip())
    if period.cut:
        raise UserError("target-cut", text=text.strip(), months=period.label)
    if not years.has(period):
        figures = {"month": calendar.year_start, "year": period.earliest.year}
        raise UserError("target-fiscal", text=text.strip(), **figures)
    months = _MONTHS[period.unit]
    return TargetPeriod(period.earliest, months, period.label)


def target_period(target: SalesTarget, years: YearStarts = CALENDAR_YEARS) -> FiscalPeriod:
    """Return the period of a target: one of the fiscal years where it is, else one of no year's."""
    unit, first = _UNITS[target.months], month_index(target.first)
    period = years.period_of_month(first, unit)
    if period.first == first and not period.cut:
        return period
    start = 1 if first % target.months == 0 else target.first.month
    return FiscalPeriod(first, unit, start, former=True)


@dataclass(frozen=True, eq=False)
class TargetTables:
    """The targets of a book by owner and currency, gone through once.

    Of a period that is over it is the target known at its end: one that is changed or taken away
    afterwards says nothing of what there was to reach.
    """

    book: Book

    def find(self, owner: str = "", currency: str = "CNY") -> TargetTable:
        """Return the targets of an owner, or (empty) those set for the team, in one currency."""
        return self._tables.get((owner, currency)) or TargetTable({}, self._years)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The owners who have targets of their own."""
        return target_owners(self.book.targets)

    @cached_property
    def currencies(self) -> Sequence[str]:
        """The currencies that there are targets in."""
        return sorted({target.currency for target in self.book.targets})

    @cached_property
    def _years(self) -> YearStarts:
        return year_starts(self.book)

    @cached_property
    def _tables(self) -> Mapping[tuple[str, str], TargetTable]:
        amounts = defaultdict[tuple[str, str], dict[tuple[int, TargetMonths], int]](dict)
        for target in self.book.targets:
            amount = find_held_amount(target)
            if amount is not None:
                place = month_index(target.first), target.months
                amounts[target.owner, target.currency][place] = amount
        return {key: TargetTable(table, self._years) for key, table in amounts.items()}


def target_table(book: Book, owner: str = "", currency: str = "CNY") -> TargetTable:
    """Return the targets of an owner, or (empty) those set for the team, in one currency."""
    return TargetTables(book).find(owner, currency)


def find_held_amount(target: SalesTarget) -> int | None:
    """Return what a period is held against by a target; None for one that was taken away in time.

    A period that was over keeps what was known at its end.
    """
    return target.known_at(add_months(target.first, target.months) - timedelta(1))


def find_sales_target(
    book: Book, period: FiscalPeriod, currency: str, owner: str = ""
) -> TargetFigure | None:
    """Find the target of a period, for an owner or (empty) for the team.

    Where the team has none, it is what its owners' add up to. None where nobody set any.
    """
    return _find_set(TargetTables(book), period, currency, owner)


def _find_set(
    tables: TargetTables, period: FiscalPeriod, currency: str, owner: str
) -> TargetFigure | None:
    found = tables.find(owner, currency).find(period)
    if found is not None or owner:
        return found
    parts = (tables.find(name, currency).find(period) for name in tables.owners)
    return sum_targets(filter(None, parts))


def sum_targets(parts: Iterable[TargetFigure]) -> TargetFigure | None:
    """Return what the targets of several owners, a branch's or all, add up to; None for none."""
    amounts = [part.amount for part in parts]
    return TargetFigure(sum(amounts), "owners") if amounts else None


@dataclass(frozen=True, slots=True)
class TargetMoney:
    """The target of a period in one currency, out of what was set in however many.

    `parts` are the amounts that went into it, by the currency they were set in; `beside` those
    that did not, for want of a rate or because the figures are in one currency alone. Where one of
    these was meant for what is signed in all currencies together, `joint_currency` is the currency
    that it was set in; else it is empty. `crossing` are the labels of targets that share months
    with a period that has none, and are of no fiscal period.
    """

    figure: TargetFigure | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)
    joint_currency: str = ""
    crossing: tuple[str, ...] = ()


def add_targets(
    tables: TargetTables,
    period: FiscalPeriod,
    owner: str,
    currency: str,
    convert: Callable[[int, str], int | None],
    joint_currency: str = "",
) -> TargetMoney:
    """Add up the targets of a period that were set in several currencies, the first `currency`.

    `convert` returns an amount in that currency, None to leave it beside. Where the team has a
    target of its own in any currency, those of its owners are not added to it. A target in the
    `joint_currency` is one for all currencies together, so figures in that currency alone are not
    held against it; unless another currency has a target of its own beside it.
    """
    there = _find_by_currency(tables, period, owner, currency)
    if len(there) > 1 and any(found.source != "owners" for found in there.values()):
        joint_currency = ""
    parts, beside, amount = dict[str, int](), dict[str, int](), 0
    for code, found in there.items():
        alone = code == currency != joint_currency
        converted = found.amount if alone else convert(found.amount, code)
        if converted is None:
            beside[code] = found.amount
        else:
            parts[code] = found.amount
            amount += converted
    sources = [found.source for code, found in there.items() if code in parts]
    figure = TargetFigure(amount, sources[0]) if sources else None
    return TargetMoney(figure, parts, beside, joint_currency if joint_currency in beside else "")


def _find_by_currency(
    tables: TargetTables, period: FiscalPeriod, owner: str, first: str
) -> Mapping[str, TargetFigure]:
    """Find the targets of a period by currency; the owners' where the team has none in any."""
    codes = dict.fromkeys([first, *tables.currencies])
    own = {code: tables.find(owner, code).find(period) for code in codes}
    if not owner and not any(own.values()):
        own = {code: _find_set(tables, period, code, owner) for code in own}
    return {code: found for code, found in own.items() if found}


def list_crossing(book: Book, owner: str = "") -> tuple[FiscalPeriod, ...]:
    """List the periods of an owner's or the team's targets whose months are no fiscal period's.

    So they are since the fiscal year starts in another month, and no figures are held against them.
    """
    years = year_starts(book)
    there = (each for each in book.targets if each.stands and each.owner == owner)
    periods = dict.fromkeys(target_period(each, years) for each in there)
    return tuple(each for each in periods if years.period_of(each.earliest, each.unit) != each)


def target_owners(targets: Sequence[SalesTarget]) -> tuple[str, ...]:
    """Return the owners who have targets of their own, each once."""
    return tuple(dict.fromkeys(target.owner for target in targets if target.owner))
