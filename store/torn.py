"""A store out of what is whole in a data file that is damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from deals.model import SHARED, Book
from deals.model.base import Frozen
from deals.refusal import Refusal
from store.damage import DAMAGED
from store.documents import PROJECTS, Stored, read_stored
from store.doubts import Doubt, joined
from store.head import META, Head, new_meta, read_head, with_head
from store.integrity import SUMS, sum_of
from store.layout import Tables
from store.pieces import Pieces, Place, pieces_in
from store.storage import parse_tables


def torn_in(plain: bytes, file: Path) -> Pieces | None:
    """The pieces of a data file that does not read, or that holds more records than are read from
    it, two having one number; None where it reads whole, or where there is nothing whole in it.
    """
    pieces = pieces_in(plain)
    if pieces is None:
        return None
    try:
        stored = read_stored(parse_tables(plain, str(file)), str(file))
    except Refusal as refusal:
        return pieces if refusal.code in DAMAGED else None
    read = {sum_of(row.text) for name in (PROJECTS, *SHARED) for row in stored.rows(name)}
    held = (pieces.tables[name][number] for name, number in pieces.intact if _is_row(name))
    return pieces if any(sum_of(text) not in read for text in held) else None


def _is_row(table: str) -> bool:
    return table == PROJECTS or table in SHARED


def stored_of(pieces: Pieces, file: Path) -> Stored:
    """The store that the pieces are of. Records without a checksum that agrees are doubtful; those
    that do not read count as lost then.

    Refusal("store-newer", file, version, known) for what a later version has written.
    """
    while True:
        try:
            found = read_stored(_tables(pieces), str(file), intact=True)
        except Refusal as refusal:
            table = str(refusal.figures.get("table", PROJECTS))
            if refusal.code not in ("store-record", "store-twice"):
                raise
            pieces.drop(table, _worse(refusal, pieces))
            continue
        return replace(found, doubts=joined(found.doubts, _doubts(found, pieces)))


def _worse(refusal: Refusal, pieces: Pieces) -> str:
    """The number of the record that is refused; of two with one id, of that which is not intact."""
    number, other = (str(refusal.figures.get(one, "")) for one in ("record", "other"))
    return other if other and (PROJECTS, number) in pieces.intact else number


def _tables(pieces: Pieces) -> Tables:
    tables: Tables = {name: dict(one) for name, one in pieces.tables.items() if name}
    tables.pop(SUMS, None)
    tables.setdefault(PROJECTS, {})
    meta = {number: orjson.loads(one) for number, one in tables.get(META, {}).items()}
    untrusted = pieces.told and not all((META, number) in pieces.intact for number in meta)
    if untrusted or not any("schema_version" in one for one in meta.values()):
        meta = with_head(new_meta(), _head(meta))
    return {**tables, META: meta}


def _head(meta: Mapping[str, Any]) -> Head:
    """Where the store stands, as far as that can be read; else a place of its own."""
    try:
        return read_head(meta, "")
    except (Refusal, StopIteration):
        return Head.new()


def _doubts(stored: Stored, pieces: Pieces) -> Iterator[Doubt]:
    for name in (PROJECTS, *SHARED):
        for row in stored.rows(name):
            if (name, row.number) not in pieces.intact:
                id, called = (str(getattr(row.value, key, "")) for key in ("id", "name"))
                yield Doubt(table=name, number=row.number, what="changed", id=id, name=called)


def filled(stored: Stored, pieces: Pieces, older: Stored) -> Stored:
    """The store with what was lost of it as an older copy has it: were it left out, it would be
    taken for deleted.
    """
    lost = {one.number for one in pieces.lost if one.table == PROJECTS}
    book = stored.book
    back = [
        row.value
        for key, row in older.projects.items()
        if key not in book.projects
        and key not in stored.tombstones
        and (not pieces.told or row.number in lost)
    ]
    lists = {name: _joined(name, book, older.book) for name in SHARED if _lacks(name, pieces)}
    return stored.with_book(book.with_projects(*back).with_lists(**lists))


def _lacks(table: str, pieces: Pieces) -> bool:
    return not pieces.told or any(one.table == table for one in pieces.lost)


def _joined(name: str, book: Book, older: Book) -> tuple[Frozen, ...]:
    """The records of a shared list, and those of an older one that are not among them."""
    now = getattr(book, name)
    names = {one.name for one in now}
    return (*now, *(one for one in getattr(older, name) if one.name not in names))


def lost_refusals(file: Path, lost: Iterable[Place]) -> Iterator[Refusal]:
    """What is said of each record that was lost: `salvage-record` (file, line, table, record), or
    `salvage-gone` (file, table, record) where nothing of it is left.
    """
    for one in lost:
        where = {"table": one.table, "record": one.number}
        if one.line:
            yield Refusal("salvage-record", file=str(file), line=one.line, **where)
        else:
            yield Refusal("salvage-gone", file=str(file), **where)
