"""Every key of the follow-ups: who is settled leaves, and undo brings them back."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import Contact, Project
from screens.followups.screen import FollowupsScreen
from screens.log.screen import LogScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import action, contact, project
from tests.screens.hosting import Desk, at_desk
from wording import use_language


def person(at: Desk, key: str, project_id: str = "a") -> Contact:
    """Return a contact as it now stands."""
    return next(each for each in at.project(project_id).contacts if each.id == key)


def some() -> list[Project]:
    """Return 何总 due on two projects, 唐 due today, and 秦总 never met."""
    he = contact("何总", 3, id="he", title="总经理", follow_up=action("问预算", date(2026, 2, 20)))
    later = he.model_copy(update={"follow_up": action("再问", date(2026, 2, 27))})
    tang = contact("唐主任", 2, id="tang", follow_up=action("call", date(2026, 3, 2)))
    qin = contact("秦总", id="qin", role="approves", level="high")
    long_ago = {"created_at": "2025-01-01T00:00:00Z"}
    return [
        project(
            "P3", id="a", name="港区视频专网", customer="港务", contacts=[he, tang], **long_ago
        ),
        project("P2", id="b", name="Acme [/] Co", contacts=[later, qin], **long_ago),
    ]


def listed_ids(at: Desk) -> tuple[str, ...]:
    """Return who is listed, by id, the heads over them left out."""
    screen = at.screen
    assert isinstance(screen, FollowupsScreen)
    return screen.selection.listed


async def test_the_pipelines_key_opens_it_and_q_closes_it() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("f")
        assert listed_ids(at) == ("he", "tang", "qin")
        assert "3 left" in at.shown("title")
        rows = at.shown("rows")
        assert all(text in rows for text in ("02-20", "10d", "何总", "●●●○○", "问预算", "秦总"))
        assert "no touch 425d" in rows
        about = at.shown("about")
        assert all(text in about for text in ("总经理", "港务", "港区视频专网", "never contacted"))
        await at.press("q")
        assert isinstance(at.screen, PipelineScreen)


async def test_a_touch_settles_the_person_on_every_project() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.press("enter")
        await at.type("visit: demo agreed -> send the offer fri")
        assert "= 2026-03-02 visit @何总: demo agreed -> send the offer 2026-03-06" in at.foot()
        await at.press("enter")
        assert listed_ids(at) == ("tang", "qin")
        assert "2 left   1 done" in at.shown("title")
        (touch,) = at.project("a").touches
        assert (touch.contacts, touch.how, touch.by) == (("he",), "visit", "林")
        assert person(at, "he").follow_up == action("send the offer", date(2026, 3, 6))
        assert at.project("b").touches == ()
        assert person(at, "he", "b").follow_up is None
        assert len(at.labels) == 1
        await at.press("u")
        assert listed_ids(at) == ("he", "tang", "qin")
        assert at.screen.query_one("#rows").is_attached
        assert person(at, "he", "b").follow_up is not None
        await at.press("ctrl+r")
        assert listed_ids(at) == ("tang", "qin")


async def test_who_was_missed_is_touched_too() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.press("G", "enter", "enter")
        assert listed_ids(at) == ("he", "tang")
        assert at.project("b").touches[0].contacts == ("qin",)


async def test_a_touch_of_long_ago_settles_nothing_for_who_is_missed() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.press("G", "enter")
        await at.type("2025-11-03 visit\n")
        assert listed_ids(at) == ("he", "tang", "qin")
        assert "no touch 119d" in at.shown("rows")


async def test_a_follow_up_is_put_off() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.press("n")
        assert "问预算" in at.shown("status")
        await at.type("call again +3d")
        assert "call again @ 2026-03-05 Thu" in at.foot()
        await at.press("enter")
        assert listed_ids(at) == ("tang", "qin")
        assert person(at, "he").follow_up == action("call again", date(2026, 3, 5))
        assert person(at, "he", "b").follow_up is None


async def test_done_clears_it_everywhere() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.press("G", "d")
        assert "no follow-up is set with them" in at.foot(), "who is missed has no follow-up"
        await at.press("g", "d")
        assert listed_ids(at) == ("tang", "qin")
        assert person(at, "he").follow_up is None
        assert person(at, "he", "b").follow_up is None
        await at.press("u")
        assert listed_ids(at) == ("he", "tang", "qin")


async def test_the_log_of_the_persons_project() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.press("L")
        assert isinstance(at.screen, LogScreen)
        assert "港区视频专网" in at.shown("title")


@pytest.mark.parametrize("key", ["slash", "f8"])
@pytest.mark.parametrize(
    ("words", "ids"),
    [("何", ("he",)), ("hz", ("he",)), ("acme", ("qin",)), ("call", ("tang",)), ("zz", ())],
)
async def test_the_filter(key: str, words: str, ids: tuple[str, ...]) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("f", key)
        await at.type(words)
        assert listed_ids(at) == ids
        await at.press("enter")
        assert words in at.shown("status")
        await at.press("q")
        assert listed_ids(at) == ("he", "tang", "qin")
        await at.press(key)
        await at.type(words)
        await at.press("escape")
        assert listed_ids(at) == ("he", "tang", "qin")


async def test_others_settle_too_and_nobody_left_is_said() -> None:
    async with at_desk(FollowupsScreen(), *some()) as at:
        await at.news(gone=["b"])
        assert listed_ids(at) == ("he", "tang")
        await at.press("d", "d")
        assert listed_ids(at) == ()
        assert "No follow-ups due" in at.shown("rows")
        await at.press("y", "n", "d", "L")
        assert listed_ids(at) == ()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_speaks_chinese(size: tuple[int, int]) -> None:
    use_language("zh_CN")
    try:
        async with at_desk(FollowupsScreen(), *some(), size=size) as at:
            assert "客户跟进" in at.shown("title")
            assert "425 天未接触" in at.shown("rows")
            assert "港务" in at.shown("about")
    finally:
        use_language("en")
