"""Contacts of a file into the project of the people screen: asked for, read, taken, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deals.model import Project
from deals.parsing.text import find_near_words, fold_text
from screens.base.app import BaseApp
from screens.base.context import ImportedTable
from screens.base.path_prompt import ask_path
from screens.base.threaded_work import ThreadedWork
from views.import_report import import_summary
from wording import N_, _, say
from wording.errors import one_line, short_path

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen

MOST_REFUSED = 3
"""How many refusals the status line says in full."""


def ask_contacts(screen: PeopleScreen, typed: str = "") -> None:
    """Ask for a file and take its contacts into the project; good ones beside refused ones."""

    def accept(path: Path, text: str) -> None:
        ThreadedWork(
            screen,
            _("reading {file}").format(file=short_path(f"{path}")),
            partial(_read, screen.host, path, screen.project),
            partial(_take, screen, text),
            lambda refusal: _ask_again(screen, text, say(refusal)),
        ).start()

    ask_path(
        screen, _("contacts (.vcf .xlsx .csv), Tab completes"), accept, place="import", text=typed
    )


def _read(host: BaseApp, path: Path, project: Project) -> ImportedTable:
    """Read the file, and have the store backed up where something of it is to be taken in."""
    table = host.read_contacts(path, project)
    if table.good:
        host.store.back_up_import()
    return table


def _ask_again(screen: PeopleScreen, typed: str, reason: str) -> None:
    ask_contacts(screen, typed)
    screen.refuse(reason)


def _take(screen: PeopleScreen, typed: str, table: ImportedTable) -> None:
    """Commit what was read, in one step, and say what came of it."""
    refusals = [say(refusal) for refusal in table.refusals]
    if refusals and all(outcome.row == 0 for outcome in table.outcomes):
        _ask_again(screen, typed, refusals[0])  # nothing of the file was read
        return
    failed = screen.host.commit(table.book, N_("import"), table.before, table.apart)
    if failed is not None:
        screen.tell(failed, "red")
        return
    near = list(_near_texts(table, screen.project.id))
    texts = [import_summary(table.outcomes), *near, *refusals[:MOST_REFUSED]]
    if (more := len(refusals) - MOST_REFUSED) > 0:
        texts.append(_("{count} more").format(count=more))
    screen.tell(_("; ").join(texts), "amber" if refusals or near else "")


def _near_texts(table: ImportedTable, project_id: str) -> Iterator[str]:
    """Yield who came as a new person and may be a known one of the same title, by a slip."""
    known = table.before.projects[project_id].contacts
    ids = {person.id for person in known}
    for person in table.book.projects[project_id].contacts:
        title = fold_text(person.title or "")
        alike = [each.name for each in known if fold_text(each.title or "") == title]
        near = find_near_words(person.name, alike, 1, sure=True)
        if person.id not in ids and near and person.title:
            text = _("{name} is new; the same as {other}?")
            yield text.format(name=one_line(person.name), other=one_line(near[0]))
