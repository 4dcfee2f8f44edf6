"""Big bets: who has much of their open money in one project, kept from book to book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.big_bets import BigBet, BigBetIndex, MoneyPools
from deals.filters import FilterContext, parse_filter
from deals.model import Book, ExchangeRate, Project, Status
from deals.numbers.day_rates import DayRates
from deals.parsing.time_words import Calendar
from deals.pipeline import team_assessments
from deals.playbook import Playbook
from deals.rules.triage import Assessments
from deals.search import SearchIndex
from tests.deals.makers import DEFAULT, TODAY, amount, contact, playbook, project

USD = ExchangeRate(name="USD", currency="USD", home="CNY", on=TODAY, rate=Decimal(7))
SEVEN = DayRates("CNY", {"USD": USD})
COACH = contact("何", 4, stance="supports")


def deal(
    id_: str, owner: str, money: int | None, currency: str = "CNY", status: Status = "open"
) -> Project:
    """Return a project of an owner."""
    worth = None if money is None else amount(money, currency=currency)
    return project("P0", id=id_, name=id_, owner=owner, amount=worth, status=status)


def book_of(owner: str, *money: int | None) -> Book:
    """Return a book in which an owner has projects of these amounts, called by letters."""
    return Book().with_projects(
        *(deal(id_, owner, each) for id_, each in zip("abcdefgh", money, strict=False))
    )


def find_big_bets(
    book: Book, playbook: Playbook, pools: MoneyPools | None = None
) -> Mapping[str, BigBet]:
    """Return the projects of a book that are big bets, by their ids."""
    index = BigBetIndex()
    index.update(book, playbook, pools)
    return index.bets


@pytest.mark.parametrize(
    ("money", "found"),
    [
        ((30, 25, 25, 20), {"a": 30}),
        ((299, 251, 250, 200), {}),
        ((301, 250, 249, 200), {"a": 30}),
        ((25, 25, 25, 25), {}),
        ((40, 40, 10, 10), {"a": 40, "b": 40}),
        # Three projects are too few to say so, and one without money is no fourth.
        ((90, 5, 5), {}),
        ((90, 5, 5, None), {}),
        ((90, 5, 5, 0), {}),
        ((90, 5, 4, 1), {"a": 90}),
        ((0, 0, 0, 0), {}),
        ((1, 1, 1, 3), {"d": 50}),
    ],
)
def test_shares(money: Sequence[int | None], found: dict[str, int]) -> None:
    bets = find_big_bets(book_of("林", *money), DEFAULT)
    assert {id_: bet.percent for id_, bet in bets.items()} == found


def test_each_currency_and_each_owner_by_itself() -> None:
    book = book_of("Lin", 30, 30, 30, 30).with_projects(
        deal("x", "ｌin", 400),  # the same owner
        deal("y", "Lin", 9000, "USD"),
        deal("z", "Wang", 9000),
        deal("w", "Lin", 9000, status="on_hold"),
        deal("v", "", 9000),
    )
    assert dict(find_big_bets(book, DEFAULT)) == {"x": (77, 5, "CNY")}


def test_a_range_counts_by_its_middle() -> None:
    book = book_of("林", 50, 50, 50).with_projects(
        project("P0", id="x", owner="林", amount=amount(0, 129)),
        project("P0", id="y", owner="林", amount=amount(1, 129)),
    )
    assert {id_: bet.percent for id_, bet in find_big_bets(book, DEFAULT).items()} == {}
    book = book.without("y")
    assert {id_: bet.percent for id_, bet in find_big_bets(book, DEFAULT).items()} == {"x": 30}


def test_a_team_sets_the_share_and_the_number() -> None:
    team = playbook("[thresholds.big-bet]\nshare = 0.7\nprojects = 2\n")
    assert {*find_big_bets(book_of("林", 70, 30), team)} == {"a"}
    assert not find_big_bets(book_of("林", 69, 31), team)


def test_only_what_is_in_play_counts() -> None:
    book = book_of("林", 40, 20, 20, 20).with_projects(
        project("P6", id="s", owner="林", amount=amount(1000)),
        project("P7", id="t", owner="林", amount=amount(1000), status="won"),
    )
    assert dict(find_big_bets(book, DEFAULT)) == {"a": (40, 4, "CNY")}
    fewer = book.without("d")
    assert not find_big_bets(fewer, DEFAULT)  # what is signed is no fourth


def test_currencies_with_a_rate_are_counted_together() -> None:
    book = book_of("林", 40, 20, 20).with_projects(
        deal("x", "林", 10, "USD"), deal("y", "林", 900, "EUR")
    )
    assert not find_big_bets(book, DEFAULT)
    assert dict(find_big_bets(book, DEFAULT, SEVEN)) == {"x": (47, 4, "CNY")}
    index = BigBetIndex()
    index.update(book, DEFAULT)
    assert {*index.update(book, DEFAULT, SEVEN)} == {"x"}
    rated, seen = book.with_lists(exchange_rates=(USD,)), team_assessments()
    for each, rules in ((book, []), (rated, ["big-bet"]), (book, [])):
        assess = seen.assessor(DEFAULT, TODAY, each)
        found = assess(each.projects["x"]).flags
        assert [flag.rule for flag in found if flag.rule == "big-bet"] == rules


CHANGES = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from(["", "王", "周"]),
        st.sampled_from(["CNY", "USD"]),
        st.none() | st.integers(0, 12),
        st.sampled_from(["open", "open", "open", "lost", None]),
    ),
    max_size=14,
)


@given(CHANGES)
def test_what_is_kept_is_what_a_count_from_scratch_finds(
    changes: Sequence[tuple[str, str, str, int | None, Status | None]],
) -> None:
    index, book = BigBetIndex(), Book()
    known: dict[str, object] = {}
    for id_, owner, currency, money, status in changes:
        if status is None:
            book = book.without(id_)
        else:
            book = book.with_projects(deal(id_, owner, money, currency, status))
        renewed = index.update(book, DEFAULT)
        counted = count_from_scratch(book)
        assert {id_: Fraction(bet.percent, 100) for id_, bet in index.bets.items()} == {
            id_: Fraction(int(share * 100), 100) for id_, share in counted.items()
        }
        now = dict(index.bets)
        assert {*renewed} == {
            id_ for id_ in known.keys() | now.keys() if known.get(id_) != now.get(id_)
        }
        known = {**now}


def count_from_scratch(book: Book) -> dict[str, Fraction]:
    """Return the shares of three tenths and more, of those with four or more, by the method."""
    found = {}
    for each in book.projects.values():
        beside = [
            Fraction(other.amount.expected)
            for other in book.projects.values()
            if other.status == "open" and other.amount and each.amount
            if other.owner == each.owner != ""
            if other.amount.currency == each.amount.currency and other.amount.expected > 0
        ]
        if each.status == "open" and each.amount and len(beside) >= 4 and each.amount.expected:
            share = Fraction(each.amount.expected) / sum(beside)
            if share >= Fraction(3, 10):
                found[each.id] = share
    return found


def test_an_edit_of_another_project_is_seen_in_triage_and_by_a_filter() -> None:
    known, book = Assessments(), book_of("林", 40, 20, 20, 20)
    first = book.projects["a"]
    context = FilterContext(DEFAULT, "林", SearchIndex(), Calendar(TODAY))
    bets = parse_filter("flag:big-bet", context)
    found = known.assessor(DEFAULT, TODAY, book)(first)
    assert "big-bet" in {flag.rule for flag in found.flags}
    assert bets.select([found])
    assert found.severity == "info"
    grown = book.with_projects(deal("b", "林", 200))
    assert not bets.select([known.assessor(DEFAULT, TODAY, grown)(first)])
    coached = first.model_copy(update={"contacts": (COACH,)})
    after = book.with_projects(coached)
    assert not bets.select([known.assessor(DEFAULT, TODAY, after)(coached)])
    # The book as it was, come back by undo.
    assert bets.select([known.assessor(DEFAULT, TODAY, book)(first)])
