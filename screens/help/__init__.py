"""Help and palette: every command and whatever else can be opened, found by typing."""

from screens.help.commands import HELP
from screens.help.screen import CommandsScreen

CommandsScreen.commands = HELP
