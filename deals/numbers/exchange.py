"""Money of several currencies together, at the exchange rates that the team has set.

Each project is converted by itself and rounded half up to whole units, so that the parts shown add
up to the sum. A currency without a rate stays out and is named; it is never taken at 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deals.model import Book, ExchangeRate
from deals.numbers.exact_rates import exact_rate, multiply_half_up
from deals.parsing.amounts import HOME


def home_currency(book: Book, setting: str | None = None) -> str:
    """Return the currency in which sums are told together.

    It is that of the user's settings, else the one that the last rate was set in.
    """
    if setting:
        return setting
    latest = max(book.exchange_rates, key=lambda rate: (rate.on, rate.name), default=None)
    return latest.home if latest else HOME


@dataclass(frozen=True, slots=True)
class CurrencyConverter:
    """The exchange rates into one currency, `home`, as they were set day by day."""

    home: str
    rates: Mapping[str, Sequence[ExchangeRate]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, home: str) -> CurrencyConverter:
        """Return the converter into a currency by the rates that a book has."""
        rates: dict[str, list[ExchangeRate]] = {}
        for rate in sorted(book.exchange_rates, key=lambda rate: rate.on):
            if rate.home == home:
                rates.setdefault(rate.currency, []).append(rate)
        return cls(home, rates)

    def rate_at(self, currency: str, day: date) -> ExchangeRate | None:
        """Return the rate of a day: the last that was set on or before it."""
        known = (rate for rate in reversed(self.rates.get(currency, ())) if rate.on <= day)
        return next(known, None)

    def convert(self, amount: int, currency: str, day: date) -> int | None:
        """Return an amount in the home currency at the rate of a day; None without a rate."""
        if currency == self.home:
            return amount
        rate = self.rate_at(currency, day)
        if rate is None:
            return None
        # What is taken away weighs as much as what is added.
        converted = multiply_half_up(abs(amount), exact_rate(rate.rate))
        return converted if amount >= 0 else -converted

    def rates_at(self, day: date) -> dict[str, ExchangeRate]:
        """Return the rates of a day by currency, those that there are."""
        found = {currency: self.rate_at(currency, day) for currency in self.rates}
        return {currency: rate for currency, rate in found.items() if rate is not None}
