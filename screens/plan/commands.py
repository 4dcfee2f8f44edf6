"""The commands of goals, plan and team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from deals.model import Goal, Member, PlanRow
from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import OVER
from screens.base.project_actions import pick_workstream
from screens.base.project_screen import ROOMS
from screens.plan import actions
from screens.plan.view import field_of
from views.gantt import FORM
from views.plan_fields import DAYS
from wording import N_, _

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
        """Take the lines."""
        item = screen.item
        if screen.view.side == "goals":
            actions.add_goals(screen, item.parent if isinstance(item, Goal) else None)
        elif screen.view.side == "plan":
            actions.add_rows(screen, screen.bone)
        else:
            actions.add_member(screen)


class OnItem(Command):
    """A command that changes what is under the cursor, where it is one of `kinds`."""

    changes = True
    kinds: ClassVar[tuple[type[Goal | PlanRow | Member], ...]] = (Goal, PlanRow)

    @classmethod
    def applies(cls, screen: PlanScreen) -> bool:
        """Whether there is one of the kinds."""
        return isinstance(screen.item, cls.kinds)

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Act on a goal or a row."""
        item = screen.item
        if isinstance(item, Goal | PlanRow):
            cls.act(screen, item)

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Act on it."""
        raise NotImplementedError


class OnGoal(OnItem):
    """A command that needs a goal."""

    kinds = (Goal,)


class OnRow(OnItem):
    """A command that needs a row of the plan."""

    kinds = (PlanRow,)

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Act on the row."""
        if isinstance(screen.item, PlanRow):
            cls.at(screen, screen.item)

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Act on it."""
        raise NotImplementedError


class AddUnder(OnGoal):
    """Add goals that serve this one, a line each."""

    id = "add-under"
    keys = ("A", "ctrl+n")
    label = N_("subgoal")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Take the lines."""
        actions.add_goals(screen, item.id)


class Work(OnGoal):
    """Add rows of the plan that serve this goal."""

    id = "work"
    keys = ("W", "ctrl+w")
    label = N_("work")

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Take the rows, in the field that the goal's work stands in; ask where there is none."""
        goal = screen.item
        if isinstance(goal, Goal):
            bone = field_of(screen.project, goal)
            if bone is not None:
                actions.add_rows(screen, bone, goal)
            else:
                pick_workstream(
                    screen,
                    _("work in the field"),
                    lambda field: actions.add_rows(screen, field.id, goal),
                )


class Edit(Command):
    """Edit it field by field; Tab goes on, shift+Tab back, Enter ends."""

    id = "edit"
    keys = ("e", "f2", "enter")
    label = N_("edit")
    changes = True

    @staticmethod
    def applies(screen: PlanScreen) -> bool:
        """Whether there is something to edit."""
        return screen.item is not None or (screen.current or "").startswith(FORM)

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Start at its first field."""
        item, current = screen.item, screen.current or ""
        if isinstance(item, Member):
            actions.type_member(screen, item.name, "name")
        elif isinstance(item, Goal | PlanRow):
            actions.type_field(screen, item, walk=True)
        elif current.startswith(FORM):
            actions.type_form(screen, current.removeprefix(FORM))


class Dates(OnItem):
    """Set the days: 9-13 Feb, 3-2..3-20, +3d, D-10; what waits for a row may move along."""

    id = "dates"
    keys = ("w", "f3")
    label = N_("days")
    footer = True

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Type them."""
        actions.type_field(screen, item, DAYS)


class SetResponsible(OnItem):
    """Say who is responsible."""

    id = "responsible"
    keys = ("o", "f6")
    label = N_("who")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Type the name."""
        actions.type_field(screen, item, "responsible")


class Resources(OnItem):
    """Name the resources."""

    id = "resources"
    keys = ("r", "f7")
    label = N_("means")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Type them."""
        actions.type_field(screen, item, "resources")


TYPED: tuple[type[Command], ...] = (Add, AddUnder, Work, Edit, Dates, SetResponsible, Resources)


class Check(OnRow):
    """Add a checkpoint: what; day; by whom; or settle one with what was found."""

    id = "checkpoint"
    keys = ("c", "f4")
    label = N_("check")
    footer = True

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Add one, or offer those there are."""
        actions.choose_checkpoint(screen, row)


class Done(OnItem):
    """Mark a row done or a goal reached; again to open it."""

    id = "done"
    keys = ("x", "ctrl+x")
    label = N_("done")
    footer = True

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Turn it over."""
        actions.turn_done(screen, item)


class Begin(OnRow):
    """Mark a row as being worked on; again to take that back."""

    id = "begin"
    keys = ("b", "ctrl+e")
    label = N_("begin")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Turn it over."""
        actions.turn_state(screen, row, "doing")


class ToField(OnRow):
    """Put the row into another field of work."""

    id = "field"
    keys = ("B", "ctrl+u")
    label = N_("field")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Take the field."""
        actions.move(screen, row)


class Drop(OnRow):
    """Mark a row as dropped, kept to be seen; again to take that back."""

    id = "drop"
    keys = ("X", "ctrl+k")
    label = N_("drop")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Turn it over."""
        actions.turn_state(screen, row, "dropped")


class Delete(OnItem):
    """Delete it; undo brings it back."""

    id = "delete"
    keys = ("D", "delete")
    label = N_("delete")
    kinds = (Goal, PlanRow, Member)

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Take it out."""
        if screen.item is not None:
            actions.delete(screen, screen.item)


class Raise(OnItem):
    """Move it one up among its own."""

    id = "raise"
    keys = ("K", "ctrl+up")
    label = N_("raise")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Move one up."""
        actions.shift(screen, item, -1)


class Lower(OnItem):
    """Move it one down among its own."""

    id = "lower"
    keys = ("J", "ctrl+down")
    label = N_("lower")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Move one down."""
        actions.shift(screen, item, 1)


class After(OnRow):
    """Choose by its letter the row that this one waits for; - for none."""

    id = "after"
    keys = ("d", "ctrl+d")
    label = N_("after")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Show the letters."""
        actions.choose_before(screen, row)


class Serves(OnItem):
    """Choose the goal that it serves, by part of its words; - for none."""

    id = "serves"
    keys = ("s", "ctrl+s")
    label = N_("serves")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Take the words."""
        actions.choose_goal(screen, item)


class Follow(OnItem):
    """Follow the thread: to what it came from, or to what came of it."""

    id = "follow"
    keys = ("greater_than_sign", "f8", "fullwidth_greater_than_sign")
    label = N_("thread")
    footer = True
    changes = False

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Go there."""
        actions.follow(screen, item)


ON_ITEMS: tuple[type[Command], ...] = (
    *TYPED,
    *(Check, Done, Begin, ToField, Drop, Delete, Raise, Lower, After, Serves, Follow),
)


class Turn(Command):
    """Turn to the next face: plan, goals, and both side by side where there is room."""

    id = "view"
    keys = ("v", "f9")
    label = N_("view")
    footer = True

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Show the next face."""
        screen.look(screen.view.next_view(screen.size.width))


class Across(Command):
    """Go to the other side: from the goals to the plan and back."""

    id = "across"
    keys = ("tab", "shift+tab")
    label = N_("across")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Go to the other side."""
        screen.look(screen.view.other_side())


class Team(Command):
    """Open the team form, or come back from it."""

    id = "team"
    keys = ("t", "f12")
    label = N_("team")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Show the form, or go back from it."""
        screen.look(screen.view.team())


class Template(Command):
    """Put the rows of a template from the playbook on the plan."""

    id = "template"
    keys = ("m", "ctrl+t")
    label = N_("template")
    changes = True

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Offer the templates."""
        actions.choose_template(screen)


class NextLate(Command):
    """Go to the next row that is late or has a late checkpoint."""

    id = "next-late"
    keys = ("n", "f5")
    label = N_("late")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Go to the next one, round and round."""
        screen.next_late()


class Fold(Command):
    """Fold what is under the cursor, a goal or a field of work, or unfold it."""

    id = "fold"
    keys = ("f", "ctrl+l")
    label = N_("fold")

    @staticmethod
    def applies(screen: PlanScreen) -> bool:
        """Whether there is something to fold."""
        return screen.outline.folds.at(screen.current) is not None

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Fold it, or unfold it."""
        node_id = screen.outline.folds.at(screen.current)
        if node_id is not None:
            screen.fold(screen.view.folded ^ {node_id})


class FoldAll(Command):
    """Fold every goal, or every field of work; again to unfold them."""

    id = "fold-all"
    keys = ("F", "ctrl+a")
    label = N_("fold all")

    @staticmethod
    def applies(screen: PlanScreen) -> bool:
        """Whether there is something to fold on this side."""
        return bool(screen.outline.folds.on(screen.view.side))

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Fold all where nothing is folded yet, else unfolds all."""
        every_node, folded = screen.outline.folds.on(screen.view.side), screen.view.folded
        screen.fold(folded - every_node if folded & every_node else folded | every_node)


class Find(Command):
    """Find a goal, a row, a checkpoint, a person or a field by its words; Up and Down go on."""

    id = "find"
    keys = ("slash", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Take the words."""
        actions.find(screen)


class Farther(Command):
    """Show longer units in the strip: days, weeks, months."""

    id = "farther"
    keys = ("z", "minus", "fullwidth_hyphen_minus")
    label = N_("farther")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Move one unit longer."""
        screen.zoom(1)


class Nearer(Command):
    """Show shorter units in the strip: months, weeks, days."""

    id = "nearer"
    keys = ("Z", "plus", "equals_sign", "fullwidth_plus_sign")
    label = N_("nearer")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Move one unit shorter."""
        screen.zoom(-1)


class Now(Command):
    """Bring the strip back to where today is in sight."""

    id = "now"
    keys = ("full_stop", "ctrl+home", "ideographic_full_stop")
    label = N_("today")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Take the shift away."""
        screen.look(replace(screen.view, shift=0))


PLAN: tuple[type[Command], ...] = (
    *ON_ITEMS,
    *(Turn, Across, Team, Template, NextLate, Find, Fold, FoldAll, Farther, Nearer, Now),
    *ROOMS,
    *OVER,
    *COMMON,
)
