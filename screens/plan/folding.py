"""What folds in the room, and what a fold hides: goals in goals, rows in fields of work. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from deals.goals import Twig
from deals.plan import Group
from deals.smart import Letter
from screens.plan.knots import FIELD, GOAL, ROW


class Inside(NamedTuple):
    """What is folded away in a goal: how many goals, how many of them not reached lack a letter of
    SMART, and how many are late.
    """

    goals: int
    lacking: int
    late: int


class Folds(NamedTuple):
    """What holds what: the knots that can be folded on each side, and the holders of each knot,
    the outermost first.
    """

    goals: tuple[str, ...]
    fields: tuple[str, ...]
    holders: Mapping[str, tuple[str, ...]]

    def at(self, knot: str | None) -> str | None:
        """What the fold key acts on: the knot itself where it holds something, else its holder."""
        if knot in self.goals or knot in self.fields:
            return knot
        return next(iter(self.holders.get(knot or "", ())[::-1]), None)

    def on(self, side: str) -> frozenset[str]:
        """All that can be folded on a side."""
        return frozenset({"goals": self.goals, "plan": self.fields}.get(side, ()))

    def opened(self, folded: frozenset[str], knot: str) -> frozenset[str]:
        """What stays folded when a knot is to be seen."""
        return folded - {*self.holders.get(knot, ())}

    def shown(self, folded: Collection[str], knot: str | None) -> str | None:
        """The knot, or the outermost folded one that hides it."""
        return next((one for one in self.holders.get(knot or "", ()) if one in folded), knot)


def folds(twigs: Sequence[Twig], groups: Sequence[Group]) -> Folds:
    """What folds among these goals and rows."""
    holders, above = dict[str, tuple[str, ...]](), list[str]()
    for twig in twigs:
        del above[twig.depth :]
        holders[f"{GOAL}{twig.goal.id}"] = tuple(above)
        above.append(f"{GOAL}{twig.goal.id}")
    for group in groups:
        holders |= {f"{ROW}{row.id}": (f"{FIELD}{group.bone}",) for row in group.rows}
    held = {one for above_it in holders.values() for one in above_it}
    goals = tuple(one for one in holders if one.startswith(GOAL) and one in held)
    return Folds(goals, tuple(f"{FIELD}{one.bone}" for one in groups if one.rows), holders)


def inside(
    twigs: Sequence[Twig], letters: Mapping[str, Sequence[Letter]], late: Collection[str]
) -> Mapping[str, Inside]:
    """What lies under each goal that has others under it, by its id."""
    found, above = dict[str, Inside](), list[str]()
    for twig in twigs:
        del above[twig.depth :]
        goal = twig.goal
        lacks = not goal.reached and any(not one.holds for one in letters.get(goal.id, ()))
        for one in above:
            old = found.get(one, Inside(0, 0, 0))
            is_late = goal.id in late
            found[one] = Inside(old.goals + 1, old.lacking + lacks, old.late + is_late)
        above.append(goal.id)
    return found
