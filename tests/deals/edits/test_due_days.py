"""Another day for what is due, a next action that is done, and when work was done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deals.agenda import DueItem, list_done, list_due, next_friday, week_ends
from deals.edits.contacts import clear_follow_up
from deals.edits.due_days import check_due, finish_next, move_due
from deals.edits.planning import set_row_state, settle_checkpoint
from deals.edits.stages import end_project, move_stage
from deals.errors import UserError
from deals.history import DONE
from deals.model import Book, Checkpoint, PlanRow, Project
from tests.deals.makers import DEFAULT, TODAY, action, contact, project
from tests.deals.readings import LATER, reading

CHECK = Checkpoint(id="check", what="parts", on=TODAY)
ROW = PlanRow(id="row", content="demo", start=TODAY - timedelta(3), end=TODAY, checkpoints=(CHECK,))
DEAL = project(
    "P3",
    owner="林",
    signs="2026-03",
    tender=TODAY,
    next_action=action("call", TODAY),
    plan=(ROW, PlanRow(id="after", content="then", end=TODAY + timedelta(9), after="row")),
    contacts=(contact("he", follow_up=action("see", TODAY)),),
)
FRIDAY = TODAY + timedelta(4)


def item_of(deal: Project, kind: str) -> DueItem:
    """Return what of that kind is due first."""
    every = list_due(Book().with_projects(deal), DEFAULT, TODAY)
    return next(item for item in every if item.kind == kind)


@pytest.mark.parametrize("kind", ["next", "task", "checkpoint", "follow-up", "tender"])
def test_what_is_due_moves_to_another_day_and_nothing_else(kind: str) -> None:
    item = item_of(DEAL, kind)
    moved = move_due(DEAL, item, FRIDAY, reading())
    again = item_of(moved, kind)
    assert (again.key, again.on, again.what) == (item.key, FRIDAY, item.what)
    assert move_due(DEAL, item, item.on, reading()) is DEAL
    others = {each.key: each.on for each in list_due(Book().with_projects(DEAL), DEFAULT, TODAY)}
    now = {each.key: each.on for each in list_due(Book().with_projects(moved), DEFAULT, TODAY)}
    changed = {key for key in others if others[key] != now[key]}
    # A task takes its open checkpoints along.
    along = {item_of(DEAL, "checkpoint").key} if kind == "task" else set()
    assert changed == {item.key} | along


@pytest.mark.parametrize(
    ("start", "day", "begins"),
    [
        (TODAY - timedelta(3), FRIDAY, TODAY - timedelta(3)),
        (TODAY, FRIDAY, FRIDAY),
        (TODAY - timedelta(1), TODAY - timedelta(5), TODAY - timedelta(5)),
        (None, FRIDAY, None),
    ],
)
def test_a_task_keeps_its_first_day_unless_it_has_but_one(
    start: date | None, day: date, begins: date | None
) -> None:
    deal = project(plan=(PlanRow(id="row", content="demo", start=start, end=TODAY),))
    (row,) = move_due(deal, item_of(deal, "task"), day, reading()).plan
    assert (row.start, row.end) == (begins, day)


def test_a_signing_day_is_the_end_of_a_window() -> None:
    with pytest.raises(UserError) as refusal:
        move_due(DEAL, item_of(DEAL, "signing"), FRIDAY, reading())
    assert refusal.value.code == "due-window"


@pytest.mark.parametrize("kind", ["next", "task", "checkpoint", "follow-up"])
def test_what_is_there_no_more_is_refused(kind: str) -> None:
    bare = contact("he")
    gone = DEAL.model_copy(update={"next_action": None, "plan": (), "contacts": (bare,)})
    with pytest.raises(UserError) as refusal:
        move_due(gone, item_of(DEAL, kind), FRIDAY, reading())
    assert refusal.value.code == "due-gone"


@pytest.mark.parametrize("kind", ["next", "task", "checkpoint", "follow-up", "tender"])
def test_what_is_another_by_now_is_neither_moved_nor_done(kind: str) -> None:
    item = item_of(DEAL, kind)
    theirs = move_due(DEAL, item, FRIDAY, reading())
    with pytest.raises(UserError) as refusal:
        move_due(theirs, item, TODAY + timedelta(1), reading())
    assert refusal.value.code == "due-another"
    new = action("visit the chief", TODAY)
    theirs = DEAL.model_copy(update={"next_action": new})
    with pytest.raises(UserError) as refusal:
        finish_next(theirs, item_of(DEAL, "next"), "", reading())
    assert refusal.value.figures["what"] == "visit the chief 2026-03-02"


def test_a_checkpoint_that_was_looked_at_meanwhile_is_not_looked_at_again() -> None:
    item = item_of(DEAL, "checkpoint")
    theirs = settle_checkpoint(DEAL, "row", "check", "two lack", reading().stamp)
    with pytest.raises(UserError) as refusal:
        check_due(theirs, item)
    assert refusal.value.code == "due-gone"


@pytest.mark.parametrize(
    ("text", "following"),
    [("send the offer fri", action("send the offer", FRIDAY)), ("", None), ("-", None)],
)
def test_a_next_action_that_is_done_stays_in_the_history(text: str, following: object) -> None:
    item = item_of(DEAL, "next")
    done = finish_next(DEAL, item, text, reading())
    assert done.next_action == following
    assert (done.history[-1].note, done.history[-1].old) == (DONE, "call 2026-03-02")
    with pytest.raises(UserError):
        finish_next(DEAL.model_copy(update={"next_action": None}), item, "call", reading())


def test_work_knows_since_when_it_is_done() -> None:
    done = set_row_state(DEAL, "row", "done", LATER)
    assert done.plan[0].done_on == TODAY
    assert set_row_state(done, "row", "done", LATER) is done
    assert set_row_state(done, "row", "open", LATER).plan[0].done_on is None
    seen = settle_checkpoint(DEAL, "row", "check", "two lack", LATER)
    assert seen.plan[0].checkpoints[0].done_on == TODAY
    again = settle_checkpoint(seen, "row", "check", "", LATER)
    assert again.plan[0].checkpoints == DEAL.plan[0].checkpoints


def test_what_was_done_is_told_by_its_day_and_by_whom() -> None:
    deal = finish_next(DEAL, item_of(DEAL, "next"), "send fri", reading())
    deal = set_row_state(deal, "row", "done", LATER)
    deal = settle_checkpoint(deal, "row", "check", "two lack", LATER)
    deal = move_stage(deal, 1, reading())
    deal = move_stage(deal, -1, reading())
    book = Book().with_projects(deal)
    found = list_done(book, DEFAULT, TODAY, TODAY)
    assert [(item.kind, item.what, item.who) for item in found] == [
        ("next", "call 2026-03-02", "林"),
        ("stage", "", "林"),
        ("task", "demo", "林"),
        ("checkpoint", "parts: two lack", "林"),
    ]
    assert len({item.key for item in found}) == len(found)
    assert list_done(book, DEFAULT, TODAY + timedelta(1), FRIDAY) == ()
    assert list_done(book, DEFAULT, TODAY, TODAY, {"周"}) == ()


@pytest.mark.parametrize("who", ["陈工", "周"])
def test_what_several_did_is_of_each_of_them(who: str) -> None:
    row = ROW.model_copy(update={"responsible": "陈工, 周", "checkpoints": ()})
    deal = DEAL.model_copy(update={"plan": (row,)})
    book = Book().with_projects(deal)
    due = [item for item in list_due(book, DEFAULT, TODAY, owners={who}) if item.kind == "task"]
    done = Book().with_projects(set_row_state(deal, "row", "done", reading().stamp))
    assert [item.key for item in list_done(done, DEFAULT, TODAY, TODAY, {who})] == [due[0].key]


def test_a_follow_up_that_is_cleared_as_done_is_told_and_others_are_not() -> None:
    done = clear_follow_up(DEAL, "he", reading().stamp, done=True)
    (item,) = list_done(Book().with_projects(done), DEFAULT, TODAY, TODAY)
    assert (item.kind, item.what, item.record) == ("follow-up", "see 2026-03-02", "he")
    assert item.contact is not None
    assert clear_follow_up(done, "he", reading().stamp, done=True) is done
    settled = clear_follow_up(DEAL, "he", reading().stamp)
    assert list_done(Book().with_projects(settled), DEFAULT, TODAY, TODAY) == ()


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_week_ends_where_the_calendar_does(today: date) -> None:
    monday, sunday = week_ends(today)
    assert monday <= today <= sunday <= next_friday(today) or next_friday(today) == date.max
    assert list_done(Book().with_projects(DEAL), DEFAULT, date.min, date.max) == ()


@pytest.mark.parametrize(
    ("stage", "ending", "kinds"),
    [
        ("P5", "", ["signed"]),
        ("P6", "", ["stage"]),
        ("P5", "won", ["signed"]),
        ("P6", "won", ["ended"]),
        ("P3", "lost", ["ended"]),
        ("P3", "on_hold", ["ended"]),
    ],
)
def test_a_signing_is_told_once(stage: str, ending: str, kinds: list[str]) -> None:
    deal = project(stage, signs="2026-03")
    if ending == "":
        after = move_stage(deal, 1, reading())
    else:
        status = deal.model_validate({**deal.model_dump(), "status": ending}).status
        after = end_project(deal, status, "price", LATER)
    found = list_done(Book().with_projects(after), DEFAULT, TODAY, TODAY)
    assert [item.kind for item in found] == kinds


def test_one_promise_to_several_moves_for_all_and_is_refused_if_one_is_another() -> None:
    offer = action("send offer", TODAY)
    people = [contact(name, id=name, follow_up=offer) for name in ("he", "tang")]
    deal = project("P3", contacts=[*people, contact("xu", follow_up=action("see", TODAY))])
    item = item_of(deal, "follow-up")
    moved = move_due(deal, item, FRIDAY, reading())
    days = [each.follow_up.on for each in moved.contacts if each.follow_up]
    assert days == [FRIDAY, FRIDAY, TODAY]
    cleared = clear_follow_up(deal, "tang", LATER)
    with pytest.raises(UserError) as refused:
        check_due(cleared, item)
    assert refused.value.code == "due-gone"
