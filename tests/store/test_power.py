"""Whatever a power cut may leave of a disk, the store opens with all that was acknowledged."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from store import files
from tests.store import power

LONG = {"bulk", "restore-sealed", "restore-damaged-sealed", "restore-headless-sealed"}
"""Those with much to lay out, or told apart from others by little."""
EXTRA = 60
SEED = int(os.environ.get("NETLOFT_POWER_SEED", "1"))


@pytest.mark.parametrize(
    "which",
    [
        pytest.param(action, marks=[pytest.mark.soak] if action in LONG else [])
        for action in power.ACTIONS
    ],
)
def test_in_every_state_that_a_power_cut_leaves_the_store_is_whole(
    tmp_path: Path, which: str, counted: Callable[[str], None]
) -> None:
    figures, faults = power.walk(tmp_path, which)
    counted(f"{which}: {figures}")
    assert not faults, "\n\n".join(faults[:3])


@pytest.mark.soak
@pytest.mark.parametrize("which", power.ACTIONS)
def test_the_same_of_many_more_drawn_at_random(
    tmp_path: Path, which: str, counted: Callable[[str], None]
) -> None:
    figures, faults = power.walk(tmp_path, which, EXTRA, SEED)
    counted(f"{which}: {figures}, seed {SEED}")
    assert not faults, "\n\n".join(faults[:3])


@pytest.mark.parametrize("which", ["first", "checkpoint", "backup"])
def test_a_store_that_does_not_flush_its_folder_is_found_out(tmp_path: Path, which: str) -> None:
    with patch.object(files, "_flush_folder", lambda _folder: None):
        _figures, faults = power.walk(tmp_path, which)
    assert faults


def test_a_store_that_writes_past_what_is_watched_is_found_out(tmp_path: Path) -> None:
    action = power.ACTIONS["next"]
    past = action._replace(do=lambda path: (path.parent / "other").write_bytes(b"1"))
    with pytest.raises(AssertionError, match="past"):
        power.record(tmp_path / "run", past)
