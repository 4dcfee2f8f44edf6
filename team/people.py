"""Who is in the team: people, their roles on the server, and the reporting line.

Called by whoever set the team up; people themselves may do none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from deals.errors import UserError
from team.migrations import MEMBER
from team.role_limits import OWNER, end_sessions, limit_login

if TYPE_CHECKING:
    from team.connection import Connection

ROLE_BYTES = 63
NEAR = 0.6
"""How much two names are alike of which one may be meant by the other, 0 to 1."""
LEAST_DAYS = 30
"""For so many days the lines of changes are kept in any case."""
RESERVED_ROLES = {"public", "none", "current_user", "current_role", "session_user", "user"}
RESERVED_ROLES |= {OWNER, MEMBER}
SUPERIOR_STAYS = "\0"
"""What `reports_to` is where it is to stay as it stands."""


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """A person of the team; `revoked` since when they may not come in any more.

    Of their `projects` so many are `open`, whatever their stage; the others are on hold or ended.
    """

    name: str
    role: str
    reports_to: str | None
    leads: bool
    revoked: datetime | None
    projects: int
    open: int


def add_person(
    connection: Connection,
    name: str,
    *,
    role: str | None = None,
    reports_to: str | None = SUPERIOR_STAYS,
    leads: bool | None = None,
    password: str | None = None,
) -> str:
    """Add a person, or change what is given of one; who was revoked may come in again.

    The name is what projects have for their owner; the role, by default the name, is what the
    person logs in as, and is made where there is none. `reports_to` sees the person's projects;
    `leads` lets them set targets and rates without having reports. Of the password of the role only
    its fingerprint leaves this machine. Returns the role.
    """
    _check_name(name)
    superior, stays = (None, True) if reports_to == SUPERIOR_STAYS else (reports_to, False)
    with connection.transaction():
        login = role or _find_role(connection, name) or name
        _check_role(connection, login, name)
        if superior is not None:
            check_person(connection, superior)
        _create_login(connection, login, password)
        with _as_owner(connection):
            call = "select netloft.put_person(%s, %s, %s, %s, %s)"
            connection.execute(call, [name, login, superior, not stays, leads])
    return login


def _check_name(name: str) -> None:
    if not name or name != name.strip() or name.startswith("@") or not name.isprintable():
        raise UserError("team-name-invalid", name=name)


def revoke_person(connection: Connection, name: str) -> None:
    """Let a person in no more, and end what they have open; their projects stay, for their
    superiors to hand over.

    Refusals: team-person-unknown.
    """
    check_person(connection, name)
    with _as_owner(connection):
        connection.execute("select netloft.revoke_person(%s)", [name])
    end_sessions(connection, str(_find_role(connection, name)))


def trim_changes(connection: Connection, before: date) -> int:
    """Take the lines of changes before a day out that say nothing of what stands; return how many.

    Refusals: team-trim-late (day) where that is not LEAST_DAYS ago: clients may still send again
    what they were not answered, and would be told that it was overtaken.
    """
    row = connection.execute("select current_date - %s::integer", [LEAST_DAYS]).fetchone()
    if row is None or before > row[0]:
        raise UserError("team-trim-late", day=str(row[0] if row else before))
    with _as_owner(connection):
        count = connection.execute("select netloft.trim_changes(%s)", [before]).fetchone()
    return int(count[0]) if count else 0


def list_team(connection: Connection) -> list[TeamPerson]:
    """List those whom the caller sees, all for whoever set the team up, by name."""
    rows = connection.execute("select * from netloft.list_people(true)").fetchall()
    return [TeamPerson(*row) for row in rows]


def check_person(connection: Connection, name: str) -> None:
    """Refuse a name that nobody of the team has, with those that are nearly it; of whoever is of
    the team themselves, one that nobody has whom they see.

    Refusals: team-person-near (near), team-person-unseen, team-person-unknown.
    """
    rows = connection.execute("select name, revoked from netloft.list_people(false)").fetchall()
    if any(row[0] == name for row in rows):
        return
    row = connection.execute("select netloft.current_person()").fetchone()
    me = row[0] if row else None
    # Nobody means themselves by another name: it is somebody whom they do not see.
    plain = {row[0].casefold(): str(row[0]) for row in rows if row[1] is None and row[0] != me}
    if near := get_close_matches(name.casefold(), plain, cutoff=NEAR):
        names = ", ".join(plain[each] for each in near)
        raise UserError("team-person-near", detail=name, near=names)
    code = "team-person-unseen" if me else "team-person-unknown"
    raise UserError(code, detail=name)


def _find_role(connection: Connection, name: str) -> str | None:
    row = connection.execute("select role from netloft.person where name = %s", [name]).fetchone()
    return str(row[0]) if row else None


def _check_role(connection: Connection, role: str, name: str) -> None:
    """Refuse what cannot be a role, has power over the database, or is somebody else's."""
    reserved = role.lower() in RESERVED_ROLES or role.lower().startswith("pg_")
    if not role.isprintable() or reserved or len(role.encode()) > ROLE_BYTES:
        raise UserError("team-role-invalid", role=role)
    powerful = connection.execute(
        f"""
        select rolsuper or rolbypassrls or rolcreaterole or pg_has_role(oid, '{OWNER}', 'member')
            or pg_has_role(oid, (select datdba from pg_database
                where datname = current_database()), 'member')
        from pg_roles where rolname = %s
        """,
        [role],
    ).fetchone()
    if powerful and powerful[0]:
        raise UserError("team-role-powerful", role=role)
    taken = connection.execute(
        "select name from netloft.person where role = %s and name <> %s", [role, name]
    ).fetchone()
    if taken:
        raise UserError("team-role-taken", role=role, name=str(taken[0]))


def _create_login(connection: Connection, role: str, password: str | None) -> None:
    """Make a role that may log in, or let one that there is; members see and call what is ours."""
    from psycopg import sql

    name = sql.Identifier(role)
    row = connection.execute(
        "select rolcanlogin, pg_has_role(oid, %s, 'member') from pg_roles where rolname = %s",
        [MEMBER, role],
    ).fetchone()
    if row is None:
        connection.execute(sql.SQL("create role {} login").format(name))
    elif not row[0]:
        connection.execute(sql.SQL("alter role {} login").format(name))
    if row is None or not row[1]:
        grant = sql.SQL("grant {} to {}")
        connection.execute(grant.format(sql.Identifier(MEMBER), name))
    if password is not None:
        secret = connection.pgconn.encrypt_password(password.encode(), role.encode())
        alter = sql.SQL("alter role {} password {}")
        connection.execute(alter.format(name, sql.Literal(secret.decode())))
    limit_login(connection, role)


@contextmanager
def _as_owner(connection: Connection) -> Iterator[None]:
    """Do as the owner of the schema, to which whoever set the team up belongs."""
    with connection.transaction():
        connection.execute(f"set local role {OWNER}")
        yield
        connection.execute("reset role")
