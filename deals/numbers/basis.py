"""What the figures of a book are reckoned by: day, playbook, fiscal year, and rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from deals.numbers.exact_rates import Rate, exact_rate
from deals.numbers.states import signed_stages
from deals.parsing.amounts import HOME
from deals.playbook import Playbook


@dataclass(frozen=True, slots=True)
class NumbersBasis:
    """All that figures are reckoned by beside the projects, as of the end of the day `today`.

    `win_rates` are the chances (0-1) of signing by stage, those that there are; `exchange_rates`
    how many units of `home` a unit of each other currency is worth, `year_start` the month in which
    a fiscal year starts.
    """

    today: date
    playbook: Playbook
    year_start: int = 1
    win_rates: Mapping[str, Rate | None] = field(default_factory=dict)
    home: str = HOME
    exchange_rates: Mapping[str, Rate] = field(default_factory=dict)

    def win_rate(self, stage: str) -> Fraction | None:
        """Return the chance of signing from a stage; None where there is none."""
        rate = self.win_rates.get(stage)
        return None if rate is None else exact_rate(rate)

    def exchange_rate(self, currency: str) -> Fraction | None:
        """Return how many units of the home currency one of a currency is worth, if known."""
        rate = 1 if currency == self.home else self.exchange_rates.get(currency)
        return None if rate is None else exact_rate(rate)

    @property
    def signed_stages(self) -> frozenset[str]:
        """The stages at which a project counts as signed."""
        return signed_stages(self.playbook)
