"""Finds each edge its way: out of a label into a gutter, along a lane, over, and in again.

Greedy and in a given order, like the colouring of intervals: the first way that is free is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deals.model import LINES
from views.network.channels import (
    GUTTER,
    ROW,
    Channel,
    ChannelGrid,
    EdgePath,
    Gutter,
    GutterSide,
    Track,
    gutter,
    label_edge,
    lanes,
)
from views.network.edges import Edge
from views.network.placement import NetworkPlacement

GutterSides = tuple[GutterSide, GutterSide]
"""On which side an edge leaves its source's label, and its target's."""

# A row of the screen more is worth a detour of so many rows; so many rows and tracks are tried,
# none further than that from both ends.
_NEW_TRACK, _TRIED, _NEAR = 4 * ROW, 8, 5 * ROW


@dataclass(frozen=True, slots=True)
class Routes:
    """The edges that found a way, in the order they were laid, and those that did not."""

    laid: tuple[tuple[Edge, EdgePath], ...]
    lost: tuple[Edge, ...]
    tracks: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Try:
    """An edge with its ends where they are: node, ordinal row, slot."""

    edge: Edge
    rows: tuple[int, int]
    slots: tuple[int, int]
    room: Channel
    home: int

    def lanes(self, at: int) -> Sequence[int]:
        """Return the lanes it may take in a gutter, the best first."""
        return lanes(self.edge.kind, at, self.room, self.home)

    def upright(self, end: int, x: int, y: int) -> Gutter:
        """Return the stretch of a lane from the row of one of its ends to `y`."""
        row = self.rows[end]
        return Gutter(x, min(row, y), max(row, y))

    def sharing(self, y: int) -> frozenset[str]:
        """Return with whose edges it may share a row from gutter to gutter.

        The approval lines may with each other, whose letters tell them apart; others would hide
        one another.
        """
        return self.owners(y) if self.edge.kind in LINES else frozenset()

    def free(self, grid: ChannelGrid, level: Track) -> bool:
        """Whether a stretch of a row or a track is free for it."""
        return grid.level_free(level, self.edge.kind, self.edge.trunk)

    def owners(self, y: int) -> frozenset[str]:
        """Return those of its nodes that stand in the row `y`."""
        if y not in self.rows:
            return frozenset()
        ids = (self.edge.source, self.edge.target)
        return frozenset(id for id, row in zip(ids, self.rows, strict=True) if row == y)


def route_edges(every: Iterable[Edge], placed: NetworkPlacement, room: Channel) -> Routes:
    """Return a way for each edge, in their order."""
    between = [band.last * ROW + 1 for band in placed.bands[:-1]]
    grid = ChannelGrid(placed.spots.values(), between)
    laid: list[tuple[Edge, EdgePath]] = []
    lost: list[Edge] = []
    homes = _homes(placed)
    for edge in every:
        (row, slot), (other_row, other_slot) = (
            placed.spots[id] for id in (edge.source, edge.target)
        )
        rows = (row * ROW, other_row * ROW)
        attempt = _Try(edge, rows, (slot, other_slot), room, homes.get(edge.kind, 0))
        path = next(_ways(attempt, grid), None)
        if path is None:
            lost.append(edge)
        else:
            grid.take(path, edge.trunk)
            if edge.kind == "influence":
                grid.arrows[edge.target, path.sides[1]] = edge.favour
            laid.append((edge, path))
    return Routes(tuple(laid), tuple(lost), frozenset(grid.tracks))


def _homes(placed: NetworkPlacement) -> Mapping[str, int]:
    """Return the gutter of each approval line: right of the last slot of its column."""
    return {
        function: column.first + column.slots
        for column in placed.columns
        for function in column.functions
    }


def _ways(attempt: _Try, grid: ChannelGrid) -> Iterator[EdgePath]:
    edge = attempt.edge

    def worse(sides: GutterSides) -> tuple[bool, bool]:
        mixed = grid.arrows.get((edge.target, sides[1]), edge.favour) != edge.favour
        first, second = map(gutter, attempt.slots, sides)
        return mixed, first != second

    # One arrow cannot say two things: for us and against us come in on different sides.
    for sides in sorted(_sides(attempt), key=worse):
        first, second = map(gutter, attempt.slots, sides)
        if first == second:
            yield from _along(attempt, grid, sides, first)
        else:
            yield from _across(attempt, grid, sides, (first, second))


def _sides(attempt: _Try) -> Sequence[GutterSides]:
    """Return on which sides an edge may leave its two labels, the best first."""
    kind, (slot, other) = attempt.edge.kind, attempt.slots
    if kind == "report":
        return (("left", "left"),)
    if kind == "influence":
        first: GutterSide = "left" if other < slot else "right"
        second: GutterSide = "right" if other <= slot else "left"
    else:
        first = "right" if slot < attempt.home else "left"
        second = "right" if other < attempt.home else "left"
    turned = (_other(first), _other(second))
    return ((first, second), (turned[0], second), (first, turned[1]), turned)


def _other(side: GutterSide) -> GutterSide:
    return "right" if side == "left" else "left"


def _along(attempt: _Try, grid: ChannelGrid, sides: GutterSides, at: int) -> Iterator[EdgePath]:
    """Yield the paths from label to label within one gutter."""
    trunk, rows = attempt.edge.trunk, attempt.rows
    for x in attempt.lanes(at):
        upright = Gutter(x, min(rows), max(rows))
        stubs = (_stub(attempt, sides, 0, x), _stub(attempt, sides, 1, x))
        if grid.upright_free(upright, trunk) and all(attempt.free(grid, s) for s in stubs):
            yield EdgePath((upright,), stubs, sides, (x, x))


def _across(
    attempt: _Try, grid: ChannelGrid, sides: GutterSides, gutters: tuple[int, int]
) -> Iterator[EdgePath]:
    """Yield the paths from gutter to gutter, over a row free of labels or over a track."""
    stubs, others = (_stubs(attempt, grid, sides, end, gutters[end]) for end in (0, 1))
    if not stubs or not others:
        return
    for y in _runs(attempt, grid, min(gutters), max(gutters)):
        first = _upright(attempt, grid, 0, stubs, y)
        second = _upright(attempt, grid, 1, others, y)
        if first is None or second is None:
            continue
        run = Track(y, min(first, second), max(first, second), attempt.owners(y))
        if attempt.free(grid, run):
            uprights = (attempt.upright(0, first, y), attempt.upright(1, second, y))
            levels = (stubs[first], others[second], run)
            yield EdgePath(uprights, levels, sides, (first, second))


def _stubs(
    attempt: _Try, grid: ChannelGrid, sides: GutterSides, end: int, at: int
) -> Mapping[int, Track]:
    """Return the lanes in reach of one of an edge's labels, each with the stub to it."""
    made = {x: _stub(attempt, sides, end, x) for x in attempt.lanes(at)}
    return {x: stub for x, stub in made.items() if attempt.free(grid, stub)}


def _upright(
    attempt: _Try, grid: ChannelGrid, end: int, among: Iterable[int], y: int
) -> int | None:
    """Return the first of these lanes that is free from a label of the edge to the run at `y`."""
    trunk = attempt.edge.trunk
    free = (x for x in among if grid.upright_free(attempt.upright(end, x, y), trunk))
    return next(free, None)


def _stub(attempt: _Try, sides: GutterSides, end: int, x: int) -> Track:
    """Return the piece of a row between a label and a lane."""
    start = label_edge(attempt.slots[end], sides[end])
    id = (attempt.edge.source, attempt.edge.target)[end]
    return Track(attempt.rows[end], min(start, x), max(start, x), frozenset({id}))


def _runs(attempt: _Try, grid: ChannelGrid, low: int, high: int) -> Sequence[int]:
    """Return the rows and tracks that a run between two gutters may take, the best first.

    Those that add a row to the picture come last; then those that make the least detour, and of
    them those nearest to where the edge starts.
    """
    start, end = attempt.rows
    top, bottom = max(0, min(start, end) - ROW), max(start, end)
    rows = [y for y in range(top, bottom + 1, ROW) if min(y - top, bottom - y) <= _NEAR]
    inner = (GUTTER * (low + 1) - 1, GUTTER * high)
    found = [
        y
        for row in rows
        for y in range(row, row + attempt.room.tracks + 1)
        if grid.clear(y, low, high) and attempt.free(grid, Track(y, *inner, attempt.sharing(y)))
    ]

    def worth(y: int) -> tuple[int, int]:
        detour = abs(y - start) + abs(y - end) - abs(start - end)
        new = _NEW_TRACK if y % ROW and y not in grid.tracks else 0
        return (detour * 2 + new + abs(y - start) // 2, y)

    return sorted(found, key=worth)[:_TRIED]
