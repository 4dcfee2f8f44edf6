"""Taking people of files into a project: by name, and each whole or not at all; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deals.edits import set_contacts
from deals.edits.persons import with_said
from deals.fields import Reading
from deals.model import Contact, Project
from deals.people import must_not_circle
from deals.person_fields import PERSON_FIELDS, person_text, read_person_field
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.outcomes import FieldChange, Kind, Outcome
from store.exchange.people.spoken import Spoken

_LATER = ("name", "reports_to")


def take_in(
    spoken: Sequence[Spoken], project: Project, reading: Reading
) -> tuple[Project, list[Outcome]]:
    """The project with the people of one file, and what became of each of them.

    Who is known by name takes what the file says, others are added at the end; what the file leaves
    out stays. Of a person with a refusal nothing is taken, and nobody comes to report to them.
    """
    taken = [one for one in spoken if not one.refusals]
    while True:
        attempt = _Attempt(project, reading, taken)
        good = [one for one in taken if not one.refusals]
        if len(good) == len(taken):
            break
        taken = good
    after = set_contacts(project, attempt.contacts, reading.stamp)
    kept = {one.id: one for one in after.contacts}
    return after, [_outcome(one, project, kept, attempt) for one in spoken]


@dataclass
class _Attempt:
    """The contacts that all of `taken` would make of a project, unless one of them is refused."""

    project: Project
    reading: Reading
    taken: Sequence[Spoken]

    def __post_init__(self) -> None:
        self.people = {one.id: one for one in self.project.contacts}
        self.ids: dict[int, str] = {}
        named: dict[str, list[str]] = defaultdict(list)
        for contact in self.project.contacts:
            named[folded(contact.name)].append(contact.id)
        for one in self.taken:
            self._meet(one, named[folded(one.name)])
        for one in self.taken:
            if "reports_to" in one.texts and not one.refusals:
                self._lead(one)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The project's contacts by now."""
        return tuple(self.people.values())

    def _meet(self, one: Spoken, known: Sequence[str]) -> None:
        if len(known) > 1:
            one.refuse(Refusal("person-namesakes", name=one.name), "name")
            return
        new = Contact(id=self.reading.new_id(), name=one.name) if not known else None
        contact = new or self.people[known[0]]
        for field in PERSON_FIELDS:
            if field in one.texts and field not in _LATER:
                try:
                    said = read_person_field(field, one.texts[field], self.reading)
                    contact = with_said(contact, field, said)
                except Refusal as refused:
                    one.refuse(refused, field)
        self.people[contact.id] = contact
        self.ids[one.number] = contact.id

    def _lead(self, one: Spoken) -> None:
        """Gives somebody their superior, when everybody is there."""
        contact = self.people[self.ids[one.number]]
        reading = replace(self.reading, contacts=self.contacts)
        try:
            said = read_person_field("reports_to", one.texts["reports_to"], reading)
            led = with_said(contact, "reports_to", said)
            self.people[contact.id] = led
            must_not_circle(self.contacts, contact.id)
        except Refusal as refused:
            one.refuse(refused, "reports_to")


def _outcome(
    one: Spoken, project: Project, kept: Mapping[str, Contact], attempt: _Attempt
) -> Outcome:
    kind: Kind = "refused"
    changes: tuple[FieldChange, ...] = ()
    if not one.refusals:
        now = kept[attempt.ids[one.number]]
        was = next((each for each in project.contacts if each.id == now.id), None)
        kind = "added" if was is None else "unchanged" if was == now else "changed"
        changes = tuple(_changes(was, now, attempt.contacts)) if was else ()
    file, sheet = f"{one.place['file']}", f"{one.place.get('sheet', '')}"
    last = one.last or one.number
    return Outcome(
        *(file, sheet, one.number, last, one.name, kind, changes, tuple(one.refusals)),
        id=project.id,
        unit=one.unit,
    )


def _changes(was: Contact, now: Contact, people: Sequence[Contact]) -> list[FieldChange]:
    texts = (
        (field, person_text(was, field, people), person_text(now, field, people))
        for field in PERSON_FIELDS
    )
    return [FieldChange(field, old, new) for field, old, new in texts if old != new]
