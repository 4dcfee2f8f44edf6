"""What is signed of the month, quarter and year of a day, held against their targets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from deals.numbers.figures import TEAM, Figures, NumbersScope
from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit
from deals.numbers.targets import TargetMoney
from deals.owners import owner_key

ATTAINED_UNITS: tuple[PeriodUnit, ...] = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Attainment:
    """What of a period is signed, in whole units of the home currency, and its target.

    `money.figure` is None where nobody set one.
    """

    period: FiscalPeriod
    currency: str
    signed: int
    money: TargetMoney

    @property
    def target(self) -> int | None:
        """The target in whole units, None where there is none."""
        return self.money.figure.amount if self.money.figure else None

    @property
    def share(self) -> float | None:
        """The share of the target that is signed; None without a target, or with one of nothing."""
        return self.signed / self.target if self.target else None


def list_attainments(
    figures: Figures, scope: NumbersScope = TEAM, names: Collection[str] = ()
) -> tuple[Attainment, ...]:
    """List what of the day's month, quarter and year is signed, by the forecast of the day.

    Quarters and years are sums of months, so one forecast says all three. `names` are the ways, as
    names are compared, in which the scope's owner is written on projects, if there are several; the
    target is the scope's all the same.
    """
    projects = figures.book.projects.values()
    led = frozenset(each.id for each in projects if owner_key(each.owner) in names)
    signing = replace(scope, owner=None, ids=led) if len(names) > 1 else scope
    months = {
        bucket.period.first: bucket
        for bucket in figures.forecast(signing, "month").periods
        if bucket.period is not None
    }
    found = []
    for unit in ATTAINED_UNITS:
        period = figures.years.period_of(figures.today, unit)
        there = [figures.find_bucket(months[at]) for at in period.months if at in months]
        signed = sum(bucket.signed for bucket in there if bucket is not None)
        money = figures.target_money(period, scope, None)
        found.append(Attainment(period, figures.basis.home, signed, money))
    return tuple(found)
