"""Key projects: by owner, those starred, those proposed, and leads to meet or drop."""

from screens.key_projects.commands import KEY_PROJECTS
from screens.key_projects.screen import KeyProjectsScreen

KeyProjectsScreen.commands = KEY_PROJECTS
