"""What can be done to one person of the net: each deed asks at the foot and makes one commit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deals.accounts import account_people, bring_in
from deals.edits import (
    add_people,
    remove_person,
    set_boss,
    set_cover,
    set_influence,
    set_seniority,
    set_stance,
    write_field,
    write_person,
)
from deals.errors import UserError
from deals.model import Contact, Level, Member, Project
from deals.network.findings import IntroductionRoute
from deals.network.relationship import cr_text
from deals.parsing.contact_fields import PERSON_FIELDS, person_text
from deals.parsing.contact_line import LEVEL_WORDS, contact_text
from deals.parsing.project_fields import Reading, allowed_level
from deals.parsing.text import folded
from deals.playbook import Playbook
from deals.unsaved import InputPlace
from screens.base.diagram_screen import LETTERS
from screens.base.log_touch import ask_evidence
from screens.base.project_actions import ProjectEdit, change, done
from screens.base.prompts import LineOptions, LinePrompt
from views.field_values import understood
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say
from wording.findings import ask_text, names_of, way_text
from wording.names import field_name, level_name, person_field_name, role_name, stance_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


def add(screen: PeopleScreen) -> None:
    """Takes contacts a line at a time, until an empty one."""
    begun = screen.project

    def echo(text: str) -> TextLine:
        return _understood(screen, begun, text)

    def accept(text: str) -> bool:
        if not text.strip():
            screen.release()
            return True
        before = {contact.id for contact in screen.project.contacts}
        outcome = change(
            screen, [begun.id], N_("contact"), lambda one, reading: add_people(one, text, reading)
        )
        if outcome.failed is not None:
            screen.refuse(outcome.failed)
            return False
        new = [contact for contact in screen.project.contacts if contact.id not in before]
        if new:
            screen.go(new[-1].id)
        if isinstance(screen.taker, LinePrompt):
            screen.taker.clear()
        return False

    place = InputPlace("new contact", begun.id)
    screen.ask(_("contact"), "", accept, echo=echo, paste_separator="; ", place=place)


def _understood(screen: PeopleScreen, begun: Project, text: str) -> TextLine:
    """Whom a line would add or change."""
    if not text.strip():
        return line(
            StyledText(_("name title department level T/B cr stance; Enter alone ends"), "dim")
        )
    try:
        after = add_people(begun, text, screen.host.context.reading())
    except UserError as refusal:
        return line(StyledText(say(refusal), "amber"))
    known = {contact.id: contact for contact in begun.contacts}
    changed = [contact for contact in after.contacts if known.get(contact.id) != contact]
    said = "; ".join(_described(one) for one in changed)
    return line(StyledText("= ", "dim"), StyledText(said, "good"))


def _described(contact: Contact) -> str:
    """The person in one line, level and role in the user's language."""
    said = [contact_text(contact.model_copy(update={"level": None}))]
    said += [level_name(contact.level)] if contact.level else []
    said += [role_name(contact.role)] if contact.role else []
    return " ".join(said)


def type_field(
    screen: PeopleScreen, person: Contact, field: str, hint: str = "", *, walk: bool = False
) -> None:
    """Types one field of a person; to walk, Tab goes on to the next field and shift+Tab back."""
    begun, name = screen.project, person_field_name(field)

    def writing(text: str) -> ProjectEdit:
        return lambda one, reading: write_person(one, person.id, field, text, reading)

    def echo(text: str) -> TextLine:
        try:
            writing(text)(begun, screen.host.context.reading())
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return line(StyledText(hint, "dim")) if hint else ()

    def accept(text: str) -> bool:
        said = f"{person.name} {name} {text.strip() or '-'}"
        return done(screen, N_("contact"), writing(text), said, begun)

    def step(text: str, way: int) -> None:
        if accept(text) and (now := screen.person_of(person.id)) is not None:
            place = (PERSON_FIELDS.index(field) + way) % len(PERSON_FIELDS)
            type_field(screen, now, PERSON_FIELDS[place], walk=True)

    start = person_text(person, field, begun.contacts)
    at = InputPlace(field, begun.id, person.id)
    how: LineOptions = {"echo": echo, "select_all": not walk, "place": at}
    how["on_tab"] = step if walk else None
    screen.ask(_("{who}: {field}").format(who=person.name, field=name), start, accept, **how)


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


def influence(screen: PeopleScreen, person: Contact, *, favour: bool) -> None:
    """Takes a strength, then the letter of whom the person sways."""

    def strong(strength: int) -> Callable[[], None]:
        return lambda: screen.pick(
            _("{who} sways: type a letter, or / and a name").format(who=person.name),
            partial(_sway, screen, person, strength, favour=favour),
        )

    names = (_("a little"), _("clearly"), _("decisively"))
    options = [(str(at), name, strong(at)) for at, name in enumerate(names, 1)]
    options.append(("0", _("not at all"), strong(0)))
    told = _("{who} sways for us") if favour else _("{who} sways against us")
    screen.choose(told.format(who=person.name), options)


def _sway(
    screen: PeopleScreen, person: Contact, strength: int, other: Contact | None, *, favour: bool
) -> None:
    if other is None:
        return
    target = other.id

    def edit(one: Project, reading: Reading) -> Project:
        return set_influence(one, person.id, target, strength, favour, reading.stamp)

    said = f"{person.name} > {other.name} {strength}{'+' if favour else '-'}"
    done(screen, N_("influence"), edit, said, screen.project)


def lead(screen: PeopleScreen, person: Contact) -> None:
    """Takes the letter of the superior; 0 or - for nobody."""

    def under(other: Contact | None) -> None:
        def edit(one: Project, reading: Reading) -> Project:
            return set_boss(one, person.id, other.id if other else None, reading.stamp)

        boss = other.name if other else _("nobody")
        said = _("{who} reports to {boss}").format(who=person.name, boss=boss)
        done(screen, N_("superior"), edit, said, screen.project)

    told = _("{who} reports to: type a letter, / and a name, or - for nobody")
    screen.pick(told.format(who=person.name), under, nobody=True)


def ask_cover(screen: PeopleScreen, person: Contact) -> None:
    """Takes who of ours meets somebody, and how senior they are: Lin; VP Wang high."""
    begun = screen.project

    def edit(text: str) -> ProjectEdit:
        def run(one: Project, reading: Reading) -> Project:
            cover = read_cover(text, reading.playbook)
            one = set_cover(one, person.id, [name for name, _level in cover], reading.stamp)
            for name, level in cover:
                one = one if level is None else set_seniority(one, name, level, reading.stamp)
            return one

        return run

    def accept(text: str) -> bool:
        said = f"{person.name}: {text.strip() or '-'}"
        return done(screen, N_("our cover"), edit(text), said, begun)

    hint = _("names parted by ; each with a level: high, middle or low")
    start = written_cover(person, begun.team)
    screen.ask(
        _("{who} is met by").format(who=person.name),
        start,
        accept,
        echo=lambda _text: line(StyledText(hint, "dim")),
        paste_separator="; ",
        place=InputPlace("covered_by", begun.id, person.id),
    )


SIGNS = (("+", "supports"), ("-", "opposes"), ("=", "neutral"), ("?", "unknown"))
ROLES = {
    "decides": "d",
    "approves": "a",
    "evaluates": "e",
    "uses": "u",
    "influences": "i",
    "coach": "c",
}


def bump(screen: PeopleScreen, person: Contact, step: int) -> None:
    """Moves the CR by one rung and asks what shows it."""
    now = (person.cr or 0) + step
    if not 0 <= now <= 5:
        screen.tell(_("the ladder ends here"), "amber")
        return
    ask_evidence(screen, screen.project.id, person, now or None, lambda: None)


def choose_stance(screen: PeopleScreen, person: Contact) -> None:
    """Takes whose side somebody is on; a competitor is named."""
    begun = screen.project

    def standing(sign: str, stance: str) -> Callable[[], None]:
        def run() -> None:
            said = f"{person.name} {stance_name(stance)}"
            done(screen, N_("stance"), _field(person, "stance", sign), said, begun)

        return run

    options = [(sign, stance_name(stance), standing(sign, stance)) for sign, stance in SIGNS]
    rival = ("!", stance_name("competitor"), partial(_ask_rival, screen, person))
    screen.choose(_("{who} stands").format(who=person.name), [*options[:3], rival, options[3]])


def _field(person: Contact, field: str, text: str) -> Callable[[Project, Reading], Project]:
    return lambda one, reading: write_person(one, person.id, field, text, reading)


def _ask_rival(screen: PeopleScreen, person: Contact) -> None:
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(one: Project, reading: Reading) -> Project:
            return set_stance(one, person.id, "competitor", reading.stamp, text.strip() or None)

        said = f"{person.name} {stance_name('competitor')} {text.strip()}"
        return done(screen, N_("stance"), edit, said, begun)

    rivals = [contact.competitor for contact in begun.contacts if contact.competitor]
    start = person.competitor or (rivals[-1] if rivals else "")
    label, place = (
        _("which competitor (Enter: not known)"),
        InputPlace("backs", begun.id, person.id),
    )
    screen.ask(label, start, accept, select_all=True, place=place)


def choose_role(screen: PeopleScreen, person: Contact) -> None:
    """Takes the part somebody has in the decision, at one key."""
    begun = screen.project

    def playing(role: str, name: str) -> Callable[[], None]:
        def run() -> None:
            done(screen, N_("role"), _field(person, "role", role), f"{person.name} {name}", begun)

        return run

    options = [(key, role_name(one), playing(one, role_name(one))) for one, key in ROLES.items()]
    none = ("-", _("none"), playing("-", _("none")))
    screen.choose(_("{who} in the decision").format(who=person.name), [*options, none])


def bring(screen: PeopleScreen) -> None:
    """Offers the account's people who are not in this project, at a key each."""
    begun = screen.project
    known = account_people(screen.host.book, begun)
    if not known:
        screen.tell(_("no other project of this account knows anybody else"))
        return

    def bringing(person: Contact) -> Callable[[], None]:
        def edit(one: Project, reading: Reading) -> Project:
            return bring_in(one, person, reading.stamp)

        def run() -> None:
            if done(screen, N_("contact"), edit, person.name, begun):
                screen.go(person.id)

        return run

    options = [
        (key, f"{one.name} {cr_text(one.cr)}", bringing(one))
        for key, one in zip(LETTERS, known, strict=False)
    ]
    screen.choose(_("bring in"), options)


SOON = "+3d"


def plan(screen: PeopleScreen, ways: tuple[IntroductionRoute, ...]) -> None:
    """Makes the first step of a way the next action; of several ways, asks which."""
    project, playbook = screen.project, screen.host.context.playbook

    def taking(way: IntroductionRoute) -> Callable[[], None]:
        ask = ask_text(way, names_of(project), project.stage, playbook)
        return lambda: ask_next(screen, ask)

    if len(ways) == 1:
        taking(ways[0])()
        return
    arrow = screen.host.context.glyphs.arrow
    options = [
        (str(number), way_text(way, project, arrow), taking(way))
        for number, way in enumerate(ways, 1)
    ]
    screen.choose(_("which way"), options)


def ask_next(screen: PeopleScreen, ask: str) -> None:
    """Takes the next action and its day; `ask` stands there already."""
    begun = screen.project

    def echo(text: str) -> TextLine:
        return understood("next", text, screen.host.context.reading().on(begun))

    def accept(text: str) -> bool:
        def edit(one: Project, reading: Reading) -> Project:
            return write_field(one, "next", text, reading)

        return done(screen, N_("next action"), edit, text.strip(), begun)

    start, place = f"{ask} {SOON}", InputPlace("next", begun.id)
    screen.ask(field_name("next"), start, accept, echo=echo, place=place)


def find(screen: PeopleScreen) -> None:
    """Takes part of a name; the cursor goes to the first match as it is typed."""
    start = screen.current

    def typed(text: str) -> TextLine:
        found = match(screen, text, lambda one: screen.drawn.knot_of(one.id) is not None)
        if found is not None:
            screen.go(found.id)
        return _told(text, found)

    def accept(_text: str) -> bool:
        screen.release()
        return True

    cancel = partial(screen.to, start)
    screen.ask(_("find"), "", accept, echo=typed, cancel=cancel, place=None)


def name(screen: PeopleScreen, label: str, chosen: Callable[[Contact], None]) -> None:
    """Takes part of the name of anybody, also of those who are out of sight, and gives them."""

    def typed(text: str) -> TextLine:
        return _told(text, match(screen, text))

    def accept(text: str) -> bool:
        found = match(screen, text)
        if found is None:
            screen.refuse(_("nobody like that"))
            return False
        screen.release()
        chosen(found)
        return True

    screen.ask(label, "", accept, echo=typed, place=None)


def match(
    screen: PeopleScreen, text: str, wanted: Callable[[Contact], bool] = lambda _one: True
) -> Contact | None:
    """The first of the project's people whom the text is part of; None for nobody."""
    if not text.strip():
        return None
    search = screen.host.search
    search.texts(screen.project)
    word = search.word(text)
    people = screen.project.contacts
    return next(
        (
            contact
            for contact in people
            if word.within(_said(contact).casefold()) and wanted(contact)
        ),
        None,
    )


def _said(contact: Contact) -> str:
    return " ".join(filter(None, (contact.name, contact.title, contact.department)))


def _told(text: str, found: Contact | None) -> TextLine:
    if not text.strip():
        return ()
    if found is None:
        return line(StyledText(_("nobody like that"), "amber"))
    return line(StyledText(_said(found), "good"))


_SPLIT = re.compile(r"\s*[;；,，、\n]\s*")


def read_cover(text: str, playbook: Playbook) -> list[tuple[str, Level | None]]:
    """Our people that a line names, each with the level written behind; Refusal `level-fine`."""
    found = []
    for part in filter(None, _SPLIT.split(text.strip())):
        name, _blank, word = part.rpartition(" ")
        level = LEVEL_WORDS.get(folded(word)) if name else None
        allowed_level(level, playbook)
        found.append((name.strip() if level else part, level))
    return [one for one in found if one[0] != "-"]


def written_cover(person: Contact, team: Sequence[Member]) -> str:
    """The line that read_cover reads back."""
    levels = {member.name: member.level for member in team}
    return "; ".join(f"{name} {levels.get(name) or ''}".strip() for name in person.covered_by)
