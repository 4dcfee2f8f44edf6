"""The people of a project, with what the rows of a table say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from deals.model import Contact, Project
from deals.parsing.contact_line import with_cr
from deals.parsing.contact_titles import by_bare_name
from deals.parsing.reading_context import ReadingContext
from store.tables.pipeline_columns import CONTACT_FACTS
from store.tables.project_rows import ParsedContact
from store.tables.row_grouping import ProjectRows

PersonSlot = tuple[str, int]
"""What somebody goes by: the folded name without a title, and which of the namesakes it is."""


def people_by_slot(contacts: Sequence[Contact]) -> dict[PersonSlot, Contact]:
    """Return contacts by their names, namesakes counted; a title in a name makes nobody another.

    Of two that only a title in the name tells apart, the one without it goes first.
    """
    counts: dict[str, int] = defaultdict(int)
    found: dict[PersonSlot, Contact] = {}
    for name, contact in by_bare_name(contacts):
        found[name, counts[name]] = contact
        counts[name] += 1
    return found


def merge_people(
    project: Project, group: ProjectRows, reading: ReadingContext
) -> tuple[Contact, ...]:
    """Return the project's contacts with what the rows say of them, new ones at the end."""
    people = list(project.contacts)
    places = {contact.id: at for at, contact in enumerate(people)}
    known = people_by_slot(people)
    for slot, person in group.people.items():
        if contact := known.get(slot):
            people[places[contact.id]] = _merge_contact(contact, person)
        else:
            facts = {**_known_facts(person), "phone": person.phone}
            people.append(Contact(id=reading.new_id(), name=person.name, **facts))
    return tuple(people)


def _merge_contact(contact: Contact, person: ParsedContact) -> Contact:
    if person.cr is not None and person.cr != contact.cr:
        contact = with_cr(contact, person.cr, None)
    facts = _known_facts(person)
    if person.phone and not contact.phone:
        facts["phone"] = person.phone
    return contact.model_copy(update=facts)


def _known_facts(person: ParsedContact) -> dict[str, Any]:
    return {name: value for name in CONTACT_FACTS if (value := getattr(person, name)) is not None}
