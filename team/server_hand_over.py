"""Handing an owner's projects over on the server, with what is the owner's in them.

Projects need not be in any copy for that: they are read, changed and given in one transaction, so
that either all of it is done or nothing. Copies get it by their next sync, as any other change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from time import time
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic import ValidationError

from deals.edits.hand_over import HandOverWork, count_handed_work, hand_over
from deals.errors import UserError
from deals.model import Project, Stamp
from store.metadata import SCHEMA_VERSION
from team.connection import RETRIED, load_psycopg, server_name
from team.operations import (
    EditContext,
    KnownProject,
    document_of,
    edit_operations,
    take_pulled,
)
from team.paths import flatten, project_document, read_project
from team.server import BATCH, TeamOperation, hand_over_projects, open_owned, push_operations

if TYPE_CHECKING:
    from team.connection import Connection

TRIES = 3


def plan_hand_over(
    connection: Connection, source: str, projects: Sequence[str] | None, today: date
) -> HandOverWork:
    """Count what would go along with a person's projects, all or those named."""
    found = [project for _known, project in _read_owned(connection, source, projects)]
    return count_handed_work(filter(None, found), source, today)


def give_projects(
    connection: Connection,
    source: str,
    target: str,
    projects: Sequence[str] | None,
    stamp: Stamp,
) -> list[str]:
    """Give projects of a person to another, with all that is open in them of the person's.

    What is said in a project's name is stamped with who does it, and when. Returns the ids of those
    that were given.

    Raises:
        UserError: team-person-unknown, team-rights, and those of `push_operations`.

    """
    errors = load_psycopg()
    for left in reversed(range(TRIES)):
        try:
            with connection.transaction():
                operations = list(_make_operations(connection, source, target, projects, stamp))
                for start in range(0, len(operations), BATCH):
                    _push(connection, operations[start : start + BATCH])
                return hand_over_projects(connection, source, target, projects)
        except errors.Error as error:
            if not left or error.sqlstate not in RETRIED:
                raise
    return []


def _push(connection: Connection, operations: Sequence[TeamOperation]) -> None:
    """Push what is said in the projects; one who may not write there may not give them either."""
    for verdict in push_operations(connection, operations, SCHEMA_VERSION):
        if verdict["verdict"] == "denied":
            server, detail = server_name(connection.info.dsn), verdict.get("reason", "")
            raise UserError("team-rights", server=server, detail=detail)


def _make_operations(
    connection: Connection,
    source: str,
    target: str,
    projects: Sequence[str] | None,
    stamp: Stamp,
) -> Iterator[TeamOperation]:
    """Yield what changes in the projects beside their owner."""
    device = f"give-{uuid4().hex[:8]}"
    context = EditContext(device, int(time() * 1000), lambda: str(uuid4()))
    for known, project in _read_owned(connection, source, projects):
        if project is None:
            continue
        # The server moves the owner by itself, last: then the feeds move with it.
        after = hand_over(project, source, target, stamp)
        flat = flatten(project_document(after)) | {"owner": known.flat.get("owner")}
        yield from edit_operations(project.id, known, flat, context)


def _read_owned(
    connection: Connection, source: str, projects: Sequence[str] | None
) -> Iterator[tuple[KnownProject, Project | None]]:
    """Yield a person's projects as the server has them; None for what this version cannot read."""
    for pulled in open_owned(connection, source, projects):
        known = take_pulled(None, pulled)
        if known.dead is not None:
            continue
        try:
            project = read_project(document_of(pulled["id"], known.flat))
        except ValidationError:
            yield known, None
        else:
            yield known, project
