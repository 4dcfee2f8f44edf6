"""The people of one project: four pictures of them with one cursor, and who is under it."""

from __future__ import annotations

from typing import ClassVar

from deals.model import Contact, Project
from deals.network.analysis import AnalysisCache
from deals.network.findings import IntroductionRoute
from deals.network.introductions import find_introductions
from screens.base.diagram_screen import DiagramScreen
from screens.base.frame import WIDE, draw_views
from screens.base.project_screen import changed_ids
from screens.people.view import FINDINGS, VIEWS, DrawnNetwork, NetworkView, PeopleState, draw
from views.diagram import Diagram
from views.network.placement import hole_id
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext
from wording.findings import LEGEND, ask_text, holds_text, names_of


class PeopleScreen(DiagramScreen):
    """One model of the people, four pictures of it; the cursor stays on its person across them."""

    own_signs = LEGEND
    room: ClassVar[str] = "people"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.view = NetworkView()
        self._analyses = AnalysisCache()
        self._drawn: dict[tuple[NetworkView, int], DrawnNetwork] = {}
        self._of: Project | None = None
        self._ways: tuple[object, tuple[IntroductionRoute, ...]] = (None, ())

    @property
    def diagram(self) -> Diagram:
        """The picture of the present view."""
        return self.drawn.diagram

    @property
    def drawn(self) -> DrawnNetwork:
        """The picture of the present view; each is kept until something of the project changes."""
        if self._of != self.project:
            self._drawn, self._of = {}, self.project
        basis = (self.view, self.size.width)
        if basis not in self._drawn:
            found = self._analyses.of(self.project, self.host.context.playbook)
            self._drawn[basis] = draw(self.project, found, self.view, self.size.width)
        return self._drawn[basis]

    @property
    def person(self) -> Contact | None:
        """The person under the cursor."""
        return self.drawn.person(self.current)

    @property
    def noted_id(self) -> str:
        """The id of the person under the cursor, if one is."""
        return self.person.id if self.person else ""

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

    def whereabouts(self) -> TextLine:
        """Return how the net holds."""
        return line(holds_text(self.drawn.findings, short=self.size.width < WIDE))

    def pane_finish(self) -> TextLine:
        """Return the views, the present one among them."""
        names = [_(name) for name in VIEWS.values()]
        here = self.view.title()
        names += [here] if here not in names else []
        return draw_views(names, names.index(here))

    def about(self) -> list[TextLine]:
        """Return who is under the cursor, what is wrong there, and how to mend it."""
        lines = self._seen().lines(_("Enter")) if self.project.contacts else self._empty()
        return [*lines, *self._lessons()]

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

    def _empty(self) -> list[TextLine]:
        return [
            line(StyledText(_("no people yet: a adds them, one per line"), "strong")),
            line(StyledText(_("such as: Bo Ek (CTO) @IT mid-level T cr3 +"), "dim")),
        ]

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
            none_key=self._key("none-here"),
            must_key=self._key("unnamed"),
            line_key=self._key("no-line"),
            buyer_key=self._key("purchasing-head"),
        )

    def _key(self, command_id: str) -> str:
        """Return the key of a command of this room, as the user has it."""
        return next(self.key_of(each) for each in self.commands if each.id == command_id)

    # The cursor --------------------------------------------------------------------------------

    def go(self, person: str) -> None:
        """Put the cursor on a person, wherever the view shows them."""
        self.to(self.drawn.node_of(person) or self.current)

    def land(self, ref: str) -> None:
        """Go to a hole that a cause was made of; to the finding on it where it is no place."""
        if ref not in self.diagram.nodes and ref in map(hole_id, self.drawn.findings.tops):
            self.look(self.view if self.view.name == FINDINGS else self.view.findings())
            ref = self.drawn.finding_on(ref) or ref
        if ref in self.diagram.nodes:
            self.to(ref)

    def look(self, view: NetworkView) -> None:
        """Take another view, the cursor staying on its person."""
        person = self.person
        self.view = view
        if person is not None:
            self.current = self.drawn.node_of(person.id)
        self.paint()

    def step_back(self) -> None:
        """Go from the findings to the view before, from the large pane to the small, then out."""
        if self.view.name == FINDINGS:
            self.look(self.view.findings())
        elif self.large:
            self.turn_detail()
        else:
            super().step_back()

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to the person who is another one, or new."""
        for person in changed_ids(before, after, "contacts")[:1]:
            self.go(person)
