"""Tests of the store: what is on the disk, and what becomes of it when things go wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tinydb

from deals.book_change import BookChange
from deals.errors import UserError
from deals.merging.primitives import Prefer
from deals.model import Book, Contact, Project
from store.files import SideLock, replace_whole
from store.metadata import SCHEMA_VERSION
from store.storage import AtomicJSONStorage
from store.store import Store

THEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def project(key: str, name: str = "北辰调度网扩容") -> Project:
    """Return a project with little in it."""
    boss = Contact(id=f"{key}-1", name="何总", cr=2)
    return Project(id=key, name=name, contacts=(boss,), created_at=THEN, updated_at=THEN)


def book_of(*keys: str) -> Book:
    """Return a book of such projects."""
    return Book().with_projects(*map(project, keys))


def renamed(book: Book, key: str, name: str) -> Book:
    """Return the book with one project under another name."""
    return book.with_projects(book.projects[key].model_copy(update={"name": name}))


def commit(
    store: Store, before: Book, after: Book, label: str, by: str = "", prefer: Prefer = "ours"
) -> Book:
    """Commit the change from one book to another; return the book that is then stored."""
    change = replace(BookChange.between(before, after), prefer=prefer)
    return store.commit(change, label, by).book


def saved(path: Path, book: Book) -> Store:
    """Return a store in a new file that holds the book."""
    store = Store.open(path)
    commit(store, store.book, book, "made", "me")
    return store


def on_disk(store: Store) -> None:
    """Bring the data file up to date, for readers who know of no journal."""
    store.checkpoint()
    assert not store.dirty


def taken_over(path: Path, **fields: object) -> None:
    """What a later version does to a file: it takes all commits in, and has a schema of its own;
    `fields` are those of the last project.
    """
    Store.open(path).checkpoint()
    tables: dict[str, Any] = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema_version"] = SCHEMA_VERSION + 1
    list(tables["projects"].values())[-1].update(fields)
    with AtomicJSONStorage(path).locked():
        replace_whole(path, json.dumps(tables).encode())


def journal_of(path: Path) -> Path:
    """Return where the journal of a store is."""
    return path.with_name(f"{path.name}.journal")


def names(path: Path) -> set[str]:
    """Return what lies beside a data file, itself and its lock among it."""
    return {file.name for file in path.parent.iterdir()}


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process holds the lock of the store."""
    lock = SideLock(path.with_name(f"{path.name}.lock"), 0o600)
    lock.acquire(0)
    try:
        yield
    finally:
        lock.release()


def documents(path: Path, table: str = "projects") -> list[tinydb.table.Document]:
    """Return what stock TinyDB reads in a table."""
    with tinydb.TinyDB(path, encoding="utf-8", access_mode="r") as db:
        return list(db.table(table))


def refusal_of(caught: pytest.ExceptionInfo[UserError]) -> tuple[str, dict[str, str | int]]:
    """Code and figures."""
    return caught.value.code, caught.value.figures
