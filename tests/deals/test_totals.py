from __future__ import annotations

from deals.pipeline import Total, sum_by_currency
from tests.deals.makers import DEFAULT, amount, project


def test_nothing_adds_up_to_nothing() -> None:
    assert sum_by_currency([], DEFAULT) == {}


def test_open_projects_add_up_by_currency() -> None:
    book = [
        project("P4", amount=amount(800_000, 1_200_000)),
        project("P2", amount=amount(400_000)),
        project("P5", amount=amount(100, currency="USD")),
        project("P5", amount=None),
        project("P5", amount=amount(900), status="lost"),
        project("P5", amount=amount(900), status="on_hold"),
        project("P7", amount=amount(900), status="won"),
    ]
    assert sum_by_currency(book, DEFAULT) == {
        "CNY": Total(2, 1_400_000, 600_000),
        "USD": Total(1, 100, 75),
    }


def test_the_currency_of_most_projects_comes_first() -> None:
    book = [project(amount=amount(1, currency=code)) for code in ("USD", "EUR", "CNY", "CNY")]
    assert list(sum_by_currency(book, DEFAULT)) == ["CNY", "EUR", "USD"]


def test_a_stage_that_the_playbook_does_not_have_weighs_nothing() -> None:
    assert sum_by_currency([project("X9", amount=amount(10))], DEFAULT)["CNY"] == Total(1, 10, 0)
