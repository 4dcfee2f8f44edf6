"""Netloft beside other programs of the terminal, those that are installed, on work like its own.

Each shows a list of the same deals and is walked down it, a key at a time. The programs take
turns in one run, each with a home of its own, so that no user's file of theirs is touched.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from deals.model import Book, Project
from tests.benchmarks import books
from tests.benchmarks.measure import mean_bytes, opened, peak_mb, presses, start_ms
from tests.benchmarks.table import align_columns
from tests.terminal.pty import Repaint, environment, python

SIZES = (50, 5000)
PATIENCE = 10.0
"""Seconds after which nobody waits any more for a list."""
MOVES = 12
"""Rows down within what each shows: scrolling is another thing in each."""
ABOUT = f"""
Netloft beside other programs, those that are installed, in turns, 80x24
start   until the screen first shows all that it shows once it has settled, median, in milliseconds
memory  the most that the process has held after {MOVES} moves, in megabytes
key     a row down, until its last byte, median and 95th percentile, in milliseconds
bytes   a row down
"""


@dataclass(frozen=True)
class Peer:
    """A program on a list of deals; `come` are the keys from its first screen to that list."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    ready: str
    down: str = "j"
    come: tuple[str, ...] = ()

    def argv(self) -> list[str]:
        """Return the command line."""
        return list(self.command)


@dataclass
class Turns:
    """What the turns of one program came to; `late` if it did not show its list in time."""

    starts: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    moves: list[Repaint] = field(default_factory=list)
    late: bool = False


def print_peers(home: Path, turns: int = 5) -> None:
    """Measure so many turns of each program that is installed, and print what they came to."""
    print(ABOUT)
    for size in SIZES:
        found = [peer for make in PEERS for peer in _made(make, home, size)]
        costs = {peer.name: Turns() for peer in found}
        for peer in found * turns:
            if not costs[peer.name].late:
                _take_turn(peer, costs[peer.name])
        print(f"{size:,} deals")
        print(align_columns([HEADINGS, *(_cells(peer.name, costs[peer.name]) for peer in found)]))


HEADINGS = ("program", "start", "memory", "key p50", "key p95", "bytes")


def _cells(name: str, turns: Turns) -> Sequence[str]:
    if turns.late:
        return (name, f"> {PATIENCE * 1000:,.0f}", *[""] * (len(HEADINGS) - 2))
    times = sorted(repaint.last * 1000 for repaint in turns.moves)
    late = times[min(len(times) - 1, len(times) * 95 // 100)]
    figures = (median(turns.starts), median(turns.memory), median(times), late)
    return (name, *(f"{figure:,.1f}" for figure in figures), f"{mean_bytes(turns.moves):,.0f}")


def _take_turn(peer: Peer, turns: Turns) -> None:
    try:
        turns.starts.append(start_ms(peer, PATIENCE))
        terminal = opened(peer, PATIENCE)
    except AssertionError:
        turns.late = True
        return
    with terminal:
        for keys in peer.come:
            terminal.press(keys)
            terminal.settle(COME_QUIET)
        turns.moves += presses(terminal, [peer.down] * MOVES)
        turns.memory.append(peak_mb(terminal.pid))


COME_QUIET = 0.4


def _made(make: Callable[[Path, int], Peer | None], home: Path, size: int) -> Iterator[Peer]:
    folder = home / f"{make.__name__}_{size}"
    folder.mkdir()
    peer = make(folder, size)
    if peer is not None:
        yield peer


def _netloft(folder: Path, size: int) -> Peer:
    store = folder / "netloft.json"
    books.save(store, books.book(size))
    env = environment(folder)
    return Peer("Netloft", (*python("-m", "tui", "--store"), str(store)), env, books.NAMED)


def _visidata(folder: Path, size: int) -> Peer | None:
    table = folder / "deals.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *_rows(books.book(size))])
    return _installed("vd", (str(table),), folder, books.NAMED)


def _harlequin(folder: Path, size: int) -> Peer | None:
    table = folder / "deals.db"
    with closing(sqlite3.connect(table)) as base, base:
        base.execute(f"create table deals ({', '.join(COLUMNS)})")
        base.executemany("insert into deals values (?, ?, ?, ?, ?, ?)", _rows(books.book(size)))
    come = ("select * from deals", "\n", F5)
    return _installed(
        "harlequin", ("-a", "sqlite", "--limit", str(size), str(table)), folder, "main", DOWN, come
    )


def _dooit(folder: Path, size: int) -> Peer | None:
    table = folder / "dooit.db"
    with closing(sqlite3.connect(table)) as base, base:
        base.executescript(DOOIT)
        base.executemany(
            "insert into todo (order_index, description, effort, urgency, pending,"
            " parent_workspace_id) values (?, ?, 0, 1, 1, 2)",
            [(number, row[0]) for number, row in enumerate(_rows(books.book(size)))],
        )
    return _installed("dooit", ("--db", str(table)), folder, "Deals", come=("j", "\r"))


def _kanban(folder: Path, size: int) -> Peer | None:
    found = _installed("kanban-tui", (), folder, books.NAMED)
    if found is None:
        return None
    for arguments in (("board", "create", "Deals"), ("task", "create", "first")):
        subprocess.run([*found.command, *arguments], env=found.env, check=True, capture_output=True)
    with closing(sqlite3.connect(folder / "data" / "kanban_tui" / "kanban_tui.db")) as base, base:
        base.executemany(
            'insert into tasks (title, "column", description, creation_date, position)'
            " values (?, 1, '', datetime('now'), ?)",
            [(row[0], number) for number, row in enumerate(_rows(books.book(size)), start=1)],
        )
    return found


def _calcurse(folder: Path, size: int) -> Peer | None:
    for name in ("apts", "conf", "keys"):
        (folder / name).touch()
    tasks = "".join(f"[3] {row[0]}\n" for row in _rows(books.book(size)))
    (folder / "todo").write_text(tasks, "utf-8")
    found = _installed("calcurse", ("-D", str(folder)), folder, books.NAMED, come=("\t", "\t"))
    # A line that drops leaves its lock behind, at which it would not start again.
    fresh = ("sh", "-c", f'rm -f {folder}/.calcurse.pid; exec "$0" "$@"')
    return found and replace(found, command=(*fresh, *found.command))


LANG = "C.UTF-8"
"""A locale that is installed everywhere: some end without theirs."""
F5, DOWN = "\x1b[15~", "\x1b[B"
COLUMNS = ("name", "customer", "owner", "stage", "amount", "signs")
DOOIT = """
create table workspace (
    id integer primary key, order_index integer not null, description varchar not null,
    is_root boolean not null, parent_workspace_id integer);
create table todo (
    id integer primary key, order_index integer not null, description varchar not null,
    due datetime, effort integer not null, recurrence datetime, urgency integer not null,
    pending boolean not null, parent_workspace_id integer, parent_todo_id integer);
insert into workspace values (1, -1, '', 1, null), (2, 0, 'Deals', 0, 1);
"""


def _rows(book: Book) -> list[tuple[str, ...]]:
    return [_row(project) for project in book.projects.values()]


def _row(project: Project) -> tuple[str, ...]:
    amount, signs = project.amount, project.signs
    assert amount is not None and signs is not None
    return (
        project.name,
        project.customer,
        project.owner or "",
        project.stage,
        str(amount.low),
        signs.text,
    )


def _installed(
    name: str,
    arguments: tuple[str, ...],
    folder: Path,
    ready: str,
    down: str = "j",
    come: tuple[str, ...] = (),
) -> Peer | None:
    found = shutil.which(name)
    if found is None:
        return None
    return Peer(name, (found, *arguments), environment(folder, lang=LANG), ready, down, come)


PEERS = (_netloft, _visidata, _kanban, _dooit, _harlequin, _calcurse)
