"""The commands of the week."""

from __future__ import annotations

from dataclasses import replace

from deals.agenda import DueItem
from deals.model import Project
from screens.base.commands import Commands, ThingFinder, lacks
from screens.base.record_editor import edit_field
from screens.base.shared_commands import (
    PROJECT_LIST_COMMANDS,
    ROW_COMMANDS,
    SCREEN_COMMANDS,
    listed_project,
)
from screens.week import actions
from screens.week.screen import WeekScreen
from screens.week.view import WeekItem
from wording import N_

WEEK: Commands[WeekScreen] = Commands(
    PROJECT_LIST_COMMANDS.without("open", "find"), ROW_COMMANDS, SCREEN_COMMANDS
)


@lacks(N_("nothing that is due is selected"))
def due_at_cursor(screen: WeekScreen) -> DueItem | None:
    """Return what is due under the cursor."""
    return screen.due


def listed_item(screen: WeekScreen) -> WeekItem | None:
    """Return what is under the cursor, due or done."""
    return screen.item


item_at_cursor: ThingFinder[WeekScreen, WeekItem] = listed_item


@WEEK.command(
    "finish", "x", "ctrl+x", label=N_("done"), on=due_at_cursor, footer=True, changes=True
)
def finish_item(screen: WeekScreen, item: DueItem) -> None:
    """Mark it done: a next step asks for the next one, a checkpoint what was found."""
    actions.finish_item(screen, item)


@WEEK.command(
    "later",
    "greater_than_sign",
    "f6",
    label=N_("+1 day"),
    on=due_at_cursor,
    footer=True,
    changes=True,
    purpose="row",
)
def move_later(screen: WeekScreen, item: DueItem) -> None:
    """Move it on by a day; what is overdue comes to today."""
    actions.move_by_day(screen, item, 1)


@WEEK.command(
    "earlier",
    "less_than_sign",
    "f7",
    label=N_("-1 day"),
    on=due_at_cursor,
    changes=True,
    purpose="row",
)
def move_earlier(screen: WeekScreen, item: DueItem) -> None:
    """Move it back by a day, to today at the earliest."""
    actions.move_by_day(screen, item, -1)


@WEEK.command("working-day", "f9", "ctrl+n", label=N_("work day"), on=due_at_cursor, changes=True)
def move_to_work(screen: WeekScreen, item: DueItem) -> None:
    """Move it to the next working day: past weekends, and the holidays of your country."""
    actions.move_to_work(screen, item)


@WEEK.command("day", "w", "f3", label=N_("new day"), on=due_at_cursor, footer=True, changes=True)
def type_day(screen: WeekScreen, item: DueItem) -> None:
    """Type another day for it: fri, 12-28, +1w; of a close date another window."""
    actions.type_day(screen, item)


@WEEK.command("next", "n", "f5", label=N_("next"), on=listed_project, changes=True)
def set_next(screen: WeekScreen, project: Project) -> None:
    """Set the next step of the project and its date."""
    edit_field(screen, [project.id], "next", lambda: None)


@WEEK.command("touch", "y", "ctrl+l", label=N_("touch"), on=item_at_cursor, changes=True)
def log_touch(screen: WeekScreen, item: WeekItem) -> None:
    """Log activity on the project, of a follow-up with the person it is about."""
    actions.log_item_touch(screen, item)


@WEEK.command("open", "enter", label=N_("open"), on=item_at_cursor, footer=True)
def open_item(screen: WeekScreen, item: WeekItem) -> None:
    """Open the project where it stands: the plan for tasks, else the net over its people."""
    if isinstance(item, DueItem):
        actions.open_item(screen, item)
    else:
        actions.open_done(screen, item)


@WEEK.command("owner", "o", "f4", label=N_("owner"), footer=True)
def choose_whose(screen: WeekScreen) -> None:
    """Choose whose week: mine (my projects, and what names me), only what I do, all, an owner's."""
    actions.choose_whose(screen)


@WEEK.command("views", "v", "f12", label=N_("view"), footer=True)
def turn_done(screen: WeekScreen) -> None:
    """Turn between what is due and what was done this week."""
    screen.show_look(replace(screen.look, done=not screen.look.done, more=0))


@WEEK.command("find", "slash", "f8", label=N_("find"))
def find_words(screen: WeekScreen) -> None:
    """Find a line by its project, customer, person or words; Up and Down go on."""
    screen.find()


@WEEK.command("calendar", "E", "alt+e", label=N_("calendar"))
def export_calendar(screen: WeekScreen) -> None:
    """Write all that is due, of whose week it is, as a calendar (.ics); again to update it."""
    from screens.week.export_calendar import ask_calendar

    ask_calendar(screen)


@WEEK.command("kinds", "z", "alt+z", label=N_("kinds"))
def choose_kinds(screen: WeekScreen) -> None:
    """Hide a kind of what is due, such as close dates, or show it again."""
    actions.choose_kinds(screen)


@WEEK.command("paper", "W", "alt+w", label=N_("paper"))
def write_paper(screen: WeekScreen) -> None:
    """Write a paper to hand over about whose week it is: the weekly report, follow-ups, others."""
    from screens.base.context import PaperSubject
    from screens.base.paper_prompt import ask_paper

    ask_paper(screen, PaperSubject(owner=screen.owner), ("week", "follow-ups", "month"))


@WEEK.command("more-weeks", "plus", "equals_sign", label=N_("+ week"))
def show_more(screen: WeekScreen) -> None:
    """Look a week further: ahead, or back at what was done."""
    screen.show_look(screen.look.with_weeks(1))


@WEEK.command("fewer-weeks", "minus", label=N_("- week"))
def show_less(screen: WeekScreen) -> None:
    """Look a week less far."""
    screen.show_look(screen.look.with_weeks(-1))
