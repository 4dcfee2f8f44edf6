"""The welcome of a first start: its offers as rows, and which signs the terminal draws well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from screens.base.import_table import ask_file
from screens.base.lines import LinesView
from screens.base.row_list import RowScreen, RowText
from views.glyphs import RULERS, Glyphs
from views.styled_text import StyledText, TextLine, line
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

OFFERS = ("sample", "import", "empty", "method")
"""The ids of their commands."""
FOOTER, ANSWERS = (*OFFERS, "help"), ("alike", "apart")
"""The commands of the footer, and those that answer the question instead of choosing an offer."""
ALIKE = N_("Do these two lines end alike?")
SETTLED = N_("kept in your settings; netloft doctor asks again")


class WelcomeScreen(RowScreen):
    """The offers: the sample, an import or an empty book, then the pipeline opens; the method."""

    def body(self) -> Iterable[Widget]:
        """Yield the offers, and below them the question about signs while it is open."""
        yield from super().body()
        yield LinesView(id="rulers")

    @property
    def asks_glyphs(self) -> bool:
        """Whether eyes are to say which alphabet the terminal draws well."""
        return self.host.context.ask_glyphs

    def room_for_rows(self) -> int:
        """Return the lines that the offers have beside the question."""
        return super().room_for_rows() - len(self.question())

    def question(self) -> Sequence[TextLine]:
        """Return the two lines to compare, and the keys that answer; none once it is answered."""
        if not self.asks_glyphs:
            return ()
        asked = line(f" {_(ALIKE)}  ")
        for id_ in ANSWERS:
            answer = self.commands.find(id_)
            asked += line(StyledText(self.key_of(answer), "key"), f" {answer.name()}  ")
        return *(line(f" |{ruler}") for ruler in RULERS), asked

    def settle_glyphs(self, alphabet: Glyphs) -> None:
        """Draw with an alphabet from now on, and keep that."""
        if refused := self.host.settle_glyphs(alphabet):
            self.tell(refused, "red")
            return
        self.tell(_(SETTLED))
        self.paint()

    def on_mount(self) -> None:
        """Show the offers."""
        self.paint_soon()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return a greeting."""
        return self.heading(_("How would you like to start?")), ()

    def paint(self) -> None:
        """Show the offers, a row each."""
        question, rulers = self.question(), self.lines("rulers")
        self.footer_ids = (*FOOTER, *(ANSWERS if question else ("choose",)))
        super().paint()
        rulers.styles.height = len(question)
        rulers.show(question)
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
