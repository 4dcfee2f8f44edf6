"""The fishbone of a project."""

from screens.fishbone.commands import FISHBONE
from screens.fishbone.screen import FishboneScreen

FishboneScreen.commands = FISHBONE
