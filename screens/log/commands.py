"""The commands of a project's log: those of every list."""

from __future__ import annotations

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import MOVES

LOG: tuple[type[Command], ...] = (*MOVES, *COMMON)
