"""A data file and its journal, read together and written so that each commit is on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from deals.edits.patches import Patch, diff_books
from deals.errors import UserError
from deals.model import Book
from store.backups import BackupKind, is_kept, keep_journal, make_backup, make_daily_backup
from store.documents import StoredBook, dump_row, read_file
from store.encryption import PLAIN, Codec, PassphraseKey, codec_of, is_sealed
from store.files import (
    FileChangedError,
    FileDraft,
    FileStamp,
    FolderIdentity,
    StoreStamp,
    add_at_end,
    append,
    folder_identity,
    make_folder,
    read_whole,
    refuse_os_errors,
    remove_file,
    replace_whole,
    stamp_of,
    truncate_file,
    watch_additions,
)
from store.journal import (
    CommitInfo,
    JournalLines,
    encode_for_backup,
    journal_path,
    line_of,
    read_journal,
)
from store.json_layout import lay_out_tables, parse_tables
from store.metadata import META, read_head
from store.outside_changes import explain_doubts
from store.replay import HeldLines, ReplayResult, bury_deleted, replay_commits
from store.storage import AtomicJSONStorage

_TAIL_BYTES = 64
_COURSES = frozenset({"journal-gap", "journal-foreign"})


class _StoreContent(NamedTuple):
    """What was read of the files, before anybody has said that it is the store's."""

    sight: StoreStamp
    replay: ReplayResult
    lines: JournalLines
    journal: bytes
    codec: Codec
    based: int
    outdated: bytes | None
    newer: UserError | None


class JournaledFile:
    """The two files of a store. All that writes is called with the lock held.

    `newer` says that a later version of the program wrote the file, `torn` is the number of the
    journal's last line where that is not whole, and `end` how many bytes of the journal are sound.
    `stale` says that the journal is that of a store which was replaced; see set_aside.

    `trouble` says why what stands in the store's place is not the store that was read here: nothing
    is written then, until it is back or the user has what is held written. `notices` are what is to
    be told of the last look, and `restored` says that it found another book put back.
    """

    def __init__(self, path: Path, key: PassphraseKey | None) -> None:
        """Name the two files without reading them; refused as AtomicJSONStorage is."""
        self.storage = AtomicJSONStorage(path)
        self.journal = journal_path(self.storage.file)
        self.torn: int | None = None
        self.newer: UserError | None = None
        self.trouble: UserError | None = None
        self.notices: list[UserError] = []
        self.restored = False
        self.stale = False
        self.end = 0
        self._key = key
        self._codec: Codec = PLAIN
        self._folder: FolderIdentity | None = None
        self._journal_seen: FileStamp | None = None
        self._judged: StoreStamp | None = None
        self._held = HeldLines()
        self._tail = b""
        self._based = 0
        self._outdated: bytes | None = None
        self._lost = False
        self._behind = False

    @property
    def exists(self) -> bool:
        """Whether there was a data file when it was last read or written."""
        return self.storage.seen is not None

    @property
    def dirty(self) -> bool:
        """Whether the data file lacks anything, as last seen."""
        return self._lost or self.journal_bytes > 0

    @property
    def journal_bytes(self) -> int:
        """The size of the journal, as last seen."""
        return self._journal_seen.size if self._journal_seen else 0

    def pending(self, stored: StoredBook) -> int:
        """Return how many commits are not in the data file."""
        return stored.head.sequence - self._based if self.exists else 0

    def changed(self) -> bool:
        """Whether anything is other than was last seen; costs a look at folder, file, journal."""
        with refuse_os_errors("store-unreadable", self.storage.path):
            sight = self._look()
        if not self.exists:
            return sight.file is not None
        return self._behind or sight != (self._judged or self._seen)

    def is_displaced(self) -> bool:
        """Whether the store may not be where it was, so that not even a lock is to be put there."""
        if not self.exists:
            return False
        with refuse_os_errors("store-unreadable", self.storage.path):
            sight = self._look()
        return self.trouble is not None or sight.file is None or sight.folder != self._folder

    @property
    def _seen(self) -> StoreStamp:
        return StoreStamp(self._folder, self.storage.seen, self._journal_seen)

    def _look(self) -> StoreStamp:
        # The journal first, as in reading: what is taken out of it is in the file by then.
        journal = stamp_of(self.journal)
        return StoreStamp(
            folder_identity(self.journal.parent), stamp_of(self.storage.file), journal
        )

    # Reading -------------------------------------------------------------------------------------

    def load(self, known: StoredBook | None = None) -> StoredBook | None:
        """Read file and journal together; None where there is neither.

        Refused as reading them is, and `journal-orphan` (file) for a journal without its data file.
        """
        found = self._read(known)
        return None if found is None else self._accept(found)

    def _read(self, known: StoredBook | None) -> _StoreContent | None:
        seen, self.newer = self.storage.seen, None
        try:
            with refuse_os_errors("store-unreadable", self.journal):
                folder = folder_identity(self.journal.parent)
                journal = read_whole(self.journal)
            data = self.storage.read_bytes()
            file = self.storage.seen
        finally:
            # Not taken in yet, so it still counts as unseen and is not written over.
            self.storage.seen = seen
        lines, stamp = journal or (b"", None)
        if data is not None:
            return self._read_content(data, lines, StoreStamp(folder, file, stamp), known)
        if lines:
            raise UserError("journal-orphan", file=str(self.journal))
        return None

    def _read_content(
        self, data: bytes, journal: bytes, sight: StoreStamp, known: StoredBook | None
    ) -> _StoreContent:
        file = str(self.storage.path)
        codec = self._codec_of(data, known)
        try:
            plain = codec.decode(data)
        except ValueError:
            raise UserError("store-damaged", file=file) from None
        try:
            found = read_file(plain, file, known)
        except UserError as refusal:
            self.newer = refusal if refusal.code == "store-newer" else None
            raise
        at = sight.file.written_at if sight.file else datetime.now(UTC)
        stored = explain_doubts(found.stored, self.storage.file, self._key, at, known)
        try:
            lines = read_journal(journal, stored.head, codec, self.journal)
        except UserError as refusal:
            if refusal.code in _COURSES and known is not None and known.head.is_past(stored.head):
                raise UserError("store-older", file=file) from None
            raise
        replay = replay_commits(stored, lines.entries, str(self.journal))
        outdated = data if found.outdated else None
        based = stored.head.sequence
        return _StoreContent(sight, replay, lines, journal, codec, based, outdated, found.newer)

    def _accept(self, found: _StoreContent) -> StoredBook:
        lines = found.lines
        self.newer, self._codec, self._based = found.newer, found.codec, found.based
        self._folder, self.storage.seen, self._journal_seen = found.sight
        self._lost = self._behind = False
        self._judged = self.trouble = None
        self._outdated = found.outdated
        self.end, self._tail = lines.end, found.journal[: lines.end][-_TAIL_BYTES:]
        self.torn, self.stale = lines.torn, lines.stale
        return self._keep_replay(found.replay, lines)

    def _keep_replay(self, replay: ReplayResult, lines: JournalLines) -> StoredBook:
        """Remember the replayed lines and note what had to be merged; return the store then."""
        for entry in lines.entries:
            self._held.add(entry.text)
        if replay.merged:
            figures = {"records": replay.merged, "fields": replay.overwritten}
            self.notices.append(UserError("store-merged", **figures))
        return replay.stored

    def take_notices(self) -> tuple[UserError, ...]:
        """Return what is to be told of the last looks; once."""
        notices, self.notices = tuple(self.notices), []
        return notices

    def catch_up(self, stored: StoredBook) -> StoredBook:
        """Return `stored` with what others have written since; the same object where they have not.

        Where something else stands in the store's place by now, or nothing, see `trouble`; what is
        known is then all there is. So it is where lines of the journal were taken away, to be
        written by the next commit, and of what a later version has written; see `newer`.

        Where others went on from an earlier commit than ours, both courses are joined and written;
        without the lock that is left to a later look.
        """
        sight, trouble = None, self.trouble
        try:
            with refuse_os_errors("store-unreadable", self.storage.path):
                sight = self._look()
            if not self.exists:
                return stored if sight.file is None else self.load(stored) or stored
            if sight == (self._judged or self._seen) and not self._behind:
                return stored
            after = self._take_in(stored, sight)
        except UserError as refusal:
            if not self.exists or refusal.code == "store-unwritable":
                raise
            if self.newer is not None and sight is not None:
                self._folder, self.storage.seen, self._journal_seen = sight
                return stored
            self.trouble, self._judged = refusal, sight
            return stored
        if trouble is not None and self.trouble is None and not self.restored:
            self.notices.append(UserError("store-back"))
        return after

    def _take_in(self, stored: StoredBook, sight: StoreStamp) -> StoredBook:
        if sight.folder is None or sight.file is None:
            self.trouble, self._judged = UserError("store-vanished", file=self._file), sight
            # What others were told is stored may still be in the journal.
            there = sight.folder == self._folder and not self._lost
            found = self._read_on(stored, sight.journal) if there else None
            return found or stored
        same = (sight.folder, sight.file) == (self._folder, self.storage.seen)
        if same and not (self._lost or self._behind or self.trouble):
            found = self._read_on(stored, sight.journal)
            if found is not None:
                return found
        return self._compare_files(stored)

    @property
    def _file(self) -> str:
        return str(self.storage.path)

    def _read_on(self, stored: StoredBook, journal: FileStamp | None) -> StoredBook | None:
        """Take what was added to the journal into `stored`; None where it does not follow."""
        seen = self._journal_seen
        same = journal and seen and journal.inode == seen.inode and journal.size >= self.end
        if self.end and not same:
            return None
        with refuse_os_errors("store-unreadable", self.journal):
            found = read_whole(self.journal, self.end - len(self._tail))
        if found is None:
            if self.end == 0:
                self._journal_seen = None
            return stored if self.end == 0 else None
        data = found[0].removeprefix(self._tail)
        if len(found[0]) - len(data) != len(self._tail):
            return None
        try:
            lines = read_journal(data, stored.head, self._codec, self.journal, self.end)
            replay = replay_commits(stored, lines.entries, str(self.journal))
        except UserError:
            return None
        if lines.stale:
            return None
        self.end, self._journal_seen, self.torn = lines.end, found[1], lines.torn
        self._tail = (self._tail + data[: lines.end - self.end])[-_TAIL_BYTES:]
        return self._keep_replay(replay, lines)

    def _compare_files(self, stored: StoredBook) -> StoredBook:
        """Read the files anew and accept them, if they are this store's and lack nothing of it."""
        found = self._read(stored)
        if found is None:
            raise UserError("store-vanished", file=self._file)
        ours, theirs = stored.head, found.replay.stored.head
        if self._outdated is not None:
            # An earlier version's file has no id yet: each reading makes one up.
            return self._accept(found)
        if theirs.store != ours.store:
            return self._accept_restored(found, stored)
        if theirs.has(ours) or theirs.is_out_of_sight(ours):
            return self._accept(found)
        if ours.is_past(theirs):
            if (found.sight.folder, found.sight.file) != (self._folder, self.storage.seen):
                raise UserError("store-older", file=self._file)
            # Whoever took lines out of the journal took nothing that is not held here.
            self._lost, self._behind = True, False
            self._journal_seen, self._judged, self.trouble = found.sight.journal, None, None
            return stored
        return self._join_courses(stored, found)

    def _accept_restored(self, found: _StoreContent, ours: StoredBook) -> StoredBook:
        """Return another book that somebody has put in the place of this one, saying so.

        What was held here need not be among what he kept: it may not have stood there any more.
        """
        theirs = found.replay.stored
        if ours.head.store not in theirs.head.replaces:
            raise UserError("store-other", file=self._file)
        kept = None
        codecs = found.codec, self._codec
        if not (theirs.head.has(ours.head) or is_kept(self.storage.file, ours.head, codecs)):
            kept = self.keep(ours, "held", self._codec if found.codec is PLAIN else found.codec)
        self._held = HeldLines()
        self.restored = True
        self.notices.append(UserError("store-restored", count=len(theirs.book.projects)))
        if kept is not None:
            self.notices.append(UserError("store-held", held=str(kept), file=self._file))
        return self._accept(found)

    def _join_courses(self, stored: StoredBook, found: _StoreContent) -> StoredBook:
        """Join two courses that went on from one commit: make ours to theirs, as a commit."""
        apart = self._held.since(found.replay.stored.head, stored.head)
        if not apart:
            raise UserError("store-older", file=self._file)
        if not self.storage.holds():
            return stored
        held = self._held.copy()
        theirs = self._accept(found)
        try:
            book = replay_commits(theirs, apart, str(self.journal)).stored.book
            change = diff_books(theirs.book, book)
            if not change:
                return theirs
            links = [link for entry in apart for link in (*entry.joins, entry.head.link)]
            joined = self.commit(theirs, book, change, CommitInfo(apart[-1].by, "merge"), links)
        except BaseException:
            self._held, self._behind = held, True
            raise
        self.notices.append(UserError("store-parted", count=len(apart)))
        return joined

    # Writing -------------------------------------------------------------------------------------

    def _codec_of(self, data: bytes, known: StoredBook | None) -> Codec:
        """Return how the file is written now; a passphrase changed meanwhile is no loss."""
        try:
            return codec_of(data, self.storage.path, self._key)
        except UserError as refusal:
            if known is None or refusal.code != "passphrase-wrong":
                raise
            self.newer = UserError("passphrase-changed", file=str(self.storage.path))
            raise self.newer from None

    def back_up_daily(self) -> None:
        """Make today's backup of the data file, unless there is one; refused as `daily` is."""
        make_daily_backup(self.storage.file, codec=self._codec)

    def set_aside(self) -> None:
        """Keep the journal of a store that was replaced among the backups, and take it away."""
        if not self.stale:
            return
        with refuse_os_errors("store-unwritable", self.storage.path):
            found = read_whole(self.journal)
            if found is not None and found[0]:
                keep_journal(self.storage.file, encode_for_backup(found[0], self._codec))
            remove_file(self.journal)
        self._journal_seen, self.end, self.stale = None, 0, False

    def commit(
        self,
        stored: StoredBook,
        book: Book,
        change: Patch,
        info: CommitInfo,
        joins: Sequence[str] = (),
    ) -> StoredBook:
        """Make the change to `book` durable: by a line, or whole where there is no file to add to.

        Refusals, both files as they were: `store-unstorable`, `store-unwritable` (file, why), and
        those of make_backup where an earlier version's file is to be migrated. FileChangedError,
        and nothing written, where others have written since catch_up, for the lock is lost.
        """
        self.set_aside()
        at = datetime.now(UTC).isoformat()
        rows = {key: dump_row(replaced.after) for key, replaced in change.projects.items()}
        after = stored.holding(book, rows, bury_deleted(change, at, info.by))
        if not self.exists:
            return self.rewrite(after)
        line, head = line_of(stored, after, rows, change, (at, (info.by, info.label), joins))
        after = replace(after, head=head)
        if self._lost or self._outdated is not None:
            self._write_whole(after)
        else:
            self._append(self._codec.encode_line(line, head.sequence) + b"\n")
        self._held.add(line)
        return after

    def _append(self, line: bytes) -> None:
        with refuse_os_errors("store-unwritable", self.storage.path):
            self._clear_tail()
            self._check_lock()
            stamp = append(self.journal, line, self.end)
            self.end += len(line)
            self._journal_seen, self._tail = stamp, (self._tail + line)[-_TAIL_BYTES:]
            # The lock may have been lost in this very instant: then others' lines are looked for.
            self._behind = stamp.size != self.end or not self.storage.holds()

    def _check_lock(self) -> None:
        if not self.storage.holds():
            self._behind = True
            raise FileChangedError(str(self.journal))

    def _clear_tail(self) -> None:
        """Cut off what stands behind the sound lines of the journal: torn lines, or all lines
        once they are in the data file.
        """
        seen = self._journal_seen
        if seen is None or seen.size <= self.end:
            return
        self._check_lock()
        self._keep_tail()
        if self.end:
            self._journal_seen = truncate_file(self.journal, seen, self.end)
            return
        with watch_additions(self.journal, seen) as late:
            remove_file(self.journal)
            self._journal_seen = None
            self._put_back(late())

    def _keep_tail(self) -> None:
        """Keep a journal whose damaged last line has its break: it may count as stored."""
        found = read_whole(self.journal) if self.torn is not None else None
        if found is not None and found[0].endswith(b"\n"):
            keep_journal(self.storage.file, encode_for_backup(found[0], self._codec))
        self.torn = None

    def _put_back(self, late: bytes) -> None:
        """Write anew what others added to a journal while it was removed, their lock being ours."""
        if late:
            add_at_end(self.journal, late)
            self._behind = True

    def _write_whole(self, stored: StoredBook) -> None:
        if not self.exists and (hindrance := self.storage.hindrance()):
            raise hindrance
        if self._outdated is not None:
            make_backup(self.storage.file, self._outdated, "migration", codec=self._codec)
        with self.open_draft(stored) as draft:
            self.place(draft, stored)

    def rewrite(self, stored: StoredBook) -> StoredBook:
        """Make a change that no line of the journal can tell durable: the file is written whole."""
        stored = replace(stored, head=stored.head.whole())
        self._write_whole(stored)
        return stored

    @contextmanager
    def open_draft(self, stored: StoredBook, draft: FileDraft | None = None) -> Iterator[FileDraft]:
        """Write a draft of the data file and yield it; OSErrors are `store-unwritable`.

        Only making the draft wants the lock held.
        """
        with (
            refuse_os_errors("store-unwritable", self.storage.path),
            draft or self.storage.draft() as made,
        ):
            made.write(self._pieces(stored))
            yield made

    def _pieces(self, stored: StoredBook) -> Iterator[bytes]:
        if self._codec is PLAIN:
            return iter(lay_out_tables(stored.tables(datetime.now(UTC))))
        return iter([self.encode(stored)])

    def place(self, draft: FileDraft, stored: StoredBook, journaled: int | None = None) -> None:
        """Put the draft of `stored` in place of the file, and take its commits out of the journal.

        The first `journaled` bytes of the journal are in it, or all where None. FileChangedError,
        and nothing done, where either file is not as it was last read here.
        """
        self.set_aside()
        self._check_lock()
        sight = self._look()
        if sight[1:] != self._seen[1:] or (self.exists and sight.folder != self._folder):
            raise FileChangedError(str(self.storage.path))
        self._keep_tail()
        rest = 0 if journaled is None or self._lost else self.end - journaled
        self._put_draft(draft, stored, rest)

    def _put_draft(self, draft: FileDraft, stored: StoredBook, rest: int) -> None:
        """Place the draft, then keep the last `rest` bytes of the journal alone."""
        # In this order: lines that a kill leaves in both files count once, by their links.
        with watch_additions(self.journal, self._journal_seen) as late:
            self.storage.seen = draft.place()
            self._folder, self._based = folder_identity(self.journal.parent), stored.head.sequence
            self._outdated, self._lost, self._judged = None, False, None
            kept = read_whole(self.journal, self.end - rest) if rest else None
            lines = kept[0][:rest] if kept else b""
            if lines:
                self._journal_seen = replace_whole(self.journal, lines)
            else:
                remove_file(self.journal)
                self._journal_seen = None
            self.end, self._tail = len(lines), lines[-_TAIL_BYTES:]
            self._put_back(late())

    def write_held(self, stored: StoredBook) -> StoredBook:
        """Put what is held here in the place of whatever stands there, which is kept first.

        It stays sealed if it was, and goes on behind what stands there, so that other sessions take
        it in. Refused is what make_backup is, `store-unwritable` (file, why), and `store-sealed`
        (file) where it would put what is plain over what somebody has locked.
        """
        sequence = stored.head.sequence
        with refuse_os_errors("store-unwritable", self.storage.path):
            found, journal = read_whole(self.storage.file), read_whole(self.journal)
            if found is not None and found[0]:
                if is_sealed(found[0]) and self._codec is PLAIN:
                    raise UserError("store-sealed", file=self._file)
                sequence = max(sequence, self._sequence_of(found[0]))
                make_backup(self.storage.file, found[0], "replaced", codec=self._codec)
            if journal is not None and journal[0]:
                keep_journal(self.storage.file, encode_for_backup(journal[0], self._codec))
            head = replace(stored.head, sequence=sequence).whole()
            stored = replace(stored, head=head)
            with self.open_draft(stored) as draft:
                self._check_lock()
                self._journal_seen = journal[1] if journal else None
                self.stale, self.torn = False, None
                self._put_draft(draft, stored, 0)
        self.trouble, self._behind = None, False
        return stored

    def _sequence_of(self, data: bytes) -> int:
        """Return where a data file stands, as far as it can be read."""
        try:
            plain = codec_of(data, self.storage.path, self._key).decode(data)
            return read_head(parse_tables(plain, self._file)[META], self._file).sequence
        except (UserError, ValueError, KeyError, StopIteration):
            return 0

    def keep_held(self, stored: StoredBook) -> Path | None:
        """Keep what is held here as a backup beside the store, for what stands there is not it.

        None where that would be on another disk than the store was: it may have been a locked one,
        and still has all that it had. An older copy of the store tells that its disk is there, and
        has not. Refused as make_backup is.
        """
        folder = self.storage.file.parent
        with refuse_os_errors("backup-unwritable", folder):
            while not folder.is_dir():
                folder = folder.parent
            same = self._folder is not None and folder.stat().st_dev == self._folder.device
            older = self.trouble is not None and self.trouble.code == "store-older"
            if not (same or older):
                return None
            make_folder(self.storage.file.parent)
            return self.keep(stored, "held")

    def keep(self, stored: StoredBook, kind: BackupKind, codec: Codec | None = None) -> Path:
        """Keep `stored` as a backup, as the store is written or else."""
        data = self.encode(stored, codec)
        return make_backup(self.storage.file, data, kind, codec=codec or self._codec)

    def encode(self, stored: StoredBook, codec: Codec | None = None) -> bytes:
        """Return the bytes of a data file that holds `stored`, as the store is written or else."""
        pieces = lay_out_tables(stored.tables(datetime.now(UTC)))
        return (codec or self._codec).encode(b"".join(pieces))

    def mend(self) -> None:
        """Cut a torn last line off the journal, and note that."""
        if (line := self.torn) is not None:
            with refuse_os_errors("store-unwritable", self.storage.path):
                self._clear_tail()
            self.torn = None
            self.notices.append(UserError("journal-torn", file=str(self.journal), line=line))
