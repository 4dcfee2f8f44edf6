"""The log of a project: who moved what and when, and every touch, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deals.edits.patches import Patch
from deals.model import Book, Project
from deals.rules.compliance import gifts_by_person
from screens.base.about_screen import AboutScreen
from screens.base.finder import find_row, make_entry
from screens.base.row_list import RowText
from screens.log.view import ABOUT_LINES, about, columns, entry_title, number_entries, row_text
from views.changes import LogLine, list_log_lines
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext


class LogScreen(AboutScreen):
    """The list of what happened on one project; the entry under the cursor stands in full below."""

    about_lines: ClassVar[int] = ABOUT_LINES
    may_stand_beside: ClassVar[bool] = False  # its rows are sentences and need the width

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._entries: dict[str, LogLine] = {}

    def book_changed(self, book: Book) -> None:
        """Take in what happened meanwhile; a project that was deleted keeps its log here."""
        self.project = book.projects.get(self.project.id, self.project)
        super().book_changed(book)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return whose log it is, and how long."""
        count = len(self._entries)
        count_text = ngettext("{count} entry", "{count} entries", count).format(count=count)
        gone = self.project.id not in self.host.book.projects
        end = (
            line(StyledText(_("deleted"), "amber"), "  ", count_text) if gone else line(count_text)
        )
        return line(*self.heading(_("Log")), f"  {self.project.name}"), end

    def paint(self) -> None:
        """Lay the columns out and list the entries."""
        self._entries = number_entries(self._log_lines())
        super().paint()
        self.rows.columns = columns(self.main_cells)
        self.select(self.selection.with_ids(tuple(self._entries)))

    def _log_lines(self) -> tuple[LogLine, ...]:
        given = gifts_by_person({**self.host.book.projects, self.project.id: self.project}.values())
        return list_log_lines(self.project, self.host.context.playbook, given)

    def row_text(self, entry_id: str) -> RowText:
        """Return the cells of an entry."""
        return row_text(self._entries[entry_id])

    @property
    def _chosen(self) -> LogLine | None:
        return self._entries.get(self.selection.current or "")

    def pane_title(self) -> TextLine:
        """Return when the entry under the cursor was made, and by whom."""
        return entry_title(self._chosen)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the entry under the cursor in full."""
        return about(self._chosen, cells, rows)

    def find(self) -> None:
        """Take words; the cursor goes to the entries that have them."""
        entries = (
            make_entry(id, entry.text, entry.when, entry.by) for id, entry in self._entries.items()
        )
        find_row(self, entries)

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Say what an undo or redo did, and show what it added or took away."""
        self.paint()
        super().show_replay(text, change, again=again)
