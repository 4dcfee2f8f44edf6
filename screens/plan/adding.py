"""Taking goals and rows a line at a time: content; days; who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from deals.fields import Reading
from deals.model import Goal, PlanRow, Project
from deals.plan import span_text
from deals.refusal import Refusal
from deals.unsaved import Place
from screens.kit.deeds import change
from screens.kit.how import How
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _, say
from screens.plan.deeds import label_of, put_item, tried, unheard_of, why
from screens.plan.fields import quick
from screens.plan.knots import name_of, ref_of

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen

Made = Callable[[str, str], Goal | PlanRow]


def add_goals(screen: PlanScreen, parent: str | None) -> None:
    """Takes goals a line at a time, until an empty one."""

    def made(text: str, new_id: str) -> Goal:
        content, days, who = quick(text, screen.project, screen.today)
        return Goal(
            id=new_id, text=content, parent=parent, responsible=who, start=days.start, end=days.end
        )

    place = Place("new goal", screen.project.id, parent or "")
    _Adding(screen, _("goal"), made, screen.host.context.new_id(), place).ask()


def add_rows(screen: PlanScreen, bone: str, goal: Goal | None = None) -> None:
    """Takes rows of a field of work a line at a time, until an empty one."""

    def made(text: str, new_id: str) -> PlanRow:
        content, days, who = quick(text, screen.project, screen.today)
        return PlanRow(
            id=new_id,
            content=content,
            bone=bone,
            goal=goal.id if goal else None,
            cause=goal.cause if goal else None,
            responsible=who or (goal.responsible if goal else ""),
            start=days.start,
            end=days.end,
        )

    place = Place(f"new row:{bone}", screen.project.id, goal.id if goal else "")
    _Adding(screen, _("row"), made, screen.host.context.new_id(), place).ask()


@dataclass(frozen=True, slots=True)
class _Adding:
    """A line being typed that becomes a goal or a row of this id."""

    screen: PlanScreen
    name: str
    made: Made
    new_id: str
    place: Place

    def ask(self) -> None:
        """Takes the line."""
        how: How = {"echo": self.echo, "joint": "; ", "place": self.place}
        self.screen.ask(self.name, "", self.accept, **how)

    def edited(self, text: str, one: Project, reading: Reading) -> Project:
        """The project with it."""
        return put_item(one, self.made(text, self.new_id), reading)

    def echo(self, text: str) -> Line:
        """What was understood."""
        if not text.strip():
            return line(Span(_("content; days; who, such as: joint test; 9-13 Feb; Lin"), "dim"))
        try:
            item = self.made(text, self.new_id)
        except Refusal as refusal:
            return why(refusal)
        parts = (name_of(item), span_text(item.start, item.end), item.responsible)
        edit = partial(self.edited, text)
        told = tried(self.screen, self.screen.project, edit, "  ".join(filter(None, parts)))
        return (*told, *unheard_of(self.screen, item.responsible))

    def accept(self, text: str) -> bool:
        """Puts it in and takes the next line; an empty one ends."""
        screen = self.screen
        if not text.strip():
            screen.release()
            return True
        try:
            item = self.made(text, self.new_id)
        except Refusal as refusal:
            screen.refuse(say(refusal))
            return False
        edit = partial(self.edited, text)
        outcome = change(screen, [screen.project.id], label_of(item), edit)
        if outcome.failed is not None:
            screen.refuse(outcome.failed)
            return False
        screen.go(ref_of(item))
        replace(self, new_id=screen.host.context.new_id()).ask()
        return True
