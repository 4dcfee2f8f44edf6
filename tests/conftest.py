"""What holds for all tests; and what tests have counted is printed when all are done.

Tests see the same world wherever they run: whoever needs another language, clock, terminal, name
or home says so in the test. Only the folder for temporary files is the machine's own, so paths may
have any length: it is in memory where there is room. `make elsewhere` runs the suite in other
worlds, on the disk, to hold this.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from tests.examples import EXAMPLES, SOAKING
from tests.order import spread_waits
from views.glyphs import BOX, use_glyphs
from wording import language, use_arrow, use_language

COUNTED = "counted"
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""Where files are kept in memory, and how many bytes must be free there for what tests write."""
# What a program may be told by its user's environment, and by what prefixes more of it is known.
SETTINGS = {"LANG", "LANGUAGE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM"} | {
    "PYTHONDONTWRITEBYTECODE"
}
FAMILIES = ("LC_", "XDG_", "NETLOFT_", "TEXTUAL", "PYTHONUTF8", "PYTHONIOENCODING")
OURS = {  # what the tests themselves are asked for
    *("NETLOFT_EXAMPLES", "NETLOFT_GOLDENS", "NETLOFT_MONKEY_SECONDS", "NETLOFT_MONKEY_SEED"),
    *("NETLOFT_EDGES_SEED", "NETLOFT_POWER_SEED", "NETLOFT_POSTGRES"),
    *("NETLOFT_TEAM_SECONDS", "NETLOFT_TEAM_SEED", "NETLOFT_SYNC_SOAK", "NETLOFT_SYNC_SEED"),
}


def _find_memory() -> str | None:
    """Finds a folder in memory for temporary files, unless the user named another by TMPDIR.

    To remove a folder may keep a disk busy for longer than a test takes that made it. What holds
    on a disk `make elsewhere` sees: it names its folders.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.R_OK | os.W_OK | os.X_OK):
        return None
    room = os.statvfs(MEMORY)
    usable = room.f_bavail * room.f_frsize >= ROOM and not room.f_flag & os.ST_NOEXEC
    return str(MEMORY) if usable else None


if memory := _find_memory():
    os.environ["TMPDIR"] = tempfile.tempdir = memory
HOME = tempfile.TemporaryDirectory(prefix="netloft-home-")
WORLD = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "xterm-256color",
    "USER": "tester",
    "LOGNAME": "tester",
    "HOME": HOME.name,
}


def _settle_world() -> None:
    """Makes the environment of this process, and of all it starts, the same everywhere."""
    for name in set(os.environ) - OURS:
        if name in SETTINGS or name.startswith(FAMILIES):
            del os.environ[name]
    os.environ |= WORLD
    time.tzset()
    os.umask(0o022)
    # Whoever runs the tests in the background may have had these ignored, which is inherited.
    for name in ("SIGHUP", "SIGINT", "SIGTERM", "SIGQUIT"):
        usual = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
        signal.signal(getattr(signal, name), usual)
    # Each worker, and each program that a test starts, would compile all modules for itself.
    sys.dont_write_bytecode = False


_settle_world()
# What is made while tests are collected stays to the end, and what little of it is rubbish too.
gc.disable()

# How long an example takes says how busy the machine is: timings are for the benchmarks.
# `make test` looks at the same examples each time, so that it fails by what was changed alone;
# `make soak` looks at more of them, and at others each time.
settings.register_profile("netloft", deadline=None, max_examples=EXAMPLES, derandomize=not SOAKING)
settings.load_profile("netloft")


class BriefReports:
    """Has a worker tell of a test once: that it began, was set up, taken down and over is told in
    five messages more, which took longer than most tests do. What went wrong is told at each step.
    """

    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Runs a test; in place of pytest's own."""
        for report in runtestprotocol(item, log=False, nextitem=nextitem):
            if report.when == "call" or not report.passed:
                report.keywords = {}  # which nobody reads
                item.ihook.pytest_runtest_logreport(report=report)
        return True


def pytest_configure(config: pytest.Config) -> None:
    """Tells briefly of tests, where it is told to another process, unless how long each step took
    is asked.
    """
    if hasattr(config, "workerinput") and config.getoption("durations") is None:
        config.pluginmanager.register(BriefReports())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Orders the tests of a worker; without workers they stay as they are written."""
    worker: Mapping[str, int] = getattr(config, "workerinput", {})
    if workers := worker.get("workercount"):
        items[:] = spread_waits(items, workers)


def pytest_collection_finish() -> None:
    """Keeps the collector from going over what all tests share, again and again, and from coming
    after every few hundred objects: an app or an example makes thousands.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


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


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Language and alphabet are the process's: each test begins and leaves them as they are
    where all can be shown.
    """
    _show_all()
    yield
    _show_all()


def _show_all() -> None:
    if language() != "en":  # its catalogue is looked for in the file system
        use_language("en")
    use_glyphs(BOX)
    use_arrow("")
