"""The one door to the store: a book out, and commits in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from deals.edits import apply, patch
from deals.model import Book
from deals.refusal import Refusal
from store.documents import Stored, read_stored
from store.storage import AtomicJSONStorage


class Store:
    """An open store; `path` is its file as the user named it."""

    def __init__(self, storage: AtomicJSONStorage, stored: Stored) -> None:
        """For `open`, which reads what is stored."""
        self.path = storage.path
        self._storage = storage
        self._stored = stored
        self._closed = False

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """The store in the file `path`. Where there is no file the book is empty, and the first
        commit makes one; with `create` False that is refused instead (`store-missing`: file).

        Refused, and left as it is, is a file that cannot be read, that is no store, that is damaged
        or that a later version wrote: see AtomicJSONStorage.read and read_stored.
        """
        storage = AtomicJSONStorage(path)
        storage.sweep()
        with _collector_paused():
            tables = storage.read()
            if tables is None and not create:
                raise Refusal("store-missing", file=str(path))
            stored = Stored() if tables is None else read_stored(tables, str(path))
        return cls(storage, stored)

    @property
    def book(self) -> Book:
        """The book as last read or committed."""
        return self._stored.book

    def commit(self, before: Book, after: Book, label: str, by: str) -> Book:
        """Make the change from `before` to `after` durable; gives the book that is then stored.

        What others have saved since is taken in first, record by record, and the change is made to
        that; what nobody changed stays the same object. `label` says what was done and `by` who did
        it: both belong to a commit, though a file that is replaced whole keeps only what results.

        When it returns, the change is on the disk. Where it is refused (`store-busy`,
        `store-changed`, `store-unwritable`, `store-unstorable`, or as on opening where the file is
        no longer sound) file and book stay as they were, but for what others saved.
        """
        if self._closed:
            raise ValueError("the store is closed")
        if before is after and self._storage.seen:
            return self.book
        with self._storage.locked():
            self._take_in()
            stored = self._stored.with_book(apply(patch(before, after), self.book))
            self._storage.write(stored.tables())
        self._stored = stored
        return stored.book

    def _take_in(self) -> None:
        """Read the file again if somebody else has written it."""
        if not self._storage.changed():
            return
        seen = self._storage.seen
        try:
            with _collector_paused():
                tables = self._storage.read()
                # A file that was taken away leaves what is known here as all there is.
                if tables is not None:
                    self._stored = read_stored(tables, str(self.path), known=self._stored)
        except BaseException:
            # Not taken in, so it still counts as unseen and is not written over.
            self._storage.seen = seen
            raise

    def close(self) -> None:
        """Let go of the store; nothing waits to be written. A commit after it is a ValueError."""
        self._closed = True


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Reading a large store makes a million objects at once, and none of them is garbage; looking
    for some among them, again and again, takes longer than the reading.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
