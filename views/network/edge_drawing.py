"""Draws the edges of a net: what each of their cells shows. All ASCII, one cell a sign.

|  -  +     reporting
T  B  =     the approval lines, the letter in their lanes and where they turn
:  .        influence; `2.>` at whom it sways, `2.x` where it is against us
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from views.diagram import CellGrid, Node
from views.network.channels import EdgePath, GutterSide, Track
from views.network.edge_routing import Routes
from views.network.edges import Edge, EdgeStyle
from views.network.layout import NetworkLayout
from views.styled_text import Tone

Point = tuple[int, int]
_NORTH, _SOUTH, _EAST, _WEST = 1, 2, 4, 8
# What is drawn over what. A run over a lane of its own kind, so that a letter or a colon in a run
# always is a turn and never a crossing; reporting has a sign for turns. Figures are over all.
_RUNS: Mapping[EdgeStyle, int] = {"report": 0, "influence": 2, "technical": 4, "commercial": 4}
_UPRIGHTS: Mapping[EdgeStyle, int] = {"influence": 1, "technical": 3, "commercial": 3, "report": 5}
_TURN, _FIGURE = 6, 7
_SIGNS: Mapping[EdgeStyle, tuple[str, str, str]] = {
    "report": ("-", "|", "+"),
    "technical": ("=", "T", "T"),
    "commercial": ("=", "B", "B"),
    "influence": (".", ":", ":"),
}
_TONES: Mapping[EdgeStyle, Tone] = {"report": "dim", "technical": "info", "commercial": "red"}


@dataclass(frozen=True, slots=True)
class _DrawnEdge:
    """A sign that wants a cell, and how strongly."""

    over: int
    nearness: int
    char: str
    tone: Tone
    run: bool = False

    @property
    def precedence(self) -> tuple[bool, int]:
        """Among runs, whose cell it is."""
        return self.over != _RUNS["influence"], self.nearness


class EdgeDrawing:
    """The cells of all edges, each trunk by itself first, so that its joints are known."""

    def __init__(self, layout: NetworkLayout, nodes: Mapping[str, Node]) -> None:
        self._scale = layout
        self._nodes = nodes
        self._ways: dict[tuple[str, EdgeStyle], dict[Point, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        self._length: dict[tuple[str, EdgeStyle, Point], int] = {}
        self._cells: dict[Point, _DrawnEdge] = {}

    def draw(self, routes: Routes, canvas: CellGrid) -> None:
        """Put all edges on the canvas."""
        for edge, path in routes.laid:
            self._trace(edge, path)
        for (trunk, kind), cells in self._ways.items():
            for cell, ways in cells.items():
                self._put(cell, self._choose_sign(trunk, kind, cell, ways))
        for edge, path in routes.laid:
            if edge.kind == "influence":
                self._aim(edge, path)
        for (x, y), drawn in self._cells.items():
            canvas.sign(x, y, drawn.char, drawn.tone)

    def _trace(self, edge: Edge, path: EdgePath) -> None:
        key = (edge.trunk, edge.kind)
        ways = self._ways[key]
        for upright in path.uprights:
            x = self._scale.lanes[upright.x]
            top, bottom = self._scale.rows[upright.top], self._scale.rows[upright.bottom]
            for y in range(top, bottom + 1):
                ways[x, y] |= (_NORTH if y > top else 0) | (_SOUTH if y < bottom else 0)
        spans = [(self._scale.rows[level.y], *ends) for level, ends in self._spans(edge, path)]
        # Stubs and the run that goes on in their row are one stretch, which turns at the far end.
        straight = [span for span in spans if spans[2:] and span[0] == spans[2][0]]
        for y, left, right in spans:
            length = right - left
            if (y, left, right) in straight:
                length = max(span[2] for span in straight) - min(span[1] for span in straight)
            for x in range(left, right + 1):
                ways[x, y] |= (_WEST if x > left else 0) | (_EAST if x < right else 0)
                known = self._length.get((*key, (x, y)), length)
                self._length[(*key, (x, y))] = min(known, length)

    def _spans(self, edge: Edge, path: EdgePath) -> Iterator[tuple[Track, tuple[int, int]]]:
        """Yield the levels of a path with their first and last cells.

        Two stubs, and perhaps a run.
        """
        ids = (edge.source, edge.target)
        for id, side, lane, stub in zip(ids, path.sides, path.lanes, path.levels, strict=False):
            ends = (self._beside(id, side), self._scale.lanes[lane])
            yield stub, (min(ends), max(ends))
        for run in path.levels[2:]:
            yield run, (self._scale.lanes[run.left], self._scale.lanes[run.right])

    def _beside(self, id: str, side: GutterSide) -> int:
        node = self._nodes[id]
        return node.x + node.width if side == "right" else node.x - 1

    def _choose_sign(self, trunk: str, kind: EdgeStyle, cell: Point, ways: int) -> _DrawnEdge:
        run, upright, turn = _SIGNS[kind]
        tone = _TONES.get(kind, "")
        nearness = -self._length.get((trunk, kind, cell), 0)
        if not ways & (_NORTH | _SOUTH):
            return _DrawnEdge(_RUNS[kind], nearness, run, tone, run=True)
        if not ways & (_EAST | _WEST):
            return _DrawnEdge(_UPRIGHTS[kind], nearness, upright, tone)
        if kind == "influence" and not ways & _NORTH:
            return _DrawnEdge(_TURN, nearness, run, tone)
        return _DrawnEdge(_TURN, nearness, turn, tone)

    def _put(self, cell: Point, new: _DrawnEdge) -> None:
        """Of two runs, which leave one label together, the one that turns first has the cell, but
        influence gives way: where it turns is seen all the same.
        """
        old = self._cells.get(cell)
        if old is not None and old.run and new.run:
            wins = new.precedence > old.precedence
        else:
            wins = old is None or new.over > old.over
        if wins:
            self._cells[cell] = new

    def _aim(self, edge: Edge, path: EdgePath) -> None:
        """Put the figure where an influence turns to its target, and the arrow at the label."""
        tone: Tone = "good" if edge.favour else "red"
        side = path.sides[1]
        y = self._nodes[edge.target].y
        arrow = "x" if not edge.favour else "<" if side == "right" else ">"
        head = (self._beside(edge.target, side), y)
        old = self._cells.get(head)
        if old is not None and old.over == _FIGURE and old.char != arrow:
            arrow, tone = "&", ""
        self._cells[head] = _DrawnEdge(_FIGURE, 0, arrow, tone)
        figure = (self._scale.lanes[path.lanes[1]], y)
        self._cells[figure] = _DrawnEdge(_FIGURE, 0, str(edge.strength), tone)
