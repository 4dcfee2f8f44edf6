"""Rules of the house itself: who loads what, how big things are, what is shipped."""

import ast
import gc
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("deals", "store", "wording", "views", "reports", "screens", "team", "tui")


@cache
def parse_module(path: Path) -> ast.Module:
    """Return a module's syntax, parsed once for all rules; the collector is kept from going over
    so many nodes, which stay.
    """
    gc.disable()
    tree = ast.parse(path.read_text("utf-8"))
    gc.freeze()
    gc.enable()
    return tree
