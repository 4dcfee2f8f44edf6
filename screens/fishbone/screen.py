"""The fishbone of one project: the fish with its cursor, and the list of suggested causes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

from textual import events

from deals.edits.planning import add_cause
from deals.fishbone import Bone, CauseOnBone, SuggestedCause, fishbone, suggest_causes
from deals.model import Cause, Project
from deals.network.analysis import analyse
from deals.parsing.reading_context import ReadingContext
from deals.sources import causes_from
from screens.base.closed_prompt import CANCEL_KEYS
from screens.base.diagram_screen import LARGE, DiagramScreen
from screens.base.empty import draw_empty_pane
from screens.base.frame import join_titles
from screens.base.project_actions import edit_project
from screens.base.project_screen import changed_ids
from screens.base.prompts import QUIT_LETTER, half_width
from screens.fishbone.fishbone_list import list_fishbone
from screens.fishbone.view import FishboneState, offer_diagram, offer_text, state_legend
from views.cause_notes import note_causes
from views.diagram import Diagram, Direction
from views.fishbone import (
    bone_node_id,
    cause_node_id,
    draw_fishbone,
    find_node_along,
)
from views.glyphs import current_speech
from views.item_list import draw_list
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, ngettext
from wording.legends import FISHBONE_LEGEND
from wording.times import window_name

NO_FOOTER = ("",)
"""What the footer shows while letters take what is offered: no command, for none acts then."""


class FishboneScreen(DiagramScreen):
    """The screen of the fish; while causes are offered, their list stands in its place."""

    own_signs = FISHBONE_LEGEND
    room: ClassVar[str] = "fishbone"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.current = cause_node_id(project.causes[-1].id) if project.causes else None
        self._basis: tuple[object, ...] = ()
        self._diagram = Diagram()
        self._bones: tuple[Project | None, tuple[Bone, ...]] = (None, ())

    # What is shown ---------------------------------------------------------------------------

    @property
    def offering(self) -> bool:
        """Whether causes are offered now."""
        return isinstance(self.key_handler, SuggestionPrompt)

    @property
    def bones(self) -> tuple[Bone, ...]:
        """The bones with their causes, sorted out once while the project is the same."""
        if self._bones[0] is not self.project:
            self._bones = (self.project, fishbone(self.project, self.host.context.playbook))
        return self._bones[1]

    @property
    def signs(self) -> str:
        """When the project signs, where no goal was written that the fish heads for."""
        project = self.project
        return window_name(project.signs) if project.signs and not project.head else ""

    @property
    def head(self) -> str:
        """What stands at the head, in one line: the goal, else the project and when it signs."""
        return self.project.head or f"{self.project.name} {self.signs}".strip()

    @property
    def diagram(self) -> Diagram:
        """The fish, or what is offered; drawn anew only if something of it changed."""
        today = self.host.context.today()
        sizes, listed = (self.size, self.canvas.size), self.listed
        basis = (self.project, *sizes, self.offering, listed, today, current_speech())
        if self._basis != basis:
            cells, rows = self.size.width, self.canvas.size.height
            self._basis, playbook = basis, self.host.context.playbook
            if isinstance(self.key_handler, SuggestionPrompt):
                offered, left = self.key_handler.offered, {each.source for each in self.offers()}
                self._diagram = offer_diagram(offered, left, self.project, playbook, cells)
            else:
                self._diagram = self._draw(cells, rows)
        return self._diagram

    def _draw(self, cells: int, rows: int) -> Diagram:
        """Return the fish, or what it shows as a list."""
        if self.listed:
            return self.list_twin(cells)
        project, context = self.project, self.host.context
        notes = note_causes(project, self.bones, context.playbook, context.today())
        head = project.head or project.name
        return draw_fishbone(head, self.bones, cells, rows, self.signs, notes)

    def list_twin(self, cells: int) -> Diagram:
        """Return the categories with their causes and tasks as a list."""
        return draw_list(list_fishbone(self.state, self.bones), cells)

    def offers(self) -> tuple[SuggestedCause, ...]:
        """Return what could be a cause and is none yet."""
        playbook = self.host.context.playbook
        return suggest_causes(self.project, analyse(self.project, playbook), playbook)

    def whereabouts(self) -> list[TextLine]:
        """Return how many causes there are, and how many nobody works on."""
        ribs = [rib for bone in self.bones for rib in bone.ribs]
        count = ngettext("{count} cause", "{count} causes", len(ribs)).format(count=len(ribs))
        bare = sum(rib.state == "bare" for rib in ribs)
        if not bare:
            return [line(count)]
        texts = (
            _("{bare} not in the plan").format(bare=bare),
            _("{bare} of {count} unplanned").format(bare=bare, count=len(ribs)),
            _("{bare} unplanned").format(bare=bare),
        )
        longest, *shorter = (line(StyledText(f"! {text}", "red")) for text in texts)
        return [(StyledText(f"{count} "), *longest), *shorter]

    @property
    def state(self) -> FishboneState:
        """What the pane tells about."""
        context = self.host.context
        return FishboneState(
            *(self.project, context.playbook, context.today(), self.head),
            hinted=self.host.hints.shows_line("fishbone.add"),
        )

    def pane_title(self) -> TextLine:
        """Return what is under the cursor in a few words."""
        return () if self.offering else self.state.title(self.bone, self.rib)

    def views(self) -> TextLine:
        """Return which cause of how many is under the cursor, and the views."""
        if self.offering:
            return ()
        ribs, rib = [rib for bone in self.bones for rib in bone.ribs], self.rib
        place = line(StyledText(f"{ribs.index(rib) + 1}/{len(ribs)}", "dim")) if rib else ()
        return join_titles(place, self.list_views(_("fishbone")))

    def about(self) -> list[TextLine]:
        """Return what there is to say of what is under the cursor, and what came of it."""
        if not self.offering:
            shown = self.state.lines(self.bone, self.rib)
            empty = self.bone is not None and not self.bone.ribs
            return [*draw_empty_pane(self, "fishbone"), *shown] if empty else shown
        hint = _("a letter takes one, * all, Enter the current one; Esc ends")
        return [line(StyledText(hint, "dim"))]

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return what there is to say, and what the signs mean where that leaves room."""
        lines = super().pane_lines(cells, rows)
        if self.offering or self.listed or len(lines) + 2 > rows or rows < LARGE - 1:
            return lines
        return [*lines, (), state_legend()]

    # The cursor --------------------------------------------------------------------------------

    @property
    def bone(self) -> Bone | None:
        """The bone under the cursor, or that of the cause there; None at the head."""
        rib = self.rib
        return next(
            (
                bone
                for bone in self.bones
                if bone_node_id(bone.id) == self.current or (rib is not None and rib in bone.ribs)
            ),
            None,
        )

    @property
    def rib(self) -> CauseOnBone | None:
        """The cause under the cursor."""
        every = (rib for bone in self.bones for rib in bone.ribs)
        return next((rib for rib in every if cause_node_id(rib.cause.id) == self.current), None)

    @property
    def own_bone(self) -> Bone | None:
        """The bone whose name the cursor is on, where it is one of the project's own."""
        bone = self.bone
        return bone if bone is not None and bone.own and self.rib is None else None

    def land(self, ref: str) -> None:
        """Go to a cause, or to the first that came from a source."""
        found = (cause for cause in self.project.causes if ref == cause_node_id(cause.id))
        cause = next(chain(found, causes_from(self.project, ref)), None)
        if cause is not None:
            self.to(cause_node_id(cause.id))

    def move(self, way: Direction) -> None:
        """Go to the next along the bone, or to the nearest aside."""
        if way in ("up", "down"):
            self.to(find_node_along(self.diagram, self.current, 1 if way == "down" else -1))
        else:
            super().move(way)

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to the cause that is another one, or new."""
        for cause in changed_ids(before, after, "causes")[:1]:
            self.to(cause_node_id(cause))


_MOVES: dict[str, Direction] = {"up": "up", "down": "down"}
_PAGES = {"pageup": -1, "pagedown": 1}


class SuggestionPrompt:
    """A key handler while causes are offered.

    What is taken stays in the list, marked: letters typed on mean what they meant.
    """

    def __init__(self, screen: FishboneScreen) -> None:
        self._screen = screen
        self.offered = screen.offers()
        self._taken: str | None = None

    def key(self, event: events.Key) -> None:
        """Take one by its letter or Enter, all by `*`, move by arrows; refuse any other key."""
        screen, char = self._screen, half_width(event.character or "")
        if screen.status_bar.line:
            screen.tell("")
        if event.key in _MOVES:
            screen.move(_MOVES[event.key])
        elif event.key in _PAGES:
            screen.page(_PAGES[event.key])
        elif char == "*":
            self._take(screen.offers())
        elif event.key == "enter":
            self._take(_suggestions_at(screen, screen.current))
        elif char.isalnum() and (node_id := screen.canvas.find_letter(char)) is not None:
            self._take(_suggestions_at(screen, node_id))
        elif event.key in CANCEL_KEYS or char == QUIT_LETTER:
            self.leave()
        else:
            screen.refuse_key(event)

    def _take(self, chosen: Sequence[SuggestedCause]) -> None:
        screen = self._screen
        playbook = screen.host.context.playbook
        if not chosen:
            screen.tell(_("already a cause"))
            return

        def edit(project: Project, reading: ReadingContext) -> Project:
            for suggestion in chosen:
                text = offer_text(suggestion, project, playbook)
                fresh = Cause(
                    id=reading.new_id(), bone=suggestion.bone, text=text, source=suggestion.source
                )
                project = add_cause(project, fresh, reading.stamp)
            return project

        message = _name_taken(
            [offer_text(suggestion, screen.project, playbook) for suggestion in chosen]
        )
        before = {cause.id for cause in screen.project.causes}
        if edit_project(screen, N_("cause"), edit, message):
            new = [cause.id for cause in screen.project.causes if cause.id not in before]
            self._taken = new[-1] if new else self._taken
        if not screen.offers():
            self.leave()

    def leave(self) -> None:
        """Go back to the fish, the cursor on what was taken last."""
        screen = self._screen
        screen.key_handler = None
        screen.footer_ids = ()
        screen.canvas.letters = False
        screen.current = cause_node_id(self._taken) if self._taken else None
        screen.paint()


def _name_taken(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return ngettext("{count} cause", "{count} causes", len(texts)).format(count=len(texts))


def _suggestions_at(screen: FishboneScreen, node_id: str | None) -> tuple[SuggestedCause, ...]:
    return tuple(offer for offer in screen.offers() if f"offer:{offer.source}" == node_id)
