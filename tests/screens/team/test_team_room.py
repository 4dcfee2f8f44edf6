"""The Team room by its keys: down and up the line, its projects, hand-over, deals twice there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from deals.edits.hand_over import HandOverOrder
from deals.model import Glance, Project
from deals.numbers.branches import BranchReport, BranchRow
from deals.reporting_line import ReportingLine
from screens.base.lines import LinesView
from screens.base.prompts import StatusBar
from screens.base.row_list import RowScreen
from screens.base.team_desk import TeamStatus
from screens.numbers.screen import NumbersScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.team.screen import TeamScreen
from screens.triage.screen import TriageScreen
from tests.deals.makers import amount, project
from tests.screens.hosting import Desk, at_desk
from tests.screens.team.desk import AT, LINE, OFFLINE, PEOPLE, ROWS, SHARED, THIS, FakeDesk
from views.styled_text import line

MINE = [
    project(id=f"b{at}", name=f"Deal {at}", owner="Ben Okafor" if at < 6 else "Dan Wu")
    for at in range(7)
]
TWIN = project(id="d1", name="Harbour net", customer="Port of Maren", owner="Dan Wu")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have keys wait for figures however busy the machine is."""
    monkeypatch.setattr("screens.team.screen.PATIENCE", 60.0)


@asynccontextmanager
async def at_team(
    team: FakeDesk | None, *projects: Project, size: tuple[int, int] = (100, 24)
) -> AsyncIterator[Desk]:
    """Opens the room from the pipeline, in a store with or without a team."""
    async with at_desk(PipelineScreen(), *projects, size=size) as at:
        at.host.team = team
        await at.press("8")
        yield at


def names(at: Desk) -> list[str]:
    """Return who is listed."""
    assert isinstance(at.screen, TeamScreen)
    return list(at.screen.selection.ids)


def current(at: Desk) -> str | None:
    """Return what is under the cursor."""
    assert isinstance(at.screen, RowScreen)
    return at.screen.selection.current


async def test_one_goes_down_and_up() -> None:
    async with at_team(FakeDesk()) as at:
        assert names(at) == ["Ann Lindqvist", "欧阳修竹", "Ben Okafor", "\t"]
        await at.press("j", "j", "enter")
        assert names(at) == ["Ben Okafor", "Dan Wu", "\t"]
        assert "Ann Lindqvist ► Ben Okafor" in at.shown("title")
        await at.press("backspace")
        assert (names(at)[0], current(at)) == ("Ann Lindqvist", "Ben Okafor")
        await at.press("l", "escape")
        assert current(at) == "Ben Okafor"
        await at.press("escape")
        assert isinstance(at.screen, PipelineScreen)


async def test_keys_typed_ahead_act_on_what_comes_first() -> None:
    team = FakeDesk(held=True)
    async with at_team(team) as at:
        assert "…" in at.shown("rows")
        assert "fetching" in at.shown("status")
        await at.press("j", "o")
        team.answer()
        await at.settle()
        assert "0 of 17 projects are here" in at.foot()
    async with at_team(team) as at:
        await at.press("j", "escape")  # Esc does not wait
        assert isinstance(at.screen, PipelineScreen)


async def test_what_is_on_its_way_is_waited_for_by_nobody() -> None:
    team = FakeDesk(held=True)
    async with at_team(team) as at:
        team.answer()
        await at.settle()
        assert len(names(at)) == 4
        assert "as of" in at.shown("status")
        await at.press("j", "j", "enter", "backspace")  # its answer comes when one is elsewhere
        team.answer()
        await at.settle()
        assert names(at)[0] == "Ann Lindqvist"
        team.reports[""] = team.reports["Ben Okafor"]
        await at.press("r")
        assert (len(names(at)), "fetching" in at.shown("status")) == (4, True)
        team.answer()
        await at.settle()
        assert names(at)[0] == "Ben Okafor"


async def test_without_a_line_what_was_kept_is_shown() -> None:
    async with at_team(FakeDesk(kept=True, refusal=OFFLINE)) as at:
        assert len(names(at)) == 4
        assert "off-line" in at.shown("status")
    async with at_team(FakeDesk(refusal=OFFLINE)) as at:
        assert names(at) == []
        assert "no route" in at.shown("rows") or "db" in at.shown("rows")


async def test_without_a_team_it_says_how_to_join_one() -> None:
    async with at_team(None) as at:
        assert "netloft sync postgresql://" in at.shown("rows")
        await at.press("v")
        assert "no team" in at.foot()
        await at.press("q")
        assert isinstance(at.screen, PipelineScreen)


@pytest.mark.parametrize(
    ("text", "found"), [("wu", "Dan Wu"), ("hb", "何冰"), ("ouyang", "欧阳修竹"), ("ann", None)]
)
async def test_a_person_is_found_anywhere(text: str, found: str | None) -> None:
    async with at_team(FakeDesk()) as at:
        await at.press("slash")
        await at.type(text)
        await at.press("enter")
        assert current(at) == (found or "Ann Lindqvist")


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ("m", ["Ben Okafor", "欧阳修竹"]),
        ("n", ["Ben Okafor", "欧阳修竹"]),
        ("nn", ["欧阳修竹", "Ben Okafor"]),
        ("l", ["Ben Okafor", "欧阳修竹"]),
        ("a", ["欧阳修竹", "Ben Okafor"]),
        ("p", ["Ben Okafor", "欧阳修竹"]),
        ("s", ["欧阳修竹", "Ben Okafor"]),  # of whom it is known that nothing is signed
        ("gg", ["欧阳修竹", "Ben Okafor"]),
    ],
)
async def test_branches_are_sorted(keys: str, order: list[str]) -> None:
    async with at_team(FakeDesk()) as at:
        for key in keys:
            await at.press("s", key)
        found = [name for name in names(at) if name in order]
        assert found == order


async def test_money_in_several_currencies_is_never_added_up() -> None:
    async with at_team(FakeDesk()) as at:
        assert "CNY" in at.shown("title")
        assert "4M+" in at.shown("rows")
        await at.press("c")
        assert "USD" in at.shown("title")
        await at.press("j")
        assert "¥4M + $500k" in at.shown("about")


@pytest.mark.parametrize(
    ("key", "screen"), [("o", PipelineScreen), ("N", NumbersScreen), ("t", TriageScreen)]
)
async def test_the_projects_of_a_branch_open(key: str, screen: type) -> None:
    """Seven are here, which is all that the server has of the branch."""
    async with at_team(FakeDesk(), *MINE, project(id="other", owner="Ann Lindqvist")) as at:
        await at.press("j", "j", key)
        assert isinstance(at.screen, screen)
        if isinstance(at.screen, PipelineScreen):
            assert set(at.screen.selection.listed) == {each.id for each in MINE}
        if isinstance(at.screen, NumbersScreen):
            assert "Ben Okafor and below" in at.shown("title")
            assert at.screen.look.scope.ids == frozenset(each.id for each in MINE)


async def test_a_paper_is_of_the_branch() -> None:
    async with at_team(FakeDesk(), *MINE, project(id="other", owner="Ann Lindqvist")) as at:
        await at.press("j", "j", "W")
        assert "r Quarterly report" in at.foot()
        await at.press("r", "m")
        assert "Quarterly-report-Ben-Okafor-and-below" in at.foot()


async def test_whom_one_does_not_see_any_more_is_left() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        await at.press("j", "j", "enter")
        shorter = ReportingLine.of("Ann Lindqvist", PEOPLE[:1])
        later = AT + timedelta(hours=1)
        for name in ("", "Ben Okafor"):
            team.reports[name] = BranchReport(name or "Ann Lindqvist", (), shorter, later)
        await at.press("r")
        assert names(at) == ["Ann Lindqvist"]
        assert "you do not see Ben Okafor any more" in at.foot()


async def test_what_is_nobodys_of_the_team_is_ones_own() -> None:
    strange = [project(id=f"{at}", owner=name) for at, name in enumerate(("a stranger", ""))]
    async with at_team(FakeDesk(), *strange, *MINE) as at:
        await at.press("o")
        assert isinstance(at.screen, PipelineScreen)
        assert set(at.screen.selection.listed) == {"0", "1"}


async def test_what_is_not_here_may_be_fetched() -> None:
    team = FakeDesk()
    async with at_team(team, *MINE[:2]) as at:
        await at.press("j", "j", "o")
        assert "2 of 7 projects are here" in at.foot()
        await at.press("s")
        assert isinstance(at.screen, PipelineScreen)
        await at.press("q", "o")
        assert "f fetch summaries of all below you" in at.foot()
        await at.press("f")
        assert team.done == ["Ben Okafor"]
        assert "the summaries of all below you come" in at.foot()


async def test_of_too_many_those_of_a_branch_come_in_the_place_of_others() -> None:
    many = BranchRow("欧阳修竹", "P1", "open", "CNY", THIS, 30_000, 1, 1)
    team = FakeDesk(status=TeamStatus("db", scope="glances", under="欧阳修竹"))
    team.reports[""] = replace(team.reports[""], rows=(*ROWS, many))
    async with at_team(team, *MINE[:2]) as at:
        await at.press("j", "j", "o")
        assert "in place of those of 欧阳修竹" in at.foot()
        await at.press("escape", "k", "o")  # what comes anyway is shown as far as it is here
        assert "the others come with the next sync" in at.foot()
        assert team.done == []


async def test_whose_owner_is_nobody_is_with_whoever_made_it() -> None:
    strange = [project(id=f"s{at}", owner="root") for at in range(7)]
    team = FakeDesk()
    makers = {each.id: "Dan Wu" for each in strange}
    team.reports[""] = replace(team.reports[""], line=replace(LINE, makers=makers))
    async with at_team(team, *strange) as at:
        await at.press("j", "j", "o")
        assert isinstance(at.screen, PipelineScreen)
        assert set(at.screen.selection.listed) == makers.keys()


async def test_the_list_of_a_branch_has_its_own_figures() -> None:
    other = project(id="other", owner="Ann Lindqvist", amount=amount(7_000_000))
    priced = [each.model_copy(update={"amount": amount(1_000)}) for each in MINE]
    async with at_team(FakeDesk(), *priced, other) as at:
        await at.press("j", "j", "o")
        assert "of 7 need you" in at.shown("title")
        assert "7M" not in at.shown("title")


async def test_projects_are_handed_over() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        await at.press("j", "j", "H")
        await at.type("ouyang")
        await at.press("enter")
        assert (
            "from Ben Okafor to 欧阳修竹: 4 projects, 3 of them in play, ¥300k, "
            "1 key project, 2 open tasks, 1 open promise, meets 5 contacts" in at.foot()
        )
        await at.press("n")
        assert team.done == []
        await at.press("H")
        await at.type("ouyang")
        await at.press("enter", "y")
        assert team.done == [HandOverOrder("Ben Okafor", "欧阳修竹")]
        assert "欧阳修竹 has 4 projects of Ben Okafor now" in at.foot()
        await at.press("H")
        await at.type("hb")  # who may not come in gets none
        assert "no match" in at.foot()


async def test_no_key_answers_a_question_before_it_is_seen() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        await at.press("j", "j", "H")
        await at.type("ouyang")
        team.held = True
        await at.press("enter", "y", "y")
        assert "counting what goes along" in at.foot()
        team.answer()
        await at.press("f12")
        assert (team.done, "from Ben Okafor to 欧阳修竹" in at.foot()) == ([], True)
        await at.press("n", "H")
        await at.type("ouyang")
        await at.press("enter", "escape")
        assert "stopped; nothing was handed over" in at.foot()
        team.answer()
        await at.press("y")
        assert team.done == []


async def test_deals_that_stand_twice() -> None:
    team = FakeDesk()
    async with at_team(team, TWIN) as at:
        await at.press("v")
        assert "2 customers" in at.shown("title")
        rows = at.shown("rows")
        assert "Only here" not in rows
        assert "北辰电力  2 owners" in rows
        assert "also led by 欧阳修竹 (P4, $50-90k)" in at.shown("about")
        await at.press("slash")
        await at.type("bckr")  # by its name, its customer or its owner
        await at.press("enter")
        assert current(at) == "b1"
        await at.press("home")
        await at.press("enter")
        assert isinstance(at.screen, PeopleScreen)
        await at.press("q", "H")
        assert "hand Harbour net of Dan Wu to 欧阳修竹" in at.foot()
        await at.press("enter")
        assert "from Dan Wu to 欧阳修竹" in at.foot()
        await at.press("y")
        assert team.done == [HandOverOrder("Dan Wu", "欧阳修竹", ("d1",), "Harbour net")]
        team.shared = team.shared._replace(deals=team.shared.deals[2:])
        await at.news(project(id="news", name="news"))
        assert "Harbour net" not in at.shown("rows")
        team.shared = SHARED
        await at.press("r", "home", "d")
        assert at.project("d1").apart == ("o1",)
        assert "Harbour net" not in at.shown("rows")
        await at.press("u")
        assert "Harbour net" in at.shown("rows")
        at.host.commit(at.host.book.without("d1"), "delete")  # the server has not heard of it yet
        await at.settle()
        assert "Harbour net" not in at.shown("rows")
        await at.press("v")
        assert names(at)[0] == "Ann Lindqvist"


async def test_twins_of_one_owner_stay_until_it_is_settled_what_they_are() -> None:
    """The server names those of two owners alone; the summaries that are here have the others."""
    pair = [
        project(id=id_, name="Mine ring", customer="Blackpine", owner="Dan Wu", stage=stage)
        for id_, stage in (("m1", "P1"), ("m2", "P3"))
    ]
    team = FakeDesk()
    team.shared = SHARED._replace(deals=())
    async with at_team(team, *pair) as at:
        await at.press("v")
        assert names(at)[-2:] == ["m1", "m2"]
        assert "the same owner has it twice: Dan Wu (P3, -)" in at.shown("about")
        await at.press("m")
        assert "a Mine ring P1" in at.foot()
        assert "b Mine ring P3" in at.foot()
        await at.press("b")
        assert [each for each in ("m1", "m2") if each in at.host.book.projects] == ["m2"]
        assert names(at) == []
        await at.press("u")
        assert names(at)[-2:] == ["m1", "m2"]
        await at.news(*(each.model_copy(update={"id": f"{each.id}x"}) for each in pair))
        assert len(names(at)) == 5


async def test_only_a_summary_of_a_twin_is_fetched_before_it_is_merged() -> None:
    whole = project(id="o1", name="Harbour net", customer="Port of Maren", owner="欧阳修竹")
    summary = whole.model_copy(update={"glance": Glance(day=AT.date())})
    team = FakeDesk(held=True)
    async with at_team(team, TWIN, summary) as at:
        team.answer()
        await at.settle()
        await at.press("v")
        team.answer()
        await at.settle()
        while current(at) != "d1":
            await at.press("down")
        await at.press("M")
        assert "fetching Harbour net" in at.foot()
        await at.press("a")  # answers no question that was not seen
        at.host.book = at.host.book.with_projects(whole)  # as a sync brings it
        team.answer()
        await at.settle()
        assert team.done == ["o1"]
        assert "merge them; which one stays?" in at.foot()
        assert "Dan Wu" in at.foot()
        assert "欧阳修竹" in at.foot()


async def test_what_the_server_gave_is_taken_back_by_undo() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        await at.press("j", "j", "H")
        await at.type("ouyang")
        team.held = True
        await at.press("enter")
        team.answer()
        await at.press("f12", "y", "j")
        assert "handing over" in at.foot()
        team.answer()
        await at.settle()
        assert "u takes it back" in at.foot()
        at.host.note("others did something")  # does not wipe the result
        await at.settle()
        assert "u takes it back" in at.foot()
        team.held = False
        await at.press("u")
        back = HandOverOrder("欧阳修竹", "Ben Okafor", ("0", "1", "2", "3"), back=True)
        assert team.done == [HandOverOrder("Ben Okafor", "欧阳修竹"), back]
        assert "hand-over undone: 4 projects are Ben Okafor's again" in at.foot()
        await at.press("u")
        assert "nothing to undo" in at.foot()


async def test_a_refused_hand_over_is_told_wherever_one_is() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        await at.press("j", "j", "H")
        await at.type("ouyang")
        await at.press("enter")
        team.held, team.refusal = True, OFFLINE
        await at.press("y", "escape")
        assert "it goes on" in at.foot()
        await at.press("q")
        assert isinstance(at.screen, PipelineScreen)
        team.answer()
        await at.settle()
        assert "db" in at.foot()


async def test_whoever_sees_only_their_own_is_told_so() -> None:
    team = FakeDesk()
    team.shared = team.shared._replace(deals=())
    async with at_team(team) as at:
        await at.press("v")
        assert "your own and those below you" in " ".join(at.shown("rows").split())


async def test_a_store_of_its_own_hands_over_in_its_book() -> None:
    async with at_desk(PipelineScreen(), *MINE, TWIN) as at:
        await at.press("H")
        await at.type("ben") if current(at) == "d1" else await at.type("dan")
        await at.press("enter", "y")
        moved = current(at) or ""
        assert at.project(moved).owner in ("Ben Okafor", "Dan Wu")
        assert at.labels == ["hand-over"]
        await at.press("u")
        assert {at.project(each.id).owner for each in MINE} == {"Ben Okafor", "Dan Wu"}


async def test_the_room_is_as_it_was_left() -> None:
    async with at_team(FakeDesk(), *MINE) as at:
        await at.press("j", "j", "N")
        assert isinstance(at.screen, NumbersScreen)
        await at.press("escape", "8")
        assert current(at) == "Ben Okafor"
        await at.press("enter", "j", "o", "q", "8")
        assert (names(at), current(at)) == (["Ben Okafor", "Dan Wu", "\t"], "Dan Wu")


async def test_a_room_left_where_nothing_is_known_any_more_opens_at_the_top() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        await at.press("j", "j", "enter", "escape", "j", "enter", "q", "q")
        at.host.views_left.under = "Ben Okafor"
        team.refusal = OFFLINE
        await at.press("8")
        assert isinstance(at.screen, TeamScreen)
        assert at.screen.look.under == ""


async def test_no_character_is_lost_over_the_divider() -> None:
    text = "重点项目" * 12
    async with at_desk(PipelineScreen(), *MINE, size=(120, 40)) as at:
        for shift in ("", "a"):
            at.screen.set_status(StatusBar(above=(line(shift + text),)))
            split = at.screen.split
            assert split is not None
            assert isinstance(split.main, LinesView)
            last = [each.text.splitlines()[-1] for each in (split.main, split.pane)]
            assert shift + text in "".join(last)


async def test_the_sums_are_asked_for_anew_once_own_edits_are_sent() -> None:
    team = FakeDesk()
    async with at_team(team) as at:
        team.reports[""] = team.reports["Ben Okafor"]
        at.host.team_status = TeamStatus("db", "Ann Lindqvist", pending=1)
        await at.settle()
        assert names(at)[0] == "Ann Lindqvist"
        at.host.team_status = TeamStatus("db", "Ann Lindqvist")
        await at.settle()
        assert names(at)[0] == "Ben Okafor"


async def test_before_a_project_leaves_the_list_it_is_asked() -> None:
    async with at_desk(PipelineScreen(), *MINE) as at:
        at.host.team, at.host.team_status = FakeDesk(), TeamStatus("db", "Ben Okafor")
        id_ = current(at) or ""
        before = at.project(id_).owner
        await at.press("o")
        await at.type("Ouyang")
        await at.press("enter")
        assert "no project of Ouyang is here" in at.foot()
        assert isinstance(at.screen, RowScreen)
        assert at.screen.rows.editing is None, "the row shows the owner in force"
        await at.press("n")
        assert at.project(id_).owner == before
        await at.press("escape", "o")
        await at.type("Ouyang")
        await at.press("enter", "y")
        assert at.project(id_).owner == "Ouyang"
        assert at.screen.key_handler is None
        await at.press("u")
        assert at.project(id_).owner == before


async def test_who_is_followed_is_known_before_there_is_a_project_of_theirs() -> None:
    async with at_desk(PipelineScreen(), *MINE) as at:
        followed = frozenset({"Ouyang"})
        at.host.team, at.host.team_status = FakeDesk(), TeamStatus("db", "Ben", followed=followed)
        id_ = current(at) or ""
        await at.press("o")
        await at.type("ouy")
        await at.press("enter")
        assert "which owner" in at.foot()
        await at.press("escape", "ctrl+u")
        await at.type("Ouyang")
        await at.press("enter")
        assert at.project(id_).owner == "Ouyang"
