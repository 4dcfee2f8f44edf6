"""The way to an export inside the app: ask for a file, write it in a thread, say where it is."""

from __future__ import annotations

from pathlib import Path

from deals.model import Book
from screens.base.output_prompt import OutputPrompt
from screens.base.screen import BaseScreen
from wording import N_, _, ngettext
from wording.errors import short_path

DEFAULT_NAME = N_("pipeline-{day}.xlsx")
EVERYTHING = ".json"


def ask_export(screen: BaseScreen, book: Book, name: str = "") -> None:
    """Ask for a file and write the projects of a book to it; of all there are where it is .json.

    A `name` that somebody has typed already is proposed.
    """
    host, count = screen.host, len(book.projects)
    label = ngettext(
        "file for {count} project (.xlsx .csv .json)",
        "file for {count} projects (.xlsx .csv .json)",
        count,
    )

    def choose(path: Path) -> Book:
        return host.book if path.suffix.lower() == EVERYTHING else book

    OutputPrompt(
        screen,
        "export",
        label.format(count=count),
        lambda path, force: host.write_book(choose(path), path, force=force),
        lambda path, kept: written_text(len(choose(path).projects), path, kept),
    ).propose(name or _(DEFAULT_NAME).format(day=host.context.today()))


def written_text(count: int, path: Path, kept: Path | None) -> str:
    """Return how many projects were written where, and where an earlier file was kept."""
    words = ngettext("Wrote {count} project to {file}", "Wrote {count} projects to {file}", count)
    text = words.format(count=count, file=short_path(f"{path}"))
    if kept is None:
        return text
    beside = _("the earlier file is kept as {file}").format(file=kept.name)
    return _("; ").join((text, beside))
