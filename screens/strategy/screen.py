"""The strategy of one project: sections, the questions of one, and one question in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from deals.model import Project
from deals.playbook.model import Advice
from deals.project_notes import find_note
from deals.questions import Checklist, QuestionStatus, checklist, count_unknown, score
from screens.base.frame import draw_views
from screens.base.lines import LinesView
from screens.base.market_choices import find_choice
from screens.base.project_screen import ProjectScreen, changed_ids
from screens.base.row_list import RowList, RowScreen, RowText
from screens.strategy.view import (
    CHOICE,
    CHOSEN,
    LEFT,
    LOOKS,
    QuestionFilter,
    SectionPage,
    SectionPages,
    about,
    check_row,
    choice_about,
    choice_row,
    columns,
    dropped_about,
    dropped_row,
    pages,
    section_lines,
    strategy_about,
    strategy_row,
)
from views.glyphs import glyphs
from views.legend import legend_lines
from views.styled_text import StyledText, TextLine, flow, line, words
from wording import _
from wording.legends import STRATEGY_LEGEND
from wording.record_names import note_title, question_text

SMALL, LARGE, TALL = 6, 10, 32


class StrategyScreen(ProjectScreen, RowScreen):
    """Sections on the left with score and unknowns, the questions of one on the right, and the one
    under the cursor in full below.
    """

    room: ClassVar[str] = "strategy"
    own_signs = STRATEGY_LEGEND
    pane: ClassVar[str | None] = "detail"
    about_lines: ClassVar[int] = SMALL
    may_stand_beside: ClassVar[bool] = False

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.look: QuestionFilter = "all"
        self.section = ""
        self.answered: tuple[str, str | None] | None = None
        self._found: Checklist | None = None
        self._basis: tuple[Project, date] | None = None
        self._pages: tuple[Checklist, QuestionFilter, SectionPages] | None = None

    def body(self) -> Iterable[Widget]:
        """Return the sections beside the questions, and the question under the cursor below."""
        left = LinesView(id="sections")
        left.styles.width = LEFT
        left.styles.height = "1fr"
        rows = RowList(self.row_text, id="rows")
        rows.styles.width = "1fr"
        return self.split_body(Horizontal(left, rows, id="both"))

    def on_mount(self) -> None:
        """Open the section of the first question that is due and not known, on its strategy while
        none is written; the thread may lead elsewhere.
        """
        if self.host.landing is None:
            self.soon(self._begin)

    def _begin(self) -> None:
        late = {status.id for status in self.found.questions if status.late}
        first = next((place for place in self.pages.order if place[1] in late), None)
        page = self.pages.page(first[0] if first else "")
        opening = self.pages.opening(page, self.project)
        if first is not None and opening in self.pages.questions:
            opening = first[1]
        if opening is not None:
            self.go(page.id, opening)

    @property
    def found(self) -> Checklist:
        """The questions and their answers as of today, worked out once while nothing changed."""
        context = self.host.context
        basis = (self.project, context.today())
        if self._found is None or self._basis != basis:
            self._found = checklist(self.project, context.playbook, basis[1])
            self._basis = basis
        return self._found

    @property
    def pages(self) -> SectionPages:
        """The sections as they are looked at, sorted out once while nothing of that changed."""
        found, look = self.found, self.look
        if self._pages is None or self._pages[0] is not found or self._pages[1] != look:
            self._pages = (found, look, pages(found, look))
        return self._pages[2]

    @property
    def page(self) -> SectionPage:
        """The section looked at."""
        return self.pages.page(self.section)

    @property
    def check(self) -> QuestionStatus | None:
        """The question under the cursor, None where it is no longer asked."""
        return self.pages.questions.get(self.selection.current or "")

    # What is shown -------------------------------------------------------------------------------

    def pane_rows(self) -> int:
        """Return the lines of the pane: few, more on a high terminal."""
        return SMALL if self.size.height < TALL else LARGE

    def legend(self) -> Sequence[TextLine]:
        """Return what the signs of this room mean; it has hardly any of the common ones."""
        return legend_lines(self.own_signs)

    def whereabouts(self) -> TextLine:
        """Return how far the project is."""
        checks = self.found.questions
        figures = _("{percent}%, {unknown} of {count} unknown").format(
            percent=f"{score(checks) * 100:.0f}", count=len(checks), unknown=count_unknown(checks)
        )
        return line(figures)

    def pane_finish(self) -> TextLine:
        """Return which questions are looked at."""
        return draw_views([_(name) for name in LOOKS.values()], list(LOOKS).index(self.look))

    def paint(self) -> None:
        """Lay out title, sections, questions and detail."""
        super().paint()
        page = self.page
        self.section = page.id
        lines, lit = section_lines(self.pages, page.id)
        self.lines("sections").show(lines, lit=lit)
        self.rows.columns = columns(self.size.width - LEFT)
        self.rows.empty = (line(StyledText("   " + _("no open question here"), "dim")),)
        self.select(self.selection.with_ids(page.ids))

    def row_text(self, question: str) -> RowText:
        """Return the row of a question."""
        wide = any(column.id == "owner" for column in self.rows.columns)
        check = self.pages.questions.get(question)
        if check is not None:
            return check_row(check, wide=wide)
        if question.startswith(CHOICE):
            return choice_row(*self._choice(question), wide=wide)
        if question not in self.pages.dropped:
            return strategy_row(find_note(self.project, question), wide=wide)
        playbook = self.host.context.playbook
        return dropped_row(
            self.pages.dropped[question], question_text(playbook, question), wide=wide
        )

    @property
    def head(self) -> str | None:
        """The strategy or the choice under the cursor, by the id of its row."""
        current = self.selection.current
        if current is None or current in self.pages.questions or current in self.pages.dropped:
            return None
        return current

    @property
    def just_answered(self) -> QuestionStatus | None:
        """The question answered last, as long as the cursor stays where that put it."""
        return self.pages.questions.get(self.answered[0]) if self.answered else None

    def follow_cursor(self) -> None:
        """Show the question under the cursor in full."""
        if self.answered and self.answered[1] != self.selection.current:
            self.answered = None
        super().follow_cursor()

    def pane_lines(self, cells: int, _rows: int) -> Sequence[TextLine]:
        """Return the question under the cursor in full."""
        return [each for detail in self._about() for each in flow(words(detail), cells)]

    def _choice(self, row_id: str) -> tuple[str, Advice | None]:
        """Return the field that a row chooses of the market, and what is chosen."""
        field = row_id.removeprefix(CHOICE)
        return field, find_choice(self.project, field, self.host.context.playbook.market)

    def _about(self) -> Iterable[TextLine]:
        current, arrow = self.selection.current, glyphs().arrow
        if self.check is not None:
            return about(self.check, self.project, arrow)
        if current is None:
            return ()
        if current.startswith(CHOICE):
            return choice_about(*self._choice(current))
        if current not in self.pages.dropped:
            title = note_title(self.host.context.playbook, current)
            return strategy_about(title, find_note(self.project, current))
        return dropped_about(self.pages.dropped[current], self.host.context.playbook)

    # The cursor ----------------------------------------------------------------------------------

    def go(self, page_id: str, question: str) -> None:
        """Put the cursor on a question; where that is not shown any more it stays."""
        self.section = page_id
        self.paint()
        self.select(self.selection.go(question))

    def land(self, ref: str) -> None:
        """Go to the question of an answer, whatever is looked at."""
        question = ref.removeprefix("answer:")
        if all(question != listed for _page, listed in self.pages.order):
            self.look = "all"
        found = next((where for where in self.pages.order if where[1] == question), None)
        if found is None:
            self.tell(_("it is no longer there"), "amber")
        else:
            self.go(*found)

    def turn(self, step: int) -> None:
        """Go to another section, to the row on which it opens."""
        page = self.pages.beside(self.section, step)
        self.section = page.id
        self.paint()
        opening = self.pages.opening(page, self.project)
        self.select(self.selection.to(0) if opening is None else self.selection.go(opening))

    def look_on(self) -> None:
        """Show all questions, those due, the weak ones, in turn."""
        ways = list(LOOKS)
        self.look = ways[(ways.index(self.look) + 1) % len(ways)]
        self.paint()

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to the question whose answer is another one."""
        changed = {*changed_ids(before, after, "answers"), *changed_ids(after, before, "answers")}
        changed |= {*changed_ids(before, after, "notes"), *changed_ids(after, before, "notes")}
        if before and after and before.market != after.market:
            changed |= {CHOICE + field for field in CHOSEN}
        for place in [place for place in self.pages.order if place[1] in changed][:1]:
            self.go(*place)
