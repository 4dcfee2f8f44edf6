"""What a program finds itself to be when it starts, printed; for test_preloaded.py alone.

    python -m tests.terminal.seen FILE [ARGUMENT ...]

writes all that a start settles and, where there are arguments, the names of the modules that an
app run with them has once its first screen stands.
"""

from __future__ import annotations

import atexit
import gc
import json
import locale
import os
import signal
import stat
import sys
import threading
import warnings
from pathlib import Path
from typing import Any
from unittest.mock import patch

STREAMS = ("encoding", "errors", "line_buffering", "write_through", "newlines", "name", "mode")
SIGNALS = sorted(signal.valid_signals())


def seen() -> dict[str, Any]:
    """Return all that may differ between one start and another, as plain values."""
    umask = os.umask(0)
    os.umask(umask)
    return {
        "argv": sys.argv,
        "path": sys.path,
        "flags": repr(sys.flags),
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "umask": umask,
        "streams": [_stream(each) for each in (sys.stdin, sys.stdout, sys.stderr)],
        "open": {fd: _kind(fd) for fd in range(256) if _kind(fd)},
        "signals": {number: repr(signal.getsignal(number)) for number in SIGNALS},
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
        "threads": threading.active_count(),
        "leads": os.getsid(0) == os.getpgrp() == os.getppid() != os.getpid(),
        "in front": os.tcgetpgrp(0) == os.getpgrp(),
        "tty": len({os.ttyname(fd) for fd in range(3)}),
        "controlled": os.ctermid(),
        "locale": locale.setlocale(locale.LC_ALL),
        "collector": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
        "limits": (sys.getrecursionlimit(), sys.getswitchinterval()),
        "hooks": [
            repr(each) for each in (sys.excepthook, sys.unraisablehook, threading.excepthook)
        ],
        "filters": repr(warnings.filters),
        "main": sys.modules["__main__"].__name__,
    }


def _stream(stream: Any) -> list[object]:
    return [repr(getattr(stream, name, None)) for name in STREAMS]


def _kind(fd: int) -> str:
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        return ""
    kind = "terminal" if os.isatty(fd) else str(stat.S_IFMT(mode))
    return f"{kind} {os.get_inheritable(fd)}"


def modules_of_app(arguments: list[str]) -> list[str]:
    """Return the names of all modules there are once the app's first screen stands."""
    from tui.app import NetloftApp
    from tui.cli.run import run

    names: list[str] = []

    def settled(app: NetloftApp) -> None:
        names.extend(sys.modules)
        app.exit()

    with patch.object(NetloftApp, "_settle_memory", settled):
        run(arguments)
    return names


if __name__ == "__main__":
    file, *arguments = sys.argv[1:]
    record = {**seen(), "modules": sorted(sys.modules)}
    if arguments:
        record["app"] = modules_of_app(arguments)
    Path(file).write_text(json.dumps(record, indent=1))
    atexit.register(print, "left in order")
    sys.stdout.write("written, ")
    threading.Timer(0.05, sys.stdout.write, ["waited for, "]).start()
    sys.exit(3)
