"""Choosing the goal that a row or another goal serves, by part of its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deals.fields import Reading
from deals.model import Goal, PlanRow, Project
from screens.kit.deeds import done
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _
from screens.plan.deeds import label_of, put_item, tried
from screens.plan.knots import name_of

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def choose_goal(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Takes the goal that it serves; Up and Down walk through them, `-` is none."""
    goals = tuple(one for one in screen.project.goals if one.id != item.id)
    now = item.parent if isinstance(item, Goal) else item.goal
    at = next((at for at, one in enumerate(goals) if one.id == now), -1)
    _Serving(screen, item, screen.project, goals, at).ask()


@dataclass(frozen=True, slots=True)
class _Serving:
    """The choice: the goals there are, and the one that stands while nothing is typed."""

    screen: PlanScreen
    item: Goal | PlanRow
    begun: Project
    goals: tuple[Goal, ...]
    at: int

    def ask(self) -> None:
        """Takes part of a goal's words."""
        self.screen.ask(
            _("serves the goal"), "", self.accept, echo=self.echo, rove=self.rove, place=None
        )

    def rove(self, step: int) -> None:
        """On to the next goal, or back."""
        if self.goals:
            replace(self, at=(self.at + step) % len(self.goals)).ask()

    def found(self, text: str) -> Goal | None:
        """The first goal that the text means."""
        if not text.strip():
            return self.goals[self.at] if self.at >= 0 else None
        word = self.screen.host.search.word(text)
        return next((one for one in self.goals if word.within(one.text.casefold())), None)

    def echo(self, text: str) -> Line:
        """The goal meant."""
        goal = self.found(text)
        if text.strip() == "-":
            return line(Span(_("none"), "good"))
        if goal is None:
            return line(Span(_("part of a goal's words; Up, Down; - for none"), "dim"))
        return tried(self.screen, self.begun, lambda one, how: self._put(goal, one, how), goal.text)

    def accept(self, text: str) -> bool:
        """Links it."""
        goal = None if text.strip() == "-" else self.found(text)
        if goal is None and text.strip() != "-":
            self.screen.refuse(_("no goal like that"))
            return False
        said = f"{name_of(self.item)}: {goal.text if goal else '-'}"
        return done(
            self.screen,
            label_of(self.item),
            lambda one, reading: self._put(goal, one, reading),
            said,
            self.begun,
        )

    def _put(self, goal: Goal | None, one: Project, reading: Reading) -> Project:
        key = "parent" if isinstance(self.item, Goal) else "goal"
        new = self.item.model_copy(update={key: goal.id if goal else None})
        return put_item(one, new, reading)
