"""The screen of each room, loaded when it is first opened, and the README's table of all keys.

`python -m screens.registry README.md` writes the table between the marks in that file.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from deals.model import Project
from screens.base.app import BaseApp
from screens.base.commands import Command, key_table
from screens.base.global_commands import COMMON
from screens.base.help import CommandsScreen
from screens.base.navigation import MOVES, OVER
from screens.base.project_screen import ROOMS
from screens.fishbone.commands import FISHBONE
from screens.followups.commands import FOLLOWUPS
from screens.log.commands import LOG
from screens.market.commands import MARKET
from screens.people.commands import PEOPLE
from screens.pipeline.commands import PIPELINE
from screens.plan.commands import PLAN
from screens.review.commands import REVIEW
from screens.strategy.commands import STRATEGY
from screens.triage.commands import TRIAGE
from screens.welcome.commands import WELCOME

SCREENS = {
    "people": ("screens.people.screen", "PeopleScreen"),
    "strategy": ("screens.strategy.screen", "StrategyScreen"),
    "fishbone": ("screens.fishbone.screen", "FishboneScreen"),
    "review": ("screens.review.screen", "ReviewScreen"),
    "plan": ("screens.plan.screen", "PlanScreen"),
    "market": ("screens.market.screen", "MarketScreen"),
}


def show_room(host: BaseApp, room: str, project: Project, *, instead: bool) -> None:
    """Put a room of a project over the screen of an app, or in the place of the one on top."""
    module, name = SCREENS[room]
    screen = getattr(import_module(module), name)(project)
    if instead:
        host.switch_screen(screen)
    else:
        host.push_screen(screen)


START, END = "<!-- keys -->", "<!-- /keys -->"


def sections() -> list[tuple[str, list[type[Command]]]]:
    """Return each screen's own commands, then those of lists and those of every screen."""
    rooms: list[tuple[str, tuple[type[Command], ...]]] = [
        ("Pipeline", PIPELINE),
        ("Triage", TRIAGE),
        ("People", PEOPLE),
        ("Strategy", STRATEGY),
        ("Fishbone", FISHBONE),
        ("Plan", PLAN),
        ("Review", REVIEW),
        ("Market", MARKET),
        ("First start", WELCOME),
        ("Log", LOG),
        ("Follow-ups", FOLLOWUPS),
        ("Help", CommandsScreen.commands),
    ]
    shared = {*COMMON, *MOVES, *OVER, *ROOMS}
    own = [
        (where, [command for command in commands if command not in shared])
        for where, commands in rooms
    ]
    lists = [("Rooms", list(ROOMS)), ("Pictures", list(OVER)), ("Lists", list(MOVES))]
    return [*own, *lists, ("Everywhere", list(COMMON))]


def make_keys_table() -> str:
    """Return the table in Markdown."""
    return key_table(sections())


def rewritten(readme: str) -> str:
    """Return a README with the table between its marks made anew."""
    before, _start, rest = readme.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n{make_keys_table()}\n{END}{after}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
