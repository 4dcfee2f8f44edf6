"""The rails of the approval lines and the strands of reporting, drawn between knots.

A rail runs in a gutter of its own at the left of its column: whole beside the levels that we hold
and between two of them, dotted beside a hole and on both sides of it up to the next that is held,
with `!` at its right where the hole is. Where it only passes by at a level with a hole it is faint
and looks like no further place; faint is the tie, too, of somebody whose place another one holds.
A strand is drawn only where it runs straight: from a superior to the knot right beneath, and from
the keystone along one bus to the first knot of other columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deals.model import LINES, ApprovalLine
from views.diagram import CellGrid
from views.glyphs import Glyphs, glyphs
from views.network.placement import NetworkRow, Placement
from views.styled_text import Tone

MARGIN = 6
_TIE, _BETWEEN, _STRAND = 3, 2, 3
HOLE, OPEN = "!", "~"
"""What stands at a hole, and where a line would end that nobody is known to end."""
_TONES: Mapping[ApprovalLine, Tone] = {"technical": "rail-t", "commercial": "rail-b"}


@dataclass(frozen=True, slots=True)
class NetworkGrid:
    """Where everything stands: the cells of a knot, the y of each row, the columns that are drawn.

    One column drawn alone has the place of the first.
    """

    label: int
    rows: Sequence[int]
    columns: Sequence[int]

    def label_x(self, column: int) -> int:
        """Return the cell where the knots of a column begin."""
        place = self.columns.index(column)
        return MARGIN + _TIE + place * (self.label + _BETWEEN + _TIE)

    def rail_x(self, column: int) -> int:
        """Return the cell of the rail of a column."""
        return self.label_x(column) - _TIE

    def strand_x(self, column: int) -> int:
        """Return the cell in which strands come down to the knots of a column."""
        return self.label_x(column) + _STRAND


def label_cells(cells: int, columns: int, most: int) -> int:
    """Return how many cells a knot may take, with so many columns in so many cells."""
    free = cells - MARGIN - columns * _TIE - (columns - 1) * _BETWEEN - 1
    return min(most, free // columns)


class RailNode(NamedTuple):
    """A knot on a rail: the sign of what is wrong there, if anything is, whether it stands left of
    the rail instead of right of it, and whether we hold whoever it is.
    """

    sign: str
    back: bool
    close: bool = False


class RailRow(NamedTuple):
    """A row that a rail may run past: its y, the lines that it takes, its knot on the rail if any.

    `held` is whether the line holds there, None where it has no place.
    """

    y: int
    high: int
    held: bool | None
    node: RailNode | None = None

    @property
    def passed(self) -> bool:
        """Whether the line only runs past, at a level where it has a hole."""
        return self.node is None and self.held is False


@dataclass(frozen=True, slots=True)
class _RailSigns:
    """The signs of one line: its rail, and what ties a knot at its right or left."""

    tone: Tone
    rail: str
    run: str
    ties: tuple[str, str, str]
    back: tuple[str, str, str]


def _signs(line: ApprovalLine, alphabet: Glyphs) -> _RailSigns:
    tone = _TONES[line]
    if line == "technical":
        ties = (alphabet.top_t, alphabet.tie_t, alphabet.tip_t)
        return _RailSigns(tone, alphabet.rail_t, alphabet.tie, ties, ties)
    return _RailSigns(
        tone,
        alphabet.rail_b,
        alphabet.run_b,
        (alphabet.top_b, alphabet.tie_b, alphabet.tip_b),
        (alphabet.top_back_b, alphabet.back_b, alphabet.tip_back_b),
    )


def draw_rail(canvas: CellGrid, line: ApprovalLine, x: int, rows: Sequence[RailRow]) -> None:
    """Draw a rail from its first knot down to its last."""
    signs = _signs(line, glyphs())
    tied = [at for at, row in enumerate(rows) if row.node is not None]
    if not tied:
        return
    run = rows[tied[0] : tied[-1] + 1]
    for y, sign, tone in _rail_cells(run, signs):
        canvas.sign(x, y, sign, tone)
    for row in run:
        if row.node is not None:
            _draw_tie(canvas, signs, x, row, row.node, _place_of(row, run))


_HOLE_TONE: Tone = "red"
_OPEN_TONE: Tone = "amber"
_FAINT: Tone = "dim"


def _rail_cells(rows: Sequence[RailRow], signs: _RailSigns) -> Iterator[tuple[int, str, Tone]]:
    """Yield each y that a rail runs through, with the sign and the tone that it has there.

    Where the line has no place it is what it is above; between two rows it is whole only if it is
    in both. It ends at the first line of its last knot.
    """
    above = (signs.rail, signs.tone)
    for at, row in enumerate(rows):
        here = above if row.held is None else _rail_sign(row, signs)
        if at:
            first = rows[at - 1].y + rows[at - 1].high
            yield from ((y, *_worse(above, here, signs)) for y in range(first, row.y))
        for y in range(row.y, row.y + (row.high if at < len(rows) - 1 else 1)):
            yield y, *here
        above = here


def _rail_sign(row: RailRow, signs: _RailSigns) -> tuple[str, Tone]:
    if row.passed:
        return glyphs().loose, _FAINT
    return signs.rail if row.held else glyphs().gap, _tone_of(row, signs)


def _worse(above: tuple[str, Tone], below: tuple[str, Tone], signs: _RailSigns) -> tuple[str, Tone]:
    """Return what a rail is between two rows: faint beside a row that it passes, whole if both."""
    if glyphs().loose in (above[0], below[0]):
        return glyphs().loose, _FAINT
    return above if below[0] == signs.rail else below


def _tone_of(row: RailRow, signs: _RailSigns) -> Tone:
    if row.held:
        return signs.tone
    return _OPEN_TONE if row.node is not None and row.node.sign == OPEN else _HOLE_TONE


def _place_of(row: RailRow, rows: Sequence[RailRow]) -> int:
    """Return whether a knot is the top of its rail (0), its tip (2), or between (1)."""
    if len(rows) == 1:
        return 1
    return 0 if row is rows[0] else 2 if row is rows[-1] else 1


def _draw_tie(
    canvas: CellGrid, signs: _RailSigns, x: int, row: RailRow, node: RailNode, place: int
) -> None:
    """Draw what ties a knot to the rail; a hole's sign stands at the right of the rail always."""
    beside = (x - 1, x - 2) if node.back else (x + 1, x + 2)
    if node.sign:
        tone = _tone_of(row, signs)
        canvas.sign(x + 1, row.y, node.sign, tone)
        for cell in beside if node.back else ():
            canvas.sign(cell, row.y, glyphs().loose, tone)
        return
    if row.held and node.close:
        canvas.sign(x, row.y, (signs.back if node.back else signs.ties)[place], signs.tone)
    run, tone = (signs.run, signs.tone) if node.close else (glyphs().loose, _FAINT)
    for cell in beside:
        canvas.sign(cell, row.y, run, tone)


def rail_signs(line: ApprovalLine, *, hole: bool) -> tuple[str, Tone]:
    """Return the sign of a rail with its tone, of the gap before a `hole` instead."""
    signs = _signs(line, glyphs())
    return (glyphs().gap, _HOLE_TONE) if hole else (signs.rail, signs.tone)


def tie_signs(line: ApprovalLine, place: int) -> tuple[str, str]:
    """Return what ties a rail at its top (0), tip (2) or between, and what runs on from that."""
    signs = _signs(line, glyphs())
    return signs.ties[place], signs.run


def head_signs(line: ApprovalLine) -> tuple[str, Tone]:
    """Return the sign of a rail, for the heading of its column."""
    signs = _signs(line, glyphs())
    return signs.rail, signs.tone


class Strand(NamedTuple):
    """A superior's strand straight down a column, from a row to another."""

    column: int
    upper: int
    lower: int


@dataclass(frozen=True, slots=True)
class Strands:
    """The strands that are drawn: straight ones, and the columns that the keystone's bus reaches.

    `bus` is the row of the keystone; `reports` are the nodes to which a strand leads.
    """

    straight: tuple[Strand, ...]
    bus: int | None
    drops: tuple[Strand, ...]
    reports: frozenset[str]

    def gaps(self) -> frozenset[int]:
        """Return the rows beneath which a line is needed for a strand."""
        return frozenset(strand.upper for strand in (*self.straight, *self.drops))


def find_strands(
    rows: Sequence[NetworkRow], columns: Sequence[int], boss: Mapping[str, str], keystone: str
) -> Strands:
    """Find what can run straight; `boss` by node, `keystone` the node of it or nothing."""
    straight: list[Strand] = []
    drops: list[Strand] = []
    reports: set[str] = set()
    bus = next((at for at, row in enumerate(rows) if _id_of(row, columns[0]) == keystone), None)
    for column in columns:
        upper: tuple[int, str] | None = None
        for at, row in enumerate(rows):
            node = _id_of(row, column)
            if node is None:
                continue
            if upper is not None and boss.get(node) == upper[1]:
                straight.append(Strand(column, upper[0], at))
                reports.add(node)
            elif _hangs_on_bus(bus, upper, at) and column and boss.get(node) == keystone:
                assert bus is not None
                drops.append(Strand(column, bus, at))
                reports.add(node)
            upper = (at, node)
    return Strands(tuple(straight), bus if drops else None, tuple(drops), frozenset(reports))


def _hangs_on_bus(bus: int | None, upper: tuple[int, str] | None, at: int) -> bool:
    """Whether a knot is the first of its column beneath the bus."""
    return bus is not None and at > bus and (upper is None or upper[0] <= bus)


def _id_of(row: NetworkRow, column: int) -> str | None:
    cell = row.cells.get(column)
    return None if cell is None else cell.id


def draw_strands(
    canvas: CellGrid, grid: NetworkGrid, rows: Sequence[NetworkRow], strands: Strands
) -> None:
    """Draw the strands; rails are drawn over them afterwards."""
    alphabet = glyphs()
    for strand in (*strands.straight, *strands.drops):
        cell = rows[strand.upper].cells.get(strand.column)
        top = grid.rows[strand.upper] + (cell.high if cell else rows[strand.upper].high)
        for y in range(top, grid.rows[strand.lower]):
            canvas.sign(grid.strand_x(strand.column), y, alphabet.upright, "line")
    if strands.bus is not None:
        _draw_bus(canvas, grid, rows, strands)


def _draw_bus(
    canvas: CellGrid, grid: NetworkGrid, rows: Sequence[NetworkRow], strands: Strands
) -> None:
    alphabet = glyphs()
    assert strands.bus is not None
    y = grid.rows[strands.bus] + rows[strands.bus].high
    first = grid.strand_x(grid.columns[0])
    ends = [grid.strand_x(strand.column) for strand in strands.drops]
    for x in range(first, max(ends)):
        canvas.sign(x, y, alphabet.rule, "line")
    below = any(
        each.column == grid.columns[0] and each.upper == strands.bus for each in strands.straight
    )
    canvas.sign(first, y, alphabet.branch if below else alphabet.last_branch, "line")
    for x in ends:
        canvas.sign(x, y, alphabet.corner if x == max(ends) else alphabet.fork, "line")


def rail_lines(columns: Sequence[int]) -> Iterator[tuple[ApprovalLine, int]]:
    """Yield the approval lines whose columns are drawn, and the column of each."""
    for column, line in enumerate(LINES):
        if column in columns:
            yield line, column


def on_rail(row: NetworkRow, line: ApprovalLine, columns: Sequence[int]) -> Placement | None:
    """Return the knot of a row through which a line runs, None where it runs through none."""
    for column in columns:
        cell = row.cells.get(column)
        if isinstance(cell, Placement) and cell.on(line):
            return cell
    return None
