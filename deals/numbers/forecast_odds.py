"""The odds of a forecast: what may come in of a bucket, and how earlier forecasts came out.

A deal's chance within a bucket is its win rate times the share of its days (`ForecastPart.chance`);
what is overdue or undated has no day and no odds. What is signed stands apart: of a target, what is
left of it is to come out of the distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from deals.model import Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.calibration import Calibration, OwnedChance, SignedDeal, calibrate
from deals.numbers.distribution import DealChance, Distribution, distribute
from deals.numbers.fiscal_periods import CALENDAR_YEARS, FiscalPeriod, YearStarts
from deals.numbers.forecast import (
    CurrencyBucket,
    ForecastBucket,
    ForecastPart,
    forecast_projects,
)
from deals.numbers.memo import NumbersMemo
from deals.numbers.states import (
    Deletion,
    ProjectState,
    is_in_play,
    is_signed,
    list_states,
    touches_period,
)
from deals.owners import owner_key


def find_chance(part: ForecastPart) -> DealChance | None:
    """Return a part as the odds see it; None where it has no day or no win rate."""
    if not part.dated or part.chance is None:
        return None
    return DealChance(part.state.id, part.money.whole.low, part.money.whole.high, part.chance)


def list_chances(figures: CurrencyBucket) -> tuple[DealChance, ...] | None:
    """List the deals of a bucket as the odds see them; None where win rates are lacking."""
    if figures.weighted is None:
        return None
    chances = (find_chance(part) for part in figures.parts)
    return tuple(chance for chance in chances if chance is not None)


def distribute_bucket(bucket: ForecastBucket, figures: CurrencyBucket) -> Distribution | None:
    """Return what may come in of a bucket in one of its currencies.

    None where win rates are lacking, and for what is overdue or undated.
    """
    chances = list_chances(figures)
    if chances is None or bucket.kind in ("overdue", "undated"):
        return None
    return distribute(chances)


@dataclass(frozen=True, slots=True)
class ForecastReplay:
    """What replays forecasts of past days: projects, and what `basis_on` says was known on each.

    With no `currency`, in the home currency: in play at the exchange rates of the first day of a
    period, signed at that of its day, and what is in that currency alone where none were set by
    that first day. With an `owner`, of what was theirs on the day. Periods are those of `years`.
    """

    projects: Sequence[Project]
    basis_on: Callable[[date], NumbersBasis]
    currency: str | None
    deleted: Sequence[Deletion] = ()
    memo: NumbersMemo = field(default_factory=NumbersMemo)
    owner: str | None = None
    years: YearStarts = CALENDAR_YEARS

    def _figures(
        self, basis: NumbersBasis, period: FiscalPeriod, asked: Callable[[ProjectState], bool]
    ) -> CurrencyBucket | None:
        """Return what of the forecast of a period was asked for, by a basis; None for nothing."""
        states = list_states(self.projects, basis.today, self.deleted, self.memo)
        states = [state for state in states if asked(state)]
        if self.owner is not None:
            key = owner_key(self.owner)
            states = [state for state in states if owner_key(state.owner) == key]
        bucket = forecast_projects(states, basis, period.unit).find(period)
        if self.currency is None and bucket.home is not None:
            return bucket.home
        return bucket.currencies.get(self.currency or basis.home)

    def _basis_of(self, day: date) -> NumbersBasis:
        """Return what was known on a day, by the fiscal years that the periods are of."""
        return replace(self.basis_on(day), years=self.years)

    def forecast_on(self, day: date, period: FiscalPeriod) -> list[OwnedChance] | None:
        """Return the deals of that forecast; None where no win rates were known."""
        basis = self._basis_of(day)
        if not any(rate is not None for rate in basis.win_rates.values()):
            return None
        signed = basis.signed_stages

        def falls_in(state: ProjectState) -> bool:
            return is_in_play(state, signed) and touches_period(state.signs, period)

        figures = self._figures(basis, period, falls_in)
        return [
            OwnedChance(part.state.owner, chance, part.weighted.expected)
            for part in (figures.parts if figures else ())
            if (chance := find_chance(part)) and part.weighted
        ]

    def signed_in(self, period: FiscalPeriod) -> list[SignedDeal]:
        """Return what was signed in a period, as it stood at its end."""
        basis = replace(self._basis_of(period.earliest), today=period.latest)
        signed = basis.signed_stages
        figures = self._figures(basis, period, lambda state: is_signed(state, signed))
        parts = figures.signed_parts if figures else ()
        return [SignedDeal(part.state.id, part.state.owner, part.amount) for part in parts]

    def judge(self, periods: Iterable[FiscalPeriod]) -> Calibration:
        """Hold the forecasts of past periods, as of their first days, against what was signed."""
        return calibrate(periods, self.forecast_on, self.signed_in)
