"""The import of a table inside the app: ask for a file, read it in a thread, report the result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual import events
from textual.worker import get_current_worker

from deals.errors import UserError
from deals.unsaved import InputPlace
from screens.base.app import BaseApp
from screens.base.context import ImportedTable
from screens.base.screen import BaseScreen
from wording import N_, _, ngettext, say
from wording.errors import short_path

MOST_TOLD = 6


class ImportProgress:
    """A prompt that swallows every key while a file is read."""

    def key(self, event: events.Key) -> None:
        """Do nothing."""

    def paste(self, text: str) -> None:
        """Do nothing."""


def ask_file(screen: BaseScreen, done: Callable[[], None]) -> None:
    """Ask for a file and import it as one undoable change; then calls `done`.

    It is read in a thread. Where rows are refused nothing is taken yet: the refusals are listed,
    and one key takes the good rows.
    """

    def accept(typed: str) -> bool:
        if not typed.strip():
            return False
        screen.key_handler = ImportProgress()
        screen.tell(_("reading {file}").format(file=short_path(typed.strip())))
        screen.run_worker(lambda: _read_file(screen, typed, done), thread=True, exit_on_error=True)
        return True

    screen.ask(_("file (.xlsx .csv .tsv .json)"), "", accept, place=InputPlace("import"))


def unquote_path(typed: str) -> Path:
    """Return the path that was typed, pasted or dropped.

    Quoted, with escaped blanks, or under `~`.
    """
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    try:
        return Path(text.replace("\\ ", " ")).expanduser()
    except RuntimeError:  # nobody of that name has a home
        raise UserError("file-missing", file=text) from None


def _read_file(screen: BaseScreen, typed: str, done: Callable[[], None]) -> None:
    """Read the file, in a thread, and hand what came of it to the screen."""
    host, reported = screen.host, [0]
    worker = get_current_worker()

    def progress(file: str, rows: int, of: int) -> None:
        share = 10 * rows // max(1, of)
        if share > reported[0] and not worker.is_cancelled:
            reported[0] = share
            host.call_from_thread(screen.tell, _("read {share}%").format(share=10 * share))

    try:
        result = host.read(unquote_path(typed), progress)
    except UserError as refusal:
        host.call_from_thread(_ask_again, screen, typed, say(refusal), done)
    else:
        host.call_from_thread(_act_on_result, screen, typed, result, done)


def _ask_again(screen: BaseScreen, typed: str, reason: str, done: Callable[[], None]) -> None:
    """Ask for the file again, what was typed standing there with the reason above it."""
    screen.release()
    ask_file(screen, done)
    screen.type(typed)
    screen.refuse(reason)


def _act_on_result(
    screen: BaseScreen, typed: str, result: ImportedTable, done: Callable[[], None]
) -> None:
    screen.release()
    if not result.refusals:
        _commit_rows(screen, result, done)
    elif result.counts.get("added") or result.counts.get("changed"):
        _offer_good_rows(screen, result, done)
    else:
        _ask_again(screen, typed, say(result.refusals[0]), done)


def _offer_good_rows(screen: BaseScreen, result: ImportedTable, done: Callable[[], None]) -> None:
    count = len(result.refusals)
    question = ngettext("{count} refused: {first}", "{count} refused, first: {first}", count)
    question = question.format(count=count, first=say(result.refusals[0]))
    options = [
        ("k", _("take the good rows"), lambda: _commit_rows(screen, result, done)),
        ("q", _("take nothing"), lambda: screen.tell("")),
    ]
    screen.choose(question, options)


def _commit_rows(screen: BaseScreen, result: ImportedTable, done: Callable[[], None]) -> None:
    host = screen.host
    failed = host.commit(result.book, N_("import"), result.before, result.apart, result.whole)
    if failed is not None:
        screen.tell(failed, "red")
        return
    done()
    _tell_top_screen(host, summarise_import(result), bool(result.refusals))


def _tell_top_screen(host: BaseApp, text: str, partly: bool) -> None:
    """Say it on the screen that is on top now, which need not be the one that asked."""
    top = host.screen
    if isinstance(top, BaseScreen):
        top.tell(text, "amber" if partly else "")


def summarise_import(result: ImportedTable) -> str:
    """Return what was taken in and what was not, the first refusals in full."""
    text = _("{added} added, {changed} changed, {unchanged} unchanged, {refused} refused")
    nothing = {"added": 0, "changed": 0, "unchanged": 0, "refused": 0}
    counted = text.format_map({**nothing, **result.counts})
    return "; ".join([counted, *map(say, result.refusals[:MOST_TOLD])])
