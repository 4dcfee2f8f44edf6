"""Edits that two people may make of one project, each through `deals.edits`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, get_args

from hypothesis import strategies as st

from deals.edits.contacts import set_cr, set_stance
from deals.edits.market import drop_item, toggle_strategy_item
from deals.edits.planning import (
    add_bone,
    add_cause,
    answer,
    drop_bone,
    drop_cause,
    drop_checkpoint,
    drop_goal,
    drop_row,
    move_cause,
    move_row,
    plan_answer,
    plan_cause,
    put_checkpoint,
    put_goal,
    put_row,
    set_row_state,
    settle_checkpoint,
    write_cause,
)
from deals.edits.records import put
from deals.edits.stages import end_project, move_stage, snooze_rules
from deals.edits.typed_fields import set_field, write_review
from deals.errors import UserError
from deals.fields import PROJECT
from deals.model import (
    Answered,
    Cause,
    Checkpoint,
    Comparison,
    Goal,
    MarketType,
    Note,
    PlanRow,
    Project,
    RowState,
    Stamp,
    Standing,
    Strategy,
    SwotItem,
    SwotKind,
)
from deals.parsing.reading_context import ReadingContext
from deals.planning import reschedule_row
from tests.deals.makers import DEFAULT, TODAY, touch
from tests.deals.merging.starts import STARTS, TEXTS, WORDS, WORKED
from tests.deals.readings import LATER, reading

Edit = Callable[[], Project]
Kind = Callable[[st.DrawFn, Project, ReadingContext], Iterator[Edit]]


@st.composite
def edited_projects(
    draw: st.DrawFn, project: Project, by: str, kinds: Sequence[Kind], most: int = 3
) -> Project:
    """Draw the project after a few edits by somebody."""
    fresh = (f"{by}-{number}" for number in count())
    given = reading()._replace(stamp=Stamp(LATER.at, by, TODAY), new_id=lambda: next(fresh))
    for _ in range(draw(st.integers(0, most))):
        choices = [*draw(st.sampled_from(kinds))(draw, project, given)]
        try:
            project = draw(st.sampled_from(choices))() if choices else project
        except UserError:
            continue
    return project


@st.composite
def threes(draw: st.DrawFn) -> tuple[Project, Project, Project]:
    """Draw a project, and what two people made of it."""
    base = draw(st.sampled_from(STARTS))
    base = draw(edited_projects(base, "起", KINDS))
    return base, draw(edited_projects(base, "林", KINDS)), draw(edited_projects(base, "周", KINDS))


@st.composite
def thoughts(draw: st.DrawFn) -> tuple[Project, Project, Project]:
    """Draw a project with a plan and all that leads to it, and what two people made of that."""
    kinds = draw(st.sampled_from([*((kind,) for kind in KINDS[1:]), KINDS[1:]]))
    return (
        WORKED,
        draw(edited_projects(WORKED, "林", kinds)),
        draw(edited_projects(WORKED, "周", kinds)),
    )


def _fact_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    note = draw(st.sampled_from(["met", "", "tender"]))
    field = draw(st.sampled_from(PROJECT.typed))
    stamp = given.stamp
    yield lambda: set_field(project, field, draw(st.sampled_from(TEXTS[field])), given)
    yield lambda: touch(project, note, stamp, tuple(person.id for person in project.contacts))
    yield lambda: snooze_rules(project, ["overdue"], TODAY.replace(year=2027), note, stamp)
    yield lambda: move_stage(project, draw(st.sampled_from([-1, 1])), reading())
    yield lambda: end_project(project, "lost", note, stamp)
    if people := project.contacts:
        yield lambda: set_cr(project, people[0].id, draw(st.integers(1, 5)), stamp, note)
        yield lambda: set_stance(project, people[-1].id, "supports", stamp)


def _market_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    stamp, words = given.stamp, _words(draw)
    kind, mark, market = (
        draw(st.sampled_from(get_args(each))) for each in (SwotKind, Standing, MarketType)
    )
    item = SwotItem(id=given.new_id(), kind=kind, text=words)
    cell = Comparison(rival="Acme", dimension="standing", mark=mark)
    way = Strategy(id=given.new_id(), text=words, uses=tuple(each.id for each in project.swot))
    note = Note(key="stp.s", text=words, by=stamp.by, on=stamp.today)
    yield lambda: put(project, "swot", item, stamp)
    yield lambda: put(project, "comparisons", cell, stamp)
    yield lambda: put(project, "strategies", way, stamp)
    yield lambda: put(project, "notes", note, stamp)
    yield lambda: put(project, "market", project.market.model_copy(update={"kind": market}), stamp)
    if project.swot:
        used = draw(st.sampled_from(project.swot)).id
        yield lambda: drop_item(project, used, stamp)
        if project.strategies:
            yield lambda: toggle_strategy_item(
                project, draw(st.sampled_from(project.strategies)).id, used, stamp
            )


def _answer_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    stamp, words = given.stamp, _words(draw)
    value = draw(st.sampled_from(get_args(Answered)))
    shown = draw(st.sampled_from([None, "", "heard"]))
    yield lambda: answer(project, "blockers", value, stamp, shown)
    yield lambda: answer(project, "blockers", value, stamp, owner=words)
    yield lambda: plan_answer(project, "blockers", words, words, given)
    yield lambda: write_review(project, draw(st.sampled_from(["lessons", "rival"])), words, stamp)
    yield lambda: write_review(project, "review-price", words, stamp)
    yield lambda: put(project, "form", project.form.model_copy(update={"remarks": words}), stamp)
    cause = Cause(id=given.new_id(), bone="customer", text=words)
    yield lambda: add_cause(project, cause, stamp)
    yield lambda: add_bone(project, words, DEFAULT, stamp)


def _cause_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    stamp, words = given.stamp, _words(draw)
    if not project.causes:
        return
    cause = draw(st.sampled_from(project.causes))
    behind = Cause(id=given.new_id(), bone=cause.bone, text=words, parent=cause.id)
    yield lambda: add_cause(project, behind, stamp)
    yield lambda: write_cause(project, cause.id, words, stamp)
    yield lambda: move_cause(project, cause.id, draw(st.sampled_from(["product", "price"])), stamp)
    yield lambda: plan_cause(project, cause.id, words, given)
    yield lambda: drop_cause(project, cause.id, stamp)
    yield lambda: drop_bone(project, cause.bone, "price", stamp)


def _goal_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    yield lambda: put_goal(project, Goal(id=given.new_id(), text=_words(draw)), given.stamp)
    if not project.goals:
        return
    goal = draw(st.sampled_from(project.goals))
    for field, value in (
        ("text", _words(draw)),
        ("target", _words(draw)),
        ("start", TODAY + timedelta(draw(st.integers(0, 40)))),
        ("end", TODAY + timedelta(draw(st.integers(0, 60)))),
        ("parent", draw(st.sampled_from([None, *(each.id for each in project.goals)]))),
        ("reached", not goal.reached),
    ):
        changed = goal.model_copy(update={field: value})
        yield partial(put_goal, project, changed, given.stamp)
    yield lambda: drop_goal(project, goal.id, given.stamp)


def _row_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    stamp, words = given.stamp, _words(draw)
    yield lambda: put_row(project, PlanRow(id=given.new_id(), content=words), stamp)
    if not project.plan:
        return
    row = draw(st.sampled_from(project.plan))
    day = TODAY + timedelta(draw(st.integers(0, 20)))
    for field, value in (
        ("content", words),
        ("responsible", words),
        ("start", day),
        ("end", day),
        ("after", draw(st.sampled_from([None, *(each.id for each in project.plan)]))),
        ("goal", draw(st.sampled_from([None, *(each.id for each in project.goals)]))),
    ):
        changed = row.model_copy(update={field: value})
        yield partial(put_row, project, changed, stamp)
    yield lambda: drop_row(project, row.id, stamp)
    yield lambda: move_row(project, reschedule_row(project, row.id, day, day), stamp, along=True)


def _checkpoint_edits(draw: st.DrawFn, project: Project, given: ReadingContext) -> Iterator[Edit]:
    if not project.plan:
        return
    stamp, words, row = given.stamp, _words(draw), project.plan[0]
    state = draw(st.sampled_from(get_args(RowState)))
    yield lambda: set_row_state(project, row.id, state, stamp)
    check = Checkpoint(id=given.new_id(), what=words)
    yield lambda: put_checkpoint(project, row.id, check, stamp)
    for there in row.checkpoints:
        yield partial(settle_checkpoint, project, row.id, there.id, words, stamp)
        yield partial(drop_checkpoint, project, row.id, there.id, stamp)


KINDS: tuple[Kind, ...] = (
    _fact_edits,
    _market_edits,
    _answer_edits,
    _cause_edits,
    _goal_edits,
    _row_edits,
    _checkpoint_edits,
)
"""Edits of a kind; the first are of what is known of a deal, all others of what is thought out."""


def _words(draw: st.DrawFn) -> Any:
    return draw(st.sampled_from(WORDS))
