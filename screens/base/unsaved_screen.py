"""The list of the lines that were left half typed: each can be read whole, taken along, dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from deals.unsaved import UnsavedLine, place_is_gone
from screens.base.commands import Command, OnChosen
from screens.base.global_commands import COMMON, Unsaved
from screens.base.lines import LinesView
from screens.base.navigation import MOVES
from screens.base.row_list import RowList, RowText
from screens.base.row_screen import RowScreen
from screens.base.unsaved import clock_text, place_text
from views.styled_text import StyledText, TextLine, line, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

_TIME, _WHOLE = 6, 8


class TakeAlong(OnChosen):
    """Take the line along: ctrl+r then puts it into whatever line you type next."""

    id = "take-along"
    footer = True
    keys = ("enter",)
    label = N_("take")

    @staticmethod
    def run(screen: UnsavedScreen) -> None:
        """Offer it everywhere and go back."""
        screen.take_along()


class DropLine(OnChosen):
    """Drop the line for good."""

    id = "drop-line"
    footer = True
    keys = ("D", "delete")
    label = N_("discard")

    @staticmethod
    def run(screen: UnsavedScreen) -> None:
        """Let go of it."""
        screen.drop_line()


class UnsavedScreen(RowScreen):
    """Every line left half typed: when, where and what; the whole of one below."""

    commands: ClassVar[tuple[type[Command], ...]] = (
        TakeAlong,
        DropLine,
        *MOVES,
        *(command for command in COMMON if command is not Unsaved),
    )
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
        return next((each for each in self.host.unsaved.left() if each.id == id), None)

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
        self.select(self.selection.listing([each.id for each in self.host.unsaved.left()]))

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

    def moved(self) -> None:
        """Show the whole of the line under the cursor."""
        found = self.chosen
        texts = wrap(found.text, self.size.width - 4, _WHOLE - 1) if found else []
        rule = line(StyledText("-" * self.size.width, "dim"))
        self.lines("whole").show([rule, *(line("   ", text) for text in texts)])
        self.paint_status()

    def room_for_rows(self) -> int:
        """Return the lines that the text below leaves to the list."""
        return super().room_for_rows() - _WHOLE

    def take_along(self) -> None:
        """Offer the line in every place, and go back."""
        found = self.chosen
        if found is not None:
            self.host.unsaved.carry(found.id)
            self.close()
            self.host.note(_("ctrl+r puts it into the line that you type next"))

    def drop_line(self) -> None:
        """Let go of the line."""
        found = self.chosen
        if found is not None:
            self.host.unsaved.drop(found.id)
            self.paint()
            self.tell(_("the line is dropped"))
