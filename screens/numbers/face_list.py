"""The list of a face: lines of any kind, of which the cursor stands on some."""

from __future__ import annotations

from string import ascii_letters

from textual import events

from screens.base.lines import scroll_top
from screens.base.row_list import RowList, RowText, Selection
from views.marks import cursor_mark
from views.numbers.face_rows import NumbersFace, NumbersRow
from views.styled_text import StyledText, TextLine, line


def _no_cells(_row_id: str) -> RowText:
    return RowText(())


class FaceList(RowList):
    """Shows the lines of a face; the selection's ids are those of the lines that have one."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(_no_cells, id=id)
        self.face: NumbersFace = ()
        self._first, self._height = 0, 1

    def show_rows(self, selection: Selection, expected: int = 1) -> None:
        """Take `selection` and repaint what differs, in the lines there are or are expected."""
        self._shown_for = self.size
        self._height = max(1, (self.size.height or expected) - len(self._over))
        self.selection = selection.with_height(self._height)
        self.paint()

    def paint(self) -> None:
        """Draw the lines on the screen, that under the cursor among them."""
        chosen = self.selection
        places = [at for at, row in enumerate(self.face) if row.id]
        lit = places[chosen.index] if chosen.ids and places else 0
        self._first = self._scroll(lit, places)
        shown = self.face[self._first : self._first + self._height]
        letters = dict(zip(chosen.shown, ascii_letters, strict=False)) if self.letters else {}
        lines = [self._draw(row, letters) for row in shown]
        at = lit - self._first if chosen.ids else None
        self.show(lines, lit=at, caret=(0, at or 0))

    def _scroll(self, lit: int, places: list[int]) -> int:
        """Return the first line: lines that the cursor skips are seen with those next to them."""
        count, height = len(self.face), self._height
        first = scroll_top(self._first, lit, height, count)
        if places and lit == places[0] and lit < height:
            return 0
        if places and lit == places[-1] and count - lit <= height:
            return max(0, count - height)
        return first

    def _draw(self, row: NumbersRow, letters: dict[str, str]) -> TextLine:
        if row.id in letters:
            return line(StyledText(letters[row.id], "key"), *row.text)
        here = bool(row.id) and row.id == self.selection.current
        return (cursor_mark() if here else StyledText(" "), *row.text)

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which line was clicked, if the cursor can stand there."""
        place = event.y + self._first
        if place < len(self.face) and self.face[place].id:
            self.post_message(self.Picked(sum(bool(row.id) for row in self.face[:place])))
