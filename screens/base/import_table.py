"""The way to an import inside the app: ask for a file, read it in a thread, open its preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import events
from textual.worker import get_current_worker

from deals.errors import UserError
from screens.base.context import ImportChoices, ImportedTable, ReadProgress
from screens.base.path_prompt import ask_path, unquote_path
from screens.base.screen import BaseScreen
from wording import _, say
from wording.errors import short_path


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file that was read, by which choices, what came of it, and what to do once it is taken."""

    path: Path
    choices: ImportChoices
    table: ImportedTable
    done: Callable[[], None]


class ImportProgress:
    """A prompt that swallows every key while a file is read."""

    def key(self, event: events.Key) -> None:
        """Do nothing."""

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

    def show(table: ImportedTable) -> None:
        if refusal := whole_refusal(table):
            ask_again(refusal)
        else:
            preview = ImportPreview(path, ImportChoices(), table, done)
            screen.host.open_screen("import_preview", preview)

    def ask_again(reason: str) -> None:
        ask_file(screen, done)
        screen.type(typed)
        screen.refuse(reason)

    read_in_thread(screen, path, ImportChoices(), show, ask_again)


def whole_refusal(table: ImportedTable) -> str:
    """Return why nothing of the file is a table, where no other sheet can be asked for."""
    if table.columns or len(table.sheets) > 1 or len(table.outcomes) != 1:
        return ""
    return say(table.refusals[0]) if table.refusals else ""


def read_in_thread(
    screen: BaseScreen,
    path: Path,
    choices: ImportChoices,
    done: Callable[[ImportedTable], None],
    failed: Callable[[str], None],
) -> None:
    """Read a file while the screen goes on; the screen tells how far it is and takes no keys.

    Then `done` gets what came of it, or `failed` why nothing could be read.
    """
    host = screen.host

    def finish(act: Callable[[], None]) -> None:
        screen.release()
        act()

    def read() -> None:
        try:
            table = host.read(path, choices, _make_progress(screen))
        except UserError as refusal:
            host.call_from_thread(finish, partial(failed, say(refusal)))
        else:
            host.call_from_thread(finish, partial(done, table))

    screen.key_handler = ImportProgress()
    screen.tell(_("reading {file}").format(file=short_path(f"{path}")))
    screen.run_worker(read, thread=True, exit_on_error=True)


def _make_progress(screen: BaseScreen) -> ReadProgress:
    """Return what tells of the reading, from its thread, tenth by tenth."""
    reported, worker = [0], get_current_worker()

    def progress(_file: str, rows: int, of: int) -> None:
        share = 10 * rows // max(1, of)
        if share != reported[0] and not worker.is_cancelled:
            reported[0] = share
            text = _("read {share}%").format(share=10 * share)
            screen.host.call_from_thread(screen.tell, text)

    return progress
