"""What a member with psql can do to the others' work: as little as PostgreSQL allows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from deals.errors import UserError
from store.metadata import SCHEMA_VERSION
from team import migrations
from team.connection import connect
from team.migrations import create_schema, list_migrations, list_recorded
from team.people import add_person, list_team, revoke_person
from team.role_limits import CONNECTIONS, TEMPORARY
from team.server import hand_over_projects, list_channels, push_operations
from team.sync_session import TeamPlace, Watcher, remember_server
from tests.team.database import NAMED, Database, create_database, created, edited, operation, stamp
from tests.team.server import Server
from tests.team.store_copies import StoreCopy

if TYPE_CHECKING:
    from team.connection import Connection

LIMITS = {
    **{"statement_timeout": "1min", "lock_timeout": "30s"},
    **{"idle_in_transaction_session_timeout": "10s", "temp_file_limit": TEMPORARY},
}


MAKING = (
    *("create temp table t ()", "select 1 as a into temp t", "create table t ()"),
    *("create schema mine", "create table netloft.t ()", "create type public.t as (a int)"),
    "create function pg_temp.f() returns int language sql cost 0.0001 as 'select 1'",
    "create function public.f() returns int language sql as 'select 1'",
    "create temp view v as select 1",
    "create cast (netloft.project as text) with inout",
    "create operator public.= (leftarg = text, rightarg = text, procedure = texteq)",
    *("select lo_create(0)", "select lo_from_bytea(0, 'x')", "select lo_creat(-1)"),
    "select pg_logical_emit_message(false, 'x', 'x')",
    *("select pg_advisory_lock(1)", "select pg_try_advisory_xact_lock_shared(1, 2)"),
)


@contextmanager
def set_up(server: Server, person: str) -> Iterator[tuple[str, Connection, str]]:
    """Set a database up as users do, with a person whose role nobody else has."""
    name = f"t{uuid4().hex}"
    create_database(server, name)
    with connect(server.url(name)) as admin:
        create_schema(admin)
        yield name, admin, add_person(admin, f"{person} {name}")


def refusal(connection: Connection, statement: str) -> str | None:
    """Return the state with which a statement is refused."""
    try:
        connection.execute(statement.encode())
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_only_the_team_comes_in_and_nobody_makes_tables(server: Server) -> None:
    with set_up(server, "Eve") as (name, admin, eve), connect(server.url(name, eve)) as line:
        assert {made: refusal(line, made) for made in MAKING} == dict.fromkeys(MAKING, "42501")
        with (
            pytest.raises(UserError, match=r"team-login.*CONNECT"),
            connect(server.url(name, "Gus")),
        ):
            raise AssertionError
        assert admin.execute("select 1").fetchone() == (1,)


def test_what_hangs_by_mistake_ends_and_what_fills_the_disk_is_refused(server: Server) -> None:
    with set_up(server, "Eve") as (name, admin, eve):
        with connect(server.url(name, eve)) as line:
            assert {key: line.execute(f"show {key}".encode()).fetchone() for key in LIMITS} == {
                key: (value,) for key, value in LIMITS.items()
            }
            assert refusal(line, "set temp_file_limit = -1") == "42501"
        role = f'alter role "{eve}" in database {name}'
        admin.execute(f"{role} set temp_file_limit = '256kB'".encode())
        admin.execute(f"{role} set statement_timeout = '50ms'".encode())
        with connect(server.url(name, eve)) as line:
            assert refusal(line, "select pg_sleep(20)") == "57014"
            line.execute("set work_mem = '64kB'; set statement_timeout = 0")
            sort = "select g from generate_series(1, 50000) g order by g % 97, g"
            assert refusal(line, sort) == "53400"


def test_connections_are_counted_and_end_with_whoever_is_revoked(server: Server) -> None:
    with set_up(server, "Eve") as (name, admin, eve), ExitStack() as lines:
        opened = [
            lines.enter_context(connect(server.url(name, eve))) for _each in range(CONNECTIONS)
        ]
        with pytest.raises(UserError, match="team-busy"), connect(server.url(name, eve)):
            raise AssertionError
        revoke_person(admin, eve)
        assert {refusal(line, "select 1") for line in opened} == {"57P01"}
        with connect(server.url(name, eve)) as again:
            assert list_team(again) == []
        add_person(admin, eve)
        assert add_person(admin, eve) == eve
        with connect(server.url(name, eve)) as again:
            assert [person.name for person in list_team(again)] == [eve]
        admin.execute(f'alter role "{eve}" connection limit 3'.encode())
        add_person(admin, eve)
        row = admin.execute("select rolconnlimit from pg_roles where rolname = %s", [eve])
        assert row.fetchone() == (3,), "a limit of its own stays"


def test_nobody_waits_for_who_names_projects_that_are_not_his(database: Database) -> None:
    database.push("Finn", created("finn"))
    database.push("Dan", created("dan"))
    eve = database.connect("Eve")
    eve.execute("begin")
    named = [edited("finn", "stage", "P5"), created("eve", "Finn"), edited("dan", "owner", "Eve")]
    named.append(operation("create", "eve-2", value=NAMED | {"owner": "Ada"}))
    verdicts = push_operations(eve, named, SCHEMA_VERSION)
    assert {each["verdict"] for each in verdicts} == {"denied"}
    for role, project in (("Finn", "finn"), ("Dan", "dan")):
        line = database.connect(role)
        line.execute("set lock_timeout = '2s'")
        taken = push_operations(line, [edited(project, "stage", "P2")], SCHEMA_VERSION)
        assert taken[0]["verdict"] in {"applied", "won"}
    eve.execute("rollback")


def test_more_than_any_client_sends_is_refused_before_it_is_read(database: Database) -> None:
    url = database.server.url(database.name, "Dan")
    large = "{}" + " " * 17_000_000
    for sent in ([large] * 2, ["{}"] * 5001):
        with pytest.raises(UserError, match="team-too-much"), connect(url) as dan:
            push_operations(dan, sent, SCHEMA_VERSION)
    assert database.verdicts("Dan", large * 2) == ["invalid unreadable"]


def test_nobody_fills_the_disk_in_a_day(own_database: Database) -> None:
    admin = own_database.as_person()
    admin.execute("update netloft.meta set day_bytes = 2097152")
    url = own_database.server.url(own_database.name, "Dan")
    large = [created("a"), edited("a", "remarks", "x" * 1_500_000)]
    assert own_database.verdicts("Dan", *large) == ["applied", "applied"]
    again = edited("a", "remarks", "y" * 1_500_000)
    with pytest.raises(UserError, match=r"team-day-full.*'2'"), connect(url) as dan:
        push_operations(dan, [again], SCHEMA_VERSION)
    assert own_database.verdicts("Dan", edited("a", "stage", "P2")) == ["applied"]
    assert own_database.verdicts("Ben", edited("a", "customer", "y" * 500)) == ["applied"]
    admin.execute("update netloft.pushed set day = day - 1")
    assert own_database.verdicts("Dan", again) == ["won"]


def test_a_day_is_the_servers_and_what_is_written_counts(database: Database) -> None:
    """In whatever zone of time a session says it is, and not only what is sent."""
    dan, filler = database.connect("Dan"), token_hex(100_000)
    push_operations(dan, [created("a"), edited("a", "remarks", filler)], SCHEMA_VERSION)
    counted = []
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        dan.execute(f"set timezone = '{zone}'".encode())
        push_operations(dan, [edited("a", "stage", "P2")], SCHEMA_VERSION)
        row = database.as_person().execute("select bytes from netloft.pushed where person = 'Dan'")
        counted += row.fetchall()
    hand_over_projects(database.as_person("Ben"), "Dan", "Eve", ["a"])
    row = database.as_person().execute("select bytes from netloft.pushed where person = 'Ben'")
    counted += row.fetchall()
    assert counted[0] > (300_000,)
    assert counted[1] > (400_000,)
    assert counted[2] > (100_000,)


def test_one_value_does_not_come_back_for_each_operation(database: Database) -> None:
    long, early = token_hex(10_000), [edited("a", "remarks", "x", stamp=stamp(-99))]
    database.push("Dan", created("a"), edited("a", "remarks", long))
    (verdict,) = database.push("Dan", *early)
    assert (verdict["verdict"], "value" in verdict, "stamp" in verdict) == ("lost", False, False)
    database.push("Dan", edited("a", "remarks", "short"))
    (verdict,) = database.push("Dan", edited("a", "remarks", "y", stamp=stamp(-99)))
    assert (verdict["verdict"], verdict["value"]) == ("lost", "short")


def test_a_project_grows_no_further_than_it_can_be_kept(own_database: Database) -> None:
    admin = own_database.as_person()
    row = admin.execute(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'doc_size'"
    ).fetchone()
    assert row == ("CHECK ((pg_column_size(doc) <= 2097152))",)
    admin.execute("alter table netloft.project drop constraint doc_size")
    admin.execute(
        "alter table netloft.project add constraint doc_size check (pg_column_size(doc) <= 65536)"
    )
    sent = [created("a"), edited("a", "remarks", "x" * 90_000), edited("a", "stage", "P2")]
    assert own_database.verdicts("Dan", *sent) == ["applied", "invalid size", "applied"]


def test_a_team_of_a_former_version_gets_what_it_lacks(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrations of a later version, and the limits of people who were in the team before."""
    name, former = f"t{uuid4().hex}", list_migrations()
    create_database(server, name)
    with connect(server.url(name)) as admin:
        with monkeypatch.context() as patched:
            patched.setattr(migrations, "limit_people", lambda _connection: None)
            assert create_schema(admin) == list(former)
        admin.execute(f'create role "{name}" login in role netloft_member'.encode())
        admin.execute(
            "set role netloft_owner; "
            f"select netloft.put_person('{name}', null, null, false, null); reset role".encode()
        )
        admin.execute(f"grant connect, temporary on database {name} to public".encode())
        with monkeypatch.context() as patched:
            later = {
                "998_a": "create table netloft.a ()",
                "999_b": "alter table netloft.a add b int",
            }
            patched.setattr(migrations, "list_migrations", lambda: former | later)
            assert create_schema(admin) == list(later)
            assert list_recorded(admin) == list(former | later)
            owner = (
                "select pg_get_userbyid(relowner) from pg_class where oid = 'netloft.a'::regclass"
            )
            assert admin.execute(owner.encode()).fetchone() == ("netloft_owner",)
            assert create_schema(admin) == []
        with connect(server.url(name, name)) as line:
            assert [person.name for person in list_team(line)] == [name]
            assert refusal(line, "create temp table t ()") == "42501"


def test_who_sets_up_a_second_team_on_a_server_is_who_set_up_the_first(server: Server) -> None:
    """The roles that own and read are the server's: whoever has one of them has both teams."""
    name = f"t{uuid4().hex}"
    with connect(server.url("postgres")) as admin:
        admin.execute(f"create role {name} login createrole".encode())
        admin.execute(f"create database {name} owner {name}".encode())
    with connect(server.url(name, name)) as other, pytest.raises(UserError, match="server-taken"):
        create_schema(other)
    with connect(server.url(name)) as admin:
        assert create_schema(admin) == list(list_migrations())


def test_whoever_calls_out_without_end_has_nobody_sync_without_end(
    database: Database, tmp_path: Path
) -> None:
    """Anybody may NOTIFY on a channel that they know: that of the shared lists is everybody's."""
    dan = StoreCopy(database, "Dan", tmp_path)
    place = TeamPlace(dan.path)
    remember_server(place, database.server.url(database.name, "Dan"))
    eve, synced, until = database.connect("Eve"), list[object](), monotonic() + 1.3
    channel = list_channels(eve, ["@lists"])["@lists"]

    def goes_on() -> bool:
        eve.execute(f'notify "{channel}"'.encode())
        return monotonic() < until

    with dan.open() as store:
        Watcher(store, place, synced.append, goes_on).run()
    assert 2 <= len(synced) <= 4
