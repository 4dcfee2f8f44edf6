"""Bringing a person whom an account already knows into one more of its projects."""

from __future__ import annotations

from deals.accounts.shared import SHARED, account_of
from deals.edits.people import set_contacts
from deals.model import Book, Contact, Project, Stamp


def account_people(book: Book, project: Project) -> tuple[Contact, ...]:
    """The people of the project's account whom the project does not have, each as last written.

    Who is there by the same name counts as there.
    """
    account = account_of(project)
    if not account:
        return ()
    others = [
        one
        for one in book.projects.values()
        if one.id != project.id and account_of(one) == account and one.contacts
    ]
    others.sort(key=lambda one: one.updated_at)
    found = {person.id: person for one in others for person in one.contacts}
    ids, names = ({getattr(one, key) for one in project.contacts} for key in ("id", "name"))
    return tuple(one for one in found.values() if one.id not in ids and one.name not in names)


def bring_in(project: Project, contact: Contact, stamp: Stamp) -> Project:
    """The project with one more of its account's people, of whose part in it nothing is known yet.

    Their superior is theirs here too if they are here. Who is there already stays as they are.
    """
    ids = {one.id for one in project.contacts}
    if contact.id in ids:
        return project
    shared = {name: getattr(contact, name) for name in SHARED}
    if contact.reports_to not in ids:
        shared["reports_to"] = None
    others_own = contact.model_extra or {}
    brought = Contact.model_validate({**others_own, **shared, "id": contact.id})
    contacts = (*project.contacts, brought)
    changed = set_contacts(project, contacts, stamp)
    return changed.model_copy(update={"contacts": contacts})  # no level was reached today
