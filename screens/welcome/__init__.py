"""The first start: a sample to look at, a table to import, or an empty book."""

from screens.welcome.commands import WELCOME
from screens.welcome.screen import WelcomeScreen

WelcomeScreen.commands = WELCOME
