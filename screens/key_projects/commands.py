"""The commands of the key projects: starring one, opening it, and those of every list."""

from __future__ import annotations

from deals.model import Project
from screens.base.commands import Commands
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.key_projects.screen import KeyProjectsScreen
from wording import N_

KEY_PROJECTS: Commands[KeyProjectsScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


def key_row_project(screen: KeyProjectsScreen) -> Project | None:
    """Return the project under the cursor."""
    return screen.project


@KEY_PROJECTS.command(
    "key-project", "S", "alt+s", label=N_("key"), on=key_row_project, footer=True, changes=True
)
def star_key_project(screen: KeyProjectsScreen, project: Project) -> None:
    """Star it as a key project, with its strategy in a line; - unstars it."""
    from screens.base.star_projects import star_projects

    star_projects(screen, [project.id], lambda: None)


@KEY_PROJECTS.command("open", "enter", label=N_("open"), on=key_row_project, footer=True)
def open_project(screen: KeyProjectsScreen, project: Project) -> None:
    """Open the project: the net over its people."""
    screen.host.open_screen("people", project)


@KEY_PROJECTS.command("log", "L", "f11", "ctrl+g", label=N_("log"), on=key_row_project)
def open_log(screen: KeyProjectsScreen, project: Project) -> None:
    """Look at what happened on the project: who moved what and when, and every touch."""
    screen.host.open_screen("log", project)


@KEY_PROJECTS.command("find", "slash", "f8", label=N_("find"), footer=True)
def find_row(screen: KeyProjectsScreen) -> None:
    """Find a project by its owner or name; Up and Down go on."""
    screen.find()
