"""What holds for all tests; and what tests have counted is printed when all are done."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

COUNTED = "counted"

# How long an example takes says how busy the machine is: timings are for the benchmarks.
# `make soak` looks at more examples of every law than `make test` has time for.
EXAMPLES = int(os.environ.get("NETLOFT_EXAMPLES", "40"))
settings.register_profile("netloft", deadline=None, max_examples=EXAMPLES)
settings.load_profile("netloft")


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a line of figures that is to be printed at the end."""
    return lambda figures: record_property(COUNTED, figures)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, figures in report.user_properties:
                if name == COUNTED:
                    terminalreporter.write_line(f"{report.nodeid.split('::')[-1]}: {figures}")
