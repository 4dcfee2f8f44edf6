"""The app as its screens know it: the book, the one way to change it, and what day it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from deals.accounts import spread
from deals.edits import Patch, invert, patch
from deals.filters import FilterContext
from deals.lessons import Lessons
from deals.merge import Prefer, merge_patch
from deals.model import Book, Project
from deals.refusal import Refusal
from deals.search import SearchIndex
from deals.triage import Assessment, Assessments
from screens.kit.context import Context, ReadFile
from screens.kit.door import Door
from screens.kit.drafts import UnsavedLines, start_text
from screens.kit.front import Front
from screens.kit.history import History, Step, replayed
from screens.kit.spans import Tone
from screens.kit.told import left_text, overwritten_text
from screens.kit.wording import _, ngettext, say


class Host(Front, App[None], inherit_bindings=False):
    """Holds the book and swaps it for what the store returns; screens watch `book`.

    A change that could not be stored is not made, and `commit` tells why. What others do to the
    store comes in by itself, within a second.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False)]
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    POLL_SECONDS = 1.0
    IDLE_POLLS = 15

    book: reactive[Book] = reactive(Book, init=False, repaint=False)
    read_only: reactive[Refusal | None] = reactive[Refusal | None](None, init=False, repaint=False)

    def __init__(self, context: Context, door: Door, read: ReadFile, book: Book) -> None:
        super().__init__()
        self.context = context
        self.door = door
        self.read = read
        self.search = SearchIndex()
        self.lessons = Lessons()
        self.history = History()
        self.landing: str | None = None  # the item of the red thread that the next room goes to
        self.assessments = Assessments()
        self._quiet = 0
        self._working = set[str]()
        self._untold = [say(one) for one in (*door.notices, door.read_only) if one is not None]
        self.unsaved = UnsavedLines(context.shelf)
        self._untold += filter(None, [start_text(self.unsaved.left(), book)])
        self._troubles: dict[str, str] = {}
        self.set_reactive(Host.book, book)
        self.set_reactive(Host.read_only, door.read_only)

    def on_mount(self) -> None:
        """Looks once a second at what others did."""
        self.set_interval(self.POLL_SECONDS, self.poll)
        self.call_after_refresh(self.speak)

    def watch_read_only(self, reason: Refusal | None) -> None:
        """Tells why nothing can be changed any more; screens also say so in their titles."""
        if reason is not None:
            self._untold.append(say(reason))

    def filter_context(self) -> FilterContext:
        """What filters are read against."""
        return FilterContext(self.context.playbook, self.context.me, self.search)

    def assess(self, project: Project) -> Assessment:
        """What triage says of a project today; computed once while nothing changed."""
        return self.assessor()(project)

    def assessor(self) -> Callable[[Project], Assessment]:
        """`assess` for many projects at once: the clock is looked at once for all."""
        playbook, today = self.context.playbook, self.context.today()
        return lambda project: self.assessments.of(project, playbook, today)

    # Changing the book ---------------------------------------------------------------------------

    def commit(
        self,
        after: Book,
        label: str,
        before: Book | None = None,
        apart: Collection[str] = frozenset(),
        whole: Collection[str] = frozenset(),
    ) -> str | None:
        """Makes `after` the book, durably and undoably; the reason why not, if it could not be.

        `label` is the English id of what was done: a message of the catalogue, said where it is
        shown, and kept as it is where changes are recorded. `before` is the book that `after` was
        made from, where others may have changed the present one since. The people of an account
        are told in all its projects, by the terms of `deals.accounts.spread`.
        """
        before = before or self.book
        change = patch(before, after)
        if not change:
            return None
        try:
            self._take_in()
            now = self.book
            ours = after if now is before else merge_patch(change, now, prefer="ours").book
            merged = spread(now, ours, self.context.stamp(), apart, whole)
            self._store(now, merged, label, "ours")
        except Refusal as refusal:
            return say(refusal)
        # What others did in between stays out of the step: undoing it is not ours to do.
        self.history = self.history.did(Step(label, patch(now, merged)))
        return None

    def _store(self, before: Book, after: Book, label: str, prefer: Prefer) -> None:
        self._quiet = 0
        if self.door.read_only is not None:
            raise self.door.read_only
        self.book = self.door.commit(before, after, label, prefer)
        if not self.door.backup_due:
            self._troubles.pop("backup", None)
        elif "backup" not in self._troubles:
            self._aside("backup", self.door.back_up)

    def undo(self) -> tuple[str, Patch | None]:
        """Takes the last change back; what to tell, and the patch applied if there was one."""
        if not self.history.done:
            return _("nothing to undo"), None
        step = self.history.done[-1]
        told = _("undone: {label}").format(label=step.said())
        return self._replay(step.label, invert(step.patch), told, redo=False)

    def redo(self) -> tuple[str, Patch | None]:
        """Does the last undone change again; what to tell, and the patch if there was one."""
        if not self.history.undone:
            return _("nothing to redo"), None
        step = self.history.undone[-1]
        told = _("done again: {label}").format(label=step.said())
        return self._replay(step.label, step.patch, told, redo=True)

    def _replay(
        self, label: str, change: Patch, told: str, *, redo: bool
    ) -> tuple[str, Patch | None]:
        try:
            self._take_in()
            now = self.book
            replay = replayed(change, now)
            if replay.book is not now:
                self._store(now, replay.book, label, "theirs")
        except Refusal as refusal:
            return say(refusal), None
        left = left_text(replay.left, now, self.context.playbook) if replay.left else ""
        if replay.book is now:
            self.history = self.history.gave_up(redo=redo)
            return left or told, None
        turn = self.history.redid if redo else self.history.undid
        self.history = turn(replay.made)
        return (f"{told}; {left}" if left else told), replay.made

    # What others do ------------------------------------------------------------------------------

    def poll(self) -> None:
        """Takes in what others did; with nothing to do for a while, has a checkpoint made."""
        self._quiet += 1
        self._try("taking in", self._take_in)
        self.speak()
        if self.unsaved.due:
            self._aside("unsaved", self.unsaved.keep)
        hurry = self.door.overdue and "checkpoint" not in self._troubles
        if hurry or self._quiet >= self.IDLE_POLLS:
            self._quiet = 0
            if self.door.dirty and self.door.read_only is None:
                self._aside("checkpoint", self.door.checkpoint)

    def _take_in(self) -> None:
        news = self.door.take_in()
        self.read_only = self.door.read_only
        if news is not None:
            playbook = self.context.playbook
            self._untold += [overwritten_text(one, news.book, playbook) for one in news.overwritten]
            self.book = news.book

    def _aside(self, doing: str, work: Callable[[], None]) -> None:
        """Does a slow work in a thread, one of each at a time: the app goes on meanwhile."""

        def done() -> None:
            try:
                self._try(doing, work)
            finally:
                self._working.discard(doing)

        if doing not in self._working:
            self._working.add(doing)
            self.run_worker(done, thread=True, exit_on_error=False)

    def _try(self, doing: str, work: Callable[[], None]) -> None:
        """Does it; why it cannot be done the next poll tells, but only once while that lasts."""
        try:
            work()
        except Refusal as refusal:
            trouble = say(refusal)
            if trouble not in self._troubles.values():
                self._untold.append(trouble)
            self._troubles[doing] = trouble
        else:
            self._troubles.pop(doing, None)

    def speak(self) -> None:
        """Tells what waits to be told, unless something is being typed: then it waits."""
        screen = self.screen
        if self._untold and isinstance(screen, Hosted) and screen.listening:
            first, *more = self._untold
            self._untold = []
            if more:
                count = ngettext("{count} more", "{count} more", len(more)).format(count=len(more))
                first = f"{first} (+ {count})"
            screen.tell(first, "amber")

    def note(self, text: str) -> None:
        """Has something told as soon as there is room for it."""
        self._untold.append(text)
        self.call_after_refresh(self.speak)

    def action_help_quit(self) -> None:
        """Ctrl+c: tells how to leave, in the status line instead of a toast."""
        if isinstance(self.screen, Hosted):
            self.screen.tell(_("ctrl+q leaves Netloft"))


class Hosted(Screen[None]):
    """A screen that knows its app is a Host."""

    @property
    def host(self) -> Host:
        """The app."""
        app = self.app
        assert isinstance(app, Host)
        return app

    @property
    def listening(self) -> bool:
        """Whether what is told now would be seen."""
        return False

    def tell(self, text: str, tone: Tone = "") -> None:
        """Says something in the status line; it stands until the next key."""
        raise NotImplementedError
