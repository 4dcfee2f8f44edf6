"""What the knots of the room's pictures stand for: goals, rows, fields of work, the team. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from deals.model import Goal, Member, PlanRow, Project
from screens.kit.cells import fit

SHORT = 24
GOAL, ROW, FIELD, FORM, MEMBER = "goal:", "row:", "field:", "form:", "member:"
Item = Goal | PlanRow | Member
Keyed = TypeVar("Keyed", Goal, PlanRow)


def item_of(project: Project, ref: str | None) -> Item | None:
    """The goal, row or member that a knot stands for, as it is now; None for anything else."""
    kind, _colon, key = (ref or "").partition(":")
    match kind:
        case "goal":
            return _keyed(project.goals, key)
        case "row":
            return _keyed(project.plan, key)
        case "member":
            return next((one for one in project.team if one.name == key), None)
    return None


def _keyed(items: Iterable[Keyed], key: str) -> Keyed | None:
    return next((one for one in items if one.id == key), None)


def ref_of(item: Goal | PlanRow) -> str:
    """The knot of a goal or a row."""
    return f"{GOAL if isinstance(item, Goal) else ROW}{item.id}"


def name_of(item: Goal | PlanRow) -> str:
    """What a goal or a row is called."""
    return item.text if isinstance(item, Goal) else item.content


def changed_ref(before: Project | None, after: Project | None) -> str | None:
    """The first row or goal that is another one or new in `after`."""
    for kind, name in ((ROW, "plan"), (GOAL, "goals")):
        old = {one.id: one for one in getattr(before, name, ())}
        for one in getattr(after, name, ()):
            if old.get(one.id) != one:
                return f"{kind}{one.id}"
    return None


def short_name(item: Goal | PlanRow) -> str:
    """What it is called, cut to leave room for a line being typed."""
    return fit(name_of(item), SHORT).rstrip()
