"""The commands of the fishbone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import OVER
from screens.base.project_screen import ROOMS
from screens.fishbone import actions
from wording import N_

if TYPE_CHECKING:
    from screens.fishbone.screen import FishboneScreen


class Add(Command):
    """Add causes on this bone, a line each; Enter alone ends."""

    id = "add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take the lines."""
        actions.add(screen)


class OnCause(Command):
    """What is done to the cause under the cursor."""

    changes = True

    @staticmethod
    def applies(screen: FishboneScreen) -> bool:
        """Whether there is a cause."""
        return screen.rib is not None


class Movable(Command):
    """What is done to a cause or to a bone of the project's own."""

    changes = True

    @staticmethod
    def applies(screen: FishboneScreen) -> bool:
        """Whether there is one."""
        return screen.rib is not None or screen.own_bone is not None


class AddBehind(OnCause):
    """Add causes that lie behind this one, a line each; Enter alone ends."""

    id = "add-behind"
    keys = ("A", "f8")
    label = N_("behind")

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take the lines."""
        actions.add_behind(screen)


class Edit(Command):
    """Word the cause, the head or a bone of your own anew."""

    id = "edit"
    keys = ("e", "f2", "enter")
    label = N_("edit")
    footer = True
    changes = True

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take the words."""
        actions.edit(screen)


class Plan(OnCause):
    """Make a row of the plan that works on the cause."""

    id = "plan"
    keys = ("exclamation_mark", "f3", "fullwidth_exclamation_mark")
    label = N_("to plan")
    footer = True

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take what is done about it."""
        actions.plan(screen)


class Aim(OnCause):
    """Make a goal that answers the cause; the rows that work on it serve the goal."""

    id = "aim"
    keys = ("t", "f9")
    label = N_("goal")
    footer = True

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take the goal."""
        actions.aim_at_goal(screen)


class Suggest(Command):
    """Offer weak answers and holes of the net as causes, each at a letter."""

    id = "suggest"
    keys = ("s", "f7")
    label = N_("suggest")
    footer = True
    changes = True

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Show them."""
        actions.offer_causes(screen)


class Follow(OnCause):
    """Follow the thread: where the cause came from, its goals and its rows of the plan."""

    id = "follow"
    keys = ("greater_than_sign", "f4", "fullwidth_greater_than_sign")
    label = N_("follow")
    footer = True
    changes = False

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Go there, or ask where."""
        actions.follow_thread(screen)


class NewBone(Command):
    """Add a bone of the project's own."""

    id = "new-bone"
    keys = ("b", "f5")
    label = N_("bone")
    changes = True

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take its name."""
        actions.new_bone(screen)


class ToBone(OnCause):
    """Move the cause, with those behind it, to another bone."""

    id = "to-bone"
    keys = ("m", "f6")
    label = N_("move")

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take the bone."""
        actions.move(screen)


class Later(Movable):
    """Move the cause, or the bone of your own, one place on."""

    id = "later"
    keys = ("J", "ctrl+down")
    label = N_("later")

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Move one on."""
        actions.shift(screen, 1)


class Earlier(Movable):
    """Move the cause, or the bone of your own, one place back."""

    id = "earlier"
    keys = ("K", "ctrl+up")
    label = N_("earlier")

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Move one back."""
        actions.shift(screen, -1)


class Delete(Movable):
    """Take out the cause, or a bone of your own; what lay behind or on it moves up."""

    id = "delete"
    keys = ("D", "delete", "ctrl+delete")
    label = N_("delete")

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take it out."""
        actions.delete(screen)


class Find(Command):
    """Find a cause or a bone by its words; Up and Down go on."""

    id = "find"
    keys = ("slash", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: FishboneScreen) -> None:
        """Take the words."""
        actions.find(screen)


FISHBONE: tuple[type[Command], ...] = (
    Add,
    AddBehind,
    Edit,
    Plan,
    Aim,
    Suggest,
    Follow,
    NewBone,
    ToBone,
    Later,
    Earlier,
    Delete,
    Find,
    *ROOMS,
    *OVER,
    *COMMON,
)
