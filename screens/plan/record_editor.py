"""The editors of goals, rows, members and the team form, a field at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import move_row
from deals.edits.records import put, set_value
from deals.errors import UserError
from deals.model import Goal, Member, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import reschedule_row, span_text
from deals.planning.rows import RescheduledRow
from deals.unsaved import InputPlace
from screens.base.project_actions import edit_project
from screens.base.prompts import ChoicePrompt
from screens.plan.actions import echo_edit, label_of, put_item, refusal_line
from screens.plan.fields import (
    DAYS,
    FORM_FIELDS,
    MEMBER_FIELDS,
    fields_of,
    form_value,
    member_text,
    text_of,
    title,
    write_field,
    write_member,
)
from screens.plan.view import warn_unknown_people
from views.gantt import FORM, MEMBER, make_ref, name_of, short_name
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, ngettext, say

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def type_field(
    screen: PlanScreen, item: Goal | PlanRow, field: str = "", *, walk: bool = False
) -> None:
    """Type one field, the first where none is named; to walk, Tab goes on to the next one."""
    _FieldPrompt(screen, item, field or fields_of(item)[0], screen.project, walk).ask()


@dataclass(frozen=True, slots=True)
class _FieldPrompt:
    """A field of an item being typed, on the project as it was when the typing began."""

    screen: PlanScreen
    item: Goal | PlanRow
    field: str
    begun: Project
    walk: bool

    def ask(self, text: str | None = None) -> None:
        """Take the line, starting from what is there or from `text`."""
        label = _("{who}: {field}").format(who=short_name(self.item), field=title(self.field))
        start = text_of(self.item, self.field) if text is None else text
        fresh = not self.walk and text is None
        step = self.step if self.walk else None
        place = InputPlace(f"{label_of(self.item)}:{self.field}", self.begun.id, self.item.id)
        self.screen.ask(
            label, start, self.accept, echo=self.echo, select_all=fresh, on_tab=step, place=place
        )

    def edit(self, typed: str, project: Project, reading: ReadingContext) -> Project:
        """Return the project with the field typed anew."""
        new = write_field(self.item, self.field, typed, project, reading)
        return put_item(project, new, reading)

    def echo(self, typed: str) -> TextLine:
        """Return what was understood, or why it cannot be."""
        try:
            reading = self.screen.host.context.reading()
            new = write_field(self.item, self.field, typed, self.begun, reading)
        except UserError as refusal:
            return refusal_line(refusal)
        shown = text_of(new, DAYS) or "-" if self.field == DAYS else ""
        outcome = echo_edit(self.screen, self.begun, partial(self.edit, typed), shown)
        if self.field == "responsible" and not outcome:
            host = self.screen.host
            return warn_unknown_people(
                new.responsible, self.screen.project, host.book, host.context.me
            )
        return outcome

    def accept(self, typed: str) -> bool:
        """Take the text."""
        return self._take(typed, lambda: None)

    def step(self, typed: str, way: int) -> None:
        """Take the text if it is another one, and go on to the next field."""
        on = partial(self._next, way)
        if text_of(self.item, self.field) == typed:
            on()
        else:
            self._take(typed, on)

    def _next(self, way: int) -> None:
        fields, now = fields_of(self.item), self.screen.item_of(make_ref(self.item))
        if isinstance(now, Goal | PlanRow):
            after = fields[(fields.index(self.field) + way) % len(fields)]
            type_field(self.screen, now, after, walk=True)

    def _take(self, typed: str, then: Callable[[], None]) -> bool:
        if self.field == DAYS and isinstance(self.item, PlanRow):
            return self._redate(self.item, typed, then)
        message = f"{short_name(self.item)}: {title(self.field)} {typed.strip() or '-'}"
        label, edit = label_of(self.item), partial(self.edit, typed)
        good = edit_project(self.screen, label, edit, message, self.begun)
        if good:
            then()
        return good

    def _redate(self, row: PlanRow, typed: str, then: Callable[[], None]) -> bool:
        """Give a row its days; where others wait for it, ask first whether they move along."""
        try:
            reading = self.screen.host.context.reading()
            new = write_field(row, DAYS, typed, self.begun, reading)
            moved = reschedule_row(self.begun, row.id, new.start, new.end)
        except UserError as refusal:
            self.screen.refuse(say(refusal))
            return False
        settle = partial(self._settle, moved, then)
        if not moved.others:
            return settle(along=False)
        self.screen.choose(
            _question(moved),
            [
                ("y", _("move along"), partial(_run, settle, along=True)),
                ("n", _("only this"), partial(_run, settle, along=False)),
            ],
        )
        if isinstance(self.screen.key_handler, ChoicePrompt):
            # Any other key goes back to what was typed.
            self.screen.key_handler.cancel = partial(replace(self).ask, typed)
        return True

    def _settle(self, moved: RescheduledRow, then: Callable[[], None], *, along: bool) -> bool:
        message = f"{moved.row.content}: {span_text(moved.row.start, moved.row.end) or '-'}"
        if along:
            count = len(moved.others)
            followed = ngettext("{count} row moved along", "{count} rows moved along", count)
            message = f"{message}; {followed.format(count=count)}"

        def edit(project: Project, reading: ReadingContext) -> Project:
            return move_row(project, moved, reading.stamp, along=along)

        good = edit_project(self.screen, N_("days"), edit, message, self.begun)
        if good:
            then()
        return good


def _run(settle: Callable[..., bool], *, along: bool) -> None:
    settle(along=along)


def _question(moved: RescheduledRow) -> str:
    count = len(moved.others)
    names = "; ".join(other.content for other in moved.others[:3])
    return ngettext(
        "{count} row waits for it ({names}): move it too, by {days} days?",
        "{count} rows wait for it ({names}): move them too, by {days} days?",
        count,
    ).format(count=count, names=names, days=f"{moved.days:+}")


def choose_goal(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Take the goal that it serves; Up and Down walk through them, `-` is none."""
    goals = tuple(goal for goal in screen.project.goals if goal.id != item.id)
    now = item.parent if isinstance(item, Goal) else item.goal
    at = next((at for at, goal in enumerate(goals) if goal.id == now), -1)
    _GoalPrompt(screen, item, screen.project, goals, at).ask()


@dataclass(frozen=True, slots=True)
class _GoalPrompt:
    """The choice: the goals there are, and the one that stands while nothing is typed."""

    screen: PlanScreen
    item: Goal | PlanRow
    begun: Project
    goals: tuple[Goal, ...]
    at: int

    def ask(self) -> None:
        """Take part of a goal's words."""
        self.screen.ask(
            _("serves the goal"),
            "",
            self.accept,
            echo=self.echo,
            on_arrow=self.on_arrow,
            place=None,
        )

    def on_arrow(self, step: int) -> None:
        """Go on to the next goal, or back."""
        if self.goals:
            replace(self, at=(self.at + step) % len(self.goals)).ask()

    def found(self, text: str) -> Goal | None:
        """Return the first goal that the text means."""
        if not text.strip():
            return self.goals[self.at] if self.at >= 0 else None
        word = self.screen.host.search.word(text)
        return next((goal for goal in self.goals if word.within(goal.text.casefold())), None)

    def echo(self, text: str) -> TextLine:
        """Return the goal meant."""
        goal = self.found(text)
        if text.strip() == "-":
            return line(StyledText(_("none"), "good"))
        if goal is None:
            return line(StyledText(_("part of a goal's words; Up, Down; - for none"), "dim"))
        return echo_edit(
            self.screen, self.begun, lambda project, how: self._put(goal, project, how), goal.text
        )

    def accept(self, text: str) -> bool:
        """Link it."""
        goal = None if text.strip() == "-" else self.found(text)
        if goal is None and text.strip() != "-":
            self.screen.refuse(_("no goal like that"))
            return False
        message = f"{name_of(self.item)}: {goal.text if goal else '-'}"
        return edit_project(
            self.screen,
            label_of(self.item),
            lambda project, reading: self._put(goal, project, reading),
            message,
            self.begun,
        )

    def _put(self, goal: Goal | None, project: Project, reading: ReadingContext) -> Project:
        key = "parent" if isinstance(self.item, Goal) else "goal"
        new = self.item.model_copy(update={key: goal.id if goal else None})
        return put_item(project, new, reading)


def add_member(screen: PlanScreen) -> None:
    """Take a name, and walk on through what else is known of the member."""
    begun = screen.project

    def edit(text: str, project: Project, reading: ReadingContext) -> Project:
        new = write_member(Member(name=text.strip() or "?"), "name", text, reading)
        if any(each.name == new.name for each in project.team):
            raise UserError("member-twice", name=new.name)
        return set_value(project, "team", (*project.team, new), reading.stamp)

    def accept(text: str) -> bool:
        if not text.strip():
            screen.release()
            return True
        if not edit_project(screen, N_("team"), partial(edit, text), text.strip(), begun):
            return False
        screen.go(f"{MEMBER}{text.strip()}")
        type_member(screen, text.strip(), "part")
        return True

    screen.ask(_("member"), "", accept, place=InputPlace("member", begun.id))


def type_member(screen: PlanScreen, name: str, field: str) -> None:
    """Type a field of a member; Tab goes on to the next, shift+Tab back."""
    begun = screen.project
    member = next((member for member in begun.team if member.name == name), None)
    if member is None:
        return

    def edit(text: str, project: Project, reading: ReadingContext) -> Project:
        return _with_member(project, member, write_member(member, field, text, reading), reading)

    def name_after(text: str) -> str:
        return text.strip() if field == "name" else name

    def accept(text: str) -> bool:
        message = f"{name}: {title(field)} {text.strip() or '-'}"
        good = edit_project(screen, N_("team"), partial(edit, text), message, begun)
        if good:
            screen.go(f"{MEMBER}{name_after(text)}")
        return good

    def step(text: str, way: int) -> None:
        if text == member_text(member, field) or accept(text):
            at = (MEMBER_FIELDS.index(field) + way) % len(MEMBER_FIELDS)
            type_member(screen, name_after(text), MEMBER_FIELDS[at])

    label = _("{who}: {field}").format(who=name, field=title(field))
    place = InputPlace(f"member:{name}:{field}", begun.id)
    _ask(screen, label, member_text(member, field), accept, (edit, begun, step), place)


def _with_member(project: Project, old: Member, new: Member, reading: ReadingContext) -> Project:
    if new.name != old.name and any(each.name == new.name for each in project.team):
        raise UserError("member-twice", name=new.name)
    team = tuple(new if each.name == old.name else each for each in project.team)
    return set_value(project, "team", team, reading.stamp)


def type_form(screen: PlanScreen, field: str) -> None:
    """Type a field of the form's head; Tab goes on."""
    begun = screen.project
    value = getattr(begun.form, field)

    def edit(text: str, project: Project, reading: ReadingContext) -> Project:
        update = {field: form_value(field, text, project, reading)}
        return put(project, "form", project.form.model_copy(update=update), reading.stamp)

    def accept(text: str) -> bool:
        message = f"{title(field)} {text.strip() or '-'}"
        return edit_project(screen, N_("team"), partial(edit, text), message, begun)

    def step(text: str, way: int) -> None:
        if accept(text):
            after = FORM_FIELDS[(FORM_FIELDS.index(field) + way) % len(FORM_FIELDS)]
            screen.go(f"{FORM}{after}")
            type_form(screen, after)

    start = f"{value or _default_text(screen, field)}"
    place = InputPlace(f"form:{field}", begun.id)
    _ask(screen, title(field), start, accept, (edit, begun, step), place)


def _default_text(screen: PlanScreen, field: str) -> str:
    """Return what goes without saying: who is filling in the form, today."""
    mine = {"filled_by": screen.host.context.me, "filled_on": f"{screen.today}"}
    return mine.get(field, "")


def _ask(
    screen: PlanScreen,
    label: str,
    start: str,
    accept: Callable[[str], bool],
    how: tuple[
        Callable[[str, Project, ReadingContext], Project], Project, Callable[[str, int], None]
    ],
    place: InputPlace,
) -> None:
    edit, begun, step = how

    def echo(text: str) -> TextLine:
        try:
            edit(text, begun, screen.host.context.reading())
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return ()

    screen.ask(label, start, accept, echo=echo, on_tab=step, place=place)
