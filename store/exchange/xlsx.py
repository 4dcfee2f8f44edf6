"""Reading the sheets of an .xlsx file into grids, by openpyxl; slow to load, so import it late.

Of openpyxl only the steps that a table needs are taken, down to its parser of a sheet. Opening the
whole workbook would stop at any odd font, chart or link, spread merged cells out in memory or
leave them out, and not tell a formula that was never computed from a blank cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import islice
from typing import Any
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, STYLES_TYPE

from deals.refusal import Refusal
from store.exchange.escapes import xml_unescaped
from store.exchange.formats import BUILT_IN, NumberFormat, number_format
from store.exchange.grid import Cell, Grid, Line, Progress, clean, within_limits

MAX_PART = 200 * 2**20
"""The bytes that a part of a file may unpack to; no file with a larger one is read."""
MAX_STRINGS = 64 * 2**20
"""The same of the texts that its cells share: they take seven times as much memory."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where Excel's own sheets end."""

_SMALL_PART, _MAX_RATIO = 4 * 2**20, 100  # of what is no zip bomb
_STEP = 200


class Workbook:
    """An .xlsx file held in memory, whose sheets are read one at a time.

    Every way in which its bytes can be damaged is the one refusal `xlsx-damaged`; others are
    `file-too-large` and, where openpyxl sees no sheet of cells, `xlsx-sheetless`.
    """

    def __init__(self, file: str, data: bytes) -> None:
        self._file = file
        with _refusing(file):
            reader = ExcelReader(BytesIO(data), data_only=True, keep_links=False)
            _check_sizes(file, reader.archive)
            reader.read_manifest()
            _check_strings(file, reader)
            reader.read_strings()
            reader.read_workbook()
            found = sorted(reader.parser.find_sheets(), key=lambda one: one[0].state != "visible")
            self._parts = {
                sheet.name: part.target for sheet, part in found if part.Type.endswith("/worksheet")
            }
            self._formats = _number_formats(reader)
            self._reader = reader
        if not self._parts:
            raise Refusal("xlsx-sheetless", file=file)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, the hidden ones last."""
        return tuple(self._parts)

    def grid(self, name: str, progress: Progress) -> Grid:
        """The filled cells of the sheet `name`; progress is told in bytes."""
        rows = _Rows(self._file)
        archive, part = self._reader.archive, self._parts[name]
        with _refusing(self._file), archive.open(part) as source:
            parser = _SheetParser(source, self._reader.shared_strings, data_only=True)
            for number, cells in parser.parse():
                parser.row_dimensions.clear()  # or a sheet formatted to its end would fill memory
                for one in cells:
                    cell = self._cell(one["value"], one["data_type"], one["style_id"])
                    if cell.text or cell.problem:
                        rows.put(number, one["column"], cell)
                if number % _STEP == 0:
                    progress(self._file, source.tell(), archive.getinfo(part).file_size)
            if parser.merged_cells:
                rows.spread(parser.merged_cells)
        return Grid(self._file, name, tuple(Line(*row) for row in sorted(rows.filled.items())))

    def first_rows(self, count: int) -> list[list[str]]:
        """The texts of the first filled rows of the first sheet; what is below is not read."""
        archive, part = self._reader.archive, next(iter(self._parts.values()))
        rows: list[list[str]] = []
        with _refusing(self._file), archive.open(part) as source:
            parser = _SheetParser(source, self._reader.shared_strings, data_only=True)
            for _number, cells in islice(parser.parse(), count):
                read = (self._cell(it["value"], it["data_type"], it["style_id"]) for it in cells)
                rows.append([cell.text for cell in read])
        return rows

    def _cell(self, value: Any, kind: str, style: int) -> Cell:
        if kind == "f":
            return Cell("", problem="formula-uncomputed")
        if kind == "e":
            return Cell(value or "", problem="cell-error")
        if value is None:
            return Cell("")
        if kind == "n":
            return self._number(float(value), self._formats[style])
        if kind == "d":  # a date in words, its time of day is dropped
            return Cell(f"{value}".partition(" ")[0])
        text = f"{value}".upper() if kind == "b" else f"{value}"
        return Cell(clean(xml_unescaped(text)))

    def _number(self, value: float, form: NumberFormat) -> Cell:
        if day := form.date(value, self._reader.wb.epoch == CALENDAR_MAC_1904):
            return Cell(day)
        return Cell(form.shown(value), form.exact(value))


class _SheetParser(WorkSheetParser):
    """Tells a formula that was never computed, as kind `f`, from a cell that is blank."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """The row, column, value, kind and style of a cell."""
        cell: dict[str, Any] = super().parse_cell(element)
        computed = cell["value"] is not None or cell["data_type"] in ("str", "e")
        if not computed and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell


class _Rows:
    """The filled cells of a sheet by row and column, never more than a table may have."""

    def __init__(self, file: str) -> None:
        self.filled: dict[int, dict[int, Cell]] = {}
        self._file = file
        self._cells = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Fill a cell."""
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise ValueError("no sheet has such a cell")
        self.filled.setdefault(row, {})[column] = cell
        self._cells += 1
        within_limits(self._file, len(self.filled), self._cells)

    def spread(self, merged: Any) -> None:
        """Let each merged cell show in every filled row that it covers, in its first column."""
        numbers = sorted(self.filled)
        for left, top, right, bottom in (one.bounds for one in merged.mergeCell):
            if anchor := self.filled.get(top, {}).get(left):
                anchor = self.filled[top][left] = replace(anchor, wide=right > left)
                below = replace(anchor, covered=True)
                for row in numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]:
                    self.put(row, left, below)


def _check_sizes(file: str, archive: ZipFile) -> None:
    """Refuse (`file-too-large`) parts that unpack to more than is looked at."""
    for part in archive.infolist():
        if part.file_size > MAX_PART:
            raise Refusal("file-too-large", file=file, limit=MAX_PART // 2**20)
        if part.file_size > max(part.compress_size * _MAX_RATIO, _SMALL_PART):
            raise ValueError("no workbook packs so well, only zip bombs do")


def _check_strings(file: str, reader: ExcelReader) -> None:
    """Refuse (`file-too-large`) more of the texts that cells share than is read."""
    sizes = {part.filename: part.file_size for part in reader.archive.infolist()}
    for part in reader.package.Override:
        shared = part.ContentType == SHARED_STRINGS
        if shared and sizes.get(part.PartName.removeprefix("/"), 0) > MAX_STRINGS:
            raise Refusal("file-too-large", file=file, limit=MAX_STRINGS // 2**20)


def _number_formats(reader: ExcelReader) -> list[NumberFormat]:
    """The number formats of the cell styles, in their order."""
    parts = {part.ContentType: part.PartName for part in reader.package.Override}
    if STYLES_TYPE not in parts:
        return [NumberFormat()]
    styles = fromstring(reader.archive.read(parts[STYLES_TYPE].removeprefix("/")))
    codes = dict(BUILT_IN)
    for one in styles.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(one.attrib["numFmtId"])] = one.attrib["formatCode"]
    ids = (int(one.get("numFmtId", "0")) for one in styles.iterfind("{*}cellXfs/{*}xf"))
    return [number_format(codes.get(one, "General")) for one in ids] or [NumberFormat()]


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """Turn whatever openpyxl raises at bytes it cannot read, and it raises all sorts, to one."""
    with catch_warnings():
        simplefilter("ignore")
        try:
            yield
        except (Refusal, MemoryError):
            raise
        except Exception:
            raise Refusal("xlsx-damaged", file=file) from None
