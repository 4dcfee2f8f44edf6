"""A process that is killed at any step of a commit leaves the old book or the new."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import ROOT

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
    tmp_path: Path, which: str, counted: Callable[[str], None]
) -> None:
    command = [sys.executable, "-m", "tests.store.kill", str(tmp_path), which]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    counted(done.stdout.strip())
    told = re.fullmatch(r"killed (\d+) old (\d+) new (\d+)\n", done.stdout)
    assert told, done.stdout
    killed, old, new = map(int, told.groups())
    assert killed == old + new > STEPS[which]
    assert old >= min(STEPS[which], 3)
    assert new > 0 or which == "checkpoint"
