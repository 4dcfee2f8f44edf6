"""The way to an import inside the app: ask for a file, read it in a thread, open its preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from textual import events
from textual.worker import get_current_worker

from deals.errors import ReadingStopped, UserError
from screens.base.context import ImportChoices, ImportedTable, ReadProgress, ReadTable
from screens.base.path_prompt import ask_path, unquote_path
from screens.base.screen import BaseScreen
from views.import_report import SETTING_OF
from wording import _, say
from wording.errors import short_path


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file that was read, by which choices, what came of it, and what to do once it is taken.

    `read` reads it by others.
    """

    path: Path
    read: ReadTable
    choices: ImportChoices
    table: ImportedTable
    done: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """A prompt that swallows the keys while something is done; Esc stops it, where that can be."""

    stop: Callable[[], None] = lambda: None

    def key(self, event: events.Key) -> None:
        """Stop by Esc."""
        if event.key == "escape":
            self.stop()

    def paste(self, text: str) -> None:
        """Do nothing."""


def ask_file(screen: BaseScreen, done: Callable[[], None]) -> None:
    """Ask for a file and open its preview; `done` is called once something was taken from there."""

    def accept(typed: str) -> bool:
        if not typed.strip():
            return False
        try:
            _open_preview(screen, typed, unquote_path(typed), done)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        return True

    ask_path(screen, _("file or folder, Tab completes"), accept, place="import")


def _open_preview(screen: BaseScreen, typed: str, path: Path, done: Callable[[], None]) -> None:
    """Read a file and open its preview; where nothing of it is a table, ask for it again."""
    read = screen.host.open_table(path)

    def show(table: ImportedTable) -> None:
        if refusal := whole_refusal(table):
            ask_again(refusal)
        else:
            preview = ImportPreview(path, read, ImportChoices(), table, done)
            screen.host.open_screen("import_preview", preview)

    def ask_again(reason: str) -> None:
        ask_file(screen, done)
        screen.type(typed)
        screen.refuse(reason)

    first = partial(read, ImportChoices())
    ThreadedReading(screen, path, first, show, lambda refusal: ask_again(say(refusal))).start()


def whole_refusal(table: ImportedTable) -> str:
    """Return why nothing of the file is a table, where no choice can change that."""
    why = table.unread
    if why is None or why.code in SETTING_OF or table.columns or len(table.sheets) > 1:
        return ""
    return say(why)


@dataclass(frozen=True, slots=True)
class ThreadedReading:
    """A reading of a file that goes on in a thread while the screen tells how far it is.

    Then `done` gets what came of it, or `failed` why nothing could be read. Esc stops it: whatever
    was read by then, neither gets anything.
    """

    screen: BaseScreen
    path: Path
    read: Callable[[ReadProgress], ImportedTable]
    done: Callable[[ImportedTable], None]
    failed: Callable[[UserError], None]
    stopped: Event = field(default_factory=Event)

    def start(self) -> None:
        """Begin to read."""
        screen = self.screen
        screen.key_handler = ImportProgress(self.stop)
        screen.tell(_("reading {file}; Esc stops").format(file=short_path(f"{self.path}")))
        screen.run_worker(self._work, thread=True, exit_on_error=True)

    def stop(self) -> None:
        """Have the reading end where it is."""
        self.stopped.set()
        self.screen.release()
        self.screen.tell(_("reading was stopped, nothing has changed"), "amber")

    def _work(self) -> None:
        try:
            table = self.read(self._make_progress())
        except ReadingStopped:
            return
        except UserError as refusal:
            self._call(partial(self.failed, refusal))
        else:
            self._call(partial(self.done, table))

    def _call(self, act: Callable[[], None]) -> None:
        """Do something where the screen is, with its keys given back."""

        def finish() -> None:
            if not self.stopped.is_set():
                self.screen.release()
                act()

        self.screen.host.call_from_thread(finish)

    def _make_progress(self) -> ReadProgress:
        """Return what tells of the reading by tenths, and ends it once it is stopped."""
        share, worker = 0, get_current_worker()

        def show(text: str) -> None:
            if not self.stopped.is_set():
                self.screen.tell(text)

        def progress(_file: str, rows: int, of: int) -> None:
            nonlocal share
            if self.stopped.is_set() or worker.is_cancelled:
                raise ReadingStopped
            if share != (share := 10 * rows // max(1, of)):
                text = _("read {share}%; Esc stops").format(share=10 * share)
                self.screen.host.call_from_thread(show, text)

        return progress
