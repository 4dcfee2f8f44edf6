"""What binds one person of the net to others: influence, reporting, and who of ours meets them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deals.edits import set_boss, set_cover, set_influence, set_seniority
from deals.fields import Reading
from deals.model import Contact, Project
from deals.unsaved import Place
from screens.kit.deeds import Edit, done
from screens.kit.spans import Span, line
from screens.kit.wording import N_, _
from screens.people.cover import read_cover, written_cover

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


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

    def edit(text: str) -> Edit:
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
        echo=lambda _text: line(Span(hint, "dim")),
        joint="; ",
        place=Place("covered_by", begun.id, person.id),
    )
