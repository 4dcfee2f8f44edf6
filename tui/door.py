"""The store as the screens know it, in the name of its user."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from deals.errors import UserError
from deals.merging import Incoming, Prefer
from deals.model import Book
from deals.unsaved import InputPlace, UnsavedLine
from store.store import Store
from store.unsaved import UnsavedFile
from tui.clock import new_id, now


@dataclass(frozen=True, slots=True)
class AuthorStore:
    """A store whose commits are signed by `me`."""

    store: Store
    me: str

    @property
    def notices(self) -> Sequence[UserError]:
        """What opening the store found worth saying, once."""
        return self.store.notices

    @property
    def read_only(self) -> UserError | None:
        """Why nothing can be changed; None where it can."""
        return self.store.read_only

    @property
    def trouble(self) -> UserError | None:
        """Why what is held here is not what stands in the store's place; None where it is."""
        return self.store.trouble

    @property
    def doubtful(self) -> UserError | None:
        """What there is to say of records that were changed outside Netloft."""
        return self.store.doubtful

    @property
    def dirty(self) -> bool:
        """Whether the journal holds anything."""
        return self.store.dirty

    @property
    def overdue(self) -> bool:
        """Whether the journal is so long that a checkpoint should not wait."""
        return self.store.overdue

    @property
    def backup_due(self) -> bool:
        """Whether today's backup is still to be made."""
        return self.store.backup_due

    def write_held(self) -> None:
        """Put what is held in the store's place."""
        self.store.write_held()

    def keep_held(self) -> Path | None:
        """Keep what is held as a backup; return its path."""
        return self.store.keep_held()

    def back_up(self) -> None:
        """Make today's backup."""
        self.store.back_up()

    def commit(self, before: Book, after: Book, label: str, prefer: Prefer) -> Book:
        """Make the change durable, signed."""
        return self.store.commit(before, after, label, self.me, prefer=prefer)

    def take_in(self) -> Incoming | None:
        """Return what others have committed since the last time."""
        return self.store.take_in()

    def checkpoint(self) -> None:
        """Bring the data file up to date."""
        self.store.checkpoint()


@dataclass(frozen=True, slots=True)
class AuthorUnsaved:
    """The lines that `me` left half typed; those of others stay as they are."""

    drafts: UnsavedFile
    me: str

    def read(self) -> Sequence[UnsavedLine]:
        """Return those that are left, the newest first."""
        return [line for line in self.drafts.read(now()) if line.by == self.me]

    @property
    def has_old(self) -> bool:
        """Whether there are some to be dropped for their age."""
        return self.drafts.has_old(now())

    def new_line(self, place: InputPlace, label: str, text: str) -> UnsavedLine:
        """Return a line typed just now."""
        return UnsavedLine(new_id(), self.me, place, label, text, now())

    def change(self, put: Sequence[UnsavedLine], drop: Collection[str]) -> None:
        """Keep some and drop others, durably; OSError or UserError as they come."""
        self.drafts.change(put, drop, now())
