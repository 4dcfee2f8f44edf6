"""Reading the sheets of an .xlsx file into grids."""

from __future__ import annotations

import lzma
import re
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from math import isfinite
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from deals.refusal import Refusal
from store.exchange.formats import NumberFormat
from store.exchange.grid import Cell, Grid, Line, Progress, clean, within_limits
from store.exchange.package import (
    MAX_PART,
    Package,
    PartTooLarge,
    elements,
    open_package,
    rich_text,
    unescaped,
)

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where Excel's own sheets end."""

_DAMAGE = (
    *(BadZipFile, ParseError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(LookupError, ValueError, OverflowError, NotImplementedError, RuntimeError),
)
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PLAIN = NumberFormat()
_STEP = 200


class Workbook:
    """An .xlsx file held in memory, whose sheets are read one at a time.

    Every way in which its bytes can be damaged is the one refusal `xlsx-damaged`.
    """

    def __init__(self, file: str, data: bytes) -> None:
        self._file = file
        try:
            self._package = open_package(ZipFile(BytesIO(data)))
        except PartTooLarge:
            raise _too_large(file) from None
        except _DAMAGE:
            raise Refusal("xlsx-damaged", file=file) from None

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, the hidden ones last."""
        ordered = sorted(self._package.sheets, key=lambda sheet: sheet.hidden)
        return tuple(sheet.name for sheet in ordered)

    def grid(self, name: str, progress: Progress) -> Grid:
        """The filled cells of the sheet `name`."""
        part = next(one.part for one in self._package.sheets if one.name == name)
        sheet = _SheetReader(self._package, self._file, progress)
        try:
            sheet.read(part)
        except PartTooLarge:
            raise _too_large(self._file) from None
        except _DAMAGE:
            raise Refusal("xlsx-damaged", file=self._file) from None
        lines = (Line(number, cells) for number, cells in sorted(sheet.rows.items()))
        return Grid(self._file, name, tuple(lines))


class _SheetReader:
    """Takes a sheet's cells as they stream by and lets go of the elements they came in."""

    def __init__(self, package: Package, file: str, progress: Progress) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self._package = package
        self._file = file
        self._progress = progress
        self._holders: dict[str, Element] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._row = self._column = self._cells = self._total = 0

    def read(self, part: str) -> None:
        """Fill `rows` with the filled cells of the sheet in `part`."""
        for event, element in elements(self._package.parts, part):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        filled = sorted(self.rows)
        for merge in self._merges:
            self._spread(filled, *merge)

    def _start(self, element: Element) -> None:
        if element.tag == "row":
            self._row = _within(int(element.get("r", self._row + 1)), LAST_ROW)
            self._column = 0
        if element.tag in ("sheetData", "row"):
            self._holders[element.tag] = element

    def _end(self, element: Element) -> None:
        match element.tag:
            case "c":
                self._take(element)
                self._holders["row"].clear()
            case "row":
                self._holders["sheetData"].clear()
                if self._row % _STEP == 0:
                    self._progress(self._file, self._row, max(self._total, self._row))
            case "dimension":
                self._total = _corners(element.get("ref", "A1"))[2]
            case "mergeCell":
                self._merges.append(_corners(element.get("ref", "")))

    def _take(self, element: Element) -> None:
        if "r" in element.attrib:
            _, self._column = _place(element.attrib["r"])
        else:
            self._column = _within(self._column + 1, LAST_COLUMN)
        cell = self._cell(element)
        if cell.text or cell.problem:
            self._put(self._row, self._column, cell)

    def _put(self, row: int, column: int, cell: Cell) -> None:
        self.rows.setdefault(row, {})[column] = cell
        self._cells += 1
        within_limits(self._file, len(self.rows), self._cells)

    def _cell(self, element: Element) -> Cell:
        parts = {part.tag: part for part in element}
        kind = element.get("t", "n")
        written = (parts["v"].text or "") if "v" in parts else ""
        if kind == "e":
            return Cell(written, problem="cell-error")
        if not written and "f" in parts and kind != "str":
            return Cell("", problem="formula-uncomputed")
        if kind == "inlineStr":
            return Cell(clean(rich_text(parts["is"]) if "is" in parts else ""))
        return self._value(kind, written, element.get("s")) if written else Cell("")

    def _value(self, kind: str, written: str, style: str | None) -> Cell:
        match kind:
            case "n":
                return self._number(float(written), style)
            case "s":
                return Cell(clean(self._package.texts[int(written)]))
            case "b":
                return Cell("TRUE" if written == "1" else "FALSE")
        return Cell(clean(unescaped(written)))

    def _number(self, value: float, style: str | None) -> Cell:
        if not isfinite(value):
            raise ValueError("a cell holds no finite number")
        formats = self._package.formats
        form = formats[int(style)] if style and formats else _PLAIN
        if day := form.date(value, self._package.from_1904):
            return Cell(day)
        return Cell(form.shown(value), form.exact(value))

    def _spread(self, filled: Sequence[int], top: int, left: int, bottom: int, right: int) -> None:
        """Let a merged cell show in every filled row that it covers, in its first column."""
        anchor = self.rows.get(top, {}).get(left)
        if anchor is None:
            return
        if right > left:
            anchor = self.rows[top][left] = replace(anchor, wide=True)
        below = replace(anchor, covered=True)
        for row in filled[bisect_right(filled, top) : bisect_right(filled, bottom)]:
            self._put(row, left, below)


def _corners(area: str) -> tuple[int, int, int, int]:
    """The rows and columns of `B2` or `B2:C4`: top, left, bottom, right."""
    first, _, last = area.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    return top, left, bottom, right


def _place(address: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"{address} is no cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return _within(int(found[2]), LAST_ROW), _within(column, LAST_COLUMN)


def _within(number: int, last: int) -> int:
    if not 1 <= number <= last:
        raise ValueError(f"a sheet ends at {last}")
    return number


def _too_large(file: str) -> Refusal:
    return Refusal("file-too-large", file=file, limit=MAX_PART // 2**20)
