"""The numbers room: forecast, movement, shape and record, and what they are held against."""

from screens.numbers.commands import NUMBERS
from screens.numbers.screen import NumbersScreen

NumbersScreen.commands = NUMBERS
