"""Exchange rates as they stand on one day, for what is compared and added up as of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from deals.model import Amount, Book, ExchangeRate
from deals.numbers.exact_rates import exact_rate, multiply_half_up
from deals.numbers.exchange import CurrencyConverter, home_currency
from deals.parsing.amounts import HOME

_SAME = Fraction(1)
Priced = TypeVar("Priced")


@dataclass(frozen=True)
class DayRates:
    """What a unit of each currency is worth in the currency `home`, as far as that was set.

    A currency without a rate is never taken at 1: what is asked of it is None, and it stays in a
    pool of its own.
    """

    home: str = HOME
    rates: Mapping[str, ExchangeRate] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, currency: str, day: date) -> DayRates:
        """Return the rates of a day; `currency` is that of the user's settings, empty for none."""
        home = home_currency(book, currency or None)
        return cls(home, CurrencyConverter.of(book, home).rates_at(day))

    def factor(self, currency: str) -> Fraction | None:
        """Return how many units of the home currency one is worth; None without a rate."""
        return self._factors.get(currency)

    @cached_property
    def _factors(self) -> Mapping[str, Fraction]:
        worth = {code: exact_rate(each.rate) for code, each in self.rates.items()}
        return {self.home: _SAME} | worth

    def pool(self, currency: str) -> str:
        """Return the currency that what is in this one is compared in."""
        return self.home if currency in self.rates else currency

    def measure(self, amount: Amount) -> float:
        """Return the middle of an amount as it is compared within its pool."""
        if amount.currency not in self.rates:
            return amount.expected
        return self.convert(amount) or 0

    def convert(self, amount: Amount) -> int | None:
        """Return the middle of an amount in the home currency, rounded half up once.

        None where its currency has no rate.
        """
        factor = self.factor(amount.currency)
        return None if factor is None else multiply_half_up(amount.twice, factor, 2)

    def side_of(self, amount: Amount | None, wanted: Amount) -> int | None:
        """Tell whether an amount is below (-1), within (0) or above (1) another, a range.

        One that names no currency is in the home currency where rates were set, else in that of
        whatever is compared with it. None where the two cannot be compared.
        """
        if amount is None:
            return None
        currency = wanted.currency or (self.home if self.rates else amount.currency)
        if currency == amount.currency:
            found, low, high = amount.expected, Fraction(wanted.low), Fraction(wanted.high)
        else:
            factor, converted = self.factor(currency), self.convert(amount)
            if factor is None or converted is None:
                return None
            found, low, high = converted, wanted.low * factor, wanted.high * factor
        return -1 if found < low else int(found > high)

    def without_rate(self, currencies: Iterable[str]) -> tuple[str, ...]:
        """Return those of some currencies that stay out of what is told together."""
        return tuple(code for code in currencies if code not in self.rates and code != self.home)


def rank_currencies(counts: Mapping[str, int], rates: DayRates) -> Mapping[str, int]:
    """Return the place of each currency, that of most projects first.

    Those that are compared in one currency have one place.
    """
    pools = Counter[str]()
    for currency, count in counts.items():
        pools[rates.pool(currency)] += count
    places = {pool: at for at, (pool, _) in enumerate(sorted(pools.items(), key=most_first))}
    ranked = sorted(counts.items(), key=most_first)
    return {currency: places[rates.pool(currency)] for currency, _count in ranked}


def most_first(counted: tuple[str, int]) -> tuple[int, str]:
    """Return the place of what was counted: the highest count first, else by name."""
    return -counted[1], counted[0]


def sort_by_money(
    items: Iterable[Priced], amount_of: Callable[[Priced], Amount | None], rates: DayRates
) -> list[Priced]:
    """Return what is of most money first, within each currency that money is compared in.

    The currency of most of them comes first; what has no amount last.
    """
    amounts = [(item, amount_of(item)) for item in items]
    places = rank_currencies(Counter(each.currency for _, each in amounts if each), rates)

    def key(pair: tuple[Priced, Amount | None]) -> tuple[bool, int, float]:
        amount = pair[1]
        if amount is None:
            return True, 0, 0
        return False, places[amount.currency], -rates.measure(amount)

    return [item for item, _amount in sorted(amounts, key=key)]
