"""Exchange rates as they are typed and dated, and sums at them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.book_change import BookChange
from deals.edits.number_settings import read_exchange_rate, set_rate
from deals.errors import UserError
from deals.model import Book
from deals.numbers.exchange import CurrencyConverter, home_currency

TODAY = date(2026, 11, 30)


def with_rates(*rates: str, on: date = TODAY, book: Book | None = None) -> Book:
    """Set exchange rates as they are typed."""
    book = book or Book()
    for rate in rates:
        book = set_rate(book, read_exchange_rate(rate, "CNY"), on)
    return book


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("USD=7.2", ("USD", "CNY", Decimal("7.2"))),
        ("美元 = 7.2", ("USD", "CNY", Decimal("7.2"))),
        ("$=7,2", ("USD", "CNY", Decimal("7.2"))),
        ("ＵＳＤ＝７．２", ("USD", "CNY", Decimal("7.2"))),
        ("100 JPY=4.8", ("JPY", "CNY", Decimal("0.048"))),
        ("100日元=4.8", ("JPY", "CNY", Decimal("0.048"))),
        ("usd=0.92 EUR", ("USD", "EUR", Decimal("0.92"))),
        ("EUR=7.8元", ("EUR", "CNY", Decimal("7.8"))),
        ("USD=", ("USD", "CNY", None)),
    ],
)
def test_a_rate_is_read(text: str, read: tuple[str, str, Decimal | None]) -> None:
    assert tuple(read_exchange_rate(text, "CNY")) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USD", "setting-unreadable"),
        ("XQQ=3", "currency-unknown"),
        ("USD=3 XQQ", "currency-unknown"),
        ("USD=-7", "rate-unreadable"),
        ("USD=0", "rate-unreadable"),
        ("USD=seven", "rate-unreadable"),
        ("USD=1,234", "rate-unreadable"),
        ("CNY=1", "rate-itself"),
    ],
)
def test_what_is_no_rate_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_exchange_rate(text, "CNY")
    assert refusal.value.code == code


def test_a_rate_holds_from_its_day_and_changes_no_day_before() -> None:
    first = with_rates("USD=7.1", on=date(2026, 10, 1))
    both = with_rates("USD=7.2", book=first)
    rates = CurrencyConverter.of(both, "CNY")
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 29), TODAY, date(2027, 5, 1)]
    found = [rates.rate_at("USD", day) for day in days]
    assert [rate and (f"{rate.rate}", f"{rate.on}") for rate in found] == [
        None,
        ("7.1", "2026-10-01"),
        ("7.1", "2026-10-01"),
        ("7.2", "2026-11-30"),
        ("7.2", "2026-11-30"),
    ]
    assert with_rates("USD=", book=both) == first
    with pytest.raises(UserError, match="rate-missing"):
        with_rates("USD=", on=date(2026, 11, 2), book=both)


def test_what_has_no_rate_is_never_taken_at_one() -> None:
    rates = CurrencyConverter.of(with_rates("USD=7.2"), "CNY")
    money = [("CNY", 6_000_000), ("USD", 500_000), ("EUR", 100_000)]
    parts = [rates.convert(amount, code, TODAY) for code, amount in money]
    assert parts == [6_000_000, 3_600_000, None]
    assert {code: rate.on for code, rate in rates.rates_at(TODAY).items()} == {"USD": TODAY}


def test_each_amount_is_rounded_by_itself() -> None:
    rates = CurrencyConverter.of(with_rates("USD=7.25"), "CNY")
    assert rates.convert(1, "USD", TODAY) == 7
    assert rates.convert(3, "USD", TODAY) == 22


def test_a_rate_into_another_currency_is_not_taken() -> None:
    book = with_rates("USD=0.92 EUR")
    assert CurrencyConverter.of(book, "CNY").convert(100, "USD", TODAY) is None
    assert CurrencyConverter.of(book, "EUR").convert(100, "USD", TODAY) == 92


def test_home_is_what_the_settings_say_else_what_rates_are_in() -> None:
    assert home_currency(Book()) == "CNY"
    assert home_currency(with_rates("USD=0.92 EUR")) == "EUR"
    assert home_currency(with_rates("USD=0.92 EUR"), "GBP") == "GBP"


@given(st.integers(0, 10**13))
def test_what_is_taken_away_weighs_as_much_as_what_is_added(amount: int) -> None:
    rates = CurrencyConverter.of(with_rates("USD=7.25"), "CNY")
    converted = rates.convert(amount, "USD", TODAY)
    assert converted is not None
    assert rates.convert(-amount, "USD", TODAY) == -converted


def test_a_rate_of_a_hundred_units_is_asked_about_and_can_be_corrected() -> None:
    slip = read_exchange_rate("JPY=4.8", "CNY")
    with pytest.raises(UserError, match="rate-units"):
        set_rate(Book(), slip, TODAY)
    meant = set_rate(Book(), slip, TODAY, force=True)
    right = read_exchange_rate("100 JPY=4.8", "CNY")
    (rate,) = set_rate(meant, right, TODAY).exchange_rates
    assert rate.rate == Decimal("0.048")
    assert len(set_rate(meant, right, TODAY + timedelta(1)).exchange_rates) == 2


def test_two_who_set_rates_keep_both() -> None:
    base = with_rates("USD=7.2")
    theirs = with_rates("EUR=7.8", book=base)
    ours = with_rates("USD=7.3", on=date(2026, 12, 1), book=base)
    done = BookChange.between(base, ours).apply(theirs).book
    assert sorted(rate.name for rate in done.exchange_rates) == [
        *("EUR/CNY 2026-11-30", "USD/CNY 2026-11-30", "USD/CNY 2026-12-01")
    ]
