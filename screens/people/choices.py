"""What is chosen of a person at one key: the next rung of CR, whose side, which role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deals.edits import set_stance, write_person
from deals.fields import Reading
from deals.model import Contact, Project
from deals.unsaved import Place
from screens.kit.deeds import done
from screens.kit.touching import ask_evidence
from screens.kit.wording import N_, _
from screens.kit.wording.names import role_name, stance_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen

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

    rivals = [one.competitor for one in begun.contacts if one.competitor]
    start = person.competitor or (rivals[-1] if rivals else "")
    label, place = _("which competitor (Enter: not known)"), Place("backs", begun.id, person.id)
    screen.ask(label, start, accept, fresh=True, place=place)


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
