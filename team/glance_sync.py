"""Summaries in a sync: one's own are sent, those of all below are pulled in place of the projects.

A project of which only a summary is here is an ordinary one in the store, with a `glance`. It is
never sent, nor is it missed. One that was opened is here whole for a month, and known to the state
as one's own are: edits of it go the usual way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from deals.book_change import BookChange, Departure
from deals.edits.patches import diff_books
from deals.errors import UserError
from deals.glances import MOST_GLANCES, make_glance
from deals.model import Book, DeletedProject, Project
from store.metadata import SCHEMA_VERSION
from team.glance_bodies import Body, make_body, read_glance, undated
from team.incoming import LABEL, apply_incoming, keep_pulled
from team.operations import EditContext, glance_operation
from team.overtaken import tell_overwritten
from team.paths import UNREADABLE, differences, does_entry_read, flatten, project_document
from team.server import (
    BATCH,
    GlancePull,
    PulledGlance,
    count_below,
    open_project,
    pull_glances,
    push_operations,
)
from team.stamps import stamp_time
from team.sync_report import SyncReport

if TYPE_CHECKING:
    from deals.playbook import Playbook
    from team.connection import Connection
    from team.sync_state import SentGlance, SyncState
    from team.synced_store import SyncedStore

OPEN_DAYS = 30
"""How many days a project stays here whole after it was last opened."""
CONFIRM_DAYS = 7
"""After how many days a summary is sent again although nothing but its day is another."""


class RewoundError(Exception):
    """The server was set back to an earlier state."""


@dataclass(frozen=True, slots=True)
class GlanceBasis:
    """What summaries are made by: the playbook, and the day."""

    playbook: Playbook
    today: date


# Sending ------------------------------------------------------------------------------------------


def send_glances(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    basis: GlanceBasis,
    context: EditContext,
) -> None:
    """Send the summaries of one's own projects that are others than those last sent.

    Flags are worked out where the project has been edited since, or day or playbook is another.
    """
    mark = state.fingerprint(f"{basis.today} {basis.playbook.model_dump_json()}")
    prints, sent = state.prints(), state.sent_glances()
    same = state.read("glance_mark") == mark
    state.drop_sent_glances(sent.keys() - store.book.projects.keys())
    due = _find_due(store, state, prints, sent, same=same)
    for start in range(0, len(due), BATCH):
        keys = due[start : start + BATCH]
        made = {key: make_body(store.book.projects[key], *_parts(basis)) for key in keys}
        news = {key: body for key, body in made.items() if _is_news(state, sent.get(key), body)}
        refused = _push_bodies(connection, news, context)
        with state.change():
            for key, body in made.items():
                day = str(basis.today) if key in news else sent[key].day
                kept = "" if key in refused else _print(state, body)
                state.keep_sent_glance(key, prints[key], kept, day)
    if not same:
        state.write(glance_mark=mark)


def _push_bodies(
    connection: Connection, bodies: Mapping[str, Body], context: EditContext
) -> set[str]:
    """Push bodies of summaries; return the ids of those that do not stand."""
    if not bodies:
        return set()
    operations = [glance_operation(key, body, context) for key, body in bodies.items()]
    texts = [orjson.dumps(operation).decode() for operation in operations]
    verdicts = push_operations(connection, texts, SCHEMA_VERSION)
    return {
        operation["project"]
        for operation, verdict in zip(operations, verdicts, strict=True)
        if verdict["verdict"] != "applied"
    }


def _parts(basis: GlanceBasis) -> tuple[Playbook, date]:
    return basis.playbook, basis.today


def _find_due(
    store: SyncedStore,
    state: SyncState,
    prints: Mapping[str, str],
    sent: Mapping[str, SentGlance],
    *,
    same: bool,
) -> list[str]:
    """Return the ids of one's own projects whose summary may be another than the one sent.

    Those of others are noted as seen, so that each is looked at once.
    """
    due, others = list[str](), list[str]()
    person = state.read("person")
    for key, project in store.book.projects.items():
        seen = sent[key].seen if key in sent else None
        if project.glance is not None or key not in prints:
            continue
        if seen == prints[key] and (same or not sent[key].day):
            continue
        known = None if project.owner == person else state.known(key)
        own = project.owner == person or (known is not None and known.owner == person)
        (due if own else others).append(key)
    with state.change():
        for key in others:
            state.keep_sent_glance(key, prints[key], "", "")
    return due


def _is_news(state: SyncState, sent: SentGlance | None, body: Body) -> bool:
    if sent is None or sent.body != _print(state, body):
        return True
    day = date.fromisoformat(body["glance"]["day"])
    return (day - date.fromisoformat(sent.day)).days >= CONFIRM_DAYS


def _print(state: SyncState, body: Body) -> str:
    return state.fingerprint(orjson.dumps(undated(body), option=orjson.OPT_SORT_KEYS).decode())


# Pulling ------------------------------------------------------------------------------------------


def pull_summaries(
    store: SyncedStore, state: SyncState, connection: Connection, report: SyncReport
) -> None:
    """Pull the summaries that changed of all below, and commit them to the store."""
    under, cursors = state.read("under"), _find_cursors(state)
    if not cursors:
        count = count_below(connection, under)
        if count > MOST_GLANCES:
            report.crowded = count
            return
    for page in pull_glances(connection, cursors, under):
        if page["rewound"] or page["generation"] != state.read("generation"):
            raise RewoundError
        _take_page(store, state, connection, page, report)
        apply_incoming(store, state, report)


def _find_cursors(state: SyncState) -> dict[str, Any]:
    """Return from where to pull: from the start where this version may read more than the last."""
    if state.read("glance_schema") != SCHEMA_VERSION:
        state.write(glance_schema=SCHEMA_VERSION, glance_cursors={}, glances_unread=[])
    cursors: dict[str, Any] = state.read("glance_cursors", {})
    return cursors


def _take_page(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    page: GlancePull,
    report: SyncReport,
) -> None:
    """Commit a page to the store; only then does it count as pulled."""
    cursors = {**state.read("glance_cursors", {}), **page["cursors"]}
    left = _find_left(state, page, cursors)
    opened = state.read("opened", {})
    leaving = {key for key in left if key in opened and state.known(key) is not None}
    with state.change():
        _refetch_whole(store, state, connection, page, report)
        for key in leaving:
            state.keep_incoming(key, {"leaving": ""})
    changed, unread = _put_rows(store, page["glances"])
    report.pulled += changed
    report.left += len(_take_out(store, left - leaving))
    with state.change():
        for row in page["glances"]:
            state.mark_glanced(row["id"], None if row["dead"] else row["owner"])
        for key in left:
            state.mark_glanced(key, None)
        kept = {owner: place for owner, place in cursors.items() if owner not in page["gone"]}
        seen = {*left, *(row["id"] for row in page["glances"])}
        unread += [key for key in state.read("glances_unread", []) if key not in seen]
        state.write(glance_cursors=kept, glances_unread=unread)


def _find_left(state: SyncState, page: GlancePull, cursors: Collection[str]) -> set[str]:
    """Return the ids of the projects of which no summary comes any more."""
    glanced = state.glanced() if page["gone"] or page["moved"] else {}
    gone = {state.fingerprint(owner) for owner in page["gone"]}
    left = {key for key, owner in glanced.items() if owner in gone}
    left |= _find_moved(state, page, glanced, cursors)
    return left - {row["id"] for row in page["glances"]}


def _refetch_whole(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    page: GlancePull,
    report: SyncReport,
) -> None:
    """Fetch those anew that are here whole; if it was not opened, the state of it was lost."""
    opened = state.read("opened", {})
    for row in page["glances"]:
        key = row["id"]
        if not _is_whole(store, key):
            continue
        if key not in opened:
            keep_opened(state, key, date.min)
        found = open_project(connection, key)
        if found is not None:
            tell_overwritten(state, connection, found, report)
            keep_pulled(state, found)


def _find_moved(
    state: SyncState, page: GlancePull, glanced: Mapping[str, str], cursors: Collection[str]
) -> set[str]:
    """Return the ids of the projects that went to somebody of whom no summaries come."""
    person = state.read("person")
    return {
        moved["project"]
        for moved in page["moved"]
        if glanced.get(moved["project"]) == state.fingerprint(moved["owner"])
        and moved["to"] not in cursors
        and moved["to"] != person
    }


def _is_whole(store: SyncedStore, key: str) -> bool:
    project = store.book.projects.get(key)
    return project is not None and project.glance is None


def _put_rows(store: SyncedStore, rows: Iterable[PulledGlance]) -> tuple[int, list[str]]:
    """Put summaries into the store, where no whole project stands; return how many changed, and
    the ids of those that do not read.
    """
    before, unread = store.book, list[str]()
    put, removed = list[Project](), list[DeletedProject]()
    for row in rows:
        local = before.projects.get(row["id"])
        if local is not None and local.glance is None:
            continue
        if row["dead"] is not None:
            removed += [_bury(local, row["dead"])] if local is not None else []
            continue
        made = _read_summary(row)
        if made is None:
            unread.append(row["id"])  # it is pulled from the start once there is a newer version
            continue
        if made != local:
            put.append(made)
    after = before.with_projects(*put) if put else before
    if removed:
        after = after.without(*(each.id for each in removed))
        after = after.with_lists(deleted=(*after.deleted, *removed))
    return _commit(store, before, after), unread


def _read_summary(row: PulledGlance) -> Project | None:
    """Read a summary, less what of it does not read."""
    for given in _list_sound(row):
        with suppress(*UNREADABLE):
            return read_glance(given)
    return None


def _list_sound(row: PulledGlance) -> Iterator[PulledGlance]:
    """Yield a summary, then less those moves that do not read, then less its body: without one it
    has no flags.
    """
    yield row
    moves = [move for move in row["moves"] or () if does_entry_read("history", move)]
    sound: PulledGlance = {**row, "moves": moves}
    yield sound
    yield {**sound, "body": None}


def _bury(local: Project, dead: str) -> DeletedProject:
    return DeletedProject.of(
        local, datetime.fromtimestamp(stamp_time(dead) / 1000).astimezone(), ""
    )


def _take_out(store: SyncedStore, keys: Collection[str], *, scope: bool = False) -> list[str]:
    """Take summaries out of the store, by choice of a `scope` or not; return which were there."""
    before = store.book
    there = [key for key in keys if (each := before.projects.get(key)) and each.glance is not None]
    if there:
        why = Departure("scope" if scope else "unseen")
        _commit(store, before, before.without(*there), dict.fromkeys(there, why))
    return there


def _commit(
    store: SyncedStore, before: Book, after: Book, why: Mapping[str, Departure] | None = None
) -> int:
    patch = diff_books(before, after)
    if patch:
        change = BookChange(before, after, patch, None, "theirs", pulled=True, departures=why or {})
        store.commit(change, LABEL)
    return len(patch.projects)


def drop_strays(store: SyncedStore, state: SyncState, report: SyncReport) -> None:
    """Take the summaries out of the store that nobody keeps up to date (any more)."""
    glanced = state.glanced()
    strays = [
        key
        for key, project in store.book.projects.items()
        if project.glance is not None and key not in glanced
    ]
    rescoped = bool(state.read("rescoped", False))
    gone = len(_take_out(store, strays, scope=rescoped))
    if rescoped:
        report.scoped += gone
    else:
        report.left += gone


def drop_opened(store: SyncedStore, state: SyncState, report: SyncReport) -> None:
    """Take out those of the opened projects that are of nobody any more of whom summaries come."""
    opened: dict[str, str] = state.read("opened", {})
    rescoped = bool(state.read("rescoped", False))
    leaving = [
        key
        for key in opened.keys() - state.glanced().keys()
        if (known := state.known(key)) is not None
        # What was deleted here is known as that for as long as it counts as opened.
        and (known.dead is None or key in store.book.projects)
        and known.owner != state.read("person")
    ]
    if leaving:
        with state.change():
            for key in leaving:
                state.keep_incoming(key, {"leaving": "", "scope": rescoped})
            state.write(opened={key: day for key, day in opened.items() if key not in leaving})
        apply_incoming(store, state, report)


# Opening ------------------------------------------------------------------------------------------


def open_whole(
    store: SyncedStore, state: SyncState, connection: Connection, project: str, today: date
) -> SyncReport:
    """Fetch a project whole in the place of its summary, and keep it so for a month.

    Refusal: `project-not-there` (project) where the server has none, or none that one sees.
    """
    report = SyncReport()
    local = store.book.projects.get(project)
    if local is None or local.glance is not None:
        found = open_project(connection, project)
        if found is None or found["dead"] is not None:
            raise UserError("project-not-there", name=local.name if local else project)
        with state.change():
            keep_pulled(state, found)
            keep_opened(state, project, today)
        apply_incoming(store, state, report)
    elif project in state.read("opened", {}):
        keep_opened(state, project, today)
    return report


def keep_opened(state: SyncState, project: str, day: date) -> None:
    """Remember when a project was last opened."""
    state.write(opened={**state.read("opened", {}), project: str(day)})


def close_opened(store: SyncedStore, state: SyncState, basis: GlanceBasis) -> None:
    """Make summaries again of the projects that were opened long ago and wait for nothing."""
    opened: dict[str, str] = state.read("opened", {})
    due = [
        key
        for key, day in opened.items()
        if basis.today - date.fromisoformat(day) > timedelta(days=OPEN_DAYS)
    ]
    closed = [key for key in due if _close(store, state, key, basis)]
    if closed:
        state.write(opened={key: day for key, day in opened.items() if key not in closed})


def _close(store: SyncedStore, state: SyncState, key: str, basis: GlanceBasis) -> bool:
    """Make a summary of a project; whether it is none of the opened ones any more."""
    before, known = store.book, state.known(key)
    project = before.projects.get(key)
    if project is None or known is None or known.owner == state.read("person"):
        state.mark_glanced(key, None)
        return True
    if project.glance is None:
        here = flatten(project_document(project))
        if state.outbox(1, project=key) or state.incoming(key) or state.failures("refused", key):
            return False
        if differences(known.flat, here):
            return False
        if not _thin_out(store, project, basis):
            return False
    state.mark_glanced(key, known.owner)
    state.drop_known(key)
    return True


def _thin_out(store: SyncedStore, project: Project, basis: GlanceBasis) -> bool:
    """Put the summary of a project in its place, unless it is edited just then."""
    before = store.book
    after = before.with_projects(make_glance(project, basis.playbook, basis.today))
    change = BookChange(before, after, diff_books(before, after), None, "theirs", pulled=True)
    was = store.commit(change, LABEL).patch.projects.get(project.id)
    if was is None or was.before is None or was.before == project:
        return True
    _commit(store, store.book, store.book.with_projects(was.before))
    return False
