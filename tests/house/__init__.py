"""Rules of the house itself: who loads what, how big things are, what is shipped."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("deals", "store", "wording", "views", "screens", "tui")
