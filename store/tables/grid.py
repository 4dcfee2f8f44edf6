"""Grid of the cells of a sheet as a screen shows them, whatever kind of file it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deals.errors import UserError

MAX_ROWS = 200_000
"""The filled rows beyond which a sheet is no pipeline table."""
MAX_CELLS = 4_000_000
"""The filled cells beyond which a sheet is no pipeline table."""

_BLANKS = (*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C))
_LATER_BLANKS = (0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)
_EDGES = "".join(map(chr, (*_BLANKS, *_LATER_BLANKS)))
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HALVES = re.compile("[\ud800-\udfff]")

GridProgress = Callable[[str, int, int], None]
"""Told of work done: the file, how much is done and of how much, in rows or in bytes; taking the
rows in follows opening the file and counts from the start again."""
GridStep = Callable[[], None]
"""Told each time that one more row is done."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A filled cell with the text that it shows, without blanks around it.

    `exact` is a number in full where its format rounds or scales it. `problem` is the code of the
    refusal that reading the cell deserves (`cell-error`, `formula-uncomputed`). `covered` is set
    where the cell only continues a merged one above, `wide` where it spans several columns.
    """

    text: str
    exact: str | None = None
    problem: str = ""
    covered: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its number (from 1) and its filled cells by column (from 1)."""

    number: int
    cells: Mapping[int, GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of one sheet, in order; `sheet` is empty for a file that has no sheets."""

    file: str
    sheet: str
    lines: tuple[GridRow, ...]


def clean(text: str) -> str:
    """Return `text` without blanks and invisible marks at its ends, its line breaks of one kind.

    Control characters, which could steer a terminal, are left out; half a character, which no
    encoding holds, becomes the mark for one that cannot be shown.
    """
    whole = _HALVES.sub("\ufffd", _CONTROLS.sub("", _BREAKS.sub("\n", text)))
    return whole.strip(_EDGES)


def column_letters(column: int) -> str:
    """Return the letters that a spreadsheet has for a column (from 1): 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the name that a spreadsheet has for a cell: E7."""
    return f"{column_letters(column)}{row}"


def check_limits(file: str, rows: int, cells: int) -> None:
    """Refuse (`table-too-long`) more filled rows or cells than a table may have."""
    if rows > MAX_ROWS or cells > MAX_CELLS:
        raise UserError("table-too-long", file=file, limit=MAX_ROWS)
