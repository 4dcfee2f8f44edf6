"""The tree of goals, and which of the five letters of SMART each holds (method, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from deals.model import Goal, PlanRow, Project
from deals.plan import check_span
from deals.plan.load import dated, people_in, same_person
from deals.refusal import Refusal

Smart = Literal["S", "M", "A", "R", "T"]
SMART: tuple[Smart, ...] = ("S", "M", "A", "R", "T")


class Missing(NamedTuple):
    """What a letter lacks, as a code; the figures name the row, goal, person or day in the way."""

    code: str
    figures: Mapping[str, str] = {}


class Letter(NamedTuple):
    """One of the five letters, and what it lacks; nothing where it holds."""

    letter: Smart
    missing: tuple[Missing, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class Twig(NamedTuple):
    """A goal of the tree, how deep it lies (0 at the top) and how many serve it directly."""

    goal: Goal
    depth: int
    children: int


class _About(NamedTuple):
    """What the goals of one project are judged by, gathered once."""

    project: Project
    goals: Mapping[str, Goal]
    parents: frozenset[str | None]
    rows: Mapping[str | None, list[PlanRow]]
    busy: Mapping[str, PlanRow]


def smart(goal: Goal, project: Project) -> tuple[Letter, ...]:
    """The five letters of one goal; `smart_goals` judges all of a project at less cost."""
    return _letters(goal, _about(project))


def smart_goals(project: Project) -> Mapping[str, tuple[Letter, ...]]:
    """The five letters of every goal of the project, by goal id.

    It judges what is there, not how it is worded.
    """
    about = _about(project)
    return {goal.id: _letters(goal, about) for goal in project.goals}


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

    Only what the goal would change is looked at: what others have put out of place is no reason to
    refuse the rest. Raises the refusals `span-backwards`, `goal-gone`, `goal-circle`,
    `goal-outside` for days outside its parent's, and `goal-child-outside` for days that no longer
    hold those of a child.
    """
    goals = {one.id: one for one in project.goals}
    there = goals.get(goal.id)
    redated = there is None or (there.start, there.end) != (goal.start, goal.end)
    moved = there is None or there.parent != goal.parent
    if redated:
        check_span(goal.start, goal.end)
    if moved and goal.parent is not None:
        if goal.parent not in goals:
            raise Refusal("goal-gone")
        _no_circle(goal, goals)
    parent = goals.get(goal.parent or "")
    if (moved or redated) and parent and _outside(goal, parent.start, parent.end):
        raise Refusal("goal-outside", goal=parent.text, days=_days(parent))
    for child in project.goals if redated else ():
        if child.parent == goal.id and _outside(child, goal.start, goal.end):
            raise Refusal("goal-child-outside", goal=child.text, days=_days(child))


def _no_circle(goal: Goal, goals: Mapping[str, Goal]) -> None:
    at, seen = goal.parent, set[str]()
    while at is not None and at not in seen:
        if at == goal.id:
            raise Refusal("goal-circle", goal=goals[goal.parent or at].text)
        seen.add(at)
        at = goals[at].parent if at in goals else None


def _about(project: Project) -> _About:
    rows: dict[str | None, list[PlanRow]] = {}
    for row in project.plan:
        rows.setdefault(row.goal, []).append(row)
    return _About(
        project,
        {one.id: one for one in project.goals},
        frozenset(one.parent for one in project.goals),
        rows,
        _overlapping(project.plan),
    )


def _overlapping(plan: Iterable[PlanRow]) -> Mapping[str, PlanRow]:
    """For each open row whose person has another on the same days, such a row."""
    by_person: dict[str, list[tuple[date, date, PlanRow]]] = {}
    for row in plan:
        if (days := dated(row)) is not None:
            for person in people_in(row.responsible):
                by_person.setdefault(person, []).append((*days, row))
    found: dict[str, PlanRow] = {}
    for spans in by_person.values():
        spans.sort(key=lambda span: span[:2])
        longest = spans[0]
        for span in spans[1:]:
            if span[0] <= longest[1]:
                found.setdefault(span[2].id, longest[2])
                found.setdefault(longest[2].id, span[2])
            longest = max(longest, span, key=lambda one: one[1])
    return found


def _letters(goal: Goal, about: _About) -> tuple[Letter, ...]:
    return (
        Letter("S", tuple(_specific(goal, about))),
        Letter("M", tuple(_measurable(goal))),
        Letter("A", tuple(_attainable(goal, about))),
        Letter("R", tuple(_relevant(goal, about))),
        Letter("T", tuple(_timed(goal, about))),
    )


def _specific(goal: Goal, about: _About) -> Iterator[Missing]:
    rows = about.rows.get(goal.id, ())
    working = any(row.state != "dropped" for row in rows)
    if not working and goal.id not in about.parents:
        yield Missing("no-work")


def _measurable(goal: Goal) -> Iterator[Missing]:
    said = {
        "no-measure": goal.measure,
        "no-target": goal.target,
        "no-acceptor": goal.accepted_by,
    }
    yield from (Missing(code) for code, text in said.items() if not text.strip())


def _attainable(goal: Goal, about: _About) -> Iterator[Missing]:
    if not goal.resources.strip():
        yield Missing("no-resources")
    if not goal.responsible.strip():
        yield Missing("no-responsible")
        return
    for row in about.rows.get(goal.id, ()):
        other = about.busy.get(row.id)
        if other is not None and any(
            same_person(other.responsible, one) and same_person(row.responsible, one)
            for one in people_in(goal.responsible)
        ):
            figures = {"name": goal.responsible, "row": row.content, "other": other.content}
            yield Missing("clash", figures)
            return


def _relevant(goal: Goal, about: _About) -> Iterator[Missing]:
    if goal.parent is None:
        return
    if goal.parent not in about.goals:
        yield Missing("parent-gone")
    elif not goal.serves.strip():
        yield Missing("no-serves", {"goal": about.goals[goal.parent].text})


def _timed(goal: Goal, about: _About) -> Iterator[Missing]:
    if goal.start is None:
        yield Missing("no-start")
    if goal.end is None:
        yield Missing("no-end")
    if goal.start is not None and goal.end is not None and goal.end < goal.start:
        yield Missing("backwards")
    parent = about.goals.get(goal.parent or "")
    if parent is not None and _outside(goal, parent.start, parent.end):
        yield Missing("outside-parent", {"goal": parent.text, "days": _days(parent)})
    signs = about.project.signs
    if signs is not None and goal.end is not None and goal.end > signs.latest:
        yield Missing("outside-signing", {"day": f"{signs.latest}"})


def _outside(goal: Goal, first: date | None, last: date | None) -> bool:
    """Whether the goal's days leave those given; ends that are not known hold anything."""
    days = [one for one in (goal.start, goal.end) if one is not None]
    early = first is not None and any(one < first for one in days)
    late = last is not None and any(one > last for one in days)
    return early or late


def _days(goal: Goal) -> str:
    return f"{goal.start or ''}..{goal.end or ''}"
