"""The commands of goals, plan and team."""

from __future__ import annotations

from dataclasses import replace

from deals.model import Goal, Member, PlanRow
from screens.base.commands import Commands, ThingFinder, lacks
from screens.base.project_actions import pick_workstream
from screens.base.shared_commands import DIAGRAM_COMMANDS, SCREEN_COMMANDS
from screens.plan import actions, new_items, team
from screens.plan.screen import PlanScreen
from screens.plan.view import field_of
from screens.registry import ROOM_COMMANDS
from views.gantt import FORM_PREFIX, PART_PREFIX
from views.plan_fields import DAYS
from wording import N_, _

PLAN: Commands[PlanScreen] = Commands(ROOM_COMMANDS, DIAGRAM_COMMANDS, SCREEN_COMMANDS)


def item_at_cursor(screen: PlanScreen) -> Goal | PlanRow | Member | None:
    """Return the goal, row or member under the cursor."""
    return screen.item


ITEM: ThingFinder[PlanScreen, Goal | PlanRow | Member] = item_at_cursor


@lacks(N_("put the cursor on a goal or task first"))
def goal_or_row_at_cursor(screen: PlanScreen) -> Goal | PlanRow | None:
    """Return the goal or row under the cursor."""
    return screen.item if isinstance(screen.item, Goal | PlanRow) else None


GOAL_OR_ROW: ThingFinder[PlanScreen, Goal | PlanRow] = goal_or_row_at_cursor


@lacks(N_("put the cursor on a goal first"))
def goal_at_cursor(screen: PlanScreen) -> Goal | None:
    """Return the goal under the cursor."""
    return screen.item if isinstance(screen.item, Goal) else None


@lacks(N_("put the cursor on a task first"))
def row_at_cursor(screen: PlanScreen) -> PlanRow | None:
    """Return the row of the plan under the cursor."""
    return screen.item if isinstance(screen.item, PlanRow) else None


@lacks(N_("open the team form first"))
def shows_team(screen: PlanScreen) -> bool:
    """Return whether the team form is on the screen."""
    return screen.view.side == "team"


@lacks(N_("nothing to fold"))
def foldable_at_cursor(screen: PlanScreen) -> str | None:
    """Return the goal or workstream under the cursor that can be folded."""
    return screen.outline.folds.find_foldable(screen.current)


def is_editable(screen: PlanScreen) -> bool:
    """Return whether there is something to edit, be it a field of the team form."""
    current = screen.current or ""
    return screen.item is not None or current.startswith((FORM_PREFIX, PART_PREFIX))


@PLAN.command("add", "a", "insert", label=N_("add"), footer=True, changes=True)
def add(screen: PlanScreen) -> None:
    """Add a goal beside this one, a task to this workstream, or a member."""
    item = screen.item
    if screen.view.side == "goals":
        new_items.add_goals(screen, item.parent if isinstance(item, Goal) else None)
    elif screen.view.side == "plan":
        new_items.add_rows(screen, screen.bone)
    else:
        team.ask_new_member(screen)


@PLAN.command("add-under", "A", "ctrl+n", label=N_("subgoal"), on=goal_at_cursor, changes=True)
def add_subgoals(screen: PlanScreen, goal: Goal) -> None:
    """Add goals that serve this one, one per line."""
    new_items.add_goals(screen, goal.id)


@PLAN.command("work", "R", "ctrl+w", label=N_("work"), on=goal_at_cursor, changes=True)
def add_work(screen: PlanScreen, goal: Goal) -> None:
    """Add tasks that serve this goal."""
    workstream = field_of(screen.project, goal)
    if workstream is not None:
        new_items.add_rows(screen, workstream, goal)
    else:
        pick_workstream(
            screen,
            _("task in workstream"),
            lambda field: new_items.add_rows(screen, field.id, goal),
        )


@PLAN.command("edit", "e", "f2", "enter", label=N_("edit"), when=is_editable, changes=True)
def edit_item(screen: PlanScreen) -> None:
    """Edit it field by field; Tab goes on, shift+Tab back, Enter ends."""
    item, current = screen.item, screen.current or ""
    if isinstance(item, Member):
        team.type_member(screen, item.name, "name")
    elif isinstance(item, Goal | PlanRow):
        actions.type_field(screen, item, walk=True)
    elif current.startswith(FORM_PREFIX):
        team.type_form(screen, current.removeprefix(FORM_PREFIX))
    elif current.startswith(PART_PREFIX):
        team.ask_who_has(screen, current.removeprefix(PART_PREFIX))


@PLAN.command("dates", "w", "f3", label=N_("dates"), on=GOAL_OR_ROW, footer=True, changes=True)
def set_dates(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Set the dates: 9-13 Feb, 3-2..3-20, +3d, D-10, T-5; tasks that wait for it may move too."""
    actions.type_field(screen, item, DAYS)


@PLAN.command("responsible", "o", "f6", label=N_("who"), on=GOAL_OR_ROW, changes=True)
def set_responsible(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Set who is responsible."""
    actions.type_field(screen, item, "responsible")


@PLAN.command("part", "P", "alt+p", label=N_("part"), when=shows_team, changes=True)
def choose_part(screen: PlanScreen) -> None:
    """Choose a part in the team: leader, member, monitor, senior sponsor; then who, and duties."""
    team.choose_part(screen, screen.item if isinstance(screen.item, Member) else None)


@PLAN.command("resources", "r", "f7", label=N_("resources"), on=GOAL_OR_ROW, changes=True)
def set_resources(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Set the resources."""
    actions.type_field(screen, item, "resources", walk=True)


@PLAN.command(
    "checkpoint", "c", "f4", label=N_("checkpoint"), on=row_at_cursor, footer=True, changes=True
)
def choose_checkpoint(screen: PlanScreen, row: PlanRow) -> None:
    """Add a checkpoint: what; date; by whom; or close one with its result."""
    actions.choose_checkpoint(screen, row)


@PLAN.command("done", "x", "ctrl+x", label=N_("done"), on=GOAL_OR_ROW, footer=True, changes=True)
def turn_done(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Mark a task done or a goal reached; again to reopen it."""
    actions.turn_done(screen, item)


@PLAN.command("begin", "b", "ctrl+e", label=N_("start"), on=row_at_cursor, changes=True)
def turn_begun(screen: PlanScreen, row: PlanRow) -> None:
    """Mark a task as in progress; again to undo that."""
    actions.turn_state(screen, row, "doing")


@PLAN.command("field", "M", "ctrl+u", label=N_("workstream"), on=row_at_cursor, changes=True)
def move_to_field(screen: PlanScreen, row: PlanRow) -> None:
    """Move the task to another workstream."""
    actions.move(screen, row)


@PLAN.command("drop", "X", "ctrl+k", label=N_("drop"), on=row_at_cursor, changes=True)
def turn_dropped(screen: PlanScreen, row: PlanRow) -> None:
    """Mark a task as dropped but keep it listed; again to undo that."""
    actions.turn_state(screen, row, "dropped")


@PLAN.command("delete", "D", "delete", label=N_("delete"), on=ITEM, changes=True)
def delete_item(screen: PlanScreen, item: Goal | PlanRow | Member) -> None:
    """Delete it; undo restores it."""
    actions.delete(screen, item)


@PLAN.command("raise", "K", "ctrl+up", label=N_("move up"), on=GOAL_OR_ROW, changes=True)
def raise_item(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Move it up by one."""
    actions.shift(screen, item, -1)


@PLAN.command("lower", "J", "ctrl+down", label=N_("move down"), on=GOAL_OR_ROW, changes=True)
def lower_item(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Move it down by one."""
    actions.shift(screen, item, 1)


@PLAN.command("after", "d", "ctrl+d", label=N_("after"), on=row_at_cursor, changes=True)
def choose_before(screen: PlanScreen, row: PlanRow) -> None:
    """Choose the task that this one waits for, by its letter; - for none."""
    actions.choose_before(screen, row)


@PLAN.command("serves", "s", "ctrl+s", label=N_("serves"), on=GOAL_OR_ROW, changes=True)
def choose_goal(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Choose the goal that it serves, by part of its text; - for none."""
    actions.choose_goal(screen, item)


@PLAN.command("follow", "greater_than_sign", "f8", label=N_("linked"), on=GOAL_OR_ROW)
def follow_thread(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Go to linked items: what it came from, or what came of it."""
    actions.follow(screen, item)


@PLAN.command("view", "v", "f9", label=N_("view"), footer=True)
def turn_view(screen: PlanScreen) -> None:
    """Switch between goals, plan, both side by side where there is room, and a list in words."""
    screen.look(screen.view.next_view(screen.size.width))


@PLAN.command("across", "tab", "shift+tab", label=N_("across"))
def look_across(screen: PlanScreen) -> None:
    """Go to the other side: from the goals to the plan and back."""
    screen.look(screen.view.other_side())


@PLAN.command("team", "t", "f12", label=N_("team"))
def look_at_team(screen: PlanScreen) -> None:
    """Open the team form, or come back from it."""
    screen.look(screen.view.team())


@PLAN.command("template", "m", "ctrl+t", label=N_("template"), changes=True)
def choose_template(screen: PlanScreen) -> None:
    """Add the tasks of a playbook template to the plan."""
    actions.choose_template(screen)


@PLAN.command("next-late", "n", "f5", label=N_("late"), footer=True)
def go_to_next_late(screen: PlanScreen) -> None:
    """Go to the next task that is late or has a late checkpoint."""
    screen.next_late()


@PLAN.command("find", "slash", label=N_("find"))
def find_item(screen: PlanScreen) -> None:
    """Find a goal, task, checkpoint, person or workstream; Up and Down go on."""
    actions.find(screen)


@PLAN.command("fold", "f", "ctrl+l", label=N_("fold"), on=foldable_at_cursor)
def fold_node(screen: PlanScreen, node_id: str) -> None:
    """Fold what is under the cursor, a goal or a workstream, or unfold it."""
    screen.fold(screen.view.folded ^ {node_id})


@lacks(N_("nothing to fold"))
def can_fold(screen: PlanScreen) -> bool:
    """Return whether there is anything to fold."""
    return bool(screen.outline.folds.list_foldable(screen.view.side))


@PLAN.command(
    "fold-all",
    "F",
    "ctrl+a",
    label=N_("fold all"),
    when=can_fold,
)
def fold_all(screen: PlanScreen) -> None:
    """Fold every goal, or every workstream; again to unfold them."""
    every_node, folded = screen.outline.folds.list_foldable(screen.view.side), screen.view.folded
    screen.fold(folded - every_node if folded & every_node else folded | every_node)


@lacks(N_("no chart here"))
def shows_chart(screen: PlanScreen) -> bool:
    """Return whether the days of the plan are on the screen."""
    view = screen.view
    return (view.side == "plan" and not view.listed) or view.beside(screen.size.width)


@PLAN.command("farther", "z", "minus", label=N_("zoom out"), when=shows_chart)
def zoom_out(screen: PlanScreen) -> None:
    """Zoom the chart out: days, weeks, months."""
    screen.zoom(1)


@PLAN.command("nearer", "Z", "plus", "equals_sign", label=N_("zoom in"), when=shows_chart)
def zoom_in(screen: PlanScreen) -> None:
    """Zoom the chart in: months, weeks, days."""
    screen.zoom(-1)


@PLAN.command("now", "full_stop", "ctrl+home", label=N_("today"), when=shows_chart)
def shift_to_today(screen: PlanScreen) -> None:
    """Scroll the chart back to today."""
    screen.look(replace(screen.view, shift=0))
