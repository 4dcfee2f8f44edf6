"""The order of a history and of touches, the same on every copy: that of their time.

The server keeps entries as a set, so their order is made of what they say: of the moves of one
instant by field, each where the one before it ended; of the touches of one day by id, which tells
when they were noted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson

from deals.book_change import BookChange
from deals.fields import PROJECT

if TYPE_CHECKING:
    from deals.model import Project
    from team.synced_store import SyncedStore

Entry = Mapping[str, Any]

AT_ONCE = 50
"""How many projects are committed to the store at once."""
LABEL = "sync"
_FIELDS = {field: place for place, field in enumerate(PROJECT.tracked)}


def order_entries(name: str, entries: Sequence[Any]) -> list[Any]:
    """Return the entries of `history` or of `touches` in their order."""
    if name == "touches":
        return sorted(entries, key=_touch_key)
    ordered = sorted(entries, key=_move_key)
    return [move for _key, moves in groupby(ordered, _move_key) for move in _chain(list(moves))]


def _touch_key(touch: Entry) -> tuple[str, str, bytes]:
    return str(touch.get("on")), str(touch.get("id") or ""), _bytes_of(touch)


def _move_key(move: Entry) -> tuple[float, int, str, str]:
    field = str(move.get("field"))
    place = _FIELDS.get(field, len(_FIELDS))
    return _instant(move), place, field, str(move.get("subject") or "")


def _instant(move: Entry) -> float:
    try:
        return datetime.fromisoformat(str(move.get("at"))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _chain(moves: list[Any]) -> Iterator[Any]:
    """Yield the moves that one field made at one instant, each after the one that led to it."""
    left = sorted(moves, key=_bytes_of) if len(moves) > 1 else moves
    while left:
        ends = [move.get("new") for move in left]
        begun = (move for move in left if move.get("old") not in ends)
        move = next(begun, left[0])
        while move is not None:
            left.remove(move)
            yield move
            end = move.get("new")
            move = next((after for after in left if after.get("old") == end), None)


def _bytes_of(entry: Entry) -> bytes:
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)


def order_project(project: Project) -> Project:
    """Return a project with its history and touches in their order; the same where they are."""
    update = dict[str, Any]()
    for name in ("history", "touches"):
        there = getattr(project, name)
        records = [(entry.model_dump(mode="json"), entry) for entry in there]
        places = {id(plain): entry for plain, entry in records}
        ordered = order_entries(name, [plain for plain, _entry in records])
        made = tuple(places[id(plain)] for plain in ordered)
        if made != there:
            update[name] = made
    return project.model_copy(update=update) if update else project


def arrange_projects(store: SyncedStore, keys: Collection[str]) -> None:
    """Commit projects of the store with their entries in order, where they are not yet."""
    places = sorted(keys)
    for start in range(0, len(places), AT_ONCE):
        before = store.book
        some = places[start : start + AT_ONCE]
        there = (before.projects[key] for key in some if key in before.projects)
        moved = [after for each in there if (after := order_project(each)) is not each]
        if moved:
            change = BookChange.between(before, before.with_projects(*moved))
            store.commit(replace(change, pulled=True, prefer="theirs"), LABEL)
