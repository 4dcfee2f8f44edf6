"""A body with a pane about what is under the cursor: below it, or beside it where there is room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from textual.geometry import Size
from textual.widget import Widget

from screens.base.lines import LinesView
from views.glyphs import glyphs
from views.marks import titled_rule
from views.styled_text import (
    StyledText,
    TextLine,
    crop,
    cut,
    ends,
    flow,
    split_spans,
    words,
)

BESIDE_FROM, WIDER_FROM = 110, 160
BESIDE, WIDER = 38, 60
"""The cells of a pane beside the body, on terminals of so many cells."""
TITLE_LINES = 2
_PIECE = re.compile(r"\s*[!-~]+\s?|\s*[^!-~\s]\s?|\s+")


class PaneSource(Protocol):
    """What a screen says of the one under the cursor, and of the room for it."""

    @property
    def size(self) -> Size:
        """The size that the screen is laid out for."""

    @property
    def body_rows(self) -> int:
        """The lines for body and pane together, or for the body beside its pane."""

    def pane_rows(self) -> int:
        """Return the lines of a pane below the body, its rule among them."""

    def pane_title(self) -> TextLine:
        """Return what is under the cursor, in a few words."""

    def pane_finish(self) -> TextLine:
        """Return the other end of the title's line: the views, or which it is of how many.

        It stands at the foot of a pane beside the body.
        """

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return what is said of it in so many cells, a margin not counted, and at most `rows`."""


class SplitBody(Widget):
    """What a screen lists or draws, and its pane; from 110 cells on it `may_stand_beside`.

    Below the body a rule with the title in it parts the two, beside it an upright line.
    """

    DEFAULT_CSS = "SplitBody { height: 1fr; layout: vertical; }"

    def __init__(
        self, source: PaneSource, main: Widget, id: str, *, may_stand_beside: bool
    ) -> None:
        pane = LinesView(id=id)
        super().__init__(main, pane)
        self.source, self.main, self.pane = source, main, pane
        self.may_stand_beside = may_stand_beside
        self._laid: tuple[bool, int] | None = None
        # With its sizes before anything is laid out: a second layout costs a screen.
        self.lay_out()

    # How much room there is ----------------------------------------------------------------------

    @property
    def beside(self) -> bool:
        """Whether the pane stands at the right of the body."""
        return self.may_stand_beside and self.source.size.width >= BESIDE_FROM

    @property
    def pane_cells(self) -> int:
        """The cells of the pane, the line before it not counted."""
        cells = self.source.size.width
        if not self.beside:
            return cells
        return BESIDE if cells < WIDER_FROM else WIDER

    @property
    def main_cells(self) -> int:
        """The cells of the body."""
        cells = self.source.size.width
        return cells - self.pane_cells - 1 if self.beside else cells

    @property
    def taken_rows(self) -> int:
        """The lines that the pane takes of the body's."""
        return 0 if self.beside else self.source.pane_rows()

    def lay_out(self) -> None:
        """Give the pane its place and size, where these are others than before."""
        beside, cells, rows = self.beside, self.pane_cells, self.source.pane_rows()
        now = (beside, cells if beside else rows)
        if now == self._laid:
            return
        self._laid = now
        self.styles.layout = "horizontal" if beside else "vertical"
        self.main.styles.width, self.main.styles.height = "1fr", "1fr"
        self.pane.styles.width = cells + 1 if beside else "100%"
        self.pane.styles.height = "100%" if beside else rows

    # What is shown -------------------------------------------------------------------------------

    def show_pane(self) -> None:
        """Show what is said of the one under the cursor."""
        self.pane.show(self._lines_beside() if self.beside else self._lines_below())

    def _lines_below(self) -> list[TextLine]:
        source = self.source
        cells, rows = source.size.width, source.pane_rows() - 1
        rule = titled_rule(source.pane_title(), cells, source.pane_finish())
        shown = [indent_line(each, " ") for each in source.pane_lines(cells - 2, rows)]
        return [rule, *(crop(each, cells) for each in shown[:rows])]

    def _lines_beside(self) -> list[TextLine]:
        source = self.source
        cells, rows = self.pane_cells - 1, max(1, source.body_rows)
        title, finish = _wrap_title(source.pane_title(), cells), source.pane_finish()
        last = [ends((), each, cells) for each in flow(words(finish), cells)][:TITLE_LINES]
        room = max(0, rows - len(title) - len(last))
        shown = [*title, *source.pane_lines(cells, max(1, room))][: max(0, rows - len(last))]
        shown += [*[()] * (rows - len(shown) - len(last)), *last]
        edge = StyledText(f"{glyphs().upright} ", "line")
        return [(edge, *crop(each, cells)) for each in shown]

    @property
    def room_over(self) -> int:
        """The lines that can be laid over it."""
        return self.source.body_rows if self.beside else self.pane.room_over

    def lay_over(self, lines: Sequence[TextLine], most: int) -> None:
        """Lay lines over the end of the pane, over body and pane where these are side by side."""
        if not self.beside or not isinstance(self.main, LinesView):
            self.pane.lay_over(lines, most)
            return
        parts = [split_spans(each, self.main_cells) for each in lines]
        self.main.cover([first for first, _rest in parts])
        self.pane.cover([rest for _first, rest in parts])


def _wrap_title(title: TextLine, cells: int) -> list[TextLine]:
    lines = flow(_split(title), cells)
    if len(lines) <= TITLE_LINES:
        return lines
    rest = tuple(span for each in lines[TITLE_LINES - 1 :] for span in each)
    return [*lines[: TITLE_LINES - 1], cut(rest, cells)]


def _split(spans: TextLine) -> Iterator[TextLine]:
    """Yield the pieces between which a line may be broken: Latin words, and all other signs."""
    for span in spans:
        for piece in _PIECE.findall(span.text):
            yield (StyledText(piece, span.tone),)


def indent_line(spans: TextLine, blanks: str) -> TextLine:
    """Return a line some cells in, the blanks in its first tone: a change of tone costs bytes."""
    first = spans[0] if spans else StyledText("")
    return (StyledText(blanks + first.text, first.tone), *spans[1:])
