"""What is signed of the targets of month, quarter and year: to the unit what the forecast says."""

from __future__ import annotations

import pytest

from deals.edits.number_settings import read_exchange_rate, set_rate
from deals.edits.store_settings import set_year_start
from deals.model import Book
from deals.numbers.attainment import Attainment, list_attainments
from deals.numbers.figures import TEAM, Figures, NumbersScope
from deals.owners import list_own_names
from tests.deals.makers import DEFAULT
from tests.deals.numbers.stories import TODAY, deal
from tests.deals.numbers.test_targets import with_targets

DEALS = (
    deal("A", "11-15 stage=P6", amount="30万", signs="2026-Q4"),
    deal("B", "10-20 stage=P6", amount="USD 100k", signs="2026-Q4", owner="周"),
    deal("C", "2026-02-10 stage=P6", amount="7万", signs="2026-02", made="2026-01-05"),
    deal("D", amount="90万", signs="2026-Q4"),
)


def attain(book: Book, scope: NumbersScope = TEAM) -> tuple[Attainment, ...]:
    """Return how a scope stands on the day of the cases."""
    return list_attainments(Figures(book.with_projects(*DEALS), DEFAULT, TODAY), scope)


@pytest.mark.parametrize("rate", ["", "USD=7.2"])
@pytest.mark.parametrize("start", [1, 4])
@pytest.mark.parametrize("owner", [None, "林", "周"])
def test_it_is_what_the_forecast_says(rate: str, start: int, owner: str | None) -> None:
    book = set_year_start(Book(), start)
    if rate:
        book = set_rate(book, read_exchange_rate(rate, "CNY"), TODAY)
    book = with_targets("2026=1000万", "2026-11=20万", book=book) if start == 1 else book
    figures = Figures(book.with_projects(*DEALS), DEFAULT, TODAY)
    scope = NumbersScope(owner)
    found = list_attainments(figures, scope)
    gaps = [figures.gap(each.period, scope) for each in found]
    assert [each.signed for each in found] == [gap.signed for gap in gaps]
    assert [each.money for each in found] == [gap.money for gap in gaps]
    assert [each.period.unit for each in found] == ["month", "quarter", "year"]


def test_the_share_is_of_the_target() -> None:
    month, quarter, year = attain(with_targets("2026-11=20万", "2026=740万"))
    assert (month.signed, month.target, month.share) == (300_000, 200_000, 1.5)
    assert (year.signed, year.share) == (370_000, 0.05)
    assert (quarter.signed, quarter.target) == (300_000, 1_850_000)
    assert [each.share for each in attain(Book())] == [None, None, None]


def test_what_one_writes_as_me_counts_towards_ones_own_target() -> None:
    book = with_targets("2026=740万", owner="林")
    mine = deal("E", "11-16 stage=P6", amount="5万", signs="2026-Q4", owner="我")
    figures = Figures(book.with_projects(*DEALS, mine), DEFAULT, TODAY)
    scope, names = NumbersScope("林"), list_own_names("林")
    alone, found = list_attainments(figures, scope), list_attainments(figures, scope, names)
    assert [each.signed for each in found] == [each.signed + 50_000 for each in alone]
    assert [each.money for each in found] == [each.money for each in alone]
