"""One sitting at the app, or at the bare one: what each kind of key costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from store.store import Store
from tests.benchmarks.measure import Subject, opened, presses
from tests.terminal.pty import Repaint, Terminal

IDLE_SECONDS = 5.0
MOVES = 60
EDITS = 8
QUERY = "harbour"
LEAVE = "\x11"


@dataclass
class Costs:
    """What the keys of any number of sittings led to, kind by kind."""

    idle_bytes: int = 0
    moves: list[Repaint] = field(default_factory=list)
    edits: list[Repaint] = field(default_factory=list)
    filters: list[Repaint] = field(default_factory=list)


def sit(subject: Subject, costs: Costs) -> None:
    """Measure a sitting, added to `costs`: idle, down the list, in the app edits and a filter."""
    with opened(subject) as terminal:
        costs.idle_bytes = max(costs.idle_bytes, terminal.idle(IDLE_SECONDS))
        costs.moves += _moves(terminal)
        if subject.store is not None:
            terminal.press("g")
            costs.edits += _seen(presses(terminal, ["<", "j"] * EDITS)[::2])
            terminal.press("/")
            costs.filters += _seen(presses(terminal, QUERY))
            terminal.press("\r")
        terminal.send(LEAVE)
        assert terminal.wait_exit() == 0
    if subject.store is not None:
        assert _moves_kept(subject.live) == _moves_kept(subject.store) + EDITS, "an edit is lost"


def _moves(terminal: Terminal) -> list[Repaint]:
    """Return the keys for so many rows down in a list of fifty, with returns to the top."""
    first = presses(terminal, "j" * (MOVES * 3 // 4))
    terminal.press("g")
    return _seen(first + presses(terminal, "j" * (MOVES // 4)))


def _moves_kept(store: Path) -> int:
    """Return how many stage changes the projects of a store remember."""
    kept = Store.open(store, create=False)
    try:
        every = kept.book.projects.values()
        return sum(change.field == "stage" for project in every for change in project.history)
    finally:
        kept.close()


def _seen(repaints: Sequence[Repaint]) -> list[Repaint]:
    assert all(repaint.size for repaint in repaints), "a key had no effect"
    return list(repaints)
