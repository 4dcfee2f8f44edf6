"""What can be done on a project's log: move in it, and leave it."""

from __future__ import annotations

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import MOVES

LOG: tuple[type[Command], ...] = (*MOVES, *COMMON)
