"""The commands of a project's log: finding an entry, and those of every list."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.log.screen import LogScreen
from wording import N_

LOG: Commands[LogScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


@LOG.command("find", "slash", "f8", label=N_("find"), footer=True)
def find_entry(screen: LogScreen) -> None:
    """Find an entry by its words, day or author; Up and Down go on."""
    screen.find()
