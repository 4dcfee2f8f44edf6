"""Touches logged in a line, their warnings, and a touch as what shows a CR."""

from __future__ import annotations

from datetime import date

from deals.model import Project
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from tests.deals.makers import action, contact, project
from tests.screens.hosting import at_desk


def some() -> list[Project]:
    """Two projects, one of them without 唐."""
    people = [contact("何总", 2, id="he"), contact("唐主任", id="tang")]
    return [
        project("P3", id="a", name="港区视频专网", contacts=people),
        project("P2", id="b", name="Acme", contacts=people[:1]),
    ]


async def test_what_is_understood_stands_in_the_status_bar_before_it_is_logged() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("y")
        assert "dinner Ann" in at.foot()
        await at.type("2-27 饭局 唐主任 聊了预算 480")
        assert "= 2026-02-27 meal @唐主任 CNY 480: 聊了预算" in at.foot()
        await at.press("enter")
        (touch,) = at.project("a").touches
        assert (touch.on, touch.how, touch.worth) == (date(2026, 2, 27), "dinner", 480)
        await at.press("L")
        assert "meal  唐主任 聊了预算, CNY 480" in at.shown("rows")


async def test_limits_warn_and_do_not_refuse() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("y")
        await at.type("gift 何总 watch 2500")
        assert "CNY 2,500 is over the limit of CNY 300 for one occasion" in at.foot()
        assert "何总 was given CNY 2,500 in 2026, over the limit of CNY 2,000" in at.foot()
        await at.press("enter")
        assert at.project("a").touches
        assert "! activity logged; CNY 2,500 is over the limit" in at.foot()
        await at.press("L")
        assert "over the limit of CNY 300" in at.shown("about")
        await at.press("q", "down", "y")
        await at.type("dinner 何总 USD 90")
        assert "no gift limit is set for the currency of USD 90" in at.foot()


async def test_one_line_for_several_projects_refuses_by_name_who_is_not_there() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("asterisk", "y")
        await at.type("call 唐主任 ok\n")
        assert 'there is nobody named "唐主任" on Acme' in at.foot()
        assert not at.project("a").touches
        await at.press("ctrl+u")
        await at.type("call 何总 ok\n")
        assert [len(at.project(project_id).touches) for project_id in "ab"] == [1, 1]
        assert len(at.labels) == 1


async def test_what_cannot_be_read_is_said_and_stays() -> None:
    async with at_desk(TriageScreen(["a"]), *some()) as at:
        await at.press("y")
        await at.type("tomorrow visit 何总")
        assert "still to come" in at.foot()
        await at.press("enter")
        assert not at.project("a").touches
        await at.press("ctrl+u")
        await at.type("visit @nobody\n")
        assert 'there is nobody named "nobody"' in at.foot()


async def test_the_last_touch_shows_a_cr_by_enter_alone() -> None:
    async with at_desk(PipelineScreen(), *some(), size=(120, 40)) as at:
        await at.press("y")
        await at.type("visit 何总: demo agreed\n")
        await at.press("r", "1", "3")
        assert "= 2026-03-02 visit - demo agreed" in at.foot()
        await at.press("enter")
        he = at.project("a").contacts[0]
        assert (he.cr, he.cr_touch, he.evidence) == (3, at.project("a").touches[0].id, None)
        await at.press("p")
        assert '"2026-03-02 visit - demo' in at.shown("pane")
        await at.press("L")
        assert "●●○○○ -> ●●●○○ (2026-03-02 visit - demo agreed)" in at.shown("rows")
        await at.press("q", "r", "1", "4")
        await at.type("told us the budget\n")
        he = at.project("a").contacts[0]
        assert (he.cr, he.cr_touch, he.evidence) == (4, None, "told us the budget")
        await at.press("r", "1", "5")
        await at.type("-\n")
        he = at.project("a").contacts[0]
        assert (he.cr, he.cr_touch, he.evidence) == (5, None, None)


async def test_an_old_touch_shows_nothing_by_itself() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("y")
        await at.type("2026-01-30 visit 何总\n")
        await at.press("r", "1", "3")
        assert "Enter to skip" in at.shown("status")
        await at.press("enter")
        assert at.project("a").contacts[0].cr_touch is None


async def test_setting_a_cr_shows_what_each_asks_for_and_marks_the_present_one() -> None:
    person = contact("何总", 2, level="high")
    async with at_desk(PipelineScreen(), project("P2", id="a", contacts=[person])) as at:
        await at.press("r")
        shown = at.shown("pane").splitlines()
        rungs = shown[:5]
        assert [text.split("CR")[1][0] for text in rungs] == list("12345")
        assert "met formally" in rungs[1]
        assert [text.startswith(" now") for text in rungs] == [False, True, False, False, False]
        await at.press("4")
        rungs = at.shown("pane").splitlines()[:5]
        assert ["> CR" in text for text in rungs] == [False, False, False, True, False]
        await at.type("calls us\n")
        assert at.project("a").contacts[0].cr == 4
        assert "met formally" not in at.shown("pane")
        await at.press("u")
        assert "CR of 何总 CR4 -> CR2" in at.foot()


async def test_a_touch_says_which_follow_up_it_closes_and_leaves_one_where_nobody_was_reached() -> (
    None
):
    due = contact("何总", id="he", follow_up=action("问预算", date(2026, 2, 20)))
    async with at_desk(PipelineScreen(), project("P3", id="a", contacts=[due])) as at:
        await at.press("y")
        await at.type("call 何总: no answr")
        assert "nobody reached, still to do: 问预算" in at.foot()
        await at.press("enter")
        assert "activity logged; nobody reached, still to do: 问预算" in at.foot()
        assert at.project("a").contacts[0].follow_up == due.follow_up
        await at.press("y")
        await at.type("call 何总: budget is set")
        assert "closes the follow-up: 问预算" in at.foot()
        await at.press("enter")
        assert "activity logged; closes the follow-up: 问预算; u to undo" in at.foot()
        assert at.project("a").contacts[0].follow_up is None


async def test_a_touch_says_first_which_follow_up_gives_way_to_a_new_one() -> None:
    coming = contact("何总", id="he", follow_up=action("问预算", date(2026, 12, 20)))
    async with at_desk(PipelineScreen(), project("P3", id="a", contacts=[coming])) as at:
        await at.press("y")
        await at.type("call 何总: wants three years of warranty, all else agreed -> send it fri")
        said = "replaces the follow-up: 问预算 2026-12-20"
        assert at.foot().index(said) < at.foot().index("= ")
        await at.press("enter")
        assert f"activity logged; {said}; u to undo" in at.foot()
        (move,) = at.project("a").history
        assert (move.field, move.old) == ("follow_up", "问预算 2026-12-20")
        await at.press("u")
        assert at.project("a").contacts[0].follow_up == coming.follow_up
        assert at.project("a").history == ()
