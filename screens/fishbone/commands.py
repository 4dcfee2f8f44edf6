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


@lacks(N_("put the cursor on a cause first"))
def cause_at_cursor(screen: FishboneScreen) -> CauseOnBone | None:
    """Return the cause under the cursor."""
    return screen.rib


@lacks(N_("put the cursor on a cause or a custom category first"))
def is_movable(screen: FishboneScreen) -> bool:
    """Return whether there is a cause under the cursor, or a bone of the project's own."""
    return screen.rib is not None or screen.own_bone is not None


@FISHBONE.command("add", "a", "insert", label=N_("add"), footer=True, changes=True)
def add_causes(screen: FishboneScreen) -> None:
    """Add causes in this category, one per line; an empty line finishes."""
    actions.add(screen)


@FISHBONE.command(
    "add-behind", "A", "f8", label=N_("cause behind"), on=cause_at_cursor, changes=True
)
def add_causes_behind(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Add root causes of this one, one per line; an empty line finishes."""
    actions.add_behind(screen, rib)


@FISHBONE.command("edit", "e", "f2", "enter", label=N_("edit"), footer=True, changes=True)
def edit_text(screen: FishboneScreen) -> None:
    """Reword the cause, the goal (head) or a custom category."""
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
    """Make a task that works on the cause: task; dates; who."""
    actions.plan(screen, rib)


@FISHBONE.command("aim", "t", "f9", label=N_("goal"), on=cause_at_cursor, footer=True, changes=True)
def aim_at_cause(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Make a goal that answers the cause; the tasks that work on it serve the goal."""
    actions.aim_at_goal(screen, rib)


@FISHBONE.command("suggest", "s", "f7", label=N_("suggest"), footer=True, changes=True)
def suggest_causes(screen: FishboneScreen) -> None:
    """Suggest weak answers and holes of the net as causes; a letter takes one."""
    actions.offer_causes(screen)


@FISHBONE.command(
    "follow", "greater_than_sign", "f4", label=N_("follow"), on=cause_at_cursor, footer=True
)
def follow_thread(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Go to linked items: where the cause came from, its goals and its tasks."""
    actions.follow_cause(screen, rib)


@FISHBONE.command("view", "v", "ctrl+v", label=N_("view"))
def turn_view(screen: FishboneScreen) -> None:
    """Switch between the fishbone and a list that says the same in words."""
    screen.turn_list()


@FISHBONE.command("new-bone", "b", "f5", label=N_("category"), changes=True)
def add_bone(screen: FishboneScreen) -> None:
    """Add a custom category to this project."""
    actions.new_bone(screen)


@FISHBONE.command("to-bone", "m", "f6", label=N_("move"), on=cause_at_cursor, changes=True)
def move_to_bone(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Move the cause, with its root causes, to another category."""
    actions.move(screen, rib)


@FISHBONE.command(
    "later",
    "J",
    "ctrl+down",
    label=N_("move down"),
    when=is_movable,
    changes=True,
    purpose="row",
)
def move_later(screen: FishboneScreen) -> None:
    """Move the cause, or the custom category, one place down."""
    actions.shift(screen, 1)


@FISHBONE.command(
    "earlier",
    "K",
    "ctrl+up",
    label=N_("move up"),
    when=is_movable,
    changes=True,
    purpose="row",
)
def move_earlier(screen: FishboneScreen) -> None:
    """Move the cause, or the custom category, one place up."""
    actions.shift(screen, -1)


@FISHBONE.command(
    "delete", "D", "delete", "ctrl+delete", label=N_("delete"), when=is_movable, changes=True
)
def delete(screen: FishboneScreen) -> None:
    """Remove the cause, or a custom category; its causes move up."""
    actions.delete(screen)


@FISHBONE.command("find", "slash", label=N_("find"))
def find_cause(screen: FishboneScreen) -> None:
    """Find a cause or a category by its words; Up and Down go on."""
    actions.find(screen)
