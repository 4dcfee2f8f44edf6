"""Merging of projects and of whole books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deals.edits.patches import Patch, ReplacedList, ReplacedProject, apply_patch
from deals.fields import history_text
from deals.merging.history import HistoryMerge
from deals.merging.labels import field_id
from deals.merging.lists import (
    keep_links_to,
    merge_contacts,
    merge_list,
    merge_lists,
    merge_shared,
    repair_links,
)
from deals.merging.primitives import (
    FieldConflict,
    Prefer,
    merge_bag,
    merge_fields,
    same_text,
    settle_value,
)
from deals.model import KEYS, LOOSE, RECORDS, Book, Project

_APART = frozenset(
    {
        *("contacts", "snoozes", "sources", "history", "next_action", "updated_at", "updated_by"),
        *KEYS,
        *LOOSE,
        *RECORDS,
    }
)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged project, and the fields in which merging had to choose a side."""

    project: Project
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedBook:
    """A merged book, the patch that led there from the book as it stood, and the conflicts by
    project id; those of the lists that all projects share are under the empty id.
    """

    book: Book
    patch: Patch = field(default_factory=Patch)
    conflicts: Mapping[str, tuple[FieldConflict, ...]] = field(default_factory=dict)


def merge(base: Project, ours: Project, theirs: Project, *, prefer: Prefer) -> Merged:
    """Merge both sides' changes to a project field by field; `prefer` decides where they clash.

    Contacts are merged by id, and so are goals, plan rows and the other lists (see lists.py);
    touches and snoozes are bags of values; links that lead nowhere are repaired.
    Where ours was preferred, the value of theirs that lost stays in the history. The very object of
    one side comes back where the other changed nothing, and theirs where nothing is left to change.
    """
    chosen, clash = settle_value(base, ours, theirs, prefer)
    if not clash:
        return Merged(chosen)
    people = merge_contacts(base.contacts, ours.contacts, theirs.contacts, prefer)
    old, mine, other = (keep_links_to(side, base, people.contacts) for side in (base, ours, theirs))
    together = _joint_fields(base, ours, theirs)
    merged, clashing = merge_fields(old, mine, other, prefer, together, _APART)
    update = {"contacts": people.contacts, **_merge_bags(old, mine, other, prefer)}
    update["next_action"], next_conflicts = _merge_next_action(base, ours, theirs, prefer)
    lists, list_conflicts = merge_lists(base, ours, theirs, prefer)
    merged = merged.model_copy(update={**update, **lists})
    # Only the whole project shows which links two sound changes have broken between them.
    merged, loops = repair_links(merged, base, ours, theirs, prefer)
    clashes = [*_field_conflicts(clashing, ours, theirs), *next_conflicts]
    conflicts = _true_conflicts([*clashes, *people.conflicts, *list_conflicts, *loops])
    past = HistoryMerge(base, ours, theirs, merged, conflicts, prefer).history()
    project = merged.model_copy(update={"history": past})
    return Merged(theirs if project == theirs else project, conflicts)


def _merge_bags(old: Project, mine: Project, other: Project, prefer: Prefer) -> dict[str, object]:
    """Merge the fields that are bags of values, and say who was the last to write."""
    later = mine if mine.updated_at > other.updated_at else other
    swaying = (old.influences, mine.influences, other.influences)
    influences, _clashes = merge_list(swaying, LOOSE["influences"], prefer)
    tables = (old.sources, mine.sources, other.sources)
    sources, _clashes = merge_list(tables, lambda ref: ref.key, prefer)
    return {
        "influences": influences,
        "apart": merge_bag(old.apart, mine.apart, other.apart),
        "also": merge_bag(old.also, mine.also, other.also),
        "absent": merge_bag(old.absent, mine.absent, other.absent),
        "bones": merge_bag(old.bones, mine.bones, other.bones),
        "touches": merge_bag(old.touches, mine.touches, other.touches),
        "snoozes": merge_bag(old.snoozes, mine.snoozes, other.snoozes),
        "sources": sources,
        "updated_at": later.updated_at,
        "updated_by": later.updated_by,
    }


def _joint_fields(*sides: Project) -> tuple[tuple[str, ...], ...]:
    """Return the fields decided as one: an end with its reason, and with the stage that won it."""
    base = sides[0]
    ending = any(side.stage != base.stage and side.status != base.status for side in sides)
    return (("stage", "status", "end_reason"),) if ending else (("status", "end_reason"),)


def _field_conflicts(names: Iterable[str], *sides: Project) -> list[FieldConflict]:
    return [
        FieldConflict(field_id(name), *(history_text(getattr(side, name, None)) for side in sides))
        for name in names
    ]


def _true_conflicts(clashes: Iterable[FieldConflict]) -> tuple[FieldConflict, ...]:
    """Return the conflicts less those where both sides wrote the same in other words."""
    return tuple(
        conflict
        for conflict in clashes
        if not same_text(conflict.field, conflict.ours, conflict.theirs)
    )


def _merge_next_action(
    base: Project, ours: Project, theirs: Project, prefer: Prefer
) -> tuple[object, list[FieldConflict]]:
    """Merge the next action, of which two people may change the day and the words apart."""
    old, mine, other = base.next_action, ours.next_action, theirs.next_action
    action, clash = settle_value(old, mine, other, prefer)
    if not clash:
        return action, []
    if old is None or mine is None or other is None:
        return action, [FieldConflict("next", history_text(mine), history_text(other))]
    merged, clashing = merge_fields(old, mine, other, prefer)
    if "text" in clashing:
        return action, [FieldConflict("next", history_text(mine), history_text(other))]
    return merged, [
        FieldConflict("next_on", history_text(mine.on), history_text(other.on))
        for _name in clashing
    ]


def merge_records(
    base: Project | None, ours: Project | None, theirs: Project | None, *, prefer: Prefer
) -> tuple[Project | None, tuple[FieldConflict, ...]]:
    """Merge a project that either side may have added or deleted; None stands for no project.

    What one side deleted and the other changed is a conflict of the field `project`.
    """
    if base is not None and ours is not None and theirs is not None:
        merged = merge(base, ours, theirs, prefer=prefer)
        return merged.project, merged.conflicts
    chosen, clash = settle_value(base, ours, theirs, prefer)
    names = (side.name if side else None for side in (ours, theirs))
    return chosen, (FieldConflict("project", *names),) if clash else ()


def merge_patch(change: Patch, book: Book, *, prefer: Prefer) -> MergedBook:
    """Make a change to another state of the book than the one it was made to."""
    made: dict[str, ReplacedProject] = {}
    conflicts: dict[str, tuple[FieldConflict, ...]] = {}
    for key, (before, after) in change.projects.items():
        now = book.projects.get(key)
        record, wrong = merge_records(before, after, now, prefer=prefer)
        if wrong:
            conflicts[key] = wrong
        if record is not now:
            made[key] = ReplacedProject(now, record)
    lists, clashes = _merge_shared_lists(change, book, prefer)
    if clashes:
        conflicts[""] = clashes
    patch = Patch(made, lists)
    merged = apply_patch(patch, book)
    if merged.deleted != (lists["deleted"].after if "deleted" in lists else book.deleted):
        # What one side deleted and the other changed is there again.
        put_back = {"deleted": ReplacedList(book.deleted, merged.deleted)}
        patch = Patch(made, {**lists, **put_back})
    return MergedBook(merged, patch, conflicts)


def _merge_shared_lists(
    change: Patch, book: Book, prefer: Prefer
) -> tuple[dict[str, ReplacedList], tuple[FieldConflict, ...]]:
    """Merge a change's part in the lists that all projects share."""
    lists, clashes = dict[str, ReplacedList](), list[FieldConflict]()
    for name, relisted in change.lists.items():
        now = getattr(book, name)
        found = merge_shared(name, relisted.before, relisted.after, now, prefer=prefer)
        clashes += found.conflicts
        if found.records != now:
            lists[name] = ReplacedList(now, found.records)
    return lists, tuple(clashes)
