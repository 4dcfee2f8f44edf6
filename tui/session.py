"""Session of one call: the options of its commands, and the store, settings and playbook.

Everything is opened when it is first asked for and closed at the end, so that a command loads and
reads no more than it uses.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

from tui.clock import new_id, stamp, today
from tui.glyph_choice import GlyphChoice, choose_by_cells, settle_glyphs, tells_ground
from tui.tty import choose_colors, plain_glyphs
from wording import LANGUAGES, language

if TYPE_CHECKING:
    from deals.filters import FilterContext
    from deals.model import Book, Stamp
    from deals.numbers.day_rates import DayRates
    from deals.parsing.reading_context import ReadingContext
    from deals.playbook import Playbook
    from deals.working_days import WorkCalendar
    from store.encryption import PassphraseKey
    from store.setting_specs import ColorSetting
    from store.settings import Settings
    from store.store import Store
    from store.tables.results import ImportResult
    from tui.terminal_probe import TerminalProbe


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """The global options as given; None and False mean that nothing was said."""

    store: Path | None = None
    as_of: date | None = None
    ascii: bool = False
    mouse: bool = False
    playbook: Path | None = None


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """The store to work on and the way to show it.

    `as_of` is a day to take for today, None the real one; `me` signs edits and answers to
    `owner:me`; `first_start` says that the store is new and a welcome is due, `demo`
    that it vanishes with the app, `tour` that it begins with the tour. `colors` is what the
    terminal is sent, `luminance` how light its own ground is, 0 to 1, None where it does not say.
    `ask_glyphs` says that it may be asked which alphabet is drawn well. `probe` holds the terminal
    until the app has it, and what was typed meanwhile. `options` are those of the call, `key` opens
    the store where it is sealed.
    """

    store: Store
    playbook: Playbook
    settings: Settings
    lang: str
    as_of: date | None
    me: str
    ascii: bool
    mouse: bool
    first_start: bool = False
    demo: bool = False
    tour: bool = False
    colors: ColorSetting = "256"
    luminance: float | None = None
    ask_glyphs: bool = False
    probe: TerminalProbe | None = None
    options: GlobalOptions = GlobalOptions()
    key: PassphraseKey | None = None


class LaunchFlags(TypedDict, total=False):
    """What the app is opened for: see `LaunchOptions`."""

    first_start: bool
    demo: bool
    tour: bool


@dataclass
class Session:
    """One call of the command line; a context manager, so that what it opened is closed."""

    options: GlobalOptions
    held: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.held.close()

    @cached_property
    def settings(self) -> Settings:
        """The user's settings."""
        from store.settings import load_settings

        return load_settings(LANGUAGES)

    @cached_property
    def playbook(self) -> Playbook:
        """The playbook asked for, else the settings', else the team's or our own."""
        from store.settings import load_playbook

        return load_playbook(self.options.playbook or self.settings.playbook)

    @cached_property
    def store_path(self) -> Path:
        """Where the store is, or will be."""
        from store.settings import store_path

        return store_path(self.options.store, self.settings.store)

    @property
    def stores(self) -> tuple[Path, ...]:
        """The stores that nothing may be written over: the one in use, and the settings'."""
        configured = self.settings.store
        return (self.store_path, configured) if configured else (self.store_path,)

    @cached_property
    def store(self) -> Store:
        """The user's store, for a command: what opening it found is said on the error stream."""
        from tui.output import console

        console.refuse(self.opened.notices)
        return self.opened

    @cached_property
    def opened(self) -> Store:
        """The user's store; where there is none it is empty, and the first commit makes it."""
        from store.store import Store

        store = Store.open(self.store_path, key=self.key)
        self.held.callback(let_go, store)
        store.author = self.find_name(store.book)
        return store

    @cached_property
    def key(self) -> PassphraseKey | None:
        """What opens the store if it is locked; the passphrase is asked for then, and only then."""
        from store.encryption import store_is_sealed

        if not store_is_sealed(self.store_path):
            return None
        from store.sealing import seal_rest

        seal_rest(self.store_path, self.asked_key)
        return self.asked_key

    @cached_property
    def asked_key(self) -> PassphraseKey:
        """The key of the passphrase that the user gives for the store, locked or not."""
        from store.encryption import require_package
        from tui.passphrase import known_key

        require_package()
        return known_key()

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return today(self.options.as_of)

    @property
    def me(self) -> str:
        """Who works here: signs edits, and answers to `owner:me`."""
        return self.find_name(self.opened.book)

    def find_name(self, book: Book) -> str:
        """Return who works on a book: as the settings say, else as the team's server does."""
        from deals.team_copy import recall_team_person

        name = self.settings.me
        return name if self.settings.says_me else recall_team_person(book) or name

    def stamp(self) -> Stamp:
        """Return the stamp of an edit made now."""
        return stamp(self.options.as_of, self.me)

    def day_rates(self, book: Book, day: date | None = None) -> DayRates:
        """Return the exchange rates of a day, of today if none is given, by which money is
        compared and told together.
        """
        from deals.numbers.day_rates import DayRates

        return DayRates.of(book, self.settings.currency or "", day or self.today)

    def filter_context(self, book: Book, day: date | None = None) -> FilterContext:
        """Return what filters on the projects of a book are read against, as of a day or today."""
        from deals.customer_owners import CustomerOwners
        from deals.filters import FilterContext
        from deals.own_columns import OwnColumns
        from deals.parsing.time_words import Calendar
        from deals.search import SearchIndex
        from deals.team_copy import recall_line

        calendar = Calendar(day or self.today, self.settings.dates, book.year_start)
        projects, rates = book.projects.values(), self.day_rates(book, day)
        beside = OwnColumns(projects), rates, CustomerOwners(projects), recall_line(book)
        return FilterContext(self.playbook, self.me, SearchIndex(), calendar, *beside)

    @property
    def work_calendar(self) -> WorkCalendar:
        """The days off where the user works."""
        from deals.working_days import WorkCalendar

        return WorkCalendar(self.settings.country or "", language())

    def reading(self, currency: str | None = None) -> ReadingContext:
        """Return the context in which typed values are read, stamped now.

        Amounts that name no currency are in `currency`, else in that of the settings.
        """
        from deals.parsing.amounts import HOME
        from deals.parsing.reading_context import ReadingContext

        usual, dates = currency or self.settings.currency or HOME, self.settings.dates
        return ReadingContext(
            playbook=self.playbook,
            stamp=self.stamp(),
            new_id=new_id,
            currency=usual,
            dates=dates,
            year_start=self.store.book.year_start,
        )

    def commit(self, after: Book, label: str) -> None:
        """Commit `after` to the store.

        What it does to people of an account is done in all its projects.
        """
        from deals.accounts import ContactSharing
        from deals.book_change import BookChange

        sharing = ContactSharing(self.stamp())
        self.store.commit(BookChange.between(self.store.book, after, sharing), label)

    def commit_import(self, imported: ImportResult, letter: str = "") -> Path | None:
        """Commit what was read with what it has to say, and return the backup that was made before.

        None where nothing changes or nothing was there. What it does to people of an account is
        done in all its projects, but for those of which the files speak.
        """
        from deals.accounts import ContactSharing
        from deals.book_change import BookChange
        from deals.edits.store_settings import keep_import_letter

        sharing = ContactSharing(self.stamp(), imported.named, imported.whole)
        change = BookChange.between(self.store.book, imported.book, sharing)
        backup = self.store.back_up_import() if change.patch else None
        if letter:
            kept = keep_import_letter(imported.book, letter)
            change = BookChange.between(self.store.book, kept, sharing)
        self.store.commit(change, "import")
        return backup

    @property
    def settled_glyphs(self) -> GlyphChoice | None:
        """The alphabet to draw with; None where the terminal is to be asked."""
        return settle_glyphs(
            ascii_only=self.options.ascii, wanted=self.settings.alphabet, environment=os.environ
        )

    @property
    def plain_text(self) -> bool:
        """Whether what a command prints should keep to ASCII signs."""
        asked = self.options.ascii or self.settings.alphabet == "ascii"
        return asked or plain_glyphs(os.environ)

    def start_probe(self) -> TerminalProbe | None:
        """Ask the terminal what is not settled without it; None where it cannot be asked."""
        settled, ground = self.settled_glyphs, tells_ground(os.environ)
        if not ground:
            return None  # and then the alphabet is settled
        from tui.terminal_probe import start_probe

        return start_probe(signs=settled is None, ground=ground)

    def launch(
        self, store: Store, probe: TerminalProbe | None = None, **flags: Unpack[LaunchFlags]
    ) -> LaunchOptions:
        """Return the options to start the app with; the answers to a probe are read at the end."""
        playbook, settings = self.playbook, self.settings
        answers = probe.read_answers() if probe else None
        glyphs = self.settled_glyphs or choose_by_cells(answers.cells if answers else None)
        return LaunchOptions(
            store=store,
            playbook=playbook,
            settings=settings,
            lang=language(),
            as_of=self.options.as_of,
            me=self.me,
            ascii=glyphs.name == "ascii",
            mouse=self.options.mouse or settings.mouse,
            colors=choose_colors(os.environ, settings.colors),
            luminance=answers.luminance if answers else None,
            ask_glyphs=glyphs.is_open and not settings.settles_glyphs,
            probe=probe,
            options=self.options,
            key=None if flags.get("demo") else self.key,
            **flags,
        )


def let_go(store: Store) -> None:
    """Close the store, and say why there is no backup of it today if it could not be made."""
    store.close()
    if store.unkept is not None:
        from tui.output import console

        console.refuse([store.unkept])
