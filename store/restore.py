"""Copies of a whole store at the user's wish: making one, and putting one back.

`candidates` lists all from which a store could be put back and `least_lost` chooses among them, so
that the refusal of a damaged store can name the backup to restore (`name_backup`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from deals.errors import UserError
from store.backups import (
    PACKED,
    BackupKind,
    all_backups,
    day_of,
    highest_number,
    is_good,
    keep_journal,
    kind_of,
    list_kept,
    make_backup,
    number_of,
    unpack,
    unpacked,
    write_packed,
)
from store.damaged_file import DAMAGED
from store.documents import StoredBook
from store.encryption import PLAIN, Codec, PassphraseKey, codec_of, is_sealed
from store.files import FileDraft, read_whole, real_path, refuse_os_errors, remove
from store.journal import encode_for_backup, journal_path, stores_in
from store.json_layout import lay_out_tables
from store.metadata import StoreHead, head_in
from store.output_files import is_in_use, refuse_store_place, standing_content
from store.recognition import store_ids
from store.remains import CopyReader, FoundJournal, JournalChains, StoreCopy, read_copy, read_raw
from store.sealing import whole_store
from store.storage import AtomicJSONStorage

HINDERING = frozenset(
    {
        *("store-busy", "store-unwritable", "store-unreadable", "store-read-only"),
        *("store-no-locks", "store-sealed", "passphrase-wrong", "passphrase-package"),
    }
)
"""Why a store cannot be opened although it may be sound: nothing is put in its place then."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What was put back: how many projects; and where that is kept which stood there before, the
    file and its journal, as far as there was any and it was found there.
    """

    projects: int
    replaced: Path | None
    journal: Path | None = None


@dataclass(frozen=True, slots=True)
class _StoreBefore:
    """What a restore finds: the raw file, the raw journal, and whether they make a sound store,
    whose journal is then in the file.
    """

    storage: AtomicJSONStorage
    data: bytes | None
    journal: bytes | None
    sound: bool


def back_up(
    path: Path,
    to: Path | None = None,
    key: PassphraseKey | None = None,
    *,
    stores: Sequence[Path] = (),
) -> Path:
    """Copy the whole store, the journal taken in: beside it, or to the file `to`; return the copy.

    A copy whose name ends in .gz is gzipped, any other is a data file as it stands; that of a
    sealed store is sealed. It is on the disk and was read back when this returns. Refusals: those
    of opening the store, `store-missing` (file), those of make_backup, those of refuse_store_place
    (for the `stores` in use too), `output-standard`, and `backup-occupied` (file) where `to` holds
    anything but an earlier copy of this store, or one that was opened and worked with since.
    """
    with whole_store(path, key) as (storage, data):
        if to is None:
            return make_backup(storage.file, data, codec=codec_of(data, path, key))
        _write_copy(to, data, key, (path, *stores))
    return to


def _write_copy(to: Path, data: bytes, key: PassphraseKey | None, stores: Sequence[Path]) -> None:
    with refuse_os_errors("backup-unwritable", to):
        place = real_path(to)
        old = standing_content(to, place)
        refuse_store_place(to, place, stores)
        if old and (is_in_use(place) or not _is_copy(old, data, key)):
            raise UserError("backup-occupied", file=str(to))
        if to.suffix == PACKED:
            write_packed(place, data)
            return
        with FileDraft(place) as draft:
            draft.write([data])
            if draft.read_back() != data:
                raise UserError("backup-unverified", file=str(to))
            draft.place()


def _is_copy(old: bytes, data: bytes, key: PassphraseKey | None) -> bool:
    """Whether these are the bytes of an earlier copy of the store that holds `data`, or nothing."""
    content = unpack(old)
    if not content:
        return content == b""
    ours, copy = _decode(data, key), _decode(content, key)
    known = store_ids(ours)
    return any(id_ in known for id_ in store_ids(copy)[:1]) and not _holds_more(copy, ours)


def _holds_more(copy: bytes, ours: bytes) -> bool:
    """Whether a copy has commits that the store has not: somebody worked with it elsewhere."""
    there, here = head_in(copy), head_in(ours)
    if there is None or here is None or there.sequence > here.sequence:
        return True
    parted = not (here.has(there) or here.is_out_of_sight(there))
    return there.store == here.store and parted


def _decode(data: bytes, key: PassphraseKey | None) -> bytes:
    """Return the plain bytes of a data file; nothing where the key does not open it."""
    try:
        return codec_of(data, Path(), key).decode(data)
    except (UserError, ValueError):
        return b""


def restore(
    path: Path, backup: Path, key: PassphraseKey | None = None, by: str = ""
) -> RestoreResult:
    """Put a backup, or a copy, in the place of the store; what stood there is backed up first.

    A store that is sealed stays so, and one that is plain stays plain, whatever the backup was.
    The restored store has a new id, and names those whose journals are stale now: where a kill
    left one beside it, the next writer sets it aside. `meta` tells when, and `by` whom, it was
    restored.

    Refusals, nothing touched: `backup-missing` (file), `backup-unreadable` (file, why),
    `backup-damaged` (file), `backup-foreign` and `backup-export` (file), and of its content
    whatever else opening a store is refused for, under the backup's name. Those of make_backup,
    `store-busy` and `store-unwritable` leave the old store; at any instant it is the old or the
    new.
    """
    raw = read_raw(backup)
    return put_in_place(path, read_copy(raw, backup, key), (raw, backup), key, by)


def put_in_place(
    path: Path, found: StoredBook, source: tuple[bytes, Path], key: PassphraseKey | None, by: str
) -> RestoreResult:
    """Put what was `found` in the place of the store, as restore does; `source` is the copy that it
    was read from, its bytes and its name. Refused as restore is, but for what is wrong with a copy.
    """
    with _lock_standing(path, key) as old:
        codec = _codec_after(old, *source, key)
        kept = None
        if old.data is not None:
            kept = make_backup(old.storage.file, old.data, "replaced", codec=codec)
        aside = None
        if old.journal:
            aside = keep_journal(old.storage.file, encode_for_backup(old.journal, codec))
        renewed = _renew_store(found, old, codec, by)
        with refuse_os_errors("store-unwritable", path):
            with old.storage.draft() as draft:
                draft.write([codec.encode(b"".join(lay_out_tables(renewed.tables())))])
                draft.place()
            remove(journal_path(old.storage.file))
    return RestoreResult(len(renewed.book.projects), _if_readable(kept), _if_readable(aside))


def _if_readable(kept: Path | None) -> Path | None:
    """Return what was kept, if it can still be read: nobody is told of what was not looked at."""
    return kept if kept is not None and unpacked(kept) is not None else None


def _renew_store(found: StoredBook, old: _StoreBefore, codec: Codec, by: str) -> StoredBook:
    """Return the store to be put there: another than that which it was copied from."""
    stale = stores_in(old.journal, codec) if old.journal else ()
    before = _head_before(old, codec)
    stores = (*before.replaces, before.store) if before else ()
    last = max(highest_number(old.storage.file), before.sequence if before else 0)
    head = found.head.instead_of((*stores, *stale), last)
    stamp = {"restored_at": datetime.now(UTC).isoformat(), "restored_by": by}
    meta = {
        number: {**document, **stamp} if "schema_version" in document else document
        for number, document in found.meta.items()
    }
    return replace(found, meta=meta, head=head)


def _head_before(old: _StoreBefore, codec: Codec) -> StoreHead | None:
    """Return where the store that is replaced stood; None if it is missing or damaged."""
    try:
        return head_in(codec.decode(old.data or b""))
    except ValueError:
        return None


def backup_is_sealed(backup: Path) -> bool:
    """Whether a passphrase is needed to restore it."""
    data = unpacked(backup)
    return data is not None and is_sealed(data)


@contextmanager
def _lock_standing(path: Path, key: PassphraseKey | None) -> Iterator[_StoreBefore]:
    """Hold the lock of what stands at the store's place, sound or not."""
    with ExitStack() as held:
        try:
            storage, data = held.enter_context(whole_store(path, key))
        except UserError as refusal:
            if refusal.code in HINDERING:
                raise
            storage = AtomicJSONStorage(path)
            held.enter_context(storage.locked())
            with refuse_os_errors("store-unreadable", path):
                found = read_whole(storage.file)
                journal = read_whole(journal_path(storage.file))
            yield _StoreBefore(storage, found and found[0], journal and journal[0], False)
        else:
            yield _StoreBefore(storage, data, None, True)


def _codec_after(old: _StoreBefore, raw: bytes, backup: Path, key: PassphraseKey | None) -> Codec:
    """Return how the restored store is written: as the one that it replaces; where that is none, or
    not to be trusted, as the backup.
    """
    if old.data is not None and is_sealed(old.data):
        if key is None:
            raise UserError("store-sealed", file=str(old.storage.path))
        try:
            return key.codec(old.data, old.storage.path)
        except UserError as refusal:
            if refusal.code != "store-damaged":
                raise
            return key.new_codec()
    return PLAIN if old.sound else codec_of(raw, backup, key)


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
    """Return the one that loses least: of the store that was there (of `stores`, else of what was
    made last), the one that goes or leads farthest.
    """
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
    """Return the refusal naming the backup that loses least, and the store that it would be
    restored to, if it is of one that is damaged; where journal lines lead on from it, how many
    (`salvage`).
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
        most = number_of(backup.file) or 0
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
        kind = kind_of(place) or "store"
        if isinstance(found, StoreCopy):
            beyond = courses.beyond(found.head)
            reach = beyond[-1].head.sequence if beyond else found.head.sequence
            yield Candidate(
                place,
                kind,
                found.day,
                found.head.sequence,
                reach,
                found.projects,
                True,
                found.stores,
            )
        elif kind != "store":
            number = number_of(place)
            yield Candidate(
                place, kind, day_of(place) or "", number, number or 0, sound=is_good(place)
            )


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
