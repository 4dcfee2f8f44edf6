"""One server for all tests of a run, shared by its workers, and a database of its own for each."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deals.makers import contact
from tests.team.cut_line import CutLine, standing_line
from tests.team.database import Database, make_template
from tests.team.server import Server, watch
from tests.team.store_copies import StoreCopy, make_copies, sync_all


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server; whoever comes first starts it, and it ends with the run, even a killed one."""
    worker = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    base = base.parent if worker else base
    with (base / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = base / "postgres.json"
        if place.exists():
            return Server(fast=True, folder=Path(json.loads(place.read_text())))
        running = Server(fast=True)
        watch(running, os.getppid() if worker else os.getpid())
        running.create()
        running.start()
        make_template(running)
        place.write_text(json.dumps(str(running.folder)))
        return running


@pytest.fixture(scope="session")
def worn_database(server: Server) -> Iterator[Database]:
    """A database for all tests of a worker: to make one takes a fifth of a second."""
    with Database.copied(server) as made:
        yield made


@pytest.fixture
def database(worn_database: Database) -> Iterator[Database]:
    """A team of six, whose rows are put back for each test: see `tests.team.database`."""
    with worn_database.restored() as made:
        yield made


@pytest.fixture
def copies(database: Database, tmp_path: Path) -> dict[str, StoreCopy]:
    """A store of each of the team's people."""
    return make_copies(database, tmp_path)


@pytest.fixture
def pair(copies: dict[str, StoreCopy]) -> tuple[StoreCopy, StoreCopy]:
    """Dan and his superior Ben, who share a project."""
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", customer="Port", remarks="x", contacts=[contact("li", 3)])
    sync_all(dan, ben)
    return dan, ben


@pytest.fixture
def own_database(server: Server) -> Iterator[Database]:
    """The same on a database of the test's own, whose schema it may change."""
    with Database.copied(server) as made:
        yield made


@pytest.fixture(params=[True], ids=["fast"])
def own_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of a test's own, to be killed and copied; with all that keeps data safe where the
    test asks for it by the parameter False.
    """
    made = Server(fast=request.param)
    try:
        watch(made, os.getpid())
        made.create()
        made.start()
        make_template(made)
        yield made
    finally:
        made.remove()


@pytest.fixture
def quick_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have nothing wait for a clock, and no test see another's state."""
    monkeypatch.setattr("tui.app.TEAM_AFTER_SECONDS", 0.001)
    monkeypatch.setattr("tui.team_thread.GATHER_SECONDS", 0.02)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def line(database: Database) -> Iterator[CutLine]:
    """A line to the server that can be cut."""
    with standing_line(database) as made:
        yield made
