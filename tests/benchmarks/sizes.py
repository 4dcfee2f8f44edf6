"""The bytes that keys cost on the way to a real terminal: on any machine the same, however busy.

A key ends with the mark that `tests.benchmarks.marked` writes once the app is idle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from deals.model import Book, Stamp
from store.sample import with_sample
from tests.benchmarks import books
from tests.benchmarks.marked import MARK, MARK_KEY
from tests.benchmarks.session import LEAVE
from tests.benchmarks.table import Figure
from tests.terminal.pty import NARROW, Terminal, environment, python

TODAY = date(2026, 11, 30)
DARK = b"\x1b]11;rgb:0000/0000/0000\x1b\\"
SMALL, LARGE = (80, 24), (120, 40)
ABOUT = """
bytes a key, on average, in 256 colours: the sample, in a terminal that says it is dark, so that
its own ground is left as it is, and in one that does not, where ours is painted; with box signs
and with ASCII. The sample's people, causes and plan are those of the project that needs one most.
Keys that change nothing, at an end of a list, are not counted.
list    down the pipeline, within what is shown, and on from there with what scrolls
room    the most that changing to another room costs, all of the screen being another
box     all the walks with box signs, in times of what they cost with ASCII
"""


class Walk(NamedTuple):
    """Keys that are counted, behind those that come to where they count, and what they may cost:
    painted and on the terminal's own ground at 80x24, the same at 120x40; None where nothing is
    asked. The walks follow one another.
    """

    name: str
    come: str
    keys: str
    small: tuple[int | None, int | None] = (None, None)
    large: tuple[int | None, int | None] = (None, None)


LIST, DIAGRAM = ((1100, 800), (1600, 1600)), ((1500, 1500), (None, None))
WALKS = (
    Walk("list", "qg", "j" * 12, *LIST),
    Walk("list, scrolling", "g", "j" * 44, (1300, 1000)),
    Walk("triage", "gt", "jjjj"),
    Walk("follow-ups", "qf", "jjjjkkkk", *LIST),
    Walk("key projects", "qK", "jjjjkkkk", *LIST),
    Walk("help", "q?", "jjjjkkkk", *LIST),
    Walk("net", "qg\r1", "jjjlkkkljj", *DIAGRAM),
    Walk("tree", "v", "jjjjkkkk", *DIAGRAM),
    Walk("chain", "v", "jjjjkkkk", *DIAGRAM),
    Walk("people list", "v", "jjjjkkkk", *LIST),
    Walk("strategy", "v" * 2 + "2", "jjjjkkkjjj", (1100, 1100)),
    Walk("market", "3", "jjjjkkkk", *DIAGRAM),
    Walk("fishbone", "4", "jjjjllkk", *DIAGRAM),
    Walk("fishbone list", "v", "jjjjkkkk", *DIAGRAM),
    Walk("plan", "v5", "j" * 8 + "k" * 4, *DIAGRAM),
    Walk("plan list", "v", "jjjjkkkk", *DIAGRAM),
    Walk("goals", "v", "jjjjkkkk", *DIAGRAM),
    Walk("review", "v6", "jjjjkkkk", *DIAGRAM),
    Walk("log", "L", "jjjjkkkk", *LIST),
)
ROOMS = "246135" * 2
ROOM = 12_000
BOX = 4 / 3
"""What box signs may cost, in times of ASCII: three bytes a sign, which are few of a line's."""


class Ground(NamedTuple):
    """A terminal by whose ground it shows: what it answers when it is asked."""

    name: str
    answer: bytes


GROUNDS = (Ground("painted", NARROW), Ground("own ground", DARK + NARROW))


def figures(home: Path) -> Iterator[Figure]:
    """Count what the keys cost in each size, on each ground and in each alphabet."""
    store = home / "sizes" / "netloft.json"
    books.save(store, _book())
    for size, (column, ground) in product((SMALL, LARGE), enumerate(GROUNDS)):
        means = dict[str, float]()
        for alphabet in ("box", "ascii"):
            with _opened(
                store, environment(home, PYTHONHASHSEED="0"), size, ground, alphabet
            ) as terminal:
                subject = f"{size[0]}x{size[1]} {ground.name}"
                found = [*_walk(terminal, f"{subject}, {alphabet}", size, column)]
            yield from found
            means[alphabet] = mean(each.value for each in found[1:])
        yield Figure("box, times ascii", subject, means["box"] / means["ascii"], target=BOX)


def _opened(
    store: Path, env: Mapping[str, str], size: tuple[int, int], ground: Ground, alphabet: str
) -> Terminal:
    argv = ["-m", "tests.benchmarks.marked", "--store", str(store), "--as-of", TODAY.isoformat()]
    argv += ["--ascii"] * (alphabet == "ascii")
    return Terminal(python(*argv), env, columns=size[0], rows=size[1], place=ground.answer)


def _walk(terminal: Terminal, subject: str, size: tuple[int, int], column: int) -> Iterator[Figure]:
    """Count the ways between the rooms, then the walks; `column` is that of their targets."""
    terminal.wait_for("Netloft")
    _count(terminal, "g\r")
    most = max(_count(terminal, ROOMS))
    yield Figure("room, most", subject, most, target=ROOM if size == SMALL else None)
    for walk in WALKS:
        _count(terminal, walk.come)
        counts = [count for count in _count(terminal, walk.keys) if count]
        target = (walk.small if size == SMALL else walk.large)[column]
        yield Figure(f"{walk.name}, bytes", subject, mean(counts), target=target)
    terminal.send(LEAVE)
    assert terminal.wait_exit() == 0


def _book() -> Book:
    """Return the sample in both languages: lists that scroll at any size, and wide names."""
    stamp = Stamp(datetime.combine(TODAY, datetime.min.time(), UTC), "Ann", TODAY)
    english, chinese = (with_sample(Book(), lang, stamp, "Ann") for lang in ("en", "zh_CN"))
    return english.with_projects(
        *(each.model_copy(update={"id": f"7{id_[1:]}"}) for id_, each in chinese.projects.items())
    )


def _count(terminal: Terminal, keys: Sequence[str]) -> list[int]:
    """Return the bytes of each key."""
    counts = list[int]()
    for key in keys:
        start = len(terminal.written)
        terminal.send(key + MARK_KEY)
        terminal.wait_written(MARK, since=start)
        counts.append(terminal.written.index(MARK, start) - start)
    return counts
