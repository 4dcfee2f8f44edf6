"""Writer of workbooks: of one sheet of texts, streamed, and of sheets that look like paper forms.

openpyxl is slow to load, so it is imported late.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Literal

from deals.errors import UserError
from deals.model import Severity
from deals.parsing.text import cells
from store.tables.grid import (
    CELL_HOLDS,
    address,
    clean_cell,
    column_letters,
    escape_xml,
    utf_16,
)
from store.tables.workbook_digest import PLACE, add_digest

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")  # as many figures as a spreadsheet keeps
_DAY_FORMAT, _NUMBER_FORMAT = "yyyy-mm-dd", "#,##0"
_LINE, _HEADER_FILL = "FFBFBFBF", "FFE7E6E6"
_FILLS: Mapping[Severity, str] = {"red": "FFFFC7CE", "amber": "FFFFEB9C", "info": "FFDDEBF7"}


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What a sheet is called and how its columns look, which are numbered from 1.

    `header` is the place of the row with the headings, from 0; columns that are `hidden` are there
    and not shown. In `days` and `numbers` texts that are such stand as real days and numbers.
    `severities` are the words that the first of the columns `coloured` has for them: cells of
    these, which stand side by side, have their colours. Where it is `filtered` each heading has a
    button to filter by.
    """

    title: str
    widths: Sequence[int]
    header: int = 0
    hidden: Container[int] = ()
    days: Container[int] = ()
    numbers: Container[int] = ()
    coloured: Sequence[int] = ()
    severities: Mapping[Severity, str] = field(default_factory=dict)
    filtered: bool = False


def workbook_bytes(rows: Sequence[Sequence[str]], layout: SheetLayout) -> bytes:
    """Return the rows as a workbook of one sheet; a text stays one whatever it looks like.

    It carries its digest (`store/tables/workbook_digest.py`). Raises the refusal `cell-too-long`
    (cell, limit).
    """
    from openpyxl import Workbook  # slow, and seldom wanted

    data = BytesIO()
    book = Workbook(write_only=True)
    book.properties.identifier = PLACE
    sheet = book.create_sheet(layout.title)
    sheet.freeze_panes = f"B{layout.header + 2}"
    for number, width in enumerate(layout.widths, 1):
        column = sheet.column_dimensions[column_letters(number)]
        column.width, column.hidden = width, number in layout.hidden
    _lay_out_pages(sheet, layout)
    if len(rows) > layout.header + 1:
        if layout.coloured:
            _colour_cells(sheet, layout, len(rows))
        if layout.filtered:
            last = column_letters(len(layout.widths))
            sheet.auto_filter.ref = f"A{layout.header + 1}:{last}{len(rows)}"
    looks = _CellLooks(layout)
    with _closing_on_error(sheet):
        for at, row in enumerate(rows):
            sheet.append(_cells(sheet, at, row, looks))
        book.save(data)
    return add_digest(data.getvalue())


def _lay_out_pages(sheet: WriteOnlyWorksheet, layout: SheetLayout) -> None:
    """Print across, as many pages high as it takes and one wide, the headings on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.print_title_rows = f"{layout.header + 1}:{layout.header + 1}"
    held = vars(sheet)  # its type does not say that it has these
    held["page_setup"].orientation = "landscape"
    held["page_setup"].fitToWidth, held["page_setup"].fitToHeight = 1, 0
    held["sheet_properties"].pageSetUpPr = PageSetupProperties(fitToPage=True)


def _colour_cells(sheet: WriteOnlyWorksheet, layout: SheetLayout, last: int) -> None:
    """Let the cells of flags have the colour of their severity, and change it with that."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    first, column = layout.header + 2, column_letters(layout.coloured[0])
    area = f"{column}{first}:{column_letters(layout.coloured[-1])}{last}"
    rules = vars(sheet)["conditional_formatting"]  # its type does not say that it has them
    for severity, word in layout.severities.items():
        style = DifferentialStyle(fill=PatternFill("solid", bgColor=_FILLS[severity]))
        quoted = word.replace('"', '""')
        formula = [f'${column}{first}="{quoted}"']
        rules.add(area, Rule(type="expression", dxf=style, formula=formula))


class _CellLooks:
    """The looks of cells, made once for the whole sheet."""

    def __init__(self, layout: SheetLayout) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        side = Side(style="thin", color=_LINE)
        self.layout = layout
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.wrapped = Alignment(wrap_text=True, vertical="top")
        self.bold, self.header_fill = Font(bold=True), PatternFill("solid", fgColor=_HEADER_FILL)

    def put(self, cell: Cell, at: int, value: str | int | datetime | None) -> None:
        """Give a cell of a row, from 0, its looks."""
        cell.alignment = self.wrapped
        if at >= self.layout.header:
            cell.border = self.border
        if at == self.layout.header:
            cell.font, cell.fill = self.bold, self.header_fill
        if isinstance(value, str):
            cell.data_type = "s"  # or what begins with = would be a formula
        elif value is not None:
            cell.number_format = _DAY_FORMAT if isinstance(value, datetime) else _NUMBER_FORMAT

    def value(self, text: str, at: int, number: int) -> str | int | datetime | None:
        """Return a text as its cell holds it: a day or a number where its column has such."""
        if at > self.layout.header:
            if number in self.layout.days and _DAY.fullmatch(text):
                with suppress(ValueError):
                    return datetime.fromisoformat(text)
            if number in self.layout.numbers and _NUMBER.fullmatch(text):
                return int(text)
        return _held_text(text, address(at + 1, number))


def _cells(sheet: WriteOnlyWorksheet, at: int, row: Iterable[str], looks: _CellLooks) -> list[Cell]:
    from openpyxl.cell import WriteOnlyCell

    cells: list[Cell] = []
    for number, text in enumerate(row, 1):
        value = looks.value(text, at, number)
        cell = WriteOnlyCell(sheet, value)
        looks.put(cell, at, value)
        cells.append(cell)
    return cells


def _held_text(text: str, cell: str) -> str | None:
    """Return a text as its cell holds it; openpyxl would cut a longer one silently."""
    held = escape_xml(clean_cell(text))
    if len(held) > CELL_HOLDS // 2 and utf_16(held) > CELL_HOLDS:
        raise UserError("cell-too-long", cell=cell, limit=CELL_HOLDS)
    return held or None


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


PaperLook = Literal["", "title", "heading", "note", "head", "label", "group", "sum"]
_CURRENCY = re.compile(r"[A-Z]{3}")
_BOLD_LOOKS = frozenset({"title", "heading", "head", "label", "group", "sum"})
_FILLED_LOOKS = frozenset({"head", "label"})
_TITLE_SIZE, _HEADING_SIZE = 16, 12
_A4 = 9
_LINE_HEIGHT = 16


@dataclass(frozen=True, slots=True)
class PaperCell:
    """A cell of a sheet that looks like paper: a text, a number or a day, and how it looks.

    Numbers are money of a `currency`, a share where they are a `percent`, or counts. It spans so
    many `columns` and `rows`; a `boxed` one has lines around it.
    """

    value: str | int | float | date | None
    look: PaperLook = ""
    percent: bool = False
    boxed: bool = False
    columns: int = 1
    rows: int = 1
    currency: str = ""

    @property
    def number_format(self) -> str:
        """How a spreadsheet shows what is no text."""
        if isinstance(self.value, date):
            return _DAY_FORMAT
        if self.percent:
            return "0%"
        return f"[${self.currency}] {_NUMBER_FORMAT}" if self._has_currency else _NUMBER_FORMAT

    @property
    def _has_currency(self) -> bool:
        return bool(_CURRENCY.fullmatch(self.currency))


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet that looks like paper; rows have no cells at the places that others span.

    `header` is the place of the row that is repeated on each page and stays in sight, from 0.
    """

    title: str
    widths: Sequence[int]
    rows: Sequence[Sequence[PaperCell]]
    header: int | None = None
    wide: bool = False


def paper_bytes(sheets: Sequence[PaperSheet], kind: str) -> bytes:
    """Return sheets as a workbook with its digest; a text stays one whatever it looks like.

    Its category tells the `kind` of paper (`is_own_paper`).

    Raises the refusal `cell-too-long` (cell, limit).
    """
    from openpyxl import Workbook  # slow, and seldom wanted

    book, data = Workbook(), BytesIO()
    book.properties.identifier = PLACE
    book.properties.category = kind
    book.remove(book.worksheets[0])
    for each in sheets:
        sheet = book.create_sheet(each.title)
        for number, width in enumerate(each.widths, 1):
            sheet.column_dimensions[column_letters(number)].width = width
        _lay_out_paper(sheet, each)
        _put_cells(sheet, each)
    book.save(data)
    return add_digest(data.getvalue())


def _lay_out_paper(sheet: Worksheet, layout: PaperSheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = sheet.page_setup
    setup.orientation = "landscape" if layout.wide else "portrait"
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = _A4, 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    if layout.header is not None:
        sheet.print_title_rows = f"{layout.header + 1}:{layout.header + 1}"
        sheet.freeze_panes = f"A{layout.header + 2}"


def _put_cells(sheet: Worksheet, layout: PaperSheet) -> None:
    looks, taken = _PaperLooks(), set[tuple[int, int]]()
    for at, row in enumerate(layout.rows, 1):
        column = 1
        for each in row:
            while (at, column) in taken:
                column += 1
            last_row, last = at + each.rows - 1, column + each.columns - 1
            places = [(y, x) for y in range(at, last_row + 1) for x in range(column, last + 1)]
            taken.update(places)
            for place in places:
                looks.put(sheet.cell(*place), each)
            value = each.value
            cell = sheet.cell(at, column)
            cell.value = _held_text(value, address(at, column)) if isinstance(value, str) else value
            if isinstance(cell.value, str):
                cell.data_type = "s"  # or what begins with = would be a formula
            if len(places) > 1:
                sheet.merge_cells(
                    start_row=at, start_column=column, end_row=last_row, end_column=last
                )
            column = last + 1
        if any(each.columns > 1 for each in row):
            sheet.row_dimensions[at].height = _LINE_HEIGHT * _count_lines(row, layout.widths)


def _count_lines(row: Sequence[PaperCell], widths: Sequence[int]) -> int:
    """Return how many lines a row takes: spreadsheets do not see to that where a cell spans several
    columns.
    """
    most, column = 1, 0
    for each in row:
        room = sum(widths[column : column + each.columns]) or 1
        column += each.columns
        if isinstance(each.value, str) and each.rows == 1 and each.boxed:
            lines = (max(1, ceil(cells(line) / room)) for line in each.value.splitlines())
            most = max(most, sum(lines))
    return most


class _PaperLooks:
    """The looks of the cells of papers, made once for a sheet."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        side = Side(style="thin", color=_LINE)
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.wrapped, self.plain = Alignment(wrap_text=True, vertical="top"), Alignment()
        self.fill = PatternFill("solid", fgColor=_HEADER_FILL)
        self.fonts = {
            "title": Font(bold=True, size=_TITLE_SIZE),
            "heading": Font(bold=True, size=_HEADING_SIZE),
        }
        self.bold, self.regular = Font(bold=True), Font()

    def put(self, cell: Cell | MergedCell, each: PaperCell) -> None:
        """Give a cell its looks."""
        cell.font = self.fonts.get(
            each.look, self.bold if each.look in _BOLD_LOOKS else self.regular
        )
        cell.alignment = self.wrapped if each.boxed else self.plain
        if each.boxed:
            cell.border = self.border
        if each.look in _FILLED_LOOKS:
            cell.fill = self.fill
        if not isinstance(each.value, str) and each.value is not None:
            cell.number_format = each.number_format
