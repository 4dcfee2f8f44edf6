"""Workers that run the tests side by side: processes forked from the one that has collected them.

    python -m pytest --workers 4 tests

A worker that begins anew, as another Python, imports and collects for itself what each of the
others does too; on a fresh clone it compiles it as well, and that is a tenth of what the suite
costs. Forked, it has all of this, and they share the memory.

A worker begins with a share of tests that follow one another, and whoever has none left takes half
of the greatest share. Warnings are errors here, so that reports are all that has to come back.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import pytest

FORK = get_context("fork")
NONE = -1
NOW, NEXT, BEGIN, END = range(4)
PATIENCE = 20.0
"""The seconds that a worker has to take down what it has set up."""


class Shares:
    """What each worker is at, and what is before it: numbers of tests in memory that all see."""

    def __init__(self, tests: int, workers: int) -> None:
        bounds = [tests * worker // workers for worker in range(workers + 1)]
        rows = [[NONE, NONE, *bounds[worker : worker + 2]] for worker in range(workers)]
        self._cells = FORK.Array("q", [cell for row in rows for cell in row])
        self._workers = range(workers)

    def advance(self, worker: int) -> tuple[int, int]:
        """Go on to a worker's next test, and return it with the one that follows."""
        with self._cells.get_lock():
            if self._get(worker, NEXT) == NONE:
                self._set(worker, NEXT, self._draw(worker))
            self._set(worker, NOW, self._get(worker, NEXT))
            self._set(worker, NEXT, self._draw(worker))
            return self.now(worker), self._get(worker, NEXT)

    def now(self, worker: int) -> int:
        """Return the test that a worker is at."""
        return self._get(worker, NOW)

    def end(self) -> None:
        """Leave nothing to do but what the workers are at."""
        with self._cells.get_lock():
            for worker in self._workers:
                self._set(worker, NEXT, NONE)
                self._set(worker, END, self._get(worker, BEGIN))

    def _draw(self, worker: int) -> int:
        if not self._left(worker):
            self._take_over(worker)
        if not self._left(worker):
            return NONE
        test = self._get(worker, BEGIN)
        self._set(worker, BEGIN, test + 1)
        return test

    def _take_over(self, worker: int) -> None:
        """Take the later half of the greatest share."""
        busiest = max(self._workers, key=self._left)
        end = self._get(busiest, END)
        begin = end - (self._left(busiest) + 1) // 2
        self._set(busiest, END, begin)
        self._set(worker, BEGIN, begin)
        self._set(worker, END, end)

    def _left(self, worker: int) -> int:
        return self._get(worker, END) - self._get(worker, BEGIN)

    def _get(self, worker: int, column: int) -> int:
        return int(self._cells[worker * 4 + column])

    def _set(self, worker: int, column: int, value: int) -> None:
        self._cells[worker * 4 + column] = value


class Reporter:
    """A worker's plugin that sends the reports of its tests to the process that shows them."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self._config, self._line = config, line

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Send a report; of a set-up or a take-down that went well there is nothing to say."""
        if report.when == "call" or not report.passed:
            to_data = self._config.hook.pytest_report_to_serializable
            self._line.send(to_data(config=self._config, report=report))


class Crew:
    """The workers of a run."""

    def __init__(self, session: pytest.Session, workers: int) -> None:
        self._session = session
        self._shares = Shares(len(session.items), workers)
        self._base = _folders_of(session.config).getbasetemp()
        self._lines: dict[Connection, tuple[int, BaseProcess]] = {}
        self._workers = range(workers)

    def run(self) -> None:
        """Run all tests, and show what comes of them."""
        try:
            for worker in self._workers:
                self._start(worker)
            while self._lines:
                for line in wait([*self._lines]):
                    assert isinstance(line, Connection)
                    self._hear(line)
        finally:
            self._shares.end()
            for _worker, process in self._lines.values():
                process.join(PATIENCE)
                process.kill()

    def _start(self, worker: int) -> None:
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=self._work, args=(worker, theirs, [*self._lines, ours]))
        process.start()
        theirs.close()
        self._lines[ours] = worker, process

    def _hear(self, line: Connection) -> None:
        """Show the next report of a worker; one that says no more has ended."""
        hook = self._session.config.hook
        try:
            data = line.recv()
        except EOFError:
            self._release(line)
            return
        report = hook.pytest_report_from_serializable(config=self._session.config, data=data)
        hook.pytest_runtest_logreport(report=report)
        if self._session.shouldfail:
            raise self._session.Failed(self._session.shouldfail)
        if self._session.shouldstop:
            raise self._session.Interrupted(self._session.shouldstop)

    def _release(self, line: Connection) -> None:
        """See how a worker ended; the test that ended it has failed, and another goes on."""
        worker, process = self._lines.pop(line)
        line.close()
        process.join()
        if not process.exitcode:
            return
        test = self._shares.now(worker)
        assert test != NONE, f"a worker ended with {process.exitcode}"
        item = self._session.items[test]
        failure = f"the process of this test ended with {process.exitcode}"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", failure, "call")
        self._session.config.hook.pytest_runtest_logreport(report=report)
        self._start(worker)

    def _work(self, worker: int, line: Connection, others: list[Connection]) -> None:
        """Run tests in a process of their own, until there are none."""
        for other in others:  # whoever writes to a reader that has died is to learn of it
            other.close()
        with suppress(KeyboardInterrupt), _own_world(self._session.config, self._base, worker):
            self._session.config.pluginmanager.register(Reporter(self._session.config, line))
            try:
                self._run_share(worker)
            finally:
                self._session._setupstate.teardown_exact(None)

    def _run_share(self, worker: int) -> None:
        while (place := self._shares.advance(worker))[0] != NONE:
            item, following = (self._session.items[at] if at != NONE else None for at in place)
            assert item
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _folders_of(config: pytest.Config) -> pytest.TempPathFactory:
    """Return what makes the folders of tests, which pytest keeps to itself."""
    folders: pytest.TempPathFactory = vars(config)["_tmp_path_factory"]
    return folders


@contextmanager
def _own_world(config: pytest.Config, base: Path, worker: int) -> Iterator[None]:
    """Give a worker a home, a folder and captured streams of its own; it shows nothing itself."""
    plugins: Any = config.pluginmanager.getplugin
    folder = base / f"worker-{worker}"
    folder.mkdir(mode=0o700, exist_ok=True)
    _folders_of(config)._basetemp = folder
    capture = plugins("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        tempfile.TemporaryDirectory(prefix="netloft-home-") as home,
    ):
        plugins("terminalreporter")._tw._file = nowhere
        os.environ["HOME"] = home
        yield


@cache
def make_process_folder(prefix: str) -> Path:
    """Make a folder for this process alone, once, and have it removed as the process ends.

    One that a module makes when it is loaded is the same for all workers.
    """
    folder = tempfile.TemporaryDirectory(prefix=prefix)
    Finalize(None, folder.cleanup, exitpriority=0)  # run by forked ones too, as atexit is not
    return Path(folder.name)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=0, help="run the tests in so many processes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests by workers where they are asked for."""
    workers = session.config.getoption("workers")
    if not workers or session.testsfailed or session.config.option.collectonly:
        return None
    Crew(session, workers).run()
    return True
