"""What others did meanwhile, and which of one's own edits they overwrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from deals.edits.patches import Patch
from deals.history import Key, key_of
from deals.merge.parts import alike, said
from deals.merge.people import said_of_person
from deals.model import Book, Contact, Project

_FIELDS = ("name", "customer", "owner", "product", "stage", "status", "end_reason")
_FIGURES = ("amount", "signs")
_OF_PEOPLE = (
    *("name", "title", "department", "function", "level", "lines", "role", "reports_to", "cr"),
    *("evidence", "stance", "work_needs", "personal_needs", "price_view", "rival_view"),
    *("technical_step", "commercial_step", "covered_by", "follow_up", "phone", "email", "note"),
)


@dataclass(frozen=True, slots=True)
class Overwritten:
    """An edit of this session that somebody changed again.

    `project` is the id and `name` its name; `old` is what was written here and `new` what `by` made
    of it, in the text that history keeps, None for nothing. The field `project` is the whole record
    and `contacts` a contact (`subject`), deleted where `new` is None and put back where `old` is.
    """

    project: str
    name: str
    field: str
    by: str
    old: str | None
    new: str | None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """The book with others' changes in it, and which of one's own they overwrote."""

    book: Book
    overwritten: tuple[Overwritten, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """What one session wrote, by project and field, so that it can be told of overwriting."""

    texts: Mapping[str, Mapping[Key, str | None]] = field(default_factory=dict)

    def wrote(self, change: Patch) -> Own:
        """After one more change of this session."""
        texts = dict(self.texts)
        for key, (before, after) in change.projects.items():
            written = _written(before, after)
            if after is None:
                texts.pop(key, None)
            elif written:
                texts[key] = {**texts.get(key, {}), **written}
        return Own(texts)

    def told(self, change: Patch, by: str = "") -> tuple[Own, tuple[Overwritten, ...]]:
        """What a change that others made overwrites, and what is left to be told of later.

        `by` deleted whatever is deleted; for edits the records themselves tell who made them.
        """
        texts, lost = dict(self.texts), list[Overwritten]()
        for key, (before, after) in change.projects.items():
            mine = texts.get(key)
            if mine is None or before is None:
                continue
            if after is None:
                lost.append(Overwritten(key, before.name, "project", by, before.name, None))
                texts.pop(key)
                continue
            moved, rest = _moved_people(mine, before, after)
            found = list(_overwritten(rest, after))
            lost += (*moved, *found)
            heard = {(one.field, one.subject) for one in found}
            texts[key] = {each: text for each, text in rest.items() if each not in heard}
        return Own(texts), tuple(lost)


def _written(before: Project | None, after: Project | None) -> Mapping[Key, str | None]:
    """The fields that a change wrote and what they are now; a new project counts as a whole."""
    if after is None:
        return {}
    if before is None:
        return {("project", None): after.name}
    # Whoever stayed the same object was not written: an edit touches one or two of a crowd.
    same = {id(one) for one in before.contacts} & {id(one) for one in after.contacts}
    old, new = _texts(before, same), _texts(after, same)
    return {key: new.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}


def _moved_people(
    mine: Mapping[Key, str | None], before: Project, now: Project
) -> tuple[list[Overwritten], Mapping[Key, str | None]]:
    """The contacts written here that others removed, and those removed here that they put back; and
    what was written besides. Each is told as one, whatever fields of it there were.
    """
    was, here = ({one.id: one.name for one in side.contacts} for side in (before, now))
    moved = [
        Overwritten(now.id, now.name, "contacts", now.updated_by, was.get(one), here.get(one), one)
        for one in dict.fromkeys(subject for _field, subject in mine if subject)
        if (one in was) != (one in here)
    ]
    people = {one.subject for one in moved}
    return moved, {key: text for key, text in mine.items() if key[1] not in people}


def _overwritten(mine: Mapping[Key, str | None], now: Project) -> Iterator[Overwritten]:
    """The fields that are no longer as they were written here."""
    texts = _texts(now)
    authors = {key_of(one): one.by for one in now.history}
    for key, text in mine.items():
        if key[0] != "project" and not alike(key[0], texts.get(key), text):
            by = authors.get(key, now.updated_by)
            yield Overwritten(now.id, now.name, key[0], by, text, texts.get(key), key[1])


def _texts(project: Project, leave: Collection[int] = ()) -> dict[Key, str | None]:
    texts: dict[Key, str | None] = {
        (name, None): said(getattr(project, name)) for name in (*_FIELDS, *_FIGURES)
    }
    texts["next", None] = said(project.next_action)
    for person in (one for one in project.contacts if id(one) not in leave):
        texts["contacts", person.id] = person.name
        texts |= _texts_of(person)
    return {key: text for key, text in texts.items() if text is not None}


def _texts_of(person: Contact) -> dict[Key, str | None]:
    return {(name, person.id): said_of_person(person, name) for name in _OF_PEOPLE}
