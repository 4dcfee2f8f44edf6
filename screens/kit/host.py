"""The app as its screens know it: the book, the one way to change it, and what day it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from deals.edits import Patch, apply, invert, patch
from deals.fields import Reading
from deals.filters import FilterContext
from deals.model import Book, Project, Stamp
from deals.playbook import Playbook
from deals.refusal import Refusal
from deals.search import SearchIndex
from deals.triage import Assessment, Assessments
from screens.kit.glyphs import Glyphs
from screens.kit.history import History, Step
from screens.kit.wording import _, say

Save = Callable[[Book, Book, str], Book]


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading a file came to: the book with its good rows in, rows by kind, and the refusals.

    Kinds are added, changed, unchanged and refused. Nothing is written yet.
    """

    book: Book
    counts: Mapping[str, int]
    refusals: Sequence[Refusal] = ()


Progress = Callable[[str, int, int], None]
ReadFile = Callable[[Path, Progress], Imported]
"""Reads a file into the present book, telling how far it is: file, rows done, of how many."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is settled before the app starts; `today` and `stamp` are the only clock it has."""

    playbook: Playbook
    me: str
    today: Callable[[], date]
    stamp: Callable[[], Stamp]
    new_id: Callable[[], str]
    glyphs: Glyphs
    keys: Mapping[str, str]

    def reading(self) -> Reading:
        """What fields are read and edits are stamped with, as of now."""
        return Reading(playbook=self.playbook, stamp=self.stamp(), new_id=self.new_id)


class Host(App[None], inherit_bindings=False):
    """Holds the book and swaps it for what a save returned; screens watch `book`.

    `save` makes a change durable and returns the book as it then stands, or raises Refusal: the
    change is then not made and `commit` tells why.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False)]
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    book: reactive[Book] = reactive(Book, init=False, repaint=False)

    def __init__(self, context: Context, save: Save, read: ReadFile, book: Book) -> None:
        super().__init__()
        self.context = context
        self.save = save
        self.read = read
        self.search = SearchIndex()
        self.history = History()
        self.assessments = Assessments()
        self.set_reactive(Host.book, book)

    def filter_context(self) -> FilterContext:
        """What filters are read against."""
        return FilterContext(self.context.playbook, self.context.me, self.search)

    def assess(self, project: Project) -> Assessment:
        """What triage says of a project today; computed once while nothing changed."""
        return self.assessments.of(project, self.context.playbook, self.context.today())

    def commit(self, after: Book, label: str) -> str | None:
        """Makes `after` the book, durably and undoably; the reason why not, if it could not be.

        `label` is the English id of what was done: a message of the catalogue, said where it is
        shown, and kept as it is where changes are recorded.
        """
        change = patch(self.book, after)
        if change == Patch({}, after.views, after.views):
            return None
        failed = self._store(after, label)
        if failed is None:
            self.history = self.history.did(Step(label, change))
        return failed

    def _store(self, after: Book, label: str) -> str | None:
        try:
            self.book = self.save(self.book, after, label)
        except Refusal as refusal:
            return say(refusal)
        return None

    def _replay(self, step: Step, change: Patch) -> str | None:
        return self._store(apply(change, self.book), step.label)

    def undo(self) -> tuple[str, Patch | None]:
        """Takes the last change back; what to tell, and the patch applied if there was one."""
        if not self.history.done:
            return _("nothing to undo"), None
        step = self.history.done[-1]
        change = invert(step.patch)
        failed = self._replay(step, change)
        if failed is not None:
            return failed, None
        self.history = self.history.undid()
        return _("undone: {label}").format(label=step.said()), change

    def redo(self) -> tuple[str, Patch | None]:
        """Does the last undone change again; what to tell, and the patch if there was one."""
        if not self.history.undone:
            return _("nothing to redo"), None
        step = self.history.undone[-1]
        failed = self._replay(step, step.patch)
        if failed is not None:
            return failed, None
        self.history = self.history.redid()
        return _("done again: {label}").format(label=step.said()), step.patch

    def sample(self) -> Book:
        """The book with the sample projects put in."""
        raise NotImplementedError

    def open_triage(self, ids: Sequence[str]) -> None:
        """Walks through those of the projects that need attention."""
        raise NotImplementedError

    def open_first(self) -> None:
        """Opens the first screen in the place of the welcome."""
        raise NotImplementedError

    def action_help_quit(self) -> None:
        """Ctrl+c: tells how to leave, in the status line instead of a toast."""
        told = getattr(self.screen, "tell", None)
        if told is not None:
            told(_("ctrl+q leaves Netloft"))


class Hosted(Screen[None]):
    """A screen that knows its app is a Host."""

    @property
    def host(self) -> Host:
        """The app."""
        app = self.app
        assert isinstance(app, Host)
        return app
