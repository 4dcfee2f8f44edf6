"""TinyDB's storage on disk, made safe: replaced whole, flushed, locked, and never guessed at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from tinydb import Storage

from deals.refusal import Refusal
from store.files import (
    PRIVATE_FILE,
    FileStamp,
    leftovers,
    make_folder,
    read_whole,
    real_path,
    refusing,
    replace_whole,
    stamp_of,
)

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_SECONDS = 3.0
LOCK_POLL_SECONDS = 0.01

Tables = dict[str, dict[str, Any]]
"""What TinyDB keeps: table name -> document number, as text -> document."""


class AtomicJSONStorage(Storage):
    """One TinyDB JSON file that several processes may write, each replacing it whole.

    Fit for `TinyDB(path, storage=AtomicJSONStorage)` too. A symlink is followed, so that the file
    it leads to is replaced and not the link. `path` is the file as the user named it, for messages;
    `seen` the stamp of what was last read or written here, None for no file.
    """

    def __init__(self, path: str | Path) -> None:
        """Nothing is read or made yet. Refusal("store-unreadable") where the path leads nowhere."""
        self.path = Path(path)
        with refusing("store-unreadable", self.path):
            self.file = real_path(self.path)
        self.seen: FileStamp | None = None

    def read(self) -> Tables | None:
        """All tables; None where there is no file yet.

        Refusals, the file left as it is: `store-unreadable` (file, why), `store-empty` (file),
        `store-damaged` (file, line, column) and `store-foreign` (file) for JSON of another kind.
        """
        with refusing("store-unreadable", self.path):
            found = read_whole(self.file)
        if found is None:
            self.seen = None
            return None
        data, stamp = found
        if not data:
            raise Refusal("store-empty", file=str(self.path))
        tables = parse_tables(data, str(self.path))
        self.seen = stamp
        return tables

    def write(self, data: Tables) -> None:
        """Put all tables in place of the file; they are on the disk when this returns.

        Refusals, the file left as it is: `store-changed` (file) where somebody else wrote since it
        was last read or written here, `store-busy` and `store-unwritable` (file, why).
        """
        with self.locked():
            if self.changed():
                raise Refusal("store-changed", file=str(self.path))
            text = orjson.dumps(data)
            with refusing("store-unwritable", self.path):
                self.seen = replace_whole(self.file, text)

    def changed(self) -> bool:
        """Whether the file is another one than was last read or written here."""
        with refusing("store-unreadable", self.path):
            return stamp_of(self.file) != self.seen

    @contextmanager
    def locked(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the side lock `<file>.lock`, waiting for it LOCK_SECONDS or so long; may be nested.

        Refusal("store-busy", file) where another process keeps it, ("store-unwritable", file, why)
        where there can be none. A lock whose process died is free.
        """
        from filelock import Timeout

        with refusing("store-unwritable", self.path):
            try:
                make_folder(self.file.parent)
                wait = LOCK_SECONDS if seconds is None else seconds
                self._lock.acquire(wait, poll_interval=LOCK_POLL_SECONDS)
            except Timeout:
                raise Refusal("store-busy", file=str(self.path)) from None
        try:
            yield
        finally:
            self._lock.release()

    @cached_property
    def _lock(self) -> BaseFileLock:
        # Loaded with the first edit: it takes a tenth of the time that the app has to start.
        from filelock import FileLock

        return FileLock(self.file.with_name(f"{self.file.name}.lock"), mode=PRIVATE_FILE)

    def sweep(self) -> None:
        """Remove what writers that died have left beside the file.

        Writers hold the lock, so what lies there while we hold it is nobody's. Whoever may not
        tidy up, or would have to wait for it, leaves it to the next.
        """
        with suppress(OSError, Refusal):
            if leftovers(self.file):
                with self.locked(seconds=0):
                    for one in leftovers(self.file):
                        one.unlink()


def parse_tables(data: bytes, file: str) -> Tables:
    """The tables that the bytes of a TinyDB file hold; `file` names it in a refusal.

    Refusal("store-damaged", file, line, column) for what is no JSON, binary and bad UTF-8 included,
    and ("store-foreign", file) for JSON that is not tables of documents.
    """
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Refusal("store-damaged", file=file, line=error.lineno, column=error.colno) from None
    if not (isinstance(tables, dict) and all(map(_is_table, tables.values()))):
        raise Refusal("store-foreign", file=file)
    return tables


def _is_table(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(one, dict) for one in table.values())
