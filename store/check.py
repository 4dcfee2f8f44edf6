"""Whether a store is sound: everything that can be wrong with one, found without touching it."""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TypeVar

from deals.errors import UserError
from deals.model import SHARED, Project
from deals.model.base import Frozen
from store.documents import (
    OURS,
    PROJECTS,
    TOMBSTONES,
    Tombstone,
    read_file,
    read_row,
    refuse_lost_table,
)
from store.encryption import Codec, PassphraseKey, codec_of, is_sealed
from store.files import read_whole, refuse_os_errors
from store.integrity import Doubt, doubt_refusal
from store.journal import JournalEntry, journal_path, read_journal
from store.json_layout import StoreTables, parse_tables
from store.metadata import META, StoreHead, check_schema, migrate_tables, read_head
from store.output_files import is_journal, is_store, store_ids
from store.outside_changes import explain_doubts
from store.remains import name_backup
from store.storage import AtomicJSONStorage
from store.store import refuse_missing
from store.unsaved import unsaved_files

CheckedRecord = TypeVar("CheckedRecord", bound=Frozen)

_KEYLESS = frozenset({"passphrase-wrong", "passphrase-package", "store-sealed"})


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What was verified of a store, and what is wrong.

    `counts` says how many of each were read and hold together: projects, contacts, touches, views,
    competitors, products, tombstones, lines of the journal that are not in the file yet, and other
    tables. `problems` make the store unsound; `warnings` are about who may read it and about copies
    that lie beside it. `doubts` are the records that were changed outside Netloft: each is among
    the problems until it is accepted.
    """

    file: str
    version: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[UserError, ...] = ()
    warnings: tuple[UserError, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with the data."""
        return not self.problems


def inspect_store(path: Path, key: PassphraseKey | None = None) -> StoreReport:
    """Read all of a store and its journal and report; nothing is written or made.

    Problems are what opening it would be refused for, each record that does not read rather than
    the first alone, what doubt_refusal says of each doubtful record, and besides `store-missing`
    (file), `journal-torn` (file, line), `contact-twice` (file, record, id) and `reference-lost`
    (file, record, field, id). Warnings are `file-open` and `folder-open` (file, mode), where others
    than the user have rights, and `conflict-copy` (file, original, copy) for what a sync program
    left beside it. The first damage names the newest good backup, as on opening.

    Refusals, for nothing is known of the store then: those of PassphraseKey.codec that are about
    the key.
    """
    file = str(path)
    try:
        storage = AtomicJSONStorage(path)
    except UserError as refusal:
        return StoreReport(file, problems=(refusal,))
    try:
        warnings = tuple(_warnings(storage))
        found = _StoreCheck(storage, file, key).report(warnings)
    except UserError as refusal:
        if refusal.code in _KEYLESS:
            raise
        found = StoreReport(file, problems=(refusal,))
    first = [name_backup(problem, storage.file, key) for problem in found.problems[:1]]
    return replace(found, problems=(*first, *found.problems[1:]))


class _StoreCheck:
    """What is found on the way through one store."""

    def __init__(self, storage: AtomicJSONStorage, file: str, key: PassphraseKey | None) -> None:
        self.file = file
        self.journal = journal_path(storage.file)
        with refuse_os_errors("store-unreadable", self.journal):
            journal = read_whole(self.journal)
        self.lines = journal[0] if journal else b""
        data = storage.read_bytes()
        if data is None:
            if not self.lines:
                refuse_missing(storage.file)
            code = "journal-orphan" if self.lines else "store-missing"
            raise UserError(code, file=str(self.journal) if self.lines else file)
        self.codec = codec_of(data, storage.path, key)
        self.plain = _decode(self.codec, data, file)
        self.tables = parse_tables(self.plain, file)
        self.doubts = _doubts(self.plain, storage, key)
        self.version = check_schema(self.tables.get(META, {}), file)
        self.problems: list[UserError] = []

    def report(self, warnings: tuple[UserError, ...]) -> StoreReport:
        """Return what there is, and what is wrong with it."""
        tables = migrate_tables(self.tables, self.version)
        try:
            refuse_lost_table(tables, self.file)
        except UserError as refusal:
            self.problems.append(refusal)
        projects = dict(_read_records(tables, PROJECTS, Project, self.file, self.problems))
        buried = dict(_read_records(tables, TOMBSTONES, Tombstone, self.file, self.problems))
        self.problems += _find_twins(projects, self.file)
        entries = self._read_journal(read_head(tables[META], self.file))
        projects = self._projects_after(projects, entries)
        for record, project in projects.items():
            self.problems += _check_references(project, self.file, record)
        lists = {name: self._count_shared(name, tables, entries) for name in SHARED}
        counts = {
            "projects": len(projects),
            "contacts": sum(len(project.contacts) for project in projects.values()),
            "touches": sum(len(project.touches) for project in projects.values()),
            **lists,
            "tombstones": len(buried),
            "lines": len(entries),
            "tables": len(tables.keys() - OURS),
        }
        self.problems += map(doubt_refusal, self.doubts)
        problems = tuple(self.problems)
        return StoreReport(self.file, self.version, counts, self.doubts, problems, warnings)

    def _read_journal(self, head: StoreHead) -> tuple[JournalEntry, ...]:
        try:
            found = read_journal(self.lines, head, self.codec, self.journal)
        except UserError as refusal:
            self.problems.append(refusal)
            return ()
        if found.torn is not None:
            self.problems.append(UserError("journal-torn", file=str(self.journal), line=found.torn))
        return found.entries

    def _count_shared(self, name: str, tables: StoreTables, entries: Iterable[JournalEntry]) -> int:
        """Count the readable records of a shared list, in its last version in the journal."""
        kept = dict(_read_records(tables, name, SHARED[name], self.file, self.problems))
        lists = [entry.lists[name] for entry in entries if name in entry.lists]
        if not lists:
            return len(kept)
        table: StoreTables = {
            name: {str(number): record for number, record in enumerate(lists[-1], 1)}
        }
        return len(dict(_read_records(table, name, SHARED[name], str(self.journal), self.problems)))

    def _projects_after(
        self, projects: Mapping[str, Project], entries: Iterable[JournalEntry]
    ) -> dict[str, Project]:
        """Return the projects after the commits of the journal, each under its record's number."""
        numbers = {project.id: number for number, project in projects.items()}
        after = dict(projects)
        fresh = count(max(map(int, after), default=0) + 1)
        last = {key: document for entry in entries for key, document in entry.projects.items()}
        for key, document in last.items():
            number = numbers.get(key) or str(next(fresh))
            after.pop(number, None)
            if document is not None:
                table: StoreTables = {PROJECTS: {number: document}}
                after |= _read_records(table, PROJECTS, Project, str(self.journal), self.problems)
        return after


def _decode(codec: Codec, data: bytes, file: str) -> bytes:
    try:
        return codec.decode(data)
    except ValueError:
        raise UserError("store-damaged", file=file) from None


def _doubts(
    plain: bytes, storage: AtomicJSONStorage, key: PassphraseKey | None
) -> tuple[Doubt, ...]:
    """Return the doubtful records of a file that opens; others are reported in full anyway."""
    try:
        found = read_file(plain, str(storage.path)).stored
    except UserError:
        return ()
    return explain_doubts(found, storage.file, key, storage.seen_at).doubts


def _warnings(storage: AtomicJSONStorage) -> Iterator[UserError]:
    for copy in conflict_copies(storage.file):
        figures = {"original": str(storage.path), "copy": str(copy)}
        yield UserError("conflict-copy", file=str(copy), **figures)
    with refuse_os_errors("store-unreadable", storage.path):
        journal = journal_path(storage.file)
        ours = (storage.file, journal, *unsaved_files(storage.file))
        files = [("file-open", our) for our in ours]
        for code, own in (*files, ("folder-open", storage.file.parent)):
            if own.exists():
                mode = stat.S_IMODE(own.stat().st_mode)
                if mode & (stat.S_IRWXG | stat.S_IRWXO):
                    yield UserError(code, file=str(own), mode=f"{mode:04o}")


def _read_records(
    tables: StoreTables, name: str, model: type[CheckedRecord], file: str, problems: list[UserError]
) -> Iterator[tuple[str, CheckedRecord]]:
    """Yield the records of a table that read, by number; append why others do not to `problems`."""
    for number, document in tables.get(name, {}).items():
        try:
            yield number, read_row(model, document, (file, name, number)).value
        except UserError as refusal:
            problems.append(refusal)


def _find_twins(projects: Mapping[str, Project], file: str) -> Iterator[UserError]:
    first: dict[str, str] = {}
    for record, project in projects.items():
        other = first.setdefault(project.id, record)
        if other != record:
            yield UserError("store-twice", file=file, record=record, other=other, id=project.id)


def _check_references(project: Project, file: str, record: str) -> Iterator[UserError]:
    ids = Counter(contact.id for contact in project.contacts)
    for key, times in ids.items():
        if times > 1:
            yield UserError("contact-twice", file=file, record=record, id=key)
    for where, key in _contact_references(project):
        if key not in ids:
            yield UserError("reference-lost", file=file, record=record, field=where, id=key)


def _contact_references(project: Project) -> Iterable[tuple[str, str]]:
    """Yield every contact id that something in the project points at, and where it stands."""
    for at, contact in enumerate(project.contacts):
        if contact.reports_to is not None:
            yield f"contacts.{at}.reports_to", contact.reports_to
    for at, influence in enumerate(project.influences):
        yield f"influences.{at}.source", influence.source
        yield f"influences.{at}.target", influence.target
    for at, touch in enumerate(project.touches):
        for key in touch.contacts:
            yield f"touches.{at}.contacts", key


_SAYS_SO = re.compile(r"[ck]onfli[ck]?t|冲突|衝突|競合", re.IGNORECASE)
"""Dropbox `(Ann's conflicted copy 2026-11-29)`, Nextcloud `(conflicted copy …)` and `_conflict-…`,
Syncthing `.sync-conflict-…`, each with the word in the user's language."""
_BEHIND = re.compile(r"\.conflict\d*|\.\.path\d", re.IGNORECASE)
"""rclone puts it behind the whole name: `.conflict1`, earlier `..path1`."""
_MARK = re.compile(r" \d{1,3}| ?\(\d{1,3}\)|-(?=.*[^\W\d_])[\w-]{1,63}")
"""iCloud ` 2`, Google Drive ` (1)`, OneDrive the computer's name: `-HOST`."""


def conflict_copies(file: Path) -> list[Path]:
    """Return the copies of a data file and of its journal that lie beside it, by name.

    Only what holds a store, or lines of a journal, is one; where the name could be a user's own
    choice, of this very store.
    """
    with suppress(OSError):
        return sorted(_find_copies(file))
    return []


def _find_copies(file: Path) -> Iterator[Path]:
    journal = journal_path(file)
    for path in file.parent.iterdir():
        if path in (file, journal) or not path.is_file():
            continue
        for own, holds in ((file, is_store), (journal, is_journal)):
            mark = _copy_mark(path.name, own)
            if mark is not None and _is_copy(path, file, mark, holds(_content(path))):
                yield path
                break


def _copy_mark(name: str, own: Path) -> str | None:
    """Return what `name` adds to the name of our own file; None if it is another name."""
    if name.startswith(own.name) and _BEHIND.fullmatch(name, len(own.name)):
        return name[len(own.name) :]
    if name.startswith(own.stem) and name.endswith(own.suffix) and len(name) > len(own.name):
        return name[len(own.stem) : len(name) - len(own.suffix)]
    return None


def _is_copy(path: Path, file: Path, mark: str, holds: bool) -> bool:
    if not holds:
        return False
    says_so = _SAYS_SO.search(mark) or _BEHIND.fullmatch(mark)
    return bool(says_so) or (bool(_MARK.fullmatch(mark)) and _is_same_store(path, file))


def _is_same_store(path: Path, file: Path) -> bool:
    """Whether a copy is of the same store: it has its id or, sealed, the same head."""
    copy, own = _content(path), _content(file)
    if is_sealed(own):
        return copy.partition(b"\n")[0] == own.partition(b"\n")[0]
    return bool(set(store_ids(copy)) & set(store_ids(own)))


def _content(path: Path) -> bytes:
    with suppress(OSError):
        found = read_whole(path)
        return found[0] if found else b""
    return b""
