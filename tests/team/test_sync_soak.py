"""A team at work on twenty machines, killed on both sides again and again: nothing is lost, and all
copies end equal to the server, path by path.

`NETLOFT_SYNC_SOAK` says for how many seconds they work, `NETLOFT_SYNC_SEED` who is killed when.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import pytest

from team.connection import connect
from team.operations import document_of
from team.paths import LISTS as LISTS_SHAPE
from team.paths import default_of, flatten, lists_document, read_project
from team.people import add_person
from team.server import LISTS, pull_all
from tests.house import ROOT
from tests.team.database import LINE, TEMPLATE, Database
from tests.team.server import Server
from tests.team.soak_client import SoakTask, read_notes
from tests.team.store_copies import StoreCopy, contents

SECONDS = float(os.environ.get("NETLOFT_SYNC_SOAK", "600"))
SEED = int(os.environ.get("NETLOFT_SYNC_SEED", "1"))
MACHINES = 2
PACE = 0.5
"""Seconds that a client rests between two rounds, in the middle."""
MORE = {"Gus": "Cora", "Hana": "Cora", "Ivo": "Finn", "June": "Ivo"}
TEAM = {**LINE, **MORE}
SUMMARIES = {"10-Ada", "11-Ben", "15-Finn"}
"""The machines on which managers have but summaries of those below."""
AHEAD = (0.0, 0.0, 200.0, -420.0, 0.0, 35.0, -90.0)
"""By how many seconds the clocks of the machines go ahead, in turns."""
SUMMED = ("name", "customer", "owner", "stage", "amount", "key_strategy", "next_action")
ROUNDS = 8
"""In so many rounds of syncs, nobody editing, all have to have the same."""
SETTLE_SECONDS = 240.0

Contents = dict[str, dict[str, Any]]
"""What is said of projects, by id and path."""


@dataclass
class Kills:
    """How often which side was killed, for how many seconds the server was down, and what the
    clients said that ended by themselves.
    """

    clients: int = 0
    server: int = 0
    down: float = 0.0
    broken: list[str] = field(default_factory=list)


class Machine:
    """A copy with the client that works on it."""

    def __init__(self, copy: StoreCopy) -> None:
        self.copy = copy
        url = copy.database.server.url(copy.database.name, copy.person)
        scope = "glances" if copy.folder.name in SUMMARIES else "team"
        folder = str(copy.folder)
        self.task = SoakTask(copy.person, folder, url, copy.ahead, [*TEAM], PACE, scope)
        self.errors = copy.folder / "errors"
        self._client: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the client."""
        with self.errors.open("ab") as errors:
            self._client = subprocess.Popen(self.task.call(), cwd=ROOT, stderr=errors)

    def kill(self) -> str:
        """Kill the client; what it said where it had ended before."""
        assert self._client is not None
        ended = self._client.poll() is not None
        self._client.kill()
        self._client.wait()
        return self.errors.read_text("utf-8", "replace") if ended else ""


def make_machines(database: Database, folder: Path) -> list[Machine]:
    """Add those who are more than the tests' team, and give everybody their machines."""
    for name, superior in MORE.items():
        add_person(database.as_person(), name, reports_to=superior)
    database.close()
    made = list[Machine]()
    for person in [*TEAM] * MACHINES:
        place = folder / f"{len(made)}-{person}"
        place.mkdir()
        ahead = AHEAD[len(made) % len(AHEAD)]
        made.append(Machine(StoreCopy(database, person, place, ahead)))
    return made


def work_and_kill(machines: list[Machine], server: Server) -> Kills:
    """Have all work, and kill clients and server in between."""
    random, kills = Random(SEED), Kills()
    until, server_at = monotonic() + SECONDS, monotonic() + 10
    try:
        for machine in machines:
            machine.start()
        while monotonic() < until:
            sleep(random.uniform(0.2, 2.0))
            machine = random.choice(machines)
            kills.broken += filter(None, [machine.kill()])
            machine.start()
            kills.clients += 1
            if monotonic() > server_at:
                kills.down += interrupt(server, random.uniform(0, 2))
                kills.server += 1
                server_at = monotonic() + random.uniform(12, 40)
    finally:
        for machine in machines:
            with suppress(AssertionError):
                kills.broken += filter(None, [machine.kill()])
    return kills


def interrupt(server: Server, seconds: float) -> float:
    """Kill the server, and start it again so many seconds later; how long it was down."""
    since = monotonic()
    server.kill()
    sleep(seconds)
    server.start()
    return monotonic() - since


def settle(copies: list[StoreCopy]) -> int:
    """Sync all until nobody has anything new; in how many rounds."""
    for number in range(1, ROUNDS + 1):
        reports = [copy.sync() for copy in copies]
        if not any(report.pushed or report.pulled for report in reports):
            return number
    moving = [f"{copy.folder.name}: {copy.sync()}" for copy in copies]
    raise AssertionError("\n".join(["they do not come to rest", *moving]))


# What stands in the end ---------------------------------------------------------------------------


def list_facts(copy: StoreCopy) -> Contents:
    """Return what a store says, by project and path; of a summary what all have of a project."""
    book = copy.book
    found = {
        key: contents(project) if project.glance is None else sum_up(contents(project))
        for key, project in book.projects.items()
    }
    return {**found, LISTS: say_lists(lists_document(book))}


def sum_up(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what a summary has of a project, beside what is worked out."""
    return {path: at for path, at in facts.items() if path in {"glance", *SUMMED}}


def say_lists(document: dict[str, Any]) -> dict[str, Any]:
    """Return what the shared lists say by path, but for their order."""
    flat = flatten(document, LISTS_SHAPE)
    kept = {path: value for path, value in flat.items() if "/" in path}
    return {path: at for path, at in kept.items() if at != default_of(path, LISTS_SHAPE)}


def list_server_facts(server: Server, person: str) -> Contents:
    """Return what the server says to a person, pulled from the start."""
    found: Contents = {}
    with connect(server.url(TEMPLATE, person)) as line:
        for project in (
            each for page in pull_all(line, {}, follow=True) for each in page["projects"]
        ):
            flat = {path: value for path, (value, _stamp) in project["fields"].items()}
            document = document_of(project["id"], {**flat, **project["entries"]})
            if project["id"] == LISTS:
                found[LISTS] = say_lists(document)
            elif project["dead"] is None:
                found[project["id"]] = contents(read_project(document))
    return found


def list_failures(copy: StoreCopy, *tables: str) -> set[tuple[str, str]]:
    """Return the projects and paths of which a copy was told that they do not stand."""
    with copy.state() as state:
        failures = [each for table in tables for each in state.failures(table)]
    return {(each["project"], each.get("path") or each["kind"]) for each in failures}


def compare(copy: StoreCopy, there: Contents) -> Iterator[str]:
    """Yield where a copy differs from the server but for what was refused."""
    here, refused = list_facts(copy), list_failures(copy, "refused")
    for key in here.keys() ^ there.keys():
        if not refused & {(key, "create"), (key, "delete"), (key, "owner")}:
            yield f"{copy.folder.name}: {key} is only {'here' if key in here else 'there'}"
    for key in here.keys() & there.keys():
        facts = there[key] if "glance" not in here[key] else sum_up(there[key])
        for path in (here[key].keys() | facts.keys()) - {"glance"}:
            ours, theirs = here[key].get(path), facts.get(path)
            if ours != theirs and (key, path) not in refused:
                yield f"{copy.folder.name}: {key} {path}: {ours!r} here, {theirs!r} there"


# What was acknowledged ----------------------------------------------------------------------------


def written(value: Any) -> str:
    """Return a value as a text that is the same on both sides."""
    return json.dumps(value, sort_keys=True)


class ServerLog:
    """All that the server has and had: to look up what became of an edit."""

    def __init__(self, server: Server) -> None:
        with connect(server.url(TEMPLATE)) as admin:
            projects = admin.execute("select id, doc, dead from netloft.project").fetchall()
            entries = admin.execute("select project, id, body from netloft.entry").fetchall()
            changes = admin.execute("select project, path, value from netloft.change").fetchall()
            lines = admin.execute("select to_jsonb(c)::text from netloft.change c order by at, op")
            self.lines = [line for (line,) in lines]
        self.stands = {(key, path): at for key, doc, _dead in projects for path, at in doc.items()}
        self.stands |= {(key, path): (body or {}).get("note") for key, path, body in entries}
        self.dead = {key for key, _doc, dead in projects if dead is not None}
        self.came = {(key, path, written(value)) for key, path, value in changes}
        self.paths = {(key, path) for key, path, _value in changes}

    def has(self, key: str, path: str, value: Any, *, made_here: bool) -> bool:
        """Whether an edit stands, or came and was overtaken, or its project was deleted."""
        if path.startswith("touches/"):
            value_there = self.stands.get((key, path))
            taken_out = (key, path, written(None)) in self.came
            return value_there == value or taken_out or key in self.dead
        stands = self.stands.get((key, path), False) == value  # what was taken out, or never came
        stands = stands or (key, path, written(value)) in self.came
        # What was in a new project when it was first sent has no line of its own.
        return stands or key in self.dead or (made_here and (key, path) in self.paths)


def is_below(place: tuple[str, str], key: str, path: str) -> bool:
    """Whether what stands at a place is of the record at a path of a project."""
    return place[0] == key and place[1].startswith(f"{path}/")


def list_acknowledged(copy: StoreCopy) -> Iterator[tuple[str, str, Any]]:
    """Yield what a copy's store acknowledged last of each path, but for what its user deleted
    after, and where a later edit may have been acknowledged or not.
    """
    tried = dict[str, tuple[str, str, Any]]()
    last = dict[tuple[str, str], Any]()
    for kind, *line in read_notes(copy.folder):
        if kind == "try":
            name, key, path, value = line
            tried[name] = key, path, value
            last.pop((key, path), None)
        elif kind == "done":
            key, path, value = tried[line[0]]
            if value == "deleted" and not path:
                last = {place: at for place, at in last.items() if place[0] != key}
            elif value is False:  # a contact that was taken out, and what was noted of it
                last = {place: at for place, at in last.items() if not is_below(place, key, path)}
            elif path:
                last[key, path] = value
    yield from ((key, path, value) for (key, path), value in last.items())


def find_lost(copy: StoreCopy, log: ServerLog) -> Iterator[str]:
    """Yield what was acknowledged and is not on the server, its user not having been told."""
    failures = list_failures(copy, "refused", "overtaken")
    whole = {key for key, path in failures if path in {"create", "delete"}}
    made = {line[1] for line in read_notes(copy.folder) if line[0] == "try" and line[3] == "name"}
    made_here = {
        line[2] for line in read_notes(copy.folder) if line[0] == "try" and line[1] in made
    }
    for key, path, value in list_acknowledged(copy):
        if (key, path) in failures or key in whole:
            continue
        if not log.has(key, path, value, made_here=key in made_here):
            yield f"{copy.folder.name}: {key} {path} {value!r}"


def count_work(copies: list[StoreCopy]) -> str:
    """Say what was done."""
    lines = [line for copy in copies for line in read_notes(copy.folder)]
    kinds = Counter(line[0] for line in lines)
    syncs = [line for line in lines if line[0] == "sync"]
    pushed, pulled, overtaken = (sum(line[at] for line in syncs) for at in (1, 2, 3))
    refused = Counter(reason for line in syncs for reason in line[4])
    failed = Counter(line[1] for line in lines if line[0] == "failed")
    return (
        f"{kinds['done']} edits, {kinds['sync']} syncs: {pushed} operations pushed, {pulled}"
        f" projects pulled, {overtaken} overtaken, refused {dict(refused)}, purged"
        f" {sum(line[5] for line in syncs)}; syncs that failed {dict(failed)}"
    )


@pytest.mark.soak
@pytest.mark.parametrize("own_server", [False], ids=["durable"], indirect=True)
def test_a_team_that_is_killed_again_and_again_loses_nothing(
    own_server: Server, tmp_path: Path, counted: Callable[[str], None]
) -> None:
    database = Database(own_server, TEMPLATE)
    machines = make_machines(database, tmp_path)
    copies = [machine.copy for machine in machines]
    kills = work_and_kill(machines, own_server)
    counted(
        f"{count_work(copies)}; killed: clients {kills.clients}, server"
        f" {kills.server} and {kills.down:.0f} s down"
    )
    assert not kills.broken, kills.broken[0]
    assert kills.clients and kills.server
    began = monotonic()
    rounds = settle(copies)
    spent = monotonic() - began
    counted(f"came to rest {spent:.0f} s after the work, in {rounds} rounds of {len(copies)} syncs")
    database.close()
    log = ServerLog(own_server)
    (tmp_path / "changes").write_text("\n".join(log.lines))
    wholes = {person: list_server_facts(own_server, person) for person in TEAM}
    different = [found for copy in copies for found in compare(copy, wholes[copy.person])]
    assert not different, "\n".join(different[:40])
    lost = [found for copy in copies for found in find_lost(copy, log)]
    assert not lost, "\n".join(lost[:40])
    projects = sum(len(whole) - 1 for whole in wholes.values())
    summaries = sum(
        facts.get("glance") is not None for copy in copies for facts in list_facts(copy).values()
    )
    assert summaries or SECONDS < 30
    counted(f"all copies equal, of {projects} projects and {summaries} summaries; nothing lost")
    assert spent < SETTLE_SECONDS
