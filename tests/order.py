"""The order of the tests: those that wait are spread over those that reckon.

A test at a terminal waits for most of its time. Where all workers are at such tests the processors
rest, and where none is they wait for nobody: so each worker gets its part of them, and none late in
its share, when nothing is left to do beside them. The rest goes by modules, mixed alike each time,
so that no worker has all that is slow, and that no module lives on what another one left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from random import Random

import pytest

EARLY = 0.75
"""The part of its share by which a worker has begun the tests that wait."""


def spread_waits(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """Orders tests that are dealt out to workers in shares that follow one another."""
    waiting = [item for item in items if item.get_closest_marker("terminal")]
    others = [item for item in items if not item.get_closest_marker("terminal")]
    modules = [[*module] for _path, module in groupby(others, lambda item: item.path)]
    random = Random(0)
    random.shuffle(waiting)
    random.shuffle(modules)
    each = len(waiting) / (EARLY * len(others) or 1)
    ordered, passed, due = list[pytest.Item](), 0, 0.0
    for module in modules:
        ordered += module
        passed += len(module)
        if passed * workers / len(others) % 1 < EARLY:
            due += len(module) * each
        while due >= 1 and waiting:
            ordered.append(waiting.pop())
            due -= 1
    return ordered + waiting
