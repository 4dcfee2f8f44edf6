"""The parts of merging that know no project: values, fields of a record, bags of values, order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from deals.errors import UserError
from deals.model.base import Frozen
from deals.parsing.amounts import parse_amount

Prefer = Literal["ours", "theirs"]
MergedValue = TypeVar("MergedValue")
AnyRecord = TypeVar("AnyRecord", bound=Frozen)
Keyed = TypeVar("Keyed")
ABSENT = object()


class FieldConflict(NamedTuple):
    """A field that both sides changed, each to something else.

    `ours` and `theirs` are in the text that history keeps, None for nothing; `subject` is the
    contact's id where the field is a contact's. The field `project` is the whole record, added or
    deleted, with the project's name for text.
    """

    field: str
    ours: str | None
    theirs: str | None
    subject: str | None = None


def settle_value(
    base: MergedValue, ours: MergedValue, theirs: MergedValue, prefer: Prefer
) -> tuple[MergedValue, bool]:
    """Return the value that both sides' changes come to, and whether they clash."""
    # Theirs comes first where both are equal, so that what nobody changed stays the same object.
    if ours in (base, theirs):
        return theirs, False
    if theirs == base:
        return ours, False
    return (ours if prefer == "ours" else theirs), True


def merge_fields(
    base: AnyRecord | None,
    ours: AnyRecord,
    theirs: AnyRecord,
    prefer: Prefer,
    together: Sequence[tuple[str, ...]] = (),
    apart: frozenset[str] = frozenset(),
) -> tuple[AnyRecord, list[str]]:
    """Merge a record field by field; return it, and the names of the fields that clash.

    Fields in one of `together` are decided as one, for one without the other would say what nobody
    said; those in `apart` are left as theirs. With no `base`, which both have made on their own,
    what only one of them filled in stays.
    """
    old_values = _values(base) if base is not None else _default_values(theirs)
    sides = [old_values, _values(ours), _values(theirs)]
    names = dict.fromkeys(name for side in reversed(sides) for name in side if name not in apart)
    joint = {name: unit for unit in together for name in unit}
    update: dict[str, object] = {}
    clashing: list[str] = []
    for unit in dict.fromkeys(joint.get(name, (name,)) for name in names):
        old, mine, other = (tuple(side.get(name, ABSENT) for name in unit) for side in sides)
        chosen, clash = settle_value(old, mine, other, prefer)
        update.update(zip(unit, chosen, strict=True))
        if clash:
            clashing += [name for name, a, b in zip(unit, mine, other, strict=True) if a != b]
    return _set_values(theirs, update), clashing


def _default_values(record: Frozen) -> dict[str, object]:
    fields = type(record).model_fields.items()
    return {name: info.default for name, info in fields if not info.is_required()}


def _values(record: Frozen) -> dict[str, object]:
    return {**record.__dict__, **(record.model_extra or {})}


def _set_values(record: AnyRecord, values: Mapping[str, object]) -> AnyRecord:
    there = {name: value for name, value in values.items() if value is not ABSENT}
    changed = record.model_copy(update=there)
    for name in values.keys() - there.keys():
        # Only what others added to a record can be absent; the copy's own dict loses it.
        (changed.model_extra or {}).pop(name, None)
    return changed


def merge_bag(
    base: Sequence[MergedValue], ours: Sequence[MergedValue], theirs: Sequence[MergedValue]
) -> tuple[MergedValue, ...]:
    """Merge values in no order: all of theirs, with ours added and less what ours removed.

    The same value may stand in it more than once; what both added or removed counts once.
    """
    if ours in (base, theirs):
        return tuple(theirs)
    if theirs == base:
        return tuple(ours)
    old, mine, other = Counter(base), Counter(ours), Counter(theirs)
    added = (mine - old) - (other - old)
    gone = (old - mine) - (old - other)
    return (*drop_counted(theirs, gone), *keep_last(ours, added))


def drop_counted(
    values: Iterable[MergedValue], gone: Mapping[MergedValue, int]
) -> list[MergedValue]:
    """Return the values less so many of each, the first ones."""
    left = dict(gone)
    kept = []
    for value in values:
        if left.get(value, 0) > 0:
            left[value] -= 1
        else:
            kept.append(value)
    return kept


def keep_last(
    values: Sequence[MergedValue], wanted: Mapping[MergedValue, int]
) -> list[MergedValue]:
    """Return so many of each of the values, the last ones."""
    left = dict(wanted)
    found = []
    for value in reversed(values):
        if left.get(value, 0) > 0:
            left[value] -= 1
            found.append(value)
    return found[::-1]


def key_values(
    values: Iterable[Keyed], name: Callable[[Keyed], str]
) -> dict[tuple[str, int], Keyed]:
    """Return the values by name, and by how many of that name came before."""
    seen = Counter[str]()
    found = {}
    for value in values:
        found[name(value), seen[name(value)]] = value
        seen[name(value)] += 1
    return found


def merge_order(
    base: Iterable[MergedValue], ours: Iterable[MergedValue], theirs: Iterable[MergedValue]
) -> list[MergedValue]:
    """Return all keys of ours and theirs: in our order where only we changed it, else in theirs."""
    old, mine, other = list(base), list(ours), list(theirs)
    common = set(old) & set(mine) & set(other)
    was, here, there = ([key for key in side if key in common] for side in (old, mine, other))
    if here != was == there:
        mine, other = other, mine
    return list(dict.fromkeys([*other, *mine]))


def same_text(field: str, text: str | None, other: str | None) -> bool:
    """Whether two texts say the same of a field, be it in other words (`64万`, `0.64M`)."""
    if text == other or field != "amount" or text is None or other is None:
        return text == other
    try:
        return parse_amount(text).same(parse_amount(other))
    except UserError:
        return False
