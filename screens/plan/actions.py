"""The actions on goals, rows and members of a plan: adding, moving, states, templates, folding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import drop_goal, drop_row, put_goal, put_row, put_rows, set_row_state
from deals.edits.records import set_value, shift_record
from deals.errors import UserError
from deals.fishbone import Bone
from deals.model import Goal, Member, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import span_text
from deals.planning.templates import TemplateFit, apply_template, sort_templates, template_ranges
from deals.playbook import PlanTemplate
from deals.thread import outcomes_of, source_of, thread
from deals.unsaved import InputPlace
from screens.base.project_actions import ProjectEdit, commit_edit, edit_project, pick_workstream
from screens.base.project_screen import choose_along
from screens.base.prompts import LineOptions
from screens.base.screen import LetterOption
from screens.plan.fields import read_row_line
from screens.plan.finder import find_row
from screens.plan.view import TREE_CELLS, warn_unknown_people
from views.gantt import (
    ROW,
    GanttView,
    bar_of,
    cells_to_reach,
    make_ref,
    name_of,
    short_days,
    strip_scale,
)
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, language, ngettext, say

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def label_of(item: Goal | PlanRow) -> str:
    """Return what a change of it is called."""
    return N_("goal") if isinstance(item, Goal) else N_("plan row")


def put_item(project: Project, item: Goal | PlanRow, reading: ReadingContext) -> Project:
    """Return the project with the goal or row in its place."""
    if isinstance(item, Goal):
        return put_goal(project, item, reading.stamp)
    return put_row(project, item, reading.stamp)


def echo_edit(screen: PlanScreen, begun: Project, edit: ProjectEdit, shown: str) -> TextLine:
    """Return what an edit would come to: `shown`, or why it cannot be."""
    try:
        edit(begun, screen.host.context.reading())
    except UserError as refusal:
        return refusal_line(refusal)
    return line(StyledText("= ", "dim"), StyledText(shown, "good")) if shown else ()


def refusal_line(refusal: UserError) -> TextLine:
    """Return why what is being typed cannot be."""
    return line(StyledText(say(refusal), "amber"))


# Settling ----------------------------------------------------------------------------------------


def delete(screen: PlanScreen, item: Goal | PlanRow | Member) -> None:
    """Take it out at once; undo brings it back."""
    name = item.name if isinstance(item, Member) else name_of(item)

    def edit(project: Project, reading: ReadingContext) -> Project:
        if isinstance(item, Goal):
            return drop_goal(project, item.id, reading.stamp)
        if isinstance(item, PlanRow):
            return drop_row(project, item.id, reading.stamp)
        kept = tuple(each for each in project.team if each.name != item.name)
        return set_value(project, "team", kept, reading.stamp)

    message = _("{name} is gone; u brings it back").format(name=name)
    edit_project(screen, N_("delete"), edit, message, screen.project)


def turn_done(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Turn a row done, or open again; a goal reached, or not after all."""
    if isinstance(item, Goal):
        new = item.model_copy(update={"reached": not item.reached})
        state = _("reached") if new.reached else _("open")
        message = f"{item.text}: {state}"
        put = partial(_put_goal, new)
        edit_project(screen, N_("goal"), put, message, screen.project)
    else:
        turn_state(screen, item, "done")


def _put_goal(goal: Goal, project: Project, reading: ReadingContext) -> Project:
    return put_goal(project, goal, reading.stamp)


def turn_state(screen: PlanScreen, row: PlanRow, state: str) -> None:
    """Put the row in that state, or open it again where it is in it already."""
    new = "open" if row.state == state else state
    names = {"open": _("open"), "doing": _("doing"), "done": _("done"), "dropped": _("dropped")}
    kept = PlanRow.model_validate({"id": row.id, "content": row.content, "state": new}).state

    def edit(project: Project, reading: ReadingContext) -> Project:
        return set_row_state(project, row.id, kept, reading.stamp)

    edit_project(screen, N_("plan row"), edit, f"{row.content}: {names[new]}", screen.project)


def shift(screen: PlanScreen, item: Goal | PlanRow, step: int) -> None:
    """Move it one up or down among its own kind: past those of its field, or of its parent."""
    goal = isinstance(item, Goal)
    items: tuple[Goal | PlanRow, ...] = screen.project.goals if goal else screen.project.plan
    own = _kind(item)
    kin = [at for at, sibling in enumerate(items) if _kind(sibling) == own]
    here = next(at for at, sibling in enumerate(items) if sibling.id == item.id)
    place = kin.index(here) + step
    if not 0 <= place < len(kin):
        screen.tell(_("it is at the end already"))
        return
    by, name = kin[place] - here, "goals" if goal else "plan"

    def edit(project: Project, reading: ReadingContext) -> Project:
        return shift_record(project, name, item.id, by, reading.stamp)

    edit_project(screen, N_("order"), edit, name_of(item), screen.project)


def _kind(item: Goal | PlanRow) -> str | None:
    return item.parent if isinstance(item, Goal) else item.bone


NewItem = Callable[[str, str], Goal | PlanRow]


def add_goals(screen: PlanScreen, parent: str | None) -> None:
    """Take goals a line at a time, until an empty one."""

    def make_goal(text: str, new_id: str) -> Goal:
        content, days, who = read_row_line(text, screen.project, screen.today)
        return Goal(
            id=new_id, text=content, parent=parent, responsible=who, start=days.start, end=days.end
        )

    place = InputPlace("new goal", screen.project.id, parent or "")
    _AddPrompt(screen, _("goal"), make_goal, screen.host.context.new_id(), place).ask()


def add_rows(screen: PlanScreen, bone: str, goal: Goal | None = None) -> None:
    """Take rows of a field of work a line at a time, until an empty one."""

    def make_row(text: str, new_id: str) -> PlanRow:
        content, days, who = read_row_line(text, screen.project, screen.today)
        return PlanRow(
            id=new_id,
            content=content,
            bone=bone,
            goal=goal.id if goal else None,
            cause=goal.cause if goal else None,
            responsible=who or (goal.responsible if goal else ""),
            start=days.start,
            end=days.end,
        )

    place = InputPlace(f"new row:{bone}", screen.project.id, goal.id if goal else "")
    _AddPrompt(screen, _("row"), make_row, screen.host.context.new_id(), place).ask()


@dataclass(frozen=True, slots=True)
class _AddPrompt:
    """A line being typed that becomes a goal or a row of this id."""

    screen: PlanScreen
    name: str
    made: NewItem
    new_id: str
    place: InputPlace

    def ask(self) -> None:
        """Take the line."""
        how: LineOptions = {"echo": self.echo, "paste_separator": "; ", "place": self.place}
        self.screen.ask(self.name, "", self.accept, **how)

    def edit(self, text: str, project: Project, reading: ReadingContext) -> Project:
        """Return the project with it."""
        return put_item(project, self.made(text, self.new_id), reading)

    def echo(self, text: str) -> TextLine:
        """Return what was understood."""
        if not text.strip():
            return line(
                StyledText(_("content; days; who, such as: joint test; 9-13 Feb; Lin"), "dim")
            )
        try:
            item = self.made(text, self.new_id)
        except UserError as refusal:
            return refusal_line(refusal)
        parts = (name_of(item), span_text(item.start, item.end), item.responsible)
        edit = partial(self.edit, text)
        outcome = echo_edit(self.screen, self.screen.project, edit, "  ".join(filter(None, parts)))
        host = self.screen.host
        who = item.responsible
        return (
            *outcome,
            *warn_unknown_people(who, self.screen.project, host.book, host.context.me),
        )

    def accept(self, text: str) -> bool:
        """Put it in and take the next line; an empty one ends."""
        screen = self.screen
        if not text.strip():
            screen.release()
            return True
        try:
            item = self.made(text, self.new_id)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        edit = partial(self.edit, text)
        outcome = commit_edit(screen, [screen.project.id], label_of(item), edit)
        if outcome.failed is not None:
            screen.refuse(outcome.failed)
            return False
        screen.go(make_ref(item))
        replace(self, new_id=screen.host.context.new_id()).ask()
        return True


_MOST_ROWS = 9


def choose_before(screen: PlanScreen, row: PlanRow) -> None:
    """Take the row that this one waits for by its letter; `-` for none."""
    begun = screen.project

    def set_before(before: PlanRow | None) -> None:
        new = row.model_copy(update={"after": before.id if before else None})

        def edit(project: Project, reading: ReadingContext) -> Project:
            return put_row(project, new, reading.stamp)

        waits = _("{row} waits for {before}") if before else _("{row} waits for nothing")
        message = waits.format(row=row.content, before=before.content if before else "")
        edit_project(screen, N_("plan row"), edit, message, begun)

    def choose_node(node_id: str | None) -> None:
        found = screen.item_of(node_id)
        if isinstance(found, PlanRow):
            set_before(found)

    screen.letters(
        _("after which row? its letter, - for none, / for its words"),
        choose_node,
        partial(set_before, None),
        partial(find_row, screen, _("after the row"), set_before),
    )


def choose_template(screen: PlanScreen) -> None:
    """Offer the playbook's templates, those that fit first; the rows come as one change."""
    found = sort_templates(screen.project, screen.host.context.playbook)[:_MOST_ROWS]
    if not found:
        screen.tell(_("the playbook has no templates"), "amber")
        return
    lang = language()
    options: list[LetterOption] = [
        (str(at), template.name.of(lang), partial(_apply, screen, template))
        for at, template in enumerate(found, 1)
    ]
    screen.choose(_("which template?"), options)


def _apply(screen: PlanScreen, chosen: PlanTemplate) -> None:
    """Put the rows; where their days do not fit, say so and offer the ways that are left."""
    today = screen.today
    ways = template_ranges(screen.project, chosen, today)
    if "dates" in ways:
        _put_template(screen, chosen, "dates")
        return
    signs = screen.project.signs
    late = signs is not None and ways["shift"].end is not None and ways["shift"].end > signs.latest
    words: Mapping[TemplateFit, str] = {
        "squeeze": _("squeeze it into {days}"),
        "shift": _("from today, past signing: {days}") if late else _("from today: {days}"),
    }
    options: list[LetterOption] = [
        (
            str(at),
            words[way].format(days=short_days(*span)),
            partial(_put_template, screen, chosen, way),
        )
        for at, (way, span) in enumerate(ways.items(), 1)
    ]
    screen.choose(_why_not(screen, chosen), options)


def _why_not(screen: PlanScreen, chosen: PlanTemplate) -> str:
    """Return why the template cannot be put by its own days."""
    try:
        apply_template(screen.project, chosen, screen.host.context.reading(), language())
    except UserError as refusal:
        return say(refusal)
    return ""


def _put_template(screen: PlanScreen, chosen: PlanTemplate, way: TemplateFit) -> None:
    begun = screen.project
    known = {row.id for row in begun.plan}

    def edit(project: Project, reading: ReadingContext) -> Project:
        return put_rows(
            project, apply_template(project, chosen, reading, language(), way), reading.stamp
        )

    count, name = len(chosen.rows), chosen.name.of(language())
    message = ngettext("{count} row from {name}", "{count} rows from {name}", count)
    if edit_project(screen, N_("template"), edit, message.format(count=count, name=name), begun):
        new = next((row.id for row in screen.project.plan if row.id not in known), None)
        if new is not None:
            screen.go(f"{ROW}{new}")


def follow(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Go along the red thread: at once where there is one way, else by one of a few.

    From a row it also leads back to the answer that it all began with.
    """
    project, here = screen.project, make_ref(item)
    source, first = source_of(project, here), thread(project, here)[0].ref
    revisited = [first] if first.startswith("answer:") and first != source else []
    back = [*([source] if source else []), *revisited]
    nothing = _("the thread ends here: s links it to a goal")
    choose_along(screen, back, outcomes_of(project, here), nothing)


def field_of(project: Project, goal: Goal) -> str | None:
    """Return the field that a goal's work stands in: that of its last row, else of its cause."""
    rows = [row.bone for row in project.plan if row.goal == goal.id]
    causes = [cause.bone for cause in project.causes if cause.id == goal.cause]
    return next(iter((*reversed(rows), *causes)), None)


def move(screen: PlanScreen, row: PlanRow) -> None:
    """Put a row into another field of work."""

    def move_to(bone: Bone) -> None:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return put_row(project, row.model_copy(update={"bone": bone.id}), reading.stamp)

        edit_project(screen, N_("plan row"), edit, row.content, screen.project)

    pick_workstream(screen, _("field of work"), move_to)


def zoom(screen: PlanScreen, step: int) -> None:
    """Take longer units a cell, or shorter ones; the bar under the cursor stays in gantt_view."""
    view = screen.view.zoom_by(step)
    bar = bar_of(screen.item) if isinstance(screen.item, PlanRow) else None
    if bar is not None:
        cells = screen.size.width - TREE_CELLS * screen.beside
        gantt_view = GanttView(screen.today, view.zoom)
        view = replace(
            view, shift=cells_to_reach(strip_scale(screen.outline.groups, gantt_view, cells), bar)
        )
    screen.look(view)


def next_late(screen: PlanScreen) -> None:
    """Go to the next row that is late, round."""
    order = [f"{ROW}{row.id}" for group in screen.outline.groups for row in group.rows]
    at = order.index(screen.current) + 1 if screen.current in order else 0
    late = {f"{ROW}{row_id}" for row_id in screen.outline.late}
    found = next((ref for ref in (*order[at:], *order[:at]) if ref in late), None)
    if found is None:
        screen.tell(_("nothing is late"))
    else:
        screen.go(found)
