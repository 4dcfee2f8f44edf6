"""What is typed and settled on goals, rows and the team: each deed is one commit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits.lists import reorder, set_value
from deals.edits.planning import (
    drop_goal,
    drop_row,
    put_goal,
    put_row,
    set_row_state,
)
from deals.fields import Reading
from deals.model import Goal, Member, PlanRow, Project
from deals.plan import strangers
from deals.refusal import Refusal
from screens.kit.deeds import Edit, done
from screens.kit.spans import Line, Span, line
from screens.kit.wording import N_, _, say
from screens.plan.knots import name_of

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def label_of(item: Goal | PlanRow) -> str:
    """What a change of it is called."""
    return N_("goal") if isinstance(item, Goal) else N_("plan row")


def put_item(project: Project, item: Goal | PlanRow, reading: Reading) -> Project:
    """The project with the goal or row in its place."""
    if isinstance(item, Goal):
        return put_goal(project, item, reading.stamp)
    return put_row(project, item, reading.stamp)


def tried(screen: PlanScreen, begun: Project, edit: Edit, shown: str) -> Line:
    """What an edit would come to: `shown`, or why it cannot be."""
    try:
        edit(begun, screen.host.context.reading())
    except Refusal as refusal:
        return why(refusal)
    return line(Span("= ", "dim"), Span(shown, "good")) if shown else ()


def why(refusal: Refusal) -> Line:
    """Why what is being typed cannot be."""
    return line(Span(say(refusal), "amber"))


def unheard_of(screen: PlanScreen, text: str) -> Line:
    """A word on names that nobody knows; they are taken all the same."""
    projects = screen.host.book.projects.values()
    found = strangers(text, screen.project, projects)
    new = [one for one in found if one != screen.host.context.me]
    if not new:
        return ()
    told = _("not on a team or an owner: {names}; taken as typed").format(names=", ".join(new))
    return line(Span("  " + told, "amber"))


# Settling ----------------------------------------------------------------------------------------


def delete(screen: PlanScreen, item: Goal | PlanRow | Member) -> None:
    """Takes it out at once; undo brings it back."""
    name = item.name if isinstance(item, Member) else name_of(item)

    def edit(one: Project, reading: Reading) -> Project:
        if isinstance(item, Goal):
            return drop_goal(one, item.id, reading.stamp)
        if isinstance(item, PlanRow):
            return drop_row(one, item.id, reading.stamp)
        kept = tuple(each for each in one.team if each.name != item.name)
        return set_value(one, "team", kept, reading.stamp)

    told = _("{name} is gone; u brings it back").format(name=name)
    done(screen, N_("delete"), edit, told, screen.project)


def turn_done(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """A row done, or open again; a goal reached, or not after all."""
    if isinstance(item, Goal):
        new = item.model_copy(update={"reached": not item.reached})
        state = _("reached") if new.reached else _("open")
        said = f"{item.text}: {state}"
        put = partial(_put_goal, new)
        done(screen, N_("goal"), put, said, screen.project)
    else:
        turn_state(screen, item, "done")


def _put_goal(goal: Goal, one: Project, reading: Reading) -> Project:
    return put_goal(one, goal, reading.stamp)


def turn_state(screen: PlanScreen, row: PlanRow, state: str) -> None:
    """The row in that state, or open again where it is in it already."""
    new = "open" if row.state == state else state
    names = {"open": _("open"), "doing": _("doing"), "done": _("done"), "dropped": _("dropped")}
    kept = PlanRow.model_validate({"id": row.id, "content": row.content, "state": new}).state

    def edit(one: Project, reading: Reading) -> Project:
        return set_row_state(one, row.id, kept, reading.stamp)

    done(screen, N_("plan row"), edit, f"{row.content}: {names[new]}", screen.project)


def shift(screen: PlanScreen, item: Goal | PlanRow, step: int) -> None:
    """Moves it one up or down among its own kind: past those of its field, or of its parent."""
    goal = isinstance(item, Goal)
    items: tuple[Goal | PlanRow, ...] = screen.project.goals if goal else screen.project.plan
    own = _kind(item)
    kin = [at for at, one in enumerate(items) if _kind(one) == own]
    here = next(at for at, one in enumerate(items) if one.id == item.id)
    place = kin.index(here) + step
    if not 0 <= place < len(kin):
        screen.tell(_("it is at the end already"))
        return
    by, name = kin[place] - here, "goals" if goal else "plan"

    def edit(one: Project, reading: Reading) -> Project:
        return reorder(one, name, item.id, by, reading.stamp)

    done(screen, N_("order"), edit, name_of(item), screen.project)


def _kind(item: Goal | PlanRow) -> str | None:
    return item.parent if isinstance(item, Goal) else item.bone
