"""The journal beside the data file: a line for each commit since the file was last written whole.

A line is JSON: `seq` one more than the line's before; the id of the `store`; when (`at`), `by` whom
and under which `label`; `projects` changed, by id, null for a deleted one; each list that all
projects share (`views`, `competitors`, `products`), whole, where it changed; `prev`, the `sum` of
the line before; and `sum`, a BLAKE2b-128 over the rest of the line. So a line that is missing,
damaged or another store's is noticed. `base` tells what was before (base_of), and `joins` names
lines of another course of the store that this one takes in.

Two writers can be at work at once where the lock file was removed under one of them. Their lines
then name the same line before: where a line tells its base, it may follow any earlier one.

A journal of a store that was replaced (StoreHead.replaces) is *stale*: its lines count for nothing,
but they are kept as a backup before the next writer takes them away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from deals.edits.patches import Patch
from deals.errors import UserError
from deals.model import SHARED, Project
from deals.model.base import Frozen
from store.documents import StoredBook, StoredRecord
from store.encryption import Codec
from store.metadata import StoreHead

FieldValues = Mapping[str, list[Any]]
"""The earlier value of each field that a commit changed, in a list of one or none."""

_ABSENT = object()


def base_of(before: Project | None, after: Project | None) -> FieldValues | None:
    """Return the earlier values of the fields that a commit changed; None for a new record."""
    if before is None:
        return None
    old, new = _values(before), _values(after) if after is not None else {}
    names = {name for name in (*old, *new) if old.get(name, _ABSENT) != new.get(name, _ABSENT)}
    earlier = before.model_dump(mode="json", include=names)
    return {name: [earlier[name]] if name in earlier else [] for name in sorted(names)}


def before_of(
    document: Mapping[str, Any] | None, base: FieldValues | None
) -> dict[str, Any] | None:
    """Return the document before a commit, from the one after it and its base."""
    if base is None:
        return None
    before = {**(document or {}), **{name: old[0] for name, old in base.items() if old}}
    for name, old in base.items():
        if not old:
            before.pop(name, None)
    return before


def base_of_list(before: Sequence[Frozen], after: Sequence[Frozen]) -> list[Any]:
    """Return a list before a commit; a record that stayed as it was is told by its name alone."""
    count = Counter(_name(record) for record in (*before, *after))
    same = {_name(record): record for record in after if count[_name(record)] <= 2}
    return [
        _name(record) if same.get(_name(record)) == record else record.model_dump(mode="json")
        for record in before
    ]


def before_of_list(documents: Sequence[Any], base: Sequence[Any]) -> list[Any]:
    """Return the documents of a list before a commit, from those after it and its base."""
    named = {document["name"]: document for document in documents}
    return [named[earlier] if isinstance(earlier, str) else earlier for earlier in base]


def empty_project(project: Project) -> Project:
    """Return an empty project, as the common ancestor of two whose history is not known.

    Merged from there, all that either has stays, and of two values the later.
    """
    at = project.created_at
    began = Project(id=project.id, name="-", created_at=at, updated_at=at)
    return began.model_copy(update={"name": ""})


def _values(record: Frozen) -> dict[str, Any]:
    return {**record.__dict__, **(record.model_extra or {})}


def _name(record: Frozen) -> str:
    return str(getattr(record, "name", ""))


_SUM = b',"sum":"'
_SUM_BYTES = 16
_BREAK = b"\n"
_TAIL = len(_SUM) + 2 * _SUM_BYTES + len(b'"}')


def journal_path(file: Path) -> Path:
    """Return the journal of a data file."""
    return file.with_name(f"{file.name}.journal")


class CommitInfo(NamedTuple):
    """Who makes a commit, and what it does."""

    by: str
    label: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One commit: the records that it put, by id, None for a deleted one; the shared `lists` that
    it changed. `at` is in ISO 8601, `head` the commit itself and `prev` the link of the one before.
    `base` tells by id what the projects were (base_of), None in lines of earlier versions, and
    `lists_base` what the lists were; `joins` are the links of the lines that it takes in.
    `text` is the line itself, as the codec gave it.
    """

    head: StoreHead
    at: str
    by: str
    label: str
    projects: Mapping[str, Any]
    lists: Mapping[str, list[Any]] = field(default_factory=dict)
    prev: str = ""
    base: Mapping[str, FieldValues | None] | None = None
    lists_base: Mapping[str, list[Any]] = field(default_factory=dict)
    joins: tuple[str, ...] = ()
    text: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JournalLines:
    """What was read of a journal: the commits that are not in the data file, and the number of
    bytes up to the end of the last of them. `torn` is the number of a last line that is not whole.

    `end` is 0 where all lines are in the data file: whoever writes next begins anew. `stale` says
    that the lines are those of a store that was replaced, to be kept elsewhere before that.
    """

    entries: tuple[JournalEntry, ...]
    end: int
    count: int
    torn: int | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class CommitBase:
    """What the records that a commit changes were: `projects` by id, `lists` by name."""

    projects: Mapping[str, FieldValues | None] = field(default_factory=dict)
    lists: Mapping[str, list[Any]] = field(default_factory=dict)


def encode_commit(
    before: StoreHead,
    at: str,
    author: tuple[str, str],
    projects: Mapping[str, bytes | None],
    lists: Mapping[str, Iterable[bytes]],
    base: CommitBase | None = None,
    joins: Sequence[str] = (),
) -> tuple[bytes, StoreHead]:
    """Return the line of a commit, without its line break, and where the store stands after it.

    `author` is by whom and under which label; `projects` and the shared `lists` hold JSON.
    """
    by, label = author
    line = {
        "seq": before.sequence + 1,
        "store": before.store,
        "at": at,
        "by": by.encode(errors="replace").decode(),
        "label": label,
        "projects": {key: json and orjson.Fragment(json) for key, json in projects.items()},
        **{name: [orjson.Fragment(record) for record in some] for name, some in lists.items()},
        **({"base": {"projects": base.projects, **base.lists}} if base else {}),
        **({"joins": list(joins)} if joins else {}),
        "prev": before.link,
    }
    text = orjson.dumps(line)
    link = _hash(text)
    whole = text[:-1] + _SUM + link.encode() + b'"}'
    return whole, before.then(before.sequence + 1, link, joins)


def mark_of(journal: bytes) -> str:
    """Hash a journal's first line, to know one again whose lines nobody can unseal."""
    return f"line:{_hash(journal.partition(_BREAK)[0])}"


def read_journal(
    data: bytes, head: StoreHead, codec: Codec, journal: Path, start: int = 0
) -> JournalLines:
    """Return what is in the bytes of a journal from `start` on, where the store stands at `head`.

    Refusals: `journal-damaged` (file, line) where one before the last is not as it was written,
    `journal-foreign` (file) for those of another store, `journal-gap` (file, line, found, wanted).
    """
    lines = data.split(_BREAK)
    rest = lines.pop()
    if start == 0 and head.replaces and mark_of(data) in head.replaces:
        return JournalLines((), 0, 0, stale=True)
    torn = len(lines) + 1 if rest else None
    entries: list[JournalEntry] = []
    end = 0
    reader = _JournalReader(head, codec, journal)
    for number, line in enumerate(lines, 1):
        end += len(line) + 1
        entry = reader.read(line)
        if entry is None:
            if number < len(lines) or rest:
                raise UserError("journal-damaged", file=str(journal), line=number)
            torn, end = number, end - len(line) - 1
        elif reader.follows(entry, number):
            entries.append(entry)
    good = len(lines) - (torn is not None and not rest)
    if reader.stale:
        return JournalLines((), 0, good, stale=True)
    new = bool(entries) or start > 0
    return JournalLines(tuple(entries), start + end if new else 0, good, torn)


def encode_for_backup(journal: bytes, codec: Codec) -> bytes:
    """Return the bytes of a journal as a backup keeps them, sealed as a whole.

    So whoever opens a sealed store's backups opens it too. As they are where a line does not read.
    """
    lines = journal.removesuffix(_BREAK).split(_BREAK)
    try:
        plain = [codec.decode_line(line) for line in lines]
    except ValueError:
        return journal
    return codec.encode(_BREAK.join((*plain, b"")))


def stores_in(journal: bytes, codec: Codec) -> tuple[str, ...]:
    """Return the ids of the stores whose lines a journal has; its mark if none reads."""
    found = [read_entry_line(line, codec) for line in journal.split(_BREAK)]
    return tuple(dict.fromkeys(entry.head.store for entry in found if entry)) or (mark_of(journal),)


def read_entry_line(line: bytes, codec: Codec) -> JournalEntry | None:
    """Read the commit in a line without its break; None if it is not as it was written."""
    try:
        return read_entry(codec.decode_line(line))
    except ValueError:
        return None


def read_entry(text: bytes) -> JournalEntry | None:
    """Read the commit in an unsealed line; None if it is not as it was written."""
    try:
        link = text[len(text) - _TAIL + len(_SUM) : -2].decode()
        if text[-_TAIL : -_TAIL + len(_SUM)] != _SUM or _hash(text[:-_TAIL] + b"}") != link:
            return None
        return _make_entry(orjson.loads(text), link, text)
    except (ValueError, KeyError, TypeError):
        return None


class _JournalReader:
    """Reads one line after the other, and sees that each follows the one before."""

    def __init__(self, head: StoreHead, codec: Codec, journal: Path) -> None:
        self._head = head
        self._codec = codec
        self._file = str(journal)
        self._filed = {head.link, *head.past}
        self._read = set[str]()
        self._last: StoreHead | None = None
        self._now = head
        self.stale = False

    def read(self, line: bytes) -> JournalEntry | None:
        """Return the commit that a line holds; None where it is not as it was written."""
        return read_entry_line(line, self._codec)

    def follows(self, entry: JournalEntry, number: int) -> bool:
        """Whether the commit is not in the data file yet; refused where it does not follow."""
        if entry.head.store in self._head.replaces and self._last is None:
            self.stale = True
            return False
        if entry.head.store != self._head.store or self.stale:
            raise UserError("journal-foreign", file=self._file)
        new = not self._is_filed(entry)
        if new and not self._is_next(entry):
            self._refuse(entry, number)
        self._read.add(entry.head.link)
        self._last = entry.head
        if new:
            self._now = self._now.then(entry.head.sequence, entry.head.link, entry.joins)
        return new

    def _is_filed(self, entry: JournalEntry) -> bool:
        """Whether the commit is in the data file: as the file tells, or as far as it remembers.

        Where in the past the journal begins does not matter.
        """
        now, head, last = entry.head, self._head, self._last
        if self._now is not head or now.link in self._read:
            return False
        if now.link in self._filed:
            return True
        straight = last is None or (entry.prev, now.sequence) == (last.link, last.sequence + 1)
        # What follows a commit that the file remembers would be remembered too.
        beside = entry.prev in self._filed and entry.base is not None
        return now.sequence < head.sequence and straight and not beside

    def _is_next(self, entry: JournalEntry) -> bool:
        """Whether the commit was made to the last one, or beside others to an earlier one."""
        if entry.head.link in self._filed or entry.head.link in self._read:
            return False
        after = entry.prev == self._now.link and entry.head.sequence > self._now.sequence
        known = entry.prev in self._read or entry.prev in self._filed
        return after or (known and entry.base is not None)

    def _refuse(self, entry: JournalEntry, number: int) -> None:
        now, last = entry.head, self._last or self._head
        if self._last is None and now.sequence <= last.sequence:
            raise UserError("journal-foreign", file=self._file)
        if now.sequence == last.sequence + 1:
            raise UserError("journal-foreign", file=self._file)
        found, wanted = now.sequence, last.sequence + 1
        raise UserError("journal-gap", file=self._file, line=number, found=found, wanted=wanted)


def _make_entry(fields: dict[str, Any], link: str, text: bytes) -> JournalEntry:
    projects, base = fields["projects"], fields.get("base")
    lists = {name: fields[name] for name in SHARED if fields.get(name) is not None}
    if not isinstance(projects, dict) or not all(
        isinstance(list_, list) for list_ in lists.values()
    ):
        raise TypeError("no such line")
    return JournalEntry(
        StoreHead(fields["store"], fields["seq"], link),
        fields["at"],
        fields["by"],
        fields["label"],
        projects,
        lists,
        fields["prev"],
        base and base["projects"],
        {name: base[name] for name in lists} if base else {},
        tuple(fields.get("joins", ())),
        text,
    )


def _hash(text: bytes) -> str:
    return blake2b(text, digest_size=_SUM_BYTES).hexdigest()


def line_of(
    stored: StoredBook,
    after: StoredBook,
    rows: Mapping[str, StoredRecord[Project] | None],
    change: Patch,
    details: tuple[str, tuple[str, str], Sequence[str]],
) -> tuple[bytes, StoreHead]:
    """Return the line of the commit that led from `stored` to `after`, and where the store then
    stands.

    `rows` are the projects changed; `details` are when it was made, by whom and under which label,
    and the links of the commits that it joins.
    """
    at, author, joins = details
    texts = {key: row.text if row else None for key, row in rows.items()}
    lists = {
        name: [row.text for row in listed]
        for name, listed in after.lists.items()
        if listed is not stored.lists.get(name)
    }
    old, new = stored.book, after.book
    base = CommitBase(
        {
            key: base_of(replaced.before, replaced.after)
            for key, replaced in change.projects.items()
        },
        {name: base_of_list(getattr(old, name), getattr(new, name)) for name in lists},
    )
    return encode_commit(stored.head, at, author, texts, lists, base, joins)
