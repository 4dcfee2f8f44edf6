"""From a finding of the net to a dated next action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deals.edits import write_field
from deals.fields import Reading
from deals.model import Project
from deals.net.findings import Mend
from screens.kit.spans import Line
from screens.kit.values import understood
from screens.kit.wording import N_, _
from screens.kit.wording.findings import ask_text, names_of, way_text
from screens.kit.wording.names import field_name
from screens.people.deeds import done

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen

SOON = "+3d"


def plan(screen: PeopleScreen, ways: tuple[Mend, ...]) -> None:
    """Makes the first step of a way the next action; of several ways, asks which."""
    if len(ways) == 1:
        _ask_next(screen, ways[0])
        return

    def taking(way: Mend) -> Callable[[], None]:
        return lambda: _ask_next(screen, way)

    arrow = screen.host.context.glyphs.arrow
    options = [
        (str(number), way_text(way, screen.project, arrow), taking(way))
        for number, way in enumerate(ways, 1)
    ]
    screen.choose(_("which way"), options)


def _ask_next(screen: PeopleScreen, way: Mend) -> None:
    begun = screen.project
    ask = ask_text(way, names_of(begun), begun.stage, screen.host.context.playbook)

    def echo(text: str) -> Line:
        return understood("next", text, screen.host.context.reading().on(begun))

    def accept(text: str) -> bool:
        def edit(one: Project, reading: Reading) -> Project:
            return write_field(one, "next", text, reading)

        return done(screen, N_("next action"), edit, text.strip(), begun)

    screen.ask(field_name("next"), f"{ask} {SOON}", accept, echo=echo)
