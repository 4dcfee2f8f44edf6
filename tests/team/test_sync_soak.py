"""A team at work, killed on both sides again and again: nothing is lost, all copies end equal."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.house import ROOT
from tests.team.database import TEMPLATE, Database
from tests.team.server import Server
from tests.team.store_copies import StoreCopy, make_copies, sync_all

SECONDS = float(os.environ.get("NETLOFT_SYNC_SOAK", "600"))
MACHINES = int(os.environ.get("NETLOFT_SYNC_MACHINES", "2"))
"""How many machines each person works on at once."""


def start_client(copy: StoreCopy) -> subprocess.Popen[bytes]:
    url = copy.database.server.url(copy.database.name, copy.person)
    call = [sys.executable, "-m", "tests.team.soak_client", copy.person, str(copy.folder), url]
    return subprocess.Popen(call, cwd=ROOT)


def acknowledged(copy: StoreCopy) -> list[tuple[str, str]]:
    """Return what a copy's store has acknowledged: projects, and names of edits."""
    notes = copy.folder / "acknowledged"
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    return [(project, name) for project, name in (line.split() for line in lines)]


def work_and_kill(copies: list[StoreCopy], server: Server) -> int:
    """Have all work, and kill clients and server in between; tell how often."""
    clients = [start_client(copy) for copy in copies]
    until, kills, server_at = monotonic() + SECONDS, 0, monotonic() + 15
    try:
        while monotonic() < until:
            sleep(random.uniform(0.3, 1.5))
            which = random.randrange(len(copies))
            clients[which].kill()
            clients[which].wait()
            clients[which] = start_client(copies[which])
            kills += 1
            if monotonic() > server_at:
                server.kill()
                server.start()
                server_at = monotonic() + 20
                kills += 1
    finally:
        for client in clients:
            client.kill()
            client.wait()
    return kills


@pytest.mark.soak
def test_a_team_that_is_killed_again_and_again_loses_nothing(
    own_server: Server, tmp_path: Path
) -> None:
    database = Database(own_server, TEMPLATE)
    copies = list[StoreCopy]()
    for machine in range(MACHINES):
        folder = tmp_path / str(machine)
        folder.mkdir()
        copies += make_copies(database, folder).values()
    assert work_and_kill(copies, own_server) > 3
    database.close()
    sync_all(*copies, rounds=6)
    ends: dict[str, list[dict[str, Any]]] = {}
    for copy in copies:
        for key, end in copy.contents().items():
            ends.setdefault(key, []).append(end)
    for key, found in ends.items():
        assert all(end == found[0] for end in found), key
    for copy in copies:
        for project, name in acknowledged(copy):
            assert name == project or f"touches/{name}" in ends[project][0], (project, name)
    database.close()
