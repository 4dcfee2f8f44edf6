"""The red thread, followed both ways from any item."""

from __future__ import annotations

import pytest
from hypothesis import given

from deals.edits.market import drop_item
from deals.market import STANDING
from deals.model import (
    Answer,
    Cause,
    Checkpoint,
    Comparison,
    Goal,
    Note,
    PlanRow,
    Project,
    Strategy,
    SwotItem,
)
from deals.thread import outcomes_of, source_of, trace_thread
from tests.deals.makers import project
from tests.deals.readings import reading
from tests.strategies import projects


def deal() -> Project:
    check = Checkpoint(id="k", what="态度", result="同意", done=True)
    return project(
        answers=[Answer(question="q", value="no", evidence="没有渠道")],
        causes=[
            Cause(id="c", bone="customer", text="没人引见", source="answer:q"),
            Cause(id="under", bone="customer", text="不认识秘书", parent="c"),
            Cause(id="hole", bone="customer", text="空位", source="hole:high:technical"),
        ],
        goals=[
            Goal(id="g", text="见到何总", cause="c"),
            Goal(id="sub", text="约到时间", parent="g"),
        ],
        plan=[
            PlanRow(id="r", content="拜访", goal="sub", checkpoints=(check,)),
            PlanRow(id="bare", content="打电话", cause="c"),
            PlanRow(id="both", content="写信", goal="loose", cause="c"),
        ],
    )


def thread_refs(ref: str) -> list[tuple[str, int]]:
    return [(step.ref, step.depth) for step in trace_thread(deal(), ref)]


BACK = [("answer:q", 0), ("cause:c", 1), ("goal:g", 2), ("goal:sub", 3)]


def test_the_thread_of_a_row_runs_back_to_the_answer_and_on_to_its_check() -> None:
    assert thread_refs("row:r") == [*BACK, ("row:r", 4), ("checkpoint:r:k", 5)]
    assert thread_refs("checkpoint:r:k") == thread_refs("row:r")
    steps = trace_thread(deal(), "checkpoint:r:k")
    assert [step.here for step in steps] == [False] * 5 + [True]
    assert (steps[-1].state, steps[-1].outcome) == ("done", "同意")
    assert (steps[0].state, steps[0].outcome) == ("no", "没有渠道")


def test_the_thread_of_an_answer_shows_all_that_came_of_it() -> None:
    refs = [step for step, _depth in thread_refs("answer:q")]
    assert refs[:2] == ["answer:q", "cause:c"]
    assert {*refs} == {
        *("answer:q", "cause:c", "cause:under", "goal:g", "goal:sub"),
        *("row:r", "checkpoint:r:k", "row:bare", "row:both"),
    }
    assert len(refs) == len({*refs})


@pytest.mark.parametrize(
    ("ref", "source"),
    [
        ("cause:hole", "hole:high:technical"),
        ("cause:under", "cause:c"),
        ("row:both", "cause:c"),
        ("answer:q", None),
    ],
)
def test_one_step_back(ref: str, source: str | None) -> None:
    assert source_of(deal(), ref) == source
    if source is not None:
        assert ref in outcomes_of(deal(), source)


@pytest.mark.parametrize("ref", ["row:none", "goal:", "checkpoint:r:none", "odd", "cause:x"])
def test_there_is_no_thread_of_what_is_not_there(ref: str) -> None:
    assert trace_thread(deal(), ref) == ()


def test_circles_that_a_merge_may_leave_end() -> None:
    goals = [Goal(id="x", text="x", parent="y"), Goal(id="y", text="y", parent="x")]
    assert {step.ref for step in trace_thread(project(goals=goals), "goal:x")} == {
        "goal:x",
        "goal:y",
    }


def market_deal() -> Project:
    sources = {"i": "swot:w", "s": "strategy:x", "n": "note:stp.target", "c": "cell:terms:huaxun"}
    return project(
        comparisons=[Comparison(rival="Huaxun", dimension=STANDING)],
        notes=[Note(key="stp.target", text="a pilot")],
        swot=[
            SwotItem(id="w", kind="weakness", text="dear"),
            SwotItem(id="o", kind="opportunity", text="grant"),
        ],
        strategies=[
            Strategy(id="x", text="use the grant", uses=("w", "o")),
            Strategy(id="idle", text="wait"),
        ],
        causes=[
            Cause(id=key, bone="product", text=key, source=source)
            for key, source in sources.items()
        ],
        plan=[PlanRow(id=f"r{key}", content=key, cause=key) for key in sources],
    )


@pytest.mark.parametrize(
    ("ref", "steps"),
    [
        (
            "swot:w",
            [
                ("swot:w", "dear", "weakness"),
                ("strategy:x", "use the grant", "planned"),
                ("cause:s", "s", "planned"),
                ("row:rs", "s", "open"),
                ("cause:i", "i", "planned"),
                ("row:ri", "i", "open"),
            ],
        ),
        (
            "row:rs",
            [
                ("swot:w", "dear", "weakness"),
                ("strategy:x", "use the grant", "planned"),
                ("cause:s", "s", "planned"),
                ("row:rs", "s", "open"),
            ],
        ),
        ("strategy:idle", [("strategy:idle", "wait", "bare")]),
        (
            "cause:n",
            [
                ("note:stp.target", "a pilot", "open"),
                ("cause:n", "n", "planned"),
                ("row:rn", "n", "open"),
            ],
        ),
        (
            "cell:terms:HUAXUN",
            [
                ("cell:terms:Huaxun", "Huaxun", "open"),
                ("cause:c", "c", "planned"),
                ("row:rc", "c", "open"),
            ],
        ),
        ("cell:terms:", [("cell:terms:", "", "open")]),
    ],
)
def test_the_market_begins_a_thread(ref: str, steps: list[tuple[str, str, str]]) -> None:
    assert [(step.ref, step.text, step.state) for step in trace_thread(market_deal(), ref)] == steps


def test_one_step_along_the_thread_of_the_market() -> None:
    assert source_of(market_deal(), "cause:c") == "cell:terms:Huaxun"
    assert outcomes_of(market_deal(), "cell:terms:huaxun") == ("cause:c",)
    assert outcomes_of(market_deal(), "swot:o") == ("strategy:x",)
    assert source_of(market_deal(), "strategy:x") == "swot:w"


@pytest.mark.parametrize(
    "ref", ["swot:none", "strategy:w", "cell:terms:Yuan", "cell:terms", "note:"]
)
def test_there_is_no_thread_of_a_market_item_that_is_not_there(ref: str) -> None:
    assert trace_thread(market_deal(), ref) == ()


def test_a_cause_outlives_the_item_it_came_from() -> None:
    after = drop_item(market_deal(), "w", reading().stamp)
    assert after.causes == market_deal().causes
    assert [step.ref for step in trace_thread(after, "row:ri")] == ["cause:i", "row:ri"]


@given(projects())
def test_what_came_of_an_item_is_what_its_thread_shows_next(drawn: Project) -> None:
    refs = [f"cause:{cause.id}" for cause in drawn.causes]
    refs += [f"goal:{goal.id}" for goal in drawn.goals]
    refs += [f"row:{row.id}" for row in drawn.plan]
    for ref in {*refs, *(cause.source for cause in drawn.causes if cause.source)}:
        steps = trace_thread(drawn, ref)
        here = next((step.depth for step in steps if step.here), 0)
        came = set(outcomes_of(drawn, ref))
        assert {step.ref for step in steps if step.depth == here + 1 and not step.here} <= came
        assert came <= {step.ref for step in steps}
