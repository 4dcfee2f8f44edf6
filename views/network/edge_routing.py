"""Finds each edge its way: out of a label into a gutter, along a lane, over, and in again.

Greedy and in a given order, like the colouring of intervals: the first way that is free is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
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
    """Return all edges, those first that matter most and those before others that are shorter.

    What is routed first lies next to the labels, so that long edges go around short ones.
    """
    people = [placement.group for placement in placements if placement.group is not None]
    node_of = map_contacts_to_nodes(people)
    reports = _reports(people, node_of)
    reach: dict[str, int] = {}
    for report in reports:
        reach[report.trunk] = max(reach.get(report.trunk, 0), _far(report, spots))
    reports.sort(key=lambda report: (reach[report.trunk], report.trunk, _far(report, spots)))
    sways = sorted(
        _sways(influences, node_of), key=lambda sway: (_far(sway, spots), -sway.strength)
    )
    return [*(tie for line in LINES for tie in _approvals(placements, line)), *reports, *sways]


def _far(edge: Edge, spots: Mapping[str, tuple[int, int]]) -> int:
    (row, slot), (other_row, other_slot) = spots[edge.source], spots[edge.target]
    return abs(row - other_row) + 3 * abs(slot - other_slot)


def _reports(people: Sequence[ContactGroup], node_of: Mapping[str, str]) -> list[Edge]:
    return [
        Edge("report", f"report {boss}", boss, under)
        for under, boss in map_bosses(people, node_of).items()
    ]


def _approvals(placements: Sequence[Placement], line: ApprovalLine) -> Iterator[Edge]:
    """Yield the line from the bottom to the top.

    By step where all steps are known, else by level.
    """
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
    """Return an edge for each pair of nodes: of several laid on one by folding the strongest."""
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
GUTTER, ROW = 100, 10
# Two apart, for what ends in one must not touch what ends in the next.
_HOME = 10
_ABROAD: Mapping[str, int] = {"technical": 12, "commercial": 14}
# Influence in the middle of a gutter, reporting at the labels to its right.
_SWAY, _REPORT = 30, 60
# Ends of edges of one kind keep to different gutters of a row, or a lane between would join them.
_APART: Mapping[EdgeStyle, int] = {"technical": 1, "commercial": 1, "influence": 8, "report": 8}


@dataclass(frozen=True, slots=True)
class Channel:
    """How many lanes a gutter has for influence and for reporting, how many tracks a channel."""

    sways: int
    reports: int
    tracks: int


class Gutter(NamedTuple):
    """A stretch of a lane, `top` to `bottom` inclusive."""

    x: int
    top: int
    bottom: int


class Track(NamedTuple):
    """A stretch of a row or track, both ends inclusive; `owners` are the nodes it starts at.

    Edges of one node may leave it along the same cells: the nearer one ends where it turns.
    """

    y: int
    left: int
    right: int
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EdgePath:
    """Where an edge runs: its uprights, its levels, and the lane it has at each of its ends."""

    uprights: tuple[Gutter, ...]
    levels: tuple[Track, ...]
    sides: tuple[GutterSide, GutterSide]
    lanes: tuple[int, int]


def gutter(slot: int, side: GutterSide) -> int:
    """Return the gutter at a side of a slot."""
    return slot + (side == "right")


def label_edge(slot: int, side: GutterSide) -> int:
    """Return where labels of a slot end or begin."""
    return GUTTER * (slot + 1) if side == "right" else GUTTER * (slot + 1) - 1


def lanes(kind: EdgeStyle, at: int, room: Channel, home: int) -> Sequence[int]:
    """Return the lanes of a gutter that a kind of edge may take, the best first.

    An approval line has one, in its own gutter `home` next to the labels of its column.
    """
    start = GUTTER * at
    if kind == "report":
        return range(start + _REPORT, start + _REPORT - room.reports, -1)
    if kind == "influence":
        return range(start + _SWAY, start + _SWAY + room.sways)
    return (start + (_HOME if at == home else _ABROAD[kind]),)


class ChannelGrid:
    """What runs where. It is filled edge by edge and refuses what would be misread.

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
        self._uprights: dict[int, list[tuple[Gutter, str]]] = defaultdict(list)
        self._levels: dict[int, list[tuple[Track, str]]] = defaultdict(list)

    def upright_free(self, stretch: Gutter, trunk: str) -> bool:
        """Whether a stretch of a lane is free; another trunk's ends a row away at least."""
        return not any(
            other.bottom + ROW >= stretch.top
            and stretch.bottom + ROW >= other.top
            and theirs != trunk
            for other, theirs in self._uprights.get(stretch.x, ())
        )

    def level_free(self, track: Track, kind: EdgeStyle, trunk: str) -> bool:
        """Whether a stretch of a row or a track is free."""
        apart = _APART[kind]
        return not any(
            other.right + apart >= track.left
            and track.right + apart >= other.left
            and theirs != trunk
            and track.owners.isdisjoint(other.owners)
            for other, theirs in self._levels.get(track.y, ())
        )

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
