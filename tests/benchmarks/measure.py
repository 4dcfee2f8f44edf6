"""Figures taken from a program in a real terminal.

Times run from just before the program is started, or a key written, to the moment at which the
chunk of output was read that completed the picture; parsing that output costs them nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Protocol

from tests.benchmarks import READY
from tests.terminal.glass import Glass
from tests.terminal.pty import PATIENCE, Repaint, Terminal, python

QUIET = 0.1
SETTLED = 0.5


class Program(Protocol):
    """What can be started in a terminal."""

    @property
    def name(self) -> str:
        """Return what it is called in the tables."""

    @property
    def env(self) -> Mapping[str, str]:
        """Return what it is told of the world."""

    @property
    def ready(self) -> str:
        """Return what its first screen shows once it has rows."""

    def argv(self) -> list[str]:
        """Return the command line."""


@dataclass(frozen=True)
class Subject:
    """Netloft on a store, or the bare app where there is none; `ready` is seen once rows are."""

    name: str
    env: Mapping[str, str]
    store: Path | None = None
    ready: str = READY

    def argv(self) -> list[str]:
        """Return the command line, for Netloft on a fresh copy of the store."""
        if self.store is None:
            return python("-m", "tests.benchmarks.bare")
        return python("-m", "tui", "--store", str(shutil.copy(self.store, self.live)))

    @property
    def live(self) -> Path:
        """The copy of the store that the app works on."""
        assert self.store is not None
        return self.store.with_stem("live")


def opened(subject: Program, patience: float = PATIENCE) -> Terminal:
    """Return the program started and settled, its first screen complete.

    AssertionError where its rows are not seen within so many seconds.
    """
    terminal = Terminal(subject.argv(), subject.env)
    try:
        terminal.wait_written(subject.ready.encode(), patience=patience)
        terminal.settle(SETTLED)
    except BaseException:
        terminal.close()
        raise
    return terminal


def start_ms(subject: Program, patience: float = PATIENCE) -> float:
    """Return milliseconds until the screen first shows all of what it shows once it has settled."""
    with opened(subject, patience) as terminal:
        settled = terminal.absorb().text()
        glass = Glass(terminal.glass.columns, terminal.glass.lines)
        for chunk in terminal.chunks:
            glass.feed(chunk.data)
            if glass.text() == settled:
                return (chunk.at - terminal.started) * 1000
    raise AssertionError(f"{subject.name} never showed what it showed")


def presses(terminal: Terminal, keys: Sequence[str]) -> list[Repaint]:
    """Type each key by itself, the next one only when the terminal has been quiet."""
    terminal.settle(QUIET)
    return [terminal.answered(key, quiet=QUIET) for key in keys]


def spread_ms(repaints: Sequence[Repaint]) -> tuple[float, float]:
    """Return the 50th and the 95th percentile of key to last byte, in milliseconds."""
    times = [repaint.last * 1000 for repaint in repaints]
    return median(times), quantiles(times, n=20, method="inclusive")[-1]


def mean_bytes(repaints: Sequence[Repaint]) -> float:
    """Return the bytes written a key."""
    return sum(repaint.size for repaint in repaints) / len(repaints)


def peak_mb(pid: int) -> float:
    """Return the most memory that a process has held, in megabytes.

    Not rusage's, which counts what the parent held before the program began.
    """
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
