"""The app killed at any instant while keys edit: what was shown as done is on the disk."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from deals.errors import UserError
from store.check import inspect_store
from store.store import Store
from tests.store import commit
from tests.terminal.desk import netloft, owner, project, stored
from tests.terminal.glass import Glass
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

PROJECTS = [project(number, f"deal {number}", stage="P0") for number in range(10)]
LONGEST = 0.6
PATIENCE = 60.0
KEYS = ">>>>jjk"

# The terminal says that it can hold a repaint back until it is whole; then each ends with a mark.
HOLDS_REPAINTS, REPAINTED = "\x1b[?2026;2$y", b"\x1b[?2026l"


def stages(glass: Glass) -> dict[str, int]:
    """Return the stage that each project's row shows, by owner."""
    found = {}
    for row in glass.text():
        who, stage = re.search(r"\bow\d\d\b", row), re.search(r"\bP(\d)\b", row)
        if who and stage:
            found[who[0]] = int(stage[1])
    return found


def kept(path: Path) -> dict[str, int]:
    """Return the stage that each project has in the store, by owner."""
    return {deal.owner: int(deal.stage[1:]) for deal in stored(path).values()}


def shown_whole(terminal: Terminal, settled: int) -> Glass:
    """Return the screen after the last repaint that came out whole, at least what had `settled`
    before.

    A kill cuts a repaint anywhere: half a row, or half a control sequence, that the shell's word
    about the kill then completes, shows nothing.
    """
    last = terminal.written.rfind(REPAINTED) + len(REPAINTED)
    glass = Glass(terminal.glass.columns, terminal.glass.lines)
    glass.feed(bytes(terminal.written[: max(settled, last)]))
    return glass


def typed_until(terminal: Terminal, path: Path, random: Random, unseen: int | None) -> None:
    """Edit without waiting for the effect, until the app is killed; a checkpoint now and then by
    another session, so that the kill may find the app in the middle of taking it in.

    Where no app on a busy machine has shown an effect yet, it is killed only once this one does;
    `unseen` is how much was written before.
    """
    now = perf_counter()
    until, patience = now + random.uniform(0.05, LONGEST), now + PATIENCE
    while perf_counter() < until or (
        unseen is not None
        and perf_counter() < patience
        and not any(stages(shown_whole(terminal, unseen)).values())
    ):
        terminal.send(random.choice(KEYS))
        terminal.pump(random.uniform(0, 0.04))
        if random.random() < 0.1:
            tidied(path)
    terminal.signal(signal.SIGKILL)
    while terminal.pump(0.1):
        pass


def tidied(path: Path) -> None:
    """Bring the file up to date from another session."""
    store = Store.open(path)
    try:
        store.checkpoint()
    except UserError as refusal:
        assert refusal.code == "store-busy"


def begun_anew(path: Path) -> None:
    """Take all projects back to where they began from another session, so that none comes to its
    end; it leaves its line in the journal for the next app to read.
    """
    store = Store.open(path)
    commit(store, store.book, store.book.with_projects(*PROJECTS), "begin", "test")


def killed(home: Path, rounds: int, seed: int) -> str:
    """Kill so many apps on one store, each opening what the last one left; return the counts."""
    path, random, seen, torn = home / "netloft.json", Random(seed), 0, 0
    for number in range(rounds):
        with netloft(home, PROJECTS) as terminal:
            assert stages(terminal.glass) == dict.fromkeys(map(owner, range(len(PROJECTS))), 0)
            settled = len(terminal.written)
            terminal.send(HOLDS_REPAINTS)
            last = number == rounds - 1
            typed_until(terminal, path, random, settled if last and not seen else None)
            shown = stages(shown_whole(terminal, settled))
        problems = {problem.code for problem in inspect_store(path).problems}
        assert problems <= {"journal-torn"}
        now = kept(path)
        lost = {who: (stage, now[who]) for who, stage in shown.items() if now[who] < stage}
        assert not lost, (number, lost, bytes(terminal.written[settled:]))
        assert set(now) == {owner(number) for number in range(len(PROJECTS))}
        assert inspect_store(path).sound
        seen, torn = seen + sum(shown.values()), torn + bool(problems)
        begun_anew(path)
    assert seen > 0
    return f"{rounds} apps killed, {seen} edits shown, {torn} lines torn"


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_instant_the_store_holds_what_was_shown(
    tmp_path: Path, seed: int, counted: Callable[[str], None]
) -> None:
    counted(killed(tmp_path, 5, seed))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 110))
def test_the_same_two_hundred_times(
    tmp_path: Path, seed: int, counted: Callable[[str], None]
) -> None:
    counted(killed(tmp_path, 20, seed))
