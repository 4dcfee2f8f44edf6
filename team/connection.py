"""Connections to the team's server, and its errors as refusals.

psycopg is loaded by the first connection: without a server nobody needs it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import orjson

from deals.errors import UserError

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_SECONDS = 10
LIFELINES = {
    **{"keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"},
    "tcp_user_timeout": "30000",
}
"""How soon a line counts as broken that says nothing any more, as after a laptop has slept: within
a minute or so, not a quarter of an hour.
"""
PASSWORD_PLACES = ("NETLOFT_TEAM_PASSWORD_FILE", "NETLOFT_TEAM_PASSWORD_COMMAND")
BY_STATE = {
    "NL002": "team-client-old",
    "NL003": "team-server-old",
    "NL004": "team-person-unknown",
    "NL005": "team-line-circle",
    "NL006": "team-too-much",
    "NL007": "team-day-full",
    "NL008": "team-day-projects",
    "25006": "team-read-only",
    "42501": "team-rights",
    "3D000": "team-database-missing",
    "3F000": "team-not-set-up",
    "42883": "team-not-set-up",
    "42P01": "team-not-set-up",
    "53100": "team-disk-full",
    "53300": "team-busy",
    "55P03": "team-busy",
    "57014": "team-busy",
    "40001": "team-busy",
    "40P01": "team-busy",
}
"""The code of a refusal by the state that PostgreSQL gives; those of NL are our schema's own."""
FILE_SOURCES = {"md.c", "fd.c", "xlog.c"}
"""Where PostgreSQL meets quotas and limits of files, for which it has no state of their own."""
BY_CLASS = {"08": "team-offline", "28": "team-login", "57": "team-offline"}
"""The same by the first two letters of all other states."""
_REACHED = re.compile("^connection failed: connection to server .*? failed: ")
"""What libpq says before it comes to the point."""
UNREACHED = (
    ("down", "[Cc]onnection refused|No such file or directory"),
    ("host", "could not translate host name|failed to resolve host|Name or service"),
    ("network", "[Nn]etwork is unreachable|No route to host"),
    ("slow", "time(d )?out"),
    ("lost", "closed the connection|connection is (lost|closed|bad)|terminating connection"),
    ("starting", "starting up|shutting down|not yet accepting|in recovery"),
)
"""What is in the way of a server, by what libpq says of it; the first that is found counts."""
RETRIED = {"40001", "40P01"}
"""States after which the same call may well succeed at once."""


@contextmanager
def connect(url: str, *, terminal: bool = True) -> Iterator[Connection]:
    """Open a connection to the team's server, each call on it committed by itself.

    The URL is as libpq takes it: postgresql://person@host/database, or `service=NAME`. Passwords
    and TLS are libpq's matter: ~/.pgpass, a service file, sslmode and sslrootcert in the URL. Or a
    password comes out of one of PASSWORD_PLACES: a file, or a command that prints it, which has the
    `terminal` only where nobody else draws on that.

    Refusals: team-psycopg, team-offline, team-login, team-database-missing, team-tls, those of
    `kept_secret`, or what a call within the block comes to.
    """
    psycopg = load_psycopg()
    from psycopg.types.json import set_json_loads

    with name_errors(url):
        connection: Connection = psycopg.connect(
            url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="netloft",
            client_encoding="UTF8",
            **find_password(terminal=terminal),
            **_find_lifelines(url),
        )
    set_json_loads(orjson.loads, connection)
    try:
        with name_errors(url):
            yield connection
    finally:
        connection.close()


def _find_lifelines(url: str) -> dict[str, str]:
    """Return by what a connection that has died is found out, less what the address itself says."""
    with suppress(load_psycopg().Error):
        given = load_psycopg().conninfo.conninfo_to_dict(url)
        return {name: value for name, value in LIFELINES.items() if name not in given}
    return {}


_passwords: dict[tuple[str | None, ...], str] = {}
"""The password that was found last, by what led to it: whoever keeps it is asked once a run."""


def find_password(*, terminal: bool) -> dict[str, str]:
    """Return the password as an argument of a connection; none where nothing of ours has it."""
    places = tuple(os.environ.get(name) for name in PASSWORD_PLACES)
    if not any(places):
        return {}
    if places not in _passwords:
        from store.sealing import kept_secret

        _passwords.clear()
        _passwords[places] = kept_secret("TEAM_PASSWORD", terminal=terminal) or ""
    return {"password": _passwords[places]}


def load_psycopg() -> Any:
    """Load psycopg, which is installed with the extra `team` alone."""
    try:
        import psycopg
    except ImportError as error:
        raise UserError("team-psycopg") from error
    return psycopg


@contextmanager
def name_errors(url: str) -> Iterator[None]:
    """Turn the server's errors into refusals; `url` tells which server."""
    psycopg = load_psycopg()
    try:
        yield
    except psycopg.Error as error:
        raise name_error(error, url) from error


def name_error(error: psycopg.Error, url: str) -> UserError:
    """Return the refusal that an error of the server comes to."""
    state, message = error.sqlstate, " ".join(str(error).split())
    detail = error.diag.message_primary or _REACHED.sub("", message)
    if state is None:
        if missing := re.search(r'role "([^"]*)" does not exist', message):
            return UserError("team-role-missing", server=server_name(url), role=missing[1])
        code = _coming_in(error, message)
        if code == "team-offline":
            detail = next((name for name, words in UNREACHED if re.search(words, message)), detail)
    elif state == "XX000" and error.diag.source_file in FILE_SOURCES:
        code = "team-disk-full"
    else:
        code = BY_STATE.get(state) or BY_CLASS.get(state[:2], "team-refused")
    return UserError(code, server=server_name(url), detail=detail)


def _coming_in(error: psycopg.Error, message: str) -> str:
    """Say by its words why no connection came about, or none is left: such errors have no state."""
    psycopg = load_psycopg()
    if not isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return "team-refused"
    if re.search(r'database "[^"]*" does not exist', message):
        return "team-database-missing"
    if "FATAL" not in message and re.search("certificate|SSL error|support SSL", message):
        return "team-tls"
    if re.search("too many (connections|clients)|remaining connection slots", message):
        return "team-busy"
    if "password authentication failed" in message:
        _passwords.clear()  # it may have been changed: the next try asks anew
    passing = "starting up|shutting down|recovery|not yet accepting|terminating connection"
    coming_up = re.search(passing, message)
    asked = error.pgconn is not None and error.pgconn.needs_password
    refused = "FATAL" in message and not coming_up
    return "team-login" if asked or refused else "team-offline"


def server_name(url: str) -> str:
    """Name a server by its URL as it may be shown: host and database, without a password."""
    psycopg = load_psycopg()
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        return ""
    names = (parts.get(key) for key in ("service", "host", "dbname"))
    return "/".join(str(name) for name in names if name)
