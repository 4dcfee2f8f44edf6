"""The values that a session wrote into lists of records, found again after others' changes."""

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
"""What stands at each path, None for nothing."""


class ListValue(Frozen):
    """A value of a list that holds plain texts, wrapped as a record."""

    text: str


class OverwrittenValue(NamedTuple):
    """A value that was written here and what others made of it, None where it is gone."""

    path: FieldPath
    old: RecordTrail | None
    new: RecordTrail | None


def changed_values(before: WrittenPaths, after: WrittenPaths) -> WrittenPaths:
    """Return the values that differ from `before`, None for those that are gone."""
    every = {**before, **after}
    return {path: after.get(path) for path in every if _value(path, before) != _value(path, after)}


def find_overwritten_values(
    mine: WrittenPaths, before: WrittenPaths, after: WrittenPaths
) -> tuple[list[OverwrittenValue], WrittenPaths]:
    """Find what a change of others made of `mine`; return with it the values that still stand.

    A record that came or went is one value, whatever of it was written here, and so are fields
    that are decided together.
    """
    found: dict[tuple[FieldPath, tuple[str, ...]], OverwrittenValue] = {}
    # What others wrote again is no longer ours, even if they wrote the same text.
    heard: set[FieldPath] = set()
    for path, trail in mine.items():
        at = next(
            (place for place in _paths_above(path) if (place in before) != (place in after)), path
        )
        if _value(at, before) == _value(at, after):
            continue
        heard.add(path)
        if at != path or _value(at, mine) != _value(at, after):
            was, now = trail if at == path else before.get(at), after.get(at)
            found.setdefault((at[:-1], _unit(at, was or now)), OverwrittenValue(at, was, now))
    return list(found.values()), {path: trail for path, trail in mine.items() if path not in heard}


def _paths_above(path: FieldPath) -> Iterator[FieldPath]:
    """Return the paths of the records that a path lies in, outermost first."""
    return ((*path[:end], "") for end in range(2, len(path) + 1, 2))


def _value(path: FieldPath, among: WrittenPaths) -> object:
    """Return what is compared: a field's value; of a record only whether it is there."""
    trail = among.get(path)
    return ABSENT if trail is None else value_of(trail) if path[-1] else None


def _unit(path: FieldPath, trail: RecordTrail | None) -> tuple[str, ...]:
    field = path[-1]
    units = TOGETHER.get(type(trail[-1][0]), ()) if trail else ()
    return next((unit for unit in units if field in unit), (field,))


def project_paths(
    before: Project | None, after: Project | None
) -> tuple[WrittenPaths, WrittenPaths]:
    """Return the values in a project's lists before and after, less the untouched records."""
    old, new = dict[FieldPath, RecordTrail | None](), dict[FieldPath, RecordTrail | None]()
    for name in (*KEYS, *LOOSE, *RECORDS):
        sides = [getattr(state, name, ()) for state in (before, after)]
        if name in RECORDS:
            sides = [(side,) if isinstance(side, Frozen) else () for side in sides]
        was, now = list_paths(name, *sides)
        old.update(was)
        new.update(now)
    return old, new


def list_paths(
    name: str, before: Sequence[Frozen | str], after: Sequence[Frozen | str]
) -> tuple[WrittenPaths, WrittenPaths]:
    """Return the same of one list, be it a project's or one that all projects share."""
    if before is after:
        return {}, {}
    key_of = {**KEYS, **LOOSE, **SHARED_KEYS}.get(name, lambda _record: "")
    old, new = ({key_of(value): value for value in side} for side in (before, after))
    same = {key for key, record in old.items() if new.get(key) is record}
    return _record_paths(name, old, same), _record_paths(name, new, same)


def _record_paths(
    name: str, values: Mapping[str, Frozen | str], leave: Collection[str]
) -> WrittenPaths:
    records = {
        key: ListValue(text=value) if isinstance(value, str) else value
        for key, value in values.items()
        if key not in leave
    }
    return {
        path: trail
        for key, record in records.items()
        for path, trail in _walk_record((name, key), record)
    }


def _walk_record(
    at: FieldPath, record: Frozen, trail: RecordTrail = ()
) -> Iterator[tuple[FieldPath, RecordTrail]]:
    """Yield the path and trail of the record itself and of every value in it."""
    yield (*at, ""), (*trail, (record, ""))
    within = WITHIN.get(type(record), {})
    skipped = SIGNATURE if type(record) in SIGNED else ()
    for field, value in {**record.__dict__, **(record.model_extra or {})}.items():
        here = (*trail, (record, field))
        if field in within:
            for item in value:
                path = (*at, field, within[field](item))
                if isinstance(item, Frozen):
                    yield from _walk_record(path, item, here)
                else:
                    yield (*path, ""), here
        elif field not in skipped:
            yield (*at, field), here
