"""Screens of a list with a pane in which the row under the cursor stands in full."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from deals.model import Book
from screens.base.row_list import RowScreen


class AboutScreen(RowScreen):
    """A list over the pane `about`, or beside it, painted again as the book changes."""

    pane: ClassVar[str | None] = "about"

    def __init__(self) -> None:
        super().__init__()
        self._looked: tuple[Book, date] | None = None

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
