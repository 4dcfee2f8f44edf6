"""A process killed at any step of what is done to a whole store leaves a whole store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store import kill_upkeep
from tests.store.walks import Walker

LONG = {
    *("restore-sealed", "restore-damaged-sealed", "restore-headless-sealed"),
    *("salvage-damaged", "salvage-damaged-sealed"),
}
"""Told apart from the others by little."""


@pytest.mark.parametrize(
    "which",
    [
        pytest.param(name, marks=[pytest.mark.soak] if name in LONG else [])
        for name in kill_upkeep.ACTIONS
    ],
)
def test_killed_at_each_step_the_store_opens_as_before_or_after(
    tmp_path: Path, walker: Walker, which: str, counted: Callable[[str], None]
) -> None:
    found = walker.walk(tmp_path, which)
    before, after = found["before"], found["after"]
    counted(f"killed {found.total()} before {before} after {after}")
    assert found.total() == before + after >= 16
    assert before >= 10
    assert after >= 3
