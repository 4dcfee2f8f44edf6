"""The fields of a project and of its contacts as texts, and which of them are told when others
overwrite them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from deals.history import Key
from deals.merge.parts import said
from deals.merge.people import said_of_person
from deals.merge.words import pointed_text
from deals.model import LISTED, POINTS, SIGNATURE, SIGNED, TOGETHER, Contact, Project
from deals.model.base import Frozen

UNTOLD: Mapping[type[Frozen], Mapping[str, str]] = {
    Project: {
        "id": "it is what the project goes by",
        "updated_at": "it moves with every edit, and is none",
        "updated_by": "it is who is told of, not what",
        "history": "it tells of edits, and is none",
        "snoozes": "they run out by themselves, and say nothing of who ended them",
    },
    Contact: {"id": "it is what the contact goes by"},
    **{kind: dict.fromkeys(SIGNATURE, "it is who is told of, not what") for kind in SIGNED},
}
"""The fields by kind of record whose overwriting is not told, and why; all others are."""

PROJECT_FIELDS = [
    name for name in Project.model_fields if name not in {*UNTOLD[Project], *LISTED, "contacts"}
]
CONTACT_FIELDS = [name for name in Contact.model_fields if name not in UNTOLD[Contact]]
_NAMES = {"next_action": "next"}
"""What history calls a field that has another name there."""


def field_place(key: Key) -> int:
    """Where a field stands among those of its record: the first names what it is told with."""
    return CONTACT_FIELDS.index(key[0]) if key[0] in CONTACT_FIELDS and key[1] else -1


def decided_fields(key: Key) -> tuple[str | None, tuple[str, ...]]:
    """The fields that are decided together with this one, and the contact whose they are."""
    units = TOGETHER[Contact] if key[1] else ()
    return key[1], next((unit for unit in units if key[0] in unit), (key[0],))


def field_words(project: Project, key: Key, text: str | None) -> str | None:
    """A field's text; what it points at is called as in the project, `?` for what is gone."""
    field, subject = key
    if text is None or subject is None or field not in POINTS[Contact]:
        return text
    return pointed_text(Contact(id=subject, name="", **{field: text}), field, project) or "?"


def field_names(project: Project) -> tuple[str, ...]:
    """The fields of a project itself, those of later versions among them."""
    return (*PROJECT_FIELDS, *(project.model_extra or ()))


def field_texts(
    project: Project, leave: Collection[int] = (), names: Iterable[str] | None = None
) -> dict[Key, str | None]:
    """The fields of a project and its contacts that say something, in the text that history keeps;
    contacts whose object `leave` names by `id()` are left out. `names` are the project's own fields
    that are wanted, None for all.
    """
    texts: dict[Key, str | None] = {
        (_NAMES.get(name, name), None): said(getattr(project, name, None))
        for name in (field_names(project) if names is None else names)
    }
    for person in (one for one in project.contacts if id(one) not in leave):
        texts["contacts", person.id] = person.name
        texts |= _contact_texts(person)
    return {key: text for key, text in texts.items() if text is not None}


def _contact_texts(person: Contact) -> dict[Key, str | None]:
    # What a later version added is told too, under its id.
    names = (*CONTACT_FIELDS, *(person.model_extra or ()))
    return {(name, person.id): said_of_person(person, name) for name in names}
