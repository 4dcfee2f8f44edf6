"""What stands around a picture that goes out alone: what it is of, and what its signs mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.report import CELL_SHARE, Drawing, DrawnBox, DrawnLine, DrawnShape, DrawnText
from views.styled_text import width

_MARGIN, _HEAD, _SIZE, _ROW = 18.0, 18.0, 12.0, 20.0


def add_caption(drawing: Drawing, title: str, above: str, below: Sequence[str]) -> Drawing:
    """Return a drawing with a margin, under its title and facts and above its legend."""
    top = _MARGIN + _HEAD + 2 * _ROW
    shapes: list[DrawnShape] = [
        DrawnText(_MARGIN, _MARGIN + _HEAD, title, "strong", _HEAD),
        DrawnText(_MARGIN, _MARGIN + _HEAD + _ROW, above, "dim", _SIZE),
        *(_move_shape(shape, _MARGIN, top) for shape in drawing.shapes),
    ]
    for at, text in enumerate(below, 1):
        shapes.append(DrawnText(_MARGIN, top + drawing.height + at * _ROW, text, "dim", _SIZE))
    height = top + drawing.height + len(below) * _ROW + _MARGIN
    texts = [(title, _HEAD), *((text, _SIZE) for text in (above, *below))]
    wide = max(drawing.width, *(width(text) * size * CELL_SHARE for text, size in texts))
    return Drawing(wide + 2 * _MARGIN, height, tuple(shapes))


def _move_shape(shape: DrawnShape, right: float, down: float) -> DrawnShape:
    match shape:
        case DrawnLine():
            points = tuple((x + right, y + down) for x, y in shape.points)
            return replace(shape, points=points)
        case DrawnBox() | DrawnText():
            return replace(shape, x=shape.x + right, y=shape.y + down)
