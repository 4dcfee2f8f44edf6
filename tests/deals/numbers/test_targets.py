"""Targets: as they are typed, split and added up, and merged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.book_change import BookChange
from deals.edits.number_settings import (
    read_exchange_rate,
    replace_targets,
    set_rate,
    set_target,
    split_setting,
)
from deals.edits.store_settings import set_year_start
from deals.errors import UserError
from deals.model import Book, SalesTarget, TargetMonths
from deals.numbers.figures import Figures, NumbersScope
from deals.numbers.fiscal_periods import FiscalPeriod, YearStarts, parse_fiscal_period
from deals.numbers.targets import (
    TargetFigure,
    TargetSource,
    find_sales_target,
    read_target_period,
    share_evenly,
    target_period,
    target_table,
)
from deals.parsing.time_words import Calendar
from tests.deals.makers import DEFAULT

TODAY = date(2026, 11, 30)


def calendar(year_start: int = 1) -> Calendar:
    return Calendar(TODAY, None, year_start)


def with_targets(*settings: str, owner: str = "", book: Book | None = None) -> Book:
    """Set targets as they are typed."""
    book = book or Book()
    for setting in settings:
        period, amount = split_setting(setting)
        read = read_target_period(period, calendar(book.year_start))
        book = set_target(book, read, amount, "CNY", owner)
    return book


@pytest.mark.parametrize(
    ("text", "year_start", "first", "months"),
    [
        ("2026-Q4", 1, "2026-10-01", 3),
        ("2026Q4", 1, "2026-10-01", 3),
        ("2026年四季度", 1, "2026-10-01", 3),
        ("本季度", 1, "2026-10-01", 3),
        ("2026", 1, "2026-01-01", 12),
        ("FY2026", 1, "2026-01-01", 12),
        ("2026-11", 2, "2026-11-01", 1),
        ("2026年11月", 1, "2026-11-01", 1),
        ("FY2026", 4, "2026-04-01", 12),
        ("FY2026-Q4", 4, "2027-01-01", 3),
        ("2026-Q4", 4, "2026-10-01", 3),
        ("26财年三季度", 4, "2026-10-01", 3),
    ],
)
def test_a_period_is_read(text: str, year_start: int, first: str, months: int) -> None:
    read = read_target_period(text, calendar(year_start))
    assert (f"{read.first}", read.months) == (first, months)


@pytest.mark.parametrize(
    ("text", "year_start", "code"),
    [
        ("2026H2", 1, "target-period"),
        ("2026-11-30", 1, "target-period"),
        ("2026-11~2026-12", 1, "target-period"),
        ("about 2026-11", 1, "target-period"),
        ("soon", 1, "target-period"),
        ("2026", 4, "target-fiscal"),
        ("2026-Q4", 2, "target-fiscal"),
    ],
)
def test_a_period_that_is_none_of_targets_is_refused(text: str, year_start: int, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_target_period(text, calendar(year_start))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("2026-Q4", "setting-unreadable"),
        ("=40M", "setting-unreadable"),
        ("2026-Q4=3-4M", "target-range"),
        ("2026-Q4=much", "amount-unreadable"),
        ("2026-Q4=-4M", "amount-negative"),
        ("2026-Q4=", "target-missing"),
    ],
)
def test_a_setting_that_sets_nothing_is_refused(setting: str, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        with_targets(setting)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [("4000万", 40_000_000, "CNY"), ("40M", 40_000_000, "CNY"), ("$2m", 2_000_000, "USD")],
)
def test_an_amount_is_read_as_people_write_it(typed: str, amount: int, currency: str) -> None:
    (target,) = with_targets(f"2026-Q4={typed}").targets
    assert (target.amount, target.currency) == (amount, currency)


YEAR = parse_fiscal_period("2026")
QUARTERS, MONTHS = YEAR.split("quarter"), YEAR.split("month")
FIGURES: list[tuple[tuple[str, ...], FiscalPeriod, int | None, TargetSource]] = [
    (("2026=100M",), QUARTERS[3], 25_000_000, "split"),
    (("2026=100M",), MONTHS[11], 8_333_333, "split"),
    (("2026=100M",), YEAR, 100_000_000, "set"),
    (("2026=100M", "2026-Q4=40M"), QUARTERS[3], 40_000_000, "set"),
    (("2026=100M", "2026-Q4=40M"), QUARTERS[0], 20_000_000, "split"),
    (("2026=100M", "2026-Q4=400M"), QUARTERS[0], 0, "split"),
    (("2026-Q1=1M", "2026-Q2=2M", "2026-Q3=3M", "2026-Q4=4M"), YEAR, 10_000_000, "sum"),
    (("2026-Q1=1M", "2026-Q4=4M"), YEAR, None, "set"),
    (("2026=100M",), YEAR.split("half")[1], 50_000_000, "split"),
    (("2026-Q3=3M", "2026-Q4=4M"), YEAR.split("half")[1], 7_000_000, "sum"),
    (("2026-Q4=4M",), YEAR.split("half")[1], None, "set"),
    (("2026-10=1M", "2026-11=1M", "2026-12=2M"), QUARTERS[3], 4_000_000, "sum"),
    (("2026-Q4=10", "2026-11=3"), MONTHS[9], 4, "split"),
    (("2026-Q4=10", "2026-11=3"), MONTHS[11], 3, "split"),
    ((), QUARTERS[3], None, "set"),
]


@pytest.mark.parametrize(("settings", "period", "amount", "source"), FIGURES)
def test_what_was_set_around_a_period_says_its_target(
    settings: tuple[str, ...],
    period: FiscalPeriod,
    amount: int | None,
    source: TargetSource,
) -> None:
    found = find_sales_target(with_targets(*settings), period, "CNY")
    assert found == (None if amount is None else TargetFigure(amount, source))


def test_a_team_without_its_own_has_its_owners() -> None:
    book = with_targets("2026-Q4=1M", owner="周", book=with_targets("2026=8M", owner="林"))
    october = QUARTERS[3]
    assert find_sales_target(book, october, "CNY") == TargetFigure(3_000_000, "owners")
    assert find_sales_target(book, october, "CNY", "周") == TargetFigure(1_000_000)
    assert find_sales_target(book, october, "USD") is None
    own = with_targets("2026-Q4=5M", book=book)
    assert find_sales_target(own, october, "CNY") == TargetFigure(5_000_000)


def test_a_fiscal_year_is_split_over_its_own_quarters() -> None:
    book = with_targets("FY2026=100M", book=set_year_start(Book(), 4))
    quarter = parse_fiscal_period("FY2026-Q4", YearStarts(4))
    assert find_sales_target(book, quarter, "CNY") == TargetFigure(25_000_000, "split")
    assert find_sales_target(book, parse_fiscal_period("FY2025-Q4", YearStarts(4)), "CNY") is None
    (target,) = book.targets
    assert target_table(book).is_split(target_period(target, YearStarts(4)))
    calendar_year = set_year_start(book, 1)
    assert not target_table(calendar_year).is_split(target_period(target, YearStarts(4)))


@pytest.mark.parametrize(
    ("first", "months", "year_start", "label"),
    [
        ("2026-11-01", 1, 4, "2026-11"),
        ("2026-10-01", 3, 1, "2026-Q4"),
        ("2026-10-01", 3, 4, "FY2026-Q3"),
        ("2027-01-01", 3, 4, "FY2026-Q4"),
        ("2026-04-01", 12, 4, "FY2026"),
        ("2026-01-01", 12, 1, "2026"),
        ("2026-01-01", 12, 4, "2026"),
    ],
)
def test_a_target_is_of_the_period_that_its_months_are(
    first: str, months: TargetMonths, year_start: int, label: str
) -> None:
    target = SalesTarget(
        name=first, first=date.fromisoformat(first), months=months, amount=1, currency="CNY"
    )
    assert target_period(target, YearStarts(year_start)).label == label


@given(st.integers(0, 10**9), st.lists(st.integers(0, 3), max_size=3, unique=True))
def test_the_parts_of_a_year_add_up_to_it(amount: int, given_quarters: list[int]) -> None:
    share = amount // 8
    quarters = [f"2026-Q{at + 1}={share}元" for at in given_quarters]
    book = with_targets(f"2026={amount}元", *quarters)
    parts = [find_sales_target(book, quarter, "CNY") for quarter in QUARTERS]
    assert sum(part.amount for part in parts if part) == amount
    months = [find_sales_target(book, month, "CNY") for month in MONTHS]
    assert sum(part.amount for part in months if part) == amount


def test_what_is_left_over_goes_to_the_earlier() -> None:
    assert share_evenly(10, 4) == (3, 3, 2, 2)


def test_two_who_set_targets_keep_both_and_the_later_of_one() -> None:
    base = with_targets("2026-Q4=1M")
    theirs = with_targets("2026-Q4=2M", "2026-Q3=3M", book=base)
    ours = with_targets("2026-Q4=4M", book=base)
    done = BookChange.between(base, ours).apply(theirs)
    assert {f"{target.first:%m}": target.amount for target in done.book.targets} == {
        "10": 4_000_000,
        "07": 3_000_000,
    }
    assert with_targets("2026-Q4=4M", book=ours) is ours
    assert with_targets("2026-Q4=", book=ours).targets == ()


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ((), "3M", {"CNY": 3_000_000}),
        (("USD 2M",), "3M", {"USD": 3_000_000}),
        (("USD 2M",), "CNY 3M", {"CNY": 3_000_000}),
        (("USD 2M", "3M"), "$2M, 4M", {"USD": 2_000_000, "CNY": 4_000_000}),
        (("USD 2M", "3M"), "$1,000,000", {"USD": 1_000_000}),
        (("USD 2M", "3M"), "-", {}),
    ],
)
def test_what_is_typed_over_targets_is_all_of_them(
    before: tuple[str, ...], typed: str, after: dict[str, int]
) -> None:
    book, period = with_targets("2027-Q1=9M"), read_target_period("2026-Q4", calendar())
    for amount in before:
        book = set_target(book, period, amount, "CNY", "Wu")
    book = replace_targets(book, period, typed, "CNY", "Wu")
    assert {each.currency: each.amount for each in book.targets if each.owner} == after
    assert len(book.targets) == 1 + len(after)


MONEY: list[tuple[tuple[str, ...], str, int | None, dict[str, int], dict[str, int]]] = [
    (("3M", "USD 2M"), "", 17_200_000, {"CNY": 3_000_000, "USD": 2_000_000}, {}),
    (("USD 2M",), "", 14_200_000, {"USD": 2_000_000}, {}),
    (("3M", "EUR 1M"), "", 3_000_000, {"CNY": 3_000_000}, {"EUR": 1_000_000}),
    (("EUR 1M",), "", None, {}, {"EUR": 1_000_000}),
    (("3M", "USD 2M"), "CNY", 3_000_000, {"CNY": 3_000_000}, {"USD": 2_000_000}),
    (("3M", "USD 2M"), "USD", 2_000_000, {"USD": 2_000_000}, {"CNY": 3_000_000}),
]


@pytest.mark.parametrize("owner", ["", "Laura"])
@pytest.mark.parametrize(("amounts", "face", "amount", "parts", "beside"), MONEY)
def test_targets_of_several_currencies_add_up_at_the_rates(
    amounts: tuple[str, ...],
    face: str,
    amount: int | None,
    parts: dict[str, int],
    beside: dict[str, int],
    owner: str,
) -> None:
    book, period = Book(), QUARTERS[3]
    for text in amounts:
        book = set_target(book, read_target_period("2026-Q4", calendar()), text, "CNY", owner)
    book = set_rate(book, read_exchange_rate("USD=7.1", "CNY"), date(2026, 11, 1))
    figures = Figures(book, DEFAULT, date(2026, 11, 30))
    gap = figures.gap(period, NumbersScope(owner or None), face or None)
    assert (gap.target.amount if gap.target else None) == amount
    assert (gap.money.parts, gap.money.beside) == (parts, beside)


def test_the_team_s_target_in_one_currency_holds_its_owners_in_another() -> None:
    period = read_target_period("2026-Q4", calendar())
    book = set_target(with_targets("2026-Q4=40M"), period, "USD 2M", "CNY", "Laura")
    book = set_rate(book, read_exchange_rate("USD=7.1", "CNY"), date(2026, 11, 1))
    gap = Figures(book, DEFAULT, date(2026, 11, 30)).gap(QUARTERS[3])
    assert gap.target == TargetFigure(40_000_000)
