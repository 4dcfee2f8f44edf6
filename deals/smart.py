"""Which of the five letters of SMART a goal holds (method, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from deals.goals import days_of, outside
from deals.model import Goal, PlanRow, Project
from deals.plan.load import dated, names_in, people_in

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


class _Rival(NamedTuple):
    """A row that binds somebody on the same days as another of theirs; the project is another one.

    `project` is empty where it is of the same project.
    """

    row: PlanRow
    project: str


class _About(NamedTuple):
    """What the goals of one project are judged by, gathered once.

    `rivals` says of a person's row, by name and row id, which other row they have on its days.
    """

    project: Project
    goals: Mapping[str, Goal]
    parents: frozenset[str | None]
    rows: Mapping[str | None, list[PlanRow]]
    rivals: Mapping[tuple[str, str], _Rival]


def smart(goal: Goal, project: Project, projects: Iterable[Project] = ()) -> tuple[Letter, ...]:
    """The five letters of one goal; `smart_goals` judges all of a project at less cost."""
    return _letters(goal, _about(project, projects))


def smart_goals(
    project: Project, projects: Iterable[Project] = ()
) -> Mapping[str, tuple[Letter, ...]]:
    """The five letters of every goal of the project, by goal id.

    `projects` are those in which its people may be busy too. It judges what is there, not how it is
    worded.
    """
    about = _about(project, projects)
    return {goal.id: _letters(goal, about) for goal in project.goals}


def _about(project: Project, projects: Iterable[Project]) -> _About:
    rows: dict[str | None, list[PlanRow]] = {}
    for row in project.plan:
        rows.setdefault(row.goal, []).append(row)
    others = [one for one in projects if one.id != project.id and one.status == "open"]
    return _About(
        project,
        {one.id: one for one in project.goals},
        frozenset(one.parent for one in project.goals),
        rows,
        _rivals(project, others),
    )


def _rivals(project: Project, others: Iterable[Project]) -> Mapping[tuple[str, str], _Rival]:
    """By person and row of the project, another row of that person on the same days."""
    people = {name for goal in project.goals for name in people_in(goal.responsible)}
    spans: dict[str, list[tuple[date, date, _Rival]]] = {one: [] for one in people}
    here = (_Rival(row, "") for row in project.plan)
    elsewhere = (_Rival(row, one.name) for one in others for row in one.plan)
    for rival in (*here, *(elsewhere if people else ())):
        if (days := dated(rival.row)) is not None:
            for person in people_in(rival.row.responsible):
                if person in spans:
                    spans[person].append((*days, rival))
    return {
        (person, row_id): rival
        for person, busy in spans.items()
        for row_id, rival in _overlapping(busy).items()
    }


def _overlapping(busy: list[tuple[date, date, _Rival]]) -> Mapping[str, _Rival]:
    """For the rows of this project that overlap another of one person, such a row, by id."""
    found: dict[str, _Rival] = {}
    longest: tuple[date, date, _Rival] | None = None
    for span in sorted(busy, key=lambda one: one[:2]):
        if longest is not None and span[0] <= longest[1]:
            for one, other in ((span[2], longest[2]), (longest[2], span[2])):
                if not one.project:
                    found.setdefault(one.row.id, other)
        longest = span if longest is None or span[1] > longest[1] else longest
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
        for person in people_in(goal.responsible):
            if (rival := about.rivals.get((person, row.id))) is not None:
                yield _clash(person, row, rival)
                return


def _clash(person: str, row: PlanRow, rival: _Rival) -> Missing:
    other = rival.row.content
    named = next(
        (one for one in names_in(row.responsible) if people_in(one) == (person,)), row.responsible
    )
    figures = {"name": named, "row": row.content, "other": other, "project": rival.project}
    return Missing("clash-elsewhere" if rival.project else "clash", figures)


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
    if parent is not None and outside(goal, parent.start, parent.end):
        yield Missing("outside-parent", {"goal": parent.text, "days": days_of(parent)})
    begins, signs = about.project.form.plan_start, about.project.signs
    if begins is not None and goal.start is not None and goal.start < begins:
        yield Missing("before-plan", {"day": f"{begins}"})
    if signs is not None and goal.end is not None and goal.end > signs.latest:
        yield Missing("outside-signing", {"day": f"{signs.latest}"})
