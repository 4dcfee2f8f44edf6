"""The replay of journal lines onto a data file's content, and the lines that a session holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from deals.edits.patches import Patch
from deals.model import SHARED, Book, Project
from deals.model.base import Frozen
from store.documents import PROJECTS, StoredBook, StoredRecord, Tombstone, dump_record, read_row
from store.journal import JournalEntry, before_of, before_of_list, read_entry
from store.metadata import StoreHead

if TYPE_CHECKING:
    from deals.merging.primitives import FieldConflict


class ReplayResult(NamedTuple):
    """The store after the commits of a journal, how many records had to be merged with others'
    changes, and in how many fields the commit won.
    """

    stored: StoredBook
    merged: int = 0
    overwritten: int = 0


def replay_commits(
    stored: StoredBook, entries: Sequence[JournalEntry], journal: str
) -> ReplayResult:
    """Return the store after these commits of its journal, which `journal` names in a refusal.

    A commit is made to whatever record is there: where that is not the one it was made to, for
    another program has edited the file or two writers were at work at once, both are merged field
    by field. The commit's value stays, the other is kept in the record's history.

    UserError("store-record") for a record that does not read.
    """
    if not entries:
        return ReplayResult(stored)
    play = _JournalReplay(stored, journal)
    for entry in entries:
        play.make(entry)
    head = head_after(stored.head, entries)
    return ReplayResult(replace(play.after(), head=head), len(play.merged), play.overwritten)


def head_after(head: StoreHead, entries: Iterable[JournalEntry]) -> StoreHead:
    """Return where a store stands after these commits."""
    for entry in entries:
        head = head.then(entry.head.sequence, entry.head.link, entry.joins)
    return head


def tombstone(key: str, name: str, at: str, by: str) -> Tombstone:
    """Return what is left of a project that was deleted at an instant in ISO 8601."""
    return Tombstone(id=key, name=name, deleted_at=datetime.fromisoformat(at), deleted_by=by)


def bury_deleted(change: Patch, at: str, by: str) -> dict[str, Tombstone]:
    """Return a tombstone for each project that a change deletes."""
    return {
        key: tombstone(key, replaced.before.name, at, by)
        for key, replaced in change.projects.items()
        if replaced.after is None and replaced.before is not None
    }


class _JournalReplay:
    """The documents that differ from what is stored, commit by commit."""

    def __init__(self, stored: StoredBook, journal: str) -> None:
        self._stored = stored
        self._journal = journal
        self._documents: dict[str, Any] = {}
        self._lists: dict[str, list[Any]] = {}
        self._dead: dict[str, Tombstone] = {}
        self.merged = set[str]()
        self.overwritten = 0

    def make(self, entry: JournalEntry) -> None:
        """Make one commit, merging where another program or writer has changed its records."""
        for key, document in entry.projects.items():
            made = document
            if entry.base is not None and key in entry.base:
                made = self._merge_onto(key, before_of(document, entry.base[key]), document)
            if made is None:
                self._dead[key] = tombstone(key, self._name(key), entry.at, entry.by)
            else:
                self._dead.pop(key, None)
            self._documents[key] = made
        for name, documents in entry.lists.items():
            base = entry.lists_base.get(name)
            self._lists[name] = (
                documents
                if base is None
                else self._merge_list_onto(name, before_of_list(documents, base), documents)
            )

    def after(self) -> StoredBook:
        """Return the store after the commits made."""
        stored = self._stored
        rows = {key: self._row(key, document) for key, document in self._documents.items()}
        book = _apply_to_book(stored.book, rows, self._lists, self._journal)
        return stored.holding(book, rows, self._dead)

    def _merge_onto(self, key: str, before: Any, after: Any) -> Any:
        """Return the document that a commit leaves, made to the one that is there."""
        now = self._now(key)
        if now in (before, after):
            return after
        base, ours, theirs = (self._project(key, document) for document in (before, after, now))
        if theirs in (base, ours):
            return after
        from deals.merging.records import merge_records

        found, conflicts = merge_records(base, ours, theirs, prefer="ours")
        self._count_merge(key, conflicts)
        return None if found is None else orjson.loads(dump_record(found))

    def _merge_list_onto(self, name: str, before: list[Any], after: list[Any]) -> list[Any]:
        now = self._lists.get(name)
        if now is None:
            now = [orjson.loads(row.text) for row in self._stored.lists.get(name, ())]
        if now in (before, after):
            return after
        base, ours, theirs = (
            tuple(
                read_row(SHARED[name], document, (self._journal, name, "0")).value
                for document in side
            )
            for side in (before, after, now)
        )
        if theirs in (base, ours):
            return after
        from deals.merging.lists import merge_shared

        found = merge_shared(name, base, ours, theirs, prefer="ours")
        self._count_merge(name, found.conflicts)
        return [orjson.loads(dump_record(record)) for record in found.records]

    def _count_merge(self, what: str, conflicts: Sequence[FieldConflict]) -> None:
        self.merged.add(what)
        self.overwritten += len(conflicts)

    def _now(self, key: str) -> Any:
        if key in self._documents:
            return self._documents[key]
        row = self._stored.projects.get(key)
        return None if row is None else orjson.loads(row.text)

    def _name(self, key: str) -> str:
        now = self._now(key)
        return str(now["name"]) if now else ""

    def _project(self, key: str, document: Any) -> Project | None:
        row = self._row(key, document)
        return row.value if row is not None else None

    def _row(self, key: str, document: Any) -> StoredRecord[Project] | None:
        if document is None:
            return None
        known = self._stored.projects.get(key)
        number = known.number if known else "0"
        return read_row(Project, document, (self._journal, PROJECTS, number), known)


def _apply_to_book(
    book: Book,
    rows: Mapping[str, StoredRecord[Project] | None],
    lists: Mapping[str, list[Any]],
    journal: str,
) -> Book:
    put = [row.value for row in rows.values() if row]
    gone = [key for key, row in rows.items() if row is None and key in book.projects]
    book = book.with_projects(*put) if put else book
    book = book.without(*gone) if gone else book
    read = {name: _read_list(book, name, documents, journal) for name, documents in lists.items()}
    return book.with_lists(**read) if read else book


def _read_list(book: Book, name: str, documents: Iterable[Any], journal: str) -> tuple[Frozen, ...]:
    """Return a shared list as the journal tells it; what is as it was is the same object."""
    known: dict[Any, Frozen] = {record.name: record for record in getattr(book, name)}
    read = [read_row(SHARED[name], document, (journal, name, "0")).value for document in documents]
    same = (known.get(getattr(record, "name", None)) for record in read)
    return tuple(old if old == record else record for record, old in zip(read, same, strict=True))


HELD_BYTES = 4 * 2**20
"""How much of the lines is remembered."""


class HeldLines:
    """Lines as they read unsealed, the oldest first."""

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self._lines = deque(lines)
        self._bytes = sum(map(len, self._lines))

    def add(self, line: bytes) -> None:
        """Remember one more line, and no more than HELD_BYTES of them."""
        self._lines.append(line)
        self._bytes += len(line)
        while self._bytes > HELD_BYTES and len(self._lines) > 1:
            self._bytes -= len(self._lines.popleft())

    def copy(self) -> HeldLines:
        """Return the same lines, to go back to."""
        return HeldLines(self._lines)

    def since(self, head: StoreHead, ours: StoreHead) -> tuple[JournalEntry, ...]:
        """Return the commits of a store that stands at `ours` which one that stands at `head` has
        not got, in their order.

        None where it is not known with what a commit began, where one is not among the lines, or
        where a line does not tell what was before it.
        """
        found = list[JournalEntry]()
        known = {head.link, *head.past}
        for line in self._lines:
            entry = read_entry(line)
            if entry is not None and head.may_have(entry.head):
                continue
            if entry is None or entry.base is None or entry.prev not in known:
                return ()
            found.append(entry)
            known |= {entry.head.link, *entry.joins}
        missing = head.missing_links(ours) or (ours.link,)
        return tuple(found) if known.issuperset(missing) else ()
