"""What a record was before a commit changed it, told by the journal line of that commit.

A line holds each changed record whole; its `base` holds what the fields that it changed were
before: in a list, an empty one where the record had no such field. So a line can be made to a
record that has become another than the one it was made from (store.replay).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from deals.model import Project
from deals.model.base import Frozen

Fields = Mapping[str, list[Any]]
"""The earlier value of each field that a commit changed, in a list of one or none."""

_ABSENT = object()


def base_of(before: Project | None, after: Project | None) -> Fields | None:
    """What the fields were that a commit changed, as JSON; None where there was no record."""
    if before is None:
        return None
    old, new = _values(before), _values(after) if after is not None else {}
    names = {name for name in (*old, *new) if not _same(old, new, name)}
    told = before.model_dump(mode="json", include=names)
    return {name: [told[name]] if name in told else [] for name in sorted(names)}


def before_of(document: Mapping[str, Any] | None, base: Fields | None) -> dict[str, Any] | None:
    """The document that a commit was made to, from the one it made of it and its base."""
    if base is None:
        return None
    before = {**(document or {}), **{name: old[0] for name, old in base.items() if old}}
    for name, old in base.items():
        if not old:
            before.pop(name, None)
    return before


def base_of_list(before: Sequence[Frozen], after: Sequence[Frozen]) -> list[Any]:
    """A list before a commit; a record that stayed as it was is told by its name alone."""
    count = Counter(_name(one) for one in (*before, *after))
    same = {_name(one): one for one in after if count[_name(one)] <= 2}
    return [
        _name(one) if same.get(_name(one)) == one else one.model_dump(mode="json") for one in before
    ]


def before_of_list(documents: Sequence[Any], base: Sequence[Any]) -> list[Any]:
    """The documents of a list before a commit, from those after it and its base."""
    named = {one["name"]: one for one in documents}
    return [named[one] if isinstance(one, str) else one for one in base]


def bare(project: Project) -> Project:
    """What two states of a project began with, where nothing else is known: all that either has
    stays, and of two values the later.
    """
    at = project.created_at
    began = Project(id=project.id, name="-", created_at=at, updated_at=at)
    return began.model_copy(update={"name": ""})


def _values(record: Frozen) -> dict[str, Any]:
    return {**record.__dict__, **(record.model_extra or {})}


def _same(old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> bool:
    mine, other = old.get(name, _ABSENT), new.get(name, _ABSENT)
    return mine is other or bool(mine == other)


def _name(record: Frozen) -> str:
    return str(getattr(record, "name", ""))
