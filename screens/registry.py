"""The screen of each room, loaded when it is first opened, and the README's table of all keys.

`python -m screens.registry README.md` writes the table between the marks in that file.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from deals.model import Project
from screens.base.app import BaseApp
from screens.base.commands import Command, key_table
from screens.base.global_commands import COMMON
from screens.base.help import CommandsScreen
from screens.base.navigation import MOVES, OVER
from screens.base.project_screen import ROOMS

SCREENS = {
    "pipeline": ("Pipeline", "PipelineScreen"),
    "triage": ("Triage", "TriageScreen"),
    "people": ("People", "PeopleScreen"),
    "strategy": ("Strategy", "StrategyScreen"),
    "fishbone": ("Fishbone", "FishboneScreen"),
    "plan": ("Plan", "PlanScreen"),
    "review": ("Review", "ReviewScreen"),
    "market": ("Market", "MarketScreen"),
    "welcome": ("First start", "WelcomeScreen"),
    "log": ("Log", "LogScreen"),
    "followups": ("Follow-ups", "FollowupsScreen"),
}
"""Of each room its title in the README and the class of its screen, in the README's order."""


def load_screen(room: str) -> Any:
    """Return the class of a room's screen, importing the room if nothing has yet."""
    _title, name = SCREENS[room]
    return getattr(import_module(f"screens.{room}.screen"), name)


def show_room(host: BaseApp, room: str, project: Project, *, instead: bool) -> None:
    """Put a room of a project over the screen of an app, or in the place of the one on top."""
    screen = load_screen(room)(project)
    if instead:
        host.switch_screen(screen)
    else:
        host.push_screen(screen)


START, END = "<!-- keys -->", "<!-- /keys -->"


def list_sections() -> list[tuple[str, list[type[Command]]]]:
    """Return each screen's own commands, then those of lists and those that every screen has."""
    screens = [(title, load_screen(room)) for room, (title, _name) in SCREENS.items()]
    shared = {*COMMON, *MOVES, *OVER, *ROOMS}
    own = [
        (title, [command for command in screen.commands if command not in shared])
        for title, screen in [*screens, ("Help", CommandsScreen)]
    ]
    lists = [("Rooms", list(ROOMS)), ("Pictures", list(OVER)), ("Lists", list(MOVES))]
    return [*own, *lists, ("Everywhere", list(COMMON))]


def make_keys_table() -> str:
    """Return the table in Markdown."""
    return key_table(list_sections())


def replace_table(readme: str) -> str:
    """Return a README with the table between its marks made anew."""
    before, _start, rest = readme.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n{make_keys_table()}\n{END}{after}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(replace_table(path.read_text(encoding="utf-8")), encoding="utf-8")
