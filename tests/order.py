"""The order of the tests: those that wait are spread over those that reckon.

A test at a terminal waits for most of its time. Where all workers are at such tests the processors
rest, and where none is they wait for nobody: so each worker gets its part of them, and none late in
its share, when there is nothing left to do beside them. All others stay as they are written: what a
worker keeps for one of them is often what the next one needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from random import Random

import pytest

EARLY = 0.75
"""The part of its share by which a worker has begun its tests that wait."""


def spread_waits(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """Orders tests that are dealt out to workers in shares that follow one another.

    No module is entered twice, those of the tests that wait apart: each needs its fixtures anew.
    """
    waiting = [item for item in items if item.get_closest_marker("terminal")]
    others = [item for item in items if not item.get_closest_marker("terminal")]
    Random(0).shuffle(waiting)  # the long ones of a file come one after another
    for_each = len(waiting) / (EARLY * len(others) or 1)
    ordered, passed, due = list[pytest.Item](), 0, 0.0
    for _path, group in groupby(others, lambda item: item.path):
        module = [*group]
        if passed * workers / len(others) % 1 < EARLY:
            due += len(module) * for_each
        ordered += module
        passed += len(module)
        while due >= 1 and waiting:
            ordered.append(waiting.pop())
            due -= 1
    return waiting + ordered
