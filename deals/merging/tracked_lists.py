"""What one session wrote into records kept in lists, and what others made of it since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from deals.merging.labels import RecordTrail, value_of
from deals.merging.primitives import ABSENT
from deals.model import (
    KEYS,
    LOOSE,
    RECORDS,
    SHARED_KEYS,
    SIGNATURE,
    SIGNED,
    TOGETHER,
    WITHIN,
    Project,
)
from deals.model.base import Frozen

FieldPath = tuple[str, ...]
"""Where a value stands: the list, the record's key in it, then field, key, field and so on; at the
end the field's name, or nothing for the record itself.
"""
WrittenPaths = Mapping[FieldPath, RecordTrail | None]
"""What stands at each spot, None for nothing."""


class ListValue(Frozen):
    """A value of a list that is no record, as one."""

    text: str


class OverwrittenValue(NamedTuple):
    """A value that was written here and what became of it, None where it, or its record, is not."""

    spot: FieldPath
    old: RecordTrail | None
    new: RecordTrail | None


def written(before: WrittenPaths, after: WrittenPaths) -> WrittenPaths:
    """What a change wrote."""
    every = {**before, **after}
    return {spot: after.get(spot) for spot in every if _value(spot, before) != _value(spot, after)}


def lost(
    mine: WrittenPaths, before: WrittenPaths, after: WrittenPaths
) -> tuple[list[OverwrittenValue], WrittenPaths]:
    """What a change of others made of `mine`, and what is left to be told of later.

    A record that came or went is told as one, whatever of it was written here, and so are fields
    that are decided together.
    """
    found: dict[tuple[FieldPath, tuple[str, ...]], OverwrittenValue] = {}
    heard: set[FieldPath] = set()
    for spot, trail in mine.items():
        at = next((place for place in _above(spot) if (place in before) != (place in after)), spot)
        if _value(at, before) == _value(at, after):
            continue
        heard.add(spot)
        if at != spot or _value(at, mine) != _value(at, after):
            was, now = trail if at == spot else before.get(at), after.get(at)
            found.setdefault((at[:-1], _unit(at, was or now)), OverwrittenValue(at, was, now))
    return list(found.values()), {spot: trail for spot, trail in mine.items() if spot not in heard}


def _above(spot: FieldPath) -> Iterator[FieldPath]:
    """The spots of the records that a spot lies in, outermost first."""
    return ((*spot[:end], "") for end in range(2, len(spot) + 1, 2))


def _value(spot: FieldPath, among: WrittenPaths) -> object:
    """What is compared: a field's value; of a record only whether it is there."""
    trail = among.get(spot)
    return ABSENT if trail is None else value_of(trail) if spot[-1] else None


def _unit(spot: FieldPath, trail: RecordTrail | None) -> tuple[str, ...]:
    field = spot[-1]
    units = TOGETHER.get(type(trail[-1][0]), ()) if trail else ()
    return next((unit for unit in units if field in unit), (field,))


def spots(before: Project | None, after: Project | None) -> tuple[WrittenPaths, WrittenPaths]:
    """What stands in the lists of two states of a project, as far as they are not the same."""
    old, new = dict[FieldPath, RecordTrail | None](), dict[FieldPath, RecordTrail | None]()
    for name in (*KEYS, *LOOSE, *RECORDS):
        sides = [getattr(state, name, ()) for state in (before, after)]
        if name in RECORDS:
            sides = [(side,) if isinstance(side, Frozen) else () for side in sides]
        was, now = list_spots(name, *sides)
        old.update(was)
        new.update(now)
    return old, new


def list_spots(
    name: str, before: Sequence[Frozen | str], after: Sequence[Frozen | str]
) -> tuple[WrittenPaths, WrittenPaths]:
    """The same of one list, be it a project's or one that all projects share."""
    if before is after:
        return {}, {}
    key_of = {**KEYS, **LOOSE, **SHARED_KEYS}.get(name, lambda _record: "")
    old, new = ({key_of(value): value for value in side} for side in (before, after))
    same = {key for key, record in old.items() if new.get(key) is record}
    return _spots(name, old, same), _spots(name, new, same)


def _spots(name: str, values: Mapping[str, Frozen | str], leave: Collection[str]) -> WrittenPaths:
    records = {
        key: ListValue(text=value) if isinstance(value, str) else value
        for key, value in values.items()
        if key not in leave
    }
    return {
        spot: trail for key, record in records.items() for spot, trail in _in((name, key), record)
    }


def _in(
    at: FieldPath, record: Frozen, trail: RecordTrail = ()
) -> Iterator[tuple[FieldPath, RecordTrail]]:
    """The record itself and every value in it, each with the way to it."""
    yield (*at, ""), (*trail, (record, ""))
    within = WITHIN.get(type(record), {})
    skipped = SIGNATURE if type(record) in SIGNED else ()
    for field, value in {**record.__dict__, **(record.model_extra or {})}.items():
        here = (*trail, (record, field))
        if field in within:
            for item in value:
                spot = (*at, field, within[field](item))
                if isinstance(item, Frozen):
                    yield from _in(spot, item, here)
                else:
                    yield (*spot, ""), here
        elif field not in skipped:
            yield (*at, field), here
