"""The forecast: the worked cases, what stands where, and what always adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.stages import reopen_project
from deals.model import Project, Stamp
from deals.numbers.basis import NumbersBasis
from deals.numbers.fiscal_periods import UNITS, PeriodUnit, YearStarts
from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket, forecast_projects
from deals.numbers.memo import NumbersMemo
from deals.numbers.states import current_state, list_states
from tests.deals.numbers.stories import (
    BASIS,
    DAYS,
    TODAY,
    DrawnBook,
    any_books,
    deal,
    go_on,
    moment,
    period,
)

RATES = {f"P{at}": Fraction(at, 10) for at in range(6)}
HOME = replace(BASIS, exchange_rates={"USD": 7.2})


def add_up(
    projects: Sequence[Project], by: PeriodUnit = "quarter", basis: NumbersBasis = BASIS
) -> Forecast:
    """Forecast projects as they stand now."""
    return forecast_projects(list_states(projects), basis, by)


def buckets(found: Forecast) -> list[ForecastBucket]:
    """Return all buckets but the total."""
    return [*found.periods, found.overdue, found.undated]


def sums(found: Forecast, code: str = "CNY") -> dict[str, int]:
    """Return the expected sums of one currency that are not 0, by bucket."""
    every = [*buckets(found), found.total]
    found_sums = {each.label: each.currencies[code] for each in every if code in each.currencies}
    return {label: each.sum.expected for label, each in found_sums.items() if each.count}


@pytest.mark.parametrize(
    ("today", "amount", "signs", "parts"),
    [
        ("2026-01-01", "1000001", "2026H2", {"2026-Q3": 500_001, "2026-Q4": 500_000}),
        (
            *("2026-01-01", "93万", "2026-11-15~2027-02-15"),
            {"2026-Q4": 470_000, "2027-Q1": 460_000},
        ),
        (
            *("2026-01-01", "100", "2026-12-31~2027-04-01"),
            {"2026-Q4": 1, "2027-Q1": 98, "2027-Q2": 1},
        ),
        (
            *("2026-11-30", "122万", "2026-10-01~2027-03-31"),
            {"2026-Q4": 320_000, "2027-Q1": 900_000},
        ),
        ("2026-11-30", "5", "2026-11-30", {"2026-Q4": 5}),
        ("2026-11-30", "5", "2026-11-29", {"overdue": 5}),
        ("2026-11-30", "5", "", {"undated": 5}),
        ("2026-11-30", "1-2", "2027-01", {"2027-Q1": 2}),
    ],
)
def test_shares_by_quarter(today: str, amount: str, signs: str, parts: dict[str, int]) -> None:
    project = deal("A", amount=amount, signs=signs)
    basis = replace(BASIS, today=date.fromisoformat(today))
    found = add_up([project], basis=basis)
    whole = sum(parts.values())
    assert sums(found) == {**parts, "total": whole}
    assert found.total.count == 1
    assert [bucket.count for bucket in buckets(found) if bucket.count] == [1] * len(parts)


def test_overdue_and_undated_are_in_the_total() -> None:
    found = add_up(
        [
            deal("A", amount="7万", signs="2026-10"),
            deal("B", amount="3万"),
            deal("C", amount="10万", signs="2026-Q4"),
        ]
    )
    assert sums(found) == {
        "2026-Q4": 100_000,
        "overdue": 70_000,
        "undated": 30_000,
        "total": 200_000,
    }


SIGNED = deal("A", "11-20 stage=P6", amount="50万", signs="2027-Q1")


def test_parts_of_the_total_say_whether_they_are_dated() -> None:
    found = add_up([deal("A", amount="7", signs="2026-10"), deal("B", amount="3", signs="2027")])
    parts = found.total.currencies["CNY"].parts
    assert [(part.state.name, part.dated) for part in parts] == [("A", False), ("B", True)]


def test_what_is_signed_counts_whole_where_it_was_signed_and_is_open_nowhere() -> None:
    found = add_up([SIGNED])
    (bucket,) = found.periods
    assert (bucket.label, bucket.count) == ("2026-Q4", 0)
    assert bucket.currencies["CNY"].signed == found.total.currencies["CNY"].signed == 500_000
    assert bucket.currencies["CNY"].sum == (0, 0, 0)
    (part,) = bucket.currencies["CNY"].signed_parts
    assert (part.amount, part.on) == (500_000, date(2026, 11, 20))
    for status in ("lost", "on_hold", "abandoned"):
        ended = add_up([go_on(SIGNED, f"11-25 status={status}")])
        assert (ended.periods, ended.total.currencies) == ((), {})


def test_reopening_brings_back_and_undo_as_well() -> None:
    before = deal("A", amount="50万", signs="2027-Q1")
    memo, first = NumbersMemo(), add_up([before])
    ended = go_on(before, "11-20 status=lost")
    assert add_up([ended]).total.currencies == {}
    stamp = Stamp(at=moment(TODAY), by="林", today=TODAY)
    assert sums(add_up([reopen_project(ended, stamp)])) == sums(first)
    for project in (before, ended, before):
        last = forecast_projects(list_states([project], memo=memo), BASIS, memo=memo)
    assert last == first


def test_signed_on_a_day_that_is_not_known_is_in_the_total_alone() -> None:
    found = add_up([deal("A", amount="5", stage="P6", signs="2027-Q1")])
    assert found.periods == ()
    assert found.total.currencies["CNY"].signed == 5


def test_projects_without_an_amount_count_and_have_no_currency() -> None:
    found = add_up([deal("A", signs="2026-Q4"), deal("B")])
    assert [(each.label, each.count) for each in buckets(found)] == [
        *(("2026-Q4", 1), ("overdue", 0), ("undated", 1)),
    ]
    assert (found.total.count, found.total.currencies) == (2, {})
    assert [state.name for state in found.total.unpriced] == ["A", "B"]


def test_each_project_is_rounded_by_itself() -> None:
    projects = [deal(id_, amount="123450", stage="P2", signs="2026-Q4") for id_ in "AB"]
    found = add_up(projects).total.currencies["CNY"]
    assert [part.completion.expected for part in found.parts] == [30_863, 30_863]
    assert found.completion.expected == 61_726
    assert found.sum.expected == 246_900


def test_the_home_currency_adds_up_what_has_a_rate() -> None:
    projects = [
        deal(id_, amount=amount, signs="2026-Q4")
        for id_, amount in (("A", "600万"), ("B", "USD 500k"), ("C", "EUR 100k"))
    ]
    total = add_up(projects, basis=HOME).total
    assert total.home is not None
    assert (total.home.sum.expected, total.home.currency) == (9_600_000, "CNY")
    assert total.without_rate == ("EUR",)
    assert total.currencies["EUR"].sum.expected == 100_000
    assert add_up(projects).total.home is None
    ones = [deal(id_, amount="USD 1", signs="2026-Q4") for id_ in "ABC"]
    home = add_up(ones, basis=replace(HOME, exchange_rates={"USD": 7.25})).total.home
    assert home is not None
    assert home.sum.expected == 21
    assert [part.share.expected for part in home.parts] == [7, 7, 7]


def test_certain_possible_and_weighted() -> None:
    projects = [
        deal("A", amount="80-150", signs="2026-12", stage="P4"),
        deal("B", amount="100-300", signs="2026-12-22~2027-01-10", stage="P2"),
    ]
    assert add_up(projects).total.currencies["CNY"].weighted is None
    found = add_up(projects, basis=replace(BASIS, win_rates=RATES))
    figures = found.find(period("2026-Q4")).currencies["CNY"]
    assert figures.sum == (80 + 50, 115 + 100, 150 + 150)
    assert (figures.certain, figures.possible) == (80, 450)
    assert figures.weighted == (32 + 10, 46 + 20, 60 + 30)
    (first, second) = figures.parts
    assert (first.chance, second.chance) == (Fraction(2, 5), Fraction(1, 10))
    assert (second.days, second.of, second.money.whole) == (10, 20, (100, 200, 300))
    partly = add_up(projects, basis=replace(BASIS, win_rates={"P4": 0.4}))
    assert partly.total.currencies["CNY"].weighted is None


def test_fiscal_years_shift_periods_and_not_windows() -> None:
    project = deal("A", amount="90", signs="2026-Q4")
    basis = replace(BASIS, today=date(2026, 9, 1), years=YearStarts(12))
    assert sums(add_up([project], basis=basis)) == {
        "FY2025-Q4": 60,
        "FY2026-Q1": 30,
        "total": 90,
    }
    assert sums(add_up([project], "year", basis)) == {"FY2025": 60, "FY2026": 30, "total": 90}
    assert sums(add_up([project], "month", basis)) == {
        "2026-10": 30,
        "2026-11": 30,
        "2026-12": 30,
        "total": 90,
    }


def test_the_past_is_replayed() -> None:
    project = deal("A", "11-20 amount=90 signs=2027", amount="50", signs="2026-Q4")
    basis = replace(BASIS, today=date(2026, 10, 1))
    found = forecast_projects(list_states([project], basis.today), basis)
    assert sums(found) == {"2026-Q4": 50, "total": 50}


def figures_of(bucket: CurrencyBucket) -> list[int]:
    """Return all figures that add up over buckets."""
    weighted = bucket.weighted or (0, 0, 0)
    return [*bucket.sum, *bucket.completion, *weighted]


@given(any_books(), DAYS, st.sampled_from(UNITS), st.integers(1, 12))
def test_periods_overdue_and_undated_are_the_total(
    book: DrawnBook, today: date, by: PeriodUnit, start: int
) -> None:
    basis = replace(HOME, today=today, years=YearStarts(start), win_rates=RATES)
    found = forecast_projects(list_states(book[0], today, book[1]), basis, by)
    for code, total in found.total.currencies.items():
        parts = [each.currencies[code] for each in buckets(found) if code in each.currencies]
        columns = [figures_of(part) for part in parts]
        added = [sum(column) for column in zip(*columns, strict=True)] or [0] * 9
        assert added == figures_of(total)
        unknown = [part.amount for part in total.signed_parts if part.on is None]
        assert sum(part.signed for part in parts) + sum(unknown) == total.signed
    homes = [each.home for each in buckets(found) if each.home]
    assert found.total.home is not None
    added = [sum(column) for column in zip(*map(figures_of, homes), strict=True)]
    assert added == figures_of(found.total.home)


@given(any_books(), DAYS, st.sampled_from(UNITS))
def test_a_figure_is_the_sum_of_its_parts(book: DrawnBook, today: date, by: PeriodUnit) -> None:
    basis = replace(HOME, today=today, win_rates=RATES)
    found = forecast_projects(list_states(book[0], today, book[1]), basis, by)
    for bucket in [*buckets(found), found.total]:
        for figures in [*bucket.currencies.values(), *([bucket.home] if bucket.home else [])]:
            shares = [part.share for part in figures.parts]
            assert figures.sum == tuple(map(sum, zip(*shares, strict=True))) or not shares
            assert figures.signed == sum(part.amount for part in figures.signed_parts)
            assert figures.count == len(figures.parts)
            assert figures.certain <= figures.sum.low <= figures.sum.high <= figures.possible
            for part in figures.parts:
                assert part.days <= part.of
                assert part.share == part.money.whole or part.days < part.of


@given(any_books(), DAYS)
def test_owners_add_up_to_the_team(book: DrawnBook, today: date) -> None:
    basis = replace(HOME, today=today)
    states = list_states(book[0], today, book[1])
    team = forecast_projects(states, basis)
    owners = [
        forecast_projects([state for state in states if state.owner == owner], basis)
        for owner in {state.owner for state in states}
    ]
    for code, total in team.total.currencies.items():
        parts = [each.total.currencies[code] for each in owners if code in each.total.currencies]
        assert total.sum.expected == sum(part.sum.expected for part in parts)
        assert total.signed == sum(part.signed for part in parts)
        assert total.count == sum(part.count for part in parts)


@given(any_books(), DAYS)
def test_what_is_kept_changes_no_figure(book: DrawnBook, today: date) -> None:
    memo, basis = NumbersMemo(), replace(HOME, today=today)
    for projects in (book[0], book[0][1:], book[0]):
        states = [current_state(project) for project in projects]
        kept = list_states(projects, memo=memo)
        assert forecast_projects(kept, basis, memo=memo) == forecast_projects(states, basis)
