"""Taking a project's plan in from files and giving it out, by the endings of their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deals.fields import Reading
from deals.model import Book, Project
from deals.playbook import Playbook
from deals.refusal import Refusal
from store.exchange.export import DELIMITERS, delimited, has_headings, workbook
from store.exchange.grid import Progress
from store.exchange.outcomes import ImportResult, Outcome
from store.exchange.plans.columns import COLUMNS, HIDDEN
from store.exchange.plans.reading import read_plan_table
from store.exchange.plans.spoken import PlanTable
from store.exchange.plans.taking import take_in
from store.exchange.plans.writing import HEADER, plan_rows
from store.exchange.tables import ImportOptions
from store.output_files import write_output

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")


def import_plan(
    paths: Sequence[Path],
    book: Book,
    project: Project,
    reading: Reading,
    options: ImportOptions,
    progress: Progress,
) -> ImportResult:
    """Read tables of plan rows into a project; commit the result's book to last.

    A row known by its id, or by field of work and content, takes what the table says; others are
    added at the end, as is a second row with the id of another; what a table leaves out stays, but
    an emptied cell clears its field where the row is known by its id. The head of the form sets
    when the plan begins and who leads it. With anything refused, and unless told to keep going, the
    book is the one given.
    """
    after, outcomes, ignored = project, list[Outcome](), list[tuple[str, str]]()
    for path in paths:
        try:
            table = _table(path, options, progress)
        except Refusal as wrong:
            outcomes.append(Outcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,)))
            continue
        after, came = take_in(table, after, reading)
        outcomes += came
        ignored += [(f"{path}", header) for header in table.ignored]
    now = book if after is project else book.with_projects(after)
    result = ImportResult(now, tuple(outcomes), tuple(ignored))
    return replace(result, book=book) if result.refusals and not options.keep_going else result


def _table(path: Path, options: ImportOptions, progress: Progress) -> PlanTable:
    ending = path.suffix.lower()
    if ending not in _TABLES:
        raise Refusal("plan-kind", file=f"{path}", ending=ending)
    return read_plan_table(path, options, progress)


def export_plan(
    project: Project,
    playbook: Playbook,
    path: Path,
    lang: str,
    *,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> None:
    """Write a project's plan as a table in `lang` (.xlsx, .csv, .tsv).

    A text that is too long for a cell goes on in the row below. Refusals `plan-export-kind` (file,
    ending), those of write_output and, for the head alone, `cell-too-long` (cell, limit).
    """
    ending, rows = path.suffix.lower(), plan_rows(project, playbook, lang)
    if ending == ".xlsx":
        data = workbook(rows, [one.width for one in COLUMNS], header=HEADER, hidden=HIDDEN)
    elif ending in DELIMITERS:
        data = delimited(rows, DELIMITERS[ending])
    else:
        raise Refusal("plan-export-kind", file=f"{path}", ending=ending)
    headings = [[one.en for one in COLUMNS], [one.zh for one in COLUMNS]]
    is_earlier = has_headings(headings, ending, HEADER)
    write_output(path, data, is_earlier, force=force, stores=stores)
