"""A picture wider and higher than the screen, with knots that the cursor goes to. Pure.

The net, the tree, the chain and the list of an account's people are such pictures, and so is a
fishbone. Nothing here knows what is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from screens.kit.spans import Line, Span, crop, dropped, overlay

Way = Literal["up", "down", "left", "right"]

# A step sideways within a row is nearer than the same distance to another row, and the reverse.
_ASIDE = 3


@dataclass(frozen=True, slots=True)
class Knot:
    """Where the label of one thing stands: cells `x` to `x + width` of row `y`, and its text."""

    id: str
    x: int
    y: int
    width: int
    label: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines of a canvas, its knots by id in reading order, and a head that never scrolls away.

    The labels stand in the lines already. `width` is in cells, and may be more than the screen's;
    the head scrolls sideways with the lines.
    """

    lines: tuple[Line, ...] = ()
    knots: Mapping[str, Knot] = field(default_factory=dict)
    head: tuple[Line, ...] = ()
    width: int = 0

    @property
    def height(self) -> int:
        """The rows of the canvas, without the head."""
        return len(self.lines)

    def first(self) -> str | None:
        """The first knot in reading order."""
        return next(iter(self.knots), None)

    def toward(self, current: str | None, way: Way) -> str | None:
        """The nearest knot in that direction, the current one where there is none."""
        here = self.knots.get(current or "")
        if here is None:
            return self.first()
        found = [
            (distance, one.y, one.x, one.id)
            for one in self.knots.values()
            if (distance := _distance(here, one, way)) is not None
        ]
        return min(found)[3] if found else here.id


def _distance(here: Knot, there: Knot, way: Way) -> float | None:
    """How far a knot is in that direction, None where it lies in another one."""
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
class Window:
    """The part of a picture that a pane of `cells` by `rows` shows, from row `top`, cell `left`."""

    cells: int
    rows: int
    top: int = 0
    left: int = 0

    def following(self, picture: Picture, current: str | None) -> Window:
        """The window moved so far that the knot is in it; by half a pane, not by a line."""
        room = max(1, self.rows - len(picture.head))
        knot = picture.knots.get(current or "")
        top = min(self.top, max(0, picture.height - room))
        left = min(self.left, max(0, picture.width - self.cells))
        if knot is not None:
            top = _shifted(top, room, knot.y, knot.y + 1, picture.height)
            left = _shifted(left, self.cells, knot.x, knot.x + knot.width, picture.width)
        return Window(self.cells, self.rows, top, left)

    def shown(self, picture: Picture, current: str | None) -> list[Line]:
        """The lines in the window, the current knot under the cursor."""
        room = max(0, self.rows - len(picture.head))
        lines = [self._cut(one) for one in picture.head]
        knot = picture.knots.get(current or "")
        for y, one in enumerate(picture.lines[self.top : self.top + room], self.top):
            base = one if knot is None or knot.y != y else _lit(one, knot)
            lines.append(self._cut(base))
        return lines

    def caret(self, picture: Picture, current: str | None) -> tuple[int, int] | None:
        """Where the terminal's cursor goes: the start of the current knot, None out of sight."""
        knot = picture.knots.get(current or "")
        if knot is None or not self.top <= knot.y < self.top + self.rows - len(picture.head):
            return None
        return max(0, knot.x - self.left), knot.y - self.top + len(picture.head)

    def _cut(self, one: Line) -> Line:
        if self.left == 0:
            return crop(one, self.cells)
        return crop(dropped(one, self.left), self.cells)


def _shifted(start: int, room: int, first: int, last: int, size: int) -> int:
    """The start of a stretch of `room` that holds first to last, moved by halves of it."""
    if first < start:
        start = first - room // 2
    elif last > start + room:
        start = last - room + room // 2
    start = max(0, min(start, size - room))
    return start if last <= start + room and first >= start else max(0, min(first, last - room))


def _lit(base: Line, knot: Knot) -> Line:
    label = tuple(Span(span.text, "caret") for span in knot.label)
    return overlay(base, label, knot.x, knot.width)
