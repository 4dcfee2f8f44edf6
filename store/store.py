"""The open store: reading the book, committing changes, and taking in what others commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple, Self

from deals.book_change import BookChange, Committed
from deals.edits.patches import diff_books
from deals.errors import UserError
from deals.model import Book
from store import backups
from store.backups import backups_folder, newest_good
from store.documents import StoredBook, Tombstone
from store.encryption import PassphraseKey, store_is_sealed
from store.files import FileChangedError, make_folder, read_whole, refuse_os_errors, stamp_of
from store.integrity import Doubt, doubts_notice
from store.journal import CommitInfo, journal_path
from store.journaled_file import JournaledFile
from store.metadata import StoreHead
from store.storage import LOCK_SECONDS, AtomicJSONStorage, pause_collector
from store.unsaved import UnsavedFile

if TYPE_CHECKING:
    from deals.merging.overwrites import Incoming, Overwritten, SessionEdits

JOURNAL_BYTES = 4 * 2**20
JOURNAL_LINES = 1000
"""How long the journal may grow before the data file should be brought up to date."""

ATTEMPTS = 5
"""How often a commit is tried where another writer comes in between, the lock being lost."""

CLOSING_SECONDS = 0.02
"""How often who leaves looks whether another's checkpoint is done."""


class Store:
    """An open store; `path` is its file as the user named it.

    `read_only` says why nothing can be written, None where it can; a later version of the program
    may bring that about at any time. `notices` are what opening it found to be told once; `unkept`
    says why today's backup could not be made, if it was tried; `unsaved` are the lines that users
    left half typed. `checkpoint` and `back_up` may run in a thread while another commits.

    `trouble` says why what stands at the path is not the store that was opened: nothing, an older
    copy, another store, something damaged. All that was read and committed is held; nothing is
    written until the store is back, which is looked for, or `write_held` is called.
    """

    def __init__(self, path: Path, key: PassphraseKey | None = None) -> None:
        """Make an empty store, for `open`, which reads what is stored."""
        self.path = path
        self.read_only: UserError | None = None
        self.notices: tuple[UserError, ...] = ()
        self.unkept: UserError | None = None
        self.author = ""
        self.unsaved = UnsavedFile(path, key)
        self._has_key = key is not None
        self._disk = JournaledFile(path, key)
        self._stored = StoredBook()
        self._reported = self._stored.book
        self._own: SessionEdits | None = None
        self._lost: list[Overwritten] = []
        self._notices = list[UserError]()
        self._restored = False
        self._kept: tuple[StoredBook | None, Path | None] = None, None
        self._closed = self._wrote = False
        self._mutex, self._checkpointing, self._backing_up = RLock(), Lock(), Lock()

    @classmethod
    def open(
        cls, path: Path, *, create: bool = True, key: PassphraseKey | None = None, author: str = ""
    ) -> Self:
        """Return the store in the file `path`, and in its journal.

        Where there is no file the book is empty, and the first commit makes one; with `create`
        False that is refused instead (`store-missing`: file). `key` opens a sealed one; `author`
        signs commits.

        Refused, and left as it is, is a file that cannot be read, that is no store or that is
        damaged, and a journal that is: see JournaledFile.load. Where there is a good backup, such a
        refusal has its name as the figure `backup`.
        """
        store = cls(path, key)
        store.author = author
        store._disk.storage.sweep()
        try:
            with pause_collector():
                found = open_files(store._disk)
        except UserError as refusal:
            from store.remains import name_backup  # a sound store asks for no copy

            raise name_backup(refusal, store._disk.storage.file, key) from None
        if found.stored is None and not create:
            raise UserError("store-missing", file=str(path))
        store._stored = found.stored or store._stored
        store.read_only = found.read_only
        store.notices = (*found.notices, *filter(None, (store.doubtful,)))
        store._reported = store.book
        return store

    @property
    def book(self) -> Book:
        """The book as last read or committed."""
        return self._stored.book

    @property
    def sequence(self) -> int:
        """The number of the last commit, an undo's too: it never falls as long as a store lives,
        nor where one is restored.
        """
        return self._stored.head.sequence

    @property
    def head(self) -> StoreHead:
        """The last commit, which knows those before it."""
        return self._stored.head

    @property
    def identity(self) -> str:
        """The id of the store: one that was restored has another than the one before it."""
        return self._stored.head.store

    def checksums(self) -> dict[str, str]:
        """Return the checksums of all projects by id, of which those read need not be reckoned."""
        return self._stored.checksums()

    @property
    def stored(self) -> StoredBook:
        """All that is stored as last read or committed, of one moment: for other threads."""
        return self._stored

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The records that were changed outside Netloft and that nobody has accepted yet."""
        return self._stored.doubts

    @property
    def doubtful(self) -> UserError | None:
        """What there is to say of all doubts in one line, None where there are none."""
        return doubts_notice(self._stored.doubts)

    @property
    def tombstones(self) -> Mapping[str, Tombstone]:
        """What is left of the projects deleted of late, by id."""
        return self._stored.tombstones

    @property
    def trouble(self) -> UserError | None:
        """Why what is held is not what stands in the store's place; None where it is."""
        return self._disk.trouble

    @property
    def sealed(self) -> bool:
        """Whether nothing of it may stand on the disk in plain text: it was sealed or is by now."""
        return self._has_key or store_is_sealed(self.path)

    @property
    def dirty(self) -> bool:
        """Whether a checkpoint would do anything, as last seen."""
        return self.trouble is None and self._disk.dirty

    @property
    def overdue(self) -> bool:
        """Whether the journal has grown so long that a checkpoint should not wait."""
        if self.trouble is not None:
            return False
        lines = self._disk.pending(self._stored)
        return lines >= JOURNAL_LINES or self._disk.journal_bytes >= JOURNAL_BYTES

    def commit(
        self, change: BookChange, label: str, by: str = "", *, own: bool = True
    ) -> Committed:
        """Make a change durable; return the book that is then stored, and what was done to it.

        What others have saved since is taken in first, and the change is merged with it field by
        field; what they did is no part of the patch that is given. What nobody changed stays the
        same object. `label` says what was done and `by` who did it, else who is named by
        the change, else the author. Of what
        is not our `own` doing, but brought here, `take_in` tells which of ours it overwrites.

        When it returns, the change is on the disk. Where it is refused (`store-busy`,
        `store-unwritable`, `store-unstorable`, `store-read-only` and whatever else `read_only` and
        `trouble` say, or as on opening where the files are no longer sound) files and book stay as
        they were, but for what others saved.
        """
        if self._closed:
            raise ValueError("the store is closed")
        if self.read_only is not None:
            raise self.read_only
        info = CommitInfo(by or (self.author if change.by is None else change.by), label)
        with self._mutex:
            self._find_again()
            for _attempt in range(ATTEMPTS):
                with suppress(FileChangedError), self._disk.storage.locked():
                    self._catch_up()
                    self._refuse_trouble()
                    return self._commit_merged(change, info, own=own)
        raise UserError("store-busy", file=str(self.path))

    def accept(self, wanted: Sequence[str] = ()) -> tuple[Doubt, ...]:
        """Take doubtful records for right as they stand: all, or those `wanted` by place, id or
        name. They get new checksums, and the file is written whole; gives the doubts that went.

        Refused as commit is, and `doubt-missing` (name) for what is not doubtful.
        """
        if self.read_only is not None:
            raise self.read_only
        with self._checkpointing, self._mutex:
            self._find_again()
            with self._disk.storage.locked():
                self._catch_up()
                self._refuse_trouble()
                doubts = self._stored.doubts
                for name in wanted:
                    if not any(doubt.is_meant(name) for doubt in doubts):
                        raise UserError("doubt-missing", name=name)
                gone = tuple(
                    doubt for doubt in doubts if not wanted or any(map(doubt.is_meant, wanted))
                )
                if gone:
                    left = tuple(doubt for doubt in doubts if doubt not in gone)
                    self._stored = self._disk.rewrite(replace(self._stored, doubts=left))
            return gone

    def _commit_merged(self, change: BookChange, info: CommitInfo, *, own: bool) -> Committed:
        now = self.book
        done = change.apply(now)
        if self._disk.exists and not done.patch:
            return Committed(now, done.patch)
        self._stored = self._disk.commit(self._stored, done.book, done.patch, info)
        if own:
            self._own = self._own_edits().add_change(done.patch)
        else:
            # What others took out is told by who brings it, and why.
            edited = {key: each for key, each in done.patch.projects.items() if each.after}
            overwriting = replace(done.patch, projects=edited)
            self._own, lost = self._own_edits().find_overwritten(overwriting)
            self._lost += lost
        self._wrote = True
        self._reported = done.book
        return done

    def _own_edits(self) -> SessionEdits:
        """Return what was written here, empty before the first change, for which it is loaded."""
        from deals.merging.overwrites import SessionEdits

        return self._own or SessionEdits()

    def _refuse_trouble(self) -> None:
        for reason in (self.read_only, self.trouble):
            if reason is not None:
                raise reason

    def _find_again(self) -> None:
        """Look for a store that is not where it was, without so much as a lock being made there."""
        if self._disk.is_displaced():
            self._catch_up()
            self._refuse_trouble()

    def _catch_up(self) -> None:
        """Take in what others have written, and note what of ours they overwrote."""
        with pause_collector():
            stored = self._disk.catch_up(self._stored)
        self.read_only = self.read_only or self._disk.newer
        self._notices += self._disk.take_notices()
        if stored is self._stored:
            return
        if self._disk.restored:
            # Another book altogether: what was written here is not what it overwrites.
            self._disk.restored, self._restored = False, True
            self._stored, self._own, self._lost = stored, None, []
            return
        change = diff_books(self.book, stored.book)
        buried = (stored.tombstones.get(key) for key in change.projects)
        by = next((tombstone.deleted_by for tombstone in buried if tombstone), "")
        self._stored = stored
        self._own, lost = self._own_edits().find_overwritten(change, by)
        self._lost += lost

    def take_in(self) -> Incoming | None:
        """Return what others have committed since the last commit or take_in here; None for
        nothing.

        Costs three looks at folder and files where nothing is new, and waits for nobody: what is
        just being written is taken in the next time. What then is no longer the store is told by
        `trouble`.
        """
        with self._mutex:
            if self._disk.changed():
                self._look()
            lost, self._lost = tuple(self._lost), []
            notices, self._notices = tuple(self._notices), []
            restored, self._restored = self._restored, False
            if self.book is self._reported and not (lost or notices):
                return None
            from deals.merging.overwrites import Incoming

            self._reported = self.book
            return Incoming(self.book, lost, notices, restored)

    def _look(self) -> None:
        if self.read_only is not None or self._disk.is_displaced():
            self._catch_up()
            if self.read_only is not None or self.trouble is not None:
                return
        try:
            with self._disk.storage.locked(seconds=0):
                self._catch_up()
        except UserError as refusal:
            if refusal.code != "store-busy":
                raise

    @property
    def backup_due(self) -> bool:
        """Whether today's backup is still to be made; costs a look for a file."""
        written = self.read_only is None and self.trouble is None and self._disk.exists
        return written and backups.is_backup_due(self._disk.storage.file)

    def back_up(self) -> None:
        """Make today's backup, unless there is one.

        A commit leaves the data file as it is, and who brings it up to date backs it up first: so
        this is the file as it was before the first write of the day. Refused as make_backup is, and
        `store-unreadable` (file, why).
        """
        with self._backing_up:
            self.unkept = None
            try:
                if self.backup_due:
                    self._disk.back_up_daily()
            except UserError as refusal:
                self.unkept = refusal
                raise

    def back_up_import(self) -> Path | None:
        """Keep all that is stored as a backup before an import; None where nothing is yet.

        Slow, as a checkpoint is. Refused as make_backup is.
        """
        if self.read_only is not None or self.trouble is not None or not self._disk.exists:
            return None
        with self._mutex:
            stored = self._stored
        return self._disk.keep(stored, "import")

    def back_up_now(self) -> Path | None:
        """Keep all that is stored as a backup because somebody asks for one; None where nothing is
        stored yet.

        Slow, as a checkpoint is. Refused as make_backup is, and as anything is that is written
        while the store cannot be: `read_only`, `trouble`.
        """
        if refusal := self.trouble or self.read_only:
            raise refusal
        if not self._disk.exists:
            return None
        with self._mutex:
            stored = self._stored
        return self._disk.keep(stored, "manual")

    def checkpoint(self) -> None:
        """Bring the data file up to date and empty the journal; nothing is done where it is empty.

        Today's backup is made before, if there is none yet. Commits, here and of others, wait for
        moments of it only: the file is written while they go on, and what they add in between stays
        in the journal. Refusals, nothing lost: `store-busy` (file) where another process does the
        same, `store-unwritable` (file, why), as reading the files is, and in the end, the file then
        up to date, those of back_up.
        """
        if self.read_only is not None or self.trouble is not None:
            return
        with self._checkpointing:
            with suppress(UserError):
                # Without a backup the journal may still not grow for ever.
                self.back_up()
            self._write_whole()
        if self.unkept is not None:
            raise self.unkept

    def _write_whole(self) -> None:
        disk = self._disk
        with self._mutex:
            self._find_again()
        with suppress(FileChangedError):
            with self._mutex, disk.storage.locked():
                self._catch_up()
                if self.read_only is not None or not (self.dirty and disk.exists):
                    return
                stored, journaled = self._stored, disk.end
                draft = disk.storage.draft()
            with disk.open_draft(stored, draft), self._mutex, disk.storage.locked():
                if disk.storage.changed():
                    return
                self._catch_up()
                if self.trouble is None:
                    disk.place(draft, stored, journaled)

    def write_held(self) -> None:
        """Put what is held in the place of whatever stands at the path, which is kept first as a
        backup (`replaced`); what the user has to ask for. Nothing is done where all is well.

        Refusals, nothing touched: `store-busy`, `store-unwritable` (file, why), `store-sealed`
        (file) where what is held is plain and somebody has locked what stands there, and those of
        make_backup.
        """
        with self._mutex:
            if self.read_only is not None or self.trouble is None:
                return
            with refuse_os_errors("store-unwritable", self.path):
                make_folder(self._disk.storage.file.parent)
            for _attempt in range(ATTEMPTS):
                with suppress(FileChangedError), self._disk.storage.locked():
                    self._stored = self._disk.write_held(self._stored)
                    self._wrote = True
                    return
        raise UserError("store-busy", file=str(self.path))

    def keep_held(self) -> Path | None:
        """Keep what is held as a backup where `trouble` says that it is not what stands at the
        path; gives the backup, the same one while it reads and nothing else is held. None where
        all is well, and where the store's disk is not there: what was on it is still on it.
        """
        with self._mutex:
            if self.trouble is None:
                return None
            stored, kept = self._kept
            if stored is not self._stored or not (kept and backups.unpack_backup(kept)):
                kept = self._disk.keep_held(self._stored)
                self._kept = self._stored, kept
            return kept

    def content(self) -> bytes:
        """Return the bytes of a data file that holds all that is stored, the journal taken in."""
        with self._mutex:
            return self._disk.encode(self._stored)

    def close(self) -> None:
        """Let go of the store; a commit after it is a ValueError.

        Who has committed, or finds the journal overlong, brings the data file up to date first.
        """
        if self._closed:
            return
        until = monotonic() + LOCK_SECONDS
        while (self._wrote or self.overdue) and self._is_hindered():
            # Another may be at it, and not have seen what is ours. The last to leave tidies up.
            if monotonic() >= until:
                break
            sleep(CLOSING_SECONDS)
        self._closed = True

    def _is_hindered(self) -> bool:
        """Whether a checkpoint could be made a moment later, but not now."""
        try:
            self.checkpoint()
        except UserError as refusal:
            return refusal.code == "store-busy"
        return False


@contextmanager
def whole_store(path: Path, key: PassphraseKey | None) -> Iterator[tuple[AtomicJSONStorage, bytes]]:
    """Hold the lock of a sound store whose file has all there is, and give the file's bytes.

    Refusals: those of opening it, `store-missing` (file), `store-busy` (file).
    """
    for _attempt in range(ATTEMPTS):
        store = Store.open(path, create=False, key=key)
        try:
            if store.read_only is not None:
                raise store.read_only
            store.checkpoint()
        finally:
            store.close()
        storage = AtomicJSONStorage(path)
        with storage.locked():
            with refuse_os_errors("store-unreadable", path):
                found = read_whole(storage.file)
                journal = stamp_of(journal_path(storage.file))
            # A line that could not be written, or was cut off, leaves an empty journal behind.
            if found is not None and not (journal and journal.size):
                yield storage, found[0]
                return
    raise UserError("store-busy", file=str(path))


class OpenedStore(NamedTuple):
    """What file and journal hold, if any; why nothing can be written; what to tell once."""

    stored: StoredBook | None
    read_only: UserError | None = None
    notices: tuple[UserError, ...] = ()


def open_files(disk: JournaledFile) -> OpenedStore:
    """Read the files of a store, and cut off the journal's last line where it is torn; a journal
    of a store that was replaced is set aside.

    Refused as JournaledFile.load is, the files left as they are, and as refuse_missing where only
    backups are left.
    """
    hindrance = disk.storage.hindrance() if disk.storage.file.exists() else None
    try:
        found = disk.load()
    except UserError:
        found = None
    else:
        if found is None:
            refuse_missing(disk.storage.file)
        if disk.torn is None and not disk.stale:
            return OpenedStore(found, hindrance or disk.newer, disk.take_notices())
    # Somebody may just be writing. Who holds the lock knows.
    disk.take_notices()
    with nullcontext() if hindrance else disk.storage.locked():
        found = disk.load()
        read_only = hindrance or disk.newer
        if read_only is None:
            disk.set_aside()
            disk.mend()
    return OpenedStore(found, read_only, disk.take_notices())


def refuse_missing(file: Path) -> None:
    """Refuse a store whose data file is gone while good backups of it are there.

    An empty book in its place would hide that everything is missing, and be merged with it or
    encrypted otherwise once it comes back. Refusal: `store-gone` (file, folder, backup, store): the
    newest good backup, and the folder to be moved away by who wants to begin anew.
    """
    backup = newest_good(file)
    if backup is not None:
        raise UserError(
            "store-gone",
            file=str(file),
            folder=str(backups_folder(file)),
            backup=str(backup),
            store=str(file),
        )
