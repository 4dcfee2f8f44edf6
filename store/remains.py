"""What is left of a store: data files, backups and journals, wherever they lie.

`CopyReader` looks at files one by one, `JournalChains` puts journal lines in order. `candidates`
lists all from which a store could be put back, and `least_lost` chooses among them, so that the
refusal of a damaged store can name the backup to restore (`name_backup`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import orjson

from deals.errors import UserError
from store.backups import (
    BackupKind,
    BackupName,
    all_backups,
    is_good,
    list_kept,
    unpack,
    unpack_part,
)
from store.damaged_file import DAMAGED, Pieces, as_backup_error, find_torn_pieces
from store.documents import PROJECTS, StoredBook, read_stored
from store.encryption import PLAIN, Codec, PassphraseKey, codec_of
from store.files import read_whole, refuse_os_errors
from store.integrity import DOUBTFUL, FileChecksum, mismatches, read_sums
from store.journal import JournalEntry, journal_path, read_entry
from store.json_layout import parse_tables, split_tables
from store.metadata import META, StoreHead, head_in

_BREAK = b"\n"


@dataclass(frozen=True, slots=True)
class StoreCopy:
    """A data file, or a backup of one: where its store stood, how many projects it holds, and the
    day that its name tells, else that of the file. One of the first version has the store id "".
    `edited` says that it holds what another program has changed, which no commit tells of, and
    `pieces` what is whole in it if it is damaged.
    """

    file: Path
    head: StoreHead
    projects: int
    day: str
    edited: bool = False
    pieces: Pieces | None = field(default=None, compare=False, repr=False)

    @property
    def stores(self) -> frozenset[str]:
        """The ids of its store and of those that this one replaced."""
        return frozenset((self.head.store, *self.head.replaces))


@dataclass(frozen=True, slots=True)
class FoundJournal:
    """A journal: the commits that read, and the numbers of the lines that do not."""

    file: Path
    entries: tuple[JournalEntry, ...]
    unread: tuple[int, ...] = ()

    @property
    def stores(self) -> frozenset[str]:
        """The ids of the stores that its lines are of."""
        return frozenset(entry.head.store for entry in self.entries)


def read_raw(file: Path, *, torn: bool = False) -> bytes:
    """Return the bytes of a copy, unpacked; with `torn` as much as can be.

    Refusals: `backup-missing` (file), `backup-unreadable` (file, why), `backup-damaged` (file).
    """
    with refuse_os_errors("backup-unreadable", file):
        found = read_whole(file)
    if found is None:
        raise UserError("backup-missing", file=str(file))
    data = unpack(found[0]) or (unpack_part(found[0]) if torn else b"")
    if not data:
        raise UserError("backup-damaged", file=str(file))
    return data


def read_copy(raw: bytes, file: Path, key: PassphraseKey | None) -> StoredBook:
    """Return all that the bytes of a copy hold.

    Refusals: `backup-damaged`, `backup-foreign` and `backup-export` (file), those of codec_of, and
    of its content whatever else opening a store is refused for, under the copy's name.
    """
    name = str(file)
    try:
        return read_stored(parse_tables(codec_of(raw, file, key).decode(raw), name), name)
    except ValueError:
        raise UserError("backup-damaged", file=name) from None
    except UserError as refusal:
        raise as_backup_error(refusal, name) from None


class CopyReader:
    """Reads files one after the other, remembering the codecs of those that are sealed.

    A journal that is sealed line by line does not tell its own.
    """

    def __init__(self, key: PassphraseKey | None, *, torn: bool = False) -> None:
        """Open what is sealed with `key`; `torn` takes damaged copies for what is whole there."""
        self._key, self._torn = key, torn
        self._codecs: list[Codec] = [PLAIN]

    def look(self, files: Sequence[Path]) -> Iterator[StoreCopy | FoundJournal | UserError]:
        """Yield what is in each file, in their order, or the refusal.

        Refusals: those of read_raw and codec_of, and `backup-foreign` (file) for what is of no
        store.
        """
        for file in files:
            try:
                self._codecs.append(codec_of(read_raw(file, torn=self._torn), file, self._key))
            except UserError:
                # Said below, by what it keeps from being read.
                continue
        for file in files:
            try:
                yield self._look(file)
            except UserError as refusal:
                yield refusal

    def _look(self, file: Path) -> StoreCopy | FoundJournal:
        raw = read_raw(file, torn=self._torn)
        codec = codec_of(raw, file, self._key)
        try:
            plain = codec.decode(raw)
        except ValueError:
            raise UserError("backup-damaged", file=str(file)) from None
        found = copy_in(plain, file) or self._read_journal(plain, file)
        if self._torn and (found is None or (isinstance(found, StoreCopy) and found.edited)):
            found = _torn_copy(plain, file) or found
        if found is None:
            code = "backup-damaged" if plain.startswith(b"{") else "backup-foreign"
            raise UserError(code, file=str(file))
        return found

    def _read_journal(self, data: bytes, file: Path) -> FoundJournal | None:
        lines = data.removesuffix(_BREAK).split(_BREAK)
        read = [self._read_entry(line) for line in lines]
        entries = tuple(entry for entry in read if entry)
        unread = tuple(number for number, entry in enumerate(read, 1) if entry is None)
        return FoundJournal(file, entries, unread) if entries else None

    def _read_entry(self, line: bytes) -> JournalEntry | None:
        for codec in dict.fromkeys(self._codecs):
            try:
                entry = read_entry(codec.decode_line(line))
            except ValueError:
                continue
            if entry is not None:
                return entry
        return None


def copy_in(plain: bytes, file: Path) -> StoreCopy | None:
    """Describe the bytes of a data file as a copy; None where they are no tables of a store."""
    try:
        tables = split_tables(plain) or orjson.loads(plain)
        known = any(b"schema_version" in _text(table) for table in tables[META].values())
        projects = len(tables.get(PROJECTS, {}))
        edited = known and _is_edited(plain, tables[META])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if not known:
        return None
    head = head_in(plain) or StoreHead("")
    return StoreCopy(file, head, projects, _day(file), edited)


def _torn_copy(plain: bytes, file: Path) -> StoreCopy | None:
    pieces = find_torn_pieces(plain, file)
    if pieces is None:
        return None
    head = head_in(plain) or StoreHead("")
    projects = len(pieces.tables.get(PROJECTS, ()))
    return StoreCopy(file, head, projects, _day(file), edited=True, pieces=pieces)


def _is_edited(plain: bytes, meta: Mapping[str, Any]) -> bool:
    if any(DOUBTFUL.encode() in _text(document) for document in meta.values()):
        return True
    if FileChecksum(plain).agrees():
        return False
    tables = orjson.loads(plain)
    return bool(mismatches(tables, read_sums(tables)))


def _text(document: object) -> bytes:
    return document if isinstance(document, bytes) else orjson.dumps(document)


def _day(file: Path) -> str:
    if name := BackupName.of(file):
        return name.day
    try:
        return f"{datetime.fromtimestamp(file.stat().st_mtime).astimezone():%Y-%m-%d}"
    except OSError:
        return ""


class JournalChains:
    """Journal lines from anywhere, put in order by what each names as the line before it."""

    def __init__(self, entries: Iterable[JournalEntry]) -> None:
        """Put the lines in order; those that are there twice count once."""
        self._after: dict[tuple[str, str], dict[str, JournalEntry]] = defaultdict(dict)
        self._length: dict[tuple[str, str], int] = {}
        known = {(entry.head.store, entry.head.link): entry for entry in entries}
        self.highest = max((entry.head.sequence for entry in known.values()), default=0)
        for entry in sorted(known.values(), key=lambda entry: -entry.head.sequence):
            store = entry.head.store
            beyond = self._next(entry.head)
            self._length[store, entry.head.link] = 1 + max(map(self._reach, beyond), default=0)
            self._after[store, entry.prev][entry.head.link] = entry

    def beyond(self, head: StoreHead) -> tuple[JournalEntry, ...]:
        """Return the longest course of lines that follow a commit."""
        found: list[JournalEntry] = []
        while following := self._next(head):
            found.append(max(following, key=self._reach))
            head = found[-1].head
        return tuple(found)

    def beside(self, head: StoreHead) -> Iterator[tuple[JournalEntry, ...]]:
        """Yield the other courses that part from this one, each from where the copy stands.

        Two wrote at once, and neither knew of the other.
        """
        beyond = self.beyond(head)
        taken_in = {link for entry in beyond for link in entry.joins}
        course: tuple[JournalEntry, ...] = ()
        for entry in (*beyond, None):
            for other in self._next(course[-1].head if course else head):
                if entry is not None and other is not entry and other.head.link not in taken_in:
                    yield (*course, other, *self.beyond(other.head))
            course = (*course, entry) if entry else course

    def _next(self, head: StoreHead) -> list[JournalEntry]:
        known = self._after.get((head.store, head.link), {}).values()
        return [entry for entry in known if entry.head.sequence > head.sequence]

    def _reach(self, entry: JournalEntry) -> int:
        return self._length[entry.head.store, entry.head.link]


_LOOKED_AT = 5
"""How many backups are looked at for the one that journal lines lead on farthest from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file from which the store could be put back: a backup, or the data file as it stands.

    `sequence` is where its store stood, None where that cannot be read, `reach` where journal lines
    lead on from there; `sound` says that it reads, as far as its passphrase is known.
    """

    file: Path
    kind: BackupKind | Literal["store"]
    day: str
    sequence: int | None = None
    reach: int = 0
    projects: int | None = None
    sound: bool = False
    stores: frozenset[str] = frozenset()

    @property
    def lines(self) -> int:
        """How much farther journal lines lead than it goes itself."""
        return max(0, self.reach - (self.sequence or 0))


def candidates(file: Path, key: PassphraseKey | None = None) -> list[Candidate]:
    """Return all from which the data file could be put back, what was made last first."""
    return list(_find_candidates(file, key, _read_chains(file, key)))


def least_lost(
    found: Iterable[Candidate], stores: frozenset[str] = frozenset()
) -> Candidate | None:
    """Choose the copy that goes or leads farthest, of `stores` or else of the newest's store."""
    sound = [candidate for candidate in found if candidate.sound]
    if not sound:
        return None
    wanted = stores or next(
        (candidate.stores for candidate in sound if candidate.stores), frozenset()
    )
    return max(
        sound,
        key=lambda candidate: (
            not candidate.stores or bool(wanted & candidate.stores),
            candidate.reach,
        ),
    )


def name_backup(refusal: UserError, file: Path, key: PassphraseKey | None = None) -> UserError:
    """Return the refusal of a damaged store naming the backup that loses least.

    Its figures are then `backup`, `store`, to which that is restored, and where journal lines lead
    on from it, `salvage`: how many. Other refusals come back as they are.
    """
    best = _best_candidate(file, key) if refusal.code in DAMAGED else None
    if best is None:
        return refusal
    figures = {**refusal.figures, "backup": str(best.file), "store": str(file)}
    if best.lines or best.kind == "store":
        figures["salvage"] = best.lines
    return UserError(refusal.code, **figures).at(*refusal.place)


def _best_candidate(file: Path, key: PassphraseKey | None) -> Candidate | None:
    """Return the least losing of those at which it is worth looking."""
    courses = _read_chains(file, key)
    looked: list[Candidate] = []
    wanted = _stores_at(file, key)
    for backup in _find_candidates(file, key, courses):
        best = least_lost(looked, wanted)
        name = BackupName.of(backup.file)
        most = max(0, name.number) if name else 0
        if (
            best
            and best.reach >= most
            and (best.lines or len(looked) >= _LOOKED_AT or not courses.highest)
        ):
            break
        looked.append(backup)
    return least_lost(looked, wanted)


def _find_candidates(
    file: Path, key: PassphraseKey | None, courses: JournalChains
) -> Iterator[Candidate]:
    looking = CopyReader(key)
    for place in (file, *all_backups(file)):
        found = next(looking.look([place]))
        if place == file and not _is_readable(file, key):
            continue
        name = BackupName.of(place)
        if isinstance(found, StoreCopy):
            beyond = courses.beyond(found.head)
            reach = beyond[-1].head.sequence if beyond else found.head.sequence
            yield Candidate(
                place,
                name.kind if name else "store",
                found.day,
                found.head.sequence,
                reach,
                found.projects,
                True,
                found.stores,
            )
        elif name:
            number = name.number if name.number >= 0 else None
            sound = is_good(place)
            yield Candidate(place, name.kind, name.day, number, number or 0, sound=sound)


def _is_readable(file: Path, key: PassphraseKey | None) -> bool:
    """Whether the data file itself is sound, if its journal is not."""
    with suppress(UserError):
        read_copy(read_raw(file), file, key)
        return True
    return False


def _read_chains(file: Path, key: PassphraseKey | None) -> JournalChains:
    """Return the lines of the journal beside the data file, and of those that were set aside."""
    journals = [
        journal_path(file),
        *(backup for backup in list_kept(file) if ".journal." in backup.name),
    ]
    found = CopyReader(key).look([*journals, file])
    return JournalChains(
        entry for journal in found if isinstance(journal, FoundJournal) for entry in journal.entries
    )


def _stores_at(file: Path, key: PassphraseKey | None) -> frozenset[str]:
    """Return the ids of the store that stands there, as far as they can be read."""
    found = next(CopyReader(key).look([journal_path(file)]))
    stores = found.stores if isinstance(found, FoundJournal) else frozenset[str]()
    with suppress(OSError):
        data = read_whole(file)
        head = head_in(data[0]) if data else None
        return stores | {head.store, *head.replaces} if head else stores
    return stores
