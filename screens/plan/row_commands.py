"""What is settled, moved and linked on the goal or row under the cursor, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.model import Goal, Member, PlanRow
from screens.kit.commands import Command
from screens.kit.wording import N_
from screens.plan import checking, deeds, fielding, linking, serving
from screens.plan.item_commands import TYPED, OnItem, OnRow

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


class Check(OnRow):
    """Add a checkpoint: what; day; by whom; or settle one with what was found."""

    id = "checkpoint"
    keys = ("c", "f4")
    label = N_("check")
    footer = True

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Adds, or offers those there are."""
        checking.checkpoint(screen, row)


class Done(OnItem):
    """Mark a row done or a goal reached; again to open it."""

    id = "done"
    keys = ("x", "ctrl+x")
    label = N_("done")
    footer = True

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Turns it over."""
        deeds.turn_done(screen, item)


class Begin(OnRow):
    """Mark a row as being worked on; again to take that back."""

    id = "begin"
    keys = ("b", "ctrl+e")
    label = N_("begin")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Turns it over."""
        deeds.turn_state(screen, row, "doing")


class ToField(OnRow):
    """Put the row into another field of work."""

    id = "field"
    keys = ("B", "ctrl+u")
    label = N_("field")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Takes the field."""
        fielding.move(screen, row)


class Drop(OnRow):
    """Mark a row as dropped, kept to be seen; again to take that back."""

    id = "drop"
    keys = ("X", "ctrl+k")
    label = N_("drop")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Turns it over."""
        deeds.turn_state(screen, row, "dropped")


class Delete(OnItem):
    """Delete it; undo brings it back."""

    id = "delete"
    keys = ("D", "delete")
    label = N_("delete")
    kinds = (Goal, PlanRow, Member)

    @classmethod
    def run(cls, screen: PlanScreen) -> None:
        """Takes it out."""
        if screen.item is not None:
            deeds.delete(screen, screen.item)


class Raise(OnItem):
    """Move it one up among its own."""

    id = "raise"
    keys = ("K", "ctrl+up")
    label = N_("raise")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """One up."""
        deeds.shift(screen, item, -1)


class Lower(OnItem):
    """Move it one down among its own."""

    id = "lower"
    keys = ("J", "ctrl+down")
    label = N_("lower")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """One down."""
        deeds.shift(screen, item, 1)


class After(OnRow):
    """Choose by its letter the row that this one waits for; - for none."""

    id = "after"
    keys = ("d", "ctrl+d")
    label = N_("after")

    @staticmethod
    def at(screen: PlanScreen, row: PlanRow) -> None:
        """Shows the letters."""
        linking.choose_before(screen, row)


class Serves(OnItem):
    """Choose the goal that it serves, by part of its words; - for none."""

    id = "serves"
    keys = ("s", "ctrl+s")
    label = N_("serves")

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Takes the words."""
        serving.choose_goal(screen, item)


class Follow(OnItem):
    """Follow the thread: to what it came from, or to what came of it."""

    id = "follow"
    keys = ("greater_than_sign", "f8", "fullwidth_greater_than_sign")
    label = N_("thread")
    footer = True
    changes = False

    @staticmethod
    def act(screen: PlanScreen, item: Goal | PlanRow) -> None:
        """Goes there."""
        linking.follow(screen, item)


ON_ITEMS: tuple[type[Command], ...] = (
    *TYPED,
    *(Check, Done, Begin, ToField, Drop, Delete, Raise, Lower, After, Serves, Follow),
)
