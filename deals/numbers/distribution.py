"""What a set of deals may bring in: the distribution of a sum of independent deals.

Inputs are `DealChance`s of one currency: `low` and `high` in whole units, `chance` (q) the odds,
0 to 1, that it is signed in the period asked about, which is the win rate times the share of the
window. A deal brings 0 with 1 - q, else its low, middle or high amount with 1/6, 4/6 and 1/6. Deals
are taken as independent, which whoever shows the figures has to say, with the share of the largest
(`find_largest_deal`) beside.

Few deals are exact: whole weights over every sum that there can be. Many are convolved on at most
`BINS` bins, each amount split between two bins so that the mean stays; where all amounts are
multiples of some unit that fits, the bins are these units and nothing is split. Of more than
`CONVOLVED` deals those of most variance are convolved, and the rest is taken as equal deals that
have its mean and its variance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, gcd, sqrt
from typing import NamedTuple

from deals.rounding import round_whole

BINS = 1_000
CONVOLVED = 200
FEW = 24
"""Up to so many deals every sum is counted, as long as `EXACT_STEPS` do for it."""
EXACT_STEPS = 60_000
REST_DEALS = 64
"""How many equal deals at most stand for the rest: as near to a bell as anybody can see."""
_SLACK = 1e-10
"""How far below k/100 a sum of fractions may be that is k/100 but for rounding."""


@dataclass(frozen=True, slots=True)
class DealChance:
    """A deal as the odds see it: an amount in whole units, low to high, and q, 0 to 1."""

    id: str
    low: int
    high: int
    chance: Fraction

    @property
    def middle(self) -> Fraction:
        """E, the middle of the amount."""
        return Fraction(self.low + self.high, 2)

    @property
    def expected(self) -> Fraction:
        """E times q: what it brings in on average."""
        return self.chance * self.middle

    @property
    def variance(self) -> float:
        """The variance of what it brings in, in squared units."""
        low, high, chance = float(self.low), float(self.high), float(self.chance)
        middle = (low + high) / 2
        squares = (low * low + 4 * middle * middle + high * high) / 6
        return max(chance * squares - (chance * middle) ** 2, 0.0)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The distribution of a sum of money: at `places[i]` times `unit` stands `weights[i]`.

    Places ascend. Weights come to `total`: whole numbers where everything was counted (`exact`),
    else fractions of 1. `convolved` deals were looked at one by one, `rest` only by mean and
    variance.
    """

    unit: Fraction
    places: Sequence[int]
    weights: Sequence[float]
    total: float
    exact: bool
    convolved: int
    rest: int = 0

    @property
    def mean(self) -> float:
        """The mean, in units of money."""
        moments = zip(self.places, self.weights, strict=True)
        # Divided first: whole weights may be more than a float holds.
        return sum(place * weight for place, weight in moments) / self.total * float(self.unit)

    def percentile(self, percent: int) -> int:
        """Return the least amount that is not exceeded with a chance of `percent` in 100 or more.

        Rounded to a whole unit.
        """
        wanted = percent * self.total
        if not self.exact:
            wanted -= 100 * _SLACK
        reached: float = 0
        for place, weight in zip(self.places, self.weights, strict=True):
            reached += weight
            if 100 * reached >= wanted:
                return round_whole(place * self.unit)
        return round_whole(self.places[-1] * self.unit)

    def chance_of(self, amount: int) -> float:
        """Return the odds (0-1) that it comes to `amount` or more.

        Of a target, `amount` is what is left of it: target less signed.
        """
        least = ceil(amount / self.unit)
        reached = sum(
            weight
            for place, weight in zip(self.places, self.weights, strict=True)
            if place >= least
        )
        return min(reached / self.total, 1.0)

    def points(self) -> dict[Fraction, Fraction | float]:
        """Return the odds of each amount; exact ones as a `Fraction` of whole weights."""
        return {
            place * self.unit: Fraction(int(weight), int(self.total)) if self.exact else weight
            for place, weight in zip(self.places, self.weights, strict=True)
        }


def distribute(deals: Iterable[DealChance]) -> Distribution:
    """Work out the distribution of what deals of one currency bring in together."""
    there = [deal for deal in deals if deal.high > 0 and deal.chance > 0]
    if len(there) <= FEW and (counted := _count_sums(there)):
        return counted
    there.sort(key=lambda deal: (-deal.variance, deal.id))
    first, rest = there[:CONVOLVED], there[CONVOLVED:]
    unit = None if rest else _common_unit(first)
    parts = [_outcomes(deal) for deal in first]
    if rest:
        parts.append(_equal_deals(rest))
    if unit is None:
        most = sum((max(amount for amount, _chance in part) for part in parts), Fraction(0))
        # A part that is split reaches up to one bin further than it should.
        unit = most / (BINS - 1 - len(parts))
    weights = _convolve([_split(part, unit) for part in parts])
    return Distribution(unit, range(len(weights)), weights, 1.0, False, len(first), len(rest))


class LargestDeal(NamedTuple):
    """The deal of which most is expected, by id, and its share of all that is expected."""

    id: str
    share: Fraction


def find_largest_deal(deals: Iterable[DealChance]) -> LargestDeal | None:
    """Find the deal of which most is expected; None where nothing is."""
    there = list(deals)
    total = sum((deal.expected for deal in there), Fraction(0))
    if not total:
        return None
    most = max(there, key=lambda deal: deal.expected)
    return LargestDeal(most.id, most.expected / total)


AmountChance = tuple[Fraction, float]


def _count_sums(deals: Sequence[DealChance]) -> Distribution | None:
    """Count every sum with whole weights, None where that takes too long.

    Places are halves of a unit of money, as the middle of an amount may be.
    """
    sums, total, steps = {0: 1}, 1, 0
    for deal in deals:
        weights = _whole_weights(deal)
        steps += len(sums) * len(weights)
        if steps > EXACT_STEPS:
            return None
        total *= sum(weights.values())
        longer: dict[int, int] = {}
        for sum_, weight in sums.items():
            for amount, factor in weights.items():
                longer[sum_ + amount] = longer.get(sum_ + amount, 0) + weight * factor
        sums = longer
    places = sorted(sums)
    weights_there = [sums[place] for place in places]
    return Distribution(Fraction(1, 2), places, weights_there, total, True, len(deals))


def _whole_weights(deal: DealChance) -> dict[int, int]:
    """Return the weight of each amount, in half units, that a deal may bring in."""
    signed, times = deal.chance.as_integer_ratio()
    weights = {0: 6 * (times - signed)}
    for amount, part in ((2 * deal.low, 1), (deal.low + deal.high, 4), (2 * deal.high, 1)):
        weights[amount] = weights.get(amount, 0) + part * signed
    common = gcd(*weights.values())
    return {amount: weight // common for amount, weight in weights.items() if weight}


def _common_unit(deals: Sequence[DealChance]) -> Fraction | None:
    """Return the unit that all amounts are multiples of, None where it makes too many bins."""
    halves = gcd(*(half for deal in deals for half in (2 * deal.low, deal.low + deal.high)))
    most = 2 * sum(deal.high for deal in deals)
    return Fraction(halves, 2) if most // halves < BINS else None


def _outcomes(deal: DealChance) -> list[AmountChance]:
    chance = float(deal.chance)
    none = (Fraction(0), float(1 - deal.chance))
    if deal.low == deal.high:
        return [none, (deal.middle, chance)]
    ends = (Fraction(deal.low), chance / 6), (Fraction(deal.high), chance / 6)
    return [none, (deal.middle, chance * 4 / 6), *ends]


def _equal_deals(deals: Sequence[DealChance]) -> list[AmountChance]:
    """Return the outcomes of equal deals that have the mean and the variance of these.

    Of many it is a certain part and deals that are signed or not as a coin falls; of few there is
    no certain part, so that nothing is below 0.
    """
    mean = float(sum((deal.expected for deal in deals), Fraction(0)))
    variance = sum(deal.variance for deal in deals)
    if variance <= _SLACK * mean * mean:
        return [(Fraction(mean), 1.0)]
    count = min(ceil(mean * mean / variance), REST_DEALS)
    chance, amount = 0.5, 2 * sqrt(variance / count)
    certain = mean - count * amount / 2
    if certain < 0:
        amount = mean / count + variance / mean
        certain, chance = 0.0, mean / count / amount
    return [
        (
            Fraction(certain + signed * amount),
            comb(count, signed) * chance**signed * (1 - chance) ** (count - signed),
        )
        for signed in range(count + 1)
    ]


def _split(part: Iterable[AmountChance], unit: Fraction) -> dict[int, float]:
    """Return the weights of bins: what lies between two is split so that the mean stays."""
    bins: dict[int, float] = {}
    for amount, chance in part:
        place, over = divmod(amount, unit)
        above = chance * float(over / unit)
        bins[place] = bins.get(place, 0.0) + chance - above
        if above:
            bins[place + 1] = bins.get(place + 1, 0.0) + above
    return bins


def _convolve(parts: Iterable[dict[int, float]]) -> list[float]:
    """Return the weights of the sum of independent parts, from place 0 on."""
    weights = [1.0]
    for part in sorted(parts, key=max):
        longer = [0.0] * (len(weights) + max(part))
        for place, factor in part.items():
            end = place + len(weights)
            pairs = zip(longer[place:end], weights, strict=True)
            longer[place:end] = [there + factor * weight for there, weight in pairs]
        weights = longer
    return weights
