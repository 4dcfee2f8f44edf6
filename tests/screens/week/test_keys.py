"""The keys of the week: each kind is done in its way, moved, dated, and undone."""

from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from deals.edits.stages import move_stage
from deals.history import DONE
from deals.model import Checkpoint, PlanRow, Project
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.week.screen import WeekScreen
from tests.deals.makers import TODAY, action, amount, contact, project
from tests.deals.numbers.test_targets import with_targets
from tests.deals.readings import reading
from tests.screens.hosting import ME, Desk, at_desk, find_overflowing
from wording import use_language


def day(days: int) -> date:
    """Return the day so many days from Monday 2 March."""
    return TODAY + timedelta(days)


CHECK = Checkpoint(id="check", what="备件清单", on=day(3), by="宁经理")
PLAN = (
    PlanRow(
        id="row",
        content="demo",
        start=day(-6),
        end=day(-2),
        responsible="陈工",
        checkpoints=(CHECK,),
    ),
    PlanRow(id="then", content="install", start=day(1), end=day(8), after="row"),
)
HE = contact("何总", 3, id="he", follow_up=action("send the offer", day(2)))


def due_projects() -> list[Project]:
    """Return a project of mine with something of each kind, and one of another's."""
    mine = project(
        "P3",
        id="a",
        name="港区视频专网",
        owner=ME,
        signs="2026-03-13",
        tender=day(4),
        next_action=action("call 吴处长", TODAY),
        plan=PLAN,
        contacts=[HE],
    )
    other = project(
        "P2", id="b", name="Acme [/] Co", owner="周", next_action=action("visit", day(1))
    )
    return [mine, other]


ORDER = ("task/a/row", "next/a", "follow-up/a/he", "checkpoint/a/row/check", "tender/a")


def listed(at: Desk) -> tuple[str, ...]:
    """Return what is listed, by key."""
    return tuple(at.screen.selection.ids) if isinstance(at.screen, WeekScreen) else ()


def current(at: Desk) -> str | None:
    """Return what the cursor is on, by key."""
    return at.screen.selection.current if isinstance(at.screen, WeekScreen) else None


async def see_targets(at: Desk) -> None:
    """Wait until the targets on the last line are worked out, and shown."""
    screen = at.screen
    assert isinstance(screen, WeekScreen)
    while screen.waiting:
        await asyncio.sleep(0.01)
    screen.paint_status()
    await at.settle()


async def go(at: Desk, key: str) -> None:
    """Put the cursor on a line."""
    assert isinstance(at.screen, WeekScreen)
    at.screen.select(at.screen.selection.go(key))
    assert current(at) == key


async def test_the_pipelines_key_opens_mine_by_day_overdue_first() -> None:
    async with at_desk(PipelineScreen(), *due_projects()) as at:
        await at.press("7")
        assert listed(at) == (*ORDER, "task/a/then", "signing/a")
        title = at.shown("title")
        assert all(text in title for text in ("Week", "1 overdue", "6 due", "mine"))
        first, *rows = at.shown("rows").splitlines()[1:]
        assert all(text in first for text in ("!", "02-28", "-2d", "港区视频专网", "demo", "陈工"))
        assert "today" in rows[0]
        assert "Wed 03-04" in rows[1]
        assert "tender day" in rows[3]
        assert "2 days ago" in at.shown("about")
        await at.press("q")
        assert isinstance(at.screen, PipelineScreen)


async def test_a_next_action_that_is_done_asks_for_the_next() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "next/a")
        await at.press("x")
        assert "done: call 吴处长" in at.shown("status")
        await at.type("send the offer fri\n")
        assert at.project("a").next_action == action("send the offer", day(4))
        assert "next/a" in listed(at)
        assert current(at) == "follow-up/a/he", "the cursor goes on"
        await at.press("u")
        assert at.project("a").next_action == action("call 吴处长", TODAY)
        await go(at, "next/a")
        await at.press("x", "escape")
        assert at.project("a").next_action == action("call 吴处长", TODAY)
        await at.press("x", "enter")
        assert at.project("a").next_action is None
        assert "next/a" not in listed(at)
        await at.press("v")
        assert "next step done: call 吴处长" in at.shown("rows")


async def test_a_task_is_done_at_once_and_undone() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await at.press("x")
        assert at.project("a").plan[0].state == "done"
        assert "task/a/row" not in listed(at)
        assert "1 done" in at.shown("title")
        await at.press("u")
        assert current(at) == "task/a/row"
        assert "0 done" in at.shown("title")


async def test_a_checkpoint_asks_what_was_found() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "checkpoint/a/row/check")
        await at.press("x", "enter")
        assert not at.project("a").plan[0].checkpoints[0].done
        await at.press("x")
        await at.type("two lack\n")
        (check,) = at.project("a").plan[0].checkpoints
        assert (check.result, check.done, check.done_on) == ("two lack", True, TODAY)
        assert "checkpoint/a/row/check" not in listed(at)


@pytest.mark.parametrize("key", ["x", "y"])
async def test_a_follow_up_is_settled_by_its_touch_though_its_day_is_to_come(key: str) -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "follow-up/a/he")
        await at.press(key)
        await at.type("call: he has it\n")
        (touch,) = at.project("a").touches
        assert (touch.contacts, touch.how) == (("he",), "call")
        assert at.project("a").contacts[0].follow_up is None
        assert "follow-up/a/he" not in listed(at)
        await at.press("u")
        assert at.project("a").contacts[0].follow_up == HE.follow_up


@pytest.mark.parametrize("key", ["tender/a", "signing/a"])
async def test_days_that_others_set_say_what_to_do(key: str) -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        before = at.project("a")
        await go(at, key)
        await at.press("x")
        assert "move the stage on" in at.foot()
        assert at.project("a") == before


@pytest.mark.parametrize(
    ("item", "keys", "days"),
    [
        ("next/a", [">"], 1),
        ("next/a", [">", ">", "<"], 1),
        ("next/a", ["<"], 0),
        ("follow-up/a/he", ["<", "<", "<"], 0),
        ("checkpoint/a/row/check", ["greater_than_sign"], 4),
        ("checkpoint/a/row/check", ["f7"], 2),
        # Thursday's comes to Saturday, and from there to the next day of work.
        ("checkpoint/a/row/check", [">", ">"], 5),
        ("checkpoint/a/row/check", [">", ">", "f9"], 7),
        # The customer's day stays.
        ("tender/a", [">", "f7", "f9"], 4),
        ("next/a", ["f9"], 1),
    ],
)
async def test_it_moves_by_days_and_the_cursor_goes_along(
    item: str, keys: list[str], days: int
) -> None:
    named = {">": "greater_than_sign", "<": "less_than_sign"}
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, item)
        await at.press(*(named.get(key, key) for key in keys))
        assert isinstance(at.screen, WeekScreen)
        assert at.screen.due is not None
        assert (at.screen.due.key, at.screen.due.on) == (item, day(days))


async def test_what_is_overdue_comes_to_today_and_what_waits_is_asked_about() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await at.press("greater_than_sign")
        assert "1 task waits for it (install)" in at.foot()
        await at.press("y")
        first, second = at.project("a").plan
        assert (first.start, first.end) == (day(-6), TODAY)
        assert (second.start, second.end) == (day(3), day(10))
        assert first.checkpoints[0].on == day(5)
        assert len(at.labels) == 1
        await at.press("u", "greater_than_sign", "n")
        assert [row.end for row in at.project("a").plan] == [TODAY, day(8)]


async def test_a_day_is_typed_and_a_day_off_said() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "next/a")
        await at.press("w")
        await at.type("sat")
        assert "Sat 03-07 is a day off; F9: Mon 03-09" in at.foot()
        await at.press("f9")
        assert "a day off" not in at.foot()
        await at.press("enter")
        assert at.project("a").next_action == action("call 吴处长", day(7))
        await at.press("greater_than_sign", "less_than_sign", "w")
        await at.type("never\n")
        assert "is not a date" in at.foot()


async def test_a_close_date_is_typed_as_a_window() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "signing/a")
        await at.press("greater_than_sign")
        assert "is a window" in at.foot()
        await at.press("w")
        await at.type("2026-Q3\n")
        assert "signing/a" not in listed(at)


@pytest.mark.parametrize(
    ("key", "room"),
    [
        ("task/a/row", PlanScreen),
        ("checkpoint/a/row/check", PlanScreen),
        ("next/a", PeopleScreen),
        ("follow-up/a/he", PeopleScreen),
        ("tender/a", PlanScreen),
    ],
)
async def test_enter_opens_where_it_stands_and_esc_comes_back(key: str, room: type) -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, key)
        await at.press("enter")
        assert isinstance(at.screen, room)
        if key == "task/a/row":
            assert isinstance(at.screen, PlanScreen)
            assert at.screen.item == at.project("a").plan[0]
        await at.press("escape")
        assert isinstance(at.screen, WeekScreen)
        assert current(at) == key


async def test_whose_it_is() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await at.press("o", "t")
        assert "next/b" in listed(at)
        assert "team" in at.shown("title")
        await at.press("o", "o")
        await at.type("周\n")
        assert listed(at) == ("next/b",)
        await at.press("o", "m")
        assert "next/b" not in listed(at)


async def test_kinds_are_hidden_and_weeks_added() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await at.press("z", "b")
        assert "signing/a" not in listed(at)
        assert "mine, 1 hidden" in at.shown("title")
        await at.press("z")
        assert "show close date" in at.foot()
        await at.press("b")
        assert "signing/a" in listed(at)
        late = at.project("a").model_copy(update={"next_action": action("later", day(16))})
        await at.news(late)
        assert "next/a" not in listed(at)
        await at.press("plus")
        assert "next/a" in listed(at)
        await at.press("minus")
        assert "next/a" not in listed(at)


async def test_words_find_a_line() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await at.press("slash")
        await at.type("备件\n")
        assert current(at) == "checkpoint/a/row/check"


async def test_others_settle_it_meanwhile() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "next/a")
        await at.press("w")
        gone = at.project("a").model_copy(update={"next_action": None})
        at.save_elsewhere(gone)
        await at.type("fri\n")
        await at.poll()
        assert at.project("a").name == "港区视频专网"


@pytest.mark.parametrize(("keys", "typed"), [("x", ""), ("w", "fri"), ("x", "write fri")])
async def test_what_others_set_meanwhile_is_neither_done_nor_moved(keys: str, typed: str) -> None:
    theirs = action("visit the chief", day(9))
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "next/a")
        await at.press(keys)
        await at.news(at.project("a").model_copy(update={"next_action": theirs}))
        await at.type(f"{typed}\n")
        assert at.project("a").next_action == theirs
        assert "visit the chief" in at.foot()
        assert not any(change.note == DONE for change in at.project("a").history)


async def test_a_calendar_of_an_undone_edit_is_a_later_one(tmp_path: Path) -> None:
    def sequence() -> int:
        assert isinstance(at.screen, WeekScreen)
        at.host.write_calendar(at.screen.list_every_due(), "", tmp_path / "due.ics", force=False)
        found = re.search(rb"SEQUENCE:(\d+)", (tmp_path / "due.ics").read_bytes())
        return int(found[1]) if found else 0

    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "follow-up/a/he")
        numbers = [sequence(), sequence()]
        for key in ("greater_than_sign", "u", "ctrl+r"):
            await at.press(key)
            numbers.append(sequence())
    assert numbers[0] == numbers[1]
    assert numbers[1] < numbers[2] < numbers[3]


async def test_enter_alone_has_a_follow_up_done_without_a_touch() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "follow-up/a/he")
        await at.press("x")
        assert "Enter alone" in at.foot()
        await at.press("enter")
        assert at.project("a").touches == ()
        assert at.project("a").contacts[0].follow_up is None
        await at.press("v")
        assert "follow-up done: 何总: send the offer" in at.shown("rows")
        await at.press("enter")
        assert isinstance(at.screen, PeopleScreen)
        assert at.screen.person is not None
        assert at.screen.person.id == "he"


async def test_a_moved_task_says_what_moves_with_it_and_what_it_waits_for() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await go(at, "task/a/then")
        await at.press("w")
        await at.type("+1d\n")
        assert "it waits for demo" not in at.foot()
        await go(at, "task/a/row")
        await at.press("w")
        await at.type("2026-03-20\n")
        await at.press("n")
        assert "checkpoint 备件清单 moves to" in at.foot()
        await at.press("plus", "plus")
        await go(at, "task/a/then")
        await at.press("w")
        await at.type("2026-03-12\n")
        assert "it waits for demo, which ends 2026-03-20" in at.foot()


async def test_on_a_monday_the_week_before_is_what_was_done() -> None:
    deal = due_projects()[0]
    row = PLAN[0].model_copy(update={"state": "done", "done_on": day(-5), "checkpoints": ()})
    async with at_desk(WeekScreen(), deal.model_copy(update={"plan": (row,)})) as at:
        assert "done" in at.shown("footer")
        await at.press("v")
        assert listed(at) == ("task/a/row",)
        assert "+ week" in at.shown("footer")
        assert "done" not in at.shown("footer")
        await at.press("enter")
        assert isinstance(at.screen, PlanScreen)
        assert at.screen.item == row


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_an_empty_week_says_what_belongs_there(lang: str, size: tuple[int, int]) -> None:
    use_language(lang)
    try:
        async with at_desk(WeekScreen(), size=size) as at:
            text = at.shown("rows")
            assert ("Nothing is due" in text) or ("没有到期事项" in text)
            assert find_overflowing(at.host) == []
            await at.press("x", "w", "greater_than_sign", "enter", "n", "y", "v")
            assert ("Nothing was done" in at.shown("rows")) or ("没有已完成" in at.shown("rows"))
    finally:
        use_language("en")


async def test_targets_stand_on_the_last_line() -> None:
    shared = with_targets("2026-03=50万", "2026=600万")
    won = project("P5", id="won", name="远山", owner=ME, amount=amount(400_000))
    async with at_desk(PipelineScreen(), won, *due_projects(), shared=shared) as at:
        await at.press("7", "o", "t")
        await see_targets(at)
        assert "month 0% 0/500k   quarter 0% 0/1.5M   year 0% 0/6M" in at.shown("status")
        await at.news(move_stage(won, 1, reading()))
        await see_targets(at)
        assert "month 80% 400k/500k" in at.shown("status")
        await at.press("v")
        assert "signed: CNY 400k" in at.shown("rows")


def promise_projects() -> list[Project]:
    """Make a project with one promise to two people."""
    offer = action("send the offer", day(3))
    people = [contact(name, id=name, follow_up=offer) for name in ("何总", "唐主任")]
    return [project("P3", id="p", contacts=people)]


@pytest.mark.parametrize("typed", ["", "call: it is there"])
async def test_one_promise_to_two_is_one_line_and_settled_together(typed: str) -> None:
    async with at_desk(WeekScreen(), *promise_projects()) as at:
        await at.press("o", "t")
        assert listed(at) == ("follow-up/p/何总",)
        assert "何总, 唐主任: send the offer" in at.shown("rows")
        await at.press("x")
        await at.type(f"{typed}\n")
        assert [each.follow_up for each in at.project("p").contacts] == [None, None]
        met = [touch.contacts for touch in at.project("p").touches]
        assert met == ([("何总", "唐主任")] if typed else [])
        assert listed(at) == ()
        await at.press("u")
        assert listed(at) == ("follow-up/p/何总",)


async def test_what_is_mine_to_do_leaves_out_what_others_do_on_my_projects() -> None:
    async with at_desk(WeekScreen(), *due_projects()) as at:
        await at.press("o", "m")
        assert "task/a/row" in listed(at)
        await at.press("o", "d")
        assert listed(at) == ("next/a", "follow-up/a/he", "tender/a", "task/a/then", "signing/a")
        assert "mine to do" in at.shown("title")


async def test_beside_a_pane_who_does_it_is_named_in_full() -> None:
    row = PLAN[0].model_copy(update={"responsible": "Ian Petrie"})
    deal = due_projects()[0].model_copy(update={"plan": (row,)})
    async with at_desk(WeekScreen(), deal, size=(120, 40)) as at:
        assert "Ian Petrie" in at.shown("rows")


async def test_the_week_opens_from_a_room_and_undo_names_the_checkpoint() -> None:
    async with at_desk(PipelineScreen(), *due_projects()) as at:
        await at.press("enter")
        assert isinstance(at.screen, PeopleScreen)
        await at.press("7")
        await go(at, "checkpoint/a/row/check")
        await at.press("x")
        await at.type("two lack\n")
        await at.press("u")
        assert "task demo: checkpoint 备件清单: two lack -> -" in at.foot()
        await at.press("q")
        assert isinstance(at.screen, PeopleScreen)
