"""What is typed and settled on goals, rows and the team: each deed is one commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import (
    drop_checkpoint,
    drop_goal,
    drop_row,
    put_checkpoint,
    put_goal,
    put_row,
    put_rows,
    set_row_state,
    settle_checkpoint,
)
from deals.edits.records import reorder, set_value
from deals.errors import UserError
from deals.fishbone import Bone
from deals.model import Checkpoint, Goal, Member, PlanRow, Project
from deals.parsing.project_fields import Reading
from deals.planning import parse_plan_day, span_text, strangers
from deals.planning.templates import TemplateFit, apply_template, fits, fitting
from deals.playbook import PlanTemplate
from deals.thread import outcomes_of, source_of, thread
from deals.unsaved import InputPlace
from screens.base.project_actions import ProjectEdit, change, done, pick_field
from screens.base.project_screen import choose_along
from screens.base.prompts import LineOptions
from screens.base.screen import LetterOption
from screens.plan.fields import NO_DAY, parted, quick
from screens.plan.finder import find_row
from screens.plan.view import TREE_CELLS
from views.field_values import day_text
from views.gantt import (
    ROW,
    GanttView,
    bar_of,
    name_of,
    reach,
    ref_of,
    short_days,
    short_name,
    strip_scale,
)
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, language, ngettext, say

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


def tried(screen: PlanScreen, begun: Project, edit: ProjectEdit, shown: str) -> TextLine:
    """What an edit would come to: `shown`, or why it cannot be."""
    try:
        edit(begun, screen.host.context.reading())
    except UserError as refusal:
        return why(refusal)
    return line(StyledText("= ", "dim"), StyledText(shown, "good")) if shown else ()


def why(refusal: UserError) -> TextLine:
    """Why what is being typed cannot be."""
    return line(StyledText(say(refusal), "amber"))


def unheard_of(screen: PlanScreen, text: str) -> TextLine:
    """A word on names that nobody knows; they are taken all the same."""
    projects = screen.host.book.projects.values()
    found = strangers(text, screen.project, projects)
    new = [one for one in found if one != screen.host.context.me]
    if not new:
        return ()
    told = _("not on a team or an owner: {names}; taken as typed").format(names=", ".join(new))
    return line(StyledText("  " + told, "amber"))


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


def _put_goal(goal: Goal, project: Project, reading: Reading) -> Project:
    return put_goal(project, goal, reading.stamp)


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


NewItem = Callable[[str, str], Goal | PlanRow]


def add_goals(screen: PlanScreen, parent: str | None) -> None:
    """Takes goals a line at a time, until an empty one."""

    def made(text: str, new_id: str) -> Goal:
        content, days, who = quick(text, screen.project, screen.today)
        return Goal(
            id=new_id, text=content, parent=parent, responsible=who, start=days.start, end=days.end
        )

    place = InputPlace("new goal", screen.project.id, parent or "")
    _AddPrompt(screen, _("goal"), made, screen.host.context.new_id(), place).ask()


def add_rows(screen: PlanScreen, bone: str, goal: Goal | None = None) -> None:
    """Takes rows of a field of work a line at a time, until an empty one."""

    def made(text: str, new_id: str) -> PlanRow:
        content, days, who = quick(text, screen.project, screen.today)
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
    _AddPrompt(screen, _("row"), made, screen.host.context.new_id(), place).ask()


@dataclass(frozen=True, slots=True)
class _AddPrompt:
    """A line being typed that becomes a goal or a row of this id."""

    screen: PlanScreen
    name: str
    made: NewItem
    new_id: str
    place: InputPlace

    def ask(self) -> None:
        """Takes the line."""
        how: LineOptions = {"echo": self.echo, "paste_separator": "; ", "place": self.place}
        self.screen.ask(self.name, "", self.accept, **how)

    def edited(self, text: str, project: Project, reading: Reading) -> Project:
        """The project with it."""
        return put_item(project, self.made(text, self.new_id), reading)

    def echo(self, text: str) -> TextLine:
        """What was understood."""
        if not text.strip():
            return line(
                StyledText(_("content; days; who, such as: joint test; 9-13 Feb; Lin"), "dim")
            )
        try:
            item = self.made(text, self.new_id)
        except UserError as refusal:
            return why(refusal)
        parts = (name_of(item), span_text(item.start, item.end), item.responsible)
        edit = partial(self.edited, text)
        told = tried(self.screen, self.screen.project, edit, "  ".join(filter(None, parts)))
        return (*told, *unheard_of(self.screen, item.responsible))

    def accept(self, text: str) -> bool:
        """Puts it in and takes the next line; an empty one ends."""
        screen = self.screen
        if not text.strip():
            screen.release()
            return True
        try:
            item = self.made(text, self.new_id)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        edit = partial(self.edited, text)
        outcome = change(screen, [screen.project.id], label_of(item), edit)
        if outcome.failed is not None:
            screen.refuse(outcome.failed)
            return False
        screen.go(ref_of(item))
        replace(self, new_id=screen.host.context.new_id()).ask()
        return True


_MOST_CHECKPOINTS = 8


def checkpoint(screen: PlanScreen, row: PlanRow) -> None:
    """Adds a checkpoint, or offers those that are there."""
    if not row.checkpoints:
        add(screen, row)
        return
    shown = sorted(row.checkpoints, key=lambda one: one.done)[:_MOST_CHECKPOINTS]
    options: list[LetterOption] = [
        (str(at), ("x " if one.done else "o ") + one.what, partial(_offer, screen, row, one))
        for at, one in enumerate(shown, 1)
    ]
    screen.choose(_("checkpoint"), [*options, ("n", _("new"), partial(add, screen, row))])


def offer_check(screen: PlanScreen, row: PlanRow, check_id: str) -> None:
    """Offers what can be done with one checkpoint, where it is still there."""
    check = next((checkpoint for checkpoint in row.checkpoints if checkpoint.id == check_id), None)
    if check is not None:
        _offer(screen, row, check)


def _offer(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    options: list[LetterOption] = [
        ("r", _("result"), partial(settle, screen, row, check)),
        ("e", _("change"), partial(add, screen, row, check)),
        ("D", _("delete"), partial(_drop, screen, row, check)),
    ]
    screen.choose(check.what, options)


def add(screen: PlanScreen, row: PlanRow, check: Checkpoint | None = None) -> None:
    """Takes `what; day; by whom` of a new checkpoint, or of one that is there."""
    begun = screen.project
    new_id = check.id if check else screen.host.context.new_id()

    def made(text: str, one: Project) -> Checkpoint:
        new = check or Checkpoint(id=new_id, what="", on=row.end)
        return _read(new, text, screen.today, one)

    def edit(text: str, one: Project, reading: Reading) -> Project:
        return put_checkpoint(one, row.id, made(text, one), reading.stamp)

    def echo(text: str) -> TextLine:
        if not text.strip():
            return line(StyledText(_("what is looked at; day; by whom"), "dim"))
        try:
            new = made(text, begun)
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return (*_understood(new), *unheard_of(screen, new.by))

    def accept(text: str) -> bool:
        said = f"{short_name(row)}: {text.strip()}"
        return done(screen, N_("checkpoint"), partial(edit, text), said, begun)

    start = "; ".join([check.what, f"{check.on or NO_DAY}", check.by]) if check else ""
    place = InputPlace("checkpoint" if check else "new checkpoint", begun.id, (check or row).id)
    screen.ask(_("checkpoint"), start.rstrip("; "), accept, echo=echo, place=place)


def _read(check: Checkpoint, text: str, today: date, project: Project) -> Checkpoint:
    """A checkpoint as the line says it; a new one that names no day keeps its row's last."""

    def day(said: str) -> date | None:
        return parse_plan_day(said, today, project.signs)

    what, said, by = parted(text, day)
    kept = None if check.what else check.on
    on = None if said == NO_DAY else day(said) if said else kept
    return check.model_copy(update={"what": what, "on": on, "by": by})


def _understood(check: Checkpoint) -> TextLine:
    parts = (check.what, day_text(check.on) if check.on else _("no day"), check.by)
    return line(StyledText("= ", "dim"), StyledText("  ".join(filter(None, parts)), "good"))


def settle(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    """Takes what was found; nothing at all opens the checkpoint again."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(one: Project, reading: Reading) -> Project:
            return settle_checkpoint(one, row.id, check.id, text, reading.stamp)

        found = text.strip() or _("open")
        said = f"{check.what}: {found}"
        if text.strip() and _begun(begun, row).startswith("answer:"):
            said += "; " + _("> leads back to the answer it came from")
        return done(screen, N_("checkpoint"), edit, said, begun)

    label, place = (
        _("{what}: result").format(what=check.what),
        InputPlace("result", begun.id, check.id),
    )
    screen.ask(label, check.result, accept, place=place)


def _begun(project: Project, row: PlanRow) -> str:
    """What the thread of a row began with."""
    return next((one.ref for one in thread(project, f"{ROW}{row.id}")), "")


def _drop(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    def edit(one: Project, reading: Reading) -> Project:
        return drop_checkpoint(one, row.id, check.id, reading.stamp)

    told = _("{name} is gone; u brings it back").format(name=check.what)
    done(screen, N_("checkpoint"), edit, told, screen.project)


_MOST_ROWS = 9


def choose_before(screen: PlanScreen, row: PlanRow) -> None:
    """Takes the row that this one waits for by its letter; `-` for none."""
    begun = screen.project

    def chosen(before: PlanRow | None) -> None:
        new = row.model_copy(update={"after": before.id if before else None})

        def edit(one: Project, reading: Reading) -> Project:
            return put_row(one, new, reading.stamp)

        waits = _("{row} waits for {before}") if before else _("{row} waits for nothing")
        said = waits.format(row=row.content, before=before.content if before else "")
        done(screen, N_("plan row"), edit, said, begun)

    def picked(knot: str | None) -> None:
        found = screen.item_of(knot)
        if isinstance(found, PlanRow):
            chosen(found)

    screen.letters(
        _("after which row? its letter, - for none, / for its words"),
        picked,
        partial(chosen, None),
        partial(find_row, screen, _("after the row"), chosen),
    )


def choose_template(screen: PlanScreen) -> None:
    """Offers the playbook's templates, those that fit first; the rows come as one change."""
    found = fitting(screen.project, screen.host.context.playbook)[:_MOST_ROWS]
    if not found:
        screen.tell(_("the playbook has no templates"), "amber")
        return
    lang = language()
    options: list[LetterOption] = [
        (str(at), one.name.of(lang), partial(_apply, screen, one))
        for at, one in enumerate(found, 1)
    ]
    screen.choose(_("which template?"), options)


def _apply(screen: PlanScreen, chosen: PlanTemplate) -> None:
    """Puts the rows; where their days do not fit, says so and offers the ways that are left."""
    today = screen.today
    ways = fits(screen.project, chosen, today)
    if "dates" in ways:
        _put(screen, chosen, "dates")
        return
    signs = screen.project.signs
    late = signs is not None and ways["shift"].end is not None and ways["shift"].end > signs.latest
    words: Mapping[TemplateFit, str] = {
        "squeeze": _("squeeze it into {days}"),
        "shift": _("from today, past signing: {days}") if late else _("from today: {days}"),
    }
    options: list[LetterOption] = [
        (str(at), words[way].format(days=short_days(*span)), partial(_put, screen, chosen, way))
        for at, (way, span) in enumerate(ways.items(), 1)
    ]
    screen.choose(_why_not(screen, chosen), options)


def _why_not(screen: PlanScreen, chosen: PlanTemplate) -> str:
    """Why the template cannot be put by its own days."""
    try:
        apply_template(screen.project, chosen, screen.host.context.reading(), language())
    except UserError as refusal:
        return say(refusal)
    return ""


def _put(screen: PlanScreen, chosen: PlanTemplate, way: TemplateFit) -> None:
    begun = screen.project
    known = {row.id for row in begun.plan}

    def edit(one: Project, reading: Reading) -> Project:
        return put_rows(one, apply_template(one, chosen, reading, language(), way), reading.stamp)

    count, name = len(chosen.rows), chosen.name.of(language())
    said = ngettext("{count} row from {name}", "{count} rows from {name}", count)
    if done(screen, N_("template"), edit, said.format(count=count, name=name), begun):
        new = next((row.id for row in screen.project.plan if row.id not in known), None)
        if new is not None:
            screen.go(f"{ROW}{new}")


def follow(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Goes along the red thread: at once where there is one way, else by one of a few.

    From a row it also leads back to the answer that it all began with.
    """
    project, here = screen.project, ref_of(item)
    source, first = source_of(project, here), thread(project, here)[0].ref
    revisited = [first] if first.startswith("answer:") and first != source else []
    back = [*([source] if source else []), *revisited]
    nothing = _("the thread ends here: s links it to a goal")
    choose_along(screen, back, outcomes_of(project, here), nothing)


def field_of(project: Project, goal: Goal) -> str | None:
    """The field that a goal's work stands in: that of its last row, else of its cause."""
    rows = [row.bone for row in project.plan if row.goal == goal.id]
    causes = [one.bone for one in project.causes if one.id == goal.cause]
    return next(iter((*reversed(rows), *causes)), None)


def move(screen: PlanScreen, row: PlanRow) -> None:
    """Puts a row into another field of work."""

    def chosen(bone: Bone) -> None:
        def edit(one: Project, reading: Reading) -> Project:
            return put_row(one, row.model_copy(update={"bone": bone.id}), reading.stamp)

        done(screen, N_("plan row"), edit, row.content, screen.project)

    pick_field(screen, _("field of work"), chosen)


def zoom(screen: PlanScreen, step: int) -> None:
    """Longer units a cell, or shorter ones; the bar under the cursor stays in sight."""
    view = screen.view.zoomed(step)
    bar = bar_of(screen.item) if isinstance(screen.item, PlanRow) else None
    if bar is not None:
        cells = screen.size.width - TREE_CELLS * screen.beside
        sight = GanttView(screen.today, view.zoom)
        view = replace(view, shift=reach(strip_scale(screen.outline.groups, sight, cells), bar))
    screen.look(view)


def fold(screen: PlanScreen, knots: frozenset[str]) -> None:
    """Folds these and nothing else; the cursor goes to what hides the place where it was."""
    screen.current = screen.outline.folds.shown(knots, screen.current)
    screen.look(replace(screen.view, folded=knots))


def next_late(screen: PlanScreen) -> None:
    """To the next row that is late, round."""
    order = [f"{ROW}{row.id}" for group in screen.outline.groups for row in group.rows]
    at = order.index(screen.current) + 1 if screen.current in order else 0
    late = {f"{ROW}{one}" for one in screen.outline.late}
    found = next((one for one in (*order[at:], *order[:at]) if one in late), None)
    if found is None:
        screen.tell(_("nothing is late"))
    else:
        screen.go(found)
