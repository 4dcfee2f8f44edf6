"""Another start of the fiscal year: periods that were over keep their months, names, targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.number_settings import record_win_rates, set_measure, set_target
from deals.edits.store_settings import set_year_start
from deals.errors import UserError
from deals.model import YEAR_START, YEAR_START_BEFORE, Book, StoreSetting
from deals.numbers.figures import TEAM, Figures
from deals.numbers.fiscal_periods import (
    UNITS,
    PeriodUnit,
    YearStarts,
    parse_fiscal_period,
    year_starts,
)
from deals.numbers.record import find_measures, measure_year
from deals.numbers.targets import find_sales_target, read_target_period
from deals.parsing.time_words import Calendar
from tests.deals.numbers.stories import TODAY, deal
from tests.screens.numbers.cases import RATED

CHANGED = date(2026, 11, 10)
starts = st.integers(1, 12)


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
        ("2026-10-15", "quarter", "2026-10~2026-10"),
        ("2026-11-20", "quarter", "FY2026-Q4"),
        ("2026-05-20", "half", "2026H1"),
        ("2026-10-15", "month", "2026-10"),
        ("2026-06-01", "year", "2026-01~2026-10"),
        ("2026-11-20", "year", "2026-11~2027-01"),
        ("2027-02-01", "year", "FY2027"),
    ],
)
def test_a_period_that_was_over_keeps_its_name(day: str, unit: PeriodUnit, label: str) -> None:
    years = year_starts(moved(), TODAY)
    assert years.period_of(date.fromisoformat(day), unit).label == label


def test_before_the_change_nothing_of_it_was_known() -> None:
    assert year_starts(moved(), CHANGED - timedelta(1)) == YearStarts(1)
    assert year_starts(moved(), CHANGED) == YearStarts(2, ((CHANGED, 1),))


changes = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 1)), starts), max_size=4
).map(lambda found: tuple(sorted(dict(found).items())))
FIRST, LAST = date(2023, 1, 1), date(2028, 6, 1)


@given(changes, starts)
def test_the_periods_of_each_unit_part_the_months(
    former: tuple[tuple[date, int], ...], now: int
) -> None:
    years = YearStarts(now, former)
    for unit in UNITS:
        found = years.list_periods(FIRST, LAST, unit)
        months = [month for each in found for month in each.months]
        assert months == list(range(found[0].first, found[-1].months.stop))
        assert len({each.label for each in found}) == len({each.id for each in found}) == len(found)
        for each in found:
            assert {years.period_of_month(month, unit) for month in each.months} == {each}
            assert list(each.split("month")) == [
                years.period_of_month(month, "month") for month in each.months
            ]
            assert parse_fiscal_period(each.label, years).months == each.months
        for each in found[1:-1]:
            assert (years.previous(years.next(each)), years.find_year(2026).year) == (each, 2026)


@given(changes, starts, st.data())
def test_what_was_over_by_a_change_stays_as_it_was(
    former: tuple[tuple[date, int], ...], now: int, data: st.DataObject
) -> None:
    if not former:
        return
    place = data.draw(st.integers(0, len(former) - 1))
    day, start = former[place]
    before, after = YearStarts(start, former[:place]), YearStarts(now, former)
    for unit in UNITS:
        over = [each for each in before.list_periods(FIRST, day, unit) if each.latest < day]
        assert [after.period_of_month(each.first, unit) for each in over] == over


@given(changes, starts, starts)
def test_each_deal_is_in_one_period_and_all_faces_agree(
    former: tuple[tuple[date, int], ...], now: int, month: int
) -> None:
    former = tuple(each for each in former if each[0] <= TODAY)
    signed = deal("A", f"2026-{month:02}-20 stage=P6", stage="P5", made="2026-01-01", amount="500")
    open_one = deal("B", stage="P3", amount="900", signs="2026-12~2027-09")
    settings = [StoreSetting(name=YEAR_START, value=f"{now}")]
    settings += [StoreSetting(name=f"{YEAR_START_BEFORE}{on}", value=f"{at}") for on, at in former]
    book = Book(store_settings=tuple(settings)).with_projects(signed, open_one)
    figures = Figures(book, RATED, TODAY)
    for unit in UNITS:
        forecast = figures.forecast(TEAM, unit)
        there = [bucket.currencies["CNY"] for bucket in forecast.periods]
        total = forecast.total.currencies["CNY"]
        assert sum(each.signed for each in there) == total.signed
        assert sum(each.sum.expected for each in there) == total.sum.expected
        keys = [bucket.key for bucket in forecast.periods]
        assert len(set(keys)) == len(keys)


def test_years_of_one_number_are_two_in_the_record_and_its_measures() -> None:
    won = [
        deal(f"w{at}", f"{day} stage=P6", stage="P4", made="2024-09-01")
        for at, day in enumerate(("2025-02-20", "2025-06-20", "2026-02-20", "2026-11-20"))
    ]
    book = set_year_start(set_year_start(Book().with_projects(*won), 1), 4, TODAY)
    figures = Figures(book, RATED, TODAY)
    years = figures.record().years
    assert {year.label: found.won for year, found in years.items()} == {
        "2025": ("w0", "w1"),
        "2026-01~2026-09": ("w2",),
        "2026-10~2027-03": ("w3",),
    }
    numbers = [measure_year(year, figures.years) for year in years]
    assert [(each.year, each.first) for each in numbers] == [
        *((2025, None), (2026, None), (2026, date(2026, 10, 1))),
    ]
    for number, share in zip(numbers[1:], ("20", "30"), strict=True):
        book = set_measure(book, number.year, "share", share, source="report", first=number.first)
    shares = [find_measures(book.measures, each, "") for each in numbers]
    assert [each["share"].value if each else "" for each in shares] == ["", "20", "30"]


def test_a_quarter_of_former_years_is_not_taken_for_one_of_the_present() -> None:
    book = set_year_start(set_year_start(Book(), 4), 7, TODAY)
    years = year_starts(book, TODAY)
    over, now = (years.period_of(date(2026, at, 1), "quarter") for at in (8, 11))
    assert [each.label for each in (over, now)] == ["2026-07~2026-09", "FY2026-Q2"]
    assert parse_fiscal_period("FY2026-Q2", years) == now
    assert parse_fiscal_period(over.label, years) == over
    assert read_target_period(over.label, Calendar(TODAY, None, 7), years).first == over.earliest
    for text in ("FY2026", "2026-10~2027-06"):
        with pytest.raises(UserError) as refused:
            read_target_period(text, Calendar(TODAY, None, 7), years)
        assert refused.value.code == "target-cut"


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
    assert judged[1][:3] == judged[0]
    assert [each.label for each in judged[1][3:]] == ["2026-10~2026-10"]
    years = Figures(replace(changed), RATED, TODAY).record().years
    assert [each.label for each in years] == ["2026-01~2026-10"]


def test_a_target_whose_months_are_no_period_any_more_is_named() -> None:
    book = set_target(Book(), read_target_period("2026-Q4", Calendar(TODAY)), "900", "CNY")
    book = book.with_lists(store_settings=moved().store_settings)
    figures = Figures(book, RATED, TODAY)
    for day, labels in (("2026-11-20", ("2026-Q4",)), ("2027-03-01", ()), ("2026-08-01", ())):
        gap = figures.gap(figures.years.period_of(date.fromisoformat(day), "quarter"))
        assert (gap.target, gap.money.crossing) == (None, labels)
