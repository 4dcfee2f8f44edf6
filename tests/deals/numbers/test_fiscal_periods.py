"""Periods: what they are called, read and made of."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.numbers.fiscal_periods import (
    UNITS,
    FiscalPeriod,
    YearStarts,
    month_index,
    parse_fiscal_period,
    period_of_day,
)
from deals.parsing.time_words import Calendar

days = st.dates(date(2001, 1, 1), date(2098, 12, 31))
starts = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "start", "label", "first", "last"),
    [
        ("2026-Q4", 1, "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026Q4", 1, "2026-Q4", "2026-10-01", "2026-12-31"),
        ("FY2026-Q4", 1, "2026-Q4", "2026-10-01", "2026-12-31"),
        ("FY2026-Q4", 4, "FY2026-Q4", "2027-01-01", "2027-03-31"),
        # Named as the calendar has it; where that is a fiscal quarter, it is that one.
        ("2026-Q4", 4, "FY2026-Q3", "2026-10-01", "2026-12-31"),
        ("2026-Q4", 2, "2026-Q4", "2026-10-01", "2026-12-31"),
        ("FY2026-Q4", 2, "FY2026-Q4", "2026-11-01", "2027-01-31"),
        ("FY2026", 4, "FY2026", "2026-04-01", "2027-03-31"),
        ("2026财年", 4, "FY2026", "2026-04-01", "2027-03-31"),
        ("2026", 4, "2026", "2026-01-01", "2026-12-31"),
        ("2026", 1, "2026", "2026-01-01", "2026-12-31"),
        ("2026H2", 1, "2026H2", "2026-07-01", "2026-12-31"),
        ("2026年下半年", 1, "2026H2", "2026-07-01", "2026-12-31"),
        ("FY2026-H2", 4, "FY2026-H2", "2026-10-01", "2027-03-31"),
        ("2026-11", 4, "2026-11", "2026-11-01", "2026-11-30"),
        ("2026-10~2026-12", 1, "2026-Q4", "2026-10-01", "2026-12-31"),
    ],
)
def test_periods_are_read(text: str, start: int, label: str, first: str, last: str) -> None:
    found = parse_fiscal_period(text, YearStarts(start))
    assert (found.label, f"{found.earliest}", f"{found.latest}") == (label, first, last)


@pytest.mark.parametrize("text", ["", "soon", "2026-11-05", "2026-10~2026-11", "约2026-Q4", "Q9"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_fiscal_period(text)
    assert refused.value.code == "period-unreadable"


def test_with_a_calendar_periods_are_read_as_people_type_them() -> None:
    calendar = Calendar(date(2026, 11, 30), None, 4)
    assert parse_fiscal_period("this quarter", YearStarts(4), calendar).label == "FY2026-Q3"
    assert parse_fiscal_period("下个月", YearStarts(4), calendar).label == "2026-12"


@given(days, starts)
def test_a_period_is_read_back_by_its_label(day: date, start: int) -> None:
    for unit in UNITS:
        found = period_of_day(day, unit, start)
        assert month_index(day) in found.months
        assert parse_fiscal_period(found.label, YearStarts(start)) == found
        assert 1 <= found.number <= 12


@given(days, starts)
def test_periods_follow_one_another(day: date, start: int) -> None:
    for unit in UNITS:
        found = period_of_day(day, unit, start)
        years = YearStarts(start)
        after = years.next(found)
        assert after.earliest == found.latest + timedelta(1)
        assert years.previous(after) == found
        assert years.year_of(found).number == 1
        assert found < after
        for part in UNITS:
            parts = found.split(part)
            assert [month for each in parts for month in each.months] == list(found.months)
            assert all(each == period_of_day(each.latest, each.unit, start) for each in parts)


@given(days, st.integers(0, 900), starts)
def test_a_window_touches_the_periods_of_its_days(day: date, length: int, start: int) -> None:
    last = min(day + timedelta(length), date(2098, 12, 31))
    for unit in UNITS:
        found = YearStarts(start).list_periods(day, last, unit)
        assert found[0] == period_of_day(day, unit, start)
        assert found[-1] == period_of_day(last, unit, start)
        assert all(each.latest + timedelta(1) == after.earliest for each, after in pairwise(found))


def test_periods_of_a_fiscal_year() -> None:
    found = FiscalPeriod(12 * 2026 + 3, "year", 4)
    assert [each.label for each in found.split("quarter")] == [
        *("FY2026-Q1", "FY2026-Q2", "FY2026-Q3", "FY2026-Q4"),
    ]
    assert found.split("month")[-1].label == "2027-03"
