"""A person at work, to be killed at any time: `python -m tests.team.soak_client PERSON FOLDER URL`.

Each edit leaves a touch of its own on one of the projects that are there, or makes a project. What
the store has acknowledged is written down beside it, a line each.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from deals.book_change import BookChange
from deals.errors import UserError
from deals.model import Book, Project
from store.store import Store
from team.connection import connect
from team.paths import project_document
from team.sync import sync
from team.sync_state import SyncState
from tests.deals import makers

FIELDS = ("remarks", "product", "key_strategy", "stage")


def edit_book(book: Book, person: str, name: str) -> tuple[Book, str]:
    """Return an edit of a book, and the project that it is made to."""
    now = datetime.now(UTC)
    if not book.projects or random.random() < 0.05:
        made = makers.project(id=name, name=name, owner=person, created_at=now, updated_at=now)
        return book.with_projects(made), name
    project = random.choice(list(book.projects.values()))
    field = random.choice(FIELDS)
    value = f"P{random.randrange(7)}" if field == "stage" else name
    document = project_document(project)
    touches = [*document["touches"], {"id": name, "on": "2026-11-02", "how": "call", "by": person}]
    document |= {field: value, "touches": touches, "updated_at": now.isoformat()}
    return book.with_projects(Project.model_validate(document)), project.id


def work(person: str, folder: Path, url: str) -> None:
    """Edit and sync until killed."""
    path = folder / "store.json"
    with (folder / "acknowledged").open("a", encoding="utf-8") as notes:
        while True:
            store = Store.open(path, author=person)
            for _edit in range(random.randrange(1, 6)):
                name = uuid4().hex[:12]
                after, project = edit_book(store.book, person, name)
                store.commit(BookChange.between(store.book, after), "edit")
                notes.write(f"{project} {name}\n")
                notes.flush()
                os.fsync(notes.fileno())
            with suppress(UserError), SyncState.open(path) as state, connect(url) as connection:
                sync(store, state, connection)
            store.close()


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
