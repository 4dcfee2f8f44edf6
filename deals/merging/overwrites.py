"""The edits of a session, and which of them others overwrote.

What it wrote in lists of records is kept by the path that leads to a value, so that it is found
again after others' changes; fields of projects and contacts by what history calls them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from deals.edits.patches import Patch
from deals.errors import UserError
from deals.history import HistoryKey, history_key
from deals.merging.labels import (
    RecordTrail,
    decided_fields,
    field_place,
    field_texts,
    field_words,
    project_field_names,
    trail_text,
    value_of,
)
from deals.merging.primitives import ABSENT, same_text
from deals.model import (
    KEYS,
    LOOSE,
    RECORDS,
    SHARED,
    SHARED_KEYS,
    SIGNATURE,
    SIGNED,
    TOGETHER,
    WITHIN,
    Book,
    DeletedProject,
    Project,
)
from deals.model.base import Frozen

FieldPath = tuple[str, ...]
"""Where a value stands: the list, the record's key in it, then field, key, field and so on; at the
end the field's name, or nothing for the record itself.
"""
WrittenPaths = Mapping[FieldPath, RecordTrail | None]
"""What stands at each path, None for nothing."""


class ListValue(Frozen):
    """A value of a list that holds plain texts, wrapped as a record."""

    text: str


class OverwrittenValue(NamedTuple):
    """A value that was written here and what others made of it, None where it is gone."""

    path: FieldPath
    old: RecordTrail | None
    new: RecordTrail | None


def changed_values(before: WrittenPaths, after: WrittenPaths) -> WrittenPaths:
    """Return the values that differ from `before`, None for those that are gone."""
    every = {**before, **after}
    return {path: after.get(path) for path in every if _value(path, before) != _value(path, after)}


def find_overwritten_values(
    mine: WrittenPaths, before: WrittenPaths, after: WrittenPaths
) -> tuple[list[OverwrittenValue], WrittenPaths]:
    """Find what a change of others made of `mine`; return with it the values that still stand.

    A record that came or went is one value, whatever of it was written here, and so are fields
    that are decided together.
    """
    found: dict[tuple[FieldPath, tuple[str, ...]], OverwrittenValue] = {}
    # What others wrote again is no longer ours, even if they wrote the same text.
    heard: set[FieldPath] = set()
    for path, trail in mine.items():
        at = next(
            (place for place in _paths_above(path) if (place in before) != (place in after)), path
        )
        if _value(at, before) == _value(at, after):
            continue
        heard.add(path)
        if at != path or _value(at, mine) != _value(at, after):
            was, now = trail if at == path else before.get(at), after.get(at)
            found.setdefault((at[:-1], _unit(at, was or now)), OverwrittenValue(at, was, now))
    return list(found.values()), {path: trail for path, trail in mine.items() if path not in heard}


def _paths_above(path: FieldPath) -> Iterator[FieldPath]:
    """Return the paths of the records that a path lies in, outermost first."""
    return ((*path[:end], "") for end in range(2, len(path) + 1, 2))


def _value(path: FieldPath, among: WrittenPaths) -> object:
    """Return what is compared: a field's value; of a record only whether it is there."""
    trail = among.get(path)
    return ABSENT if trail is None else value_of(trail) if path[-1] else None


def _unit(path: FieldPath, trail: RecordTrail | None) -> tuple[str, ...]:
    field = path[-1]
    units = TOGETHER.get(type(trail[-1][0]), ()) if trail else ()
    return next((unit for unit in units if field in unit), (field,))


def project_paths(
    before: Project | None, after: Project | None
) -> tuple[WrittenPaths, WrittenPaths]:
    """Return the values in a project's lists before and after, less the untouched records."""
    old, new = dict[FieldPath, RecordTrail | None](), dict[FieldPath, RecordTrail | None]()
    for name in (*KEYS, *LOOSE, *RECORDS):
        sides = [getattr(state, name, ()) for state in (before, after)]
        if name in RECORDS:
            sides = [(side,) if isinstance(side, Frozen) else () for side in sides]
        was, now = list_paths(name, *sides)
        old.update(was)
        new.update(now)
    return old, new


def list_paths(
    name: str, before: Sequence[Frozen | str], after: Sequence[Frozen | str]
) -> tuple[WrittenPaths, WrittenPaths]:
    """Return the same of one list, be it a project's or one that all projects share."""
    if before is after:
        return {}, {}
    key_of = {**KEYS, **LOOSE, **SHARED_KEYS}.get(name, lambda _record: "")
    old, new = ({key_of(value): value for value in side} for side in (before, after))
    same = {key for key, record in old.items() if new.get(key) is record}
    return _record_paths(name, old, same), _record_paths(name, new, same)


def _record_paths(
    name: str, values: Mapping[str, Frozen | str], leave: Collection[str]
) -> WrittenPaths:
    records = {
        key: ListValue(text=value) if isinstance(value, str) else value
        for key, value in values.items()
        if key not in leave
    }
    return {
        path: trail
        for key, record in records.items()
        for path, trail in _walk_record((name, key), record)
    }


def _walk_record(
    at: FieldPath, record: Frozen, trail: RecordTrail = ()
) -> Iterator[tuple[FieldPath, RecordTrail]]:
    """Yield the path and trail of the record itself and of every value in it."""
    yield (*at, ""), (*trail, (record, ""))
    within = WITHIN.get(type(record), {})
    skipped = SIGNATURE if type(record) in SIGNED else ()
    for name, value in {**record.__dict__, **(record.model_extra or {})}.items():
        here = (*trail, (record, name))
        if name in within:
            for item in value:
                path = (*at, name, within[name](item))
                if isinstance(item, Frozen):
                    yield from _walk_record(path, item, here)
                else:
                    yield (*path, ""), here
        elif name not in skipped:
            yield (*at, name), here


_UNTOLD = frozenset({DeletedProject})
"""The kinds of record that edits leave by the way: nobody writes one, so none is overwritten."""
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
            if SHARED[name] in _UNTOLD:
                continue
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
            values, paths[key] = find_overwritten_values(
                paths.get(key, {}), *project_paths(before, after)
            )
            lost += (*found, *_list_overwrites(values, before, after))
        for name, relisted in change.lists.items() if "" in paths else ():
            sides = list_paths(name, relisted.before, relisted.after)
            values, paths[""] = find_overwritten_values(paths[""], *sides)
            lost += _list_overwrites(values, None, None)
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


def _list_overwrites(
    found: Iterable[OverwrittenValue], before: Project | None, after: Project | None
) -> Iterator[Overwritten]:
    """Yield what was overwritten of the values in lists; no project has those that all share."""
    for path, old, new in found:
        subject = path[1] or None
        texts = (trail_text(old, before), trail_text(new, after))
        by = _signer(new)
        if after is None:
            yield Overwritten("", "", path[0], by, *texts, subject)
        else:
            by = by or _author(after, (path[0], subject), texts[1])
            yield Overwritten(after.id, after.name, path[0], by, *texts, subject)


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
        for name in dict.fromkeys((*project_field_names(before), *project_field_names(after)))
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
