"""A key goes to the screen that is on top once all keys before it took effect; to no other."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from deals.model import PlanRow
from screens.base.app import BaseApp, EscapedKey
from screens.base.commands import Command
from screens.base.prompts import LinePrompt
from screens.base.row_list import RowScreen
from screens.base.screen import BaseScreen
from screens.followups.screen import FollowupsScreen
from screens.help.screen import CommandsScreen
from screens.log.screen import LogScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.registry import list_sections
from tests.deals.makers import contact, project
from tests.examples import SOAKING
from tests.keyboard import key_event, press, send, wait_until_idle
from tests.screens.hosting import Desk, at_desk, every_screen

DEAL = project(id="one", contacts=[contact("he", 2)])
PLANNED = project(id="one", plan=(PlanRow(id="r1", bone="customer", content="demo"),))
OTHER = project(id="two", name="二")
SCREENS = every_screen(DEAL)
KINDS = {place: type(make()) for place, make in SCREENS.items()}
PART = 6
# Enter on the list of commands and on the welcome runs another command, as does an empty start.
RELAYS = {"run", "choose", "empty"}
# It leaves the app.
LAST = ("pipeline", "back")
EVERY_KEY = sorted(
    {key for _name, commands in list_sections() for each in commands for key in each.keys}
    - {"ctrl+q"}
)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The commands that were run, each with the screen it was run on."""
    found: list[tuple[str, str]] = []
    run = BaseScreen.action_command

    def noted(screen: BaseScreen, id: str) -> None:
        found.append((type(screen).__name__, id))
        run(screen, id)

    monkeypatch.setattr(BaseScreen, "action_command", noted)
    return found


async def burst(host: BaseApp, *keys: str) -> None:
    """Types the keys as one read of the terminal gives them, and waits until all took effect."""
    send(host, keys)
    await wait_until_idle(host)


async def escaped(at: Desk, key: str) -> None:
    """Types ESC and the key in one read, as a terminal does for Alt with the key."""
    event = EscapedKey(key, key_event(key))
    event.set_sender(at.host)
    at.host.post_message(event)
    await wait_until_idle(at.host)


def list_commands(place: str) -> list[Command[Any]]:
    """The commands of a screen: its own, and of those that most screens share each sixth,
    another sixth on the next screen; all of them where tests may take long.
    """
    commands = KINDS[place].commands
    shared = [command for command in commands if command not in commands.own]
    first = 0 if SOAKING else list(KINDS).index(place) % PART
    return [*commands.own, *shared[first :: 1 if SOAKING else PART]]


async def stand_on(at: Desk, place: str) -> BaseScreen:
    """Opens the screen over the pipeline, anew."""
    host = at.host
    while len(host.screen_stack) > 3:
        host.pop_screen()
        await wait_until_idle(host)
    if type(host.screen) is KINDS[place]:
        at.screen.key_handler = None
        return at.screen
    while len(host.screen_stack) > 2:
        host.pop_screen()
        await wait_until_idle(host)
    if not isinstance(host.screen, PipelineScreen):
        host.switch_screen(PipelineScreen())
        await wait_until_idle(host)
    if place != "pipeline":
        screen = SCREENS[place]()
        if isinstance(screen, CommandsScreen):
            screen.about = at.screen
        host.push_screen(screen)
        await wait_until_idle(host)
    at.screen.key_handler = None
    return at.screen


def unbound(screen: BaseScreen) -> list[str]:
    """The keys of other screens that mean nothing on this one."""
    own = {key for command in screen.commands for key in command.keys}
    return [key for key in EVERY_KEY if key not in own]


async def openers(at: Desk, place: str) -> list[Command[Any]]:
    """The commands of a screen, here and now, that put another screen on top.

    Esc is none of them: behind what was told of another key it only takes that away.
    """
    screen, turned, found = await stand_on(at, place), list[bool](), list[Command[Any]]()
    with pytest.MonkeyPatch.context() as patch:
        for turn in ("push_screen", "switch_screen", "pop_screen", "exit"):
            patch.setattr(at.host, turn, lambda *_args, **_more: turned.append(True))
        for command in screen.commands:
            turned.clear()
            leaving = command.id in ("leave", "escape")
            if not command.changes and not leaving and command.applies(screen):
                command.run(screen)
                screen.key_handler = None
            if turned and command.keys and (place, command.id) != LAST:
                found.append(command)
        if isinstance(screen, RowScreen):
            screen.select(screen.selection.to(0))
    await wait_until_idle(at.host)
    return found


@pytest.mark.parametrize("place", [place for place in SCREENS if place != "help"])
async def test_a_key_that_a_screen_does_not_bind_ends_there(
    place: str, ran: list[tuple[str, str]]
) -> None:
    """Every key that the screen does not bind, before a key that opens another: at once, and each
    when the one before it is over (which is the same for every one that opens), each sixth of
    them on a screen and another sixth on the next. What is pressed before each other one that
    opens is a part of them. Where tests may take long, all are pressed each time.
    The help looks such a key up (tests/screens/help).
    """
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        at_place = list(SCREENS).index(place) % PART
        first, *more = await openers(at, place)
        commands = [first, *(each for each in more if each in list_commands(place))]
        for apart in (False, True):
            for turn, command in enumerate(commands[:1] if apart else commands):
                screen = await stand_on(at, place)
                steps = PART if apart else len(commands) if turn else 1
                part = slice(None) if SOAKING else slice(at_place if apart else turn, None, steps)
                keys = [*unbound(screen)[part], command.keys[0]]
                ran.clear()
                await (press if apart else burst)(at.host, *keys)
                assert ran[0] == (type(screen).__name__, command.id)
                relays = command.id in RELAYS or (place, command.id) == ("review", "open")
                assert len(ran) == 1 or relays


async def test_the_reported_cases(ran: list[tuple[str, str]]) -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        for keys, screen in (
            (("right", "enter"), PeopleScreen),
            (("h", "enter"), PeopleScreen),
            (("X", "f"), FollowupsScreen),
        ):
            await stand_on(at, "pipeline")
            await burst(at.host, *keys)
            assert isinstance(at.screen, screen), keys
        for place, keys, room in (
            ("strategy", ("z", "5"), PlanScreen),
            ("review", ("v", "1"), PeopleScreen),
            ("review", ("D", "5"), PlanScreen),
            ("review", ("X", "5"), PlanScreen),
            ("review", ("b", "5"), PlanScreen),
            ("plan", ("q", "enter"), PeopleScreen),
            ("log", ("D", "q"), PipelineScreen),
        ):
            await stand_on(at, place)
            await burst(at.host, *keys)
            assert isinstance(at.screen, room), (place, keys)
    assert at.labels == []


async def test_keys_behind_one_that_opens_are_meant_for_what_it_opens() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await burst(at.host, "enter", *"23456", "q", "down", "enter", "L", "question_mark", "j")
        assert isinstance(at.screen, CommandsScreen)
        assert isinstance(at.screen.about, LogScreen)
        assert at.screen.about.project.id == "two"
        assert at.screen.selection.place == 2


async def test_a_command_chosen_in_the_list_comes_before_what_is_typed_behind_it() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await burst(at.host, "colon", *"follow-ups", "enter", "q")
        await burst(at.host, "colon", *"jump", "enter")
        await burst(at.host, "b")
        assert isinstance(at.screen, PipelineScreen)
        assert at.screen.selection.current == "two"


async def test_a_line_being_typed_is_left_as_it_was_typed(ran: list[tuple[str, str]]) -> None:
    async with at_desk(PipelineScreen(), PLANNED, OTHER) as at:
        await burst(at.host, "5", "enter", "5", "a", *"test", "enter", *"more", "ctrl+c")
        assert isinstance(at.screen, PlanScreen)
        assert [row.content for row in at.project("one").plan] == ["demo", "test"]


async def test_nothing_runs_once_the_app_is_being_left(ran: list[tuple[str, str]]) -> None:
    for leave in ("q", "ctrl+q"):
        async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
            ran.clear()
            await burst(at.host, "j", leave, "D", "j", "enter")
            assert [id for _screen, id in ran] == ["down", "back" if leave == "q" else "leave"]
        assert at.host.return_code == 0


@pytest.mark.parametrize("place", SCREENS)
async def test_the_app_may_be_left_while_a_screen_opens(place: str) -> None:
    """By a signal, which waits for no screen."""
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        screen = SCREENS[place]()
        if isinstance(screen, CommandsScreen):
            screen.about = at.screen
        at.host.push_screen(screen)
        at.host.exit()
        at.host.poll()
        await wait_until_idle(at.host)
    assert at.host.return_code == 0


async def test_ctrl_q_leaves_out_of_a_line_and_behind_what_was_typed_before_it() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await burst(at.host, "a", *"new", "enter", "ctrl+q")
        assert at.labels == ["add"]


async def test_pastes_keep_their_place_among_the_keys() -> None:
    async with at_desk(PipelineScreen(), PLANNED, OTHER) as at:
        host = at.host
        for event in (
            *map(key_event, ("enter", "5", "a", "x")),
            events.Paste("pasted"),
            *map(key_event, ("y", "enter", "escape", "q")),
        ):
            host.post_message(event)
        await wait_until_idle(host)
        assert [row.content for row in at.project("one").plan] == ["demo", "xpastedy"]


async def test_esc_and_a_key_in_one_read_are_both_acted_on() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await at.press("a")
        await at.type("half")
        await escaped(at, "j")
        assert at.screen.key_handler is None
        assert at.screen.status_bar.line == ()
        assert at.host.history.done == ()
        await at.press("x")
        await escaped(at, "w")  # no choice is made by it
        assert {project.status for project in at.host.book.projects.values()} == {"open"}


async def test_esc_that_closes_a_screen_leaves_the_key_to_the_one_below() -> None:
    async with at_desk(PipelineScreen(), DEAL, OTHER) as at:
        await at.press("L")
        await escaped(at, "a")
        assert isinstance(at.screen, PipelineScreen)
        assert isinstance(at.screen.key_handler, LinePrompt)


async def test_alt_with_a_key_stays_so_where_it_means_something(
    ran: list[tuple[str, str]],
) -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("enter", "2", "down", "down", "down")  # on the first question
        await escaped(at, "y")
        assert ran[-1] == ("StrategyScreen", "answer-yes-shown")
        await at.type("one two")
        await escaped(at, "b")
        assert isinstance(at.screen.key_handler, LinePrompt)
        assert at.screen.key_handler.edit.caret == len("one ")
        await escaped(at, "y")
        assert at.screen.key_handler is None
