"""The app killed at any instant while keys edit: what was shown as done is on the disk."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from deals.refusal import Refusal
from store.check import check
from store.door import Store
from tests.terminal.desk import netloft, owner, project, stored
from tests.terminal.glass import Glass
from tests.terminal.pty import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.soak]

PROJECTS = [project(number, f"deal {number}", stage="P0") for number in range(10)]
ROUNDS = 5
LONGEST = 0.6
KEYS = ">>>>jjk"


def stages(glass: Glass) -> dict[str, int]:
    """The stage that each project's row shows, by owner."""
    found = {}
    for row in glass.text():
        who, stage = re.search(r"\bow\d\d\b", row), re.search(r"\bP(\d)\b", row)
        if who and stage:
            found[who[0]] = int(stage[1])
    return found


def kept(path: Path) -> dict[str, int]:
    """The stage that each project has in the store, by owner."""
    return {one.owner: int(one.stage[1:]) for one in stored(path).values()}


def typed_until(terminal: Terminal, path: Path, random: Random) -> None:
    """Edits without waiting for their effect, until the app is killed; a checkpoint now and then
    by another session, so that the kill may find the app in the middle of taking it in.
    """
    until = perf_counter() + random.uniform(0.05, LONGEST)
    while perf_counter() < until:
        terminal.send(random.choice(KEYS))
        terminal.pump(random.uniform(0, 0.04))
        if random.random() < 0.1:
            tidied(path)
    terminal.signal(signal.SIGKILL)
    while terminal.pump(0.1):
        pass


def tidied(path: Path) -> None:
    """Another session brings the file up to date."""
    store = Store.open(path)
    try:
        store.checkpoint()
    except Refusal as refusal:
        assert refusal.code == "store-busy"


def begun_anew(path: Path) -> None:
    """Another session takes all projects back to where they began, so that none comes to its end;
    it leaves its line in the journal for the next app to read.
    """
    store = Store.open(path)
    store.commit(store.book, store.book.with_projects(*PROJECTS), "begin", "test")


def killed(home: Path, rounds: int, seed: int) -> int:
    """So many apps killed on one store, each opening what the last one left; how many edits there
    were on the screen.
    """
    path, random, seen = home / "netloft.json", Random(seed), 0
    for _round in range(rounds):
        with netloft(home, PROJECTS) as terminal:
            assert stages(terminal.absorb()) == dict.fromkeys(map(owner, range(len(PROJECTS))), 0)
            typed_until(terminal, path, random)
            shown = stages(terminal.absorb())
        assert {one.code for one in check(path).problems} <= {"journal-torn"}
        now = kept(path)
        lost = {who: (stage, now[who]) for who, stage in shown.items() if now[who] < stage}
        assert not lost, lost
        assert set(now) == {owner(number) for number in range(len(PROJECTS))}
        assert check(path).sound
        seen += sum(shown.values())
        begun_anew(path)
    return seen


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_instant_the_store_holds_what_was_shown(tmp_path: Path, seed: int) -> None:
    seen = killed(tmp_path, ROUNDS, seed)
    sys.stdout.write(f"{ROUNDS} apps killed, {seen} edits shown\n")
    assert seen > 0


@pytest.mark.parametrize("seed", range(100, 140))
def test_the_same_two_hundred_times(tmp_path: Path, seed: int) -> None:
    assert killed(tmp_path, ROUNDS, seed) > 0
