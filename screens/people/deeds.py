"""What can be done to one person of the net: each deed asks at the foot and makes one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits import add_people, remove_person, write_person
from deals.model import Contact, Project
from deals.people import contact_text
from deals.person_fields import PERSON_FIELDS, person_text
from deals.refusal import Refusal
from deals.unsaved import Place
from screens.kit.deeds import Edit, change, done
from screens.kit.how import How
from screens.kit.spans import Line, Span, line
from screens.kit.takers import TextEntry
from screens.kit.wording import N_, _, say
from screens.kit.wording.names import level_name, person_field_name, role_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


def add(screen: PeopleScreen) -> None:
    """Takes contacts a line at a time, until an empty one."""
    begun = screen.project

    def echo(text: str) -> Line:
        return _understood(screen, begun, text)

    def accept(text: str) -> bool:
        if not text.strip():
            screen.release()
            return True
        before = {one.id for one in screen.project.contacts}
        outcome = change(
            screen, [begun.id], N_("contact"), lambda one, reading: add_people(one, text, reading)
        )
        if outcome.failed is not None:
            screen.refuse(outcome.failed)
            return False
        new = [one for one in screen.project.contacts if one.id not in before]
        if new:
            screen.go(new[-1].id)
        if isinstance(screen.taker, TextEntry):
            screen.taker.clear()
        return False

    place = Place("new contact", begun.id)
    screen.ask(_("contact"), "", accept, echo=echo, joint="; ", place=place)


def _understood(screen: PeopleScreen, begun: Project, text: str) -> Line:
    """Whom a line would add or change."""
    if not text.strip():
        return line(Span(_("name title department level T/B cr stance; Enter alone ends"), "dim"))
    try:
        after = add_people(begun, text, screen.host.context.reading())
    except Refusal as refusal:
        return line(Span(say(refusal), "amber"))
    known = {one.id: one for one in begun.contacts}
    changed = [one for one in after.contacts if known.get(one.id) != one]
    said = "; ".join(_described(one) for one in changed)
    return line(Span("= ", "dim"), Span(said, "good"))


def _described(one: Contact) -> str:
    """The person in one line, level and role in the user's language."""
    said = [contact_text(one.model_copy(update={"level": None}))]
    said += [level_name(one.level)] if one.level else []
    said += [role_name(one.role)] if one.role else []
    return " ".join(said)


def type_field(
    screen: PeopleScreen, person: Contact, field: str, hint: str = "", *, walk: bool = False
) -> None:
    """Types one field of a person; to walk, Tab goes on to the next field and shift+Tab back."""
    begun, name = screen.project, person_field_name(field)

    def writing(text: str) -> Edit:
        return lambda one, reading: write_person(one, person.id, field, text, reading)

    def echo(text: str) -> Line:
        try:
            writing(text)(begun, screen.host.context.reading())
        except Refusal as refusal:
            return line(Span(say(refusal), "amber"))
        return line(Span(hint, "dim")) if hint else ()

    def accept(text: str) -> bool:
        said = f"{person.name} {name} {text.strip() or '-'}"
        return done(screen, N_("contact"), writing(text), said, begun)

    def step(text: str, way: int) -> None:
        if accept(text) and (now := screen.person_of(person.id)) is not None:
            place = (PERSON_FIELDS.index(field) + way) % len(PERSON_FIELDS)
            type_field(screen, now, PERSON_FIELDS[place], walk=True)

    label = _("{who}: {field}").format(who=person.name, field=name)
    start = person_text(person, field, begun.contacts)
    how: How = {"echo": echo, "fresh": not walk, "place": Place(field, begun.id, person.id)}
    how["step"] = step if walk else None
    screen.ask(label, start, accept, **how)


def delete(screen: PeopleScreen, person: Contact) -> None:
    """Takes a person out at once; undo brings them back."""
    told = _("{who} is gone; u brings them back").format(who=person.name)
    done(
        screen,
        N_("delete"),
        lambda one, reading: remove_person(one, person.id, reading.stamp),
        told,
        screen.project,
    )
