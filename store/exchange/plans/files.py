"""Taking a project's plan in from files and giving it out, by the endings of their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deals.edits.lists import set_value
from deals.fields import Reading
from deals.model import Book, Project
from deals.playbook import Playbook
from deals.refusal import Refusal
from store.exchange.export import DELIMITERS, delimited, workbook
from store.exchange.grid import Progress
from store.exchange.outcomes import ImportResult, Outcome
from store.exchange.plans.columns import COLUMNS
from store.exchange.plans.reading import read_plan_table
from store.exchange.plans.taking import take_in
from store.exchange.plans.writing import plan_rows
from store.exchange.tables import ImportOptions
from store.files import refusing, replace_whole

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
    added at the end; what a table leaves out stays. What is wrong is in the outcomes, and unless
    told to keep going the book then is the one given.
    """
    after, outcomes, ignored = project, list[Outcome](), list[tuple[str, str]]()
    for path in paths:
        try:
            if path.suffix.lower() not in _TABLES:
                raise Refusal("plan-kind", file=f"{path}", ending=path.suffix.lower())
            table = read_plan_table(path, options, progress)
        except Refusal as wrong:
            outcomes.append(Outcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,)))
            continue
        plan, came = take_in(table.rows, after, reading)
        after = set_value(after, "plan", plan, reading.stamp)
        outcomes += came
        ignored += [(f"{path}", header) for header in table.ignored]
    now = book if after is project else book.with_projects(after)
    result = ImportResult(now, tuple(outcomes), tuple(ignored))
    return replace(result, book=book) if result.refusals and not options.keep_going else result


def export_plan(project: Project, playbook: Playbook, path: Path, lang: str) -> None:
    """Write a project's plan as a table in `lang` (.xlsx, .csv, .tsv).

    Refusals `plan-export-kind` (file, ending) and `export-unwritable` (file, why).
    """
    ending, rows = path.suffix.lower(), plan_rows(project, playbook, lang)
    if ending == ".xlsx":
        data = workbook(rows, [column.width for column in COLUMNS])
    elif ending in DELIMITERS:
        data = delimited(rows, DELIMITERS[ending])
    else:
        raise Refusal("plan-export-kind", file=f"{path}", ending=ending)
    with refusing("export-unwritable", path):
        replace_whole(path, data)
