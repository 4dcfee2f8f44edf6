"""The log of a project: who moved what and when, and every touch, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deals.edits.patches import Patch
from deals.model import Book, Project
from deals.rules.compliance import gifts_by_person
from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty_pane
from screens.base.finder import find_row, make_entry
from screens.base.frame import join_titles, stage_mark
from screens.base.row_list import RowText
from screens.log.view import (
    ABOUT_LINES,
    LogItem,
    about,
    columns,
    entry_title,
    list_log_items,
    list_months,
    month_text,
    row_text,
)
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext
from wording.legends import LOG_LEGEND

FEW = 2
"""From so many entries on a log explains itself."""


class LogScreen(AboutScreen):
    """The list of what happened on one project; the entry under the cursor stands in full below it,
    or beside it.
    """

    about_lines: ClassVar[int] = ABOUT_LINES
    own_signs = LOG_LEGEND

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._items: dict[str, LogItem] = {}

    def book_changed(self, book: Book) -> None:
        """Take in what happened meanwhile; a project that was deleted keeps its log here."""
        self.project = book.projects.get(self.project.id, self.project)
        super().book_changed(book)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return whose log it is, and how long."""
        count = len(self._items)
        count_text = ngettext("{count} entry", "{count} entries", count).format(count=count)
        gone = self.project.id not in self.host.book.projects
        deleted = line(StyledText(_("deleted"), "amber")) if gone else ()
        here = line(StyledText(_("Log"), "key"))
        name = line(StyledText(self.project.name, "strong"))
        stage = stage_mark(self.project, self.host.context.playbook)
        return (*name, *stage, *self.store_marks()), join_titles(deleted, line(count_text), here)

    def paint(self) -> None:
        """Lay the columns out and list the entries under their months."""
        self._items = self._list_items()
        groups = list_months(self._items)
        super().paint()
        self.rows.columns = columns(self.main_cells, self._items.values())
        self.select(self.selection.with_ids(groups.list_ids(), groups))

    def _list_items(self) -> dict[str, LogItem]:
        given = gifts_by_person({**self.host.book.projects, self.project.id: self.project}.values())
        return list_log_items(self.project, self.host.context.playbook, given)

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return all entries, worded anew in the signs that are in use now."""
        kept, self._items = self._items, self._list_items()
        lines = super().copied_lines(cells)
        self._items = kept
        return lines

    def row_text(self, entry_id: str) -> RowText:
        """Return the cells of an entry, or the head of a month."""
        if theirs := self.selection.members_of(entry_id):
            return month_text([self._items[id_] for id_ in theirs])
        return row_text(self._items[entry_id], self.rows.columns)

    @property
    def _chosen(self) -> LogItem | None:
        return self._items.get(self.selection.current or "")

    def pane_title(self) -> TextLine:
        """Return what the entry under the cursor is, when it was made, and by whom."""
        return entry_title(self._chosen)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the entry under the cursor in full."""
        lines = about(self._chosen, cells, rows)
        return [*lines, *draw_empty_pane(self, "log")] if len(self._items) < FEW else lines

    def find(self) -> None:
        """Take words; the cursor goes to the entries that have them."""
        entries = (
            make_entry(id, item.words.text, item.words.when, item.words.by)
            for id, item in self._items.items()
        )
        find_row(self, entries)

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Say what an undo or redo did, and show what it added or took away."""
        self.paint()
        super().show_replay(text, change, again=again)
