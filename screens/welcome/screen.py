"""The welcome of a first start: its face, its offers as rows, and which signs look right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from screens.base.empty import begin_lines
from screens.base.import_table import ask_file
from screens.base.lines import LinesView
from screens.base.row_list import RowScreen, RowText
from views.face import draw_face
from views.glyphs import RULERS, Glyphs
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, line
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

OFFERS = ("sample", "import", "empty", "method")
"""The ids of their commands."""
FOOTER, ANSWERS = (*OFFERS, "help"), ("alike", "apart")
"""The commands of the footer, and those that answer the question instead of choosing an offer."""
ALIKE = N_("Do these two lines end alike?")
FIRST_LINE = N_("Harbour video net @Port Authority owner:Ann P2 $0.8-1.5M 2027-Q2")
AIRY, SPARE = 30, 4
"""From so many lines on there is room over the face, a part of what is spare."""
SETTLED = N_("kept in your settings; netloft doctor asks again")


class WelcomeScreen(RowScreen):
    """The offers: the sample, an import or an empty book, then the pipeline opens; the method."""

    def body(self) -> Iterable[Widget]:
        """Yield the face, the offers, a line to begin with, and the question about signs."""
        yield LinesView(id="face")
        yield from super().body()
        yield LinesView(id="first")
        yield LinesView(id="rulers")

    @property
    def asks_glyphs(self) -> bool:
        """Whether eyes are to say which alphabet the terminal draws well."""
        return self.host.context.ask_glyphs

    def room_for_rows(self) -> int:
        """Return the lines that the offers have: one each, and one over them."""
        return min(len(OFFERS) + 1, super().room_for_rows() - len(self.question()))

    def face(self) -> list[TextLine]:
        """Return what stands over the offers; their rule alone where there is little room."""
        cells, height = self.size.width, self.size.height
        room = self.body_rows - len(OFFERS) - 1 - len(self.question())
        rule = titled_rule(line(StyledText(_("start with"), "strong")), cells)
        drawn = draw_face(cells)
        spare = room - len(drawn) - 3
        if spare < 0:
            return [rule] if room > 0 else []
        blanks = [()] * (1 + (spare // SPARE if height >= AIRY else 0))
        return [*blanks, *drawn, *blanks, rule]

    def first(self) -> Sequence[TextLine]:
        """Return what the first line could be."""
        return begin_lines(_("the first line could be"), [_(FIRST_LINE)], self.size.width)

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
        face, first = self.face(), self.lines("first")
        self.footer_ids = (*FOOTER, *(ANSWERS if question else ("choose",)))
        super().paint()
        self.lines("face").styles.height, rulers.styles.height = len(face), len(question)
        self.rows.styles.height, first.styles.height = self.room_for_rows(), "1fr"
        self.lines("face").show(face)
        first.show(self.first())
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
