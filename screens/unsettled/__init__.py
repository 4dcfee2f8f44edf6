"""The changes that did not stand on the team's server, and what to do about each."""

from screens.unsettled.commands import UNSETTLED
from screens.unsettled.screen import UnsettledScreen

UnsettledScreen.commands = UNSETTLED
