"""The edits of a session, and which of them others overwrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from deals.edits.patches import Patch, ReplacedList
from deals.errors import UserError
from deals.history import HistoryKey, history_key
from deals.merging.labels import (
    RecordTrail,
    decided_fields,
    field_names,
    field_place,
    field_texts,
    field_words,
    trail_text,
)
from deals.merging.primitives import same_text
from deals.merging.tracked_lists import (
    WrittenPaths,
    changed_values,
    find_overwritten_values,
    list_paths,
    project_paths,
)
from deals.model import SIGNED, Book, Project

SubjectKey = TypeVar("SubjectKey")
Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class Overwritten:
    """An edit of this session that somebody changed again.

    `project` is the id and `name` its name; `old` is what was written here and `new` what `by` made
    of it, in the text that history keeps, None for nothing. The field `project` is the whole record
    and `contacts` a contact (`subject`), deleted where `new` is None and put back where `old` is.
    A list of records is a field too, its `subject` what the record goes by; both texts then say
    what it is called. What all projects share is of no project: `project` and `name` are empty.
    """

    project: str
    name: str
    field: str
    by: str
    old: str | None
    new: str | None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A book with others' changes in it, and which of this session's edits they overwrote.

    `notices` say what else has become of the store; `restored` that the book is another one, which
    somebody has put in the place of the one that was open: what was done before cannot be undone.
    """

    book: Book
    overwritten: tuple[Overwritten, ...] = ()
    notices: tuple[UserError, ...] = ()
    restored: bool = False


@dataclass(frozen=True, slots=True)
class SessionEdits:
    """All that one session wrote, so that it can be warned of overwriting: fields by project, and
    values in lists by project, those that all projects share under the empty id.
    """

    texts: Mapping[str, Mapping[HistoryKey, str | None]] = field(default_factory=dict)
    paths: Mapping[str, WrittenPaths] = field(default_factory=dict)

    def add_change(self, change: Patch) -> SessionEdits:
        """Return the edits with one more change of this session."""
        texts, paths = dict(self.texts), dict(self.paths)
        for key, (before, after) in change.projects.items():
            if after is None:
                texts.pop(key, None)
                paths.pop(key, None)
                continue
            _add_written(texts, key, _changed_texts(before, after))
            if before is not None:
                _add_written(paths, key, changed_values(*project_paths(before, after)))
        for name, relisted in change.lists.items():
            _add_written(
                paths, "", changed_values(*list_paths(name, relisted.before, relisted.after))
            )
        return SessionEdits(texts, paths)

    def find_overwritten(
        self, change: Patch, by: str = ""
    ) -> tuple[SessionEdits, tuple[Overwritten, ...]]:
        """Find what a change of others overwrites; return with it the edits that still stand.

        `by` deleted whatever is deleted; for edits the records themselves tell who made them.
        """
        texts, paths, lost = dict(self.texts), dict(self.paths), list[Overwritten]()
        for key, (before, after) in change.projects.items():
            if before is None or not (key in texts or key in paths):
                continue
            if after is None:
                lost.append(Overwritten(key, before.name, "project", by, before.name, None))
                texts.pop(key, None)
                paths.pop(key, None)
                continue
            texts[key], found = _find_overwritten(texts.get(key, {}), before, after)
            paths[key], listed = _find_overwritten_in_lists(paths.get(key, {}), before, after)
            lost += (*found, *listed)
        if "" in paths:
            paths[""], shared = _find_overwritten_in_shared(paths[""], change.lists)
            lost += shared
        return SessionEdits(texts, paths), tuple(lost)


def _add_written(
    into: dict[str, Mapping[SubjectKey, Written]], key: str, more: Mapping[SubjectKey, Written]
) -> None:
    if more:
        into[key] = {**into.get(key, {}), **more}


def _find_overwritten(
    mine: Mapping[HistoryKey, str | None], before: Project, after: Project
) -> tuple[Mapping[HistoryKey, str | None], list[Overwritten]]:
    """Return what is left of the fields written here, and which of them were overwritten.

    Fields that are decided together are one overwriting, named by the first that differs.
    """
    moved, rest = _find_moved_contacts(mine, before, after)
    now = field_texts(after)
    differ = [key for key, text in rest.items() if not same_text(key[0], now.get(key), text)]
    differ = sorted((key for key in differ if key[0] != "project"), key=field_place)
    first = {decided_fields(key): key for key in reversed(differ)}
    found = [
        Overwritten(
            after.id,
            after.name,
            key[0],
            _author(after, key, now.get(key)),
            field_words(before, key, rest[key]),
            field_words(after, key, now.get(key)),
            key[1],
        )
        for key in differ
        if first[decided_fields(key)] == key
    ]
    return {key: text for key, text in rest.items() if key not in differ}, [*moved, *found]


def _find_overwritten_in_lists(
    mine: WrittenPaths, before: Project, after: Project
) -> tuple[WrittenPaths, list[Overwritten]]:
    """Return the same of what was written in the project's lists."""
    found, left = find_overwritten_values(mine, *project_paths(before, after))
    overwritten = list[Overwritten]()
    for path, old, new in found:
        subject = path[1] or None
        texts = (trail_text(old, before), trail_text(new, after))
        by = _signer(new) or _author(after, (path[0], subject), texts[1])
        overwritten.append(Overwritten(after.id, after.name, path[0], by, *texts, subject))
    return left, overwritten


def _find_overwritten_in_shared(
    mine: WrittenPaths, lists: Mapping[str, ReplacedList]
) -> tuple[WrittenPaths, list[Overwritten]]:
    """Return the same of what was written in the lists that all projects share."""
    overwritten = list[Overwritten]()
    for name, relisted in lists.items():
        found, mine = find_overwritten_values(
            mine, *list_paths(name, relisted.before, relisted.after)
        )
        for path, old, new in found:
            texts = (trail_text(old, None), trail_text(new, None))
            overwritten.append(Overwritten("", "", name, _signer(new), *texts, path[1]))
    return mine, overwritten


def _signer(trail: RecordTrail | None) -> str:
    """Return who wrote the record at the trail's end, where it says so."""
    record = trail[-1][0] if trail else None
    return getattr(record, "by", "") if type(record) in SIGNED else ""


def _changed_texts(
    before: Project | None, after: Project | None
) -> Mapping[HistoryKey, str | None]:
    """Return the fields that a change wrote with their texts; a new project counts as a whole."""
    if after is None:
        return {}
    if before is None:
        return {("project", None): after.name}
    # What stayed the same object was not written: an edit touches one or two of a crowd.
    same = {id(contact) for contact in before.contacts} & {
        id(contact) for contact in after.contacts
    }
    names = [
        name
        for name in dict.fromkeys((*field_names(before), *field_names(after)))
        if getattr(before, name, None) is not getattr(after, name, None)
    ]
    old, new = field_texts(before, same, names), field_texts(after, same, names)
    return {key: new.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}


def _find_moved_contacts(
    mine: Mapping[HistoryKey, str | None], before: Project, now: Project
) -> tuple[list[Overwritten], Mapping[HistoryKey, str | None]]:
    """Find the contacts written here that others removed, and those removed here that they put
    back; return with them what was written besides. Each is one overwriting, whatever fields of it
    were written.
    """
    was, here = ({contact.id: contact.name for contact in side.contacts} for side in (before, now))
    moved = [
        Overwritten(
            now.id,
            now.name,
            "contacts",
            now.updated_by,
            was.get(subject),
            here.get(subject),
            subject,
        )
        for subject in dict.fromkeys(subject for _field, subject in mine if subject)
        if (subject in was) != (subject in here)
    ]
    people = {overwritten.subject for overwritten in moved}
    return moved, {key: text for key, text in mine.items() if key[1] not in people}


def _author(now: Project, key: HistoryKey, new: str | None) -> str:
    """Return who gave a field its text: whose change ends there, else the project's last writer."""
    moves = (change for change in reversed(now.history) if history_key(change) == key)
    last = next(moves, None)
    return last.by if last and same_text(key[0], last.new, new) else now.updated_by
