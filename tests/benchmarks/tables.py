"""Tables that come in, and the line that adds a project, by themselves."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from openpyxl import Workbook

from deals.edits.typed_fields import read_new_project
from deals.model import Book
from store.tables.pipeline import import_tables
from tests.benchmarks.table import Figure
from tests.store.tables.sheets import reading

ABOUT = """
import   processor time from the file to the book that comes of it, 20 columns, 8 of them unknown
line     processor time of reading a typed line of a project, as at each of its keys
"""
ROWS, SHEETS, SHEET_ROWS = 5_000, 3, 1_000
_HEADER = (
    *("Project", "Customer", "Owner", "State", "Amount", "Currency", "Signing", "Contacts"),
    *("CR", "Next step", "Next on", "Product", *(f"X{number}" for number in range(8))),
)
_LINES = (
    "北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4",
    "Harbour core routers @Harbour Net owner:Ann P3 $1.2M Q4 next call Bo fri",
    "Metro Phase 2 @ACME 500k EUR end of march",
)
_TURNS = 50


def figures(home: Path) -> Iterator[Figure]:
    """Measure the import of each kind of file, and a line of each kind."""
    every = [_row(number) for number in range(ROWS)]
    text, book, sheets = (home / name for name in ("rows.csv", "rows.xlsx", "sheets.xlsx"))
    with text.open("w", newline="") as stream:
        csv.writer(stream).writerows([_HEADER, *every])
    _save_workbook(book, [every])
    starts = range(0, SHEETS * SHEET_ROWS, SHEET_ROWS)
    _save_workbook(sheets, [every[start : start + SHEET_ROWS] for start in starts])
    yield Figure("import, ms", f"{ROWS:,} rows of .csv", _import_ms(text), target=4_000.0)
    yield Figure("import, ms", f"{ROWS:,} rows of .xlsx", _import_ms(book), target=4_000.0)
    three = f"{SHEETS} sheets of {SHEET_ROWS:,}"
    yield Figure("import, ms", three, _import_ms(sheets), target=2_000.0)
    yield Figure("line, ms", "a project", _line_ms(), target=1.0)


def _row(number: int) -> list[str]:
    return [
        *(f"Project {number}", f"Customer {number % 700}", f"Rep {number % 9}", "P2"),
        *(f"{number}.{number % 100:02d}", "EUR", "11/30/2026", f"Ann {number}, Bo {number}"),
        *("2, 3", "call", "12/5/2026", "Prod", *["x"] * 8),
    ]


def _save_workbook(path: Path, sheets: list[list[list[str]]]) -> None:
    book = Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in (_HEADER, *rows):
            sheet.append(row)
    book.save(path)


def _import_ms(path: Path) -> float:
    began = process_time()
    result = import_tables([path], Book(), reading())
    assert not result.refusals
    return (process_time() - began) * 1000


def _line_ms() -> float:
    """Return how long one takes, each a little different from the last as it grows by a key."""
    context = reading()
    lines = [f"{line}{'a' * (turn % 7)}" for turn in range(_TURNS) for line in _LINES]
    read_new_project(lines[0], context)  # the patterns are compiled with the first
    began = process_time()
    for line in lines:
        read_new_project(line, context)
    return (process_time() - began) * 1000 / len(lines)
