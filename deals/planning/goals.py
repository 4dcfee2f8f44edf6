"""The tree of goals, where a goal may stand in it, and its SMART letters (method, section 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Goal, PlanRow, Project
from deals.planning import check_span
from deals.planning.rows import binding_days, names_in, people_in


class GoalNode(NamedTuple):
    """A goal of the tree, how deep it lies (0 at the top) and how many serve it directly."""

    goal: Goal
    depth: int
    children: int


def goal_tree(project: Project) -> tuple[GoalNode, ...]:
    """Put the goals in order: as they were added, each before those that serve it.

    A goal whose parent is gone, or that two sessions have put under one of its own, stands on top.
    """
    under: dict[str | None, list[Goal]] = {}
    ids = {goal.id for goal in project.goals}
    for goal in project.goals:
        under.setdefault(goal.parent if goal.parent in ids else None, []).append(goal)
    found: dict[str, GoalNode] = {}
    # What no top leads to stands in a circle; the first goal of it becomes a top.
    for top in (*under.get(None, ()), *project.goals):
        if top.id not in found:
            found.update((node.goal.id, node) for node in _walk_branch(top, under, found))
    return tuple(found.values())


def _walk_branch(
    top: Goal, under: Mapping[str | None, list[Goal]], seen: Mapping[str, GoalNode]
) -> Iterator[GoalNode]:
    """Yield a goal and those under it, from the top down, each one once."""
    # A stack, for imported trees may be deeper than calls can be nested.
    stack, known = [(top, 0)], {*seen, top.id}
    while stack:
        goal, depth = stack.pop()
        children = under.get(goal.id, [])
        yield GoalNode(goal, depth, len(children))
        new = [child for child in children if child.id not in known]
        known.update(child.id for child in new)
        stack += [(child, depth + 1) for child in reversed(new)]


def check_goal(project: Project, goal: Goal) -> None:
    """Check a goal's days, and that no parents form a circle.

    Only what the goal would change is looked at: what others have put out of place is no reason to
    refuse the rest. Days outside its parent's are its letter T's to tell. Raises the refusals
    `span-backwards`, `goal-gone` and `goal-circle`.
    """
    goals = {other.id: other for other in project.goals}
    there = goals.get(goal.id)
    redated = there is None or (there.start, there.end) != (goal.start, goal.end)
    moved = there is None or there.parent != goal.parent
    if redated:
        check_span(goal.start, goal.end)
    if moved and goal.parent is not None:
        if goal.parent not in goals:
            raise UserError("goal-gone")
        _check_no_circle(goal, goals)


def _check_no_circle(goal: Goal, goals: Mapping[str, Goal]) -> None:
    at, seen = goal.parent, set[str]()
    while at is not None and at not in seen:
        if at == goal.id:
            raise UserError("goal-circle", goal=goals[goal.parent or at].text)
        seen.add(at)
        at = goals[at].parent if at in goals else None


def leaves_days(goal: Goal, first: date | None, last: date | None) -> bool:
    """Whether the goal's days lie partly outside those given; an unknown end bounds nothing."""
    days = [day for day in (goal.start, goal.end) if day is not None]
    early = first is not None and any(day < first for day in days)
    late = last is not None and any(day > last for day in days)
    return early or late


def days_of(goal: Goal) -> str:
    """Write the goal's days, an end that is not known left out."""
    return f"{goal.start or ''}..{goal.end or ''}"


Smart = Literal["S", "M", "A", "R", "T"]


class MissingLetter(NamedTuple):
    """A lack that keeps a letter from holding: a code; figures name row, goal, person or day."""

    code: str
    figures: Mapping[str, str] = {}


class SmartLetter(NamedTuple):
    """One of the five letters, and what it lacks; nothing where it holds."""

    letter: Smart
    missing: tuple[MissingLetter, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class _CompetingRow(NamedTuple):
    """A row that binds somebody on the same days as another row of theirs, with its project's name.

    `project` is empty where it is of the same project.
    """

    row: PlanRow
    project: str


_BusySpan = tuple[date, date, _CompetingRow]


class _GoalContext(NamedTuple):
    """The facts by which the goals of one project are judged, gathered once.

    `busy` has by person the rows that bind them, here and elsewhere; `rivals` says of a person's
    row, by name and row id, which other row they have on its days.
    """

    project: Project
    goals: Mapping[str, Goal]
    parents: frozenset[str | None]
    rows: Mapping[str | None, list[PlanRow]]
    busy: Mapping[str, list[_BusySpan]]
    rivals: Mapping[tuple[str, str], _CompetingRow]


def judge_goals(
    project: Project, projects: Iterable[Project] = ()
) -> Mapping[str, tuple[SmartLetter, ...]]:
    """Judge every goal of the project by the five letters; returned by goal id.

    `projects` are those in which its people may be busy too. What is there is judged, not how it is
    worded.
    """
    context = _gather_context(project, projects)
    return {goal.id: _judge_letters(goal, context) for goal in project.goals}


def _gather_context(project: Project, projects: Iterable[Project]) -> _GoalContext:
    rows: dict[str | None, list[PlanRow]] = {}
    for row in project.plan:
        rows.setdefault(row.goal, []).append(row)
    others = [other for other in projects if other.id != project.id and other.status == "open"]
    busy = _gather_busy_spans(project, others)
    return _GoalContext(
        project,
        {goal.id: goal for goal in project.goals},
        frozenset(goal.parent for goal in project.goals),
        rows,
        busy,
        {
            (person, row_id): rival
            for person, spans in busy.items()
            for row_id, rival in _find_overlaps(spans).items()
        },
    )


def _gather_busy_spans(
    project: Project, others: Iterable[Project]
) -> Mapping[str, list[_BusySpan]]:
    """Gather by person, of those responsible for goals, the rows that bind them."""
    people = {name for goal in project.goals for name in people_in(goal.responsible)}
    busy: dict[str, list[_BusySpan]] = {contact: [] for contact in people}
    own = [
        (*days, _CompetingRow(row, ""))
        for row in project.plan
        if (days := binding_days(row)) is not None
    ]
    for span in (*own, *_spans_elsewhere(own, people, others)):
        for person in people_in(span[2].row.responsible):
            if person in busy:
                busy[person].append(span)
    return busy


def _spans_elsewhere(
    own: list[_BusySpan], people: Collection[str], others: Iterable[Project]
) -> Iterator[_BusySpan]:
    """Yield rows of other projects that could compete: of these people, in the days of `own`.

    A book has many thousand rows and few names: each way to write them is looked at once.
    """
    first = min((span[0] for span in own), default=date.max)
    last = max((span[1] for span in own), default=date.min)
    theirs: dict[str, bool] = {}
    for project in others if people else ():
        for row in project.plan:
            name = row.responsible
            if name not in theirs:
                theirs[name] = any(person in people for person in people_in(name))
            days = binding_days(row) if theirs[name] else None
            if days is not None and days[0] <= last and first <= days[1]:
                yield *days, _CompetingRow(row, project.name)


def _find_overlaps(busy: list[_BusySpan]) -> Mapping[str, _CompetingRow]:
    """Find, by id, the project's rows that overlap another row of one person, and that other."""
    found: dict[str, _CompetingRow] = {}
    # By first day, a row overlaps an earlier one if it overlaps the one of these that ends last.
    longest: _BusySpan | None = None
    for span in sorted(busy, key=lambda entry: entry[:2]):
        if longest is not None and span[0] <= longest[1]:
            for mine, other in ((span[2], longest[2]), (longest[2], span[2])):
                if not mine.project:
                    found.setdefault(mine.row.id, other)
        longest = span if longest is None or span[1] > longest[1] else longest
    return found


def _judge_letters(goal: Goal, context: _GoalContext) -> tuple[SmartLetter, ...]:
    return (
        SmartLetter("S", tuple(_judge_specific(goal, context))),
        SmartLetter("M", tuple(_judge_measurable(goal))),
        SmartLetter("A", tuple(_judge_attainable(goal, context))),
        SmartLetter("R", tuple(_judge_relevant(goal, context))),
        SmartLetter("T", tuple(_judge_timed(goal, context))),
    )


def _judge_specific(goal: Goal, context: _GoalContext) -> Iterator[MissingLetter]:
    rows = context.rows.get(goal.id, ())
    working = any(row.state != "dropped" for row in rows)
    if not working and goal.id not in context.parents:
        yield MissingLetter("no-work")


def _judge_measurable(goal: Goal) -> Iterator[MissingLetter]:
    texts = {
        "no-measure": goal.measure,
        "no-target": goal.target,
        "no-acceptor": goal.accepted_by,
    }
    yield from (MissingLetter(code) for code, text in texts.items() if not text.strip())


def _judge_attainable(goal: Goal, context: _GoalContext) -> Iterator[MissingLetter]:
    if not goal.resources.strip():
        yield MissingLetter("no-resources")
    if not goal.responsible.strip():
        yield MissingLetter("no-responsible")
        return
    for row in context.rows.get(goal.id, ()):
        for person in people_in(goal.responsible):
            if (rival := context.rivals.get((person, row.id))) is not None:
                yield _describe_clash(person, row, rival, context)
                return


def _describe_clash(
    person: str, row: PlanRow, rival: _CompetingRow, context: _GoalContext
) -> MissingLetter:
    """Say which row is on the same days; of other projects also how many are."""
    other = rival.row.content
    named = next(
        (name for name in names_in(row.responsible) if people_in(name) == (person,)),
        row.responsible,
    )
    figures = {"name": named, "row": row.content, "other": other, "project": rival.project}
    if not rival.project:
        return MissingLetter("clash", figures)
    count = _count_elsewhere(row, context.busy[person])
    return MissingLetter("clash-elsewhere", {**figures, "count": f"{count}"})


def _count_elsewhere(row: PlanRow, busy: Iterable[_BusySpan]) -> int:
    """Count the rows of other projects on the days of a row."""
    days = binding_days(row)
    return sum(
        days is not None and bool(each.project) and first <= days[1] and days[0] <= last
        for first, last, each in busy
    )


def _judge_relevant(goal: Goal, context: _GoalContext) -> Iterator[MissingLetter]:
    if goal.parent is None:
        return
    if goal.parent not in context.goals:
        yield MissingLetter("parent-gone")
    elif not goal.serves.strip():
        yield MissingLetter("no-serves", {"goal": context.goals[goal.parent].text})


def _judge_timed(goal: Goal, context: _GoalContext) -> Iterator[MissingLetter]:
    if goal.start is None:
        yield MissingLetter("no-start")
    if goal.end is None:
        yield MissingLetter("no-end")
    if goal.start is not None and goal.end is not None and goal.end < goal.start:
        yield MissingLetter("backwards")
    parent = context.goals.get(goal.parent or "")
    if parent is not None and leaves_days(goal, parent.start, parent.end):
        yield MissingLetter("outside-parent", {"goal": parent.text, "days": days_of(parent)})
    begins, signs = context.project.form.plan_start, context.project.signs
    if begins is not None and goal.start is not None and goal.start < begins:
        yield MissingLetter("before-plan", {"day": f"{begins}"})
    if signs is not None and goal.end is not None and goal.end > signs.latest:
        yield MissingLetter("outside-signing", {"day": f"{signs.latest}"})
