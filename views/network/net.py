"""The net: bands of levels, columns of functions, nodes, and the edges between them.

Once each edge has its path, `lay_out` turns ordinals into cells: how wide each gutter has to be,
where each slot, lane and row stands. `EdgeDrawing` then draws the lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from deals.model import Project
from deals.network.findings import NetworkFindings
from views.diagram import CellGrid, Diagram, Node, in_reading_order
from views.network.edge_routing import (
    GUTTER,
    ROW,
    SIDES,
    Edge,
    EdgePath,
    EdgeRoom,
    EdgeStyle,
    GutterSide,
    Routes,
    RowStretch,
    list_edges,
    route_edges,
)
from views.network.node_labels import absent_label, add_marks, group_label, hole_label, widest_label
from views.network.placement import (
    NetworkPlacement,
    Placement,
    group_contacts,
    list_placements,
    place_nodes,
)
from views.styled_text import StyledText, TextLine, Tone, cells_of, fit, width
from wording.findings import column_mark, level_mark

# What edges may take, tried in this order until names have room: on a narrow screen they come
# before edges.
_ROOMS = (
    EdgeRoom(4, 5, 3),
    EdgeRoom(2, 4, 3),
    EdgeRoom(1, 4, 3),
    EdgeRoom(1, 3, 2),
    EdgeRoom(1, 2, 2),
)
_ENOUGH = 15
_CROWD, _BROAD = 60, 120


def draw_network(
    project: Project, findings: NetworkFindings, cells: int, folded: Set[str] = frozenset()
) -> Diagram:
    """Draw the fishnet, as high as it takes, and wider than `cells` if labels ask for it.

    Nodes are contact ids, `hole:LEVEL:LINE` where nobody is known, `dept:NAME` for a folded
    department. An edge for which no lane was left is counted at both ends: `[何总 GM CR1 ?]~2`.
    """
    every = list_placements(group_contacts(project, folded), findings)
    placed = place_nodes(every, cells)
    edges = list_edges(every, project.influences, placed.spots)
    margin = 1 + max(width(level_mark(band.level)) for band in placed.bands)
    routes, tails, layout = _choose_layout(edges, placed, margin, cells)
    canvas = CellGrid()
    nodes = [_place_node(placement, placed, layout, tails[placement.id]) for placement in every]
    for node in nodes:
        canvas.piece(node.x, node.y, node.label)
    for band in placed.bands:
        mark = (StyledText(level_mark(band.level)),)
        canvas.piece(0, layout.rows[band.first * ROW], mark)
    EdgeDrawing(layout, {node.id: node for node in nodes}).draw(routes, canvas)
    lines = canvas.lines(layout.height)
    total = max([cells, *map(cells_of, lines)])
    return Diagram(lines, in_reading_order(nodes), (_head(placed, layout, total),), total)


def _choose_layout(
    edges: Sequence[Edge], placed: NetworkPlacement, margin: int, cells: int
) -> tuple[Routes, Mapping[str, TextLine], NetworkLayout]:
    """Choose the first room for edges that leaves names enough; the last where none does.

    Less room is taken so that names are whole where that leaves no more edges undrawn.
    """
    whole = widest_label(placement.group for placement in placed.placements)
    chosen: tuple[Routes, Mapping[str, TextLine], NetworkLayout] | None = None
    for room in _rooms(len(edges), cells):
        routes = route_edges(edges, placed, room)
        tails = _tails(placed, routes)
        layout = lay_out(placed, routes, _widest_tails(placed, tails), margin, cells)
        enough = chosen is not None and chosen[2].label >= _ENOUGH
        better = layout.label >= whole and chosen and len(routes.lost) <= len(chosen[0].lost)
        if chosen is None or not enough or better:
            chosen = routes, tails, layout
        if chosen[2].label >= max(_ENOUGH, whole):
            break
    assert chosen is not None
    return chosen


def _rooms(count: int, cells: int) -> Sequence[EdgeRoom]:
    """List the rooms to try for so many edges; a crowd would fill the richest ones anyway."""
    if count <= _CROWD:
        return _ROOMS
    return _ROOMS[1:2] if cells >= _BROAD else _ROOMS[-1:]


def _tails(placed: NetworkPlacement, routes: Routes) -> Mapping[str, TextLine]:
    """Write what stands behind each label: that the net is weak there, and what is not drawn."""
    lost = Counter(id for edge in routes.lost for id in (edge.source, edge.target))
    return {
        placement.id: add_marks((), placement.weak, lost[placement.id])
        for placement in placed.placements
    }


def _widest_tails(placed: NetworkPlacement, tails: Mapping[str, TextLine]) -> list[int]:
    """Count the most cells behind the labels of each slot."""
    most = [0] * placed.slots
    for id, (_, slot) in placed.spots.items():
        most[slot] = max(most[slot], cells_of(tails[id]))
    return most


def _place_node(
    placement: Placement, placed: NetworkPlacement, layout: NetworkLayout, tail: TextLine
) -> Node:
    row, slot = placed.spots[placement.id]
    empty = absent_label() if placement.absent else hole_label()
    body = empty if placement.group is None else group_label(placement.group, layout.label)
    label = (*body, *tail)
    return Node(placement.id, layout.starts[slot], layout.rows[row * ROW], cells_of(label), label)


def _head(placed: NetworkPlacement, layout: NetworkLayout, cells: int) -> TextLine:
    """Write the headings, each over the labels of its column."""
    made = " " * layout.starts[0]
    starts = [layout.starts[column.first] for column in placed.columns]
    for column, end in zip(placed.columns, [*starts[1:], cells], strict=True):
        made += fit(column_mark(column.functions), end - layout.starts[column.first])
    return (StyledText(made, "dim"),)


LEAST_LABEL, MOST_LABEL = 14, 34
# With labels at least so wide, lanes stand a blank apart.
_ROOMY = 19


@dataclass(frozen=True, slots=True)
class NetworkLayout:
    """The layout in cells: the x where the labels of each slot begin, the width of labels, the x of
    each lane, the y of each row and used track, and the height of the canvas.
    """

    starts: tuple[int, ...]
    label: int
    lanes: Mapping[int, int]
    rows: Mapping[int, int]
    height: int


@dataclass(frozen=True, slots=True)
class _GutterWidth:
    """The used lanes of a gutter from the left, and the blanks between them and its labels."""

    lanes: tuple[int, ...]
    left: int
    right: int

    def cells(self, pitch: int) -> int:
        """Count all its cells, with lanes `pitch` cells apart."""
        between = (len(self.lanes) - 1) * pitch + 1 if self.lanes else 0
        return self.before(pitch) + between + min(self.right, pitch)

    def before(self, pitch: int) -> int:
        """Count the cells left of its lanes; where lanes stand close, an arrow has only one."""
        return min(self.left, pitch)


def lay_out(
    placed: NetworkPlacement, routes: Routes, tails: Sequence[int], margin: int, cells: int
) -> NetworkLayout:
    """Lay the net out so that it fits `cells`, unless that cuts labels too short.

    `tails` are the most cells behind the labels of each slot, for their marks; `margin` is what
    stands left of the first gutter.
    """
    gutters = _gutters(placed.slots, routes)
    label, pitch = _share_cells(gutters, cells - margin - sum(tails))
    label = max(LEAST_LABEL, min(MOST_LABEL, label))
    starts: list[int] = []
    places: dict[int, int] = {}
    x = margin
    for at, gutter in enumerate(gutters):
        for place, lane in enumerate(gutter.lanes):
            places[lane] = x + gutter.before(pitch) + place * pitch
        x += gutter.cells(pitch)
        if at < placed.slots:
            starts.append(x)
            x += label + tails[at]
    rows = _rows(placed, routes)
    return NetworkLayout(tuple(starts), label, places, rows, len(rows))


def _share_cells(gutters: Sequence[_GutterWidth], cells: int) -> tuple[int, int]:
    """Choose how wide labels are and how far lanes stand apart."""
    slots = len(gutters) - 1
    for pitch in (2, 1):
        label = (cells - sum(gutter.cells(pitch) for gutter in gutters)) // slots
        if label >= _ROOMY:
            return label, pitch
    return label, 1


def _gutters(slots: int, routes: Routes) -> list[_GutterWidth]:
    """Measure the gutters as the edges need them; a label has at least a blank beside it."""
    used: dict[int, set[int]] = defaultdict(set)
    pads = {(at, side): 0 for at in range(slots + 1) for side in SIDES}
    for edge, path in routes.laid:
        for lane in path.lanes:
            used[lane // GUTTER].add(lane)
        # An edge that leaves a label to the right takes cells at the left of its gutter.
        for end, side in enumerate(path.sides):
            at = path.lanes[end] // GUTTER
            arrow = edge.kind == "influence" and end == 1
            inside: GutterSide = "left" if side == "right" else "right"
            pads[at, inside] = max(pads[at, inside], 2 if arrow else 1)
    return [
        _GutterWidth(
            tuple(sorted(used[at])), *(max(pads[at, side], 0 < at < slots) for side in SIDES)
        )
        for at in range(slots + 1)
    ]


def _rows(placed: NetworkPlacement, routes: Routes) -> Mapping[int, int]:
    nodes = range(0, (placed.bands[-1].last + 1) * ROW, ROW)
    return {y: place for place, y in enumerate(sorted({*nodes, *routes.tracks}))}


Point = tuple[int, int]
_NORTH, _SOUTH, _EAST, _WEST = 1, 2, 4, 8
# What is drawn over what. A run over a lane of its own kind, so that a letter or a colon in a run
# always is a turn and never a crossing; reporting has a sign for turns. Figures are over all.
_RUNS: Mapping[EdgeStyle, int] = {"report": 0, "influence": 2, "technical": 4, "commercial": 4}
_UPRIGHTS: Mapping[EdgeStyle, int] = {"influence": 1, "technical": 3, "commercial": 3, "report": 5}
_TURN, _FIGURE = 6, 7
# Runs, uprights and turns, all ASCII, a cell each: the approval lines have their letter where they
# turn. An influence ends in its strength and an arrow, `2.>`, or `2.x` where it is against us.
_SIGNS: Mapping[EdgeStyle, tuple[str, str, str]] = {
    "report": ("-", "|", "+"),
    "technical": ("=", "T", "T"),
    "commercial": ("=", "B", "B"),
    "influence": (".", ":", ":"),
}
_TONES: Mapping[EdgeStyle, Tone] = {"report": "dim", "technical": "info", "commercial": "red"}


class _EdgeSign(NamedTuple):
    """A sign that wants a cell: what it may be drawn over, and for a run how short that is."""

    over: int
    nearness: int
    char: str
    tone: Tone
    run: bool = False


@dataclass(slots=True)
class _TrunkCells:
    """The cells of one trunk: where it goes on from each, and the shortest run through it."""

    kind: EdgeStyle
    directions: dict[Point, int] = field(default_factory=lambda: defaultdict(int))
    lengths: dict[Point, int] = field(default_factory=dict)

    def add_upright(self, x: int, top: int, bottom: int) -> None:
        """Draw along a lane."""
        for y in range(top, bottom + 1):
            self.directions[x, y] |= (_NORTH if y > top else 0) | (_SOUTH if y < bottom else 0)

    def add_run(self, y: int, left: int, right: int, length: int) -> None:
        """Draw along a row, as a part of a run of that length."""
        for x in range(left, right + 1):
            cell = (x, y)
            self.directions[cell] |= (_WEST if x > left else 0) | (_EAST if x < right else 0)
            self.lengths[cell] = min(self.lengths.get(cell, length), length)

    def signs(self) -> Iterator[tuple[Point, _EdgeSign]]:
        """Yield the sign of each cell."""
        kind, tone = self.kind, _TONES.get(self.kind, "")
        run, upright, turn = _SIGNS[kind]
        for cell, ways in self.directions.items():
            nearness = -self.lengths.get(cell, 0)
            if not ways & (_NORTH | _SOUTH):
                yield cell, _EdgeSign(_RUNS[kind], nearness, run, tone, run=True)
            elif not ways & (_EAST | _WEST):
                yield cell, _EdgeSign(_UPRIGHTS[kind], nearness, upright, tone)
            else:
                flat = kind == "influence" and not ways & _NORTH
                yield cell, _EdgeSign(_TURN, nearness, run if flat else turn, tone)


class EdgeDrawing:
    """The cells of all edges, each trunk by itself first, so that its turns are known."""

    def __init__(self, layout: NetworkLayout, nodes: Mapping[str, Node]) -> None:
        self._layout = layout
        self._nodes = nodes
        self._cells: dict[Point, _EdgeSign] = {}

    def draw(self, routes: Routes, canvas: CellGrid) -> None:
        """Put all edges on the canvas."""
        trunks: dict[str, _TrunkCells] = {}
        for edge, path in routes.laid:
            self._trace(edge, path, trunks.setdefault(edge.trunk, _TrunkCells(edge.kind)))
        for trunk in trunks.values():
            for cell, sign in trunk.signs():
                self._put(cell, sign)
        for edge, path in routes.laid:
            if edge.kind == "influence":
                self._put_figure(edge, path)
        for (x, y), drawn in self._cells.items():
            canvas.sign(x, y, drawn.char, drawn.tone)

    def _trace(self, edge: Edge, path: EdgePath, trunk: _TrunkCells) -> None:
        lanes, rows = self._layout.lanes, self._layout.rows
        for upright in path.uprights:
            trunk.add_upright(lanes[upright.x], rows[upright.top], rows[upright.bottom])
        spans = [(rows[level.y], *ends) for level, ends in self._spans(edge, path)]
        # Stubs and the run that goes on in their row are one stretch, which turns at the far end.
        straight = [span for span in spans if spans[2:] and span[0] == spans[2][0]]
        for span in spans:
            parts = straight if span in straight else [span]
            length = max(right for _y, _left, right in parts) - min(left for _y, left, _ in parts)
            trunk.add_run(*span, length)

    def _spans(self, edge: Edge, path: EdgePath) -> Iterator[tuple[RowStretch, tuple[int, int]]]:
        """Yield the levels of a path, two stubs and perhaps a run, with first and last cells."""
        ids = (edge.source, edge.target)
        for id, side, lane, stub in zip(ids, path.sides, path.lanes, path.levels, strict=False):
            ends = (self._beside(id, side), self._layout.lanes[lane])
            yield stub, (min(ends), max(ends))
        for run in path.levels[2:]:
            yield run, (self._layout.lanes[run.left], self._layout.lanes[run.right])

    def _beside(self, id: str, side: GutterSide) -> int:
        node = self._nodes[id]
        return node.x + node.width if side == "right" else node.x - 1

    def _put(self, cell: Point, new: _EdgeSign) -> None:
        """Put a sign into a cell unless what is there is drawn over it.

        Of two runs, which leave one label together, the one that turns first has the cell, but
        influence gives way: where it turns is seen all the same.
        """
        old = self._cells.get(cell)
        if old is not None and old.run and new.run:
            gives_way = _RUNS["influence"]
            wins = (new.over != gives_way, new.nearness) > (old.over != gives_way, old.nearness)
        else:
            wins = old is None or new.over > old.over
        if wins:
            self._cells[cell] = new

    def _put_figure(self, edge: Edge, path: EdgePath) -> None:
        """Put the strength where an influence turns to its target, and the arrow at the label."""
        tone: Tone = "good" if edge.favour else "red"
        side = path.sides[1]
        y = self._nodes[edge.target].y
        arrow = "x" if not edge.favour else "<" if side == "right" else ">"
        head = (self._beside(edge.target, side), y)
        old = self._cells.get(head)
        if old is not None and old.over == _FIGURE and old.char != arrow:
            arrow, tone = "&", ""
        self._cells[head] = _EdgeSign(_FIGURE, 0, arrow, tone)
        figure = (self._layout.lanes[path.lanes[1]], y)
        self._cells[figure] = _EdgeSign(_FIGURE, 0, str(edge.strength), tone)
