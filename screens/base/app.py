"""The app as its screens know it: the book, the one way to change it, and what day it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.filter import LineFilter
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from deals.book_change import BookChange
from deals.edits.patches import Patch, invert
from deals.edits.store_settings import keep_names, recall_import_letter
from deals.errors import UserError
from deals.filters import FilterContext
from deals.model import Book, Project
from deals.own_columns import OwnColumns
from deals.parsing.time_words import Calendar
from deals.pipeline import PipelineIndex, team_assessments
from deals.rules.triage import Assessment
from deals.search import SearchIndex
from deals.team_copy import recall_line
from screens.base.closed_prompt import ClosedPrompt
from screens.base.context import (
    AppContext,
    BookStore,
    ImportChoices,
    OpenTable,
    ScreenOpener,
    TopScreen,
    TourGuide,
)
from screens.base.hint_uses import HintUses
from screens.base.messages import WaitingMessages
from screens.base.prompts import leaving_text, unkept_text
from screens.base.shown_cells import CellUpdate, ShownCells
from screens.base.tone_styles import Look
from screens.base.undo_history import UndoHistory, UndoStep, drop_traces, merge_replay
from screens.base.unsaved import UnsavedLines, start_text
from screens.base.views_left import ViewsLeft
from views.glyphs import current_speech
from views.project_card import ProjectCard
from wording import _, say

if TYPE_CHECKING:
    from deals.lessons import Lessons
    from deals.parsing.reading_context import ReadingContext
    from screens.base.team_desk import TeamDesk, TeamStatus
    from views.import_letter import ImportLetter


LINE_FEED = "ctrl+j"


class BaseApp(ScreenOpener, App[None], inherit_bindings=False):
    """Holds the book and swaps it for what the store returns; screens watch `book`.

    A change that could not be stored is not made, and `commit` tells why. What others do to the
    store comes in by itself, within a second.
    """

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    CSS_PATH = Path(__file__).with_name("screens.tcss")
    POLL_SECONDS = 1.0
    IDLE_POLLS = 15
    MOST_NAMED = 3  # the projects of a change up to which the line on undo names them

    book: reactive[Book] = reactive(Book, init=False, repaint=False)
    read_only: reactive[UserError | None] = reactive[UserError | None](
        None, init=False, repaint=False
    )
    trouble: reactive[UserError | None] = reactive[UserError | None](
        None, init=False, repaint=False
    )

    team: TeamDesk | None = None
    team_status: reactive[TeamStatus | None] = reactive(None, init=False, repaint=False)

    FIRST_DEPTH: ClassVar[int] = 2
    """How many screens there are where the first is on top: Textual has one below."""

    tour: TourGuide | None = None
    _described: tuple[UndoStep, tuple[str, str], str] | None = None

    def __init__(
        self, context: AppContext, store: BookStore, open_table: OpenTable, book: Book
    ) -> None:
        super().__init__()
        self.set_reactive(App.theme, self._take_look(context.look))
        self.context, self.store, self.open_table = context, store, open_table
        self.search, self.history = SearchIndex(), UndoHistory()
        self.kept_choices: dict[Path, tuple[ImportChoices, ...]] = {}  # of files not taken in
        self._replayed: dict[str, str] = {}
        self.taken_here = set[str]()  # projects that were taken out by what was done here
        self.landing: str | None = None  # the item of the red thread that the next room goes to
        self.assessments, self._pipeline = team_assessments(), PipelineIndex()
        self._own_columns = book, OwnColumns(book.projects.values())
        self._idle_polls, self._background_work = 0, set[str]()
        self.unsaved = UnsavedLines(context.unsaved_store, lambda: self.book)
        self.hints = HintUses(context.hint_keeper, context.hints)
        notices = (say(each) for each in (*store.notices, store.read_only) if each is not None)
        left = start_text(self.unsaved.list_left(), book)
        self.messages = WaitingMessages(filter(None, (*notices, left)), lambda: self.presses)
        self._troubles: dict[str, str] = {}
        self._input = deque[events.Event]()  # not yet acted on, the oldest first
        self._unseen: Collection[events.Key] = ()  # typed before what they would act on was there
        self._ready_screen: TopScreen | None = None  # the screen on top, once it can act on keys
        self.presses, self._asked_at = 0, -2  # how many keys, and with which leaving was asked for
        self.leaving = False  # nothing that comes now is acted on
        self._doubtful = store.doubtful and say(store.doubtful)
        self.set_reactive(BaseApp.book, book)
        self.set_reactive(BaseApp.read_only, store.read_only)
        self.set_reactive(BaseApp.trouble, store.trouble)

    @cached_property
    def views_left(self) -> ViewsLeft:
        """The views that rooms were left in."""
        return ViewsLeft(self.context.lists)

    def on_mount(self) -> None:
        """Have a look at what others did once a second."""
        self.screen_change_signal.subscribe(self, self._await_top_screen, immediate=True)
        self.set_interval(self.POLL_SECONDS, self.poll)
        self.call_after_refresh(self.speak)

    def watch_read_only(self, reason: UserError | None) -> None:
        """Tell why nothing can be changed any more; screens also say so in their titles."""
        if reason is not None:
            self.messages.add(say(reason))

    def watch_team_status(self) -> None:
        """Show how the store stands with the team's server."""
        screen = self.screen
        if isinstance(screen, TopScreen) and screen.is_active and screen.query("#footer"):
            screen.paint_footer()

    @cached_property
    def shown_cells(self) -> ShownCells:
        """What stands on the terminal."""
        return ShownCells()

    @cached_property
    def closed_prompt(self) -> ClosedPrompt:
        """What is typed just after a prompt has closed."""
        return ClosedPrompt()

    @cached_property
    def lessons(self) -> Lessons:
        """What was learned in the book's reviews, by what it is asked for."""
        from deals.lessons import Lessons

        return Lessons()

    @property
    def own_columns(self) -> OwnColumns:
        """The own columns of the book's projects, worked out once for each book."""
        if self._own_columns[0] is not self.book:
            self._own_columns = self.book, OwnColumns(self.book.projects.values())
        return self._own_columns[1]

    @property
    def letter(self) -> ImportLetter | None:
        """What the last import said, made here or elsewhere."""
        from views.import_letter import load_letter

        return load_letter(text) if (text := recall_import_letter(self.book)) else None

    def filter_context(self) -> FilterContext:
        """Return what filters are read against."""
        context, index = self.context, self.pipeline
        calendar = Calendar(context.today(), context.dates, context.year_start())
        beside = self.own_columns, index.rates, index.customers, recall_line(self.book)
        return FilterContext(context.playbook, context.me, self.search, calendar, *beside)

    def assess(self, project: Project) -> Assessment:
        """Return what triage says of a project today; computed once while nothing changed."""
        return self.assessor()(project)

    def card(self, project_id: str) -> ProjectCard:
        """Return a project of the book in words, as of today."""
        project, context = self.book.projects[project_id], self.context
        return ProjectCard(project, self.assess(project), context.playbook, context.today())

    def assessor(self) -> Callable[[Project], Assessment]:
        """Return `assess` for many projects: the clock is looked at once for all."""
        return self.assessments.assessor(self.context.playbook, self.context.today(), self.book)

    @property
    def pipeline(self) -> PipelineIndex:
        """What lists of projects ask of the whole book, as of today; asked anew after a commit."""
        context, day, book = self.context, self.context.today(), self.book
        self._pipeline.follow(self.assessments, context.playbook, day, book, context.currency)
        return self._pipeline

    def reading(self) -> ReadingContext:
        """Return what typed fields are read and edits are stamped with, as of now.

        An amount that names no currency is in that of most amounts, unless the settings name one.
        """
        reading = self.context.reading()
        usual = "" if self.context.currency else next(iter(self.pipeline.groups), "")
        return reading._replace(usual=usual) if usual != reading.currency else reading

    # How it looks --------------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Leave the lines as they are: they have the colours that the terminal is to get."""
        return ()

    def show_theme(self, name: str) -> None:
        """Paint everything in another theme from now on."""
        self.theme = self._take_look(self.look.with_theme(name))
        for screen in self.screen_stack:
            for view in screen.query("LinesView"):
                view.refresh()

    def _take_look(self, look: Look) -> str:
        """Have lines painted so, and return the name of the theme that Textual is to take."""
        self.look, theme = look, look.textual_theme()
        self.register_theme(theme)
        return theme.name

    # Keys ----------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Line up what the user does; deal with all else at once.

        Textual would send a key to the screen that is on top now, and one that this screen does
        not bind on to the next: what is typed ahead would run another screen's commands.
        """
        if isinstance(event, events.Resize):
            self.shown_cells.forget()
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            self._input.append(event)
        elif isinstance(event, events.Resize) and (self._input or event.size != self.size):
            if self._input and isinstance(self._input[-1], events.Resize):
                self._input.pop()
            self._input.append(event)
        else:
            await super().on_event(event)
            return
        await self._deliver()

    async def _deliver(self) -> None:
        """Give what is lined up to the screen on top, each once the one before it took effect.

        It goes on when a screen that is opening, or laid out anew, says that it is ready.
        """
        while self._input and not self.leaving and self._ready_screen is not None:
            event = self._input.popleft()
            if isinstance(event, EscapedKey) and not self._ready_screen.means(event):
                self._input.extendleft(reversed(event.apart))
            elif isinstance(event, events.Key):
                self._press(self._ready_screen, event)
            elif isinstance(event, events.Paste):
                self._ready_screen.paste_text(event.text)
            else:
                if isinstance(event, events.Resize) and event.size != self.size:
                    self._await_paint(self._ready_screen)
                await super().on_event(event)
                # Textual would tell the screen a moment later, by a timer that on a busy machine
                # may never go off: one that is late before its only tick has none left.
                self._check_resize()

    def _press(self, screen: TopScreen, event: events.Key) -> None:
        """Have the screen act on a key; one that it does not bind ends here.

        An Enter that was typed while the terminal was not ours yet comes as a line feed.
        """
        self.presses += 1
        unseen = event in self._unseen
        if event.key == LINE_FEED and not screen.means(event):
            event = _enter_at(event)
        if unseen and screen.means(event):
            screen.tell(_("that key came before this was shown; press it again if you mean it"))
            return
        if not screen.press_key(event) and event.key == "ctrl+c":
            screen.tell(_("ctrl+q leaves Netloft"))
        if self.tour is not None:
            self.tour.follow()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, ChopsUpdate | LayoutUpdate):
            renderable = CellUpdate(renderable, self.shown_cells, self.size)
        super()._display(screen, renderable)

    def _await_top_screen(self, _top: Screen[object]) -> None:
        # What another program may have written over the screen before goes with the old one.
        self.shown_cells.forget()
        if isinstance(self.screen, TopScreen):
            self._await_paint(self.screen)

    def _await_paint(self, screen: TopScreen) -> None:
        self._ready_screen = None
        screen.await_paint()

    def screen_ready(self, screen: TopScreen) -> None:
        """Let the keys go on that waited for this screen, if it is the one on top."""
        if self._ready_screen is None and screen.is_active:
            self._ready_screen = screen
            if self._input:
                self.call_next(self._deliver)

    def press_again(self, keys: Sequence[events.Key], unseen: Collection[str] = ()) -> None:
        """Have keys act that came while none could, before those that came after them.

        The keys `unseen` act on lines that are being typed, and run no command.
        """
        self._unseen = {event for event in keys if event.key in unseen}
        self._input.extendleft(reversed(keys))
        self.call_next(self._deliver)

    def leave(self) -> str:
        """Leave the app. Where something else stands in the store's place only if the key before
        this one asked for it too, and what is held was kept; gives what to say where it stays.
        """
        again, self._asked_at = self.presses - self._asked_at == 1, self.presses
        self._try("taking in", self._take_in)
        if self.trouble is not None:
            if not again:
                return leaving_text(self.trouble, len(self.book.projects))
            try:
                self.store.keep_held()
            except UserError as refusal:
                return unkept_text(say(refusal))
        self.exit()
        return ""

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """Leave the app; nothing that was typed after that has any effect."""
        self.leaving = True
        if self.hints.due:
            self.hints.keep()
        super().exit(result, return_code, message)

    def go_to_first(self) -> None:
        """Close all screens but the first."""
        for _screen in self.screen_stack[self.FIRST_DEPTH :]:
            self.pop_screen()

    # The tour ------------------------------------------------------------------------------------

    def count_tour_rows(self, size: Size) -> int:
        """Return the lines that the strip of the tour takes of a terminal; 0 where none is on."""
        return self.tour.count_rows(size) if self.tour is not None else 0

    def list_strips(self, size: Size) -> Sequence[Widget]:
        """Return the strip of the tour for a screen; nothing where none is on."""
        return [self.tour.make_strip(size)] if self.tour is not None else []

    def paint_tour(self, screen: Screen[None]) -> None:
        """Show the strip of a screen as it now stands, if a tour is on."""
        if self.tour is not None:
            self.tour.paint(screen)

    # Changing the book ---------------------------------------------------------------------------

    def commit(
        self,
        after: Book,
        label: str,
        before: Book | None = None,
        apart: Collection[str] = frozenset(),
        whole: Collection[str] = frozenset(),
        lasting: Collection[str] = (),
    ) -> str | None:
        """Make `after` the book, durably and undoably; the reason why not, if it could not be.

        `label` is the English id of what was done: a message of the catalogue, said where it is
        shown, and kept as it is where changes are recorded. `before` is the book `after` was made
        from, where others may have changed the present one since. An account's people are told in
        all its projects (`share_contacts`). Shared lists that are `lasting` stay at an undo, but
        for when tables were read.
        """
        from deals.accounts import ContactSharing

        self.closed_prompt.wrote = True
        sharing = ContactSharing(self.context.stamp(), apart, whole)
        if not (change := BookChange.between(before or self.book, after, sharing)).patch:
            return None
        try:
            self._take_in()
            self._let_undo(label, self._commit_change(change, label), lasting)
        except UserError as refusal:
            return say(refusal)
        return None

    def _let_undo(self, label: str, made: Patch, lasting: Collection[str]) -> None:
        # What others did in between is not in it: undoing that is not ours to do.
        lists = {
            name: change if name not in lasting else keep_names(change)
            for name, change in made.lists.items()
        }
        lists = {name: change for name, change in lists.items() if change.before != change.after}
        if undoable := replace(made, lists=lists):
            self.history = self.history.after_change(UndoStep(label, undoable))

    def _commit_change(self, change: BookChange, label: str) -> Patch:
        """Have the store make a change, and show the book that it gives; return what was done."""
        self._idle_polls = 0
        committed = self.store.commit(change, label)
        self.taken_here |= {id_ for id_, done in committed.patch.projects.items() if not done.after}
        self.book = committed.book
        if not self.store.backup_due:
            self._troubles.pop("backup", None)
        elif "backup" not in self._troubles:
            self._run_in_background("backup", self.store.back_up)
        return committed.patch

    def undo(self) -> tuple[str, Patch | None]:
        """Take the last change back; what to tell, and the patch applied if there was one."""
        if not self.history.done:
            return _("nothing to undo"), None
        step = self.history.done[-1]
        change = invert(step.patch)
        message = _("undone: {label}").format(label=self._describe(step, change))
        return self._replay(step.label, change, message, redo=False)

    def redo(self) -> tuple[str, Patch | None]:
        """Do the last undone change again; what to tell, and the patch if there was one."""
        if not self.history.undone:
            return _("nothing to redo"), None
        step = self.history.undone[-1]
        message = _("redone: {label}").format(label=self._describe(step, step.patch))
        return self._replay(step.label, step.patch, message, redo=True)

    def describe_last(self) -> str:
        """Return the last change, of many projects but how many; empty with nothing to undo."""
        if not self.history.done:
            return ""
        step = self.history.done[-1]
        kept = self._described
        if kept is None or kept[0] is not step or kept[1] != current_speech():
            few = len(step.patch.projects) <= self.MOST_NAMED
            text = self._describe(step, step.patch if few else Patch())
            kept = self._described = step, current_speech(), text
        return kept[2]

    def _describe(self, step: UndoStep, change: Patch) -> str:
        """Return what taking a step back or doing it again changes, project and value."""
        from views.changes import replayed_text

        several = len(self.pipeline.groups) > 1
        playbook = self.context.playbook
        return replayed_text(step.describe(playbook, several=several), change, playbook)

    def _replay(
        self, label: str, change: Patch, message: str, *, redo: bool
    ) -> tuple[str, Patch | None]:
        from views.changes import kept_fields_text

        try:
            self._take_in()
            now = self.book
            merged = merge_replay(change, now)
            made = drop_traces(merged.patch) if merged.conflicts else merged.patch
            if made:
                self._replayed = dict.fromkeys(made.projects, message)
                again = BookChange(now, merged.book, made, prefer="theirs")
                made = self._commit_change(again, label)
        except UserError as refusal:
            return say(refusal), None
        left = (
            kept_fields_text(merged.conflicts, now, self.context.playbook)
            if merged.conflicts
            else ""
        )
        if not made:
            self.history = self.history.without_last(redo=redo)
            return left or message, None
        turn = self.history.after_redo if redo else self.history.after_undo
        self.history = turn(made)
        return (message + _("; ") + left if left else message), made

    def why_gone(self, project_id: str) -> str:
        """Return why a project is no longer there: by an undo made here, or by somebody."""
        return self._replayed.get(project_id) or _("someone else has deleted this project")

    def write_held(self) -> str:
        """Put what is held in the store's place, as the user wants it; what to tell."""
        try:
            self.store.write_held()
        except UserError as refusal:
            return say(refusal)
        self.trouble = self.store.trouble
        return _("saved; what was there before is kept among the backups")

    # What others do ------------------------------------------------------------------------------

    def poll(self) -> None:
        """Take in what others did; with nothing to do for a while, has a checkpoint made."""
        self._idle_polls += 1
        self._try("taking in", self._take_in)
        self.speak()
        if self.unsaved.due:
            self._run_in_background("unsaved", self.unsaved.keep)
        if self.hints.due:
            self._run_in_background("hints", self.hints.keep)
        hurry = self.store.overdue and "checkpoint" not in self._troubles
        if hurry or self._idle_polls >= self.IDLE_POLLS:
            self._idle_polls = 0
            if self.store.dirty and self.store.read_only is None:
                self._run_in_background("checkpoint", self.store.checkpoint)

    def _take_in(self) -> None:
        news = self.store.take_in()
        self.read_only, self.trouble = self.store.read_only, self.store.trouble
        doubtful = self.store.doubtful and say(self.store.doubtful)
        if doubtful and doubtful != self._doubtful:
            self.messages.add(doubtful)
        self._doubtful = doubtful
        if news is not None:
            from views.changes import overwritten_text

            self._replayed = {}
            self.taken_here -= news.book.projects.keys()
            playbook = self.context.playbook
            if news.restored:
                # What was done here was done to another book.
                self.history = UndoHistory()
            for notice in news.notices:
                self.messages.add(say(notice))
            for edit in news.overwritten:
                self.messages.add(overwritten_text(edit, news.book, playbook), about=edit.project)
            self.book = news.book

    def _run_in_background(self, doing: str, work: Callable[[], None]) -> None:
        """Do a slow work in a thread, one of each at a time: the app goes on meanwhile."""

        def done() -> None:
            try:
                self._try(doing, work)
            finally:
                self._background_work.discard(doing)

        if doing not in self._background_work:
            self._background_work.add(doing)
            self.run_worker(done, thread=True, exit_on_error=False)

    def _try(self, doing: str, work: Callable[[], None]) -> None:
        """Do it; why it cannot be done the next poll tells, but only once while that lasts."""
        try:
            work()
        except UserError as refusal:
            trouble = say(refusal)
            if trouble not in self._troubles.values():
                self.messages.add(trouble)
            self._troubles[doing] = trouble
        else:
            self._troubles.pop(doing, None)

    def speak(self) -> None:
        """Tell what waits to be told, unless something is being typed: then it waits."""
        screen = self.screen
        if not (self.messages and isinstance(screen, TopScreen) and screen.listening):
            return
        if text := self.messages.take(standing=bool(screen.status_bar.line)):
            screen.tell(text, "amber")

    def note(self, text: str, *, result: bool = False) -> None:
        """Tell something as soon as there is room for it, once however often it is asked for; the
        `result` of what was done here before the news of others, and for longer.
        """
        self.messages.add(text, result=result)
        self.call_after_refresh(self.speak)


def _enter_at(event: events.Key) -> events.Key:
    """Return an Enter that was pressed when the event was."""
    enter = events.Key("enter", "\r")
    enter.time = event.time
    return enter


class EscapedKey(events.Key):
    """A key with Alt as most terminals send it.

    Esc and a key that came in one read, as on a line that stalls, look the same. Where Alt with the
    key means nothing it is taken for these two, so that the Esc is not lost.
    """

    def __init__(self, alt: str, behind: events.Key) -> None:
        super().__init__(f"alt+{alt}", behind.character)
        self.apart = (events.Key("escape", "\x1b"), behind)
