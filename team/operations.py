"""What was done to a project, as operations: made of two flat documents, and taken in again.

`KnownProject` is a project as a copy knows it: its flat document, the stamp of each path, and the
stamp of its deletion. Taking operations in gives the same in whatever order they come, and however
often: of each path the latest stamp stands (`take_operation`), as on the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, cast

from deals.model import Project
from team.entry_order import order_entries
from team.paths import (
    ENTRIES,
    LISTS,
    PROJECT,
    UNREADABLE,
    DocumentShape,
    Flat,
    assemble,
    differences,
    find_unreadable_entries,
    is_order,
    read_project,
    record_of,
)
from team.server import LISTS as LISTS_ID
from team.server import PulledProject, TeamOperation
from team.stamps import latest_stamp, make_stamp

ONE_WAY = ("updated_at", "updated_by")
"""What every edit writes: nobody needs to be told that it was overtaken."""

MERGED = "merged/"
"""How paths begin that no document has: that `into` another project this one was merged, or which
one, by its id, was merged into it."""
MERGED_INTO = f"{MERGED}into"

MOVED_AS = {"next_action": "next", "remarks": "notes"}
"""Under what name the history has the moves of some paths."""

Pushed = Literal["create", "field", "entry", "delete", "glance"]


def shape_of(project: str) -> DocumentShape:
    """Return the shape of a project's document; the shared lists have one of their own."""
    return LISTS if project == LISTS_ID else PROJECT


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project as it is known: `stamps` by path, `dead` the stamp of a deletion that stands."""

    owner: str = ""
    flat: Flat = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    dead: str | None = None

    @property
    def newest(self) -> str | None:
        """The latest stamp of all, the deletion's among them."""
        return latest_stamp(*self.stamps.values(), self.dead)


@dataclass(frozen=True, slots=True)
class EditContext:
    """When and where edits are collected.

    `now` is the wall clock in milliseconds, `new_id` makes the ids of operations.
    """

    device: str
    now: int
    new_id: Any


def is_entry(path: str) -> bool:
    """Whether a path is of an entry of the history or of the touches."""
    return path.partition("/")[0] in ENTRIES


def is_quiet(project: str, path: str) -> bool:
    """Whether nobody needs to be told that a path was overtaken: nobody has written it himself."""
    by_the_way = path in ONE_WAY or path.startswith(("history/", MERGED))
    return by_the_way or is_order(path, shape_of(project))


def is_win_rate(project: str, path: str) -> bool:
    """Whether a path is of the team's win rates: nobody writes these himself, and what a copy has
    of its own gives way to them.
    """
    return project == LISTS_ID and path.partition("/")[0] == "win_rates"


# Making -----------------------------------------------------------------------------------------


def edit_operations(
    project: str, known: KnownProject, after: Flat, context: EditContext
) -> list[TeamOperation]:
    """Return the operations that lead from a project as it is known to a flat document."""
    changed = differences(known.flat, after, shape_of(project))
    made = list[TeamOperation]()
    if known.dead is not None:
        stamp = make_stamp(context.now, context.device, [known.newest])
        made.append(_operation("delete", project, stamp, context, value=False, base=known.dead))
        known = replace(known, dead=None, stamps={**known.stamps, "": stamp})
    moves = read_move_times(after, known.flat)
    usual = read_edit_time(after, context)
    for path in sort_for_sending(changed):
        at = min(moves.get(name_moved(path), usual), context.now)
        base = known.stamps.get(path)
        seen = (known.newest,) if is_entry(path) or base is None else (base,)
        stamp = make_stamp(at, context.device, seen)
        made.append(set_operation(project, path, changed[path], stamp, context, base))
    return made


def sort_for_sending(paths: Iterable[str]) -> list[str]:
    """Return the paths of a project's edits in the order in which they are sent.

    When it was edited, and its moves, go behind what was: where the server has those, it has judged
    the rest, wherever the line was cut. The owner goes last: the rest may not be the sender's to
    write any more.
    """
    return sorted(
        paths, key=lambda path: (path == "owner", path in ONE_WAY or path.startswith("history/"))
    )


def set_operation(
    project: str, path: str, value: Any, stamp: str, context: EditContext, base: str | None = None
) -> TeamOperation:
    """Return the operation that sets a path, or puts an entry there, in the place of what has the
    stamp `base`; without one nothing was seen there.
    """
    kind: Pushed = "entry" if is_entry(path) else "field"
    return _operation(kind, project, stamp, context, path=path, value=value, base=base)


def create_operation(
    project: str, flat: Flat, context: EditContext, stamps: Mapping[str, str] | None = None
) -> TeamOperation:
    """Return the operation that makes a project; `stamps` has those of paths that are known."""
    entries = {path: value for path, value in flat.items() if is_entry(path) and value is not None}
    value = {path: value for path, value in flat.items() if not is_entry(path)}
    at = min(read_edit_time(flat, context), context.now)
    stamp = make_stamp(at, context.device)
    made = _operation("create", project, stamp, context, value=value, entries=entries)
    if known := {path: at for path, at in (stamps or {}).items() if path in {**value, **entries}}:
        made["stamps"] = known
        made["stamp"] = make_stamp(at, context.device, [max(known.values())])
    return made


def delete_operation(project: str, known: KnownProject, context: EditContext) -> TeamOperation:
    """Return the operation that deletes a project at the time of the context."""
    stamp = make_stamp(context.now, context.device, [known.newest])
    return _operation("delete", project, stamp, context, value=True, base=known.newest)


def merge_operation(
    project: str, path: str, value: Any, known: KnownProject, context: EditContext
) -> TeamOperation:
    """Return the operation that tells, beside its document, of what a project was merged with."""
    stamp = make_stamp(context.now, context.device, [known.newest])
    base = known.stamps.get(path)
    return _operation("field", project, stamp, context, path=path, value=value, base=base)


def glance_operation(project: str, body: Mapping[str, Any], context: EditContext) -> TeamOperation:
    """Return the operation that sends the body of a summary."""
    stamp = make_stamp(context.now, context.device)
    return _operation("glance", project, stamp, context, value=body)


def repeat_deletion(project: str, dead: str, context: EditContext) -> TeamOperation:
    """Return the operation that says again when a project was deleted."""
    return _operation("delete", project, dead, context, value=True)


def repeat_removals(project: str, known: KnownProject, context: EditContext) -> list[TeamOperation]:
    """Return the operations that say again which entries of a project were taken out."""
    return [
        _operation("entry", project, stamp, context, path=path, value=None)
        for path, value in known.flat.items()
        if value is None
        and is_entry(path)
        and (stamp := known.stamps.get(path) or known.newest) is not None
    ]


def restate_lists(known: KnownProject, context: EditContext) -> list[TeamOperation]:
    """Return the operations that say again what is known of the shared lists."""
    return [
        _operation("field", LISTS_ID, stamp, context, path=path, value=known.flat.get(path))
        for path, stamp in known.stamps.items()
    ]


def _operation(
    kind: Pushed, project: str, stamp: str, context: EditContext, **fields: Any
) -> TeamOperation:
    made = {"op": context.new_id(), "kind": kind, "project": project, "stamp": stamp, **fields}
    return cast("TeamOperation", made)


def read_edit_time(flat: Mapping[str, Any], context: EditContext) -> int:
    """Return when a document was last edited, in milliseconds; now where it does not say."""
    instant = flat.get("updated_at")
    return _milliseconds(instant, context.now) if isinstance(instant, str) else context.now


def _milliseconds(instant: str, otherwise: int) -> int:
    try:
        return max(0, int(datetime.fromisoformat(instant).timestamp() * 1000))
    except (ValueError, OverflowError):
        return otherwise


def read_move_times(after: Flat, before: Flat) -> dict[tuple[str | None, str], int]:
    """Return when tracked fields were moved by the moves of a document that an earlier one lacks,
    by record and field.
    """
    moves = (after[path] for path in after if path.startswith("history/") and path not in before)
    found: dict[tuple[str | None, str], int] = {}
    for move in moves:
        if isinstance(move, dict):
            moved, at = (move.get("subject"), move["field"]), _milliseconds(move["at"], 0)
            found[moved] = max(at, found.get(moved, 0))
    return found


def name_moved(path: str) -> tuple[str | None, str]:
    """Return what a move of a path is told by: the record, None for the project, and the field."""
    head, *rest = path.split("/")
    if head == "contacts" and len(rest) == 2:
        return rest[0], rest[1]
    if rest and head != "tags":
        return None, path
    return None, MOVED_AS.get(head, head)


# Taking in --------------------------------------------------------------------------------------


def take_operation(known: KnownProject | None, operation: TeamOperation) -> KnownProject:
    """Take an operation in: what it sets stands where no later stamp does."""
    known = known or KnownProject()
    stamp, kind = operation["stamp"], operation["kind"]
    value = operation.get("value")
    if kind == "delete":
        return _take_deletion(known, stamp, value is not False)
    if kind == "glance":
        return known
    if kind == "create":
        at = operation.get("stamps", {})
        values = {**(value or {}), **operation.get("entries", {})}
        return take_values(known, {path: (values[path], at.get(path, stamp)) for path in values})
    return take_values(known, {operation["path"]: (value, stamp)})


def _take_deletion(known: KnownProject, stamp: str, dead: bool) -> KnownProject:
    if stamp <= (known.newest or ""):
        return known
    if dead:
        return replace(known, dead=stamp)
    return replace(known, dead=None, stamps={**known.stamps, "": stamp})


def take_values(known: KnownProject, values: Mapping[str, tuple[Any, str]]) -> KnownProject:
    """Take values with their stamps in, by path; what is later than a deletion brings the project
    back.
    """
    later = {
        path: (value, stamp)
        for path, (value, stamp) in values.items()
        if stamp > known.stamps.get(path, "")
    }
    if not later:
        return known
    stamps = {path: stamp for path, (_value, stamp) in later.items()}
    owner, _stamp = later.get("owner", (None, ""))
    return KnownProject(
        owner if isinstance(owner, str) else known.owner,
        {**known.flat, **{path: value for path, (value, _stamp) in later.items()}},
        {**known.stamps, **stamps},
        known.dead if max(stamps.values()) <= (known.dead or "") else None,
    )


def take_pulled(known: KnownProject | None, pulled: PulledProject) -> KnownProject:
    """Take in what the server says of a project: that is how it stands."""
    known = KnownProject() if known is None or pulled["whole"] else known
    values = {path: value for path, (value, _stamp) in pulled["fields"].items()}
    stamps = {path: stamp for path, (_value, stamp) in pulled["fields"].items()}
    flat = {**known.flat, **values, **pulled["entries"]}
    # When an entry was set is not pulled: by then, and before whatever is set after this.
    if newest := latest_stamp(*stamps.values()):
        stamps |= {
            path: newest
            for path, body in pulled["entries"].items()
            if path not in known.flat or known.flat[path] != body
        }
    return KnownProject(pulled["owner"], flat, {**known.stamps, **stamps}, pulled["dead"])


def is_known(known: KnownProject, pulled: PulledProject) -> bool:
    """Whether what the server says of a project is what is known of it: one's own push, mostly."""
    flat, stamps, fields, entries = known.flat, known.stamps, pulled["fields"], pulled["entries"]
    if (pulled["owner"], pulled["dead"]) != (known.owner, known.dead) or any(
        path not in flat or flat[path] != value or stamps.get(path) != stamp
        for path, (value, stamp) in fields.items()
    ):
        return False
    if any(path not in flat or flat[path] != body for path, body in entries.items()):
        return False
    paths = {*flat, *stamps} - {"", *fields}
    return not pulled["whole"] or all(map(is_entry, paths))


def lay_over(
    project: str,
    local: Flat,
    known: KnownProject,
    after: KnownProject,
    refused: Mapping[str, list[Any]],
) -> Flat:
    """Put what was pulled into a local document, but for what has been edited here meanwhile.

    Args:
        project: its id.
        local: the document as it stands here.
        known: what was known before the pull.
        after: what is known by now.
        refused: values of local edits by path that the server refused: they give way.

    """
    shape = shape_of(project)
    edits = differences(known.flat, local, shape)
    there = known.flat
    news = {path: at for path, at in after.flat.items() if path not in there or there[path] != at}
    # What a deletion overtook is not what came back after that.
    gone = known.stamps.keys() - after.flat.keys() - edits.keys()
    made = {path: value for path, value in local.items() if path not in gone}
    for path, value in news.items():
        if path not in edits or edits[path] == value or edits[path] in refused.get(path, ()):
            made[path] = value
    made |= _revive(local, made, after, {record_of(path, shape) for path in news}, edits)
    return made


def _revive(
    local: Flat, made: Flat, after: KnownProject, marks: set[str | None], edits: Flat
) -> Flat:
    """Return the fields of records that stand again: they went here with their marks."""
    back = tuple(f"{mark}/" for mark in marks if mark not in local and made.get(str(mark)) is True)
    return {
        path: value
        for path, value in after.flat.items()
        if path.startswith(back) and path not in edits
    }


def document_of(project: str, flat: Flat) -> dict[str, Any]:
    """Put the document of a project, or of the shared lists, together, entries in their order.

    Whatever it says: it is this project, and whole.
    """
    shape = shape_of(project)
    document = assemble(flat, shape)
    if project != LISTS_ID:
        document["id"] = project
        document.pop("glance", None)
    return document | {name: order_entries(name, document[name]) for name in shape.entries}


def read_sound(project: str, known: KnownProject) -> tuple[Project, KnownProject]:
    """Read a project as it is known; one of UNREADABLE where it does not. Entries that do not read
    are left out, and are not known: who wrote them has them, and here nothing is done to them.
    """
    try:
        return read_project(document_of(project, known.flat)), known
    except UNREADABLE:
        known = drop_unreadable(known)
        return read_project(document_of(project, known.flat)), known


def drop_unreadable(known: KnownProject) -> KnownProject:
    """Return a project as it is known, less its entries that do not read."""
    left = find_unreadable_entries(known.flat)
    flat = {path: value for path, value in known.flat.items() if path not in left}
    stamps = {path: stamp for path, stamp in known.stamps.items() if path not in left}
    return replace(known, flat=flat, stamps=stamps)
