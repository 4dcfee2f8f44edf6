"""What a thread that waits for a line is woken by: other threads, as well as the line itself."""

from __future__ import annotations

import socket
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector


class WakeUp:
    """Wakes the one thread that waits; to be closed by that thread."""

    def __init__(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)

    def ring(self) -> None:
        """Wake the thread, now or when it waits the next time; called from any thread."""
        with suppress(OSError):  # full: it will wake anyway; closed: nobody waits any more
            self._mouth.send(b"!")

    def wait(self, seconds: float | None, beside: int | None = None) -> None:
        """Wait until it is rung for, the file `beside` has something to read, or time is up."""
        with DefaultSelector() as waiting:
            waiting.register(self._ear, EVENT_READ)
            if beside is not None:
                waiting.register(beside, EVENT_READ)
            waiting.select(seconds)
        with suppress(OSError):
            while self._ear.recv(64):
                pass

    def close(self) -> None:
        """Let go of it."""
        self._ear.close()
        self._mouth.close()
