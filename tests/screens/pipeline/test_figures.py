"""The figures of the pipeline: its money by currency, in the title and of what is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deals.edits.number_settings import TypedRate, set_rate
from deals.model import Book, Project
from deals.numbers.day_rates import DayRates
from deals.numbers.list_sums import CurrencyTotal, ListSums, sum_projects
from screens.pipeline.screen import PipelineScreen
from screens.pipeline.view import (
    PipelineFigures,
    figures_line,
    shown_sums_texts,
    touched_sum_text,
)
from screens.pipeline.view_choices import PipelineView
from tests.deals.makers import DEFAULT, TODAY, amount, project
from tests.screens.hosting import at_desk
from views.money_texts import comparison_text, list_sum_texts, touched_text
from views.styled_text import width

TOTALS = {
    "CNY": CurrencyTotal(9, 25_600_000, 8_000_000, 2, 3_100_000),
    "USD": CurrencyTotal(3, 2_000_000, 1_000_000),
    "EUR": CurrencyTotal(1, 350_000, 35_000),
}
PLAIN = {"CNY": CurrencyTotal(9, 25_600_000, 8_000_000)}


def rates_of(**given: str) -> DayRates:
    book = Book()
    for currency, rate in given.items():
        book = set_rate(book, TypedRate(currency, "CNY", Decimal(rate)), date(2026, 1, 2))
    return DayRates.of(book, "", TODAY)


def draw_figures(sums: ListSums, cells: int) -> str:
    shown = figures_line(PipelineFigures(4, 27, sums), "by need ▼", cells)
    return "".join(span.text for span in shown)


@pytest.mark.parametrize(
    ("currencies", "cells", "text"),
    [
        (
            1,
            90,
            "4 of 27 need you │ in play 25.6M │ by completion 8M │ signed 3.1M │ by need ▼",
        ),
        (1, 66, "4 of 27 need you │ in play 25.6M │ by completion 8M │ signed 3.1M"),
        (1, 60, "! 4/27 │ in play 25.6M │ by completion 8M │ signed 3.1M"),
        (1, 54, "4 of 27 need you │ in play 25.6M │ by completion 8M"),
        (1, 45, "4 of 27 need you │ in play 25.6M │ by need ▼"),
        (1, 40, "4 of 27 need you │ in play 25.6M"),
        (1, 30, "4 of 27 need you │ 25.6M"),
        (1, 22, "! 4/27 │ 25.6M"),
        (
            2,
            78,
            "! 4/27 │ in play ¥25.6M + $2M │ by completion ¥8M + $1M │ signed ¥3.1M",
        ),
        (2, 57, "4 of 27 need you │ in play ¥25.6M + $2M │ by need ▼"),
        (2, 36, "4 of 27 need you │ ¥25.6M + $2M"),
        (2, 24, "! 4/27 │ ¥25.6M + $2M"),
        (3, 57, "4 of 27 need you │ in play ¥25.6M + $2M + EUR 350k"),
        (3, 38, "! 4/27 │ ¥25.6M + $2M + EUR 350k"),
        (0, 57, "4 of 27 need you │ by need ▼"),
    ],
)
def test_the_title_has_the_money_of_each_currency(currencies: int, cells: int, text: str) -> None:
    totals = dict(list(TOTALS.items())[:currencies])
    written = draw_figures(ListSums(totals), cells)
    assert written == text
    assert width(text) <= cells


def test_money_that_has_no_room_at_all_is_counted() -> None:
    assert draw_figures(ListSums(TOTALS), 30) == "! 4/27 │ ¥25.6M + 2 more currencies"


MIXED = [
    project("P2", amount=amount(6_000_000)),
    project("P2", amount=amount(500_000, currency="USD")),
    project("P2", amount=amount(100_000, currency="EUR")),
    project("P6", amount=amount(70_000)),
    project("P2", amount=amount(90_000), status="lost"),
    project("P2", amount=None),
]


def test_the_title_has_what_comes_together_and_the_day_of_the_rates() -> None:
    sums = sum_projects(MIXED, DEFAULT, rates_of(USD="7.2"))
    assert draw_figures(sums, 300) == (
        "4 of 27 need you │ in play ¥6M + EUR 100k + $500k │ together ¥9.6M, rates of 2026-01-02, "
        "without EUR │ by completion ¥1.5M + EUR 25k + $125k │ signed ¥70k │ by need ▼"
    )
    assert "together ¥9.6M, rates of 2026-01-02, without EUR" in draw_figures(sums, 104)
    assert draw_figures(sums, 60) == "4 of 27 need you │ in play ¥6M + EUR 100k + $500k"


@pytest.mark.parametrize(
    ("rates", "texts"),
    [
        (
            rates_of(),
            [
                "in play ¥6M + EUR 100k + $500k",
                "by completion ¥1.5M + EUR 25k + $125k",
                "signed ¥70k",
                "1 without amount",
                "1 on hold or lost, in no sum",
            ],
        ),
        (
            rates_of(USD="7.2"),
            [
                "in play ¥6M + EUR 100k + $500k",
                "together ¥9.6M at USD 7.2 of 2026-01-02, and EUR 100k without a rate",
                "by completion ¥1.5M + EUR 25k + $125k",
                "signed ¥70k",
                "1 without amount",
                "1 on hold or lost, in no sum",
            ],
        ),
    ],
)
def test_a_list_says_all_that_it_comes_to(rates: DayRates, texts: list[str]) -> None:
    assert list_sum_texts(sum_projects(MIXED, DEFAULT, rates)) == texts


def test_sums_of_what_is_shown_give_way_from_their_end() -> None:
    wordings = list(shown_sums_texts("filtered 6", sum_projects(MIXED, DEFAULT), marked=True))
    assert wordings[-1] == "filtered 6: in play ¥6M + EUR 100k + $500k"
    assert wordings[-2] == f"{wordings[-1]}; by completion ¥1.5M + EUR 25k + $125k"
    assert sorted(map(len, wordings), reverse=True) == list(map(len, wordings))
    nothing = [project("P2", status="lost", amount=amount(9))]
    found = list(shown_sums_texts("filtered 1", sum_projects(nothing, DEFAULT), marked=False))
    assert found == ["filtered 1: 1 on hold or lost, in no sum"]
    assert list(shown_sums_texts("filtered 0", ListSums(), marked=False)) == ["filtered 0"]


SOME = [
    project(amount=amount(100_000)),
    project(amount=amount(50_000, 150_000), status="lost"),
    project(amount=amount(300_000, currency="USD")),
    project(amount=None),
]


def test_marked_projects_come_to_all_that_an_edit_touches() -> None:
    assert touched_sum_text("marked 4", SOME) == "marked 4: ¥200k + $300k, 1 without amount"
    assert touched_sum_text("marked 1", SOME[3:]) == "marked 1: 1 without amount"


@pytest.mark.parametrize(
    ("some", "marked", "text"),
    [
        (SOME, False, "4 projects, ¥200k + $300k, 1 without amount"),
        (SOME[:2], False, "2 projects, 200k"),
        (SOME[:2], True, "2 projects, ¥200k"),
        (SOME[:1], False, "1 project, 100k"),
        (SOME[3:], False, "1 project"),
    ],
)
def test_an_edit_says_the_money_that_it_touches(
    some: list[Project], marked: bool, text: str
) -> None:
    assert touched_text(some, DEFAULT, marked=marked) == text


@pytest.mark.parametrize(
    ("currencies", "rates", "text"),
    [
        (["CNY"], rates_of(USD="7.2"), ""),
        (["CNY", "USD"], rates_of(), "amounts sorted within each currency"),
        (["CNY", "USD"], rates_of(EUR="7.8"), "amounts sorted within each currency"),
        (["CNY", "USD"], rates_of(USD="7.2"), "amounts compared at USD 7.2 of 2026-01-02"),
        (
            ["CNY", "USD", "EUR"],
            rates_of(USD="7.2"),
            "amounts compared at USD 7.2 of 2026-01-02; EUR has no rate and stays apart",
        ),
    ],
)
def test_a_list_says_how_its_amounts_are_compared(
    currencies: list[str], rates: DayRates, text: str
) -> None:
    assert comparison_text(currencies, rates) == text


@pytest.mark.parametrize(
    ("look", "comparison", "text"),
    [
        (PipelineView(), "", ""),
        (PipelineView(), "at rates", ""),
        (PipelineView(sort="amount"), "at rates", "by amount   at rates"),
        (PipelineView(sort="amount"), "", "by amount"),
        (PipelineView(sort="name"), "at rates", "by name"),
    ],
)
def test_the_look_says_how_amounts_are_compared(
    look: PipelineView, comparison: str, text: str
) -> None:
    assert look.text(comparison) == text


async def test_what_is_filtered_or_marked_is_summed_in_the_status_line() -> None:
    deals = [
        project(id=f"{at}", name=f"Deal {at}", owner=owner, signs="2027", amount=amount(money))
        for at, (owner, money) in enumerate((("Ann", 100_000), ("Bo", 20_000), ("Ann", 3_000_000)))
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        assert ":" not in at.shown("status")
        await at.press("slash")
        await at.type("owner:Ann\n")
        assert "filtered 2: in play 3.1M; by completion" in at.shown("status")
        await at.press("space")
        assert "marked 1: 3M" in at.shown("status")


async def test_an_edit_of_many_says_the_money_in_the_question_and_afterwards() -> None:
    deals = [
        project(
            "P2", id=f"{at}", name=f"Deal {at}", owner="Ann", amount=amount(money, currency=code)
        )
        for at, (money, code) in enumerate(((2_400_000, "CNY"), (200_000, "USD"), (5, "CNY")))
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        await at.press("asterisk", "x")
        assert "end as (3 projects, ¥2.4M + $200k)" in at.foot()
        await at.press("escape", "asterisk", "asterisk", "o")
        await at.type("Bo\n")
        assert "3 projects, ¥2.4M + $200k: Owner = Bo" in at.shown("status")
        await at.press("asterisk", "D")
        assert "delete 3 projects, ¥2.4M + $200k: Deal" in at.foot()
        await at.press("y")
        assert "3 projects, ¥2.4M + $200k deleted: Deal" in at.shown("status")
