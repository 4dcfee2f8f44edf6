"""Damaged data files: the records that are still whole, and a store made of them.

`find_pieces` finds every record whose JSON reads, and knows by the checksums which of them are as
they were written; `rebuild_store` makes a store of these, and `fill_lost` adds what is lost as an
older copy has it. At the end: the codes that call a store damaged, and how refusals of backups are
named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from json import JSONDecoder
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from deals.errors import UserError
from deals.model import SHARED, SHARED_KEYS, Book
from deals.model.base import Frozen
from store.documents import PROJECTS, TOMBSTONES, StoredBook, read_stored
from store.integrity import SUMS, Doubt, join_doubts, sum_of
from store.json_layout import StoreTables, parse_tables
from store.metadata import META, StoreHead, new_meta, read_head, with_head


def find_torn_pieces(plain: bytes, file: Path) -> Pieces | None:
    """Find the pieces of a data file that does not read whole, or None.

    One that holds more records than are read from it, two having one number, counts as damaged.
    None also where nothing in it is whole.
    """
    pieces = find_pieces(plain)
    if pieces is None:
        return None
    try:
        stored = read_stored(parse_tables(plain, str(file)), str(file))
    except UserError as refusal:
        return pieces if refusal.code in DAMAGED else None
    read = {sum_of(row.text) for name in (PROJECTS, *SHARED) for row in stored.rows(name)}
    rows = (PROJECTS, *SHARED)
    held = (pieces.tables[name][number] for name, number in pieces.intact if name in rows)
    return pieces if any(sum_of(text) not in read for text in held) else None


def rebuild_store(pieces: Pieces, file: Path) -> StoredBook:
    """Make a store of the pieces; those without a checksum that agrees are doubtful.

    Records that do not read count as lost then. UserError("store-newer", file, version, known) for
    what a later version has written.
    """
    while True:
        try:
            found = read_stored(_tables(pieces), str(file), intact=True)
        except UserError as refusal:
            table = str(refusal.figures.get("table", PROJECTS))
            if refusal.code not in ("store-record", "store-twice"):
                raise
            pieces.drop(table, _damaged_number(refusal, pieces))
            continue
        return replace(found, doubts=join_doubts(found.doubts, _doubts(found, pieces)))


def _damaged_number(refusal: UserError, pieces: Pieces) -> str:
    """Return the number of the refused record; of two with one id, the one not intact."""
    number, other = (str(refusal.figures.get(key, "")) for key in ("record", "other"))
    return other if other and (PROJECTS, number) in pieces.intact else number


def _tables(pieces: Pieces) -> StoreTables:
    tables: StoreTables = {name: dict(table) for name, table in pieces.tables.items() if name}
    tables.pop(SUMS, None)
    tables.setdefault(PROJECTS, {})
    meta = {number: orjson.loads(document) for number, document in tables.get(META, {}).items()}
    untrusted = pieces.has_sums and not all((META, number) in pieces.intact for number in meta)
    if untrusted or not any("schema_version" in document for document in meta.values()):
        meta = with_head(new_meta(), _head(meta))
    return {**tables, META: meta}


def _head(meta: Mapping[str, Any]) -> StoreHead:
    """Return where the store stands, as far as that can be read; else a place of its own."""
    try:
        return read_head(meta, "")
    except (UserError, StopIteration):
        return StoreHead.new()


def _doubts(stored: StoredBook, pieces: Pieces) -> Iterator[Doubt]:
    for name in (PROJECTS, *SHARED):
        for row in stored.rows(name):
            if (name, row.number) not in pieces.intact:
                id, called = (str(getattr(row.value, key, "")) for key in ("id", "name"))
                yield Doubt(table=name, number=row.number, what="changed", id=id, name=called)


def fill_lost(stored: StoredBook, pieces: Pieces, older: StoredBook) -> StoredBook:
    """Return the store with lost records as an older copy has them.

    Left out, they would be taken for deleted.
    """
    lost = {place.number for place in pieces.lost if place.table == PROJECTS}
    book = stored.book
    back = [
        row.value
        for key, row in older.projects.items()
        if key not in book.projects
        and key not in stored.tombstones
        and (not pieces.has_sums or row.number in lost)
    ]
    lacking = {place.table for place in pieces.lost} if pieces.has_sums else SHARED.keys()
    lists = {name: _join_lists(name, book, older.book) for name in SHARED if name in lacking}
    return stored.with_book(book.with_projects(*back).with_lists(**lists))


def _join_lists(name: str, book: Book, older: Book) -> tuple[Frozen, ...]:
    """Return the records of a shared list, and those of an older one that are not among them."""
    now, key = getattr(book, name), SHARED_KEYS[name]
    known = {key(record) for record in now}
    return (*now, *(record for record in getattr(older, name) if key(record) not in known))


def lost_refusals(file: Path, lost: Iterable[Place]) -> Iterator[UserError]:
    """Yield `salvage-record` (file, line, table, record) for each lost record.

    Where nothing is left of it, `salvage-gone` (file, table, record).
    """
    for place in lost:
        where = {"table": place.table, "record": place.number}
        if place.line:
            yield UserError("salvage-record", file=str(file), line=place.line, **where)
        else:
            yield UserError("salvage-gone", file=str(file), **where)


RECORDS = (PROJECTS, *SHARED, TOMBSTONES)
"""The tables of which single records are worth something."""

_START = re.compile(
    r'"(?:(?P<number>\d{1,18})"\s*:\s*(?=\{)'
    rf'|(?P<table>{"|".join((META, *RECORDS, SUMS))})"\s*:\s*\{{(?=\s*(?:"\d|\}}))'
    r'|(?P<other>[^"\\\n]*)"\s*:\s*\{(?=\s*?\n\s*"\d))'
)
_SUM = re.compile(rb'"\d{1,18}":\s*(\{)|"table":\s*"(\w+)"|"(\d{1,18})":\s*"([0-9a-f]{16})"')
_DECODER = JSONDecoder()


class Place(NamedTuple):
    """Where a record stands: its table and number, and the line of the file, 0 for nowhere."""

    table: str
    number: str
    line: int = 0


@dataclass(slots=True)
class Pieces:
    """The documents that are whole, by table and number, and those of them that are `intact`, as
    their checksum says; and the `lost`: what does not read, or has a checksum and is not there.

    `has_sums` says that there are checksums, and so that nothing else is lost.
    """

    has_sums: bool
    tables: dict[str, dict[str, bytes]] = field(default_factory=dict)
    intact: set[tuple[str, str]] = field(default_factory=set)
    lost: list[Place] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many records are whole."""
        return sum(len(self.tables.get(name, ())) for name in RECORDS)

    @property
    def proven(self) -> int:
        """How many of these have a checksum that agrees."""
        return sum(number in self.tables[name] for name, number in self.intact if name in RECORDS)

    @property
    def missing(self) -> int:
        """How many records are lost."""
        return sum(place.table in RECORDS for place in self.lost)

    def take(self, place: Place, text: bytes) -> bool:
        """Whether a document could be taken: another may have its number."""
        table = self.tables.setdefault(place.table, {})
        return table.setdefault(place.number, text) is text

    def drop(self, table: str, number: str) -> None:
        """Count a document that was whole as lost."""
        self.tables[table].pop(number)
        self.lost.append(Place(table, number))


class _Document(NamedTuple):
    """What looks like a document of a table: its place, its JSON if it reads, its extent."""

    place: Place
    text: bytes
    start: int
    end: int


def find_pieces(data: bytes) -> Pieces | None:
    """Find what is whole in the bytes of a data file; None where no record of a store is."""
    known = _read_checksums(data)
    found = Pieces(has_sums=bool(known))
    documents = list(_find_documents(data.decode("utf-8", "surrogateescape")))
    whole = {
        document.start: record
        for document in documents
        if (record := known.get(sum_of(document.text)))
    }
    _take_whole([document for document in documents if document.start in whole], whole, found)
    for other in _unproven_documents(documents, whole):
        if (
            not (other.text and found.take(other.place, other.text))
            and other.place.table in RECORDS
        ):
            found.lost.append(other.place)
    there = {(name, number) for name, table in found.tables.items() for number in table}
    found.lost = [place for place in found.lost if place[:2] not in there]
    missed = {*there, *whole.values(), *(place[:2] for place in found.lost)}
    found.lost += [
        Place(*record) for record in known.values() if record[0] and record not in missed
    ]
    return found if found.count else None


def _take_whole(
    documents: Sequence[_Document], whole: Mapping[int, tuple[str, str]], found: Pieces
) -> None:
    """Take the documents whose checksum agrees, each in its place.

    The table is that of the checksum: the head of its own may have been damaged. The number is its
    own, but for that of another, which was damaged then.
    """
    for document in sorted(
        documents, key=lambda document: document.place.number != whole[document.start][1]
    ):
        table, number = whole[document.start]
        for place in (
            Place(table or document.place.table, key) for key in (document.place.number, number)
        ):
            if (place.table, place.number) not in found.intact:
                found.take(place, document.text)
                found.intact.add((place.table, place.number))
                break


def _read_checksums(data: bytes) -> dict[str, tuple[str, str]]:
    """Map each checksum in a file to table and number, the table "" where it is not told.

    The table of checksums need not be whole: that one agrees is no accident.
    """
    table, found = "", dict[str, tuple[str, str]]()
    for begun, name, number, known in _SUM.findall(data):
        if begun or name:
            table = name.decode()
        elif not table or table in (META, *RECORDS):
            found[known.decode()] = table, number.decode()
    return found


def _unproven_documents(
    documents: Sequence[_Document], whole: Collection[int]
) -> Iterator[_Document]:
    """Yield the documents without a checksum that agrees, less those inside another.

    One that contains a whole one has lost the brace at its end and is given without text.
    """
    starts, end = sorted(whole), 0
    for document in documents:
        if document.start < end:
            continue
        if document.start in whole:
            end = document.end
            continue
        at = bisect_right(starts, document.start)
        if at < len(starts) and starts[at] < document.end:
            yield document._replace(text=b"")
            continue
        yield document
        end = document.end


def _find_documents(text: str) -> Iterator[_Document]:
    table, line, seen = "", 1, 0
    for found in _START.finditer(text):
        if not found["number"]:
            table = found["table"] or found["other"]
        elif table != SUMS:
            line, seen = line + text.count("\n", seen, found.start()), found.start()
            whole, end = _read_document(text, found.end())
            yield _Document(Place(table, found["number"], line), whole, found.start(), end)


def _read_document(text: str, start: int) -> tuple[bytes, int]:
    """Return a document's JSON and where it ends; nothing if it does not read."""
    try:
        end = _DECODER.raw_decode(text, start)[1]
        return text[start:end].encode(), end
    except (ValueError, RecursionError):
        return b"", start


DAMAGED = frozenset(
    {
        *("store-empty", "store-damaged", "store-foreign", "store-record", "store-twice"),
        *("store-export", "store-costly", "store-table"),
        *("journal-damaged", "journal-foreign", "journal-gap", "journal-orphan"),
    }
)
"""Codes that say that there is a store, but not a sound one: a copy may be put in its place."""

_OF_BACKUPS = {
    "store-damaged": "backup-damaged",
    "store-foreign": "backup-foreign",
    "store-export": "backup-export",
}
_OF_SALVAGED = {
    "backup-missing": "salvage-missing",
    "backup-damaged": "salvage-damaged",
    "backup-foreign": "salvage-foreign",
}


def as_backup_error(refusal: UserError, file: str) -> UserError:
    """Return the refusal of a store's content under the code for a backup's content."""
    code = _OF_BACKUPS.get(refusal.code)
    return UserError(code, file=file) if code else refusal


def as_salvage_error(refusal: UserError) -> UserError:
    """Return the refusal of a backup under the code for a file that need be none."""
    return UserError(_OF_SALVAGED.get(refusal.code, refusal.code), **refusal.figures)
