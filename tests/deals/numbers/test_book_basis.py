"""A book's own rates, fiscal year and deleted projects, as its numbers take them."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.edits.number_settings import read_exchange_rate, record_win_rates, set_rate
from deals.edits.store_settings import set_year_start
from deals.model import Book, Change
from deals.numbers.basis import DayRate
from deals.numbers.book_basis import basis_at, list_deletions
from deals.numbers.figures import Figures
from deals.numbers.movement import find_movement
from tests.deals.makers import NOW, TODAY, amount, playbook, project
from tests.deals.numbers.stories import moment
from tests.deals.readings import LATER

RATED, HIGHER = (playbook(f"[stages.P3]\nwin = {rate}") for rate in (0.2, 0.3))
BEFORE = TODAY - timedelta(days=60)


def book_of_two_rates() -> Book:
    book = set_year_start(record_win_rates(Book(), RATED, BEFORE), 4)
    for rate, day in (("USD=7.1", BEFORE), ("USD=7.2", TODAY)):
        book = set_rate(book, read_exchange_rate(rate, "CNY"), day)
    return book


def test_a_past_day_has_the_rates_that_were_known_then() -> None:
    book = book_of_two_rates()
    now, then = (basis_at(book, HIGHER, TODAY, day) for day in (None, TODAY - timedelta(days=1)))
    assert (now.win_rates, then.win_rates) == ({"P3": 0.3}, {"P3": 0.2})
    assert [f"{basis.exchange_rates['USD']}" for basis in (now, then)] == ["7.2", "7.1"]
    assert (now.today, now.years.now, now.home) == (TODAY, 4, "CNY")
    assert not basis_at(book, HIGHER, TODAY, BEFORE - timedelta(days=1)).exchange_rates
    assert basis_at(book, HIGHER, TODAY, home="EUR").home == "EUR"


def test_a_deletion_is_a_line_of_the_movement() -> None:
    deal = project("P3", signs="2026-Q2", amount=amount(640_000))
    begun = Book().with_projects(deal.model_copy(update={"created_at": NOW - timedelta(days=90)}))
    sharing = ContactSharing(LATER)
    book = BookChange.between(begun, begun.without("one"), sharing).apply(begun).book
    assert [(gone.project.id, gone.on) for gone in list_deletions(book)] == [("one", TODAY)]
    since, basis = TODAY - timedelta(days=30), basis_at(book, RATED, TODAY)
    found = find_movement(book.projects.values(), since, basis, deleted=list_deletions(book))
    moved = found.currencies["CNY"]
    assert (moved.then, moved.now) == (640_000, 0)
    assert [(line.kind, line.amount) for line in moved.lines if line.amount] == [
        ("deleted", -640_000)
    ]


def test_a_rate_of_today_changes_nothing_that_has_ended() -> None:
    """One signing has one figure: in the forecast, in the movement, and whatever is set later."""
    before = book_of_two_rates()
    usd = amount(100, None, "USD")
    moved = TODAY - timedelta(days=20)
    went = Change(at=moment(moved), by="林", field="stage", old="P3", new="P6")
    signed = project("P6", id="signed", history=(went,), signs="2026", amount=usd)
    lost = project("P3", id="lost", status="lost", signs="2026", amount=usd)
    ended = Change(at=moment(moved), by="林", field="status", old="open", new="lost")
    lost = lost.model_copy(update={"history": (ended,)})
    made = {"created_at": moment(BEFORE)}
    there = [
        each.model_copy(update=made)
        for each in (signed, lost, project("P3", id="x", signs="2026", amount=usd))
    ]
    before = before.with_projects(*there)
    after = set_rate(before, read_exchange_rate("USD=8", "CNY"), TODAY)
    for book, now in ((before, 720), (after, 800)):
        figures = Figures(book, RATED, TODAY)
        total = figures.forecast().total.home
        assert total is not None
        assert (total.signed, total.sum.expected) == (710, now)
        home = figures.movement(BEFORE).home
        assert home is not None
        lines = {line.kind: line.amount for line in home.lines}
        assert lines == {"won": -710, "lost": -710}
        assert (home.then, home.now) == (1420 + now, now)


def test_what_ended_before_any_rate_takes_the_earliest() -> None:
    basis = basis_at(book_of_two_rates(), RATED, TODAY)
    earliest = basis.ended_rate("USD", BEFORE - timedelta(days=5))
    assert earliest == basis.ended_rate("USD", None) == (Fraction("7.1"), BEFORE)
    assert basis.ended_rate("USD", TODAY) == (Fraction("7.2"), TODAY)
    assert basis.ended_rate("CNY", TODAY) == DayRate(Fraction(1))
    assert basis.ended_rate("EUR", TODAY) is None
