"""Screens of a list with a pane in which the row under the cursor stands in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from deals.model import Book
from screens.base.multiline_rows import MultilineRowList, WrappedRow, wrap_last_cells
from screens.base.row_list import RowScreen, RowText
from views.styled_text import TextLine


class AboutScreen(RowScreen):
    """A list over the pane `about`, or beside it, painted again as the book changes.

    The last column is a sentence: where there are lines for all of them they go on below.
    """

    pane: ClassVar[str | None] = "about"

    def __init__(self) -> None:
        super().__init__()
        self._looked: tuple[Book, date] | None = None
        self._wrapped: Mapping[str, WrappedRow] = {}

    def body(self) -> Iterable[Widget]:
        """Yield the list, and its pane."""
        return self.split_body(MultilineRowList(self._wrapped_text, self._wrap_rows, id="rows"))

    def _wrapped_text(self, row_id: str) -> RowText:
        wrapped = self._wrapped.get(row_id)
        return wrapped.text if wrapped else self.row_text(row_id)

    def _wrap_rows(self, ids: Sequence[str], room: int) -> Mapping[str, Sequence[TextLine]]:
        """Let the last cells go on below, where the rows do not fill the list; return that."""
        rows = {row_id: self.row_text(row_id) for row_id in ids} if len(ids) <= room else {}
        self._wrapped = wrap_last_cells(rows, self.rows.columns, room)
        return {row_id: wrapped.below for row_id, wrapped in self._wrapped.items()}

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
