"""What can be done on a project's log: move in it, and leave it."""

from __future__ import annotations

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.moves import MOVES

LOG: tuple[type[Command], ...] = (*MOVES, *COMMON)
