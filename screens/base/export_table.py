"""The way to an export inside the app: ask for a file, write it in a thread, say where it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from deals.errors import UserError
from deals.model import Book
from screens.base.path_prompt import ask_path
from screens.base.screen import BaseScreen
from screens.base.threaded_work import ThreadedWork
from wording import N_, _, ngettext, say
from wording.errors import short_path

DEFAULT_NAME = N_("pipeline-{day}.xlsx")
EVERYTHING = ".json"


def ask_export(screen: BaseScreen, book: Book) -> None:
    """Ask for a file and write the projects of a book to it; of all there are where it is .json."""
    name = _(DEFAULT_NAME).format(day=screen.host.context.today())
    _ask_file(screen, book, name, replacing="", proposed=True)


def _ask_file(
    screen: BaseScreen, book: Book, text: str, *, replacing: str, proposed: bool = False
) -> None:
    """Ask for a file; Enter on the text `replacing` replaces what is there.

    A text that is `proposed` gives way to the first key typed.
    """

    def accept(path: Path, typed: str) -> None:
        host = screen.host
        whole = host.book if path.suffix.lower() == EVERYTHING else book
        ThreadedWork(
            screen,
            _("writing {file}").format(file=short_path(f"{path}")),
            lambda: host.write_book(whole, path, force=typed == replacing),
            lambda kept: screen.tell(written_text(len(whole.projects), path, kept)),
            partial(_ask_again, screen, book, typed),
        ).start()

    count = len(book.projects)
    label = ngettext(
        "file for {count} project (.xlsx .csv .json)",
        "file for {count} projects (.xlsx .csv .json)",
        count,
    )
    label = label.format(count=count)
    ask_path(screen, label, accept, place="export", text=text, select_all=proposed)


def _ask_again(screen: BaseScreen, book: Book, typed: str, refusal: UserError) -> None:
    """Ask for the file again with what was typed, and say why; or for Enter once more."""
    there = refusal.code == "output-exists"
    _ask_file(screen, book, typed, replacing=typed if there else "")
    text = _("this file exists and is not as Netloft left it; Enter again replaces it")
    screen.refuse(text if there else say(refusal))


def written_text(count: int, path: Path, kept: Path | None) -> str:
    """Return how many projects were written where, and where an earlier file was kept."""
    words = ngettext("Wrote {count} project to {file}", "Wrote {count} projects to {file}", count)
    text = words.format(count=count, file=short_path(f"{path}"))
    if kept is None:
        return text
    beside = _("the earlier file is kept as {file}").format(file=kept.name)
    return _("; ").join((text, beside))
