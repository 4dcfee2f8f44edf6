"""A text of several lines as it stands on the screen, broken into rows of so many cells. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from views.styled_text import CLOSING_MARKS, StyledText, TextLine, disarm_text, width

ROOM_BESIDE = 3
"""The cells of a row that no text fills: one before it, and two for a blank and the caret."""


class TextRow(NamedTuple):
    """A row of the screen: the part of the text from `start` up to `stop`, line break left out."""

    start: int
    stop: int


def lay_out_rows(text: str, cells: int) -> list[TextRow]:
    """Break a text into rows of at most `cells` cells: at its own lines, and where these are long.

    There is at least one row; a blank at the end of one may stand in the cell behind.
    """
    rows = list[TextRow]()
    at = 0
    for line in text.split("\n"):
        starts = (*_break_line(line, max(2, cells)), len(line))
        rows += [TextRow(at + start, at + stop) for start, stop in pairwise(starts)]
        at += len(line) + 1
    return rows


@lru_cache(maxsize=1 << 12)
def _break_line(line: str, cells: int) -> tuple[int, ...]:
    """Return where the rows of a line start: at a word if there are any, wide characters whole."""
    if width(line) <= cells:
        return (0,)
    starts, taken, word = [0], 0, 0
    for at, char in enumerate(line):
        taken += width(char)
        if taken > cells + (char == " "):
            start = word if word > starts[-1] else at
            if start == at and char in CLOSING_MARKS and at - 1 > starts[-1]:
                start = at - 1
            starts.append(start)
            taken = width(line[start : at + 1])
        if char == " ":
            word = at + 1
    return tuple(starts)


def find_caret_row(rows: Sequence[TextRow], caret: int) -> int:
    """Find the row that the caret stands in; between two rows of one line that is the second."""
    return max(at for at, row in enumerate(rows) if row.start <= caret)


def find_caret(text: str, rows: Sequence[TextRow], at: int, cell: int) -> int:
    """Find the place in row `at` that is nearest to a cell, at most the end of what stands there.

    Past the first or the last row it is the start or the end of the text.
    """
    if not 0 <= at < len(rows):
        return 0 if at < 0 else len(text)
    row = rows[at]
    # The end of a row that goes on in the next one is the start of that.
    broken = at + 1 < len(rows) and rows[at + 1].start == row.stop
    last = max(row.start, row.stop - 1) if broken else row.stop
    caret, taken = row.start, 0
    while caret < last and taken + width(text[caret]) <= cell:
        taken += width(text[caret])
        caret += 1
    while caret < last and width(text[caret]) == 0:
        caret += 1
    return caret


def caret_cell(text: str, row: TextRow, caret: int) -> int:
    """Return how many cells of the row stand before the caret."""
    return width(text[row.start : caret])


def draw_row(text: str, row: TextRow, caret: int | None) -> TextLine:
    """Draw a row, with the caret where it is given."""
    if caret is None:
        return (StyledText(" "), StyledText(disarm_text(text[row.start : row.stop])))
    before, after = disarm_text(text[row.start : caret]), disarm_text(text[caret : row.stop])
    return (
        StyledText(f" {before}"),
        StyledText(after[:1] or " ", "caret"),
        StyledText(after[1:]),
    )
