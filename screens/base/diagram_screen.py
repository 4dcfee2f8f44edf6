"""A room that shows a diagram: the cursor goes from node to node, a pane describes each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from string import ascii_letters, digits
from types import MappingProxyType
from typing import ClassVar

from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from deals.model import Project
from screens.base.frame import draw_views, join_titles
from screens.base.lines import LinesView
from screens.base.pane import SplitBody, indent_line
from screens.base.project_screen import ProjectScreen
from screens.base.prompts import LetterPrompt, message_bar
from views.diagram import Diagram, Direction, Node, Viewport
from views.item_list import list_name
from views.legend import legend_lines
from views.styled_text import StyledText, TextLine, cut, flow, line, overlay, words
from wording import _
from wording.legends import DIAGRAM_LEGEND, LIST_LEGENDS, ROOM_LEGEND

TALL = 32
SMALL, LARGE = 5, 11
# Before what a line on the node under the cursor goes on with.
FURTHER = "  "


class DiagramScreen(ProjectScreen):
    """A canvas `#canvas` over a pane `#detail`.

    Subclasses give `diagram`, kept while nothing of it changed, and `about`, the lines on the node
    under the cursor.
    """

    pane: ClassVar[str | None] = "detail"
    # Pictures need their width; a room whose picture does not says so.
    may_stand_beside: ClassVar[bool] = False

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.current: str | None = None
        self.large = False

    def body(self) -> Iterable[Widget]:
        """Yield the diagram, and what is under the cursor."""
        id, beside = self.pane or "detail", self.may_stand_beside
        self.split = SplitBody(self, self.main_view(), id, may_stand_beside=beside)
        yield self.split

    def main_view(self) -> Widget:
        """Return the widget of the diagram."""
        return DiagramView(id="canvas")

    @property
    def diagram(self) -> Diagram:
        """What is shown now."""
        raise NotImplementedError

    @property
    def listed(self) -> bool:
        """Whether the room is told as a list, as it then is in every project."""
        return self.host.views_left.is_listed(self.room)

    def turn_list(self) -> None:
        """Tell the picture as a list, or draw it again; the cursor stays on its item."""
        self.host.views_left.keep(self.room, listed=not self.listed)
        self.paint()

    def list_views(self, diagram_name: str) -> TextLine:
        """Return the picture, by what it is called, and its list, that of now among them."""
        return draw_views([diagram_name, list_name()], self.listed)

    def about(self) -> list[TextLine]:
        """Return what is told of the node under the cursor, the most telling first."""
        return []

    def list_twin(self, _cells: int) -> Diagram:
        """Return what the picture shows as a list for so many cells; a page of words is its own."""
        return self.diagram

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return the name of the project, and what the room says as a list: what `C` copies."""
        twin = self.list_twin(cells)
        return [line(self.project.name), (), *twin.head, *twin.lines]

    @property
    def canvas(self) -> DiagramView:
        """The diagram's widget."""
        return self.query_one("#canvas", DiagramView)

    def on_diagram_view_resized(self) -> None:
        """Draw again for another amount of room."""
        self.paint()

    # What is shown ---------------------------------------------------------------------------

    def paint(self) -> None:
        """Draw what changed: title, diagram, pane, status bar."""
        if self.current not in self.diagram.nodes:
            self.current = self.diagram.first()
        self.lay_pane()
        super().paint()
        self._show()

    def lay_pane(self) -> None:
        """Give the pane its place and size."""
        if self.split is not None:
            self.split.lay_out()

    def _show(self) -> None:
        self.canvas.show_diagram(self.diagram, self.current)
        if self.split is not None:
            self.split.show_pane()

    def legend(self) -> Sequence[TextLine]:
        """Return what the signs of the room mean."""
        listed = self.is_running and self.listed
        signs = LIST_LEGENDS[self.room] if listed else self.own_signs
        return legend_lines(signs, DIAGRAM_LEGEND, ROOM_LEGEND)

    def pane_title(self) -> TextLine:
        """Return what is under the cursor, in a few words."""
        return ()

    def pane_finish(self) -> TextLine:
        """Return to which sides the diagram goes on out of sight, and the views of the room."""
        return join_titles(self.canvas.hidden_sides(), self.views())

    def views(self) -> TextLine:
        """Return the views that the room has, the present one among them."""
        return ()

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return what is told of the node: each in a line of its own, whole while there is room."""
        lines = self.about()
        spare, shown = max(0, rows - len(lines)), list[TextLine]()
        for each_line in lines:
            if not spare:
                shown.append(cut(each_line, cells))
                continue
            whole = flow(words(each_line), cells - len(FURTHER)) or [()]
            own = whole[: 1 + spare]
            if len(whole) > len(own):
                rest = (*own[-1], StyledText(" "), *whole[len(own)])
                own[-1] = cut(rest, cells - len(FURTHER))
            spare -= len(own) - 1
            shown += [
                each if at == 0 else indent_line(each, FURTHER) for at, each in enumerate(own)
            ]
        return shown

    def pane_rows(self) -> int:
        """Return the lines of the pane: few, more on a high terminal, half of it once large."""
        if self.large:
            return max(LARGE, self.size.height // 2)
        return SMALL if self.size.height < TALL else LARGE

    def turn_detail(self) -> None:
        """Make room for all that is known of the person under the cursor, or take it back."""
        self.large = not self.large
        self.lay_pane()
        self.paint_soon()

    # Where the hand is -------------------------------------------------------------------------

    def move(self, way: Direction) -> None:
        """Move the cursor to the nearest node in that direction."""
        self.to(self.diagram.toward(self.current, way))

    def page(self, pages: int) -> None:
        """Move the cursor up or down by what the canvas shows."""
        nodes = list(self.diagram.nodes.values())
        here = self.diagram.nodes.get(self.current or "")
        if here is None:
            return
        wanted = here.y + pages * max(1, self.canvas.size.height - 3)
        nearest = min(nodes, key=lambda node: (abs(node.y - wanted), abs(node.x - here.x)))
        self.to(nearest.id)

    def end(self, *, last: bool) -> None:
        """Move the cursor to the first or the last node."""
        nodes = list(self.diagram.nodes)
        if nodes:
            self.to(nodes[-1 if last else 0])

    def to(self, node: str | None) -> None:
        """Put the cursor on a node."""
        self.current = node
        self._show()

    def near(self, place: Node | None) -> None:
        """Go to the node nearest to where one stood that is gone."""
        nodes = self.diagram.nodes.values()
        if place is not None and nodes:
            nearest = min(nodes, key=lambda node: abs(node.x - place.x) + 4 * abs(node.y - place.y))
            self.to(nearest.id)

    def rest(self) -> None:
        """Put the caret on the current node."""
        self.canvas.paint()

    def jump(self) -> None:
        """Show a letter at every node in sight; the one typed takes the cursor there."""
        self.letters(_("type a letter"), self.to)

    def letters(
        self,
        label: str,
        chosen: Callable[[str], None],
        nobody: Callable[[], None] | None = None,
        named: Callable[[], None] | None = None,
        among: str = "",
        keys: Mapping[str, Callable[[], None]] = MappingProxyType({}),
    ) -> None:
        """Show a letter at each node in sight whose id begins with `among`; give that typed.

        `-` and `0` are nobody, `/` goes on to a name; `keys` leave it open.
        """
        others = {"-": nobody, "0": nobody, "/": named}

        def close() -> None:
            self.canvas.letters = False
            self.release()

        def take_letter(letter: str) -> bool:
            act, found = others.get(letter), self.canvas.find_letter(letter)
            act = act or (partial(chosen, found) if found else None)
            if act:
                close()
                act()
            return bool(act)

        self.canvas.show_letters(among)
        draw = partial(message_bar, label, "")
        self.offer(LetterPrompt(take_letter, close, self.refuse_key, keys), draw)


LETTERS = ascii_letters + digits


class DiagramView(LinesView):
    """A diagram, cursor and all; what does not fit scrolls both ways as the cursor moves.

    `letters` puts a jump letter over the start of every node in sight whose id begins with `among`.
    """

    class Resized(Message):
        """There is another number of rows or cells, so the diagram has to be drawn again."""

    DEFAULT_CSS = "DiagramView { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.diagram = Diagram()
        self.current: str | None = None
        self.letters, self.among = False, ""
        self._window = Viewport(0, 0)
        self._further = 0  # the lines of a node higher than the window that are above it
        self._shown_for: Size | None = None

    def show_diagram(self, diagram: Diagram, current: str | None) -> None:
        """Take a diagram and the node under the cursor, and repaint what differs."""
        self._further = self._further if current == self.current else 0
        self.diagram, self.current, self._shown_for = diagram, current, self.size
        self.paint()

    def scroll_within(self, step: int) -> bool:
        """Show more of a node that is higher than the window; whether there was more that way."""
        node, room = self.diagram.nodes.get(self.current or ""), self._window.room(self.diagram)
        if node is None or node.height <= room:
            return False
        before = self._further
        further = before + step * max(1, room - 1)
        self._further = max(0, min(further, node.height - room))
        self.paint()
        return self._further != before

    def paint(self) -> None:
        """Move the window after the cursor and repaint the lines that changed."""
        rows = max(0, self.size.height - len(self._over))
        window = Viewport(self.size.width, rows, self._window.top, self._window.left)
        self._window = window = window.follow_node(self.diagram, self.current, self._further)
        lines = window.crop_lines(self.diagram, self.current)
        if self.letters:
            for letter, node in zip(LETTERS, self.lettered(), strict=False):
                row = node.y - window.top + len(self.diagram.head)
                lines[row] = self._put_letter(lines[row], letter, node)
        self.show(lines, caret=window.caret(self.diagram, self.current))

    def _put_letter(self, base: TextLine, letter: str, node: Node) -> TextLine:
        return overlay(base, (StyledText(letter, "key"),), max(0, node.x - self._window.left), 1)

    def hidden_sides(self) -> TextLine:
        """Return the signs of the sides on which the diagram goes on out of sight."""
        sides = self._window.hidden_sides(self.diagram)
        return (StyledText(sides),) if sides else ()

    def in_sight(self) -> list[Node]:
        """Return the nodes whose start is in the window, in reading order."""
        window = self._window
        rows = range(window.top, window.top + window.rows - len(self.diagram.head))
        cells = range(window.left, window.left + window.cells)
        return [node for node in self.diagram.nodes.values() if node.y in rows and node.x in cells]

    def lettered(self) -> list[Node]:
        """Return the nodes that have a jump letter while there are any."""
        return [node for node in self.in_sight() if node.id.startswith(self.among)]

    def show_letters(self, among: str) -> None:
        """Put a letter over every node in sight whose id begins with `among`."""
        self.letters, self.among = True, among
        self.paint()

    def find_letter(self, letter: str) -> str | None:
        """Return the id of the node that has this jump letter, None for none."""
        place = LETTERS.find(letter) if letter else -1
        found = self.lettered()
        return found[place].id if 0 <= place < len(found) else None

    def on_resize(self) -> None:
        """Tell the screen to draw for the new size, unless it has by now."""
        if self._shown_for != self.size:
            self.post_message(self.Resized())
