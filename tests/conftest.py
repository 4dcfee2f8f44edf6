"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says how busy the machine is: timings are for the benchmarks.
settings.register_profile("netloft", deadline=None)
settings.load_profile("netloft")
