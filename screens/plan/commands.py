"""What can be done with the goals, plan and team of a project, one class a command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.over import OVER
from screens.kit.rooms import ROOMS
from screens.kit.wording import N_
from screens.plan import finding, linking, looking
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
        looking.next_late(screen)


class Fold(Command):
    """Fold what is under the cursor, a goal or a field of work, or unfold it."""

    id = "fold"
    keys = ("f", "ctrl+l")
    label = N_("fold")

    @staticmethod
    def applies(screen: PlanScreen) -> bool:
        """There is something to fold."""
        return screen.outline.folds.at(screen.current) is not None

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Folds it, or unfolds it."""
        knot = screen.outline.folds.at(screen.current)
        if knot is not None:
            looking.fold(screen, screen.view.folded ^ {knot})


class FoldAll(Command):
    """Fold every goal, or every field of work; again to unfold them."""

    id = "fold-all"
    keys = ("F", "ctrl+a")
    label = N_("fold all")

    @staticmethod
    def applies(screen: PlanScreen) -> bool:
        """There is something to fold on this side."""
        return bool(screen.outline.folds.on(screen.view.side))

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Folds all where nothing is folded yet, else unfolds all."""
        all_knots, folded = screen.outline.folds.on(screen.view.side), screen.view.folded
        looking.fold(screen, folded - all_knots if folded & all_knots else folded | all_knots)


class Find(Command):
    """Find a goal, a row, a checkpoint, a person or a field by its words; Up and Down go on."""

    id = "find"
    keys = ("slash", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """Takes the words."""
        finding.find(screen)


class Farther(Command):
    """Show longer units in the strip: days, weeks, months."""

    id = "farther"
    keys = ("z", "minus", "fullwidth_hyphen_minus")
    label = N_("farther")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """One unit longer."""
        looking.zoom(screen, 1)


class Nearer(Command):
    """Show shorter units in the strip: months, weeks, days."""

    id = "nearer"
    keys = ("Z", "plus", "equals_sign", "fullwidth_plus_sign")
    label = N_("nearer")

    @staticmethod
    def run(screen: PlanScreen) -> None:
        """One unit shorter."""
        looking.zoom(screen, -1)


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
    *(Turn, Across, Team, Template, NextLate, Find, Fold, FoldAll, Farther, Nearer, Now),
    *ROOMS,
    *OVER,
    *COMMON,
)
