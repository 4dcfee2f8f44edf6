"""The sums of a list of projects: one rule of money for title, footer, groups and command line.

In play is what is open and not signed yet; signed stands apart, whole; what is on hold, lost or
abandoned is in no sum. Each currency is added up for itself, in whole units, each project rounded
half up by itself: parts of a list add up to it, and to what the forecast says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from deals.model import ExchangeRate, Project
from deals.numbers.day_rates import DayRates
from deals.numbers.exact_rates import exact_rate, multiply_half_up
from deals.numbers.states import is_in_play, is_signed, signed_stages
from deals.playbook import Playbook

_NOTHING = Fraction(0)
MoneyStanding = Literal["in-play", "signed", "out"]


class CountedProject(NamedTuple):
    """What a project adds to sums; without an amount no currency and no money.

    `weighted` is the money by the degree of completion, `home` and `home_weighted` are both in the
    home currency, None where its currency has no rate.
    """

    standing: MoneyStanding
    currency: str = ""
    money: int = 0
    weighted: int = 0
    home: int | None = None
    home_weighted: int | None = None


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """The total of one currency in whole units: in play, that by completion, and what is signed.

    `count` is that of the projects in play, `signed_count` that of the signed ones.
    """

    count: int = 0
    sum: int = 0
    weighted: int = 0
    signed_count: int = 0
    signed: int = 0


@dataclass(frozen=True, slots=True)
class ListSums:
    """What a list of projects comes to, by currency, that of most projects first.

    `together` is all that has a rate, in the home currency; None unless that joins several. `rates`
    are those that were used, `without_rate` the currencies that stay out of it. So many projects
    that count are `unpriced`, without an amount, and so many are `out` of all sums.
    """

    currencies: Mapping[str, CurrencyTotal] = field(default_factory=dict)
    together: CurrencyTotal | None = None
    home: str = ""
    rates: Sequence[ExchangeRate] = ()
    without_rate: Sequence[str] = ()
    unpriced: int = 0
    out: int = 0


class MoneyRule:
    """The rule by which a project counts in sums, by a playbook and the rates of a day."""

    def __init__(self, playbook: Playbook, rates: DayRates | None = None) -> None:
        self.playbook, self.rates = playbook, rates or DayRates()
        self._factors: dict[tuple[str, str], tuple[Fraction, Fraction | None, Fraction]] = {}

    @cached_property
    def _signed(self) -> frozenset[str]:
        return signed_stages(self.playbook)

    @cached_property
    def _weights(self) -> Mapping[str, Fraction]:
        return {stage.id: exact_rate(stage.weight) for stage in self.playbook.stages}

    def count_project(self, project: Project) -> CountedProject:
        """Return what a project adds to sums."""
        amount = project.amount
        standing: MoneyStanding = "out"
        if is_in_play(project, self._signed):
            standing = "in-play"
        elif is_signed(project, self._signed):
            standing = "signed"
        if amount is None:
            return CountedProject(standing)
        currency, twice, money = amount.currency, amount.twice, amount.counted
        stage = project.stage if standing == "in-play" else ""
        weight, factor, by_both = self._factors_of(currency, stage)
        weighted = multiply_half_up(twice, weight, 2)
        if factor is None:
            return CountedProject(standing, currency, money, weighted)
        if currency == self.rates.home:
            return CountedProject(standing, currency, money, weighted, money, weighted)
        home, home_weighted = (multiply_half_up(twice, each, 2) for each in (factor, by_both))
        return CountedProject(standing, currency, money, weighted, home, home_weighted)

    def _factors_of(self, currency: str, stage: str) -> tuple[Fraction, Fraction | None, Fraction]:
        """Return the weight of a stage, what a currency is worth, and one times the other."""
        found = self._factors.get((currency, stage))
        if found is None:
            weight, factor = self._weights.get(stage, _NOTHING), self.rates.factor(currency)
            found = weight, factor, weight * (factor or _NOTHING)
            self._factors[currency, stage] = found
        return found

    def add_up(self, counted: Iterable[CountedProject]) -> ListSums:
        """Add up what projects add to sums."""
        tally = MoneyTally(self.rates)
        for each in counted:
            tally.add(each)
        return tally.sums()


def sum_projects(
    projects: Iterable[Project], playbook: Playbook, rates: DayRates | None = None
) -> ListSums:
    """Add up projects, in each currency and, at the rates of a day, together."""
    rule = MoneyRule(playbook, rates)
    return rule.add_up(map(rule.count_project, projects))


class MoneyTally:
    """Sums that projects are added to and taken from.

    They are whole numbers: in any order they are what adding up anew would give.
    """

    def __init__(self, rates: DayRates) -> None:
        self._rates = rates
        self._unpriced = self._out = 0
        # By currency how many are in play, their money, that by completion, and so of the signed.
        self._totals: dict[str, list[int]] = {}
        self._homes: dict[str, list[int]] = {}

    def add(self, counted: CountedProject, sign: int = 1) -> None:
        """Add what a project adds; or take it away, where the sign is -1."""
        standing, currency, money, weighted, home, home_weighted = counted
        if standing == "out":
            self._out += sign
        elif not currency:
            self._unpriced += sign
        else:
            _add_figures(self._totals, counted, sign, money, weighted)
            if home is not None:
                _add_figures(self._homes, counted, sign, home, home_weighted or 0)

    def sums(self) -> ListSums:
        """Return what all of them come to."""
        listed = {code: CurrencyTotal(*each) for code, each in self._totals.items()}
        ranked = sorted(listed, key=lambda code: (-listed[code].count, code))
        found = {code: listed[code] for code in ranked if listed[code] != CurrencyTotal()}
        rates = self._rates
        together = None
        used = [rate for code, rate in rates.rates.items() if code in found]
        if used:
            columns = zip(*self._homes.values(), strict=True)
            together = CurrencyTotal(*map(sum, columns))
        without = rates.without_rate(found) if rates.rates else ()
        return ListSums(found, together, rates.home, used, without, self._unpriced, self._out)


def _add_figures(
    totals: dict[str, list[int]], counted: CountedProject, sign: int, money: int, weighted: int
) -> None:
    figures = totals.get(counted.currency)
    if figures is None:
        figures = totals[counted.currency] = [0, 0, 0, 0, 0]
    if counted.standing == "in-play":
        figures[0] += sign
        figures[1] += sign * money
        figures[2] += sign * weighted
    else:
        figures[3] += sign
        figures[4] += sign * money
