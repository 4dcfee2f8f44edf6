"""From the market to work at one key, and along the red thread both ways."""

from __future__ import annotations

import pytest

from deals.model import Cause, Project
from screens.base.project_screen import follow_thread
from screens.fishbone.screen import FishboneScreen
from screens.plan.screen import PlanScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk
from tests.screens.market.cases import DEAL, at_market, market

NODES = [
    ("grid", "cell/terms/华讯", "cell:terms:华讯", "commercial"),
    ("grid", "cell/standing/华讯", "cell:standing:华讯", "customer"),
    ("grid", "cell/product/", "cell:product:", "product"),
    ("customer", "note/customer.needs.priority", "note:customer.needs.priority", "customer"),
    ("stance", "note/triangle.rival", "note:triangle.rival", "competitors"),
    ("swot", "item/w1", "swot:w1", "product"),
    ("swot", "item/t1", "swot:t1", "competitors"),
    ("swot", "strategy/x1", "strategy:x1", "customer"),
]


def only_cause(project: Project) -> Cause:
    """Return the one cause of a project."""
    (cause,) = project.causes
    return cause


@pytest.mark.parametrize(("page", "node_id", "source", "bone"), NODES)
async def test_it_becomes_a_cause_and_a_row_and_the_thread_goes_round(
    page: str, node_id: str, source: str, bone: str
) -> None:
    async with at_market(page=page, node_id=node_id, shared=True) as at:
        await at.press("exclamation_mark", "ctrl+u")
        await at.type("see to it\n")
        now = at.project("one")
        cause = only_cause(now)
        assert (cause.source, cause.bone) == (source, bone)
        (row,) = now.plan
        assert (row.cause, row.bone, row.content) == (cause.id, bone, "see to it")
        assert "in the plan" in at.shown("detail") + at.foot()
        await at.press("greater_than_sign")
        if isinstance(at.screen, FishboneScreen):
            assert at.screen.current == f"cause:{cause.id}"
            assert "from: " in at.shown("detail")
            assert follow_thread(at.screen, source)
            await at.settle()
            await at.settle()
        else:
            await at.press("escape")
        assert (market(at).page_name, market(at).current) == (page, node_id)


async def test_again_goes_to_the_row_and_makes_no_second() -> None:
    async with at_market(page="swot", node_id="item/t1") as at:
        await at.press("exclamation_mark")
        await at.type("show our service\n")
        await at.press("exclamation_mark")
        await at.settle()
        now = at.project("one")
        assert (len(now.causes), len(now.plan)) == (1, 1)
        assert isinstance(at.screen, PlanScreen)
        assert at.screen.current == f"row:{now.plan[0].id}"
        assert "already in the plan: show our service" in at.foot()
        assert "T1 cheap rival → cheap rival →" in at.shown("detail")


async def test_work_that_was_made_and_dropped_uses_its_cause_again() -> None:
    cause = Cause(id="c", bone="service", text="cheap rival", source="swot:t1")
    deal = DEAL.model_copy(update={"causes": (cause,)})
    async with at_market(deal, page="swot", node_id="item/t1") as at:
        assert "on the fishbone: cheap rival" in at.shown("detail")
        await at.press("exclamation_mark")
        await at.type("show our service\n")
        assert at.project("one").causes == (cause,)
        assert [row.bone for row in at.project("one").plan] == ["service"]
        await at.press("u")
        assert at.project("one").plan == ()


@pytest.mark.parametrize(
    ("page", "node_id", "text"),
    [
        ("grid", "cell/position/华讯", "find out: 华讯, Market share"),
        ("grid", "cell/position/", "find out: us, Market share"),
        ("stance", "note/stp.target", "find out: Target: why we go for it"),
        ("swot", "strategy/x3", "be first"),
    ],
)
async def test_the_work_is_said_in_words(page: str, node_id: str, text: str) -> None:
    async with at_market(page=page, node_id=node_id) as at:
        await at.press("f3", "enter")
        assert at.project("one").plan[0].content == text


@pytest.mark.parametrize(
    ("page", "node_id", "finding"),
    [
        ("grid", "cell/standing/华讯", "华讯, Account position: 与采购熟"),
        ("customer", "note/customer.needs.priority", "speed, the substation opens in May"),
        ("swot", "item/t1", "cheap rival"),
    ],
)
async def test_what_is_found_is_no_task_until_somebody_says_what_to_do(
    page: str, node_id: str, finding: str
) -> None:
    async with at_market(page=page, node_id=node_id) as at:
        await at.press("exclamation_mark")
        assert f"what we do about it: {finding}" in at.foot()
        await at.press("enter")
        assert "a task needs a text" in at.foot()
        assert (at.project("one").plan, at.project("one").causes) == ((), ())
        await at.type("visit them\n")
        assert only_cause(at.project("one")).text == finding
        assert at.project("one").plan[0].content == "visit them"


async def test_a_mark_without_a_note_is_said() -> None:
    async with at_market(node_id="cell/position/华讯") as at:
        await at.press("minus", "exclamation_mark")
        await at.type("show our references\n")
        found = only_cause(at.project("one")).text
        assert found == "华讯, Market share: they are ahead of us"


@pytest.mark.parametrize(("page", "node_id"), [("stance", "choice/kind"), ("portfolio", None)])
async def test_there_is_no_work_in_a_choice_or_a_product(page: str, node_id: str | None) -> None:
    async with at_market(page=page, node_id=node_id, shared=True) as at:
        for key in ("exclamation_mark", "greater_than_sign", "less_than_sign"):
            await at.press(key)
            assert "no linked items" in at.foot()
        assert at.labels == []


async def test_the_thread_runs_from_items_to_strategies_and_back() -> None:
    async with at_market(page="swot", node_id="item/s1") as at:
        await at.press("greater_than_sign")
        assert market(at).current == "strategy/x1"
        await at.press("less_than_sign")
        assert "S1 quick" in at.foot()
        await at.press("b")
        assert market(at).current == "item/o1"
        await at.press("greater_than_sign", "b")
        assert market(at).current == "strategy/x2"
        await at.press("greater_than_sign")
        assert "! makes a task" in at.foot()
        market(at).to("item/t1")
        await at.press("less_than_sign")
        assert "no earlier links" in at.foot()


async def test_a_cause_outlives_its_item_and_says_so() -> None:
    async with at_market(page="swot", node_id="item/t1") as at:
        await at.press("exclamation_mark")
        await at.type("show our service\n")
        await at.press("D", "4")
        await at.settle()
        assert only_cause(at.project("one")).text == "cheap rival"
        assert isinstance(at.screen, FishboneScreen)
        at.screen.to(f"cause:{only_cause(at.project('one')).id}")
        assert "a deleted SWOT item" in at.shown("detail")
        await at.press("u")
        assert "T1 cheap rival" in at.shown("detail")


async def land(at: Desk, ref: str) -> None:
    """Open the market on an item of the thread."""
    follow_thread(market(at), ref)
    await at.settle()


async def test_it_lands_on_what_is_there_and_says_what_is_not() -> None:
    async with at_market() as at:
        await land(at, "cell:service:华讯")
        assert market(at).current == "cell/service/华讯"
        await land(at, "note:stp.target")
        assert (market(at).page_name, market(at).current) == ("stance", "note/stp.target")
        await land(at, "swot:gone")
        assert "no longer on the page" in at.foot()


async def test_the_fishbone_tells_where_a_cause_came_from_and_goes_there() -> None:
    deal = project(
        id="one",
        swot=DEAL.swot,
        causes=(Cause(id="c", bone="product", text="cheap", source="swot:t1"),),
    )
    async with at_desk(FishboneScreen(deal), deal) as at:
        assert isinstance(at.screen, FishboneScreen)
        at.screen.to("cause:c")
        assert "from: T1 cheap rival" in at.shown("detail")
        await at.press("greater_than_sign")
        await at.settle()
        assert market(at).current == "item/t1"
