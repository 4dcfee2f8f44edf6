"""What the app is started with: its context, its store, and the reader of files.

Screens open no file. `BookStore` and `OpenTable` are what they may ask for instead; `ScreenOpener`
lets one screen open another without knowing it, and `TopScreen` is what the app asks of a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

from textual.events import Key
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from deals.errors import UserError
from deals.model import Book, Project, Stamp
from deals.parsing.amounts import HOME
from deals.parsing.reading_context import ReadingContext
from deals.parsing.time_words import DateOrder
from deals.working_days import WorkCalendar
from screens.base.hint_uses import HintKeeper, HintsShown, NoKeeper
from screens.base.tone_styles import Look
from views.styled_text import Tone

if TYPE_CHECKING:
    from deals.agenda import DueItem
    from deals.book_change import BookChange, Committed
    from deals.merging.overwrites import Incoming
    from deals.playbook import Playbook
    from screens.base.prompts import StatusBar
    from screens.base.unsaved import UnsavedStore
    from views.glyphs import Glyphs
    from views.import_letter import NearNames
    from views.import_report import (
        GoneRow,
        ImportedColumn,
        ImportedRow,
        ImportedStage,
        LeftSheet,
        SaidCurrency,
        TwinRows,
    )
    from views.source_remarks import SourceNote
    from views.source_row import SourceCell


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChoices:
    """What the user has settled of an import.

    `sheets` are those to read, none for all that are tables; `fields` says what headers mean, and
    `stages` what names of stages do. `currency` is that of amounts that name none, `han_currency`
    that of those in 万, `dates` and `decimal` say how days and amounts in figures are written,
    `year_start` in which month fiscal years start, and `encoding` what a text is in; None to find
    out. With `older` tables older than the last of their source are taken as well.
    """

    sheets: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    han_currency: str | None = None
    dates: Literal["mdy", "dmy", "ymd"] | None = None
    decimal: Literal["comma", "point"] | None = None
    year_start: int | None = None
    encoding: str | None = None
    older: bool = False


ReadRow = Callable[[str, str, int], Sequence["SourceCell"]]
"""Reads a row, of a file and sheet by its number there, as it stands in the table."""


def read_no_row(_file: str, _sheet: str, _row: int) -> Sequence[SourceCell]:
    """Return nothing: the table is none of rows."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTable:
    """An `ImportReport` with the book that has the good rows in; nothing is written yet.

    `before` is the book that the rows were read into, `sheets` are all of the file's and `fields`
    what a header may mean. `currency` is that of amounts that name none, `encoding` what a text was
    read in, empty for none, and `encodings` those that it may be in, with how its first words read
    in each; `read_row` gives a row as it stands there. `apart` are the ids of the projects that the
    rows speak of and `whole` of those that came out of an export.
    """

    before: Book
    book: Book
    outcomes: Sequence[ImportedRow] = ()
    columns: Sequence[ImportedColumn] = ()
    stages: Sequence[ImportedStage] = ()
    not_read: Sequence[LeftSheet] = ()
    remarks: Sequence[SourceNote] = ()
    gone: Sequence[GoneRow] = ()
    left: Sequence[GoneRow] = ()
    twins: Sequence[TwinRows] = ()
    near: Sequence[NearNames] = ()
    currencies: Sequence[SaidCurrency] = ()
    sheets: Sequence[str] = ()
    fields: Sequence[str] = ()
    currency: str = ""
    encoding: str = ""
    encodings: Sequence[tuple[str, str]] = ()
    read_row: ReadRow = read_no_row
    apart: Collection[str] = frozenset()
    whole: Collection[str] = frozenset()

    @property
    def refusals(self) -> Sequence[UserError]:
        """All that was found wrong."""
        return [refusal for outcome in self.outcomes for refusal in outcome.refusals]

    @property
    def unread(self) -> UserError | None:
        """Why nothing of the file could be read as a table; None where something could."""
        if len(self.outcomes) == 1 and self.outcomes[0].row == 0:
            return next(iter(self.refusals), None)
        return None

    @property
    def good(self) -> int:
        """How many projects are added or changed."""
        return sum(outcome.kind in ("added", "changed") for outcome in self.outcomes)


ReadProgress = Callable[[str, int, int], None]
"""Told how far a reading is: file, rows done, of how many. `ReadingStopped` from it ends that."""
ReadTable = Callable[[ImportChoices, ReadProgress], ImportedTable]
"""Reads a file into the present book by the choices; what they do not touch is not read anew."""
OpenTable = Callable[[Path], ReadTable]
"""Makes ready to read a file, as often as its user chooses otherwise."""


@dataclass(frozen=True, slots=True)
class AppContext:
    """What is settled before the app starts; `today` and `stamp` are the only clock it has.

    `unsaved_store` is where lines left half typed are kept, `dates` the order of days in figures,
    `currency` that of amounts that name none, empty where the settings name none; `lists`
    has rooms open as lists, `work_calendar` knows days off, `year_start` tells the month in which
    the store's fiscal year starts, `look` is how it looks at first, and `ask_glyphs` says that
    nobody has said yet which alphabet the terminal draws well. `hints` says whether hints step back
    once used, and `hint_keeper` keeps what was used.
    """

    playbook: Playbook
    me: str
    today: Callable[[], date]
    stamp: Callable[[], Stamp]
    new_id: Callable[[], str]
    keys: Mapping[str, str]
    unsaved_store: UnsavedStore
    dates: DateOrder | None = None
    currency: str = ""
    lists: bool = False
    work_calendar: WorkCalendar = field(default_factory=WorkCalendar)
    year_start: Callable[[], int] = lambda: 1
    ask_glyphs: bool = False
    look: Look = field(default_factory=Look)
    hints: HintsShown = "fade"
    hint_keeper: HintKeeper = field(default_factory=NoKeeper)

    def reading(self) -> ReadingContext:
        """Return what fields are read and edits are stamped with, as of now."""
        return ReadingContext(
            playbook=self.playbook,
            stamp=self.stamp(),
            new_id=self.new_id,
            currency=self.currency or HOME,
            bare_amounts=False,
            dates=self.dates,
            year_start=self.year_start(),
        )


AnswerKey = Literal["lang", "me", "currency"]
"""What the welcome asks, by the settings that the answers are kept as."""


class SampleIds(NamedTuple):
    """The ids of the sample's projects: those left as they were put in, and those edited since."""

    untouched: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()


class PaperKind(NamedTuple):
    """A kind of paper that can be written: its name, its title, its formats, and its `subject`.

    That is a project, an owner or the book; formats are endings of files, the usual one first.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    subject: Literal["project", "owner", "book"] = "book"


class ShownSetting(NamedTuple):
    """A setting as it holds: its value, who said so, what it means, and how it is changed."""

    id: str
    value: str
    source: str
    meaning: str
    change: str


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """What a paper is to be about: a project, an owner's projects, those that a filter finds.

    `ids` are what it finds, None for all; `any_status` says that it asks for statuses
    itself. `branch` names them where they are those of a branch of the team's line.
    """

    project: Project | None = None
    owner: str | None = None
    filter: str = ""
    ids: frozenset[str] | None = None
    any_status: bool = False
    branch: str = ""


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

    def complete_path(self, typed: str) -> Sequence[str]:
        """Return what a typed path may go on to be, by name; folders end in a slash."""
        raise NotImplementedError

    def edit_outside(self, text: str) -> str:
        """Have a text edited by the user's own editor and return it, or raise UserError."""
        raise NotImplementedError

    def write_book(self, book: Book, path: Path, *, force: bool) -> Path | None:
        """Write the projects of a book to a file; return where an earlier one was kept.

        Refused is what `write_output` refuses; slow where there are many.
        """
        raise NotImplementedError

    def write_file(
        self, data: bytes, path: Path, is_earlier: Callable[[bytes], bool], *, force: bool
    ) -> Path | None:
        """Write a file that the user named; return where an earlier one was kept.

        Refused is what `write_output` refuses.
        """
        raise NotImplementedError

    def list_papers(self) -> Sequence[PaperKind]:
        """Return the kinds of papers that there are."""
        raise NotImplementedError

    def propose_paper(self, name: str, ending: str) -> str:
        """Return a name of a file of this ending and day that nothing stands in yet."""
        raise NotImplementedError

    def write_paper(
        self, kind: str, subject: PaperSubject, path: Path, *, force: bool
    ) -> Path | None:
        """Write a paper to a file, by `force` over any; return where an earlier one was kept.

        Refused is what `write_output` refuses; slow where there is much.
        """
        raise NotImplementedError

    def write_calendar(
        self, items: Sequence[DueItem], owner: str, path: Path, *, force: bool
    ) -> None:
        """Write what is due as a calendar, called by its owner; refused is what `write_output`
        refuses, and another ending than .ics.
        """
        raise NotImplementedError

    def read_contacts(self, path: Path, project: Project) -> ImportedTable:
        """Read a file of contacts into a project of the book; nothing is written yet."""
        raise NotImplementedError

    def settle_theme(self, name: str) -> str:
        """Keep the theme in the settings; return why not, empty where it is."""
        raise NotImplementedError

    def settle_dates(self, order: DateOrder) -> str:
        """Keep the order of days in figures in the settings; return why not, empty where it is."""
        raise NotImplementedError

    def settle_glyphs(self, alphabet: Glyphs) -> str:
        """Draw with an alphabet and keep it in the settings; return why not, empty where it is."""
        raise NotImplementedError

    @property
    def settings_file(self) -> str:
        """The file of the settings, as it is shown."""
        raise NotImplementedError

    def begin_tour(self) -> None:
        """Begin the tour over the sample, or go on with it; say why not where there is none."""
        raise NotImplementedError

    def guess_answers(self) -> tuple[str, str]:
        """Return the name and the currency that a new user is likely to answer; empty where the
        settings have an answer, or nothing is known.
        """
        raise NotImplementedError

    def settle_answer(self, key: AnswerKey, text: str) -> str:
        """Go by a language, a name or a currency from now on and keep it in the settings; return
        why it is not kept, empty where it is.
        """
        raise NotImplementedError

    def find_command_key(self, command: str) -> str:
        """Return the key in force of a command of any screen, named as `screen.command`."""
        raise NotImplementedError

    def list_settings(self) -> Sequence[ShownSetting]:
        """Return every setting as it holds now; slow, for the file is read again."""
        raise NotImplementedError

    def back_up(self) -> Path | None:
        """Keep all that is stored as a backup; return it, None where nothing is stored yet.

        UserError where it cannot be written; slow.
        """
        raise NotImplementedError

    def open_screen(self, name: str, *about: object, instead: bool = False) -> None:
        """Open a screen of `screens.registry` over the one on top, or `instead` of it.

        `about` is what it is about: the project of a room, the ids to triage.
        """
        raise NotImplementedError


class TourGuide(Protocol):
    """The tour that is on, as the app and its screens know it."""

    def count_rows(self, size: Size) -> int:
        """Return the lines that its strip takes of a terminal."""

    def make_strip(self, size: Size) -> Widget:
        """Return the strip for a screen."""

    def paint(self, screen: Screen[None]) -> None:
        """Show the strip of a screen as it now stands."""

    def follow(self) -> None:
        """See what the last key has led to."""

    def go_on(self) -> None:
        """Go to where the tour is, or on from there."""

    def leave(self) -> None:
        """Take the strip away, and say how to go on."""


@runtime_checkable
class TopScreen(Protocol):
    """The screen on top, as the app knows it."""

    status_bar: StatusBar

    @property
    def is_active(self) -> bool:
        """Whether it is the one on top of an app that goes on."""

    @property
    def listening(self) -> bool:
        """Whether what is told now would be seen."""

    def tell(self, text: str, tone: Tone = "") -> None:
        """Say something in the status line; it stands until the next key."""

    def paint_footer(self) -> None:
        """Repaint the keys, and how the store stands with the team's server."""

    def await_paint(self) -> None:
        """Take notice that it cannot act on keys before it has been painted (again).

        It has come to the top, or is getting another size. Then it calls `BaseApp.screen_ready`.
        """

    def press_key(self, event: Key) -> bool:
        """Act on a key; whether the key means something here."""

    def means(self, event: Key) -> bool:
        """Whether the key, which is no character, means something here."""

    def paste_text(self, text: str) -> None:
        """Take a text that was pasted."""


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

    def commit(self, change: BookChange, label: str) -> Committed:
        """Make the change durable and give the book as it then stands, or raise UserError."""

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

    def back_up_import(self) -> Path | None:
        """Keep all that is stored before an import and return the backup, None where nothing is
        stored yet; or raise UserError. Slow, as a checkpoint is.
        """

    def checkpoint(self) -> None:
        """Bring the data file up to date. Slow: called in a thread, while others commit."""
