"""The line about a fault of the program itself, which shows nothing of the user's data.

Tracebacks hold messages, and crash pages hold local variables: customers, amounts, names. Neither
is printed unless a developer asks for it with NETLOFT_DEBUG=1.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from wording import N_, _

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

DEBUG = "NETLOFT_DEBUG"
REPORTED_ROOMS = ("tui", "screens", "views", "wording", "team", "store", "deals")

MOST_TEXT = 200
OURS_ALONE = (
    *(ArithmeticError, AttributeError, ImportError, IndexError, MemoryError, NameError, OSError),
    *(RecursionError, TypeError, sqlite3.Error),
)
"""Faults whose messages are those of Python and its modules; others may be made of any text."""
_PLAIN = re.compile(
    r"[a-z]+[:,.;]?|[\"'(]*(NoneType|int|str|dict|list|tuple|[a-z]+(_[a-z]+)+)[\"'):,.;]*"
)
"""A word that is no name: in lower case, or that of a type or of a part of the program."""

FAULT = N_(
    "Netloft has a fault and had to stop: {kind} at {place}. What was saved is safe. "
    "For developers: {debug} shows more."
)


def is_debugging() -> bool:
    """Whether a developer has asked for whole tracebacks."""
    return os.environ.get(DEBUG, "") not in ("", "0")


def crash_line(error: BaseException) -> str:
    """Return the line about a fault: its kind and its place in the program, never its message."""
    # What failed in a worker comes wrapped.
    cause = getattr(error, "error", error)
    fault = cause if isinstance(cause, BaseException) else error
    place = _place(fault)
    return _(FAULT).format(kind=type(fault).__name__, place=place, debug=f"{DEBUG}=1")


def fault_text(error: BaseException) -> str:
    """Return a fault's kind, its place in the program, and of the first line of its message what
    cannot be the user's.
    """
    message = next(iter(str(error).splitlines()), "") if isinstance(error, OURS_ALONE) else ""
    kept = (word if _PLAIN.fullmatch(word) else "-" for word in message.split())
    return f"{type(error).__name__} ({_place(error)}) {' '.join(kept)}".strip()[:MOST_TEXT]


def _place(error: BaseException) -> str:
    """Return the module and line of ours that the fault came out of, else of others."""
    found = "?"
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = frame.f_globals.get("__name__", "?")
        ours = module.partition(".")[0] in REPORTED_ROOMS
        if ours or found.partition(".")[0] not in REPORTED_ROOMS:
            found = f"{module}:{line}"
    return found


def hush() -> None:
    """Tell faults that nobody catches, in threads too, in our line."""
    if not is_debugging():
        sys.excepthook = lambda _kind, error, _trace: _say(error)
        threading.excepthook = lambda args: _say(args.exc_value)
        sys.unraisablehook = lambda args: _say(args.exc_value)


def hush_tasks(loop: AbstractEventLoop) -> None:
    """Keep what nobody awaits from writing a traceback over the screen."""
    if not is_debugging():
        loop.set_exception_handler(lambda _loop, _context: None)


def hush_error(error: Exception) -> Exception:
    """Return the error with our line in place of Textual's page of local variables."""
    from rich.text import Text

    vars(error)["__rich__"] = lambda: Text(crash_line(error))
    return error


def _say(error: BaseException | None) -> None:
    if error is not None and sys.stderr is not None:
        sys.stderr.write(crash_line(error) + "\n")
