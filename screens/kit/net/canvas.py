"""A canvas of cells that strands and labels are put on, and the lines that come of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from screens.kit.picture import Knot
from screens.kit.spans import Line, Span, Tone, cells_of, joined


class Canvas:
    """Signs of one cell and pieces of any width, by row; the pieces must not overlap.

    A sign may be put over another one. What no piece covers and no sign fills is blank.
    """

    def __init__(self) -> None:
        self._signs: dict[int, dict[int, tuple[str, Tone]]] = defaultdict(dict)
        self._pieces: dict[int, dict[int, Line]] = defaultdict(dict)

    def sign(self, x: int, y: int, char: str, tone: Tone = "") -> None:
        """Puts a sign, one cell wide."""
        self._signs[y][x] = (char, tone)

    def piece(self, x: int, y: int, piece: Line) -> None:
        """Puts a piece of text."""
        self._pieces[y][x] = piece

    def lines(self, height: int) -> tuple[Line, ...]:
        """The rows from the top, each as far as something stands in it."""
        return tuple(self._line(y) for y in range(height))

    def _line(self, y: int) -> Line:
        every: dict[int, Line] = {x: (Span(*sign),) for x, sign in self._signs[y].items()}
        every |= self._pieces[y]
        made: Line = ()
        at = 0
        for x in sorted(every):
            if x > at:
                made = joined(made, (Span(" " * (x - at)),))
            made = joined(made, every[x])
            at = max(at, x) + cells_of(every[x])
        return made


def in_reading_order(knots: list[Knot]) -> Mapping[str, Knot]:
    """The knots by id, from the top down and from left to right."""
    return {one.id: one for one in sorted(knots, key=lambda one: (one.y, one.x))}
