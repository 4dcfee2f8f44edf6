"""Key projects: by owner, what is starred and what might be, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from deals.key_candidates import find_key_candidates
from deals.model import Project
from screens.base import finder
from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty
from screens.base.row_list import RowText
from screens.key_projects.view import (
    ABOUT_LINES,
    about,
    columns,
    key_title,
    list_owners,
    owner_row,
    row_text,
)
from views.key_rows import KeyRow, list_key_rows
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext


class KeyProjectsScreen(AboutScreen):
    """The key projects of each owner, candidates for more, and the leads to meet or drop."""

    about_lines: ClassVar[int] = ABOUT_LINES

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, KeyRow] = {}

    def paint(self) -> None:
        """List the projects as the book now has them, looking anew only if book or day changed."""
        before = self._rows
        if self.looks_anew():
            context, projects = self.host.context, self.host.book.projects.values()
            today, rates = context.today(), self.host.pipeline.rates
            owners = find_key_candidates(projects, context.playbook, today, rates)
            self._rows = {row.candidate.project.id: row for row in list_key_rows(owners)}
        super().paint()
        self.rows.columns = columns(self.main_cells, self._rows.values())
        text = _("No key projects, and no candidates: these need an amount.")
        self.rows.empty = draw_empty(self, "key_projects", text)
        current = self._next_alike(before)
        groups = list_owners(self._rows)
        self.select(self.selection.with_ids(groups.list_ids(), groups).go(current))

    def _next_alike(self, before: Mapping[str, KeyRow]) -> str | None:
        """Return whose row the cursor goes to: of a project that was starred, or is no more, that
        of the next of its kind then, so that one may go on down the candidates.
        """
        current = self.selection.current
        was, now = before.get(current or ""), self._rows.get(current or "")
        if was is None or now is None or was.kind == now.kind:
            return current
        ids = list(before)
        after = [*ids[ids.index(current or "") + 1 :], *ids]
        alike = (id_ for id_ in after if id_ in self._rows and self._rows[id_].kind == was.kind)
        return next((id_ for id_ in alike if self._rows[id_].owner == was.owner), current)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return where we are, and how many projects are key."""
        count = sum(row.kind == "starred" for row in self._rows.values())
        text = ngettext("{count} key project", "{count} key projects", count)
        return self.heading(_("Key projects")), line(StyledText(text.format(count=count), "strong"))

    def row_text(self, project_id: str) -> RowText:
        """Return the cells of a project's row, or the head over those of an owner."""
        if theirs := self.selection.members_of(project_id):
            return owner_row([self._rows[id_] for id_ in theirs])
        return row_text(self._rows[project_id])

    @property
    def _row(self) -> KeyRow | None:
        return self._rows.get(self.selection.current or "")

    def pane_title(self) -> TextLine:
        """Return the project under the cursor and its customer."""
        return key_title(self._row)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return why the project under the cursor is there."""
        return about(self._row, cells, rows)

    @property
    def project(self) -> Project | None:
        """The project under the cursor."""
        return self.host.book.projects.get(self.selection.current or "")

    def find(self) -> None:
        """Take words; the cursor goes to the projects that have them."""
        entries = (
            finder.make_entry(id_, row.candidate.project.name, row.owner)
            for id_, row in self._rows.items()
        )
        finder.find_row(self, entries)
