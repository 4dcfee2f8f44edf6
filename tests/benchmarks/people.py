"""Moving about the people of an account in a real terminal, in each of the four views."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from deals.model import Book
from screens.people.view import VIEWS
from tests.benchmarks import books
from tests.benchmarks.crowds import INFLUENCES, PEOPLE, crowd
from tests.benchmarks.measure import Subject, mean_bytes, opened, presses, spread_ms
from tests.benchmarks.table import Figure
from tests.terminal.pty import Terminal, environment

ABOUT = f"""
cursor  from node to node down, right and back at 80x24, scrolling included, {PEOPLE} people and
        {INFLUENCES} influences; the bytes once more without the moves that scroll
turn    to the next view, seen before
"""
DOWN, RIGHT, BACK, TURN, TOP = "j", "l", "k", "v", "g"
LEAVE = "\x11"
# A move that repaints more than so much has scrolled: all rows are other ones.
SCROLLED = 2500


def figures(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the cost of moving in each view, and of turning to it."""
    store = home / "people" / "netloft.json"
    books.save(store, Book().with_projects(crowd()))
    with opened(Subject("people", environment(home), store, "crowd")) as terminal:
        terminal.press("\r")
        for view in VIEWS:
            yield from _moving(terminal, view)
            terminal.press(TURN)
        turns = presses(terminal, TURN * len(VIEWS) * rounds)
        terminal.send(LEAVE)
        assert terminal.wait_exit() == 0
    _half, most = spread_ms(turns)
    yield Figure("turn of the view p95, ms", f"{PEOPLE} people", most, target=50.0)


def _moving(terminal: Terminal, view: str) -> Iterator[Figure]:
    terminal.press(TOP)
    keys = DOWN * 8 + RIGHT + DOWN * 4 + BACK * 3 + RIGHT
    moves = [move for move in presses(terminal, keys) if move.size]
    half, most = spread_ms(moves)
    yield Figure("cursor p50, ms", view, half)
    yield Figure("cursor p95, ms", view, most, target=50.0)
    yield Figure("cursor, bytes", view, mean_bytes(moves))
    still = [move for move in moves if move.size < SCROLLED]
    yield Figure("cursor without scrolling, bytes", view, mean_bytes(still), target=1500.0)
