"""The welcome of a first start: its face, who works here, its offers as rows, and which signs look
right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from textual.widget import Widget

from deals.parsing.amounts import HOME
from screens.base.empty import begin_lines
from screens.base.empty_hints import PROJECT_LINE
from screens.base.lines import LinesView
from screens.base.row_list import RowScreen, RowText
from screens.welcome.view import CURRENCY, LANG, NAME, FirstAnswer, TypedField, draw_first_answers
from views.face import draw_face
from views.glyphs import RULERS, Glyphs
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, line
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, language

OFFERS: Mapping[str, tuple[str, str]] = {
    "sample": (
        N_("Look round"),
        N_("33 made-up deals, a six-step tour"),
    ),
    "import": (
        N_("Import my table"),
        N_(".xlsx .csv .tsv, previewed first"),
    ),
    "empty": (N_("Start empty"), N_("type your first deal in one line")),
    "method": (N_("Read the method"), N_("one screen; later in help too")),
}
"""The ids of their commands, with what an offer is called and what it means."""
FOOTER, ANSWERS = ("choose", "field", "language", "help"), ("alike", "apart")
"""The commands of the footer, and those that answer the question instead of choosing an offer."""
ALIKE = N_("Do these two lines end alike?")
AIRY, SPARE = 30, 4
"""From so many lines on there is room over the face, a part of what is spare."""
OFFER_CELLS = 17
SETTLED = N_("kept in your settings; netloft doctor asks again")


class WelcomeScreen(RowScreen):
    """Who works here; then the sample, an import or an empty book, and the pipeline opens."""

    def __init__(self) -> None:
        super().__init__()
        self.typed_field: TypedField | None = None
        self._answers: dict[str, FirstAnswer] = {}

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

    @property
    def answers(self) -> Mapping[str, FirstAnswer]:
        """What is answered of language, name and currency, or guessed."""
        if not self._answers:
            name, currency = self.host.guess_answers()
            context = self.host.context
            self._answers = {
                NAME: FirstAnswer(name or context.me, guess=bool(name)),
                CURRENCY: FirstAnswer(
                    context.currency or currency or HOME, guess=not context.currency
                ),
            }
        return {LANG: FirstAnswer(language()), **self._answers}

    def take_answer(self, name: str, text: str) -> None:
        """Show an answer as given from now on."""
        self._answers[name] = FirstAnswer(text)

    def room_for_rows(self) -> int:
        """Return the lines that the offers have: one each, and one over them."""
        return min(len(OFFERS) + 1, super().room_for_rows() - len(self.question()))

    def face(self) -> tuple[list[TextLine], tuple[int, int] | None]:
        """Return what stands over the offers, and where one types in it.

        The answers and the rules where there is little room.
        """
        cells, height = self.size.width, self.size.height
        answers, caret = draw_first_answers(self.answers, self.typed_field, cells)
        rule_you, rule_start = (
            titled_rule(line(StyledText(title, "strong")), cells)
            for title in (_("you"), _("start with"))
        )
        core: list[TextLine] = [rule_you, answers, rule_start]
        room = self.body_rows - len(OFFERS) - 1 - len(self.question())
        drawn = draw_face(cells)
        spare = room - len(drawn) - len(core) - 2
        if spare >= 0:
            air = [()] * (1 + (spare // SPARE if height >= AIRY else 0))
            core = [*air, *drawn, *air, rule_you, answers, *([()] if spare else []), rule_start]
        at = core.index(answers)
        shown = core[-max(0, room) :] if room < len(core) else core
        at -= len(core) - len(shown)
        return shown, None if caret is None or at < 0 else (caret, at)

    def first(self, rows: int) -> Sequence[TextLine]:
        """Return what the first line could be, in at most so many rows; nothing where it is cut."""
        lines = begin_lines(_("the first line could be"), [_(PROJECT_LINE)], self.size.width)
        if len(lines) > rows:
            lines = tuple(each for each in lines if each)
        return lines if len(lines) <= rows else ()

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
        face, first = self.lines("face"), self.lines("first")
        out = "leave" if len(self.host.screen_stack) <= self.host.FIRST_DEPTH else "back"
        self.footer_ids = (*FOOTER, out, *(ANSWERS if question else ()))
        super().paint()
        drawn, _caret = self.face()
        face.styles.height, rulers.styles.height = len(drawn), len(question)
        self.rows.styles.height, first.styles.height = self.room_for_rows(), "1fr"
        self.paint_face()
        first.show(self.first(self.body_rows - len(drawn) - self.room_for_rows() - len(question)))
        rulers.show(question)
        self.rows.columns = (
            TableColumn("key", "", 3),
            TableColumn("name", "", OFFER_CELLS),
            TableColumn("about", "", max(1, self.size.width - GUTTER - OFFER_CELLS - 6)),
        )
        self.select(self.selection.with_ids(list(OFFERS)))

    def paint_face(self) -> None:
        """Show the face with the answers as they stand, the caret where one types."""
        drawn, caret = self.face()
        if caret is None:
            self.lines("face").show(drawn)
        else:
            # What is laid out now may not stand yet: then the caret would go where it stood.
            self.call_after_refresh(partial(self.lines("face").show, drawn, caret=caret))
            self.lines("face").show(drawn, caret=caret)

    def row_text(self, offer_id: str) -> RowText:
        """Return an offer's key, name and what it means."""
        name, about = OFFERS[offer_id]
        return RowText(
            (
                TableCell(self.key_of(self.commands.find(offer_id)), "key"),
                TableCell(_(name), "strong"),
                TableCell(_(about)),
            )
        )
