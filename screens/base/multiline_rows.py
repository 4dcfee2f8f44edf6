"""A list whose rows go on over several lines where there is room for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from textual import events

from screens.base.prompts import no_lines
from screens.base.row_list import RowList, RowText
from views.styled_text import StyledText, TextLine, fit, line, wrap
from views.table import TableColumn, heading, start_of

LayRows = Callable[[Sequence[str], int], Mapping[str, Sequence[TextLine]]]


MOST_LINES = 4
"""The lines that the last cell of a row may take."""


class WrappedRow(NamedTuple):
    """A row whose last cell goes on below: its first line, and the further ones."""

    text: RowText
    below: Sequence[TextLine]


def wrap_last_cells(
    rows: Mapping[str, RowText], columns: Sequence[TableColumn], room: int
) -> Mapping[str, WrappedRow]:
    """Return the rows with all of their last cells, sentences; none where `room` lines are too few.

    Some whole and some cut would look as if there were nothing more to the others. The heads of
    groups stay as they are.
    """
    if not columns:
        return {}
    indent, wrapped = " " * (start_of(columns, columns[-1].id) or 0), dict[str, WrappedRow]()
    for id_, text in rows.items():
        if text.head:
            continue
        *cells, last = text.cells
        first, *further = wrap(last.text, columns[-1].cells, MOST_LINES) or [""]
        below = [line(StyledText(indent + each, last.tone)) for each in further]
        wrapped[id_] = WrappedRow(replace(text, cells=[*cells, replace(last, text=first)]), below)
    taken = len(rows) + sum(len(each.below) for each in wrapped.values())
    return wrapped if taken <= room else {}


class MultilineRowList(RowList):
    """A list of rows with lines below them, which the screen gives for the lines there are.

    It gives none where the rows alone fill the list; so whatever scrolls has rows of one line. What
    is `further` to be seen stands below all rows, in the lines that are left.
    """

    def __init__(self, painter: Callable[[str], RowText], lay: LayRows, *, id: str) -> None:
        super().__init__(painter, id=id)
        self.lay = lay
        self.further: Callable[[int], Sequence[TextLine]] = no_lines
        self._starts = [1]

    def paint(self) -> None:
        """Compute the rows with what stands below them, and repaint the lines that changed."""
        chosen, lit = self.selection, None
        below = self.lay(chosen.ids, chosen.height)
        lines, self._starts = [heading(self.columns)], list[int]()
        for place, row_id in enumerate(chosen.shown):
            self._starts.append(len(lines))
            more = below.get(row_id, ())
            if row_id == chosen.current:
                lit, more = len(lines), [self._light(each) if each else each for each in more]
            lines += [self._row(place, row_id), *more]
        if not chosen.ids:
            lines += self.empty
        lines += self.further(chosen.height + 1 - len(lines))
        self.show(lines, lit=lit, caret=(0, lit or 0))

    def _light(self, spans: TextLine) -> TextLine:
        text = "".join(span.text for span in spans)
        return (StyledText(fit(text, self.size.width or len(text)), "lit"),)

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which row was clicked, on its first line or below it."""
        event.prevent_default()
        at = sum(start <= event.y for start in self._starts) - 1
        if event.y > 0 and at >= 0:
            self.post_message(self.Picked(at + self.selection.top))
