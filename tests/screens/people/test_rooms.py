"""Around the picture of people: the footer, its help, the way out, names out of sight."""

from __future__ import annotations

import pytest

from screens.help.screen import CommandsScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from tests.benchmarks.crowds import crowd
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk, every_screen
from tests.screens.people.test_keys import account, put_cursor, room


async def test_the_footer_leads_to_the_help_and_that_to_the_signs() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        assert "? help" in at.shown("footer")
        await at.press("question_mark", "v")
        assert isinstance(at.screen, CommandsScreen)
        assert "approval line" in at.shown("rows")
        assert "how close we are to somebody" in at.shown("rows")
        await at.press("v")
        assert "Edit the person field" in at.shown("rows")
        await at.press("v", "enter")
        assert room(at).key_handler is None


async def test_every_screen_tells_what_signs_mean() -> None:
    own = {
        "plan": "checkpoint",
        "fishbone": "not in the plan",
        "import_preview": "gone from its table",
        "people": "who decides",
        "review": "nothing written yet",
        "market": "no strategy uses yet",
        "strategy": "due by now, and not known",
        "visit_brief": "who of ours meets them",
        "unsettled": "overtaken by a later change",
    }
    common = ("amber flag", "not known how close", "first on B")
    for name, make in every_screen(account()).items():
        meanings = "".join(meaning.text for _sign, meaning in make().legend())
        shared = ("last stage completed",) if name in own and name != "import_preview" else common
        for text in (*shared, own.get(name, "red flag")):
            assert text in meanings, (name, text)
    async with at_desk(PipelineScreen()) as at:
        await at.press("question_mark", "v")
        assert isinstance(at.screen, CommandsScreen)
        assert "last stage completed" in at.shown("rows")


async def test_escape_goes_back_one_step() -> None:
    async with at_desk(PipelineScreen(), account()) as at:
        await at.press("enter", "v", "m", "p")
        await at.press("escape")
        assert room(at).view.name == "tree"
        assert room(at).large
        await at.press("escape")
        assert not room(at).large
        await at.press("escape")
        assert not isinstance(at.screen, PeopleScreen)


async def test_people_out_of_sight_are_named() -> None:
    many = crowd()
    async with at_desk(PeopleScreen(many), many) as at:
        await put_cursor(at, "秦主任 3")
        await at.press("i", "2", "slash")
        await at.type("nobody so called\n")
        assert "no match" in at.foot()
        await at.press("ctrl+u")
        await at.type("孙总工 145\n")
        swayed = at.project("crowd").influences[-1]
        assert (swayed.source, swayed.target, swayed.strength) == ("0003", "0145", 2)
        await at.press("r", "slash", "escape")
        assert room(at).key_handler is None
        assert at.project("crowd").contacts == many.contacts


ALONE = [
    contact("he", 4, level="high", function="technical", lines=["technical"], role="decides"),
    contact("mo", 1, level="middle", function="technical", lines=["technical"]),
    contact("lo", 1, level="low", function="commercial", lines=["commercial"]),
    contact("li", 2, level="low", function="other", stance="competitor", competitor="Halden"),
]


@pytest.mark.parametrize(
    ("finding", "ask"),
    [
        ("only contact for technical approval", "build a second contact next to he"),
        ("none of our executives", "have one of our executives meet he"),
        ("Halden has li", "meet li yourself"),
        (
            "commercial approval, executive level: nobody named",
            "who decides: commercial approval",
        ),
        ("technical approval, mid-level: mo", "meet mo yourself"),
    ],
)
async def test_every_finding_becomes_a_next_action(finding: str, ask: str) -> None:
    deal = project("P3", id="one", contacts=ALONE)
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("m")
        texts = [each.text for each in room(at).drawn.listed]
        number = next(i for i, each in enumerate(texts) if finding in each)
        await at.press("g", *["j"] * number)
        await at.press("enter")
        if at.foot().startswith("which way"):
            await at.press("1")
        assert ask in at.foot()
        await at.press("enter")
        action = at.project("one").next_action
        assert action is not None and action.on is not None


async def test_a_line_leads_to_its_lowest_weak_place() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await at.press("m", "G")
        assert "commercial approval, junior level" in at.shown("detail")
