"""Pulling by cursors: nothing is missed, nothing comes that is not one's own to see."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from typing import Any

import psycopg
import pytest

from store.metadata import SCHEMA_VERSION
from team.people import add_person, revoke_person
from team.server import (
    hand_over_projects,
    list_channels,
    open_project,
    pull_changes,
    push_operations,
    sum_branches,
)
from tests.team.copies import Copy
from tests.team.database import SPARE_ROLE, Database, created, edited, operation, stamp, texts

WRITERS, BATCHES = 8, 12


def test_only_what_changed_comes(database: Database) -> None:
    database.push("Dan", created("a"), created("b"))
    copy = Copy(database.connect("Dan"))
    assert [len(page["projects"]) for page in copy.pull()] == [2]
    assert [len(page["projects"]) for page in copy.pull()] == [0]
    database.push("Ben", edited("b", "stage", "P4"))
    (page,) = copy.pull()
    (project,) = page["projects"]
    assert (project["id"], set(project["fields"]), project["whole"]) == ("b", {"stage"}, False)
    assert copy.documents == database.documents("Dan")
    assert (page["person"], page["gone"], page["rewound"]) == ("Dan", [], [])


@pytest.mark.parametrize("page", [1, 2, 3, 50])
def test_pages_of_any_size_bring_the_same(database: Database, page: int) -> None:
    """Things go on changing between two pages."""
    random = Random(page)
    people = ("Ada", "Ben", "Cora", "Dan", "Eve")
    copies = [Copy(database.connect("Ada"), page=page), Copy(database.connect("Ben"), page=page)]
    for number in range(5):
        batch = [created(f"{number}-{each}", random.choice(people)) for each in range(4)]
        database.push("Ada", *batch)
        for copy in copies:
            copy.pull_page()
        for _each in range(6):
            key = f"{random.randrange(number + 1)}-{random.randrange(4)}"
            path, value = random.choice([("stage", f"P{number}"), ("owner", random.choice(people))])
            database.push("Ada", edited(key, path, value, stamp=stamp()))
    for copy, role in zip(copies, ("Ada", "Ben"), strict=True):
        copy.pull()
        assert copy.documents == database.documents(role)
        assert [len(last["projects"]) for last in copy.pull()] == [0]


def test_writers_at_once_on_one_owners_projects(database: Database) -> None:
    """Each has projects of its own: shared ones would hide a number that is seen too early."""
    done = threading.Event()
    connections = [database.connect("Dan") for _each in range(WRITERS)]
    copy = Copy(database.connect("Ben"), page=5)

    def write(writer: int) -> None:
        for number in range(BATCHES):
            project = f"{writer}-{number % 3}"
            batch = [created(project)] if number < 3 else []
            batch += [edited(project, f"own/{number}", each, stamp=stamp()) for each in range(3)]
            verdicts = push_operations(connections[writer], batch, SCHEMA_VERSION)
            assert {each["verdict"] for each in verdicts} <= {"applied", "won"}

    def read() -> None:
        while not done.is_set():
            copy.pull()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(read)
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        for writer in writers:
            writer.result()
        done.set()
        reader.result()
    copy.pull()
    assert len(copy.documents) == WRITERS * 3
    assert copy.documents == database.documents("Ben")


def test_a_number_is_not_seen_before_those_below_it(database: Database) -> None:
    """The first writer takes its number and commits late; the second waits for it."""
    copy = Copy(database.connect("Dan"))
    first = database.connect("Dan")
    second = database.connect("Dan")
    first.execute("begin")
    call = "select netloft.push(3, %s)"
    first.execute(call, [texts([created("a")])])
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second.execute, call, [texts([created("b")])])
        copy.pull()
        assert copy.documents == {}
        first.execute("commit")
        waiting.result()
    copy.pull()
    assert set(copy.documents) == {"a", "b"}


def test_a_new_reporting_line_is_pulled_from_the_start(database: Database) -> None:
    database.push("Finn", created("a"))
    database.push("Finn", edited("a", "stage", "P3"))
    database.push("Cora", created("b"))
    copy = Copy(database.connect("Cora"))
    copy.pull()
    assert set(copy.documents) == {"b"}
    add_person(database.as_person(), "Finn", reports_to="Cora")
    copy.pull()
    assert copy.documents == database.documents("Ada")
    add_person(database.as_person(), "Finn", reports_to=None)
    (page,) = copy.pull()
    assert page["gone"] == ["Finn"]
    assert set(copy.documents) == {"b"}


def test_a_project_that_changes_owner_leaves_the_old_feed(database: Database) -> None:
    database.push("Dan", created("a"), operation("entry", "a", path="touches/1", value={"n": 1}))
    dan, eve, ben = (Copy(database.connect(role)) for role in ("Dan", "Eve", "Ben"))
    for copy in (dan, eve, ben):
        copy.pull()
    assert database.verdicts("Dan", edited("a", "owner", "Eve")) == ["applied"]
    (page,) = dan.pull()
    assert page["moved"] == [{"project": "a", "owner": "Dan", "to": "Eve"}]
    (page,) = eve.pull()
    assert page["projects"][0]["entries"] == {"touches/1": {"n": 1}}
    ben.pull()
    assert (dan.documents, eve.documents) == ({}, ben.documents)
    assert database.verdicts("Dan", edited("a", "stage", "P2")) == ["denied project"]
    assert database.verdicts("Eve", edited("a", "owner", "Dan", base=None)) == ["won"]
    for copy in (dan, eve, ben):
        copy.pull()
    assert (eve.documents, dan.documents) == ({}, ben.documents)


@pytest.mark.parametrize(
    ("role", "target", "verdict"),
    [
        ("Dan", "Eve", "applied"),  # a colleague
        ("Dan", "Ben", "applied"),  # the superior
        ("Dan", "Cora", "denied owner"),
        ("Dan", "Finn", "denied owner"),
        ("Dan", "Who?", "applied"),  # nobody of the team: a name, no more
        ("Ben", "Cora", "applied"),
        ("Ada", "Finn", "denied owner"),
        ("Eve", "Eve", "denied project"),
    ],
)
def test_to_whom_a_project_may_be_given(
    database: Database, role: str, target: str, verdict: str
) -> None:
    database.push("Dan", created("a"))
    assert database.verdicts(role, edited("a", "owner", target)) == [verdict]
    row = database.as_person().execute("select owner from netloft.project where id = 'a'")
    given = verdict == "applied" and target != "Who?"
    assert row.fetchone() == (target if given else "Dan",)


def test_a_hand_over_gives_all_of_an_owner(database: Database) -> None:
    database.push("Dan", created("a"), created("b"), created("c"))
    copy = Copy(database.connect("Eve"))
    copy.pull()
    assert hand_over_projects(database.as_person("Ben"), "Dan", "Eve", ["b"]) == ["b"]
    assert hand_over_projects(database.as_person("Ada"), "Dan", "Eve") == ["a", "c"]
    assert hand_over_projects(database.as_person(), "Eve", "Finn", ["a"]) == ["a"]
    copy.pull()
    assert set(copy.documents) == {"b", "c"}
    assert {document["owner"] for document in copy.documents.values()} == {"Eve"}
    assert set(database.documents("Finn")) == {"a"}
    owners = database.as_person().execute("select distinct owner from netloft.glance")
    assert sorted(owners.fetchall()) == [("Eve",), ("Finn",)]


def test_whoever_is_revoked_sees_and_writes_nothing(database: Database) -> None:
    database.push("Dan", created("a"))
    copy = Copy(database.connect("Dan"))
    copy.pull()
    revoke_person(database.as_person(), "Dan")
    with pytest.raises(psycopg.OperationalError):
        copy.pull()
    copy.connection = database.connect("Dan")
    assert database.verdicts("Dan", edited("a", "stage", "P2")) == ["denied revoked"]
    (page,) = copy.pull()
    assert (sorted(page["gone"]), page["person"], copy.documents) == (["@lists", "Dan"], None, {})
    assert set(database.documents("Ben")) == {"a"}
    add_person(database.as_person(), "Dan")
    assert set(database.documents("Dan")) == {"a"}


def test_a_counter_that_was_set_back_is_noticed(database: Database) -> None:
    database.push("Dan", created("a"), created("b"))
    cursors = {"Dan": 99, "@lists": 0}
    pulled = pull_changes(database.as_person("Dan"), cursors, follow=False)
    assert pulled["rewound"] == ["Dan"]


def test_changes_are_called_out_to_those_who_see_them(database: Database) -> None:
    listener = database.connect("Ben")
    channels = list_channels(listener, ["Dan", "Finn", "Ben"])
    assert set(channels) == {"Dan", "Ben"}
    listener.execute(f"listen {channels['Dan']}".encode())
    database.push("Dan", created("a"))
    assert [each.channel for each in listener.notifies(timeout=10, stop_after=1)] == [
        channels["Dan"]
    ]


def test_a_manager_has_sums_by_branch_and_opens_one_project(database: Database) -> None:
    money = {"low": 10, "high": 20, "currency": "CNY", "text": "10-20"}
    for role, projects in {"Ada": "a", "Ben": "b", "Dan": "cd", "Eve": "e", "Finn": "f"}.items():
        database.push(role, *(created(key, amount=money) for key in projects))
    ada, day = database.as_person("Ada"), date(2026, 11, 30)

    def summed(role: str, under: str | None = None) -> list[dict[str, Any]]:
        return sum_branches(database.as_person(role), under, day, day)

    rows = summed("Ada")
    sums = {row["branch"]: (row["deals"], row["low"], row["high"]) for row in rows}
    assert sums == {"Ada": (1, 10, 20), "Ben": (4, 40, 80)}
    assert {row["branch"] for row in summed("Ada", "Ben")} == {"Ben", "Dan", "Eve"}
    assert summed("Dan", "Ben") == summed("Ada", "Finn") == []
    opened = open_project(ada, "d")
    assert opened is not None
    assert opened["fields"]["name"][0] == "d"
    assert open_project(ada, "f") is open_project(ada, "none") is None


@pytest.mark.parametrize(
    ("superior", "owner"), [("Ben", SPARE_ROLE), (None, "Eve"), ("Cora", "Eve")]
)
def test_a_name_that_becomes_a_person(database: Database, superior: str | None, owner: str) -> None:
    """Projects with their name become theirs once they are given to them, by whoever may; no other
    change gives them.
    """
    database.push("Eve", created("a", SPARE_ROLE))
    add_person(database.as_person(), SPARE_ROLE, reports_to=superior)
    call = "select owner from netloft.project where id = 'a'"
    assert database.verdicts("Ada", edited("a", "stage", "P2")) == ["applied"]
    assert database.as_person().execute(call).fetchone() == ("Eve",)
    database.push("Eve", edited("a", "owner", SPARE_ROLE))
    assert database.as_person().execute(call).fetchone() == (owner,)
