"""A first start offers three ways, each of which ends in the pipeline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual import events
from textual.geometry import Size

from deals.model import Book
from screens.pipeline.screen import PipelineScreen
from screens.welcome.screen import WelcomeScreen
from tests.deals.makers import project
from tests.screens.hosting import FULL_NAME, ME, Desk, at_desk, read_into
from views.glyphs import ASCII, BOX, Glyphs, glyphs
from wording import use_language


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
        assert "new project" in at.foot()
        await at.type("Harbour net @Port P2 80k\n")
        assert [project.name for project in at.host.book.projects.values()] == ["Harbour net"]


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


def answers(at: Desk) -> str:
    """The line of the answers."""
    lines = at.shown("face").splitlines()
    return next(line for line in lines if "中文" in line)


async def test_tab_goes_through_the_answers_and_each_is_kept() -> None:
    async with at_desk(WelcomeScreen()) as at:
        assert f"{FULL_NAME}?" in answers(at)  # a guess, offered
        await at.press("tab", "tab")
        assert f"{FULL_NAME}?" not in answers(at)  # being typed
        await at.type("周恺\n")
        assert at.host.answers == {"me": "周恺"}
        assert at.host.context.me == "周恺"
        assert "config.toml" in at.shown("status")
        await at.type("元")
        assert "= CNY" in at.shown("status")
        await at.press("enter")
        assert at.host.answers == {"me": "周恺", "currency": "CNY"}
        assert at.screen.key_handler is None
        await at.press("shift+tab", "shift+tab", "enter", "escape")
        assert at.host.answers["me"] == "周恺"
        await at.settle()
        assert "周恺" in answers(at)


async def test_each_field_says_what_it_is_for_and_nothing_of_the_one_before() -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press("tab")
        assert "turns the language" in at.foot()
        await at.press("tab")
        assert "signs your edits" in at.foot()
        await at.press("tab")
        assert "kept in config.toml" in at.foot(), "what was done comes first"


@pytest.mark.parametrize("name", ["Ann Lee", "qian", "周恺"])
async def test_a_name_typed_on_the_language_goes_into_the_name(name: str) -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press("tab")
        await at.type(f"{name}\n")
        assert at.host.answers == {"me": name}


async def test_a_guess_that_nobody_agreed_to_is_not_kept() -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press("tab", "tab", "escape", "s")
        await at.settle()
        assert at.host.answers == {}
        assert at.host.context.me == ME


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *[("cny", "CNY"), ("¥", "CNY"), ("人民币", "CNY"), ("元", "CNY"), (" eur ", "EUR")],
        *[("€", "EUR"), ("dollars", "USD"), ("港元", "HKD")],
    ],
)
async def test_a_currency_is_read_as_people_write_it(typed: str, code: str) -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press("shift+tab")
        await at.type(f"{typed}\n")
        assert at.host.context.currency == code


async def test_an_unknown_currency_is_refused_in_a_line_and_stays_typed() -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press("shift+tab")
        await at.type("shells\n")
        assert '"shells" is not a currency' in at.shown("status")
        assert "shells" in answers(at)
        at.host.post_message(events.Resize(Size(100, 30), Size(100, 30)))
        await at.settle()
        assert "shells" in answers(at)
        assert at.host.answers == {}


async def test_the_language_turns_at_once_and_back() -> None:
    try:
        async with at_desk(WelcomeScreen()) as at:
            assert "l 中文" in at.shown("footer")
            await at.press("l")
            assert "l English" in at.shown("footer")
            assert "先看示例" in at.shown("rows")
            await at.press("tab", "space")
            assert "Look round" in at.shown("rows")
            assert at.host.answers == {"lang": "en"}
    finally:
        use_language("en")


async def test_what_cannot_be_kept_holds_until_one_leaves() -> None:
    async with at_desk(WelcomeScreen()) as at:
        at.host.unkept = "no right to write there"
        await at.press("tab", "tab")
        await at.type("周恺\n")
        assert "until you leave; not kept: no right to write there" in at.shown("status")
        assert at.host.context.me == "周恺"


async def test_the_welcome_is_found_again_and_goes_back_to_the_pipeline() -> None:
    deal = project(id="d", name="新项目")
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("enter")
        at.screen.action_command("welcome")
        await at.settle()
        assert isinstance(at.screen, WelcomeScreen)
        await at.press("b")
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        assert "new project" in at.foot()
        assert len(at.host.screen_stack) == 2


async def test_a_sample_that_is_there_is_not_put_in_twice() -> None:
    async with at_desk(WelcomeScreen()) as at:
        await at.press("s")
        await at.settle()
        at.screen.action_command("welcome")
        await at.settle()
        await at.press("s")
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        assert at.labels == ["sample"]


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
