"""Taking in what was changed outside Netloft: what differs from the newest trusted backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from deals.errors import UserError
from deals.history import add_outside_change
from deals.model import Project
from deals.model.base import Frozen
from store.backups import all_backups, unpack_backup
from store.documents import PROJECTS, StoredBook, StoredRecord, dump_record, read_file
from store.encryption import PassphraseKey, codec_of
from store.integrity import Doubt

_BOOKKEEPING = frozenset({"history", "updated_at", "updated_by"})


class _TrustedBackup(NamedTuple):
    """A backup in which all is right, by name; and its records by table and number."""

    name: str
    stored: StoredBook


def explain_doubts(
    stored: StoredBook,
    file: Path,
    key: PassphraseKey | None,
    at: datetime,
    known: StoredBook | None = None,
) -> StoredBook:
    """Return the store with its new doubts compared: each says what differs from the newest trusted
    backup, and a project has it in its history, as of `at`, the time of the file.

    What is the same as in `known` keeps its values. Costs nothing where there is no new doubt.
    """
    fresh = {doubt.place for doubt in stored.doubts if doubt.since is None}
    if not fresh:
        return stored
    backup = find_trusted_backup(file, key)
    doubts = tuple(
        _compare_doubt(doubt, stored, backup, at) if doubt.place in fresh else doubt
        for doubt in stored.doubts
    )
    noted = [_note_change(doubt, stored, at, known) for doubt in doubts if doubt.place in fresh]
    rows = {row.value.id: row for row in noted if row}
    return replace(
        stored,
        doubts=doubts,
        projects=stored.projects.put(rows),
        book=stored.book.with_projects(*(row.value for row in rows.values())),
    )


def find_trusted_backup(file: Path, key: PassphraseKey | None) -> _TrustedBackup | None:
    """Return the newest backup in which every checksum is right and nothing doubtful."""
    return next(_read_trusted(file, key), None)


def _read_trusted(file: Path, key: PassphraseKey | None) -> Iterator[_TrustedBackup]:
    for place in all_backups(file):
        with suppress(UserError, ValueError):
            data = unpack_backup(place) or b""
            plain = codec_of(data, place, key).decode(data)
            found = read_file(plain, str(place)).stored
            if not found.doubts:
                yield _TrustedBackup(place.name, found)


def _compare_doubt(
    doubt: Doubt, stored: StoredBook, backup: _TrustedBackup | None, at: datetime
) -> Doubt:
    found: dict[str, object] = {"since": at}
    old = backup and _record_before(doubt, backup.stored)
    if backup and old:
        row = stored.numbered(doubt.table).get(doubt.number)
        found |= {"backup": backup.name, "fields": differing_fields(row.value, old) if row else ()}
        for key, known in (("id", doubt.id), ("name", doubt.name)):
            found[key] = known or str(getattr(old, key, ""))
    return doubt.model_copy(update=found)


def _record_before(doubt: Doubt, backup: StoredBook) -> Frozen | None:
    """Return the record as the backup has it: a project by its id, whatever number it has."""
    if doubt.table == PROJECTS and doubt.id:
        return backup.book.projects.get(doubt.id)
    row = backup.numbered(doubt.table).get(doubt.number)
    return row.value if row else None


def differing_fields(now: Frozen, old: Frozen) -> tuple[str, ...]:
    """Return the fields in which two records differ, the stamps of an edit only if alone."""
    names = [*type(now).model_fields, *(now.model_extra or {}), *(old.model_extra or {})]
    found = [
        name
        for name in dict.fromkeys(names)
        if getattr(now, name, None) != getattr(old, name, None)
    ]
    return tuple(name for name in found if name not in _BOOKKEEPING) or tuple(found)


def _note_change(
    doubt: Doubt, stored: StoredBook, at: datetime, known: StoredBook | None
) -> StoredRecord[Project] | None:
    """Return the row of a doubtful project with the change in its history; None if not noted."""
    row = stored.projects.get(doubt.id) if doubt.table == PROJECTS else None
    if row is None or doubt.what == "gone" or row.number != doubt.number:
        return None
    value = add_outside_change(row.value, at, doubt.fields, added=doubt.what == "added")
    before = known.projects.get(doubt.id) if known else None
    if before is not None and before.value == value:
        return before.numbered(row.number)
    try:
        return StoredRecord(row.number, value, dump_record(value))
    except UserError:
        # Others' fields may hold what we could read and cannot write: left as it stands.
        return None
