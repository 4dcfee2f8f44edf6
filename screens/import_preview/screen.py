"""The import preview: the rows of a file as they would be taken in, its columns and its stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from screens.base.context import ImportChoices, ImportedTable
from screens.base.import_table import ImportPreview
from screens.base.lines import LinesView
from screens.base.row_list import RowList, RowScreen, RowText, Selection
from screens.import_preview.view import (
    ABOUT_LINES,
    HEAD_LINES,
    LineMaker,
    Page,
    ReadingSetting,
    about_lines,
    describe_column,
    describe_setting,
    describe_stage,
    head_lines,
    line_cells,
    list_outcomes,
    list_settings,
    row_columns,
    status_text,
    title_text,
)
from views.import_report import SETTING_OF, ImportedColumn, ImportedStage, order_stages
from views.styled_text import StyledText, TextLine, line
from wording import _, say
from wording.errors import short_path


class ImportScreen(RowScreen):
    """What a file would change, row by row; nothing is written before it is taken in.

    Its list turns between the rows, the columns and the names of stages. Lines are worked out when
    they are on the screen, so that thousands cost what twenty do.
    """

    pane: ClassVar[str | None] = "about"

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__()
        self.preview = preview
        self.page: Page = "rows"
        self.sheets: Sequence[str] = ()
        self._take_table(preview.table, preview.choices)

    def _take_table(self, table: ImportedTable, choices: ImportChoices) -> None:
        self.table, self.choices = table, choices
        self.sheets = self.sheets or table.sheets
        self.columns: Sequence[ImportedColumn] = table.columns
        self.stages: Sequence[ImportedStage] = order_stages(table.stages)
        self.settings: Sequence[ReadingSetting] = list_settings(table, choices)
        self._lines: dict[Page, Sequence[LineMaker]] = {
            "rows": list_outcomes(table),
            "columns": [partial(describe_column, column) for column in self.columns],
            "stages": [partial(describe_stage, stage) for stage in self.stages],
            "reading": [partial(describe_setting, setting) for setting in self.settings],
        }

    def body(self) -> Iterable[Widget]:
        """Return the sheets, columns and stages in short, the list, and its line in full."""
        yield LinesView(id="head")
        yield RowList(self.row_text, id="rows")
        yield LinesView(id="about")

    def on_mount(self) -> None:
        """Show the rows, or ask what has to be known before there are any."""
        self.paint_soon()
        if self.table.unread:
            self.soon(self.ask_first)

    def ask_first(self) -> None:
        """Ask how a file is read of which nothing is a table so far, or which column has names."""
        why = self.table.unread
        if why is not None and why.code in SETTING_OF:
            self.action_command("reading")
        elif why is not None and self.columns:
            self.turn_to("columns")
            self.tell(say(why), "red")

    # What is shown ---------------------------------------------------------------------------

    def show_table(self, table: ImportedTable, choices: ImportChoices) -> None:
        """Show what came of reading the file by other choices."""
        self._take_table(table, choices)
        self.paint()

    def turn_to(self, page: Page) -> None:
        """Turn to another list: to its first line, of columns to the first that is unknown."""
        self.page = page
        self.rows.selection = Selection()  # the ids of another list count nothing here
        self.paint()
        unknown = (at for at, column in enumerate(self.columns) if not column.field)
        if page == "columns" and (first := next(unknown, 0)):
            self.select(self.selection.to(first))

    def paint(self) -> None:
        """Show the list of the page, and what stands over and under it."""
        super().paint()
        cells = self.size.width
        self.lines("head").show(head_lines(self.table, self.choices, self.sheets, cells))
        self.rows.columns = row_columns(cells, self.page)
        self.rows.empty = self._empty()
        self.select(self.selection.with_ids([f"{at}" for at in range(len(self._lines[self.page]))]))

    def _empty(self) -> tuple[TextLine, ...]:
        return ((), line(StyledText("   " + _("Nothing in it is new; q goes back."), "good")))

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return the file, and what would become of its rows."""
        name = short_path(self.preview.path.name or f"{self.preview.path}")
        start = (*self.heading(_("Import")), StyledText(f"  {name}"))
        return start, line(StyledText(title_text(self.table), "strong"))

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return what stands in the way of taking it in."""
        return line(StyledText(status_text(self.table), "dim")), ()

    def row_text(self, row_id: str) -> RowText:
        """Return the cells of a line of the list."""
        return line_cells(self._lines[self.page][int(row_id)]())

    def follow_cursor(self) -> None:
        """Show the line under the cursor in full."""
        current = self.selection.current
        listed = self._lines[self.page][int(current)]() if current else None
        self.lines("about").show(about_lines(listed, self.page, self.size.width))
        self.paint_status()

    def room_for_rows(self) -> int:
        """Return the lines that are left to the list."""
        return super().room_for_rows() - HEAD_LINES - ABOUT_LINES

    # The one under the cursor ----------------------------------------------------------------

    @property
    def chosen_column(self) -> ImportedColumn | None:
        """The column under the cursor."""
        current = self.selection.current
        return self.columns[int(current)] if current and self.page == "columns" else None

    @property
    def chosen_stage(self) -> ImportedStage | None:
        """The name of a stage under the cursor."""
        current = self.selection.current
        return self.stages[int(current)] if current and self.page == "stages" else None

    @property
    def chosen_setting(self) -> ReadingSetting | None:
        """How it is read, of the line under the cursor."""
        current = self.selection.current
        return self.settings[int(current)] if current and self.page == "reading" else None

    # Leaving -----------------------------------------------------------------------------------

    def back(self) -> None:
        """Go back to the rows; from these leave the preview, with nothing taken."""
        if not self._turn_back():
            super().back()

    def step_back(self) -> None:
        """Go back to the rows; from these leave the preview, with nothing taken."""
        if not self._turn_back():
            super().step_back()

    def _turn_back(self) -> bool:
        if self.page == "rows":
            return False
        self.turn_to("rows")
        return True
