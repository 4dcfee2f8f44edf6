"""Merging the lists that all projects share: views, competitors, products, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deals.merge.parts import Prefer, Value, in_order, keyed, merge_fields, settled
from deals.model import Cell, Competitor
from deals.model.base import Frozen


def merge_shared(
    name: str,
    base: Sequence[Frozen],
    ours: Sequence[Frozen],
    theirs: Sequence[Frozen],
    *,
    prefer: Prefer,
) -> tuple[Frozen, ...]:
    """Both sides' changes to a list of SHARED, record by record and in them field by field, a
    competitor dimension by dimension; `prefer` decides where they clash.
    """
    merged, clash = settled(tuple(base), tuple(ours), tuple(theirs), prefer)
    if not clash:
        return merged
    return _merge_each(base, ours, theirs, lambda one: one.name, _MERGE[name], prefer)


def _merge_each(
    base: Sequence[Any],
    ours: Sequence[Any],
    theirs: Sequence[Any],
    key: Callable[[Any], str],
    merge: Callable[[Any, Any, Any, Prefer], Any],
    prefer: Prefer,
) -> tuple[Any, ...]:
    old, mine, other = (keyed(side, key) for side in (base, ours, theirs))
    kept = []
    for one in in_order(old, mine, other):
        three = (old.get(one), mine.get(one), other.get(one))
        chosen, clash = settled(*three, prefer)
        there = three[1] is not None and three[2] is not None
        kept.append(merge(*three, prefer) if clash and there else chosen)
    return tuple(one for one in kept if one is not None)


def _whole(base: Value, ours: Value, theirs: Value, prefer: Prefer) -> Value:
    """A view is looked at as one: a filter with another's order is nobody's."""
    return settled(base, ours, theirs, prefer)[0]


def _competitor(
    base: Competitor | None, ours: Competitor, theirs: Competitor, prefer: Prefer
) -> Competitor:
    """One competitor of both sides; what both met on their own is one competitor all the same."""
    old = base or Competitor(name=ours.name)
    cells = _merge_each(
        old.notes, ours.notes, theirs.notes, lambda one: one.dimension, _cell, prefer
    )
    merged, _clashing = merge_fields(old, ours, theirs, prefer, (), frozenset({"notes"}))
    return merged.model_copy(update={"notes": cells})


def _cell(base: Cell | None, ours: Cell, theirs: Cell, prefer: Prefer) -> Cell:
    old = base or Cell(dimension=ours.dimension)
    return merge_fields(old, ours, theirs, prefer, (("by", "on"),))[0]


def _product(base: Any, ours: Any, theirs: Any, prefer: Prefer) -> Any:
    if base is None:
        return _whole(base, ours, theirs, prefer)
    return merge_fields(base, ours, theirs, prefer)[0]


_MERGE: Mapping[str, Callable[[Any, Any, Any, Prefer], Any]] = {
    "views": _whole,
    "competitors": _competitor,
    "products": _product,
}
