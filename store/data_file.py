"""The reading of a data file's bytes, in any layout and of any version of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from deals.errors import UserError
from store.documents import StoredBook, read_known, read_stored
from store.integrity import FileChecksum
from store.json_layout import StoreTables, holds_tables, split
from store.storage import parse_tables


@dataclass(frozen=True, slots=True)
class DataFileContent:
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
    tables = split(plain)
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
    return DataFileContent(stored, _is_outdated(stored))


def _is_outdated(stored: StoredBook) -> bool:
    """Whether the file was of an earlier version: it then had no place in any sequence yet."""
    return stored.head.sequence == 0 and not stored.head.link


def _read_newer(tables: StoreTables, file: str, newer: UserError) -> StoredBook:
    """Read a later version's tables as far as they can be; else raise the refusal `newer`."""
    try:
        # Which checksums a later version keeps, and over what, is not known here.
        return read_known(tables, file, intact=True)
    except UserError:
        raise newer from None
