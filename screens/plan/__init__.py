"""The goals, the plan and the team of one project."""

from screens.plan.commands import PLAN
from screens.plan.screen import PlanScreen

PlanScreen.commands = PLAN
