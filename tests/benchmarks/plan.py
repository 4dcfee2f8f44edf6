"""The plan room in a real terminal: what its keys cost on a large plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from deals.model import Book, Checkpoint, Goal, PlanRow, Project
from tests.benchmarks import books
from tests.benchmarks.measure import Subject, mean_bytes, opened, presses, spread_ms
from tests.benchmarks.table import Figure
from tests.terminal.pty import environment

ROWS, GOALS = 300, 60
FIELDS = ("customer", "competitors", "product", "commercial", "service")
TURNS = 20
ABOUT = f"""
the plan room on {ROWS} rows and {GOALS} goals, 80x24
move    rows down; room, the whole screen changed from the people to the plan
turn    the next face; scroll, the strip moved in time; zoom, its unit changed
edit    a row done and open again: on disk before it is repainted
"""


def figures(home: Path) -> Iterator[Figure]:
    """Measures each kind of key."""
    store = home / "plan" / "netloft.json"
    books.save(store, Book().with_projects(planned()))
    subject, name = Subject("plan", environment(home), store, books.NAMED), f"{ROWS} rows"
    with opened(subject) as terminal:
        terminal.press("\r")
        room = presses(terminal, "51" * (TURNS // 4))[::2]
        yield Figure("room, most bytes", name, max(one.size for one in room), target=20_000.0)
        terminal.press("5")
        kinds = {
            "move": "j" * (TURNS * 5),
            "turn": "v" * TURNS,
            "scroll": "l" * TURNS,
            "zoom": "zzZZ" * (TURNS // 4),
            "edit": "x" * TURNS,
        }
        for kind, keys in kinds.items():
            seen = presses(terminal, keys)
            yield Figure(f"{kind} p95, ms", name, spread_ms(seen)[1], target=50.0)
            most = 1500.0 if kind == "move" else None
            yield Figure(f"{kind}, bytes", name, mean_bytes(seen), target=most)


def planned() -> Project:
    """The project, the same on any day."""
    (base,) = books.book(1).projects.values()
    today = date.today()
    goals = tuple(
        Goal(id=f"g{at}", text=f"goal {at} 目标", parent=f"g{(at - 1) // 4}" if at else None)
        for at in range(GOALS)
    )
    return base.model_copy(
        update={"goals": goals, "plan": tuple(_row(at, today) for at in range(ROWS))}
    )


def _row(at: int, today: date) -> PlanRow:
    start = today + timedelta(at % 60 - 20)
    return PlanRow(
        id=f"r{at}",
        content=f"row {at} 与采购部核对第 {at} 项要求",
        bone=FIELDS[at % len(FIELDS)],
        goal=f"g{at % GOALS}",
        start=start,
        end=start + timedelta(at % 9),
        responsible=books.PEOPLE[at % len(books.PEOPLE)],
        after=f"r{at - 1}" if at % 3 else None,
        checkpoints=(Checkpoint(id="c", what="looked at", on=start),) if at % 4 == 0 else (),
    )
