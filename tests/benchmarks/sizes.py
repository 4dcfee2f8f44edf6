"""The bytes that keys cost on the way to a real terminal: on any machine the same, however busy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import NamedTuple

from deals.model import Book, Stamp
from store.sample import with_sample
from tests.benchmarks import books
from tests.benchmarks.session import LEAVE
from tests.benchmarks.table import Figure
from tests.terminal.pty import NARROW, Terminal, environment, python

TODAY = date(2026, 11, 30)
DARK = b"\x1b]11;rgb:0000/0000/0000\x1b\\"
SMALL, LARGE = (80, 24), (120, 40)
QUIET = 0.06
ABOUT = """
bytes a key, on average, in 256 colours: the sample, in a terminal that says it is dark, so that
its own ground is left as it is, and in one that does not, where ours is painted; with box signs
and with ASCII. The sample's people, causes and plan are those of the project that needs one most.
list    down the pipeline, within what is shown, and on from there with what scrolls
room    the most that changing to another room costs, all of the screen being another
"""


class Walk(NamedTuple):
    """Keys that are counted, behind those that come to where they count, and what they may cost:
    painted and on the terminal's own ground at 80x24, the same at 120x40; None where nothing is
    asked.
    """

    name: str
    come: str
    keys: str
    small: tuple[int, int]
    large: tuple[int | None, int | None] = (None, None)


WALKS = (
    Walk("list", "g", "j" * 12, (1100, 800), (1600, 1600)),
    Walk("list, scrolling", "g", "j" * 44, (1300, 1000)),
    Walk("net", "g\r1", "jjjlkkkljj", (1500, 1500)),
    Walk("strategy", "2", "jjjjkkkjjj", (1100, 1100)),
    Walk("fishbone", "4", "jjjjllkk", (1500, 1500)),
    Walk("plan", "5", "j" * 8 + "k" * 4, (1500, 1500)),
)
ROOMS = "246135" * 2
ROOM = 12_000


class Ground(NamedTuple):
    """A terminal by whose ground it shows: what it answers when it is asked."""

    name: str
    answer: bytes


GROUNDS = (Ground("painted", NARROW), Ground("own ground", DARK + NARROW))


def figures(home: Path) -> Iterator[Figure]:
    """Count what the keys cost in each size, on each ground and in each alphabet."""
    store = home / "sizes" / "netloft.json"
    books.save(store, _book())
    every = product((SMALL, LARGE), enumerate(GROUNDS), ("box", "ascii"))
    for size, (column, ground), alphabet in every:
        argv = python("-m", "tui", "--store", str(store), "--as-of", TODAY.isoformat())
        argv += ["--ascii"] * (alphabet == "ascii")
        env = environment(home)
        subject = f"{size[0]}x{size[1]} {ground.name}, {alphabet}"
        with Terminal(argv, env, columns=size[0], rows=size[1], place=ground.answer) as terminal:
            terminal.wait_for("Netloft")
            terminal.settle(0.5)
            for walk in WALKS:
                target = (walk.small if size == SMALL else walk.large)[column]
                yield _mean(terminal, walk, subject, target)
            most = max(_count(terminal, ROOMS))
            yield Figure("room, most", subject, most, target=ROOM if size == SMALL else None)
            terminal.send(LEAVE)
            assert terminal.wait_exit() == 0


def _book() -> Book:
    """Return the sample in both languages: lists that scroll at any size, and wide names."""
    stamp = Stamp(datetime.combine(TODAY, datetime.min.time(), UTC), "Ann", TODAY)
    english, chinese = (with_sample(Book(), lang, stamp, "Ann") for lang in ("en", "zh_CN"))
    return english.with_projects(
        *(each.model_copy(update={"id": f"7{id_[1:]}"}) for id_, each in chinese.projects.items())
    )


def _mean(terminal: Terminal, walk: Walk, subject: str, target: float | None) -> Figure:
    _count(terminal, walk.come)
    counts = [count for count in _count(terminal, walk.keys) if count]
    return Figure(f"{walk.name}, bytes", subject, sum(counts) / len(counts), target=target)


def _count(terminal: Terminal, keys: Sequence[str]) -> list[int]:
    """Return the bytes of each key; at an end of a list it has none."""
    terminal.settle(QUIET)
    return [terminal.answered(key, quiet=QUIET, answer=0.5).size for key in keys]
