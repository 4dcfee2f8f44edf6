"""The actions on a project's people: adding, fields, influence, stance, role, cover, finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deals.accounts import account_people, bring_contact
from deals.edits.contacts import (
    add_contacts,
    remove_contact,
    set_boss,
    set_cover,
    set_influence,
    set_seniority,
    set_stance,
    write_contact_field,
)
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields import CONTACT, PROJECT
from deals.model import Contact, Level, Member, Project
from deals.network.findings import IntroductionRoute
from deals.network.relationship import cr_text
from deals.parsing.contact_words import BACKS, LEVEL_WORDS
from deals.parsing.reading_context import ReadingContext, check_level
from deals.parsing.text import split_off_word
from deals.playbook import Playbook
from deals.unsaved import InputPlace
from screens.base import finder
from screens.base.contact_actions import ask_evidence
from screens.base.diagram_screen import LETTERS
from screens.base.finder import FinderEntry, make_entry
from screens.base.project_actions import edit_project
from screens.base.prompts import FORMER_BACKS
from screens.base.record_editor import (
    ProjectField,
    RecordEditor,
    TextEditor,
    echo_understood,
    plain_text,
)
from views.field_values import describe_people, name_constant
from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say
from wording.findings import ask_text, names_of, way_text
from wording.names import field_name, person_field_name, role_name, stance_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


def add(screen: PeopleScreen) -> None:
    """Take contacts a line at a time, until an empty one."""

    def echo(text: str) -> TextLine:
        after = add_contacts(screen.project, text, screen.host.context.reading())
        return echo_understood(describe_people(screen.project, after))

    TextEditor(
        screen=screen,
        change=N_("contact"),
        write=add_contacts,
        label=_("contact"),
        place=InputPlace("new contact", screen.project.id),
        example=_("name title department level T/B cr stance; empty line to finish"),
        echo=echo,
        adds="contacts",
        go=screen.go,
        paste_separator="; ",
    ).ask_each()


def type_field(
    screen: PeopleScreen, person: Contact, field: str, hint: str = "", *, walk: bool = False
) -> None:
    """Type one field of a person; to walk, Tab goes on to the next field and shift+Tab back."""
    fields: RecordEditor[Contact] = RecordEditor(
        screen,
        names=lambda _person: CONTACT.typed,
        label=lambda person, field: _("{who}: {field}").format(
            who=person.name, field=person_field_name(field)
        ),
        text=partial(_field_text, screen),
        write=lambda project, person, field, text, reading: write_contact_field(
            project, person.id, field, text, reading
        ),
        change=lambda _person, _field: N_("contact"),
        place=lambda person, field: (field, person.id),
        now=lambda person, _field, _text: screen.person_of(person.id),
        echo=partial(_echo_field, screen, hint),
        paste_separator=lambda field: "\n" if CONTACT[field].several_lines else " ",
    )
    fields.edit(person, field, walk=walk)


def _field_text(screen: PeopleScreen, person: Contact, field: str) -> str:
    return name_constant(field, CONTACT[field].text(person, screen.project.contacts))


def _echo_field(
    screen: PeopleScreen, hint: str, person: Contact, field: str, typed: str
) -> TextLine:
    """Return the `hint` while nothing is changed; then the constant that is typed, or the refusal.

    A text that is no constant has the hint too.
    """
    hinted = line(StyledText(hint, "dim")) if hint else ()
    if typed == _field_text(screen, person, field):
        return hinted
    try:
        value = CONTACT[field].parse(typed, screen.host.context.reading().on(screen.project))
    except UserError as refusal:
        return line(StyledText(say(refusal), "amber"))
    if CONTACT[field].words and value:
        return echo_understood(name_constant(field, f"{value}"))
    return hinted


def delete(screen: PeopleScreen, person: Contact) -> None:
    """Take a person out at once; undo brings them back."""
    message = _("{who} removed; u to undo").format(who=person.name)
    edit_project(
        screen,
        N_("delete"),
        lambda project, reading: remove_contact(project, person.id, reading.stamp),
        message,
    )


def ask_influence(screen: PeopleScreen, person: Contact, *, favour: bool) -> None:
    """Take a strength, then the letter of whom the person sways."""

    def ask_target(strength: int) -> Callable[[], None]:
        return lambda: _pick(
            screen,
            _("{who} influences: type a letter, or / and a name").format(who=person.name),
            partial(_sway, screen, person, strength, favour=favour),
        )

    names = (_("slightly"), _("strongly"), _("decisively"))
    options = [(str(at), name, ask_target(at)) for at, name in enumerate(names, 1)]
    options.append(("0", _("not at all"), ask_target(0)))
    label = _("influence of {who} in our favour") if favour else _("influence of {who} against us")
    screen.choose(label.format(who=person.name), options)


def _sway(
    screen: PeopleScreen, person: Contact, strength: int, other: Contact | None, *, favour: bool
) -> None:
    if other is None:
        return
    target = other.id

    def edit(project: Project, reading: ReadingContext) -> Project:
        return set_influence(project, person.id, target, strength, favour, reading.stamp)

    message = f"{person.name} > {other.name} {strength}{'+' if favour else '-'}"
    edit_project(screen, N_("influence"), edit, message)


def ask_superior(screen: PeopleScreen, person: Contact) -> None:
    """Take the letter of the superior; 0 or - for nobody."""

    def set_superior(other: Contact | None) -> None:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return set_boss(project, person.id, other.id if other else None, reading.stamp)

        boss = other.name if other else _("nobody")
        message = _("{who} reports to {boss}").format(who=person.name, boss=boss)
        edit_project(screen, N_("reports to"), edit, message)

    label = _("{who} reports to: type a letter, / and a name, or - for nobody")
    _pick(screen, label.format(who=person.name), set_superior, nobody=True)


def ask_cover(screen: PeopleScreen, person: Contact) -> None:
    """Take who of ours meets somebody, and how senior they are: Lin; VP Wang high."""

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        cover = read_cover(text, reading.playbook)
        project = set_cover(project, person.id, [name for name, _level in cover], reading.stamp)
        for name, level in cover:
            if level is not None:
                project = set_seniority(project, name, level, reading.stamp)
        return project

    hint = _("names separated by ; each with a level: executive, senior, mid-level or junior")
    TextEditor(
        screen=screen,
        change=N_("our contact"),
        write=write,
        label=_("our contact for {who}").format(who=person.name),
        place=InputPlace("covered_by", screen.project.id, person.id),
        text=cover_text(person, screen.project.team),
        echo=lambda _text: line(StyledText(hint, "dim")),
        message=lambda text: person.name + _(": ") + plain_text(text),
        paste_separator="; ",
    ).ask()


SIGNS = (("+", "supports"), ("-", "opposes"), ("=", "neutral"), ("?", "unknown"))
ROLES = {
    "decides": "d",
    "approves": "a",
    "evaluates": "e",
    "uses": "u",
    "influences": "i",
    "coach": "c",
}


def step_cr(screen: PeopleScreen, person: Contact, step: int) -> None:
    """Move the CR by one rung and ask what shows it."""
    now = (person.cr or 0) + step
    if not 0 <= now <= 5:
        screen.tell(_("CR is at the end of its scale already"), "amber")
        return
    ask_evidence(screen, screen.project.id, person, now or None, lambda: None)


def choose_stance(screen: PeopleScreen, person: Contact) -> None:
    """Take whose side somebody is on; a competitor is named."""
    options = [
        (
            sign,
            stance_name(stance),
            partial(_set, screen, person, "stance", sign, stance_name(stance)),
        )
        for sign, stance in SIGNS
    ]
    former, rival = (
        (key, stance_name("competitor"), partial(_ask_rival, screen, person))
        for key in (FORMER_BACKS, BACKS)
    )
    label = _("stance of {who}").format(who=person.name)
    screen.choose(label, [*options[:3], rival, options[3], former])


def _set(screen: PeopleScreen, person: Contact, field: str, text: str, name: str) -> None:
    """Write a field of a person, whose new value is called `name`."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        return write_contact_field(project, person.id, field, text, reading)

    edit_project(screen, _CHANGES[field], edit, f"{person.name} {name}")


_CHANGES = {"stance": N_("stance"), "role": N_("role")}


def _ask_rival(screen: PeopleScreen, person: Contact) -> None:
    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        return set_stance(project, person.id, "competitor", reading.stamp, text.strip() or None)

    rivals = [contact.competitor for contact in screen.project.contacts if contact.competitor]
    TextEditor(
        screen=screen,
        change=N_("stance"),
        write=write,
        label=_("which competitor (Enter if unknown)"),
        place=InputPlace("backs", screen.project.id, person.id),
        text=person.competitor or (rivals[-1] if rivals else ""),
        message=lambda text: f"{person.name} {stance_name('competitor')} {text.strip()}",
        select_all=True,
        confirms=True,
    ).ask()


def choose_role(screen: PeopleScreen, person: Contact) -> None:
    """Take the part somebody has in the decision, at one key."""
    options = [
        (key, role_name(role), partial(_set, screen, person, "role", role, role_name(role)))
        for role, key in ROLES.items()
    ]
    none = ("-", _("none"), partial(_set, screen, person, "role", "-", _("none")))
    screen.choose(_("buying role of {who}").format(who=person.name), [*options, none])


def offer_people(screen: PeopleScreen) -> None:
    """Offer the account's people who are not in this project, at a key each."""
    begun = screen.project
    known = account_people(screen.host.book, begun)
    if not known:
        screen.tell(_("no other project of this account has more people"))
        return

    def bring_person(person: Contact) -> Callable[[], None]:
        def edit(project: Project, reading: ReadingContext) -> Project:
            # As they are known now: others may have changed them while they were offered.
            people = {other.id: other for other in account_people(screen.host.book, project)}
            now = people.get(person.id)
            return bring_contact(project, now, reading.stamp) if now else project

        def run() -> None:
            if edit_project(screen, N_("contact"), edit, person.name):
                screen.go(person.id)

        return run

    options = [
        (key, f"{person.name} {cr_text(person.cr)}", bring_person(person))
        for key, person in zip(LETTERS, known, strict=False)
    ]
    screen.choose(_("from account"), options)


SOON = "+3d"


def plan_way(screen: PeopleScreen, ways: tuple[IntroductionRoute, ...]) -> None:
    """Make the first step of a way the next action; of several ways, ask which."""
    project, playbook = screen.project, screen.host.context.playbook

    def take_way(way: IntroductionRoute) -> Callable[[], None]:
        ask = ask_text(way, names_of(project), project.stage, playbook)
        return lambda: ask_next(screen, ask)

    if len(ways) == 1:
        take_way(ways[0])()
        return
    options = [
        (str(number), name, take_way(way))
        for number, (way, name) in enumerate(zip(ways, _name_ways(ways, project), strict=True), 1)
    ]
    screen.choose(_("which way"), options)


def _name_ways(ways: Sequence[IntroductionRoute], project: Project) -> list[str]:
    """Name ways by whom they go through: to whom is said once, above, where it is one for all."""
    arrow = f" {glyphs().arrow} "
    steps = [way_text(way, project, arrow.strip()).split(arrow) for way in ways]
    one_end = len({way[-1] for way in steps}) == 1 and all(way[1:] for way in steps)
    return [arrow.join(way[:-1] if one_end else way) for way in steps]


def ask_next(screen: PeopleScreen, ask: str) -> None:
    """Take the next action and its day; `ask` stands there already, what it replaces beside it."""
    project, field = screen.project, ProjectField(screen, "next")
    TextEditor(
        screen=screen,
        change=N_("next step"),
        write=lambda project, text, reading: set_field(project, "next", text, reading),
        label=field_name("next"),
        place=InputPlace("next", project.id),
        text=f"{ask} {SOON}",
        stored=PROJECT["next"].text(project),
        echo=partial(field.echo, project),
        message=partial(field.message, project),
    ).ask()


def find(screen: PeopleScreen) -> None:
    """Take part of a name; the cursor goes to those who have it and are shown."""
    shown = [person for person in screen.project.contacts if screen.can_go(person.id)]
    finder.open_finder(screen, map(_entry, shown), screen.go, partial(screen.to, screen.current))


def _entry(person: Contact) -> FinderEntry:
    name = " ".join(filter(None, (person.name, person.title, person.department)))
    return make_entry(person.id, name)


def _pick(
    screen: PeopleScreen,
    label: str,
    chosen: Callable[[Contact | None], None],
    *,
    nobody: bool = False,
) -> None:
    """Take the letter of a person in sight, or after `/` part of anybody's name.

    `-` or `0` is nobody, where that is an answer.
    """

    def choose_node(node_id: str) -> None:
        person = screen.drawn.person(node_id)
        if person is None:
            screen.tell(_("nobody is named there"))
        else:
            chosen(person)

    def ask_by_name() -> None:
        entries = map(_entry, screen.project.contacts)
        finder.pick(screen, label, entries, lambda id: chosen(screen.person_of(id)))

    screen.letters(label, choose_node, (lambda: chosen(None)) if nobody else None, ask_by_name)


_SPLIT = re.compile(r"\s*[;；,，、\n]\s*")


def read_cover(text: str, playbook: Playbook) -> list[tuple[str, Level | None]]:
    """Return our people that a line names, each with the level written behind.

    Refusal `level-fine` for a level finer than the playbook has.
    """
    found = []
    for part in filter(None, _SPLIT.split(text.strip())):
        name, level = split_off_word(part, LEVEL_WORDS)
        check_level(level, playbook)
        found.append((name, level))
    return [entry for entry in found if entry[0] != "-"]


def cover_text(person: Contact, team: Sequence[Member]) -> str:
    """Return the line that read_cover reads back."""
    levels = {member.name: name_constant("level", member.level or "") for member in team}
    return "; ".join(f"{name} {levels.get(name, '')}".strip() for name in person.covered_by)
