"""A command is one function: whatever shows or runs commands has it from the registry."""

from __future__ import annotations

import pytest

from screens.base.commands import Command, Commands, key_tables
from screens.help.screen import CommandsScreen
from screens.log.screen import LogScreen
from screens.people.screen import PeopleScreen
from screens.plan.screen import PlanScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk

DEAL = project(id="one")


async def test_a_function_is_all_that_a_command_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: Commands[LogScreen] = Commands(LogScreen.commands)
    ran = []

    @commands.command("greet", "w", "f3", label="greet", footer=True)
    def greet(screen: LogScreen) -> None:
        """Say hello."""
        ran.append(screen.project.id)

    monkeypatch.setattr(LogScreen, "commands", commands)
    async with at_desk(LogScreen(DEAL), DEAL) as at:
        assert "w greet" in at.shown("footer")
        await at.press("w")
        await at.press("f3")
        await at.press("colon")
        await at.type("hello")
        assert "Say hello." in at.shown("rows")
        await at.press("enter")
    assert ran == ["one"] * 3
    assert key_tables([("Log", commands.own)]).splitlines() == [
        *("### Log", "", "| Key | Does | Command |", "| --- | --- | --- |"),
        "| `w` `F3` | Say hello. | `greet` |",
    ]


async def test_it_goes_by_the_key_that_the_user_gave_its_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands: Commands[LogScreen] = Commands(LogScreen.commands)

    @commands.command("greet", "w", label="greet", footer=True)
    def greet(screen: LogScreen) -> None:
        """Say hello."""
        screen.tell("hello")

    monkeypatch.setattr(LogScreen, "commands", commands)
    async with at_desk(LogScreen(DEAL), DEAL, keys={"greet": "Z"}) as at:
        assert "Z greet" in at.shown("footer")
        await at.press("Z")
        assert "hello" in at.foot()


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("plan", "room-plan"),  # not "make it next", of which it is the id
        ("PLA", "room-plan"),
        ("make it next", "plan"),
        ("cr-up", "cr-up"),
    ],
)
async def test_the_palette_goes_to_the_name_typed(word: str, named: str) -> None:
    deal = project(id="one", contacts=[contact("Ann", 2)])
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("colon")
        await at.type(word)
        assert isinstance(at.screen, CommandsScreen)
        assert at.screen.selection.current == named


async def test_plan_in_the_palette_opens_the_plan_from_people() -> None:
    deal = project(id="one", contacts=[contact("Ann", 2)])
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("colon")
        await at.type("plan\n")
        assert isinstance(at.screen, PlanScreen)


def test_a_command_on_a_thing_gets_it_and_applies_only_where_there_is_one() -> None:
    commands: Commands[dict[str, str]] = Commands()
    got = []

    @commands.command("eat", "e", label="eat", on=lambda plate: plate.get("fruit"))
    def eat(plate: dict[str, str], fruit: str) -> None:
        """Eat the fruit."""
        got.append((len(plate), fruit))

    command = commands.find("eat")
    assert not command.applies({})
    command.run({})
    assert command.applies({"fruit": "fig"})
    command.run({"fruit": "fig"})
    assert got == [(1, "fig")]


def test_own_commands_stand_before_shared_ones() -> None:
    shared = [Command(id, (), "", "", print) for id in ("first", "second")]
    commands: Commands[object] = Commands(shared)

    @commands.command("own", label="own")
    def own(_screen: object) -> None:
        """Do it."""

    assert [command.id for command in commands] == ["own", "first", "second"]
    assert [command.id for command in commands.without("first")] == ["own", "second"]
    assert [command.id for command in commands.own] == ["own"]
