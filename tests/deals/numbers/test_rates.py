"""Rates of few cases: shrunk, shown from ten on, with Wilson's range."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.numbers.rates import CaseRate, measure_win_rates
from tests.deals.makers import DEFAULT
from tests.deals.numbers.pasts import journeys, story

TWO_FIFTHS = Fraction(2, 5)


@pytest.mark.parametrize(
    ("wins", "cases", "prior", "used", "shown"),
    [
        (3, 4, TWO_FIFTHS, Fraction(31, 60), None),
        (12, 40, TWO_FIFTHS, Fraction(19, 60), Fraction(3, 10)),
        (4, 7, Fraction(1, 2), Fraction(8, 15), None),
        (0, 0, TWO_FIFTHS, TWO_FIFTHS, None),
        (9, 9, TWO_FIFTHS, Fraction(61, 85), None),
        (9, 10, TWO_FIFTHS, Fraction(61, 90), Fraction(9, 10)),
        # Without the playbook's rate ten cases are wanted to reckon with.
        (9, 9, None, None, None),
        (9, 10, None, Fraction(9, 10), Fraction(9, 10)),
        (0, 0, None, None, None),
    ],
)
def test_what_is_used_and_what_is_shown(
    wins: int, cases: int, prior: Fraction | None, used: Fraction | None, shown: Fraction | None
) -> None:
    rate = CaseRate(wins, cases, prior)
    assert (rate.used, rate.shown) == (used, shown)


def test_the_range_of_a_rate() -> None:
    low, high = CaseRate(12, 40).interval or (0, 0)
    assert (round(100 * low, 1), round(100 * high, 1)) == (21.7, 39.9)
    assert CaseRate(0, 0).interval is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_range_holds_the_rate(counts: tuple[int, int]) -> None:
    wins, cases = counts
    low, high = CaseRate(wins, cases).interval or (0, 0)
    assert 0 <= low <= wins / cases <= high <= 1


@given(st.integers(0, 60), st.integers(0, 60), st.fractions(0, 1))
def test_a_shrunk_rate_lies_between_the_cases_and_the_playbook(
    wins: int, more: int, prior: Fraction
) -> None:
    used = CaseRate(wins, wins + more, prior).used
    assert used is not None
    shown = Fraction(wins, wins + more) if wins + more else prior
    assert min(shown, prior) <= used <= max(shown, prior)


PAST = [
    story("won", (0, "P0"), (10, "P3"), (20, "P6"), (30, "P7"), (30, "won")),
    story("signed", (0, "P2"), (20, "P6")),
    story("by-hand", (0, "P3"), (20, "won")),
    story("lost", (0, "P1"), (20, "P3"), (30, "lost")),
    story("back", (0, "P4"), (20, "P1"), (30, "abandoned")),
    story("open", (0, "P5")),
    story("held", (0, "P5"), (20, "on_hold")),
    story("reopened", (0, "P2"), (20, "lost"), (30, "open")),
]


def test_win_rates_by_stage_are_of_what_completed_it_and_has_ended() -> None:
    found = measure_win_rates(journeys(PAST, 100), DEFAULT, {"P2": 0.1, "P5": None})
    counts = {stage: (rate.wins, rate.cases) for stage, rate in found.items()}
    # A project is no case of the stages that it had behind it when it came into the book, also
    # where it fell back to them.
    seen = {"P0": (1, 1), "P1": (1, 2), "P2": (2, 3), "P3": (3, 4)}
    assert counts == {**seen, "P4": (3, 4), "P5": (3, 3)}
    assert found["P2"].prior == Fraction(1, 10)
    assert (found["P5"].prior, found["P0"].used) == (None, None)


def test_rates_as_they_were_known_on_a_day() -> None:
    found = measure_win_rates(journeys(PAST, 25), DEFAULT, {})
    assert (found["P2"].wins, found["P2"].cases) == (2, 3)
