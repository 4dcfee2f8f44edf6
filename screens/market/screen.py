"""The market of one project: five pages with one cursor, and what is under it in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from deals.edits.patches import Patch
from deals.model import Project
from screens.base.diagram_screen import DiagramScreen
from screens.base.empty import draw_empty_pane
from screens.base.frame import RoomTab, draw_rooms, draw_views, join_titles
from screens.market.market_list import list_page
from screens.market.view import (
    PAGES,
    MarketState,
    changed_nodes,
    draw,
    node_of,
    page_label,
    page_of,
)
from views.diagram import Diagram, spread_lines
from views.glyphs import current_speech
from views.item_list import draw_list
from views.market import draw_portfolio
from views.marks import more_line
from views.styled_text import TextLine, cells_of, flow, words
from wording import _, ngettext
from wording.language import language
from wording.legends import MARKET_LEGEND

FIRST = next(iter(PAGES))
SPREAD = "stance", "customer", "grid"
_WRITTEN = "market-edit", "page", "view", "find", "help"
FOOTERS = {
    "stance": _WRITTEN,
    "customer": _WRITTEN,
    "swot": ("market-edit", "market-add", "page", "view", "market-cause", "find", "help"),
    "portfolio": ("market-edit", "market-add", "page", "view", "market-rename", "find", "help"),
}
"""The commands of the footer by page, where not all of them do something there."""
LEAST_TITLE = 20
"""The cells that the pages leave to the rule's title, else the present one is named alone."""
_DIAGRAM_ROWS = 8  # what the large pane leaves to the picture and the lines around


class MarketScreen(DiagramScreen):
    """The screen of what we know of customer, competitors and ourselves, page by page."""

    room: ClassVar[str] = "market"
    named_views = PAGES
    own_signs = MARKET_LEGEND
    may_stand_beside: ClassVar[bool] = True

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.page_name = FIRST
        self.footer_ids = FOOTERS[FIRST]
        self._drawn: Diagram | None = None
        self._basis: tuple[object, ...] = ()

    def on_mount(self) -> None:
        """Open on the page that was left, unless the thread leads to one."""
        left = self.host.views_left.pages.get(self.project.id)
        if left is not None and self.page_name == FIRST:
            self.page_name = left
            self._lay_page()

    # What is shown ---------------------------------------------------------------------------

    @property
    def diagram(self) -> Diagram:
        """The page as a picture or a list, drawn anew only if something of it changed."""
        book, size = self.host.book, (self.main_cells, self.body_rows)
        shared = (book.competitors, book.products)
        chosen = self.current if self.page_name == "portfolio" else None
        basis = (
            self.page_name,
            self.listed,
            self.project,
            *shared,
            *size,
            chosen,
            current_speech(),
        )
        if self._drawn is None or self._basis != basis:
            self._drawn, self._basis = self._draw(*size), basis
        return self._drawn

    def _draw(self, cells: int, rows: int) -> Diagram:
        name, book, page = self.page_name, self.host.book, self.host.context.playbook.market
        if self.listed:
            return self.list_twin(cells)
        if name == "portfolio":
            lang = language()
            return draw_portfolio(self.project, book, page, lang, cells, rows, self.current)
        drawn = draw(name, self.project, book, page, language(), cells)
        return spread_lines(drawn, rows) if name in SPREAD else drawn

    def list_twin(self, cells: int) -> Diagram:
        """Return the page as a list."""
        page = self.host.context.playbook.market
        listing = list_page(self.page_name, self.project, self.host.book, page, language())
        return draw_list(listing.items, cells, listing.head)

    @property
    def target(self) -> tuple[str, str]:
        """What kind of thing is under the cursor, and which; empty texts for nothing."""
        kind, _slash, rest = (self.current or "").partition("/")
        return kind, rest

    def views(self) -> TextLine:
        """Return the pages, the present one among them, and its views.

        Where there is no room for all names beside a title, the others go by their numbers.
        """
        names, at = list(map(page_label, PAGES)), list(PAGES).index(self.page_name)
        views = self.list_views(_("picture"))
        whole = join_titles(draw_views(names, at), views)
        beside = self.split is not None and self.split.beside
        if beside or self.size.width - cells_of(whole) >= LEAST_TITLE:
            return whole
        tabs = [RoomTab(f"{place}", name, place == at + 1) for place, name in enumerate(names, 1)]
        return join_titles(draw_rooms(tabs, named=False), views)

    @property
    def state(self) -> MarketState:
        """All that the lines about a node need."""
        context = self.host.context
        return MarketState(self.project, self.host.book, context.playbook)

    def pane_title(self) -> TextLine:
        """Return what is under the cursor."""
        return self.state.title(self.current)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return all of what is under the cursor, or as much as fits and how to see the rest."""
        gap = self.state.find_gap(self.current, self.page_name)
        hint = draw_empty_pane(self, f"market.{gap}") if gap else ()
        lines = [*hint, *self.state.lines(self.current)]
        shown = [each for text_line in lines for each in flow(words(text_line), cells)]
        if len(shown) <= rows or rows < 1:
            return shown
        left = len(shown) - rows + 1
        more = ngettext("+{count} more line", "+{count} more lines", left)
        key = self.key_of(self.commands.find("market-edit" if self.large else "detail"))
        return [*shown[: rows - 1], more_line(more, left, key)]

    def pane_rows(self) -> int:
        """Return the lines of the pane; made large it leaves but a few to the picture."""
        return max(super().pane_rows(), self.size.height - _DIAGRAM_ROWS if self.large else 0)

    def _lay_page(self) -> None:
        """Name the keys of the page; let the pane stand beside all pages but SWOT, whose matrix
        needs the width.
        """
        self.footer_ids = FOOTERS.get(self.page_name, ())
        if self.split is not None:
            self.split.may_stand_beside = self.page_name != "swot"

    def turn_view(self, view: str) -> None:
        """Show a page."""
        self.turn(view)

    # The cursor --------------------------------------------------------------------------------

    def turn(self, name: str, node_id: str | None = None) -> None:
        """Show another page, the cursor on a node of it or at its start."""
        self.page_name, self.current = name, node_id
        self._lay_page()
        self.host.views_left.keep_page(self.project.id, name)
        self.paint()

    def turn_by(self, step: int) -> None:
        """Show the next page (`step` 1) or the one before, round and round."""
        names = list(PAGES)
        self.turn(names[(names.index(self.page_name) + step) % len(names)])

    def land(self, ref: str) -> None:
        """Go to the node of an item of the red thread, on its page."""
        node_id = node_of(ref)
        if node_id is not None and not self.show_node([node_id]):
            self.tell(_("it is no longer on the page"), "amber")

    def show_node(self, node_ids: Iterable[str]) -> bool:
        """Go to the first of the nodes that is there; competitors in any case of letters."""
        for node in node_ids:
            # Only the page that is shown has a picture to look in.
            self.turn(page_of(node))
            found = (key for key in self.diagram.nodes if key.casefold() == node.casefold())
            if (node_id := next(found, None)) is not None:
                self.to(node_id)
                return True
        return False

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Go to what an undo or redo brought back or changed."""
        if change is not None:
            here, node_id = self.page_name, self.current
            if not self.show_node(changed_nodes(change, self.project.id)):
                self.turn(here, node_id)
        super().show_replay(text, change, again=again)
