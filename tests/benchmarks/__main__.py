"""`python -m tests.benchmarks [--quick]`: measures, and prints one table."""

from __future__ import annotations

import argparse
import platform
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.benchmarks import (
    books,
    crowds,
    meanwhile,
    net,
    numbers_room,
    papers,
    peers,
    people,
    rooms,
    sizes,
    ssh,
    store,
    tables,
    team,
)
from tests.benchmarks.measure import QUIET, Subject, mean_bytes, spread_ms, start_ms
from tests.benchmarks.session import IDLE_SECONDS, MOVES, QUERY, Costs, sit
from tests.benchmarks.table import Figure, table
from tests.terminal.pty import environment

START_RATIO = {50: 1.8, 5000: 3.5}
EDIT_MS = 25.0
ABOUT = f"""
start   from before the process begins to the first screen that is complete
key     from writing it to the last byte of its repaint (known by {QUIET * 1000:.0f} ms of quiet)
move    {MOVES} rows down, scrolling included
filter  the letters of "{QUERY}" typed one by one
edit    a project's stage moved by a key: on disk before it is repainted
80x24, truecolor, of terminal queries only the cursor's place answered; the programs take turns,
start is the median
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs: a rough idea in a minute")
    parser.add_argument("--only", choices=[*ONLY], help="nothing but these")
    options = parser.parse_args()
    if options.only:
        with tempfile.TemporaryDirectory() as folder:
            ONLY[options.only](Path(folder))
        return
    quick = options.quick
    starts, sittings = (3, 1) if quick else (9, 3)
    with tempfile.TemporaryDirectory() as folder:
        print(f"Python {platform.python_version()}, Textual {version('textual')}")
        print(ABOUT)
        print(table(list(_figures(_subjects(Path(folder)), starts, sittings))))
        print(meanwhile.ABOUT)
        print(table(list(meanwhile.figures(Path(folder), sittings))))
        print(store.ABOUT)
        print(table(list(store.figures(Path(folder)))))
        print(net.ABOUT)
        print(table(list(net.figures(Path(folder)))))
        print(rooms.ABOUT)
        print(table(list(rooms.figures(Path(folder)))))
        print(crowds.ABOUT)
        print(table(list(crowds.figures(quick))))
        print(people.ABOUT)
        print(table(list(people.figures(Path(folder), sittings))))
        _print_numbers(Path(folder))
        _print_papers(Path(folder))
        _print_sizes(Path(folder))
        _print_ssh(Path(folder))
        _print_team(Path(folder))
        print(tables.ABOUT)
        print(table(list(tables.figures(Path(folder)))))
        peers.print_peers(Path(folder), starts)


def _print_sizes(home: Path) -> None:
    print(sizes.ABOUT)
    print(table(list(sizes.figures(home))))


def _print_ssh(home: Path) -> None:
    print(ssh.ABOUT)
    print(table(list(ssh.figures(home))))


def _print_team(home: Path) -> None:
    print(team.ABOUT)
    print(table(list(team.figures(home))))


def _print_numbers(home: Path) -> None:
    print(numbers_room.ABOUT)
    print(table(list(numbers_room.figures(home))))


def _print_papers(home: Path) -> None:
    print(papers.ABOUT)
    print(table(list(papers.figures(home))))


ONLY = {
    "bytes": _print_sizes,
    "numbers": _print_numbers,
    "papers": _print_papers,
    "peers": peers.print_peers,
    "ssh": _print_ssh,
    "team": _print_team,
}
"""Parts that can be measured by themselves."""


def _subjects(home: Path) -> list[Subject]:
    """Return the bare app first, then Netloft on a store of each size."""
    env = environment(home)
    found = [Subject("bare", env)]
    for size in START_RATIO:
        store = home / str(size) / "netloft.json"
        books.save(store, books.book(size))
        found.append(Subject(f"{size:,} projects", env, store, books.NAMED))
    return found


def _figures(subjects: Sequence[Subject], starts: int, sittings: int) -> Iterator[Figure]:
    """Measure all subjects in turns, the figures of the bare one beside the others'."""
    times: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for subject in [*subjects] * starts:
        times[subject.name].append(start_ms(subject))
    costs = {subject.name: Costs() for subject in subjects}
    for subject in [*subjects] * sittings:
        sit(subject, costs[subject.name])
    bare = subjects[0].name
    for name, ratio in zip(list(times)[1:], START_RATIO.values(), strict=True):
        base = median(times[bare])
        yield Figure("start, ms", name, median(times[name]), base)
        yield Figure("start, times the bare app's", name, median(times[name]) / base, target=ratio)
        yield from _costs(name, costs[name], costs[bare])


def _costs(name: str, costs: Costs, bare: Costs) -> Iterator[Figure]:
    half, most = spread_ms(costs.moves)
    bare_half, bare_most = spread_ms(bare.moves)
    yield Figure("move p50, ms", name, half, bare_half)
    yield Figure("move p95, ms", name, most, bare_most, 50.0)
    yield Figure("move, bytes", name, mean_bytes(costs.moves), mean_bytes(bare.moves), 1000.0)
    yield Figure(f"idle {IDLE_SECONDS:.0f} s, bytes", name, costs.idle_bytes, bare.idle_bytes, 0.0)
    half, most = spread_ms(costs.filters)
    yield Figure("filter p50, ms", name, half)
    yield Figure("filter p95, ms", name, most, target=100.0)
    yield Figure("filter, bytes", name, mean_bytes(costs.filters))
    half, most = spread_ms(costs.edits)
    yield Figure("edit p50, ms", name, half, target=EDIT_MS)
    yield Figure("edit p95, ms", name, most)


if __name__ == "__main__":
    main()
