"""Makers of the tables that people bring, and their import as by a user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from deals.errors import UserError
from deals.model import Book, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from store.settings import load_playbook
from store.tables.grid import Grid
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions, ImportOutcome, ImportResult
from store.tables.source_files import open_source

HEADER = (
    *("项目名称", "客户(公司)", "项目负责人", "项目状态"),
    *("预签金额", "预签时间", "客户名单", "客户关系程度"),
)
ROW = ("北辰扩容", "北辰电力", "林", "P2", "80-150万", "2013.5", "何总、李工", "2、3")
TODAY = date(2026, 3, 2)
PLAYBOOK = load_playbook()
NUMBERS = count(1)

Dress = Callable[[Worksheet], None]


def reading(by: str = "林") -> ReadingContext:
    """Return what typed text is read against, every id it makes being new."""
    stamp = Stamp(at=datetime(2026, 3, 2, 8, tzinfo=UTC), by=by, today=TODAY)
    return ReadingContext(PLAYBOOK, stamp, lambda: f"id-{next(NUMBERS)}")


def workbook(path: Path, rows: Sequence[Sequence[Any]], dress: Dress | None = None) -> Path:
    """Write an .xlsx of one sheet with these rows; `dress` gives it formats, merges and so on."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if dress:
        dress(sheet)
    book.save(path)
    return path


def separated(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file in this encoding."""
    path.write_bytes(text.encode(encoding))
    return path


def lines(*rows: Sequence[str], delimiter: str = ",") -> str:
    """Return the rows as separated values; no cell may hold the delimiter."""
    return "\r\n".join(delimiter.join(row) for row in rows)


def grid(path: Path, sheet: str | None = None) -> Grid:
    """Return the cells of a file's first sheet, or of the one named."""
    source = open_source(path)
    return source.grid(source.sheets[0] if sheet is None else sheet, lambda *_: None)


def texts(path: Path) -> list[list[str]]:
    """Return what the filled cells of a file's first sheet show, row by row."""
    return [[cell.text for _, cell in sorted(line.cells.items())] for line in grid(path).lines]


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zip file with one of its parts changed."""
    old, packed = ZipFile(BytesIO(data)), BytesIO()
    with ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return packed.getvalue()


def bring(
    path: Path, book: Book | None = None, options: ImportOptions | None = None
) -> ImportResult:
    """Import one file into a book, an empty one where none is given."""
    return import_tables([path], book or Book(), reading(), options)


def projects(result: ImportResult) -> list[Project]:
    """Return the projects of the book after an import."""
    return list(result.book.projects.values())


def only(result: ImportResult) -> Project:
    """Return the one project after an import in which nothing was refused."""
    assert [str(refusal) for refusal in result.refusals] == []
    (project,) = projects(result)
    return project


def refusal(result: ImportResult) -> UserError:
    """Return the one thing that was refused."""
    (refused,) = result.refusals
    return refused


def of_kind(result: ImportResult, kind: str) -> list[ImportOutcome]:
    """Return the outcomes of one kind."""
    return [outcome for outcome in result.outcomes if outcome.kind == kind]
