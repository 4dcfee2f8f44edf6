"""The team form's deeds: its head, and the members with part, seniority and duties."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.lists import put, set_value
from deals.fields import Reading
from deals.model import Member, Project
from deals.refusal import Refusal
from deals.unsaved import Place
from screens.kit.deeds import done
from screens.kit.spans import Line, Span, line
from screens.kit.wording import N_, _, say
from screens.plan.fields import (
    FORM_FIELDS,
    MEMBER_FIELDS,
    form_value,
    member_text,
    member_written,
    title,
)
from screens.plan.knots import FORM, MEMBER

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def add_member(screen: PlanScreen) -> None:
    """Takes a name, and walks on through what else is known of the member."""
    begun = screen.project

    def edit(text: str, one: Project, reading: Reading) -> Project:
        new = member_written(Member(name=text.strip() or "?"), "name", text)
        if any(each.name == new.name for each in one.team):
            raise Refusal("member-twice", name=new.name)
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

    screen.ask(_("member"), "", accept, place=Place("member", begun.id))


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
    place = Place(f"member:{name}:{field}", begun.id)
    _ask(screen, label, member_text(member, field), accept, (edit, begun, step), place)


def _with_member(one: Project, old: Member, new: Member, reading: Reading) -> Project:
    if new.name != old.name and any(each.name == new.name for each in one.team):
        raise Refusal("member-twice", name=new.name)
    team = tuple(new if each.name == old.name else each for each in one.team)
    return set_value(one, "team", team, reading.stamp)


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
    place = Place(f"form:{field}", begun.id)
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
    place: Place,
) -> None:
    edit, begun, step = how

    def echo(text: str) -> Line:
        try:
            edit(text, begun, screen.host.context.reading())
        except Refusal as refusal:
            return line(Span(say(refusal), "amber"))
        return ()

    screen.ask(label, start, accept, echo=echo, step=step, place=place)
