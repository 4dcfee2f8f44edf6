"""The people of a project, with what the rows of a table say of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from deals.model import Contact, Project
from deals.parsing.contact_line import with_cr
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.tables.pipeline_columns import CONTACT_FACTS
from store.tables.project_rows import ParsedContact
from store.tables.row_grouping import ProjectRows


def merge_people(
    project: Project, group: ProjectRows, reading: ReadingContext
) -> tuple[Contact, ...]:
    """Return the project's contacts with what the rows say of them, new ones at the end."""
    people = list(project.contacts)
    places: dict[str, list[int]] = defaultdict(list)
    for at, contact in enumerate(people):
        places[fold_text(contact.name)].append(at)
    for (name, nth), person in group.people.items():
        known = places[name]
        if nth < len(known):
            people[known[nth]] = _merge_contact(people[known[nth]], person)
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
