"""Rows of several lines keep what rows promise: clicks, typing over a cell, and one lit look."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from screens.base.multiline_rows import MultilineRowList
from screens.base.row_list import RowScreen
from screens.strategy.question_rows import QUESTION
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk

DEAL = project("P4", id="one")


def rows_of(at: Desk) -> MultilineRowList:
    screen = at.screen
    assert isinstance(screen, RowScreen)
    assert isinstance(screen.rows, MultilineRowList)
    return screen.rows


async def click(at: Desk, line: int) -> None:
    rows_of(at).on_click(Mock(y=line))
    await at.settle()


async def test_a_click_picks_the_row_of_its_line_and_nothing_below_the_last() -> None:
    async with at_desk(StrategyScreen(DEAL), DEAL, size=(120, 40)) as at:
        await at.settle()
        rows = rows_of(at)
        assert rows.selection.heights, "rows go on below"
        seen = dict[int, str | None]()
        ends = sum(rows.selection.heights.get(id_, 1) for id_ in rows.selection.ids)
        assert rows.text.count("\n") > ends, "more questions are seen below them"
        for line in range(1, rows.size.height):
            rows.show_rows(rows.selection.to(0))
            await click(at, line)
            seen[line] = rows.selection.current
        lines = [
            id_ for id_ in rows.selection.ids for _line in range(rows.selection.heights.get(id_, 1))
        ]
        assert [seen[line] for line in range(1, ends + 1)] == lines
        assert {seen[line] for line in range(ends + 1, rows.size.height)} <= {lines[0]}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_typed_over_a_cell_of_such_a_row_is_seen(size: tuple[int, int]) -> None:
    async with at_desk(StrategyScreen(DEAL), DEAL, size=size) as at:
        await at.settle()
        screen = at.screen
        assert isinstance(screen, StrategyScreen)
        screen.select(screen.selection.to(2))
        screen.edit_cell(QUESTION, "question", "", lambda _text: True, place=None)
        await at.type("typed here")
        shown = at.shown("rows").splitlines()
        (line,) = (place for place, text in enumerate(shown) if "typed here" in text)
        assert at.host.cursor_position.y == screen.rows.region.y + line
        await at.press("escape")
        assert "typed here" not in at.shown("rows")
