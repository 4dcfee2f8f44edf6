"""No size of the terminal ends the app, whatever is open and whatever key waits behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple
from unittest.mock import Mock

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from textual import events
from textual.geometry import Size
from textual.screen import Screen

from screens.base.app import BaseApp
from screens.base.frame import LEAST
from screens.base.lines import LinesView
from screens.base.prompts import ChoicePrompt
from screens.base.screen import BaseScreen
from screens.help.screen import CommandsScreen
from screens.pipeline.screen import PipelineScreen
from store.sample import sample_book
from tests.deals.readings import LATER
from tests.keyboard import press, send, wait_until_idle
from tests.screens.hosting import (
    ME,
    Desk,
    at_desk,
    every_screen,
    find_overflowing,
    screen_lines,
)
from tests.screens.test_typed_ahead import DEAL, OTHER, SCREENS, list_commands, stand_on
from views.glyphs import ALPHABETS, use_glyphs
from views.styled_text import cells_of, width
from wording import use_language

WIDTHS = (1, 2, 5, 20, 39, 40, 79, 80, 99, 100, 101, 102, 109, 110, 120, 200)
HEIGHTS = (1, 2, 3, 4, 5, 6, 9, 12, 23, 24, 31, 32, 35, 36, 50)
TINY = ((1, 1), (1, 24), (2, 3), (5, 2), (20, 4), (80, 1))
SMALL = ((59, 16), (60, 15), (40, 10), (20, 5), (12, 3))
"""Terminals that are too small, some by little."""
PATIENCE = 30.0
WALK = ("j", "l", "v", "k", "pagedown", "G", "p", "h", "g", "tab")


def resize(host: BaseApp, width: int, height: int) -> None:
    """The terminal gets another size."""
    host.post_message(events.Resize(Size(width, height), Size(width, height)))


async def wait_for_size(host: BaseApp, width: int, height: int) -> None:
    """Waits until the screen on top is laid out for a size, and what was typed has had effect."""

    def size_of(screen: Screen[Any]) -> Size:
        return screen.full_size if isinstance(screen, BaseScreen) else screen.size

    async with asyncio.timeout(PATIENCE):
        while host.is_running and size_of(host.screen) != Size(width, height):
            await asyncio.sleep(0)
    await wait_until_idle(host)


def sizes() -> list[tuple[int, int]]:
    """Every width and every height, wide after narrow and high after low."""
    turns = [(width, HEIGHTS[(7 * at) % len(HEIGHTS)]) for at, width in enumerate(WIDTHS)]
    half = len(turns) // 2
    return [size for pair in zip(turns[:half], turns[half:], strict=True) for size in pair]


async def walk_sizes(place: str, turns: list[tuple[int, int]]) -> None:
    """Goes through the sizes, a key before and behind each."""
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await stand_on(at, place)
        for at_turn, (width, height) in enumerate(turns):
            await stand_on(at, place)
            send(at.host, [WALK[at_turn % len(WALK)]])
            resize(at.host, width, height)
            send(at.host, [WALK[(at_turn // 3) % len(WALK)]])
            await wait_for_size(at.host, width, height)
            if width >= LEAST.width and height >= LEAST.height:
                assert find_overflowing(at.host) == [], (place, width, height)


@pytest.mark.parametrize("place", SCREENS)
async def test_a_key_may_wait_for_another_size(place: str) -> None:
    """Half of the sizes on a screen, the others on the next; all of them in the soak."""
    turns = sizes()
    half = len(turns) // 2
    await walk_sizes(place, turns[half:] if list(SCREENS).index(place) % 2 else turns[:half])


async def test_a_new_size_waits_for_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is late before its first tick, as on a busy machine, never goes off."""
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        monkeypatch.setattr(at.host, "set_timer", lambda *_args, **_named: Mock())
        resize(at.host, 100, 30)
        send(at.host, ["question_mark"])
        await wait_for_size(at.host, 100, 30)
        assert isinstance(at.host.screen, CommandsScreen)


@pytest.mark.soak
@pytest.mark.parametrize("place", SCREENS)
async def test_every_size(place: str) -> None:
    await walk_sizes(place, list(product(WIDTHS, range(1, 51))))


async def test_a_line_being_typed_is_laid_out_for_the_new_size() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER, size=(10, 24)) as at:
        await at.press("I")
        await at.type("~/deals.xlsx")
        assert "deals.xlsx" not in at.foot()
        resize(at.host, 80, 24)
        await wait_for_size(at.host, 80, 24)
        assert "~/deals.xlsx" in at.foot()


async def test_no_scroll_bar_takes_room_on_a_low_terminal() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER, size=(30, 4)) as at:
        for place in SCREENS:
            screen = await stand_on(at, place)
            assert screen.query_one("#title").size.width == 30, place


@pytest.fixture
def chinese() -> Iterator[None]:
    """Chinese, whose characters are two cells wide."""
    use_language("zh_CN")
    yield
    use_language("en")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("place", SCREENS)
async def test_every_prompt_fits_any_terminal(place: str) -> None:
    """Opens what every command opens, on terminals of a few cells, and types into it."""
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        tiny = [TINY[(turn + list(SCREENS).index(place)) % len(TINY)] for turn in range(4)]
        for turn, command in enumerate(list_commands(place)):
            screen = await stand_on(at, place)
            if command.id == "leave" or not command.applies(screen):
                continue
            screen.action_command(command.id)
            if turn % 8 == 0:
                resize(at.host, *tiny[turn // 8 % len(tiny)])
                await wait_for_size(at.host, *tiny[turn // 8 % len(tiny)])
            send(at.host, ["x", "字", "left", "tab"])
            await wait_until_idle(at.host)
            assert at.host.is_running, (command.id, at.host.size)


SAMPLE = sample_book("zh_CN", LATER, ME)
FULL = max(SAMPLE.projects.values(), key=lambda each: len(each.contacts) + len(each.plan))
"""A project of which every room has much to show, with wide names."""


class SizeTurn(NamedTuple):
    """An alphabet and a size in which a screen is shown, and how often its view is turned there."""

    alphabet: str
    width: int
    height: int
    views: int = 0


async def show_sizes(place: str, turns: list[SizeTurn]) -> None:
    """Shows a screen in each of the alphabets, sizes and views, and looks for what is too wide."""
    shared = SAMPLE.without(*SAMPLE.projects)
    async with at_desk(PipelineScreen(), FULL, OTHER, shared=shared) as at:
        if place != "pipeline":
            screen = every_screen(FULL)[place]()
            if isinstance(screen, CommandsScreen):
                screen.about = at.screen
            at.host.push_screen(screen)
        for turn in turns:
            use_glyphs(ALPHABETS[turn.alphabet])
            resize(at.host, turn.width, turn.height)
            await wait_for_size(at.host, turn.width, turn.height)
            for view in range(turn.views + 1):
                assert find_overflowing(at.host) == [], (place, turn, view)
                await press(at.host, "v")


size_turns = st.builds(
    SizeTurn,
    st.sampled_from([*ALPHABETS]),
    st.integers(60, 240),
    st.integers(16, 60),
    st.integers(0, 4),
)


# To find the smallest size at which something is too wide would take minutes.
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@settings(max_examples=6, phases=(Phase.explicit, Phase.generate))
@given(st.sampled_from([*SCREENS]), st.lists(size_turns, min_size=2, max_size=2))
@example("followups", [SizeTurn("box", 60, 16), SizeTurn("ascii", 77, 24)])
@example("people", [SizeTurn("box", 60, 16, 4), SizeTurn("ascii", 120, 40, 4)])
@example("market", [SizeTurn("ascii", 60, 16, 4), SizeTurn("box", 111, 30, 4)])
@example("plan", [SizeTurn("box", 60, 16, 2), SizeTurn("ascii", 160, 40, 2)])
@example("fishbone", [SizeTurn("ascii", 60, 16, 1), SizeTurn("box", 200, 60, 1)])
def test_nothing_is_wider_than_its_screen(lang: str, place: str, turns: list[SizeTurn]) -> None:
    use_language(lang)
    try:
        asyncio.run(show_sizes(place, turns))
    finally:
        use_language("en")


async def see_worked_out(at: Desk, screen: BaseScreen) -> None:
    """Wait until nothing is worked out beside the keys any more, and all of it is shown."""
    for _turn in range(3):
        while getattr(screen, "waiting", False):
            await asyncio.sleep(0.005)
        screen.paint()
        screen.paint_status()
        await at.settle()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_a_terminal_that_is_too_small_says_so_and_comes_back_whole(lang: str) -> None:
    use_language(lang)
    try:
        async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
            for at_turn, place in enumerate(SCREENS):
                size = SMALL[at_turn % len(SMALL)]
                await see_worked_out(at, await stand_on(at, place))
                whole = screen_lines(at.host)
                resize(at.host, *size)
                await wait_for_size(at.host, *size)
                title = at.screen.query_one("#title", LinesView).text
                assert "60x16" in title and width(title) <= size[0]
                assert ("this" in title or "当前" in title) == (size[0] > 50), (
                    "where there is room, also what is"
                )
                resize(at.host, 80, 24)
                await wait_for_size(at.host, 80, 24)
                await see_worked_out(at, at.screen)
                assert screen_lines(at.host) == whole, place
    finally:
        use_language("en")


@pytest.mark.parametrize("key", ["s", "v"])
async def test_a_choice_is_laid_out_anew_for_another_size(key: str) -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER, size=(200, 40)) as at:
        await at.press(key)
        assert isinstance(at.screen.key_handler, ChoicePrompt)
        before = at.foot()
        await at.press("right", "right")
        marked = [span.text for span in at.screen.status_bar.line if span.tone == "caret"]
        for size in ((60, 16), (200, 40)):
            resize(at.host, *size)
            await wait_for_size(at.host, *size)
            assert at.foot().split() == before.split(), "nothing of it is cut"
            lines = (*at.screen.status_bar.above, at.screen.status_bar.line)
            assert max(map(cells_of, lines)) < size[0]
            assert [s.text for each in lines for s in each if s.tone == "caret"] == marked
