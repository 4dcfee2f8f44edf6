"""What editing the fishbone leaves: nothing lost, nothing pointing at what is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deals.edits.planning import (
    add_bone,
    add_cause,
    aim_at_cause,
    drop_bone,
    move_cause,
    plan_cause,
    rename_bone,
    shift_bone,
    shift_cause,
    write_cause,
)
from deals.errors import UserError
from deals.fishbone import fishbone, suggest_causes
from deals.model import Answer, Cause, Goal, PlanRow, Project
from deals.network.analysis import analyse
from deals.thread import trace_thread
from tests.deals.makers import DEFAULT, contact, project
from tests.deals.network.accounts import NO_BUSINESS
from tests.deals.readings import LATER, reading

TOP = Cause(id="top", bone="product", text="slow")
UNDER = Cause(id="under", bone="product", text="old pump", parent="top")
NEXT = Cause(id="next", bone="product", text="loud")


def deal() -> Project:
    """A project with three causes and an own bone."""
    rows = [PlanRow(id="r", content="x", bone="product", cause="under")]
    return project(causes=[TOP, UNDER, NEXT], plan=rows, bones=["Money", "Politics"])


def tree(project: Project) -> list[tuple[str, int]]:
    """Every cause by id with its depth, as drawn."""
    return [(rib.cause.id, rib.depth) for bone in fishbone(project, DEFAULT) for rib in bone.ribs]


def test_a_cause_behind_one_that_is_behind_lies_beside_it() -> None:
    deep = Cause(id="deep", bone="service", text=" worn ", parent="under")
    added = add_cause(deal(), deep, LATER).causes[-1]
    assert (added.parent, added.bone, added.text) == ("top", "product", "worn")


def test_a_source_becomes_a_cause_once() -> None:
    taken = Cause(id="a", bone="product", text="x", source="answer:channels")
    changed = add_cause(deal(), taken, LATER)
    assert add_cause(changed, taken.model_copy(update={"id": "b"}), LATER) is changed


def test_what_is_a_cause_already_is_not_offered() -> None:
    held = project(
        answers=[Answer(question="channels", value="partly"), Answer(question="trust", value="no")],
        contacts=[contact("he", 1, level="high", lines=["technical"])],
        absent=[*NO_BUSINESS, "technical middle", "technical low"],
    )
    found = suggest_causes(held, analyse(held, DEFAULT), DEFAULT)
    assert [each.source for each in found] == [
        "answer:channels",
        "answer:trust",
        "hole:high:technical",
    ]
    assert {each.bone for each in found} == {"customer"}
    for each in found:
        cause = Cause(id=each.source, bone=each.bone, text="x", source=each.source)
        held = add_cause(held, cause, LATER)
    assert suggest_causes(held, analyse(held, DEFAULT), DEFAULT) == ()


def test_moving_takes_along_what_hangs_on_it() -> None:
    changed = move_cause(deal(), "top", "service", LATER)
    assert [each.bone for each in changed.causes] == ["service", "service", "product"]
    assert changed.plan[0].bone == "service"
    alone = move_cause(deal(), "under", "product", LATER)
    assert tree(alone) == [("top", 0), ("under", 0), ("next", 0)]


def test_causes_change_places_with_their_kind_only() -> None:
    assert tree(shift_cause(deal(), "top", 1, LATER)) == [("next", 0), ("top", 0), ("under", 1)]
    before = deal()
    assert shift_cause(before, "under", 1, LATER) is before


def test_own_bones_take_what_stands_on_them_along() -> None:
    changed = add_cause(deal(), Cause(id="m", bone="Money", text="none"), LATER)
    changed = plan_cause(changed, "m", "ask early", reading())
    changed = rename_bone(changed, "Money", "Funds", DEFAULT, LATER)
    assert (changed.bones[0], changed.causes[-1].bone, changed.plan[-1].bone) == (
        "Funds",
        "Funds",
        "Funds",
    )
    assert shift_bone(changed, "Funds", 1, LATER).bones == ("Politics", "Funds")
    changed = drop_bone(changed, "Funds", "service", LATER)
    assert (changed.bones, changed.causes[-1].bone, changed.plan[-1].bone) == (
        ("Politics",),
        "service",
        "service",
    )


def test_a_goal_of_a_cause_stands_between_it_and_its_rows() -> None:
    now = reading()
    changed = plan_cause(deal(), "next", "before the goal", now)
    changed = aim_at_cause(changed, "next", " he meets us monthly ", now)
    goal = changed.goals[-1]
    assert (goal.text, goal.cause, goal.parent) == ("he meets us monthly", "next", None)
    changed = plan_cause(changed, "next", "after it", now)
    assert {row.goal for row in changed.plan if row.cause == "next"} == {goal.id}
    came = [(step.kind, step.depth) for step in trace_thread(changed, "cause:next")]
    assert came == [("cause", 0), ("goal", 1), ("row", 2), ("row", 2)]


def test_a_goal_of_a_cause_serves_the_one_at_the_top() -> None:
    now, top = reading(), Goal(id="win", text="signed")
    changed = deal().model_copy(update={"goals": (top,)})
    changed = aim_at_cause(changed, "next", "a", now)
    changed = aim_at_cause(changed, "top", "b", now)
    assert [goal.parent for goal in changed.goals] == [None, "win", "win"]
    two = deal().model_copy(update={"goals": (top, Goal(id="too", text="paid"))})
    assert aim_at_cause(two, "next", "a", now).goals[-1].parent is None


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda held: write_cause(held, "top", " ", LATER), "cause-wants-text"),
        (lambda held: write_cause(held, "gone", "x", LATER), "cause-gone"),
        (lambda held: add_bone(held, " ", DEFAULT, LATER), "bone-wants-name"),
        (lambda held: add_bone(held, "money", DEFAULT, LATER), "bone-twice"),
        (lambda held: add_bone(held, "竞争对手", DEFAULT, LATER), "bone-twice"),
        (lambda held: drop_bone(held, "product", "service", LATER), "bone-unknown"),
        (lambda held: plan_cause(held, "top", " ", reading()), "row-wants-content"),
        (lambda held: aim_at_cause(held, "top", " ", reading()), "goal-wants-text"),
        (lambda held: aim_at_cause(held, "gone", "x", reading()), "cause-gone"),
    ],
)
def test_what_cannot_be_is_refused(edit: Callable[[Project], Project], code: str) -> None:
    with pytest.raises(UserError, match=code):
        edit(deal())


def test_every_cause_is_drawn_once_even_in_a_circle() -> None:
    round_about = [
        Cause(id="a", bone="product", text="a", parent="b"),
        Cause(id="b", bone="service", text="b", parent="a"),
        Cause(id="c", bone="left over", text="c", parent="gone"),
    ]
    assert sorted(tree(project(causes=round_about))) == [("a", 0), ("b", 0), ("c", 0)]


def test_rows_count_also_by_their_goal() -> None:
    goal = Goal(id="g", text="g", cause="next")
    row = PlanRow(id="r", content="x", goal="g")
    held = project(causes=[NEXT], goals=[goal], plan=[row])
    assert [rib.rows for bone in fishbone(held, DEFAULT) for rib in bone.ribs] == [(row,)]
