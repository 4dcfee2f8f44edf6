"""What can be done with the picture of a project's people, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.over import OVER
from screens.kit.rooms import ROOMS
from screens.kit.wording import N_
from screens.people import finding
from screens.people.person_commands import ON_PEOPLE

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen


class Turn(Command):
    """Turn to the next view: net, tree, decision chain, list."""

    id = "view"
    keys = ("v", "f9", "ctrl+v")
    label = N_("view")
    footer = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """The next view."""
        screen.look(screen.view.turned())


class Findings(Command):
    """Show all that the net finds, the worst first; again to come back."""

    id = "findings"
    keys = ("m", "ctrl+t")
    label = N_("findings")
    footer = True

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """The findings, or back."""
        screen.look(screen.view.findings())


class Fold(Command):
    """Fold the department under the cursor into one knot, or unfold it."""

    id = "fold"
    keys = ("f", "f12")
    label = N_("fold")

    @staticmethod
    def applies(screen: PeopleScreen) -> bool:
        """There is a department."""
        return screen.drawn.department(screen.current) is not None

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Folds or unfolds it."""
        department = screen.drawn.department(screen.current)
        if department is not None:
            screen.look(screen.view.fold(department))


class Find(Command):
    """Find somebody by part of the name, title or department."""

    id = "find"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: PeopleScreen) -> None:
        """Takes the word."""
        finding.find(screen)


PEOPLE: tuple[type[Command], ...] = (
    *ON_PEOPLE,
    Turn,
    Findings,
    Fold,
    Find,
    *ROOMS,
    *OVER,
    *COMMON,
)
