"""Whatever befalls a store, in any order, no acknowledged edit is nowhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store import edges

SEED = int(os.environ.get("NETLOFT_EDGES_SEED", "1"))


def walked(folder: Path, walks: int, steps: int) -> None:
    """So many walks of so many steps."""
    faults = [edges.walk(folder, seed, steps) for seed in range(SEED, SEED + walks)]
    assert not any(faults), "\n\n".join(filter(None, faults))


def test_nothing_acknowledged_is_nowhere(tmp_path: Path) -> None:
    walked(tmp_path, 30, 30)


@pytest.mark.soak
def test_nothing_acknowledged_is_nowhere_for_long(
    tmp_path: Path, counted: Callable[[str], None]
) -> None:
    walked(tmp_path, 600, 80)
    counted(f"600 walks of 80 steps from seed {SEED}")
