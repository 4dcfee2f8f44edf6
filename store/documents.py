"""A book as TinyDB's tables and back, losing nothing that others have put into the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from types import MappingProxyType
from typing import Any

import orjson

from deals.edits.patches import patch
from deals.merge.parts import keyed
from deals.model import SHARED, Book, Project
from deals.model.base import Frozen
from deals.refusal import Refusal
from store.doubts import Doubt, joined, read_doubts, with_doubts
from store.head import META, Head, check_schema, new_meta, read_head, with_head
from store.integrity import (
    SUMS,
    Listed,
    Mismatch,
    lost_table,
    mismatches,
    read_sums,
    sum_of,
    sums_table,
)
from store.layered import Layered
from store.layout import Tables
from store.migrations import migrated
from store.rows import Row, Tombstone, Value, dumped, dumped_row, read_row

PROJECTS, TOMBSTONES = "projects", "tombstones"
OURS = frozenset({PROJECTS, TOMBSTONES, META, SUMS, *SHARED})
TOMBSTONE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Stored:
    """A book and the documents it is kept in, so that only what changed is written out anew.

    `head` is where the store stands. `lists` are the rows of the shared lists by table,
    `tombstones` the documents of deleted projects by id.
    `meta` and `others`, the tables that are not ours, are kept as they were read; `highest` is the
    highest number that a project's document has had. `doubts` are the records that were changed
    outside Netloft and that nobody has accepted.
    """

    book: Book = field(default_factory=Book)
    projects: Layered[Row[Project]] = field(default_factory=Layered)
    lists: Mapping[str, tuple[Row[Frozen], ...]] = field(default_factory=dict)
    tombstones: Mapping[str, Tombstone] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=new_meta)
    others: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    head: Head = field(default_factory=Head.new)
    highest: int = 0
    doubts: tuple[Doubt, ...] = ()

    def with_book(self, book: Book) -> Stored:
        """The same store holding `book`; what is the same object keeps its document.

        Refusal("store-unstorable", name, field, problem) for what could not be read back.
        """
        changed = patch(self.book, book).projects
        return self.holding(book, {key: dumped_row(one.after) for key, one in changed.items()})

    def holding(
        self,
        book: Book,
        changed: Mapping[str, Row[Project] | None],
        dead: Mapping[str, Tombstone] | None = None,
    ) -> Stored:
        """The same store holding `book`, which differs in the projects `changed`, None for gone.

        Their rows get the numbers that they have in the table. `dead` are new tombstones; what is
        there again has none.
        """
        highest = self.highest
        rows: dict[str, Row[Project] | None] = {}
        for key, one in changed.items():
            row = self.projects.get(key)
            if one is not None and row is None:
                highest += 1
            rows[key] = one and one.numbered(row.number if row else str(highest))
        return replace(
            self,
            book=book,
            projects=self.projects.put(rows),
            lists=self._relisted(book),
            tombstones=self._buried(changed, dead or {}),
            highest=highest,
        )

    def _relisted(self, book: Book) -> Mapping[str, tuple[Row[Frozen], ...]]:
        """The rows of the shared lists of `book`; those of a list that is the same are the same."""
        changed = [one for one in SHARED if getattr(book, one) is not getattr(self.book, one)]
        rows = {one: _renewed(getattr(book, one), self.lists.get(one, ())) for one in changed}
        return {**self.lists, **rows} if rows else self.lists

    def _buried(
        self, changed: Mapping[str, Row[Project] | None], dead: Mapping[str, Tombstone]
    ) -> Mapping[str, Tombstone]:
        if not dead and not any(key in self.tombstones for key in changed):
            return self.tombstones
        left = {key: one for key, one in self.tombstones.items() if changed.get(key) is None}
        return {**left, **dead}

    def tables(self, now: datetime | None = None) -> dict[str, dict[str, bytes]]:
        """The tables as they are laid out: JSON of documents, by number; their checksums last.

        Tombstones stand for TOMBSTONE_DAYS until `now`, if that is told.
        """
        meta = with_doubts(with_head(self.meta, self.head), self.doubts)
        old = now and now - timedelta(days=TOMBSTONE_DAYS)
        kept = [one for one in self.tombstones.values() if old is None or one.deleted_at > old]
        few = {
            META: {number: orjson.dumps(one) for number, one in meta.items()},
            TOMBSTONES: {
                str(number): one.model_dump_json().encode() for number, one in enumerate(kept, 1)
            },
        }
        many = {name: self.rows(name) for name in (*SHARED, PROJECTS)}
        sums = {name: _sums(table) for name, table in few.items()}
        sums |= {name: {row.number: row.sum for row in rows} for name, rows in many.items()}
        return {
            META: few.pop(META),
            **{name: dict(table) for name, table in self.others.items()},
            **few,
            **{name: {row.number: row.text for row in rows} for name, rows in many.items()},
            SUMS: sums_table(sums, self.head),
        }

    def numbered(self, table: str) -> dict[str, Row[Any]]:
        """The same rows by their numbers."""
        return {row.number: row for row in self.rows(table)}

    def rows(self, table: str) -> tuple[Row[Any], ...]:
        """The rows of a table: the projects, or a shared list."""
        return (
            tuple(self.projects.whole().values())
            if table == PROJECTS
            else self.lists.get(table, ())
        )


def read_stored(
    tables: Tables, file: str, known: Stored | None = None, *, intact: bool = False
) -> Stored:
    """What the tables of a file hold; documents that are as in `known` keep their values.

    The tables are used up; those of an earlier version are migrated. Unless the file is known to be
    `intact`, its checksums are compared, and what differs is doubtful in the store that is given.
    Refusals: `store-foreign` (file) where no schema version is told, `store-newer` (file, version,
    known), `store-table` (file, table) where a table is missing, `store-record` (file, table,
    record, field, problem) for the first document that does not read, `store-twice` (file, record,
    other, id) for two projects of one id.
    """
    _see_through(tables, file, META)
    tables = migrated(tables, check_schema(tables.get(META, {}), file))
    return read_known(tables, file, known, intact=intact)


def read_known(
    tables: Tables, file: str, known: Stored | None = None, *, intact: bool = False
) -> Stored:
    """As read_stored, for tables of the present version, or of a later that may still read."""
    _see_through(tables, file, META)
    head = read_head(tables[META], file)
    listed = refuse_lost_table(tables, file)
    found = () if intact else mismatches(tables, listed)
    stored = _read(tables, head, file, known or Stored())
    _remember_sums(stored, listed, found)
    return replace(stored, doubts=joined(read_doubts(stored.meta), _doubts(found, stored)))


def refuse_lost_table(tables: Tables, file: str) -> Listed | None:
    """Refuse a file that has lost a table, which is no empty book; else give its checksums.

    Refusal("store-table", file, table).
    """
    listed = read_sums(tables)
    lost = lost_table(tables, listed)
    if lost is None and PROJECTS not in tables and read_head(tables[META], file).sequence > 0:
        lost = PROJECTS
    if lost is not None:
        raise Refusal("store-table", file=file, table=lost)
    return listed


def _remember_sums(stored: Stored, listed: Listed | None, found: Sequence[Mismatch]) -> None:
    """Keep the checksums that documents were read with, but of those that differ from them."""
    if listed is None or listed.link != stored.head.link:
        return
    wrong = {(one.table, one.number) for one in found}
    for name in (*SHARED, PROJECTS):
        sums = listed.sums.get(name, {})
        for row in stored.rows(name):
            if row.number in sums and (name, row.number) not in wrong:
                row.summed(sums[row.number])


def _doubts(found: Sequence[Mismatch], stored: Stored) -> Iterator[Doubt]:
    rows = {name: stored.numbered(name) for name in {one.table for one in found}}
    for one in found:
        row = rows[one.table].get(one.number)
        id, name = (str(getattr(row and row.value, key, "")) for key in ("id", "name"))
        yield Doubt(table=one.table, number=one.number, what=one.what, id=id, name=name)


def _read(tables: Tables, head: Head, file: str, known: Stored) -> Stored:
    projects: dict[str, Row[Project]] = {}
    highest = 0
    for row in _read_rows(tables, PROJECTS, Project, known.projects.values(), file):
        twin = projects.setdefault(row.value.id, row)
        highest = max(highest, int(row.number))
        if twin is not row:
            raise Refusal(
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
    return Stored(book, Layered(projects), lists, tombstones, meta, others, head, highest)


def _see_through(tables: Tables, file: str, name: str) -> None:
    """Read the documents of a table that are yet unread."""
    table = tables.get(name, {})
    try:
        for number, one in table.items():
            if isinstance(one, bytes):
                table[number] = orjson.loads(one)
    except orjson.JSONDecodeError:
        raise Refusal("store-foreign", file=file) from None


def _read_others(tables: Tables, file: str) -> Mapping[str, Mapping[str, bytes]]:
    names = [name for name in tables if name not in OURS]
    for name in names:
        _see_through(tables, file, name)
    try:
        return {
            name: {number: orjson.dumps(one) for number, one in tables[name].items()}
            for name in names
        }
    except orjson.JSONEncodeError:
        # The one thing that can be read and not written again is nesting hundreds deep.
        raise Refusal("store-foreign", file=file) from None


def _read_rows(
    tables: Tables, name: str, model: type[Value], known: Iterable[Row[Value]], file: str
) -> Iterator[Row[Value]]:
    kept = {row.number: row for row in known}
    table = tables.get(name, {})
    for number in tuple(table):
        # Let go of at once: a large store would else be in memory twice.
        document = table.pop(number)
        yield read_row(model, document, (file, name, number), kept.get(number))


def _sums(table: Mapping[str, bytes]) -> dict[str, str]:
    return {number: sum_of(text) for number, text in table.items()}


def _renewed(values: Iterable[Frozen], rows: Sequence[Row[Frozen]]) -> tuple[Row[Frozen], ...]:
    """A row for each value: the one it has where it is the same object, else a new one."""
    numbers = map(str, count(max((int(row.number) for row in rows), default=0) + 1))
    known = keyed(rows, lambda row: _name(row.value))
    renewed = []
    for key, value in keyed(values, _name).items():
        row = known.get(key)
        if row is None or row.value is not value:
            row = Row(row.number if row else next(numbers), value, dumped(value))
        renewed.append(row)
    return tuple(renewed)


def _name(value: Frozen) -> str:
    return str(getattr(value, "name", ""))
