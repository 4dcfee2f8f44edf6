"""The actions on a project's people: adding, fields, influence, stance, role, cover, finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deals.accounts import account_people, bring_contact
from deals.edits import (
    add_contacts,
    remove_contact,
    set_boss,
    set_cover,
    set_influence,
    set_seniority,
    set_stance,
    write_contact_field,
    write_field,
)
from deals.errors import UserError
from deals.fields import CONTACT
from deals.model import Contact, Level, Member, Project
from deals.network.findings import IntroductionRoute
from deals.network.relationship import cr_text
from deals.parsing.contact_line import LEVEL_WORDS, contact_text
from deals.parsing.reading_context import ReadingContext, check_level
from deals.parsing.text import fold_text
from deals.playbook import Playbook
from deals.unsaved import InputPlace
from screens.base.contact_actions import ask_evidence
from screens.base.diagram_screen import LETTERS
from screens.base.project_actions import ProjectEdit, commit_edit, edit_project
from screens.base.prompts import LineOptions, LinePrompt
from views.field_values import echo_value
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say
from wording.findings import ask_text, names_of, way_text
from wording.names import field_name, level_name, person_field_name, role_name, stance_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


def add(screen: PeopleScreen) -> None:
    """Take contacts a line at a time, until an empty one."""
    begun = screen.project

    def echo(text: str) -> TextLine:
        return _echo_contacts(screen, begun, text)

    def accept(text: str) -> bool:
        if not text.strip():
            screen.release()
            return True
        before = {contact.id for contact in screen.project.contacts}

        def edit(project: Project, reading: ReadingContext) -> Project:
            return add_contacts(project, text, reading)

        outcome = commit_edit(screen, [begun.id], N_("contact"), edit)
        if outcome.failed is not None:
            screen.refuse(outcome.failed)
            return False
        new = [contact for contact in screen.project.contacts if contact.id not in before]
        if new:
            screen.go(new[-1].id)
        if isinstance(screen.key_handler, LinePrompt):
            screen.key_handler.clear()
        # Not accepted, so that the line stays open for the next person.
        return False

    place = InputPlace("new contact", begun.id)
    screen.ask(_("contact"), "", accept, echo=echo, paste_separator="; ", place=place)


def _echo_contacts(screen: PeopleScreen, begun: Project, text: str) -> TextLine:
    """Return whom a line would add or change."""
    if not text.strip():
        return line(
            StyledText(_("name title department level T/B cr stance; Enter alone ends"), "dim")
        )
    try:
        after = add_contacts(begun, text, screen.host.context.reading())
    except UserError as refusal:
        return line(StyledText(say(refusal), "amber"))
    known = {contact.id: contact for contact in begun.contacts}
    changed = [contact for contact in after.contacts if known.get(contact.id) != contact]
    described = "; ".join(_describe_contact(contact) for contact in changed)
    return line(StyledText("= ", "dim"), StyledText(described, "good"))


def _describe_contact(contact: Contact) -> str:
    """Return the person in one line, level and role in the user's language."""
    parts = [contact_text(contact.model_copy(update={"level": None}))]
    parts += [level_name(contact.level)] if contact.level else []
    parts += [role_name(contact.role)] if contact.role else []
    return " ".join(parts)


def type_field(
    screen: PeopleScreen, person: Contact, field: str, hint: str = "", *, walk: bool = False
) -> None:
    """Type one field of a person; to walk, Tab goes on to the next field and shift+Tab back."""
    begun, name = screen.project, person_field_name(field)

    def edit_to(text: str) -> ProjectEdit:
        return lambda deal, reading: write_contact_field(deal, person.id, field, text, reading)

    def echo(text: str) -> TextLine:
        try:
            edit_to(text)(begun, screen.host.context.reading())
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return line(StyledText(hint, "dim")) if hint else ()

    def accept(text: str) -> bool:
        message = f"{person.name} {name} {text.strip() or '-'}"
        return edit_project(screen, N_("contact"), edit_to(text), message, begun)

    def step(text: str, way: int) -> None:
        if accept(text) and (now := screen.person_of(person.id)) is not None:
            type_field(screen, now, CONTACT.after(field, way), walk=True)

    start = CONTACT[field].text(person, begun.contacts)
    at = InputPlace(field, begun.id, person.id)
    how: LineOptions = {"echo": echo, "select_all": not walk, "place": at}
    how["on_tab"] = step if walk else None
    screen.ask(_("{who}: {field}").format(who=person.name, field=name), start, accept, **how)


def delete(screen: PeopleScreen, person: Contact) -> None:
    """Take a person out at once; undo brings them back."""
    message = _("{who} is gone; u brings them back").format(who=person.name)
    edit_project(
        screen,
        N_("delete"),
        lambda project, reading: remove_contact(project, person.id, reading.stamp),
        message,
        screen.project,
    )


def ask_influence(screen: PeopleScreen, person: Contact, *, favour: bool) -> None:
    """Take a strength, then the letter of whom the person sways."""

    def ask_target(strength: int) -> Callable[[], None]:
        return lambda: _pick(
            screen,
            _("{who} sways: type a letter, or / and a name").format(who=person.name),
            partial(_sway, screen, person, strength, favour=favour),
        )

    names = (_("a little"), _("clearly"), _("decisively"))
    options = [(str(at), name, ask_target(at)) for at, name in enumerate(names, 1)]
    options.append(("0", _("not at all"), ask_target(0)))
    label = _("{who} sways for us") if favour else _("{who} sways against us")
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
    edit_project(screen, N_("influence"), edit, message, screen.project)


def ask_superior(screen: PeopleScreen, person: Contact) -> None:
    """Take the letter of the superior; 0 or - for nobody."""

    def set_superior(other: Contact | None) -> None:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return set_boss(project, person.id, other.id if other else None, reading.stamp)

        boss = other.name if other else _("nobody")
        message = _("{who} reports to {boss}").format(who=person.name, boss=boss)
        edit_project(screen, N_("superior"), edit, message, screen.project)

    label = _("{who} reports to: type a letter, / and a name, or - for nobody")
    _pick(screen, label.format(who=person.name), set_superior, nobody=True)


def ask_cover(screen: PeopleScreen, person: Contact) -> None:
    """Take who of ours meets somebody, and how senior they are: Lin; VP Wang high."""
    begun = screen.project

    def edit(text: str) -> ProjectEdit:
        def run(project: Project, reading: ReadingContext) -> Project:
            cover = read_cover(text, reading.playbook)
            project = set_cover(project, person.id, [name for name, _level in cover], reading.stamp)
            for name, level in cover:
                project = (
                    project if level is None else set_seniority(project, name, level, reading.stamp)
                )
            return project

        return run

    def accept(text: str) -> bool:
        message = f"{person.name}: {text.strip() or '-'}"
        return edit_project(screen, N_("our cover"), edit(text), message, begun)

    hint = _("names parted by ; each with a level: high, middle or low")
    start = cover_text(person, begun.team)
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


def step_cr(screen: PeopleScreen, person: Contact, step: int) -> None:
    """Move the CR by one rung and ask what shows it."""
    now = (person.cr or 0) + step
    if not 0 <= now <= 5:
        screen.tell(_("the ladder ends here"), "amber")
        return
    ask_evidence(screen, screen.project.id, person, now or None, lambda: None)


def choose_stance(screen: PeopleScreen, person: Contact) -> None:
    """Take whose side somebody is on; a competitor is named."""
    begun = screen.project

    def take_stance(sign: str, stance: str) -> Callable[[], None]:
        def run() -> None:
            message = f"{person.name} {stance_name(stance)}"
            edit_project(screen, N_("stance"), _field(person, "stance", sign), message, begun)

        return run

    options = [(sign, stance_name(stance), take_stance(sign, stance)) for sign, stance in SIGNS]
    rival = ("!", stance_name("competitor"), partial(_ask_rival, screen, person))
    screen.choose(_("{who} stands").format(who=person.name), [*options[:3], rival, options[3]])


def _field(person: Contact, field: str, text: str) -> Callable[[Project, ReadingContext], Project]:
    return lambda project, reading: write_contact_field(project, person.id, field, text, reading)


def _ask_rival(screen: PeopleScreen, person: Contact) -> None:
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return set_stance(project, person.id, "competitor", reading.stamp, text.strip() or None)

        message = f"{person.name} {stance_name('competitor')} {text.strip()}"
        return edit_project(screen, N_("stance"), edit, message, begun)

    rivals = [contact.competitor for contact in begun.contacts if contact.competitor]
    start = person.competitor or (rivals[-1] if rivals else "")
    label, place = (
        _("which competitor (Enter: not known)"),
        InputPlace("backs", begun.id, person.id),
    )
    screen.ask(label, start, accept, select_all=True, place=place)


def choose_role(screen: PeopleScreen, person: Contact) -> None:
    """Take the part somebody has in the decision, at one key."""
    begun = screen.project

    def take_role(role: str, name: str) -> Callable[[], None]:
        def run() -> None:
            edit_project(
                screen, N_("role"), _field(person, "role", role), f"{person.name} {name}", begun
            )

        return run

    options = [
        (key, role_name(role), take_role(role, role_name(role))) for role, key in ROLES.items()
    ]
    none = ("-", _("none"), take_role("-", _("none")))
    screen.choose(_("{who} in the decision").format(who=person.name), [*options, none])


def offer_people(screen: PeopleScreen) -> None:
    """Offer the account's people who are not in this project, at a key each."""
    begun = screen.project
    known = account_people(screen.host.book, begun)
    if not known:
        screen.tell(_("no other project of this account knows anybody else"))
        return

    def bring_person(person: Contact) -> Callable[[], None]:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return bring_contact(project, person, reading.stamp)

        def run() -> None:
            if edit_project(screen, N_("contact"), edit, person.name, begun):
                screen.go(person.id)

        return run

    options = [
        (key, f"{person.name} {cr_text(person.cr)}", bring_person(person))
        for key, person in zip(LETTERS, known, strict=False)
    ]
    screen.choose(_("bring in"), options)


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
    arrow = screen.host.context.glyphs.arrow
    options = [
        (str(number), way_text(way, project, arrow), take_way(way))
        for number, way in enumerate(ways, 1)
    ]
    screen.choose(_("which way"), options)


def ask_next(screen: PeopleScreen, ask: str) -> None:
    """Take the next action and its day; `ask` stands there already."""
    begun = screen.project

    def echo(text: str) -> TextLine:
        return echo_value("next", text, screen.host.context.reading().on(begun))

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return write_field(project, "next", text, reading)

        return edit_project(screen, N_("next action"), edit, text.strip(), begun)

    start, place = f"{ask} {SOON}", InputPlace("next", begun.id)
    screen.ask(field_name("next"), start, accept, echo=echo, place=place)


def find(screen: PeopleScreen) -> None:
    """Take part of a name; the cursor goes to the first match as it is typed."""
    start = screen.current

    def echo(text: str) -> TextLine:
        found = match_person(
            screen, text, lambda contact: screen.drawn.node_of(contact.id) is not None
        )
        if found is not None:
            screen.go(found.id)
        return _echo_match(text, found)

    def accept(_text: str) -> bool:
        screen.release()
        return True

    cancel = partial(screen.to, start)
    screen.ask(_("find"), "", accept, echo=echo, cancel=cancel, place=None)


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

    def choose_node(node_id: str | None) -> None:
        person = screen.drawn.person(node_id)
        if person is not None:
            chosen(person)

    def ask_by_name() -> None:
        ask_person(screen, label, chosen)

    screen.letters(label, choose_node, (lambda: chosen(None)) if nobody else None, ask_by_name)


def ask_person(screen: PeopleScreen, label: str, chosen: Callable[[Contact], None]) -> None:
    """Take part of the name of anybody, in sight or not, and give them to `chosen`."""

    def echo(text: str) -> TextLine:
        return _echo_match(text, match_person(screen, text))

    def accept(text: str) -> bool:
        found = match_person(screen, text)
        if found is None:
            screen.refuse(_("nobody like that"))
            return False
        screen.release()
        chosen(found)
        return True

    screen.ask(label, "", accept, echo=echo, place=None)


def match_person(
    screen: PeopleScreen, text: str, wanted: Callable[[Contact], bool] = lambda _contact: True
) -> Contact | None:
    """Return the first of the project's people whom the text is part of; None for nobody."""
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
            if word.within(_full_name(contact).casefold()) and wanted(contact)
        ),
        None,
    )


def _full_name(contact: Contact) -> str:
    return " ".join(filter(None, (contact.name, contact.title, contact.department)))


def _echo_match(text: str, found: Contact | None) -> TextLine:
    if not text.strip():
        return ()
    if found is None:
        return line(StyledText(_("nobody like that"), "amber"))
    return line(StyledText(_full_name(found), "good"))


_SPLIT = re.compile(r"\s*[;；,，、\n]\s*")


def read_cover(text: str, playbook: Playbook) -> list[tuple[str, Level | None]]:
    """Return our people that a line names, each with the level written behind.

    Refusal `level-fine` for a level finer than the playbook has.
    """
    found = []
    for part in filter(None, _SPLIT.split(text.strip())):
        name, _blank, word = part.rpartition(" ")
        level = LEVEL_WORDS.get(fold_text(word)) if name else None
        check_level(level, playbook)
        found.append((name.strip() if level else part, level))
    return [entry for entry in found if entry[0] != "-"]


def cover_text(person: Contact, team: Sequence[Member]) -> str:
    """Return the line that read_cover reads back."""
    levels = {member.name: member.level for member in team}
    return "; ".join(f"{name} {levels.get(name) or ''}".strip() for name in person.covered_by)
