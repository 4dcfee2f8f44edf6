"""What can be done to the goal, row or member under the cursor, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from deals.model import Goal, Member, PlanRow
from screens.kit.commands import Command
from screens.kit.fields import pick_field
from screens.kit.wording import N_, _
from screens.plan import adding, editing, fielding, members
from screens.plan.fields import DAYS
from screens.plan.knots import FORM

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


class Add(Command):
    """Add a goal beside this one, a row to this field, or a member; Enter alone ends."""

    id = "add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Takes the lines."""
        item = screen.item
        if screen.view.side == "goals":
            adding.add_goals(screen, item.parent if isinstance(item, Goal) else None)
        elif screen.view.side == "plan":
            adding.add_rows(screen, screen.bone)
        else:
            members.add_member(screen)


class OnItem(Command):
    """A command that changes what is under the cursor, where it is one of `kinds`."""

    changes = True
    kinds: ClassVar[tuple[type[Goal | PlanRow | Member], ...]] = (Goal, PlanRow)

    @classmethod
    def applies(cls, screen: PlanScreen) -> bool:
        """There is one of the kinds."""
        return isinstance(screen.item, cls.kinds)

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Does it to a goal or a row."""
        item = screen.item
        if isinstance(item, Goal | PlanRow):
            cls.act(screen, item)

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Does it."""
        raise NotImplementedError


class OnGoal(OnItem):
    """A command that needs a goal."""

    kinds = (Goal,)


class OnRow(OnItem):
    """A command that needs a row of the plan."""

    kinds = (PlanRow,)

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Does it to the row."""
        if isinstance(screen.item, PlanRow):
            cls.at(screen, screen.item)

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Does it."""
        raise NotImplementedError


class AddUnder(OnGoal):
    """Add goals that serve this one, a line each."""

    id = "add-under"
    keys = ("A", "ctrl+n")
    label = N_("subgoal")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Takes the lines."""
        adding.add_goals(screen, item.id)


class Work(OnGoal):
    """Add rows of the plan that serve this goal."""

    id = "work"
    keys = ("W", "ctrl+w")
    label = N_("work")

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Takes the rows, in the field that the goal's work stands in; asks where there is none."""
        goal = screen.item
        if isinstance(goal, Goal):
            bone = fielding.field_of(screen.project, goal)
            if bone is not None:
                adding.add_rows(screen, bone, goal)
            else:
                pick_field(
                    screen,
                    _("work in the field"),
                    lambda field: adding.add_rows(screen, field.id, goal),
                )


class Edit(Command):
    """Edit it field by field; Tab goes on, shift+Tab back, Enter ends."""

    id = "edit"
    keys = ("e", "f2", "enter")
    label = N_("edit")
    changes = True

    @staticmethod
    def applies(screen: PlanScreen) -> bool:
        """There is something to edit."""
        return screen.item is not None or (screen.current or "").startswith(FORM)

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Starts at its first field."""
        item, current = screen.item, screen.current or ""
        if isinstance(item, Member):
            members.type_member(screen, item.name, "name")
        elif isinstance(item, Goal | PlanRow):
            editing.type_field(screen, item, walk=True)
        elif current.startswith(FORM):
            members.type_form(screen, current.removeprefix(FORM))


class Dates(OnItem):
    """Set the days: 9-13 Feb, 3-2..3-20, +3d, D-10; what waits for a row may move along."""

    id = "dates"
    keys = ("w", "f3")
    label = N_("days")
    footer = True

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Types them."""
        editing.type_field(screen, item, DAYS)


class Responsible(OnItem):
    """Say who is responsible."""

    id = "responsible"
    keys = ("o", "f6")
    label = N_("who")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Types the name."""
        editing.type_field(screen, item, "responsible")


class Resources(OnItem):
    """Name the resources."""

    id = "resources"
    keys = ("r", "f7")
    label = N_("means")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Types them."""
        editing.type_field(screen, item, "resources")


TYPED: tuple[type[Command], ...] = (Add, AddUnder, Work, Edit, Dates, Responsible, Resources)
