"""A process that is killed at any step of a commit leaves the old book or the new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
