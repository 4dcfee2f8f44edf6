"""Typed text never runs as commands: what goes on behind a prompt that has closed does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deals.model import Cause, Comparison, Goal, Member, PlanRow, Strategy, SwotItem
from screens.base.commands import Command
from screens.base.prompts import ChoicePrompt, HeldKeys
from screens.base.screen import BaseScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk, every_screen
from tests.screens.test_typed_ahead import KINDS, burst, stand_on

DEAL = project(
    id="one",
    contacts=[contact("he", 2), contact("sun", 1)],
    causes=(Cause(id="c1", bone="customer", text="no coach"),),
    goals=(Goal(id="g1", text="signed"),),
    plan=(PlanRow(id="r1", bone="customer", content="demo", goal="g1"),),
    team=(Member(name="林", part="leader"),),
    swot=(SwotItem(id="s1", kind="strength", text="quick"),),
    strategies=(Strategy(id="x1", text="joint test"),),
    comparisons=(Comparison(rival="华讯", dimension="position"),),
)
OTHER = project(id="two", name="二")
SCREENS = every_screen(DEAL)
LETTERS = "DxynKJ*d+-!!acexMnzs1b <>W"
TEXT = [*LETTERS, "enter", *LETTERS, "enter", "enter", "y", "D"]
LEAVING = {"leave", "back", "escape", "editor"}


@contextmanager
def at_once(at: Desk) -> Iterator[None]:
    """No time passes between the keys."""
    pause, at.host.clock.pause = at.host.clock.pause, 0.0
    yield
    at.host.clock.pause = pause


async def opens_prompt(at: Desk, command: Command[BaseScreen]) -> bool:
    """Runs a command, unless it leaves; whether a prompt has the keys then."""
    screen = at.screen
    if command.id in LEAVING or not command.applies(screen):
        return False
    screen.action_command(command.id)
    await at.settle()
    return (
        at.screen is screen
        and screen.key_handler is not None
        and not isinstance(screen.key_handler, HeldKeys)
    )


async def close_by_itself(at: Desk) -> bool:
    """Answers what is asked, by Enter or the first there is to choose; whether that ends it."""
    for _time in range(4):
        screen = at.screen
        prompt = screen.key_handler
        if prompt is None:
            return True
        await at.press(next(iter(prompt.options)) if isinstance(prompt, ChoicePrompt) else "enter")
        if at.screen is not screen:
            return at.screen.key_handler is None
    return at.screen.key_handler is None


@pytest.mark.parametrize("place", SCREENS)
async def test_a_burst_behind_any_prompt_changes_nothing(place: str) -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        closed = 0
        for command in list(KINDS[place].commands):
            screen, start = await stand_on(at, place), at.host.book
            if await opens_prompt(at, command) and await close_by_itself(at):
                closed += 1
                book, top = at.host.book, at.screen
                with at_once(at):
                    await burst(at.host, *TEXT)
                assert at.host.book is book, command.id
                assert at.screen is top, command.id
            if at.host.book is not start:
                at.host.undo()
            screen.key_handler = None
        assert closed or place in {"triage", "log", "notes", "unsaved", "welcome"}, place
