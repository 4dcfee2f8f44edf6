"""What was edited in the store since the server was last told, and what is to be told again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from team.operations import (
    MERGED,
    MERGED_INTO,
    EditContext,
    KnownProject,
    create_operation,
    delete_operation,
    edit_operations,
    is_quiet,
    merge_operation,
    repeat_deletion,
    repeat_removals,
    restate_lists,
)
from team.paths import LISTS as LISTS_SHAPE
from team.paths import Flat, escape, flatten, lists_document, project_document
from team.server import LISTS, TeamOperation

if TYPE_CHECKING:
    from team.sync_state import SyncState
    from team.synced_store import SyncedStore

MOST_COUNTED = 500
"""Of how many operations it is looked at what they are of."""
RETRIED = {"clock", "revoked"}
"""For which reasons a refused operation is made anew by each sync."""


def collect_changes(store: SyncedStore, state: SyncState, context: EditContext) -> list[str]:
    """Put what was edited since the last time into the outbox; return the projects edited."""
    edited = list[str]()
    prints = state.prints()
    projects = store.book.projects
    for key, checksum in store.checksums().items():
        if projects[key].glance is not None:
            continue
        fingerprint = state.fingerprint(checksum)
        if prints.get(key) != fingerprint:
            flat = flatten(project_document(projects[key]))
            if key in prints:
                _drop_taken_back(state, key, flat)
            _collect_project(state, key, flat, context)
            state.keep_print(key, fingerprint)
            edited.append(key)
    for key in prints.keys() - projects.keys() - {LISTS}:
        state.keep_print(key, None)
    _collect_deletions(store, state, context)
    document = lists_document(store.book)
    fingerprint = state.fingerprint(orjson.dumps(document).decode())
    if prints.get(LISTS) != fingerprint:
        _collect_lists(state, flatten(document, LISTS_SHAPE), context)
        state.keep_print(LISTS, fingerprint)
    return edited


def _collect_project(state: SyncState, key: str, flat: Flat, context: EditContext) -> None:
    known, refused = state.expected(key), refused_values(state, key)
    if known is not None:
        _add_new(state, edit_operations(key, known, flat, context), refused)
        _tell_parted(state, key, flat, context)
    elif refused.get("create") != [flat]:
        state.add_operations([create_operation(key, flat, context)])


def _drop_taken_back(state: SyncState, key: str, flat: Flat) -> None:
    """Forget what was refused and whose author took it back: what stood before stands there anew,
    and nobody has written it since.
    """
    known, refused = state.expected(key), state.failures("refused", key)
    if known is None:
        return
    for failure in refused:
        path = failure.get("path")
        if path is None or failure["kind"] != "field" or failure.get("again"):
            continue
        as_before = flat.get(path) == known.flat.get(path)
        if as_before and known.stamps.get(path) == failure.get("base"):
            state.drop_refused(key, path)


def _collect_deletions(store: SyncedStore, state: SyncState, context: EditContext) -> None:
    """Collect deletions, each as of when it was made, as far as the book says: what another edits
    after that, before it is noted here, brings the project back.
    """
    made = {each.id: int(each.deleted_at.timestamp() * 1000) for each in store.book.deleted}
    for key in state.list_known(dead=False):
        if key == LISTS or key in store.book.projects or state.incoming(key) is not None:
            continue
        known = state.expected(key)
        if known is not None and known.dead is None:
            refused = refused_values(state, key)
            if True not in refused.get("delete", ()):
                known = _tell_merged(store, state, key, known, context)
            then = replace(context, now=min(context.now, made.get(key, context.now)))
            _add_new(state, [delete_operation(key, known, then)], refused)


def _tell_merged(
    store: SyncedStore, state: SyncState, key: str, known: KnownProject, context: EditContext
) -> KnownProject:
    """Have a project that is deleted, and the one that it was merged into, tell of that; those to
    whom they belong see but one of them.
    """
    kept = next((each for each in store.book.projects.values() if key in each.also), None)
    into = None if kept is None else {"name": kept.name, "owner": kept.owner}
    if into is not None or known.flat.get(MERGED_INTO) is not None:
        state.add_operations([merge_operation(key, MERGED_INTO, into, known, context)])
    if kept is not None and (there := state.expected(kept.id)) is not None:
        path, gone = f"{MERGED}{escape(key)}", {"name": known.flat.get("name")}
        gone["owner"] = known.owner
        state.add_operations([merge_operation(kept.id, path, gone, there, context)])
    return state.expected(key) or known


def _tell_parted(state: SyncState, key: str, flat: Flat, context: EditContext) -> None:
    """Take back what tells of a merge that does not stand any more: what was merged into another is
    there again, and that one is not what it was merged into.
    """
    there = state.expected(key) or KnownProject()
    stale = (
        path
        for path, value in there.flat.items()
        if path.startswith(MERGED)
        and value is not None
        and (path == MERGED_INTO or f"also/{path.removeprefix(MERGED)}" not in flat)
    )
    state.add_operations(merge_operation(key, path, None, there, context) for path in tuple(stale))


def _collect_lists(state: SyncState, flat: Flat, context: EditContext) -> None:
    """Collect the shared lists; what was noted before joining gives way to what the team has."""
    known = state.expected(LISTS)
    if known is None:
        context = EditContext(context.device, 0, context.new_id)
    made = edit_operations(LISTS, known or KnownProject(), flat, context)
    _add_new(state, made, refused_values(state, LISTS))


def _add_new(
    state: SyncState, operations: list[TeamOperation], refused: dict[str, list[Any]]
) -> None:
    """Put operations into the outbox, less those that were refused just so."""
    state.add_operations(
        operation
        for operation in operations
        if operation.get("value") not in refused.get(operation.get("path", operation["kind"]), ())
    )


def refused_values(state: SyncState, key: str) -> dict[str, list[Any]]:
    """Return the values of a project that the server refused and that are not tried again."""
    found: dict[str, list[Any]] = {}
    for failure in state.failures("refused", key):
        if failure["reason"] in RETRIED or failure.get("again"):
            continue
        value = failure.get("value")
        if failure["kind"] == "create":
            value = {**(value or {}), **failure.get("entries", {})}
        found.setdefault(failure.get("path", failure["kind"]), []).append(value)
    return found


def count_waiting(state: SyncState, refused: Collection[tuple[str, str]] = ()) -> int:
    """Return how many changes are to be sent, as their author counts them: what is edited of one
    person or row is one, what an edit writes by the way none. Of very many the rest is counted as
    it is. Those of `refused` projects and paths are only tried again, and counted there.
    """
    first = state.outbox(MOST_COUNTED)
    return count_edits(first, refused) + (state.count_outbox() - len(first))


def count_edits(
    operations: Sequence[Mapping[str, Any]], refused: Collection[tuple[str, str]] = ()
) -> int:
    """Return how many edits operations are of, as their author counts them, less `refused` ones."""
    paths = [(str(each["project"]), str(each.get("path", each["kind"]))) for each in operations]
    beside = {  # a follow-up is written with the touch that it came of
        (each["project"], f"contacts/{contact}{rest}")
        for each in operations
        if str(each.get("path", "")).startswith("touches/") and isinstance(each["value"], dict)
        for contact in each["value"].get("contacts", ())
        for rest in ("", "/follow_up")
    }
    left_out = {*refused, *beside}
    edits = {
        (project, _name_record(path))
        for project, path in paths
        if not is_quiet(project, path) and (project, path) not in left_out
    }
    return len(edits)


def _name_record(path: str) -> str:
    """Return of which person, row or other record a path is; a field of the project is its own."""
    return "/".join(path.split("/")[:2])


def restate(state: SyncState, context: EditContext) -> None:
    """Put all that is known into the outbox, with the stamps that it has, and forget that it was;
    what waits there follows it.

    For a server that was set back: it takes in what it lost, and gives what it has.
    """
    made = list[TeamOperation]()
    for key in state.list_known():
        known = state.known(key)
        if known is None:
            continue
        if key == LISTS:
            made += restate_lists(known, context)
        elif known.dead is not None:
            made.append(repeat_deletion(key, known.dead, context))
        else:
            made.append(create_operation(key, known.flat, context, known.stamps))
            made += repeat_removals(key, known, context)
    waiting = state.outbox()
    for operation in waiting:
        state.drop_operation(operation["op"])
    state.forget()
    for operation in made:
        operation["restated"] = True
    state.add_operations([*made, *waiting])
