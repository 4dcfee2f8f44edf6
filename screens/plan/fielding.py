"""Which field of work a row stands in: chosen by letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from string import ascii_lowercase
from typing import TYPE_CHECKING

from deals.edits.planning import put_row
from deals.fields import Reading
from deals.fishbone import fishbone
from deals.model import Goal, PlanRow, Project
from screens.kit.screen import Option
from screens.kit.wording import N_, _, language
from screens.kit.wording.planning import no_field
from screens.plan.deeds import done

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def field_of(project: Project, goal: Goal) -> str | None:
    """The field that a goal's work stands in: that of its last row, else of its cause."""
    rows = [one.bone for one in project.plan if one.goal == goal.id]
    causes = [one.bone for one in project.causes if one.id == goal.cause]
    return next(iter((*reversed(rows), *causes)), None)


def pick_field(screen: PlanScreen, label: str, chosen: Callable[[str], None]) -> None:
    """Takes a field of work by its letter: the playbook's, or one of the project's own."""
    options: list[Option] = [
        (letter, bone.title(language()) or no_field(), partial(chosen, bone.id))
        for letter, bone in zip(
            ascii_lowercase, fishbone(screen.project, screen.host.context.playbook), strict=False
        )
    ]
    screen.choose(label, options)


def move(screen: PlanScreen, row: PlanRow) -> None:
    """Puts a row into another field of work."""

    def chosen(bone: str) -> None:
        def edit(one: Project, reading: Reading) -> Project:
            return put_row(one, row.model_copy(update={"bone": bone}), reading.stamp)

        done(screen, N_("plan row"), edit, row.content, screen.project)

    pick_field(screen, _("field of work"), chosen)
