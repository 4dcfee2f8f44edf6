"""The commands of the fishbone."""

from __future__ import annotations

from deals.fishbone import CauseOnBone
from screens.base.commands import Commands, lacks
from screens.base.shared_commands import DIAGRAM_COMMANDS, SCREEN_COMMANDS
from screens.fishbone import actions
from screens.fishbone.screen import FishboneScreen
from screens.registry import ROOM_COMMANDS
from wording import N_

FISHBONE: Commands[FishboneScreen] = Commands(ROOM_COMMANDS, DIAGRAM_COMMANDS, SCREEN_COMMANDS)


@lacks(N_("no cause selected"))
def cause_at_cursor(screen: FishboneScreen) -> CauseOnBone | None:
    """Return the cause under the cursor."""
    return screen.rib


@lacks(N_("only causes and your own bones"))
def is_movable(screen: FishboneScreen) -> bool:
    """Return whether there is a cause under the cursor, or a bone of the project's own."""
    return screen.rib is not None or screen.own_bone is not None


@FISHBONE.command("add", "a", "insert", label=N_("add"), footer=True, changes=True)
def add_causes(screen: FishboneScreen) -> None:
    """Add causes on this bone, a line each; Enter alone ends."""
    actions.add(screen)


@FISHBONE.command("add-behind", "A", "f8", label=N_("behind"), on=cause_at_cursor, changes=True)
def add_causes_behind(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Add causes that lie behind this one, a line each; Enter alone ends."""
    actions.add_behind(screen, rib)


@FISHBONE.command("edit", "e", "f2", "enter", label=N_("edit"), footer=True, changes=True)
def edit_text(screen: FishboneScreen) -> None:
    """Word the cause, the head or a bone of your own anew."""
    actions.edit(screen)


@FISHBONE.command(
    "plan",
    "exclamation_mark",
    "f3",
    label=N_("to plan"),
    on=cause_at_cursor,
    footer=True,
    changes=True,
)
def plan_row(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Make a row of the plan that works on the cause."""
    actions.plan(screen, rib)


@FISHBONE.command("aim", "t", "f9", label=N_("goal"), on=cause_at_cursor, footer=True, changes=True)
def aim_at_cause(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Make a goal that answers the cause; the rows that work on it serve the goal."""
    actions.aim_at_goal(screen, rib)


@FISHBONE.command("suggest", "s", "f7", label=N_("suggest"), footer=True, changes=True)
def suggest_causes(screen: FishboneScreen) -> None:
    """Offer weak answers and holes of the net as causes, each at a letter."""
    actions.offer_causes(screen)


@FISHBONE.command(
    "follow", "greater_than_sign", "f4", label=N_("follow"), on=cause_at_cursor, footer=True
)
def follow_thread(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Follow the thread: where the cause came from, its goals and its rows of the plan."""
    actions.follow_cause(screen, rib)


@FISHBONE.command("new-bone", "b", "f5", label=N_("bone"), changes=True)
def add_bone(screen: FishboneScreen) -> None:
    """Add a bone of the project's own."""
    actions.new_bone(screen)


@FISHBONE.command("to-bone", "m", "f6", label=N_("move"), on=cause_at_cursor, changes=True)
def move_to_bone(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Move the cause, with those behind it, to another bone."""
    actions.move(screen, rib)


@FISHBONE.command("later", "J", "ctrl+down", label=N_("later"), when=is_movable, changes=True)
def move_later(screen: FishboneScreen) -> None:
    """Move the cause, or the bone of your own, one place on."""
    actions.shift(screen, 1)


@FISHBONE.command("earlier", "K", "ctrl+up", label=N_("earlier"), when=is_movable, changes=True)
def move_earlier(screen: FishboneScreen) -> None:
    """Move the cause, or the bone of your own, one place back."""
    actions.shift(screen, -1)


@FISHBONE.command(
    "delete", "D", "delete", "ctrl+delete", label=N_("delete"), when=is_movable, changes=True
)
def delete(screen: FishboneScreen) -> None:
    """Take out the cause, or a bone of your own; what lay behind or on it moves up."""
    actions.delete(screen)


@FISHBONE.command("find", "slash", label=N_("find"))
def find_cause(screen: FishboneScreen) -> None:
    """Find a cause or a bone by its words; Up and Down go on."""
    actions.find(screen)
