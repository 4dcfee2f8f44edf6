"""The commands of the import letter: opening a project, finding a line, and those of every list."""

from __future__ import annotations

from deals.model import Project
from screens.base.commands import Commands
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.import_letter.screen import LetterScreen
from wording import N_

IMPORT_LETTER: Commands[LetterScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


def project_of_line(screen: LetterScreen) -> Project | None:
    """Return the project of the line under the cursor."""
    return screen.project


@IMPORT_LETTER.command("open", "enter", label=N_("open"), on=project_of_line, footer=True)
def open_project(screen: LetterScreen, project: Project) -> None:
    """Open the project: the net over its people."""
    screen.host.open_screen("people", project)


@IMPORT_LETTER.command("log", "L", "f11", "ctrl+g", label=N_("log"), on=project_of_line)
def open_log(screen: LetterScreen, project: Project) -> None:
    """See the log: moves of stage, amount, dates, owner, CR and the like, and every touch."""
    screen.host.open_screen("log", project)


@IMPORT_LETTER.command("find", "slash", "f8", label=N_("find"), footer=True)
def find_line(screen: LetterScreen) -> None:
    """Find a line by its owner, project or words; Up and Down go on."""
    screen.find()
