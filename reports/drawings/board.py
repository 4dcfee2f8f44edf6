"""What pictures are drawn on, and how much room their letters take.

The fonts of the reader are not known, so a text is measured generously: a Chinese sign is as wide
as its letters are high, Latin ones by how wide they are in common fonts without serifs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.cells import cell_len

from reports.report import Drawing, DrawnBox, DrawnLine, DrawnShape, DrawnText, ReportTone
from views.styled_text import disarm_text, wrap

PAGE, WIDE_PAGE = 680.0, 1000.0
"""The units across that a page of A4 has room for, upright and across."""
TALLEST, WIDE_TALLEST = 900.0, 600.0
"""The units down that a page has room for under a heading, upright and across."""
EDGE = 1.0
"""The blank edge of a sheet."""
LINE = 1.32
"""The height of a line, in heights of its letters."""
_RISE = 0.82
_NARROW, _BROAD = frozenset("iljtfrI.,:;'|!()[]{} -·"), frozenset("mwMW@%&")
_PLAIN_UNITS, _BROAD_UNITS, _NARROW_UNITS, _CAPITAL_UNITS = 0.57, 0.9, 0.36, 0.72
Anchor = Literal["start", "middle", "end"]


def text_units(text: str, size: float, *, strong: bool = False) -> float:
    """Return how many units a text in letters of that size takes across."""
    units = sum(map(_letter_units, disarm_text(text)))
    return units * size * (1.06 if strong else 1.0)


def _letter_units(char: str) -> float:
    if char in _NARROW:
        return _NARROW_UNITS
    if char in _BROAD:
        return _BROAD_UNITS
    if not char.isascii():
        return max(_PLAIN_UNITS + 0.08, 0.5 * cell_len(char))
    return _CAPITAL_UNITS if char.isupper() else _PLAIN_UNITS


def wrap_units(text: str, units: float, size: float, *, strong: bool = False) -> list[str]:
    """Break a text into lines that take so many units at most; nothing of it is cut off."""
    cells = max(2, int(units / (0.5 * size)))
    while True:
        lines = wrap(text, cells, len(text) + 1)
        longest = max((text_units(line, size, strong=strong) for line in lines), default=0.0)
        if longest <= units or cells <= 2:
            return lines
        cells = max(2, min(cells - 1, int(cells * units / longest)))


class DrawingBoard:
    """The shapes drawn so far. Places are in units from the upper left corner."""

    def __init__(self) -> None:
        self._shapes: list[DrawnShape] = []

    def _move(self, x: float, y: float) -> tuple[float, float]:
        """Return a point within the edge, so that no line is cut at the side of the sheet."""
        return x + EDGE, y + EDGE

    def line(
        self,
        *points: tuple[float, float],
        tone: ReportTone = "",
        thickness: float = 1.0,
        dashed: bool = False,
        arrow: bool = False,
    ) -> None:
        """Draw a line through points."""
        moved = tuple(self._move(*point) for point in points)
        self._shapes.append(DrawnLine(moved, tone, thickness, dashed, arrow))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        tone: ReportTone = "",
        filled: bool = False,
        rounded: float = 0.0,
    ) -> None:
        """Draw a box."""
        self._shapes.append(DrawnBox(*self._move(x, y), width, height, tone, filled, rounded))

    def dot(
        self, x: float, y: float, across: float, *, tone: ReportTone = "", filled: bool = True
    ) -> None:
        """Draw a round spot about a point."""
        half = across / 2
        self.box(x - half, y - half, across, across, tone=tone, filled=filled, rounded=half)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 12.0,
        *,
        tone: ReportTone = "",
        anchor: Anchor = "start",
    ) -> None:
        """Draw a line of text whose letters stand under the height `y`."""
        if text:
            place = self._move(x, y + _RISE * size)
            self._shapes.append(DrawnText(*place, disarm_text(text), tone, size, anchor))

    def texts(
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        size: float = 12.0,
        *,
        tone: ReportTone = "",
        anchor: Anchor = "start",
    ) -> float:
        """Draw lines of text below one another; return the height under the last."""
        for line in lines:
            self.text(x, y, line, size, tone=tone, anchor=anchor)
            y += LINE * size
        return y

    def drawing(self, width: float, height: float) -> Drawing:
        """Return what was drawn, on a sheet of that size."""
        return Drawing(width + 2 * EDGE, height + 2 * EDGE, tuple(self._shapes))


def lines_height(lines: Sequence[str], size: float) -> float:
    """Return the units that lines of text take down."""
    return LINE * size * len(lines)
