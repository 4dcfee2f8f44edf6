"""A team's own questions in the strategy room: added, reworded, dropped, and no answer lost."""

from __future__ import annotations

from dataclasses import replace

from deals.model import Answer, Note
from screens.pipeline.screen import PipelineScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import DEFAULT, TODAY, playbook, project
from tests.screens.hosting import at_desk

OWN = playbook("""
[sections.customer.questions.channels]
text = { en = "Who inside calls us first?", zh_CN = "谁先通知我们？" }

[sections.customer.questions.relations]
asked = false

[sections.legal]
bone = "legal"
name = { en = "Legal", zh_CN = "法务" }

[sections.legal.questions.gifts]
due = "P3"
text = { en = "Are the gifts [/] cleared?", zh_CN = "礼品批准了吗？" }
hint = { en = "Ask the lawyers", zh_CN = "问法务" }
""")


async def test_what_was_answered_stays_whatever_the_team_asks_now() -> None:
    answers = (
        Answer(question="channels", value="yes", on=TODAY),
        Answer(question="relations", value="no", on=TODAY, evidence="no plan"),
    )
    deal = project("P0", owner="林", answers=answers)
    async with at_desk(PipelineScreen(), deal) as at:
        at.host.context = replace(at.host.context, playbook=OWN)
        at.host.open_screen("strategy", deal)
        await at.settle()
        await at.settle()
        await at.press("right")
        assert "Who inside calls us first?" in at.shown("rows")
        assert "yes" in at.shown("rows")
        assert "Legal" in at.shown("sections")
        await at.press("left", "left")
        assert "Is there a plan for winning peop" in at.shown("rows")
        assert "no plan" in at.shown("detail")
        await at.press("y", "enter", "exclamation_mark")
        assert at.labels == []
        await at.press("left")
        assert "Are the gifts [/] cleared?" in at.shown("rows")
        await at.press("down", "n", "exclamation_mark")
        kept = {each.question: each.value for each in at.project("one").answers}
        assert kept == {"channels": "yes", "relations": "no", "gifts": "no"}
        (row,) = at.project("one").plan
        assert (row.content, row.bone) == ("Ask the lawyers", "legal")
        assert "Are the gifts" in at.shown("detail")
        at.host.context = replace(at.host.context, playbook=DEFAULT)
        at.host.open_screen("strategy", at.project("one"), instead=True)
        await at.settle()
        await at.press("right", "down", "down")
        assert "no plan" in at.shown("detail")


async def test_it_opens_on_the_first_question_that_is_due_and_not_known() -> None:
    due = DEFAULT.due["P2"]
    answers = (Answer(question=question, value="yes", on=TODAY) for question in due[:3])
    section = DEFAULT.asked[due[3]].section
    written = (Note(key=f"strategy.{section}", text="as agreed"),)
    deal = project("P2", answers=tuple(answers), notes=written)
    screen = StrategyScreen(deal)
    async with at_desk(screen, deal):
        assert (screen.section, screen.selection.current) == (section, due[3])


async def test_it_opens_at_the_top_where_nothing_is_due() -> None:
    deal = project("P0")
    screen = StrategyScreen(deal)
    async with at_desk(screen, deal):
        assert screen.selection.current == "strategy.market"
