"""Which screen each room of a project is; each is loaded when it is first opened."""

from __future__ import annotations

from importlib import import_module

from deals.model import Project
from screens.kit.host import Host

SCREENS = {
    "people": ("screens.people.screen", "PeopleScreen"),
    "strategy": ("screens.strategy.screen", "StrategyScreen"),
    "fishbone": ("screens.fishbone.screen", "FishboneScreen"),
    "review": ("screens.review.screen", "ReviewScreen"),
    "plan": ("screens.plan.screen", "PlanScreen"),
}


def show_room(host: Host, room: str, project: Project, *, instead: bool) -> None:
    """Puts a room of a project over the screen of an app, or in the place of the one on top."""
    module, name = SCREENS[room]
    screen = getattr(import_module(module), name)(project)
    if instead:
        host.switch_screen(screen)
    else:
        host.push_screen(screen)
