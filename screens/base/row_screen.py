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
        """The list alone; subclasses may add panes."""
        yield RowList(self.row_text, id="rows")

    def row_text(self, row_id: str) -> RowText:
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
        self.rows.show_rows(selection, self.room_for_rows())
        self.moved()

    def room_for_rows(self) -> int:
        """The lines that the list will have: the screen's less title, status line and footer."""
        return self.size.height - 3

    def moved(self) -> None:
        """The cursor or the marks changed."""

    def on_row_list_picked(self, message: RowList.Picked) -> None:
        """A click moves the cursor, unless something is being typed."""
        if self.taker is None:
            self.select(self.selection.to(message.index))

    def on_row_list_resized(self) -> None:
        """The list has another size: lay it out and show it again."""
        self.paint()

    def rest(self) -> None:
        """The caret stands on the cursor's row, where screen readers look for it."""
        self.rows.paint()

    def jump(self) -> None:
        """Shows a letter before every row; the one typed takes the cursor there."""
        self.rows.letters = True
        self.rows.paint()
        self.tell(_("type the letter of a row"))
        self.taker = LetterPrompt(self._jump_to_letter)

    def _jump_to_letter(self, letter: str) -> None:
        """Goes to the row of the letter; any other key leaves the cursor where it is."""
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
        """Takes a text typed over a cell of the current row, shown back as understood below."""
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
