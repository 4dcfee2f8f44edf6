"""The figures of the pipeline: its money by currency, in the title and of what is shown."""

from __future__ import annotations

import pytest

from deals.pipeline import Total
from screens.pipeline.screen import PipelineScreen
from screens.pipeline.view import PipelineFigures, PipelineView, figures_line, sum_text
from tests.deals.makers import amount, project
from tests.screens.hosting import at_desk
from views.styled_text import width

TOTALS = {
    "CNY": Total(9, 25_600_000, 8_000_000),
    "USD": Total(3, 2_000_000, 1_000_000),
    "EUR": Total(1, 350_000, 35_000),
}


@pytest.mark.parametrize(
    ("currencies", "cells", "text"),
    [
        (1, 80, "4 of 27 need you │ 25.6M, 8M weighted │ by need ▼"),
        (1, 40, "4 of 27 need you │ 25.6M │ by need ▼"),
        (1, 30, "4 of 27 need you │ 25.6M"),
        (1, 22, "! 4/27 │ 25.6M"),
        (2, 80, "4 of 27 need you │ ¥25.6M, ¥8M weighted │ $2M, $1M weighted │ by need ▼"),
        (2, 57, "4 of 27 need you │ ¥25.6M + $2M │ by need ▼"),
        (2, 36, "4 of 27 need you │ ¥25.6M + $2M"),
        (2, 24, "! 4/27 │ ¥25.6M + $2M"),
        (3, 57, "4 of 27 need you │ ¥25.6M + $2M + EUR 350k │ by need ▼"),
        (3, 38, "! 4/27 │ ¥25.6M + $2M + EUR 350k"),
        (0, 57, "4 of 27 need you │ by need ▼"),
    ],
)
def test_the_title_has_the_money_of_each_currency(currencies: int, cells: int, text: str) -> None:
    totals = dict(list(TOTALS.items())[:currencies])
    shown = figures_line(PipelineFigures(4, 27, totals), "by need ▼", cells)
    written = "".join(span.text for span in shown)
    assert written == text
    assert width(text) <= cells


def test_money_that_has_no_room_at_all_is_counted() -> None:
    shown = figures_line(PipelineFigures(4, 27, TOTALS), "by need ▼", 30)
    assert "".join(span.text for span in shown) == "! 4/27 │ ¥25.6M + 2 more currencies"


def test_sums_say_of_what_they_are() -> None:
    some = [
        project(amount=amount(100_000)),
        project(amount=amount(50_000, 150_000), status="lost"),
        project(amount=amount(300_000, currency="USD")),
        project(amount=None),
    ]
    assert sum_text("marked 4", some) == "marked 4: ¥200k + $300k, 1 without amount"
    assert sum_text("marked 1", some[3:]) == "marked 1: 1 without amount"


@pytest.mark.parametrize(
    ("look", "apart", "text"),
    [
        (PipelineView(), False, ""),
        (PipelineView(), True, ""),
        (PipelineView(sort="amount"), True, "by amount   amounts sorted within each currency"),
        (PipelineView(sort="amount"), False, "by amount"),
        (PipelineView(sort="name"), True, "by name"),
    ],
)
def test_the_look_says_that_currencies_are_not_compared(
    look: PipelineView, apart: bool, text: str
) -> None:
    assert look.text(apart) == text


async def test_what_is_filtered_or_marked_is_summed_in_the_status_line() -> None:
    deals = [
        project(id=f"{at}", name=f"Deal {at}", owner=owner, signs="2027", amount=amount(money))
        for at, (owner, money) in enumerate((("Ann", 100_000), ("Bo", 20_000), ("Ann", 3_000_000)))
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        assert ":" not in at.shown("status")
        await at.press("slash")
        await at.type("owner:Ann\n")
        assert "filtered 2: 3.1M" in at.shown("status")
        await at.press("space")
        assert "marked 1: 3M" in at.shown("status")
