"""A line to the server that a test can cut, hold up and mend."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tests.team.database import Database
from tests.team.server import PORT


class CutLine:
    """A socket of one's own that passes on to the server's all that comes, as long as it stands."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._flowing, self._ended = Event(), Event()
        self._ears: list[socket.socket] = []
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._thread: Thread | None = None
        self.passed = 0
        """The bytes that went over it."""

    def url(self, person: str) -> str:
        """Return the address of the server over this line."""
        return f"host={self._folder} port={PORT} dbname={self._database.name} user={person}"

    def mend(self) -> None:
        """Have it stand."""
        ear = socket.socket(socket.AF_UNIX)
        ear.bind(str(self._folder / f".s.PGSQL.{PORT}"))
        ear.listen()
        self._ears, self._ended = [ear], Event()
        self._flowing.set()
        self._thread = Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Have it break: whoever is connected is so no more, and nobody gets through."""
        if self._thread is None:
            return
        self._ended.set()
        self._flowing.set()
        self._thread.join()
        self._thread = None
        for each in (*self._ears, *self._pairs):
            each.close()
        self._pairs = {}
        (self._folder / f".s.PGSQL.{PORT}").unlink()

    def hold(self) -> None:
        """Let nothing pass until it flows again."""
        self._flowing.clear()

    def flow(self) -> None:
        """Let all pass again."""
        self._flowing.set()

    def _pass_on(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._ears[0], selectors.EVENT_READ)
            while not self._ended.is_set():
                for key, _events in waiting.select(0.02):
                    ready = key.fileobj
                    assert isinstance(ready, socket.socket)
                    self._flowing.wait()
                    if ready is self._ears[0]:
                        self._connect(ready, waiting)
                    elif ready in self._pairs:
                        self._pass_piece(ready, waiting)

    def _connect(self, ear: socket.socket, waiting: selectors.BaseSelector) -> None:
        near, _address = ear.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(self._database.server.socket))
        self._pairs |= {near: far, far: near}
        for each in (near, far):
            waiting.register(each, selectors.EVENT_READ)

    def _pass_piece(self, ready: socket.socket, waiting: selectors.BaseSelector) -> None:
        piece = b""
        with suppress(OSError):
            piece = ready.recv(2**16)
            self._pairs[ready].sendall(piece)
        self.passed += len(piece)
        if not piece:
            for each in (ready, self._pairs[ready]):
                waiting.unregister(each)
                each.close()
                del self._pairs[each]


@contextmanager
def standing_line(database: Database) -> Iterator[CutLine]:
    """Give a line that stands, and end it."""
    with TemporaryDirectory(prefix="nl-", dir="/tmp") as folder:  # a socket's path has to be short
        line = CutLine(database, Path(folder))
        line.mend()
        try:
            yield line
        finally:
            line.cut()
