"""What the figures of a book are reckoned by: day, playbook, fiscal year, and rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from deals.numbers.exact_rates import Rate, exact_rate
from deals.numbers.fiscal_periods import CALENDAR_YEARS, YearStarts
from deals.numbers.states import signed_stages
from deals.parsing.amounts import HOME
from deals.playbook import Playbook


class DayRate(NamedTuple):
    """What a unit of a currency is worth, and since what day; no day for the home currency."""

    rate: Fraction
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NumbersBasis:
    """All that figures are reckoned by beside the projects, as of the end of the day `today`.

    `win_rates` are the chances (0-1) of signing by stage, those that there are; `exchange_rates`
    how many units of `home` a unit of each other currency is worth, `years` say in which month a
    fiscal year starts and started. `rate_days` are the days on which each currency's rates were
    set, with the rates, in order: what has ended is told at the rate of its day.
    """

    today: date
    playbook: Playbook
    years: YearStarts = CALENDAR_YEARS
    win_rates: Mapping[str, Rate | None] = field(default_factory=dict)
    home: str = HOME
    exchange_rates: Mapping[str, Rate] = field(default_factory=dict)
    rate_days: Mapping[str, Sequence[tuple[date, Rate]]] = field(default_factory=dict)

    def win_rate(self, stage: str) -> Fraction | None:
        """Return the chance of signing from a stage; None where there is none."""
        rate = self.win_rates.get(stage)
        return None if rate is None else exact_rate(rate)

    def exchange_rate(self, currency: str) -> Fraction | None:
        """Return how many units of the home currency one of a currency is worth, if known."""
        rate = 1 if currency == self.home else self.exchange_rates.get(currency)
        return None if rate is None else exact_rate(rate)

    def ended_rate(self, currency: str, day: date | None) -> DayRate | None:
        """Return the rate of what has ended on a day: the last set on or before it.

        Where none was set by then, or the day is not known, it is the earliest that there is. None
        where the currency has no rate.
        """
        now = self.exchange_rate(currency)
        days = self.rate_days.get(currency, ())
        if now is None or not days or currency == self.home:
            return None if now is None else DayRate(now)
        known = [each for each in days if day is not None and each[0] <= day]
        on, rate = known[-1] if known else days[0]
        return DayRate(exact_rate(rate), on)

    @property
    def signed_stages(self) -> frozenset[str]:
        """The stages at which a project counts as signed."""
        return signed_stages(self.playbook)
