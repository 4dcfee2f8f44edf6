"""Commits made one after the other to what a data file holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from deals.edits import Patch
from deals.model import SHARED, Book, Project
from deals.model.base import Frozen
from store.documents import PROJECTS, Stored
from store.journal import Entry
from store.rows import Row, Tombstone, read_row


def replayed(stored: Stored, entries: Iterable[Entry], journal: str) -> Stored:
    """The store after these commits of its journal, which `journal` names in a refusal.

    Refusal("store-record") for a record that does not read.
    """
    last: dict[str, Any] = {}
    dead: dict[str, Tombstone] = {}
    lists: dict[str, list[Any]] = {}
    head = stored.head
    for entry in entries:
        for key, document in entry.projects.items():
            if document is None:
                name = _name(last.get(key), stored.book.projects.get(key))
                dead[key] = tombstone(key, name, entry.at, entry.by)
            else:
                dead.pop(key, None)
            last[key] = document
        lists |= entry.lists
        # A line does not tell what its store replaces.
        head = replace(head, sequence=entry.head.sequence, link=entry.head.link)
    if head is stored.head:
        return stored
    rows = {key: _row(stored, key, one, journal) for key, one in last.items()}
    return replace(stored.holding(_book(stored.book, rows, lists, journal), rows, dead), head=head)


def tombstone(key: str, name: str, at: str, by: str) -> Tombstone:
    """What is left of a project that was deleted at an instant in ISO 8601."""
    return Tombstone(id=key, name=name, deleted_at=datetime.fromisoformat(at), deleted_by=by)


def buried(change: Patch, at: str, by: str) -> dict[str, Tombstone]:
    """A tombstone for each project that a change deletes."""
    return {
        key: tombstone(key, one.before.name, at, by)
        for key, one in change.projects.items()
        if one.after is None and one.before is not None
    }


def _name(document: dict[str, Any] | None, project: Project | None) -> str:
    return str(document["name"]) if document else project.name if project else ""


def _row(stored: Stored, key: str, document: Any, journal: str) -> Row[Project] | None:
    if document is None:
        return None
    known = stored.projects.get(key)
    number = known.number if known else "0"
    return read_row(Project, document, (journal, PROJECTS, number), known)


def _book(
    book: Book,
    rows: Mapping[str, Row[Project] | None],
    lists: Mapping[str, list[Any]],
    journal: str,
) -> Book:
    put = [row.value for row in rows.values() if row]
    gone = [key for key, row in rows.items() if row is None and key in book.projects]
    book = book.with_projects(*put) if put else book
    book = book.without(*gone) if gone else book
    read = {name: _listed(book, name, documents, journal) for name, documents in lists.items()}
    return book.with_lists(**read) if read else book


def _listed(book: Book, name: str, documents: list[Any], journal: str) -> tuple[Frozen, ...]:
    """A shared list as the journal tells it; what is as it was is the same object."""
    known: dict[Any, Frozen] = {one.name: one for one in getattr(book, name)}
    read = [read_row(SHARED[name], one, (journal, name, "0")).value for one in documents]
    same = (known.get(getattr(one, "name", None)) for one in read)
    return tuple(old if old == one else one for one, old in zip(read, same, strict=True))
