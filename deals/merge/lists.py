"""Merging what a project keeps in lists under a key each: answers, goals, plan rows and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deals.merge.parts import Conflict, Prefer, in_order, keyed, merge_fields, said, settled
from deals.model import Project, Record

KEYS: Mapping[str, Callable[[Any], str]] = {
    "answers": lambda one: one.question,
    "notes": lambda one: one.key,
    "swot": lambda one: one.id,
    "strategies": lambda one: one.id,
    "comparisons": lambda one: f"{one.rival}\n{one.dimension}",
    "causes": lambda one: one.id,
    "goals": lambda one: one.id,
    "plan": lambda one: one.id,
}
"""The lists of a project's records by field, and what each record goes by."""

RECORDS = ("market", "form", "review")
"""The fields of a project that are a record of their own."""

_TITLES = ("text", "content", "question", "key", "rival", "name")


def merge_lists(
    base: Project, ours: Project, theirs: Project, prefer: Prefer
) -> tuple[dict[str, object], list[Conflict]]:
    """Both sides' lists and records, record by record and field by field; and what clashes."""
    update: dict[str, object] = {}
    conflicts: list[Conflict] = []
    for name, key in KEYS.items():
        old, mine, other = (getattr(one, name) for one in (base, ours, theirs))
        update[name], clashing = _merge_list(name, (old, mine, other), key, prefer)
        conflicts += clashing
    for name in RECORDS:
        old, mine, other = (getattr(one, name) for one in (base, ours, theirs))
        update[name], clashing = _merge_record(name, "", (old, mine, other), prefer)
        conflicts += clashing
    return update, conflicts


def _merge_list(
    name: str, sides: tuple[Any, Any, Any], key: Callable[[Any], str], prefer: Prefer
) -> tuple[tuple[Record, ...], list[Conflict]]:
    base, ours, theirs = sides
    merged, clash = settled(base, ours, theirs, prefer)
    if not clash:
        return merged, []
    old, mine, other = (keyed(side, key) for side in sides)
    kept: list[Record] = []
    conflicts: list[Conflict] = []
    for one in in_order(old, mine, other):
        three = (old.get(one), mine.get(one), other.get(one))
        record, clashing = _merge_record(name, one[0], three, prefer)
        kept += [] if record is None else [record]
        conflicts += clashing
    return tuple(kept), conflicts


def _merge_record(
    name: str, subject: str, sides: tuple[Any, Any, Any], prefer: Prefer
) -> tuple[Any, list[Conflict]]:
    """One record of both sides, None where it is gone; a clash names its title and the value."""
    base, ours, theirs = sides
    chosen, clash = settled(base, ours, theirs, prefer)
    if not clash:
        return chosen, []
    if base is None or ours is None or theirs is None:
        return chosen, [Conflict(name, _title(ours), _title(theirs), subject or None)]
    merged, clashing = merge_fields(base, ours, theirs, prefer)
    return merged, [
        Conflict(name, _told(ours, field), _told(theirs, field), subject or None)
        for field in clashing
    ]


def _told(record: Record, field: str) -> str:
    value = said(getattr(record, field, None)) or "-"
    title = _title(record)
    return f"{title}: {value}" if title and title != value else value


def _title(record: Record | None) -> str | None:
    if record is None:
        return None
    return next((getattr(record, one) for one in _TITLES if hasattr(record, one)), None)
