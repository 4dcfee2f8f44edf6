"""A process killed at any step of what is done to a whole store leaves a whole store."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.store import kill_upkeep

LONG = {
    *("restore-sealed", "restore-damaged-sealed", "restore-headless-sealed"),
    *("salvage-damaged", "salvage-damaged-sealed"),
}
"""Told apart from the others by little."""


@pytest.mark.parametrize(
    "which",
    [
        pytest.param(name, marks=[pytest.mark.soak] if name in LONG else [])
        for name in kill_upkeep.DEEDS
    ],
)
def test_killed_at_each_step_the_store_opens_as_before_or_after(
    tmp_path: Path, which: str, counted: Callable[[str], None]
) -> None:
    command = [sys.executable, "-m", "tests.store.kill_upkeep", str(tmp_path), which]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    counted(done.stdout.strip())
    told = re.fullmatch(r"killed (\d+) before (\d+) after (\d+)\n", done.stdout)
    assert told, done.stdout
    killed, before, after = map(int, told.groups())
    assert killed == before + after >= 16
    assert before >= 10
    assert after >= 3
