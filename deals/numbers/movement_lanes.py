"""The lanes of a movement: each currency by itself, and all that have a rate together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from deals.model import Amount
from deals.numbers.basis import NumbersBasis
from deals.numbers.exact_rates import multiply_half_up


class MovementLane(NamedTuple):
    """A currency in which is added up; with rates, all that have one are in the home currency."""

    currency: str
    rates: Mapping[str, Fraction | None] | None = None

    @property
    def key(self) -> str:
        """What it goes by among lanes: its currency, but for the home currency at rates."""
        return self.currency if self.rates is None else ""

    def holds(self, amount: Amount | None) -> bool:
        """Whether an amount is in the lane, and not in another currency."""
        return (
            amount is None
            or amount.currency == self.currency
            or (self.rates is not None and self.rates[amount.currency] is not None)
        )

    def value(self, amount: Amount | None) -> int:
        """Return the middle of an amount in the lane; 0 where it is in another currency."""
        if amount is None:
            return 0
        if amount.currency == self.currency:
            return amount.counted
        rate = None if self.rates is None else self.rates[amount.currency]
        return 0 if rate is None else multiply_half_up(amount.twice, rate, 2)


class ExchangeRates(dict[str, Fraction | None]):
    """The rates of a basis by currency, looked up once each."""

    def __init__(self, basis: NumbersBasis) -> None:
        super().__init__()
        self._basis = basis

    def __missing__(self, currency: str) -> Fraction | None:
        rate = self[currency] = self._basis.exchange_rate(currency)
        return rate


class EndedRates(dict[str, Fraction | None]):
    """The rates by currency of what ended on a day, looked up once each."""

    def __init__(self, basis: NumbersBasis, day: date | None) -> None:
        super().__init__()
        self._basis, self._day = basis, day

    def __missing__(self, currency: str) -> Fraction | None:
        found = self._basis.ended_rate(currency, self._day)
        rate = self[currency] = found.rate if found else None
        return rate
