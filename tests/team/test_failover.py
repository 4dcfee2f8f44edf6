"""What a server has acknowledged is there after a power cut; what a promoted standby lacks is
noticed, and can be pushed again.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import Event
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from deals.errors import UserError
from store.metadata import SCHEMA_VERSION
from team.connection import connect
from team.server import (
    TeamOperation,
    pull_changes,
    push_operations,
)
from tests.team.database import TEMPLATE, Database, created, edited
from tests.team.server import Server

WRITERS = ("Ada", "Ben", "Cora", "Dan", "Eve", "Finn")


@pytest.mark.parametrize("own_server", [False], ids=["durable"], indirect=True)
def test_a_power_cut_under_load_loses_nothing_acknowledged(own_server: Server) -> None:
    """And what came without an answer is taken once when it is sent again."""
    stop = Event()
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        writers = [pool.submit(write_until_cut, own_server, role, stop) for role in WRITERS]
        sleep(0.6)
        own_server.kill()
        stop.set()
        results = [writer.result() for writer in writers]
    own_server.start()
    for role, (acknowledged, unanswered) in zip(WRITERS, results, strict=True):
        assert acknowledged
        with connect(own_server.url(TEMPLATE, role)) as person:
            again = push_operations(person, acknowledged, SCHEMA_VERSION)
            assert {verdict["verdict"] for verdict in again} == {"duplicate"}
            late = push_operations(person, unanswered, SCHEMA_VERSION)
            assert {verdict["verdict"] for verdict in late} <= {"applied", "duplicate"}
            pulled = pull_changes(person, {role: 0}, follow=False, page=9999)
            made = {each["project"] for each in (*acknowledged, *unanswered)}
            assert {project["id"] for project in pulled["projects"]} == made


def write_until_cut(
    server: Server, role: str, stop: Event
) -> tuple[list[TeamOperation], list[TeamOperation]]:
    """Push batch by batch until the server is gone; return what was answered and what was not."""
    acknowledged: list[TeamOperation] = []
    batch: list[TeamOperation] = []
    with suppress(UserError), connect(server.url(TEMPLATE, role)) as person:
        for number in count():
            if stop.is_set():
                break
            key = f"{role}-{number}"
            batch = [created(key), edited(key, "stage", "P2"), edited(key, "remarks", "x" * 500)]
            push_operations(person, batch, SCHEMA_VERSION)
            acknowledged += batch
            batch = []
    return acknowledged, batch


@pytest.fixture
def standby(own_server: Server) -> Iterator[Server]:
    made = own_server.copy_standby()
    try:
        yield made
    finally:
        made.remove()


if TYPE_CHECKING:
    from team.connection import Connection


def generation_of(connection: Connection) -> str | None:
    return pull_changes(connection, {}, follow=False)["generation"]


def test_a_promoted_standby_is_another_generation(own_server: Server, standby: Server) -> None:
    """What the first server acknowledged and the standby never had comes back from its pushers."""
    kept = [created("a"), edited("a", "stage", "P2")]
    with connect(own_server.url(TEMPLATE, "Dan")) as dan:
        push_operations(dan, kept, SCHEMA_VERSION)
        before = generation_of(dan)
    wait_for(standby, "a")
    with connect(standby.url(TEMPLATE, "Dan")) as dan:
        assert generation_of(dan) is None
        assert pull_changes(dan, {}, follow=True)["projects"][0]["id"] == "a"
    url = standby.url(TEMPLATE, "Dan")
    with pytest.raises(UserError, match="team-read-only"), connect(url) as dan:
        push_operations(dan, [created("b")], SCHEMA_VERSION)
    stop_following(standby)
    lost = [edited("a", "stage", "P3"), created("c")]
    with connect(own_server.url(TEMPLATE, "Dan")) as dan:
        push_operations(dan, lost, SCHEMA_VERSION)
        cursors = pull_changes(dan, {}, follow=True)["cursors"]
    own_server.stop(signal.SIGQUIT)
    standby.call("pg_ctl", "promote", "-w", "-D", str(standby.data))
    with connect(standby.url(TEMPLATE, "Dan")) as dan:
        after = generation_of(dan)
        assert after not in {None, before}
        pulled = pull_changes(dan, cursors, follow=True)
        assert (pulled["generation"], pulled["rewound"]) == (after, ["Dan"])
        verdicts = push_operations(dan, [*kept, *lost], SCHEMA_VERSION)
        assert [each["verdict"] for each in verdicts] == [
            *("duplicate", "duplicate", "won", "applied"),
        ]
        found = pull_changes(dan, {}, follow=True)["projects"]
    assert {each["id"]: each["fields"]["stage"][0] for each in found} == {"a": "P3", "c": "P1"}


def wait_for(server: Server, project: str) -> None:
    """Wait until a standby has a project."""
    until = monotonic() + 30
    with connect(server.url(TEMPLATE)) as admin:
        asked = "select 1 from netloft.project where id = %s"
        while admin.execute(asked, [project]).fetchone() is None:
            assert monotonic() < until
            sleep(0.02)


def stop_following(standby: Server) -> None:
    """Cut a standby off from its first server."""
    with connect(standby.url("postgres")) as admin:
        admin.execute("alter system set primary_conninfo = ''")
        admin.execute("select pg_reload_conf()")
        until = monotonic() + 30
        while admin.execute("select pid from pg_stat_wal_receiver").fetchone():
            assert monotonic() < until
            sleep(0.02)


def test_a_connection_cut_in_the_midst_leaves_all_or_nothing(database: Database) -> None:
    """Whoever waits for the same feed goes on, and what was cut is sent again."""
    sent = [created("a"), edited("a", "stage", "P2")]
    cut = database.connect("Dan")
    cut.execute("begin")
    push_operations(cut, sent, SCHEMA_VERSION)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(database.verdicts, "Ben", created("b", "Dan"))
        database.as_person().execute("select pg_terminate_backend(%s)", [cut.info.backend_pid])
        assert waiting.result() == ["applied"]
    assert set(database.documents("Dan")) == {"b"}
    assert database.verdicts("Dan", *sent) == ["applied", "applied"]


def test_the_same_batch_sent_twice_at_once_is_taken_once(database: Database) -> None:
    """A client that gave up waiting for its answer sends it again while the first still runs."""
    first, second = database.connect("Dan"), database.connect("Dan")
    sent = [created("a"), edited("a", "stage", "P2")]
    first.execute("begin")
    push_operations(first, sent, SCHEMA_VERSION)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(push_operations, second, sent, SCHEMA_VERSION)
        first.execute("commit")
        verdicts = waiting.result()
    assert [each["verdict"] for each in verdicts] == ["duplicate", "duplicate"]


def test_a_full_disk_is_no_verdict(own_database: Database) -> None:
    """It is the server's trouble: the batch is refused as a whole, to be sent again later."""
    admin = own_database.as_person()
    admin.execute(
        """
        create function public.full_disk() returns trigger language plpgsql as
        $$begin raise exception using errcode = '53100', message = 'no space'; end$$;
        create trigger full_disk before insert on netloft.change
            for each row execute function public.full_disk()
        """
    )
    sent = [created("a"), edited("a", "stage", "P2")]
    url = own_database.server.url(own_database.name, "Dan")
    with pytest.raises(UserError, match="team-disk-full"), connect(url) as dan:
        push_operations(dan, sent, SCHEMA_VERSION)
    admin.execute("drop trigger full_disk on netloft.change")
    assert own_database.verdicts("Dan", *sent) == ["applied", "applied"]
