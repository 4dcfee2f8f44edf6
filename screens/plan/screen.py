"""Goals, plan and team of one project: wiring between the pictures, the cursor and the deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from deals.edits import Patch
from deals.goals import Letter, goal_tree, smart_goals
from deals.model import Goal, PlanRow, Project
from deals.plan import Group, grouped, numbers
from screens.kit.canvas import Canvas
from screens.kit.commands import Command
from screens.kit.lines import Lines
from screens.kit.picture import Picture, Way
from screens.kit.picturing import PictureScreen
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _
from screens.plan.commands import PLAN
from screens.plan.detail import Seen, goal_lines, late_rows, row_lines
from screens.plan.gantt import Sight, gantt
from screens.plan.knots import FIELD, GOAL, ROW, Item, changed_ref, item_of
from screens.plan.team import team_form
from screens.plan.tree import tree
from screens.plan.views import TREE_CELLS, Side, View

SCROLL = 4


class PlanScreen(PictureScreen):
    """Three faces of one plan: the goals, the rows with their strip, both; and the team form."""

    commands: ClassVar[tuple[type[Command], ...]] = PLAN
    room: ClassVar[str] = "plan"
    CSS_PATH = "screen.tcss"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.view = View()
        self.places: dict[Side, str | None] = {}
        self._drawn: dict[Side, tuple[object, Picture]] = {}
        self._groups: tuple[Project | None, tuple[Group, ...]] = (None, ())
        self._smart: tuple[Project | None, Mapping[str, tuple[Letter, ...]]] = (None, {})

    def body(self) -> Iterable[Widget]:
        """The goals, the plan, and what is under the cursor."""
        yield Horizontal(Canvas(id="goals"), Canvas(id="canvas"), id="faces")
        yield Lines(id="detail")

    def on_mount(self) -> None:
        """Opens on what is late, the longest late first."""
        first = [*late_rows(self.project, self.today), *(one.id for one in self.project.plan)]
        self.current = f"{ROW}{first[0]}" if first else None

    @property
    def today(self) -> date:
        """What day it is."""
        return self.host.context.today()

    @property
    def groups(self) -> tuple[Group, ...]:
        """The plan by field of work, those without rows too."""
        if self._groups[0] is not self.project:
            playbook = self.host.context.playbook
            self._groups = (self.project, grouped(self.project, playbook, empty=True))
        return self._groups[1]

    @property
    def letters_of(self) -> Mapping[str, tuple[Letter, ...]]:
        """The letters of every goal."""
        if self._smart[0] is not self.project:
            self._smart = (self.project, smart_goals(self.project))
        return self._smart[1]

    # What is shown ---------------------------------------------------------------------------

    @property
    def beside(self) -> bool:
        """Whether goals and plan stand beside each other."""
        return self.view.beside(self.size.width)

    @property
    def canvas(self) -> Canvas:
        """The widget that the cursor is in."""
        goals = self.beside and self.view.side == "goals"
        return self.query_one("#goals" if goals else "#canvas", Canvas)

    @property
    def picture(self) -> Picture:
        """What the cursor is in."""
        return self._picture(self.view.side)

    def _picture(self, side: Side) -> Picture:
        """A side's picture, drawn anew only if something of it changed."""
        beside, cells = self.beside, self.size.width
        if beside:
            cells = TREE_CELLS if side == "goals" else cells - TREE_CELLS
        sight = Sight(self.today, self.view.zoom, self.view.shift, self._lit(side))
        basis = (self.project, cells, sight if side == "plan" else None)
        found = self._drawn.get(side)
        if found is None or found[0] != basis:
            found = self._drawn[side] = (basis, self._draw(side, sight, cells))
        return found[1]

    def _draw(self, side: Side, sight: Sight, cells: int) -> Picture:
        if side == "plan":
            return gantt(self.groups, sight, cells)
        if side == "goals":
            return tree(goal_tree(self.project), self.letters_of, cells - 1)
        return team_form(self.project, cells)

    def _lit(self, side: Side) -> frozenset[str]:
        """The rows of the goal under the cursor."""
        goal = self.item
        if side != "plan" or not self.beside or not isinstance(goal, Goal):
            return frozenset()
        return frozenset(one.id for one in self.project.plan if one.goal == goal.id)

    def paint(self) -> None:
        """Makes room for the goals beside the plan only where that changes: a layout costs."""
        goals = self.query_one("#goals", Canvas)
        if goals.display != self.beside:
            goals.display = self.beside
        super().paint()

    def _show(self) -> None:
        super()._show()
        if self.beside:
            across = self.view.across().side
            canvas = self.query_one("#goals" if across == "goals" else "#canvas", Canvas)
            canvas.show_picture(self._picture(across), None)
            self.canvas.paint()

    def whereabouts(self) -> Line:
        """What is late, and the face."""
        count = len(late_rows(self.project, self.today))
        told = Span(_("{count} late").format(count=count) if count else "", "red")
        return line(told, "  ", Span(self.view.title(self.size.width), "key"))

    def about(self) -> list[Line]:
        """What is under the cursor, in full."""
        item, arrow = self.item, self.host.context.glyphs.arrow
        seen = Seen(self.project, self.today, numbers(self.groups), arrow)
        if isinstance(item, Goal):
            return list(goal_lines(item, self.letters_of[item.id], seen))
        if isinstance(item, PlanRow):
            return list(row_lines(item, seen, list(self.host.book.projects.values())))
        return self._hint()

    def _hint(self) -> list[Line]:
        hints = {
            "goals": _("a adds a goal, A one that serves it; then W adds the work"),
            "plan": _("a adds a row here: content; 9-13 Feb; who    m takes a template"),
            "team": _("a adds a member, e edits what is under the cursor"),
        }
        return [line(Span(hints[self.view.side], "dim"))]

    # Where the hand is -------------------------------------------------------------------------

    @property
    def item(self) -> Item | None:
        """The goal, row or member under the cursor."""
        return self.item_of(self.current)

    def item_of(self, ref: str | None) -> Item | None:
        """The goal, row or member that a knot stands for, as it is now."""
        return item_of(self.project, ref)

    @property
    def bone(self) -> str:
        """The field of work that the cursor is in, the first where it is in none."""
        item = self.item
        if isinstance(item, PlanRow):
            return item.bone
        if (self.current or "").startswith(FIELD):
            return (self.current or "").removeprefix(FIELD)
        return self.groups[0].bone if self.groups else ""

    def look(self, view: View) -> None:
        """Takes another view; the cursor of each side stays where it was."""
        self.places[self.view.side] = self.current
        if view.side != self.view.side:
            self.current = self.places.get(view.side)
        self.view = view
        self.paint()

    def go(self, ref: str) -> None:
        """Puts the cursor on something, on the side that shows it."""
        sides: tuple[tuple[str, Side], ...] = ((GOAL, "goals"), (ROW, "plan"), (FIELD, "plan"))
        side: Side = next((side for kind, side in sides if ref.startswith(kind)), "team")
        if side != self.view.side:
            self.look(self.view.team() if side == "team" else self.view.on(side))
        self.to(ref if ref in self.picture.knots else self.current)

    def move(self, way: Way) -> None:
        """Up and down by one; sideways the days scroll, or the goal gives way to its kin."""
        if way in ("up", "down"):
            self._step(1 if way == "down" else -1)
        elif self.view.side == "plan":
            step = SCROLL if way == "right" else -SCROLL
            self.look(replace(self.view, shift=self.view.shift + step))
        elif isinstance(self.item, Goal):
            self._kin(self.item, way)

    def _step(self, step: int) -> None:
        knots, here = list(self.picture.knots), self.current or ""
        if here in knots:
            at = knots.index(here) + step
            self.to(knots[max(0, min(at, len(knots) - 1))])

    def _kin(self, goal: Goal, way: Way) -> None:
        child = next((one.id for one in self.project.goals if one.parent == goal.id), None)
        found = child if way == "right" else goal.parent
        if found is not None and f"{GOAL}{found}" in self.picture.knots:
            self.to(f"{GOAL}{found}")

    def next_late(self) -> None:
        """To the next row that is late, round."""
        order, here = [*self._picture("plan").knots], self.current or ""
        at = order.index(here) + 1 if here in order else 0
        late = {f"{ROW}{one}" for one in late_rows(self.project, self.today)}
        found = [one for one in (*order[at:], *order[:at]) if one in late]
        if found:
            self.go(found[0])
        else:
            self.tell(_("nothing is late"))

    def pick_row(self, label: str, chosen: Callable[[PlanRow | None], None]) -> None:
        """Takes the letter of a row in sight; `-` or `0` is none."""

        def picked(knot: str | None) -> None:
            row = self.item_of(knot)
            if isinstance(row, PlanRow):
                chosen(row)

        self.letters(label, picked, lambda: chosen(None))

    def replayed(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Goes to what an undo or redo brought back or changed."""
        if change is not None and self.project.id in change.projects:
            before, after = change.projects[self.project.id]
            if (found := changed_ref(before, after)) is not None:
                self.go(found)
        super().replayed(text, change, again=again)
