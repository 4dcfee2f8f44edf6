"""The people of one project: four pictures of them with one cursor, and who is under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from deals.model import Contact, Project
from deals.network.analysis import AnalysisCache
from deals.network.findings import IntroductionRoute, NetworkFindings
from deals.network.introductions import find_introductions
from screens.base.diagram_screen import FURTHER, TALL, DiagramScreen
from screens.base.empty import list_examples, say_how
from screens.base.empty_hints import EMPTY_HINTS
from screens.base.frame import draw_views
from screens.base.pane import BESIDE_FROM, indent_line
from screens.base.project_screen import changed_ids
from screens.people.people_list import list_people
from screens.people.view import (
    FINDINGS,
    LIST,
    VIEWS,
    DrawnNetwork,
    NetworkView,
    PeopleState,
    draw,
    example_lines,
)
from views.diagram import Diagram, Direction
from views.glyphs import current_speech, glyphs
from views.item_list import draw_list
from views.legend import legend_lines
from views.marks import titled_rule
from views.network.placement import COLUMNS, HOLE, find_cell, hole_column, hole_id
from views.styled_text import StyledText, TextLine, Tone, flow, line, width, words, wrap
from wording import N_, _, ngettext
from wording.findings import ask_text, holds_pairs, holds_text, names_of, way_text
from wording.legends import DIAGRAM_LEGEND, PEOPLE_LEGENDS, ROOM_LEGEND

FURTHER_IN = 4
"""The cells that a text below the net leaves at both ends."""
MENDED = 2
"""The holes whose shortest way to mend stands below the net, where there is room."""
EMPTY_FOOTER = ("add", "bring-in", "import-contacts", "help")


class PeopleScreen(DiagramScreen):
    """One model of the people, four pictures of it; the cursor stays on its person across them."""

    may_stand_beside: ClassVar[bool] = True
    room: ClassVar[str] = "people"
    named_views: ClassVar[Mapping[str, str]] = {**VIEWS, FINDINGS: N_("findings")}

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.view = NetworkView()
        self._analyses = AnalysisCache()
        self._drawn: dict[tuple[object, ...], DrawnNetwork] = {}
        self._of: Project | None = None
        self._ways: tuple[object, tuple[IntroductionRoute, ...]] = (None, ())

    def on_mount(self) -> None:
        """Open as a list where the room was left as one."""
        if self.listed:
            self.view = replace(self.view, name=LIST)

    @property
    def diagram(self) -> Diagram:
        """The picture of the present view."""
        return self.drawn.diagram

    @property
    def drawn(self) -> DrawnNetwork:
        """The picture of the present view; each is kept until something of the project changes."""
        if self._of != self.project:
            self._drawn, self._of = {}, self.project
        beside = self.size.width >= BESIDE_FROM
        rows = self.body_rows - beside  # the rule over the picture
        basis = (self.view, self.main_cells, rows, current_speech())
        if basis not in self._drawn:
            found = self._analyses.of(self.project, self.host.context.playbook)
            ways = self._worst_ways(found) if beside else None
            drawn = self._draw(found, ways, rows)
            self._drawn[basis] = drawn if ways is None else self._add_rule(drawn)
        return self._drawn[basis]

    def _draw(self, found: NetworkFindings, ways: list[TextLine] | None, rows: int) -> DrawnNetwork:
        """Return the picture of the present view, or what the net shows as a list."""
        project, cells = self.project, self.main_cells
        if self.view.name != LIST:
            drawn = draw(project, found, self.view, cells, ways, rows)
            return drawn if project.contacts else self._say_empty(drawn)
        people = {contact.id: contact for contact in project.contacts}
        drawn = DrawnNetwork(self.list_twin(cells), people, found)
        return drawn if people else self._say_empty(drawn)

    def _say_empty(self, drawn: DrawnNetwork) -> DrawnNetwork:
        """Return a view of nobody with what belongs into it; the net has its places for that."""
        hint = EMPTY_HINTS.get(f"people.{self.view.name}")
        if hint is None:
            return drawn
        purpose = wrap(_(hint.purpose), self.main_cells - 4, 3)
        lines = [(), *(line(StyledText(f"   {part}", "dim")) for part in purpose)]
        diagram = replace(drawn.diagram, lines=(*drawn.diagram.lines, *lines))
        return replace(drawn, diagram=diagram)

    def list_twin(self, cells: int) -> Diagram:
        """Return the people as a list."""
        playbook = self.host.context.playbook
        found = self._analyses.of(self.project, playbook)
        return draw_list(list_people(self.project, found, playbook), cells)

    def _add_rule(self, drawn: DrawnNetwork) -> DrawnNetwork:
        """Return the picture under a rule that holds the views and says which is shown."""
        rule = titled_rule((), self.main_cells, self._views())
        diagram = replace(drawn.diagram, head=(rule, *drawn.diagram.head))
        return replace(drawn, diagram=diagram)

    def _worst_ways(self, found: NetworkFindings) -> list[TextLine]:
        """Return the shortest ways to mend the holes that matter most, a line each."""
        playbook, stage = self.host.context.playbook, self.project.stage
        names, arrow = names_of(self.project), glyphs().arrow
        worst = (
            find_introductions(self.project, found, playbook, hole)[:1]
            for hole in found.holes[:MENDED]
        )
        made = []
        for number, way in enumerate([each for ways in worst for each in ways], 1):
            text = f"{number} {way_text(way, self.project, arrow)}   "
            asked = StyledText(ask_text(way, names, stage, playbook), "good")
            # What to ask names both ends of a short way.
            short = len(way.hops) < 2 and width(text + asked.text) > self.main_cells - FURTHER_IN
            made.append(line(f"{number} " if short else text, asked))
        return made

    def legend(self) -> Sequence[TextLine]:
        """Return what the signs of the present view mean."""
        return legend_lines(PEOPLE_LEGENDS[self.view.name], DIAGRAM_LEGEND, ROOM_LEGEND)

    @property
    def person(self) -> Contact | None:
        """The person under the cursor."""
        return self.drawn.person(self.current)

    @property
    def noted_id(self) -> str:
        """The id of the person under the cursor, if one is."""
        return self.person.id if self.person else ""

    def leave_page(self) -> bool:
        """Go back from the findings to the picture before."""
        inside = self.view.name == FINDINGS
        if inside:
            self.look(self.view.findings())
        return inside

    def person_of(self, contact_id: str) -> Contact | None:
        """Return a person of the project as they stand now."""
        return next(
            (contact for contact in self.project.contacts if contact.id == contact_id), None
        )

    @property
    def ways(self) -> tuple[IntroductionRoute, ...]:
        """The ways to mend what the cursor is on, worked out once while nothing changed."""
        drawn = self.drawn
        place, person = drawn.place(self.current), drawn.person(self.current)
        target = place or (person.id if person else None)
        if target is None or not self._needs_mending(drawn, person):
            return ()
        key = (drawn.findings, target)
        if self._ways[0] != key:
            playbook = self.host.context.playbook
            self._ways = (key, find_introductions(self.project, drawn.findings, playbook, target))
        return self._ways[1]

    def _needs_mending(self, drawn: DrawnNetwork, person: Contact | None) -> bool:
        """Whether there is something to mend: a hole, or a person held too weakly."""
        hold = self.host.context.playbook.net.hold
        return person is None or (person.cr or 0) < hold or drawn.place(self.current) is not None

    def whereabouts(self) -> list[TextLine]:
        """Return how the net holds, and what it lacks with its sign."""
        found = self.drawn.findings
        sign: tuple[str, Tone] = ("!", "red") if found.holes else ("~", "amber")
        pairs = [*holds_pairs(found)] or [(holds_text(found), ""), ("", _("no line yet"))]
        lacks = [
            (held, StyledText(f"{sign[0]} {lack}" if lack else "", sign[1])) for held, lack in pairs
        ]
        return [line(f"{held} " if held and lack.text else held, lack) for held, lack in lacks]

    def views(self) -> TextLine:
        """Return the views, the present one among them; over the picture where that is beside."""
        return () if self.split is not None and self.split.beside else self._views()

    def _views(self) -> TextLine:
        names = [_(name) for name in VIEWS.values()]
        here = self.view.title()
        names += [here] if here not in names else []
        return draw_views(names, names.index(here))

    def paint(self) -> None:
        """Draw what changed; where nobody is known the footer has the keys that add people."""
        self.footer_ids = () if self.project.contacts else EMPTY_FOOTER
        super().paint()

    def pane_rows(self) -> int:
        """Return the lines of the pane: who it is about stands in its rule, so it needs fewer."""
        return super().pane_rows() - (not self.large and self.size.height < TALL)

    def pane_title(self) -> TextLine:
        """Return who or what is under the cursor."""
        if not self.project.contacts:
            return line(say_how(self, EMPTY_HINTS["people"]))
        return self._seen().title()

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return what is told of them, beside the net with blanks between where there is room."""
        if self.split is None or not self.split.beside:
            return super().pane_lines(cells, rows)
        blocks = [
            [row for each in block for row in _flow_fact(each, cells)] for block in self._blocks()
        ]
        apart = sum(map(len, blocks)) + len(blocks) <= rows
        gap: list[TextLine] = [()] if apart else []
        return [each for block in blocks for each in (*gap, *block)]

    def about(self) -> list[TextLine]:
        """Return what is wrong with whom the cursor is on, and how to mend it."""
        return [each for block in self._blocks() for each in block]

    def _blocks(self) -> list[list[TextLine]]:
        if self.project.contacts:
            blocks = self._seen().blocks(_("Enter"))
        else:
            beside = self.split is not None and self.split.beside
            examples = list_examples(self, EMPTY_HINTS["people"])
            blocks = [example_lines(examples, apart=beside)]
        lessons = self._lessons()
        return [*blocks, lessons] if lessons else blocks

    def _lessons(self) -> list[TextLine]:
        """Return a hint if ended projects of the customer or competitor hold lessons."""
        count = len(self.host.lessons.for_project(self.host.book, self.project))
        ended = ngettext("{count} ended project", "{count} ended projects", count)
        hint = _("lessons of {projects} with this customer or competitor: key 6")
        return (
            [line(StyledText(hint.format(projects=ended.format(count=count)), "dim"))]
            if count
            else []
        )

    def _seen(self) -> PeopleState:
        drawn, ways, host = self.drawn, self.ways, self.host
        ask = drawn.ask(self.current)
        if ways:
            stage, playbook = self.project.stage, host.context.playbook
            ask = ask_text(ways[0], names_of(self.project), stage, playbook)
        place = drawn.place(self.current)
        person = drawn.person(self.current)
        absent = drawn.absent(self.current)
        return PeopleState(
            *(self.project, drawn.findings, person, place, absent, ways, ask),
            hidden=drawn.hidden(self.current),
            none_key=self._key("none-here"),
            must_key=self._key("unnamed"),
            line_key=self._key("no-line"),
            buyer_key=self._key("purchasing-head"),
        )

    def _key(self, command_id: str) -> str:
        """Return the key of a command of this room, as the user has it."""
        return next(self.key_of(each) for each in self.commands if each.id == command_id)

    # The cursor --------------------------------------------------------------------------------

    def move(self, way: Direction) -> None:
        """Move the cursor; at the edge of a column that is shown alone, turn to the next one."""
        node = self.diagram.toward(self.current, way)
        if node == self.current and way in ("left", "right") and self.drawn.column is not None:
            self._turn_column(1 if way == "right" else -1)
        else:
            self.to(node)

    def _turn_column(self, step: int) -> None:
        here = self.diagram.nodes.get(self.current or "")
        column = min(max(self.view.column + step, 0), len(COLUMNS) - 1)
        if column != self.view.column:
            self.view, self.current = replace(self.view, column=column), None
            self.paint()
            self.near(here)

    def can_go(self, person: str) -> bool:
        """Whether there is a view of somebody to go to: the net turns and opens to show them."""
        return self.view.name == "net" or self.drawn.node_of(person) is not None

    def go(self, person: str) -> None:
        """Put the cursor on a person, wherever the view shows them; the net opens their cell."""
        self._open_to(person)
        self.to(self.drawn.node_of(person) or self.current)

    def _open_to(self, person: str) -> None:
        """Turn the net to the column of somebody it does not show, and open their cell."""
        contact = self.person_of(person)
        if self.view.name != "net" or contact is None:
            return
        for node in (None, find_cell(contact)[1]):
            if self.drawn.node_of(person) is not None:
                break
            if node is None:
                self.view = replace(self.view, column=find_cell(contact)[0])
            else:
                self.view = self.view.open(node)
        self.paint()

    def turn_cell(self, cell: str) -> None:
        """Show all people of a cell of the net, or the first of them again."""
        self.look(self.view.open(cell))

    def land(self, ref: str) -> None:
        """Go to a person or a hole that a cause was made of; the finding where it is no place."""
        if self.person_of(ref) is not None:
            self.go(ref)
            return
        if self.view.name == LIST:
            ref = self._first_at(ref)
        if ref not in self.diagram.nodes and ref in map(hole_id, self.drawn.findings.tops):
            self.look(self.view if self.view.name == FINDINGS else self.view.findings())
            ref = self.drawn.finding_on(ref) or ref
        elif ref not in self.diagram.nodes and ref.startswith(HOLE):
            self.look(replace(self.view, column=hole_column(ref)))
        if ref in self.diagram.nodes:
            self.to(ref)

    def _first_at(self, ref: str) -> str:
        """Return the first of those who are at a place that they do not hold, else the place."""
        found = (each for each in self.drawn.findings.holes if hole_id(each) == ref)
        return next((person for hole in found for person in hole.people), ref)

    def look(self, view: NetworkView) -> None:
        """Take another view, the cursor staying on its person."""
        person = self.person
        self.view = view
        if view.name in VIEWS:
            self.host.views_left.keep(self.room, listed=view.name == LIST)
        if person is not None:
            self._open_to(person.id)
            self.current = self.drawn.node_of(person.id)
        self.paint()

    def turn_view(self, view: str) -> None:
        """Show a picture of the people, their list, or what the net finds."""
        findings = view == FINDINGS and self.view.name != FINDINGS
        if findings or view in VIEWS:
            self.look(self.view.findings() if findings else replace(self.view, name=view))

    def step_back(self) -> None:
        """Go from the findings to the view before, from the large pane to the small, then out."""
        if self.large and self.view.name != FINDINGS:
            self.turn_detail()
        else:
            super().step_back()

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to the person who is another one, or new."""
        for person in changed_ids(before, after, "contacts")[:1]:
            self.go(person)


def _flow_fact(fact: TextLine, cells: int) -> list[TextLine]:
    """Return a fact in as many lines as it takes, all but the first further in."""
    rows = flow(words(fact), cells - len(FURTHER))
    return [row if at == 0 else indent_line(row, FURTHER) for at, row in enumerate(rows)]
