"""The lists of a project and those that all projects share, merged by key and field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from deals.merging.labels import RecordTrail, trail_text
from deals.merging.primitives import (
    ABSENT,
    FieldConflict,
    Prefer,
    key_values,
    merge_fields,
    merge_order,
    settle_value,
)
from deals.model import KEYS, RECORDS, SHARED_KEYS, SIGNATURE, SIGNED, TOGETHER, WITHIN, Project
from deals.model.base import Frozen
from deals.model.records import KeyFunction


class MergedList(NamedTuple):
    """A merged list, and what clashes in it, the subject being a record's key."""

    records: tuple[Frozen, ...]
    conflicts: tuple[FieldConflict, ...] = ()


def merge_shared(
    name: str,
    base: Sequence[Frozen],
    ours: Sequence[Frozen],
    theirs: Sequence[Frozen],
    *,
    prefer: Prefer,
) -> MergedList:
    """Merge both sides' changes to a list of SHARED record by record and field by field, a
    competitor dimension by dimension; `prefer` decides where they clash.
    """
    sides = (tuple(base), tuple(ours), tuple(theirs))
    records, clashes = merge_list(sides, SHARED_KEYS[name], prefer)
    return MergedList(records, tuple(as_conflicts(name, clashes)))


MergeSides = tuple[Any, Any, Any]
"""The same of base, ours and theirs; None for a record that is not there."""


class ListConflict(NamedTuple):
    """A value that both changed, each to something else; None where that side has no such record.

    `key` is what the record of the list that was merged goes by.
    """

    key: str
    ours: RecordTrail | None
    theirs: RecordTrail | None

    def under(self, key: str, field: str, ours: Frozen, theirs: Frozen) -> ListConflict:
        """Return the conflict as one of the record that this conflict's record lies in."""
        mine, other = (
            trail and ((record, field), *trail)
            for record, trail in ((ours, self.ours), (theirs, self.theirs))
        )
        return ListConflict(key, mine, other)


def merge_lists(
    base: Project, ours: Project, theirs: Project, prefer: Prefer
) -> tuple[dict[str, object], list[FieldConflict]]:
    """Merge the lists and single records of a project; return them by name, and what clashes."""
    update: dict[str, object] = {}
    conflicts: list[FieldConflict] = []
    for name in (*KEYS, *RECORDS):
        sides = tuple(getattr(side, name) for side in (base, ours, theirs))
        clashes: Iterable[ListConflict]
        if name in RECORDS:
            update[name], clashes = merge_record("", sides, prefer)
        else:
            update[name], clashes = merge_list(sides, KEYS[name], prefer)
        conflicts += as_conflicts(name, clashes, ours, theirs)
    return update, conflicts


def as_conflicts(
    name: str,
    clashes: Iterable[ListConflict],
    ours: Project | None = None,
    theirs: Project | None = None,
) -> Iterator[FieldConflict]:
    """Yield the clashes of the list `name` as texts, ids called as in each side's project."""
    for clash in clashes:
        mine, other = trail_text(clash.ours, ours), trail_text(clash.theirs, theirs)
        yield FieldConflict(name, mine, other, clash.key or None)


def merge_list(
    sides: MergeSides, key: KeyFunction, prefer: Prefer
) -> tuple[tuple[Any, ...], list[ListConflict]]:
    """Merge both sides' changes to a list value by value, records field by field."""
    merged, clash = settle_value(*sides, prefer)
    if not clash:
        return merged, []
    old, mine, other = (key_values(side, key) for side in sides)
    kept: list[Any] = []
    clashes: list[ListConflict] = []
    for numbered in merge_order(old, mine, other):
        three = (old.get(numbered), mine.get(numbered), other.get(numbered))
        record, clashing = merge_record(numbered[0], three, prefer)
        kept += [] if record is None else [record]
        clashes += clashing
    return tuple(kept), clashes


def merge_record(key: str, sides: MergeSides, prefer: Prefer) -> tuple[Any, list[ListConflict]]:
    """Merge one record of a list; None where it is gone.

    What one side deleted and the other changed is a clash of the whole record.
    """
    base, ours, theirs = sides
    chosen, clash = settle_value(base, ours, theirs, prefer)
    if not clash:
        return chosen, []
    if ours is None or theirs is None:
        return chosen, [ListConflict(key, *(side and ((side, ""),) for side in (ours, theirs)))]
    kind = type(ours)
    apart = frozenset({*WITHIN.get(kind, ()), *(SIGNATURE if kind in SIGNED else ())})
    together = TOGETHER.get(kind, ())
    merged, clashing = merge_fields(base, ours, theirs, prefer, together, apart)
    loser = theirs if prefer == "ours" else ours
    changed = [
        field for field in clashing if base is None or _get(loser, field) != _get(base, field)
    ]
    # A yes or no that goes with another field is no news besides it.
    changed = [field for field in changed if not isinstance(_get(ours, field), bool)] or changed
    clashes = [ListConflict(key, ((ours, field),), ((theirs, field),)) for field in changed]
    update: dict[str, object] = {}
    for field, inner in WITHIN.get(kind, {}).items():
        three = (getattr(base, field, ()), getattr(ours, field), getattr(theirs, field))
        update[field], inside = merge_list(three, inner, prefer)
        clashes += [conflict.under(key, field, ours, theirs) for conflict in inside]
    if kind in SIGNED:
        update.update(zip(SIGNATURE, _signature(merged, sides, prefer), strict=True))
    return merged.model_copy(update=update), clashes


def _get(record: Frozen, field: str) -> object:
    return getattr(record, field, ABSENT)


def _signature(merged: Frozen, sides: MergeSides, prefer: Prefer) -> tuple[object, ...]:
    """Return who wrote a record last and when: the side whose text it has, else the preferred."""
    signed = [tuple(getattr(side, name, None) for name in SIGNATURE) for side in sides]
    chosen, clash = settle_value(signed[0], signed[1], signed[2], prefer)
    if not clash:
        return chosen
    _base, ours, theirs = sides
    first, last = (ours, theirs) if prefer == "ours" else (theirs, ours)
    if _unsigned(last) == _unsigned(merged) != _unsigned(first):
        first = last
    return tuple(getattr(first, name) for name in SIGNATURE)


def _unsigned(record: Frozen) -> Frozen:
    return record.model_copy(update=dict.fromkeys(SIGNATURE))
