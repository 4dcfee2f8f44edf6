"""What others save while something is chosen stays, whatever was looked at when it was offered."""

from __future__ import annotations

import pytest

from deals.model import Book, Competitor, MarketCell, Note, PlanRow, Project
from screens.market.screen import MarketScreen
from screens.people.screen import PeopleScreen
from screens.plan.screen import PlanScreen
from tests.deals.makers import TODAY, contact
from tests.screens.base.test_record_editor import DEAL
from tests.screens.hosting import Desk, at_desk


def plan(at: Desk) -> PlanScreen:
    """The room, which is still that of the plan."""
    assert isinstance(at.screen, PlanScreen)
    return at.screen


def row_of(project: Project, id_: str) -> PlanRow:
    """A row of the plan."""
    return next(row for row in project.plan if row.id == id_)


def given_to_wang(id_: str) -> Project:
    """The project with a row that is Wang's, as somebody else saves it."""
    rows = tuple(
        row.model_copy(update={"responsible": "Wang"}) if row.id == id_ else row
        for row in DEAL.plan
    )
    return DEAL.model_copy(update={"plan": rows})


@pytest.mark.parametrize(
    ("opened", "chosen", "field", "value"),
    [
        ("s", "CR2\n", "goal", "g3"),
        ("d", "-", "after", None),
        ("d /", "tender\n", "after", "r4"),
        ("M", "3", "bone", None),
    ],
)
async def test_choosing_for_a_row_keeps_what_others_wrote_in_it(
    opened: str, chosen: str, field: str, value: str | None
) -> None:
    async with at_desk(PlanScreen(DEAL), DEAL, size=(120, 40)) as at:
        plan(at).go("row:r2" if value != "r4" else "row:r5")
        id_ = "r2" if value != "r4" else "r5"
        before = getattr(row_of(DEAL, id_), field)
        await at.press(*("slash" if key == "/" else key for key in opened.split()))
        await at.news(given_to_wang(id_))
        await at.type(chosen)
        now = row_of(at.project("one"), id_)
        assert now.responsible == "Wang"
        assert getattr(now, field) != before
        assert value is None or getattr(now, field) == value


async def test_a_goal_that_others_reworded_may_be_served_and_keeps_their_words() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("tab")
        plan(at).go("goal:g3")
        await at.press("s")
        goals = tuple(
            goal.model_copy(update={"target": "2"}) if goal.id == "g3" else goal
            for goal in DEAL.goals
        )
        await at.news(DEAL.model_copy(update={"goals": goals}))
        await at.type("-\n")
        goal = at.project("one").goals[2]
        assert (goal.target, goal.parent) == ("2", None)


async def test_a_row_that_others_dropped_is_not_brought_back_by_a_choice() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        plan(at).go("row:r5")
        await at.press("s")
        rows = tuple(row for row in DEAL.plan if row.id != "r5")
        await at.news(DEAL.model_copy(update={"plan": rows}))
        await at.type("CR2\n")
        assert at.project("one").plan == rows


async def test_a_checkpoint_is_edited_as_others_left_it() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("c", "1")
        old = row_of(DEAL, "r2").checkpoints[0]
        new = old.model_copy(update={"by": "Wang"})
        row = row_of(DEAL, "r2").model_copy(update={"checkpoints": (new,)})
        rows = tuple(row if each.id == "r2" else each for each in DEAL.plan)
        await at.news(DEAL.model_copy(update={"plan": rows}))
        await at.press("e", "home")
        await at.type("the \n")
        check = row_of(at.project("one"), "r2").checkpoints[0]
        assert (check.what, check.by) == ("the first figures", "Wang")
        await at.press("c", "1")
        gone = row.model_copy(update={"checkpoints": ()})
        await at.news(
            DEAL.model_copy(
                update={"plan": tuple(gone if each.id == "r2" else each for each in DEAL.plan)}
            )
        )
        await at.press("e")
        assert at.screen.key_handler is None
        assert "someone else has deleted it" in at.foot()


async def test_somebody_is_brought_in_as_they_are_known_by_then() -> None:
    here = DEAL.model_copy(update={"customer": "North"})
    there = here.model_copy(update={"id": "two", "contacts": (contact("bo", 1, title="CFO"),)})
    async with at_desk(PeopleScreen(here), here, there) as at:
        await at.press("A")
        known = contact("bo", 1, title="CFO", phone="555")
        await at.news(there.model_copy(update={"contacts": (known,)}))
        await at.press("a")
        assert {person.id: person.phone for person in at.project("one").contacts}["bo"] == "555"
        assert at.project("two").contacts[0].phone == "555"


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_walking_on_from_a_record_that_others_dropped_tells_it(key: str) -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("e")
        rows = tuple(row for row in DEAL.plan if row.id != "r2")
        await at.news(DEAL.model_copy(update={"plan": rows}))
        assert "content" in at.foot()
        await at.press(key)
        assert at.screen.key_handler is None
        assert "someone else has deleted it" in at.foot()
        assert at.labels == []


NOTE = Note(key="customer.needs.priority", text="speed", by="周", on=TODAY)
RIVALS = Book().with_lists(
    competitors=(
        Competitor(
            name="华讯", notes=(MarketCell(dimension="terms", note="5 years", by="周", on=TODAY),)
        ),
    )
)


@pytest.mark.parametrize(("page", "node_id"), [("customer", f"note/{NOTE.key}"), ("grid", None)])
async def test_enter_on_an_unchanged_line_leaves_whose_it_is(
    page: str, node_id: str | None
) -> None:
    deal = DEAL.model_copy(update={"notes": (NOTE,)})
    screen = MarketScreen(deal)
    screen.page_name = page
    async with at_desk(screen, deal, shared=RIVALS) as at:
        if node_id is not None:
            screen.to(node_id)
        await at.press("e", "enter")
        assert at.screen.key_handler is None
        assert at.labels == []
        assert at.project("one").notes == (NOTE,)
        assert at.host.book.competitors == RIVALS.competitors
