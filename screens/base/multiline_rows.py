"""A list whose rows go on over several lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from screens.base.row_list import RowList, RowText
from views.styled_text import StyledText, TextLine, fit, line, wrap
from views.table import TableColumn, start_of

MOST_LINES = 4
"""The lines that the last cell of a row may take."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row laid out: its first line, and those below it."""

    text: RowText
    below: Sequence[TextLine] = ()

    def with_air(self) -> LaidRow:
        """Return it with a blank line below."""
        return replace(self, below=[*self.below, ()])


LayRows = Callable[[Sequence[str], int], Mapping[str, LaidRow]]


def wrap_last_cell(
    text: RowText, columns: Sequence[TableColumn], most: int = MOST_LINES
) -> LaidRow:
    """Return a row with all of its last cell, a sentence; the head of a group as it is."""
    if text.head:
        return LaidRow(text)
    *cells, last = text.cells
    indent = " " * (start_of(columns, columns[-1].id) or 0)
    first, *further = wrap(last.text, columns[-1].cells, most) or [""]
    below = [line(StyledText(indent + each, last.tone)) for each in further]
    return LaidRow(text._replace(cells=[*cells, last._replace(text=first)]), below)


class MultilineRowList(RowList):
    """A list of rows with lines below them.

    `lay` lays out rows in so many lines; those that it leaves out have the line of their `painter`.
    """

    def __init__(self, painter: Callable[[str], RowText], lay: LayRows, *, id: str) -> None:
        super().__init__(painter, id=id)
        self.lay = lay
        self._laid: Mapping[str, LaidRow] = {}

    def lay_out(self) -> None:
        """Lay the rows out, and keep the cursor's in sight with all of its lines."""
        chosen = self.selection
        self._laid = self.lay(chosen.ids, chosen.height)
        heights = {id_: 1 + len(laid.below) for id_, laid in self._laid.items() if laid.below}
        self.selection = replace(chosen, heights=heights).to(chosen.index)

    def draw_row(self, place: int, row_id: str) -> list[TextLine]:
        """Return the line of a row and those below it, lit where the cursor is on the row."""
        laid = self._laid.get(row_id) or LaidRow(self.painter(row_id))
        lit = row_id == self.selection.current
        below = [self._light(each) if lit and each else each for each in laid.below]
        return [self.draw_line(place, row_id, laid.text), *below]

    def _light(self, spans: TextLine) -> TextLine:
        text = "".join(span.text for span in spans)
        return (StyledText(fit(text, self.size.width or len(text)), "lit"),)
