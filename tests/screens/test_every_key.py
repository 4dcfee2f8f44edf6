"""Every key of every command, on every screen, reaches just its command."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from screens.base.help import CommandsScreen
from screens.base.screen import BaseScreen
from screens.fishbone.screen import FishboneScreen
from screens.followups.screen import FollowupsScreen
from screens.log.screen import LogScreen
from screens.market.screen import MarketScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.strategy.screen import StrategyScreen
from screens.triage.screen import TriageScreen
from screens.welcome.screen import WelcomeScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk

DEAL = project(id="one", contacts=[contact("he", 2)])
SCREENS: dict[str, Callable[[], BaseScreen]] = {
    "pipeline": PipelineScreen,
    "triage": lambda: TriageScreen(["one"]),
    "welcome": WelcomeScreen,
    "followups": FollowupsScreen,
    "log": lambda: LogScreen(DEAL),
    "help": PipelineScreen,
    "people": lambda: PeopleScreen(DEAL),
    "strategy": lambda: StrategyScreen(DEAL),
    "market": lambda: MarketScreen(DEAL),
    "fishbone": lambda: FishboneScreen(DEAL),
    "plan": lambda: PlanScreen(DEAL),
    "review": lambda: ReviewScreen(DEAL),
}


@pytest.mark.parametrize("place", SCREENS)
async def test_every_key_reaches_its_command(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(SCREENS[place](), DEAL) as at:
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
