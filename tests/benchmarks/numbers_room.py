"""The numbers of a large team: figures worked out without a screen, and the room in a terminal."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from deals.model import Book
from deals.numbers.figures import Figures
from deals.numbers.fiscal_periods import CALENDAR_YEARS
from deals.playbook import Playbook
from screens.numbers.view import FACES, NumbersLook, ask_face, ask_odds, start_of_look
from store.settings import load_playbook
from tests.benchmarks import books
from tests.benchmarks.measure import Subject, opened, peak_mb, presses, spread_ms
from tests.benchmarks.session import LEAVE
from tests.benchmarks.table import Figure
from tests.team_of_twelve import PRODUCTS, make_team
from tests.terminal.pty import Terminal, environment
from tui.app import GARBAGE_AFTER
from views.numbers.forecast import draw_forecast
from views.numbers.forecast_figures import ForecastFigures
from views.numbers.movement import MovementFigures, draw_movement
from views.numbers.shape import draw_shape

PROJECTS, WEEKS = 10_000, 52
TURNS, CELLS = 5, 78
COLD_MS, WARM_MS, ODDS_MS, KEY_MS, OPEN_MS, ROOM_MB = 300.0, 50.0, 1500.0, 50.0, 150.0, 60.0
SECONDS = 20
"""How long whatever is worked out behind the first lines may take at most."""
ROOM_KEYS = "jjjjkkjjvjjkkjjvjjkkjjvjjkkjjv" * 2
ABOUT = f"""
the numbers of a team of twelve: {PROJECTS:,} projects and {WEEKS} weeks of their histories
cold    a face the first time in a session, its sums and bars, one after another in this order;
        warm, the same again
edited  a face after one project was changed; all these are of the processor's time
room    in a terminal at 80x24: opened, then keys on its faces, which are known by then
memory  of the whole app with the room used, beside that of one without
"""


def figures(home: Path) -> Iterator[Figure]:
    """Measure the figures by themselves, then the room."""
    today = date.today()
    book, playbook = make_team(today, PROJECTS, WEEKS).book, load_playbook(folder=home)
    with _as_in_the_app():
        yield from _measure(list(_list_works(today)), book, playbook, today)
    yield from _room(home, book)


Work = Callable[[Figures], object]


def _list_works(today: date) -> Iterator[tuple[str, Work, float]]:
    """List what is worked out, with what it may take the first time."""
    start = start_of_look(today, CALENDAR_YEARS)
    looks: dict[str, NumbersLook] = {face: replace(start, face=face) for face in FACES}
    looks["movement, 11 months"] = replace(looks["movement"], since=today - timedelta(334))
    looks["forecast by owner"] = replace(start, group="owner")
    for name, look in looks.items():
        yield name, partial(_draw, look), COLD_MS
    yield "ranges and gap", lambda found: ask_odds(found, start, None), ODDS_MS
    yield "past forecasts", lambda found: found.record(), ODDS_MS


def _draw(look: NumbersLook, found: Figures) -> object:
    """Work out a face and draw its lines."""
    face = ask_face(found, look, {stage: stage for stage in found.playbook.order})
    if face.movement is not None:
        about = face.movement, None, face.forecast, face.ends or {}, face.idle
        return draw_movement(MovementFigures(*about, lambda _id: ("!", "red")), CELLS)
    if face.shape is not None:
        return draw_shape(face.shape, CELLS)
    if look.face == "record":
        return face
    return draw_forecast(ForecastFigures(face.forecast, None, look.period, face.groups), CELLS)


@contextmanager
def _as_in_the_app() -> Iterator[None]:
    """Have the collector look for garbage as it does in the app, and not in the book."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def _measure(
    works: Sequence[tuple[str, Work, float]], book: Book, playbook: Playbook, today: date
) -> Iterator[Figure]:
    """Measure all works in sessions of their own: the first time, again, and after an edit."""
    cold, warm, edited = (defaultdict[str, list[float]](list) for _kind in range(3))
    project = next(iter(book.projects.values()))
    changed = book.with_projects(project.model_copy(update={"name": "another"}))
    for _turn in range(TURNS):
        found = Figures(book, playbook, today)
        later = Figures(changed, playbook, today, memo=found.memo)
        for times, asked in ((cold, found), (warm, found), (edited, later)):
            for name, work, _target in works:
                times[name].append(_ms(work, asked))
        del found, later, asked
        gc.collect()
    subject = f"{PROJECTS:,} projects"
    for name, _work, target in works:
        again = WARM_MS if target == COLD_MS else None
        yield Figure(f"{name}, cold, ms", subject, median(cold[name]), target=target)
        yield Figure(f"{name}, warm, ms", subject, median(warm[name]), target=again)
        yield Figure(f"{name}, edited, ms", subject, median(edited[name]))


def _ms(work: Work, found: Figures) -> float:
    start = process_time()
    work(found)
    return (process_time() - start) * 1000


# In a terminal -----------------------------------------------------------------------------------


def _room(home: Path, book: Book) -> Iterator[Figure]:
    """Measure the room, and the memory that it takes."""
    store = home / "numbers" / "netloft.json"
    books.save(store, book)
    subject = Subject("numbers", environment(home), store, PRODUCTS[-1])
    with opened(subject) as terminal:
        presses(terminal, "j" * 8)
        without = peak_mb(terminal.pid)
        _leave(terminal)
    with opened(subject) as terminal:
        first = terminal.press("N")
        _wait_worked_out(terminal)
        for _face in FACES:
            terminal.press("v")
            _wait_worked_out(terminal)
        half, most = spread_ms(presses(terminal, ROOM_KEYS))
        memory = peak_mb(terminal.pid)
        _leave(terminal)
    yield Figure("first opening, ms", "numbers", first.first * 1000, target=OPEN_MS)
    yield Figure("key p50, ms", "numbers", half)
    yield Figure("key p95, ms", "numbers", most, target=KEY_MS)
    yield Figure("memory, MB", "numbers", memory, without)
    yield Figure("memory of the room, MB", "numbers", memory - without, target=ROOM_MB)


def _wait_worked_out(terminal: Terminal) -> None:
    """Wait until nothing more comes: what is worked out in a thread is painted when it is known."""
    for _second in range(SECONDS):
        if not terminal.idle(1.0):
            return
    raise AssertionError(f"still at it after {SECONDS} seconds")


def _leave(terminal: Terminal) -> None:
    terminal.send(LEAVE)
    assert terminal.wait_exit() == 0
