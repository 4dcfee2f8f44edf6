"""Puts faults where store.files calls the operating system: it stands in for its module os."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import partial
from typing import Any

Call = Callable[..., Any]
Hook = Callable[[str, Call], Any]
"""Told the name of a step and how to carry it out; gives the step's result."""

STEPS = frozenset(
    (
        *("open", "mkdir", "chmod", "fchmod", "write", "ftruncate", "utime", "fsync", "rename"),
        *("unlink", "close"),
    )
)


class Disk:
    """Module os, with each step that touches a file handed to `hook` first."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return partial(self._step, name, real) if name in STEPS else real

    def _step(self, name: str, real: Call, *args: Any, **options: Any) -> Any:
        return self._hook(name, partial(real, *args, **options))


def failing(step: str, number: int, error: int) -> Disk:
    """Return a disk on which the nth step of a kind fails with an errno, and all others work."""
    seen = 0

    def hook(name: str, real: Call) -> Any:
        nonlocal seen
        seen += name == step
        if name == step and seen == number:
            raise OSError(error, os.strerror(error))
        return real()

    return Disk(hook)


def halving() -> Disk:
    """Return a disk that takes only half of what it is given to write, one byte at least."""

    def hook(name: str, real: Call) -> Any:
        if name != "write" or not isinstance(real, partial):
            return real()
        handle, data = real.args
        return os.write(handle, data[: max(1, len(data) // 2)])

    return Disk(hook)


def hasty() -> Disk:
    """Return a disk that flushes nothing: for looking at what others have left, not at what it
    keeps.
    """
    return Disk(lambda name, real: None if name == "fsync" else real())


def filling(room: int) -> Disk:
    """Return a disk that takes so many bytes more and flushes nothing, nor takes anything back."""
    left = room

    def hook(name: str, real: Call) -> Any:
        nonlocal left
        if name in ("ftruncate", "fsync") or (name == "write" and left == 0):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if name != "write" or not isinstance(real, partial):
            return real()
        handle, data = real.args
        taken = os.write(handle, data[:left])
        left -= taken
        return taken

    return Disk(hook)
