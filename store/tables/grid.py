"""Grid of the cells of a sheet as a screen shows them, whatever kind of file it came from.

Here are also the guards around texts that a spreadsheet would compute or that XML cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, cast

from deals.errors import UserError

MAX_ROWS = 200_000
"""The filled rows beyond which a sheet is no pipeline table."""
MAX_CELLS = 4_000_000
"""The filled cells beyond which a sheet is no pipeline table."""

CELL_HOLDS = 32_767
"""How long a text the cell of a workbook holds, as `utf_16` counts."""

_BLANKS = (*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C))
_LATER_BLANKS = (0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)
_EDGES = "".join(map(chr, (*_BLANKS, *_LATER_BLANKS)))
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HALVES = re.compile("[\ud800-\udfff]")

GridProgress = Callable[[str, int, int], None]
"""Told of work done: the file, how much is done and of how much, in rows or in bytes; taking the
rows in follows opening the file and counts from the start again. It may raise `ReadingStopped`."""
GridStep = Callable[[], None]
"""Told each time that one more row is done."""


class GridCell(NamedTuple):
    """A filled cell with the text that it shows, without blanks around it.

    `exact` is a number in full where its format rounds or scales it. `problem` is the code of the
    refusal that reading the cell deserves (`cell-error`, `formula-uncomputed`,
    `amount-unsized`). `covered` is set
    where the cell only continues a merged one above, `wide` where it spans several columns.
    `full` is what it shows beyond `text`: a day with its time, a number as a percentage.
    """

    text: str
    exact: str | None = None
    problem: str = ""
    covered: bool = False
    wide: bool = False
    full: str = ""

    @property
    def whole_text(self) -> str:
        """All that the cell says, as a text of its own."""
        return self.full or self.text


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its number (from 1) and its filled cells by column (from 1).

    A sheet does not show the `hidden` ones, as by a filter.
    """

    number: int
    cells: Mapping[int, GridCell]
    hidden: bool = False


Kept = TypeVar("Kept")


class GridMemo:
    """What was worked out of the cells of a sheet, by all that it depends on.

    A table is read again with each choice that its user makes, and nearly all of it is as before.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, object] = {}

    def part(self, *key: Hashable) -> GridMemo:
        """Return the part of what was worked out by one key, empty the first time."""
        return self.recall(key, GridMemo)

    def recall(self, key: Hashable, work: Callable[[], Kept]) -> Kept:
        """Return what was worked out by the key, else what `work` gives; nothing where it raises.

        One key goes with one kind of work.
        """
        if key not in self._kept:
            self._kept[key] = work()
        return cast("Kept", self._kept[key])


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A key that equals another only where both stand for the same object, which it keeps."""

    about: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.about is self.about

    def __hash__(self) -> int:
        return id(self.about)


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of one sheet, in order; `sheet` is empty for a file that has no sheets.

    `delimiter` parts the cells of a text file. The sheet does not show its `hidden_columns`. What
    is read of its cells is kept in `memo` as long as the grid is.
    """

    file: str
    sheet: str
    lines: tuple[GridRow, ...]
    delimiter: str = ""
    hidden_columns: frozenset[int] = frozenset()
    memo: GridMemo = field(default_factory=GridMemo, compare=False, repr=False)

    @property
    def place(self) -> dict[str, str | int]:
        """Where it is, by the figures that refusals of its rows and cells begin with."""
        return {"file": self.file, "sheet": self.sheet} if self.sheet else {"file": self.file}


def clean_cell(text: str) -> str:
    """Return `text` without blanks and invisible marks at its ends, its line breaks of one kind.

    Control characters, which could steer a terminal, are left out; half a character, which no
    encoding holds, becomes the mark for one that cannot be shown.
    """
    if not text.isprintable():  # breaks, controls and halves are none that is printable
        text = _HALVES.sub("\ufffd", _CONTROLS.sub("", _BREAKS.sub("\n", text)))
    return text.strip(_EDGES)


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


_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
_SIGNS = "=+\\-@＝＋－＠"  # OWASP, CSV injection: what makes a spreadsheet compute
_ERROR = r"#(?:[A-ZÀ-Ý0-9/_]{2,12}[!?]|N/A|NV|N/D|N/B|GETTING_DATA)"
# What it takes for a number or a day and gives back as another: 007, more than 15 figures, 1-2.
_CHANGED = r"(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+|[0-9]{1,2}[-/][0-9]{1,2}(?:[-/][0-9]{1,4})?)$"
_NEGATIVE = r"-(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?$"
_NEGATIVE = r"-(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?$"
_COMPUTED = rf"(?!{_NEGATIVE})[{_SIGNS}].|{_ERROR}$"
_GUARDED = re.compile(rf"'+(?:[{_SIGNS}].|{_CHANGED}|{_ERROR}$)", re.DOTALL)
_FORMULA = re.compile(rf"{_COMPUTED}|{_GUARDED.pattern}", re.DOTALL)
_RISKY = re.compile(rf"{_CHANGED}|{_FORMULA.pattern}", re.DOTALL)
_ERROR_ALONE = re.compile(_ERROR)


def escape_xml(text: str) -> str:
    """Return `text` with each character that XML 1.0 forbids as `_xHHHH_`.

    So too the break of a line that XML would change, and what would be read as such an escape.
    """
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape_xml(text: str) -> str:
    """Return the text without such escapes; that of half a character stays, for it is none."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def utf_16(text: str) -> int:
    """Return the length of a text as spreadsheets count: a character beyond U+FFFF is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet, in any language, writes where a formula failed."""
    return text.startswith("#") and bool(_ERROR_ALONE.fullmatch(text))


def guard_formula(text: str) -> str:
    """Return `text` behind an apostrophe where a spreadsheet would compute or change it.

    So too where it would be an error, or stands behind one already.
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguard_formula(text: str) -> str:
    """Return the text without the apostrophe of `guard_formula`."""
    return text[1:] if _GUARDED.match(text) else text


def plain_cell(text: str) -> str:
    """Return `text` as a cell of a .csv that nothing computes and any reader reads."""
    return guard_formula(clean_cell(text))


def own_cell(text: str) -> str:
    """Return the same of a value in an own column, whose figures stand as they are.

    An apostrophe shows; who reads the column sees it, while nothing goes by what it says.
    """
    clean = clean_cell(text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


def leaves_unchanged(cell: str, stored: str) -> bool:
    """Whether a cell says the same as an export of `stored`, so that nothing changes.

    The apostrophe of a .csv is still there when a spreadsheet has saved that as a workbook.
    """
    return cell in (clean_cell(stored), plain_cell(stored))
