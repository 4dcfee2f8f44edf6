"""The app: the store, the clock and the screens put together."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from signal import SIGHUP, SIGTERM
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from deals.errors import UserError
from deals.model import Book, Project
from deals.parsing.time_words import DateOrder
from deals.team_copy import leads_team, recall_team_person
from deals.unsaved import InputPlace, UnsavedLine
from deals.working_days import WorkCalendar
from screens.base.app import BaseApp
from screens.base.context import (
    AnswerKey,
    AppContext,
    ImportedTable,
    PaperKind,
    PaperSubject,
    ReadTable,
    SampleIds,
    ShownSetting,
    TopScreen,
)
from screens.base.hint_uses import NoKeeper
from screens.base.summaries import fetch_projects, summary_among
from screens.base.themes import AUTO, THEME_NAMES
from screens.base.tone_styles import Look
from screens.registry import SCREENS, find_command_key, show_screen
from store.files import sync_file
from store.settings import Settings
from store.store import Store
from store.unsaved import UnsavedFile
from store.user_state import HintFile, read_tour_step
from tui.clock import new_id, now, stamp, today
from tui.crash import hush_error, hush_tasks, is_debugging
from tui.driver import TerminalDriver
from tui.session import LaunchOptions
from views.glyphs import ASCII, BOX, Glyphs, use_glyphs
from wording import LANGUAGES, N_, _, language, ngettext, say, use_arrow, use_language
from wording.errors import say_in_full, short_path

if TYPE_CHECKING:
    from datetime import datetime

    from deals.agenda import DueItem
    from deals.book_change import BookChange, Committed, Departure
    from store.config_file import WrittenSetting
    from tui.server_desk import AppTeamDesk

ROOMS_AFTER_SECONDS = 0.6
ROOM_EVERY_SECONDS = 0.03
TEAM_AFTER_SECONDS = 0.6
TEAM_LOOK_SECONDS = 1.0
GARBAGE_AFTER = 20_000, 20, 20
"""After how many objects the collector looks for garbage (`gc.set_threshold`).

Figures of a large book are some hundred thousand objects that stay: after every 700 of them, as is
usual, it would take as long as working them out.
"""
FOR_CHANGES = (
    "deals.accounts",
    "deals.fields",
    "deals.merging.records",
    "deals.merging.overwrites",
    "screens.base.project_actions",
    "screens.base.contact_actions",
    "screens.pipeline.actions",
    "screens.base.copied_text",
    "screens.base.import_table",
    "views.changes",
)
"""The modules that the first change to the book needs, or the first that others make."""
TOUR = "pipeline.tour"
TOUR_LEFT = N_("{key} goes on with the tour at step {step}")


class NetloftApp(BaseApp):
    """Netloft in a terminal."""

    team: AppTeamDesk | None
    _known_until: datetime | None = None  # what was pulled that is older was told before

    def __init__(self, launch: LaunchOptions) -> None:
        self.launch = launch
        self._departures: dict[str, Departure] = {}
        self._pulled: list[tuple[Project | None, Project | None]] = []
        self._use_alphabet(ASCII if launch.ascii else BOX)
        context = AppContext(
            playbook=launch.playbook,
            me=launch.me,
            today=lambda: today(launch.as_of),
            stamp=lambda: stamp(launch.as_of, launch.me),
            new_id=new_id,
            keys=bind_keys(launch.settings.keys),
            unsaved_store=AuthorUnsaved(launch.store.unsaved, launch.me),
            dates=launch.settings.dates,
            lists=launch.settings.lists,
            currency=launch.settings.currency or "",
            work_calendar=WorkCalendar(launch.settings.country or "", launch.lang),
            year_start=lambda: launch.store.book.year_start,
            ask_glyphs=launch.ask_glyphs,
            look=Look(
                theme=launch.settings.theme or AUTO,
                colors=launch.colors,
                ground=launch.settings.ground or "auto",
                luminance=launch.luminance,
            ),
            hints=launch.settings.hints or "fade",
            hint_keeper=NoKeeper() if launch.demo else HintFile(),
        )
        super().__init__(context, launch.store, self._open_table, launch.store.book)
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Open the first screen; a hangup leaves as `q` does."""
        for signal in (SIGTERM, SIGHUP):
            asyncio.get_running_loop().add_signal_handler(signal, self.exit)
        hush_tasks(asyncio.get_running_loop())
        if self.launch.tour:
            self.begin_tour()
        self.open_screen("welcome" if self.launch.first_start else "pipeline")
        self.call_after_refresh(self._settle_memory)

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver; in a terminal the one whose keys are keys."""
        chosen = super().get_driver_class()

        class ProbedDriver(TerminalDriver):
            """The driver with what was asked of the terminal before."""

            probe = self.launch.probe

        return ProbedDriver if chosen is LinuxDriver else chosen

    def _settle_memory(self) -> None:
        """Collect garbage from the first screen on, but do not look for it in the book."""
        gc.freeze()
        gc.set_threshold(*GARBAGE_AFTER)
        gc.enable()
        self._record_win_rates()
        self._recall_tour()
        self.set_timer(ROOMS_AFTER_SECONDS, self._load_rooms)
        self.set_timer(TEAM_AFTER_SECONDS, self._meet_team)
        if self.context.work_calendar.country:
            self.set_timer(ROOMS_AFTER_SECONDS, self._load_holidays)

    def _load_holidays(self) -> None:
        """Look the holidays up in a thread, so that no key waits; say why they are not known."""

        def load() -> None:
            fault = self.context.work_calendar.fault
            if fault is not None and not self.leaving:
                self.call_from_thread(self._tell_fault, fault)

        Thread(target=load, daemon=True).start()

    def _tell_fault(self, fault: UserError) -> None:
        screen = self.screen
        if isinstance(screen, TopScreen) and screen.listening:
            screen.tell(say(fault), "amber")

    def _record_win_rates(self) -> None:
        """Have the store know the playbook's win rates, each change of them with its day.

        It is no edit of the user's, and so nothing to undo; where it cannot be stored, the next
        start does it. Who looks at another day with `--as-of` is told of the past, and leaves the
        past as it was. In a team they are those of whoever leads it.
        """
        playbook = self.context.playbook
        if not (playbook.win_rates or self.book.win_rates) or self.launch.store.read_only:
            return
        if self.launch.as_of is not None or not leads_team(self.book):
            return
        from deals.book_change import BookChange
        from deals.edits.number_settings import record_win_rates

        after = record_win_rates(self.book, playbook, today(None))
        with suppress(UserError):
            if after is not self.book:
                self._commit_change(BookChange.between(self.book, after), "win rates")

    def _meet_team(self, *, first: bool = True) -> None:
        """Begin to sync as soon as the store knows a server: it may be named in the shell."""
        launch = self.launch
        if launch.demo:
            return
        if not sync_file(launch.store.path).exists():
            if first and recall_team_person(self.book):
                self.tell_refusal(UserError("team-url-lost"))
            self.set_timer(TEAM_LOOK_SECONDS, partial(self._meet_team, first=False))
            return
        from tui.server_desk import AppTeamDesk

        rest = UserError("team-as-of") if launch.as_of is not None else None
        self.team = AppTeamDesk(self, launch.store, launch.key, rest)
        self.team.start()

    def watch_book(self) -> None:
        """Have what was committed sent to the team's server."""
        if self.team is not None:
            self.team.book_changed()

    def take_in_others(self) -> None:
        """Take in what other sessions did to the store."""
        self._try("taking in", self._take_in)

    def commit_pulled(self, change: BookChange, label: str) -> Committed:
        """Commit what others did, as a sync brings it: it is no edit made here, so there is nothing
        to undo. What it overwrites is told; what else it edits, later on by `tell_edits`.
        """
        self._departures.update(change.departures)
        committed = self.launch.store.commit(change, label, own=False)
        self._take_in()
        self.book = self.launch.store.book
        heard, edited = self.messages.mention, change.patch.projects
        self._pulled += [sides for id_, sides in edited.items() if not heard(id_)]
        self._known_until = change.since or self._known_until
        return committed

    def tell_edits(self, told_else: Collection[str]) -> None:
        """Tell what others edited of one's own projects by what was committed, unless it is told as
        an overwriting, as that of the projects `told_else` is.
        """
        from views.edits_of_others import edited_texts, list_edits_of_own

        me = (self.team_status.person if self.team_status else "") or self.context.me
        edited = list_edits_of_own(self._pulled, told_else, me)
        since, self._known_until, self._pulled = self._known_until, None, []
        for text in edited_texts(edited, self.context.playbook, since):
            self.note(text)

    def why_gone(self, project_id: str) -> str:
        """Return why a project is no longer there: where a sync took it out, where it went."""
        departure = self._departures.get(project_id)
        if departure is None or project_id in self._replayed:
            return super().why_gone(project_id)
        from wording.team_words import departure_words

        return departure_words(departure)

    def tell_refusal(self, refusal: UserError, *, result: bool = False) -> None:
        """Say why something was refused, as soon as there is room for it."""
        self.note(say(refusal), result=result)

    def _load_rooms(self) -> None:
        """Load what the first screen did not need, so that no key has to wait for that.

        Module by module, first what changes the book, then the rooms. Where keys come, they go
        first: loading one takes as long as a key may.
        """
        modules = iter((*FOR_CHANGES, *(entry.module for entry in SCREENS.values())))
        presses = self.presses

        def load_next() -> None:
            nonlocal presses
            if presses != self.presses:
                presses = self.presses
            elif (module := next(modules, None)) is not None:
                import_module(module)
            else:
                loading.stop()

        loading = self.set_interval(ROOM_EVERY_SECONDS, load_next)

    def complete_path(self, typed: str) -> Sequence[str]:
        """Return the folders and tables that the typed path may be the beginning of."""
        from store.path_completion import complete_path

        return complete_path(typed)

    def edit_outside(self, text: str) -> str:
        """Have a text edited by the user's own editor, the terminal given to it meanwhile."""
        from tui.external_editor import edit_text

        if self.launch.store.sealed:
            raise UserError("editor-sealed")
        return edit_text(text, self.suspend)

    def write_book(self, book: Book, path: Path, *, force: bool) -> Path | None:
        """Write the projects of a book to a file; return where an earlier one was kept."""
        from tui.table_writer import write_pipeline

        about = book, path, self.context.playbook, self.context.today()
        return write_pipeline(*about, force=force, stores=(self.launch.store.path,))

    def write_file(
        self, data: bytes, path: Path, is_earlier: Callable[[bytes], bool], *, force: bool
    ) -> Path | None:
        """Write a file that the user named; return where an earlier one was kept."""
        from store.output_files import write_output

        return write_output(path, data, is_earlier, force=force, stores=(self.launch.store.path,))

    def list_papers(self) -> Sequence[PaperKind]:
        """Return the kinds of papers, titled in the language spoken."""
        from reports.report_kinds import KINDS

        every = KINDS.values()
        return [PaperKind(each.name, _(each.title), each.formats, each.subject) for each in every]

    def propose_paper(self, name: str, ending: str) -> str:
        """Return a name of a file in the current folder that nothing stands in yet."""
        from tui.report_writer import propose_path

        return propose_path(name, f"{self.context.today()}", ending)

    def write_paper(
        self, kind: str, subject: PaperSubject, path: Path, *, force: bool
    ) -> Path | None:
        """Write a paper about the book as it stands; return where an earlier one was kept."""
        from reports.report_kinds import KINDS
        from tui.report_writer import make_app_context, write_report

        context = make_app_context(self, subject)
        stores = (self.launch.store.path,)
        return write_report(KINDS[kind], context, path, force=force, stores=stores)

    def write_calendar(
        self, items: Sequence[DueItem], owner: str, path: Path, *, force: bool
    ) -> None:
        """Write what is due as a calendar, called by its owner."""
        from tui.due_writer import write_due_calendar

        store = self.launch.store
        write_due_calendar(items, store, path, owner, force=force, stores=(store.path,))

    def read_contacts(self, path: Path, project: Project) -> ImportedTable:
        """Read a file of contacts into a project of the book; nothing is written yet."""
        from tui.table_reader import read_contacts

        return read_contacts(path, self.book, project, self.context.reading())

    @property
    def settings_file(self) -> str:
        """The file of the settings: the home in it as `~`, shortened where it is long."""
        from store.settings import config_folder
        from tui.output.setting_table import home_path

        return short_path(home_path(str(config_folder() / "config.toml")))

    def begin_tour(self) -> None:
        """Go on with the tour at the step that was reached in this or an earlier start."""
        from screens.tour.tour import begin_tour
        from store.user_state import write_tour_step

        begin_tour(self, read_tour_step(), write_tour_step, demo=self.launch.demo)

    def _recall_tour(self) -> None:
        """Say in a quiet line that a tour left half-way goes on, unless there is more to tell.

        It steps back as the example of a line does, once it stood in a few starts.
        """
        screen, busy = self.screen, self.tour is not None or self.messages
        if busy or not isinstance(screen, TopScreen) or not screen.listening:
            return
        step = read_tour_step()
        if not step or not self.hints.shows_line(TOUR) or not any(self.samples()):
            return
        text = _(TOUR_LEFT).format(key=self.find_command_key(TOUR), step=step + 1)
        screen.tell(text, "dim")
        self.hints.use_line(TOUR)

    def guess_answers(self) -> tuple[str, str]:
        """Return what the account and the locale say where the settings do not."""
        from tui.first_answers import guess_currency, guess_name

        settings = self.launch.settings
        known = settings.source.table() if settings.source else {}
        named = known.get("me") or self.context.me != self.launch.me
        return "" if named else guess_name(), "" if self.context.currency else guess_currency()

    def settle_answer(self, key: AnswerKey, text: str) -> str:
        """Go by an answer at once, also where config.toml cannot be written."""
        if key == "lang":
            use_language(text)
            calendar = self.context.work_calendar._replace(lang=text)
            self.context = replace(self.context, work_calendar=calendar)
        elif key == "currency":
            self.context = replace(self.context, currency=text)
        else:
            self._work_as(text)
        return self._keep_setting(key, text)

    def _work_as(self, me: str) -> None:
        """Sign edits and half-typed lines by another name from now on."""
        self.launch.store.author = me
        self.context = replace(
            self.context,
            me=me,
            stamp=lambda: stamp(self.launch.as_of, me),
            unsaved_store=AuthorUnsaved(self.launch.store.unsaved, me),
        )
        self.unsaved.unsaved_store = self.context.unsaved_store

    def list_settings(self) -> Sequence[ShownSetting]:
        """Return every setting as it holds now, the file read again."""
        from tui.output.shown_settings import list_shown_settings

        return list_shown_settings(self.launch.options, self.book)

    def back_up(self) -> Path | None:
        """Keep all that is stored as a backup beside the store."""
        return self.launch.store.back_up_now()

    def settle_dates(self, order: DateOrder) -> str:
        """Write the order into config.toml and read days by it from now on."""
        if not (refused := self._keep_setting("dates", order)):
            self.context = replace(self.context, dates=order)
        return refused

    def settle_theme(self, name: str) -> str:
        """Write the theme into config.toml."""
        return self._keep_setting("theme", name)

    def _keep_setting(self, key: WrittenSetting, value: str) -> str:
        from store.config_file import write_setting

        try:
            write_setting(key, value, LANGUAGES, (self.launch.store.path,))
        except UserError as refusal:
            return say(refusal)
        return ""

    def settle_glyphs(self, alphabet: Glyphs) -> str:
        """Write the alphabet into config.toml and draw with it from now on."""
        if not (refused := self._keep_setting("glyphs", alphabet.name)):
            self._use_alphabet(alphabet)
            self.context = replace(self.context, ask_glyphs=False)
        return refused

    def _use_alphabet(self, alphabet: Glyphs) -> None:
        use_glyphs(alphabet)
        use_arrow(alphabet.arrow)

    def find_command_key(self, command: str) -> str:
        """Return the key in force of a command of any screen."""
        return find_command_key(command, self.context.keys)

    def open_screen(self, name: str, *about: object, instead: bool = False) -> None:
        """Put a screen over the one on top, or in its place."""
        if (summary := summary_among(about)) is not None:
            again = partial(self._open_whole, name, about, instead=instead)
            fetch_projects(self, [summary.id], again)
            return
        for each in about:
            if isinstance(each, Project) and self.team is not None:
                self.team.note_opened(each.id)
        show_screen(self, name, *about, instead=instead)

    def _open_whole(self, name: str, about: Sequence[object], *, instead: bool) -> None:
        """Open a screen about projects that have been fetched by now."""
        projects = self.book.projects
        now = (projects.get(each.id) if isinstance(each, Project) else each for each in about)
        show_screen(self, name, *now, instead=instead)

    def sample(self) -> Book:
        """Return the book with the sample in it.

        Refusal: `team-takes-no-sample`, where all that is here goes to a team.
        """
        from store.sample import with_sample

        if sync_file(self.launch.store.path).exists():
            raise UserError("team-takes-no-sample")
        return with_sample(self.book, language(), self.context.stamp(), self.context.me)

    def samples(self) -> SampleIds:
        """Return the sample's projects that are in the book, whenever they were put in."""
        from store.sample import sample_ids

        return SampleIds(*sample_ids(self.book))

    def without_samples(self, ids: Sequence[str]) -> Book:
        """Return the book less these projects of the sample and what it says for them alone."""
        from store.sample import without_samples

        return without_samples(self.book, ids)

    def _handle_exception(self, error: Exception) -> None:
        # Textual's own page shows local variables: a fault leaves one line and no customer's name.
        super()._handle_exception(error if is_debugging() else hush_error(error))

    def _open_table(self, path: Path) -> ReadTable:
        headers = self.launch.settings.headers
        from tui.table_reader import TableReader

        return TableReader(path, headers, lambda: self.book, lambda: self.context.reading()).read


def bind_keys(keys: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Return the keys that a user has bound, by command, as Textual names them."""
    if not keys:
        return {}
    from tui.keys import key_names  # needs the commands of several screens

    return {id: key_names(bound) for id, bound in keys.items()}


def check_theme(settings: Settings) -> None:
    """Refuse a theme of the settings that there is not: `settings-choice`."""
    if settings.source is not None and settings.theme not in (None, AUTO, *THEME_NAMES):
        choices = ", ".join((AUTO, *THEME_NAMES))
        raise settings.source.refusal("settings-choice", "theme", choices=choices)


def run_app(launch: LaunchOptions) -> int:
    """Run the app until it is left; return its exit code. A clean quit leaves an empty journal."""
    check_theme(launch.settings)
    app = NetloftApp(launch)
    try:
        app.run(mouse=launch.mouse)
    finally:
        app.unsaved.keep()  # however it ended
    unsent = app.team.leave() if app.team is not None else 0
    with suppress(UserError):  # what was put in the store's place since the last look
        launch.store.take_in()
    if launch.store.dirty and not launch.store.read_only:
        with suppress(UserError):  # another session is at it, or the disk is full: nothing is lost
            launch.store.checkpoint()
    if launch.store.trouble is not None:
        _keep_held(launch.store)
    if unsent:
        _tell_unsent(unsent, app.team.stopped if app.team is not None else None)
    return app.return_code or 0


def _tell_unsent(count: int, stopped: UserError | None) -> None:
    from tui.output import console

    if stopped is not None:
        text = ngettext(
            "{count} change waits to be sent to the team's server, which takes nothing: {why}",
            "{count} changes wait to be sent to the team's server, which takes nothing: {why}",
            count,
        )
        console.print_line(text.format(count=count, why=say_in_full(stopped)))
        return
    text = ngettext(
        "{count} change waits to be sent to the team's server; it goes out the next time.",
        "{count} changes wait to be sent to the team's server; they go out the next time.",
        count,
    )
    console.print_line(text.format(count=count))


def _keep_held(store: Store) -> None:
    """Keep what only this session held as a backup, and say where it is."""
    from tui.output import console

    try:
        held = store.keep_held()
    except UserError as refusal:
        console.refuse([refusal])
        return
    file = str(store.path)
    kept = UserError("store-held", held=str(held), file=file)
    console.refuse([kept if held else UserError("store-left", file=file)])


class AuthorUnsaved(NamedTuple):
    """The lines that `me` left half typed; those of others stay as they are."""

    file: UnsavedFile
    me: str

    def read(self) -> Sequence[UnsavedLine]:
        """Return those that are left, the newest first."""
        return [line for line in self.file.read(now()) if line.by == self.me]

    @property
    def has_old(self) -> bool:
        """Whether there are some to be dropped for their age."""
        return self.file.has_old(now())

    def new_line(self, place: InputPlace, label: str, text: str) -> UnsavedLine:
        """Return a line typed just now."""
        return UnsavedLine(new_id(), self.me, place, label, text, now())

    def change(self, put: Sequence[UnsavedLine], drop: Collection[str]) -> None:
        """Keep some and drop others, durably; OSError or UserError as they come."""
        self.file.change(put, drop, now())
