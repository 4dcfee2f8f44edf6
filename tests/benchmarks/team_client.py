"""A team's client with a store and a state of its own, in a process of its own:
`python -m tests.benchmarks.team_client large|often FOLDER URL PERSON` measures and prints JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from deals.book_change import BookChange
from deals.model import Book, Touch
from store.files import sync_file
from store.store import Store
from team.connection import connect
from team.glance_sync import GlanceBasis
from team.sync import collect, sync
from team.sync_report import SyncReport
from team.sync_state import SyncState
from tests.benchmarks import books
from tests.benchmarks.measure import peak_mb
from tests.benchmarks.table import Figure
from tests.deals import makers
from tests.house import ROOT

if TYPE_CHECKING:
    from team.connection import Connection

LARGE, SMALL = 5_000, 30
FEW_EDITS, EDITS, EDITED = 10, 3_000, 500
OFTEN = 60
"""How many syncs a client makes that has an edit for each."""
NOTHING_SECONDS = 0.5
LEAST_A_SECOND = 50
BASIS = GlanceBasis(makers.DEFAULT, date.today())
ABOUT = f"""
a client with {LARGE:,} projects of {books.CONTACTS} contacts; processor time of its own, all else
beside it is the server's
off-line {EDITS:,} edits of {EDITED} projects, each a field and a touch, noted and then sent
full sync of a store with {SMALL} projects, for an edit made before: noted, pushed, pulled, on disk
"""


@dataclass
class MeasuredClient:
    """A store that syncs, and how many seconds of the processor each step took."""

    path: Path
    person: str
    connection: Connection
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        """Measure a step."""
        begun = process_time()
        yield
        self.seconds[step] = process_time() - begun

    @contextmanager
    def open(self) -> Iterator[Store]:
        """Open the store."""
        store = Store.open(self.path, author=self.person)
        try:
            yield store
        finally:
            store.close()

    def fill(self, count: int) -> None:
        """Put projects of the person's own into the store, new to the server."""
        made = (
            project.model_copy(update={"id": f"{self.person}-{key}", "owner": self.person})
            for key, project in books.book(count).projects.items()
        )
        with self.open() as store:
            store.commit(BookChange.between(store.book, Book().with_projects(*made)), "fill")

    def edit(self, store: Store, number: int, among: int) -> None:
        """Edit one of so many projects: a field and a touch."""
        project = next(islice(store.book.projects.values(), number % among, None))
        now = datetime.now(UTC)
        touch = Touch(id=f"t{number}", on=now.date(), how="call", note="asked about the offer")
        update = {"remarks": f"edit {number}", "updated_at": now}
        after = project.model_copy(update={**update, "touches": (*project.touches, touch)})
        store.commit(BookChange.between(store.book, store.book.with_projects(after)), "edit")

    def sync(self, store: Store) -> SyncReport:
        """Sync once, the state opened for it."""
        with SyncState.open(self.path) as state:
            return sync(store, state, self.connection, basis=BASIS)

    def note(self, store: Store) -> None:
        """Note what was edited, as without a line."""
        with SyncState.open(self.path) as state:
            collect(store, state, SyncReport())


def measure_large(client: MeasuredClient) -> dict[str, float]:
    """Measure the steps of a client with many projects."""
    client.fill(LARGE)
    with client.open() as store:
        with client.time("first sync, all pushed"):
            client.sync(store)
        with client.time("sync of nothing"):
            client.sync(store)
        for number in range(FEW_EDITS):
            client.edit(store, number, LARGE)
        with client.time(f"sync of {FEW_EDITS} edits"):
            client.sync(store)
        for number in range(EDITS):
            client.edit(store, number, EDITED)
        with client.time("off-line, noting"):
            client.note(store)
        size = sync_file(client.path).stat().st_size / 1e6
        with client.time("off-line, sending"):
            client.sync(store)
    beside = MeasuredClient(client.path.with_name("beside.json"), client.person, client.connection)
    with beside.open() as store, client.time("first sync, all pulled"):
        beside.sync(store)
    return {**client.seconds, "state": size, "memory": peak_mb(os.getpid())}


def measure_often(client: MeasuredClient) -> dict[str, float]:
    """Measure syncs of a small store, one an edit, from when all clients are ready."""
    client.fill(SMALL)
    with client.open() as store:
        client.sync(store)
        print("ready", flush=True)
        sys.stdin.readline()
        begun, used = perf_counter(), process_time()
        for number in range(OFTEN):
            client.edit(store, number, SMALL)
            client.sync(store)
        return {"wall": perf_counter() - begun, "own": process_time() - used}


def figures(home: Path, url: str, person: str) -> Iterator[Figure]:
    """Measure a large client."""
    process = _start("large", home, url, person)
    found = json.loads(process.communicate()[0].splitlines()[-1])
    size, memory = found.pop("state"), found.pop("memory")
    for step, seconds in found.items():
        target = NOTHING_SECONDS if step == "sync of nothing" else None
        yield Figure(f"{step}, s", f"{LARGE:,} projects", seconds, target=target)
    yield Figure("state off-line, MB", f"{LARGE:,} projects", size)
    yield Figure("memory, MB", f"{LARGE:,} projects", memory)


def often_figures(home: Path, url_of: dict[str, str]) -> Iterator[Figure]:
    """Measure how many syncs a second the server and some clients come to, on this machine."""
    clients = [_start("often", home, url, person) for person, url in url_of.items()]
    for client in clients:
        assert client.stdout is not None and client.stdout.readline() == "ready\n"
    found = [json.loads(client.communicate()[0]) for client in _begin(clients)]
    rate = len(clients) * OFTEN / max(each["wall"] for each in found)
    own = sum(each["own"] for each in found) * 1000 / (len(clients) * OFTEN)
    name = f"{len(clients)} clients"
    yield Figure("full sync, ms each", name, 1000 / rate, target=1000 / LEAST_A_SECOND)
    yield Figure("full sync, ms of the client's own", name, own)


def _begin(clients: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for client in clients:
        assert client.stdin is not None
        client.stdin.write("\n")
        client.stdin.flush()
    return clients


def _start(what: str, home: Path, url: str, person: str) -> subprocess.Popen[str]:
    folder = home / person
    folder.mkdir()
    call = [sys.executable, "-m", "tests.benchmarks.team_client", what, str(folder), url, person]
    pipe = subprocess.PIPE
    return subprocess.Popen(call, cwd=ROOT, text=True, stdin=pipe, stdout=pipe)


def _main(what: str, folder: str, url: str, person: str) -> None:
    with connect(url) as connection:
        client = MeasuredClient(Path(folder) / "store.json", person, connection)
        print(json.dumps(measure_large(client) if what == "large" else measure_often(client)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
