"""Typed text never runs as commands: what goes on behind a prompt that has closed does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deals.model import Cause, Comparison, Goal, Member, NextAction, PlanRow, Strategy, SwotItem
from screens.base.commands import Command
from screens.base.prompts import ChoicePrompt, HeldKeys, LinePrompt
from screens.base.screen import BaseScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk, every_screen
from tests.screens.test_typed_ahead import burst, list_commands, stand_on

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
NONE_OF_THEIR_OWN = {
    *("import_preview", "import_letter", "notes", "key_projects", "team", "unsaved"),
    *("unsettled", "help"),
}
"""The screens of which only commands that others share have a prompt that an answer closes."""
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


async def test_what_is_typed_behind_a_line_is_told_and_offered_to_the_next_one() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await at.press("n")
        await burst(at.host, *"call he", "enter", *"Dear all", "enter", *"x")
        assert at.project("one").next_action == NextAction(text="call he")
        assert "this was not used: Dear all x" in at.foot()
        await at.press("o", "ctrl+r")
        assert isinstance(at.screen.key_handler, LinePrompt)
        assert at.screen.key_handler.edit.text == "Dear all x"


async def test_a_text_that_is_pasted_where_no_line_is_open_is_told() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.paste("Dear all\nD")
        assert "this was not used: Dear all D" in at.foot()
        await at.press("s")
        await at.paste("name")
        assert "this was not used: name" in at.foot()
        assert isinstance(at.screen.key_handler, ChoicePrompt)


async def test_q_goes_back_at_once_but_leaves_nothing_typed_to_the_shell() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("enter", "a")
        await burst(at.host, "enter", *"qD")
        assert isinstance(at.screen, PipelineScreen)
        assert at.host.book.projects
        await at.press("n")
        await burst(at.host, "enter", "q")
        assert not at.host.leaving
        await at.press("q")
        assert at.host.leaving


async def test_esc_behind_a_prompt_only_settles_for_a_second() -> None:
    async with at_desk(PeopleScreen(DEAL), DEAL) as at:
        screen = at.screen
        screen.host.push_screen(PeopleScreen(DEAL))
        await at.settle()
        await at.press("a")
        await burst(at.host, "enter", "escape", "escape")
        assert at.screen is not screen
        await at.press("escape")
        assert at.screen is screen


async def test_words_behind_an_answer_are_no_commands_and_wait_for_the_evidence() -> None:
    async with at_desk(StrategyScreen(DEAL), DEAL) as at:
        await at.press("down", "down", "down")  # behind the strategy and the choices of the market
        await burst(at.host, "y", *"they told us")
        (given,) = at.project("one").answers
        assert (given.value, given.evidence) == ("yes", "")
        assert "this was not used: they told us" in at.foot()
        await burst(at.host, "escape", "y", "n", "j", "p")
        assert [each.value for each in at.project("one").answers] == ["yes", "yes", "no", "partly"]


async def test_a_choice_takes_a_capital_and_no_text_chooses() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("s")
        await burst(at.host, *"yname")
        assert isinstance(at.screen.key_handler, ChoicePrompt)
        assert "this was not used: yname" in at.foot()
        await at.press("N")
        assert at.screen.key_handler is None


async def test_a_choice_is_also_made_by_the_arrows_and_enter() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("x", "down", "down", "up", "down", "down", "enter")
        assert "reason" in at.foot()
        await at.type("waits\n")
        assert at.project("one").status == "on_hold"
        await at.press("s", "space")
        assert "Space is none of these" in at.foot()


@pytest.mark.parametrize(("screen", "key"), [(PeopleScreen, "m"), (PlanScreen, "t")])
@pytest.mark.parametrize("back", ["q", "escape"])
async def test_back_from_a_page_within_a_room_leads_into_the_room(
    screen: type[PeopleScreen | PlanScreen], key: str, back: str
) -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        room = screen(DEAL)
        at.host.push_screen(room)
        await at.settle()
        before = room.pane_finish()
        await at.press(key, back)
        assert at.screen is room
        assert room.pane_finish() == before
        room.tell("something")
        await at.press("escape")
        assert at.screen is room
        await at.press("escape")
        assert len(at.host.screen_stack) == 2


async def test_what_came_without_a_line_is_offered_to_the_next_line_alone() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await at.press("n")
        await burst(at.host, *"call", "enter", *"Dear all")
        await at.press("o", "escape", "o", "ctrl+r")
        assert isinstance(at.screen.key_handler, LinePrompt)
        assert "Dear all" not in at.screen.key_handler.edit.text
        await at.press("escape")
        assert [each.text for each in at.host.unsaved.list_left()] == ["Dear all"]
        await at.press("s")
        await burst(at.host, *"1tcgx")
        assert "this was not used: tcgx" in at.foot()
        assert [each.text for each in at.host.unsaved.list_left()] == ["Dear all"]


@pytest.mark.parametrize("key", ["k", "7", "f5", "enter"])
async def test_a_choice_refuses_what_it_does_not_have_and_stays(key: str) -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("x", key)
        assert "none of these" in at.foot()
        assert "end as" in at.foot()
        assert isinstance(at.screen.key_handler, ChoicePrompt)
        await at.press("q")
        assert at.screen.key_handler is None


async def test_no_letter_that_is_typed_behind_a_line_chooses() -> None:
    deal = project(id="one", plan=(PlanRow(id="r1", bone="customer", content="demo"),))
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("colon")
        await burst(at.host, *"sort", "enter", *"abc")
        assert isinstance(at.screen.key_handler, ChoicePrompt)
        assert "this was not used: abc" in at.foot()
        await at.press("n")
        assert at.screen.key_handler is None


async def test_space_marks_and_stays() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        assert isinstance(at.screen, PipelineScreen)
        await at.press("space")
        assert (at.screen.selection.index, at.screen.selection.marks) == (0, frozenset({"one"}))
        await at.press("space")
        assert not at.screen.selection.marks


@pytest.mark.parametrize("place", SCREENS)
async def test_a_burst_behind_any_prompt_changes_nothing(place: str) -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        closed = 0
        for command in list_commands(place):
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
        assert closed or place in NONE_OF_THEIR_OWN, place


async def test_keys_run_at_once_behind_a_menu_that_only_shows_something_else() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        at.host.clock.pause = 0.12
        await at.press("V", "4", "G", "c")
        assert isinstance(at.screen.key_handler, LinePrompt)
        await at.press("escape", "s", "q", "enter")
        assert not isinstance(at.screen, PipelineScreen)


async def test_keys_run_nothing_behind_a_choice_that_wrote() -> None:
    async with at_desk(StrategyScreen(DEAL), DEAL) as at:
        await at.press("down", "enter")
        at.host.clock.pause = 0.12
        await at.press("1", "t")
        assert at.project("one").market.customer
        assert "this was not used: t" in at.foot()
