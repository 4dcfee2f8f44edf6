"""Follow-ups: the people to be seen across all projects, those promised something first."""

from screens.followups.commands import FOLLOWUPS
from screens.followups.screen import FollowupsScreen

FollowupsScreen.commands = FOLLOWUPS
