"""What projects of one account share of a person, and how one of them is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from deals.edits.people import set_contacts
from deals.model import Contact, Project, Stamp
from deals.people import must_not_circle
from deals.refusal import Refusal

Facts = Mapping[str, object]
"""Shared fields of a contact by name."""

CLOSENESS = ("cr", "evidence", "cr_on", "cr_touch")
"""A relationship level with what shows it: one fact, which no half of says anything."""
PLAIN = (
    *("name", "title", "department", "function", "level", "outside", "phone", "email"),
    *("work_needs", "personal_needs", "price_view", "rival_view", "follow_up", "note"),
)
SHARED = (*PLAIN, "reports_to", *CLOSENESS)
"""The fields of a contact that are the same in all projects of an account."""


def account_of(project: Project) -> str:
    """The account that a project belongs to; empty for one that names no customer."""
    return project.customer.strip()


def known(contact: Contact) -> Facts:
    """What is known of a person, of what is shared."""
    facts = {name: getattr(contact, name) for name in SHARED}
    return {name: value for name, value in facts.items() if value}


def moved(old: Contact, new: Contact) -> Facts:
    """What of a contact's shared fields is new, and what it is."""
    names = [name for name in SHARED if getattr(old, name) != getattr(new, name)]
    if not set(CLOSENESS).isdisjoint(names):
        names = [*dict.fromkeys((*names, *CLOSENESS))]
    return {name: getattr(new, name) for name in names}


def told(project: Project, news: Mapping[str, Facts], stamp: Stamp) -> Project:
    """The project whose contacts, by id, are as `news` has them; the same where nothing is new.

    Who is not in the project is nobody's superior there, and nobody comes to report in a circle.
    Nobody worked on this project, so it does not count as edited.
    """
    ids = {one.id for one in project.contacts}
    people = [_told(one, news.get(one.id, {}), ids) for one in project.contacts]
    contacts = _straight(people, project.contacts)
    if contacts == project.contacts:
        return project
    changed = set_contacts(project, contacts, stamp)
    edited = {"updated_at": project.updated_at, "updated_by": project.updated_by}
    # A level was not reached today because it is heard of today.
    return changed.model_copy(update={**edited, "contacts": contacts})


def _told(contact: Contact, facts: Facts, ids: Iterable[str]) -> Contact:
    update = dict(facts)
    if update.get("reports_to") not in (None, *ids):
        del update["reports_to"]
    return contact.model_copy(update=update) if update else contact


def _straight(people: list[Contact], before: Sequence[Contact]) -> tuple[Contact, ...]:
    """The people, less those new superiors by whom somebody would report to themselves."""
    for place, (old, new) in enumerate(zip(before, people, strict=True)):
        if new.reports_to != old.reports_to:
            try:
                must_not_circle(people, new.id)
            except Refusal:
                people[place] = new.model_copy(update={"reports_to": old.reports_to})
    return tuple(people)
