"""Joins forms that follow one another into one table.

A sheet has one set of columns, a paper form several rows of boxes that do not line up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from reports.report import Block, ReportCell, ReportColumn, ReportRow, ReportTable
from reports.writers.table_grid import spread_cells

_NEAR = 0.03
"""How near edges of two forms may be, as a share of the width, to be drawn as one."""
_PARTS = 1000


@dataclass(frozen=True, slots=True)
class JoinedForm:
    """Forms as one table without headings of columns; `header` is the last row of such, if any."""

    table: ReportTable
    header: int | None


def continues_form(upper: ReportTable, lower: Block) -> bool:
    """Whether a block goes on with the form before it."""
    return isinstance(lower, ReportTable) and upper.form and lower.form and not lower.title


def join_forms(tables: list[ReportTable]) -> JoinedForm:
    """Join forms from above to below, their edges laid on one another where they are near."""
    edges = [0.0, 1.0]
    for table in sorted(tables, key=lambda each: -len(each.columns)):
        for edge in _find_edges(table):
            if min(abs(edge - other) for other in edges) > _NEAR:
                edges.append(edge)
    edges.sort()
    rows, header = list[ReportRow](), None
    for table in tables:
        if any(column.title for column in table.columns):
            header = len(rows)
            rows.append(_place_cells(table, _head_cells(table), edges))
        rows += [_place_cells(table, row, edges) for row in spread_cells(table)]
    shares = [round(_PARTS * (edge - before)) for before, edge in pairwise(edges)]
    columns = tuple(ReportColumn("", share=share) for share in shares)
    return JoinedForm(replace(tables[0], columns=columns, rows=tuple(rows)), header)


def _find_edges(table: ReportTable) -> list[float]:
    """Return where columns end, as shares of the width."""
    whole = sum(column.share for column in table.columns)
    return [sum_ / whole for sum_ in accumulate(column.share for column in table.columns)]


def _head_cells(table: ReportTable) -> list[ReportCell | None]:
    return [ReportCell(column.title, label=True) for column in table.columns]


def _place_cells(table: ReportTable, row: list[ReportCell | None], edges: list[float]) -> ReportRow:
    """Return the cells of a row with as many columns each as their edges have between them."""
    own = [0.0, *_find_edges(table)]
    places = [min(range(len(edges)), key=lambda at: abs(edges[at] - edge)) for edge in own]
    cells = list[ReportCell]()
    for at, cell in enumerate(row):
        if cell is not None:
            last = min(at + cell.columns, len(own) - 1)
            cells.append(replace(cell, columns=max(1, places[last] - places[at])))
    return tuple(cells)
