"""Every key of the fishbone's room."""

from __future__ import annotations

import pytest

from deals.model import Answer, Cause, Checkpoint, Goal, PlanRow, Project
from screens.fishbone.screen import FishboneScreen
from screens.log.screen import LogScreen
from screens.people.screen import PeopleScreen
from screens.review.screen import ReviewScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk

COACH = Cause(id="coach", bone="customer", text="no coach in purchasing")
PRICE = Cause(id="price", bone="customer", text="price first")
BEHIND = Cause(id="behind", bone="customer", text="met once", parent="coach")
ROW = PlanRow(
    id="row",
    content="VP visits",
    bone="customer",
    cause="coach",
    responsible="Lin",
    checkpoints=(Checkpoint(id="look", what="did they meet", result="yes, twice", done=True),),
)


def deal(**fields: object) -> Project:
    """Return a project with three causes, one of them worked on."""
    own: dict[str, object] = {
        "owner": "Lin",
        "causes": [COACH, BEHIND, PRICE],
        "plan": [ROW],
        "contacts": [contact("he", 1, level="high", lines=["technical"])],
        "answers": [
            Answer(question="channels", value="no", evidence="all hearsay"),
            Answer(question="relations", value="yes"),
        ],
        **fields,
    }
    return project("P3", signs="", **own)


def room(at: Desk) -> FishboneScreen:
    """Return the screen, which is still the fishbone."""
    assert isinstance(at.screen, FishboneScreen)
    return at.screen


def put_cursor(at: Desk, node_id: str) -> None:
    """Put the cursor on a node."""
    room(at).to(node_id)


def causes(at: Desk) -> list[tuple[str, str, str | None]]:
    """Return the causes as they stand: bone, text, parent."""
    return [(cause.bone, cause.text, cause.parent) for cause in at.project("one").causes]


async def test_causes_are_added_on_the_bone_a_line_each() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "bone:product")
        await at.press("a")
        await at.type("does not fit\nslow\n\n")
        assert causes(at)[-2:] == [("product", "does not fit", None), ("product", "slow", None)]
        assert room(at).rib is not None
        await at.press("u")
        assert causes(at)[-1][1] == "does not fit"


async def test_at_the_head_the_bone_is_asked_for() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "head")
        await at.press("a", "f")
        await at.type("late\n\n")
        assert causes(at)[-1] == ("service", "late", None)


@pytest.mark.parametrize("node_id", ["cause:coach", "cause:behind"])
async def test_a_cause_lies_behind_another_two_deep_at_most(node_id: str) -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, node_id)
        await at.press("A")
        await at.type("nobody went\n\n")
        assert causes(at)[-1] == ("customer", "nobody went", "coach")


async def test_a_cause_and_the_head_are_worded_anew() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "cause:price")
        await at.press("e")
        await at.type(" and time\n")
        assert causes(at)[2][1] == "price first and time"
        await at.press("e", "ctrl+u", "enter")
        assert "a cause needs a text" in at.foot()
        await at.press("escape")
        put_cursor(at, "head")
        await at.press("e", "ctrl+u")
        await at.type("Signed by March\n")
        assert at.project("one").head == "Signed by March"
        put_cursor(at, "bone:customer")
        await at.press("e")
        assert room(at).key_handler is None


async def test_own_bones_are_added_renamed_and_taken_out() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        await at.press("b")
        await at.type("Customer relations\n")
        assert "there is a category" in at.foot()
        await at.press("ctrl+u")
        await at.type("Funding\n")
        assert at.project("one").bones == ("Funding",)
        assert room(at).current == "bone:Funding"
        await at.press("a")
        await at.type("no budget\n\n")
        put_cursor(at, "bone:Funding")
        await at.press("e", "ctrl+u")
        await at.type("Money\n")
        assert at.project("one").bones == ("Money",)
        assert causes(at)[-1] == ("Money", "no budget", None)
        await at.press("D")
        assert at.project("one").bones == ()
        assert causes(at)[-1] == ("service", "no budget", None)


async def test_deleting_a_cause_mends_what_named_it() -> None:
    goal = Goal(id="g", text="a coach", cause="coach")
    begun = deal(goals=[goal])
    async with at_desk(FishboneScreen(begun), begun) as at:
        put_cursor(at, "cause:coach")
        await at.press("D")
        assert causes(at) == [("customer", "met once", None), ("customer", "price first", None)]
        assert at.project("one").plan[0].cause is None
        assert at.project("one").goals[0].cause is None
        assert room(at).rib is not None
        await at.press("u")
        assert at.project("one").plan[0].cause == "coach"


async def test_causes_change_places_among_their_kind() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "cause:coach")
        await at.press("J")
        assert [cause.id for cause in at.project("one").causes] == ["price", "behind", "coach"]
        assert room(at).current == "cause:coach"
        await at.press("J")
        assert "nothing changed" in at.foot()
        await at.press("K")
        assert [cause.id for cause in at.project("one").causes] == ["coach", "behind", "price"]


async def test_a_cause_moves_to_another_bone_with_all_that_hangs_on_it() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "cause:coach")
        await at.press("m", "e")
        assert [cause[0] for cause in causes(at)] == ["commercial", "commercial", "customer"]
        assert at.project("one").plan[0].bone == "commercial"


async def test_weak_answers_and_holes_offer_themselves_once() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        await at.press("s")
        shown = at.shown("canvas")
        assert "all hearsay" in shown
        assert "technical" in shown
        await at.press("a")
        assert at.project("one").causes[-1].source == "answer:channels"
        assert "+ all hearsay" in at.shown("canvas").split("could be")[1], (
            "taken, and its letter is kept"
        )
        await at.press("a")
        assert "already a cause" in at.foot()
        await at.press("asterisk")
        assert at.project("one").causes[-1].source.startswith("hole:")
        assert not room(at).offering
        await at.press("s")
        assert not room(at).offering


async def test_offers_are_walked_through_by_arrows() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        await at.press("s", "down", "enter")
        assert at.project("one").causes[-1].source.startswith("hole:")
        await at.press("pageup", "pagedown", "up", "escape")
        assert not room(at).offering
        assert len(at.project("one").causes) == 4
        assert room(at).rib is not None


async def test_a_cause_becomes_a_row_of_the_plan() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "cause:price")
        assert "no task and no goal works on it" in at.shown("detail")
        await at.press("exclamation_mark")
        await at.type(" explained 12-10\n")
        assert "12-10  Lin" in at.shown("detail")
        assert "12-10.." not in at.shown("detail"), "a day is no range"
        row = at.project("one").plan[-1]
        assert (row.content, row.bone, row.cause) == ("price first explained", "customer", "price")
        assert row.responsible == "Lin"
        assert "price first explained" in at.shown("detail")


async def test_a_goal_answers_a_cause_and_takes_its_rows() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "cause:price")
        await at.press("exclamation_mark")
        await at.type("\n")
        await at.press("t", "enter")
        assert room(at).key_handler is None
        assert len(at.labels) == 1, "a goal needs a text"
        await at.press("t")
        await at.type("price is first no more\n")
        now = at.project("one")
        goal = now.goals[-1]
        assert (goal.text, goal.cause) == ("price is first no more", "price")
        assert now.plan[-1].goal == goal.id
        assert "price is first no more" in at.shown("detail")
        await at.press("u")
        assert goal.id not in {each.id for each in at.project("one").goals}
        assert at.project("one").plan[-1].goal is None


async def test_a_hole_is_planned_by_what_mends_it() -> None:
    hole = Cause(id="hole", bone="customer", text="top", source="hole:high:technical")
    begun = deal(causes=[hole], plan=[])
    async with at_desk(FishboneScreen(begun), begun) as at:
        put_cursor(at, "cause:hole")
        await at.press("exclamation_mark")
        await at.press("enter")
        assert at.project("one").plan[-1].content not in ("", "top")


async def test_the_pane_tells_a_cause_whole_and_what_came_of_it() -> None:
    async with at_desk(FishboneScreen(deal()), deal(), size=(120, 40)) as at:
        put_cursor(at, "cause:coach")
        shown = at.shown("detail")
        assert "no coach in purchasing" in shown
        assert "VP visits" in shown
        assert "yes, twice" in shown
        await at.press("s", "a", "escape")
        assert "Do we have timely inside" in at.shown("detail")


async def test_the_thread_leads_back_to_the_hole() -> None:
    hole = Cause(id="hole", bone="customer", text="top", source="hole:high:technical")
    begun = deal(causes=[hole], plan=[])
    async with at_desk(FishboneScreen(begun), begun) as at:
        put_cursor(at, "cause:hole")
        await at.press("greater_than_sign")
        assert isinstance(at.screen, PeopleScreen)


@pytest.mark.parametrize("keys", [("p",), ("f10",)])
async def test_the_pane_is_made_larger(keys: tuple[str, ...]) -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        before = room(at).large
        await at.press(*keys)
        assert room(at).large != before


async def test_the_log_opens() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        await at.press("L")
        assert isinstance(at.screen, LogScreen)


async def test_the_digits_change_the_room() -> None:
    async with at_desk(PeopleScreen(deal()), deal()) as at:
        seen = []
        for digit in "4614":
            await at.press(digit)
            seen.append(type(at.screen))
        assert seen == [FishboneScreen, ReviewScreen, PeopleScreen, FishboneScreen]


async def test_moving_goes_from_bone_to_bone_and_to_the_head() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "bone:customer")
        await at.press("k")
        assert room(at).current in {"cause:coach", "cause:behind", "cause:price"}
        await at.press("l", "l", "l", "l")
        put_cursor(at, "bone:service")
        await at.press("j", "j", "l")
        assert room(at).current in {"head", "bone:commercial"}
        await at.press("g", "G")


async def test_what_others_add_while_one_types_stays() -> None:
    async with at_desk(FishboneScreen(deal()), deal()) as at:
        put_cursor(at, "bone:product")
        await at.press("a")
        await at.type("half")
        others = deal(causes=[COACH, BEHIND, PRICE, Cause(id="x", bone="service", text="theirs")])
        await at.news(others)
        await at.type(" typed\n\n")
        assert {"theirs", "half typed"} <= {text for _bone, text, _parent in causes(at)}


async def test_the_rule_names_the_cause_and_a_large_pane_what_the_signs_mean() -> None:
    deal_now = deal()
    for size, legend in (((80, 24), False), ((120, 40), True)):
        async with at_desk(FishboneScreen(deal_now), deal_now, size=size) as at:
            put_cursor(at, "cause:behind")
            rule, *about = at.shown("detail").splitlines()
            assert rule.startswith("── met once  Customer relations, under no coach in ")
            assert rule.endswith(" 2/3 │ fishbone  list ──")
            assert about[0].strip() == "! no task and no goal works on it"
            assert any("● done" in each for each in about) == legend
            put_cursor(at, "cause:coach")
            assert "○ 2.1 VP visits" in at.shown("detail")
            assert "  ● did they meet: yes, twice" in at.shown("detail")


async def test_a_cause_of_dropped_tasks_is_in_no_plan() -> None:
    gone = ROW.model_copy(update={"state": "dropped"})
    async with at_desk(FishboneScreen(deal(plan=[gone])), deal(plan=[gone])) as at:
        put_cursor(at, "cause:coach")
        assert "! no coach in" in at.shown("canvas")
        assert "no task and no goal works on it" in at.shown("detail")
        assert "- 2.1 VP visits  dropped" in at.shown("detail")
