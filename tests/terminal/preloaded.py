"""A process that has loaded the app already, forked wherever a test starts one.

Two thirds of what a start costs the processor is the loading of modules, which comes out alike each
time. So it is done once, in a process that only waits for calls. Each call forks a shell of its own
session at its own terminal, and that forks the program, which runs the very module that
`python -m` would and leaves through the interpreter's own end: a process with a pid, signals, exit
status and memory of its own, that was not there before. What the two kinds of start show to a
program is held against each other in test_preloaded.py.

What was read from the environment while modules were loaded would be wrong for another one. So
there is a process for each environment, alike but for what is FREE; that is taken out while it
loads, so whoever reads it then finds nothing.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple, NoReturn

from tests.house import ROOT

FREE = ("HOME", "XDG_", "NETLOFT_")
"""How names begin that are read whenever they are needed."""
LOADED = (
    "tui.cli.run",
    "tui.cli.root",
    "tui.session",
    "tui.app",
    "screens.pipeline.screen",
    "store.settings",
)
"""What an app has loaded, with all that these load, by the time its first screen stands."""
CALL_BYTES = 1 << 16
REPORT, HOLD = 3, 4
"""Where a program's shell tells how it goes, and where it waits before it ends."""


class Call(NamedTuple):
    """A program to start at a terminal: a module (`-m`) or a text (`-c`) with its arguments, in an
    environment.
    """

    kind: str
    program: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    tty: str


def fork_leader(call: Call, report: int, hold: int) -> None:
    """Have a loaded process fork the call's shell, and that the program.

    The shell writes the program's pid and, in the end, its exit status to `report`, a line each; it
    ends once there is something to read from `hold`, or nobody to write it.
    """
    alike = {name: value for name, value in call.environment.items() if not name.startswith(FREE)}
    orders = _loaded_process(frozenset(alike.items()))
    socket.send_fds(orders, [json.dumps(call).encode()], [report, hold])


@cache
def _loaded_process(environment: frozenset[tuple[str, str]]) -> socket.socket:
    """Return where calls go for this environment. The interpreter makes its streams for a terminal,
    as the programs' own will be.
    """
    orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(theirs.fileno())],
        stdin=slave, stdout=slave, stderr=slave, env=dict(environment), cwd=ROOT,
        pass_fds=[theirs.fileno()], start_new_session=True,
    )  # fmt: skip
    theirs.close()
    os.close(slave)

    def end() -> None:
        orders.close()
        process.wait()
        os.close(master)

    atexit.register(end)
    return orders


def main() -> None:
    """Load, then wait for calls; whoever comes back from there is a program and runs as one."""
    settled = dict(os.environ)  # with what the interpreter itself has put there
    _load()
    call = _taken(socket.socket(fileno=int(sys.argv[1])))
    os.environ.clear()
    os.environ.update(settled | dict(call.environment))
    sys.argv = [call.kind, *call.arguments]
    if call.kind == "-c":
        _run_text(call.program)
    else:
        runpy.run_module(call.program, run_name="__main__", alter_sys=True)


def _run_text(program: str) -> None:
    """Run a text in a main module of its own, as `python -c` does."""
    module = sys.modules["__main__"] = ModuleType("__main__")
    exec(compile(program, "<string>", "exec"), module.__dict__)


def _load() -> None:
    """Load what the app does, the environment settled before as it is there."""
    gc.disable()
    from tui.tty import settle_colors, settle_keys

    settle_keys(os.environ)
    settle_colors(os.environ)
    for name in LOADED:
        import_module(name)
    gc.enable()


def _taken(orders: socket.socket) -> Call:
    """Return the call that this process, forked for it, is to carry out."""
    while True:
        data, given, _flags, _address = socket.recv_fds(orders, CALL_BYTES, 2)
        if not data:
            _bury()
            os._exit(0)
        if os.fork() == 0:
            orders.close()
            call = Call(*json.loads(data))
            _take_terminal(call.tty, *given)
            _part()
            return call
        for each in given:
            os.close(each)
        _bury()


def _bury() -> None:
    """Let go of the shells that have ended, so that what they cost is counted as the tests' own."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _take_terminal(tty: str, report: int, hold: int) -> None:
    """Begin a session that the terminal controls, with nothing else open but the two pipes."""
    os.setsid()
    line = os.open(tty, os.O_RDWR)
    wanted = [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (line, line, line, report, hold)]
    for number, each in enumerate(wanted):
        os.dup2(each, number)
    os.closerange(HOLD + 1, max(wanted) + 1)


def _part() -> None:
    """Part into the shell, which stays here to its end, and the program, which comes back."""
    keys = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
    for number in keys:
        signal.signal(number, signal.SIG_IGN)
    if program := os.fork():
        _lead(program)
    for number in keys:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.write(REPORT, f"{os.getpid()}\n".encode())


def _lead(program: int) -> NoReturn:
    """Lead as the shell does: wait for the program's end, tell of it, and wait to be let go."""
    code = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    os.write(REPORT, f"{code if code >= 0 else 128 - code}\n".encode())
    os.read(HOLD, 1)
    os._exit(0)


if __name__ == "__main__":
    main()
