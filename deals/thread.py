"""The red thread: from a weak answer, a hole or a finding of the market over cause, goal and plan
row to its checkpoint, and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from deals.market import rivals_of
from deals.model import US, Answer, Cause, Checkpoint, Goal, PlanRow, Project, Strategy, SwotItem
from deals.sources import MarketKind, cell_of, cell_source


class Items(NamedTuple):
    """The items that a project's threads run through: records by id, notes and rivals by name."""

    answers: Mapping[str, Answer]
    notes: Mapping[str, str]
    swot: Mapping[str, SwotItem]
    strategies: Mapping[str, Strategy]
    rivals: Mapping[str, str]
    causes: Mapping[str, Cause]
    goals: Mapping[str, Goal]
    rows: Mapping[str, PlanRow]

    @property
    def by_id(self) -> Mapping[str, Mapping[str, object]]:
        """The records that there are or are not, by kind and id."""
        return {
            "swot": self.swot,
            "strategy": self.strategies,
            "cause": self.causes,
            "goal": self.goals,
            "row": self.rows,
        }


def items_of(project: Project) -> Items:
    """Return the items of a project."""
    return Items(
        {answer.question: answer for answer in project.answers},
        {note.key: note.text for note in project.notes},
        {item.id: item for item in project.swot},
        {strategy.id: strategy for strategy in project.strategies},
        {rival.casefold(): rival for rival in (US, *rivals_of(project))},
        {cause.id: cause for cause in project.causes},
        {goal.id: goal for goal in project.goals},
        {row.id: row for row in project.plan},
    )


def canonical_ref(items: Items, ref: str) -> str:
    """Return the reference with its competitor written as the project writes it."""
    cell = cell_of(ref)
    return cell_source(cell[0], items.rivals.get(cell[1].casefold(), cell[1])) if cell else ref


def has_item(items: Items, ref: str) -> bool:
    """Whether there is such an item; an answer, a hole or a note may still be to be written."""
    kind, _, key = ref.partition(":")
    if kind in ("answer", "hole", "note"):
        return bool(key)
    if kind == "checkpoint":
        return find_checkpoint(items, key) is not None
    cell = cell_of(ref)
    if cell is not None:
        return cell[1].casefold() in items.rivals
    return key in items.by_id.get(kind, ())


def find_checkpoint(items: Items, key: str) -> Checkpoint | None:
    """Return the checkpoint `ROW:ID`, None where there is none."""
    row_id, _, check_id = key.partition(":")
    row = items.rows.get(row_id)
    return (
        next((checkpoint for checkpoint in row.checkpoints if checkpoint.id == check_id), None)
        if row
        else None
    )


ThreadKind = Literal["answer", "hole", MarketKind, "cause", "goal", "row", "checkpoint"]


class ThreadStep(NamedTuple):
    """One item of a thread: what it is and what came of it.

    `ref` is a source (`deals.sources`), `cause:ID`, `goal:ID`, `row:ID` or `checkpoint:ROW:ID`.
    `text` is the user's own, of a cell the competitor's name, empty for answers and holes, whose
    words are the playbook's. `state` is a constant: an answer's value; a SWOT item's kind;
    `planned` or `bare` of a strategy or a cause; `reached` or `open` of a goal; a row's state;
    `done` or `open` of a checkpoint; `open` of all else. `outcome` is what was found, in the user's
    words. `here` marks the item asked for.
    """

    ref: str
    kind: ThreadKind
    depth: int
    text: str
    state: str
    outcome: str
    here: bool


def thread(project: Project, ref: str) -> tuple[ThreadStep, ...]:
    """Return where an item came from, from the first cause on, and below it all that came of it.

    Nothing for an item that is not there. What lies behind is one line of steps, each a step
    deeper; what came of it branches.
    """
    items = items_of(project)
    ref = canonical_ref(items, ref)
    if not has_item(items, ref):
        return ()
    above = _refs_above(items, ref)
    steps = [(item, depth) for depth, item in enumerate(above)]
    below = _outcomes_by_source(items)
    steps += _refs_below(below, ref, len(above))
    return tuple(_make_step(items, below, item, depth, ref) for item, depth in steps)


def source_of(project: Project, ref: str) -> str | None:
    """Return the item that this one came from, one step back; None at the thread's beginning."""
    items = items_of(project)
    return next(iter(_refs_above(items, canonical_ref(items, ref))[::-1]), None)


def outcomes_of(project: Project, ref: str) -> tuple[str, ...]:
    """Return the items that came of this one, one step on along the thread."""
    items = items_of(project)
    ref = canonical_ref(items, ref)
    if not has_item(items, ref):
        return ()
    kind = ref.partition(":")[0] + ":"
    # Asked at every key: only what points at an item of this kind is looked at closer.
    return tuple(
        outcome
        for outcome in _outcome_refs(items)
        for source in _noted_sources(items, outcome)
        if source.startswith(kind) and canonical_ref(items, source) == ref
    )


def _refs_above(items: Items, ref: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the items behind this one, first to last; of several ways the one furthest back.

    A row made from a cause and later put under a goal has two: the goal's own may end there.
    """
    seen = (*seen, ref)
    ways = [
        (*_refs_above(items, source, seen), source)
        for source in _source_refs(items, ref)
        if source not in seen
    ]
    return min(ways, key=lambda way: _RANKS.get(way[0].partition(":")[0], 0), default=())


def _source_refs(items: Items, ref: str) -> Iterator[str]:
    found = (canonical_ref(items, source) for source in _noted_sources(items, ref))
    yield from (source for source in found if has_item(items, source))


def _noted_sources(items: Items, ref: str) -> Iterable[str]:
    """Return the items that one names as its sources, be they there or not."""
    kind, _, key = ref.partition(":")
    behind = _BEHIND.get(kind)
    return behind(items, key) if behind is not None else ()


def _behind_strategy(items: Items, key: str) -> Iterator[str]:
    strategy = items.strategies.get(key)
    if strategy is not None:
        yield from (f"swot:{use}" for use in strategy.uses)


def _behind_cause(items: Items, key: str) -> Iterator[str]:
    cause = items.causes.get(key)
    if cause is not None:
        yield from (source for source in (cause.source, f"cause:{cause.parent or ''}") if source)


def _behind_goal(items: Items, key: str) -> Iterator[str]:
    goal = items.goals.get(key)
    if goal is not None:
        yield from (f"cause:{goal.cause or ''}", f"goal:{goal.parent or ''}")


def _behind_row(items: Items, key: str) -> Iterator[str]:
    row = items.rows.get(key)
    if row is not None:
        yield from (f"goal:{row.goal or ''}", f"cause:{row.cause or ''}")


def _behind_checkpoint(_items: Items, key: str) -> Iterator[str]:
    yield f"row:{key.partition(':')[0]}"


_RANKS = {"strategy": 1, "cause": 2, "goal": 3, "row": 4}  # all others begin a thread
_BEHIND: Mapping[str, Callable[[Items, str], Iterator[str]]] = {
    "strategy": _behind_strategy,
    "cause": _behind_cause,
    "goal": _behind_goal,
    "row": _behind_row,
    "checkpoint": _behind_checkpoint,
}


def _refs_below(below: Mapping[str, list[str]], ref: str, depth: int) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    stack = [(ref, depth)]
    while stack:
        at, deep = stack.pop()
        if at in found:
            continue
        found[at] = deep
        stack += [(outcome, deep + 1) for outcome in reversed(below.get(at, []))]
    return list(found.items())


def _outcomes_by_source(items: Items) -> Mapping[str, list[str]]:
    """Return by each item the strategies, causes, goals, rows, checkpoints that came of it."""
    found: dict[str, list[str]] = {}
    for ref in _outcome_refs(items):
        for source in _source_refs(items, ref):
            found.setdefault(source, []).append(ref)
    return found


def _outcome_refs(items: Items) -> Sequence[str]:
    """Return all that may have come of something: strategies, causes, goals, rows, checkpoints."""
    kinds: list[tuple[str, Iterable[str]]] = [("strategy", items.strategies)]
    kinds += [("cause", items.causes), ("goal", items.goals), ("row", items.rows)]
    refs = [f"{kind}:{key}" for kind, keys in kinds for key in keys]
    checks = [
        f"checkpoint:{row.id}:{checkpoint.id}"
        for row in items.rows.values()
        for checkpoint in row.checkpoints
    ]
    return (*refs, *checks)


def _make_step(
    items: Items, below: Mapping[str, list[str]], ref: str, depth: int, here: str
) -> ThreadStep:
    kind, _, key = ref.partition(":")
    which, say = _STEP_TEXTS[kind]
    text, state, outcome = say(items, key, below.get(ref, []))
    return ThreadStep(ref, which, depth, text, state, outcome, ref == here)


_StepTexts = tuple[str, str, str]


def _answer_texts(items: Items, key: str, _came: list[str]) -> _StepTexts:
    answer = items.answers.get(key, Answer(question=key))
    return "", answer.value, answer.evidence


def _cause_texts(items: Items, key: str, came: list[str]) -> _StepTexts:
    planned = any(not outcome.startswith("cause:") for outcome in came)
    return items.causes[key].text, "planned" if planned else "bare", ""


def _checkpoint_texts(items: Items, key: str, _came: list[str]) -> _StepTexts:
    check = find_checkpoint(items, key)
    assert check is not None
    return check.what, "done" if check.done else "open", check.result


_STEP_TEXTS: Mapping[str, tuple[ThreadKind, Callable[[Items, str, list[str]], _StepTexts]]] = {
    "answer": ("answer", _answer_texts),
    "hole": ("hole", lambda _items, _key, _came: ("", "open", "")),
    "cell": ("cell", lambda _items, key, _came: (key.partition(":")[2], "open", "")),
    "note": ("note", lambda items, key, _came: (items.notes.get(key, ""), "open", "")),
    "swot": ("swot", lambda items, key, _came: (items.swot[key].text, items.swot[key].kind, "")),
    "strategy": (
        "strategy",
        lambda items, key, came: (items.strategies[key].text, "planned" if came else "bare", ""),
    ),
    "cause": ("cause", _cause_texts),
    "goal": (
        "goal",
        lambda items, key, _: (items.goals[key].text, _goal_state(items.goals[key]), ""),
    ),
    "row": ("row", lambda items, key, _: (items.rows[key].content, items.rows[key].state, "")),
    "checkpoint": ("checkpoint", _checkpoint_texts),
}


def _goal_state(goal: Goal) -> str:
    return "reached" if goal.reached else "open"
