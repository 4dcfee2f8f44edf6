"""The writer of the pipeline for command line and app: everything, or the table with its flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wording import _, language

if TYPE_CHECKING:
    from deals.model import Book, Project, Severity
    from deals.playbook import Playbook

WORKBOOK = ".xlsx"


def write_pipeline(
    book: Book,
    path: Path,
    playbook: Playbook,
    today: date,
    *,
    marked: bool | None = None,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Write the book to a file, whose ending chooses how; a workbook has the flags of `today`.

    Returned is where an earlier text file was kept. Refusals are those of `export_file`.
    """
    from store.tables.export import order_projects  # spreadsheets are slow to load
    from store.tables.table_files import export_file

    flagged = None
    if path.suffix.lower() == WORKBOOK:
        flagged = find_flagged(book, playbook, today)
        book = order_projects(book, tuple(playbook.order))
    lang = language()
    return export_file(book, path, lang, flagged=flagged, marked=marked, force=force, stores=stores)


def find_flagged(
    book: Book, playbook: Playbook, today: date
) -> Mapping[str, tuple[Severity | None, str]]:
    """Return how severe the flags of projects are, and their names, by the projects' ids; with that
    only a summary is here.
    """
    from deals.pipeline import team_assessments
    from wording.findings import rule_name

    assess = team_assessments().assessor(playbook, today, book)
    found = {id_: assess(project) for id_, project in book.projects.items()}
    comma = _(", ")
    texts = {
        id_: [*_tell_summary(each.project), *(rule_name(flag, playbook) for flag in each.flags)]
        for id_, each in found.items()
    }
    return {id_: (found[id_].severity, comma.join(every)) for id_, every in texts.items() if every}


def _tell_summary(project: Project) -> list[str]:
    if project.glance is None:
        return []
    text = _("summary of {day}, without contacts and notes")
    return [text.format(day=project.glance.day)]
