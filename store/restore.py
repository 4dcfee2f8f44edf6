"""Copies of a whole store at the user's wish: making one, and putting one back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from deals.refusal import Refusal
from store.backups import PACKED, keep_journal, make_backup, unpack, unpacked, write_packed
from store.codec import PLAIN, Codec
from store.crypt import Key, codec_of, is_sealed
from store.documents import Stored, read_stored
from store.files import read_whole, refusing, remove, replace_whole
from store.head import META, read_head
from store.journal import as_kept, journal_path, stores_in
from store.layout import laid_out
from store.links import real_path
from store.sealing import whole_store
from store.storage import AtomicJSONStorage, parse_tables

_NO_STORE = {"store-damaged": "backup-damaged", "store-foreign": "backup-foreign"}
_HINDERING = frozenset(
    {
        *("store-busy", "store-unwritable", "store-unreadable", "store-read-only"),
        *("store-no-locks", "store-sealed", "passphrase-wrong", "passphrase-package"),
    }
)
"""Why a store cannot be opened although it may be sound: nothing is put in its place then."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: how many projects; and where that is kept which stood there before."""

    projects: int
    replaced: Path | None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a restore finds: the raw file, the raw journal, and whether they make a sound store,
    whose journal is then in the file.
    """

    storage: AtomicJSONStorage
    data: bytes | None
    journal: bytes | None
    sound: bool


def back_up(path: Path, to: Path | None = None, key: Key | None = None) -> Path:
    """Copy the whole store, the journal taken in: beside it, or to the file `to`; gives the copy.

    A copy whose name ends in .gz is gzipped, any other is a data file as it stands; that of a
    sealed store is sealed. It is on the disk and was read back when this returns. Refusals: those
    of opening the store, `store-missing` (file), those of make_backup, and `backup-occupied` (file)
    where `to` holds something that is no backup, or belongs to the store itself.
    """
    with whole_store(path, key) as (storage, data):
        if to is None:
            return make_backup(storage.file, data)
        _write_copy(to, data, storage.file)
    return to


def _write_copy(to: Path, data: bytes, file: Path) -> None:
    with refusing("backup-unwritable", to):
        place = real_path(to)
        if place.parent == file.parent and place.name.startswith(file.name):
            raise Refusal("backup-occupied", file=str(to))
        old = unpacked(place)
        if place.exists() and (old is None or not _reads(old, to)):
            raise Refusal("backup-occupied", file=str(to))
        if to.suffix == PACKED:
            write_packed(place, data)
            return
        replace_whole(place, data)
        found = read_whole(place)
    if found is None or found[0] != data:
        raise Refusal("backup-unverified", file=str(to))


def _reads(data: bytes, file: Path) -> bool:
    """Whether these are the bytes of an earlier copy, or nothing at all."""
    try:
        return not data or is_sealed(data) or META in parse_tables(data, str(file))
    except Refusal:
        return False


def restore(path: Path, backup: Path, key: Key | None = None, by: str = "") -> Restored:
    """Put a backup, or a copy, in the place of the store; what stood there is backed up first.

    A store that is sealed stays so, and one that is plain stays plain, whatever the backup was.
    The restored store has a new id, and names those whose journals are stale now: where a kill
    left one beside it, the next writer sets it aside. `meta` tells when, and `by` whom, it was
    restored.

    Refusals, nothing touched: `backup-missing` (file), `backup-unreadable` (file, why),
    `backup-damaged` (file), `backup-foreign` (file), and of its content whatever else opening a
    store is refused for, under the backup's name. Those of make_backup, `store-busy` and
    `store-unwritable` leave the old store; at any instant it is the old or the new.
    """
    raw = _raw_of(backup)
    found = _content_of(raw, backup, key)
    with _standing(path, key) as old:
        codec = _codec_after(old, raw, backup, key)
        kept = None
        if old.data is not None:
            kept = make_backup(old.storage.file, old.data, "replaced")
        if old.journal:
            keep_journal(old.storage.file, as_kept(old.journal, codec))
        renewed = _renewed(found, old, codec, by)
        with refusing("store-unwritable", path):
            with old.storage.draft() as draft:
                draft.write([codec.encode(b"".join(laid_out(renewed.tables())))])
                draft.place()
            remove(journal_path(old.storage.file))
    return Restored(len(renewed.book.projects), kept)


def _renewed(found: Stored, old: _Standing, codec: Codec, by: str) -> Stored:
    """The store to be put there: another than that which it was copied from."""
    stale = stores_in(old.journal, codec) if old.journal else ()
    head = found.head.instead_of((*_stores_of(old, codec), *stale))
    told = {"restored_at": datetime.now(UTC).isoformat(), "restored_by": by}
    meta = {
        number: {**one, **told} if "schema_version" in one else one
        for number, one in found.meta.items()
    }
    return replace(found, meta=meta, head=head)


def _stores_of(old: _Standing, codec: Codec) -> tuple[str, ...]:
    """The id of the store that is replaced, and those that it replaced; none if it is damaged."""
    if old.data is None:
        return ()
    try:
        tables = parse_tables(codec.decode(old.data), str(old.storage.path))
        head = read_head(tables[META], str(old.storage.path))
    except (Refusal, ValueError, KeyError, StopIteration):
        return ()
    return (*head.replaces, head.store)


def backup_is_sealed(backup: Path) -> bool:
    """Whether a passphrase is needed to restore it."""
    data = unpacked(backup)
    return data is not None and is_sealed(data)


def _raw_of(backup: Path) -> bytes:
    with refusing("backup-unreadable", backup):
        found = read_whole(backup)
    if found is None:
        raise Refusal("backup-missing", file=str(backup))
    data = unpack(found[0])
    if not data:
        raise Refusal("backup-damaged", file=str(backup))
    return data


def _content_of(raw: bytes, backup: Path, key: Key | None) -> Stored:
    file = str(backup)
    try:
        plain = codec_of(raw, backup, key).decode(raw)
        return read_stored(parse_tables(plain, file), file)
    except ValueError:
        raise Refusal("backup-damaged", file=file) from None
    except Refusal as refusal:
        if refusal.code in _NO_STORE:
            raise Refusal(_NO_STORE[refusal.code], file=file) from None
        raise


@contextmanager
def _standing(path: Path, key: Key | None) -> Iterator[_Standing]:
    """Hold the lock of what stands at the store's place, sound or not."""
    with ExitStack() as held:
        try:
            storage, data = held.enter_context(whole_store(path, key))
        except Refusal as refusal:
            if refusal.code in _HINDERING:
                raise
            storage = AtomicJSONStorage(path)
            held.enter_context(storage.locked())
            with refusing("store-unreadable", path):
                found = read_whole(storage.file)
                journal = read_whole(journal_path(storage.file))
            yield _Standing(storage, found and found[0], journal and journal[0], False)
        else:
            yield _Standing(storage, data, None, True)


def _codec_after(old: _Standing, raw: bytes, backup: Path, key: Key | None) -> Codec:
    """How the restored store is written: as the one that it replaces; where that is none, or not
    to be trusted, as the backup.
    """
    if old.data is not None and is_sealed(old.data):
        if key is None:
            raise Refusal("store-sealed", file=str(old.storage.path))
        try:
            return key.codec(old.data, old.storage.path)
        except Refusal as refusal:
            if refusal.code != "store-damaged":
                raise
            return key.new_codec()
    return PLAIN if old.sound else codec_of(raw, backup, key)
