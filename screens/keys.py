"""Every screen's commands in one place: what the README's key table is made of.

`python -m screens.keys README.md` writes the table anew between its two marks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from screens.fishbone.commands import FISHBONE
from screens.followups.commands import FOLLOWUPS
from screens.kit.commands import Command, key_table
from screens.kit.common import COMMON
from screens.kit.help import CommandsScreen
from screens.kit.moves import MOVES
from screens.log.commands import LOG
from screens.people.commands import PEOPLE
from screens.pipeline.commands import PIPELINE
from screens.plan.commands import PLAN
from screens.review.commands import REVIEW
from screens.strategy.commands import STRATEGY
from screens.triage.commands import TRIAGE
from screens.welcome.commands import WELCOME

START, END = "<!-- keys -->", "<!-- /keys -->"


def sections() -> list[tuple[str, list[type[Command]]]]:
    """Each screen's own commands, then those of lists and those that every screen has."""
    rooms: list[tuple[str, tuple[type[Command], ...]]] = [
        ("Pipeline", PIPELINE),
        ("Triage", TRIAGE),
        ("People", PEOPLE),
        ("Strategy", STRATEGY),
        ("Fishbone", FISHBONE),
        ("Plan", PLAN),
        ("Review", REVIEW),
        ("First start", WELCOME),
        ("Log", LOG),
        ("Follow-ups", FOLLOWUPS),
        ("Help", CommandsScreen.commands),
    ]
    shared = {*COMMON, *MOVES}
    own = [(where, [one for one in commands if one not in shared]) for where, commands in rooms]
    return [*own, ("Lists", list(MOVES)), ("Everywhere", list(COMMON))]


def table() -> str:
    """The table in Markdown."""
    return key_table(sections())


def rewritten(readme: str) -> str:
    """A README with the table between its marks made anew."""
    before, _start, rest = readme.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
