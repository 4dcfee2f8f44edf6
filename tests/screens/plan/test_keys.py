"""The plan room by its keys: what is typed becomes goals, rows, checkpoints and members."""

from __future__ import annotations

from datetime import date
from string import ascii_letters

import pytest

from deals.model import Checkpoint, Member, PlanRow
from screens.plan.commands import PLAN
from screens.plan.screen import PlanScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import ROWS, planned_project

BARE = project(signs="2026-03-14")


def row(at: Desk, row_id: str) -> PlanRow:
    return next(each for each in at.project("one").plan if each.id == row_id)


def plan_of(at: Desk) -> PlanScreen:
    screen = at.screen
    assert isinstance(screen, PlanScreen)
    return screen


def test_no_two_commands_share_a_key_and_every_letter_has_a_twin() -> None:
    keys = [key for row in PLAN for key in row.keys]
    assert len(keys) == len(set(keys))
    for row in PLAN:
        assert not row.keys or any(_no_letter(key) for key in row.keys), row.id
        assert len(row.label) <= 10 or not row.footer


def _no_letter(key: str) -> bool:
    return not (len(key) == 1 and key.isalpha())


async def test_a_blank_plan_is_typed_from_goal_to_checkpoint() -> None:
    async with at_desk(PlanScreen(BARE), BARE) as at:
        await at.press("tab", "a")
        await at.type("Sign by mid March; 2026-03-02..2026-03-14; Lin\n\n")
        await at.press("A")
        await at.type("Top level backs us\n\n")
        await at.press("R", "c")
        await at.type("visit; D-10 3d; Lin\n")
        assert "task; dates; who" in at.foot()
        await at.type("\n")
        await at.press("c")
        await at.type("agenda agreed; D-9; Zhou\n")
        now = at.project("one")
        top, under = now.goals
        assert (under.parent, top.start, top.responsible) == (top.id, date(2026, 3, 2), "Lin")
        (work,) = now.plan
        assert work.bone == "competitors"
        assert (work.goal, work.start, work.end) == (
            under.id,
            date(2026, 3, 4),
            date(2026, 3, 6),
        )
        (check,) = work.checkpoints
        assert (check.what, check.on, check.by) == ("agenda agreed", date(2026, 3, 5), "Zhou")


async def test_a_row_goes_to_another_field_of_work() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        row = plan_of(at).current
        await at.press("M", "f")
        assert plan_of(at).current == row
        moved = next(each for each in at.project("one").plan if f"row:{each.id}" == row)
        assert moved.bone == "service"
        await at.press("u")
        assert at.project("one").plan == deal.plan


async def test_a_checkpoint_without_a_day_keeps_none_when_it_is_worded_anew() -> None:
    check = Checkpoint(id="c", what="A；B")
    deal = planned_project(plan=[ROWS[1].model_copy(update={"checkpoints": (check,)})])
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("c", "1", "e")
        await at.type("\n")
        assert at.project("one").plan[0].checkpoints[0].on is None
        await at.press("c", "1", "e", "home")
        await at.type("X\n")
        (kept,) = at.project("one").plan[0].checkpoints
        assert (kept.what, kept.on) == ("XA; B", None)


async def test_it_opens_on_what_is_late_and_goes_round_it() -> None:
    deal = planned_project(plan=(*ROWS, ROWS[1].model_copy(update={"id": "r9", "bone": "service"})))
    async with at_desk(PlanScreen(deal), deal) as at:
        assert plan_of(at).current == "row:r2"
        await at.press("n")
        assert plan_of(at).current == "row:r9"
        await at.press("n")
        assert plan_of(at).current == "row:r2"


@pytest.mark.parametrize(("plan", "place"), [(ROWS[::2], "row:r3"), (ROWS[:1], "row:r1")])
async def test_where_nothing_is_late_it_opens_on_what_is_to_be_done(
    plan: tuple[PlanRow, ...], place: str
) -> None:
    deal = planned_project(plan=plan)
    async with at_desk(PlanScreen(deal), deal) as at:
        assert plan_of(at).current == place


@pytest.mark.parametrize(("answer", "moved"), [("y", date(2026, 3, 4)), ("n", date(2026, 3, 2))])
async def test_new_days_offer_to_move_what_waits(answer: str, moved: date) -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("w")
        await at.type("2026-02-16..2026-03-01\n")
        assert "2 tasks wait for it" in at.foot()
        assert at.labels == []
        await at.press(answer)
        assert row(at, "r2").end == date(2026, 3, 1)
        assert row(at, "r3").start == moved
        assert len(at.labels) == 1
        await at.press("u")
        assert at.project("one").plan == deal.plan


async def test_the_question_left_goes_back_to_what_was_typed() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("w")
        await at.type("2026-02-16..2026-03-01\n")
        await at.press("escape")
        assert "2026-02-16..2026-03-01" in at.foot()
        await at.press("escape")
        assert at.project("one").plan == deal.plan


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("3-9..3-2", "before it starts"), ("soonish", "is not a date")],
)
async def test_bad_days_are_said_and_stay_typed(typed: str, reason: str) -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("w")
        await at.type(typed)
        assert reason in at.foot()
        await at.press("enter")
        assert typed in at.foot()
        assert at.labels == []


async def test_tab_walks_the_fields_of_a_row() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("e", "tab", "tab")
        await at.press("ctrl+u")
        await at.type("周")
        await at.press("tab")
        await at.type("two engineers\n")
        assert (row(at, "r2").responsible, row(at, "r2").resources) == ("周", "two engineers")


async def test_a_row_is_settled_at_a_key() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        for key, state in (("x", "done"), ("x", "open"), ("b", "doing"), ("X", "dropped")):
            await at.press(key)
            assert row(at, "r2").state == state
        await at.press("o")
        await at.type("周\n")
        await at.press("r")
        await at.type("a car\n")
        assert (row(at, "r2").responsible, row(at, "r2").resources) == ("周", "a car")
        await at.press("K")
        assert [each.id for each in at.project("one").plan][:2] == ["r2", "r1"]
        await at.press("J", "D")
        assert [each.id for each in at.project("one").plan] == ["r1", "r3", "r4", "r5"]
        assert row(at, "r3").after == "r1"
        await at.press("u")
        assert plan_of(at).current == "row:r2"


async def test_a_checkpoint_is_settled_changed_and_deleted() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("c", "1", "r")
        await at.type("all figures met\n")
        (check,) = row(at, "r2").checkpoints
        assert (check.done, check.result) == (True, "all figures met")
        await at.press("c", "1", "e", "ctrl+u")
        await at.type("second figures; 2026-03-05\n")
        (check,) = row(at, "r2").checkpoints
        assert (check.what, check.on, check.done) == ("second figures", date(2026, 3, 5), True)
        await at.press("c", "n")
        await at.type("third\n")
        assert row(at, "r2").checkpoints[1].on == date(2026, 2, 27)
        await at.press("c", "1", "D")
        assert len(row(at, "r2").checkpoints) == 1


async def test_a_row_waits_for_another_by_its_letter() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("d", "minus")
        assert row(at, "r2").after is None
        seen = [node.id for node in plan_of(at).canvas.in_sight()]
        order = [node_id for node_id in seen if node_id.startswith("row:")]
        await at.press("d", ascii_letters[order.index("row:r4")])
        assert row(at, "r2").after is None
        assert "already waits" in at.foot()
        await at.press("d", ascii_letters[order.index("row:r1")])
        assert row(at, "r2").after == "r1"


async def test_a_row_and_a_goal_are_linked_to_a_goal_and_followed() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("s")
        await at.type("criteria\n")
        assert row(at, "r2").goal == "g2"
        await at.press(">", "1")
        assert plan_of(at).current == "goal:g2"
        await at.press("left")
        assert plan_of(at).current == "goal:g1"
        await at.press("s")
        await at.type("at CR2")
        assert "already serves" in at.foot()
        await at.press("escape", "right", "s")
        await at.type("-\n")
        assert at.project("one").goals[1].parent is None
        await at.press("x")
        assert at.project("one").goals[1].reached


async def test_a_goal_is_told_letter_by_letter() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal, size=(120, 40)) as at:
        await at.press("tab", "down")
        shown = at.shown("detail")
        assert "A achievable: no resources named; nobody is responsible  [r o]" in shown
        assert "S----" in at.shown("canvas")
        await at.press("v", "v")
        assert "S----" in at.shown("goals")
        assert "▼ 3 Competitors" in at.shown("canvas")
        await at.press("tab")
        assert plan_of(at).view.side == "goals"


async def test_load_in_another_project_is_told() -> None:
    deal = planned_project()
    other = project(id="two", name="港区", plan=(ROWS[2].model_copy(update={"id": "z"}),))
    async with at_desk(PlanScreen(deal), deal, other, size=(120, 40)) as at:
        await at.press("down", "down")
        assert "港区" in at.shown("detail")


async def test_the_strip_is_zoomed_and_scrolled() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        day = at.shown("canvas")
        await at.press("z")
        assert "by week" in at.shown("detail")
        assert at.shown("canvas") != day
        await at.press("Z", "l", "l")
        assert at.shown("canvas") != day
        await at.press("h", "full_stop")
        assert at.shown("canvas") == day


async def test_a_template_comes_as_one_change() -> None:
    far = project(signs="2026-12-14")
    async with at_desk(PlanScreen(far), far) as at:
        await at.press("m", "1")
        assert at.project("one").plan
        assert len(at.labels) == 1
        await at.press("u")
        assert not at.project("one").plan


async def test_the_team_form_is_filled_in() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("t")
        assert "CR2" in at.shown("canvas")
        await at.press("e", "enter")
        assert at.project("one").form.filled_by == "林"
        await at.press("a")
        await at.type("周\n\n")
        await at.press("e", "tab")
        await at.type("boss")
        assert "is not a part" in at.foot()
        await at.press("ctrl+u")
        await at.type("monitor")
        await at.press("tab")
        await at.type("high\n")
        member = at.project("one").team[1]
        assert (member.name, member.part, member.level) == ("周", "monitor", "high")
        for keys, part in ((["P", "l"], "leader"), (["P", "4"], "sponsor"), (["P", "-"], None)):
            await at.press(*keys)
            assert at.project("one").team[1].part == part
            if part is not None:
                await at.press("ctrl+u")
                await at.type(f"{part}'s work\n")
                assert at.project("one").team[1].duties == f"{part}'s work"
        await at.press("e", "tab")
        assert "1 leader  2 member  3 monitor  4 senior sponsor" in at.foot()
        await at.type("2\n")
        assert at.project("one").team[1].part == "member"
        assert [text in at.shown("footer") for text in ("P part", "w dates", "x done")] == [
            *(True, False, False)
        ]
        await at.press("D")
        assert len(at.project("one").team) == 1
        await at.press("t")
        assert plan_of(at).view.side == "plan"


async def test_who_has_a_part_is_typed_under_it_then_the_duties() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("t", "P", "o")
        assert "monitor" in at.foot()
        await at.type("赵敏\n")
        assert "赵敏: duties" in at.foot()
        await at.type("管成本\n")
        await at.press("G", "up", "enter")
        await at.type("何总 - opens doors\n")
        assert at.screen.key_handler is None
        assert at.project("one").team[1:] == (
            Member(name="赵敏", part="monitor", duties="管成本"),
            Member(name="何总", part="sponsor", duties="opens doors"),
        )
        await at.press("P", "-")
        assert at.project("one").team[2].part is None
        await at.press("e", "shift+tab")
        await at.press("ctrl+u")
        await at.type("-\n")
        assert at.project("one").team[2].duties is None


async def test_what_is_under_the_cursor_of_the_form_is_told_whole() -> None:
    long = "calls on the deciders and " * 6
    deal = planned_project(team=(Member(name="林", part="leader", duties=long.strip()),))
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("t", "G", "e")
        await at.type(f"{long}end\n")
        await at.press("up", "down")
        assert "── remarks ──" in at.shown("detail")
        assert "\n calls on" in at.shown("detail")
        assert "and end" in at.shown("detail")
        await at.press("up")
        assert "P chooses a part" in at.shown("detail")
        await at.press("up", "up")
        assert "duties calls on" in at.shown("detail")
        assert "leader" in at.shown("detail")


async def test_others_changes_and_ends_come_in() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("w")
        await at.news(deal.model_copy(update={"plan": ROWS[:1]}))
        await at.press("escape")
        assert plan_of(at).current in plan_of(at).diagram.nodes
        assert len(at.project("one").plan) == 1


async def test_the_rooms_change_by_digit() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("1")
        assert not isinstance(at.screen, PlanScreen)
        await at.press("5")
        assert isinstance(at.screen, PlanScreen)


async def test_the_tender_day_is_set_by_its_name_in_the_palette() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("colon")
        await at.type("tender day")
        await at.press("enter")
        await at.type("2026-03-30\n")
        assert at.project("one").tender == date(2026, 3, 30)
        assert "signing 03-14 T ►" in at.shown("canvas")
        plan_of(at).action_command("tender")
        await at.type("-\n")
        assert at.project("one").tender is None


async def test_the_rule_names_the_faces_and_the_units_of_the_days() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal, size=(120, 40)) as at:
        assert at.shown("detail").splitlines()[0].startswith("── 2.2 与吴处长联合测试")
        for keys, finish in (
            ("", "by day  week  month │ goals  plan  both  list ──"),
            ("z", "day  by week  month │ goals  plan  both  list ──"),
            ("vv", " goals  plan  both  list ──"),
        ):
            await at.press(*keys)
            assert at.shown("detail").splitlines()[0].endswith(finish)
