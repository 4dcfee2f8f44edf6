"""What stands on a paper before it is a page: pure data that every writer can turn into a file.

Nothing here is markup. Texts are what the user typed or what `wording` says, never escaped: each
writer escapes for its own format. A picture is a `Drawing` of plain shapes beside the lines of text
that say the same, for formats that cannot draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

ReportTone = Literal[
    "", "red", "amber", "good", "info", "dim", "strong", "line", "rail-t", "rail-b", "shade"
]
"""What a text or shape is like. Colour never says it alone: a sign or a word stands there too.

`line` is for rules, `rail-t` and `rail-b` for the technical and the commercial approval line,
`shade` for the ground of a box.
"""

ColumnKind = Literal["text", "number", "money", "percent", "date"]
FIGURE_KINDS: frozenset[ColumnKind] = frozenset({"number", "money", "percent"})


@dataclass(frozen=True, slots=True)
class ReportCell:
    """A cell of a table or form: what is read, and for spreadsheets the value behind it.

    `value` is money in whole units of its `currency`, a count, a share between 0 and 1 or a day;
    None where the text is all there is. A `label` names what stands beside it, as the
    printed words of a form do. `columns` and `rows` are how many it spans.
    """

    text: str
    value: int | float | date | None = None
    tone: ReportTone = ""
    label: bool = False
    columns: int = 1
    rows: int = 1
    currency: str = ""


ReportRow = tuple[ReportCell, ...]
"""The cells of a row, without the places that cells spanning from before take."""


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column: its heading, what its cells hold, and its share of the width."""

    title: str
    kind: ColumnKind = "text"
    share: int = 1


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows in columns. A `form` is ruled like the paper form, each cell in its box.

    The last `sums` rows are sums; `groups` are the numbers of the rows that head a group and
    `subtotals` of those that end one. A form without headings has columns whose titles are all
    empty. Where there are no rows, `empty` says why.
    """

    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    title: str = ""
    form: bool = False
    sums: int = 0
    groups: frozenset[int] = frozenset()
    subtotals: frozenset[int] = frozenset()
    empty: str = ""


def drop_blank_columns(table: ReportTable) -> ReportTable:
    """Return a table without the columns of figures in which no row has any.

    Forms keep theirs, and so does a table without rows. A cell that spans several columns is no
    figure, and is narrower by those that are gone.
    """
    if table.form or not table.rows:
        return table
    filled = set[int]()
    for row in table.rows:
        filled.update(at for at, cell in _place_row(row) if cell.columns == 1 and cell.text)
    kept = [
        at
        for at, column in enumerate(table.columns)
        if at in filled or column.kind not in FIGURE_KINDS
    ]
    if len(kept) == len(table.columns):
        return table
    rows = tuple(tuple(_keep_cells(row, kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


def _place_row(row: ReportRow) -> Iterator[tuple[int, ReportCell]]:
    at = 0
    for cell in row:
        yield at, cell
        at += cell.columns


def _keep_cells(row: ReportRow, kept: Sequence[int]) -> Iterator[ReportCell]:
    for at, cell in _place_row(row):
        if columns := sum(at <= place < at + cell.columns for place in kept):
            yield cell if columns == cell.columns else replace(cell, columns=columns)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line through points, in the picture's units."""

    points: tuple[tuple[float, float], ...]
    tone: ReportTone = ""
    thickness: float = 1.0
    dashed: bool = False
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box, filled with its tone or only its outline."""

    x: float
    y: float
    width: float
    height: float
    tone: ReportTone = ""
    filled: bool = False
    rounded: float = 0.0


CELL_SHARE = 0.6
"""How wide a cell of a mono text is, as a share of its size."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A line of text; `y` is its baseline, `size` the height of its letters.

    Each sign of a `mono` text stands at its own cell of `CELL_SHARE` times the size, a Chinese one
    in the middle of its two, so that no font can shift what stands under one another.
    """

    x: float
    y: float
    text: str
    tone: ReportTone = ""
    size: float = 12.0
    anchor: Literal["start", "middle", "end"] = "start"
    mono: bool = False


DrawnShape = DrawnLine | DrawnBox | DrawnText


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of `width` times `height` units, one unit being a pixel on the screen."""

    width: float
    height: float
    shapes: tuple[DrawnShape, ...]


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture under its title, and the same in lines of plain text."""

    title: str
    drawing: Drawing
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportHeading:
    """A heading within the paper, of level 1 (a part) or 2; a part may begin a page."""

    text: str
    level: Literal[1, 2] = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """A paragraph; line breaks in its text are kept."""

    text: str
    tone: ReportTone = ""


@dataclass(frozen=True, slots=True)
class ReportList:
    """Items under one another, numbered or with dots."""

    items: tuple[str, ...]
    numbered: bool = False


Block = ReportHeading | ReportParagraph | ReportList | ReportTable | ReportPicture


@dataclass(frozen=True, slots=True)
class Report:
    """A paper: its kind, title, the facts under it, what stands on it, and what its figures mean.

    `facts` are pairs of label and text (day, owner, filter, exchange rates, …) and `definitions`
    pairs of a figure's name and how it is reckoned. `wide` papers are printed across, `dense` ones
    in small letters.
    """

    kind: str
    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    definitions: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    dense: bool = False
