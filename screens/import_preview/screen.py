"""The import preview: the rows of a file as they would be taken in, its columns and its stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from screens.base.context import ImportChoices, ImportedTable
from screens.base.empty import draw_empty
from screens.base.import_table import ImportPreview
from screens.base.lines import LinesView
from screens.base.row_list import RowScreen, RowText, Selection
from screens.base.screen import BaseScreen
from screens.import_preview.read_settings import ReadingSetting, describe_setting, list_settings
from screens.import_preview.view import (
    ABOUT_LINES,
    LineMaker,
    ListedRow,
    Page,
    about_lines,
    describe_columns,
    describe_stage,
    has_places,
    head_lines,
    line_cells,
    list_outcomes,
    listed_title,
    row_columns,
    short_title_text,
    shorter_title_text,
    status_text,
    title_text,
)
from views.import_report import SETTING_OF, ImportedColumn, ImportedStage, order_stages
from views.styled_text import StyledText, TextLine, cells_of, line, width
from wording import _, say
from wording.errors import short_path
from wording.legends import IMPORT_LEGEND

TITLES = (title_text, shorter_title_text, short_title_text)
"""What is said of the rows over them, the shorter the less room there is."""
LISTS_FOOTER = "columns", "stages", "reading", "sheet", "back", "help"
"""The footer of the lists of columns, stages and readings: Enter imports from the rows alone."""


class ImportScreen(RowScreen):
    """What a file would change, row by row; nothing is written before it is taken in.

    Its list turns between the rows, the columns and the names of stages. Lines are worked out when
    they are on the screen, so that thousands cost what twenty do.
    """

    own_signs = IMPORT_LEGEND
    pane: ClassVar[str | None] = "about"
    about_lines: ClassVar[int] = ABOUT_LINES
    # Its rows are sentences and need the width.
    may_stand_beside: ClassVar[bool] = False

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__()
        self.preview = preview
        self.page: Page = "rows"
        self._head: Sequence[TextLine] = ()
        self.past = preview.past
        self.future: tuple[ImportChoices, ...] = ()
        self.sheets: Sequence[str] = ()
        self.stages: Sequence[ImportedStage] = ()
        self._take_table(preview.table, preview.choices)

    def _take_table(self, table: ImportedTable, choices: ImportChoices) -> None:
        self.table, self.choices = table, choices
        self.sheets = self.sheets or table.sheets
        self.columns: Sequence[ImportedColumn] = table.columns
        # A choice leaves the names where they are: the next key is for the one under the cursor.
        places = {stage.name: at for at, stage in enumerate(self.stages)}
        self.stages = sorted(
            order_stages(table.stages), key=lambda stage: places.get(stage.name, len(places))
        )
        self.settings: Sequence[ReadingSetting] = list_settings(table, choices)
        self._lines: dict[Page, Sequence[LineMaker]] = {
            "rows": list_outcomes(table),
            "columns": describe_columns(self.columns),
            "stages": [partial(self._describe_stage, stage) for stage in self.stages],
            "reading": [partial(describe_setting, setting) for setting in self.settings],
        }

    def _describe_stage(self, stage: ImportedStage) -> ListedRow:
        return describe_stage(stage, self.host.context.playbook)

    def body(self) -> Iterable[Widget]:
        """Return the sheets, columns and stages in short, the list, and its line in full."""
        yield LinesView(id="head")
        yield from super().body()

    def on_mount(self) -> None:
        """Show the rows, or ask what has to be known before there are any."""
        self.paint_soon()
        if self.past:
            self.tell(_("your choices from before are made again; u takes them back"))
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

    def show_chosen(self, table: ImportedTable, choices: ImportChoices) -> None:
        """Show what came of a choice, which `u` takes back."""
        self.past, self.future = (*self.past, self.choices), ()
        self.show_table(table, choices)

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
        self._head = head_lines(self.table, self.choices, self.sheets, self.size.width)
        self.footer_ids = () if self.page == "rows" else LISTS_FOOTER
        super().paint()
        self.lines("head").styles.height = len(self._head)
        self.lines("head").show(self._head)
        self.rows.columns = row_columns(self.main_cells, self.page, several=has_places(self.table))
        self.rows.empty = self._empty()
        self.select(self.selection.with_ids([f"{at}" for at in range(len(self._lines[self.page]))]))

    def _empty(self) -> tuple[TextLine, ...]:
        return draw_empty(self, "import_preview", _("Nothing in it is new."))

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return the file, and what would become of its rows; the name goes before the rest."""
        name = StyledText(short_path(self.preview.path.name or f"{self.preview.path}"))
        heading, cells = self.heading(_("Import")), self.size.width - 3
        for start in ((*heading, StyledText("  "), name), (*heading[1:], name)):
            for text in (title(self.table) for title in TITLES):
                if cells_of(start) + width(text) < cells:
                    break
            else:
                continue
            break
        return start, line(StyledText(text, "strong"))

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return what stands in the way of taking it in."""
        text = status_text(self.table) if self.page == "rows" else ""
        return line(StyledText(text, "dim")), ()

    def row_text(self, row_id: str) -> RowText:
        """Return the cells of a line of the list."""
        return line_cells(self._lines[self.page][int(row_id)]())

    @property
    def _listed(self) -> ListedRow | None:
        current = self.selection.current
        return self._lines[self.page][int(current)]() if current else None

    def pane_title(self) -> TextLine:
        """Return what the line under the cursor is."""
        return listed_title(self._listed)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the line under the cursor in full."""
        return about_lines(self._listed, self.table, self.page, cells, rows)

    @property
    def body_rows(self) -> int:
        """The lines that are left to the list."""
        return super().body_rows - len(self._head)

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

    def drop_choices(self) -> None:
        """Forget what was chosen: the file was taken in by it."""
        self.past = ()

    def close(self) -> bool:
        """Close the preview; what was chosen is kept for the next time the file is read."""
        kept, path, host = self.host.kept_choices, self.preview.path.absolute(), self.host
        kept.pop(path, None)
        closed = super().close()
        if closed and self.past:
            kept[path] = (*self.past, self.choices)
            if isinstance(top := host.screen, BaseScreen):
                text = _("not imported; your choices are kept for when you read {file} again")
                top.tell(text.format(file=short_path(path.name)))
        return closed

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
