"""Which field of work a row stands in: chosen by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits.planning import put_row
from deals.fields import Reading
from deals.fishbone import Bone
from deals.model import Goal, PlanRow, Project
from screens.kit.deeds import done
from screens.kit.fields import pick_field
from screens.kit.wording import N_, _

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def field_of(project: Project, goal: Goal) -> str | None:
    """The field that a goal's work stands in: that of its last row, else of its cause."""
    rows = [one.bone for one in project.plan if one.goal == goal.id]
    causes = [one.bone for one in project.causes if one.id == goal.cause]
    return next(iter((*reversed(rows), *causes)), None)


def move(screen: PlanScreen, row: PlanRow) -> None:
    """Puts a row into another field of work."""

    def chosen(bone: Bone) -> None:
        def edit(one: Project, reading: Reading) -> Project:
            return put_row(one, row.model_copy(update={"bone": bone.id}), reading.stamp)

        done(screen, N_("plan row"), edit, row.content, screen.project)

    pick_field(screen, _("field of work"), chosen)
