"""The commands of the key projects: starring one, and those of every list of projects."""

from __future__ import annotations

from deals.model import Project
from screens.base.commands import Commands
from screens.base.shared_commands import (
    PROJECT_LIST_COMMANDS,
    ROW_COMMANDS,
    SCREEN_COMMANDS,
    listed_project,
)
from screens.key_projects.screen import KeyProjectsScreen
from wording import N_

KEY_PROJECTS: Commands[KeyProjectsScreen] = Commands(
    PROJECT_LIST_COMMANDS, ROW_COMMANDS, SCREEN_COMMANDS
)


@KEY_PROJECTS.command(
    "key-project", "S", "alt+s", label=N_("key"), on=listed_project, footer=True, changes=True
)
def star_key_project(screen: KeyProjectsScreen, project: Project) -> None:
    """Star it as a key project, with its strategy in a line; - unstars it."""
    from screens.base.star_projects import star_projects

    star_projects(screen, [project.id], lambda: None)
