"""Projects that are to be made and that the server has already: a state was lost, a store restored,
or a file handed round before its people joined.

It is not known here what such a project was when this copy was last told of it, so a value that
differs may have been edited here, or be an old one that somebody has changed since. Nobody's edit
is to be taken back by a machine that has lost its memory, and nothing that was written is to be
lost without a word. Hence, path by path:

- Where the last edit made here is one that the server knows, all before it was sent: nothing here
  is news, and the server's values stand.
- A value that the server lacks is new, and what was edited since it was first seen that all is to
  be made counts from then. A value that this very device sent last has been seen here, so what
  stands here was put there later (in a restored store it was not: that is older).
- A value of others stands, unless a move of the history that the server lacks is later. What may
  have been written here is kept and told like any value that was overtaken: it can be put back.

What is missing here was not deleted here: it comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    take_pulled,
)
from team.overtaken import keep_overtaken
from team.paths import Flat, default_of, differences, record_of
from team.server import LISTS, PulledProject, TeamOperation, find_writer, open_several
from team.stamps import make_stamp, stamp_time

if TYPE_CHECKING:
    from team.connection import Connection
    from team.sync_report import SyncReport
    from team.sync_state import SyncState

AT_ONCE = 100
"""How many projects are fetched at once."""
TRACKED = {*PROJECT.tracked, *CONTACT.tracked}


@dataclass(frozen=True, slots=True)
class Reunion:
    """A project as it stands here and as the server has it.

    `noted` are the edits, as stamps by path, that were noted after it was first seen to be made.
    `restored` where the store was put back from an older copy since it was last synced.
    """

    key: str
    here: Flat
    there: KnownProject
    context: EditContext
    noted: Mapping[str, str]
    restored: bool = False

    @property
    def edited(self) -> int:
        """When it was last edited here, in milliseconds."""
        return min(read_edit_time(self.here, self.context), self.context.now)

    def is_sent(self) -> bool:
        """Whether the server knows the last edit that was made here, and so all of them."""
        last, flat = self.here.get("updated_at"), self.there.flat
        moves = (flat[path] for path in flat if path.startswith("history/"))
        known = {move.get("at") for move in moves if isinstance(move, dict)}
        return self.key != LISTS and last in {flat.get("updated_at"), *known}

    def find_differences(self) -> Flat:
        """Return what stands here otherwise than there, less what is missing here."""
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
        for found in open_several(connection, keys[start : start + AT_ONCE]):
            with state.change():
                _reunite(state, connection, found, context, report)


def _reunite(
    state: SyncState,
    connection: Connection,
    found: PulledProject,
    context: EditContext,
    report: SyncReport,
) -> None:
    key, there = found["id"], take_pulled(None, found)
    expected = state.expected(key)
    here = {} if expected is None else expected.flat
    if any(is_win_rate(key, path) for path in there.flat):
        here = {path: value for path, value in here.items() if not is_win_rate(key, path)}
    sent = state.outbox(project=key)
    noted = {each["path"]: each["stamp"] for each in sent if "path" in each and key != LISTS}
    meeting = Reunion(key, here, there, context, noted, state.read("origin") == "restored")
    made = find_own_edits(meeting)
    for operation in sent:
        state.drop_operation(operation["op"])
    state.add_operations(made)
    state.keep_known(key, find_base(meeting, made))
    if there.dead is not None and not made:
        keep_pulled(state, found)  # of whom this copy does not follow, no pull brings the deletion
    if _is_telling(state, meeting):
        own = {operation["path"] for operation in made}
        for lost in find_lost(meeting, own):
            stands = there.stamps.get(lost["path"])
            by = None if stands is None else find_writer(connection, key, stands)
            verdict = {"by": by, "value": there.flat.get(lost["path"])}
            keep_overtaken(state, lost, verdict, report)


def _is_telling(state: SyncState, meeting: Reunion) -> bool:
    """Whether what stands here otherwise may have been written here since it was last sent."""
    if meeting.key == LISTS:  # what was noted before joining gives way to what the team has
        return bool(state.read("origin") == "lost")
    synced = float(state.read("synced", 0.0)) if meeting.restored else 0.0
    return not meeting.is_sent() and meeting.edited > synced * 1000


def find_base(meeting: Reunion, own: list[TeamOperation]) -> KnownProject:
    """Return what the project counts as known to be, until the next pull says it: as it stands
    here, but for what was edited here. So all else gives way to what is pulled.
    """
    edited = {operation["path"] for operation in own}
    there = meeting.there
    flat = {path: value for path, value in meeting.here.items() if path not in edited}
    flat |= {path: there.flat[path] for path in edited if path in there.flat}
    same = {path for path, value in flat.items() if there.flat.get(path) == value} - edited
    stamps = {path: stamp for path, stamp in there.stamps.items() if path in same}
    return KnownProject(there.owner, flat, stamps, None)


def find_own_edits(meeting: Reunion) -> list[TeamOperation]:
    """Return as operations what was edited here, as far as that is certain or later than what
    stands on the server.
    """
    stamps = {} if meeting.is_sent() else dict(_date_edits(meeting))
    dead = meeting.there.dead
    if stamps or (dead is not None and meeting.edited > stamp_time(dead)):
        stamps |= _date_by_the_way(meeting)
    # The owner goes last: the rest may not be the sender's to write any more.
    order = sorted(stamps.items(), key=lambda each: each[0] == "owner")
    return [
        set_operation(meeting.key, path, meeting.here[path], stamp, meeting.context)
        for path, stamp in order
    ]


def _date_edits(meeting: Reunion) -> Iterator[tuple[str, str]]:
    """Yield the paths that were edited here, with the stamps of that."""
    shape, marks = shape_of(meeting.key), dict[str, str]()
    found = meeting.find_differences()
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
    at = meeting.edited if moved is None else moved
    if not meeting.restored and stands.endswith(f"-{device}") and at >= stamp_time(stands):
        return make_stamp(at, device, [stands])
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


def find_lost(meeting: Reunion, own: set[str]) -> Iterator[Any]:
    """Yield as operations what may have been written here and gives way. What is blank says
    nothing, and what the history has moves of was not written without one.
    """
    shape = shape_of(meeting.key)
    moves = read_move_times(meeting.here, meeting.there.flat)
    for path, value in meeting.find_differences().items():
        blank = value == default_of(path, shape) or record_of(path, shape) == path
        moved = name_moved(path)
        if path in own or blank or (moved[1] in TRACKED and moved not in moves):
            continue
        stamp = make_stamp(moves.get(moved, meeting.edited), meeting.context.device)
        yield set_operation(meeting.key, path, value, stamp, meeting.context)
