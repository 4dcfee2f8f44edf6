"""Every key of the review's room, and how it is announced."""

from __future__ import annotations

import pytest

from deals.model import Project, Review
from screens.log.screen import LogScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.review.screen import ReviewScreen
from tests.deals.makers import TODAY, contact, project
from tests.screens.hosting import Desk, at_desk

OLD = project(
    id="old",
    customer="北辰电力",
    status="lost",
    end_reason="price",
    review=Review(lessons="See the purchasing head before the tender", rival="Acme"),
)
OTHER = project(
    id="other",
    customer="Harbour",
    status="won",
    review=Review(lessons="价格谈判要早", rival="华信"),
)


def deal(**fields: object) -> Project:
    """Return an open project of the same customer as the old one."""
    return project("P3", signs="", **{"customer": "北辰电力", **fields})


def room(at: Desk) -> ReviewScreen:
    """Return the screen, which is still the review."""
    assert isinstance(at.screen, ReviewScreen)
    return at.screen


@pytest.mark.parametrize("key", ["e", "enter"])
async def test_fields_are_written_one_after_the_other(key: str) -> None:
    async with at_desk(ReviewScreen(deal()), deal()) as at:
        room(at).to("result")
        await at.press(key)
        await at.type("Lost at 64")
        await at.press("tab")
        await at.type("Price")
        await at.press("shift+tab")
        await at.type(" in March\n")
        review = at.project("one").review
        assert (review.result, review.reasons) == ("Lost at 64 in March", "Price")
        assert review.by == "林"
        await at.press("u")
        assert at.project("one").review.result == "Lost at 64"


async def test_questions_are_answered_and_long_texts_stand_whole() -> None:
    long = "we came late to the deciders " * 9
    async with at_desk(ReviewScreen(deal()), deal()) as at:
        room(at).to("review-late")
        await at.press("e")
        await at.type(f"{long}\n")
        note = at.project("one").notes[0]
        assert (note.key, note.text) == ("review-late", long.strip())
        shown = " ".join(at.shown("canvas").split())
        assert long.strip() in shown
        await at.press("e", "ctrl+u", "enter")
        assert at.project("one").notes == ()


async def test_lessons_of_the_same_customer_or_competitor_stand_at_the_end() -> None:
    begun = deal(contacts=[contact("he", stance="competitor", competitor="华信")])
    async with at_desk(ReviewScreen(begun), begun, OLD, OTHER, size=(120, 60)) as at:
        shown = at.shown("canvas")
        assert "See the purchasing head" in shown
        assert "价格谈判要早" in shown
        room(at).to("lesson:old")
        await at.press("enter")
        assert room(at).project.id == "old"
        await at.press("q")
        assert room(at).project.id == "one"


async def test_lessons_are_found_by_competitor_customer_and_reason() -> None:
    async with at_desk(ReviewScreen(deal(customer="")), deal(customer=""), OLD, OTHER) as at:
        for word, found in (("acme price", "old"), ("huaxin", "other"), ("dianli", "old")):
            await at.press("slash", "ctrl+u")
            await at.type(f"{word}\n")
            assert [lesson.id for lesson in room(at).lessons()] == [found]
        await at.press("slash", "ctrl+u", "enter")
        assert room(at).lessons() == ()


async def test_the_outlook_of_an_open_project_is_written_in_several_lines() -> None:
    async with at_desk(ReviewScreen(deal()), deal(), size=(80, 24)) as at:
        assert at.shown("canvas").startswith("── Outlook ──")
        await at.press("e")
        await at.type("grows\nthen a second line")
        await at.press("ctrl+s", "j", "enter")
        await at.type("new plant in 2027")
        await at.press("ctrl+s")
        notes = {note.key: note.text for note in at.project("one").notes}
        assert notes == {
            "outlook.project": "grows\nthen a second line",
            "outlook.customer": "new plant in 2027",
        }
        shown = at.shown("canvas")
        assert "then a second line" in shown
        assert f"林 {TODAY}" in shown
        await at.press("u")
        assert "nothing written yet" not in at.shown("title")
        assert room(at).current == "outlook.customer"
        assert len(at.project("one").notes) == 1


async def test_esc_saves_the_outlook_and_another_key_leaves_it_half_typed() -> None:
    async with at_desk(ReviewScreen(deal()), deal()) as at:
        await at.press("e")
        assert "Esc save   Enter new line   ctrl+g discard" in at.shown("status")
        await at.type("grows\nagain")
        await at.press("escape")
        assert isinstance(at.screen, ReviewScreen)
        assert [note.text for note in at.project("one").notes] == ["grows\nagain"]
        assert "saved: " in at.foot()
        await at.press("e", "escape")
        assert at.labels == ["outlook"], "what is the same is not saved again"
        await at.press("e", "x", "ctrl+g")
        assert "not saved, but kept" in at.foot()
        assert [note.text for note in at.project("one").notes] == ["grows\nagain"]
        await at.press("e", "ctrl+r", "escape")
        assert [note.text for note in at.project("one").notes] == ["grows\nagainx"]
        await at.press("u", "u")
        assert at.project("one").notes == ()


async def test_a_project_ends_here_too() -> None:
    async with at_desk(ReviewScreen(deal()), deal()) as at:
        await at.press("x", "l")
        await at.type("price\n")
        assert at.project("one").status == "lost"
        assert "price" in at.shown("canvas")
        assert room(at).current == "result"
        assert "the review is written here" in at.foot()


async def test_ending_tells_that_the_review_waits() -> None:
    async with at_desk(PipelineScreen(), deal()) as at:
        await at.press("x", "l")
        await at.type("price\n")
        assert "to write the review" in at.foot()


async def test_the_people_say_that_there_are_lessons() -> None:
    async with at_desk(PeopleScreen(deal()), deal(), OLD, size=(120, 40)) as at:
        assert "1 ended project" in at.shown("detail")


async def test_the_pane_is_made_larger() -> None:
    async with at_desk(ReviewScreen(deal()), deal()) as at:
        await at.press("p")
        assert room(at).large


async def test_the_log_opens() -> None:
    async with at_desk(ReviewScreen(deal()), deal()) as at:
        await at.press("L")
        assert isinstance(at.screen, LogScreen)
