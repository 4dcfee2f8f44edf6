"""The commands that take tables in and give them out: import, export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import quote
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import (
    command,
    complete_project,
    dry_run_option,
    force_option,
    mark_option,
)
from wording import N_, _, language, ngettext
from wording.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deals.model import Project
    from deals.playbook import Playbook
    from store.tables.results import ImportOptions, ImportResult
    from store.tables.source_files import OpenedFiles
    from tui.session import Session

IMPORT = N_(
    "Take in pipeline tables (.xlsx, .csv, .tsv), an export (.json), contacts or a plan.\n\n"
    "Exports of common CRMs are known by their headers. Other headers are named once in "
    "config.toml, as HEADER = FIELD under [headers], or with --map for one import. What a stage's "
    "name means is asked, or said with --stage, and remembered for tables of the same source."
)
IMPORT_EXAMPLES = N_(
    "netloft import deals.csv --dry-run\n"
    "netloft import deals.csv --stage 'Demo Scheduled=P3' --stage 'Closed Won=won'\n"
    "netloft import deals.xlsx --map 'Sales phase=stage' --map 'Ref=ignore'"
)
ASK_STAGE = N_('What is "{name}"? {targets}, or - to leave it')
OF_PROJECT = N_("Import the contacts in the files (.vcf, .csv, .xlsx) into this project.")
OF_WHOM = N_("Write the contacts of this project (.xlsx, .csv, .tsv, .vcf).")
PLAN_OF = N_("Import the plan in the files (.xlsx, .csv, .tsv) into this project.")
PLAN_OUT = N_("Write the plan of this project (.xlsx, .csv, .tsv).")
ONE_KIND = N_("choose either --project or --plan")
SHEET = N_("A sheet to read, if not all of them; may be given more than once.")
STAGE = N_("Which stage or status a stage's name means; may be given more than once.")
CURRENCY = N_(
    "The currency of amounts that name none, such as EUR; wan=CNY of those in wan alone. May be "
    "given twice."
)
DATES = N_("The order of day, month and year where days are figures.")
DECIMAL = N_("The decimal sign of amounts.")
ENCODING = N_("The encoding of text files, if not UTF-8 or GB18030, such as big5.")
AS_JSON = N_("Print what was done as JSON.")
MAP = N_(
    "Which field a column is; sheet=owner where each sheet is a rep's. May be given more than once."
)
KEEP_GOING = N_("Import valid rows even if others are rejected.")
OLDER = N_("Take tables older than the last ones of their kind as if they were new.")
NOT_WRITTEN = N_("Nothing was written; with --keep-going the valid rows are imported.")
NOTHING_GOOD = N_("Nothing was written.")
BACKED_UP = N_("The store as it was before: {file}")
OWNER_SHEETS = N_("No owner is named; if each sheet is a rep's ({sheets}), add {option}")
KEPT = N_("The earlier file is kept, in case somebody has edited it: {file}")
DRY = N_("Nothing was written: this was a dry run.")
NO_STAGES = N_('The column "{column}" seems to hold remarks, no stages; {option} leaves it alone')
NAME_STAGES = N_("Say with --stage NAME=STAGE what each of these means: {names}")
SAY_STAGES = N_("Say once what each name means, it is remembered: {options}")


@command("import", IMPORT, IMPORT_EXAMPLES)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER..."
)
@dry_run_option
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help=SHEET)
@click.option("--map", "mapping", multiple=True, metavar="HEADER=FIELD", help=MAP)
@click.option("--stage", "stages", multiple=True, metavar="NAME=STAGE", help=STAGE)
@click.option("--currency", "currencies", multiple=True, metavar="CODE", help=CURRENCY)
@click.option("--dates", type=click.Choice(["mdy", "dmy", "ymd"]), help=DATES)
@click.option("--decimal", type=click.Choice(["comma", "point"]), help=DECIMAL)
@click.option("--encoding", metavar="NAME", help=ENCODING)
@click.option("--keep-going", is_flag=True, help=KEEP_GOING)
@click.option("--older", is_flag=True, help=OLDER)
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

    options, read = read_options(given), make_reader(session, files, project, plan)
    result = read(options)
    answers = {} if as_json else ask_stages(result, session)
    if answers:
        options = replace(options, stages={**options.stages, **answers})
        result = read(options)
    done = not dry_run and (options.keep_going or not result.refusals)
    letter = "" if project or plan or not done else kept_letter(files, result)
    backup = session.commit_import(result, letter) if done else None  # before it is told as done
    print_result(result, backup, dry_run=dry_run, done=done, as_json=as_json)
    offer_owner_sheets(result, session.playbook)
    refused = refuse_rows(result, {} if done else answers)
    if dry_run and not as_json:
        console.print_line(_(DRY))
    elif refused and not dry_run and not options.keep_going:
        console.complain(_(NOT_WRITTEN if has_good_rows(result) else NOTHING_GOOD))
    return refused


def has_good_rows(result: ImportResult) -> bool:
    """Whether some of it could be written."""
    return any(outcome.kind in ("added", "changed") for outcome in result.outcomes)


def make_reader(
    session: Session, files: Sequence[Path], people_of: str | None, plan_of: str | None
) -> Callable[[ImportOptions], ImportResult]:
    """Return what reads the files by options, as often as wanted, and opens them once."""
    from store.tables.source_files import OpenedFiles

    return partial(read_files, session, files, people_of, plan_of, OpenedFiles())


def refuse_rows(result: ImportResult, answers: Mapping[str, str]) -> int:
    """Print what was refused, and the options that help; return the exit code."""
    from tui.output import console

    console.refuse(result.refusals)
    for line in stage_names_lines(result, answers):
        console.complain(line)
    return 1 if result.refusals else 0


def stage_names_lines(result: ImportResult, answers: Mapping[str, str]) -> Iterator[str]:
    """Yield the options that say what unknown names of stages mean, ready to be typed.

    `answers` are those that were given and are not remembered, since nothing was written. Of a
    column that is likelier prose than names, the option that leaves it alone.
    """
    from store.tables.stage_suggestions import (
        find_prose_columns,
        list_mappable_names,
        stage_options,
        suggest_stage,
    )

    prose = find_prose_columns(result.refusals)
    for column in prose:
        option = f"--map {quote(f'{column}=ignore')}"
        yield _(NO_STAGES).format(column=one_line(column), option=one_line(option))
    texts = {text for own in prose.values() for text in own}
    names = [name for name in list_mappable_names(result.unmapped_stages) if name not in texts]
    targets = {**answers, **{name: suggest_stage(name) for name in names}}
    if options := stage_options(targets):
        yield _(SAY_STAGES).format(options=one_line(options))
    if others := [name for name, target in targets.items() if not target]:
        shown = _(", ").join(f'"{one_line(name)}"' for name in others)
        yield _(NAME_STAGES).format(names=shown)


def offer_owner_sheets(result: ImportResult, playbook: Playbook) -> None:
    """Say how sheets that seem to be one a rep say whose projects they hold."""
    from store.tables.sheet_choice import find_owner_sheets
    from tui.output import console

    if sheets := find_owner_sheets(result, playbook):
        names = _(", ").join(map(one_line, sheets))
        console.complain(_(OWNER_SHEETS).format(sheets=names, option="--map sheet=owner"))


def read_options(given: Mapping[str, Any]) -> ImportOptions:
    """Return the options for reading files, as given on the command line."""
    from store.tables.results import ImportOptions

    plain, apart = part_currencies(given["currencies"])
    return ImportOptions(
        sheets=given["sheets"],
        mapping=dict(map(read_mapping, given["mapping"])),
        stages=dict(map(read_stage_name, given["stages"])),
        currency=plain,
        han_currency=apart,
        dates=given["dates"],
        decimal=given["decimal"],
        encoding=given["encoding"],
        keep_going=given["keep_going"],
        older=given["older"],
    )


def part_currencies(texts: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the currency of amounts that name none, and that of those in 万 (`万=CNY`)."""
    plain = [text for text in texts if "=" not in text]
    apart = [text.partition("=") for text in texts if "=" in text]
    for size, _equals, _code in apart:
        if size.strip() not in ("万", "萬", "wan", "亿", "億"):
            raise click.UsageError(_('"{text}" is not CODE or wan=CODE').format(text=size))
    return (
        plain[-1] if plain else None,
        apart[-1][2].strip() if apart else None,
    )


def print_result(
    result: ImportResult, backup: Path | None, *, done: bool, dry_run: bool, as_json: bool
) -> None:
    """Print what came of each row and the backup made before, as lines or as JSON.

    A dry run also tells what columns and names of stages were taken for, and both it and what was
    `written` which of these are remembered.
    """
    from tui.output import console
    from views.import_report import (
        import_summary,
        meaning_lines,
        memory_lines,
        outcome_lines,
    )

    if as_json:
        print_record(result, backup)
        return
    console.print_lines(outcome_lines(result, done=done))
    if dry_run:
        console.print_lines(meaning_lines(result))
    if dry_run or done:
        console.print_lines(memory_lines(result, written=done))
    if backup is not None:
        console.print_line(_(BACKED_UP).format(file=backup))
    console.print_line(import_summary(result.outcomes, done=done))
    print_questions(result)


def print_questions(result: ImportResult) -> None:
    """Print what wants an answer, with whom to ask, wrapped on a terminal."""
    from tui.output import console
    from tui.output.plain_text import CardLine
    from views.import_letter import question_lines, rename_line, write_letters

    asked = (*question_lines(write_letters(result)), *map(rename_line, result.near))
    console.parts(CardLine(text, "", "  ") for text in asked)


def kept_letter(files: Sequence[Path], result: ImportResult) -> str:
    """Return what an import has to say as the app shows it later."""
    from views.import_letter import ImportLetter, dump_letter, write_letters

    return dump_letter(ImportLetter(", ".join(map(str, files)), write_letters(result)))


def print_record(result: ImportResult, backup: Path | None) -> None:
    """Print what came of an import as JSON."""
    from tui.output import console
    from tui.output.import_record import import_record
    from tui.output.json import json_text

    console.json(json_text(import_record(result, backup)))


def read_files(
    session: Session,
    files: Sequence[Path],
    people_of: str | None,
    plan_of: str | None,
    opened: OpenedFiles,
    options: ImportOptions,
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
            options = replace(options, aliases=session.settings.headers)
            return import_files(files, book, reading, options, progress, opened)
        project = the_project(book, wanted)
        take = import_people if plan_of is None else import_plan
        return take(files, book, project, reading, options, progress)


def can_ask() -> bool:
    """Whether somebody sits there to answer questions."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask_stages(result: ImportResult, session: Session) -> dict[str, str]:
    """Ask what each unknown name of a stage means; return the answers by name.

    None where there is nothing to ask, or nobody.
    """
    from store.tables.stage_cells import read_stage_target
    from store.tables.stage_suggestions import list_mappable_names, suggest_stage

    names = list_mappable_names(result.unmapped_stages)
    if not names or not can_ask():
        return {}
    playbook = session.playbook
    named = (f"{stage.id} {stage.name.of(language())}" for stage in playbook.stages)
    targets = ", ".join((*named, "won", "lost", "on_hold", "abandoned"))
    answers: dict[str, str] = {}
    for name in names:
        likely = suggest_stage(name)
        default = likely if read_stage_target(likely, playbook) else "-"
        question = _(ASK_STAGE).format(name=one_line(name), targets=targets)
        answer = ""
        while answer != "-" and not read_stage_target(answer, playbook):
            answer = str(click.prompt(question, default=default, err=True)).strip()
        if answer != "-":
            answers[name] = answer
    return answers


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
@mark_option
def export(
    session: Session, file: Path, project: str | None, plan: str | None, **given: bool | None
) -> None:
    """Write the book, or the contacts or plan of a project, to a file; its ending chooses how."""
    from store.output_files import STANDARD
    from store.tables.table_files import export_json
    from tui.output import console
    from tui.select_projects import the_project
    from tui.table_writer import write_pipeline

    book, stores = session.store.book, session.stores
    if not session.store_path.exists():
        raise UserError("store-missing", file=f"{session.store_path}")
    how: Any = {"force": given["force"], "marked": given["bom"]}
    wanted = only_one(project, plan)
    if wanted is not None:
        write_part = export_contacts if plan is None else export_plan_of
        console.print_lines(write_part(session, the_project(book, wanted), file, **how))
    elif file == STANDARD:
        console.json(export_json(book))
    else:
        about = book, file, session.playbook, session.today
        kept = write_pipeline(*about, **how, stores=stores)
        count = len(book.projects)
        words = ngettext(
            "Wrote {count} project to {file}", "Wrote {count} projects to {file}", count
        )
        console.print_lines(written_lines(words.format(count=count, file=file), kept))


def written_lines(written: str, kept: Path | None) -> list[str]:
    """Return what was written and where an earlier file was kept, a line each."""
    return [written, *([_(KEPT).format(file=kept)] if kept else [])]


def export_contacts(
    session: Session, project: Project, file: Path, *, force: bool, marked: bool | None
) -> list[str]:
    """Write the contacts of a project; return how many in words."""
    from store.tables.contacts import export_people

    lang, stores = language(), session.stores
    kept = export_people(project, file, lang, marked=marked, force=force, stores=stores)
    count = len(project.contacts)
    words = ngettext("Wrote {count} contact to {file}", "Wrote {count} contacts to {file}", count)
    return written_lines(words.format(count=count, file=file), kept)


def export_plan_of(
    session: Session, project: Project, file: Path, *, force: bool, marked: bool | None
) -> list[str]:
    """Write the plan of a project; return how many rows in words."""
    from store.tables.plans import export_plan

    lang, stores = language(), session.stores
    kept = export_plan(
        *(project, session.playbook, file, lang), marked=marked, force=force, stores=stores
    )
    count = len(project.plan)
    words = ngettext("Wrote {count} task to {file}", "Wrote {count} tasks to {file}", count)
    return written_lines(words.format(count=count, file=file), kept)


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
