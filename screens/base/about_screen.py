"""Screens of a list over a pane in which the row under the cursor stands in full."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from deals.model import Book
from screens.base.lines import LinesView
from screens.base.row_list import RowList, RowScreen


class AboutScreen(RowScreen):
    """A list over the pane `about`, of `about_lines` lines, painted again as the book changes."""

    pane: ClassVar[str | None] = "about"
    about_lines: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self._looked: tuple[Book, date] | None = None

    def body(self) -> Iterable[Widget]:
        """Return the list, and the row under the cursor in full."""
        yield RowList(self.row_text, id="rows")
        yield LinesView(id="about")

    def on_mount(self) -> None:
        """Watch the book."""
        self.watch(self.app, "book", self.book_changed, init=False)
        self.paint_soon()

    def book_changed(self, _book: Book) -> None:
        """Show what the book now says."""
        if self.is_active:
            self.paint()

    def looks_anew(self) -> bool:
        """Whether the book or the day is another than when this was last asked."""
        # A change makes another book, so that whether there was one is told by identity alone.
        now, before = (self.host.book, self.host.context.today()), self._looked
        self._looked = now
        return before is None or before[0] is not now[0] or before[1] != now[1]

    def room_for_rows(self) -> int:
        """Return the lines that the pane leaves to the list."""
        return super().room_for_rows() - self.about_lines
