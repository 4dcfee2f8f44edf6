"""The rails of the approval lines and the strands of reporting, drawn between knots.

A rail runs in a gutter of its own at the left of its column: whole beside the levels that we hold
and between two of them, dotted beside a hole and on both sides of it up to the next that is held,
with `!` at its right where the hole is. Where it only passes by at a level with a hole it is faint
and looks like no further place; faint is the tie, too, of somebody whose place another one holds.
A strand is drawn only where it runs straight: from a superior to the knot right beneath, and from
one superior a row along a bus to the first knot of other columns. Whoever has none is said to be
under their superior where there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from deals.model import LINES, ApprovalLine
from views.diagram import CellGrid
from views.glyphs import Glyphs, glyphs
from views.network.placement import NetworkCell, NetworkRow, Placement
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
    """A superior's strand down a column, from beneath a row to another."""

    column: int
    upper: int
    lower: int

    def gaps(self) -> range:
        """Return the rows beneath which it runs."""
        return range(self.upper, self.lower)


class Bus(NamedTuple):
    """A line across columns beneath the row of a superior, from which strands come down."""

    row: int
    column: int
    drops: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Strands:
    """The strands that are drawn: those straight down a column, and those across columns.

    `reports` are the nodes to which a strand leads.
    """

    straight: tuple[Strand, ...]
    buses: tuple[Bus, ...]
    reports: frozenset[str]

    def gaps(self) -> frozenset[int]:
        """Return the rows beneath which a line is needed for a strand."""
        drops = (strand for bus in self.buses for strand in bus.drops)
        return frozenset(strand.upper for strand in (*self.straight, *drops))


def find_strands(
    rows: Sequence[NetworkRow], columns: Sequence[int], boss: Mapping[str, str], keystone: str
) -> Strands:
    """Find what can be drawn; `boss` by node, `keystone` the node of it or nothing.

    Of each row one superior at the most has reports across columns drawn: the keystone, else who
    has the most of them. No strand crosses another one.
    """
    straight: list[Strand] = []
    for column in columns:
        filled = [at for at, row in enumerate(rows) if _id_of(row, column) is not None]
        for upper, lower in pairwise(filled):
            if boss.get(_id_of(rows[lower], column) or "") == _id_of(rows[upper], column):
                straight.append(Strand(column, upper, lower))
    down = {(strand.column, gap) for strand in straight for gap in strand.gaps()}
    across = set[tuple[int, int]]()
    buses: list[Bus] = []
    for at, row in enumerate(rows):
        found = [
            Bus(at, column, tuple(_find_drops(rows, columns, boss, (at, column), down, across)))
            for column in columns
        ]
        if (bus := _choose_bus(row, found, keystone)).drops:
            buses.append(bus)
            down |= {(strand.column, gap) for strand in bus.drops for gap in strand.gaps()}
            reached = [bus.column, *(strand.column for strand in bus.drops)]
            across |= {(column, at) for column in range(min(reached), max(reached) + 1)}
    led = [*straight, *(strand for bus in buses for strand in bus.drops)]
    ends = (_id_of(rows[strand.lower], strand.column) for strand in led)
    return Strands(tuple(straight), tuple(buses), frozenset(filter(None, ends)))


def _choose_bus(row: NetworkRow, found: Sequence[Bus], keystone: str) -> Bus:
    return max(found, key=lambda bus: (_id_of(row, bus.column) == keystone, len(bus.drops)))


_Gaps = Set[tuple[int, int]]
"""Places of strands: a column, and the row beneath which they are."""


def _find_drops(
    rows: Sequence[NetworkRow],
    columns: Sequence[int],
    boss: Mapping[str, str],
    place: tuple[int, int],
    down: _Gaps,
    across: _Gaps,
) -> Iterator[Strand]:
    """Yield the strands that can come down from beneath the knot at a row and column, to the first
    knot of other columns: beneath other people they would look like theirs.
    """
    at, own = place
    superior = _id_of(rows[at], own)
    sides = reversed([each for each in columns if each < own]), [c for c in columns if c > own]
    for side in sides if superior is not None else ():
        for column in side:
            if (column, at) in down:
                break
            below = range(at + 1, len(rows))
            lower = next((each for each in below if _id_of(rows[each], column)), None)
            if lower is None or boss.get(_id_of(rows[lower], column) or "") != superior:
                continue
            strand = Strand(column, at, lower)
            crossed = any((column, gap) in across for gap in strand.gaps())
            if not crossed and not _has_people(rows[at].cells.get(column)):
                yield strand


def _has_people(cell: NetworkCell | None) -> bool:
    return cell is not None and not (isinstance(cell, Placement) and cell.group is None)


def _id_of(row: NetworkRow, column: int) -> str | None:
    cell = row.cells.get(column)
    return None if cell is None else cell.id


def draw_strands(
    canvas: CellGrid, grid: NetworkGrid, rows: Sequence[NetworkRow], strands: Strands
) -> None:
    """Draw the strands; rails are drawn over them afterwards."""
    drops = (strand for bus in strands.buses for strand in bus.drops)
    for strand in (*strands.straight, *drops):
        _draw_upright(canvas, grid, rows, strand.column, strand.upper, grid.rows[strand.lower])
    for bus in strands.buses:
        _draw_bus(canvas, grid, rows, bus, strands.straight)


def _draw_upright(
    canvas: CellGrid,
    grid: NetworkGrid,
    rows: Sequence[NetworkRow],
    column: int,
    at: int,
    end: int,
) -> None:
    """Draw what comes down a column from beneath its knot in a row, or from beneath the row."""
    cell = rows[at].cells.get(column)
    for y in range(grid.rows[at] + (cell.high if cell else rows[at].high), end):
        canvas.sign(grid.strand_x(column), y, glyphs().upright, "line")


def _draw_bus(
    canvas: CellGrid,
    grid: NetworkGrid,
    rows: Sequence[NetworkRow],
    bus: Bus,
    straight: Sequence[Strand],
) -> None:
    signs = glyphs()
    y = grid.rows[bus.row] + rows[bus.row].high
    own = grid.strand_x(bus.column)
    ends = [grid.strand_x(strand.column) for strand in bus.drops]
    first, last = min(own, *ends), max(own, *ends)
    _draw_upright(canvas, grid, rows, bus.column, bus.row, y)
    for x in range(first, last):
        canvas.sign(x, y, signs.rule, "line")
    below = any(each[:2] == (bus.column, bus.row) for each in straight)
    both, behind = (signs.cross, signs.fork_up), (signs.branch_back, signs.last_branch_back)
    ahead = (signs.branch, signs.last_branch)
    pair = both if first < own < last else behind if own == last else ahead
    canvas.sign(own, y, pair[0 if below else 1], "line")
    for x in ends:
        sign = {first: signs.corner_back, last: signs.corner}.get(x, signs.fork)
        canvas.sign(x, y, sign, "line")


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
