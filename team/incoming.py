"""What was pulled, on its way into the store.

It is kept in the state first, committed to the store, and only then counts as known. Who is killed
in between commits it again: a value that stands there already is no edit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from deals.book_change import BookChange, Departure
from deals.edits.patches import diff_books
from deals.merging.lists import mend_links
from deals.model import Book, DeletedProject, Project
from store.metadata import SCHEMA_VERSION
from team.failures import drop_quiet
from team.local_edits import refused_values
from team.operations import (
    MERGED,
    MERGED_INTO,
    KnownProject,
    document_of,
    drop_unreadable,
    is_quiet,
    is_win_rate,
    lay_over,
    shape_of,
    take_pulled,
)
from team.overtaken import name_receiver
from team.paths import (
    UNREADABLE,
    Flat,
    differences,
    flatten,
    is_setting_sent,
    lists_document,
    project_document,
    read_lists,
    read_project,
    record_of,
)
from team.server import LISTS, PulledProject
from team.stamps import make_stamp, stamp_time
from team.sync_report import MergedProject, SyncReport
from team.synced_store import name_commit

if TYPE_CHECKING:
    from team.sync_state import SyncState
    from team.synced_store import SyncedStore

AT_ONCE = 50
"""How many projects are committed to the store at once: keys wait that long, some 10 ms."""
LABEL = "sync"


def keep_pulled(
    state: SyncState, pulled: PulledProject, *, received: bool = False, actor: str | None = None
) -> None:
    """Keep what was pulled of a project, beside what of it is not in the store yet; `received`
    where it was somebody else's until now, `actor` who deleted it, merged it with another, or
    brought it back.
    """
    before = state.incoming(pulled["id"]) or {}
    if pulled["whole"]:
        before = {name: value for name, value in before.items() if name == "restore"}
    state.keep_incoming(
        pulled["id"],
        {
            **{name: value for name, value in before.items() if name not in ("leaving", "unread")},
            "owner": pulled["owner"],
            "dead": pulled["dead"],
            "received": received or before.get("received", False),
            "actor": actor or before.get("actor"),
            "whole": pulled["whole"] or before.get("whole", False),
            "fields": {**before.get("fields", {}), **pulled["fields"]},
            "entries": {**before.get("entries", {}), **pulled["entries"]},
        },
    )


def keep_leaving(state: SyncState, owners: Collection[str], *, scope: bool = False) -> None:
    """Note that the projects of owners whom one does not see any more are to be purged; `scope`
    where one does not want to.
    """
    # What was deleted is not here to let go of: known as that it comes back where that is undone.
    for key in state.list_known(dead=False if scope else None) if owners else ():
        known = state.known(key)
        if known is not None and known.owner in owners:
            state.keep_incoming(key, {"leaving": "", "scope": scope})


@dataclass
class _Step:
    """Some of what was pulled, as it is made to a book."""

    state: SyncState
    report: SyncReport
    before: Book
    put: dict[str, Project] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    departures: dict[str, Departure] = field(default_factory=dict)
    deleters: set[str] = field(default_factory=set)
    buried: list[DeletedProject] = field(default_factory=list)
    lists: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    done: dict[str, KnownProject | None] = field(default_factory=dict)
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def by(self) -> str | None:
        """Who deleted what goes with it, empty where that were several; None where nothing does."""
        if not self.deleters:
            return None
        return next(iter(self.deleters)) if len(self.deleters) == 1 else ""

    @property
    def after(self) -> Book:
        """The book with all of it."""
        book = self.before.without(*self.removed) if self.removed else self.before
        book = book.with_projects(*self.put.values()) if self.put else book
        lists = {**self.lists}
        if self.buried:
            lists["deleted"] = (*book.deleted, *self.buried)
        return book.with_lists(**lists) if lists else book


def apply_incoming(store: SyncedStore, state: SyncState, report: SyncReport) -> None:
    """Commit to the store what was pulled; what this version cannot read waits for a newer one."""
    keys = state.list_incoming()
    for start in range(0, len(keys), AT_ONCE):
        step = _Step(state, report, store.book)
        for key in keys[start : start + AT_ONCE]:
            _apply(step, key)
        after, sequence = step.after, store.sequence
        patch = diff_books(step.before, after)
        if patch:
            change = BookChange(step.before, after, patch, None, "theirs", pulled=True)
            change = replace(
                change, departures=step.departures, by=step.by, since=read_since(state)
            )
            store.commit(change, LABEL)
        with state.change():
            for key, known in step.done.items():
                if known is None:
                    state.drop_known(key)
                else:
                    state.keep_known(key, known)
                    state.drop_incoming(key)
                    if key in step.waiting:
                        state.keep_incoming(key, step.waiting[key])
                    # Where links were mended, the store says what nobody was told of yet.
                    state.keep_print(key, None)
            state.write(**name_commit(store))
            if state.read("collected") == sequence == store.sequence - 1:
                state.write(collected=store.sequence)  # nobody edited in between
        report.pulled += len(patch.projects)


def read_since(state: SyncState) -> datetime | None:
    """Return until when a store that was put back had been told what others did; None for others:
    to them all that they lack is news.
    """
    restored = state.read("origin") == "restored"
    return datetime.fromtimestamp(state.read("synced", 0.0), UTC) if restored else None


@cache
def find_version() -> str:
    """Return by what it is known that another version reads: this program's, and the schema's."""
    from importlib.metadata import PackageNotFoundError, version

    with suppress(PackageNotFoundError):
        return f"{version('netloft')} {SCHEMA_VERSION}"
    return str(SCHEMA_VERSION)


def _apply(step: _Step, key: str) -> None:
    incoming = step.state.incoming(key)
    if incoming is None:
        return
    if "leaving" in incoming:
        _apply_leaving(step, key)
        return
    if incoming.get("unread") == find_version():
        return
    try:
        known = _take_in(step, key, incoming)
    except UNREADABLE:
        # It is tried again once it has changed, or this version has.
        step.state.keep_incoming(key, {**incoming, "unread": find_version()})
        return
    step.done.setdefault(key, known)


def _take_in(step: _Step, key: str, incoming: Mapping[str, Any]) -> KnownProject:
    """Add what was pulled of a project to a step; return what is known of it then."""
    before = step.state.known(key)
    after = take_pulled(before, _as_pulled(key, incoming, before))
    if key == LISTS:
        _apply_lists(step, before or KnownProject(), after, whole=bool(incoming.get("whole")))
    elif after.dead is not None:
        step.state.forget_unread(key)
        _apply_deletion(step, key, before, after)
    else:
        restore = bool(incoming.get("restore"))
        try:
            _apply_project(step, key, before, after, restore=restore)
        except UNREADABLE:
            after = _leave_entries_out(step, key, after)
            _apply_project(step, key, before, after, restore=restore)
        if before is not None and before.dead is None:
            _tell_joined(step, key, before, after)
        elif before is not None and key in step.put and not restore:
            step.report.returned.append((step.put[key].name, _actor(step, key)))
        if incoming.get("received"):
            _tell_received(step.report, after)
    return after


def _leave_entries_out(step: _Step, key: str, after: KnownProject) -> KnownProject:
    """Leave out of a project what of its history and touches does not read, and tell that once: one
    entry that a newer version wrote, or whoever means ill, keeps nobody from the rest. It stays on
    the server, and comes with a version that reads it.
    """
    sound = drop_unreadable(after)
    left: dict[str, list[str]] = step.state.read("entries_unread", {})
    before, now = set(left.get(key, [])), after.flat.keys() - sound.flat.keys()
    if now - before:
        step.report.left_out.append(str(after.flat.get("name") or key))
        step.state.write(entries_unread={**left, key: sorted(before | now)})
    return sound


def fetch_unread(state: SyncState) -> None:
    """Have the projects fetched anew of which an earlier version could not read an entry."""
    if state.read("reader") != find_version():
        with state.change():
            for key in state.read("entries_unread", {}):
                state.add_refetch(key)
            state.write(reader=find_version(), entries_unread={})


def _as_pulled(key: str, incoming: Mapping[str, Any], before: KnownProject | None) -> PulledProject:
    known = before or KnownProject()
    return {
        "id": key,
        "owner": incoming.get("owner", known.owner),
        "seq": 0,
        "schema": 0,
        "dead": incoming.get("dead", known.dead),
        "whole": incoming.get("whole", False),
        "fields": incoming.get("fields", {}),
        "entries": incoming.get("entries", {}),
    }


def _apply_project(
    step: _Step, key: str, before: KnownProject | None, after: KnownProject, *, restore: bool
) -> None:
    local = _find_whole(step.before, key)
    if local is None:
        # One that was known and stands here no more is being deleted here.
        glance = key in step.before.projects
        if restore or before is None or before.dead is not None or glance:
            step.put[key] = mend_links(read_project(document_of(key, after.flat)))
        return
    flat = flatten(project_document(local))
    refused = refused_values(step.state, key)
    if before is None and "create" in refused:
        before = KnownProject(flat=flat)
    laid = lay_over(key, flat, before or KnownProject(), after, refused)
    project = read_project(document_of(key, laid))
    if project != local:
        step.put[key] = mend_links(project, local)


def _tell_received(report: SyncReport, after: KnownProject) -> None:
    """Tell from whom a project came, as its history says; one that was made here by others did not
    come from anybody.
    """
    moves = [
        move
        for path, move in after.flat.items()
        if path.startswith("history/") and isinstance(move, dict) and move.get("field") == "owner"
    ]
    last = max(moves, key=lambda move: str(move.get("at")), default={})
    if last.get("new") == after.owner and last.get("old"):
        name = str(after.flat.get("name", ""))
        report.received.append((name, str(last["old"])))
        report.movers[name] = str(last.get("by") or "")


def _find_whole(book: Book, key: str) -> Project | None:
    """Return a project as it stands here; None also where only a summary is here."""
    project = book.projects.get(key)
    return None if project is None or project.glance is not None else project


def _apply_deletion(
    step: _Step, key: str, before: KnownProject | None, after: KnownProject
) -> None:
    local = step.before.projects.get(key)
    if local is None or _has_edits(step, key, local, before):
        return
    step.removed.append(key)
    step.departures[key] = Departure("deleted")
    by = _actor(step, key)
    step.deleters.add(by)
    into = after.flat.get(MERGED_INTO)
    if isinstance(into, dict):
        _tell_merged(step, key, local.name, after.owner, into)
    else:
        step.report.deleted.append(local.name)
    at = datetime.fromtimestamp(stamp_time(after.dead or "0") / 1000, UTC)
    if local.created_at.date() < at.date():
        step.buried.append(DeletedProject.of(local, at, by))


def _actor(step: _Step, key: str) -> str:
    """Return who deleted what is taken in, merged it or brought it back; empty for nobody known."""
    return str((step.state.incoming(key) or {}).get("actor") or "")


def _tell_merged(step: _Step, key: str, name: str, owner: str, into: Mapping[str, Any]) -> None:
    ends = (str(into.get("name") or "?"), str(into.get("owner") or "?"))
    step.report.merged.append(MergedProject(name, owner, *ends, _actor(step, key) or "?"))


def _tell_joined(step: _Step, key: str, before: KnownProject, after: KnownProject) -> None:
    """Tell what others merged into a project since it was last synced, and what still is: a copy
    that has lost what it knew was told of earlier ones.
    """
    into = {"name": after.flat.get("name"), "owner": after.owner}
    since, restored = read_since(step.state), step.state.read("origin") == "restored"
    if step.state.read("origin") and not restored:
        return
    oldest = make_stamp(int(since.timestamp() * 1000), "") if since else ""
    for path, gone in after.flat.items():
        stamp = after.stamps.get(path, "")
        news = path.startswith(MERGED) and path != MERGED_INTO
        if news and isinstance(gone, dict) and stamp not in (before.stamps.get(path), ""):
            name, owner = str(gone.get("name") or "?"), str(gone.get("owner") or "?")
            if stamp > oldest:
                _tell_merged(step, key, name, owner, into)


def _has_edits(step: _Step, key: str, local: Project, before: KnownProject | None) -> bool:
    """Whether a project was edited here since it was last told: then the edit brings it back."""
    if before is None:
        return False
    edits = differences(before.flat, flatten(project_document(local)))
    refused = refused_values(step.state, key)
    return any(value not in refused.get(path, ()) for path, value in edits.items())


def _apply_leaving(step: _Step, key: str) -> None:
    local = step.before.projects.get(key)
    if local is not None:
        step.removed.append(key)
        incoming = step.state.incoming(key) or {}
        departure = _read_departure(incoming)
        step.departures[key] = departure
        if departure.kind == "scope":
            step.report.scoped += 1
        else:
            step.report.purged.append(local.name)
        _keep_unsent(step.state, key, local, step.report)
        if departure.kind == "given":
            step.report.given.append((local.name, departure.person))
            step.report.movers[local.name] = departure.by
            name_receiver(step.state, key, departure.person, departure.by)
    step.done[key] = None


def _read_departure(incoming: Mapping[str, Any]) -> Departure:
    if incoming.get("scope"):
        return Departure("scope")
    if target := incoming["leaving"]:
        return Departure("given", str(target), str(incoming.get("by") or ""))
    return Departure("unseen")


def _keep_unsent(state: SyncState, key: str, local: Project, report: SyncReport) -> None:
    """Keep what was edited of a project that leaves and could not be sent, for the user to see."""
    known = state.known(key)
    edits = differences(known.flat, flatten(project_document(local))) if known else {}
    refused = refused_values(state, key)
    stamp = make_stamp(int(local.updated_at.timestamp() * 1000), "")
    with state.change():
        for path, value in edits.items():
            if value in refused.get(path, ()):
                continue
            kept: Any = {"project": key, "name": local.name, "kind": "field", "path": path}
            kept |= {"value": value, "verdict": "denied", "reason": "left", "stamp": stamp}
            kept["base"] = known.stamps.get(path) if known else None
            state.keep_failure("refused", kept)
            if not is_quiet(key, path):
                report.refused.append(kept)
        for operation in state.outbox(project=key):
            state.drop_operation(operation["op"])


def _apply_lists(step: _Step, before: KnownProject, after: KnownProject, *, whole: bool) -> None:
    """Take in the shared lists; records that do not read wait by themselves and stop no other.

    Where they come as a `whole` this copy joins, and its own win rates go: else each copy would
    expect something else of the same deals.
    """
    waiting = _find_unreadable(after)
    if waiting:
        fields = {path: [after.flat[path], after.stamps.get(path, "")] for path in waiting}
        step.waiting[LISTS] = {"owner": after.owner, "dead": after.dead, "fields": fields}
        flat = {path: value for path, value in after.flat.items() if path not in waiting}
        stamps = {path: stamp for path, stamp in after.stamps.items() if path not in waiting}
        after = KnownProject(after.owner, flat, stamps, after.dead)
        step.done[LISTS] = after
    shape = shape_of(LISTS)
    local = flatten(lists_document(step.before), shape)
    laid = lay_over(LISTS, local, before, after, refused_values(step.state, LISTS))
    if whole:
        laid = {path: value for path, value in laid.items() if not is_win_rate(LISTS, path)}
        laid |= {path: at for path, at in after.flat.items() if is_win_rate(LISTS, path)}
    lists = read_sent_lists(step.before, laid)
    step.lists |= {
        name: records
        for name, records in lists.items()
        if set(map(repr, records)) != set(map(repr, getattr(step.before, name)))
        or (name != "store_settings" and records != getattr(step.before, name))
    }


def read_sent_lists(book: Book, flat: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Read the shared lists of a flat document, with those settings of a book that are not sent."""
    lists = dict[str, tuple[Any, ...]](read_lists(document_of(LISTS, dict(flat))))
    own = (each for each in book.store_settings if not is_setting_sent(each.name))
    lists["store_settings"] = (*own, *lists["store_settings"])
    return lists


def _find_unreadable(lists: KnownProject) -> set[str]:
    """Return the paths of the records of shared lists that this version cannot read."""
    found = set[str]()
    try:
        read_lists(document_of(LISTS, lists.flat))
    except UNREADABLE:
        parts: dict[str | None, Flat] = {}
        for path, value in lists.flat.items():
            parts.setdefault(record_of(path, shape_of(LISTS)), {})[path] = value
        for mark, part in parts.items():
            try:
                read_lists(document_of(LISTS, part))
            except UNREADABLE:
                found |= part.keys() if mark is not None else set()
    return found


def list_failures(state: SyncState, table: str) -> list[dict[str, Any]]:
    """Return what was `refused` or `overtaken`, less what nobody has written himself."""
    return drop_quiet(state.failures(table))


def list_names(state: SyncState, store: SyncedStore, keys: Iterator[str]) -> dict[str, str]:
    """Return the names of projects by id, as the store or the server has them."""
    found = dict[str, str]()
    for key in keys:
        local, known = store.book.projects.get(key), state.known(key)
        name = local.name if local else known.flat.get("name") if known else None
        if isinstance(name, str):
            found[key] = name
    return found
