"""What stands on the terminal, cell by cell, so that only what changed is sent, in few bytes.

Textual sends whole pieces of lines, each with all its colours and a reset behind it. Over a slow
link that is most of what a key costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleRenderable
from rich.segment import ControlType, Segment
from rich.style import Style
from textual._compositor import CompositorUpdate
from textual.geometry import Size
from textual.strip import Strip

RESET = "\x1b[m"
_ERASE_REST = "\x1b[K"
_LEAST_ERASED = 4
"""The blanks at the end of a line from which on erasing it is shorter than sending them."""
_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29}
_UNDER_BLANKS = frozenset({4, 7, 9})
"""What is seen of a blank too: underline, reverse, strike."""
_EXTENDED = {"5": 3, "2": 5}
"""How many numbers a colour takes, by the second of them."""


class Paint(NamedTuple):
    """Attributes and colours as a terminal counts them; no colour is the terminal's own."""

    attributes: frozenset[int] = frozenset()
    text: str = ""
    ground: str = ""

    def blank(self) -> Paint:
        """Return what of it is seen where there is no character."""
        return Paint(
            self.attributes & _UNDER_BLANKS,
            self.text if self.attributes & _UNDER_BLANKS else "",
            self.ground,
        )


PLAIN = Paint()
Cell = tuple[str, Paint]
"""A character with what combines with it; the second cell of a wide one is the empty text."""
_BLANK: Cell = (" ", PLAIN)


def read_paint(codes: str) -> Paint:
    """Return what the numbers of an escape sequence for colours come to, from plain on."""
    paint, numbers = PLAIN, codes.split(";") if codes else []
    while numbers:
        size = _EXTENDED.get(numbers[1], 1) if numbers[0] in ("38", "48") else 1
        taken, numbers = numbers[:size], numbers[size:]
        first, whole = int(taken[0]), ";".join(taken)
        if 30 <= first <= 38 or 90 <= first <= 97:
            paint = paint._replace(text=whole)
        elif 40 <= first <= 48 or 100 <= first <= 107:
            paint = paint._replace(ground=whole)
        elif first < 30:
            paint = paint._replace(attributes=paint.attributes | {first})
    return paint


@lru_cache(maxsize=2_000)
def change_paint(before: Paint, after: Paint) -> str:
    """Return the shortest sequence that leads from one to the other, empty if they are the same."""
    if before == after:
        return ""
    fresh = _codes(PLAIN, after)
    ways = [["0", *fresh] if fresh else [""]]
    if all(each in _OFF for each in before.attributes - after.attributes):
        ways.append(_codes(before, after))
    return min((f"\x1b[{';'.join(way)}m" for way in ways), key=len)


def _codes(before: Paint, after: Paint) -> list[str]:
    gone = {_OFF[each] for each in before.attributes - after.attributes}
    # Bold and dim go together.
    lost = {each for each in before.attributes if _OFF.get(each) in gone}
    added = after.attributes - (before.attributes - lost)
    codes = [str(each) for each in (*sorted(gone), *sorted(added))]
    if before.text != after.text:
        codes.append(after.text or "39")
    if before.ground != after.ground:
        codes.append(after.ground or "49")
    return codes


def split_cells(text: str, paint: Paint) -> list[Cell]:
    """Return a text cell by cell."""
    blank = (" ", paint.blank())
    if text.isascii():
        return [blank if char == " " else (char, paint) for char in text]
    cells = list[Cell]()
    for char in text:
        size = 1 if char.isascii() else cell_len(char)
        if size:
            cells.append(blank if char == " " else (char, paint))
            cells += [("", paint)] * (size - 1)
        elif cells:
            at = -1 if cells[-1][0] else -2
            cells[at] = (cells[at][0] + char, paint)
    return cells


class ShownCells:
    """The cells of a terminal as they were last sent; none is known at first."""

    def __init__(self) -> None:
        self.size = Size(0, 0)
        self._rows: list[list[Cell | None]] = []

    def forget(self) -> None:
        """Have everything sent anew: something else may have written to the terminal."""
        self.size = Size(0, 0)

    def fit(self, size: Size) -> None:
        """Take the terminal to be of that size; of one that was another nothing is known."""
        if size != self.size:
            self.size = size
            self._rows = [[None] * size.width for _row in range(size.height)]

    def put(self, x: int, y: int, cells: Sequence[Cell], writer: CellWriter) -> None:
        """Put cells in their place, and have those written that are others than before."""
        if not 0 <= y < len(self._rows):
            return
        row = self._rows[y]
        cells = cells[: len(row) - x]
        old = row[x : x + len(cells)]
        if old == list(cells):
            return
        row[x : x + len(cells)] = cells
        if x and old[0] is not None and not old[0][0]:
            row[x - 1] = None  # half of a wide character went with its other half
        changed = _whole_characters(
            cells, [new != was for new, was in zip(cells, old, strict=True)]
        )
        rest = _blank_from(cells) if x + len(cells) == len(row) else len(cells)
        if sum(changed[rest:]) < _LEAST_ERASED:
            rest = len(cells)
        writer.write_row(x, y, cells, changed, rest)


def _whole_characters(cells: Sequence[Cell], changed: list[bool]) -> list[bool]:
    """Return which cells to send: of a wide character both or none."""
    for at, (_before, after) in enumerate(pairwise(cells)):
        if not after[0]:
            changed[at] = changed[at + 1] = changed[at] or changed[at + 1]
    return changed


def _blank_from(cells: Sequence[Cell]) -> int:
    """Return from where on there is nothing but the terminal's own ground."""
    at = len(cells)
    while at and cells[at - 1] == _BLANK:
        at -= 1
    return at


class CellWriter:
    """Writes cells, keeping in mind where the cursor is and which colours are set."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._paint = PLAIN
        self._place = (-1, -1)

    def text(self) -> str:
        """Return all that is to be sent; plain colours are set behind it."""
        return "".join(self._parts) + (RESET if self._paint != PLAIN else "")

    def write_row(
        self, x: int, y: int, cells: Sequence[Cell], changed: Sequence[bool], rest: int
    ) -> None:
        """Write the `changed` cells of a row from column `x`; from `rest` on erase all of it."""
        for at in range(rest):
            if changed[at]:
                self._go_to(x, y, at, cells)
                self._write(cells[at])
        if rest < len(cells):
            self._go_to(x, y, rest, cells)
            self._set(PLAIN)
            self._parts.append(_ERASE_REST)

    def _go_to(self, x: int, y: int, at: int, cells: Sequence[Cell]) -> None:
        column, row = self._place
        if row != y:
            self._parts.append(f"\x1b[{y + 1};{x + at + 1}H")
        elif column != x + at:
            move = f"\x1b[{x + at + 1}G"
            between = cells[column - x : at] if x <= column < x + at else ()
            again = "".join(text for text, _paint in between)
            short = 0 < len(again.encode("utf-8", "replace")) <= len(move)
            self._parts.append(again if short and all(map(self._fits, between)) else move)
        self._place = (x + at, y)

    def _fits(self, cell: Cell) -> bool:
        """Whether a cell comes out right in the colours that are set."""
        text, paint = cell
        return paint == self._paint or (text == " " and paint == self._paint.blank())

    def _write(self, cell: Cell) -> None:
        text, paint = cell
        if text:
            if not self._fits(cell):
                self._set(paint)
            self._parts.append(text)
        column, row = self._place
        self._place = (column + 1, row)

    def _set(self, paint: Paint) -> None:
        self._parts.append(change_paint(self._paint, paint))
        self._paint = paint


class CellUpdate(CompositorUpdate):
    """An update of Textual's of which only what changed is sent."""

    def __init__(self, update: ConsoleRenderable, shown: ShownCells, size: Size) -> None:
        self._update, self._shown, self._size = update, shown, size

    def render_segments(self, console: Console) -> str:
        """Return what to send."""
        self._shown.fit(self._size)
        writer = CellWriter()
        paints = _paint_reader(console)
        for x, y, segments in _pieces(console.render(self._update)):
            cells = [cell for text, style in segments for cell in split_cells(text, paints(style))]
            self._shown.put(x, y, cells, writer)
        return writer.text()


_paints: dict[tuple[str | None, Style], Paint] = {}


def _paint_reader(console: Console) -> Callable[[Style | None], Paint]:
    """Return what reads a style as this console sends it."""
    system = console.color_system

    def read(style: Style | None) -> Paint:
        if style is None:
            return PLAIN
        known = _paints.get((system, style))
        if known is None:
            codes, sign, _reset = Strip([Segment("x", style)]).render(console).partition("x")
            known = read_paint(codes[2:-1] if sign else "")
            _paints[system, style] = known
        return known

    return read


_Piece = tuple[int, int, list[tuple[str, Style | None]]]


def _pieces(segments: Iterable[Segment]) -> Iterable[_Piece]:
    """Yield what is put where: column, line, and texts with their styles."""
    piece: _Piece | None = None
    for text, style, control in segments:
        if control:
            if piece is not None and piece[2]:
                yield piece
            for kind, *place in control:
                if kind == ControlType.CURSOR_MOVE_TO:
                    x, y = map(int, place)
                    piece = (x, y, [])
        elif piece is not None and text != "\n":
            piece[2].append((text, style))
    if piece is not None and piece[2]:
        yield piece
