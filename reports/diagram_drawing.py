"""A view's `Diagram` as a `Drawing`: what the screens show in cells, for documents and browsers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reports.report import CELL_SHARE, Drawing, DrawnBox, DrawnShape, DrawnText, ReportTone
from views.diagram import Diagram
from views.styled_text import TextLine, Tone, width

SIZE, ROW, MARGIN = 14.0, 20.0, 16.0
CELL = SIZE * CELL_SHARE
_TONES: Mapping[Tone, ReportTone] = {
    "red": "red",
    "amber": "amber",
    "info": "info",
    "good": "good",
    "dim": "dim",
    "strong": "strong",
    "line": "line",
    "rail-t": "rail-t",
    "rail-b": "rail-b",
}
"""The tones that say something on paper; those of the cursor and of typing are plain there."""


def draw_diagram(diagram: Diagram, title: TextLine = ()) -> Drawing:
    """Draw a diagram with each of its signs in its own cell, under a title if one is given."""
    lines = [*([title, ()] if title else []), *diagram.head, *diagram.lines]
    first = len(lines) - len(diagram.lines)
    cells = max([diagram.width, *(_line_cells(line) for line in lines)])
    grounds = tuple(_draw_grounds(diagram, first))
    texts = tuple(text for row, line in enumerate(lines) for text in _draw_line(line, row))
    return Drawing(2 * MARGIN + cells * CELL, 2 * MARGIN + len(lines) * ROW, grounds + texts)


def _draw_grounds(diagram: Diagram, first: int) -> Iterator[DrawnShape]:
    """Yield a light ground for each node; the lines of the diagram begin in row `first`."""
    for node in diagram.nodes.values():
        x, y = MARGIN + node.x * CELL, MARGIN + (first + node.y) * ROW + 1
        wide, high = node.width * CELL, node.height * ROW - 2
        yield DrawnBox(x, y, wide, high, "shade", filled=True, rounded=3)


def _draw_line(line: TextLine, row: int) -> Iterator[DrawnShape]:
    y, at = MARGIN + row * ROW + (ROW + SIZE) / 2 - 2, 0
    for span in line:
        if span.text.strip():
            x = MARGIN + at * CELL
            yield DrawnText(x, y, span.text, _TONES.get(span.tone, ""), SIZE, mono=True)
        at += width(span.text)


def _line_cells(line: TextLine) -> int:
    return sum(width(span.text) for span in line)
