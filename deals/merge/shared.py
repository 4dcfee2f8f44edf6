"""Merging the lists that all projects share: views, competitors, products, each by its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deals.merge.lists import as_conflicts, merge_list
from deals.merge.parts import Conflict, Prefer
from deals.model import SHARED_KEYS
from deals.model.base import Frozen


class MergedList(NamedTuple):
    """The list that merging gave, and what clashes in it, the subject being a record's key."""

    records: tuple[Frozen, ...]
    conflicts: tuple[Conflict, ...] = ()


def merge_shared(
    name: str,
    base: Sequence[Frozen],
    ours: Sequence[Frozen],
    theirs: Sequence[Frozen],
    *,
    prefer: Prefer,
) -> MergedList:
    """Both sides' changes to a list of SHARED, record by record and in them field by field, a
    competitor dimension by dimension; `prefer` decides where they clash.
    """
    sides = (tuple(base), tuple(ours), tuple(theirs))
    records, clashes = merge_list(sides, SHARED_KEYS[name], prefer)
    return MergedList(records, tuple(as_conflicts(name, clashes)))
