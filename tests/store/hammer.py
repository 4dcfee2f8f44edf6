"""One of several processes that hammer a store: run by test_hammer.

    python -m tests.store.hammer FILE NAME SECONDS LOG

Whatever the store acknowledged is then told in LOG, a JSON array a line, flushed to the disk:
["named", N] of its own project, ["added", ID], ["made", ID] and ["gone", ID] of others, and
["touched", NOTE] and ["tagged", TEXT] of the one that all share; at last ["done", EDITS, BUSY].
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic
from unittest.mock import patch

from deals.errors import UserError
from deals.model import Book, Project, Touch
from store import storage
from store.store import Store
from tests.store import THEN, commit, project, renamed

SHARED = "shared"
Edit = tuple[Callable[[Book], Book], list[str | int]]


def shared(book: Book, **update: object) -> Book:
    """Return the book with the shared project changed."""
    return book.with_projects(book.projects[SHARED].model_copy(update=update))


def touched(book: Book, note: str) -> Book:
    """Return the book with one touch more on the shared project."""
    touches = (*book.projects[SHARED].touches, Touch(on=THEN.date(), note=note))
    return shared(book, touches=touches)


def added(book: Book, project: Project) -> Book:
    """Return the book with one project more."""
    return book.with_projects(project)


def tagged(book: Book, text: str) -> Book:
    """Return the book with another product on the shared project."""
    return shared(book, product=text)


def without(book: Book, key: str) -> Book:
    """Return the book with one project less."""
    return book.without(key)


def edits(name: str) -> Iterator[Edit]:
    """Edits without end, and what to log of each once it is acknowledged."""
    for number in count(1):
        text = f"{name} {number}"
        yield partial(renamed, key=name, name=f"{number}"), ["named", number]
        yield partial(tagged, text=text), ["tagged", text]
        if number % 3 == 0:
            kept = f"{name}-{number}"
            yield partial(added, project=project(kept)), ["added", kept]
        if number % 5 == 0:
            gone = f"{name}-tmp-{number}"
            yield partial(added, project=project(gone)), ["made", gone]
            yield partial(without, key=gone), ["gone", gone]
        if number % 10 == 0:
            yield partial(touched, note=text), ["touched", text]


class Hammer:
    """A session that edits, looks, tidies up, leaves and comes back."""

    def __init__(self, path: Path, name: str, log: Path) -> None:
        self.path = path
        self.name = name
        self.random = Random(name)
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.edits = self.busy = 0
        self.store = Store.open(path)

    def run(self, seconds: float) -> None:
        """Hammer for so long."""
        until = monotonic() + seconds
        self.make(partial(added, project=project(self.name, "0")), ["named", 0])
        for change, record in edits(self.name):
            if monotonic() >= until:
                break
            self.make(change, record)
            self.pause()
        self.store.close()
        self.tell(["done", self.edits, self.busy])

    def make(self, change: Callable[[Book], Book], record: list[str | int]) -> None:
        """One edit, tried until it is acknowledged; it starts from a book that may be old."""
        before = self.store.book
        while True:
            try:
                commit(self.store, before, change(before), str(record[0]), self.name)
            except UserError as refusal:
                if refusal.code != "store-busy":
                    raise
                self.busy += 1
            else:
                break
        self.edits += 1
        self.tell(record)

    def tell(self, record: list[str | int]) -> None:
        """Write a line of the log."""
        os.write(self.log, json.dumps(record).encode() + b"\n")
        os.fsync(self.log)

    def pause(self) -> None:
        """Now and then what sessions do besides editing."""
        chance = self.random.random()
        if chance < 0.1:
            self.store.take_in()
        elif chance < 0.12:
            self.checkpoint()
        elif chance < 0.13:
            self.store.close()
            self.store = Store.open(self.path)
        elif chance < 0.14:
            # The session is gone without a word, as if it had been killed.
            self.store = Store.open(self.path)

    def checkpoint(self) -> None:
        """Bring the file up to date, unless somebody else just does."""
        try:
            self.store.checkpoint()
        except UserError as refusal:
            if refusal.code != "store-busy":
                raise


WAIT = 0.3
"""How long a hammer waits for the lock: less than who holds it may be stopped."""


if __name__ == "__main__":
    with patch.object(storage, "LOCK_SECONDS", WAIT):
        Hammer(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[4])).run(float(sys.argv[3]))
