"""Screens of a list with a pane in which the row under the cursor stands in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from deals.model import Book
from screens.base.multiline_rows import LaidRow, MultilineRowList, wrap_last_cell
from screens.base.row_list import RowScreen


class AboutScreen(RowScreen):
    """A list over the pane `about`, or beside it, painted again as the book changes.

    The last column is a sentence: where there are lines for all of them they go on below.
    """

    pane: ClassVar[str | None] = "about"

    def __init__(self) -> None:
        super().__init__()
        self._looked: tuple[Book, date] | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the list, and its pane."""
        return self.split_body(MultilineRowList(self.row_text, self._wrap_rows, id="rows"))

    def _wrap_rows(self, ids: Sequence[str], room: int) -> Mapping[str, LaidRow]:
        """Let the last cells go on below, where there is room for all of them.

        Some whole and some cut would look as if there were nothing more to the others.
        """
        columns = self.rows.columns
        if not columns or len(ids) > room:
            return {}
        laid = {row_id: wrap_last_cell(self.row_text(row_id), columns) for row_id in ids}
        return laid if sum(1 + len(each.below) for each in laid.values()) <= room else {}

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
