"""Writer of tables: the pipeline as a file that an import reads back as the same.

Here are also the two makers of bytes that every export uses: `delimited_bytes`, `workbook_bytes`.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from deals.errors import UserError
from deals.fields import PROJECT, ColumnSpec, headings
from deals.model import Book, Project, Status
from store.output_files import Recognise, write_output
from store.tables.grid import (
    CELL_HOLDS,
    address,
    clean_cell,
    column_letters,
    escape_xml,
    text_cell,
    utf_16,
)
from store.tables.pipeline_columns import COLUMNS
from store.tables.project_rows import joined_names

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet


_COLUMNS = {
    field_id: ColumnSpec("CR", "客户关系程度", width=14) if field_id == "cr" else column
    for field_id, column in COLUMNS.items()
    if field_id == "cr" or field_id in PROJECT.columns
}
"""The columns of an export by field, the contacts of a project with their CR in one cell each."""
_STATUSES: Mapping[Status, tuple[str, str]] = {
    "open": ("open", "进行中"),
    "on_hold": ("on hold", "暂停"),
    "won": ("won", "赢单"),
    "lost": ("lost", "丢单"),
    "abandoned": ("abandoned", "放弃"),
}
DELIMITERS = {".csv": ",", ".tsv": "\t"}
_BEGINNING = 2**16
"""Bytes in which the headings of an earlier export stand, the head of a form above them."""


def export_table(
    book: Book, path: Path, lang: str, *, force: bool = False, stores: Sequence[Path] = ()
) -> None:
    """Write the pipeline to `path` as .xlsx, .csv or .tsv, whichever it ends in.

    One row a project, headers and outcomes in `lang`. The file is replaced whole or not at all.
    Raises `export-kind` for another ending and what write_output refuses.
    """
    ending = path.suffix.lower()
    if ending != ".xlsx" and ending not in DELIMITERS:
        raise UserError("export-kind", file=f"{path}", ending=ending)
    projects = book.projects.values()
    if ending == ".xlsx":
        data = workbook_bytes(
            table_rows(projects, lang, "\n"), [column.width for column in _COLUMNS.values()]
        )
    else:
        data = delimited_bytes(table_rows(projects, lang), DELIMITERS[ending])
    known = [headings(_COLUMNS, chinese) for chinese in (False, True)]
    write_output(path, data, has_headings(known, ending), force=force, stores=stores)


def has_headings(headings: Sequence[Sequence[str]], ending: str, at: int = 0) -> Recognise:
    """Return what knows an earlier export of a table by its row of headings, one of `headings`, in
    place `at`, from 0; anything added to them makes it somebody's own.
    """

    def is_earlier(data: bytes) -> bool:
        rows = _first_rows(data, ending, at + 1)
        return len(rows) > at and rows[at] in map(list, headings)

    return is_earlier


def _first_rows(data: bytes, ending: str, count: int) -> list[list[str]]:
    """Read the texts of the first rows of a table; none where it does not read."""
    if ending == ".xlsx":
        from store.tables.xlsx import Workbook  # and openpyxl, slow to load

        with suppress(UserError):
            return Workbook("", data).first_rows(count)
        return []
    text = data[:_BEGINNING].decode("utf-8-sig", "ignore")
    rows = csv.reader(StringIO(text, newline=""), delimiter=DELIMITERS[ending])
    with suppress(csv.Error):
        return list(islice(rows, count))
    return []


def table_rows(
    projects: Iterable[Project], lang: str, separator: str = "、"
) -> list[Sequence[str]]:
    """Return the headers and then a row for each project; several contacts part at `separator`."""
    chinese = lang.startswith("zh")
    return [
        headings(_COLUMNS, chinese),
        *(_row(project, chinese, separator) for project in projects),
    ]


def delimited_bytes(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """Return the rows as separated values in UTF-8, behind the mark that spreadsheets know it by.

    No text is computed by what opens it (`text_cell`), or keeps the file from being read.
    """
    text = StringIO(newline="")
    written = (map(text_cell, row) for row in rows)
    csv.writer(text, delimiter=delimiter).writerows(written)
    return BOM_UTF8 + text.getvalue().encode("utf-8")


def _row(project: Project, chinese: bool, separator: str) -> list[str]:
    known = {
        "status": _STATUSES[project.status][chinese],
        "contacts": joined_names(tuple(contact.name for contact in project.contacts), separator),
        "cr": separator.join(f"{contact.cr or '?'}" for contact in project.contacts),
        "next": project.next_action.text if project.next_action else "",
    }
    return [
        known[field_id] if field_id in known else PROJECT[field_id].text(project)
        for field_id in _COLUMNS
    ]


def workbook_bytes(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    header: int = 0,
    hidden: Container[int] = (),
) -> bytes:
    """Return the rows as a workbook of one sheet, every cell a text whatever it looks like.

    `header` is the place of the row with the headings, from 0; columns in `hidden`, from 1, are
    there and not shown. Raises the refusal `cell-too-long` (cell, limit).
    """
    from openpyxl import Workbook  # slow, and seldom wanted
    from openpyxl.styles import Alignment, Font

    data = BytesIO()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Netloft")
    sheet.freeze_panes = f"B{header + 2}"
    for number, width in enumerate(widths, 1):
        column = sheet.column_dimensions[column_letters(number)]
        column.width, column.hidden = width, number in hidden
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    with _closing_on_error(sheet):
        for at, row in enumerate(rows):
            font = bold if at == header else None
            sheet.append(_cells(sheet, at + 1, row, wrapped, font))
        book.save(data)
    return data.getvalue()


@contextmanager
def _closing_on_error(sheet: WriteOnlyWorksheet) -> Iterator[None]:
    """Close a sheet that was begun where something inside keeps it from being written whole.

    Until it is closed, its rows lie in a file among the temporary ones, and its writers fail in
    their finalisers, at a time when nobody asks for them.
    """
    try:
        yield
    except BaseException:
        if writer := getattr(sheet, "_writer", None):
            for end in (sheet.close, writer.close, writer.cleanup):
                with suppress(Exception):  # what failed before may fail again, on a full disk
                    end()
        raise


def _cells(
    sheet: WriteOnlyWorksheet, at: int, row: Sequence[str], style: Alignment, font: Font | None
) -> list[Cell]:
    from openpyxl.cell import WriteOnlyCell

    cells: list[Cell] = []
    for number, text in enumerate(row, 1):
        cell = WriteOnlyCell(sheet, _cell_value(text, address(at, number)))
        cell.alignment = style
        if font:
            cell.font = font
        if cell.value is not None:
            cell.data_type = "s"  # or what begins with = would be a formula
        cells.append(cell)
    return cells


def _cell_value(text: str, cell: str) -> str | None:
    """Return a text as its cell holds it; openpyxl would cut a longer one silently."""
    held = escape_xml(clean_cell(text))
    if len(held) > CELL_HOLDS // 2 and utf_16(held) > CELL_HOLDS:
        raise UserError("cell-too-long", cell=cell, limit=CELL_HOLDS)
    return held or None
