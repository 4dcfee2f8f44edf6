"""The page before a visit: who they are, promises, holes, questions, competitors, next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.widget import Widget

from deals.model import Project
from deals.visit_facts import find_visit_facts
from screens.base.diagram_screen import DiagramScreen
from screens.base.empty import draw_empty_pane
from views.diagram import Diagram
from views.glyphs import current_speech
from views.legend import legend_lines
from views.styled_text import StyledText, TextLine, flow, line, words
from views.visit_brief import BriefItem, VisitBrief, page_lines
from wording import _
from wording.legends import BRIEF_LEGEND, ROOM_LEGEND

FOOTER = ("open", "next", "touch", "copy", "log", "help")


class VisitBriefScreen(DiagramScreen):
    """One page, whose items lead to the rooms that have more of them."""

    room: ClassVar[str] = "visit_brief"
    pane: ClassVar[str | None] = "canvas"
    own_signs = BRIEF_LEGEND

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.footer_ids = FOOTER
        self._basis: tuple[object, ...] = ()
        self._brief: VisitBrief | None = None
        self._drawn: tuple[VisitBrief, int, int, Diagram] | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the page; it says all that there is, so that it needs no pane."""
        yield self.main_view()

    @property
    def listed(self) -> bool:
        """The page is one of words: it has no list beside it."""
        return False

    @property
    def brief(self) -> VisitBrief:
        """What is told, gathered once while neither book, day nor language changed."""
        playbook, today = self.host.context.playbook, self.host.context.today()
        basis = (self.host.book.competitors, self.project, today, current_speech())
        if self._brief is None or self._basis != basis:
            self._basis = basis
            facts = find_visit_facts(self.project, self.host.book, playbook, today)
            self._brief = VisitBrief(facts, playbook)
        return self._brief

    @property
    def diagram(self) -> Diagram:
        """The page, drawn anew only if something of it or the room for it changed."""
        brief, cells, rows = self.brief, self.size.width, self.body_rows
        drawn = self._drawn
        if drawn is None or drawn[0] is not brief or drawn[1:3] != (cells, rows):
            drawn = self._drawn = (brief, cells, rows, self._draw(brief, cells, rows))
        return drawn[3]

    def _draw(self, brief: VisitBrief, cells: int, rows: int) -> Diagram:
        """Return the page; where nobody is named yet, with what belongs onto it."""
        if self.project.contacts:
            return brief.draw(cells, rows)
        hint = [
            (),
            *(
                row
                for text in draw_empty_pane(self, "visit_brief")
                for row in flow(words(text), cells - 1)
            ),
        ]
        page = brief.draw(cells, rows - len(hint))
        return replace(page, lines=(*page.lines, *((StyledText(" "), *each) for each in hint)))

    @property
    def item(self) -> BriefItem | None:
        """What is under the cursor."""
        blocks = self.brief.list_blocks(self.size.width)
        every = (item for block in blocks for item in block.items)
        return next((item for item in every if item.id == self.current), None)

    def whereabouts(self) -> list[TextLine]:
        """Return what this page is."""
        return [line(StyledText(_("Before a visit"), "key"))]

    def legend(self) -> Sequence[TextLine]:
        """Return what the signs of the page mean."""
        return legend_lines(BRIEF_LEGEND, ROOM_LEGEND)

    def copied_lines(self, cells: int) -> list[TextLine]:
        """Return the page under its title."""
        return page_lines(self.brief, cells)
