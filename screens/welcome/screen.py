"""The welcome of a first start."""

from __future__ import annotations

from typing import ClassVar

from screens.kit.browse import BrowseScreen
from screens.kit.commands import Command
from screens.kit.importing import ask_file
from screens.kit.rowlist import RowText
from screens.kit.spans import Line
from screens.kit.table import GUTTER, Cell, Column
from screens.kit.wording import N_, _
from screens.welcome.commands import OFFERS, WELCOME


class WelcomeScreen(BrowseScreen):
    """Offers the sample, an import or an empty book, then gives way to the pipeline."""

    commands: ClassVar[tuple[type[Command], ...]] = WELCOME

    def on_mount(self) -> None:
        """Shows the offers."""
        self.paint_soon()

    def title_line(self) -> tuple[Line, Line]:
        """A greeting."""
        return self.heading(_("How would you like to start?")), ()

    def paint(self) -> None:
        """The offers, a row each."""
        super().paint()
        self.rows.columns = (
            Column("key", "", 3),
            Column("name", "", 10),
            Column("about", "", self.size.width - GUTTER - 15),
        )
        self.select(self.selection.listing([one.id for one in OFFERS]))

    def row_text(self, one: str) -> RowText:
        """An offer's key, name and what it means."""
        offer = next(each for each in OFFERS if each.id == one)
        return RowText((Cell(self.key_of(offer), "key"), Cell(offer.name()), Cell(offer.about())))

    def take_sample(self) -> None:
        """Puts the sample into the book."""
        host = self.host
        failed = host.commit(host.sample(), N_("sample"))
        if failed is None:
            self.open_pipeline()
        else:
            self.tell(failed, "red")

    def take_table(self) -> None:
        """Asks for a table and opens the pipeline with what was good in it."""
        ask_file(self, self.open_pipeline)

    def open_pipeline(self) -> None:
        """Gives way to the pipeline."""
        self.host.open_first()
