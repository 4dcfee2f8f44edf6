"""Goals, plan and team of one project: their pictures, the cursor, and what is under it in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from deals.model import Goal, PlanRow, Project
from deals.parsing.time_words import Calendar
from deals.planning import row_numbers
from screens.base.diagram_screen import DiagramScreen, DiagramView
from screens.base.empty import draw_empty_pane
from screens.base.project_screen import changed_ids
from screens.plan.plan_list import days_line, list_plan
from screens.plan.view import (
    DATED_FROM,
    HINTS,
    SIDES,
    TREE_CELLS,
    Outline,
    PlanSide,
    PlanState,
    PlanView,
    find_side,
    goal_lines,
    goal_title,
    outline,
    place_title,
    row_lines,
    row_title,
)
from views.diagram import GUTTER, Diagram, Direction, leave_gutter
from views.gantt import (
    GOAL_PREFIX,
    ROW_PREFIX,
    WORKSTREAM_PREFIX,
    GanttView,
    PlanItem,
    bar_of,
    draw_gantt,
    find_item,
    make_ref,
    opening_view,
    strip_scale,
)
from views.glyphs import current_speech, glyphs
from views.goal_tree import GoalTree, GoalWork, draw_goal_tree
from views.item_list import draw_list
from views.styled_text import StyledText, TextLine, line
from views.team_form import member_title, team_form, team_lines
from views.time_scale import cells_to_reach
from wording import N_, _, pgettext
from wording.legends import PLAN_LEGEND

SCROLL, AS_LIST = 4, "list"
FOOTERS: Mapping[PlanSide, Sequence[str]] = {
    "goals": ("add", "add-under", "work", "edit", "dates", "view", "help"),
    "plan": (),
    "team": ("add", "edit", "part", "delete", "team", "help", "back"),
}
"""The commands that the footer shows on goals and team form, where those of the plan do nothing."""


class PlanScreen(DiagramScreen):
    """Three faces of one plan: the goals, the rows with their strip, both; and the team form."""

    own_signs = PLAN_LEGEND
    room: ClassVar[str] = "plan"
    named_views: ClassVar[Mapping[str, str]] = {**SIDES, AS_LIST: N_("list")}

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.view = PlanView()
        self.wanted_checkpoint = ""  # what the thread led to
        self.places: dict[PlanSide, str | None] = {}
        self._drawn: dict[PlanSide, tuple[Outline, object, Diagram]] = {}
        self._outline: Outline | None = None
        self._unmoved: str | None = None  # the node that nobody has put the cursor on

    def main_view(self) -> Widget:
        """Return the goals beside the plan."""
        return Horizontal(DiagramView(id="goals"), DiagramView(id="canvas"), id="faces")

    def on_mount(self) -> None:
        """Open on what is late, the longest late first, the bars nearest to today in sight."""
        self.current = self.outline.first()
        zoom, shift = opening_view(self.outline.groups, self.today, self.size.width - GUTTER)
        self.view = replace(self.view, zoom=zoom, shift=shift, as_list=self.listed)

    @property
    def today(self) -> date:
        """What day it is."""
        return self.host.context.today()

    @property
    def calendar(self) -> Calendar:
        """What the days of a line are read against."""
        return self.host.context.reading().calendar

    @property
    def outline(self) -> Outline:
        """What is shown of the project, worked out once while nothing changed."""
        project, host, today = self.project, self.host, self.today
        if self._outline is None or not self._outline.is_of(project, host.book, today):
            self._outline = outline(project, host.book, host.context.playbook, today)
        return self._outline

    # What is shown ---------------------------------------------------------------------------

    @property
    def beside(self) -> bool:
        """Whether goals and plan stand beside each other."""
        return self.view.beside(self.size.width)

    @property
    def canvas(self) -> DiagramView:
        """The widget that the cursor is in."""
        goals = self.beside and self.view.side == "goals"
        return self.query_one("#goals" if goals else "#canvas", DiagramView)

    @property
    def diagram(self) -> Diagram:
        """What the cursor is in."""
        return self._diagram("plan" if self.view.listed else self.view.side)

    def _diagram(self, side: PlanSide) -> Diagram:
        """Return a side's picture, drawn anew only if something of it changed."""
        beside, cells = self.beside, self.size.width
        if beside:
            cells = TREE_CELLS if side == "goals" else cells - TREE_CELLS
        view = self.view
        lit, signs = self._lit(side), self.project.signs
        gantt_view = GanttView(
            *(self.today, view.zoom, view.shift, lit, view.folded),
            tender=self.project.tender,
            signing=signs.latest if signs else None,
            undated=self._undated,
        )
        drawn_by = gantt_view if side == "plan" or view.listed else view.folded
        outline, basis = self.outline, (cells, view.listed, drawn_by, current_speech())
        found = self._drawn.get(side)
        if found is None or found[0] is not outline or found[1] != basis:
            found = self._drawn[side] = (outline, basis, self._draw(side, gantt_view, cells))
        return found[2]

    @property
    def _undated(self) -> bool:
        """Whether the strip alone says when tasks are: names have no room beside their days."""
        return self.beside and self.size.width - TREE_CELLS < DATED_FROM

    def _draw(self, side: PlanSide, gantt_view: GanttView, cells: int) -> Diagram:
        outline = self.outline
        if self.view.listed and side != "team":
            items = list_plan(outline, self.state, gantt_view.folded)
            return draw_list(items, cells, [days_line(gantt_view)])
        cells -= GUTTER
        if side == "plan":
            return leave_gutter(draw_gantt(outline.groups, gantt_view, cells))
        if side == "goals":
            tree = GoalTree(
                *(outline.goals, outline.letters, outline.inside, outline.work),
                folded=gantt_view.folded,
                past=outline.past,
            )
            return leave_gutter(draw_goal_tree(tree, cells - 1))
        return leave_gutter(team_form(self.project, cells))

    def list_twin(self, cells: int) -> Diagram:
        """Return goals and plan as a list, nothing folded; the team form as it stands."""
        if self.view.side == "team":
            return self.diagram
        return draw_list(list_plan(self.outline, self.state, ()), cells)

    def _lit(self, side: PlanSide) -> frozenset[str]:
        """Return the rows of the goal under the cursor."""
        goal = self.item
        if side != "plan" or not self.beside or not isinstance(goal, Goal):
            return frozenset()
        return frozenset(row.id for row in self.project.plan if row.goal == goal.id)

    def paint(self) -> None:
        """Make room for the goals beside the plan only where that changes: a layout costs."""
        goals = self.query_one("#goals", DiagramView)
        if goals.display != self.beside:
            goals.display = self.beside
        before = self.current
        if self.view.listed and before not in self.diagram.nodes:
            self.current = self._first_on_side()
            self._follow_side(self.current)
        super().paint()
        if self.current != before:
            self._unmoved = self.current

    def _show(self) -> None:
        super()._show()
        if self.beside:
            # The other side lights the rows of the goal under the cursor: it is drawn anew too.
            across = self.view.other_side().side
            canvas = self.query_one("#goals" if across == "goals" else "#canvas", DiagramView)
            canvas.show_diagram(self._diagram(across), None)
            self.canvas.paint()

    def whereabouts(self) -> list[TextLine]:
        """Return what is late."""
        count = len(self.outline.late)
        text = "! " + pgettext("plan", "{count} late").format(count=count)
        return [line(StyledText(text, "red"))] if count else []

    @property
    def state(self) -> PlanState:
        """What the pane tells about."""
        number, playbook = row_numbers(self.outline.groups), self.host.context.playbook
        return PlanState(self.project, playbook, self.today, number, glyphs().arrow)

    def pane_title(self) -> TextLine:
        """Return what is under the cursor, in a few words."""
        item = self.item
        if isinstance(item, Goal):
            return goal_title(item)
        if isinstance(item, PlanRow):
            return row_title(item, self.state)
        return place_title(self.current, self.outline) if item is None else member_title(item)

    def views(self) -> TextLine:
        """Return the faces and the units of the days, the present ones among them."""
        return self.view.views(self.size.width)

    def about(self) -> list[TextLine]:
        """Return what there is to say of what is under the cursor."""
        item, outline = self.item, self.outline
        if isinstance(item, Goal):
            folded = self.current in self.view.folded
            inside = outline.inside.get(item.id) if folded else None
            letters, work = outline.letters[item.id], outline.work.get(item.id, GoalWork())
            return list(goal_lines(item, letters, inside, work, self.state))
        if isinstance(item, PlanRow):
            return list(row_lines(item, self.state, list(self.host.book.projects.values())))
        return [*self._hint_lines(), *team_lines(self.project, self.current)]

    def _hint_lines(self) -> list[TextLine]:
        """Return what belongs where there is nothing yet; else the keys, until they are known."""
        side, project = self.view.side, self.project
        tasks = (
            [row for row in project.plan if row.bone == self.bone] if self.bone else project.plan
        )
        there = {"goals": project.goals, "plan": tasks, "team": project.team}
        if not there[side]:
            return draw_empty_pane(self, f"plan.{side}")
        shown = self.host.hints.shows_line("plan.add")
        return [line(StyledText(_(HINTS[side]), "dim"))] if shown else []

    # The cursor --------------------------------------------------------------------------------

    @property
    def item(self) -> PlanItem | None:
        """The goal, row or member under the cursor."""
        return self.item_of(self.current)

    def item_of(self, ref: str | None) -> PlanItem | None:
        """Return the goal, row or member that a node stands for, as it is now."""
        return find_item(self.project, ref)

    @property
    def bone(self) -> str | None:
        """The workstream that the cursor is in; None where it only stands where it began."""
        item = self.item
        if isinstance(item, PlanRow):
            return item.bone
        current = self.current or ""
        if current.startswith(WORKSTREAM_PREFIX) and current != self._unmoved:
            return current.removeprefix(WORKSTREAM_PREFIX)
        return None

    def to(self, node: str | None) -> None:
        """Put the cursor on a node, where somebody wants it."""
        self._unmoved = None
        side = self.view.side
        self._follow_side(node)
        if self.view.side != side:
            self.paint_soon()
        super().to(node)

    def _follow_side(self, node: str | None) -> None:
        """Have the keys act on the side that the cursor has come to: the list holds both."""
        side = find_side(node)
        if self.view.listed and side != "team":
            self.view, self.footer_ids = self.view.on_side(side), FOOTERS[side]

    def leave_page(self) -> bool:
        """Go back from the team form to where it was opened."""
        inside = self.view.side == "team"
        if inside:
            self.look(self.view.team())
        return inside

    def look(self, view: PlanView) -> None:
        """Take another view; the cursor of each side stays where it was."""
        self.places[self.view.side] = self.current
        if view.side != self.view.side:
            self.current = self.places.get(view.side)
        self.view = view
        self.host.views_left.keep(self.room, listed=view.as_list)
        self.footer_ids = FOOTERS[view.side]
        self.paint()

    def turn_view(self, view: str) -> None:
        """Show the goals, the plan, the team form, or goals and plan as a list."""
        if view == AS_LIST:
            self.look(replace(self.view, side=self.view.before, as_list=True))
        elif view == "team" and self.view.side != "team":
            self.look(self.view.team())
        elif view in ("goals", "plan"):
            side: PlanSide = "goals" if view == "goals" else "plan"
            self.look(replace(self.view, side=side, both=False, as_list=False))

    def fold(self, node_ids: frozenset[str]) -> None:
        """Fold these and nothing else; the cursor goes to what hides the place where it was."""
        self.current = self.outline.folds.find_visible(node_ids, self.current)
        self.look(replace(self.view, folded=node_ids))

    def go(self, ref: str) -> None:
        """Put the cursor on something, on the side that shows it, out of whatever hides it."""
        side = find_side(ref)
        view = replace(self.view, folded=self.outline.folds.unfold_holders(self.view.folded, ref))
        if side != view.side:
            view = view.team() if side == "team" else view.on_side(side)
        if view != self.view:
            self.look(view)
        self.to(ref if ref in self.diagram.nodes else self.current)

    def land(self, ref: str) -> None:
        """Go to an item of the red thread; a checkpoint stands on its row."""
        kind, _colon, key = ref.partition(":")
        row_id, _colon, check_id = key.partition(":")
        there = f"{ROW_PREFIX}{row_id}" if kind == "checkpoint" else ref
        row = self.item_of(there)
        if row is None:
            self.tell(_("it is no longer there"), "amber")
            return
        self.go(there)
        if isinstance(row, PlanRow) and any(check.id == check_id for check in row.checkpoints):
            self.wanted_checkpoint = check_id
            self.action_command("checkpoint")

    def move(self, way: Direction) -> None:
        """Move up and down by one; sideways scroll the days, or go to the goal's kin."""
        if way in ("up", "down"):
            self._step(1 if way == "down" else -1)
        elif self.view.side == "plan" and not self.view.listed:
            step = SCROLL if way == "right" else -SCROLL
            self.look(replace(self.view, shift=self.view.shift + step))
        elif isinstance(self.item, Goal):
            self._kin(self.item, way)

    def _step(self, step: int) -> None:
        node_ids, here = list(self.diagram.nodes), self.current or ""
        if here in node_ids:
            at = node_ids.index(here) + step
            self.to(node_ids[max(0, min(at, len(node_ids) - 1))])

    def _first_on_side(self) -> str | None:
        """Return the first node of the list that is on the side of the cursor, else the first."""
        nodes, side = self.diagram.nodes, self.view.side
        return next((node for node in nodes if find_side(node) == side), self.diagram.first())

    def _kin(self, goal: Goal, way: Direction) -> None:
        here = make_ref(goal)
        if way == "right" and here in self.view.folded:
            self.fold(self.view.folded - {here})
            return
        child = next((other.id for other in self.project.goals if other.parent == goal.id), None)
        found = child if way == "right" else goal.parent
        if found is not None and f"{GOAL_PREFIX}{found}" in self.diagram.nodes:
            self.to(f"{GOAL_PREFIX}{found}")

    def zoom(self, step: int) -> None:
        """Take longer units a cell, or shorter ones; the bar under the cursor stays in sight."""
        view = self.view.zoom_by(step)
        if view.zoom == self.view.zoom:
            self.tell(_("already the longest units") if step > 0 else _("already days"))
            return
        bar = bar_of(self.item) if isinstance(self.item, PlanRow) else None
        if bar is not None:
            cells = self.size.width - TREE_CELLS * self.beside - GUTTER
            sight = GanttView(self.today, view.zoom, undated=self._undated)
            view = replace(
                view, shift=cells_to_reach(strip_scale(self.outline.groups, sight, cells), bar)
            )
        self.look(view)

    def next_late(self) -> None:
        """Go to the next row that is late, round."""
        order = [f"{ROW_PREFIX}{row.id}" for group in self.outline.groups for row in group.rows]
        at = order.index(self.current) + 1 if self.current in order else 0
        late = {f"{ROW_PREFIX}{row_id}" for row_id in self.outline.late}
        found = next((ref for ref in (*order[at:], *order[:at]) if ref in late), None)
        if found is None:
            self.tell(_("nothing is late"))
        else:
            self.go(found)

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to the row or goal that is another one, or new."""
        rows = [f"{ROW_PREFIX}{row}" for row in changed_ids(before, after, "plan")]
        goals = [f"{GOAL_PREFIX}{goal}" for goal in changed_ids(before, after, "goals")]
        for ref in (*rows, *goals)[:1]:
            self.go(ref)
