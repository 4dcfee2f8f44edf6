"""What the bytes of a data file say, whoever has laid it out and of whatever version it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from deals.refusal import Refusal
from store.documents import Stored, read_known, read_stored
from store.integrity import FileSum
from store.layout import Tables, holds, split
from store.storage import parse_tables


@dataclass(frozen=True, slots=True)
class Found:
    """What a data file holds; whether an earlier version wrote it; what to say if a later did."""

    stored: Stored
    outdated: bool = False
    newer: Refusal | None = None


def read_file(plain: bytes, file: str, known: Stored | None = None) -> Found:
    """What a data file holds; documents that are as in `known` keep their values.

    Refused as read_stored and parse_tables do, but for what can be read of a later version's.
    """
    if known is not None and holds(plain, known.tables(datetime.now(UTC))):
        # Another session's checkpoint, of commits that are all known here: the usual case.
        return Found(known)
    verified = FileSum(plain)
    tables = split(plain)
    if tables is not None:
        try:
            return _understood(tables, file, known, intact=verified.agrees())
        except Refusal:
            # Said better by who reads the file as JSON, which it may not be.
            pass
    return _understood(parse_tables(plain, file), file, known, intact=verified.agrees())


def _understood(tables: Tables, file: str, known: Stored | None, *, intact: bool) -> Found:
    try:
        stored = read_stored(tables, file, known, intact=intact)
    except Refusal as refusal:
        if refusal.code != "store-newer":
            raise
        return Found(_of_newer(tables, file, refusal), newer=refusal)
    return Found(stored, _is_outdated(stored))


def _is_outdated(stored: Stored) -> bool:
    """Whether the file was of an earlier version: it then had no place in any sequence yet."""
    return stored.head.sequence == 0 and not stored.head.link


def _of_newer(tables: Tables, file: str, newer: Refusal) -> Stored:
    """What can be read of a later version's tables; else the refusal that says which it is."""
    try:
        # Which checksums a later version keeps, and over what, is not known here.
        return read_known(tables, file, intact=True)
    except Refusal:
        raise newer from None
