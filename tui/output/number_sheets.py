"""Sheets of figures: what a command prints as a table, and the same as separated values.

A sheet is one value for both: printed it has the columns that a person reads, whole units grouped,
and on a terminal bars behind them; as CSV all columns, with plain figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tui.output.plain_text import OutputColumn
from views.charts import ChartLine, ChartScale, draw_chart_line
from views.numbers.face_rows import percent_text, whole_text
from wording import language

SheetCell = str | int | float | None
"""A text, whole units or a count, a share from 0 to 1, or nothing."""
SheetKind = Literal["text", "figure"]
NO_FIGURE = "-"
BAR_CELLS = 24


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, what is in it, and how it is laid out where room is short.

    `least` and `room` are as in `OutputColumn`. One that is not `printed` is in CSV alone.
    """

    heading: str
    kind: SheetKind = "figure"
    room: int = 0
    least: int = 0
    printed: bool = True


@dataclass(frozen=True, slots=True)
class SheetBars:
    """Bars behind the rows, on a scale between two figures, shown from a width of terminal on.

    `title` says where the scale begins if that is not 0.
    """

    first: int
    last: int
    lines: Sequence[ChartLine]
    room: int = 0
    title: str = ""

    def texts(self) -> list[str]:
        """Return the bars as text, a row each."""
        scale = ChartScale(self.first, self.last, BAR_CELLS)
        drawn = (draw_chart_line(scale, line) for line in self.lines)
        return ["".join(piece.text for piece in pieces) for pieces in drawn]


@dataclass(frozen=True, slots=True)
class NumberSheet:
    """Rows of figures under their columns, and bars behind them where there are any."""

    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[SheetCell]]
    bars: SheetBars | None = None

    def printed_columns(self, *, drawn: bool) -> list[OutputColumn]:
        """Return the columns that are printed, that of the bars among them where they are drawn."""
        found = [
            OutputColumn(each.heading, each.kind != "text", each.least, each.room)
            for each in self.columns
            if each.printed
        ]
        bars = [OutputColumn(self.bars.title, room=self.bars.room)] if self.bars and drawn else []
        return found + bars

    def printed_rows(self, *, drawn: bool) -> list[list[str]]:
        """Return the cells under the columns that are printed."""
        found = [
            [
                _print_cell(cell, column.kind)
                for cell, column in zip(row, self.columns, strict=True)
                if column.printed
            ]
            for row in self.rows
        ]
        if self.bars and drawn:
            pairs = zip(found, self.bars.texts(), strict=True)
            return [[*cells, text] for cells, text in pairs]
        return found

    def csv(self, *, marked: bool | None = None) -> bytes:
        """Return all of it as CSV in UTF-8, headed in the language spoken now."""
        from store.tables.export import delimited_bytes  # tables, which only --csv needs

        table = [[each.heading for each in self.columns]]
        table += [["" if cell is None else f"{cell}" for cell in row] for row in self.rows]
        return delimited_bytes(table, language(), marked=marked)


def _print_cell(cell: SheetCell, kind: SheetKind) -> str:
    match cell:
        case None:
            return "" if kind == "text" else NO_FIGURE
        case str():
            return cell
        case float():
            return percent_text(cell)
    return whole_text(cell)
