"""The schema of the team's server: migrations that are named, run once, and recorded.

A migration is a file `NNN_name.sql` in `team/schema`; once released it is not changed any more.
All is made in the schema `netloft` and belongs to the role `netloft_owner`, which cannot log in;
people are members of `netloft_member`.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files
from typing import TYPE_CHECKING

from deals.errors import UserError
from team.role_limits import OWNER, close_database, limit_people

if TYPE_CHECKING:
    from team.connection import Connection

OLDEST_SERVER = 150000
"""The oldest PostgreSQL that is served, as its `server_version_num`."""
MEMBER = "netloft_member"
LOCK = 0x6E65746C6F6674  # "netloft"
LOCK_WAIT = "10s"


def list_migrations() -> dict[str, str]:
    """Return the migrations that this version knows, by name, in the order they are run."""
    folder = files("team") / "schema"
    scripts = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda i: i.name
    )
    return {script.name.removesuffix(".sql"): script.read_text("utf-8") for script in scripts}


def create_schema(connection: Connection) -> list[str]:
    """Set the team up in a database, or bring its schema up to date; all of it or nothing.

    It takes a superuser, or the database's owner who may create roles. Returns the names of the
    migrations that were run: none where the schema was complete.

    Refusals: team-postgres-old, team-not-utf8, team-schema-foreign, team-schema-unreleased,
    team-schema-newer, team-server-taken, team-busy.
    """
    _check_server(connection)
    with connection.transaction():
        connection.execute(f"set local lock_timeout = '{LOCK_WAIT}'")
        connection.execute("set local client_min_messages = warning")
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        done = _find_done(connection)
        migrations = list_migrations()
        check_released(done)
        if newer := sorted(done - migrations.keys()):
            raise UserError("team-schema-newer", migration=newer[-1])
        missing = [name for name in migrations if name not in done]
        if missing:
            if not done:
                _create_roles(connection)
            for name in missing:
                connection.execute(migrations[name].encode())
                connection.execute("insert into netloft.migration values (%s)", [name])
            connection.execute("reset role")
            close_database(connection)
            limit_people(connection)
    return missing


def list_recorded(connection: Connection) -> list[str]:
    """Return the names of the migrations that a database has, in order."""
    rows = connection.execute("select name from netloft.migration order by name").fetchall()
    return [name for (name,) in rows]


def check_released(done: Collection[str]) -> None:
    """Refuse a database of a version that was tried before the first release: nothing leads here
    from its migrations, which stand among ours. Those of a later version come after all of ours.

    Refusals: team-schema-unreleased.
    """
    known = list_migrations()
    if tried := sorted(name for name in done if name not in known and name < max(known)):
        raise UserError("team-schema-unreleased", migration=tried[0])


def _check_server(connection: Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        oldest = OLDEST_SERVER // 10000
        raise UserError("team-postgres-old", version=version // 10000, oldest=oldest)
    (encoding,) = connection.execute("show server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        raise UserError("team-not-utf8", encoding=encoding)


def _find_done(connection: Connection) -> set[str]:
    """Return what was run before; none where there is no schema, refused where it is another's."""
    row = connection.execute(
        """
        select pg_get_userbyid(nspowner), to_regclass('netloft.migration') is not null
        from pg_namespace where nspname = 'netloft'
        """
    ).fetchone()
    if row is None:
        return set()
    if row != (OWNER, True):
        raise UserError("team-schema-foreign", owner=str(row[0]))
    connection.execute(f"set local role {OWNER}")
    return set(list_recorded(connection))


def _check_administrator(connection: Connection) -> None:
    row = connection.execute(
        """
        select rolsuper or pg_has_role(current_user, owner.oid, 'member')
        from pg_roles, (select oid from pg_roles where rolname = %s) as owner
        where rolname = current_user
        """,
        [OWNER],
    ).fetchone()
    if row == (False,):
        raise UserError("team-server-taken", role=OWNER)


def _create_roles(connection: Connection) -> None:
    """Make the two roles that all databases of a server share, and go on as the owner.

    Whoever administers one team of a server thus administers all of them: nobody else may set up
    another there.
    """
    _check_administrator(connection)
    for role in (OWNER, MEMBER):
        known = connection.execute("select from pg_roles where rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(f"create role {role} nologin")
    connection.execute(f"grant {OWNER} to current_user")
    schema = connection.execute("select from pg_namespace where nspname = 'netloft'").fetchone()
    if schema is None:
        connection.execute(f"create schema netloft authorization {OWNER}")
    connection.execute(f"set local role {OWNER}")
