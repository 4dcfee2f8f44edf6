"""What the app is started with: its context, its store, and the reader of files.

Screens open no file. `BookStore` and `ReadFile` are what they may ask for instead; `ScreenOpener`
lets one screen open another without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from deals.errors import UserError
from deals.merging import Incoming, Prefer
from deals.model import Book, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from screens.base.unsaved import UnsavedStore
from views.glyphs import Glyphs


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """What reading a file came to: the book with its good rows in, rows by kind, and the refusals.

    Kinds are added, changed, unchanged and refused. Nothing is written yet; `before` is the book
    that the rows were read into, `apart` the ids of the projects that they speak of and `whole` of
    those that came out of an export.
    """

    before: Book
    book: Book
    counts: Mapping[str, int]
    refusals: Sequence[UserError] = ()
    apart: Collection[str] = frozenset()
    whole: Collection[str] = frozenset()


ReadProgress = Callable[[str, int, int], None]


ReadFile = Callable[[Path, ReadProgress], ImportedTable]
"""Reads a file into the present book, telling how far it is: file, rows done, of how many."""


@dataclass(frozen=True, slots=True)
class AppContext:
    """What is settled before the app starts; `today` and `stamp` are the only clock it has, and
    `shelf` is where lines left half typed are kept.
    """

    playbook: Playbook
    me: str
    today: Callable[[], date]
    stamp: Callable[[], Stamp]
    new_id: Callable[[], str]
    glyphs: Glyphs
    keys: Mapping[str, str]
    shelf: UnsavedStore

    def reading(self) -> ReadingContext:
        """Return what fields are read and edits are stamped with, as of now."""
        return ReadingContext(playbook=self.playbook, stamp=self.stamp(), new_id=self.new_id)


class SampleIds(NamedTuple):
    """The ids of the sample's projects: those left as they were put in, and those edited since."""

    untouched: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()


class ScreenOpener:
    """Opens screens for one another, so that none has to know another."""

    def sample(self) -> Book:
        """Return the book with the sample projects put in."""
        raise NotImplementedError

    def samples(self) -> SampleIds:
        """Return the sample's projects that are in the book."""
        raise NotImplementedError

    def without_samples(self, ids: Sequence[str]) -> Book:
        """Return the book less these sample projects and what the sample says for them alone."""
        raise NotImplementedError

    def open_triage(self, ids: Sequence[str]) -> None:
        """Walk through those of the projects that need attention."""
        raise NotImplementedError

    def open_room(self, room: str, project: Project, *, instead: bool = False) -> None:
        """Open a room of a project over the screen, or `instead` of the one on top."""
        raise NotImplementedError

    def open_log(self, project: Project) -> None:
        """Open the log of a project."""
        raise NotImplementedError

    def open_followups(self) -> None:
        """Open the list of whom to see again."""
        raise NotImplementedError

    def open_first(self) -> None:
        """Open the first screen in the place of the welcome."""
        raise NotImplementedError


class BookStore(Protocol):
    """Where changes are made durable and others' changes come from."""

    @property
    def notices(self) -> Sequence[UserError]:
        """What opening the store found worth saying, once."""

    @property
    def read_only(self) -> UserError | None:
        """Why nothing can be changed; None where it can."""

    @property
    def trouble(self) -> UserError | None:
        """Why what is held here is not what stands in the store's place; None where it is."""

    @property
    def doubtful(self) -> UserError | None:
        """What there is to say of records that were changed outside Netloft, in one line; on
        opening it is among the notices.
        """

    @property
    def dirty(self) -> bool:
        """Whether a checkpoint would do anything."""

    @property
    def overdue(self) -> bool:
        """Whether a checkpoint should not wait until nobody is at work."""

    @property
    def backup_due(self) -> bool:
        """Whether today's backup is still to be made; asked after each commit."""

    def commit(self, before: Book, after: Book, label: str, *, prefer: Prefer) -> Book:
        """Make the change durable and give the book as it then stands, or raise UserError.

        Where somebody changed the same field in between, `prefer` says whose value stays.
        """

    def take_in(self) -> Incoming | None:
        """Return what others did since the last time, at the cost of a glance; None for nothing."""

    def write_held(self) -> None:
        """Put what is held in the store's place, keeping what stands there; or raise UserError."""

    def keep_held(self) -> Path | None:
        """Keep what is held as a backup, once however often it is asked for; gives it. None where
        there is no need, or no disk for it. UserError where it cannot be written.
        """

    def back_up(self) -> None:
        """Make today's backup. Slow, as a checkpoint is."""

    def checkpoint(self) -> None:
        """Bring the data file up to date. Slow: called in a thread, while others commit."""
