"""Copies of a team's data: each a store of a person, with its state, that syncs with a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any
from unittest.mock import patch

from deals.book_change import BookChange
from deals.model import Book, Project
from store.files import sync_file
from store.store import Store
from team.operations import MOVED_AS
from team.paths import Flat, default_of, flatten, lists_document, project_document
from team.sync import collect, sync
from team.sync_report import SyncReport
from team.sync_state import SyncState
from tests.deals import makers
from tests.team.database import LINE, Database


@dataclass
class StoreCopy:
    """A person's store on one machine; `ahead` are the seconds that its clock goes ahead."""

    database: Database
    person: str
    folder: Path
    ahead: float = 0.0
    wrap: Callable[[Any], Any] = field(default=lambda connection: connection)

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.folder / "store.json"

    def clock(self) -> float:
        """Return the time by this machine's clock."""
        return time() + self.ahead

    @contextmanager
    def open(self) -> Iterator[Store]:
        """Open the store."""
        store = Store.open(self.path, author=self.person)
        try:
            yield store
        finally:
            store.close()

    @property
    def book(self) -> Book:
        """The book as it is stored."""
        with self.open() as store:
            return store.book

    def commit(self, change: Callable[[Book], Book]) -> None:
        """Make a change to the book."""
        with self.open() as store:
            store.commit(BookChange.between(store.book, change(store.book)), "test")

    def add(self, name: str, **fields: Any) -> None:
        """Add a project whose id is its name."""
        now = datetime.fromtimestamp(self.clock(), UTC)
        fields = {"owner": self.person, **fields, "created_at": now, "updated_at": now}
        made = makers.project(id=name, name=name, **fields)
        self.commit(lambda book: book.with_projects(made))

    def edit(self, name: str, **fields: Any) -> None:
        """Set fields of a project, now by this machine's clock."""
        self._set(name, datetime.fromtimestamp(self.clock(), UTC), fields)

    def _set(self, name: str, now: datetime, fields: dict[str, Any]) -> None:
        def change(book: Book) -> Book:
            document = project_document(book.projects[name])
            document |= {**fields, "updated_at": now.isoformat(), "updated_by": self.person}
            return book.with_projects(Project.model_validate(document))

        self.commit(change)

    def move(self, name: str, **fields: str) -> None:
        """Set fields of a project whose moves are kept, as the app does, now by this clock."""
        at, project = datetime.fromtimestamp(self.clock(), UTC), self.book.projects[name]
        moves = [
            {"at": at.isoformat(), "by": self.person, "field": MOVED_AS.get(field, field)}
            | {"old": getattr(project, field), "new": value}
            for field, value in fields.items()
        ]
        history = [*project_document(project)["history"], *moves]
        self._set(name, at, {**fields, "history": history})

    def lose_state(self) -> None:
        """Lose what is remembered of the server."""
        sync_file(self.path).unlink()

    def restore(self, data: bytes) -> None:
        """Put an older copy of the store's file in its place."""
        self.path.with_name(f"{self.path.name}.journal").unlink(missing_ok=True)
        self.path.write_bytes(data)

    def delete(self, name: str) -> None:
        """Delete a project."""
        self.commit(lambda book: book.without(name))

    @contextmanager
    def meddling(self, act: Callable[[], None]) -> Iterator[None]:
        """Have another session act on the store just before a sync first commits what it pulled."""
        commit, left = Store.commit, [act]

        def commit_after(store: Store, change: BookChange, label: str, **options: Any) -> Any:
            if label == "sync" and left:
                left.pop()()
            return commit(store, change, label, **options)

        with patch.object(Store, "commit", commit_after):
            yield

    @contextmanager
    def state(self) -> Iterator[SyncState]:
        """Open the state beside the store."""
        with SyncState.open(self.path) as state:
            yield state

    def sync(self) -> SyncReport:
        """Sync with the server."""
        connection = self.wrap(self.database.as_person(self.person))
        with self.open() as store, self.state() as state:
            return sync(store, state, connection, now=self.clock)

    def collect(self) -> SyncReport:
        """Note the edits without a line to the server."""
        report = SyncReport()
        with self.open() as store, self.state() as state:
            collect(store, state, report, now=self.clock)
        return report

    def contents(self) -> dict[str, dict[str, Any]]:
        """Return all that the store says, by project and path."""
        book = self.book
        found = {key: contents(project) for key, project in book.projects.items()}
        return {**found, "@lists": flatten_lists(book)}


def contents(project: Project) -> dict[str, Any]:
    """Return what a project says by paths, less what says nothing."""
    return keep_said(flatten(project_document(project)))


def keep_said(flat: Flat) -> Flat:
    """Return what a flat document says: that a field is at its default says nothing."""
    return {path: value for path, value in flat.items() if value != default_of(path)}


def flatten_lists(book: Book) -> dict[str, Any]:
    """Return what the shared lists say."""
    return {name: records for name, records in lists_document(book).items() if records}


def sync_all(*copies: StoreCopy, rounds: int = 3) -> None:
    """Sync all, until nobody has anything new."""
    for _round in range(rounds):
        reports = [copy.sync() for copy in copies]
        if not any(report.pushed or report.pulled for report in reports):
            return


def make_copies(database: Database, folder: Path) -> dict[str, StoreCopy]:
    """Give everybody of the team a copy of their own."""
    made = {}
    for person in LINE:
        place = folder / person
        place.mkdir()
        made[person] = StoreCopy(database, person, place)
    return made
