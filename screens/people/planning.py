"""From a finding of the net to a dated next action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deals.edits import write_field
from deals.fields import Reading
from deals.model import Project
from deals.net.findings import Mend
from deals.unsaved import Place
from screens.kit.deeds import done
from screens.kit.spans import Line
from screens.kit.values import understood
from screens.kit.wording import N_, _
from screens.kit.wording.findings import ask_text, names_of, way_text
from screens.kit.wording.names import field_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen

SOON = "+3d"


def plan(screen: PeopleScreen, ways: tuple[Mend, ...]) -> None:
    """Makes the first step of a way the next action; of several ways, asks which."""
    project, playbook = screen.project, screen.host.context.playbook

    def taking(way: Mend) -> Callable[[], None]:
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

    def echo(text: str) -> Line:
        return understood("next", text, screen.host.context.reading().on(begun))

    def accept(text: str) -> bool:
        def edit(one: Project, reading: Reading) -> Project:
            return write_field(one, "next", text, reading)

        return done(screen, N_("next action"), edit, text.strip(), begun)

    start, place = f"{ask} {SOON}", Place("next", begun.id)
    screen.ask(field_name("next"), start, accept, echo=echo, place=place)
