"""Projects that are to be made and that the server has already: a state was lost, a store restored,
or a file handed round before its people joined.

It is not known here what such a project was when this copy was last told of it, so a value that
differs may have been edited here, or be an old one that somebody has changed since. Nobody's edit
is to be taken back by a machine that has lost its memory, and nothing that was written is to be
lost without a word. Hence, path by path:

- A value that the server lacks is new, and what was edited since it was first seen that all is to
  be made counts from then.
- A move of the history that the server lacks says when a value was set here: it goes out where that
  was later than what stands there.
- All else stands as the server has it, also what this very device sent: a store that was put back
  from a backup is older than that. Where what gives way may have been written here, it is kept and
  told like any value that was overtaken, and can be put back. It may not where what stands is later
  than the last edit made here, and that edit is one that the server knows.

What is missing here was not deleted here: it comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from deals.fields import CONTACT, PROJECT
from team.incoming import keep_pulled
from team.operations import (
    ONE_WAY,
    EditContext,
    KnownProject,
    is_entry,
    is_quiet,
    is_win_rate,
    name_moved,
    read_edit_time,
    read_move_times,
    set_operation,
    shape_of,
    sort_for_sending,
    take_pulled,
)
from team.overtaken import keep_overtaken
from team.paths import Flat, default_of, differences, record_of
from team.server import LISTS, PulledProject, TeamOperation, find_writers, open_several
from team.stamps import make_stamp, stamp_time

if TYPE_CHECKING:
    from team.connection import Connection
    from team.sync_report import SyncReport
    from team.sync_state import SyncState

AT_ONCE = 100
"""How many projects are fetched at once."""
TRACKED = {*PROJECT.tracked, *CONTACT.tracked}


@dataclass(frozen=True)
class Reunion:
    """A project as it stands here and as the server has it.

    `noted` are the edits, as stamps by path, that were noted after it was first seen to be made.
    `origin` says why it is not known what it was: the state was `lost`, the store `restored` since
    it was last `synced`, in milliseconds, or this copy is `joining`.
    """

    key: str
    here: Flat
    there: KnownProject
    context: EditContext
    noted: Mapping[str, str]
    origin: str = "joining"
    synced: int = 0

    @cached_property
    def edited(self) -> int:
        """When it was last edited here, in milliseconds."""
        return min(read_edit_time(self.here, self.context), self.context.now)

    @cached_property
    def is_sent(self) -> bool:
        """Whether the server was sent the last edit that was made here, and so all of them: when
        a project was edited, and its moves, are sent behind what was.
        """
        last, flat = self.here.get("updated_at"), self.there.flat
        moves = (flat[path] for path in flat if path.startswith("history/"))
        known = {move.get("at") for move in moves if isinstance(move, dict)}
        return self.key != LISTS and last in {flat.get("updated_at"), *known}

    @property
    def is_telling(self) -> bool:
        """Whether anything here may have been written since it was last sent; of shared lists,
        which nobody dates, all of it unless the store is an older one.
        """
        dated = self.key != LISTS and self.edited > self.synced
        return self.origin != "restored" or dated

    def has_seen(self, path: str) -> bool:
        """Whether what stands there was seen here, unless it is later than the last edit here: this
        device wrote it, or has sent all edits since.
        """
        own = self.there.stamps[path].endswith(f"-{self.context.device}")
        return own or self.is_sent

    @cached_property
    def differences(self) -> Flat:
        """What stands here otherwise than there, less what is missing here."""
        shape, there = shape_of(self.key), self.there.flat
        found = differences(there, self.here, shape)
        return {
            path: value
            for path, value in found.items()
            if path in self.here and there.get(path, default_of(path, shape)) != value
        }


def reunite_projects(
    state: SyncState, connection: Connection, context: EditContext, report: SyncReport
) -> None:
    """Turn the making of projects that the server has into the edits that were made in them."""
    keys = [
        key for key in state.list_unknown() if not state.outbox(1, project=key)[0].get("restated")
    ]
    for start in range(0, len(keys), AT_ONCE):
        pulled = list(open_several(connection, keys[start : start + AT_ONCE]))
        meetings = [_meet(state, each, context) for each in pulled]
        made = [find_own_edits(meeting) for meeting in meetings]
        lost = [
            (operation, meeting.there)
            for meeting, own in zip(meetings, made, strict=True)
            for operation in find_lost(meeting, {each["path"] for each in own})
        ]
        places = [(each["project"], there.stamps[each["path"]]) for each, there in lost]
        writers = find_writers(connection, places)
        with state.change():
            for meeting, own, found in zip(meetings, made, pulled, strict=True):
                _keep_reunited(state, meeting, own, found)
            for (operation, there), place in zip(lost, places, strict=True):
                verdict = {"by": writers.get(place), "value": there.flat.get(operation["path"])}
                keep_overtaken(state, operation, verdict, report)


def _meet(state: SyncState, found: PulledProject, context: EditContext) -> Reunion:
    key, there, expected = found["id"], take_pulled(None, found), state.expected(found["id"])
    here = {} if expected is None else expected.flat
    if any(is_win_rate(key, path) for path in there.flat):
        here = {path: value for path, value in here.items() if not is_win_rate(key, path)}
    noted = {
        each["path"]: each["stamp"]
        for each in state.outbox(project=key)
        if "path" in each and key != LISTS
    }
    return Reunion(
        key,
        here,
        there,
        context,
        noted,
        str(state.read("origin")),
        int(state.read("synced", 0.0) * 1000),
    )


def _keep_reunited(
    state: SyncState, meeting: Reunion, own: list[TeamOperation], found: PulledProject
) -> None:
    for operation in state.outbox(project=meeting.key):
        state.drop_operation(operation["op"])
    state.add_operations(own)
    state.keep_known(meeting.key, find_base(meeting, own))
    if meeting.there.dead is not None and not own:
        keep_pulled(state, found)  # of whom this copy does not follow, no pull brings the deletion


def find_base(meeting: Reunion, own: list[TeamOperation]) -> KnownProject:
    """Return what the project counts as known to be, until the next pull says it: what the server
    has, as it stands here, but for what was edited here. So all else gives way to what is pulled.
    """
    edited = {operation["path"] for operation in own}
    there = meeting.there
    flat = {
        path: value if path in edited else meeting.here[path]
        for path, value in there.flat.items()
        if path in edited or path in meeting.here
    }
    same = {path for path, value in flat.items() if there.flat[path] == value} - edited
    stamps = {path: stamp for path, stamp in there.stamps.items() if path in same}
    return KnownProject(there.owner, flat, stamps, None)


def find_own_edits(meeting: Reunion) -> list[TeamOperation]:
    """Return as operations what was edited here, as far as that is certain or later than what
    stands on the server.
    """
    stamps, dead = dict(_date_edits(meeting)), meeting.there.dead
    if stamps or (dead is not None and meeting.edited > stamp_time(dead)):
        stamps |= _date_by_the_way(meeting)
    return [
        set_operation(meeting.key, path, meeting.here[path], stamps[path], meeting.context)
        for path in sort_for_sending(stamps)
    ]


def _date_edits(meeting: Reunion) -> Iterator[tuple[str, str]]:
    """Yield the paths that were edited here, with the stamps of that."""
    shape, marks = shape_of(meeting.key), dict[str, str]()
    found = meeting.differences
    moves = read_move_times(meeting.here, meeting.there.flat)
    for path in found:
        mark = record_of(path, shape)
        if mark == path or (is_quiet(meeting.key, path) and not is_entry(path)):
            continue
        stamp = _date_edit(meeting, path, moves.get(name_moved(path)))
        if stamp is not None:
            yield path, stamp
            if mark is not None:
                marks[mark] = max(stamp, marks.get(mark, ""))
    for mark in found:
        if mark in marks:
            yield mark, marks[mark]
        elif mark == record_of(mark, shape) and mark not in meeting.there.stamps:
            yield mark, _new_stamp(meeting)


def _date_edit(meeting: Reunion, path: str, moved: int | None) -> str | None:
    """Return the stamp of a value that was set here; None where that of the server stands."""
    device, stands = meeting.context.device, meeting.there.stamps.get(path)
    if path in meeting.noted:
        return meeting.noted[path] if meeting.noted[path] > (stands or "") else None
    if is_entry(path):
        return None if path in meeting.there.flat else _new_stamp(meeting)
    if stands is None:
        return _new_stamp(meeting) if moved is None else make_stamp(moved, device)
    stamp = None if moved is None else make_stamp(min(moved, meeting.context.now), device)
    return stamp if stamp is not None and stamp > stands else None


def _new_stamp(meeting: Reunion) -> str:
    """Return the stamp of what the server lacks; of shared lists, which nobody dates, the first."""
    return make_stamp(0 if meeting.key == LISTS else meeting.edited, meeting.context.device)


def _date_by_the_way(meeting: Reunion) -> dict[str, str]:
    """Return the stamps of what every edit writes."""
    stamp = make_stamp(meeting.edited, meeting.context.device)
    stands = meeting.there.stamps
    return {
        path: stamp
        for path in ONE_WAY
        if meeting.key != LISTS and path in meeting.here and stamp > stands.get(path, "")
    }


def find_lost(meeting: Reunion, own: Collection[str]) -> Iterator[TeamOperation]:
    """Yield as operations what may have been written here and gives way, less the `own` paths,
    which do not.
    """
    moves = read_move_times(meeting.here, meeting.there.flat)
    for path, value in meeting.differences.items() if meeting.is_telling else ():
        if path not in own and _may_be_written(meeting, path, value, moves):
            at = moves.get(name_moved(path), meeting.edited)
            stamp = make_stamp(at, meeting.context.device)
            seen = meeting.there.stamps[path] if meeting.has_seen(path) else None
            yield set_operation(meeting.key, path, value, stamp, meeting.context, seen)


def _may_be_written(
    meeting: Reunion, path: str, value: Any, moves: Mapping[tuple[str | None, str], int]
) -> bool:
    """Whether a value may have been written here without the server having it.

    What was seen here gives way to a later value alone. Of others' values nobody knows whether they
    were; but what is blank says nothing then, and what the history has moves of was not written
    without one.
    """
    shape, stands = shape_of(meeting.key), meeting.there.stamps.get(path)
    if stands is None or record_of(path, shape) == path:
        return False
    if meeting.has_seen(path):
        return stamp_time(stands) <= meeting.edited
    moved = name_moved(path)
    return value != default_of(path, shape) and (moved[1] not in TRACKED or moved in moves)
