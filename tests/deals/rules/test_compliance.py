"""Gifts and hospitality against the limits: 300 a gift, 500 an invitation, 2000 a year and head."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import Book, Project, Touch
from deals.rules.compliance import Breach, find_breaches, find_new_breaches, gifts_by_person
from tests.deals.makers import DEFAULT, contact, project

LIMITS = DEFAULT.compliance


def expense(worth: int | None, how: str = "dinner", *met: str, **more: object) -> Touch:
    """Make a touch on which something was spent."""
    base = {"on": date(2026, 2, 1), "contacts": met or ("he",), "how": how, "worth": worth}
    return Touch.model_validate({**base, **more})


def with_touches(*touches: Touch, key: str = "one") -> Project:
    """Make a project of these touches, whose people are shared with every other one."""
    people = [contact("何总", id="he"), contact("唐", id="tang")]
    return project(id=key, customer="北辰", contacts=people, touches=touches)


@pytest.mark.parametrize(
    ("touch", "case"),
    [
        (expense(300, "gift"), None),
        (expense(301, "gift"), "occasion"),
        (expense(500), None),
        (expense(501), "occasion"),
        (expense(501, "hospitality"), "occasion"),
        (expense(900, "dinner", "he", "tang"), "occasion"),
        (expense(9000, "event"), None),
        (expense(9000, "visit"), None),
        (expense(501, "visit", note="请他吃了晚饭"), "occasion"),
        (expense(501, "", note="golf with the director"), "occasion"),
        (expense(301, "meeting", note="送了购物卡"), "occasion"),
        (expense(0, "gift"), None),
        (expense(None, "gift"), None),
        (expense(40, "gift", currency="USD"), "currency"),
    ],
)
def test_one_occasion(touch: Touch, case: str | None) -> None:
    found = find_breaches(touch, gifts_by_person([with_touches(touch)]), LIMITS)
    assert [breach.case for breach in found] == ([case] if case else [])


@pytest.mark.parametrize(
    ("touch", "cases"),
    [
        (expense(480, contacts=()), ["nobody"]),
        (expense(501, contacts=()), ["occasion", "nobody"]),
        (expense(480), []),
        (expense(480, "event", contacts=()), []),
    ],
)
def test_what_is_spent_on_nobody_known_is_told_as_it_is_logged(
    touch: Touch, cases: list[str]
) -> None:
    found = find_new_breaches([with_touches(touch)], Book(), LIMITS)
    assert [breach.case for breach in found] == cases


def test_a_year_is_summed_by_person_over_all_projects() -> None:
    last = expense(400)
    book = [
        with_touches(*[expense(500)] * 3, key="a"),
        with_touches(expense(200, "gift", "he", "tang"), last, key="b"),
        with_touches(expense(500, on=date(2025, 12, 31)), key="c"),
    ]
    he, tang = gifts_by_person(book, 2026)
    assert (he.person.id, he.customer, dict(he.sums), he.occasions) == (
        "he",
        "北辰",
        {"CNY": 2000},
        5,
    )
    assert (tang.person.id, dict(tang.sums), tang.occasions) == ("tang", {"CNY": 100}, 1)
    assert find_breaches(last, (he, tang), LIMITS) == ()
    book.append(with_touches(expense(1), key="d"))
    found = find_breaches(last, gifts_by_person(book), LIMITS)
    assert found == (Breach("year", 2001, 2000, "CNY", "何总", 2026),)


def test_what_is_spent_on_several_is_shared_and_rounded_up() -> None:
    given = gifts_by_person([with_touches(expense(101, "dinner", "he", "tang"))])
    assert [total.sums["CNY"] for total in given] == [51, 51]


def test_other_currencies_are_summed_apart() -> None:
    (total,) = gifts_by_person([with_touches(expense(1900), expense(400, currency="USD"))])
    assert dict(total.sums) == {"CNY": 1900, "USD": 400}
    assert not total.over(LIMITS)


def test_years_and_sums_stand_the_newest_and_largest_first() -> None:
    old = expense(900, on=date(2025, 3, 1))
    given = gifts_by_person([with_touches(old, expense(10), expense(20, "gift", "tang"))])
    assert [(total.year, total.person.id) for total in given] == [
        *((2026, "tang"), (2026, "he"), (2025, "he")),
    ]


def test_who_is_gone_from_the_project_is_gone_from_the_sums() -> None:
    gone = project(touches=[expense(100)])
    assert gifts_by_person([gone]) == ()
