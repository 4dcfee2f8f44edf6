"""The welcome of a first start: its offers as rows."""

from __future__ import annotations

from screens.base.import_table import ask_file
from screens.base.row_list import RowScreen, RowText
from views.styled_text import TextLine
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

OFFERS = ("sample", "import", "empty", "method")
"""The ids of their commands."""


class WelcomeScreen(RowScreen):
    """The offers: the sample, an import or an empty book, then the pipeline opens; the method."""

    def on_mount(self) -> None:
        """Show the offers."""
        self.paint_soon()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return a greeting."""
        return self.heading(_("How would you like to start?")), ()

    def paint(self) -> None:
        """Show the offers, a row each."""
        super().paint()
        self.rows.columns = (
            TableColumn("key", "", 3),
            TableColumn("name", "", 10),
            TableColumn("about", "", self.size.width - GUTTER - 15),
        )
        self.select(self.selection.with_ids(list(OFFERS)))

    def row_text(self, offer_id: str) -> RowText:
        """Return an offer's key, name and what it means."""
        offer = self.commands.find(offer_id)
        return RowText(
            (
                TableCell(self.key_of(offer), "key"),
                TableCell(offer.name()),
                TableCell(offer.about()),
            )
        )

    def take_sample(self) -> None:
        """Put the sample into the book."""
        host = self.host
        failed = host.commit(host.sample(), N_("sample"))
        if failed is None:
            self.open_pipeline()
        else:
            self.tell(failed, "red")

    def take_table(self) -> None:
        """Ask for a table and open the pipeline with what was good in it."""
        ask_file(self, self.open_pipeline)

    def open_pipeline(self) -> None:
        """Open the pipeline in the place of the welcome."""
        self.host.open_screen("pipeline", instead=True)
