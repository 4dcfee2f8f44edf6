"""The list of the lines that were left half typed: each can be read whole, taken along, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deals.unsaved import UnsavedLine, place_is_gone
from screens.base.commands import Commands
from screens.base.empty import draw_empty
from screens.base.row_list import RowScreen, RowText
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.base.unsaved import clock_text, place_text
from views.styled_text import StyledText, TextLine, line, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

_TIME, _WHOLE = 6, 8


UNSAVED: Commands[UnsavedScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS.without("unsaved"))


def unsaved_at_cursor(screen: UnsavedScreen) -> UnsavedLine | None:
    """Return the line under the cursor."""
    return screen.chosen


@UNSAVED.command("take-along", "enter", label=N_("take"), on=unsaved_at_cursor, footer=True)
def take_along(screen: UnsavedScreen, unsaved: UnsavedLine) -> None:
    """Take the line along: ctrl+r then puts it into whatever line you type next."""
    screen.host.unsaved.carry(unsaved.id)
    screen.close()
    screen.host.note(_("ctrl+r puts it into the line that you type next"))


@UNSAVED.command("drop-line", "D", "delete", label=N_("discard"), on=unsaved_at_cursor, footer=True)
def drop_line(screen: UnsavedScreen, unsaved: UnsavedLine) -> None:
    """Discard the line for good."""
    screen.host.unsaved.drop(unsaved.id)
    screen.paint()
    screen.tell(_("line discarded"))


class UnsavedScreen(RowScreen):
    """Every line left half typed: when, where and what; the whole of one below."""

    commands = UNSAVED
    pane: ClassVar[str | None] = "about"
    about_lines: ClassVar[int] = _WHOLE

    def on_mount(self) -> None:
        """Show them when the layout stands."""
        self.paint_soon()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return what this is."""
        return self.heading(_("Lines left half typed")), ()

    @property
    def chosen(self) -> UnsavedLine | None:
        """The line under the cursor."""
        return self._found(self.selection.current) if self.is_mounted else None

    def _found(self, id: str | None) -> UnsavedLine | None:
        return next((each for each in self.host.unsaved.list_left() if each.id == id), None)

    def paint(self) -> None:
        """Lay the columns out and list the lines."""
        super().paint()
        rest = self.main_cells - GUTTER - _TIME - 2
        self.rows.columns = (
            TableColumn("time", _("Since"), _TIME),
            TableColumn("place", _("Where"), rest // 2),
            TableColumn("text", _("Line"), rest - rest // 2),
        )
        self.rows.empty = draw_empty(self, "unsaved", _("Nothing is left half typed."))
        self.select(self.selection.with_ids([each.id for each in self.host.unsaved.list_left()]))

    def row_text(self, row_id: str) -> RowText:
        """Return when, where and what."""
        found = self._found(row_id)
        if found is None:
            return RowText(())
        gone = place_is_gone(found.place, self.host.book)
        place = place_text(found, self.host.book)
        return RowText(
            (
                TableCell(clock_text(found.at), "dim"),
                TableCell(_("(gone) {place}").format(place=place) if gone else place),
                TableCell(found.text),
            )
        )

    def pane_title(self) -> TextLine:
        """Return where the line under the cursor was left."""
        found = self.chosen
        return line(StyledText(place_text(found, self.host.book), "strong")) if found else ()

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the whole of the line under the cursor."""
        found = self.chosen
        return [line(text) for text in wrap(found.text, cells, rows)] if found else []
