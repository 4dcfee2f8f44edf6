"""The commands that take tables in and give them out: import, export."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from tui.cli.localized_click import command, complete_project, dry_run_option, force_option
from wording import N_, _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deals.model import Project
    from store.tables.pipeline import ImportOptions, ImportResult
    from tui.session import Session

IMPORT = N_("Take in pipeline tables (.xlsx, .csv, .tsv), an export (.json), contacts or a plan.")
OF_PROJECT = N_("Take the contacts in the files (.vcf, .csv, .xlsx) into this project.")
OF_WHOM = N_("Write the contacts of this project (.csv, .tsv, .vcf).")
PLAN_OF = N_("Take the plan in the files (.xlsx, .csv, .tsv) into this project.")
PLAN_OUT = N_("Write the plan of this project (.xlsx, .csv, .tsv).")
ONE_KIND = N_("--project and --plan cannot both be had")
SHEET = N_("The sheet to read, where a workbook has several.")
MAP = N_("Which field a column is; may be given more than once.")
KEEP_GOING = N_("Take the good rows although others are refused.")
NOT_WRITTEN = N_("Nothing was written; with --keep-going the good rows are taken.")
NOTHING_GOOD = N_("Nothing was written.")
DRY = N_("Nothing was written: this was a dry run.")


@command("import", IMPORT)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@dry_run_option
@click.option("--sheet", metavar="NAME", help=SHEET)
@click.option("--map", "mapping", multiple=True, metavar="HEADER=FIELD", help=MAP)
@click.option("--keep-going", is_flag=True, help=KEEP_GOING)
@click.option("--project", metavar="PROJECT", help=OF_PROJECT, shell_complete=complete_project)
@click.option("--plan", metavar="PROJECT", help=PLAN_OF, shell_complete=complete_project)
def import_files(
    session: Session,
    /,
    files: tuple[Path, ...],
    dry_run: bool,
    sheet: str | None,
    mapping: tuple[str, ...],
    **given: Any,
) -> int:
    """Read the files, write unless something is refused, and tell what came of each row."""
    from store.tables.pipeline import ImportOptions
    from tui.output import console, plain_text

    keep_going = given["keep_going"]
    options = ImportOptions(sheet, dict(map(read_mapping, mapping)), keep_going)
    result = read_files(session, files, options, given["project"], given["plan"])
    if not dry_run and (keep_going or not result.refusals):
        session.commit(result.book, "import", result)  # nothing is told as done that is not
    console.print_lines(plain_text.outcome_lines(result))
    console.print_line(plain_text.import_summary(result.outcomes))
    refused = console.refuse(result.refusals) if result.refusals else 0
    if dry_run:
        console.print_line(_(DRY))
    elif refused and not keep_going:
        good = any(outcome.kind in ("added", "changed") for outcome in result.outcomes)
        console.complain(_(NOT_WRITTEN if good else NOTHING_GOOD))
    return refused


def read_files(
    session: Session,
    files: Sequence[Path],
    options: ImportOptions,
    people_of: str | None,
    plan_of: str | None,
) -> ImportResult:
    """Read the files; return projects, or the contacts or the plan of one."""
    from store.tables.contacts import import_people
    from store.tables.plans import import_plan
    from store.tables.table_files import import_files
    from tui.select_projects import the_project

    book, reading = session.store.book, session.reading()
    with Progress() as progress:
        wanted = only_one(people_of, plan_of)
        if wanted is None:
            return import_files(files, book, reading, options, progress)
        project = the_project(book, wanted)
        take = import_people if plan_of is None else import_plan
        return take(files, book, project, reading, options, progress)


def only_one(people_of: str | None, plan_of: str | None) -> str | None:
    """Return the project whose contacts or plan is meant; wrong usage to ask for both."""
    if people_of is not None and plan_of is not None:
        raise click.UsageError(_(ONE_KIND))
    return people_of if plan_of is None else plan_of


def read_mapping(text: str) -> tuple[str, str]:
    """Return the header and the field of `HEADER=FIELD`; wrong usage if it is no such thing."""
    header, equals, field = text.rpartition("=")
    if not equals or not header:
        raise click.UsageError(_('"{text}" is not HEADER=FIELD').format(text=text))
    return header, field


@command("export", N_("Write everything (.json), or the table (.xlsx, .csv)."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--project", metavar="PROJECT", help=OF_WHOM, shell_complete=complete_project)
@click.option("--plan", metavar="PROJECT", help=PLAN_OUT, shell_complete=complete_project)
@force_option
def export(
    session: Session, file: Path, project: str | None, plan: str | None, force: bool
) -> None:
    """Write the book, or the contacts or plan of a project, to a file; its ending chooses how."""
    from store.output_files import STANDARD
    from store.tables.table_files import export_file, export_json
    from tui.output import console
    from tui.select_projects import the_project

    book, lang, stores = session.store.book, language(), session.stores
    wanted = only_one(project, plan)
    if wanted is not None:
        write_part = export_contacts if plan is None else export_plan_of
        console.print_line(write_part(session, the_project(book, wanted), file, force))
    elif file == STANDARD:
        console.json(export_json(book))
    else:
        export_file(book, file, lang, force=force, stores=stores)
        count = len(book.projects)
        words = ngettext(
            "Wrote {count} project to {file}", "Wrote {count} projects to {file}", count
        )
        console.print_line(words.format(count=count, file=file))


def export_contacts(session: Session, project: Project, file: Path, force: bool) -> str:
    """Write the contacts of a project; return how many in words."""
    from store.tables.contacts import export_people

    export_people(project, file, language(), force=force, stores=session.stores)
    count = len(project.contacts)
    words = ngettext("Wrote {count} contact to {file}", "Wrote {count} contacts to {file}", count)
    return words.format(count=count, file=file)


def export_plan_of(session: Session, project: Project, file: Path, force: bool) -> str:
    """Write the plan of a project; return how many rows in words."""
    from store.tables.plans import export_plan

    export_plan(project, session.playbook, file, language(), force=force, stores=session.stores)
    count = len(project.plan)
    words = ngettext("Wrote {count} row to {file}", "Wrote {count} rows to {file}", count)
    return words.format(count=count, file=file)


PATIENCE = 1.0  # seconds


class Progress(ExitStack):
    """Bar for work that takes longer than `PATIENCE`, on the error stream of a terminal alone.

    Called with the file, how much of it is done and how much there is; what is done may begin anew
    for another file or another round over the same one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown = sys.stderr.isatty()
        self.due = monotonic() + PATIENCE
        self.work = ("", 0)
        self.done = 0
        self.advance: Callable[[int], None] = lambda _steps: None

    def __call__(self, file: str, done: int, total: int) -> None:
        """Take note that `done` of `total` are done of `file`."""
        if not self.shown or monotonic() < self.due:
            return
        if self.work != (file, total) or done < self.done:
            self.close()
            bar = click.progressbar(length=total, label=file, file=sys.stderr)
            self.advance = self.enter_context(bar).update
            self.work, self.done = (file, total), 0
        self.advance(done - self.done)
        self.done = done
