"""Salvaging: what can be read of data files, backups and journals, merged into a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from deals.book_change import BookChange
from deals.edits.patches import Patch, ReplacedList, ReplacedProject, diff_books
from deals.errors import UserError
from deals.merging.primitives import Prefer
from deals.merging.records import merge_patch
from deals.model import SHARED, Book, Project
from store.backups import all_backups, list_kept, make_backup
from store.damaged_file import as_salvage_error, fill_lost, lost_refusals, rebuild_store
from store.documents import PROJECTS, StoredBook, Tombstone, read_row
from store.encryption import PassphraseKey, codec_of
from store.files import real_path, refuse_os_errors
from store.journal import JournalEntry, before_of, before_of_list, empty_project, journal_path
from store.journaled_file import JournaledFile
from store.metadata import StoreHead
from store.remains import CopyReader, FoundJournal, JournalChains, StoreCopy, read_copy, read_raw
from store.replay import head_after, replay_commits
from store.restore import HINDERING, RestoreResult, backup_is_sealed, put_in_place
from store.store import Store, whole_store

LABEL = "salvage"


@dataclass(frozen=True, slots=True)
class SalvagedProject:
    """What comes of a project: `kind` is `added`, `changed` or `deleted`."""

    name: str
    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SalvageResult:
    """What was found in the files given and in those beside the store, why nothing can be made of
    others, and what comes of it.

    `lines` is how many journal lines were replayed, `left` how many follow nothing that was found.
    `lists` are the shared lists that change. `rebuilt` says that the store was missing or damaged
    and is written anew. `replaced` and `journal` are where that is kept which stood there before.
    """

    found: tuple[StoreCopy | FoundJournal, ...] = ()
    problems: tuple[UserError, ...] = ()
    lines: int = 0
    left: int = 0
    brought: tuple[SalvagedProject, ...] = ()
    lists: tuple[str, ...] = ()
    rebuilt: bool = False
    replaced: Path | None = None
    journal: Path | None = None


@dataclass(frozen=True, slots=True)
class _JournalChain:
    """What a copy comes to with lines behind it."""

    copy: StoreCopy
    stored: StoredBook
    lines: tuple[JournalEntry, ...]
    after: StoredBook


def salvage(
    path: Path,
    files: Sequence[Path],
    key: PassphraseKey | None = None,
    by: str = "",
    *,
    dry: bool = False,
) -> SalvageResult:
    """Bring what the files hold, and what lies beside the store of the same, into the store.

    Journal lines are put behind the newest copy that they follow. What a sound store lacks is
    merged into it as one commit, the later of two changes staying; one that is missing or damaged
    is written anew. The store as it was is kept as `replaced` first; with `dry` nothing is touched.
    Refusals: `salvage-nothing` for no copy of a store, and those of opening and of restoring.
    """
    now = _read_standing(path, key)
    found, problems = _look_at_files(_follow_links(path), files, key)
    given = frozenset(map(_follow_links, files))
    ends = _build_chains(found, given, key, problems, rebuilding=now is None)
    if not ends and now is None:
        raise UserError("salvage-nothing")
    base, book, loose = _merge_chains(ends, now, found, key)
    change = diff_books(now.book if now else Book(), book)
    result = replace(_make_result(found, ends, loose, change, problems), rebuilt=now is None)
    if dry or not (result.rebuilt or change):
        return result
    if now is not None:
        return replace(result, replaced=_commit(path, now.book, book, key, by))
    done = _rewrite_store(path, ends, base, book, found, key, by)
    return replace(result, replaced=done.replaced, journal=done.journal)


def _rewrite_store(
    path: Path,
    ends: Sequence[_JournalChain],
    base: StoredBook,
    book: Book,
    found: Sequence[StoreCopy | FoundJournal],
    key: PassphraseKey | None,
    by: str,
) -> RestoreResult:
    source = next(end.copy for end in ends if end.after is base)
    head = _head_without_losses(source, base.head, found, key)
    stored = replace(base, head=head).with_book(book)
    return put_in_place(path, stored, (read_raw(source.file, torn=True), source.file), key, by)


def _head_without_losses(
    source: StoreCopy,
    head: StoreHead,
    found: Iterable[StoreCopy | FoundJournal],
    key: PassphraseKey | None,
) -> StoreHead:
    """Return the head of a store that is rewritten; of a damaged copy it has no commits but those
    of an older one.

    What such a copy lost may stand in another that is found later, and has to be taken from it.
    """
    if source.pieces is None:
        return head
    older = _newest_copy(found, (source.head,), key).head
    return replace(head, link=older.link, past=older.past)


def _make_result(
    found: Sequence[StoreCopy | FoundJournal],
    ends: Sequence[_JournalChain],
    loose: Sequence[JournalEntry],
    change: Patch,
    problems: Sequence[UserError],
) -> SalvageResult:
    placed = {entry.head for end in ends for entry in end.lines}
    left = sum(entry.base is None for entry in loose)
    return SalvageResult(
        found=tuple(found),
        problems=(*problems, *_unread_parts(found, ends)),
        lines=len(placed) + len(loose) - left,
        left=left,
        brought=tuple(_changed_projects(change)),
        lists=tuple(change.lists),
    )


def _merge_chains(
    ends: Sequence[_JournalChain],
    now: StoredBook | None,
    found: Sequence[StoreCopy | FoundJournal],
    key: PassphraseKey | None,
) -> tuple[StoredBook, Book, Sequence[JournalEntry]]:
    """Return the store that all is merged into, the book then, and the lines that follow no copy.

    Without a store it is the course that goes farthest.
    """
    base = now or max(ends, key=lambda chain: chain.after.head.sequence).after
    book = base.book
    for end in sorted(ends, key=lambda chain: chain.after.head.sequence):
        before = _common_start(end, base, found, key)
        if before is not None:
            change = diff_books(before, end.after.book)
            book = _with_change(book, base, change, end.after.tombstones)
    loose = _loose_lines(found, ends, base)
    for entry in loose:
        book = _with_line(book, base, entry)
    return base, book, loose


def is_sealed_by(path: Path, files: Iterable[Path]) -> bool:
    """Whether a passphrase is needed to read the files, or what lies beside the store."""
    return any(map(backup_is_sealed, (*files, *all_backups(_follow_links(path))[:1])))


def _follow_links(path: Path) -> Path:
    with refuse_os_errors("store-unreadable", path):
        return real_path(path)


def _read_standing(path: Path, key: PassphraseKey | None) -> StoredBook | None:
    """Return what the store holds; None where there is none, or a damaged one."""
    disk = JournaledFile(path, key)
    try:
        stored = disk.load()
    except UserError as refusal:
        if refusal.code in HINDERING:
            raise
        return None
    if disk.newer is not None:
        raise disk.newer
    return stored


def _look_at_files(
    file: Path, files: Sequence[Path], key: PassphraseKey | None
) -> tuple[list[StoreCopy | FoundJournal], list[UserError]]:
    """Look at the files given, and at those beside the store that are of the same store."""
    beside = [file, journal_path(file), *list_kept(file)]
    given = list(dict.fromkeys(map(_follow_links, files)))
    others = [file for file in beside if file not in given and file.exists()]
    looked = list(CopyReader(key, torn=True).look([*given, *others]))
    found = [source for source in looked[: len(given)] if not isinstance(source, UserError)]
    problems = [
        as_salvage_error(problem)
        for problem in looked[: len(given)]
        if isinstance(problem, UserError)
    ]
    stores = frozenset[str]().union(*(source.stores for source in found))
    near = [source for source in looked[len(given) :] if not isinstance(source, UserError)]
    if near and not set(given).isdisjoint(beside):
        # A damaged file does not tell its store's id, but what lies beside it does.
        stores |= near[0].stores
    # The store may have been restored since, and name the others as those that it replaced.
    for source in near:
        stores |= source.stores if source.stores & stores else frozenset()
    return [*found, *(source for source in near if source.stores & stores)], problems


def _build_chains(
    found: Iterable[StoreCopy | FoundJournal],
    given: frozenset[Path],
    key: PassphraseKey | None,
    problems: list[UserError],
    *,
    rebuilding: bool,
) -> list[_JournalChain]:
    """Return each copy that was given or that lines follow, with these: the newest copy before what
    the same lines follow; to rebuild the store also the newest of all. Why one does not read goes
    to `problems`. No other is read whole, which would take minutes.
    """
    journals = [source for source in found if isinstance(source, FoundJournal)]
    courses = JournalChains(entry for journal in journals for entry in journal.entries)
    ends: dict[tuple[str, str, Path | None], list[_JournalChain]] = defaultdict(list)
    copies = [source for source in found if isinstance(source, StoreCopy)]
    for copy in sorted(copies, key=lambda copy: (-copy.head.sequence, copy.pieces is not None)):
        try:
            for lines in (courses.beyond(copy.head), *courses.beside(copy.head)):
                end = head_after(copy.head, lines)
                wanted = lines or copy.file in given or (rebuilding and not any(ends.values()))
                # What another program has edited tells the same commit as what it was before.
                edited = copy.file if copy.edited and copy.file in given else None
                chains = ends[end.store, end.link, edited]
                if wanted and not any(chain.after.head.has(end) for chain in chains):
                    chains.append(_make_chain(copy, lines, copies, key))
        except UserError as refusal:
            problems.append(as_salvage_error(refusal))
    return [chain for chains in ends.values() for chain in chains]


def _make_chain(
    copy: StoreCopy,
    lines: Sequence[JournalEntry],
    found: Sequence[StoreCopy],
    key: PassphraseKey | None,
) -> _JournalChain:
    stored = _read_content(copy, found, key)
    return _JournalChain(copy, stored, tuple(lines), _replay_lines(stored, lines, copy))


def _read_content(
    copy: StoreCopy, found: Sequence[StoreCopy], key: PassphraseKey | None
) -> StoredBook:
    """Read a copy; of a damaged one what is whole, and the rest as an older copy has it."""
    if copy.pieces is None:
        return read_copy(read_raw(copy.file), copy.file, key)
    stored = rebuild_store(copy.pieces, copy.file)
    older = _newest_copy(found, (copy.head,) if copy.head.store else (), key)
    return fill_lost(stored, copy.pieces, older)


def _replay_lines(stored: StoredBook, lines: Sequence[JournalEntry], copy: StoreCopy) -> StoredBook:
    return replay_commits(stored, lines, str(copy.file)).stored


def _common_start(
    end: _JournalChain,
    now: StoredBook,
    found: Iterable[StoreCopy | FoundJournal],
    key: PassphraseKey | None,
) -> Book | None:
    """Return what course and store began with, as far as known; None if the store has it all."""
    if end.after is now:
        return None
    if now.head.has(end.after.head):
        return _unedited_book(end.after, found, key) if end.copy.edited else None
    if end.after.head.has(now.head):
        return _unedited_book(now, found, key)
    if now.head.went_on_from(end.copy.head):
        behind = tuple(takewhile(lambda entry: now.head.has(entry.head), end.lines))
        return _unedited_book(_replay_lines(end.stored, behind, end.copy), found, key)
    return _newest_copy(found, (end.copy.head, now.head), key).book


def _unedited_book(
    stored: StoredBook, found: Iterable[StoreCopy | FoundJournal], key: PassphraseKey | None
) -> Book:
    """Return the book less what another program has made of it.

    The commits do not tell of that, so whoever has them need not have it.
    """
    if not stored.doubts:
        return stored.book
    older, book = _newest_copy(found, (stored.head,), key).book, stored.book
    ids = [
        doubt.id for doubt in stored.doubts if doubt.table == PROJECTS and doubt.id in book.projects
    ]
    book = book.without(*ids)
    book = book.with_projects(*(older.projects[id_] for id_ in ids if id_ in older.projects))
    lists = {
        doubt.table: getattr(older, doubt.table) for doubt in stored.doubts if doubt.table in SHARED
    }
    return book.with_lists(**lists) if lists else book


def _newest_copy(
    found: Iterable[StoreCopy | FoundJournal], heads: Sequence[StoreHead], key: PassphraseKey | None
) -> StoredBook:
    """Return the newest unedited copy that all of these went on from, an empty one if none."""
    older = [
        copy
        for copy in found
        if isinstance(copy, StoreCopy)
        and not copy.edited
        and all(head.went_on_from(copy.head) for head in heads)
    ]
    if not older:
        return StoredBook()
    copy = max(older, key=lambda copy: copy.head.sequence)
    try:
        return read_copy(read_raw(copy.file), copy.file, key)
    except UserError:
        return StoredBook()


def _with_change(book: Book, now: StoredBook, change: Patch, dead: Mapping[str, Tombstone]) -> Book:
    """Return the book with a change; where both changed something, the later stays."""
    later: dict[Prefer, dict[str, ReplacedProject]] = {"ours": {}, "theirs": {}}
    for key, replaced in change.projects.items():
        there = book.projects.get(key)
        if replaced.before != replaced.after and not _is_buried(replaced, there, now, key):
            known = ReplacedProject(
                replaced.before or (there and empty_project(there)), replaced.after
            )
            later[_later_side(replaced, there, dead.get(key))][key] = known
    book = merge_patch(Patch(later["ours"]), book, prefer="ours").book
    book = merge_patch(Patch(later["theirs"]), book, prefer="theirs").book
    return merge_patch(Patch({}, change.lists), book, prefer="theirs").book


def _is_buried(change: ReplacedProject, there: Project | None, now: StoredBook, key: str) -> bool:
    """Whether the store deleted the project after it was changed so."""
    dead = now.tombstones.get(key)
    after = change.after
    return there is None and bool(dead and after and dead.deleted_at >= after.updated_at)


def _later_side(change: ReplacedProject, there: Project | None, dead: Tombstone | None) -> Prefer:
    if there is None:
        return "ours"
    at = change.after.updated_at if change.after else dead and dead.deleted_at
    return "ours" if at and at > there.updated_at else "theirs"


def _unread_parts(
    found: Iterable[StoreCopy | FoundJournal], ends: Iterable[_JournalChain]
) -> Iterator[UserError]:
    """Yield the journal lines that do not read, then what is lost of each damaged copy."""
    for journal in found:
        if isinstance(journal, FoundJournal):
            for number in journal.unread:
                yield UserError("salvage-line", file=str(journal.file), line=number)
    for copy in dict.fromkeys(end.copy for end in ends):
        if copy.pieces is not None:
            yield from lost_refusals(copy.file, copy.pieces.lost)


def _loose_lines(
    found: Iterable[StoreCopy | FoundJournal], ends: Iterable[_JournalChain], now: StoredBook
) -> tuple[JournalEntry, ...]:
    """Return the lines that are neither in a copy nor follow one, in their order."""
    placed = {entry.head for end in ends for entry in end.lines}
    heads = [now.head, *(copy.head for copy in found if isinstance(copy, StoreCopy))]
    lines = {
        entry.head: entry
        for journal in found
        if isinstance(journal, FoundJournal)
        for entry in journal.entries
        if entry.head not in placed and not any(head.may_have(entry.head) for head in heads)
    }
    return tuple(sorted(lines.values(), key=lambda line: line.head.sequence))


def _with_line(book: Book, now: StoredBook, entry: JournalEntry) -> Book:
    """Return the book with the change of a line that follows no copy, if it has its base."""
    if entry.base is None:
        return book
    where = (entry.head.store, PROJECTS, "0")
    projects: dict[str, ReplacedProject] = {}
    for key, after in entry.projects.items():
        sides = (before_of(after, entry.base.get(key)), after)
        old, new = (document and read_row(Project, document, where).value for document in sides)
        projects[key] = ReplacedProject(old or None, new or None)
    lists: dict[str, ReplacedList] = {}
    for name, documents in entry.lists.items():
        earlier = before_of_list(documents, entry.lists_base.get(name, ()))
        old_list, new_list = (
            tuple(read_row(SHARED[name], document, where).value for document in side)
            for side in (earlier, documents)
        )
        lists[name] = ReplacedList(old_list, new_list)
    return _with_change(book, now, Patch(projects, lists), {})


def _changed_projects(change: Patch) -> Iterator[SalvagedProject]:
    for old, new in change.projects.values():
        if old is None and new is not None:
            yield SalvagedProject(new.name, "added")
        elif old is not None and new is None:
            yield SalvagedProject(old.name, "deleted")
        elif old is not None and new is not None and old != new:
            fields = [
                name
                for name in Project.model_fields
                if name not in ("updated_at", "updated_by", "history")
                and getattr(old, name) != getattr(new, name)
            ]
            yield SalvagedProject(new.name, "changed", tuple(fields))


def _commit(path: Path, before: Book, after: Book, key: PassphraseKey | None, by: str) -> Path:
    """Commit the change; return the backup of the store as it was."""
    with whole_store(path, key) as (storage, data):
        was = make_backup(storage.file, data, "replaced", codec=codec_of(data, path, key))
    store = Store.open(path, create=False, key=key)
    try:
        store.commit(BookChange.between(before, after), LABEL, by)
    finally:
        store.close()
    return was
