"""What it would take: the fewest deals that close a gap, and the likeliest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.numbers.distribution import DealChance
from deals.numbers.gap import DealSet, find_gap, uplift_of

FIVE = (("A", 500, 20), ("B", 300, 60), ("C", 250, 50), ("D", 120, 70), ("E", 80, 90))


def deals(*every: tuple[str, int, int]) -> list[DealChance]:
    """Make deals of (id, amount, q in percent)."""
    return [DealChance(id_, money, money, Fraction(q, 100)) for id_, money, q in every]


def test_the_fewest_and_the_likeliest() -> None:
    gap = find_gap(1_000, 400, 340, deals(*FIVE))
    assert gap.amount == 260
    assert gap.fewest == DealSet(("A",), Fraction(400), Fraction(1, 5), True)
    assert gap.likeliest == DealSet(("B", "C", "D"), Fraction(281), Fraction(21, 100), True)


@pytest.mark.parametrize(
    ("gap", "fewest", "likeliest"),
    [
        (0, "", ""),
        (-5, "", ""),
        (8, "E", "E"),
        (9, "D", "D"),
        # To the unit: B and C together cover 245, and A alone all but the last 400.
        (245, "A", "BC"),
        (246, "A", "BCE"),
        (400, "A", "A"),
        (401, "AE", "AE"),
        (645, "ABC", "ABC"),
        (689, "ABCDE", "ABCDE"),
    ],
)
def test_gaps_of_five_deals(gap: int, fewest: str, likeliest: str) -> None:
    found = find_gap(gap, 0, 0, deals(*FIVE))
    assert found.fewest is not None
    assert found.likeliest is not None
    assert "".join(found.fewest.ids) == fewest
    assert "".join(found.likeliest.ids) == likeliest


def test_a_gap_that_nothing_closes() -> None:
    gap = find_gap(690, 0, 0, deals(*FIVE))
    assert (gap.fewest, gap.likeliest) == (None, None)
    assert find_gap(1, 0, 0, []).fewest is None
    # What is certain is expected already, and adds nothing.
    assert find_gap(1, 0, 0, deals(("A", 500, 100))).likeliest is None


def test_of_the_fewest_the_likeliest() -> None:
    gap = find_gap(100, 0, 0, deals(("A", 1_000, 10), ("B", 400, 60), ("C", 300, 60)))
    assert gap.fewest is not None
    assert gap.fewest.chance == Fraction(60, 100)
    assert gap.fewest.ids in (("B",), ("C",))


def test_a_deal_that_is_never_signed_is_the_last_to_be_named() -> None:
    gap = find_gap(90, 0, 0, deals(("A", 500, 0), ("B", 100, 50), ("C", 100, 50)))
    assert gap.likeliest is not None
    assert gap.likeliest.ids == ("B", "C")
    assert gap.fewest is not None
    assert gap.fewest.ids == ("A",)


def best_by_trying_all(
    every: Sequence[DealChance], gap: Fraction
) -> tuple[tuple[int, Fraction], Fraction] | None:
    """Return the size and the odds of the fewest, and the odds of the likeliest."""
    fewest: tuple[int, Fraction] | None = None
    likeliest = Fraction(-1)
    for count in range(1, len(every) + 1):
        for chosen in combinations(every, count):
            if sum(map(uplift_of, chosen)) < gap:
                continue
            odds = prod((deal.chance for deal in chosen), start=Fraction(1))
            if fewest is None or (fewest[0] == count and odds > fewest[1]):
                fewest = count, odds
            likeliest = max(likeliest, odds)
    return None if fewest is None else (fewest, likeliest)


few_deals = st.lists(
    st.tuples(
        st.integers(1, 12).map(lambda n: n * 25),
        st.integers(0, 40),
        st.fractions(0, 1, max_denominator=20),
    ),
    min_size=1,
    max_size=9,
)


@given(few_deals, st.integers(1, 99))
def test_no_set_is_smaller_or_likelier(
    every: list[tuple[int, int, Fraction]], percent: int
) -> None:
    there = [DealChance(f"{at}", low, low + w, q) for at, (low, w, q) in enumerate(every)]
    gap = sum(map(uplift_of, there), Fraction(0)) * percent / 100
    if gap <= 0:
        return
    found, best = find_gap(gap, 0, 0, there), best_by_trying_all(there, gap)
    assert best is not None
    assert found.fewest is not None
    assert found.likeliest is not None
    assert (len(found.fewest.ids), found.fewest.chance) == best[0]
    assert found.likeliest.chance == best[1]
    assert min(found.fewest.uplift, found.likeliest.uplift) >= gap
    assert found.fewest.proven
    assert found.likeliest.proven


@pytest.mark.parametrize("spread", [1, 37])
def test_two_hundred_deals_take_no_time_to_be_noticed(spread: int) -> None:
    there = [
        DealChance(f"{at}", 100_000 + at % spread * 7_919, 200_000, Fraction(1 + at % 7, 8))
        for at in range(200)
    ]
    began = time.process_time()
    gap = find_gap(4_000_000, 0, 0, there)
    assert time.process_time() - began < 1
    assert gap.fewest is not None
    assert gap.likeliest is not None
    assert len(gap.fewest.ids) <= len(gap.likeliest.ids)
    assert gap.likeliest.chance >= gap.fewest.chance
