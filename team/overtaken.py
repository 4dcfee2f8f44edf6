"""What was edited here and does not stand, for an edit of others does: kept for the user to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from team.operations import is_quiet, is_win_rate
from team.server import PulledProject, TeamOperation, find_giver, find_overtakers, find_receiver
from team.sync_report import SyncReport

if TYPE_CHECKING:
    from team.connection import Connection
    from team.sync_state import SyncState


def keep_overtaken(
    state: SyncState, operation: TeamOperation, verdict: Any, report: SyncReport
) -> None:
    """Keep what was overtaken for the user, but for what nobody writes himself, or writes now."""
    path = operation.get("path", operation["kind"])
    stamped_never = operation["stamp"].startswith("0" * 13)
    unwritten = stamped_never or operation.get("restated", False)
    if is_quiet(operation["project"], path) or is_win_rate(operation["project"], path) or unwritten:
        return
    kept = {
        **{name: value for name, value in operation.items() if name not in {"entries", "stamps"}},
        **name_project(state, operation),
        "by": verdict.get("by"),
        "own": is_own(state, verdict.get("by")),
        "theirs": verdict.get("value"),
        "reason": verdict.get("reason"),
    }
    state.keep_failure("overtaken", kept)
    report.overtaken.append(kept)


def tell_overwritten(
    state: SyncState, connection: Connection, pulled: PulledProject, report: SyncReport
) -> None:
    """Tell what was sent from here and was overtaken after that, by who had not seen it."""
    key, known = pulled["id"], state.known(pulled["id"])
    if known is None:
        return
    kept = [*state.failures("overtaken", key), *report.overtaken]
    listed = {(each["project"], each.get("path"), each["stamp"]) for each in kept}
    own = f"-{state.read('device')}"
    mine = {
        path: (at, stamp)
        for path, (value, stamp) in pulled["fields"].items()
        if (at := known.stamps.get(path, "")).endswith(own)
        and stamp > at
        and value != known.flat.get(path)
        and (key, path, at) not in listed
        and not is_quiet(key, path)
    }
    for path, by in find_overtakers(connection, key, mine).items() if mine else ():
        lost: Any = {"kind": "field", "project": key, "path": path, "stamp": mine[path][0]}
        lost["value"] = known.flat.get(path)
        keep_overtaken(state, lost, {"by": by, "value": pulled["fields"][path][0]}, report)


def name_project(state: SyncState, operation: TeamOperation) -> dict[str, str]:
    """Return the name of an operation's project, and of its contact: they may leave, and then
    nobody knows them.
    """
    known = state.known(operation["project"])
    flat = known.flat if known is not None else operation.get("value")
    if not isinstance(flat, dict):
        return {}
    head, *rest = operation.get("path", "").split("/")
    person = flat.get(f"contacts/{rest[0]}/name") if head == "contacts" and rest else None
    named = {"name": flat.get("name"), "person": person}
    return {key: text for key, text in named.items() if isinstance(text, str)}


def is_own(state: SyncState, by: str | None) -> bool:
    """Whether it is the same person who wrote what stands, on another machine."""
    return by is not None and by == state.read("person")


def name_receiver(state: SyncState, key: str, person: str, mover: str) -> None:
    """Say in what was refused of a project who has that now and can change it, and who gave it."""
    with state.change():
        for failure in state.failures("refused", key):
            state.keep_failure("refused", {**failure, "receiver": person, "mover": mover})


def name_receivers(state: SyncState, connection: Connection, report: SyncReport) -> None:
    """Say of what was just refused since its project is somebody else's whose that is."""
    given = {each["project"] for each in report.refused if each.get("reason") == "project"}
    for project in given:
        receiver, mover = find_receiver(connection, project), find_giver(connection, project)
        if receiver is None or receiver == state.read("person"):
            continue
        name_receiver(state, project, receiver, mover or "")
        for failure in report.refused:
            if failure["project"] == project:
                failure |= {"receiver": receiver, "mover": mover or ""}
