"""The distribution of a sum of deals: small cases to the last weight, large ones by their laws."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.numbers.distribution import BINS, DealChance, distribute, find_largest_deal

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
Deal = tuple[int, int, Fraction]


def deals(*every: Deal) -> list[DealChance]:
    """Make deals of (low, high, q)."""
    return [DealChance(f"{at}", *each) for at, each in enumerate(every)]


def percentiles(every: Sequence[DealChance]) -> tuple[int, int, int]:
    """Return P10, P50 and P90."""
    found = distribute(every)
    return found.percentile(10), found.percentile(50), found.percentile(90)


THREE = deals((100, 100, HALF), (200, 200, QUARTER), (300, 300, Fraction(3, 4)))
RANGE = deals((80, 140, HALF), (64, 64, Fraction(4, 5)))


def test_every_sum_of_three_deals() -> None:
    found = distribute(THREE)
    weights = dict(zip(range(0, 700, 100), (3, 3, 1, 10, 9, 3, 3), strict=True))
    assert found.points() == {at: Fraction(weight, 32) for at, weight in weights.items()}
    assert found.exact
    assert found.mean == 325
    assert percentiles(THREE) == (100, 300, 500)


def test_signed_stands_before_what_may_come() -> None:
    found = distribute(THREE)
    assert [200 + found.percentile(percent) for percent in (10, 50, 90)] == [300, 500, 700]
    assert found.chance_of(600 - 200) == 15 / 32
    assert found.chance_of(0) == found.chance_of(-50) == 1
    assert found.chance_of(601) == 0


def test_every_sum_with_a_range() -> None:
    found = distribute(RANGE)
    sums = {0: 6, 64: 24, 80: 1, 110: 4, 140: 1, 144: 4, 174: 16, 204: 4}
    assert found.points() == {at: Fraction(weight, 60) for at, weight in sums.items()}
    assert found.mean == pytest.approx(106.2)
    assert percentiles(RANGE) == (0, 64, 174)


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        # 9 in 10 is reached by nothing at all: a tie, which floats would miss.
        (Fraction(1, 10), (0, 0, 0)),
        (Fraction(11, 100), (0, 0, 100)),
        (HALF, (0, 0, 100)),
        (Fraction(51, 100), (0, 100, 100)),
        (Fraction(9, 10), (0, 100, 100)),
        (Fraction(91, 100), (100, 100, 100)),
        (Fraction(1), (100, 100, 100)),
        (Fraction(0), (0, 0, 0)),
    ],
)
def test_a_single_deal(chance: Fraction, expected: tuple[int, int, int]) -> None:
    assert percentiles(deals((100, 100, chance))) == expected


def test_no_deals_bring_nothing() -> None:
    found = distribute([])
    assert (found.mean, found.percentile(90), found.chance_of(1)) == (0, 0, 0)
    assert found.chance_of(0) == 1
    assert find_largest_deal([]) is None


def test_half_units_are_rounded_up_once() -> None:
    assert percentiles(deals((80, 81, Fraction(1)))) == (80, 81, 81)
    assert distribute(deals((80, 81, Fraction(1)))).mean == 80.5


def test_many_deals_of_round_amounts_are_not_split() -> None:
    many = deals(*[(100, 100, HALF)] * 40)
    found = distribute(many)
    weight = sum(prod(range(40, 40 - n, -1)) // prod(range(1, n + 1)) for n in range(17)) / 2**40
    assert not found.exact
    assert 1 - found.chance_of(1700) == pytest.approx(weight)
    assert percentiles(many) == (1600, 2000, 2400)


def test_ties_are_seen_through_rounding() -> None:
    # Nothing comes with 9 in 10, to which thirty certain amounts add.
    many = deals((7, 7, Fraction(1, 10)), *[(1, 1, Fraction(1))] * 30)
    assert percentiles(many) == (30, 30, 30)


def test_odds_of_many_digits_are_counted_too() -> None:
    every = deals(*[(100, 100, Fraction("0.12345678901234567"))] * 24)
    found = distribute(every)
    assert found.exact
    assert found.mean == pytest.approx(24 * 12.345678901234567)
    assert found.chance_of(100) == pytest.approx(1 - (1 - 0.12345678901234567) ** 24)
    assert percentiles(every) == (100, 300, 500)


def test_the_largest_deal_beside_the_rest() -> None:
    largest = find_largest_deal(THREE)
    assert largest is not None
    assert (largest.id, largest.share) == (THREE[2].id, Fraction(225, 325))


shares = st.fractions(0, 1, max_denominator=200)
amounts = st.integers(0, 3_000)
ranges = st.tuples(amounts, amounts, shares).map(lambda deal: (*sorted(deal[:2]), deal[2]))
large = st.tuples(st.integers(1, 900).map(lambda n: n * 1_000 + 7), st.integers(0, 90_000), shares)
many_deals = st.lists(large.map(lambda d: (d[0], d[0] + d[1], d[2])), min_size=25, max_size=32)


@given(st.lists(ranges, max_size=4))
def test_small_cases_are_what_counting_every_outcome_gives(every: list[Deal]) -> None:
    sums: dict[Fraction, Fraction] = {}
    sixth = Fraction(1, 6)
    parts = ((Fraction(0), sixth), (Fraction(1, 2), 4 * sixth), (Fraction(1), sixth))
    outcomes = (
        [(Fraction(0), 1 - q), *((low + (high - low) * at, q * part) for at, part in parts)]
        for low, high, q in every
    )
    for chosen in product(*outcomes):
        total = sum((amount for amount, _chance in chosen), Fraction(0))
        weight = prod((chance for _amount, chance in chosen), start=Fraction(1))
        sums[total] = sums.get(total, Fraction(0)) + weight
    expected = {amount: weight for amount, weight in sums.items() if weight}
    assert distribute(deals(*every)).points() == expected


@given(many_deals)
def test_many_deals_keep_their_mean_and_their_spread(every: list[Deal]) -> None:
    there = deals(*every)
    found = distribute(there)
    mean = float(sum(deal.expected for deal in there))
    assert len(found.places) <= BINS
    assert found.mean == pytest.approx(mean)
    assert sum(found.weights) == pytest.approx(1)
    moments = zip(found.places, found.weights, strict=True)
    spread = sum((place * float(found.unit) - mean) ** 2 * weight for place, weight in moments)
    # Each of at most seven amounts a deal is put up to a bin away.
    bins = float(found.unit) ** 2 * len(there) / 4
    variance = sum(deal.variance for deal in there)
    assert variance * (1 - 1e-9) <= spread <= variance + bins + 1e-6 * variance


@given(st.lists(ranges, max_size=4) | many_deals)
def test_percentiles_are_in_order_and_between_nothing_and_all(every: list[Deal]) -> None:
    low, middle, high = percentiles(deals(*every))
    found = distribute(deals(*every))
    most = sum(deal[1] for deal in every)
    assert 0 <= low <= middle <= high <= most + len(every) * found.unit
    steps = [found.chance_of(most * part // 10) for part in range(11)]
    assert steps == sorted(steps, reverse=True)


@given(many_deals, st.integers(0, 24))
def test_a_deal_that_is_likelier_lowers_no_percentile(every: list[Deal], at: int) -> None:
    low, high, chance = every[at]
    likelier = [*every[:at], (low, high, (1 + chance) / 2), *every[at + 1 :]]
    before, after = distribute(deals(*every)), distribute(deals(*likelier))
    for percent in (10, 50, 90):
        assert after.percentile(percent) >= before.percentile(percent) - 2 * before.unit


@pytest.mark.parametrize(
    ("count", "chance"),
    [(201, Fraction(1, 20)), (230, HALF), (400, Fraction(99, 100)), (2_000, HALF)],
)
def test_the_rest_keeps_its_mean_and_its_variance(count: int, chance: Fraction) -> None:
    there = deals(*((10_000 + 37 * at, 12_000 + 41 * at, chance) for at in range(count)))
    found = distribute(there)
    mean = float(sum(deal.expected for deal in there))
    assert (found.convolved, found.rest) == (200, count - 200)
    assert found.mean == pytest.approx(mean)
    moments = zip(found.places, found.weights, strict=True)
    spread = sum((place * float(found.unit) - mean) ** 2 * weight for place, weight in moments)
    variance = sum(deal.variance for deal in there)
    assert variance * 0.999 <= spread <= variance + 70 * float(found.unit) ** 2
    # The sum of so many is near a bell.
    for percent, off in ((10, -1.2816), (50, 0.0), (90, 1.2816)):
        expected = mean + off * spread**0.5
        assert found.percentile(percent) == pytest.approx(expected, abs=0.1 * spread**0.5)


def test_two_hundred_deals_take_no_time_to_be_noticed() -> None:
    there = deals(*((50_007 + 977 * at, 60_011 + 1_013 * at, Fraction(1, 3)) for at in range(200)))
    began = time.process_time()
    distribute(there)
    assert time.process_time() - began < 0.5
