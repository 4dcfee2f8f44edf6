"""The texts for fields and records in conflicts and notices: names of the user's, never an id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from deals.fields import CONTACT, history_text
from deals.history import NOTES, HistoryKey
from deals.merging.primitives import ABSENT
from deals.model import (
    LISTED,
    POINTS,
    SIGNATURE,
    SIGNED,
    TOGETHER,
    Contact,
    DeletedProject,
    Influence,
    Project,
    SalesTarget,
    Touch,
)
from deals.model.base import Frozen

RecordTrail = tuple[tuple[Frozen, str], ...]
"""Where a value lies: each record with the field that leads on, outermost first. The last field is
the value's own, empty for the whole record.
"""

_TITLES = ("text", "content", "what", "question", "key", "rival", "dimension", "name")


def record_title(record: Frozen, project: Project | None = None) -> str:
    """Return what a record is called, people as in `project`; empty for one without a name."""
    if isinstance(record, Influence):
        names = (pointed_text(record, field, project) for field in ("source", "target"))
        return " > ".join(name or "?" for name in names)
    if isinstance(record, Touch):
        return ": ".join(filter(None, (record.on.isoformat(), record.how)))
    return next((getattr(record, field) for field in _TITLES if hasattr(record, field)), "")


def value_of(trail: RecordTrail) -> object:
    """Return what lies at the trail's end: a field's value, or the record."""
    record, field = trail[-1]
    return getattr(record, field, ABSENT) if field else record


def trail_text(trail: RecordTrail | None, project: Project | None) -> str | None:
    """Return the records' titles and the value at the trail's end, `-` for an empty one: `visit: A:
    fine`. None for no trail; ids are called as in `project`.
    """
    if trail is None:
        return None
    words = [name for record, _field in trail if (name := record_title(record, project))]
    record, field = trail[-1]
    if field:
        words.append(_value_text(record, field, project) or "-")
    elif isinstance(record, SalesTarget):
        words.append(f"{record.amount}" if record.stands else "-")
    return ": ".join(dict.fromkeys(words))


def _value_text(record: Frozen, field: str, project: Project | None) -> str | None:
    if field in POINTS.get(type(record), {}):
        return pointed_text(record, field, project)
    value = getattr(record, field, None)
    return field if value is True else history_text(value)


def pointed_text(record: Frozen, field: str, project: Project | None) -> str | None:
    """Return the names in the project of the records that a field points at; None for none."""
    value = getattr(record, field, ())
    ids = value if isinstance(value, tuple) else (value,)
    return ", ".join(_titles_of(project, POINTS[type(record)][field], ids)) or None


def _titles_of(project: Project | None, target: str, ids: tuple[object, ...]) -> Iterator[str]:
    there = getattr(project, target, ())
    return (record_title(record) for key in ids for record in there if record.id == key)


UNREPORTED: Mapping[type[Frozen], Mapping[str, str]] = {
    Project: {
        "id": "it is what the project goes by",
        "updated_at": "it moves with every edit, and is none",
        "updated_by": "it says who wrote, not what",
        "history": "it tells of edits, and is none",
        "sources": "they say what tables hold, and the next import says it anew",
        "snoozes": "they run out by themselves, and say nothing of who ended them",
        "also": "it comes of a merge or its undoing, which is told",
        "glance": "it is made of the project where that is whole, and nobody edits it",
    },
    Contact: {"id": "it is what the contact goes by"},
    DeletedProject: dict.fromkeys(
        DeletedProject.model_fields, "it comes of a deletion, which is reported"
    ),
    **{kind: dict.fromkeys(SIGNATURE, "it says who wrote, not what") for kind in SIGNED},
}
"""The fields by kind of record whose overwriting is not reported, and why; all others are."""

PROJECT_FIELDS = [
    name for name in Project.model_fields if name not in {*UNREPORTED[Project], *LISTED, "contacts"}
]
CONTACT_FIELDS = [name for name in Contact.model_fields if name not in UNREPORTED[Contact]]
_NAMES = {"next_action": "next", "remarks": NOTES}


def field_id(name: str) -> str:
    """Return what history calls a field of the model: the id of the field that users know."""
    return _NAMES.get(name, name)


def is_listed(key: HistoryKey) -> bool:
    """Whether a field of history is a list of records, and not one that is a text of that name."""
    return key[0] in LISTED and key != (NOTES, None)


def field_place(key: HistoryKey) -> int:
    """Return a field's place in its record: of fields decided as one the first names the change."""
    return CONTACT_FIELDS.index(key[0]) if key[0] in CONTACT_FIELDS and key[1] else -1


def decided_fields(key: HistoryKey) -> tuple[str | None, tuple[str, ...]]:
    """Return whose field it is (None for the project's), and the fields decided with it."""
    units = TOGETHER[Contact] if key[1] else ()
    return key[1], next((unit for unit in units if key[0] in unit), (key[0],))


def field_words(project: Project, key: HistoryKey, text: str | None) -> str | None:
    """Return a field's text with the names of the project for ids, `?` for what is gone."""
    field, subject = key
    if text is None or subject is None or field not in POINTS[Contact]:
        return text
    return pointed_text(Contact(id=subject, name="", **{field: text}), field, project) or "?"


def project_field_names(project: Project) -> tuple[str, ...]:
    """Return the names of a project's own fields, those of later versions among them."""
    return (*PROJECT_FIELDS, *(project.model_extra or ()))


def field_texts(
    project: Project, leave: Collection[int] = (), names: Iterable[str] | None = None
) -> dict[HistoryKey, str | None]:
    """Return the filled fields of a project and its contacts in the text that history keeps.
    Contacts whose object `leave` names by `id()` are left out; `names` are the project's own fields
    that are wanted, None for all.
    """
    texts: dict[HistoryKey, str | None] = {
        (field_id(name), None): history_text(getattr(project, name, None))
        for name in (project_field_names(project) if names is None else names)
    }
    for person in (contact for contact in project.contacts if id(contact) not in leave):
        texts["contacts", person.id] = person.name
        texts |= _contact_texts(person)
    return {key: text for key, text in texts.items() if text is not None}


def _contact_texts(person: Contact) -> dict[HistoryKey, str | None]:
    # What a later version added is reported too, under its id.
    names = (*CONTACT_FIELDS, *(person.model_extra or ()))
    return {(name, person.id): CONTACT.history_text(person, name) for name in names}
