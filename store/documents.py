"""A book as TinyDB's tables and back, losing nothing that others have put into the file.

`StoredRecord` is one document with the value it stands for, `StoredBook` a whole store, `CowMap`
the mapping that lets a commit cost as much as it changes and not as much as there is. `read_stored`
makes a `StoredBook` of tables, `StoredBook.tables` the tables to be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from deals.edits.patches import diff_books
from deals.errors import UserError
from deals.merging.primitives import key_values
from deals.model import MAY_LACK, SHARED, Book, Project
from deals.model.base import Frozen, Record
from store.integrity import (
    SUMS,
    ChecksumTable,
    Doubt,
    FileChecksum,
    Mismatch,
    join_doubts,
    lost_table,
    mismatches,
    read_doubts,
    read_sums,
    sum_of,
    sums_table,
    with_doubts,
)
from store.json_layout import StoreTables, holds_tables, parse_tables, split_tables
from store.metadata import (
    META,
    StoreHead,
    check_schema,
    migrate_tables,
    new_meta,
    read_head,
    with_head,
)

_LONGEST_NUMBER = 18


_WHOLE = "*"


class Tombstone(Record):
    """What is left of a deleted project for TOMBSTONE_DAYS: which it was, and who deleted it."""

    id: str
    name: str
    deleted_at: datetime
    deleted_by: str = ""


RecordValue = TypeVar("RecordValue", bound=Frozen)


@dataclass(frozen=True, slots=True)
class StoredRecord(Generic[RecordValue]):
    """One document: its number in the table, as text; the value it stands for; its JSON.

    `known_sum` is the checksum that it was read with, or "" while nobody has asked for it.
    """

    number: str
    value: RecordValue
    text: bytes
    known_sum: str = field(default="", compare=False)

    @property
    def sum(self) -> str:
        """The checksum as it was read: what went wrong since must not count as right."""
        if not self.known_sum:
            self.remember_sum(sum_of(self.text))
        return self.known_sum

    def remember_sum(self, known: str) -> None:
        """Remember the checksum of the document."""
        object.__setattr__(self, "known_sum", known)

    def numbered(self, number: str) -> StoredRecord[RecordValue]:
        """Return the same document under another number."""
        same = number == self.number
        return self if same else StoredRecord(number, self.value, self.text, self.known_sum)


def read_row(
    model: type[RecordValue],
    document: object,
    where: tuple[str, str, str],
    known: StoredRecord[RecordValue] | None = None,
) -> StoredRecord[RecordValue]:
    """Read a document into a row; the `known` row, if the document is still the same.

    `where` is its file, table and number. UserError("store-record", file, table, record, field,
    problem) for its first fault.
    """
    try:
        text = document if isinstance(document, bytes) else orjson.dumps(document)
        if known is not None and known.text == text:
            return known
        if not (where[2].isdecimal() and len(where[2]) <= _LONGEST_NUMBER):
            # TinyDB itself reads no such table.
            raise _unreadable_record(where, _WHOLE, "number")
        return StoredRecord(where[2], model.model_validate_json(text), text)
    except orjson.JSONEncodeError:
        raise _unreadable_record(where, _WHOLE, "nested") from None
    except ValidationError as error:
        raise _unreadable_record(where, *first_fault(error)) from None


def _unreadable_record(where: tuple[str, str, str], wanting: str, problem: str) -> UserError:
    file, table, number = where
    return UserError(
        "store-record", file=file, table=table, record=number, field=wanting, problem=problem
    )


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return which field of a record does not read (`contacts.2.cr`, or `*`) and pydantic's code.

    What the field holds is left out: it is the user's, and no message's.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return ".".join(map(str, found["loc"])) or _WHOLE, found["type"]


def dump_row(project: Project | None) -> StoredRecord[Project] | None:
    """Make a row of no number for a project, None for None; refused as dump_record is."""
    return None if project is None else StoredRecord("", project, dump_record(project))


def dump_record(value: Frozen) -> bytes:
    """Write a record as JSON, with every field, so that readers of the file find stable names.

    UserError("store-unstorable", name, field, problem) for what could not be read back, such as a
    text that is no UTF-8. Better no save than a file that does not open.
    """
    try:
        text = value.model_dump_json(warnings="error").encode()
        type(value).model_validate_json(text)
    except PydanticSerializationError:
        fault = _WHOLE, "text"
    except ValidationError as error:
        fault = first_fault(error)
    else:
        return text
    name = str(getattr(value, "name", "")).encode(errors="replace").decode()
    raise UserError("store-unstorable", name=name, field=fault[0], problem=fault[1])


CowValue = TypeVar("CowValue")

MOST_OVER = 256
"""How many entries may lie over the others before they are made one again."""


class CowMap(Mapping[str, CowValue]):
    """Values by key; `put` gives another mapping at a cost that does not grow with this one."""

    __slots__ = ("_over", "_size", "_under")

    def __init__(self, under: Mapping[str, CowValue] | None = None) -> None:
        self._under = under or {}
        self._over: dict[str, CowValue | None] = {}
        self._size = len(self._under)

    def put(self, changed: Mapping[str, CowValue | None]) -> CowMap[CowValue]:
        """Return the mapping with the `changed` entries; None removes one, new ones go last."""
        if len(self._over) + len(changed) > MOST_OVER:
            return CowMap(_lay_over(self.whole(), changed))
        new: CowMap[CowValue] = CowMap(self._under)
        new._over = {**self._over, **changed}
        before = sum(key in self for key in changed)
        new._size = self._size - before + sum(value is not None for value in changed.values())
        return new

    def whole(self) -> dict[str, CowValue]:
        """Copy all entries into a dict, which is much cheaper than iterating over them."""
        return _lay_over(dict(self._under), self._over)

    def __getitem__(self, key: str) -> CowValue:
        if key not in self._over:
            return self._under[key]
        value = self._over[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        for key in self._under:
            if self._over.get(key, self) is not None:
                yield key
        for key, value in self._over.items():
            if value is not None and key not in self._under:
                yield key

    def __len__(self) -> int:
        return self._size


def _lay_over(
    under: dict[str, CowValue], over: Mapping[str, CowValue | None]
) -> dict[str, CowValue]:
    for key, value in over.items():
        if value is None:
            under.pop(key, None)
        else:
            under[key] = value
    return under


PROJECTS, TOMBSTONES = "projects", "tombstones"
OURS = frozenset({PROJECTS, TOMBSTONES, META, SUMS, *SHARED})
TOMBSTONE_DAYS = 90


@dataclass(frozen=True, slots=True)
class StoredBook:
    """A book and the documents it is kept in, so that only what changed is written out anew.

    `head` is where the store stands. `lists` are the rows of the shared lists by table,
    `tombstones` the documents of deleted projects by id.
    `meta` and `others`, the tables that are not ours, are kept as they were read; `highest` is the
    highest number that a project's document has had. `doubts` are the records that were changed
    outside Netloft and that nobody has accepted.
    """

    book: Book = field(default_factory=Book)
    projects: CowMap[StoredRecord[Project]] = field(default_factory=CowMap)
    lists: Mapping[str, tuple[StoredRecord[Frozen], ...]] = field(default_factory=dict)
    tombstones: Mapping[str, Tombstone] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=new_meta)
    others: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    head: StoreHead = field(default_factory=StoreHead.new)
    highest: int = 0
    doubts: tuple[Doubt, ...] = ()

    def checksums(self) -> dict[str, str]:
        """Return the checksums of all projects by id, of which those read need not be reckoned."""
        return {key: row.sum for key, row in self.projects.whole().items()}

    def with_book(self, book: Book) -> StoredBook:
        """Return the same store holding `book`; what is the same object keeps its document.

        UserError("store-unstorable", name, field, problem) for what could not be read back.
        """
        changed = diff_books(self.book, book).projects
        return self.holding(
            book, {key: dump_row(replaced.after) for key, replaced in changed.items()}
        )

    def holding(
        self,
        book: Book,
        changed: Mapping[str, StoredRecord[Project] | None],
        dead: Mapping[str, Tombstone] | None = None,
    ) -> StoredBook:
        """Return the same store holding `book`, which differs in the projects `changed`.

        None is a deleted project; `dead` are the new tombstones. Rows get their numbers here.
        """
        highest = self.highest
        rows: dict[str, StoredRecord[Project] | None] = {}
        for key, record in changed.items():
            row = self.projects.get(key)
            if record is not None and row is None:
                highest += 1
            rows[key] = record and record.numbered(row.number if row else str(highest))
        return replace(
            self,
            book=book,
            projects=self.projects.put(rows),
            lists=self._renew_lists(book),
            tombstones=self._tombstones_after(changed, dead or {}),
            highest=highest,
        )

    def _renew_lists(self, book: Book) -> Mapping[str, tuple[StoredRecord[Frozen], ...]]:
        """Make rows of the shared lists of `book`; an unchanged list keeps its rows."""
        changed = [name for name in SHARED if getattr(book, name) is not getattr(self.book, name)]
        rows = {
            name: _renew_rows(getattr(book, name), self.lists.get(name, ())) for name in changed
        }
        return {**self.lists, **rows} if rows else self.lists

    def _tombstones_after(
        self, changed: Mapping[str, StoredRecord[Project] | None], dead: Mapping[str, Tombstone]
    ) -> Mapping[str, Tombstone]:
        if not dead and not any(key in self.tombstones for key in changed):
            return self.tombstones
        left = {
            key: tombstone for key, tombstone in self.tombstones.items() if changed.get(key) is None
        }
        return {**left, **dead}

    def tables(self, now: datetime | None = None) -> dict[str, dict[str, bytes]]:
        """Return the tables as they are laid out: JSON by number, the checksums last.

        Tombstones stand for TOMBSTONE_DAYS before `now`, if that is told.
        """
        meta = with_doubts(with_head(self.meta, self.head), self.doubts)
        old = now and now - timedelta(days=TOMBSTONE_DAYS)
        graves = self.tombstones.values()
        kept = [grave for grave in graves if old is None or grave.deleted_at > old]
        few = {
            META: {number: orjson.dumps(document) for number, document in meta.items()},
            TOMBSTONES: {
                str(number): tombstone.model_dump_json().encode()
                for number, tombstone in enumerate(kept, 1)
            },
        }
        names = (name for name in SHARED if name not in MAY_LACK or self.rows(name))
        many = {name: self.rows(name) for name in (*names, PROJECTS)}
        sums = {
            name: {number: sum_of(text) for number, text in table.items()}
            for name, table in few.items()
        }
        sums |= {name: {row.number: row.sum for row in rows} for name, rows in many.items()}
        return {
            META: few.pop(META),
            **{name: dict(table) for name, table in self.others.items()},
            **few,
            **{name: {row.number: row.text for row in rows} for name, rows in many.items()},
            SUMS: sums_table(sums, self.head),
        }

    def numbered(self, table: str) -> dict[str, StoredRecord[Any]]:
        """Return the same rows by their numbers."""
        return {row.number: row for row in self.rows(table)}

    def rows(self, table: str) -> tuple[StoredRecord[Any], ...]:
        """Return the rows of a table: the projects, or a shared list."""
        return (
            tuple(self.projects.whole().values())
            if table == PROJECTS
            else self.lists.get(table, ())
        )


def read_stored(
    tables: StoreTables, file: str, known: StoredBook | None = None, *, intact: bool = False
) -> StoredBook:
    """Return what the tables of a file hold; documents that are as in `known` keep their values.

    The tables are used up; those of an earlier version are migrated. Unless the file is known to be
    `intact`, its checksums are compared, and what differs is doubtful in the store that is given.
    Refusals: `store-foreign` (file) where no schema version is told, `store-newer` (file, version,
    known), `store-table` (file, table) where a table is missing, `store-record` (file, table,
    record, field, problem) for the first document that does not read, `store-twice` (file, record,
    other, id) for two projects of one id.
    """
    _parse_documents(tables, file, META)
    tables = migrate_tables(tables, check_schema(tables.get(META, {}), file))
    return read_known(tables, file, known, intact=intact)


def read_known(
    tables: StoreTables, file: str, known: StoredBook | None = None, *, intact: bool = False
) -> StoredBook:
    """Read tables of the present version, or of a later that may read, as read_stored does."""
    _parse_documents(tables, file, META)
    head = read_head(tables[META], file)
    listed = refuse_lost_table(tables, file)
    found = () if intact else mismatches(tables, listed)
    stored = _read_tables(tables, head, file, known or StoredBook())
    _remember_sums(stored, listed, found)
    return replace(stored, doubts=join_doubts(read_doubts(stored.meta), _doubts(found, stored)))


def refuse_lost_table(tables: StoreTables, file: str) -> ChecksumTable | None:
    """Refuse a file that has lost a table, which is no empty book; else return its checksums.

    UserError("store-table", file, table).
    """
    listed = read_sums(tables)
    lost = lost_table(tables, listed)
    if lost is None and PROJECTS not in tables and read_head(tables[META], file).sequence > 0:
        lost = PROJECTS
    if lost is not None:
        raise UserError("store-table", file=file, table=lost)
    return listed


def _remember_sums(
    stored: StoredBook, listed: ChecksumTable | None, found: Sequence[Mismatch]
) -> None:
    """Keep the checksums that documents were read with, but of those that differ from them."""
    if listed is None or listed.link != stored.head.link:
        return
    wrong = {(mismatch.table, mismatch.number) for mismatch in found}
    for name in (*SHARED, PROJECTS):
        sums = listed.sums.get(name, {})
        for row in stored.rows(name):
            if row.number in sums and (name, row.number) not in wrong:
                row.remember_sum(sums[row.number])


def _doubts(found: Sequence[Mismatch], stored: StoredBook) -> Iterator[Doubt]:
    rows = {name: stored.numbered(name) for name in {mismatch.table for mismatch in found}}
    for mismatch in found:
        row = rows[mismatch.table].get(mismatch.number)
        id, name = (str(getattr(row and row.value, key, "")) for key in ("id", "name"))
        yield Doubt(
            table=mismatch.table, number=mismatch.number, what=mismatch.what, id=id, name=name
        )


def _read_tables(tables: StoreTables, head: StoreHead, file: str, known: StoredBook) -> StoredBook:
    projects: dict[str, StoredRecord[Project]] = {}
    highest = 0
    for row in _read_rows(tables, PROJECTS, Project, known.projects.values(), file):
        twin = projects.setdefault(row.value.id, row)
        highest = max(highest, int(row.number))
        if twin is not row:
            raise UserError(
                "store-twice", file=file, record=row.number, other=twin.number, id=row.value.id
            )
    lists = {
        name: tuple(_read_rows(tables, name, model, known.lists.get(name, ()), file))
        for name, model in SHARED.items()
    }
    buried = _read_rows(tables, TOMBSTONES, Tombstone, (), file)
    tombstones = {row.value.id: row.value for row in buried}
    book = Book(MappingProxyType({key: row.value for key, row in projects.items()})).with_lists(
        **{name: tuple(row.value for row in rows) for name, rows in lists.items()}
    )
    others = _read_others(tables, file)
    tables.pop(SUMS, None)
    meta = tables[META]
    return StoredBook(book, CowMap(projects), lists, tombstones, meta, others, head, highest)


def _parse_documents(tables: StoreTables, file: str, name: str) -> None:
    """Read the documents of a table that are yet unread."""
    table = tables.get(name, {})
    try:
        for number, document in table.items():
            if isinstance(document, bytes):
                table[number] = orjson.loads(document)
    except orjson.JSONDecodeError:
        raise UserError("store-foreign", file=file) from None


def _read_others(tables: StoreTables, file: str) -> Mapping[str, Mapping[str, bytes]]:
    names = [name for name in tables if name not in OURS]
    for name in names:
        _parse_documents(tables, file, name)
    try:
        return {
            name: {number: orjson.dumps(document) for number, document in tables[name].items()}
            for name in names
        }
    except orjson.JSONEncodeError:
        # The one thing that can be read and not written again is nesting hundreds deep.
        raise UserError("store-foreign", file=file) from None


def _read_rows(
    tables: StoreTables,
    name: str,
    model: type[RecordValue],
    known: Iterable[StoredRecord[RecordValue]],
    file: str,
) -> Iterator[StoredRecord[RecordValue]]:
    kept = {row.number: row for row in known}
    table = tables.get(name, {})
    for number in tuple(table):
        # Let go of at once: a large store would else be in memory twice.
        document = table.pop(number)
        yield read_row(model, document, (file, name, number), kept.get(number))


def _renew_rows(
    values: Iterable[Frozen], rows: Sequence[StoredRecord[Frozen]]
) -> tuple[StoredRecord[Frozen], ...]:
    """Make a row for each value; the one it has where it is the same object."""
    numbers = map(str, count(max((int(row.number) for row in rows), default=0) + 1))
    known = key_values(rows, lambda row: _name(row.value))
    renewed = []
    for key, value in key_values(values, _name).items():
        row = known.get(key)
        if row is None or row.value is not value:
            row = StoredRecord(row.number if row else next(numbers), value, dump_record(value))
        renewed.append(row)
    return tuple(renewed)


def _name(value: Frozen) -> str:
    return str(getattr(value, "name", ""))


class DataFileContent(NamedTuple):
    """What a data file holds; whether an earlier version wrote it; what to say if a later did."""

    stored: StoredBook
    outdated: bool = False
    newer: UserError | None = None


def read_file(plain: bytes, file: str, known: StoredBook | None = None) -> DataFileContent:
    """Return what a data file holds; documents that are as in `known` keep their values.

    Refused as read_stored and parse_tables do, but for what can be read of a later version's.
    """
    if known is not None and holds_tables(plain, known.tables(datetime.now(UTC))):
        # Another session's checkpoint, of commits that are all known here: the usual case.
        return DataFileContent(known)
    verified = FileChecksum(plain)
    tables = split_tables(plain)
    if tables is not None:
        try:
            return _read_version(tables, file, known, intact=verified.agrees())
        except UserError:
            # Said better by who reads the file as JSON, which it may not be.
            pass
    return _read_version(parse_tables(plain, file), file, known, intact=verified.agrees())


def _read_version(
    tables: StoreTables, file: str, known: StoredBook | None, *, intact: bool
) -> DataFileContent:
    try:
        stored = read_stored(tables, file, known, intact=intact)
    except UserError as refusal:
        if refusal.code != "store-newer":
            raise
        return DataFileContent(_read_newer(tables, file, refusal), newer=refusal)
    # A file of an earlier version had no place in any sequence yet.
    return DataFileContent(stored, stored.head.sequence == 0 and not stored.head.link)


def _read_newer(tables: StoreTables, file: str, newer: UserError) -> StoredBook:
    """Read a later version's tables as far as they can be; else raise the refusal `newer`."""
    try:
        # Which checksums a later version keeps, and over what, is not known here.
        return read_known(tables, file, intact=True)
    except UserError:
        raise newer from None
