"""A book's own rates, fiscal year and deleted projects, as its numbers take them."""

from __future__ import annotations

from datetime import timedelta

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.edits.number_settings import read_exchange_rate, record_win_rates, set_rate
from deals.edits.store_settings import set_year_start
from deals.model import Book
from deals.numbers.book_basis import basis_at, list_deletions
from deals.numbers.movement import find_movement
from tests.deals.makers import NOW, TODAY, amount, playbook, project
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
    assert (now.today, now.year_start, now.home) == (TODAY, 4, "CNY")
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
