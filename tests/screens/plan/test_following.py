"""The red thread through the rooms: from an answer and a hole to row and checkpoint, and back."""

from __future__ import annotations

from deals.model import Answer, Cause, Checkpoint, PlanRow, Project
from screens.fishbone.screen import FishboneScreen
from screens.people.screen import PeopleScreen
from screens.plan.screen import PlanScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import DEFAULT, contact
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import FIRST, ROWS, SECOND, planned_project

QUESTION = list(DEFAULT.asked)[9]


def threaded_project(*, stage: str = "P4", signs: str = "2026-03-14", **fields: object) -> Project:
    """Return a project whose last row came from an answer by way of cause and goal."""
    goal = SECOND.model_copy(update={"cause": "k1"})
    check = Checkpoint(id="c9", what="names known")
    row = PlanRow(id="r9", content="末项", bone="service", goal="g2", checkpoints=(check,))
    return planned_project(
        stage=stage,
        signs=signs,
        goals=(FIRST, goal),
        plan=(*ROWS, row),
        answers=(Answer(question=QUESTION, value="no"),),
        contacts=(contact("唐", 3, level="middle", lines=("commercial",)),),
        causes=(
            Cause(id="k1", bone="customer", text="nobody tells us", source=f"answer:{QUESTION}"),
            Cause(id="k2", bone="customer", text="top is empty", source="hole:high:commercial"),
        ),
        **fields,
    )


def plan_of(at: Desk) -> PlanScreen:
    screen = at.screen
    assert isinstance(screen, PlanScreen)
    return screen


def asked_person(at: Desk) -> str | None:
    screen = at.screen
    assert isinstance(screen, StrategyScreen)
    return screen.selection.current


async def test_from_the_answer_to_the_row_its_checkpoint_and_back() -> None:
    deal = threaded_project()
    async with at_desk(StrategyScreen(deal), deal) as at:
        at.screen.query_one("#rows")
        await at.press("slash")
        await at.type(DEFAULT.asked[QUESTION].question.text.of("en")[:30] + "\n")
        assert asked_person(at) == QUESTION
        await at.press(">")
        assert plan_of(at).current == "row:r9"
        await at.press(">")
        assert "names known" in at.foot()
        await at.press("3")
        assert "result" in at.foot()
        await at.press("r")
        await at.type("two are known\n")
        assert at.project("one").plan[-1].checkpoints[0].result == "two are known"
        assert "back to the answer" in at.foot()
        await at.press(">", "2")
        assert asked_person(at) == QUESTION


async def test_step_by_step_back_to_the_cause_and_on_again() -> None:
    deal = threaded_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        plan_of(at).land("row:r9")
        await at.settle()
        await at.press(">", "1")
        assert plan_of(at).current == "goal:g2"
        await at.press(">", "1")
        fish = at.screen
        assert isinstance(fish, FishboneScreen)
        assert fish.rib is not None
        assert fish.rib.cause.id == "k1"
        fish.land("cause:k2")
        await at.press(">")
        people = at.screen
        assert isinstance(people, PeopleScreen)
        # Nobody is known at the top: no hole is claimed there, the cause leads to the finding.
        place = people.drawn.place(people.current)
        assert place is not None
        assert (place.level, place.line) == ("high", "commercial")


async def test_landing_opens_what_hides_the_place() -> None:
    deal = threaded_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("F", "tab", "F")
        for ref, place in (("row:r9", "row:r9"), ("goal:g2", "goal:g2")):
            plan_of(at).land(ref)
            await at.settle()
            assert plan_of(at).current == place
            assert place in plan_of(at).diagram.nodes
        plan_of(at).land("checkpoint:r9:c9")
        await at.settle()
        assert plan_of(at).current == "row:r9"
        assert "names known" in at.foot()


async def test_landing_on_what_is_gone_says_so() -> None:
    deal = threaded_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        before = plan_of(at).current
        for ref in ("row:none", "goal:none", "checkpoint:none:c"):
            plan_of(at).land(ref)
            assert "no longer there" in at.foot()
            assert plan_of(at).current == before


async def test_an_answer_out_of_what_is_looked_at_is_shown() -> None:
    deal = threaded_project(stage="P0")
    async with at_desk(StrategyScreen(deal), deal) as at:
        screen = at.screen
        assert isinstance(screen, StrategyScreen)
        await at.press("f")
        last = list(DEFAULT.asked)[-1]
        for question in (last, QUESTION):
            screen.land(f"answer:{question}")
            await at.settle()
            assert asked_person(at) == question
            assert screen.section == DEFAULT.asked[question].section
        screen.land("answer:none")
        assert "no longer there" in at.foot()


async def test_of_several_rows_one_is_chosen() -> None:
    deal = threaded_project()
    more = PlanRow(id="r8", content="second way", bone="service", cause="k1")
    two = deal.model_copy(update={"plan": (*deal.plan, more)})
    async with at_desk(StrategyScreen(two), two) as at:
        screen = at.screen
        assert isinstance(screen, StrategyScreen)
        screen.land(f"answer:{QUESTION}")
        await at.press(">")
        assert "second way" in at.foot()
        await at.press("2")
        assert plan_of(at).current == "row:r8"
