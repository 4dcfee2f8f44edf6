"""A first start offers three ways, each of which ends in the pipeline."""

from __future__ import annotations

import pytest

from deals.model import Book
from screens.pipeline.screen import PipelineScreen
from screens.welcome.screen import WelcomeScreen
from tests.deals.makers import project
from tests.screens.hosting import at_desk, read_into


@pytest.mark.parametrize("keys", [["s"], ["1"], ["enter"]])
async def test_the_sample_can_be_taken_and_undone(keys: list[str]) -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press(*keys)
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        assert "样例项目" in at.shown("rows")
        await at.press("u")
        assert not at.host.book.projects


@pytest.mark.parametrize("keys", [["b"], ["3"], ["j", "j", "enter"]])
async def test_an_empty_book_says_how_to_begin(keys: list[str]) -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press(*keys)
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        assert "no projects yet" in at.shown("rows")


@pytest.mark.parametrize("keys", [["i"], ["2"], ["down", "enter"]])
async def test_a_table_can_be_imported(keys: list[str]) -> None:
    async with at_desk(WelcomeScreen()) as at:
        book = Book().with_projects(project(id="d", name="新项目"))
        at.host.tables["t.csv"] = read_into(Book(), book)
        await at.press(*keys)
        await at.type("t.csv\n")
        await at.read()
        await at.press("enter")
        assert isinstance(at.screen, PipelineScreen)
        assert "新项目" in at.shown("rows")
        assert "added 1" in at.shown("status")
