"""The rooms of a project in a real terminal: what the keys of each face cost on a full account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

from deals.fishbone import fishbone
from deals.playbook import Playbook
from store.settings import load_playbook
from tests.benchmarks import books, worked
from tests.benchmarks.measure import Subject, mean_bytes, opened, presses, spread_ms
from tests.benchmarks.session import LEAVE
from tests.benchmarks.table import Figure
from tests.terminal.pty import Repaint, Terminal, environment
from views.fishbone import draw_fishbone

SMALL, LARGE = (80, 24), (120, 40)
ABOUT = f"""
the rooms of one project, every question answered: {worked.RIVALS} competitors, {worked.ITEMS}
SWOT items, {worked.PRODUCTS} products, {worked.CAUSES} causes, {worked.GOALS} goals,
{worked.ROWS} rows in the plan, and {worked.ENDED} reviews of others
open    a room for the first time; room, the whole screen changed to one that was open before
move    the cursor, scrolling included; its bytes also at {LARGE[0]}x{LARGE[1]}
turn    another face, section or page; zoom and scroll, the strip's unit and its days
edit    a change by one key: on disk before it is repainted; type, letters looked for
draw    the fishbone's lines from its causes, without a screen
"""


class Face(NamedTuple):
    """One face of a room: the keys that come to it from the pipeline's project, in whatever room it
    is, and those timed there by what they do.
    """

    name: str
    come: str
    keys: Mapping[str, str]


_PAGE = {"move": "jjjjkkkk", "turn": "vvvvv"}
FACES = (
    Face(
        "strategy",
        "12",
        {"move": "jjjkkk" * 3, "turn": "l" * 8, "edit": "ypn?" * 4, "type": "/test\r"},
    ),
    Face("competitors", "13V3", {"move": "jjjjllllkkhh", "turn": "vvvvv", "edit": "+=-" * 4}),
    Face("customer", "13V2", _PAGE),
    Face("stance", "13V1", _PAGE),
    Face("SWOT", "13V4", _PAGE),
    Face("portfolio", "13V5", _PAGE),
    Face("fishbone", "14gjj", {"move": "jjjjjjjjlljjjjhhkk", "edit": "JJJKKK" * 2}),
    Face(
        "plan",
        "15",
        {
            "move": "j" * 24,
            "turn": "vv" * 4,
            "scroll": "l" * 10,
            "zoom": "zzZZ" * 3,
            "edit": "x" * 12,
        },
    ),
    Face("goals", "15v", {"move": "j" * 20, "edit": "x" * 12}),
    Face("review", "16", {"move": "j" * 16 + "k" * 4, "type": "/华远\r"}),
)
ROOMS = "246135"
OPEN_MS = 60.0


def figures(home: Path) -> Iterator[Figure]:
    """Measure each kind of key on each face, and the ways between the rooms."""
    store, playbook = home / "rooms" / "netloft.json", load_playbook(folder=home)
    books.save(store, worked.book(playbook))
    with opened(Subject("rooms", environment(home), store, books.NAMED)) as terminal:
        terminal.press("\r")
        yield from _changes(terminal)
        for face in FACES:
            yield from _timed(terminal, face)
        terminal.send(LEAVE)
        assert terminal.wait_exit() == 0
    yield from _drawn(playbook)


def _changes(terminal: Terminal) -> Iterator[Figure]:
    """Measure the ways between the rooms, three times round: first each one opens."""
    first, again = presses(terminal, ROOMS), presses(terminal, ROOMS * 2)
    yield from _times("open", "any", first, OPEN_MS)
    yield from _times("room", "any", again)
    most = max(press.size for press in first + again)
    yield Figure("room, most bytes", "any", most, target=12_000.0)


def _timed(terminal: Terminal, face: Face) -> Iterator[Figure]:
    presses(terminal, face.come)
    for kind, keys in face.keys.items():
        seen = _felt(presses(terminal, keys))
        yield from _times(kind, face.name, seen)
        target = 1500.0 if kind == "move" else 12_000.0
        yield Figure(f"{kind}, bytes", face.name, mean_bytes(seen), target=target)
    terminal.resize(*LARGE)
    presses(terminal, face.come)
    seen = _felt(presses(terminal, face.keys["move"][:6]))
    yield Figure(f"move at {LARGE[0]}x{LARGE[1]}, bytes", face.name, mean_bytes(seen))
    terminal.resize(*SMALL)


def _felt(repaints: Sequence[Repaint]) -> list[Repaint]:
    """Return those that painted anything: at an end of a list a move does not."""
    return [repaint for repaint in repaints if repaint.size]


def _times(kind: str, name: str, seen: Sequence[Repaint], target: float = 50.0) -> Iterator[Figure]:
    half, most = spread_ms(seen)
    yield Figure(f"{kind} p50, ms", name, half)
    yield Figure(f"{kind} p95, ms", name, most, target=target)


def _drawn(playbook: Playbook) -> Iterator[Figure]:
    project = worked.worked(playbook)
    for cells in (SMALL[0], LARGE[0]):
        times = []
        for _turn in range(25):
            start = perf_counter()
            draw_fishbone("", fishbone(project, playbook), cells)
            times.append((perf_counter() - start) * 1000)
        worst = quantiles(times, n=20, method="inclusive")[-1]
        yield Figure("draw p95, ms", f"fishbone, {cells} columns", worst, target=50.0)
