"""A team for the tests, each on a database of its own, and the operations that they push.

Ada leads; Ben and Cora report to her, Dan and Eve to Ben; Finn is on his own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from select import select
from time import time
from typing import TYPE_CHECKING, Any, Self, cast
from uuid import uuid4

from psycopg import OperationalError
from psycopg.errors import DeadlockDetected, ForeignKeyViolation
from psycopg.pq import ConnStatus

from store.metadata import SCHEMA_VERSION
from team.connection import connect
from team.migrations import MEMBER, create_schema
from team.people import add_person
from team.server import TeamOperation, TeamVerdict, pull_all, push_operations
from tests.team.server import ADMIN, Server

if TYPE_CHECKING:
    from team.connection import Connection

LINE = {"Ada": None, "Ben": "Ada", "Cora": "Ada", "Dan": "Ben", "Eve": "Ben", "Finn": None}
TEMPLATE = "netloft_template"
SPARE_ROLE = "Gus"
"""A role that is nobody's yet: roles are of the whole server, so tests at once share them."""
_FILLED = ("entry", "moved", "change", "glance")
_KEPT = ("migration", "feed", "person", "sees", "project")
# Of so few rows deleting takes a sixth of the time that truncating does.
_RESTORE = "".join(
    [
        *(f"delete from netloft.{table};" for table in (*_FILLED, *reversed(_KEPT))),
        *(f"insert into netloft.{table} select * from kept.{table};" for table in _KEPT),
    ]
)
_RESTORES = 3
_numbers = count()


def make_template(server: Server) -> None:
    """Make the database that those of the tests are copies of, with the roles of its people."""
    create_database(server, TEMPLATE)
    with connect(server.url(TEMPLATE)) as admin:
        create_schema(admin)
        for name, superior in LINE.items():
            add_person(admin, name, reports_to=superior)
            # Roles are of the whole server, which all workers share.
            admin.execute(f'alter role "{name}" connection limit -1'.encode())
        admin.execute(f'create role "{SPARE_ROLE}" login in role {MEMBER}'.encode())
        admin.execute("create schema kept")
        for table in _KEPT:
            admin.execute(f"create table kept.{table} as table netloft.{table}".encode())


def create_database(server: Server, name: str, template: str = "template1") -> None:
    """Make a database."""
    with connect(server.url("postgres")) as admin:
        admin.execute(f'create database "{name}" template "{template}"'.encode())


class Database:
    """A database with the team, and connections to it that are closed with it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self._open = ExitStack()
        self._beside = self._open
        self._people: dict[str, Connection] = {}

    @classmethod
    @contextmanager
    def copied(cls, server: Server) -> Iterator[Self]:
        """Copy the template, and close all connections in the end."""
        name = f"t{uuid4().hex}"
        create_database(server, name, TEMPLATE)
        made = cls(server, name)
        with made._open:
            yield made

    @contextmanager
    def restored(self) -> Iterator[Self]:
        """Put all rows back as the template has them; those connections that are opened beside
        each person's own are closed in the end.
        """
        # An app of the test before may still be leaving, and send something in the middle of it.
        for _time in range(_RESTORES):
            with suppress(DeadlockDetected, ForeignKeyViolation):
                self.as_person().execute(_RESTORE.encode())
                break
        else:
            self.as_person().execute(_RESTORE.encode())
        with ExitStack() as self._beside:
            yield self

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Have the server take any value, as one did before it had its guards."""
        plain = "pg_get_functiondef('netloft.value_fault(jsonb)'::regprocedure)"
        row = self.as_person().execute(f"select {plain}".encode()).fetchone()
        assert row is not None
        self.as_person().execute(
            "create or replace function netloft.value_fault(op jsonb) returns text"
            " language sql stable as 'select null'"
        )
        try:
            yield
        finally:
            self.as_person().execute(row[0].encode())

    def close(self) -> None:
        """Close all connections; they are opened again when they are asked for."""
        self._open.close()
        self._people = {}

    def connect(self, role: str) -> Connection:
        """Open another connection as a role."""
        return self._beside.enter_context(connect(self.server.url(self.name, role)))

    def as_person(self, role: str = ADMIN) -> Connection:
        """Return the connection of a role, opened once, and again where the server ended it."""
        if role not in self._people or _is_ended(self._people[role]):
            url = self.server.url(self.name, role)
            self._people[role] = self._open.enter_context(connect(url))
        return self._people[role]

    def push(self, role: str, *operations: TeamOperation | str) -> list[TeamVerdict]:
        """Push as a person, in this version's schema."""
        return push_operations(self.as_person(role), operations, SCHEMA_VERSION)

    def verdicts(self, role: str, *operations: TeamOperation | str) -> list[str]:
        """Push as a person, and return the bare verdicts, with the reason where there is one."""
        return [
            " ".join(filter(None, (each["verdict"], each.get("reason"))))
            for each in self.push(role, *operations)
        ]

    def put_under(self, person: str, superior: str) -> None:
        """Have a person report to somebody else; the role is of the whole server, for all tests."""
        add_person(self.as_person(), person, reports_to=superior)
        self.as_person().execute(f'alter role "{person}" connection limit -1'.encode())

    def documents(self, role: str) -> dict[str, dict[str, Any]]:
        """Pull all that a person sees from the start, and return the flat documents by id."""
        found: dict[str, dict[str, Any]] = {}
        for pulled in pull_all(self.as_person(role), {}, follow=True, page=7):
            for project in pulled["projects"]:
                fields = {path: value for path, (value, _stamp) in project["fields"].items()}
                found[project["id"]] = fields
        found.pop("@lists", None)
        return found

    def value(self, project: str, path: str) -> Any:
        """Return what the server has at a path of a project."""
        call = "select doc->%s from netloft.project where id = %s"
        row = self.as_person().execute(call, [path, project]).fetchone()
        return row[0] if row else None


def _is_ended(connection: Connection) -> bool:
    """Whether the server has ended a connection that nobody has used since."""
    line = connection.pgconn
    with suppress(OperationalError):
        while line.status == ConnStatus.OK and select([line.socket], [], [], 0)[0]:
            line.consume_input()
    return line.status == ConnStatus.BAD


def stamp(seconds: float = 0.0, device: str = "laptop") -> str:
    """Return a stamp of so many seconds from now, each later than those before of the same time."""
    return f"{round((time() + seconds) * 1000):013d}-{next(_numbers) & 0xFFFF:04x}-{device}"


MADE = stamp(-3600)
MADE_AT = dict.fromkeys(
    ("created_at", "updated_at"), datetime.fromtimestamp(time() - 3600, UTC).isoformat()
)


NAMED: dict[str, Any] = {"name": "mine", **MADE_AT}
"""What the server wants to know of a project, at the least."""


def operation(kind: str, project: str, **fields: Any) -> TeamOperation:
    """Return an operation with an id and a stamp of its own."""
    made = {"op": str(uuid4()), "kind": kind, "project": project, "stamp": stamp()}
    return cast("TeamOperation", made | fields)


def created(project: str, owner: str = "", **fields: Any) -> TeamOperation:
    """Return the operation that makes a project, an hour ago."""
    value = {"name": project, "customer": "Port of Maren", "stage": "P1", **MADE_AT, **fields}
    value |= {"owner": owner} if owner else {}
    return operation("create", project, value=value, stamp=MADE)


def edited(project: str, path: str, value: Any, **fields: Any) -> TeamOperation:
    """Return the operation that sets a field, by who saw it as it was made."""
    return operation("field", project, path=path, value=value, **{"base": MADE, **fields})


def texts(operations: Sequence[TeamOperation]) -> list[str]:
    """Return operations as the texts that are sent."""
    return [json.dumps(each) for each in operations]
