"""The commands that take tables in and give them out: import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screens.kit.wording import N_, _, language, ngettext
from tui.cli.worded import Command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deals.model import Book
    from store.exchange.outcomes import ImportResult
    from store.exchange.tables import ImportOptions
    from tui.session import Session

IMPORT = N_("Take in pipeline tables (.xlsx, .csv, .tsv), an export (.json), or contacts.")
OF_PROJECT = N_("Take the contacts in the files (.vcf, .csv, .xlsx) into this project.")
OF_WHOM = N_("Write the contacts of this project (.csv, .tsv, .vcf).")
DRY_RUN = N_("Say what would be done, and write nothing.")
SHEET = N_("The sheet to read, where a workbook has several.")
MAP = N_("Which field a column is; may be given more than once.")
KEEP_GOING = N_("Take the good rows although others are refused.")
NOT_WRITTEN = N_("Nothing was written; with --keep-going the good rows are taken.")
NOTHING_GOOD = N_("Nothing was written.")
DRY = N_("Nothing was written: this was a dry run.")


@click.command("import", cls=Command, help=IMPORT)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--dry-run", is_flag=True, help=DRY_RUN)
@click.option("--sheet", metavar="NAME", help=SHEET)
@click.option("--map", "mapping", multiple=True, metavar="HEADER=FIELD", help=MAP)
@click.option("--keep-going", is_flag=True, help=KEEP_GOING)
@click.option("--project", metavar="PROJECT", help=OF_PROJECT)
@click.pass_obj
def import_files(
    session: Session,
    /,
    files: tuple[Path, ...],
    dry_run: bool,
    sheet: str | None,
    mapping: tuple[str, ...],
    **given: Any,
) -> int:
    """Read the files, tell what comes of each row, and write unless something is refused."""
    from store.exchange.tables import ImportOptions
    from tui.output import imports, paper

    keep_going = given["keep_going"]
    options = ImportOptions(sheet, dict(map(mapped, mapping)), keep_going)
    result = taken_in(session, files, given["project"], options)
    for text in imports.told(result):
        paper.line(text)
    paper.line(imports.summary(result.outcomes))
    refused = paper.refuse(result.refusals) if result.refusals else 0
    if dry_run:
        paper.line(_(DRY))
    elif refused and not keep_going:
        good = any(one.kind in ("added", "changed") for one in result.outcomes)
        paper.complain(_(NOT_WRITTEN if good else NOTHING_GOOD))
    else:
        session.commit(result.book, "import", result)
    return refused


def taken_in(
    session: Session, files: Sequence[Path], wanted: str | None, options: ImportOptions
) -> ImportResult:
    """What reading the files comes to: projects, or the contacts of the `wanted` one."""
    from store.exchange.by_ending import import_files
    from store.exchange.people.files import import_people
    from tui.cli.progress import Progress
    from tui.pipeline import the_project

    book, reading = session.store.book, session.reading()
    with Progress() as progress:
        if wanted is None:
            return import_files(files, book, reading, options, progress)
        project = the_project(book, wanted)
        return import_people(files, book, project, reading, options, progress)


def mapped(text: str) -> tuple[str, str]:
    """The header and the field of `HEADER=FIELD`; wrong usage if it is no such thing."""
    header, equals, field = text.rpartition("=")
    if not equals or not header:
        raise click.UsageError(_('"{text}" is not HEADER=FIELD').format(text=text))
    return header, field


@click.command(
    "export", cls=Command, help=N_("Write everything (.json), or the table (.xlsx, .csv).")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--project", metavar="PROJECT", help=OF_WHOM)
@click.pass_obj
def export(session: Session, file: Path, project: str | None) -> None:
    """Write the book, or the contacts of a project, to a file; its ending chooses the format."""
    from store.exchange.by_ending import export_file
    from tui.output import paper

    book = session.store.book
    if project is not None:
        export_contacts(book, project, file)
        return
    export_file(book, file, language())
    count = len(book.projects)
    words = ngettext("Wrote {count} project to {file}", "Wrote {count} projects to {file}", count)
    paper.line(words.format(count=count, file=file))


def export_contacts(book: Book, wanted: str, file: Path) -> None:
    """Write the contacts of one project, and say how many."""
    from store.exchange.people.files import export_people
    from tui.output import paper
    from tui.pipeline import the_project

    project = the_project(book, wanted)
    export_people(project, file, language())
    count = len(project.contacts)
    words = ngettext("Wrote {count} contact to {file}", "Wrote {count} contacts to {file}", count)
    paper.line(words.format(count=count, file=file))
