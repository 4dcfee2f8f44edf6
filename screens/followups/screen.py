"""The follow-ups: whom to see again, across all projects, until nobody is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deals.edits.patches import Patch
from deals.followups import DueContact, find_due_contacts
from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty
from screens.base.row_list import RowText
from screens.base.summaries import tell_summaries
from screens.followups.view import (
    ABOUT_LINES,
    about,
    columns,
    due_title,
    group_row,
    list_groups,
    match_words,
    row_text,
)
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext


class FollowupsScreen(AboutScreen):
    """The people who are due, each once; who is settled leaves, and the count runs down."""

    about_lines: ClassVar[int] = ABOUT_LINES

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.due: tuple[DueContact, ...] = ()
        self._shown: dict[str, DueContact] = {}
        self._met: set[str] = set()

    def on_mount(self) -> None:
        """Say of how many nobody can be listed here."""
        super().on_mount()
        tell_summaries(self)

    @property
    def chosen(self) -> DueContact | None:
        """Who is under the cursor."""
        current = self.selection.current
        return self._shown.get(current) if current else None

    # What is shown ---------------------------------------------------------------------------

    def paint(self) -> None:
        """List who is due, looking anew only if book or day changed."""
        if self.looks_anew():
            context = self.host.context
            self.due = find_due_contacts(self.host.book, context.playbook, context.today())
            self._met |= {due_contact.contact.id for due_contact in self.due}
        self._list()
        super().paint()
        self.rows.columns = columns(
            self.main_cells, self.due, aside=self.main_cells < self.size.width
        )
        self.rows.empty = self._empty()
        groups = list_groups(self._shown)
        self.select(self.selection.with_ids(groups.list_ids(), groups))

    def _list(self) -> None:
        chosen = self.due
        if self.words:
            search = self.host.search
            search.fold(due_contact.project for due_contact in self.due)
            chosen = tuple(filter(match_words(self.words, search.word), self.due))
        self._shown = {due_contact.contact.id: due_contact for due_contact in chosen}

    def _empty(self) -> tuple[TextLine, ...]:
        if not self.due:
            return draw_empty(self, "followups", _("No follow-ups due."))
        if self.key_handler is not None:
            return ((), line(StyledText("   " + _("nothing matches"), "dim")))
        opening = _("No follow-up has {words}.").format(words=self.words)
        return draw_empty(self, "followups.filtered", opening)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return how many are left, and how many were settled meanwhile."""
        left = len(self.due)
        count = ngettext("{count} left", "{count} left", left).format(count=left)
        settled = _("{count} done").format(count=len(self._met) - left)
        return self.heading(_("Follow-ups")), line(StyledText(count, "strong"), f"   {settled}")

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return the filter, and what undo would take back."""
        words = _("filter: {filter}").format(filter=self.words) if self.words else ""
        return line(StyledText(words, "dim")), line(StyledText(self.undo_text, "dim"))

    def row_text(self, contact_id: str) -> RowText:
        """Return the cells of a person's row, or the head over a group of them."""
        if theirs := self.selection.members_of(contact_id):
            return group_row([self._shown[id_] for id_ in theirs])
        today = self.host.context.today()
        return row_text(self._shown[contact_id], self.rows.columns, today)

    def pane_title(self) -> TextLine:
        """Return the name of the person under the cursor, and their title."""
        return due_title(self.chosen)

    def pane_lines(self, cells: int, _rows: int) -> Sequence[TextLine]:
        """Return the person under the cursor in full."""
        return about(self.chosen, cells, aside=self.main_cells < self.size.width)

    def show_words(self, words: str) -> None:
        """Take another filter."""
        self.words = words
        self.paint()

    # What is done ------------------------------------------------------------------------------

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Go to whom an undo or redo brought back."""
        if change is not None:
            there = (
                key
                for key, due_contact in self._shown.items()
                if due_contact.project.id in change.projects
            )
            self.select(self.selection.go(next(there, None)))
        super().show_replay(text, change, again=again)

    def back(self) -> None:
        """Clear the filter first; without one, go back."""
        if not self._clear():
            super().back()

    def step_back(self) -> None:
        """Clear the filter first; without one, go back."""
        if not self._clear():
            super().step_back()

    def _clear(self) -> bool:
        if not self.words:
            return False
        self.show_words("")
        return True
