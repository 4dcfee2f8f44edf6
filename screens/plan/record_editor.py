"""Typing the fields of a goal or a row; new days offer to move what waits for the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import move_row
from deals.edits.records import put, set_value
from deals.errors import UserError
from deals.model import Goal, Member, PlanRow, Project
from deals.parsing.project_fields import Reading
from deals.planning import move, span_text
from deals.planning.rescheduling import RescheduledRow
from deals.unsaved import InputPlace
from screens.base.project_actions import done
from screens.base.prompts import ChoicePrompt
from screens.plan.actions import label_of, put_item, tried, unheard_of, why
from screens.plan.fields import (
    DAYS,
    FORM_FIELDS,
    MEMBER_FIELDS,
    fields_of,
    form_value,
    member_text,
    member_written,
    text_of,
    title,
    written,
)
from views.gantt import FORM, MEMBER, name_of, ref_of, short_name
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, ngettext, say

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def type_field(
    screen: PlanScreen, item: Goal | PlanRow, field: str = "", *, walk: bool = False
) -> None:
    """Types one field, the first where none is named; to walk, Tab goes on to the next one."""
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
        """Takes the line, starting from what is there or from `text`."""
        label = _("{who}: {field}").format(who=short_name(self.item), field=title(self.field))
        start = text_of(self.item, self.field) if text is None else text
        fresh = not self.walk and text is None
        step = self.step if self.walk else None
        place = InputPlace(f"{label_of(self.item)}:{self.field}", self.begun.id, self.item.id)
        self.screen.ask(
            label, start, self.accept, echo=self.echo, select_all=fresh, on_tab=step, place=place
        )

    def edited(self, typed: str, project: Project, reading: Reading) -> Project:
        """The project with the field typed anew."""
        today = reading.stamp.today
        return put_item(project, written(self.item, self.field, typed, project, today), reading)

    def echo(self, typed: str) -> TextLine:
        """What was understood, or why it cannot be."""
        try:
            new = written(self.item, self.field, typed, self.begun, self.screen.today)
        except UserError as refusal:
            return why(refusal)
        shown = text_of(new, DAYS) or "-" if self.field == DAYS else ""
        told = tried(self.screen, self.begun, partial(self.edited, typed), shown)
        if self.field == "responsible" and not told:
            return unheard_of(self.screen, new.responsible)
        return told

    def accept(self, typed: str) -> bool:
        """Takes the text."""
        return self._take(typed, lambda: None)

    def step(self, typed: str, way: int) -> None:
        """Takes the text if it is another one, and goes on to the next field."""
        on = partial(self._next, way)
        if text_of(self.item, self.field) == typed:
            on()
        else:
            self._take(typed, on)

    def _next(self, way: int) -> None:
        fields, now = fields_of(self.item), self.screen.item_of(ref_of(self.item))
        if isinstance(now, Goal | PlanRow):
            after = fields[(fields.index(self.field) + way) % len(fields)]
            type_field(self.screen, now, after, walk=True)

    def _take(self, typed: str, then: Callable[[], None]) -> bool:
        if self.field == DAYS and isinstance(self.item, PlanRow):
            return self._redate(self.item, typed, then)
        said = f"{short_name(self.item)}: {title(self.field)} {typed.strip() or '-'}"
        label, edit = label_of(self.item), partial(self.edited, typed)
        good = done(self.screen, label, edit, said, self.begun)
        if good:
            then()
        return good

    def _redate(self, row: PlanRow, typed: str, then: Callable[[], None]) -> bool:
        """Gives a row its days; where others wait for it, asks first whether they move along."""
        try:
            new = written(row, DAYS, typed, self.begun, self.screen.today)
            moved = move(self.begun, row.id, new.start, new.end)
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
        if isinstance(self.screen.taker, ChoicePrompt):
            # Any other key goes back to what was typed.
            self.screen.taker.cancel = partial(replace(self).ask, typed)
        return True

    def _settle(self, moved: RescheduledRow, then: Callable[[], None], *, along: bool) -> bool:
        said = f"{moved.row.content}: {span_text(moved.row.start, moved.row.end) or '-'}"
        if along:
            count = len(moved.others)
            told = ngettext("{count} row moved along", "{count} rows moved along", count)
            said = f"{said}; {told.format(count=count)}"

        def edit(project: Project, reading: Reading) -> Project:
            return move_row(project, moved, reading.stamp, along=along)

        good = done(self.screen, N_("days"), edit, said, self.begun)
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
    """Takes the goal that it serves; Up and Down walk through them, `-` is none."""
    goals = tuple(one for one in screen.project.goals if one.id != item.id)
    now = item.parent if isinstance(item, Goal) else item.goal
    at = next((at for at, one in enumerate(goals) if one.id == now), -1)
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
        """Takes part of a goal's words."""
        self.screen.ask(
            _("serves the goal"),
            "",
            self.accept,
            echo=self.echo,
            on_arrow=self.on_arrow,
            place=None,
        )

    def on_arrow(self, step: int) -> None:
        """On to the next goal, or back."""
        if self.goals:
            replace(self, at=(self.at + step) % len(self.goals)).ask()

    def found(self, text: str) -> Goal | None:
        """The first goal that the text means."""
        if not text.strip():
            return self.goals[self.at] if self.at >= 0 else None
        word = self.screen.host.search.word(text)
        return next((goal for goal in self.goals if word.within(goal.text.casefold())), None)

    def echo(self, text: str) -> TextLine:
        """The goal meant."""
        goal = self.found(text)
        if text.strip() == "-":
            return line(StyledText(_("none"), "good"))
        if goal is None:
            return line(StyledText(_("part of a goal's words; Up, Down; - for none"), "dim"))
        return tried(self.screen, self.begun, lambda one, how: self._put(goal, one, how), goal.text)

    def accept(self, text: str) -> bool:
        """Links it."""
        goal = None if text.strip() == "-" else self.found(text)
        if goal is None and text.strip() != "-":
            self.screen.refuse(_("no goal like that"))
            return False
        said = f"{name_of(self.item)}: {goal.text if goal else '-'}"
        return done(
            self.screen,
            label_of(self.item),
            lambda one, reading: self._put(goal, one, reading),
            said,
            self.begun,
        )

    def _put(self, goal: Goal | None, project: Project, reading: Reading) -> Project:
        key = "parent" if isinstance(self.item, Goal) else "goal"
        new = self.item.model_copy(update={key: goal.id if goal else None})
        return put_item(project, new, reading)


def add_member(screen: PlanScreen) -> None:
    """Takes a name, and walks on through what else is known of the member."""
    begun = screen.project

    def edit(text: str, one: Project, reading: Reading) -> Project:
        new = member_written(Member(name=text.strip() or "?"), "name", text)
        if any(each.name == new.name for each in one.team):
            raise UserError("member-twice", name=new.name)
        return set_value(one, "team", (*one.team, new), reading.stamp)

    def accept(text: str) -> bool:
        if not text.strip():
            screen.release()
            return True
        if not done(screen, N_("team"), partial(edit, text), text.strip(), begun):
            return False
        screen.go(f"{MEMBER}{text.strip()}")
        type_member(screen, text.strip(), "part")
        return True

    screen.ask(_("member"), "", accept, place=InputPlace("member", begun.id))


def type_member(screen: PlanScreen, name: str, field: str) -> None:
    """Types a field of a member; Tab goes on to the next, shift+Tab back."""
    begun = screen.project
    member = next((one for one in begun.team if one.name == name), None)
    if member is None:
        return

    def edit(text: str, one: Project, reading: Reading) -> Project:
        return _with_member(one, member, member_written(member, field, text), reading)

    def renamed(text: str) -> str:
        return text.strip() if field == "name" else name

    def accept(text: str) -> bool:
        said = f"{name}: {title(field)} {text.strip() or '-'}"
        good = done(screen, N_("team"), partial(edit, text), said, begun)
        if good:
            screen.go(f"{MEMBER}{renamed(text)}")
        return good

    def step(text: str, way: int) -> None:
        if text == member_text(member, field) or accept(text):
            at = (MEMBER_FIELDS.index(field) + way) % len(MEMBER_FIELDS)
            type_member(screen, renamed(text), MEMBER_FIELDS[at])

    label = _("{who}: {field}").format(who=name, field=title(field))
    place = InputPlace(f"member:{name}:{field}", begun.id)
    _ask(screen, label, member_text(member, field), accept, (edit, begun, step), place)


def _with_member(project: Project, old: Member, new: Member, reading: Reading) -> Project:
    if new.name != old.name and any(each.name == new.name for each in project.team):
        raise UserError("member-twice", name=new.name)
    team = tuple(new if each.name == old.name else each for each in project.team)
    return set_value(project, "team", team, reading.stamp)


def type_form(screen: PlanScreen, field: str) -> None:
    """Types a field of the form's head; Tab goes on."""
    begun = screen.project
    value = getattr(begun.form, field)

    def edit(text: str, one: Project, reading: Reading) -> Project:
        update = {field: form_value(field, text, one, reading.stamp.today)}
        return put(one, "form", one.form.model_copy(update=update), reading.stamp)

    def accept(text: str) -> bool:
        said = f"{title(field)} {text.strip() or '-'}"
        return done(screen, N_("team"), partial(edit, text), said, begun)

    def step(text: str, way: int) -> None:
        if accept(text):
            after = FORM_FIELDS[(FORM_FIELDS.index(field) + way) % len(FORM_FIELDS)]
            screen.go(f"{FORM}{after}")
            type_form(screen, after)

    start = f"{value or _filled(screen, field)}"
    place = InputPlace(f"form:{field}", begun.id)
    _ask(screen, title(field), start, accept, (edit, begun, step), place)


def _filled(screen: PlanScreen, field: str) -> str:
    """What goes without saying: who is filling in the form, today."""
    mine = {"filled_by": screen.host.context.me, "filled_on": f"{screen.today}"}
    return mine.get(field, "")


def _ask(
    screen: PlanScreen,
    label: str,
    start: str,
    accept: Callable[[str], bool],
    how: tuple[Callable[[str, Project, Reading], Project], Project, Callable[[str, int], None]],
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
