"""The commands of the import letter: those of every list of projects."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.shared_commands import PROJECT_LIST_COMMANDS, ROW_COMMANDS, SCREEN_COMMANDS
from screens.import_letter.screen import LetterScreen

IMPORT_LETTER: Commands[LetterScreen] = Commands(
    PROJECT_LIST_COMMANDS, ROW_COMMANDS, SCREEN_COMMANDS
)
