"""The import letter: by owner, what an import brought up, with whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deals.model import Project
from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty
from screens.base.finder import FinderEntry, find_row, make_entry
from screens.base.row_list import RowText
from screens.import_letter.view import (
    ABOUT_LINES,
    LetterRow,
    about,
    columns,
    group_by_owner,
    letter_title,
    list_rows,
    questions_text,
    row_text,
)
from views.import_letter import ImportLetter
from views.styled_text import StyledText, TextLine, line
from wording import _
from wording.errors import short_path


class LetterScreen(AboutScreen):
    """The list of what an import said; the line under the cursor stands in full below."""

    about_lines: ClassVar[int] = ABOUT_LINES

    def __init__(self, letter: ImportLetter) -> None:
        super().__init__()
        self.letter = letter
        self._rows = list_rows(letter.owners)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return of which file it is, and how much wants an answer."""
        start = (*self.heading(_("Import letter")), StyledText(f"  {short_path(self.letter.file)}"))
        return start, line(StyledText(questions_text(self.letter.questions), "strong"))

    def paint(self) -> None:
        """Lay the columns out and list the lines."""
        super().paint()
        self.rows.columns = columns(self.main_cells, self._rows.values())
        text = _("Nothing to follow up after this import.")
        self.rows.empty = draw_empty(self, "import_letter", text)
        self.select(self.selection.with_ids(tuple(self._rows), group_by_owner(self._rows)))

    def row_text(self, row_id: str) -> RowText:
        """Return the cells of a line."""
        return row_text(self._rows[row_id], self.rows.columns)

    @property
    def _row(self) -> LetterRow | None:
        return self._rows.get(self.selection.current or "")

    def pane_title(self) -> TextLine:
        """Return what the line under the cursor is about."""
        return letter_title(self._row)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the line under the cursor in full."""
        return about(self._row, cells, rows)

    @property
    def project(self) -> Project | None:
        """The project of the line under the cursor, if the pipeline has it."""
        current = self.selection.current
        item = self._rows[current].item if current else None
        return self.host.book.projects.get(item.id or "") if item else None

    def find(self) -> None:
        """Take words; the cursor goes to the lines that have them."""
        heads = self.selection.passed
        rows = (each for each in self._rows.items() if each[0] not in heads)
        find_row(self, (_make_entry(*each) for each in rows))


def _make_entry(row_id: str, row: LetterRow) -> FinderEntry:
    owner, item = row.letter.owner, row.item
    return make_entry(row_id, item.project, item.text, owner) if item else make_entry(row_id, owner)
