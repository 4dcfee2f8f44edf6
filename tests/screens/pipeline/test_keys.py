"""Every key of the pipeline that changes a project does what its command says."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from deals.model import Project
from screens.base.team_desk import TeamStatus
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import project
from tests.screens.hosting import ME, at_desk, full_disk
from tests.screens.pipeline.cases import cursor, order, some


@pytest.mark.parametrize(
    ("keys", "on"),
    [
        (["j"], "b"),
        (["down", "down"], "c"),
        (["j", "k"], "a"),
        (["G"], "c"),
        (["end", "home"], "a"),
        (["G", "g"], "a"),
        (["pagedown"], "c"),
        (["G", "pageup"], "a"),
        (["ctrl+f", "ctrl+b"], "a"),
        (["ctrl+o", "c"], "c"),
        (["j", "ctrl+o", "escape"], "b"),
    ],
)
async def test_moving(keys: list[str], on: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        assert order(at) == ("a", "b", "c")
        await at.press(*keys)
        assert cursor(at) == on
        assert not at.labels


@pytest.mark.parametrize(
    ("keys", "typed", "field", "value"),
    [
        (["m"], "80-150万", "amount", (800_000, 1_500_000)),
        (["f3"], "1.2M", "amount", (1_200_000, 1_200_000)),
        (["w"], "26.Q3", "signs", (date(2026, 7, 1), date(2026, 9, 30))),
        (["f4"], "2026-05-30", "signs", (date(2026, 5, 30), date(2026, 5, 30))),
        (["b"], "2026-03-30", "tender", date(2026, 3, 30)),
        (["alt+b"], "+4w", "tender", date(2026, 3, 30)),
        (["n"], "visit 何总 +3d", "next", ("visit 何总", date(2026, 3, 5))),
        (["f5"], "proposal", "next", ("proposal", None)),
        (["o"], "陈晓", "owner", "陈晓"),
        (["f6"], "Ann", "owner", "Ann"),
        (["e"], " II", "name", "港区视频专网 II"),
        (["f2"], "!", "name", "港区视频专网!"),
        (["f2", "tab"], "港务集团", "customer", "港务集团"),
        (["e", "shift+tab"], "port, north", "tags", ("port", "north")),
    ],
)
async def test_editing_in_place(keys: list[str], typed: str, field: str, value: object) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press(*keys)
        await at.type(typed)
        await at.press("enter")
        assert field_value(at.project("a"), field) == value
        await at.press("u")
        assert at.project("a") == some()[0]
        await at.press("ctrl+r")
        assert field_value(at.project("a"), field) == value


def field_value(project: Project, field: str) -> object:
    """Return a field's value in plain terms."""
    if field == "amount" and project.amount:
        return project.amount.low, project.amount.high
    if field == "signs" and project.signs:
        return project.signs.earliest, project.signs.latest
    if field == "next" and project.next_action:
        return project.next_action.text, project.next_action.on
    return getattr(project, field)


async def test_what_is_typed_is_shown_as_understood_before_enter() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("80-150万")
        assert "CNY 800k-1.5M" in at.shown("status")
        assert "80-150万" in at.shown("rows")
        assert not at.labels
        await at.press("escape")
        assert at.project("a") is not None
        assert "80-150万" not in at.shown("rows")


async def test_a_line_is_echoed_by_its_fields_and_pasted_lines_are_projects_each() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("a")
        assert '"quotes"' in at.foot()
        await at.type("Acme ERP @Northwind Traders $300k 2027-Q1")
        assert "= name Acme ERP · customer Northwind Traders · amount $300k" in at.foot()
        await at.press("ctrl+u")
        await at.paste("Alpha @A $3k\r\nBeta P2 P3\n\nGamma\n")
        assert "both stage" in at.foot()
        assert "(line 2)" in at.foot()
        await at.press("enter", "ctrl+u")
        assert not at.labels
        await at.paste("Alpha @A $3k\nBeta P2\nGamma\n")
        assert "= 3 projects: Alpha · Beta · Gamma" in at.foot()
        await at.press("enter")
        assert at.labels == ["add"]
        assert "3 projects added" in at.foot()
        assert len(at.host.book.projects) == 6


async def test_what_cannot_be_read_stays_as_typed_with_the_reason() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("w")
        await at.type("2026-13")
        await at.press("enter")
        assert "2026-13" in at.shown("rows")
        assert "2026-13" in at.foot()
        await at.press("backspace", "2", "enter")
        signs = at.project("a").signs
        assert signs is not None
        assert signs.latest == date(2026, 12, 31)


async def test_a_save_that_fails_keeps_the_draft_and_says_why() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("n")
        await at.type("call")
        with full_disk():
            await at.press("enter")
        assert at.project("a").next_action is None
        assert "no space" in at.foot()
        assert "call" in at.shown("rows")
        await at.press("enter")
        assert at.project("a").next_action is not None


@pytest.mark.parametrize(
    ("keys", "stage"),
    [
        (["greater_than_sign"], "P5"),
        (["ctrl+right"], "P5"),
        (["right_double_angle_bracket"], "P5"),
        (["less_than_sign"], "P3"),
        (["ctrl+left"], "P3"),
        (["left_double_angle_bracket"], "P3"),
    ],
)
async def test_stage_keys(keys: list[str], stage: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press(*keys)
        assert at.project("a").stage == stage


async def test_a_stage_key_held_too_long_asks_before_it_wins_and_stays_on_its_project() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        before = at.host.book.projects
        await at.press(*["greater_than_sign"] * 9)
        assert at.project("a").stage == "P6"
        assert at.project("a").status == "open"
        assert all(at.project(each) == before[each] for each in ("b", "c"))
        assert "P7 completed?" in at.foot()
        await at.press("w")
        assert at.project("a").status == "won"


async def test_no_digit_deletes() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        done = list[str]()
        options = [(key, key, partial(done.append, key)) for key in ("r", "e", "D")]
        at.screen.choose("checkpoint", options)
        await at.press("3")
        assert "3 is none of these" in at.foot()
        await at.press("2")
        assert done == ["e"]


async def test_a_stage_moved_with_its_gate_open_says_what_is_missing_and_records_it() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("greater_than_sign")
        assert "P5 reached; still missing" in at.foot()
        assert (at.project("a").history[-1].note or "").startswith("gate open")


async def test_the_first_stage_has_none_before_it() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("G", "less_than_sign")
        assert at.project("c").stage == "P0"
        assert at.shown("status").strip()


async def test_contacts_and_relations() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("c")
        await at.type("何总 high cr2; 唐 low")
        await at.press("enter")
        assert [contact.name for contact in at.project("a").contacts] == ["何总", "唐"]
        await at.press("r", "2", "3")
        await at.type("dinner")
        await at.press("enter")
        person = at.project("a").contacts[1]
        assert (person.cr, person.evidence) == (3, "dinner")
        await at.press("ctrl+e", "1", "minus")
        assert at.project("a").contacts[0].stance == "opposes"
        await at.press("r", "x")
        assert at.labels[-1] != "x"


async def test_touch_snooze_end_and_reopen() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("y")
        await at.type("met at the fair")
        await at.press("enter")
        assert at.project("a").touches[-1].note == "met at the fair"
        await at.press("z")
        await at.type("waiting for budget")
        await at.press("enter")
        nap = at.project("a").snoozes[0]
        assert (nap.until, nap.reason) == (date(2026, 3, 9), "waiting for budget")
        assert "snoozed until 2026-03-09" in at.foot()
        project_id = cursor(at)
        await at.press("x", "l")
        await at.type("price")
        await at.press("enter")
        assert project_id is not None
        ended = at.project(project_id)
        assert (ended.status, ended.end_reason) == ("lost", "price")
        assert project_id not in order(at)
        await at.press("slash")
        await at.type("status:lost")
        await at.press("enter", "ctrl+x", "o")
        assert at.project(project_id).status == "open"


async def test_marks_make_one_change_of_many() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("space", "j", "space")
        assert "2" in at.shown("status")
        await at.press("o")
        await at.type("陈晓")
        await at.press("enter")
        assert [at.project(project_id).owner for project_id in "abc"] == ["陈晓", "陈晓", "林"]
        assert len(at.labels) == 1
        await at.press("u")
        assert [at.project(project_id).owner for project_id in "abc"] == ["周", "林", "林"]
        await at.press("asterisk", "D")
        assert len(at.host.book.projects) == 3
        await at.press("y")
        assert not at.host.book.projects
        await at.press("ctrl+z")
        assert set(at.host.book.projects) == {"a", "b", "c"}
        await at.press("ctrl+a", "ctrl+a")
        assert "marked" not in at.shown("status")


async def test_adding_in_one_line() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("a")
        await at.type("北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4")
        assert "北辰电力" in at.shown("pane")
        await at.press("enter")
        new = next(
            project for project in at.host.book.projects.values() if project.name == "北辰扩容"
        )
        assert (new.customer, new.owner, new.stage) == ("北辰电力", "林", "P2")
        assert cursor(at) == new.id
        await at.press("insert", "escape", "u")
        assert new.id not in at.host.book.projects


async def test_a_star_is_given_with_a_line_and_taken_with_a_dash() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("S")
        assert "also without a strategy" in at.foot()
        await at.type("win the CFO\n")
        starred = at.project("a")
        assert (starred.key, starred.key_strategy) == (True, "win the CFO")
        assert "!*港区视频专网" in at.shown("rows")
        await at.press("alt+s", "enter")
        assert at.project("a") == starred
        await at.press("j", "S", "escape")
        assert not at.project("b").key
        await at.press("k", "space", "j", "space", "S", "enter")
        assert (at.project("a").key_strategy, at.project("b").key) == ("win the CFO", True)
        await at.press("v", "S")
        assert order(at) == ("a", "b")
        await at.press("g", "S")
        await at.type(" twice")
        await at.press("enter", "S", "ctrl+u")
        await at.type("-\n")
        assert (at.project("a").key, at.project("a").key_strategy) == (False, "win the CFO twice")
        assert order(at) == ("b",)


async def test_tab_walks_the_fields_of_one_project() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("e", "tab", "tab", "tab", "tab")
        await at.type("on_hold")
        await at.press("tab")
        await at.type("zzz")
        assert at.project("a").status == "on_hold"
        assert "a" not in order(at)
        assert [at.project(project_id) for project_id in "bc"] == some()[1:], (
            "nothing was typed elsewhere"
        )


async def test_what_differs_among_the_marked_is_kept_unless_something_is_typed() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("asterisk", "c", "enter")
        assert at.project("b").contacts == some()[1].contacts
        assert not at.labels
        await at.press("e", "o")
        await at.type("Ann\n")
        assert {at.project(project_id).owner for project_id in "abc"} == {"Ann"}
        assert [at.project(key).name for key in "abc"] == [before.name for before in some()]


@pytest.mark.parametrize("key", ["o", "n", "m", "w"])
async def test_a_line_being_typed_leaves_no_part_of_a_figure_beside_it(key: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        before = at.shown("rows").splitlines()[1].split()
        await at.press(key)
        await at.type("x")
        after = at.shown("rows").splitlines()[1].split()
        assert set(after) - {"x"} <= set(before)


async def test_a_part_of_an_owner_s_name_asks_who_is_meant() -> None:
    deals = [
        project("P1", id="a", owner="Sun Li"),
        project("P1", id="b", owner="Wu"),
        project("P1", id="c", owner="Wu"),
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        for answer, owners in (("1", {"Sun Li"}), ("n", {"Sun Li", "Sun"})):
            await at.press("g", "g", "asterisk", "o")
            await at.type("Sun\n")
            assert "which owner" in at.foot()
            await at.press(answer)
            assert {each.owner for each in at.host.book.projects.values()} <= owners
            await at.press("u", "escape")


async def test_a_name_that_is_typed_is_meant_before_what_mentions_it() -> None:
    mention = project(id="m", name="Tidewater", remarks="a tunnel", signs="2026-Q1")
    called = project(id="t", name="Tunnel radio", signs="2027")
    async with at_desk(PipelineScreen(), mention, called) as at:
        assert cursor(at) == "m"
        await at.press("slash")
        await at.type("tunnel\n")
        assert set(order(at)) == {"m", "t"}
        assert cursor(at) == "t"


async def test_what_a_team_would_miss_is_not_deleted_by_one_key() -> None:
    mine = project(id="a", name="Mine", owner=ME, signs="2026-Q1")
    theirs = project(id="b", name="Theirs", owner="Wu", signs="2026-Q2")
    star = project(id="c", name="Star", owner=ME, key=True, signs="2026-Q3")
    async with at_desk(PipelineScreen(), mine, theirs, star) as at:
        at.host.team_status = TeamStatus("db/sales", ME)
        for key in ("g", "j", "j"):
            await at.press(key)
            if cursor(at) != "a":
                await at.press("D")
                assert "for all of the team?" in at.foot()
                await at.press("escape", "escape")
        assert not at.labels
        await at.press("D", "y")
        assert cursor(at) != "c" and at.labels == ["delete"]
        await at.press("g", *"jj"[: order(at).index("a")], "D")
        assert list(at.host.book.projects) == ["b"]
