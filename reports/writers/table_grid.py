"""Tables with spans as plain grids: the cell that takes each place, and where it begins."""

from __future__ import annotations

from typing import NamedTuple

from reports.report import ReportCell, ReportTable

_BLANK = ReportCell("")


class CellPlace(NamedTuple):
    """A cell with the row and the column that it begins at."""

    cell: ReportCell
    row: int
    column: int


def lay_out_cells(table: ReportTable) -> list[list[CellPlace]]:
    """Return for each row and column the cell that takes this place.

    Rows that are too short are filled up with blank cells; what goes beyond the columns is cut off.
    """
    count = len(table.columns)
    grid: list[list[CellPlace | None]] = [[None] * count for _row in table.rows]
    for at, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while column < count and grid[at][column] is not None:
                column += 1
            for below in range(at, min(at + cell.rows, len(grid))):
                for beside in range(column, min(column + cell.columns, count)):
                    grid[below][beside] = CellPlace(cell, at, column)
            column += cell.columns
    return [
        [place or CellPlace(_BLANK, at, column) for column, place in enumerate(row)]
        for at, row in enumerate(grid)
    ]


def spread_cells(table: ReportTable) -> list[list[ReportCell | None]]:
    """Return the rows with a cell where it begins, and None at the places that it covers beyond."""
    return [
        [place.cell if place[1:] == (at, column) else None for column, place in enumerate(row)]
        for at, row in enumerate(lay_out_cells(table))
    ]
