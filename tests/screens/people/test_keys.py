"""Every key of the people's room, in each of its views."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deals.model import Influence, Member, Project
from screens.people.screen import PeopleScreen
from tests.deals.makers import action, contact, project
from tests.screens.hosting import Desk, at_desk
from wording import use_language

HE = contact("he", 1, level="high", function="other", lines=["technical"], role="decides")
SUN = contact("sun", 2, level="high", function="technical", lines=["technical"], reports_to="he")
WU = contact(
    "wu",
    4,
    level="middle",
    function="technical",
    lines=["technical"],
    stance="supports",
    reports_to="sun",
    department="dispatch",
)
TANG = contact("tang", 2, level="low", function="commercial", lines=["commercial"])
SWAYS = Influence(source="wu", target="sun", strength=2, favour=True)


def account() -> Project:
    """Return an account with a hole at the top of the technical line, and a way to mend it."""
    return project(
        "P3",
        id="one",
        customer="Northlight",
        contacts=[HE, SUN, WU, TANG],
        influences=[SWAYS],
    )


def room(at: Desk) -> PeopleScreen:
    """Return the screen, which is still the people's."""
    assert isinstance(at.screen, PeopleScreen)
    return at.screen


async def pick(at: Desk, name: str) -> None:
    """Type the letter that somebody has now; the name of somebody out of sight."""
    letter = next((a for a in "abcd" if room(at).canvas.find_letter(a) == name), None)
    if letter:
        await at.press(letter)
    else:
        await put_cursor(at, name)


async def put_cursor(at: Desk, name: str) -> None:
    """Put the cursor on somebody, in whatever view."""
    await at.press("slash")
    await at.type(f"{name}\n")


@pytest.mark.parametrize("key", ["x", "!"])
async def test_who_backs_a_competitor_is_said_by_the_sign_or_by_that_of_before(key: str) -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "sun")
        await at.press("s")
        assert "x supports a competitor" in at.foot()
        assert "!" not in at.foot()
        await at.press(key)
        await at.type("Halden\n")
        after = at.project("one")
        assert (after.contacts[1].stance, after.contacts[1].competitor) == ("competitor", "Halden")
        assert [change.new for change in after.history if change.field == "stance"] == ["!Halden"]


VIEWS = range(4)


@pytest.mark.parametrize("turns", VIEWS)
async def test_a_person_is_worked_on_alike_in_every_view(turns: int) -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await at.press(*["v"] * turns)
        await put_cursor(at, "sun")
        await at.press("plus")
        await at.type("dined\n")
        await at.press("s", "plus")
        await at.press("o", "a")
        await at.press("t")
        await at.type("TB2\n")
        sun = at.project("one").contacts[1]
        assert (sun.cr, sun.evidence, sun.stance, sun.role) == (3, "dined", "supports", "approves")
        assert (sun.lines, sun.commercial_step) == (("technical", "commercial"), 2)
        await at.press("b")
        await at.type("Lin; VP Wang high\n")
        assert at.project("one").contacts[1].covered_by == ("Lin", "VP Wang")
        assert at.project("one").team[1] == Member(name="VP Wang", level="high")
        await at.press("w")
        await at.type("middle\n")
        assert at.project("one").contacts[1].level == "middle"
        assert room(at).current == "sun"
        for _ in range(6):
            await at.press("u")
        assert at.project("one").contacts == account().contacts


@pytest.mark.parametrize("turns", VIEWS)
async def test_a_letter_draws_influence_and_reporting(turns: int) -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await at.press(*["v"] * turns)
        await put_cursor(at, "tang")
        await at.press("i", "2")
        await pick(at, "he")
        assert at.project("one").influences[-1] == Influence(
            source="tang", target="he", strength=2, favour=True
        )
        await at.press("I", "3")
        await pick(at, "he")
        assert at.project("one").influences[-1].favour is False
        await at.press("r")
        await pick(at, "he")
        assert at.project("one").contacts[3].reports_to == "he"
        await at.press("r", "minus")
        assert at.project("one").contacts[3].reports_to is None
        await at.press("i", "0")
        await pick(at, "he")
        assert at.project("one").influences == account().influences


async def test_a_circle_of_reporting_is_refused_in_words() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "he")
        await at.press("r")
        await pick(at, "wu")
        assert "circle: he > wu > sun > he" in at.foot()
        assert at.labels == []


async def test_people_are_added_a_line_each() -> None:
    async with at_desk(PeopleScreen(project(id="one")), project(id="one")) as at:
        assert "type it so" in at.shown("detail")
        assert "Six holes" in at.shown("canvas")
        await at.press("a")
        await at.type("吴处长 技术部 middle T cr3 +\n")
        await at.type("何总 high decides ^吴处长\n")
        await at.type("老郭 cr9")
        assert "goes from 1 to 5" in at.foot()
        await at.press("enter", "ctrl+u", "enter")
        wu, he = at.project("one").contacts
        assert (wu.department, wu.level, wu.lines, wu.cr, wu.stance) == (
            "技术部",
            "middle",
            ("technical",),
            3,
            "supports",
        )
        assert (he.role, he.reports_to) == ("decides", wu.id)
        assert room(at).current == he.id


async def test_fields_are_walked_by_tab() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "wu")
        await at.press("e", "tab")
        await at.type("Head")
        await at.press("tab")
        await at.type(" centre\n")
        wu = at.project("one").contacts[2]
        assert (wu.title, wu.department) == ("Head", "dispatch centre")


async def test_a_finding_becomes_the_next_action() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "sun")
        assert "ask wu to bring sun" in at.shown("detail")
        assert "wu CR4 → sun" in at.shown("detail")
        await at.press("enter")
        if at.foot().startswith("which way"):
            await at.press("1")
        assert "ask wu to bring sun" in at.foot()
        await at.press("enter")
        action = at.project("one").next_action
        assert action is not None and action.text.startswith("ask wu to bring sun")
        assert action.on is not None


async def test_a_finding_says_which_next_step_it_replaces() -> None:
    before = account().model_copy(update={"next_action": action("call 孙", date(2026, 3, 9))})
    async with at_desk(PeopleScreen(before), before) as at:
        await put_cursor(at, "sun")
        await at.press("enter")
        if at.foot().startswith("which way"):
            await at.press("1")
        assert "replaces: call 孙 2026-03-09" in at.foot()
        await at.press("enter")
        assert "replaces: call 孙 2026-03-09" in at.foot()


async def test_findings_are_listed_and_left_again() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await at.press("v", "m")
        assert "technical approval" in at.shown("canvas")
        await at.press("down", "m")
        assert room(at).view.name == "tree"


async def test_a_department_folds_and_unfolds() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "wu")
        await at.press("f")
        assert "dept:dispatch" in room(at).diagram.nodes
        assert room(at).current == "dept:dispatch"
        await at.press("f")
        assert "wu" in room(at).diagram.nodes


async def test_who_is_deleted_is_gone_and_comes_back() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "sun")
        await at.press("D")
        assert [contact.name for contact in at.project("one").contacts] == ["he", "wu", "tang"]
        assert at.project("one").contacts[1].reports_to == "he"
        await at.press("u")
        assert at.project("one").contacts == account().contacts


async def test_people_of_the_account_are_brought_in() -> None:
    other = project(id="two", name="other", customer="Northlight", contacts=[contact("li", 3)])
    async with at_desk(PeopleScreen(account()), account(), other) as at:
        await at.press("A", "a")
        assert at.project("one").contacts[-1].id == "li"
        assert at.project("one").contacts[-1].cr == 3


async def test_what_others_do_leaves_the_cursor_and_a_half_typed_line() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        await put_cursor(at, "wu")
        await at.press("e")
        await at.type("!")
        theirs = account()
        await at.news(theirs.model_copy(update={"contacts": (*theirs.contacts, contact("new"))}))
        assert room(at).current == "wu"
        await at.press("enter")
        assert [contact.name for contact in at.project("one").contacts] == [
            "he",
            "sun",
            "wu!",
            "tang",
            "new",
        ]


async def test_a_person_has_a_name_of_their_own_in_chinese() -> None:
    use_language("zh_CN")
    try:
        async with at_desk(PeopleScreen(account()), account()) as at:
            await put_cursor(at, "吴处长 2")
            await at.press("e")
            assert "姓名" in at.foot()
            assert "项目名称" not in at.foot()
    finally:
        use_language("en")


async def test_contacts_of_a_file_come_in(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Title,CR\nBo Ek,CTO,3\nAnn Lee,CFO,9\n")
    deal = account()
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("M")
        await at.type(f"{path}\n")
        await at.read()
        assert "added 1, refused 1" in at.foot()
        names = [contact.name for contact in at.project("one").contacts]
        assert "Bo Ek" in names
        assert "Ann Lee" not in names
        path.write_text("Name,Title\nBo Ekk,CTO\nBo Ekko,CFO\n")
        await at.press("M")
        await at.type(f"{path}\n")
        await at.read()
        assert "added 2; Bo Ekk is new; the same as Bo Ek?" in at.foot()
        await at.press("u", "u")
        assert "Bo Ek" not in [contact.name for contact in at.project("one").contacts]
        await at.press("M")
        await at.type(f"{tmp_path}/none.vcf\n")
        await at.read()
        assert "none.vcf" in at.shown("status"), "it is asked for again"


def absent(at: Desk) -> tuple[str, ...]:
    """Return the marks of the project for what the customer has nobody for."""
    return at.project("one").absent


async def test_a_key_says_that_there_is_none_here_and_takes_it_back() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        assert "holds 1 of 6 ! 3 unknown, 2 more holes" in at.shown("title")
        room(at).to("hole:low:technical")
        await at.press("x")
        assert absent(at) == ("technical low",)
        assert "holds 1 of 5 ! 2 unknown" in at.shown("title")
        assert (room(at).current, "none here" in at.shown("canvas")) == ("hole:low:technical", True)
        assert "nobody there" in at.shown("detail")
        await at.press("x")
        assert absent(at) == ()
        await at.press("u", "u", "ctrl+r")
        assert absent(at) == ("technical low",)


async def test_a_key_says_that_a_line_has_nobody_else() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        room(at).to("hole:high:commercial")
        await at.press("X")
        assert "commercial approval: nobody else" in at.foot()
        # Whoever stands on the line stays on it.
        assert absent(at) == ("commercial high", "commercial middle", "commercial upper")
        assert "holds 1 of 4 ! 1 unknown" in at.shown("title")
        await at.press("X")
        assert absent(at) == ()
        await at.press("x", "X")
        assert absent(at) == ("commercial high", "commercial middle", "commercial upper")
        await at.press("X")
        await put_cursor(at, "he")
        await at.press("x")
        assert "somebody is named here" in at.foot()


async def test_a_line_that_nobody_is_on_has_nobody_and_the_place_names_its_keys() -> None:
    deal = project("P3", id="one", contacts=[HE])
    async with at_desk(PeopleScreen(deal), deal) as at:
        room(at).to("hole:high:commercial")
        await at.settle()
        for text in ("U must exist", "x none here", "X no such line", "H purchasing"):
            assert text in at.shown("detail")
        await at.press("X")
        assert "commercial approval: the customer has no such approval line" in at.foot()


async def test_a_line_that_is_none_can_be_marked_in_the_findings_too() -> None:
    deal = project("P3", id="one", contacts=[HE])
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("m", "g", "j", "x")
        assert absent(at) == ("commercial high",)


async def test_a_line_is_ended_where_nobody_is_named_above() -> None:
    lone = contact("lo", 4, level="low", lines=["technical"])
    deal = project("P3", id="one", contacts=[lone], absent=["commercial low", "commercial middle"])
    async with at_desk(PeopleScreen(deal), deal) as at:
        assert "holds 1 of 1 ~ top unknown" in at.shown("title")
        await at.press("m", "g")
        assert "technical approval: nobody named above junior level" in at.shown("detail")
        await at.press("x", "g", "X")
        assert {"technical high", "technical middle"} < {*absent(at)}
        assert "commercial approval: nobody named above" in at.shown("canvas")
        await at.press("g", "x")
        assert "holds 1 of 1" in at.shown("title")


async def test_a_level_set_where_it_was_unknown_makes_a_place() -> None:
    deal = project("P3", id="one", contacts=[contact("lo", 4, lines=["technical"])])
    async with at_desk(PeopleScreen(deal), deal) as at:
        assert "1 approver, level unknown" in at.shown("title")
        await at.press("m", "g")
        assert "level unknown: set it (w)" in at.shown("detail")
        await at.press("w")
        await at.type("executive\n")
        assert "holds 1 of 6 ! 5 unknown" in at.shown("title")


async def test_somebody_must_be_there() -> None:
    async with at_desk(PeopleScreen(account()), account()) as at:
        room(at).to("hole:middle:commercial")
        await at.press("x", "U")
        added = at.project("one").contacts[-1]
        assert (added.name, added.level, added.lines, added.cr) == (
            "commercial mid-level?",
            "middle",
            ("commercial",),
            None,
        )
        # Who must be there is there: the mark is gone.
        assert (absent(at), room(at).current) == ((), added.id)
        await at.press("u")
        assert (absent(at), len(at.project("one").contacts)) == (("commercial middle",), 4)
        await put_cursor(at, "he")
        await at.press("U")
        assert "somebody must be there" in at.foot()
        await at.press("a")
        assert at.project("one").contacts[-1].name == "commercial executive?"


@pytest.mark.parametrize("keys", [("H",), ("U", "p")])
async def test_the_head_of_purchasing_is_a_key_away(keys: tuple[str, ...]) -> None:
    deal = project("P3", id="one", contacts=[WU.model_copy(update={"lines": ()})])
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("U")
        assert "technical approval, executive level" in at.foot()
        await at.press("escape", *keys)
        buyer = at.project("one").contacts[-1]
        assert (buyer.name, buyer.level, buyer.lines) == (
            "purchasing head?",
            "middle",
            ("commercial",),
        )
        await at.press(*keys)
        assert len(at.project("one").contacts) == 2
        assert "here already" in at.foot()


FULL = [contact(f"p{place}", level="low", lines=["technical"]) for place in range(7)]


async def test_a_full_cell_shows_four_and_opens_by_a_key() -> None:
    deal = project("P3", id="one", contacts=[*FULL, TANG])
    async with at_desk(PeopleScreen(deal), deal) as at:
        assert "+3 more" in at.shown("canvas")
        room(at).to("more:low:0")
        await at.settle()
        assert "p4, p5, p6" in at.shown("detail")
        await at.press("enter")
        assert "p6" in room(at).diagram.nodes
        await at.press("enter")
        assert "p6" not in room(at).diagram.nodes
        await put_cursor(at, "p6")
        assert room(at).current == "p6"


async def test_one_function_at_a_time_where_there_is_little_room() -> None:
    async with at_desk(PeopleScreen(account()), account(), size=(60, 16)) as at:
        assert list(room(at).diagram.nodes)[:2] == ["he", "sun"]
        await at.press("l")
        assert "tang" in room(at).diagram.nodes
        assert "he" not in room(at).diagram.nodes
        await at.press("l", "l", "h", "h", "h")
        assert room(at).current == "he"
        await put_cursor(at, "tang")
        assert room(at).current == "tang"
        assert "2/3" in at.shown("canvas")


async def test_without_anybody_only_keys_that_work_are_named() -> None:
    empty = project(id="one")
    async with at_desk(PeopleScreen(empty), empty) as at:
        footer = at.shown("footer")
        assert "a add" in footer
        assert "CR +" not in footer
        assert "Bo Ek (CTO) @IT" in at.shown("detail")
