"""One editor of records in every room: what is typed, echoed, walked through, asked, let go of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from deals.edits.typed_fields import set_field
from deals.model import Answer, Book, Cause, Product, Project, Strategy, SwotItem
from deals.parsing.reading_context import ReadingContext
from deals.project_notes import OUTLOOK_KEYS
from screens.base.prompts import LinePrompt
from screens.base.screen import BaseScreen
from screens.base.unsaved import UnsavedLines
from screens.fishbone.screen import FishboneScreen
from screens.market.screen import MarketScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import TODAY, contact, project
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import planned_project

DEAL = planned_project(
    id="one",
    contacts=[contact("he", 2, title="CTO")],
    causes=[Cause(id="c", bone="customer", text="no coach")],
    answers=[Answer(question="channels", value="no", evidence="hearsay", owner="Lin")],
    swot=[SwotItem(id="s", kind="strength", text="quick")],
    strategies=[Strategy(id="x", text="be first")],
)
SHARED = Book().with_lists(products=(Product(name="Net", share=1.2, growth=15),))


class Opening(NamedTuple):
    """How an editor is opened: on which screen, by which keys to get there, and by which there."""

    screen: Callable[[], BaseScreen]
    there: str
    keys: str


EDITORS = {
    "project": Opening(PipelineScreen, "", "e"),
    "contact": Opening(lambda: PeopleScreen(DEAL), "", "e"),
    "goal": Opening(lambda: PlanScreen(DEAL), "tab g", "e"),
    "row": Opening(lambda: PlanScreen(DEAL), "", "e"),
    "checkpoint": Opening(lambda: PlanScreen(DEAL), "", "c 1 e"),
    "member": Opening(lambda: PlanScreen(DEAL), "t G k k k", "e"),
    "form": Opening(lambda: PlanScreen(DEAL), "t G", "e"),
    "cell": Opening(lambda: MarketScreen(DEAL), "V 3", "e"),
    "note": Opening(lambda: MarketScreen(DEAL), "V 2", "e"),
    "answer": Opening(lambda: StrategyScreen(DEAL), "j j j", "enter"),
    "review": Opening(lambda: ReviewScreen(DEAL), " ".join(["down"] * len(OUTLOOK_KEYS)), "e"),
}
"""Of each kind of record with several fields how its editor is opened."""
ALL = {
    **EDITORS,
    "cause": Opening(lambda: FishboneScreen(DEAL), "", "e"),
    "item": Opening(lambda: MarketScreen(DEAL), "V 4", "e"),
    "product": Opening(lambda: MarketScreen(DEAL), "V 5", "e"),
}
REFUSED = {
    "project": ("tab tab tab", "P99", "is not a stage"),
    "contact": ("", " ", "name"),
    "goal": ("", " ", "needs a text"),
    "row": ("tab", "soonish", "is not a date"),
    "checkpoint": ("", "look; soonish", "is not a date"),
    "member": ("tab", "boss", "is not a part"),
    "form": ("shift+tab", "soonish", "is not a date"),
    "cause": ("", " ", "needs a text"),
    "item": ("", " ", "write a text here"),
    "product": ("", "Net, much", "much"),
}
"""The keys to a field, what it cannot be, and part of why not."""


@asynccontextmanager
async def desk(kind: str) -> AsyncIterator[Desk]:
    """A screen with the cursor on a record of the kind."""
    opening = ALL[kind]
    async with at_desk(opening.screen(), DEAL, shared=SHARED, size=(120, 40)) as at:
        await at.press(*opening.there.split())
        yield at


def line_of(at: Desk) -> LinePrompt:
    """The line being typed."""
    prompt = at.screen.key_handler
    assert isinstance(prompt, LinePrompt)
    return prompt


async def open_editor(at: Desk, kind: str) -> LinePrompt:
    """Opens the editor of what is under the cursor."""
    await at.press(*ALL[kind].keys.split())
    return line_of(at)


@pytest.mark.parametrize("kind", EDITORS)
async def test_tab_walks_round_both_ways_and_changes_nothing(kind: str) -> None:
    async with desk(kind) as at:
        start = (await open_editor(at, kind)).place
        for key in ("tab", "shift+tab"):
            seen = [start]
            while len(seen) < 60:
                await at.press(key)
                if line_of(at).place == start:
                    break
                seen.append(line_of(at).place)
            assert 60 > len(set(seen)) == len(seen) > 1
        await at.press("escape")
        assert at.screen.key_handler is None
        assert at.labels == []


@pytest.mark.parametrize("kind", EDITORS)
async def test_tab_takes_what_was_typed_and_esc_leaves_the_rest(kind: str) -> None:
    async with desk(kind) as at:
        first = (await open_editor(at, kind)).place
        await at.press("home")
        await at.type("x1 ")
        text = line_of(at).edit.text
        await at.press("tab")
        assert len(at.labels) == 1
        assert line_of(at).place != first
        await at.type("y1")
        await at.press("escape")
        assert at.screen.key_handler is None
        assert len(at.labels) == 1
        await at.press("u")
        assert at.project("one").model_dump(exclude={"history"}) == DEAL.model_dump(
            exclude={"history"}
        )
        assert text.startswith("x1")


@pytest.mark.parametrize("kind", ALL)
async def test_enter_takes_the_text_and_esc_does_not(kind: str) -> None:
    async with desk(kind) as at:
        for key, count in (("escape", 0), ("enter", 1)):
            await open_editor(at, kind)
            await at.press("home", "Z", key)
            assert at.screen.key_handler is None
            assert len(at.labels) == count


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_refusal_is_shown_while_typing_and_keeps_the_line(kind: str) -> None:
    walked, typed, reason = REFUSED[kind]
    async with desk(kind) as at:
        await open_editor(at, kind)
        await at.press(*walked.split(), "end", "ctrl+u")
        await at.type(typed)
        place, labels = line_of(at).place, at.labels
        for key in ("", "enter", "tab"):
            await at.press(*key.split())
            assert reason in at.foot()
            assert (line_of(at).place, line_of(at).edit.text) == (place, typed)
        assert at.labels == labels


@pytest.mark.parametrize("kind", ALL)
async def test_what_is_half_typed_is_offered_again(kind: str) -> None:
    async with desk(kind) as at:
        await open_editor(at, kind)
        await at.press("end")
        await at.type("zz")
        text = line_of(at).edit.text
        at.host.unsaved.keep()
        at.host.unsaved = UnsavedLines(at.host.context.unsaved_store)
        at.screen.release()
        await open_editor(at, kind)
        await at.press("ctrl+r")
        assert line_of(at).edit.text == text


@pytest.mark.parametrize("kind", ALL)
async def test_what_others_wrote_meanwhile_stays(kind: str) -> None:
    async with desk(kind) as at:
        await open_editor(at, kind)
        await at.news(DEAL.model_copy(update={"product": "theirs"}))
        await at.press("home")
        await at.type("x1 \n")
        assert at.project("one").product == "theirs"
        assert len(at.labels) == 1


async def test_a_question_is_asked_before_the_walk_goes_on() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("e", "tab", "ctrl+u")
        await at.type("2026-02-16..2026-03-01")
        await at.press("tab")
        assert "2 tasks wait for it" in at.foot()
        await at.press("escape")
        assert line_of(at).edit.text == "2026-02-16..2026-03-01"
        await at.press("tab", "y")
        assert "responsible" in at.foot()
        assert len(at.labels) == 1


async def test_a_field_typed_alone_is_typed_anew_and_one_walked_to_is_amended() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("o")
        await at.type("周\n")
        row = at.project("one").plan[1]
        assert row.responsible == "周"
        await at.press("e", "tab", "tab")
        await at.type(", 林\n")
        assert at.project("one").plan[1].responsible == "周, 林"
        await at.press("w", "f7", "ctrl+u")
        assert not at.host.context.dates
        await at.type("03/04/2027")
        assert "F7" in at.foot()
        await at.press("f8")
        assert "2027-04-03" in at.foot()
        assert 'dates = "dmy"' in at.foot()
        await at.press("f7")
        assert "2027-04-03" in at.foot()


async def test_a_member_renamed_is_walked_on_under_the_new_name() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("t", "G", "k", "k", "k", "e")
        await at.type("X")
        await at.press("tab", "ctrl+u")
        await at.type("monitor\n")
        assert [(each.name, each.part) for each in at.project("one").team] == [("林X", "monitor")]


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in ("form", "answer")])
async def test_enter_on_an_unchanged_line_lets_go_and_changes_nothing(kind: str) -> None:
    async with desk(kind) as at:
        await open_editor(at, kind)
        await at.press("enter")
        assert at.screen.key_handler is None
        assert at.screen.status_bar.caret is None
        assert at.labels == []
        if isinstance(at.screen, PipelineScreen):
            assert at.screen.rows.editing is None


async def test_enter_confirms_an_answer_and_what_stands_there_to_be_taken() -> None:
    async with at_desk(StrategyScreen(DEAL), DEAL) as at:
        await at.press("slash")
        await at.type("hearsay\n")
        await at.press("enter", "enter")
        assert at.labels == ["evidence"]
        assert at.project("one").answers[0].by == "林"
        await at.press("down", "enter", "enter")
        assert len(at.project("one").answers) == 1
        await at.press("o", "enter")
        assert at.project("one").answers[1].owner == "林"
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("t", "G", "e", "shift+tab", "shift+tab", "shift+tab", "enter")
        form = at.project("one").form
        assert (form.filled_by, form.filled_on) in (("林", None), ("", TODAY))


async def test_of_many_projects_a_text_is_tried_on_one_while_it_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deals = [project("P2", id=f"p{at}", name=f"deal {at}") for at in range(20)]
    tried = list[str]()

    def noted(deal: Project, field: str, text: str, reading: ReadingContext) -> Project:
        tried.append(deal.id)
        return set_field(deal, field, text, reading)

    monkeypatch.setattr("screens.base.record_editor.set_field", noted)
    async with at_desk(PipelineScreen(), *deals) as at:
        await at.press("asterisk", "e", "o")
        await at.type("Lin")
        assert len(tried) <= 3
        await at.press("enter")
        assert {deal.owner for deal in at.host.book.projects.values()} == {"Lin"}


async def test_a_line_that_changes_somebody_known_leaves_the_cursor() -> None:
    deal = DEAL.model_copy(update={"contacts": (contact("Ann", 2), contact("Bo", 1))})
    async with at_desk(PeopleScreen(deal), deal) as at:
        room = at.screen
        assert isinstance(room, PeopleScreen)
        room.go("Ann")
        before = room.current
        await at.press("a")
        await at.type("Ann cr4\n")
        assert at.project("one").contacts[0].cr == 4
        assert room.current == before
        await at.type("Cy\n")
        assert room.current != before


@pytest.mark.parametrize("polled", [True, False])
async def test_the_cursor_goes_to_what_one_added_and_not_to_what_others_did(polled: bool) -> None:
    theirs = Cause(id="zz", bone="customer", text="theirs")
    after = DEAL.model_copy(update={"causes": (*DEAL.causes, theirs)})
    async with at_desk(FishboneScreen(DEAL), DEAL) as at:
        room = at.screen
        assert isinstance(room, FishboneScreen)
        await at.press("a")
        at.save_elsewhere(after)
        if polled:
            await at.poll()
        await at.type("mine\n")
        causes = {cause.text: cause.id for cause in at.project("one").causes}
        assert len(causes) == 3
        assert room.current == f"cause:{causes['mine']}"


async def test_the_head_of_the_fish_is_found() -> None:
    deal = DEAL.model_copy(update={"head": "signed by March"})
    async with at_desk(FishboneScreen(deal), deal) as at:
        room = at.screen
        assert isinstance(room, FishboneScreen)
        await at.press("slash")
        await at.type("signed\n")
        assert room.current == "head"
