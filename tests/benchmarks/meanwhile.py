"""The app on ten thousand projects: the memory that it holds, and its keys during a checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter

from store.files import leftovers
from tests.benchmarks import books
from tests.benchmarks.measure import Subject, opened, peak_mb, presses, spread_ms
from tests.benchmarks.session import LEAVE, QUERY
from tests.benchmarks.table import Figure
from tests.terminal.pty import Repaint, Terminal, environment

SIZE = 10_000
EDITS = 4
QUIET = 0.005
PATIENCE = 60.0

ABOUT = f"""
the app on a store of {SIZE:,} projects, {books.CONTACTS} contacts each
memory    the most that its process has held in such a sitting: opened, filtered, edited, backed up
meantime  rows down and up while a checkpoint runs, which the app makes when nobody edits
"""


def figures(home: Path, sittings: int) -> Iterator[Figure]:
    """Measure so many sittings, one after the other."""
    path = home / "meanwhile" / "netloft.json"
    books.save(path, books.book(SIZE))
    subject = Subject(f"{SIZE:,} projects", environment(home), path, books.NAMED)
    memory, moves = list[float](), list[Repaint]()
    for _sitting in range(sittings):
        held, meantime = _sit(subject)
        memory.append(held)
        moves += meantime
    half, most = spread_ms(moves)
    yield Figure("app's memory, MB", subject.name, max(memory), target=320.0)
    yield Figure("keys meantime", subject.name, len(moves))
    yield Figure("key meantime p50, ms", subject.name, half)
    yield Figure("key meantime p95, ms", subject.name, most, target=50.0)


def _sit(subject: Subject) -> tuple[float, list[Repaint]]:
    """Filter, edit, and wait for a checkpoint twice; the first of a day backs up too."""
    with opened(subject) as terminal:
        presses(terminal, ["/", *QUERY, "\r", "\x1b", "g"])
        presses(terminal, [">", "j"] * EDITS)
        moves = _meantime(terminal, subject.live)
        presses(terminal, [">", "j"])
        moves += _meantime(terminal, subject.live)
        memory = peak_mb(terminal.pid)
        terminal.send(LEAVE)
        assert terminal.wait_exit() == 0
    return memory, moves


def _meantime(terminal: Terminal, file: Path) -> list[Repaint]:
    """Return the effects of keys pressed from a checkpoint's first byte until it was in place."""
    deadline = perf_counter() + PATIENCE
    while not leftovers(file):
        assert perf_counter() < deadline, f"no checkpoint\n{terminal}"
        terminal.pump(QUIET)
    moves = []
    for key in cycle("jk"):
        moves.append(terminal.press(key, quiet=QUIET))
        if not leftovers(file):
            return moves
    raise AssertionError("unreachable")
