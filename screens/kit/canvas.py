"""The widget that shows a picture through a window, and keeps the current knot in it."""

from __future__ import annotations

from string import ascii_letters, digits

from textual.message import Message

from screens.kit.lines import Lines
from screens.kit.picture import Knot, Picture, Window
from screens.kit.spans import Line, Span, overlay

LETTERS = ascii_letters + digits


class Canvas(Lines):
    """Shows a picture, cursor and all; what does not fit scrolls both ways as the cursor moves.

    `letters` puts a jump letter over the start of every knot in sight.
    """

    class Resized(Message):
        """There is another number of rows or cells, so the picture has to be drawn again."""

    DEFAULT_CSS = "Canvas { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.picture = Picture()
        self.current: str | None = None
        self.letters = False
        self._window = Window(0, 0)

    def show_picture(self, picture: Picture, current: str | None) -> None:
        """Takes a picture and the knot under the cursor, and repaints what differs."""
        self.picture, self.current = picture, current
        self.paint()

    def paint(self) -> None:
        """Moves the window after the cursor and repaints the lines that changed."""
        window = Window(self.size.width, self.size.height, self._window.top, self._window.left)
        self._window = window = window.following(self.picture, self.current)
        lines = window.shown(self.picture, self.current)
        if self.letters:
            for letter, knot in zip(LETTERS, self.in_sight(), strict=False):
                row = knot.y - window.top + len(self.picture.head)
                lines[row] = self._lettered(lines[row], letter, knot)
        self.show(lines, caret=window.caret(self.picture, self.current))

    def _lettered(self, base: Line, letter: str, knot: Knot) -> Line:
        return overlay(base, (Span(letter, "key"),), max(0, knot.x - self._window.left), 1)

    def in_sight(self) -> list[Knot]:
        """The knots whose start is in the window, in reading order."""
        window = self._window
        rows = range(window.top, window.top + window.rows - len(self.picture.head))
        cells = range(window.left, window.left + window.cells)
        return [one for one in self.picture.knots.values() if one.y in rows and one.x in cells]

    def lettered(self, letter: str) -> str | None:
        """The id of the knot that has this jump letter, None for none."""
        place = LETTERS.find(letter) if letter else -1
        found = self.in_sight()
        return found[place].id if 0 <= place < len(found) else None

    def on_resize(self) -> None:
        """Tells the screen to draw for the new size."""
        self.post_message(self.Resized())
