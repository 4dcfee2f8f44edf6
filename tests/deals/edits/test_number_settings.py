"""Win rates and measures of success, as the store keeps them."""

from __future__ import annotations

from datetime import date

import pytest

from deals.book_change import BookChange
from deals.edits.number_settings import record_win_rates, set_measure, set_target
from deals.errors import UserError
from deals.model import Book, MeasureKind, TargetPeriod, win_rates_at
from deals.numbers.fiscal_periods import period_of_day
from deals.numbers.targets import find_sales_target
from tests.deals.makers import DEFAULT, playbook

MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)
RATED = playbook("[stages.P3]\nwin = 0.2\n[stages.P5]\nwin = 0.8\n")
HIGHER = playbook("[stages.P3]\nwin = 0.3\n")


def test_without_win_rates_nothing_is_recorded() -> None:
    assert DEFAULT.win_rates == {}
    book = Book()
    assert record_win_rates(book, DEFAULT, MARCH) is book
    assert win_rates_at(book.win_rates, MARCH) == {}


def test_each_change_of_win_rates_is_recorded_with_its_day() -> None:
    first = record_win_rates(Book(), RATED, MARCH)
    assert record_win_rates(first, RATED, APRIL) is first
    second = record_win_rates(first, HIGHER, APRIL)
    assert win_rates_at(second.win_rates, date(2026, 3, 1)) == {}
    assert win_rates_at(second.win_rates, date(2026, 3, 31)) == {"P3": 0.2, "P5": 0.8}
    assert win_rates_at(second.win_rates, APRIL) == {"P3": 0.3}
    none = record_win_rates(second, DEFAULT, date(2026, 5, 1))
    assert win_rates_at(none.win_rates, date(2026, 5, 1)) == {}
    assert win_rates_at(none.win_rates, APRIL) == {"P3": 0.3}


def test_two_changes_of_a_day_are_the_last_of_them() -> None:
    book = record_win_rates(record_win_rates(Book(), RATED, MARCH), HIGHER, MARCH)
    (record,) = book.win_rates
    assert (record.on, win_rates_at(book.win_rates, MARCH)) == (MARCH, {"P3": 0.3})


def test_two_who_open_the_store_at_once_record_them_once() -> None:
    recorded = record_win_rates(Book(), RATED, MARCH)
    done = BookChange.between(Book(), record_win_rates(Book(), RATED, MARCH)).apply(recorded)
    assert done.book.win_rates == recorded.win_rates


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("share", "31.5%", "31.5"),
        ("share", "40", "40"),
        ("growth", "-12,5 %", "-12.5"),
        ("growth", "+120%", "120"),
        ("standing", "  second in  rail ", "second in rail"),
        ("customers", "北辰电力、沧江地铁,北辰电力；Acme", "北辰电力\n沧江地铁\nAcme"),
    ],
)
def test_a_measure_is_read(kind: MeasureKind, text: str, value: str) -> None:
    book = set_measure(Book(), 2026, kind, text, owner="林", source="annual report")
    (measure,) = book.measures
    assert (measure.value, measure.owner, measure.source) == (value, "林", "annual report")
    again = set_measure(book, 2026, kind, text, owner="林", source="annual report")
    assert again is book
    assert set_measure(book, 2026, kind, "", owner="林").measures == ()


@pytest.mark.parametrize(
    ("kind", "text", "source", "code"),
    [
        ("share", "101", "report", "measure-percent"),
        ("share", "-1", "report", "measure-percent"),
        ("growth", "-101", "report", "measure-percent"),
        ("growth", "fast", "report", "measure-percent"),
        ("share", "30", " ", "measure-source"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(
    kind: MeasureKind, text: str, source: str, code: str
) -> None:
    with pytest.raises(UserError) as refusal:
        set_measure(Book(), 2026, kind, text, source=source)
    assert refusal.value.code == code


def test_a_measure_is_of_a_year_and_an_owner() -> None:
    book = Book()
    for year, owner in ((2026, ""), (2026, "林"), (2025, "林")):
        book = set_measure(book, year, "share", "30", owner=owner, source="report")
    book = set_measure(book, 2026, "share", "33", source="second report")
    assert [(measure.year, measure.owner, measure.value) for measure in book.measures] == [
        *((2026, "", "33"), (2026, "林", "30"), (2025, "林", "30"))
    ]


def test_a_target_keeps_what_it_was_with_its_days() -> None:
    period, book = TargetPeriod(date(2026, 1, 1), 3, "2026-Q1"), Book()
    for amount, on in (("500", "2026-01-05"), ("400", "2026-02-01"), ("450", "2026-02-01")):
        book = set_target(book, period, amount, "CNY", on=date.fromisoformat(on))
    late = set_target(book, period, "100", "CNY", on=date(2026, 5, 1))
    (target,) = late.targets
    assert [(each.amount, each.on) for each in target.former] == [
        (500, date(2026, 1, 5)),
        (450, date(2026, 2, 1)),
    ]
    # The quarter was over: what there was to reach stays.
    quarter = period_of_day(period.first, "quarter")
    for known in (book, late):
        found = find_sales_target(known, quarter, "CNY")
        assert found is not None
        assert found.amount == 450
    # Nothing was known at the end, so what was put right is what counts.
    after = set_target(Book(), period, "7", "CNY", on=date(2026, 5, 1))
    mended = set_target(after, period, "8", "CNY", on=date(2026, 5, 2))
    assert (found := find_sales_target(mended, quarter, "CNY")) is not None
    assert found.amount == 8
    assert set_target(mended, period, "8", "CNY", on=date(2026, 6, 1)) is mended
