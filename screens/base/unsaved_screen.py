"""The list of the lines that were left half typed: each can be read whole, taken along, dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from deals.unsaved import UnsavedLine, place_is_gone
from screens.base.commands import Commands
from screens.base.lines import LinesView
from screens.base.row_list import RowList, RowScreen, RowText
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.base.unsaved import clock_text, place_text
from views.styled_text import StyledText, TextLine, line, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

_TIME, _WHOLE = 6, 8


UNSAVED: Commands[UnsavedScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS.without("unsaved"))


def line_at_cursor(screen: UnsavedScreen) -> UnsavedLine | None:
    """Return the line under the cursor."""
    return screen.chosen


@UNSAVED.command("take-along", "enter", label=N_("take"), on=line_at_cursor, footer=True)
def take_along(screen: UnsavedScreen, unsaved: UnsavedLine) -> None:
    """Take the line along: ctrl+r then puts it into whatever line you type next."""
    screen.host.unsaved.carry(unsaved.id)
    screen.close()
    screen.host.note(_("ctrl+r puts it into the line that you type next"))


@UNSAVED.command("drop-line", "D", "delete", label=N_("discard"), on=line_at_cursor, footer=True)
def drop_line(screen: UnsavedScreen, unsaved: UnsavedLine) -> None:
    """Discard the line for good."""
    screen.host.unsaved.drop(unsaved.id)
    screen.paint()
    screen.tell(_("line discarded"))


class UnsavedScreen(RowScreen):
    """Every line left half typed: when, where and what; the whole of one below."""

    commands = UNSAVED
    pane: ClassVar[str | None] = "whole"

    def on_mount(self) -> None:
        """Show them when the layout stands."""
        self.paint_soon()

    def body(self) -> Iterable[Widget]:
        """Yield the list, and the whole of one line under it."""
        yield RowList(self.row_text, id="rows")
        whole = LinesView(id="whole")
        whole.styles.height = _WHOLE
        yield whole

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
        rest = self.size.width - GUTTER - _TIME - 2
        self.rows.columns = (
            TableColumn("time", _("Since"), _TIME),
            TableColumn("place", _("Where"), rest // 2),
            TableColumn("text", _("Line"), rest - rest // 2),
        )
        self.rows.empty = (line(StyledText("   " + _("nothing is left half typed"), "dim")),)
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

    def follow_cursor(self) -> None:
        """Show the whole of the line under the cursor."""
        found = self.chosen
        texts = wrap(found.text, self.size.width - 4, _WHOLE - 1) if found else []
        rule = line(StyledText("-" * self.size.width, "dim"))
        self.lines("whole").show([rule, *(line("   ", text) for text in texts)])
        self.paint_status()

    def room_for_rows(self) -> int:
        """Return the lines that the text below leaves to the list."""
        return super().room_for_rows() - _WHOLE
