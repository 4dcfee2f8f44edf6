"""The tree of goals, and where a goal may stand in it (method, section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from deals.model import Goal, Project
from deals.refusal import Refusal


class Twig(NamedTuple):
    """A goal of the tree, how deep it lies (0 at the top) and how many serve it directly."""

    goal: Goal
    depth: int
    children: int


def goal_tree(project: Project) -> tuple[Twig, ...]:
    """The goals from the top down, each before those that serve it, in the order they were put.

    A goal whose parent is gone, or that two sessions have put under one of its own, stands on top.
    """
    under: dict[str | None, list[Goal]] = {}
    ids = {one.id for one in project.goals}
    for goal in project.goals:
        under.setdefault(goal.parent if goal.parent in ids else None, []).append(goal)
    found: dict[str, Twig] = {}
    for top in (*under.get(None, ()), *project.goals):
        if top.id not in found:
            found.update((one.goal.id, one) for one in _branch(top, under, found))
    return tuple(found.values())


def _branch(
    top: Goal, under: Mapping[str | None, list[Goal]], seen: Mapping[str, Twig]
) -> Iterator[Twig]:
    stack, known = [(top, 0)], {*seen, top.id}
    while stack:
        goal, depth = stack.pop()
        children = under.get(goal.id, [])
        yield Twig(goal, depth, len(children))
        new = [one for one in children if one.id not in known]
        known.update(one.id for one in new)
        stack += [(one, depth + 1) for one in reversed(new)]


def check_goal(project: Project, goal: Goal) -> None:
    """That a goal may be put: its days in order and inside its parent's, no circle of parents.

    Raises the refusals `span-backwards`, `goal-unknown`, `goal-circle`, `goal-outside` for days
    outside its parent's, and `goal-child-outside` for days that no longer hold those of a child.
    """
    if goal.start is not None and goal.end is not None and goal.end < goal.start:
        raise Refusal("span-backwards", start=f"{goal.start}", end=f"{goal.end}")
    goals = {one.id: one for one in project.goals}
    if goal.parent is not None:
        if goal.parent not in goals:
            raise Refusal("goal-unknown", goal=goal.parent)
        _no_circle(goal, goals)
        parent = goals[goal.parent]
        if outside(goal, parent.start, parent.end):
            raise Refusal("goal-outside", goal=parent.text, days=days_of(parent))
    for child in project.goals:
        if child.parent == goal.id and outside(child, goal.start, goal.end):
            raise Refusal("goal-child-outside", goal=child.text, days=days_of(child))


def _no_circle(goal: Goal, goals: Mapping[str, Goal]) -> None:
    at, seen = goal.parent, set[str]()
    while at is not None and at not in seen:
        if at == goal.id:
            raise Refusal("goal-circle", goal=goals[goal.parent or at].text)
        seen.add(at)
        at = goals[at].parent if at in goals else None


def outside(goal: Goal, first: date | None, last: date | None) -> bool:
    """Whether the goal's days leave those given; ends that are not known hold anything."""
    days = [one for one in (goal.start, goal.end) if one is not None]
    early = first is not None and any(one < first for one in days)
    late = last is not None and any(one > last for one in days)
    return early or late


def days_of(goal: Goal) -> str:
    """The goal's days, an end that is not known left out."""
    return f"{goal.start or ''}..{goal.end or ''}"
