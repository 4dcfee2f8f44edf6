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
    from collections.abc import Mapping, Sequence

    from deals.model import Project, Severity
    from store.tables.results import ImportOptions, ImportResult
    from tui.session import Session

IMPORT = N_("Take in pipeline tables (.xlsx, .csv, .tsv), an export (.json), contacts or a plan.")
OF_PROJECT = N_("Take the contacts in the files (.vcf, .csv, .xlsx) into this project.")
OF_WHOM = N_("Write the contacts of this project (.xlsx, .csv, .tsv, .vcf).")
PLAN_OF = N_("Take the plan in the files (.xlsx, .csv, .tsv) into this project.")
PLAN_OUT = N_("Write the plan of this project (.xlsx, .csv, .tsv).")
ONE_KIND = N_("--project and --plan cannot both be had")
SHEET = N_("A sheet to read, where not all are wanted; may be given more than once.")
STAGE = N_("Which stage or outcome a stage's name means; may be given more than once.")
CURRENCY = N_("The currency of amounts that name none, such as EUR.")
DATES = N_("The order of day, month and year where days are figures.")
DECIMAL = N_("What parts the decimals of amounts.")
ENCODING = N_("What text files are in where it is not UTF-8 or GB18030, such as big5.")
AS_JSON = N_("Print what was done as JSON.")
MAP = N_("Which field a column is; may be given more than once.")
KEEP_GOING = N_("Take the good rows although others are refused.")
NOT_WRITTEN = N_("Nothing was written; with --keep-going the good rows are taken.")
NOTHING_GOOD = N_("Nothing was written.")
DRY = N_("Nothing was written: this was a dry run.")


@command("import", IMPORT)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER..."
)
@dry_run_option
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help=SHEET)
@click.option("--map", "mapping", multiple=True, metavar="HEADER=FIELD", help=MAP)
@click.option("--stage", "stages", multiple=True, metavar="NAME=STAGE", help=STAGE)
@click.option("--currency", metavar="CODE", help=CURRENCY)
@click.option("--dates", type=click.Choice(["mdy", "dmy", "ymd"]), help=DATES)
@click.option("--decimal", type=click.Choice(["comma", "point"]), help=DECIMAL)
@click.option("--encoding", metavar="NAME", help=ENCODING)
@click.option("--keep-going", is_flag=True, help=KEEP_GOING)
@click.option("--project", metavar="PROJECT", help=OF_PROJECT, shell_complete=complete_project)
@click.option("--plan", metavar="PROJECT", help=PLAN_OF, shell_complete=complete_project)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
def import_files(
    session: Session,
    /,
    files: tuple[Path, ...],
    dry_run: bool,
    project: str | None,
    plan: str | None,
    as_json: bool,
    **given: Any,
) -> int:
    """Read the files, write unless something is refused, and tell what came of each row."""
    from tui.output import console

    options = read_options(given)
    result = read_files(session, files, options, project, plan)
    if not dry_run and (options.keep_going or not result.refusals):
        session.commit(result.book, "import", result)  # nothing is told as done that is not
    print_result(result, as_json)
    refused = console.refuse(result.refusals) if result.refusals else 0
    if dry_run and not as_json:
        console.print_line(_(DRY))
    elif refused and not dry_run and not options.keep_going:
        good = any(outcome.kind in ("added", "changed") for outcome in result.outcomes)
        console.complain(_(NOT_WRITTEN if good else NOTHING_GOOD))
    return refused


def read_options(given: Mapping[str, Any]) -> ImportOptions:
    """Return the options for reading files, as given on the command line."""
    from store.tables.results import ImportOptions

    return ImportOptions(
        sheets=given["sheets"],
        mapping=dict(map(read_mapping, given["mapping"])),
        stages=dict(map(read_stage_name, given["stages"])),
        currency=given["currency"],
        dates=given["dates"],
        decimal=given["decimal"],
        encoding=given["encoding"],
        keep_going=given["keep_going"],
    )


def print_result(result: ImportResult, as_json: bool) -> None:
    """Print what came of each row, as lines or as JSON."""
    from tui.output import console, plain_text

    if as_json:
        from tui.output.import_record import import_record
        from tui.output.json import json_text

        console.json(json_text(import_record(result)))
        return
    console.print_lines(plain_text.outcome_lines(result))
    console.print_line(plain_text.import_summary(result.outcomes))


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


def read_stage_name(text: str) -> tuple[str, str]:
    """Return the name and the stage of `NAME=STAGE`; wrong usage if it is no such thing."""
    name, equals, stage = text.rpartition("=")
    if not equals or not name.strip():
        raise click.UsageError(_('"{text}" is not NAME=STAGE').format(text=text))
    return name.strip(), stage


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
        flagged = find_flagged(session) if file.suffix.lower() == ".xlsx" else None
        export_file(book, file, lang, flagged=flagged, force=force, stores=stores)
        count = len(book.projects)
        words = ngettext(
            "Wrote {count} project to {file}", "Wrote {count} projects to {file}", count
        )
        console.print_line(words.format(count=count, file=file))


def find_flagged(session: Session) -> Mapping[str, tuple[Severity, str]]:
    """Return how severe the flags of projects are, and their names, by the projects' ids."""
    from deals.rules.triage import assess
    from wording.findings import rule_name

    playbook, today = session.playbook, session.today
    found = {
        project.id: assess(project, playbook, today)
        for project in session.store.book.projects.values()
    }
    comma = _(", ")
    return {
        id_: (each.severity, comma.join(rule_name(flag, playbook) for flag in each.flags))
        for id_, each in found.items()
        if each.severity
    }


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
