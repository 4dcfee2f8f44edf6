"""The log of a project: who moved what, and every touch."""

from screens.log.commands import LOG
from screens.log.screen import LogScreen

LogScreen.commands = LOG
