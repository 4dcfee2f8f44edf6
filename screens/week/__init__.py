"""The week: what is due across all projects by day, overdue first, and what was done of it."""

from screens.week.commands import WEEK
from screens.week.screen import WeekScreen

WeekScreen.commands = WEEK
