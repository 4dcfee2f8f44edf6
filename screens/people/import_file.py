"""Contacts of a file into the project of the people screen: asked for, read, taken, refusals."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deals.errors import UserError
from screens.base.context import ImportedTable
from screens.base.import_table import ImportProgress
from screens.base.path_prompt import ask_path, unquote_path
from views.import_report import import_summary
from wording import N_, _, say
from wording.errors import short_path

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen

MOST_REFUSED = 3
"""How many refusals are refusals in the status line."""


def ask_contacts(screen: PeopleScreen, typed: str = "") -> None:
    """Ask for a file and take its contacts into the project; good ones beside refused ones."""

    def accept(text: str) -> bool:
        if not text.strip():
            return False
        try:
            path = unquote_path(text)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        _read_in_thread(screen, path, text)
        return True

    ask_path(
        screen, _("contacts (.vcf .xlsx .csv), Tab completes"), accept, place="import", text=typed
    )


def _read_in_thread(screen: PeopleScreen, path: Path, typed: str) -> None:
    """Read the file, have the store backed up, and take in what is good."""
    host, project = screen.host, screen.project

    def read() -> None:
        try:
            table = host.read_contacts(path, project)
            if table.good:
                host.store.back_up_import()
        except UserError as refusal:
            host.call_from_thread(_ask_again, screen, typed, say(refusal))
        else:
            host.call_from_thread(_take, screen, typed, table)

    screen.key_handler = ImportProgress()
    screen.tell(_("reading {file}").format(file=short_path(f"{path}")))
    screen.run_worker(partial(read), thread=True, exit_on_error=True)


def _ask_again(screen: PeopleScreen, typed: str, reason: str) -> None:
    screen.release()
    ask_contacts(screen, typed)
    screen.refuse(reason)


def _take(screen: PeopleScreen, typed: str, table: ImportedTable) -> None:
    """Commit what was read, in one step, and say what came of it."""
    refusals = [say(refusal) for refusal in table.refusals]
    if refusals and all(outcome.row == 0 for outcome in table.outcomes):
        _ask_again(screen, typed, refusals[0])  # nothing of the file was read
        return
    screen.release()
    failed = screen.host.commit(table.book, N_("import"), table.before, table.apart)
    if failed is not None:
        screen.tell(failed, "red")
        return
    texts = [import_summary(table.outcomes), *refusals[:MOST_REFUSED]]
    if (more := len(refusals) - MOST_REFUSED) > 0:
        texts.append(_("{count} more").format(count=more))
    screen.tell(_("; ").join(texts), "amber" if refusals else "")
