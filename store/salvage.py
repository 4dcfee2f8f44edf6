"""Salvaging: what can be read of data files, backups and journals, merged into a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from deals.edits import Patch, patch
from deals.edits.patches import Relisted, Replaced
from deals.merge import Prefer, merge_patch
from deals.model import SHARED, Book, Project
from deals.refusal import Refusal
from store.backups import all_backups, kept, make_backup
from store.base import bare, before_of, before_of_list
from store.crypt import Key, codec_of
from store.damage import of_salvaged
from store.disk import Disk
from store.documents import PROJECTS, Stored
from store.door import Store
from store.files import refusing
from store.head import Head
from store.journal import Entry, journal_path
from store.links import real_path
from store.remains import Copy, Courses, Journal, Looking, read_copy, read_raw
from store.replay import replayed
from store.restore import HINDERING, backup_is_sealed, put_in_place
from store.rows import Tombstone, read_row
from store.sealing import whole_store
from store.torn import filled, lost_refusals, stored_of

LABEL = "salvage"


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes of a project: its name, whether it is `added`, `changed` or `deleted`, and the
    fields that change.
    """

    name: str
    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was found in the files given and in those beside the store, why nothing can be made of
    others, and what comes of it.

    `lines` is how many journal lines were replayed, `left` how many follow nothing that was found.
    `lists` are the shared lists that change. `rebuilt` says that the store was missing or damaged
    and is written anew. `replaced` and `journal` are where that is kept which stood there before.
    """

    found: tuple[Copy | Journal, ...] = ()
    problems: tuple[Refusal, ...] = ()
    lines: int = 0
    left: int = 0
    brought: tuple[Brought, ...] = ()
    lists: tuple[str, ...] = ()
    rebuilt: bool = False
    replaced: Path | None = None
    journal: Path | None = None


@dataclass(frozen=True, slots=True)
class _Course:
    """What a copy comes to with lines behind it."""

    copy: Copy
    stored: Stored
    lines: tuple[Entry, ...]
    after: Stored


def salvage(
    path: Path, files: Sequence[Path], key: Key | None = None, by: str = "", *, dry: bool = False
) -> Salvaged:
    """Bring what the files hold, and what lies beside the store of the same, into the store.

    Journal lines are put behind the newest copy that they follow. Into a sound store that is merged
    which it lacks, as one commit; what both have changed stays as it was changed last. A store that
    is missing or damaged is written anew. What is changed so is kept as `replaced` first; the files
    are left as they are, and with `dry` so is all else.

    Refusals, nothing touched: `salvage-nothing` where no copy of a store was found, and those of
    opening and of restoring a store that hinder the writing.
    """
    now = _standing(path, key)
    found, problems = _looked_at(_real(path), files, key)
    ends = _ends(found, frozenset(map(_real, files)), key, problems, rebuilding=now is None)
    if not ends and now is None:
        raise Refusal("salvage-nothing")
    base, book = _merged(ends, now, found, key)
    for entry in (loose := _loose(found, ends, base)):
        book = _with_line(book, base, entry)
    change = patch(now.book if now else Book(), book)
    told = replace(_told(found, ends, loose, change, problems), rebuilt=now is None)
    if dry or not (told.rebuilt or change):
        return told
    if now is not None:
        return replace(told, replaced=_commit(path, now.book, book, key, by))
    source = next(end.copy.file for end in ends if end.after is base)
    done = put_in_place(path, base.with_book(book), (read_raw(source, torn=True), source), key, by)
    return replace(told, replaced=done.replaced, journal=done.journal)


def _told(
    found: Sequence[Copy | Journal],
    ends: Sequence[_Course],
    loose: Sequence[Entry],
    change: Patch,
    problems: Sequence[Refusal],
) -> Salvaged:
    placed = {entry.head for end in ends for entry in end.lines}
    left = sum(entry.base is None for entry in loose)
    return Salvaged(
        found=tuple(found),
        problems=(*problems, *_unread(found), *_lost(ends)),
        lines=len(placed) + len(loose) - left,
        left=left,
        brought=tuple(_brought(change)),
        lists=tuple(change.lists),
    )


def _merged(
    ends: Sequence[_Course], now: Stored | None, found: Iterable[Copy | Journal], key: Key | None
) -> tuple[Stored, Book]:
    """The store that all is merged into, else the course that goes farthest; and the book then."""
    base = now or max(ends, key=lambda one: one.after.head.sequence).after
    book = base.book
    for end in sorted(ends, key=lambda one: one.after.head.sequence):
        book = _with(book, base, end, _before(end, base, found, key))
    return base, book


def is_sealed_by(path: Path, files: Iterable[Path]) -> bool:
    """Whether a passphrase is needed to read the files, or what lies beside the store."""
    return any(map(backup_is_sealed, (*files, *all_backups(_real(path))[:1])))


def _real(path: Path) -> Path:
    with refusing("store-unreadable", path):
        return real_path(path)


def _standing(path: Path, key: Key | None) -> Stored | None:
    """What the store holds; None where there is none, or a damaged one."""
    disk = Disk(path, key)
    try:
        stored = disk.load()
    except Refusal as refusal:
        if refusal.code in HINDERING:
            raise
        return None
    if disk.newer is not None:
        raise disk.newer
    return stored


def _looked_at(
    file: Path, files: Sequence[Path], key: Key | None
) -> tuple[list[Copy | Journal], list[Refusal]]:
    """What is in the files given, and in those beside the store that are of the same store."""
    beside = [file, journal_path(file), *kept(file)]
    given = list(dict.fromkeys(map(_real, files)))
    others = [one for one in beside if one not in given and one.exists()]
    looked = list(Looking(key, torn=True).look([*given, *others]))
    found = [one for one in looked[: len(given)] if not isinstance(one, Refusal)]
    problems = [of_salvaged(one) for one in looked[: len(given)] if isinstance(one, Refusal)]
    stores = frozenset[str]().union(*(one.stores for one in found))
    near = [one for one in looked[len(given) :] if not isinstance(one, Refusal)]
    if near and not set(given).isdisjoint(beside):
        # A damaged file does not tell its store's id, but what lies beside it does.
        stores |= near[0].stores
    # The store may have been restored since, and name the others as those that it replaced.
    for one in near:
        stores |= one.stores if one.stores & stores else frozenset()
    return [*found, *(one for one in near if one.stores & stores)], problems


def _ends(
    found: Iterable[Copy | Journal],
    given: frozenset[Path],
    key: Key | None,
    problems: list[Refusal],
    *,
    rebuilding: bool,
) -> list[_Course]:
    """Each copy that was given or that lines follow, with these: the newest copy before what the
    same lines follow; where the store is to be rebuilt also the newest of all. Why one does not
    read goes to `problems`. No other is read whole: of a large store that would take minutes.
    """
    courses = Courses(entry for one in found if isinstance(one, Journal) for entry in one.entries)
    ends: dict[tuple[str, str, Path | None], _Course] = {}
    copies = [one for one in found if isinstance(one, Copy)]
    for copy in sorted(copies, key=lambda one: (-one.head.sequence, one.pieces is not None)):
        try:
            for lines in (courses.beyond(copy.head), *courses.beside(copy.head)):
                end = lines[-1].head if lines else copy.head
                wanted = lines or copy.file in given or (rebuilding and not ends)
                # What another program has edited tells the same commit as what it was before.
                edited = copy.file if copy.edited and copy.file in given else None
                if wanted and (end.store, end.link, edited) not in ends:
                    stored = _content(copy, copies, key)
                    after = _after(stored, lines, copy)
                    ends[end.store, end.link, edited] = _Course(copy, stored, lines, after)
        except Refusal as refusal:
            problems.append(of_salvaged(refusal))
    return list(ends.values())


def _content(copy: Copy, found: Sequence[Copy], key: Key | None) -> Stored:
    """What a copy holds; of a damaged one what is whole, and what was lost as it was before."""
    if copy.pieces is None:
        return read_copy(read_raw(copy.file), copy.file, key)
    stored = stored_of(copy.pieces, copy.file)
    older = _newest(found, (copy.head,) if copy.head.store else (), key)
    return filled(stored, copy.pieces, older)


def _after(stored: Stored, lines: Sequence[Entry], copy: Copy) -> Stored:
    return replayed(stored, lines, str(copy.file)).stored


def _before(
    end: _Course, now: Stored, found: Iterable[Copy | Journal], key: Key | None
) -> Book | None:
    """What both the course and the store began with, as far as is known; None where the store has
    all of the course.
    """
    if end.after is now:
        return None
    if now.head.has(end.after.head):
        return _unedited(end.after, found, key) if end.copy.edited else None
    if end.after.head.has(now.head):
        return _unedited(now, found, key)
    if now.head.went_on_from(end.copy.head):
        behind = tuple(takewhile(lambda entry: now.head.has(entry.head), end.lines))
        return _unedited(_after(end.stored, behind, end.copy), found, key)
    return _newest(found, (end.copy.head, now.head), key).book


def _unedited(stored: Stored, found: Iterable[Copy | Journal], key: Key | None) -> Book:
    """The book less what another program has made of it: the commits do not tell of that, so
    whoever has them need not have it.
    """
    if not stored.doubts:
        return stored.book
    older, book = _newest(found, (stored.head,), key).book, stored.book
    ids = [one.id for one in stored.doubts if one.table == PROJECTS and one.id in book.projects]
    book = book.without(*ids)
    book = book.with_projects(*(older.projects[one] for one in ids if one in older.projects))
    lists = {one.table: getattr(older, one.table) for one in stored.doubts if one.table in SHARED}
    return book.with_lists(**lists) if lists else book


def _newest(found: Iterable[Copy | Journal], heads: Sequence[Head], key: Key | None) -> Stored:
    """The newest copy that all of these went on from, as it was written; an empty one where there
    is none.
    """
    older = [
        one
        for one in found
        if isinstance(one, Copy)
        and not one.edited
        and all(head.went_on_from(one.head) for head in heads)
    ]
    if not older:
        return Stored()
    copy = max(older, key=lambda one: one.head.sequence)
    try:
        return read_copy(read_raw(copy.file), copy.file, key)
    except Refusal:
        return Stored()


def _with(book: Book, now: Stored, end: _Course, before: Book | None) -> Book:
    """The book with what a course changed since then; where both did, the later stays."""
    if before is None:
        return book
    return _with_change(book, now, patch(before, end.after.book), end.after.tombstones)


def _with_change(book: Book, now: Stored, change: Patch, dead: Mapping[str, Tombstone]) -> Book:
    later: dict[Prefer, dict[str, Replaced]] = {"ours": {}, "theirs": {}}
    for key, one in change.projects.items():
        there = book.projects.get(key)
        if one.before != one.after and not _is_buried(one, there, now, key):
            known = Replaced(one.before or (there and bare(there)), one.after)
            later[_later(one, there, dead.get(key))][key] = known
    book = merge_patch(Patch(later["ours"]), book, prefer="ours").book
    book = merge_patch(Patch(later["theirs"]), book, prefer="theirs").book
    lists = {name: Relisted(one.before, one.after) for name, one in change.lists.items()}
    return merge_patch(Patch({}, lists), book, prefer="theirs").book


def _is_buried(change: Replaced, there: Project | None, now: Stored, key: str) -> bool:
    """Whether the store deleted the project after it was changed so."""
    dead = now.tombstones.get(key)
    after = change.after
    return there is None and bool(dead and after and dead.deleted_at >= after.updated_at)


def _later(change: Replaced, there: Project | None, dead: Tombstone | None) -> Prefer:
    if there is None:
        return "ours"
    at = change.after.updated_at if change.after else dead and dead.deleted_at
    return "ours" if at and at > there.updated_at else "theirs"


def _unread(found: Iterable[Copy | Journal]) -> Iterator[Refusal]:
    for one in found:
        if isinstance(one, Journal):
            for number in one.unread:
                yield Refusal("salvage-line", file=str(one.file), line=number)


def _lost(ends: Iterable[_Course]) -> Iterator[Refusal]:
    """What could not be read of each damaged copy, once."""
    for copy in dict.fromkeys(end.copy for end in ends):
        if copy.pieces is not None:
            yield from lost_refusals(copy.file, copy.pieces.lost)


def _loose(
    found: Iterable[Copy | Journal], ends: Iterable[_Course], now: Stored
) -> tuple[Entry, ...]:
    """The lines that are neither in a copy nor follow one, in their order."""
    placed = {entry.head for end in ends for entry in end.lines}
    heads = [now.head, *(one.head for one in found if isinstance(one, Copy))]
    lines = {
        entry.head: entry
        for one in found
        if isinstance(one, Journal)
        for entry in one.entries
        if entry.head not in placed and not any(_has(head, entry.head) for head in heads)
    }
    return tuple(sorted(lines.values(), key=lambda one: one.head.sequence))


def _has(head: Head, line: Head) -> bool:
    """Whether a store that stands there has the line, as far as it remembers its past."""
    return head.has(line) or (head.store == line.store and head.is_out_of_sight(line))


def _with_line(book: Book, now: Stored, entry: Entry) -> Book:
    """The book with what a line changed that follows nothing found, if it tells what was before."""
    if entry.base is None:
        return book
    where = (entry.head.store, PROJECTS, "0")
    projects: dict[str, Replaced] = {}
    for key, after in entry.projects.items():
        sides = (before_of(after, entry.base.get(key)), after)
        old, new = (one and read_row(Project, one, where).value for one in sides)
        projects[key] = Replaced(old or None, new or None)
    lists: dict[str, Relisted] = {}
    for name, documents in entry.lists.items():
        earlier = before_of_list(documents, entry.lists_base.get(name, ()))
        old_list, new_list = (
            tuple(read_row(SHARED[name], one, where).value for one in side)
            for side in (earlier, documents)
        )
        lists[name] = Relisted(old_list, new_list)
    return _with_change(book, now, Patch(projects, lists), {})


def _brought(change: Patch) -> Iterator[Brought]:
    for old, new in change.projects.values():
        if old is None and new is not None:
            yield Brought(new.name, "added")
        elif old is not None and new is None:
            yield Brought(old.name, "deleted")
        elif old is not None and new is not None and old != new:
            yield Brought(new.name, "changed", tuple(_fields(old, new)))


def _fields(old: Project, new: Project) -> Iterator[str]:
    for name in Project.model_fields:
        stamped = name in ("updated_at", "updated_by", "history")
        if not stamped and getattr(old, name) != getattr(new, name):
            yield name


def _commit(path: Path, before: Book, after: Book, key: Key | None, by: str) -> Path:
    """Commit the change; gives where the store is kept as it was."""
    with whole_store(path, key) as (storage, data):
        was = make_backup(storage.file, data, "replaced", codec=codec_of(data, path, key))
    store = Store.open(path, create=False, key=key)
    try:
        store.commit(before, after, LABEL, by)
    finally:
        store.close()
    return was
