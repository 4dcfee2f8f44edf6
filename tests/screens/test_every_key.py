"""Every key of every command, on every screen, reaches just its command."""

from __future__ import annotations

import pytest

from screens.followups.screen import FollowupsScreen
from screens.kit.help import CommandsScreen
from screens.kit.screen import KitScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from screens.welcome.screen import WelcomeScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk


def first(place: int) -> KitScreen:
    """A screen to start with."""
    screens = [PipelineScreen, lambda: TriageScreen(["one"]), WelcomeScreen, FollowupsScreen]
    people = PeopleScreen(project(id="one", contacts=[contact("he", 2)]))
    return [*screens, lambda: people, PipelineScreen][place]()


@pytest.mark.parametrize("place", range(6))
async def test_every_key_reaches_its_command(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(first(place), project(id="one")) as at:
        if place == 5:
            await at.press("f1")
            assert isinstance(at.screen, CommandsScreen)
        screen, reached = at.screen, list[str]()
        monkeypatch.setattr(type(screen), "action_command", lambda self, id: reached.append(id))
        for command in screen.commands:
            assert command.name()
            assert command.about().endswith(".")
            for key in command.keys:
                reached.clear()
                await at.pilot.press(key)
                assert reached == [command.id], key
