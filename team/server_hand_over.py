"""Handing an owner's projects over on the server, with what is the owner's in them.

Projects need not be in any copy for that: they are read, changed and given in one transaction, so
that either all of it is done or nothing. Copies get it by their next sync, as any other change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from deals.edits.hand_over import HandOverWork, count_handed_work, hand_over
from deals.model import Project, Stamp
from team.connection import RETRIED, load_psycopg
from team.operations import (
    ONE_WAY,
    EditContext,
    KnownProject,
    edit_operations,
    read_sound,
    take_pulled,
)
from team.paths import UNREADABLE, Flat, flatten, project_document, record_of
from team.put_back import put_values_back
from team.server import (
    BATCH,
    GIVING,
    TeamOperation,
    find_given_values,
    hand_over_projects,
    open_owned,
)

if TYPE_CHECKING:
    from team.connection import Connection

TRIES = 3

ProjectChange = Callable[[KnownProject, Project], Project]


def plan_hand_over(
    connection: Connection,
    source: str,
    projects: Sequence[str] | None,
    today: date,
    signed: Collection[str],
) -> HandOverWork:
    """Count what would go along with a person's projects, all or those named; those at the `signed`
    stages count as signed.
    """
    found = [project for _key, _known, project in _read_owned(connection, source, projects)]
    return count_handed_work(filter(None, found), source, today, signed)


def list_owned(connection: Connection, owner: str) -> list[Project]:
    """List a person's projects that this version can read, as far as the caller sees them."""
    read = (project for _key, _known, project in _read_owned(connection, owner, None))
    return [project for project in read if project is not None]


def give_projects(
    connection: Connection,
    source: str,
    target: str,
    projects: Sequence[str] | None,
    stamp: Stamp,
    *,
    back: bool = False,
) -> list[str]:
    """Give projects of a person to another, with all that is open in them of the person's; or give
    them `back`, with that alone which came along with them.

    What is said in a project's name is stamped with who does it, and when. Returns the ids of those
    that were given. Whoever set the team up may do it too, who is nobody of it and pushes nothing.

    Raises:
        UserError: by `connect`: team-person-unknown, team-rights, team-client-old, team-server-old.

    """
    errors = load_psycopg()
    for left in reversed(range(TRIES)):
        try:
            with connection.transaction():
                change = _find_change(connection, source, target, stamp, back=back)
                return list(_give(connection, source, target, projects, change))
        except errors.Error as error:
            if not left or error.sqlstate not in RETRIED:
                raise
    return []


def _give(
    connection: Connection,
    source: str,
    target: str,
    projects: Sequence[str] | None,
    change: ProjectChange,
) -> Iterator[str]:
    """Yield the ids of the projects that the server has given, some of them with each call."""
    now = connection.execute("select extract(epoch from clock_timestamp()) * 1000").fetchone()
    device = f"{GIVING}{uuid4().hex[:8]}"
    context = EditContext(device, int(now[0]) if now else 0, lambda: str(uuid4()))
    keys, sent = list[str](), list[TeamOperation]()
    for key, known, project in _read_owned(connection, source, projects):
        if project is not None:
            # The server moves the owner by itself, last: then the feeds move with it.
            after = flatten(project_document(change(known, project)))
            after |= {"owner": known.flat.get("owner")}
            sent += edit_operations(key, known, after, context)
        keys.append(key)
        if len(sent) >= BATCH:
            yield from hand_over_projects(connection, source, target, keys, sent)
            keys, sent = [], []
    yield from hand_over_projects(connection, source, target, keys, sent)


def list_returned(
    connection: Connection, source: str, target: str, projects: Sequence[str], stamp: Stamp
) -> list[Project]:
    """List a person's projects as they will be once they are given back to another."""
    change = _find_change(connection, source, target, stamp, back=True)
    owned = _read_owned(connection, source, projects)
    return [change(known, project) for _key, known, project in owned if project is not None]


def _find_change(
    connection: Connection, source: str, target: str, stamp: Stamp, *, back: bool
) -> ProjectChange:
    """Return what is done in a project as it goes from one to another.

    What nobody can say any more what it was before goes back as all that is the owner's.
    """

    def give(_known: KnownProject, project: Project) -> Project:
        return hand_over(project, source, target, stamp)

    def give_back(known: KnownProject, project: Project) -> Project:
        given = find_given_values(connection, project.id)
        if not given:
            return give(known, project)
        values = {
            path: value
            for path, (set_by, value) in given.items()
            if known.stamps.get(path) == set_by and path not in ONE_WAY
        }
        # What was said in a record that was taken out stands with the server still.
        stood = {path: value for path, value in known.flat.items() if values.get(_mark_of(path))}
        back = {
            path: value
            for path, value in {**stood, **values}.items()
            if _is_there(path, known.flat | values)
        }
        return put_values_back(project, {**back, "owner": target}, stamp)

    return give_back if back else give


def _mark_of(path: str) -> str:
    return record_of(path) or path


def _is_there(path: str, flat: Flat) -> bool:
    """Whether a path is that of a value whose record stands."""
    mark = _mark_of(path)
    return mark == path or flat[path] is None or flat.get(mark) is True


def _read_owned(
    connection: Connection, source: str, projects: Sequence[str] | None
) -> Iterator[tuple[str, KnownProject, Project | None]]:
    """Yield a person's projects as the server has them, None for what this version cannot read and
    what was deleted.
    """
    for pulled in open_owned(connection, source, projects):
        known = take_pulled(None, pulled)
        project = None
        if known.dead is None:
            with suppress(*UNREADABLE):
                project, known = read_sound(pulled["id"], known)
        yield pulled["id"], known, project
