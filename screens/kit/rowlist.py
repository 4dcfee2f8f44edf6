"""The list that every screen with rows is made of: virtual, quiet, edited in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_letters

from textual import events
from textual.message import Message

from screens.kit.lineedit import LineEdit
from screens.kit.lines import Lines
from screens.kit.selection import Selection
from screens.kit.spans import Line, Span, Tone, line, overlay
from screens.kit.table import GUTTER, Cell, Column, heading, reach_of, row, start_of

FIELD_CELLS = 26
WHEEL_ROWS = 3


@dataclass(frozen=True, slots=True)
class RowText:
    """A row as its screen sees it: cells, one a column, and the sign of its severity."""

    cells: Sequence[Cell]
    sign: str = " "
    tone: Tone = ""


class RowList(Lines):
    """A heading and as many rows as fit; the rest of the ids exist only as ids.

    Rows are computed by `painter` for the ids on the screen alone, so ten thousand cost what
    twenty do. `show_rows` takes a new selection; `edit` draws a line being typed over a cell of the
    current row; `letters` puts a jump letter before every row.
    """

    class Picked(Message):
        """A row was clicked, or the wheel turned to it (with the mouse switched on)."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Resized(Message):
        """The number of rows or cells changed, so the columns have to be laid out again."""

    DEFAULT_CSS = "RowList { height: 1fr; }"

    def __init__(self, painter: Callable[[str], RowText], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.painter = painter
        self.columns: Sequence[Column] = ()
        self.selection = Selection()
        self.letters = False
        self.empty: Sequence[Line] = ()
        self._edit: tuple[str, LineEdit] | None = None

    def show_rows(self, selection: Selection, expected: int = 1) -> None:
        """Takes `selection` and repaints what differs.

        `expected` lines stand in for the height until there is one, so that the first thing the
        terminal gets is the whole list.
        """
        self.selection = selection.sized(max(1, (self.size.height or expected) - 1))
        self.paint()

    def edit(self, column_id: str | None, typed: LineEdit | None = None) -> None:
        """Draws `typed` over a column of the current row; None ends it."""
        self._edit = None if column_id is None or typed is None else (column_id, typed)
        self.paint()

    @property
    def editing(self) -> str | None:
        """The id of the row that is typed into, if one is."""
        return None if self._edit is None else self.selection.current

    def forget_edit(self) -> None:
        """Ends the typing without painting: its row may be gone."""
        self._edit = None

    def paint(self) -> None:
        """Computes the rows on the screen and repaints those that changed."""
        chosen = self.selection
        lines = [heading(self.columns)]
        lines += [self._row(place, one) for place, one in enumerate(chosen.shown)]
        if not chosen.ids:
            lines += self.empty
        at = chosen.index - chosen.top + 1 if chosen.ids else None
        caret = (0, at or 0)
        if self._edit is not None and at is not None:
            lines[at], caret = self._edited(lines[at], at)
        self.show(lines, lit=at, caret=caret)

    def _row(self, place: int, one: str) -> Line:
        text = self.painter(one)
        chosen = self.selection
        sign = Span(text.sign, text.tone)
        if self.letters:
            letter = ascii_letters[place] if place < len(ascii_letters) else " "
            gutter = line(Span(letter, "key"), sign, " ")
        else:
            here = ">" if one == chosen.current else " "
            gutter = line("*" if one in chosen.marks else here, sign, " ")
        return row(self.columns, text.cells, gutter)

    def _edited(self, base: Line, at: int) -> tuple[Line, tuple[int, int]]:
        assert self._edit is not None
        column_id, typed = self._edit
        start = start_of(self.columns, column_id)
        start = GUTTER if start is None else start
        cells = next((one.cells for one in self.columns if one.id == column_id), 0)
        room = max(cells, min(FIELD_CELLS, self.size.width - GUTTER))
        start = max(0, min(start, self.size.width - room - 1))
        spans, caret = typed.view(room)
        # What would be left of a figure under the line would be read as another figure.
        first, stop = reach_of(self.columns, start, start + room)
        bare = overlay(base, (Span(" " * (stop - first)),), first, stop - first)
        return overlay(bare, spans, start, room), (start + caret, at)

    def on_resize(self) -> None:
        """Tells the screen to lay the columns out for the new width."""
        self.post_message(self.Resized())

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the cursor, as the arrows do."""
        self.post_message(self.Picked(self.selection.index + WHEEL_ROWS))

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves the cursor, as the arrows do."""
        self.post_message(self.Picked(self.selection.index - WHEEL_ROWS))

    def on_click(self, event: events.Click) -> None:
        """Tells the screen which row was clicked."""
        place = event.y - 1 + self.selection.top
        if event.y > 0 and place < len(self.selection.ids):
            self.post_message(self.Picked(place))
