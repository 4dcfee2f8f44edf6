"""The commands of a project's log: finding an entry, and those of every list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import MOVES
from wording import N_

if TYPE_CHECKING:
    from screens.log.screen import LogScreen


class Find(Command):
    """Find an entry by its words, day or author; Up and Down go on."""

    id = "find"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")
    footer = True

    @staticmethod
    def run(screen: LogScreen) -> None:
        """Take the words."""
        screen.find()


LOG: tuple[type[Command], ...] = (Find, *MOVES, *COMMON)
