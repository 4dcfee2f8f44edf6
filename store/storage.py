"""TinyDB's storage on disk, made safe: replaced whole, flushed, locked, and never guessed at."""

from __future__ import annotations

import errno
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import orjson
from tinydb import Storage

from deals.errors import UserError
from store.files import (
    NO_LOCKS,
    PRIVATE_FILE,
    FileDraft,
    FileStamp,
    SideLock,
    is_abandoned,
    leftovers,
    make_folder,
    read_whole,
    real_path,
    refuse_os_errors,
    remove_file,
    replace_whole,
    stamp_of,
    why_unwritable,
)
from store.journal import journal_path
from store.json_layout import StoreTables, parse_tables

LOCK_SECONDS = 3.0


class AtomicJSONStorage(Storage):
    """One TinyDB JSON file that several processes may write, each replacing it whole.

    Fit for `TinyDB(path, storage=AtomicJSONStorage)` too. A symlink is followed, so that the file
    it leads to is replaced and not the link. `path` is the file as the user named it, for messages;
    `seen` the stamp of what was last read or written here, None for no file.
    """

    def __init__(self, path: str | Path) -> None:
        """Follow the path, reading nothing; `store-unreadable` (file, why) if it leads nowhere."""
        self.path = Path(path)
        with refuse_os_errors("store-unreadable", self.path):
            self.file = real_path(self.path)
        self.seen: FileStamp | None = None
        self._lock = SideLock(self.file.with_name(f"{self.file.name}.lock"), PRIVATE_FILE)

    def read(self) -> StoreTables | None:
        """Return all tables; None where there is no file yet.

        Refusals, the file left as it is: those of read_bytes, `store-damaged` (file, line, column)
        and `store-foreign` (file) for JSON of another kind.
        """
        data = self.read_bytes()
        return None if data is None else parse_tables(data, str(self.path))

    def read_bytes(self) -> bytes | None:
        """Return the bytes of the file; None where there is none yet.

        Refusals, the file left as it is: `store-unreadable` (file, why), `store-empty` (file).
        """
        with refuse_os_errors("store-unreadable", self.path):
            found = read_whole(self.file)
        if found is None:
            self.seen = None
            return None
        data, stamp = found
        if not data:
            raise UserError("store-empty", file=str(self.path))
        self.seen = stamp
        return data

    def write(self, data: StoreTables) -> None:
        """Put all tables in place of the file; they are on the disk when this returns.

        Refusals, the file left as it is: `store-changed` (file) where somebody else wrote since it
        was last read or written here, `store-busy` and `store-unwritable` (file, why).
        """
        with self.locked():
            if self.changed():
                raise UserError("store-changed", file=str(self.path))
            text = orjson.dumps(data)
            with refuse_os_errors("store-unwritable", self.path):
                self.seen = replace_whole(self.file, text)

    def changed(self) -> bool:
        """Whether the file is another one than was last read or written here."""
        with refuse_os_errors("store-unreadable", self.path):
            return stamp_of(self.file) != self.seen

    @property
    def seen_at(self) -> datetime:
        """When the file that was last read or written here was written, to the second."""
        return datetime.fromtimestamp((self.seen.mtime_ns if self.seen else 0) // 10**9, UTC)

    @contextmanager
    def locked(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the side lock `<file>.lock`, waiting for it LOCK_SECONDS or so long; may be nested.

        UserError("store-busy", file) where another process keeps it, ("store-no-locks", file) where
        the file system has none, ("store-unwritable", file, why) where its file cannot be made. A
        lock whose process died is free. The folder is made for a store that is yet to be written:
        that of one which was there is never made anew.
        """
        with refuse_os_errors("store-unwritable", self.path):
            try:
                if self.seen is None:
                    make_folder(self.file.parent)
                self._lock.acquire(LOCK_SECONDS if seconds is None else seconds)
            except TimeoutError:
                raise UserError("store-busy", file=str(self.path)) from None
            except OSError as error:
                if error.errno not in NO_LOCKS:
                    raise
                raise UserError("store-no-locks", file=str(self.path)) from None
        try:
            yield
        finally:
            self._lock.release()

    def holds(self) -> bool:
        """Whether the lock is held here, and nobody can have taken another in its place."""
        return self._lock.is_held()

    def hindrance(self) -> UserError | None:
        """Return why a store that is there can be read but not written; None where nothing hinders.

        `store-read-only` (file, why) where the user has no right to, or `store-no-locks` (file)
        where the file system keeps no lock, so that two sessions could write over each other.
        """
        for place in (self.file, self.file.parent):
            if why := why_unwritable(place):
                return UserError("store-read-only", file=str(self.path), why=why)
        try:
            works = self._lock.works()
        except OSError as error:
            why = errno.errorcode.get(error.errno or 0, "EIO")
            return UserError("store-read-only", file=str(self.path), why=why)
        return None if works else UserError("store-no-locks", file=str(self.path))

    def draft(self) -> FileDraft:
        """Return a draft of what is to stand in place of the file; the lock is to be held
        meanwhile.

        UserError("store-busy", file) where another process has one under way.
        """
        with refuse_os_errors("store-unwritable", self.path):
            self._clear()
            if leftovers(self.file):
                raise UserError("store-busy", file=str(self.path))
            return FileDraft(self.file)

    def sweep(self) -> None:
        """Remove what writers that died have left beside the file.

        Living ones hold theirs. Whoever may not tidy up, or would have to wait for the lock, leaves
        it to the next.
        """
        with suppress(OSError, UserError):
            if self._left():
                with self.locked(seconds=0):
                    self._clear()

    def _left(self) -> list[Path]:
        return leftovers(self.file) + leftovers(journal_path(self.file))

    def _clear(self) -> None:
        for file in self._left():
            if is_abandoned(file):
                remove_file(file)


@contextmanager
def pause_collector() -> Iterator[None]:
    """Keep the garbage collector off while a store, or a table, is read.

    Reading a large one makes a million objects at once, and none of them is garbage; looking
    for some among them, again and again, takes longer than the reading.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
