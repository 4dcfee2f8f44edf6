"""The method in one screen, as the playbook at hand has it: to read, and to look things up in."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.finder import make_entry, open_finder
from screens.base.row_list import RowScreen, RowText
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from views.glyphs import glyphs
from views.method_page import KEY_CELLS, MethodLine, lay_out_method, list_method_rows
from views.styled_text import TextLine, line, width
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, language

METHOD: Commands[MethodScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS.without("method"))


@METHOD.command("find", "slash", "f8", label=N_("find"), footer=True)
def find_line(screen: MethodScreen) -> None:
    """Find a stage, a rule or any words; Up and Down go on."""
    screen.find()


class MethodScreen(RowScreen):
    """Principles, stages and gates, CR, signs and rules, a line each; nothing to change here."""

    commands = METHOD

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, MethodLine] = {}

    def on_mount(self) -> None:
        """Show it when the layout stands."""
        self.paint_soon()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return what this is, and whose method."""
        return self.heading(_("The method in one screen")), line(
            self.host.context.playbook.name.of(language())
        )

    def paint(self) -> None:
        """Break the page for the width there is."""
        super().paint()
        cells = self.size.width
        rows = list_method_rows(self.host.context.playbook)
        self._lines = {each.id: each for each in lay_out_method(rows, cells)}
        rest = max(1, cells - GUTTER - KEY_CELLS - 1)
        self.rows.columns = (TableColumn("key", "", KEY_CELLS), TableColumn("text", "", rest))
        self.select(self.selection.with_ids(tuple(self._lines)))

    def row_text(self, row_id: str) -> RowText:
        """Return a line of the page: the key stands out, titles as a whole."""
        found = self._lines[row_id]
        key = TableCell(found.key, "strong" if found.title else "key")
        text, cells = found.text, self.rows.columns[-1].cells
        if found.title and (free := cells - width(text) - 2) > 0:
            text = f"{text} {glyphs().rule * free}"
        return RowText((key, TableCell(text, found.tone)), found.sign, found.sign_tone)

    def follow_cursor(self) -> None:
        """Show where the cursor is."""
        self.paint_status()

    def find(self) -> None:
        """Take words; the cursor goes to what has them."""
        rows = list_method_rows(self.host.context.playbook)
        entries = (
            make_entry(f"{at}.0", row.key or row.text, row.text) for at, row in enumerate(rows)
        )
        start = self.selection.current
        open_finder(self, entries, self._go_to, lambda: self.select(self.selection.go(start)))

    def _go_to(self, first: str) -> None:
        """Put the cursor on the first line of a row, all of the row on the screen."""
        row = first.removesuffix("0")
        last = [id for id in self._lines if id.startswith(row) and id != row][-1]
        self.select(self.selection.go(last).go(first))
