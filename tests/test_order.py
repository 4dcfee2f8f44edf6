"""Tests that wait are spread over the workers' shares, and no module is torn."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tests.order import EARLY, spread_waits

WORKERS = 4


def item(path: str, waits: bool) -> Any:
    """A test in a file, at a terminal or not."""
    return Mock(path=Path(path), get_closest_marker=lambda name: waits and name == "terminal")


RECKONING = [item(f"m{number // 7}", False) for number in range(700)]
WAITING = [item("t", True) for _number in range(40)]


def test_each_worker_waits_for_its_part_and_not_late() -> None:
    ordered = spread_waits([*WAITING, *RECKONING], WORKERS)
    assert sorted(map(id, ordered)) == sorted(map(id, [*WAITING, *RECKONING]))
    size = len(ordered) // WORKERS
    for start in range(0, len(ordered), size):
        share = [each in WAITING for each in ordered[start : start + size]]
        assert 8 <= sum(share) <= 12
        assert not any(share[int(size * (EARLY + 0.15)) :])


def test_no_module_is_entered_twice() -> None:
    ordered = [each for each in spread_waits([*RECKONING, *WAITING], 3) if each not in WAITING]
    assert ordered == RECKONING
    modules = [path for path, _group in groupby(spread_waits(RECKONING, 3), lambda each: each.path)]
    assert len(modules) == len(set(modules))


@pytest.mark.parametrize("items", [[], WAITING, RECKONING])
def test_one_kind_alone_stays_whole(items: list[Any]) -> None:
    assert sorted(map(id, spread_waits(items, WORKERS))) == sorted(map(id, items))
