"""What the app costs on the wire over SSH, with and without compression: bytes of whole packets."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.benchmarks import books
from tests.benchmarks.table import Figure
from tests.ssh_server import HOST, IS_THERE, LACKING, SshServer
from tests.terminal.pty import Terminal, environment

SIZE = 50
MOVES = 30
QUIET = 0.15
IDLE_SECONDS = 5.0
LEAVE = "\x11"
OPTIONS = {"plain": (), "compressed": ("-C",)}
ABOUT = f"""
over SSH, to a server on this machine: bytes on the wire both ways, packets and all, {SIZE} projects
connect what both exchange before the app says anything; start, its first screen
move    {MOVES} rows down, each by itself, scrolling included; back, the same ones up again
room    the people of the project, its strategy and its plan, each opened for the first time
idle    {IDLE_SECONDS:.0f} seconds in which nobody touches anything
80x24, 256 colours
"""


@dataclass
class Relay:
    """Stands between client and server, and counts what goes through, both ways together."""

    target: tuple[str, int]
    count: int = 0

    @contextmanager
    def serve(self) -> Iterator[int]:
        """Listen for one connection; yields the port."""
        with socket.create_server((HOST, 0)) as listening:
            thread = Thread(target=self._pass_on, args=(listening,), daemon=True)
            thread.start()
            yield listening.getsockname()[1]
            thread.join(5.0)

    def _pass_on(self, listening: socket.socket) -> None:
        near, _address = listening.accept()
        with near, socket.create_connection(self.target) as far:
            other = {near: far, far: near}
            while True:
                for end in select.select([near, far], [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    self.count += len(data)
                    other[end].sendall(data)


def figures(home: Path) -> Iterator[Figure]:
    """Log in with and without compression, and count the same keys."""
    if not IS_THERE:
        print(LACKING)
        return
    with SshServer(home / "ssh", ["lin"]) as server:
        books.save(server.store, books.book(SIZE))
        costs = {name: dict(_count(server, given)) for name, given in OPTIONS.items()}
    for what, plain in costs["plain"].items():
        yield Figure(f"{what}, bytes", "plain", plain)
        yield Figure(f"{what}, bytes", "compressed", costs["compressed"][what], plain)


def _count(server: SshServer, options: Sequence[str]) -> Iterator[tuple[str, float]]:
    relay = Relay((HOST, server.port))
    with relay.serve() as port:
        call = server.login("lin", "-tt", *options, port=port)
        with Terminal(call, environment(server.folder / "client")) as terminal:
            while not terminal.pump(0.05):
                pass
            yield "connect", (connected := relay.count)
            terminal.wait_written(books.NAMED.encode())
            terminal.settle(1.0)
            yield "start", relay.count - connected
            yield "move", _press(relay, terminal, "j" * MOVES) / MOVES
            yield "move back", _press(relay, terminal, "k" * MOVES) / MOVES
            _press(relay, terminal, "\r")
            yield "room", _press(relay, terminal, "125") / 3
            before = relay.count
            terminal.idle(IDLE_SECONDS)
            yield "idle", relay.count - before
            terminal.send(LEAVE)
            terminal.wait_exit()


def _press(relay: Relay, terminal: Terminal, keys: str) -> int:
    """Return what the keys, each by itself, cost on the wire."""
    before = relay.count
    for key in keys:
        terminal.press(key, quiet=QUIET)
    return relay.count - before
