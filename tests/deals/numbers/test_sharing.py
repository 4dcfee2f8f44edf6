"""The sharing of a figure over the days of a window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.numbers.fiscal_periods import YearStarts
from deals.numbers.sharing import (
    count_days_by_month,
    days_left,
    share_by_month,
    share_within,
)
from deals.parsing.windows import parse_window


@pytest.mark.parametrize(
    ("amount", "window", "today", "parts"),
    [
        (1_000_001, "2026H2", "2026-01-01", [500_001, 500_000]),
        (930_000, "2026-11-15~2027-02-15", "2026-01-01", [470_000, 460_000]),
        (100, "2026-12-31~2027-04-01", "2026-01-01", [1, 98, 1]),
        (1_220_000, "2026-10-01~2027-03-31", "2026-11-30", [320_000, 900_000]),
        (7, "2026-12-05", "2026-11-30", [7]),
        (1, "2026-12~2027-01", "2026-11-30", [1, 0]),
        (0, "2026-12~2027-01", "2026-11-30", [0, 0]),
    ],
)
def test_worked_cases_by_quarters(amount: int, window: str, today: str, parts: list[int]) -> None:
    months = days_left(parse_window(window), date.fromisoformat(today))
    first, last = (date(at // 12, at % 12 + 1, 1) for at in (months[0].month, months[-1].month))
    quarters = YearStarts().list_periods(first, last, "quarter")
    assert [share_within(amount, months, quarter.months) for quarter in quarters] == parts


def test_nothing_is_left_of_what_is_past() -> None:
    assert days_left(parse_window("2026-10"), date(2026, 11, 1)) == ()
    assert days_left(parse_window("2026-10"), date(2026, 10, 31)) == ((12 * 2026 + 9, 1),)


days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def naive_shares(amount: int, days: Sequence[int]) -> list[int]:
    """Hand out the units one by one to whom most is owing, as a check on the arithmetic."""
    total = sum(days)
    parts = [amount * each // total for each in days]
    for _ in range(amount - sum(parts)):
        owing = [amount * each - part * total for each, part in zip(days, parts, strict=True)]
        parts[owing.index(max(owing))] += 1
    return parts


@given(days, st.integers(0, 1500), st.integers(0, 10**13))
def test_parts_are_fair_and_add_up(first: date, length: int, amount: int) -> None:
    months = count_days_by_month(first, first + timedelta(length))
    assert sum(each.days for each in months) == length + 1
    parts = share_by_month(amount, months)
    assert list(parts) == naive_shares(amount, [each.days for each in months])
    assert sum(parts) == amount


@given(days, st.integers(0, 900), st.integers(0, 10**9), st.integers(1, 12))
def test_longer_periods_are_sums_of_their_months(
    first: date, length: int, amount: int, start: int
) -> None:
    last = first + timedelta(length)
    months = count_days_by_month(first, last)
    whole = 0
    for year in YearStarts(start).list_periods(first, last, "year"):
        part = share_within(amount, months, year.months)
        quarters = year.split("quarter")
        assert part == sum(share_within(amount, months, each.months) for each in quarters)
        whole += part
    assert whole == amount
