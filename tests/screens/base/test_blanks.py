"""Blanks other than that of ASCII, as typed: they are text."""

from __future__ import annotations

import pytest

from screens.base.prompts import LineEdit
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import project
from tests.screens.hosting import at_desk

WIDE = "\u3000"


async def test_a_wide_blank_is_typed_and_parts_words_of_a_filter() -> None:
    some = (
        project(id="a", name="变电站", owner="周敏"),
        project(id="b", name="变电站改造", owner="王"),
        project(id="c", name="水厂", owner="周敏"),
    )
    async with at_desk(PipelineScreen(), *some) as at:
        await at.press("slash")
        await at.type(f"变电站{WIDE}负责人:周敏\n")
        screen = at.screen
        assert isinstance(screen, PipelineScreen)
        assert screen.look.filter == f"变电站{WIDE}负责人:周敏"
        assert screen.selection.ids == ("a",)
        await at.press("n")
        await at.type(f"送方案{WIDE}给周总\n")
        action = at.project("a").next_action
        assert action is not None
        assert action.text == f"送方案{WIDE}给周总"


@pytest.mark.parametrize("blank", [" ", WIDE, "\xa0"])
def test_the_caret_goes_by_words_over_any_blank(blank: str) -> None:
    edit = LineEdit.of(f"送方案{blank}{blank}周总")
    assert edit.word_left().caret == 5
    assert edit.home().word_right().caret == 3
    assert edit.cut_word().text == f"送方案{blank}{blank}"
