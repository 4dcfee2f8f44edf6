"""A first start offers three ways, each of which ends in the pipeline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from deals.model import Book
from screens.pipeline.screen import PipelineScreen
from screens.welcome.screen import WelcomeScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk, read_into
from views.glyphs import ASCII, BOX, Glyphs, glyphs


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
        assert "Every deal you run" in at.shown("rows")


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


@asynccontextmanager
async def asking(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """The welcome where nobody has said yet which signs look right."""
    async with at_desk(PipelineScreen(), size=size) as at:
        at.host.context = replace(at.host.context, ask_glyphs=True)
        at.host.open_screen("welcome", instead=True)
        await at.settle()
        yield at


@pytest.mark.parametrize(("key", "alphabet"), [("y", BOX), ("n", ASCII)])
async def test_it_asks_by_two_lines_which_signs_look_right(key: str, alphabet: Glyphs) -> None:
    async with asking() as at:
        plain, box, question = at.shown("rulers").splitlines()
        assert (len(plain), plain.isascii(), box.isascii()) == (len(box), True, False)
        assert question.split() == [
            "Do",
            "these",
            "two",
            "lines",
            "end",
            "alike?",
            "y",
            "yes",
            "n",
            "no",
        ]
        await at.press(key)
        assert glyphs() is alphabet
        assert at.shown("rulers") == ""
        assert "netloft doctor" in at.shown("status")
        await at.press(key)
        assert "settled already" in at.shown("status")


async def test_the_question_leaves_room_for_the_offers() -> None:
    async with asking((60, 16)) as at:
        assert len(at.shown("rows").splitlines()) == 5
        await at.press("b")
        assert isinstance(at.screen, PipelineScreen)


async def test_what_was_said_is_not_asked_again() -> None:
    async with at_desk(WelcomeScreen()) as at:
        assert at.shown("rulers") == ""
        before = glyphs()
        await at.press("n")
        assert glyphs() is before
