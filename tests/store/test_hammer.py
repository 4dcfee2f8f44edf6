"""Eight processes on one store at once, some killed, some stopped, the command line among them."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from unittest.mock import patch

import pytest

from deals.merging.history import OVERWRITTEN
from deals.model import Book
from store import files
from store import files as locks
from store.check import inspect_store
from store.store import Store
from tests.house import ROOT
from tests.store import book_of, commit, documents, hammer, journal_of, project, renamed, saved
from tests.store.hammer import SHARED

PROCESSES = 8
KILLED = 2
STOPPED = 3
LOCKS = Path("/proc/locks")
SURE = 20
"""After so many seconds somebody was stopped who held the lock, however busy the machine."""
TRIES = 200
WriterLine = list[str | int]


@dataclass
class Writer:
    """One process, its log, and whether it was killed."""

    name: str
    log: Path
    process: subprocess.Popen[str]
    killed: bool = False
    lines: list[WriterLine] = field(default_factory=list)

    def kill(self) -> None:
        """Kills it; on a slow machine it may have ended by itself a moment before."""
        self.process.kill()
        self.killed = self.process.wait() == -signal.SIGKILL

    @property
    def works(self) -> bool:
        """Whether it has begun to edit."""
        return self.log.exists() and self.log.stat().st_size > 0

    def stop(self, lock: Path) -> bool:
        """Stops it for longer than others wait for the lock, if it can be in the middle of holding
        it, and lets it go on; whether it held it.
        """
        held = False
        for _try in range(TRIES):
            self.process.send_signal(signal.SIGSTOP)
            held = holds(self.process.pid, lock)
            if held:
                sleep(2 * hammer.WAIT)
            self.process.send_signal(signal.SIGCONT)
            if held or self.process.poll() is not None:
                break
            sleep(random.uniform(0, 0.01))
        return held

    def of(self, kind: str) -> list[str | int]:
        """Return what was logged of one kind."""
        return [line[1] for line in self.lines if line[0] == kind]


def holds(pid: int, lock: Path) -> bool:
    """Whether a process that is stopped, or about to be, holds the lock."""
    status = Path(f"/proc/{pid}/stat")
    with suppress(OSError):
        # The signal takes effect when the process is next run.
        while status.read_text().rpartition(")")[2].split()[0] not in "TZ":
            sleep(0.0005)
        inode = f":{lock.stat().st_ino} "
        locks = LOCKS.read_text().splitlines()
        return any(f" {pid} " in line and inode in line and "->" not in line for line in locks)
    return False


@contextmanager
def hammering(path: Path, seconds: float) -> Iterator[list[Writer]]:
    """So many processes at work; none is left in the end."""
    writers: list[Writer] = []
    try:
        for number in range(PROCESSES):
            writers.append(start_writer(path, f"w{number}", seconds))
        yield writers
    finally:
        for writer in writers:
            if writer.process.poll() is None:
                writer.process.kill()
            writer.process.wait()


def start_writer(path: Path, name: str, seconds: float) -> Writer:
    """Start one process at work."""
    log = path.parent.parent / f"{name}.log"
    command = [sys.executable, "-m", "tests.store.hammer", str(path), name, str(seconds), str(log)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    return Writer(name, log, process)


def command_line(path: Path, *arguments: str) -> None:
    """A real command on the same store, which has to end well; as a user would, it is given again
    where somebody who holds the lock was stopped.
    """
    home = path.parent.parent / "home"
    env = {**os.environ, "NETLOFT_CONFIG": str(home), "LANG": "C.UTF-8"}
    for _try in range(TRIES):
        done = subprocess.run(
            [sys.executable, "-m", "tui", "--store", str(path), *arguments],
            cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if "another Netloft is writing" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr


def hammer_files(folder: Path, seconds: float) -> tuple[Path, list[Writer], int, int]:
    """Hammer a store and return it; its writers, how many commands were run meanwhile, and
    how often who held the lock was stopped.
    """
    path = folder / "book" / "netloft.json"
    saved(path, Book().with_projects(project(SHARED), project("cli", "by command"))).close()
    commands = stopped = 0
    lock = path.with_name(f"{path.name}.lock")
    with hammering(path, seconds) as writers:
        while not writers[-1].works:
            assert writers[-1].process.poll() is None, writers[-1].process.communicate()[1]
            sleep(0.01)
        until = monotonic() + seconds
        while monotonic() < until:
            if stopped < STOPPED and writers[-1 - stopped].works:
                stopped += writers[-1 - stopped].stop(lock)
            commands += 1
            for edit in (("add", f"command {commands}"), ("set", "cli", f"customer=c{commands}")):
                command_line(path, *edit)
                if until - monotonic() < seconds * 2 / 3:
                    kill_next(writers)
            sleep(0.05)
        for writer in writers:
            errors = writer.process.communicate(timeout=60)[1]
            assert writer.killed or (writer.process.returncode, errors) == (0, ""), errors
            writer.lines = [json.loads(line) for line in writer.log.read_text().splitlines()]
    return path, writers, commands, stopped


def kill_next(writers: Sequence[Writer]) -> None:
    """Kill another one that is at work, unless as many as are to be are killed."""
    killed = sum(writer.killed for writer in writers)
    if killed < KILLED and writers[killed].works:
        writers[killed].kill()


def verify(path: Path, writers: list[Writer], commands: int) -> None:
    """Everything that was acknowledged is there."""
    report = inspect_store(path)
    assert {problem.code for problem in report.problems} <= {"journal-torn"}
    store = Store.open(path)
    projects = store.book.projects
    notes = {touch.note for touch in projects[SHARED].touches}
    for writer in writers:
        number, last = int(projects[writer.name].name), int(writer.of("named")[-1])
        # Who is killed between the store's word and the log's may have made one edit more.
        assert number == last or (writer.killed and number == last + 1)
        assert set(writer.of("added")) <= projects.keys()
        assert not set(writer.of("gone")) & projects.keys()
        assert set(writer.of("touched")) <= notes
    names = {project.name for project in projects.values()}
    assert {f"command {number + 1}" for number in range(commands)} <= names
    assert projects["cli"].customer == f"c{commands}"
    tags = [str(tag) for writer in writers for tag in writer.of("tagged")]
    final = projects[SHARED].product
    assert final in [
        str(writer.of("tagged")[-1]) for writer in writers if writer.of("tagged")
    ] or any(writer.killed and str(final).startswith(f"{writer.name} ") for writer in writers)
    moves = [change for change in projects[SHARED].history if change.field == "product"]
    assert moves
    assert all(move.note == OVERWRITTEN and move.old != move.new for move in moves)
    assert len(set(tags)) == len(tags)
    store.close()
    assert inspect_store(path).sound
    assert not journal_of(path).exists() or journal_of(path).stat().st_size == 0
    assert {document["id"] for document in documents(path)} == set(projects)


def test_who_opens_in_the_middle_of_a_checkpoint_overwrites_nobody(tmp_path: Path) -> None:
    """The new file stands beside a journal that is yet to be cut; others go on after that."""
    path = tmp_path / "netloft.json"
    here = saved(path, book_of("a"))
    commit(here, here.book, renamed(here.book, "a", "1"), "edit", "me")
    disk, late = here._disk, list[Store]()
    draw, there = disk.storage.draft, Store.open(path)

    def drawn() -> files.FileDraft:
        draft = draw()
        disk.storage._lock.release()
        commit(there, there.book, renamed(there.book, "a", "2"), "edit", "they")
        disk.storage._lock.acquire(1)
        return draft

    def cut(place: Path, data: bytes) -> files.FileStamp:
        late.append(Store.open(path))
        return files.replace_whole(place, data)

    with (
        patch.object(disk.storage, "draft", drawn),
        patch("store.journaled_file.replace_whole", cut),
    ):
        here.checkpoint()
    there.take_in()
    commit(there, there.book, there.book.with_projects(project("b")), "add", "they")
    (opened,) = late
    commit(opened, opened.book, opened.book.with_projects(project("c")), "add", "late")
    assert list(Store.open(path).book.projects) == ["a", "b", "c"]
    assert opened.book == Store.open(path).book


def test_a_lock_that_is_let_go_of_in_between_still_works(tmp_path: Path) -> None:
    """Another holds it at the first try and no more at the second: no reason to read only."""
    path = tmp_path / "netloft.json"
    saved(path, book_of("a")).close()
    real, tries = locks.flock, count()

    def flock(handle: int, how: int) -> None:
        if next(tries) == 0:
            raise BlockingIOError(errno.EAGAIN, "held")
        real(handle, how)

    with patch.object(locks, "flock", flock):
        assert Store.open(path).read_only is None


def test_what_eight_processes_were_told_is_saved_is_there(
    tmp_path: Path, counted: Callable[[str], None]
) -> None:
    counted(hammer_store(tmp_path, 3))


@pytest.mark.soak
def test_the_same_for_twenty_seconds(tmp_path: Path, counted: Callable[[str], None]) -> None:
    counted(hammer_store(tmp_path, 20))


def hammer_store(folder: Path, seconds: float) -> str:
    """Hammer a store, see that nothing is lost; how much there was."""
    path, writers, commands, stopped = hammer_files(folder, seconds)
    verify(path, writers, commands)
    # Who is killed just after its last line has told all and yet did not end by itself.
    done = [int(edits) for number in writers for edits in number.of("done") if not number.killed]
    busy = [int(line[2]) for writer in writers for line in writer.lines if line[0] == "done"]
    acknowledged = sum(len(writer.lines) for writer in writers)
    killed = sum(writer.killed for writer in writers)
    assert len(done) == PROCESSES - killed
    assert min(done) > 0
    # Whom a stop finds holding the lock is chance: a busy machine may give none in a few seconds.
    assert stopped or not LOCKS.exists() or seconds < SURE
    return (
        f"{acknowledged} edits acknowledged, {commands} pairs of commands, {killed} killed, "
        f"{stopped} stopped with the lock; "
        f"by process {min(done)} to {max(done)}, {sum(busy)} times busy"
    )
