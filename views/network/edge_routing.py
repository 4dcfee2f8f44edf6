"""The edges of the net (reporting, approval lines, influence) and the path that each takes.

A path leads out of a label into a gutter, along a lane, over a row or a track, along another lane,
and in again. They are laid greedily and in a given order, like the colouring of intervals: the
first path that is free is taken.

Nothing has a width yet: positions are ordinals. Gutter g lies left of slot g and right of slot
g - 1: `GUTTER * g` is its left edge, where the labels of slot g - 1 end, and `GUTTER * (g + 1) - 1`
its right edge, where those of slot g begin; in between are the lanes. Row r of nodes is `ROW * r`,
and the ordinals up to the next row are the tracks of the channel beneath it. Lanes and tracks that
nobody uses take no cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from deals.model import LINES, ApprovalLine, Influence
from views.network.org_tree import map_bosses
from views.network.placement import (
    ContactGroup,
    NetworkPlacement,
    Placement,
    map_contacts_to_nodes,
    rank,
)

EdgeStyle = Literal["report", "technical", "commercial", "influence"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie between two nodes; edges of one `trunk` may run along the same cells.

    A boss is the source of a report and whoever sways the source of an influence, which alone has
    a strength (1-3) and is in our favour or not.
    """

    kind: EdgeStyle
    trunk: str
    source: str
    target: str
    strength: int = 0
    favour: bool = True


def list_edges(
    placements: Sequence[Placement],
    influences: Sequence[Influence],
    spots: Mapping[str, tuple[int, int]],
) -> list[Edge]:
    """List all edges in the order to lay them: by importance, then the shorter first.

    What is laid first lies next to the labels, so that long edges go around short ones.
    """
    people = [placement.group for placement in placements if placement.group is not None]
    node_of = map_contacts_to_nodes(people)
    reports = _reports(people, node_of)
    reach: dict[str, int] = {}
    for report in reports:
        reach[report.trunk] = max(reach.get(report.trunk, 0), _distance(report, spots))
    reports.sort(key=lambda report: (reach[report.trunk], report.trunk, _distance(report, spots)))
    sways = sorted(
        _sways(influences, node_of), key=lambda sway: (_distance(sway, spots), -sway.strength)
    )
    return [*(tie for line in LINES for tie in _approvals(placements, line)), *reports, *sways]


def _distance(edge: Edge, spots: Mapping[str, tuple[int, int]]) -> int:
    (row, slot), (other_row, other_slot) = spots[edge.source], spots[edge.target]
    return abs(row - other_row) + 3 * abs(slot - other_slot)


def _reports(people: Sequence[ContactGroup], node_of: Mapping[str, str]) -> list[Edge]:
    return [
        Edge("report", f"report {boss}", boss, under)
        for under, boss in map_bosses(people, node_of).items()
    ]


def _approvals(placements: Sequence[Placement], line: ApprovalLine) -> Iterator[Edge]:
    """Yield the line's edges upward: by step where all steps are known, else by level."""
    on = [placement for placement in placements if placement.on(line)]
    on.sort(key=lambda placement: -rank(placement.level))
    steps = {
        placement.id: placement.group.step(line) for placement in on if placement.group is not None
    }
    known = {id: step for id, step in steps.items() if step is not None}
    if len(known) == len(on):
        on.sort(key=lambda placement: known[placement.id])
    for lower, upper in pairwise(on):
        yield Edge(line, line, upper.id, lower.id)


def _sways(influences: Sequence[Influence], node_of: Mapping[str, str]) -> list[Edge]:
    """List an edge for each pair of nodes; where folding makes one of several, the strongest."""
    found: dict[tuple[str, str], Edge] = {}
    for influence in influences:
        source, target = node_of.get(influence.source), node_of.get(influence.target)
        if source is None or target is None or source == target:
            continue
        known = found.get((source, target))
        if known is None or influence.strength > known.strength:
            trunk = f"influence {source}"
            found[source, target] = Edge(
                "influence", trunk, source, target, influence.strength, influence.favour
            )
    return list(found.values())


GutterSide = Literal["left", "right"]
SIDES: tuple[GutterSide, GutterSide] = ("left", "right")
GUTTER, ROW = 100, 10
# Two apart, for what ends in one must not touch what ends in the next.
_HOME = 10
_ABROAD: Mapping[str, int] = {"technical": 12, "commercial": 14}
# Influence in the middle of a gutter, reporting at the labels to its right.
_SWAY, _REPORT = 30, 60
# Ends of edges of one kind keep to different gutters of a row, or a lane between would join them.
_APART: Mapping[EdgeStyle, int] = {"technical": 1, "commercial": 1, "influence": 8, "report": 8}


@dataclass(frozen=True, slots=True)
class EdgeRoom:
    """The room for edges: lanes of a gutter for influence and reporting, tracks of a channel."""

    sways: int
    reports: int
    tracks: int


class LaneStretch(NamedTuple):
    """A stretch of a lane, `top` to `bottom` inclusive."""

    x: int
    top: int
    bottom: int


class RowStretch(NamedTuple):
    """A stretch of a row or track, both ends inclusive; `owners` are the nodes it starts at.

    Edges of one node may leave it along the same cells: the nearer one ends where it turns.
    """

    y: int
    left: int
    right: int
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EdgePath:
    """The path of an edge: its uprights, its levels, and the lane at each of its ends."""

    uprights: tuple[LaneStretch, ...]
    levels: tuple[RowStretch, ...]
    sides: tuple[GutterSide, GutterSide]
    lanes: tuple[int, int]


class ChannelGrid:
    """The lanes, rows and tracks that are taken; filled edge by edge.

    Edges may cross, but those of different trunks neither share a lane or a track where they
    run nor follow one another in it without a row between. `arrows` tells of each side of a node
    where influence comes in whether it is in our favour.
    """

    def __init__(self, spots: Iterable[tuple[int, int]], open_tracks: Iterable[int]) -> None:
        self.labels: dict[int, set[int]] = defaultdict(set)
        for row, slot in spots:
            self.labels[row].add(slot)
        self.tracks = set(open_tracks)
        self.arrows: dict[tuple[str, GutterSide], bool] = {}
        self._uprights: dict[int, list[tuple[LaneStretch, str]]] = defaultdict(list)
        self._levels: dict[int, list[tuple[RowStretch, str]]] = defaultdict(list)

    def upright_free(self, stretch: LaneStretch, trunk: str) -> bool:
        """Whether a stretch of a lane is free; another trunk's ends a row away at least."""
        # Plain loops, here and below: most of the time that a net takes is spent asking these two.
        above, below = stretch.top - ROW, stretch.bottom + ROW
        for (_x, top, bottom), other in self._uprights.get(stretch.x, ()):
            if bottom >= above and below >= top and other != trunk:
                return False
        return True

    def level_free(self, track: RowStretch, kind: EdgeStyle, trunk: str) -> bool:
        """Whether a stretch of a row or a track is free."""
        before, behind = track.left - _APART[kind], track.right + _APART[kind]
        for (_y, left, right, owners), other in self._levels.get(track.y, ()):
            near = right >= before and behind >= left
            if near and other != trunk and track.owners.isdisjoint(owners):
                return False
        return True

    def clear(self, y: int, left: int, right: int) -> bool:
        """Whether no label stands in a row from gutter `left` to gutter `right`."""
        if y % ROW:
            return True
        taken = self.labels.get(y // ROW, ())
        return not any(slot in taken for slot in range(left, right))

    def take(self, path: EdgePath, trunk: str) -> None:
        """Lay an edge."""
        for upright in path.uprights:
            self._uprights[upright.x].append((upright, trunk))
        for level in path.levels:
            self._levels[level.y].append((level, trunk))
            if level.y % ROW:
                self.tracks.add(level.y)


GutterSides = tuple[GutterSide, GutterSide]
"""On which side an edge leaves its source's label, and its target's."""

_NEW_TRACK = 4 * ROW
"""The detour that saves another row of the screen."""
_TRIED, _NEAR = 8, 5 * ROW
"""The free rows and tracks that are tried, and how far from both ends at most."""


@dataclass(frozen=True, slots=True)
class Routes:
    """The edges that found a way, in the order they were laid, and those that did not."""

    laid: tuple[tuple[Edge, EdgePath], ...]
    lost: tuple[Edge, ...]
    tracks: frozenset[int] = field(default_factory=frozenset)


def route_edges(every: Iterable[Edge], placed: NetworkPlacement, room: EdgeRoom) -> Routes:
    """Find each edge a path, in their order."""
    between = [band.last * ROW + 1 for band in placed.bands[:-1]]
    grid = ChannelGrid(placed.spots.values(), between)
    laid: list[tuple[Edge, EdgePath]] = []
    lost: list[Edge] = []
    # An approval line is at home in the gutter right of the last slot of its column.
    homes: dict[str, int] = {
        function: column.first + column.slots
        for column in placed.columns
        for function in column.functions
    }
    for edge in every:
        ends = (placed.spots[edge.source], placed.spots[edge.target])
        (row, slot), (other_row, other_slot) = ends
        rows = (row * ROW, other_row * ROW)
        search = _PathSearch(edge, rows, (slot, other_slot), room, homes.get(edge.kind, 0), grid)
        path = next(search.paths(), None)
        if path is None:
            lost.append(edge)
        else:
            grid.take(path, edge.trunk)
            if edge.kind == "influence":
                grid.arrows[edge.target, path.sides[1]] = edge.favour
            laid.append((edge, path))
    return Routes(tuple(laid), tuple(lost), frozenset(grid.tracks))


@dataclass(frozen=True, slots=True)
class _PathSearch:
    """The search for an edge's path; `rows` (ordinals) and `slots` are where its ends stand."""

    edge: Edge
    rows: tuple[int, int]
    slots: tuple[int, int]
    room: EdgeRoom
    home: int
    grid: ChannelGrid

    def paths(self) -> Iterator[EdgePath]:
        """Yield the paths that are free, the best first."""

        def cost(sides: GutterSides) -> tuple[bool, bool]:
            favour = self.grid.arrows.get((self.edge.target, sides[1]), self.edge.favour)
            first, second = map(_gutter_at, self.slots, sides)
            return favour != self.edge.favour, first != second

        # One arrow cannot say two things: for us and against us come in on different sides.
        for sides in sorted(self._sides(), key=cost):
            first, second = map(_gutter_at, self.slots, sides)
            if first == second:
                yield from self._along_gutter(sides, first)
            else:
                yield from self._across_gutters(sides, (first, second))

    def _sides(self) -> Sequence[GutterSides]:
        """List on which sides the edge may leave its two labels, the best first."""
        slot, other = self.slots
        if self.edge.kind == "report":
            return (("left", "left"),)
        if self.edge.kind == "influence":
            leftward = (other < slot, other > slot)
        else:
            leftward = (slot >= self.home, other >= self.home)
        (first, away), (second, back) = (
            SIDES if is_left else ("right", "left") for is_left in leftward
        )
        return ((first, second), (away, second), (first, back), (away, back))

    def _along_gutter(self, sides: GutterSides, at: int) -> Iterator[EdgePath]:
        """Yield the paths from label to label within one gutter."""
        for x in self._lanes(at):
            upright = LaneStretch(x, min(self.rows), max(self.rows))
            stubs = (self._stub(sides, 0, x), self._stub(sides, 1, x))
            if self._is_lane_free(upright) and all(map(self._is_row_free, stubs)):
                yield EdgePath((upright,), stubs, sides, (x, x))

    def _across_gutters(self, sides: GutterSides, gutters: tuple[int, int]) -> Iterator[EdgePath]:
        """Yield the paths from gutter to gutter, over a row free of labels or over a track."""
        stubs, others = (self._stubs(sides, end, gutters[end]) for end in (0, 1))
        if not stubs or not others:
            return
        for y in self._runs(min(gutters), max(gutters)):
            first, second = self._upright(0, stubs, y), self._upright(1, others, y)
            if first is None or second is None:
                continue
            x, other = first.x, second.x
            run = RowStretch(y, min(x, other), max(x, other), self._owners(y))
            if self._is_row_free(run):
                yield EdgePath((first, second), (stubs[x], others[other], run), sides, (x, other))

    def _lanes(self, at: int) -> Sequence[int]:
        """List the lanes of a gutter that the edge may take, the best first.

        An approval line has one, in its own gutter next to the labels of its column.
        """
        kind, start = self.edge.kind, GUTTER * at
        if kind == "report":
            return range(start + _REPORT, start + _REPORT - self.room.reports, -1)
        if kind == "influence":
            return range(start + _SWAY, start + _SWAY + self.room.sways)
        return (start + (_HOME if at == self.home else _ABROAD[kind]),)

    def _stubs(self, sides: GutterSides, end: int, at: int) -> Mapping[int, RowStretch]:
        """Find the lanes in reach of one of the edge's labels, each with the stub to it."""
        stubs = {x: self._stub(sides, end, x) for x in self._lanes(at)}
        return {x: stub for x, stub in stubs.items() if self._is_row_free(stub)}

    def _stub(self, sides: GutterSides, end: int, x: int) -> RowStretch:
        """Make the piece of a row between a label and a lane."""
        slot = self.slots[end]
        start = GUTTER * (slot + 1) - (sides[end] == "left")
        id = (self.edge.source, self.edge.target)[end]
        return RowStretch(self.rows[end], min(start, x), max(start, x), frozenset({id}))

    def _upright(self, end: int, lanes: Iterable[int], y: int) -> LaneStretch | None:
        """Find the first of these lanes that is free from one of the labels to the run at `y`."""
        top, bottom = sorted((self.rows[end], y))
        stretches = (LaneStretch(x, top, bottom) for x in lanes)
        return next(filter(self._is_lane_free, stretches), None)

    def _runs(self, low: int, high: int) -> Iterator[int]:
        """Yield the rows and tracks that a run between two gutters may take, the best first.

        Those that add a row to the picture come last; then those that make the least detour, and of
        them those nearest to where the edge starts.
        """
        start, end = self.rows
        top, bottom = max(0, min(start, end) - ROW), max(start, end)
        rows = [y for y in range(top, bottom + 1, ROW) if min(y - top, bottom - y) <= _NEAR]

        def cost(y: int) -> tuple[int, int]:
            detour = abs(y - start) + abs(y - end) - abs(start - end)
            new = _NEW_TRACK if y % ROW and y not in self.grid.tracks else 0
            return (detour * 2 + new + abs(y - start) // 2, y)

        def is_free(y: int) -> bool:
            # Approval lines may share a row from gutter to gutter, for letters tell them apart;
            # others would hide each other.
            owners = self._owners(y) if self.edge.kind in LINES else frozenset[str]()
            run = RowStretch(y, GUTTER * (low + 1) - 1, GUTTER * high, owners)
            return self.grid.clear(y, low, high) and self._is_row_free(run)

        # Put in order before they are tried: mostly the first will do, and trying takes longer.
        tracks = self.room.tracks
        found = sorted((y for row in rows for y in range(row, row + tracks + 1)), key=cost)
        return islice(filter(is_free, found), _TRIED)

    def _owners(self, y: int) -> frozenset[str]:
        """Return those of the edge's nodes that stand in the row `y`."""
        ids = (self.edge.source, self.edge.target)
        return frozenset(id for id, row in zip(ids, self.rows, strict=True) if row == y)

    def _is_lane_free(self, stretch: LaneStretch) -> bool:
        return self.grid.upright_free(stretch, self.edge.trunk)

    def _is_row_free(self, stretch: RowStretch) -> bool:
        return self.grid.level_free(stretch, self.edge.kind, self.edge.trunk)


def _gutter_at(slot: int, side: GutterSide) -> int:
    return slot + (side == "right")
