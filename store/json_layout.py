"""How the data file is laid out: JSON that any reader takes whole, with a record on each line.

A file that was laid out here is read line by line, without making all of it at once; one that
somebody else has written is read as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from deals.errors import UserError
from store.integrity import with_file_sum

StoreTables = dict[str, dict[str, Any]]
"""What TinyDB keeps: table name -> document number, as text -> document.

A document that was split off unread stands there as its JSON, in bytes.
"""

PIECE_BYTES = 2**18
_TABLE = re.compile(rb'("(?:[^"\\\n]|\\.)*"):\{\n')
_NUMBER = re.compile(rb'"(\d{1,18})":(?=\{)')
_ENDS = (b"}", b"},")
_BRACE, _COMMA = b"},"


def lay_out_tables(tables: Mapping[str, Mapping[str, bytes]]) -> Iterator[bytes]:
    """Return the bytes of the file in pieces: a table after the other, and a line for each
    document.

    Where the last document waits for the checksum of the file, it gets it.
    """
    return with_file_sum(_pieces(tables))


def _pieces(tables: Mapping[str, Mapping[str, bytes]]) -> Iterator[bytes]:
    lines = [b"{"]
    size = 0
    for place, (name, table) in enumerate(tables.items(), 1):
        lines.append(orjson.dumps(name) + b":{")
        for row, (number, text) in enumerate(table.items(), 1):
            lines.append(b'"%s":%s%s' % (number.encode(), text, b"," * (row < len(table))))
            size += len(text)
            if size >= PIECE_BYTES:
                yield b"\n".join((*lines, b""))
                lines, size = [], 0
        lines.append(b"}" + b"," * (place < len(tables)))
    yield b"\n".join((*lines, b"}"))


def holds_tables(data: bytes, tables: Mapping[str, Mapping[str, bytes]]) -> bool:
    """Whether a file is just these tables, laid out."""
    at = 0
    for piece in lay_out_tables(tables):
        if not data.startswith(piece, at):
            return False
        at += len(piece)
    return at == len(data)


def split_tables(data: bytes) -> StoreTables | None:
    """Split a file laid out here into tables, the documents unread; None for any other layout."""
    if not (data.startswith(b"{\n") and data.endswith(b"\n}")):
        return None
    tables: StoreTables = {}
    at, end, more = 2, len(data) - 1, True
    while at < end:
        found = _TABLE.match(data, at)
        name = orjson.loads(found[1]) if found else None
        if found is None or name is None or name in tables or not more:
            return None
        table: dict[str, bytes] = {}
        tables[name] = table
        rows = _split_rows(data, found.end(), end, table)
        if rows is None:
            return None
        at, more = rows
    return None if more else tables


def _split_rows(data: bytes, at: int, end: int, table: dict[str, bytes]) -> tuple[int, bool] | None:
    """Put the documents of a table, whose lines begin at `at`, into `table`.

    Return where the next line begins, and whether another table must follow; None where a line may
    not stand there. Only a document is copied, once: they are nearly all of a file.
    """
    more = True
    while at < end:
        stop = data.find(b"\n", at)
        if data[at] == _BRACE:
            close = data[at:stop]
            return None if close not in _ENDS or (more and table) else (stop + 1, close == b"},")
        found = _NUMBER.match(data, at, stop)
        if found is None or not more:
            return None
        more = data[stop - 1] == _COMMA
        number, last = found[1].decode(), stop - 1 if more else stop
        if number in table or data[last - 1] != _BRACE:
            return None
        table[number] = data[found.end() : last]
        at = stop + 1
    return None


def parse_tables(data: bytes, file: str) -> StoreTables:
    """Return the tables that the bytes of a TinyDB file hold; `file` names it in a refusal.

    UserError("store-damaged", file, line, column) for what is no JSON, binary and bad UTF-8
    included, ("store-export", file, original, moved) for an export that lies in the place of a
    store, and ("store-foreign", file) for JSON that is not tables of documents.
    """
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UserError("store-damaged", file=file, line=error.lineno, column=error.colno) from None
    if not (isinstance(tables, dict) and all(map(_is_table, tables.values()))):
        if is_export(data):
            raise UserError(
                "store-export", file=file, original=file, moved=str(_free_name(Path(file)))
            )
        raise UserError("store-foreign", file=file)
    return tables


def _free_name(file: Path) -> Path:
    """Return a free name beside the file, for an export that lies in the place of a store."""
    numbers = ("", *(f"-{number}" for number in range(2, 100)))
    names = [file.with_name(f"{file.stem}-export{number}{file.suffix}") for number in numbers]
    return next((name for name in names if not name.exists()), names[-1])


def _is_table(table: object) -> bool:
    return isinstance(table, dict) and all(
        isinstance(document, dict) for document in table.values()
    )


_EXPORT = re.compile(rb'\s*\{\s*"netloft"\s*:\s*\d')


def is_export(data: bytes) -> bool:
    """Whether these are the bytes of an export of everything (`.json`)."""
    return bool(_EXPORT.match(data))
