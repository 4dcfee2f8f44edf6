"""A program in a real pseudo-terminal, watched through pyte. Of all queries it answers one: where
the cursor is, as a terminal does whose box signs are one cell wide.

A shell leads the session, as at a user's desk, so that what the program leaves behind (modes,
echo, screen) can be looked at after it has ended, and so that hanging up reaches it as a dropped
line does. Nothing here sleeps for a fixed time: every wait ends with what it waits for.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.house import ROOT
from tests.terminal.glass import Glass
from tests.terminal.preloaded import Call, fork_leader

PATIENCE = 30.0
QUIET = 0.15
ANSWER = 2.0
PLACE_ASKED, NARROW = b"\x1b[6n", b"\x1b[1;29R"
# Keys that come after the program has ended are no signals to the shell.
_LEADER = """trap : INT QUIT TSTP
exec 3>&1 4<&0 <"$0" >"$0" 2>"$0"
/bin/sh -c 'echo $$ >&3; exec "$@"' "$0" "$@"
echo $? >&3
read -r _ <&4"""


@dataclass(frozen=True)
class Chunk:
    """Bytes as they came out of the terminal in one read, and when (performance counter)."""

    at: float
    data: bytes


@dataclass(frozen=True)
class Repaint:
    """What a key led to: seconds until the first and the last byte, and how many bytes in all."""

    first: float
    last: float
    size: int


@dataclass(frozen=True)
class State:
    """What a program may change of a terminal and has to give back."""

    modes: frozenset[int]
    cursor_hidden: bool
    attributes: tuple[object, ...]


class Terminal:
    """A program that runs in a terminal of so many columns and rows; a context manager.

    A `preloaded` one, a module or a text that `python` runs, is forked from a process that has
    loaded the app; others are started anew. Asked where its cursor is, it says `place`.
    """

    _leader: subprocess.Popen[bytes] | None = None

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        preloaded: bool = False,
        place: bytes = NARROW,
    ) -> None:
        self._place = place
        self.glass = Glass(columns, rows)
        self.written = bytearray()
        self.chunks: list[Chunk] = []
        self._fed = 0
        self._master, self._slave = os.openpty()
        self.resize(columns, rows)
        self.before = self.state()
        reading, report = os.pipe()
        hold, self._held = os.pipe()
        self._reports = FileIO(reading)
        self.started = time.perf_counter()
        if preloaded:
            kind, program, *arguments = argv[1:]
            call = Call(kind, program, arguments, env, os.ttyname(self._slave))
            fork_leader(call, report, hold)
        else:
            self._leader = _started(argv, env, os.ttyname(self._slave), report, hold)
        os.close(report)
        os.close(hold)
        self.pid = int(self._report())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End whatever still runs and give the descriptors back."""
        if self._master >= 0:
            self.hang_up()
        if not self._ended(5.0):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._held)
        while self._ended(PATIENCE) and self._report():
            pass
        self._reports.close()
        if self._leader is not None:
            self._leader.wait(PATIENCE)
        os.close(self._slave)

    # What the user does

    def send(self, keys: str | bytes) -> None:
        """Type the keys, reading along so that neither side waits for the other.

        What the terminal has no room for any more, the program having ended, is not typed.
        """
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            self.pump(0)
            if select.select([], [self._master], [], 0.05)[1]:
                data = data[self._write(data) :]
            elif self._ended(0):
                return

    def _write(self, data: bytes) -> int:
        os.set_blocking(self._master, False)
        try:
            return os.write(self._master, data)
        except BlockingIOError:
            return 0
        finally:
            os.set_blocking(self._master, True)

    def press(self, keys: str, *, quiet: float = QUIET, answer: float = ANSWER) -> Repaint:
        """Type the keys as one, wait until the terminal is quiet and say what came back.

        A key that has no effect is given up after `answer` seconds without a byte.
        """
        self.settle(quiet)
        return self.answered(keys, quiet=quiet, answer=answer)

    def answered(self, keys: str, *, quiet: float = QUIET, answer: float = ANSWER) -> Repaint:
        """Do what `press` does, for a terminal that is known to be quiet."""
        known = len(self.chunks)
        start = time.perf_counter()
        self.send(keys)
        self.pump(answer)
        self.settle(quiet)
        new = self.chunks[known:]
        if not new:
            return Repaint(0.0, 0.0, 0)
        size = sum(len(chunk.data) for chunk in new)
        return Repaint(new[0].at - start, new[-1].at - start, size)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the kernel tells the program (SIGWINCH)."""
        self.absorb()
        self.glass.resize(rows, columns)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send the program (not the shell that leads it) a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Drop the line: the terminal is gone, the session gets SIGHUP from the kernel."""
        os.close(self._master)
        self._master = -1

    # What the user sees

    def pump(self, wait: float) -> bool:
        """Read what the program wrote, waiting so many seconds for it at most."""
        if self._master < 0 or not select.select([self._master], [], [], wait)[0]:
            return False
        data = os.read(self._master, 65536)
        self.chunks.append(Chunk(time.perf_counter(), data))
        self.written += data
        if self._place and PLACE_ASKED in data:
            os.write(self._master, self._place)
        return True

    def absorb(self) -> Glass:
        """Bring the screen up to what has been read; only here does pyte's parsing cost time."""
        for chunk in self.chunks[self._fed :]:
            self.glass.feed(chunk.data)
        self._fed = len(self.chunks)
        return self.glass

    def settle(self, quiet: float = QUIET, *, patience: float = PATIENCE) -> Glass:
        """Wait until nothing has been written for `quiet` seconds."""
        deadline = time.perf_counter() + patience
        while self.pump(quiet):
            assert time.perf_counter() < deadline, f"never quiet\n{self}"
        return self.absorb()

    def wait_until(
        self, ready: Callable[[Glass], bool], what: str, *, patience: float = PATIENCE
    ) -> Glass:
        """Wait until the screen is `ready`; fails with the screen when it does not become so."""
        self._wait(lambda: ready(self.absorb()), what, patience)
        return self.glass

    def wait_for(self, *wanted: str, patience: float = PATIENCE) -> Glass:
        """Wait until all the texts stand on the screen."""
        return self.wait_until(lambda glass: glass.shows(*wanted), f"{wanted}", patience=patience)

    def wait_written(self, wanted: bytes, *, since: int = 0, patience: float = PATIENCE) -> None:
        """Wait until these bytes have been written, without parsing anything meanwhile; after so
        many others.
        """
        self._wait(lambda: self.written.find(wanted, since) >= 0, repr(wanted), patience)

    def idle(self, seconds: float) -> int:
        """Count the bytes that are written while nobody touches anything for so long."""
        known, deadline = len(self.written), time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self.pump(left)
        return len(self.written) - known

    # What is left when the program has ended

    @property
    def running(self) -> bool:
        """Whether the program has not ended yet."""
        return not self._ended(0)

    def wait_exit(self, *, patience: float = PATIENCE) -> int:
        """Wait for the program's end; its exit status, 128 and the number after a signal."""
        deadline = time.perf_counter() + patience
        while not self._ended(0):
            assert time.perf_counter() < deadline, f"still running\n{self}"
            self.pump(0.05)
        self.settle(0.05)
        return int(self._report())

    def wait_gone(self, *, patience: float = PATIENCE) -> None:
        """Wait until neither the program nor the shell that led it is left, after a hang-up."""
        assert self._ended(patience), "still running after the line was dropped"

    def state(self) -> State:
        """Return modes, cursor and line discipline as they are now."""
        self.absorb()
        attributes = tuple(map(repr, termios.tcgetattr(self._slave)))
        return State(frozenset(self.glass.mode), self.glass.cursor.hidden, attributes)

    def __repr__(self) -> str:
        rows = self.absorb().text()
        return "\n".join(f"{row:3} |{text}" for row, text in enumerate(rows))

    def _wait(self, ready: Callable[[], bool], what: str, patience: float) -> None:
        deadline = time.perf_counter() + patience
        while not ready():
            assert time.perf_counter() < deadline, f"no {what} in {patience} s\n{self}"
            assert self.pump(0.1) or not self._ended(0) or self.pump(0), f"ended, no {what}\n{self}"

    def _ended(self, wait: float) -> bool:
        return bool(select.select([self._reports], [], [], wait)[0])

    def _report(self) -> str:
        return self._reports.readline().decode().strip()


def _started(
    argv: Sequence[str], env: Mapping[str, str], tty: str, report: int, hold: int
) -> subprocess.Popen[bytes]:
    """Return the shell that starts a program and leads its session."""
    return subprocess.Popen(
        ["/bin/sh", "-c", _LEADER, tty, *argv],
        stdin=hold, stdout=report, env=dict(env), cwd=ROOT, start_new_session=True,
    )  # fmt: skip


def environment(home: Path, *, lang: str = "en_US.UTF-8", **more: str) -> dict[str, str]:
    """Return what a program is told of the world: a home of its own, a 256-colour terminal, a
    language.

    The locale of the language need not be installed; Python's own text is UTF-8 either way.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": lang,
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        **more,
    }


def python(*argv: str) -> list[str]:
    """Return the command line of a Python program run by the interpreter that runs the tests."""
    return [sys.executable, *argv]
