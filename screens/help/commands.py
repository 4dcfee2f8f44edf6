"""The commands of help and palette."""

from __future__ import annotations

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.help.screen import CommandsScreen
from wording import N_

# Its own keys mean something else here: help and palette are this very list.
HELP: Commands[CommandsScreen] = Commands(
    ROW_COMMANDS, SCREEN_COMMANDS.without("help", "palette", "method")
)


@lacks(N_("no legend on this screen"))
def has_signs(screen: CommandsScreen) -> bool:
    """Return whether the screen has signs to explain."""
    return bool(screen.signs)


@HELP.command("run", "enter", label=N_("run"), footer=True)
def run_command(screen: CommandsScreen) -> None:
    """Run the command chosen, or say why it does nothing now."""
    screen.run_chosen()


@HELP.command("find", "slash", "ctrl+p", "colon", label=N_("find"), footer=True)
def find_command(screen: CommandsScreen) -> None:
    """Find a command by a word in either language, by pinyin or by a key: ctrl+r, ^R, F9."""
    screen.find()


@HELP.command("signs", "v", "f9", label=N_("legend"), when=has_signs, footer=True, purpose="look")
def turn_to_signs(screen: CommandsScreen) -> None:
    """Switch between the commands and the legend of the screen."""
    screen.turn()


@HELP.command("method", "m", "f2", label=N_("method"), footer=True)
def open_method(screen: CommandsScreen) -> None:
    """Read the selling method in one screen: stages, gates, CR, and the limits of the flags."""
    screen.host.open_screen("method")


@HELP.command("close", "question_mark", "f1", label=N_("close"), footer=True)
def close_help(screen: CommandsScreen) -> None:
    """Close this list."""
    screen.back()
