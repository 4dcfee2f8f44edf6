"""Lines filled cell by cell, some of them knots: what the pages of the market are made of. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from screens.kit.cells import fit, wrap
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, cells_of, line

Part = tuple[str | None, str, int, Tone]
"""A cell: its knot, if it is one; its text; how wide it is with the blank behind it; its tone."""


class Sheet:
    """Lines being filled, cell by cell; a cell with an id is a knot."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.lines: list[Line] = []
        self.knots: dict[str, Knot] = {}

    def row(self, *cells: Part) -> None:
        """One line; what does not fit is cut."""
        spans: Line = ()
        for key, text, width, tone in cells:
            label = line(Span(fit(text, width - 1), tone))
            if key is not None:
                self.knots[key] = Knot(key, cells_of(spans), len(self.lines), width - 1, label)
            spans = (*spans, *label, Span(" "))
        self.lines.append(spans)

    def wrapped(self, *cells: Part, most: int = 2) -> None:
        """As many lines as the longest cell takes, `most` at the most; the knot is the first."""
        for one in beside(*(folded(cell, most) for cell in cells)):
            self.row(*one)

    def picture(self, head: tuple[Line, ...] = ()) -> Picture:
        """What was drawn."""
        width = max((cells_of(one) for one in (*self.lines, *head)), default=0)
        return Picture(tuple(self.lines), self.knots, head, width)


def folded(cell: Part, most: int) -> list[list[Part]]:
    """A cell as lines of one cell each, `most` at the most, the first of them the knot."""
    key, text, width, tone = cell
    texts = wrap(text, width - 1, most) or [""]
    return [[(None if at else key, one, width, tone)] for at, one in enumerate(texts)]


def beside(*blocks: Sequence[list[Part]]) -> list[list[Part]]:
    """Blocks of lines side by side, the short ones filled up with blanks."""
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


def _blank(cells: int) -> Part:
    return None, "", cells, ""
