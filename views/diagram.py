"""A diagram: lines wider and higher than the screen, with nodes that the cursor goes to. Pure.

The net, the tree, the chain and the list of an account's people are diagrams, and so is a
fishbone. Nothing here knows what is drawn. `Viewport` is the part on the screen, `CellGrid` and
`DiagramSheet` are two ways to fill the lines: sign by sign, or row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import Literal

from views.glyphs import glyphs
from views.marks import cursor_mark
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    crop,
    drop_cells,
    fit,
    line,
    overlay,
    wrap,
)

Direction = Literal["up", "down", "left", "right"]

GUTTER = 1
"""The cells before rows that are left to the sign of the cursor."""
# A step sideways within a row is nearer than the same distance to another row, and the reverse.
_ASIDE = 3


@dataclass(frozen=True, slots=True)
class Node:
    """Where the label of one thing stands: cells `x` to `x + width` of row `y`, and its text.

    A label of several lines has the others in `below`, each as wide.
    """

    id: str
    x: int
    y: int
    width: int
    label: TextLine
    below: tuple[TextLine, ...] = ()

    @property
    def height(self) -> int:
        """The lines of its label."""
        return 1 + len(self.below)


@dataclass(frozen=True, slots=True)
class Diagram:
    """Lines of a canvas, its nodes by id in reading order, and a head that never scrolls away.

    The labels stand in the lines already. `width` is in cells, and may be more than the screen's;
    the head scrolls sideways with the lines. A diagram that is read along one of its lines, `axis`,
    says at the ends of that line where it goes on out of sight. One of rows leaves its first cell,
    the `gutter`, to the sign of the cursor, as lists do; where nodes stand side by side, the box
    that is lit says where it is. Where the first line of a node names it and the others tell facts
    of it, its `heads` alone are lit and the mark runs down beside the rest: whole items lit would
    cost a line's bytes for each of their lines. What is to be read from its start has the lines in
    `starts` at which the window may begin; without any it begins anywhere.
    """

    lines: tuple[TextLine, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict)
    head: tuple[TextLine, ...] = ()
    width: int = 0
    axis: int | None = None
    gutter: bool = False
    heads: bool = False
    starts: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """The rows of the canvas, without the head."""
        return len(self.lines)

    def first(self) -> str | None:
        """Return the first node in reading order."""
        return next(iter(self.nodes), None)

    def toward(self, current: str | None, way: Direction) -> str | None:
        """Return the nearest node in that direction, the current one where there is none."""
        here = self.nodes.get(current or "")
        if here is None:
            return self.first()
        found = [
            (distance, node.y, node.x, node.id)
            for node in self.nodes.values()
            if (distance := _distance(here, node, way)) is not None
        ]
        return min(found)[3] if found else here.id


def _distance(here: Node, there: Node, way: Direction) -> float | None:
    """Return how far a node is in that direction, None where it lies in another one."""
    down = there.y - here.y
    gap = max(there.x - (here.x + here.width), here.x - (there.x + there.width), 0)
    middle = abs((there.x + there.width / 2) - (here.x + here.width / 2))
    if way in ("up", "down"):
        along = down if way == "down" else -down
        return along * _ASIDE + gap + middle / 1000 if along > 0 else None
    right = there.x - (here.x + here.width)
    aside = right if way == "right" else here.x - (there.x + there.width)
    return aside / _ASIDE + abs(down) * _ASIDE if aside >= 0 else None


@dataclass(frozen=True, slots=True)
class Viewport:
    """The part of a picture that a pane of `cells` by `rows` shows, from row `top`, cell `left`."""

    cells: int
    rows: int
    top: int = 0
    left: int = 0

    def room(self, diagram: Diagram) -> int:
        """Return the rows for what scrolls."""
        return max(1, self.rows - len(diagram.head))

    def follow_node(self, diagram: Diagram, current: str | None, further: int = 0) -> Viewport:
        """Return the window moved so far that the node is in it; by half a pane, not by a line.

        Of a node that is higher than the window it shows what begins `further` lines down.
        """
        room = self.room(diagram)
        node = diagram.nodes.get(current or "")
        top = min(self.top, max(0, diagram.height - room))
        left = min(self.left, max(0, diagram.width - self.cells))
        if node is not None:
            start, end = node.y, node.y + node.height
            rows = [each.y for each in diagram.nodes.values()]
            # What stands above the first nodes and below the last ones is seen from there.
            if start == min(rows):
                start = max(0, min(start, end - room))
            if node.y == max(rows):
                end = max(end, min(diagram.height, node.y + room))
            top = _shift_start(top, room, start, end, diagram.height)
            if node.height > room:
                top = node.y + min(further, node.height - room)
            else:
                top = next((at for at in diagram.starts if at >= top), top)
            left = _shift_start(left, self.cells, node.x, node.x + node.width, diagram.width)
        return Viewport(self.cells, self.rows, top, left)

    def crop_lines(self, diagram: Diagram, current: str | None) -> list[TextLine]:
        """Return the lines in the window, the current node under the cursor."""
        room = max(0, self.rows - len(diagram.head))
        lines = [self._cut(spans) for spans in diagram.head]
        node = diagram.nodes.get(current or "")
        for y, spans in enumerate(diagram.lines[self.top : self.top + room], self.top):
            if node is not None and node.y <= y < node.y + node.height:
                # Of a node that began further up, the first line in sight.
                if not diagram.heads or y == max(node.y, self.top):
                    spans = _highlight_node(spans, node, y - node.y)
                if diagram.gutter:
                    spans = overlay(spans, (cursor_mark(),), _find_mark_cell(spans, node), GUTTER)
            lines.append(self._cut(spans) if y != diagram.axis else self._cut_axis(spans, diagram))
        return lines

    def hidden_sides(self, diagram: Diagram) -> str:
        """Return the signs of the sides on which the diagram goes on out of sight.

        One with an axis says so itself of the sides of that.
        """
        signs, room = glyphs(), self.rows - len(diagram.head)
        if room <= 0:
            return ""
        along = diagram.axis is None
        hidden = (
            (signs.backward, along and self.left > 0),
            (signs.rise, self.top > 0),
            (signs.fall, self.top + room < diagram.height),
            (signs.onward, along and self.left + self.cells < diagram.width),
        )
        return "".join(sign for sign, there in hidden if there)

    def caret(self, diagram: Diagram, current: str | None) -> tuple[int, int] | None:
        """Return where the terminal's cursor goes.

        The start of the current node, or of what is in sight of it; None out of sight.
        """
        node = diagram.nodes.get(current or "")
        if node is None:
            return None
        y = min(max(node.y, self.top), node.y + node.height - 1)
        if not self.top <= y < self.top + self.rows - len(diagram.head):
            return None
        return max(0, node.x - self.left), y - self.top + len(diagram.head)

    def _cut_axis(self, spans: TextLine, diagram: Diagram) -> TextLine:
        """Return the line along which the diagram is read, with signs where it goes on."""
        shown, last = self._cut(spans), self.cells - 1
        if self.left + self.cells < diagram.width:
            shown = (*crop(shown, last), StyledText(" " * (last - cells_of(crop(shown, last)))))
            shown = (*shown, StyledText(glyphs().onward, "key"))
        if self.left:
            shown = (StyledText(glyphs().backward, "key"), *drop_cells(shown, 1))
        return shown

    def _cut(self, spans: TextLine) -> TextLine:
        if self.left == 0:
            return crop(spans, self.cells)
        return crop(drop_cells(spans, self.left), self.cells)


def _shift_start(start: int, room: int, first: int, last: int, size: int) -> int:
    """Return the start of a stretch of `room` that holds first to last, moved by halves of it."""
    if first < start:
        start = first - room // 2
    elif last > start + room:
        start = last - room + room // 2
    start = max(0, min(start, size - room))
    return start if last <= start + room and first >= start else max(0, min(first, last - room))


def _find_mark_cell(spans: TextLine, node: Node) -> int:
    """Find the cell for the mark of the cursor: right before the node where that is blank, else the
    margin.
    """
    before = max(0, node.x - GUTTER)
    free = not "".join(span.text for span in crop(drop_cells(spans, before), GUTTER)).strip()
    return before if free else 0


def _highlight_node(base: TextLine, node: Node, at: int) -> TextLine:
    """Return a line with the node's part of it lit: one run, so that a move costs little."""
    text = "".join(span.text for span in (node.label, *node.below)[at])
    return overlay(base, (StyledText(text, "lit"),), node.x, node.width)


class CellGrid:
    """Signs of one cell and pieces of any width, by row; the pieces must not overlap.

    A sign may be put over another one. What no piece covers and no sign fills is blank.
    """

    def __init__(self) -> None:
        self._signs: dict[int, dict[int, tuple[str, Tone]]] = defaultdict(dict)
        self._pieces: dict[int, dict[int, TextLine]] = defaultdict(dict)

    def sign(self, x: int, y: int, char: str, tone: Tone = "") -> None:
        """Put a sign, one cell wide."""
        self._signs[y][x] = (char, tone)

    def piece(self, x: int, y: int, piece: TextLine) -> None:
        """Put a piece of text."""
        self._pieces[y][x] = piece

    def lines(self, height: int) -> tuple[TextLine, ...]:
        """Return the rows from the top, each as far as something stands in it."""
        return tuple(self._line(y) for y in range(height))

    def _line(self, y: int) -> TextLine:
        signs, pieces = self._signs[y], self._pieces[y]
        spans, at = list[StyledText](), 0
        for x in sorted(signs.keys() | pieces.keys()):
            if x > at:
                spans.append(StyledText(" " * (x - at)))
            if x in pieces:
                spans += pieces[x]
                at = max(at, x) + cells_of(pieces[x])
            else:
                spans.append(StyledText(*signs[x]))
                at = max(at, x) + 1
        return tuple(
            StyledText("".join(span.text for span in same), tone)
            for tone, same in groupby(_tone_blanks(spans), attrgetter("tone"))
        )


def _tone_blanks(spans: Sequence[StyledText]) -> Iterator[StyledText]:
    """Yield spans, the blank ones in the tone before them, or the next at the start.

    No tone shows on a blank, and each change of tone costs bytes on the way out.
    """
    filled = (span.tone for span in spans if span.text.strip(" "))
    tone: Tone = next(filled, "")
    for span in spans:
        if span.text.strip(" "):
            tone = span.tone
        yield StyledText(span.text, tone)


def in_reading_order(nodes: list[Node]) -> Mapping[str, Node]:
    """Return the nodes by id, from the top down and from left to right."""
    return {node.id: node for node in sorted(nodes, key=lambda node: (node.y, node.x))}


SheetPart = tuple[str | None, str, int, Tone]
"""A cell: its node, if it is one; its text; how wide it is with the blank behind it; its tone."""


class DiagramSheet:
    """Lines being filled, cell by cell; a cell with an id is a node."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.lines: list[TextLine] = []
        self.nodes: dict[str, Node] = {}

    def row(self, *cells: SheetPart) -> None:
        """Add a line; what does not fit is cut. A node of the line above goes on in it."""
        spans: TextLine = ()
        for key, text, width, tone in cells:
            label = line(StyledText(fit(text, width - 1), tone))
            if key is not None:
                above = self.nodes.get(key)
                node = Node(key, cells_of(spans), len(self.lines), width - 1, label)
                self.nodes[key] = replace(above, below=(*above.below, label)) if above else node
            spans = (*spans, *label, StyledText(" "))
        self.lines.append(spans)

    def add_wrapped(self, *cells: SheetPart, most: int = 2) -> None:
        """Add as many lines as the longest cell takes, `most` at most; a node has all of its."""
        for parts in join_blocks(*(wrap_cell(cell, most) for cell in cells)):
            self.row(*parts)

    def diagram(self, head: tuple[TextLine, ...] = (), *, gutter: bool = False) -> Diagram:
        """Return what was drawn."""
        width = max((cells_of(line) for line in (*self.lines, *head)), default=0)
        return Diagram(tuple(self.lines), self.nodes, head, width, gutter=gutter)


def leave_gutter(diagram: Diagram) -> Diagram:
    """Return a diagram of rows with a cell more before each, for the sign of the cursor."""
    blank = StyledText(" " * GUTTER)
    head, lines = (
        tuple((blank, *each) if each else () for each in part)
        for part in (diagram.head, diagram.lines)
    )
    nodes = {
        id: replace(node, width=node.width + GUTTER, label=(blank, *node.label))
        if node.x == 0
        else replace(node, x=node.x + GUTTER)
        for id, node in diagram.nodes.items()
    }
    return replace(
        diagram, lines=lines, nodes=nodes, head=head, width=diagram.width + GUTTER, gutter=True
    )


def spread_lines(diagram: Diagram, rows: int) -> Diagram:
    """Return a page with a blank line before each rule and each line of nodes, if `rows` allow it.

    Other lines stay with what is above them, and so do nodes with the rule over them.
    """
    rules = {at for at, each in enumerate(diagram.lines) if each and each[0].tone == "line"}
    starts = {node.y for node in diagram.nodes.values() if node.y - 1 not in rules}
    loose = (rules | starts) - {0}
    if not loose or diagram.height + len(loose) + len(diagram.head) > rows:
        return diagram
    lines = [
        part
        for at, each in enumerate(diagram.lines)
        for part in (((), each) if at in loose else (each,))
    ]
    nodes = {
        id: replace(node, y=node.y + sum(at <= node.y for at in loose))
        for id, node in diagram.nodes.items()
    }
    return replace(diagram, lines=tuple(lines), nodes=nodes)


def wrap_cell(cell: SheetPart, most: int) -> list[list[SheetPart]]:
    """Return a cell as lines of one cell each, `most` at the most, all of them of its node."""
    key, text, width, tone = cell
    texts = wrap(text, width - 1, most) or [""]
    return [[(key, row, width, tone)] for row in texts]


def join_blocks(*blocks: Sequence[list[SheetPart]]) -> list[list[SheetPart]]:
    """Put blocks of lines side by side, the short ones filled up with blanks."""
    high = max(map(len, blocks))
    blanks = [sum(part[2] for part in block[0]) if block else 0 for block in blocks]
    return [
        [
            part
            for block, blank in zip(blocks, blanks, strict=True)
            for part in (block[at] if at < len(block) else [_blank(blank)])
            if part[2]
        ]
        for at in range(high)
    ]


def _blank(cells: int) -> SheetPart:
    return None, "", cells, ""
