"""What keeps people's roles from making trouble for others, beside what the schema itself does.

PostgreSQL lets everybody into a database and make temporary tables there; here those of the team
come in, and nobody makes any. Limits of time are what a role begins with: they end what hangs by
mistake, and whoever means ill may set them anew. Limits of connections and of temporary files hold.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from team.connection import load_psycopg

if TYPE_CHECKING:
    from team.connection import Connection

CONNECTIONS = 12
"""How many connections a person may have at once, on all devices."""
TIMES = {
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "10s",
}
OWNER = "netloft_owner"
"""Whom all belongs to that is the team's; nobody logs in as it."""
_REVOKE_COMMON = f"""
do $$
declare
    called regprocedure;
begin
    for called in
        select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace
        and (proname ~ '^pg_(try_)?advisory_' or proname in ('lo_creat', 'lo_create',
            'lo_from_bytea', 'pg_logical_emit_message'))
    loop
        execute 'revoke execute on function ' || called || ' from public';
        execute 'grant execute on function ' || called || ' to {OWNER}';
    end loop;
end
$$
"""
TEMPORARY = "1GB"
"""How much a call of theirs may put aside on the server's disk."""


def close_database(connection: Connection) -> None:
    """Keep everybody out of the database but its team, and the team from making tables, large
    objects and locks of its own there: each fills what all have in common.

    Left undone where whoever sets the team up does not own the database, or is no superuser.
    """
    _try(connection, "revoke connect, temporary on database {database} from public")
    _try(connection, _REVOKE_COMMON)


def limit_login(connection: Connection, role: str) -> None:
    """Let a role of the team in, within the limits; one with limits of its own keeps them."""
    row = connection.execute(
        "select rolconnlimit, (select rolsuper from pg_roles where rolname = current_user) "
        "from pg_roles where rolname = %s",
        [role],
    ).fetchone()
    if row is None:
        return
    limit, is_superuser = row
    _try(connection, "grant connect on database {database} to {role}", role)
    if limit == -1:
        _try(connection, f"alter role {{role}} connection limit {CONNECTIONS}", role)
    settings = {**TIMES, **({"temp_file_limit": TEMPORARY} if is_superuser else {})}
    for name, value in settings.items():
        _try(
            connection, f"alter role {{role}} in database {{database}} set {name} = '{value}'", role
        )


def limit_people(connection: Connection) -> None:
    """Put all who are in the team already within the limits."""
    rows = connection.execute("select role from netloft.person order by role").fetchall()
    for (role,) in rows:
        limit_login(connection, role)


def end_sessions(connection: Connection, role: str) -> None:
    """End what a role has open in the database, as far as whoever administers it may."""
    errors = load_psycopg()
    with suppress(errors.Error), connection.transaction():
        connection.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity "
            "where usename = %s and datname = current_database()",
            [role],
        )


def _try(connection: Connection, statement: str, role: str = "") -> None:
    """Run a statement for which the right may be lacking."""
    from psycopg import sql

    errors = load_psycopg()
    names = {
        "database": sql.Identifier(connection.info.dbname),
        "role": sql.Identifier(role or "x"),
    }
    with suppress(errors.errors.InsufficientPrivilege), connection.transaction():
        connection.execute(sql.SQL(statement).format(**names))
