"""A screen whose body is a row list: moving, marking, jumping and editing a cell in place."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters
from typing import ClassVar, Unpack

from textual.widget import Widget

from screens.base.prompts import (
    Accept,
    LetterPrompt,
    LineEdit,
    LineOptions,
    LinePrompt,
    echo_nothing,
)
from screens.base.row_list import RowList, RowText, Selection
from screens.base.screen import BaseScreen
from screens.base.status_bar import echo_bar
from wording import _


class RowScreen(BaseScreen):
    """Owns a RowList and its selection.

    Subclasses give `row_text` (id -> what its row shows) and may hear `moved`.
    """

    pane: ClassVar[str | None] = "rows"

    def body(self) -> Iterable[Widget]:
        """Yield the list alone; subclasses may add panes."""
        yield RowList(self.row_text, id="rows")

    def row_text(self, row_id: str) -> RowText:
        """Return what the row of an id shows."""
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
        """Move the hand and repaint what that changes."""
        self.rows.show_rows(selection, self.room_for_rows())
        self.moved()

    def room_for_rows(self) -> int:
        """Return the lines that the list will have.

        The screen's less title, status line and footer.
        """
        return self.size.height - 3

    def moved(self) -> None:
        """Follow a change of the cursor or of the marks."""

    def on_row_list_picked(self, message: RowList.Picked) -> None:
        """Move the cursor to the row clicked, unless something is being typed."""
        if self.taker is None:
            self.select(self.selection.to(message.index))

    def on_row_list_resized(self) -> None:
        """Lay the list out for its new size and show it again."""
        self.paint()

    def rest(self) -> None:
        """Put the caret on the cursor's row, where screen readers look for it."""
        self.rows.paint()

    def jump(self) -> None:
        """Show a letter before every row; the one typed takes the cursor there."""
        self.rows.letters = True
        self.rows.paint()
        self.tell(_("type the letter of a row"))
        self.taker = LetterPrompt(self._jump_to_letter)

    def _jump_to_letter(self, letter: str) -> None:
        """Go to the row of the letter; any other key leaves the cursor where it is."""
        chosen = self.selection
        self.taker = None
        self.rows.letters = False
        self.tell("")
        place = ascii_letters.find(letter or " ")
        found = 0 <= place < len(chosen.shown)
        self.select(chosen.to(chosen.top + place) if found else chosen)

    def edit_cell(
        self, column: str, label: str, text: str, accept: Accept, **how: Unpack[LineOptions]
    ) -> None:
        """Take a text typed over a cell of the current row, shown back as understood below."""
        echo = how.get("echo", echo_nothing)

        def changed(edit: LineEdit) -> None:
            self.rows.edit(column, edit)
            self.set_status(echo_bar(label, echo(edit.text), self.size.width))

        def accepted(typed: str) -> bool:
            good = accept(typed)
            if good and self.taker is entry:
                self.rows.edit(None)
            return good

        entry = LinePrompt(
            LineEdit.of(text, select_all=how.get("select_all", False)),
            changed,
            accepted,
            lambda: self.rows.edit(None),
            on_tab=how.get("on_tab"),
            paste_separator=how.get("paste_separator", " "),
            place=how["place"],
            label=label,
        )
        self.take(entry)
