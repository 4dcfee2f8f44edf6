"""The team and its reporting line; setting it up, twice and in databases that are not for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deals.errors import UserError
from team import migrations
from team.connection import connect
from team.migrations import create_schema, list_migrations, list_recorded
from team.people import add_person, list_team, revoke_person, trim_changes
from team.server import list_line
from team.server_facts import ask_server
from tests.team.database import (
    LINE,
    TEMPLATE,
    Database,
    create_database,
    created,
    edited,
    operation,
)
from tests.team.server import Server
from wording import say

ROLES = ("netloft_owner", "netloft_member", "pg_x", "none")


def list_seen(database: Database, viewer: str) -> list[str]:
    return [person.name for person in list_line(database.as_person(viewer))[1]]


def test_whoever_is_above_sees_all_below(database: Database) -> None:
    assert {name: list_seen(database, name) for name in LINE} == {
        "Ada": ["Ada", "Ben", "Cora", "Dan", "Eve"],
        "Ben": ["Ben", "Dan", "Eve"],
        **{name: [name] for name in ("Cora", "Dan", "Eve", "Finn")},
    }
    add_person(database.as_person(), "Ben", reports_to="Finn")
    assert list_seen(database, "Ada") == ["Ada", "Cora"]
    assert list_seen(database, "Finn") == ["Ben", "Dan", "Eve", "Finn"]


@pytest.mark.parametrize("superior", ["Ada", "Ben", "Dan"])
def test_nobody_is_above_themselves(database: Database, superior: str) -> None:
    url = database.server.url(database.name)
    with pytest.raises(UserError, match="team-line-circle"), connect(url) as admin:
        add_person(admin, "Ada", reports_to=superior)
    assert list_seen(database, "Ben") == ["Ben", "Dan", "Eve"]


def test_a_person_is_added_once(database: Database) -> None:
    admin = database.as_person()
    before = list_team(admin)
    assert [person.name for person in before] == sorted(LINE)
    assert add_person(admin, "Dan") == "Dan"
    assert list_team(admin) == before
    database.push("Dan", created("a"))
    revoke_person(admin, "Dan")
    dan = next(person for person in list_team(database.as_person("Ben")) if person.name == "Dan")
    assert (dan.reports_to, dan.projects, dan.open, dan.revoked is not None) == ("Ben", 1, 1, True)
    assert [person.name for person in list_team(database.as_person("Cora"))] == ["Cora"]


def test_a_role_may_have_any_name_and_a_password(database: Database) -> None:
    name = f"林悦 \"o'{uuid4().hex[:8]}"
    admin = database.as_person()
    assert add_person(admin, name, reports_to="Ada", password="it's") == name
    assert database.verdicts(name, created("a")) == ["applied"]
    assert database.documents("Ada")["a"]["name"] == "a"
    row = admin.execute("select rolpassword from pg_authid where rolname = %s", [name])
    (secret,) = row.fetchone() or ("",)
    assert secret.startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    ("name", "role", "code"),
    [
        *((name, None, "team-name-invalid") for name in ("", " x", "@lists", "a\nb")),
        *(("Gus", role, "team-role-invalid") for role in (*ROLES, "r" * 64, "a\nb")),
        ("netloft_admin", None, "team-role-powerful"),
        ("Gus", "netloft_admin", "team-role-powerful"),
        ("Gus", "Dan", "team-role-taken"),
    ],
)
def test_names_and_roles_that_are_refused(
    database: Database, name: str, role: str | None, code: str
) -> None:
    url = database.server.url(database.name)
    with pytest.raises(UserError, match=code), connect(url) as admin:
        add_person(admin, name, role=role)
    assert len(list_team(database.as_person())) == len(LINE)


@pytest.mark.parametrize("call", ["add", "revoke"])
def test_who_is_not_there_is_named(database: Database, call: str) -> None:
    url = database.server.url(database.name)
    with pytest.raises(UserError, match=r"team-person-unknown.*Gus"), connect(url) as admin:
        if call == "add":
            add_person(admin, "Hal", reports_to="Gus")
        revoke_person(admin, "Gus")


def test_old_lines_of_changes_are_taken_out_and_nothing_else(database: Database) -> None:
    """What stands keeps who wrote it; what comes again is judged anew, and changes nothing."""
    admin = database.as_person()
    first, second = edited("a", "stage", "P2"), edited("a", "stage", "P3")
    made, gone = created("a"), operation("delete", "b")
    database.push("Dan", made, created("b"), first)
    database.push("Ben", second)
    database.push("Dan", gone, operation("entry", "a", path="touches/1", value={"note": "met"}))
    before = database.documents("Ada")
    admin.execute("update netloft.change set at = now() - interval '90 days'")
    today = datetime.now(UTC).date()
    url = database.server.url(database.name)
    with pytest.raises(UserError, match="team-trim-late"), connect(url) as late:
        trim_changes(late, today)
    assert trim_changes(admin, today - timedelta(days=60)) == 2, "what was overtaken, and the entry"
    assert trim_changes(admin, today - timedelta(days=60)) == 0
    assert database.documents("Ada") == before
    again = database.push("Dan", first, made, gone)
    assert [each["verdict"] for each in again] == ["lost", "duplicate", "duplicate"]
    assert again[0]["by"] == "Ben"
    assert database.documents("Ada") == before


def test_setting_up_twice_changes_nothing(database: Database) -> None:
    admin = database.as_person()
    assert create_schema(admin) == []
    assert list_recorded(admin) == list(list_migrations())


def test_two_set_a_team_up_at_once(server: Server) -> None:
    name = f"t{uuid4().hex}"
    create_database(server, name)
    with connect(server.url(name)) as first, connect(server.url(name)) as second:
        with ThreadPoolExecutor(2) as pool:
            runs = list(pool.map(create_schema, [first, second]))
        assert sorted(map(len, runs)) == [0, len(list_migrations())]


def test_the_owner_of_a_database_sets_a_team_up(server: Server) -> None:
    """Nobody need be a superuser: it takes a database and the right to create roles."""
    name = f"t{uuid4().hex}"
    with connect(server.url("postgres")) as admin:
        admin.execute(f"create role {name} login createrole".encode())
        admin.execute(f"grant netloft_owner, netloft_member to {name} with admin option".encode())
        admin.execute(f"create database {name} owner {name}".encode())
    with connect(server.url(name, name)) as owner:
        assert create_schema(owner) == list(list_migrations())
        add_person(owner, "Gus")
        add_person(owner, f"r{name}", reports_to="Gus")
        assert [person.name for person in list_team(owner)] == ["Gus", f"r{name}"]
        with pytest.raises(UserError, match="team-role-powerful"):
            add_person(owner, name)


def test_another_ones_schema_is_left_alone(server: Server) -> None:
    name = f"t{uuid4().hex}"
    create_database(server, name)
    with connect(server.url(name)) as admin:
        for schema, table in (
            ("netloft", ""),
            ("netloft", "create table netloft.migration (name text)"),
            ("netloft authorization netloft_owner", ""),
        ):
            admin.execute(f"create schema {schema}; {table}".encode())
            with pytest.raises(UserError, match="team-schema-foreign"):
                create_schema(admin)
            admin.execute("drop schema netloft cascade")


def test_a_server_that_is_too_old_or_not_in_unicode(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"t{uuid4().hex}"
    with connect(server.url("postgres")) as admin:
        make = f"create database {name} encoding 'LATIN1' locale 'C' template template0"
        admin.execute(make.encode())
    with connect(server.url(name)) as admin:
        with pytest.raises(UserError, match=r"team-not-utf8.*LATIN1"):
            create_schema(admin)
        monkeypatch.setattr(migrations, "OLDEST_SERVER", 990000)
        with pytest.raises(UserError, match="team-postgres-old"):
            create_schema(admin)


@pytest.mark.parametrize(
    ("migration", "code"),
    [("999_later", "team-schema-newer"), ("004_push", "team-schema-unreleased")],
)
def test_a_schema_that_is_not_ours_to_go_on_from_is_left_alone(
    database: Database, migration: str, code: str
) -> None:
    admin = database.as_person()
    admin.execute("insert into netloft.migration values (%s)", [migration])
    with pytest.raises(UserError, match=f"{code}.*{migration}"):
        create_schema(admin)
    if code == "team-schema-unreleased":
        with pytest.raises(UserError, match=code):
            ask_server(admin)


@pytest.mark.parametrize(
    ("database_name", "role", "code"),
    [
        ("no such", "Dan", "team-database-missing"),
        ("postgres", "Dan", "team-not-set-up"),
        (TEMPLATE, "nobody at all", "team-role-missing"),
    ],
)
def test_what_keeps_one_from_coming_in(
    server: Server, database_name: str, role: str, code: str
) -> None:
    with pytest.raises(UserError, match=code), connect(server.url(database_name, role)) as person:
        list_team(person)


def test_a_server_that_is_not_there() -> None:
    missing = connect("host=/nowhere dbname=x")
    with pytest.raises(UserError, match="team-offline") as refused, missing:
        raise AssertionError
    assert "is the server running?" in say(refused.value)


def test_the_facts_of_a_server(own_database: Database) -> None:
    facts = ask_server(own_database.as_person("Ben"))
    assert (facts.person, facts.role, facts.sees) == ("Ben", "Ben", 3)
    assert facts.missing == facts.unknown == facts.open_tables == facts.powerful == ()
    assert (facts.encrypted, facts.standby) == (False, False)
    assert abs(facts.clock_ahead) < 60
    assert facts.generation
    admin = own_database.as_person()
    admin.execute("insert into netloft.migration values ('999_later')")
    admin.execute("alter table netloft.glance disable row level security")
    admin.execute("grant insert on netloft.feed to netloft_member")
    facts = ask_server(admin)
    assert (facts.person, facts.unknown) == (None, ("999_later",))
    assert facts.open_tables == ("feed", "glance")
