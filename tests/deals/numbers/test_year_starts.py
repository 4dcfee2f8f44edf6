"""Another start of the fiscal year: periods that were over keep their months, names, targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.number_settings import record_win_rates, set_target
from deals.edits.store_settings import set_year_start
from deals.model import YEAR_START_BEFORE, Book, StoreSetting
from deals.numbers.figures import Figures
from deals.numbers.fiscal_periods import UNITS, PeriodUnit, YearStarts, month_index, year_starts
from deals.numbers.targets import find_sales_target, read_target_period
from deals.parsing.time_words import Calendar
from tests.deals.numbers.stories import TODAY, deal
from tests.screens.numbers.cases import RATED

CHANGED = date(2026, 11, 10)


def moved(start: int = 2, first: int = 1) -> Book:
    """A book whose fiscal year started in January until November 2026."""
    return set_year_start(set_year_start(Book(), first, date(2025, 1, 1)), start, CHANGED)


def test_what_is_said_first_is_no_change_and_taking_it_back_leaves_none() -> None:
    assert set_year_start(Book(), 4, CHANGED).former_year_starts == ()
    book = moved()
    assert (book.year_start, book.former_year_starts) == (2, ((CHANGED, 1),))
    assert set_year_start(book, 2, TODAY) is book
    assert set_year_start(book, 3, CHANGED).former_year_starts == ((CHANGED, 1),)
    assert set_year_start(book, 1, CHANGED).former_year_starts == ()
    assert set_year_start(book, 2).former_year_starts == ()
    again = set_year_start(book, 4, TODAY)
    assert again.former_year_starts == ((CHANGED, 1), (TODAY, 2))


def test_what_an_edited_store_says_else_is_passed_over() -> None:
    settings = [(f"{YEAR_START_BEFORE}soon", "4"), (f"{YEAR_START_BEFORE}2026-01-01", "13")]
    book = Book(store_settings=tuple(StoreSetting(name=n, value=v) for n, v in settings))
    assert book.former_year_starts == ()


@pytest.mark.parametrize(
    ("day", "unit", "label"),
    [
        ("2025-06-01", "year", "2025"),
        ("2026-08-15", "quarter", "2026-Q3"),
        ("2026-10-15", "quarter", "FY2026-Q3"),
        ("2026-11-20", "quarter", "FY2026-Q4"),
        ("2026-05-20", "half", "2026H1"),
        ("2026-10-15", "month", "2026-10"),
        ("2026-06-01", "year", "FY2026"),
    ],
)
def test_a_period_that_was_over_keeps_its_name(day: str, unit: PeriodUnit, label: str) -> None:
    years = year_starts(moved(), TODAY)
    assert years.period_of(date.fromisoformat(day), unit).label == label


def test_before_the_change_nothing_of_it_was_known() -> None:
    assert year_starts(moved(), CHANGED - timedelta(1)) == YearStarts(1)
    assert year_starts(moved(), CHANGED) == YearStarts(2, ((CHANGED, 1),))


@given(st.integers(1, 12), st.integers(1, 12), st.dates(date(2024, 1, 1), date(2026, 12, 1)))
def test_periods_of_changed_years_follow_and_never_overlap(
    start: int, now: int, before: date
) -> None:
    years, day = YearStarts(now, ((before, start),)), date(2024, 3, 1)
    for unit in UNITS:
        found = years.list_periods(day, date(2027, 6, 1), unit)
        assert all(each.latest < after.earliest for each, after in pairwise(found))
        for each in found:
            assert years.period_of(each.latest, unit) == each
            assert month_index(each.latest) in each.months


def test_ended_periods_keep_their_targets_and_what_was_signed_in_them() -> None:
    book = moved(first=1).with_projects(
        deal("A", "2026-08-20 stage=P6", stage="P5", made="2026-06-01", amount="500")
    )
    calendar = Calendar(TODAY)
    before = set_target(
        book.with_lists(store_settings=()), read_target_period("2026-Q3", calendar), "900", "CNY"
    )
    book = book.with_lists(targets=before.targets)
    figures = Figures(book, RATED, TODAY)
    third = figures.years.period_of(date(2026, 8, 20), "quarter")
    assert third.label == "2026-Q3"
    bucket = figures.forecast().find(third)
    assert bucket.currencies["CNY"].signed == 500
    gap = figures.gap(third)
    assert (gap.signed, gap.target and gap.target.amount) == (500, 900)
    assert sum(each.currencies["CNY"].signed for each in figures.forecast().periods) == 500


def test_a_year_that_was_over_is_split_as_it_was() -> None:
    calendar = Calendar(TODAY)
    book = set_target(Book(), read_target_period("2025", calendar), "400", "CNY")
    book = book.with_lists(store_settings=moved().store_settings)
    years = year_starts(book, TODAY)
    for day, amount in (("2025-02-01", 100), ("2025-12-01", 100)):
        quarter = years.period_of(date.fromisoformat(day), "quarter")
        month = years.period_of(date.fromisoformat(day), "month")
        found, part = (find_sales_target(book, each, "CNY") for each in (quarter, month))
        assert found is not None
        assert part is not None
        assert (found.amount, part.amount in (33, 34)) == (amount, True)


def test_past_forecasts_are_replayed_by_the_year_known_then() -> None:
    project = deal("A", "2026-08-20 stage=P6", stage="P4", made="2026-02-01", amount="500")
    project = project.model_copy(update={"signs": deal("B", signs="2026-08").signs})
    plain = record_win_rates(Book().with_projects(project), RATED, date(2026, 1, 1))
    changed = plain.with_lists(store_settings=moved().store_settings)
    judged = [Figures(book, RATED, TODAY).record().forecasts.periods for book in (plain, changed)]
    assert [each.label for each in judged[0]] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert judged[1] == judged[0]
    years = Figures(replace(changed), RATED, TODAY).record().years
    assert list(years) == [2026]


def test_a_target_whose_months_are_no_period_any_more_is_named() -> None:
    book = set_target(Book(), read_target_period("2026-Q4", Calendar(TODAY)), "900", "CNY")
    book = book.with_lists(store_settings=moved().store_settings)
    figures = Figures(book, RATED, TODAY)
    for day, labels in (("2026-11-20", ("2026-Q4",)), ("2027-03-01", ()), ("2026-08-01", ())):
        gap = figures.gap(figures.years.period_of(date.fromisoformat(day), "quarter"))
        assert (gap.target, gap.money.crossing) == (None, labels)
