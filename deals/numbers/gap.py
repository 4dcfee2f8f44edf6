"""What it would take to reach a target: the deals that, if signed, would close the gap.

The gap is target less signed less expected (Σ q·E), in whole units of one currency. A deal that is
signed for certain adds its uplift, E times 1 - q, to what is expected already. Two sets of deals
cover a gap: the *fewest*, and of those the likeliest to be all signed; and the *likeliest*, with
the highest product of q, of however many. Both are sought among the `LARGEST` largest uplifts.

Finding such a set is a knapsack. It is solved around the answer in which a deal may be taken in
part (Lagrange multipliers): deals are taken in or out of that answer, those first that cost least
against it, and what cannot beat the best set so far is dropped. That is exact, and says so
(`proven`), unless more than `KEPT` half-made sets are worth keeping at a time; then those that cost
least are kept, and the answer is the best found. To within a millionth of a unit covered is
covered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import inf, log, prod
from operator import itemgetter

from deals.numbers.distribution import DealChance

LARGEST = 200
KEPT = 1_000
_NEVER = 800.0
"""What a deal costs that is never signed: more than -log of any chance that a float can hold."""
_HIGHEST = 1e12
"""The most that a unit of uplift is worth: there the last bit of a unit tells two deals apart."""
_PER_DEAL = 1e-9
"""What every deal costs beside its odds, so that of sets as likely the smaller is found."""


@dataclass(frozen=True, slots=True)
class DealSet:
    """Deals, by their ids, that are to be signed: what they add, the odds that all are.

    `uplift` is in units of money; `proven` says that no better set was left out of the search.
    """

    ids: tuple[str, ...]
    uplift: Fraction
    chance: Fraction
    proven: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap to a target, in units of money, and the sets of deals that close it.

    A gap of 0 or less needs no deal; `fewest` and `likeliest` are None where none closes it, and
    where nothing says how likely a deal is (not `rated`): then nobody knows.
    """

    amount: Fraction
    fewest: DealSet | None
    likeliest: DealSet | None
    rated: bool = True


def uplift_of(deal: DealChance) -> Fraction:
    """Return what a deal adds to what is expected if it is signed: E times 1 - q."""
    return deal.middle * (1 - deal.chance)


def find_gap(
    target: Fraction | int,
    signed: Fraction | int,
    expected: Fraction | int,
    deals: Iterable[DealChance] | None,
) -> Gap:
    """Work out the gap to a target, and the sets of the deals in play that would close it.

    The deals of a set stand in the order in which they are given; None where win rates are lacking.
    """
    gap = Fraction(target) - signed - expected
    if gap <= 0:
        nothing = DealSet((), Fraction(0), Fraction(1), True)
        return Gap(gap, nothing, nothing)
    if deals is None:
        return Gap(gap, None, None, rated=False)
    useful = [deal for deal in deals if uplift_of(deal) > 0]
    largest = sorted(useful, key=lambda deal: (-uplift_of(deal), -deal.chance, deal.id))[:LARGEST]
    reached = accumulate(map(uplift_of, largest))
    count = next((at for at, uplift in enumerate(reached, 1) if uplift >= gap), None)
    if count is None:
        return Gap(gap, None, None)
    fewest, likeliest = (
        _describe_set([deal for deal in useful if deal.id in found], proven)
        for found, proven in (_cover(largest, gap, count), _cover(largest, gap))
    )
    return Gap(gap, fewest, likeliest)


def _describe_set(deals: Sequence[DealChance], proven: bool) -> DealSet:
    return DealSet(
        tuple(deal.id for deal in deals),
        sum(map(uplift_of, deals), Fraction(0)),
        prod((deal.chance for deal in deals), start=Fraction(1)),
        proven,
    )


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """The problem about an answer that takes deals in part.

    `price` is what a unit of uplift is worth, in -log q. `costs` are what each deal costs beyond
    its worth: below 0 it is in, else out. `answer` is a set that covers the gap.
    """

    price: float
    costs: Sequence[float]
    taken: frozenset[int]
    answer: frozenset[int]


_Partial = tuple[float, float, int, int]
"""A set half made: what it costs beyond the bound, the uplift it lacks, how many deals it has too
many, and the bits of the deals by which it differs from those taken at first.
"""


def _cover(
    deals: Sequence[DealChance], gap: Fraction, count: int | None = None
) -> tuple[Collection[str], bool]:
    """Find the likeliest set that covers a gap, of `count` deals if that is given.

    Returned are its ids, and whether none likelier was passed over.
    """
    prices = [min(-log(deal.chance), _NEVER) if deal.chance else _NEVER for deal in deals]
    prices = [price + _PER_DEAL for price in prices]
    uplifts = [float(uplift_of(deal)) for deal in deals]
    need = float(gap) * (1 - 1e-12) - 1e-6
    relax = _relax_likeliest if count is None else _relax_fewest
    relaxed = relax(prices, uplifts, need, count or 0)
    chosen, proven = _search(relaxed, uplifts, need, count)
    return {deals[at].id for at in chosen}, proven


def _relax_likeliest(
    prices: Sequence[float], uplifts: Sequence[float], need: float, _count: int
) -> _Relaxed:
    """Take deals by what a unit of their uplift costs until the gap is covered."""
    order = sorted(range(len(prices)), key=lambda at: (prices[at] / uplifts[at], at))
    reached = accumulate(uplifts[at] for at in order)
    last = next((at for at, uplift in enumerate(reached) if uplift >= need), len(order) - 1)
    price = prices[order[last]] / uplifts[order[last]]
    costs = [cost - price * uplift for cost, uplift in zip(prices, uplifts, strict=True)]
    return _Relaxed(price, costs, frozenset(order[:last]), frozenset(order[: last + 1]))


def _relax_fewest(
    prices: Sequence[float], uplifts: Sequence[float], need: float, count: int
) -> _Relaxed:
    """Find the least price of uplift at which the `count` cheapest deals cover the gap."""

    def cheapest(price: float) -> list[int]:
        every = range(len(prices))
        return sorted(every, key=lambda at: (prices[at] - price * uplifts[at], -uplifts[at]))

    low, high = 0.0, 1.0 / max(uplifts)
    while sum(uplifts[at] for at in cheapest(high)[:count]) < need and high < _HIGHEST:
        high *= 4
    for _ in range(40):
        middle = (low + high) / 2
        covers = sum(uplifts[at] for at in cheapest(middle)[:count]) >= need
        low, high = (low, middle) if covers else (middle, high)
    order = cheapest(high)
    if sum(uplifts[at] for at in order[:count]) < need:
        order = list(range(len(prices)))  # the largest uplifts stand first
    worth = prices[order[count - 1]] - high * uplifts[order[count - 1]]
    costs = [cost - high * uplift - worth for cost, uplift in zip(prices, uplifts, strict=True)]
    taken = frozenset(order[:count])
    return _Relaxed(high, costs, taken, taken)


def _search(
    relaxed: _Relaxed, uplifts: Sequence[float], need: float, count: int | None
) -> tuple[Collection[int], bool]:
    """Return the best set near the relaxed answer, and whether none better was passed over."""
    costs, taken, price = relaxed.costs, relaxed.taken, relaxed.price
    answer = relaxed.answer
    surplus = sum(uplifts[at] for at in answer) - need
    best, found = sum(abs(costs[at]) for at in answer ^ taken) + price * surplus, _bits(answer)
    order = sorted(range(len(costs)), key=lambda at: abs(costs[at]))
    addable = sum(uplift for at, uplift in enumerate(uplifts) if at not in taken)
    partial: list[_Partial] = [(0.0, need - sum(uplifts[at] for at in taken), 0, 0)]
    proven, first = True, _bits(taken)
    for at in order:
        cost, sign = abs(costs[at]), -1 if at in taken else 1
        if cost >= best:
            break
        gain, bit, step = sign * uplifts[at], 1 << at, 0 if count is None else sign
        more = [
            (penalty + cost, lack - gain, over + step, changed | bit)
            for penalty, lack, over, changed in partial
            if penalty + cost < best
        ]
        for penalty, lack, over, changed in more:
            if lack <= 0 and not over and penalty - price * lack < best:
                best, found = penalty - price * lack, first ^ changed
        addable -= max(gain, 0.0)
        partial = [each for each in (*partial, *more) if each[0] < best and each[1] <= addable]
        partial, whole = _keep_best(partial, price)
        proven = proven and whole
    return [at for at in order if found >> at & 1], proven


def _bits(chosen: Iterable[int]) -> int:
    return sum(1 << at for at in chosen)


def _keep_best(partial: list[_Partial], price: float) -> tuple[list[_Partial], bool]:
    """Drop the sets that cost more than another which lacks less; say whether no more were."""
    least: dict[int, float] = {}
    kept = []
    for each in sorted(partial, key=lambda each: (each[0] - price * each[1], each[1])):
        _penalty, lack, over, _changed = each
        if lack < least.get(over, inf):
            least[over] = lack
            kept.append(each)
    if len(kept) <= KEPT:
        return kept, True
    return sorted(kept, key=itemgetter(0))[:KEPT], False
