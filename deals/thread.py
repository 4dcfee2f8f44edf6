"""The red thread: from a weak answer over cause, goal and plan row to its checkpoint, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from deals.model import Answer, Cause, Checkpoint, Goal, PlanRow, Project

Kind = Literal["answer", "hole", "cause", "goal", "row", "checkpoint"]


class Step(NamedTuple):
    """One item of a thread: what it is and what came of it.

    `ref` is `answer:ID`, `hole:LEVEL:LINE`, `cause:ID`, `goal:ID`, `row:ID` or
    `checkpoint:ROW:ID`. `text` is the user's own, empty for answers and holes, whose words are the
    playbook's. `state` is a constant: an answer's value; `planned` or `bare` of a cause; `reached`
    or `open` of a goal; a row's state; `done` or `open` of a checkpoint. `outcome` is what was
    found, in the user's words. `here` marks the item asked for.
    """

    ref: str
    kind: Kind
    depth: int
    text: str
    state: str
    outcome: str
    here: bool


class _Items(NamedTuple):
    answers: Mapping[str, Answer]
    causes: Mapping[str, Cause]
    goals: Mapping[str, Goal]
    rows: Mapping[str, PlanRow]


def thread(project: Project, ref: str) -> tuple[Step, ...]:
    """Where an item came from, from the first cause on, and below it all that came of it.

    Nothing for an item that is not there. What lies behind is one line of steps, each a step
    deeper; what came of it branches.
    """
    items = _items(project)
    if not _there(items, ref):
        return ()
    above = _above(items, ref)
    steps = [(one, depth) for depth, one in enumerate(above)]
    below = _named_by(items)
    steps += _below(below, ref, len(above))
    return tuple(_step(items, below, one, depth, ref) for one, depth in steps)


def source_of(project: Project, ref: str) -> str | None:
    """The item that this one came from, one step back along the thread; None at its beginning."""
    return next(iter(_above(_items(project), ref)[::-1]), None)


def outcomes_of(project: Project, ref: str) -> tuple[str, ...]:
    """The items that came of this one, one step on along the thread."""
    return tuple(_named_by(_items(project)).get(ref, ()))


def _items(project: Project) -> _Items:
    return _Items(
        {one.question: one for one in project.answers},
        {one.id: one for one in project.causes},
        {one.id: one for one in project.goals},
        {one.id: one for one in project.plan},
    )


def _there(items: _Items, ref: str) -> bool:
    kind, _, key = ref.partition(":")
    match kind:
        case "answer" | "hole":
            return bool(key)
        case "checkpoint":
            return _check(items, key) is not None
        case "cause":
            return key in items.causes
        case "goal":
            return key in items.goals
        case "row":
            return key in items.rows
    return False


def _above(items: _Items, ref: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The items behind this one, the first first; of several ways the one that goes back furthest.

    A row made from a cause and later put under a goal has two: the goal's own may end there.
    """
    seen = (*seen, ref)
    ways = [(*_above(items, one, seen), one) for one in _sources(items, ref) if one not in seen]
    return min(ways, key=lambda way: _RANKS[way[0].partition(":")[0]], default=())


def _sources(items: _Items, ref: str) -> Iterator[str]:
    kind, _, key = ref.partition(":")
    behind = _BEHIND.get(kind)
    if behind is not None:
        yield from (one for one in behind(items, key) if _there(items, one))


def _behind_cause(items: _Items, key: str) -> Iterator[str]:
    cause = items.causes.get(key)
    if cause is not None:
        yield from (one for one in (cause.source, f"cause:{cause.parent or ''}") if one)


def _behind_goal(items: _Items, key: str) -> Iterator[str]:
    goal = items.goals.get(key)
    if goal is not None:
        yield from (f"cause:{goal.cause or ''}", f"goal:{goal.parent or ''}")


def _behind_row(items: _Items, key: str) -> Iterator[str]:
    row = items.rows.get(key)
    if row is not None:
        yield from (f"goal:{row.goal or ''}", f"cause:{row.cause or ''}")


def _behind_check(_items: _Items, key: str) -> Iterator[str]:
    yield f"row:{key.partition(':')[0]}"


_RANKS = {"answer": 0, "hole": 0, "cause": 1, "goal": 2, "row": 3}
_BEHIND: Mapping[str, Callable[[_Items, str], Iterator[str]]] = {
    "cause": _behind_cause,
    "goal": _behind_goal,
    "row": _behind_row,
    "checkpoint": _behind_check,
}


def _below(below: Mapping[str, list[str]], ref: str, depth: int) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    stack = [(ref, depth)]
    while stack:
        at, deep = stack.pop()
        if at in found:
            continue
        found[at] = deep
        stack += [(one, deep + 1) for one in reversed(below.get(at, []))]
    return list(found.items())


def _named_by(items: _Items) -> Mapping[str, list[str]]:
    """What names each item as a source, by that item: causes, goals, then rows and their checks."""
    found: dict[str, list[str]] = {}
    kinds = (("cause", items.causes), ("goal", items.goals), ("row", items.rows))
    refs = [f"{kind}:{key}" for kind, keys in kinds for key in keys]
    checks = [
        f"checkpoint:{row.id}:{one.id}" for row in items.rows.values() for one in row.checkpoints
    ]
    for ref in (*refs, *checks):
        for source in _sources(items, ref):
            found.setdefault(source, []).append(ref)
    return found


def _check(items: _Items, key: str) -> Checkpoint | None:
    row_id, _, check_id = key.partition(":")
    row = items.rows.get(row_id)
    return next((one for one in row.checkpoints if one.id == check_id), None) if row else None


def _step(items: _Items, below: Mapping[str, list[str]], ref: str, depth: int, here: str) -> Step:
    kind, _, key = ref.partition(":")

    def step(which: Kind, text: str, state: str, outcome: str = "") -> Step:
        return Step(ref, which, depth, text, state, outcome, ref == here)

    if kind == "cause":
        planned = any(not one.startswith("cause:") for one in below.get(ref, ()))
        return step("cause", items.causes[key].text, "planned" if planned else "bare")
    if kind == "goal":
        goal = items.goals[key]
        return step("goal", goal.text, "reached" if goal.reached else "open")
    if kind == "row":
        return step("row", items.rows[key].content, items.rows[key].state)
    if kind == "checkpoint" and (check := _check(items, key)) is not None:
        return step("checkpoint", check.what, "done" if check.done else "open", check.result)
    if kind == "hole":
        return step("hole", "", "open")
    answer = items.answers.get(key, Answer(question=key))
    return step("answer", "", answer.value, answer.evidence)
