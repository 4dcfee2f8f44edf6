"""The way to an import inside the app: ask for a file, read it in a thread, open its preview."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from textual.worker import get_current_worker

from deals.errors import ReadingStopped, UserError
from screens.base.context import ImportChoices, ImportedTable, ReadProgress, ReadTable
from screens.base.path_prompt import ask_path, unquote_path
from screens.base.screen import BaseScreen
from screens.base.threaded_work import ThreadedWork
from views.import_report import SETTING_OF
from wording import _, say
from wording.errors import short_path


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file that was read, by which choices, what came of it, and what to do once it is taken.

    `read` reads it by others; `past` are the choices made before, each in place of the last.
    """

    path: Path
    read: ReadTable
    choices: ImportChoices
    table: ImportedTable
    done: Callable[[], None]
    past: tuple[ImportChoices, ...] = ()


def ask_file(screen: BaseScreen, done: Callable[[], None]) -> None:
    """Ask for a file and open its preview; `done` is called once something was taken from there."""

    def accept(path: Path, typed: str) -> None:
        _open_preview(screen, typed, path, done)

    ask_path(screen, _("import a file or folder, Tab completes"), accept, place="import")


def import_file(screen: BaseScreen, typed: str, done: Callable[[], None]) -> None:
    """Open the preview of a file that was named; why that cannot be read is said in the line that
    asks for another.
    """
    try:
        _open_preview(screen, typed, unquote_path(typed), done)
    except UserError as refusal:
        ask_file(screen, done)
        screen.type(typed)
        screen.refuse(say(refusal))


def _open_preview(screen: BaseScreen, typed: str, path: Path, done: Callable[[], None]) -> None:
    """Read a file and open its preview; where nothing of it is a table, ask for it again."""
    read = screen.host.open_table(path)
    *past, choices = screen.host.kept_choices.get(path.absolute(), (ImportChoices(),))

    def show(table: ImportedTable) -> None:
        if refusal := whole_refusal(table):
            ask_again(refusal)
        else:
            preview = ImportPreview(path, read, choices, table, done, tuple(past))
            screen.host.open_screen("import_preview", preview)

    def fail(refusal: UserError) -> None:
        if past:  # the file is another by now
            screen.host.kept_choices.pop(path.absolute())
            _open_preview(screen, typed, path, done)
        else:
            ask_again(say(refusal))

    def ask_again(reason: str) -> None:
        ask_file(screen, done)
        screen.type(typed)
        screen.refuse(reason)

    # An Enter that is typed ahead would take in what nobody has seen.
    read_in_thread(screen, path, partial(read, choices), show, fail, unheard=("enter", "ctrl+j"))


def whole_refusal(table: ImportedTable) -> str:
    """Return why nothing of the file is a table, where no choice can change that."""
    why = table.unread
    if why is None or why.code in SETTING_OF or table.columns or len(table.sheets) > 1:
        return ""
    return say(why)


def read_in_thread(
    screen: BaseScreen,
    path: Path,
    read: Callable[[ReadProgress], ImportedTable],
    done: Callable[[ImportedTable], None],
    failed: Callable[[UserError], None],
    unheard: Collection[str] = (),
) -> None:
    """Read a file in a thread while the screen tells how far it is; Esc stops it."""
    stopped = Event()
    ThreadedWork(
        screen,
        _("reading {file}; Esc stops").format(file=short_path(f"{path}")),
        lambda: read(_make_progress(screen, stopped)),
        done,
        failed,
        unheard,
        _("import stopped, nothing has changed"),
        stopped,
    ).start()


def _make_progress(screen: BaseScreen, stopped: Event) -> ReadProgress:
    """Return what tells of the reading by tenths, and ends it once it is stopped."""
    share, worker = 0, get_current_worker()

    def show(text: str) -> None:
        if not stopped.is_set():
            screen.tell(text)

    def progress(_file: str, rows: int, of: int) -> None:
        nonlocal share
        if stopped.is_set() or worker.is_cancelled:
            raise ReadingStopped
        if share != (share := 10 * rows // max(1, of)):
            text = _("read {share}%; Esc stops").format(share=10 * share)
            screen.host.call_from_thread(show, text)

    return progress
