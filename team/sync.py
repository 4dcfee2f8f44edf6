"""One sync of a store with the team's server: what was edited here goes out, what others did comes.

Edits are found by comparing the book with what the server is known to have, not in the journal: so
it does not matter how long a copy was off-line or whether its journal has been emptied since.
Nothing holds the store's lock but the commit of what was pulled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from time import time
from typing import TYPE_CHECKING, Any
from uuid import getnode, uuid4

import orjson

from deals.book_change import BookChange
from deals.errors import UserError
from deals.team_copy import keep_team, recall_line, recall_team_person
from store.metadata import SCHEMA_VERSION
from team.branch_reports import fetch_line, find_makers
from team.connection import server_name
from team.entry_order import arrange_projects
from team.failures import count_older
from team.glance_sync import (
    GlanceBasis,
    RewoundError,
    close_opened,
    drop_opened,
    drop_strays,
    keep_opened,
    pull_summaries,
    send_glances,
)
from team.incoming import LABEL, apply_incoming, fetch_unread, keep_leaving, keep_pulled
from team.local_edits import collect_changes, count_edits, count_waiting, restate
from team.operations import (
    MERGED,
    EditContext,
    KnownProject,
    is_known,
    is_quiet,
    is_win_rate,
    take_operation,
)
from team.overtaken import is_own, keep_overtaken, name_project, name_receivers, tell_overwritten
from team.reunion import reunite_projects
from team.second_tries import list_asked, make_again, settle_again
from team.server import (
    BATCH,
    LISTS,
    PulledProject,
    TeamOperation,
    TeamPull,
    TeamVerdict,
    count_below,
    count_seen,
    find_giver,
    find_owners,
    find_receiver,
    find_writer,
    open_project,
    pull_all,
    pull_changes,
    push_operations,
)
from team.sync_report import SyncReport
from team.synced_store import holds_commit, name_commit

if TYPE_CHECKING:
    from team.connection import Connection
    from team.sync_state import SyncState
    from team.synced_store import SyncedStore

BATCH_BYTES = 4 * 2**20
MOST_WHOLE = 10_000
"""Of how many projects below whole ones are brought; of more it takes summaries."""
MANY_OWNERS = 20
"""Whose line is longer than that pulls their own projects, and summaries of the others."""
REWINDS = 2
"""How often a sync begins anew because the server was set back meanwhile."""
REFUSED = {"denied", "invalid"}
"""The verdicts on what is not taken and may be sent again."""


def sync(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    *,
    now: Callable[[], float] = time,
    basis: GlanceBasis | None = None,
) -> SyncReport:
    """Push what was edited here, and commit what others did to the store under the label `sync`.

    It may be stopped at any point and is gone on with by the next one. By a `basis` summaries of
    one's own projects are sent too, and projects that were opened long ago become summaries again.

    Raises:
        UserError: those of `connect` and `Store.commit`, team-stranger, team-read-only (standby).

    """
    report = SyncReport()
    collect(store, state, report, now=now)
    asked = list_asked(state)
    _collect_again(store, state, report, now)
    exchange = partial(_exchange, store, state, connection, report, partial(_context, state, now))
    exchange(basis)
    if _collect_again(store, state, report, now):  # of projects that have come just now
        exchange(basis)
    settle_again(state, asked, report)
    _keep_team(store, state, connection, now(), moved=bool(report.pushed or report.pulled))
    state.write(**name_commit(store), synced=now(), fault=None)
    _tell_rest(state, report)
    return report


def _tell_rest(state: SyncState, report: SyncReport) -> None:
    """Tell what waits to be sent, and what does not read, summaries among it; and of what got an
    owner whom nobody of the team is.
    """
    report.waiting = count_waiting(state)
    report.still_refused = count_older(state.failures("refused"), report.refused)
    report.summed = state.read("scope") == "glances" and not state.read("under")
    person = state.read("person")
    others = (key for key, owner in report.owners.items() if owner not in ("", person))
    for known in filter(None, map(state.known, others)):
        owner = known.flat.get("owner")
        if owner and owner != known.owner:
            report.strangers.append((str(known.flat.get("name")), str(owner)))
    report.unreadable = [*state.list_incoming(), *state.read("glances_unread", [])]


def _collect_again(
    store: SyncedStore, state: SyncState, report: SyncReport, now: Callable[[], float]
) -> bool:
    """Note what is asked for again, where its project is here; whether anything was."""
    made = make_again(store, state, now())
    if made:
        collect(store, state, report, now=now)
    return made


def _keep_team(
    store: SyncedStore, state: SyncState, connection: Connection, now: float, *, moved: bool
) -> None:
    """Have the store know who works here, so that edits are signed with a name that the team has,
    who reports to whom, and, where projects `moved`, with whom those are that are nobody's.

    Who is somebody else by the settings stays that.
    """
    known = recall_line(store.book)
    line = fetch_line(state, connection, known, now) or known
    before, sequence = store.book, store.sequence
    if line is not None:
        line = replace(line, makers=known.makers if known else {})
    if line is not None and moved:
        line = replace(line, makers=find_makers(state, before.projects.values(), line))
    after = keep_team(before, str(state.read("person")), line)
    if after is before:
        return
    change = BookChange.between(before, after)
    store.commit(replace(change, pulled=True), LABEL)
    if state.read("collected") == sequence == store.sequence - 1:
        state.write(collected=store.sequence)


def _exchange(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    report: SyncReport,
    find_context: Callable[[], EditContext],
    basis: GlanceBasis | None,
) -> None:
    """Push and pull; anew where the server turns out to be another one than it was, refused where
    it goes on to be: what was pulled is not all.
    """
    context = find_context()
    for _time in range(REWINDS):
        person = _meet_server(state, connection, report, context)
        report.forgot |= bool(state.read("origin") == "lost")
        reunite_projects(state, connection, context, report)
        fetch_unread(state)
        _push(state, connection, report)
        if person is None:
            raise UserError("team-stranger")
        try:
            _let_go(state)
            _pull(store, state, connection, report, find_context)
            _exchange_glances(store, state, connection, report, context, basis)
            return
        except RewoundError:
            state.write(generation="")
    raise UserError("team-busy", server=server_name(str(state.read("url", ""))))


def _meet_server(
    state: SyncState, connection: Connection, report: SyncReport, context: EditContext
) -> str | None:
    """Ask the server which one it is, and who one is there, which is returned."""
    asked = pull_changes(connection, {}, follow=False, page=1)
    report.ahead = context.now - asked["now"]
    if asked["generation"] is None:
        raise UserError("team-read-only", server=server_name(str(state.read("url", ""))))
    _meet_generation(state, asked["generation"], context)
    if asked["person"] is not None:  # what is told of is told with who wrote it, or oneself
        state.write(person=asked["person"])
    return asked["person"]


def _exchange_glances(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    report: SyncReport,
    context: EditContext,
    basis: GlanceBasis | None,
) -> None:
    """Send and pull summaries, and let go of those that nobody keeps up to date."""
    if basis is not None:
        send_glances(store, state, connection, basis, context)
    if state.read("scope") == "glances":
        pull_summaries(store, state, connection, report)
    if not report.crowded:
        drop_opened(store, state, report)
    if basis is not None:
        close_opened(store, state, basis)
    drop_strays(store, state, report)
    if not report.crowded:
        state.write(rescoped=False)


def collect(
    store: SyncedStore, state: SyncState, report: SyncReport, *, now: Callable[[], float] = time
) -> None:
    """Note what was edited here, so that it keeps its time until there is a line to the server."""
    if store.trouble is not None:
        raise store.trouble
    _meet_store(store, state)
    apply_incoming(store, state, report)
    with state.change():
        edited = collect_changes(store, state, _context(state, now))
        sequence = store.sequence
        state.write(**name_commit(store), collected=sequence)
    arrange_projects(store, edited)
    _keep_collected(store, state, sequence)
    report.waiting = count_waiting(state)


def _keep_collected(store: SyncedStore, state: SyncState, sequence: int) -> None:
    """Note that nothing was edited since, where what was committed since is a sync's."""
    if sequence < store.sequence == sequence + 1 and state.read("collected") == sequence:
        state.write(collected=store.sequence)


def _context(state: SyncState, now: Callable[[], float]) -> EditContext:
    return EditContext(str(state.read("device")), int(now() * 1000), lambda: str(uuid4()))


def _meet_store(store: SyncedStore, state: SyncState) -> None:
    """Begin anew with a store that is not the one that was synced last: a restored or older copy;
    or with one of which nothing is remembered: it joins, or what was remembered was lost.

    What it lacks was not deleted here, and what differs was not edited here: see `reunion`.
    """
    if state.read("device") is None:
        state.write(device=_name_device(store, state))
    known, sequence = state.read("store"), state.read("sequence", 0)
    if known is not None and holds_commit(store, known, sequence, state.read("link", "")):
        return
    with state.change():
        if known is not None:
            state.forget()
            for operation in state.outbox():
                state.drop_operation(operation["op"])
            state.write(origin="restored")
        else:
            state.write(origin="lost" if recall_team_person(store.book) else "joining")
        state.write(**name_commit(store))


def _name_device(store: SyncedStore, state: SyncState) -> str:
    """Name this machine's copy of a store, by the same name again where the state was lost: so it
    is known then what was sent from here.
    """
    about = f"{getnode()} {state.path.absolute()} {store.identity}"
    return sha256(about.encode()).hexdigest()[:12]


def _meet_generation(state: SyncState, generation: str, context: EditContext) -> None:
    """Say all again to a server that may have lost what it acknowledged."""
    known = state.read("generation")
    with state.change():
        if known is not None and known != generation:
            restate(state, context)
        state.write(generation=generation)


# Pushing ------------------------------------------------------------------------------------------


def _push(state: SyncState, connection: Connection, report: SyncReport) -> None:
    while sent := list(_take_batch(state.outbox(BATCH))):
        batch = [operation for operation, _text in sent]
        verdicts = push_operations(connection, [text for _made, text in sent], SCHEMA_VERSION)
        with state.change():
            for operation, verdict in zip(batch, verdicts, strict=True):
                _take_verdict(state, operation, verdict, report)
                state.drop_operation(operation["op"])
        pairs = zip(batch, verdicts, strict=True)
        _note_taken(report, [made for made, verdict in pairs if verdict["verdict"] not in REFUSED])
        for operation, verdict in zip(batch, verdicts, strict=True):
            if _is_of_others(operation, verdict):
                _keep_given(state, connection, operation["project"])
        name_receivers(state, connection, report)
    _fetch_again(state, connection, report)


def _fetch_again(state: SyncState, connection: Connection, report: SyncReport) -> None:
    """Fetch the projects whole of which it is not known how they stand on the server."""
    for project in state.list_refetch():
        found = open_project(connection, project)
        if found is not None:
            _name_writers(state, connection, found, report)
        with state.change():
            if found is not None:
                keep_pulled(state, found)
            state.drop_refetch(project)


def _note_taken(report: SyncReport, taken: Sequence[TeamOperation]) -> None:
    """Count what the server took, as its author does, and note what got which owner by it."""
    report.pushed += count_edits(taken)
    for operation in taken:
        if operation.get("restated"):
            continue
        if operation["kind"] == "create":
            report.owners[operation["project"]] = str(operation["value"].get("owner") or "")
        elif operation.get("path") == "owner":
            report.owners[operation["project"]] = str(operation["value"] or "")


def _is_of_others(operation: TeamOperation, verdict: TeamVerdict) -> bool:
    """Whether a project that was to be made is on the server, with somebody whom one does not
    follow: it was given away since this copy was made, by a backup or by another machine.
    """
    denied = verdict["verdict"] == "denied" and verdict.get("reason") == "project"
    return operation["kind"] == "create" and denied


def _keep_given(state: SyncState, connection: Connection, project: str) -> None:
    receiver, giver = find_receiver(connection, project), find_giver(connection, project)
    state.keep_incoming(project, {"leaving": receiver or "", "by": giver})


def _take_batch(operations: Iterable[TeamOperation]) -> Iterator[tuple[TeamOperation, str]]:
    """Yield the first of the operations, as many as are sent at once, each with its text."""
    size, made = 0, set[str]()
    for operation in operations:
        data = orjson.dumps(operation)
        size += len(data)
        if size > BATCH_BYTES and size > len(data):
            return
        if operation["project"] in made and operation.get("path") == "owner":
            return  # the server prepares to write for those owners whom it knows beforehand
        if operation["kind"] == "create":
            made.add(operation["project"])
        yield operation, data.decode()


def _take_verdict(
    state: SyncState, operation: TeamOperation, verdict: TeamVerdict, report: SyncReport
) -> None:
    """Take in what became of an operation.

    What stands, and what was overtaken, is from now on known as it was said here: what overtook
    it is then pulled as a change to that.
    """
    project, path = operation["project"], operation.get("path", operation["kind"])
    name = verdict["verdict"]
    if name == "duplicate":
        name = verdict.get("was", "applied")
        if name == "lost" or operation["kind"] == "create":
            state.add_refetch(project)
    if name == "denied" and project == LISTS and operation.get("restated"):
        name = "applied"  # as it stands here: whoever leads restates it, too
    if name in REFUSED:
        _keep_refused(state, operation, verdict, report)
        return
    state.drop_refused(project, path)
    if operation["kind"] == "delete" and name == "lost":
        state.keep_incoming(project, {**(state.incoming(project) or {}), "restore": True})
        state.add_refetch(project)
    else:
        state.keep_known(project, take_operation(state.known(project), operation))
    if name == "lost" and "paths" not in verdict:
        _keep_overtaken(state, operation, verdict, report)
    _take_paths(state, operation, verdict, report)


def _take_paths(
    state: SyncState, operation: TeamOperation, verdict: TeamVerdict, report: SyncReport
) -> None:
    """Take in what became of the paths of a project that was there already."""
    for path, fate in verdict.get("paths", {}).items():
        state.add_refetch(operation["project"])
        if fate == "lost":
            lost: Any = {**operation, "kind": "field", "path": path, "base": None}
            lost["value"] = operation["value"].get(path)
            keep_overtaken(state, lost, {}, report)


def _name_writers(
    state: SyncState, connection: Connection, found: PulledProject, report: SyncReport
) -> None:
    """Say of paths of a project that was there already what stands there, and by whom."""
    newest = max(found["fields"].values(), key=lambda each: each[1], default=None)
    for failure in report.overtaken:
        stands = found["fields"].get(failure.get("path", ""))
        if failure["kind"] == "delete" and newest is not None:
            stands = (None, newest[1])
        if failure["project"] == found["id"] and failure["by"] is None and stands is not None:
            value, stamp = stands
            by = find_writer(connection, found["id"], stamp)
            failure |= {"theirs": value, "by": by, "own": is_own(state, by)}
            state.keep_failure("overtaken", failure)


def _keep_overtaken(
    state: SyncState, operation: TeamOperation, verdict: TeamVerdict, report: SyncReport
) -> None:
    project, stamp = operation["project"], verdict.get("stamp")
    keep_overtaken(state, operation, verdict, report)
    if operation["kind"] != "field" or stamp is None or verdict.get("reason") == "deleted":
        state.add_refetch(project)
        return
    known, incoming = state.known(project), state.incoming(project) or {}
    incoming.pop("unread", None)
    incoming.setdefault("owner", known.owner if known else "")
    fields = incoming.setdefault("fields", {})
    fields[operation["path"]] = [verdict.get("value"), stamp]
    state.keep_incoming(project, incoming)


def _keep_refused(
    state: SyncState, operation: TeamOperation, verdict: TeamVerdict, report: SyncReport
) -> None:
    project, reason = operation["project"], verdict.get("reason", "")
    known = state.known(project)
    if operation["kind"] == "delete" and known is None:
        return  # said again to a server that never had it
    if is_win_rate(project, str(operation.get("path"))) and reason == "lead":
        state.add_refetch(project)  # they are the team's, which take the place of one's own
        return
    kept = {**operation, "verdict": verdict["verdict"], "reason": reason}
    kept |= name_project(state, operation)
    if _is_of_others(operation, verdict) and state.read("origin") in ("lost", "restored"):
        # An older copy of it, which leaves: nothing of it needs to be settled.
        state.keep_failure("refused", {**kept, "dismissed": True})
        return
    state.keep_failure("refused", kept)
    if not is_quiet(project, operation.get("path", operation["kind"])):
        report.refused.append(kept)
    if reason in {"clock", "revoked"}:
        state.keep_print(project, None)


# Pulling ------------------------------------------------------------------------------------------


def _pull(
    store: SyncedStore,
    state: SyncState,
    connection: Connection,
    report: SyncReport,
    find_context: Callable[[], EditContext],
) -> None:
    # Who is new to this copy was not given all that comes: it was theirs before.
    begun = state.read("person") in state.read("cursors", {})
    cursors, follow = _find_cursors(state, connection, report)
    for pulled in pull_all(connection, cursors, follow=follow):
        if pulled["person"] is None:
            raise UserError("team-stranger")
        if pulled["rewound"] or pulled["generation"] != state.read("generation"):
            raise RewoundError
        with state.change():
            _keep_page(state, connection, pulled, report, begun=begun)
            if state.read("collected") != store.sequence:
                # What was edited meanwhile was edited without having seen any of this.
                collect_changes(store, state, find_context())
                state.write(collected=store.sequence)
        apply_incoming(store, state, report)
    state.write(origin="")


def _find_cursors(
    state: SyncState, connection: Connection, report: SyncReport
) -> tuple[dict[str, Any], bool]:
    """Return from where to pull, and whether all owners are followed: not where whole projects were
    chosen, and there are too many for one store.
    """
    scope = state.read("scope")
    if scope is None:
        scope = "glances" if count_seen(connection) > MANY_OWNERS else "team"
        state.write(scope=scope)
    cursors = dict(state.read("cursors", {}))
    if scope == "team" and state.read("rescoped", False):
        count = count_below(connection)
        report.crowded = count if count > MOST_WHOLE else 0
    if scope != "team" or report.crowded:
        person = state.read("person")
        cursors = {LISTS: 0, person: 0, **cursors}
    return cursors, scope == "team" and not report.crowded


def _keep_page(
    state: SyncState, connection: Connection, pulled: TeamPull, report: SyncReport, *, begun: bool
) -> None:
    cursors, person = {**state.read("cursors", {}), **pulled["cursors"]}, state.read("person")
    for project in pulled["projects"]:
        key = project["id"]
        waiting, known = state.incoming(key), state.known(key)
        if waiting is None and known is not None and is_known(known, project):
            continue
        whole = project["whole"] or (waiting or {}).get("whole")
        if not whole and known is None:
            project = open_project(connection, key) or project
        tell_overwritten(state, connection, project, report)
        came = project["owner"] == person and (known is None or known.owner != person)
        actor = _find_actor(connection, known, project)
        keep_pulled(state, project, received=begun and came, actor=actor)
    keep_leaving(state, pulled["gone"])
    for owner in pulled["gone"]:
        cursors.pop(owner, None)
    _keep_moved(state, connection, pulled, cursors.keys())
    state.write(cursors=cursors)


def _find_actor(
    connection: Connection, known: KnownProject | None, pulled: PulledProject
) -> str | None:
    """Return who merged a project with another, took that back, or deleted it, if that is new."""
    there = {} if known is None else known.stamps
    dead = pulled["dead"] if known is not None and known.dead != pulled["dead"] else None
    merged = (
        stamp
        for path, (_value, stamp) in pulled["fields"].items()
        if path.startswith(MERGED) and there.get(path) != stamp
    )
    stamp = next(merged, dead)
    return None if stamp is None else find_writer(connection, pulled["id"], stamp)


def _keep_moved(
    state: SyncState, connection: Connection, pulled: TeamPull, followed: Collection[str]
) -> None:
    """Note which projects went to owners who are not followed: by hands of several, maybe back."""
    there = {project["id"] for project in pulled["projects"]}
    left = {moved["project"]: moved["to"] for moved in pulled["moved"]}
    keys = [key for key in left if key not in there and state.known(key) is not None]
    owners = find_owners(connection, keys) if keys else {}
    for key in keys:
        owner = owners.get(key)
        if owner in followed:
            continue
        if owner in state.read("glance_cursors", {}):
            # It goes on to be seen: what was edited here is still sent, then a summary stays.
            keep_opened(state, key, date.min)
            state.mark_glanced(key, owner)
        else:
            giver = find_giver(connection, key)
            state.keep_incoming(key, {"leaving": owner or left[key], "by": giver})


def _let_go(state: SyncState) -> None:
    """Note which projects are to be purged since their owners are not followed any more: only now,
    for what was edited of them is sent.
    """
    if unwanted := state.read("unwanted", []):
        with state.change():
            keep_leaving(state, unwanted, scope=True)
            state.write(unwanted=[])
