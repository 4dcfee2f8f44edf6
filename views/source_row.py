"""A row of a table as it stands there, with the cells that are refused marked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, fit, width
from wording import pgettext
from wording.errors import one_line

MOST_CELLS, MOST_MARKED = 24, 40
"""The cells of the screen that one of the table takes at the most, and those of a marked one."""


class SourceCell(NamedTuple):
    """A cell of a table: what it is called there (E4), and what it says."""

    address: str
    text: str


def draw_source_row(cells: Sequence[SourceCell], marked: Collection[str], room: int) -> TextLine:
    """Return the row in so much room, the first of the `marked` cells in sight, `!` before each.

    A marked cell that says nothing has no place among the others, and stands last.
    """
    there = {cell.address for cell in cells}
    blank = [SourceCell(address, "") for address in sorted(marked) if address not in there]
    every = [*cells, *blank]
    pieces = [_draw_cell(cell, marked=cell.address in marked) for cell in every]
    first = next((at for at, cell in enumerate(every) if cell.address in marked), 0)
    between = f" {glyphs().upright} "
    start, stop = _find_window([width(each.text) for each in pieces], first, width(between), room)
    spans = list[StyledText]()
    for at, piece in enumerate(pieces[start:stop]):
        spans += [StyledText(between, "line")] if at else []
        spans.append(piece)
    cut_sign = glyphs().cut
    before = (StyledText(f"{cut_sign}{between[:-1]} ", "line"),) if start else ()
    behind = (StyledText(f"{between}{cut_sign}", "line"),) if stop < len(pieces) else ()
    return (*before, *spans, *behind)


def _draw_cell(cell: SourceCell, *, marked: bool) -> StyledText:
    text, most = one_line(cell.text), MOST_MARKED if marked else MOST_CELLS
    shown = "! " + (text or pgettext("cell", "blank")) if marked else text
    return StyledText(fit(shown, min(most, width(shown))), "red" if marked else "dim")


def _find_window(sizes: Sequence[int], first: int, gap: int, room: int) -> tuple[int, int]:
    """Return the pieces, from and up to, that fit beside piece `first`: what is before it first.

    Where some are left out, a sign and a gap at that end say so.
    """
    start, stop = first, min(len(sizes), first + 1)

    def needs(start: int, stop: int) -> int:
        ends = (start > 0) + (stop < len(sizes))
        return sum(sizes[start:stop]) + gap * (stop - start - 1) + ends * (gap + 1)

    while start > 0 and needs(start - 1, stop) <= room:
        start -= 1
    while stop < len(sizes) and needs(start, stop + 1) <= room:
        stop += 1
    return start, stop
