"""The records of a project and those that all projects share, merged by key and field by field.

After the lists come the contacts, whose clashes are told by field, and then the links between
records that two changes, each sound, break between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from deals.edits.records import update_where
from deals.fields import CONTACT
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
from deals.model import (
    BEHIND,
    KEYS,
    POINTS,
    RECORDS,
    SHARED_KEYS,
    SIGNATURE,
    SIGNED,
    TOGETHER,
    UNDIVIDED,
    WITHIN,
    Cause,
    Contact,
    OwnValue,
    Project,
    Touch,
)
from deals.model.base import Frozen
from deals.model.records import KeyFunction
from deals.own_columns import own_field
from deals.parsing.contact_line import contacts_text


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
        if name == "own":
            yield _own_conflict(clash)
        else:
            yield FieldConflict(name, mine, other, clash.key or None)


def _own_conflict(clash: ListConflict) -> FieldConflict:
    """Return the clash of an own value as that of a field, which an own column is in history."""
    values = [trail[0][0] if trail else None for trail in (clash.ours, clash.theirs)]
    names = [value.name for value in values if isinstance(value, OwnValue)]
    texts = (value.value if isinstance(value, OwnValue) else None for value in values)
    return FieldConflict(own_field(next(iter(names), clash.key)), *texts)


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
    changed = _changed_fields(clashing, base, theirs if prefer == "ours" else ours)
    if changed and kind in UNDIVIDED:
        changed = [""]
    clashes = [ListConflict(key, ((ours, field),), ((theirs, field),)) for field in changed]
    update: dict[str, object] = {}
    for field, inner in WITHIN.get(kind, {}).items():
        three = (getattr(base, field, ()), getattr(ours, field), getattr(theirs, field))
        update[field], inside = merge_list(three, inner, prefer)
        clashes += [conflict.under(key, field, ours, theirs) for conflict in inside]
    if kind in SIGNED:
        update.update(zip(SIGNATURE, _signature(merged, sides, prefer), strict=True))
    return merged.model_copy(update=update), clashes


def _changed_fields(clashing: Iterable[str], base: Frozen | None, loser: Frozen) -> list[str]:
    """Return those of the fields that clash which the losing side has changed.

    A yes or no that is decided with another field is no news besides it.
    """
    changed = [
        field for field in clashing if base is None or _get(loser, field) != _get(base, field)
    ]
    units = TOGETHER.get(type(loser), ())
    paired = {field for unit in units for field in unit if isinstance(_get(loser, field), bool)}
    return [field for field in changed if field not in paired] or changed


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


@dataclass(frozen=True, slots=True)
class MergedContacts:
    """The merged contacts, and the fields of theirs that clash."""

    contacts: tuple[Contact, ...]
    conflicts: tuple[FieldConflict, ...] = ()


def merge_contacts(
    base: Sequence[Contact], ours: Sequence[Contact], theirs: Sequence[Contact], prefer: Prefer
) -> MergedContacts:
    """Merge the contacts of both sides; one removed here and changed there is a clash."""
    sides = (tuple(base), tuple(ours), tuple(theirs))
    contacts, clashes = merge_list(sides, lambda contact: contact.id, prefer)
    lost = _ids(*sides) - _ids(contacts)
    conflicts = (_contact_conflict(clash) for clash in clashes)
    return MergedContacts(
        update_where(contacts, lambda contact: contact.reports_to in lost, reports_to=None),
        tuple(conflict for conflict in conflicts if conflict is not None),
    )


def _contact_conflict(clash: ListConflict) -> FieldConflict | None:
    """Return a clash with a contact's field by name; None for a competitor that goes with a stance
    that clashes.
    """
    (ours, field), (theirs, _same) = (
        trail[0] if trail else (None, "") for trail in (clash.ours, clash.theirs)
    )
    if not (field and isinstance(ours, Contact) and isinstance(theirs, Contact)):
        return FieldConflict("contacts", _name_text(ours), _name_text(theirs), clash.key)
    if field == "competitor" and ours.stance != theirs.stance:
        return None
    mine, other = (CONTACT.history_text(side, field) for side in (ours, theirs))
    return FieldConflict(field, mine, other, clash.key)


def _name_text(contact: Frozen | None) -> str | None:
    return contacts_text([contact]) if isinstance(contact, Contact) else None


def keep_links_to(side: Project, base: Project, left: Sequence[Contact]) -> Project:
    """Drop from one side's touches and influences whoever merging did not leave.

    Whoever this side removed, but is left for the other's sake, is in them again.
    """
    ids = {contact.id for contact in left}
    removed = _ids(base.contacts) - _ids(side.contacts)
    back, gone = removed & ids, _ids(base.contacts, side.contacts) - ids
    if not (back or gone):
        return side
    whole = {
        _drop_from_touch(touch, removed): _drop_from_touch(touch, removed - back)
        for touch in base.touches
        if back.intersection(touch.contacts)
    }
    touches = tuple(_drop_from_touch(whole.get(touch, touch), gone) for touch in side.touches)
    influences = [link for link in side.influences if {link.source, link.target} <= ids]
    influences += [link for link in base.influences if {link.source, link.target} & back]
    kept = tuple(link for link in influences if {link.source, link.target} <= ids)
    return side.model_copy(update={"touches": touches, "influences": kept})


def _drop_from_touch(touch: Touch, gone: Collection[str]) -> Touch:
    if not any(contact in gone for contact in touch.contacts):
        return touch
    kept = tuple(contact for contact in touch.contacts if contact not in gone)
    return touch.model_copy(update={"contacts": kept})


def _ids(*teams: Sequence[Contact]) -> set[str]:
    return {member.id for team in teams for member in team}


ParentLinks = Mapping[str, str | None]
"""The records of a list by id, and behind which each stands, None for none."""


def repair_links(
    merged: Project, base: Project, ours: Project, theirs: Project, prefer: Prefer
) -> tuple[Project, list[FieldConflict]]:
    """Remove links that lead nowhere or in a circle; return with the project those that gave way.

    What points at a record that is gone is left to the one that this stood behind, as when it is
    taken out. Of the links in a circle one that the preferred side has not made gives way. A cause
    behind another is on its bone.
    """
    preferred = ours if prefer == "ours" else theirs
    made = _with_lists(merged, _relink_lists(merged, base))
    straight = {name: _break_circles(name, made, preferred) for name in BEHIND}
    sound = _with_lists(made, straight)
    sound = _with_lists(sound, {"causes": _level_causes(sound.causes)})
    conflicts: list[FieldConflict] = []
    for name, field in BEHIND.items():
        clashes = list[ListConflict]()
        for lost, kept in zip(getattr(made, name), straight[name], strict=True):
            sides = (kept, lost) if prefer == "ours" else (lost, kept)
            if kept is not lost:
                clashes.append(ListConflict(kept.id, *(((side, field),) for side in sides)))
        conflicts += as_conflicts(name, clashes, ours, theirs)
    return sound, conflicts


def mend_links(project: Project, before: Project | None = None) -> Project:
    """Return a project without links that lead nowhere or in a circle.

    What stood behind a record that is gone is left to the one that this stood behind in `before`.
    """
    base = before or project
    ids = _ids(project.contacts)
    kept = tuple(link for link in project.influences if {link.source, link.target} <= ids)
    gone = {id_ for touch in project.touches for id_ in touch.contacts} - ids
    touches = tuple(_drop_from_touch(touch, gone) for touch in project.touches)
    lost = {contact.reports_to for contact in project.contacts} - ids - {None}
    contacts = update_where(
        project.contacts, lambda contact: contact.reports_to in lost, reports_to=None
    )
    made = _with_lists(project, {"contacts": contacts, "influences": kept, "touches": touches})
    return repair_links(made, base, made, made, "theirs")[0]


def _with_lists(project: Project, lists: Mapping[str, tuple[Any, ...]]) -> Project:
    changed = {
        name: records for name, records in lists.items() if records != getattr(project, name)
    }
    return project.model_copy(update=changed) if changed else project


def _relink_lists(merged: Project, base: Project) -> dict[str, tuple[Any, ...]]:
    """Return the lists of a project with every link to a record that is gone moved or dropped."""
    targets = {name for fields in POINTS.values() for name in fields.values()}
    there = {name: {record.id for record in getattr(merged, name)} for name in targets}
    before = {name: _links(name, base) for name in BEHIND}
    return {
        name: tuple(
            _set_links(record, dict(_links_of(record, there, before)))
            for record in getattr(merged, name)
        )
        for name in KEYS
    }


def _set_links(record: Any, links: Mapping[str, object]) -> Any:
    changed = {field: to for field, to in links.items() if to != getattr(record, field)}
    return record.model_copy(update=changed) if changed else record


def _links_of(
    record: Any, there: Mapping[str, set[str]], before: Mapping[str, ParentLinks]
) -> Iterator[tuple[str, object]]:
    for field, target in POINTS.get(type(record), {}).items():
        value = getattr(record, field)
        if isinstance(value, tuple):
            yield field, tuple(id_ for id_ in value if id_ in there[target])
        elif value is not None and value not in there[target]:
            yield field, _nearest_left(value, there[target], before[target])


def _nearest_left(gone: str, there: set[str], before: ParentLinks) -> str | None:
    """Return the nearest record that is left of those which the one that is gone stood behind."""
    at, seen = before.get(gone), {gone}
    while at is not None and at not in there:
        if at in seen:
            return None
        seen.add(at)
        at = before.get(at)
    return at


def _links(name: str, project: Project) -> ParentLinks:
    return {record.id: getattr(record, BEHIND[name]) for record in getattr(project, name)}


def _break_circles(name: str, project: Project, preferred: Project) -> tuple[Any, ...]:
    """Return the records of a list, no record behind itself by whatever way round."""
    there = getattr(project, name)
    links, wanted = dict(_links(name, project)), _links(name, preferred)
    while circle := next((found for link in links if (found := _find_circle(link, links))), None):
        # A link of the other side gives way; any, where the preferred side itself held the circle.
        # The least id is taken, so that all sessions that merge the same break the same link.
        foreign = [id_ for id_ in circle if wanted.get(id_) != links[id_]]
        loose = min(foreign or circle)
        to = wanted.get(loose) if foreign else None
        links[loose] = to if to in links else None
    return tuple(_set_links(record, {BEHIND[name]: links[record.id]}) for record in there)


def _find_circle(start: str, links: ParentLinks) -> tuple[str, ...]:
    """Return the ids of the circle that leads from a record back to it; empty for none."""
    found, at = {start: None}, links[start]
    while at is not None and at not in found:
        found[at] = None
        at = links[at]
    return tuple(found) if at == start else ()


def _level_causes(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """Put each cause on the bone of its top one, and none deeper than one behind it."""
    known = {cause.id: cause for cause in causes}

    def place(cause: Cause) -> Cause:
        top = cause
        while top.parent is not None:
            top = known[top.parent]
        return cause if top is cause else _set_links(cause, {"parent": top.id, "bone": top.bone})

    return tuple(place(cause) for cause in causes)
