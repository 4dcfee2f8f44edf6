"""Copies of a whole store at the user's wish: making one, and putting one back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from deals.errors import UserError
from store.backups import (
    PACKED,
    highest_number,
    keep_journal,
    make_backup,
    unpack,
    unpack_backup,
    write_packed,
)
from store.documents import StoredBook
from store.encryption import PLAIN, Codec, PassphraseKey, codec_of, is_sealed
from store.files import FileDraft, read_whole, real_path, refuse_os_errors, remove_file
from store.journal import encode_for_backup, journal_path, stores_in
from store.json_layout import lay_out_tables
from store.metadata import StoreHead, head_in, with_fields
from store.output_files import is_in_use, refuse_store_place, standing_content, store_ids
from store.remains import read_copy, read_raw
from store.storage import AtomicJSONStorage
from store.store import Store, whole_store

HINDERING = frozenset(
    {
        *("store-busy", "store-unwritable", "store-unreadable", "store-read-only"),
        *("store-no-locks", "store-sealed", "passphrase-wrong", "passphrase-package"),
    }
)
"""Why a store cannot be opened although it may be sound: nothing is put in its place then."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """How many projects were put back, and where file and journal from before are kept."""

    projects: int
    replaced: Path | None
    journal: Path | None = None


@dataclass(frozen=True, slots=True)
class _StoreBefore:
    """What a restore finds; where it is sound, the journal is already in the file."""

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
    try:
        with whole_store(path, key) as (storage, data):
            return _write_copy(storage.file, data, to, key, (path, *stores))
    except UserError as refusal:
        if refusal.code != "store-unwritable":
            raise
    # The journal cannot be taken into the file, but what both hold is known.
    store = Store.open(path, create=False, key=key)
    try:
        return _write_copy(real_path(path), store.content(), to, key, (path, *stores))
    finally:
        store.close()


def _write_copy(
    file: Path, data: bytes, to: Path | None, key: PassphraseKey | None, stores: Sequence[Path]
) -> Path:
    if to is None:
        return make_backup(file, data, codec=codec_of(data, file, key))
    with refuse_os_errors("backup-unwritable", to):
        place = real_path(to)
        old = standing_content(to, place)
        refuse_store_place(to, place, stores)
        if old and (is_in_use(place) or not _is_copy(old, data, key)):
            raise UserError("backup-occupied", file=str(to))
        if to.suffix == PACKED:
            write_packed(place, data)
            return to
        with FileDraft(place) as draft:
            draft.write([data])
            if draft.read_back() != data:
                raise UserError("backup-unverified", file=str(to))
            draft.place()
    return to


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
    """Put a store `found` in a copy in the place of the store, refused as restore is.

    `source` is the copy's bytes and its name.
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
            remove_file(journal_path(old.storage.file))
    return RestoreResult(len(renewed.book.projects), _if_readable(kept), _if_readable(aside))


def _if_readable(kept: Path | None) -> Path | None:
    """Return what was kept, if it can still be read: nobody is told of what was not looked at."""
    return kept if kept is not None and unpack_backup(kept) is not None else None


def _renew_store(found: StoredBook, old: _StoreBefore, codec: Codec, by: str) -> StoredBook:
    """Return the store to be put there: another than that which it was copied from."""
    stale = stores_in(old.journal, codec) if old.journal else ()
    before = _head_before(old, codec)
    stores = (*before.replaces, before.store) if before else ()
    last = max(highest_number(old.storage.file), before.sequence if before else 0)
    head = found.head.instead_of((*stores, *stale), last)
    stamp = {"restored_at": datetime.now(UTC).isoformat(), "restored_by": by}
    return replace(found, meta=with_fields(found.meta, stamp), head=head)


def _head_before(old: _StoreBefore, codec: Codec) -> StoreHead | None:
    """Return where the store that is replaced stood; None if it is missing or damaged."""
    try:
        return head_in(codec.decode(old.data or b""))
    except ValueError:
        return None


def backup_is_sealed(backup: Path) -> bool:
    """Whether a passphrase is needed to restore it."""
    data = unpack_backup(backup)
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
    """Return the codec to restore under: the old store's if that is sound, else the backup's."""
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
