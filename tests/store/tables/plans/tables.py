"""Projects with a plan, and tables of plans as people bring them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deals.model import Book, Cause, Goal, PlanRow, Project
from store.tables.plans import export_plan, import_plan
from store.tables.results import ImportOptions, ImportResult
from store.tables.workbook_writer import SheetLayout, workbook_bytes
from tests.deals.makers import DEFAULT, project
from tests.store.tables.sheets import grid, reading

GOALS = (Goal(id="g1", text="见到何总"), Goal(id="g2", text="Same"), Goal(id="g3", text="same"))
CAUSES = (Cause(id="c1", bone="customer", text="没人引见"),)


def deal(rows: Sequence[PlanRow] = (), **fields: object) -> Project:
    """Return a project with these rows on its plan, three goals and a cause."""
    made = project(signs="2026-03-14", plan=tuple(rows))
    return made.model_copy(update={"goals": GOALS, "causes": CAUSES, **fields})


def taken(path: Path, into: Project, keep_going: bool = False) -> tuple[Project, ImportResult]:
    """Return the project after an import of the file, and what was told."""
    book = Book().with_projects(into)
    options = ImportOptions(keep_going=keep_going)
    result = import_plan([path], book, into, reading(), options, lambda *_done: None)
    return result.book.projects[into.id], result


def written(folder: Path, *rows: Sequence[str]) -> Path:
    """Return a workbook with these rows."""
    path = folder / "plan.xlsx"
    path.write_bytes(workbook_bytes(rows, SheetLayout("Plan", [10] * 18)))
    return path


def edited(path: Path, of: Project, **cells: str) -> Path:
    """Return a workbook of the project's plan in which cells, by column and line (`aim_2`), are
    others.

    Line 1 is the first below the headings.
    """
    export_plan(of, DEFAULT, path, "en")
    table = sheet(path)
    for place, text in cells.items():
        column, _mark, line = place.rpartition("_")
        table[1 + int(line)][table[1].index(column.replace("_", " "))] = text
    path.write_bytes(workbook_bytes(table, SheetLayout("Plan", [10] * len(table[1]))))
    return path


def sheet(path: Path) -> list[list[str]]:
    """Return all cells of a file, blank ones too, the lines as wide as the second."""
    lines = grid(path).lines
    width = max(max(line.cells) for line in lines)
    rows: list[list[str]] = [[""] * width for _number in range(lines[-1].number)]
    for line in lines:
        for number, cell in line.cells.items():
            rows[line.number - 1][number - 1] = cell.text
    return rows
