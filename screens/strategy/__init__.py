"""The strategy of a project: the questions of the method, answered with what shows it."""

from screens.strategy.commands import STRATEGY
from screens.strategy.screen import StrategyScreen

StrategyScreen.commands = STRATEGY
