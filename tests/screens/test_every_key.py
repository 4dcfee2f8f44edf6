"""Every key of every command, on every screen, reaches just its command."""

from __future__ import annotations

import pytest

from screens.help.screen import CommandsScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk, every_screen

DEAL = project(id="one", contacts=[contact("he", 2)])
SCREENS = every_screen(DEAL)


@pytest.mark.parametrize("place", SCREENS)
async def test_every_key_reaches_its_command(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = "pipeline" if place == "help" else place
    async with at_desk(SCREENS[first](), DEAL) as at:
        if place == "help":
            await at.press("f1")
            assert isinstance(at.screen, CommandsScreen)
        screen, reached = at.screen, list[str]()
        monkeypatch.setattr(type(screen), "action_command", lambda self, id: reached.append(id))
        for command in screen.commands:
            assert command.name()
            assert command.about().endswith(".")
            for key in command.keys:
                reached.clear()
                await at.press(key)
                assert reached == [command.id], key
