"""What can be done with the goals, plan and team of a project, one class a command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.over import OVER
from screens.kit.rooms import ROOMS
from screens.kit.wording import N_
from screens.plan import linking
from screens.plan.row_commands import ON_ITEMS

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


class Turn(Command):
    """Turn to the next face: plan, goals, and both side by side where there is room."""

    id = "view"
    keys = ("v", "f9")
    label = N_("view")
    footer = True

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """The next face."""
        screen.look(screen.view.turned(screen.size.width))


class Across(Command):
    """Go to the other side: from the goals to the plan and back."""

    id = "across"
    keys = ("tab", "shift+tab")
    label = N_("across")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """The other side."""
        screen.look(screen.view.across())


class Team(Command):
    """Open the team form, or come back from it."""

    id = "team"
    keys = ("t", "f12")
    label = N_("team")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """The form, or back."""
        screen.look(screen.view.team())


class Template(Command):
    """Put the rows of a template from the playbook on the plan."""

    id = "template"
    keys = ("m", "ctrl+t")
    label = N_("template")
    changes = True

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Offers the templates."""
        linking.choose_template(screen)


class NextLate(Command):
    """Go to the next row that is late or has a late checkpoint."""

    id = "next-late"
    keys = ("n", "f5")
    label = N_("late")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """The next one, round."""
        screen.next_late()


class Farther(Command):
    """Show longer units in the strip: days, weeks, months."""

    id = "farther"
    keys = ("z", "minus", "fullwidth_hyphen_minus")
    label = N_("farther")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """One unit longer."""
        screen.look(screen.view.zoomed(1))


class Nearer(Command):
    """Show shorter units in the strip: months, weeks, days."""

    id = "nearer"
    keys = ("Z", "plus", "equals_sign", "fullwidth_plus_sign")
    label = N_("nearer")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """One unit shorter."""
        screen.look(screen.view.zoomed(-1))


class Now(Command):
    """Bring the strip back to where today is in sight."""

    id = "now"
    keys = ("full_stop", "ctrl+home", "ideographic_full_stop")
    label = N_("today")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Takes the shift away."""
        screen.look(replace(screen.view, shift=0))


PLAN: tuple[type[Command], ...] = (
    *ON_ITEMS,
    *(Turn, Across, Team, Template, NextLate, Farther, Nearer, Now),
    *ROOMS,
    *OVER,
    *COMMON,
)
