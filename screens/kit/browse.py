"""A screen whose body is a row list: moving, marking, jumping and editing a cell in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import ascii_letters
from typing import ClassVar

from textual import events
from textual.widget import Widget

from screens.kit.lineedit import LineEdit
from screens.kit.rowlist import RowList, RowText
from screens.kit.screen import Echo, KitScreen
from screens.kit.selection import Selection
from screens.kit.spans import Span
from screens.kit.takers import TextEntry
from screens.kit.wording import _


class BrowseScreen(KitScreen):
    """Owns a RowList and its selection.

    Subclasses give `row_text` (id -> what its row shows) and may hear `moved`.
    """

    pane: ClassVar[str | None] = "rows"

    def body(self) -> Iterable[Widget]:
        """The list alone; subclasses may add panes."""
        yield RowList(self.row_text, id="rows")

    def row_text(self, one: str) -> RowText:
        """What the row of an id shows."""
        raise NotImplementedError

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def selection(self) -> Selection:
        """Where the hand is."""
        return self.rows.selection

    def select(self, selection: Selection) -> None:
        """Moves the hand and repaints what that changes."""
        self.rows.show_rows(selection)
        self.moved()

    def moved(self) -> None:
        """The cursor or the marks changed."""

    def on_row_list_picked(self, message: RowList.Picked) -> None:
        """A click moves the cursor, unless something is being typed."""
        if self.taker is None:
            self.select(self.selection.to(message.index))

    def on_row_list_resized(self) -> None:
        """The list has another size: lay it out and show it again."""
        self.paint()

    def jump(self) -> None:
        """Shows a letter before every row; the one typed takes the cursor there."""
        self.rows.letters = True
        self.rows.paint()
        self.tell(_("type the letter of a row"))
        self.taker = Jump(self)

    def edit_cell(
        self,
        column: str,
        label: str,
        text: str,
        accept: Callable[[str], bool],
        *,
        echo: Echo,
        step: Callable[[str, int], None] | None = None,
        fresh: bool = False,
    ) -> None:
        """Takes a text typed over a cell of the current row, shown back as understood below."""

        def changed(edit: LineEdit) -> None:
            self.rows.edit(column, edit)
            self._told = (Span(f"{label}: ", "strong"), *echo(edit.text))
            self.paint_status()

        def close() -> None:
            self.taker = None
            self.rows.edit(None)

        def cancelled() -> None:
            close()
            self.tell("")

        def accepted(typed: str) -> bool:
            before = self.taker
            good = accept(typed)
            if good and self.taker is before:
                close()
            return good

        start = LineEdit.of(text, fresh=fresh)
        self.taker = TextEntry(start, changed, accepted, cancelled, step)
        changed(start)


class Jump:
    """Takes one letter and puts the cursor on its row."""

    def __init__(self, screen: BrowseScreen) -> None:
        self.screen = screen

    def key(self, event: events.Key) -> None:
        """Goes to the row of the letter; any other key leaves the cursor where it is."""
        screen, chosen = self.screen, self.screen.selection
        screen.taker = None
        screen.rows.letters = False
        screen.tell("")
        place = ascii_letters.find(event.character or " ")
        found = 0 <= place < len(chosen.shown)
        screen.select(chosen.to(chosen.top + place) if found else chosen)

    def paste(self, text: str) -> None:
        """Nothing to paste into."""
