"""Targets and the currencies they are of: which figures are held against which."""

from __future__ import annotations

from datetime import date

import pytest

from deals.edits.number_settings import read_exchange_rate, set_rate, set_target
from deals.model import Book
from deals.numbers.figures import Figures, NumbersScope
from deals.numbers.fiscal_periods import parse_fiscal_period
from deals.numbers.targets import read_target_period
from deals.parsing.time_words import Calendar
from tests.deals.makers import DEFAULT
from tests.deals.numbers.stories import TODAY, deal

QUARTER = parse_fiscal_period("2026-Q4")
PERIOD = read_target_period("2026-Q4", Calendar(TODAY))
DEALS = (
    deal("A", amount="300万", signs="2026-12"),
    deal("B", amount="USD 100k", signs="2026-12", owner="Ann"),
)


def figures_with(*targets: tuple[str, str], rate: bool = True) -> Figures:
    """Figures of a deal in each of two currencies, with targets of owners."""
    book = Book().with_projects(*DEALS)
    for owner, amount in targets:
        book = set_target(book, PERIOD, amount, "CNY", owner)
    if rate:
        book = set_rate(book, read_exchange_rate("USD=7", "CNY"), date(2026, 11, 1))
    return Figures(book, DEFAULT, TODAY)


Held = tuple[int | None, dict[str, int], str]
CASES: list[tuple[tuple[tuple[str, str], ...], bool, str | None, Held]] = [
    # One target in the home currency is of all money, so neither currency alone is held against it.
    ((("", "40M"),), True, None, (40_000_000, {}, "")),
    ((("", "40M"),), True, "CNY", (None, {"CNY": 40_000_000}, "CNY")),
    ((("", "40M"),), True, "USD", (None, {"CNY": 40_000_000}, "CNY")),
    # Without a rate there is no other way to hold it against anything.
    ((("", "40M"),), False, "CNY", (40_000_000, {}, "")),
    ((("", "40M"),), False, "USD", (None, {"CNY": 40_000_000}, "")),
    # One in another currency is of that currency.
    ((("", "USD 2M"),), True, None, (14_000_000, {}, "")),
    ((("", "USD 2M"),), True, "USD", (2_000_000, {}, "")),
    ((("", "USD 2M"),), True, "CNY", (None, {"USD": 2_000_000}, "")),
    # Where each has its own, each is held against its own.
    ((("", "40M"), ("", "USD 2M")), True, "CNY", (40_000_000, {"USD": 2_000_000}, "")),
    ((("", "40M"), ("", "USD 2M")), True, None, (54_000_000, {}, "")),
    # What owners add up to is of all money of theirs, whatever others have set.
    ((("Wu", "3M"), ("Ann", "USD 2M")), True, "CNY", (None, {"CNY": 3_000_000}, "CNY")),
]


@pytest.mark.parametrize(("targets", "rate", "currency", "held"), CASES)
def test_a_target_is_held_against_the_money_that_it_is_of(
    targets: tuple[tuple[str, str], ...], rate: bool, currency: str | None, held: Held
) -> None:
    gap = figures_with(*targets, rate=rate).gap(QUARTER, NumbersScope(), currency)
    beside = {code: gap.money.beside[code] for code in held[1]}
    assert (gap.target.amount if gap.target else None, beside, gap.money.joint_currency) == held


def test_an_owner_of_one_currency_is_held_against_a_target_in_it() -> None:
    figures = figures_with(("Ann", "USD 2M"), ("me", "3M"))
    of_me = NumbersScope("me")
    assert not figures.forecast(of_me).joins
    gap = figures.gap(QUARTER, of_me, "CNY")
    assert gap.target is not None
    assert gap.target.amount == 3_000_000
    assert set(figures.owner_targets(QUARTER, "CNY")) == set()
    assert set(figures.owner_targets(QUARTER)) == {"ann", "me"}


@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_each_target_is_told_in_one_way_at_least(currency: str) -> None:
    figures = figures_with(("", f"{currency} 5M"))
    bucket = figures.forecast().find(QUARTER)
    gaps = figures.list_gaps(bucket)
    assert [(gap.currency, together) for gap, together in gaps] == (
        [("CNY", True)] if currency == "CNY" else [("USD", False), ("CNY", True)]
    )
