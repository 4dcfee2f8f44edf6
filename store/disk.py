"""A data file and its journal, read together and written so that each commit is on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from deals.edits import Patch
from deals.model import Book
from deals.refusal import Refusal
from store.backups import daily, keep_journal, make_backup
from store.codec import PLAIN, Codec
from store.crypt import Key, codec_of
from store.documents import Stored
from store.files import (
    Draft,
    FileStamp,
    append,
    read_whole,
    refusing,
    remove,
    replace_whole,
    stamp_of,
)
from store.journal import as_kept, encoded, journal_path, read_lines
from store.layout import laid_out
from store.outside import explained
from store.reading import read_file
from store.replay import buried, replayed
from store.rows import dumped_row
from store.storage import AtomicJSONStorage


@dataclass(frozen=True, slots=True)
class Said:
    """Who makes a commit, and what it does."""

    by: str
    label: str


class Disk:
    """The two files of a store. All that writes is called with the lock held.

    `newer` says that a later version of the program wrote the file, `torn` is the number of the
    journal's last line where that is not whole, and `end` how many bytes of the journal are sound.
    `stale` says that the journal is that of a store which was replaced; see set_aside.
    """

    def __init__(self, path: Path, key: Key | None) -> None:
        """Nothing is read yet; refused as AtomicJSONStorage does."""
        self.storage = AtomicJSONStorage(path)
        self.journal = journal_path(self.storage.file)
        self.torn: int | None = None
        self.newer: Refusal | None = None
        self._key = key
        self._codec: Codec = PLAIN
        self._journal_seen: FileStamp | None = None
        self.end = 0
        self._based = 0
        self._outdated: bytes | None = None
        self._lost = False
        self.stale = False

    @property
    def exists(self) -> bool:
        """Whether there was a data file when it was last looked for."""
        return self.storage.seen is not None

    @property
    def journal_bytes(self) -> int:
        """The size of the journal, as last seen."""
        return self._journal_seen.size if self._journal_seen else 0

    def pending(self, stored: Stored) -> int:
        """How many commits are not in the data file."""
        return stored.head.sequence - self._based if self.exists else 0

    def changed(self) -> bool:
        """Whether either file is another than was last seen; costs two looks."""
        with refusing("store-unreadable", self.storage.path):
            return self.storage.changed() or stamp_of(self.journal) != self._journal_seen

    def load(self, known: Stored | None = None) -> Stored | None:
        """What file and journal hold together; None where there is neither. Refused is what reading
        them is, and `journal-orphan` (file) for a journal whose data file is not there.
        """
        seen, self.newer = self.storage.seen, None
        try:
            # The journal first: what is taken out of it is in the file by then.
            with refusing("store-unreadable", self.journal):
                journal = read_whole(self.journal)
            data = self.storage.read_bytes()
            if data is None:
                if journal and journal[0]:
                    raise Refusal("journal-orphan", file=str(self.journal))
                return None
            return self._loaded(data, journal, known)
        except BaseException:
            # Not taken in, so it still counts as unseen and is not written over.
            self.storage.seen = seen
            raise

    def _loaded(
        self, data: bytes, journal: tuple[bytes, FileStamp] | None, known: Stored | None
    ) -> Stored:
        file = str(self.storage.path)
        codec = self._codec_of(data, known)
        try:
            plain = codec.decode(data)
        except ValueError:
            raise Refusal("store-damaged", file=file) from None
        try:
            found = read_file(plain, file, known)
        except Refusal as refusal:
            self.newer = refusal if refusal.code == "store-newer" else None
            raise
        storage = self.storage
        based = explained(found.stored, storage.file, self._key, storage.seen_at, known)
        self.newer = found.newer
        lines = read_lines(journal[0] if journal else b"", based.head, codec, self.journal)
        stored = replayed(based, lines.entries, str(self.journal))
        self._codec, self._based, self._lost = codec, based.head.sequence, False
        self._outdated = data if found.outdated else None
        self.end, self._journal_seen = lines.end, journal[1] if journal else None
        self.torn, self.stale = lines.torn, lines.stale
        return stored

    def _codec_of(self, data: bytes, known: Stored | None) -> Codec:
        """How the file is written now; what was open here under another passphrase stays known."""
        try:
            return codec_of(data, self.storage.path, self._key)
        except Refusal as refusal:
            if known is None or refusal.code != "passphrase-wrong":
                raise
            self.newer = Refusal("passphrase-changed", file=str(self.storage.path))
            raise self.newer from None

    def back_up_daily(self) -> None:
        """Make today's backup of the data file, unless there is one; refused as `daily` is."""
        daily(self.storage.file, codec=self._codec)

    def set_aside(self) -> None:
        """Keep the journal of a store that was replaced among the backups, and take it away."""
        if not self.stale:
            return
        with refusing("store-unwritable", self.storage.path):
            found = read_whole(self.journal)
            if found is not None and found[0]:
                keep_journal(self.storage.file, as_kept(found[0], self._codec))
            remove(self.journal)
        self._journal_seen, self.end, self.stale = None, 0, False

    def catch_up(self, stored: Stored) -> Stored:
        """`stored` with what others have written since; the same where they have not.

        A file or journal that was taken away leaves what is known here as all there is, and so does
        what a later version has written and this one cannot read; see `newer`.
        """
        with refusing("store-unreadable", self.storage.path):
            now, journal = stamp_of(self.storage.file), stamp_of(self.journal)
        if now is None:
            self.storage.seen = None
            return stored
        try:
            if now != self.storage.seen:
                return self.load(stored) or stored
            if journal == self._journal_seen or self._lost:
                return stored
            return self._read_on(stored, journal)
        except Refusal:
            if self.newer is None:
                raise
            self.storage.seen, self._journal_seen = now, journal
            return stored

    def _read_on(self, stored: Stored, journal: FileStamp | None) -> Stored:
        seen = self._journal_seen
        same = journal and seen and journal.inode == seen.inode and journal.size >= self.end
        if self.end and not same:
            return self._reread(stored, journal)
        with refusing("store-unreadable", self.journal):
            found = read_whole(self.journal, self.end)
        if found is None:
            self._journal_seen = None
            return stored
        lines = read_lines(found[0], stored.head, self._codec, self.journal, self.end)
        stored = replayed(stored, lines.entries, str(self.journal))
        self.end, self._journal_seen = lines.end, found[1]
        return stored

    def _reread(self, stored: Stored, journal: FileStamp | None) -> Stored:
        """Whoever opened the store in the middle of a checkpoint saw the new file beside a journal
        that was yet to be cut; any other time it was taken away.
        """
        found = None if journal is None else self.load(stored)
        if found is not None and found.head.sequence >= stored.head.sequence:
            return found
        self._lost = True
        return stored

    def commit(self, stored: Stored, book: Book, change: Patch, said: Said) -> Stored:
        """Make the change to `book` durable: by a line, or whole where there is no file to add to.

        Refusals, both files as they were: `store-unstorable`, `store-unwritable` (file, why), and
        those of make_backup where an earlier version's file is to be migrated.
        """
        self.set_aside()
        at = datetime.now(UTC).isoformat()
        rows = {key: dumped_row(one.after) for key, one in change.projects.items()}
        after = stored.holding(book, rows, buried(change, at, said.by))
        if not self.exists or self._lost or self._outdated is not None:
            return self._write_whole(after)
        texts = {key: row.text if row else None for key, row in rows.items()}
        lists = {
            name: [row.text for row in rows]
            for name, rows in after.lists.items()
            if rows is not stored.lists.get(name)
        }
        line, head = encoded(stored.head, at, (said.by, said.label), texts, lists)
        self._append(self._codec.encode_line(line, head.sequence) + b"\n")
        return replace(after, head=head)

    def _append(self, line: bytes) -> None:
        with refusing("store-unwritable", self.storage.path):
            self._journal_seen = append(self.journal, line, self.end)
            self.end += len(line)

    def _write_whole(self, stored: Stored) -> Stored:
        if not self.exists and (hindrance := self.storage.hindrance()):
            raise hindrance
        if self._outdated is not None:
            make_backup(self.storage.file, self._outdated, "migration", codec=self._codec)
        stored = replace(stored, head=stored.head.whole())
        with self.drafted(stored) as draft:
            self.place(draft, stored)
        return stored

    def rewrite(self, stored: Stored) -> Stored:
        """Make a change that no line of the journal can tell durable: the file is written whole."""
        return self._write_whole(stored)

    @contextmanager
    def drafted(self, stored: Stored, draft: Draft | None = None) -> Iterator[Draft]:
        """A draft of the data file, written; what the system refuses inside is `store-unwritable`.

        Only making the draft wants the lock held.
        """
        with refusing("store-unwritable", self.storage.path), draft or self.storage.draft() as one:
            pieces = laid_out(stored.tables(datetime.now(UTC)))
            if self._codec is not PLAIN:
                pieces = iter([self._codec.encode(b"".join(pieces))])
            one.write(pieces)
            yield one

    def place(self, draft: Draft, stored: Stored, journaled: int | None = None) -> None:
        """Put the draft of `stored` in place of the file, and take its commits out of the journal.

        The first `journaled` bytes of the journal are in it, or all where None.
        """
        self.set_aside()
        self.storage.seen = draft.place()
        self._based, self._outdated, self._lost = stored.head.sequence, None, False
        rest = 0 if journaled is None else self.end - journaled
        if rest == 0:
            self.end = 0
            remove(self.journal)
            self._journal_seen = None
            return
        found = read_whole(self.journal, journaled or 0)
        if found is not None:
            self._journal_seen = replace_whole(self.journal, found[0][:rest])
            self.end = rest

    def mend(self) -> Refusal | None:
        """Cut a torn last line off the journal, and say so; None where there is none."""
        if self.torn is None:
            return None
        with refusing("store-unwritable", self.storage.path):
            self._journal_seen = append(self.journal, b"", self.end)
        line, self.torn = self.torn, None
        return Refusal("journal-torn", file=str(self.journal), line=line)
