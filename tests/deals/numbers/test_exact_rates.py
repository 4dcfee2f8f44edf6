"""Rates as exact fractions, and figures rounded half up once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.numbers.exact_rates import Rate, exact_rate, multiply_half_up


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0.3, Fraction(3, 10)),
        (Fraction(0.3), Fraction(0.3)),
        (7.25, Fraction(29, 4)),
        (Decimal("7.2"), Fraction(36, 5)),
        (1e-05, Fraction(1, 100_000)),
        (2, Fraction(2)),
    ],
)
def test_a_rate_is_what_is_written(rate: Rate, expected: Fraction) -> None:
    assert exact_rate(rate) == expected


@pytest.mark.parametrize(
    ("amount", "rate", "over", "expected"),
    [
        (123_450, 0.25, 1, 30_863),
        (1, 7.25, 1, 7),
        (3, 1, 2, 2),
        (5, 0.3, 1, 2),
        (15, 0.1, 1, 2),
        (0, 0.5, 1, 0),
        (7, 0, 1, 0),
    ],
)
def test_halves_go_up(amount: int, rate: Rate, over: int, expected: int) -> None:
    assert multiply_half_up(amount, exact_rate(rate), over) == expected


@given(st.integers(0, 10**13), st.fractions(0, 1_000), st.integers(1, 2))
def test_it_is_exact(amount: int, rate: Fraction, over: int) -> None:
    expected = floor(amount * rate / over + Fraction(1, 2))
    assert multiply_half_up(amount, rate, over) == expected
