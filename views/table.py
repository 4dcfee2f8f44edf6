"""Rows of cells in columns: pure layout, from values to lines of exactly the screen's width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from views.styled_text import CellAlign, StyledText, TextLine, Tone, fit, width

GUTTER = 3


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its id, its translated title, its width in cells and the side it leans to."""

    id: str
    title: str
    cells: int
    align: CellAlign = "left"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: the text and tone in one column of one row."""

    text: str
    tone: Tone = ""


def column_cells(texts: Iterable[str], most: int | None = None) -> int:
    """Return the cells that a column's texts take, its title among them, `most` at the most."""
    widest = max(map(width, texts))
    return widest if most is None else min(most, widest)


def group_head(name: str, figures: str = "", tone: Tone = "dim") -> TextLine:
    """Return the head over a group of rows: its name, and quietly how many they are."""
    head = StyledText(name, tone)
    return (head, StyledText(f"  {figures}", "dim")) if figures else (head,)


def start_of(columns: Sequence[TableColumn], column_id: str) -> int | None:
    """Find the cell where a column begins, None if it is not shown at this width."""
    place = GUTTER
    for column in columns:
        if column.id == column_id:
            return place
        place += column.cells + 1
    return None


def reach_of(columns: Sequence[TableColumn], start: int, stop: int) -> tuple[int, int]:
    """Widen `start` to `stop` to the edges of the columns that they lie within."""
    first, last, place = start, stop, GUTTER
    for column in columns:
        end = place + column.cells
        if place < start < end:
            first = place
        if place < stop < end:
            last = end
        place = end + 1
    return first, last


def ends_at(columns: Sequence[TableColumn], place: int) -> bool:
    """Whether a column ends right before `place`."""
    return any((start_of(columns, each.id) or 0) + each.cells == place for each in columns)


def heading(columns: Sequence[TableColumn]) -> TextLine:
    """Draw the line of titles."""
    drawn, place = "", GUTTER
    for at, column in enumerate(columns):
        title = column.title
        if column.align == "right":
            title = fit(title, column.cells, "right").lstrip()
            start = place + column.cells - width(title)
        else:
            start = place
            following = columns[at + 1] if at + 1 < len(columns) else None
            free = following.cells - width(following.title) if following else 0
            # A title may reach into the blanks before one that leans to the right.
            over = max(0, free) if following and following.align == "right" else 0
            title = fit(title, min(width(title), column.cells + over)) if title else ""
        drawn += " " * (start - width(drawn)) + title
        place += column.cells + 1
    return (StyledText(drawn, "dim"),)


def row(columns: Sequence[TableColumn], cells: Sequence[TableCell], gutter: TextLine) -> TextLine:
    """Draw a row; neighbours of one tone become one span, which keeps a repaint small."""
    spans = list(gutter)
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        text = fit(cell.text, column.cells, column.align)
        if index:
            text = " " + text
        if spans and (spans[-1].tone == cell.tone or not text.strip()):
            spans[-1] = StyledText(spans[-1].text + text, spans[-1].tone)
        else:
            spans.append(StyledText(text, cell.tone))
    return tuple(spans)
