"""The commands of a project's log: those of every list."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.shared_commands import COMMON, MOVES
from screens.log.screen import LogScreen

LOG: Commands[LogScreen] = Commands(MOVES, COMMON)
