"""Edits to a project's contacts, which keep every pointer to them sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.edits.record import edited, moved
from deals.model import Change, Contact, Project, Stamp, Stance, Touch
from deals.people import stance_text, with_cr, with_stance
from deals.refusal import Refusal


def set_contacts(
    project: Project, contacts: tuple[Contact, ...], stamp: Stamp, note: str = ""
) -> Project:
    """The project with just these contacts; influences and touches forget who is gone."""
    if contacts == project.contacts:
        return project
    contacts = _dated(project.contacts, contacts, stamp)
    ids = {one.id for one in contacts}
    update = {
        "contacts": contacts,
        "influences": tuple(
            one for one in project.influences if one.source in ids and one.target in ids
        ),
        "touches": tuple(_touch_of(ids, one) for one in project.touches),
    }
    return edited(project, stamp, update, *_moves(project.contacts, contacts, stamp, note))


TOUCH_NOTE = "touch "
"""How history notes which touch, by id, a CR rests on."""


def set_cr(
    project: Project,
    contact_id: str,
    cr: int | None,
    stamp: Stamp,
    evidence: str | None = None,
    touch: str | None = None,
) -> Project:
    """The project with a contact's relationship level, 1-5 or unknown, and what shows it.

    That is words, or the id of a touch. A new level without evidence has none: what showed the old
    one says nothing of it. Raises the refusals `cr-range` and `contact-unknown`.
    """
    if cr not in (None, 1, 2, 3, 4, 5):
        raise Refusal("cr-range", text=f"{cr}")
    contact = find_contact(project, contact_id)
    same = evidence in (None, contact.evidence) and touch in (None, contact.cr_touch)
    if cr == contact.cr and same:
        return project
    note = evidence or (f"{TOUCH_NOTE}{touch}" if touch else "")
    return with_contact(project, with_cr(contact, cr, evidence, touch=touch), stamp, note)


def set_stance(
    project: Project,
    contact_id: str,
    stance: Stance,
    stamp: Stamp,
    competitor: str | None = None,
) -> Project:
    """The project with a contact's stance, and the competitor where that is whom they support.

    No competitor leaves the one known before. Refusal `contact-unknown`.
    """
    contact = find_contact(project, contact_id)
    whom = competitor or contact.competitor
    return with_contact(project, with_stance(contact, stance, whom), stamp)


def find_contact(project: Project, contact_id: str) -> Contact:
    """The contact of that id; Refusal `contact-unknown`."""
    found = next((one for one in project.contacts if one.id == contact_id), None)
    if found is None:
        raise Refusal("contact-unknown", name=project.name, contact=contact_id)
    return found


def with_contact(project: Project, changed: Contact, stamp: Stamp, note: str = "") -> Project:
    """The project with one contact replaced by what became of it."""
    contacts = tuple(changed if one.id == changed.id else one for one in project.contacts)
    return set_contacts(project, contacts, stamp, note)


def _dated(
    before: Sequence[Contact], after: Sequence[Contact], stamp: Stamp
) -> tuple[Contact, ...]:
    """The contacts, a CR that is new since today: of an edit that does not tell the day itself."""
    old = {one.id: (one.cr, one.cr_on) for one in before}
    return tuple(
        one.model_copy(update={"cr_on": stamp.today})
        if one.cr is not None and one.cr_on is None and one.cr != old.get(one.id, (None,))[0]
        else one
        for one in after
    )


def _touch_of(ids: set[str], touch: Touch) -> Touch:
    if ids.issuperset(touch.contacts):
        return touch
    kept = tuple(one for one in touch.contacts if one in ids)
    return touch.model_copy(update={"contacts": kept})


def _moves(
    before: Sequence[Contact], after: Sequence[Contact], stamp: Stamp, note: str
) -> Iterator[Change]:
    """What moved in anybody's CR and stance; who comes or goes comes from or to unknown."""
    old, new = ({one.id: _standing(one) for one in people} for people in (before, after))
    for contact_id in {**old, **new}:
        was, now = old.get(contact_id, {}), new.get(contact_id, {})
        for field in ("cr", "stance"):
            if was.get(field) != now.get(field):
                change = moved(stamp, field, was.get(field), now.get(field), note)
                yield change.model_copy(update={"subject": contact_id})


def _standing(contact: Contact) -> dict[str, str | None]:
    cr = None if contact.cr is None else f"{contact.cr}"
    return {"cr": cr, "stance": stance_text(contact.stance, contact.competitor) or None}
