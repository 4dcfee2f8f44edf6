"""Twenty clients of a team for minutes, with the server killed and their lines cut."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest

from deals.errors import UserError
from store.metadata import SCHEMA_VERSION
from team.connection import connect
from team.server import LISTS, TeamOperation, VerdictName, push_operations
from tests.team.copies import Copy
from tests.team.database import LINE, MADE_AT, TEMPLATE, edited, operation, stamp
from tests.team.server import Server

SECONDS = float(os.environ.get("NETLOFT_TEAM_SECONDS", "120"))
SEED = int(os.environ.get("NETLOFT_TEAM_SEED", "1"))
CLIENTS = 20
STANDING = {"applied", "won", "lost"}


class Client:
    """A client that edits what it has, and keeps each operation until it has a verdict."""

    def __init__(self, server: Server, number: int) -> None:
        self.random = Random(SEED * 1000 + number)
        self.role = [*LINE][number % len(LINE)]
        self.device = f"device-{number}"
        self.url = server.url(TEMPLATE, self.role)
        self.copy = Copy(page=self.random.choice([2, 50]))
        self.pending: list[TeamOperation] = []
        self.done: list[tuple[TeamOperation, VerdictName]] = []
        self.overtaken: list[TeamOperation] = []
        self.cuts = 0
        self.made = 0

    def work(self, stop: Event) -> None:
        """Edit, push and pull until it is time to stop, over as many connections as it takes."""
        while not stop.is_set():
            with suppress(UserError), connect(self.url) as self.copy.connection:
                while not stop.is_set():
                    self.copy.pull()
                    self.pending += [self.make() for _each in range(self.random.randrange(4))]
                    self.push()
                    sleep(self.random.random() / 20)
            self.cuts += not stop.is_set()
            sleep(self.random.random() / 10)

    def finish(self) -> Copy:
        """Push and pull what is left, with the server up and the lines whole."""
        with connect(self.url) as self.copy.connection:
            self.push()
            self.copy.pull()
        return self.copy

    def push(self) -> None:
        """Push all that has no verdict yet; what was sent before keeps its id."""
        verdicts = push_operations(self.copy.connection, self.pending, SCHEMA_VERSION)
        for sent, verdict in zip(self.pending, verdicts, strict=True):
            self.done.append((sent, verdict.get("was", verdict["verdict"])))
            if verdict["verdict"] == "lost" and "reason" not in verdict:
                self.overtaken.append(sent)
        self.pending.clear()

    def make(self) -> TeamOperation:
        """Make up an operation on what it has, or a project of its own."""
        keys = [key for key in self.copy.documents if key != LISTS]
        at = stamp(self.random.uniform(-2, 2), self.device)
        if not keys or self.random.random() < 0.1:
            self.made += 1
            value = {
                "name": f"{self.device}-{self.made}",
                "stage": "P0",
                "owner": self.role,
                **MADE_AT,
            }
            return operation("create", value["name"], value=value, stamp=at)
        key = self.random.choice(keys)
        match self.random.randrange(10):
            case 0:
                path = f"touches/{self.random.randrange(5)}"
                body = self.random.choice([{"note": at}, None])
                return operation("entry", key, path=path, value=body, stamp=at)
            case 1:
                owner = self.random.choice([*LINE])
                return edited(key, "owner", owner, stamp=at, base=None)
            case 2 if self.random.random() < 0.3:
                return operation("delete", key, stamp=at)
            case _:
                path = f"own/{self.random.randrange(8)}"
                return edited(key, path, at, stamp=at, base=None)


@pytest.mark.soak
@pytest.mark.parametrize("own_server", [False], ids=["durable"], indirect=True)
def test_nothing_is_lost_and_all_copies_are_equal(
    own_server: Server, counted: Callable[[str], None]
) -> None:
    clients = [Client(own_server, number) for number in range(CLIENTS)]
    stop = Event()
    with ThreadPoolExecutor(CLIENTS) as pool:
        working = [pool.submit(client.work, stop) for client in clients]
        kills = disturb(own_server, monotonic() + SECONDS)
        stop.set()
        for each in working:
            each.result()
    for client in clients:
        client.finish()
    verdicts = Counter(verdict for client in clients for _sent, verdict in client.done)
    cuts = sum(client.cuts for client in clients)
    counted(f"{dict(verdicts)}, {kills} kills, {cuts} cuts")
    assert set(verdicts) <= {*STANDING, "denied"}
    assert kills and cuts
    stored = dict(stored_values(own_server))
    assert latest_values(clients) == stored
    for sent in (sent for client in clients for sent in client.overtaken):
        if sent["kind"] == "field" and sent["path"] != "owner":
            assert stored[sent["project"], sent["path"]] > sent["value"]  # its stamp
    wholes = {role: pull_whole(own_server, role).state() for role in LINE}
    for client in clients:
        assert client.finish().state() == wholes[client.role]


def disturb(server: Server, until: float) -> int:
    """Kill the server every few seconds, cut lines in between; return how often it was killed."""
    random, kills = Random(SEED), 0
    while monotonic() < until:
        for _each in range(8):
            sleep(0.4)
            with suppress(UserError), connect(server.url("postgres")) as admin:
                pids = admin.execute(
                    "select pid from pg_stat_activity where usename = any (%s)", [[*LINE]]
                ).fetchall()
                if pids:
                    admin.execute("select pg_terminate_backend(%s)", [*random.choice(pids)])
        server.kill()
        kills += 1
        server.start()
    return kills


def pull_whole(server: Server, role: str) -> Copy:
    """Return a copy that was pulled from the start."""
    with connect(server.url(TEMPLATE, role)) as person:
        copy = Copy(person)
        copy.pull()
    return copy


def latest_values(clients: list[Client]) -> dict[tuple[str, str], Any]:
    """Return what has to stand at each path that was edited: the latest of all that was taken."""
    latest: dict[tuple[str, str], tuple[str, Any]] = {}
    for client in clients:
        for sent, verdict in client.done:
            if (
                verdict in {"applied", "won"}
                and sent["kind"] == "field"
                and sent["path"] != "owner"
            ):
                place = (sent["project"], sent["path"])
                latest[place] = max(latest.get(place, ("", None)), (sent["stamp"], sent["value"]))
    return {place: value for place, (_at, value) in latest.items()}


def stored_values(server: Server) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield what the server has at each path that was edited."""
    with connect(server.url(TEMPLATE)) as admin:
        for key, document in admin.execute("select id, doc from netloft.project").fetchall():
            for path, value in document.items():
                if path.startswith("own/"):
                    yield (key, path), value
