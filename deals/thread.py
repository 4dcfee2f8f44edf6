"""The red thread: from a weak answer, a hole or a finding of the market over cause, goal and plan
row to its checkpoint, and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from deals.market import rivals_of
from deals.model import US, Answer, Cause, Checkpoint, Goal, PlanRow, Project, Strategy, SwotItem
from deals.sources import MarketKind, cell_of, cell_source


class _Items(NamedTuple):
    """The items that a project's threads run through: records by id, notes and rivals by name.

    `sources` are the references that each strategy, cause, goal, row and checkpoint names as what
    it came from, in this order; they may lead nowhere.
    """

    answers: Mapping[str, Answer]
    notes: Mapping[str, str]
    swot: Mapping[str, SwotItem]
    strategies: Mapping[str, Strategy]
    rivals: Mapping[str, str]
    causes: Mapping[str, Cause]
    goals: Mapping[str, Goal]
    rows: Mapping[str, PlanRow]
    checkpoints: Mapping[str, Checkpoint]
    sources: Mapping[str, tuple[str, ...]]


def _items_of(project: Project) -> _Items:
    return _Items(
        {answer.question: answer for answer in project.answers},
        {note.key: note.text for note in project.notes},
        {item.id: item for item in project.swot},
        {strategy.id: strategy for strategy in project.strategies},
        {rival.casefold(): rival for rival in (US, *rivals_of(project))},
        {cause.id: cause for cause in project.causes},
        {goal.id: goal for goal in project.goals},
        {row.id: row for row in project.plan},
        {f"{row.id}:{check.id}": check for row in project.plan for check in row.checkpoints},
        dict(_named_sources(project)),
    )


def _named_sources(project: Project) -> Iterator[tuple[str, tuple[str, ...]]]:
    for strategy in project.strategies:
        yield f"strategy:{strategy.id}", tuple(f"swot:{use}" for use in strategy.uses)
    for cause in project.causes:
        yield f"cause:{cause.id}", (cause.source or "", f"cause:{cause.parent or ''}")
    for goal in project.goals:
        yield f"goal:{goal.id}", (f"cause:{goal.cause or ''}", f"goal:{goal.parent or ''}")
    for row in project.plan:
        yield f"row:{row.id}", (f"goal:{row.goal or ''}", f"cause:{row.cause or ''}")
    for row in project.plan:
        for checkpoint in row.checkpoints:
            yield f"checkpoint:{row.id}:{checkpoint.id}", (f"row:{row.id}",)


def _canonical_ref(items: _Items, ref: str) -> str:
    """Return the reference with its competitor written as the project writes it."""
    cell = cell_of(ref)
    return cell_source(cell[0], items.rivals.get(cell[1].casefold(), cell[1])) if cell else ref


def _has_item(items: _Items, ref: str) -> bool:
    """Whether there is such an item; an answer, a hole or a note may still be to be written."""
    kind, _, key = ref.partition(":")
    if kind in ("answer", "hole", "note"):
        return bool(key)
    cell = cell_of(ref)
    if cell is not None:
        return cell[1].casefold() in items.rivals
    return ref in items.sources or (kind == "swot" and key in items.swot)


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


def trace_thread(project: Project, ref: str) -> tuple[ThreadStep, ...]:
    """Follow an item back to the first thing it came from, and on to all that came of it.

    Nothing for an item that is not there. What lies behind is one line of steps, each a step
    deeper; what came of it branches.
    """
    items = _items_of(project)
    ref = _canonical_ref(items, ref)
    if not _has_item(items, ref):
        return ()
    above = _refs_above(items, ref)
    steps = [(item, depth) for depth, item in enumerate(above)]
    below = _outcomes_by_source(items)
    steps += _refs_below(below, ref, len(above))
    return tuple(_make_step(items, below, item, depth, ref) for item, depth in steps)


def source_of(project: Project, ref: str) -> str | None:
    """Find the item that this one came from, one step back; None at the thread's beginning."""
    items = _items_of(project)
    return next(iter(_refs_above(items, _canonical_ref(items, ref))[::-1]), None)


def outcomes_of(project: Project, ref: str) -> tuple[str, ...]:
    """Find the items that came of this one, one step on along the thread."""
    items = _items_of(project)
    ref = _canonical_ref(items, ref)
    if not _has_item(items, ref):
        return ()
    kind = ref.partition(":")[0] + ":"
    # Asked at every key: only what points at an item of this kind is looked at closer.
    return tuple(
        outcome
        for outcome, sources in items.sources.items()
        for source in sources
        if source.startswith(kind) and _canonical_ref(items, source) == ref
    )


_RANKS = {"strategy": 1, "cause": 2, "goal": 3, "row": 4}  # all others begin a thread


def _refs_above(items: _Items, ref: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the items behind this one, first to last; of several ways the one furthest back.

    A row made from a cause and later put under a goal has two: the goal's own may end there.
    """
    seen = (*seen, ref)
    ways = [
        (*_refs_above(items, source, seen), source)
        for source in _sources_of(items, ref)
        if source not in seen
    ]
    return min(ways, key=lambda way: _RANKS.get(way[0].partition(":")[0], 0), default=())


def _sources_of(items: _Items, ref: str) -> list[str]:
    """List the items that this one names as its source, if they are there."""
    named = (_canonical_ref(items, source) for source in items.sources.get(ref, ()))
    return [source for source in named if _has_item(items, source)]


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


def _outcomes_by_source(items: _Items) -> Mapping[str, list[str]]:
    """Map each item to the strategies, causes, goals, rows, checkpoints that came of it."""
    found: dict[str, list[str]] = {}
    for ref in items.sources:
        for source in _sources_of(items, ref):
            found.setdefault(source, []).append(ref)
    return found


def _make_step(
    items: _Items, below: Mapping[str, list[str]], ref: str, depth: int, here: str
) -> ThreadStep:
    name, _, key = ref.partition(":")
    kind, describe = _STEP_TEXTS[name]
    text, state, outcome = describe(items, key, below.get(ref, []))
    return ThreadStep(ref, kind, depth, text, state, outcome, ref == here)


_StepTexts = tuple[str, str, str]


def _answer_texts(items: _Items, key: str, _outcomes: list[str]) -> _StepTexts:
    answer = items.answers.get(key, Answer(question=key))
    return "", answer.value, answer.evidence


def _cause_texts(items: _Items, key: str, outcomes: list[str]) -> _StepTexts:
    planned = any(not outcome.startswith("cause:") for outcome in outcomes)
    return items.causes[key].text, "planned" if planned else "bare", ""


def _goal_texts(items: _Items, key: str, _outcomes: list[str]) -> _StepTexts:
    goal = items.goals[key]
    return goal.text, "reached" if goal.reached else "open", ""


def _checkpoint_texts(items: _Items, key: str, _outcomes: list[str]) -> _StepTexts:
    check = items.checkpoints[key]
    return check.what, "done" if check.done else "open", check.result


_STEP_TEXTS: Mapping[str, tuple[ThreadKind, Callable[[_Items, str, list[str]], _StepTexts]]] = {
    "answer": ("answer", _answer_texts),
    "hole": ("hole", lambda _items, _key, _outcomes: ("", "open", "")),
    "cell": ("cell", lambda _items, key, _outcomes: (key.partition(":")[2], "open", "")),
    "note": ("note", lambda items, key, _outcomes: (items.notes.get(key, ""), "open", "")),
    "swot": ("swot", lambda items, key, _: (items.swot[key].text, items.swot[key].kind, "")),
    "strategy": (
        "strategy",
        lambda items, key, outcomes: (
            items.strategies[key].text,
            "planned" if outcomes else "bare",
            "",
        ),
    ),
    "cause": ("cause", _cause_texts),
    "goal": ("goal", _goal_texts),
    "row": ("row", lambda items, key, _: (items.rows[key].content, items.rows[key].state, "")),
    "checkpoint": ("checkpoint", _checkpoint_texts),
}
