"""What there is to know of a team's server before trusting it: for `team doctor`, as data."""

from __future__ import annotations

from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING, Any

from team.migrations import MEMBER, check_released, list_migrations, list_recorded

if TYPE_CHECKING:
    from team.connection import Connection

_ASKED = """
select current_setting('server_version'), pg_is_in_recovery(),
    (select version from pg_stat_ssl where pid = pg_backend_pid()),
    session_user::text, netloft.current_person(), netloft.generation(),
    (select count(*) from netloft.sees where viewer = netloft.current_person()),
    extract(epoch from clock_timestamp())::float8,
    has_database_privilege('public', current_database(), 'connect')
        or has_database_privilege('public', current_database(), 'temporary')
"""
_OPEN_TABLES = f"""
select relname from pg_class
where relnamespace = 'netloft'::regnamespace and relkind = 'r' and (not relrowsecurity
    or has_table_privilege('{MEMBER}', oid, 'insert, update, delete, truncate, references, trigger')
    or has_table_privilege('public', oid, 'select, insert, update, delete, truncate'))
order by relname
"""
_POWERFUL = f"""
select rolname from pg_roles
where pg_has_role(oid, '{MEMBER}', 'member') and rolname <> '{MEMBER}'
    and rolname in (select role from netloft.list_people(false))
    and (rolsuper or rolbypassrls or pg_has_role(oid, 'netloft_owner', 'member'))
order by rolname
"""


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a server says of itself and of who asks.

    `missing` are migrations that it lacks, `unknown` those of a newer version. `open_tables` are
    tables without their policy, or that people might write to; `powerful` roles of people that no
    policy holds: all four ought to be empty. `open_database` is whether roles that are nobody's of
    the team may connect, or everybody make tables of their own. `clock_ahead` is how many seconds
    our clock is ahead of the server's; beyond an hour nothing is taken. `encrypted` is the line as
    this end has it, `tls` the version of TLS by the server.
    """

    version: str
    standby: bool
    encrypted: bool
    tls: str | None
    role: str
    person: str | None
    generation: str | None
    sees: int
    clock_ahead: float
    round_trip: float
    database: str
    open_database: bool
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    open_tables: tuple[str, ...]
    powerful: tuple[str, ...]


def ask_server(connection: Connection) -> ServerFacts:
    """Ask a server what there is to know of it, as whoever is connected.

    Refusals: team-schema-unreleased.
    """
    check_released(done := list_recorded(connection))
    before = time()
    (row,) = connection.execute(_ASKED.encode()).fetchall()
    after = time()
    version, standby, tls, role, person, generation, sees, clock, is_open = row
    known = list_migrations()
    return ServerFacts(
        version=version,
        standby=standby,
        encrypted=bool(connection.pgconn.ssl_in_use),
        tls=tls,
        role=role,
        person=person,
        generation=generation,
        sees=sees,
        clock_ahead=(before + after) / 2 - clock,
        round_trip=after - before,
        database=connection.info.dbname,
        open_database=is_open,
        missing=tuple(name for name in known if name not in done),
        unknown=tuple(name for name in done if name not in known),
        open_tables=_list_names(connection, _OPEN_TABLES),
        powerful=_list_names(connection, _POWERFUL),
    )


def _list_names(connection: Connection, call: str) -> tuple[Any, ...]:
    return tuple(name for (name,) in connection.execute(call.encode()))
