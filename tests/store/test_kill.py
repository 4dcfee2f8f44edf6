"""A process that is killed at any step of a commit leaves the old book or the new.

What it leaves is photographed at each step of one process; that a kill leaves just that is shown by
killing one for each step of a few actions, and in `make soak` of all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store import kill, kill_upkeep
from tests.store.walks import Walker

# How many steps there are at least.
STEPS = {
    "first": 20,
    "next": 5,
    "bulk": 9,
    "checkpoint": 30,
    "between": 50,
    "migrate": 30,
    "close": 40,
    "held": 26,
    "joined": 9,
}
QUICK = {"next", "joined", "backup"}
"""Of few steps: killed at each in `make test` too."""


@pytest.mark.parametrize("which", STEPS)
def test_killed_at_each_step_the_store_opens_with_the_old_or_the_new_book(
    tmp_path: Path, walker: Walker, which: str, counted: Callable[[str], None]
) -> None:
    found = walker.walk(tmp_path, which)
    old, new = found["old"], found["new"]
    counted(f"killed {found.total()} old {old} new {new}")
    assert found.total() == old + new > STEPS[which]
    assert old >= min(STEPS[which], 3)
    assert new > 0 or which == "checkpoint"


@pytest.mark.parametrize(
    "which",
    [
        pytest.param(name, marks=[] if name in QUICK else [pytest.mark.soak])
        for name in (*kill.ACTIONS, *kill_upkeep.ACTIONS)
    ],
)
def test_a_kill_leaves_what_is_photographed(tmp_path: Path, walker: Walker, which: str) -> None:
    stopped = walker.walk(tmp_path / "stopped", which)
    assert walker.walk(tmp_path / "killed", which, "kill") == stopped
