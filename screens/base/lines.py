"""The one widget that paints: lines of spans, of which it repaints only those that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from screens.base.app import BaseApp
from screens.base.frame import is_too_small
from screens.base.tone_styles import Surface
from views.styled_text import StyledText, TextLine, disarm_text, find_changed_cells


class LinesView(Widget):
    """Shows lines of spans, one a row, cut at the right edge.

    `show` compares with what is on the screen and repaints only the cells that differ: over a slow
    link a move costs two lines at most, whatever else was computed again. `lit` lines take the
    cursor's style, all of it the same. With a caret set, the terminal's own cursor goes there,
    where input methods draw. A `raised` one has the ground of header and footer.
    """

    DEFAULT_CSS = """
    LinesView {
        height: 1;
        width: 100%;
        background: $background;
        color: $foreground;
    }
    """

    can_focus = False

    def __init__(self, *, id: str | None = None, raised: bool = False) -> None:
        super().__init__(id=id, markup=False)
        self._surface: Surface = "raised" if raised else "ground"
        self._lines: tuple[TextLine, ...] = ()
        self._base: tuple[TextLine, ...] = ()
        self._over: tuple[TextLine, ...] = ()
        self._lit: int | None = None

    def show(
        self,
        lines: Sequence[TextLine],
        *,
        lit: int | None = None,
        caret: tuple[int, int] | None = None,
    ) -> None:
        """Put `lines` on the screen, row `lit` highlighted, the caret at (column, row)."""
        old, old_lit = self._lines, self._lit
        self._base = tuple(lines)
        self._lines, self._lit = self._cover_rows(), lit
        if caret is not None:
            self.app.cursor_position = self.region.offset + Offset(*caret)
        for row in range(max(len(old), len(self._lines))):
            before = old[row] if row < len(old) else ()
            after = self._lines[row] if row < len(self._lines) else ()
            if (row == old_lit) != (row == lit):
                self.refresh(Region(0, row, self.size.width, 1))
            elif before != after:
                start, end = find_changed_cells(before, after)
                end = self.size.width if end is None else end
                self.refresh(Region(start, row, max(0, end - start), 1))

    def cover(self, lines: Sequence[TextLine]) -> None:
        """Lay `lines` over the last rows until it is called with none."""
        if lines or self._over:
            self._over = tuple(lines)
            self.show(self._base, lit=self._lit)

    @property
    def room_over(self) -> int:
        """The lines that can be laid over it."""
        return self.size.height

    def lay_over(self, lines: Sequence[TextLine], most: int) -> None:
        """Lay lines over its end, in full where they are more than `most`: it grows meanwhile."""
        least = len(lines) if len(lines) > most else None
        if least is not None or self.styles.has_rule("min_height"):
            # Taken away where there is none, it would have the whole screen laid out again.
            self.styles.min_height = least
        self.cover(lines)

    def _cover_rows(self) -> tuple[TextLine, ...]:
        if not self._over:
            return self._base
        free = max(0, self.size.height - len(self._over))
        blank: tuple[TextLine, ...] = ((),) * (free - len(self._base))
        return (*self._base[:free], *blank, *self._over)

    @property
    def text(self) -> str:
        """What is shown, as plain text: for tests and for screen readers' sake."""
        return "\n".join("".join(disarm_text(span.text) for span in line) for line in self._lines)

    def render_line(self, y: int) -> Strip:
        """Return one row as segments, padded to the widget's width."""
        assert isinstance(self.app, BaseApp)
        styles = self.app.look.styles
        if self.id != "title" and is_too_small(self.app.size):
            return Strip.blank(self.size.width, styles.find(""))
        surface: Surface = "lit" if y == self._lit else self._surface
        spans = self._lines[y] if y < len(self._lines) else ()
        strip = Strip(
            [
                Segment(text, style)
                for span in spans
                for text, style in styles.part(
                    StyledText(disarm_text(span.text), span.tone), surface
                )
            ]
        )
        # Pieces of one style made one: each costs its colours again on the way to the terminal.
        return strip.adjust_cell_length(self.size.width, styles.find("", surface)).simplify()


def scroll_top(top: int, index: int, height: int, count: int) -> int:
    """Return the first row to show of `count`, so that row `index` is among the `height` shown.

    Past an edge half a page is scrolled: what scrolls costs a repaint.
    """
    half, last = max(1, height // 2), max(0, count - height)
    if index < top:
        top = min(index, top - half)
    elif index >= top + height:
        top = max(index - height + 1, top + half)
    return max(0, min(top, last))
