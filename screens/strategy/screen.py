"""The strategy of one project: sections, the questions of one, and one question in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from deals.model import Project
from deals.playbook.model import Advice
from deals.project_notes import find_note
from deals.questions import Checklist, QuestionStatus, checklist, count_unknown
from screens.base.empty import draw_empty, draw_empty_pane, draw_how
from screens.base.empty_hints import EMPTY_HINTS
from screens.base.lines import LinesView
from screens.base.multiline_rows import LaidRow, MultilineRowList
from screens.base.project_screen import ProjectScreen, changed_ids
from screens.base.row_list import RowScreen, RowText
from screens.base.screen import BaseScreen
from screens.strategy.question_rows import QuestionRow, columns, lay_rows
from screens.strategy.view import (
    CHOICE,
    CHOSEN,
    LATE_SIGN,
    LOOKS,
    QuestionFilter,
    SectionPage,
    SectionPages,
    about,
    check_row,
    choice_about,
    choice_row,
    dropped_about,
    dropped_row,
    pages,
    section_cells,
    section_lines,
    strategy_about,
    strategy_row,
    untested_lines,
)
from views.glyphs import current_speech, glyphs
from views.legend import legend_lines
from views.market import choice_label, find_choice
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, flow, line, words
from views.table import GUTTER, row
from wording import _, pgettext
from wording.legends import ROOM_LEGEND, STRATEGY_LEGEND
from wording.record_names import note_title, question_text

SMALL, LARGE, TALL = 4, 10, 32
EVIDENCE = "strategy.answer-yes-shown"
MOST_COPIED = 10_000
"""More lines than a section takes."""
HEAD_FOOTER = ("evidence", "next-section", "look", "find", "help")
"""The commands of the footer where no question is under the cursor."""


class StrategyScreen(ProjectScreen, RowScreen):
    """Sections on the left with meters, the questions of one on the right with what shows their
    answers, and the one under the cursor in full below.
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
        self._pages: tuple[Checklist, tuple[object, ...], SectionPages] | None = None

    def body(self) -> Iterable[Widget]:
        """Return the sections beside the questions, and the question under the cursor below."""
        left = LinesView(id="sections")
        left.styles.width = self._left
        left.styles.height = "1fr"
        rows = MultilineRowList(self.row_text, self._lay_rows, id="rows")
        rows.styles.width = "1fr"
        rows.further = self._look_ahead
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
        found, basis = self.found, (self.look, current_speech())
        if self._pages is None or self._pages[0] is not found or self._pages[1] != basis:
            self._pages = (found, basis, pages(found, self.look))
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
        return legend_lines(self.own_signs, ROOM_LEGEND)

    @property
    def _left(self) -> int:
        """The cells of the sections with the line behind them."""
        return section_cells(self.size.width) + 1

    def whereabouts(self) -> list[TextLine]:
        """Return how many questions should be settled by now and are not, and how many are open."""
        checks = self.found.questions
        unknown, late = count_unknown(checks), sum(status.late for status in checks)
        figures = (
            _("{unknown} of {count} unknown").format(unknown=unknown, count=len(checks)),
            pgettext("questions", "{count} unknown").format(count=unknown),
        )
        if not late:
            return [line(each) for each in figures]
        text = pgettext("questions", "{count} late").format(count=late)
        mark = line(StyledText(f"{LATE_SIGN} {text}", "amber"))
        return [*((*mark, StyledText(f"  {each}")) for each in figures), mark]

    def pane_title(self) -> TextLine:
        """Return what is asked, or of what section or choice the row under the cursor is."""
        current, playbook = self.selection.current, self.host.context.playbook
        if current is None:
            return ()
        if current.startswith(CHOICE):
            title = choice_label(current.removeprefix(CHOICE))
        elif self.head is not None:
            title = note_title(playbook, current)
        else:
            title = question_text(playbook, current)
        return (StyledText(title, "strong"),)

    def pane_finish(self) -> TextLine:
        """Return which questions are looked at where not all are, and which of them it is."""
        place = super().pane_finish()
        if self.look == "all":
            return place
        return (StyledText(_(LOOKS[self.look]), "key"), StyledText("  "), *place)

    def paint(self) -> None:
        """Lay out title, sections, questions and detail."""
        super().paint()
        page, left = self.page, self.lines("sections")
        self.section = page.id
        if left.styles.width is None or left.styles.width.value != self._left:
            left.styles.width = self._left
        left.show(section_lines(self.pages, page.id, self._left - 1, self.body_rows))
        stages = self.host.context.playbook.stages
        self.rows.columns = columns(self.size.width - self._left - 1, [each.id for each in stages])
        look = _("Shown: {questions}.").format(questions=_(LOOKS[self.look]))
        cells = self.size.width - self._left - 1
        self.rows.empty = draw_empty(self, "strategy.filtered", look, cells)
        self.select(self.selection.with_ids(page.ids))

    def row_text(self, row_id: str) -> RowText:
        """Return a row in one line."""
        return self._lay_rows([row_id], 1)[row_id].text

    def _lay_rows(self, ids: Sequence[str], room: int) -> Mapping[str, LaidRow]:
        return lay_rows({row_id: self._row(row_id) for row_id in ids}, self.rows.columns, room)

    def copied_lines(self, _cells: int) -> Sequence[TextLine]:
        """Return all sections with their questions and what shows the answers: what `C` copies."""
        shown = self.rows.columns
        lines = list[TextLine]((line(self.project.name),))
        for page in self.pages.every:
            rows = {row_id: self._row(row_id) for row_id in page.ids}
            lines += [(), line(page.title)]
            for each in lay_rows(rows, shown, MOST_COPIED).values():
                gutter = line(f" {each.text.sign} ")
                lines += [row(shown, each.text.cells, gutter), *filter(None, each.below)]
        return lines

    def _look_ahead(self, room: int) -> list[TextLine]:
        """Return the sections that come next, with what is not settled in them, in so many lines.

        A section is there with all of that or not at all.
        """
        shown, questions = list[TextLine](), self.pages.questions
        columns, cells = self.rows.columns, self.size.width - self._left - 1
        place = [page.id for page in self.pages.every].index(self.page.id)
        for page in self.pages.every[place + 1 :]:
            statuses = [questions[id_] for id_ in page.ids if id_ in questions]
            rows = {
                each.id: check_row(each, self.project) for each in statuses if each.value != "yes"
            }
            if rows and len(rows) + 2 <= room - len(shown):
                laid = lay_rows(rows, columns, len(rows))
                rule = titled_rule(line(StyledText(page.title, "dim")), cells)
                shown += [*([()] if shown else []), rule]
                gutter = line(StyledText(" " * GUTTER))
                shown += [row(columns, each.text.cells, gutter) for each in laid.values()]
        return shown

    def _row(self, row_id: str) -> QuestionRow:
        check = self.pages.questions.get(row_id)
        if check is not None:
            return check_row(check, self.project)
        if row_id.startswith(CHOICE):
            return choice_row(*self._choice(row_id))
        if row_id not in self.pages.dropped:
            return strategy_row(find_note(self.project, row_id))
        text = question_text(self.host.context.playbook, row_id)
        return dropped_row(self.pages.dropped[row_id], text)

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
        keys = () if self.check else HEAD_FOOTER
        if keys != self.footer_ids:
            self.footer_ids = keys
            BaseScreen.paint(self)  # the footer, and what does not differ: the body stands

    def pane_lines(self, cells: int, _rows: int) -> Sequence[TextLine]:
        """Return the question under the cursor in full."""
        return [each for detail in self._about(cells) for each in flow(words(detail), cells)]

    def _choice(self, row_id: str) -> tuple[str, Advice | None]:
        """Return the field that a row chooses of the market, and what is chosen."""
        field = row_id.removeprefix(CHOICE)
        return field, find_choice(self.project, field, self.host.context.playbook.market)

    def _about(self, cells: int) -> Iterable[TextLine]:
        current, arrow = self.selection.current, glyphs().arrow
        if self.check is not None:
            shown = about(self.check, self.project, arrow, cells)
            asked = self.check.answer is None and self.host.hints.shows_line(EVIDENCE)
            how = draw_how(self, "strategy.evidence") if asked else ()
            first, *rest = (*shown, *untested_lines(self.page))
            return (first, *how, *rest)
        if current is None:
            return ()
        if current.startswith(CHOICE):
            chosen = self._choice(current)[1]
            return choice_about(chosen) if chosen else draw_empty_pane(self, "strategy.choice")
        if current not in self.pages.dropped:
            note = find_note(self.project, current)
            hint_id = f"strategy.{self.page.id}"
            hint_id = hint_id if hint_id in EMPTY_HINTS else "strategy"
            return strategy_about(note, cells) if note else draw_empty_pane(self, hint_id)
        return dropped_about(self.pages.dropped[current], cells)

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
