"""The Team room: the branches of one's reporting line with their figures, hand-overs, twins."""

from screens.team.commands import TEAM
from screens.team.screen import TeamScreen

TeamScreen.commands = TEAM
