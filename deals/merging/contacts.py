"""The contacts of a project, merged by id and field by field, and the links that name them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from deals.fields import CONTACT
from deals.merging.primitives import (
    FieldConflict,
    Prefer,
    key_values,
    merge_fields,
    merge_order,
    settle_value,
)
from deals.model import TOGETHER, Contact, Project, Touch
from deals.parsing.contact_line import contacts_text


@dataclass(frozen=True, slots=True)
class MergedContacts:
    """The merged contacts, and the fields of theirs that clash."""

    contacts: tuple[Contact, ...]
    conflicts: tuple[FieldConflict, ...] = ()


def merge_contacts(
    base: Sequence[Contact], ours: Sequence[Contact], theirs: Sequence[Contact], prefer: Prefer
) -> MergedContacts:
    """Merge the contacts of both sides; one removed here and changed there is a clash."""
    contacts, clash = settle_value(tuple(base), tuple(ours), tuple(theirs), prefer)
    if not clash:
        return MergedContacts(contacts)
    old, mine, other = (
        key_values(side, lambda contact: contact.id) for side in (base, ours, theirs)
    )
    kept: list[Contact] = []
    conflicts: list[FieldConflict] = []
    for key in merge_order(old, mine, other):
        contact, wrong = _merge_contact(old.get(key), mine.get(key), other.get(key), prefer)
        kept += [] if contact is None else [contact]
        conflicts += wrong
    ids = {contact.id for contact in kept}
    lost = _ids(base, ours, theirs) - ids
    return MergedContacts(tuple(_drop_boss(contact, lost) for contact in kept), tuple(conflicts))


def _merge_contact(
    base: Contact | None, ours: Contact | None, theirs: Contact | None, prefer: Prefer
) -> tuple[Contact | None, list[FieldConflict]]:
    chosen, clash = settle_value(base, ours, theirs, prefer)
    if not clash:
        return chosen, []
    if base is None or ours is None or theirs is None:
        there = ours or theirs
        subject = there.id if there else None
        return chosen, [FieldConflict("contacts", _name_text(ours), _name_text(theirs), subject)]
    merged, clashing = merge_fields(base, ours, theirs, prefer, TOGETHER[Contact])
    return merged, [
        FieldConflict(
            name, CONTACT.history_text(ours, name), CONTACT.history_text(theirs, name), ours.id
        )
        for name in clashing
        if name != "competitor" or ours.stance == theirs.stance
    ]


def _name_text(contact: Contact | None) -> str | None:
    return contacts_text([contact]) if contact else None


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


def _drop_boss(contact: Contact, gone: Collection[str]) -> Contact:
    if contact.reports_to in gone:
        return contact.model_copy(update={"reports_to": None})
    return contact


def _ids(*teams: Sequence[Contact]) -> set[str]:
    return {member.id for team in teams for member in team}
