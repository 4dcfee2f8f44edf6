"""Merging the lists of a project, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deals.edits.market import toggle_strategy_item
from deals.edits.patches import diff_books
from deals.edits.planning import (
    add_cause,
    answer,
    drop_checkpoint,
    drop_goal,
    drop_row,
    move_cause,
    put_goal,
    put_row,
    settle_checkpoint,
)
from deals.edits.typed_fields import write_review
from deals.merging.history import OVERWRITTEN
from deals.merging.overwrites import Overwritten, SessionEdits
from deals.merging.primitives import FieldConflict, Prefer
from deals.merging.records import merge, merge_patch
from deals.model import Book, Cause, Competitor, MarketCell, PlanRow, Project, Stamp
from tests.deals.makers import DEFAULT, TODAY
from tests.deals.merging.starts import WORKED
from views.changes import kept_fields_text, list_log_lines, overwritten_text
from wording import use_language

ZHOU = Stamp(at=datetime(2026, 3, 2, 10, tzinfo=UTC), by="周", today=TODAY)
LIN = Stamp(at=datetime(2026, 3, 2, 11, tzinfo=UTC), by="林", today=TODAY)
PREFER: tuple[Prefer, ...] = ("ours", "theirs")


def row(project: Project, key: str) -> PlanRow:
    """Return a row of the plan."""
    return next(each for each in project.plan if each.id == key)


def change_row(project: Project, key: str, stamp: Stamp, **fields: object) -> Project:
    """Edit a row of the project's plan."""
    return put_row(project, row(project, key).model_copy(update=fields), stamp)


def find_overwritten(before: Project, theirs: Project, merged: Project) -> tuple[Overwritten, ...]:
    """Return the edits that are reported to whoever made `theirs`, once ours are merged in."""
    start, now = Book().with_projects(before), Book().with_projects(theirs)
    own = SessionEdits().add_change(diff_books(start, now))
    return own.find_overwritten(diff_books(now, now.with_projects(merged)))[1]


def test_results_of_two_checkpoints_of_one_row_both_survive() -> None:
    ours = settle_checkpoint(WORKED, "r", "A", "fine", LIN)
    theirs = settle_checkpoint(WORKED, "r", "B", "bad", ZHOU)
    merged = merge(WORKED, ours, theirs, prefer="ours")
    found = [
        (checkpoint.id, checkpoint.result, checkpoint.done)
        for checkpoint in row(merged.project, "r").checkpoints
    ]
    assert found == [("A", "fine", True), ("B", "bad", True)]
    assert merged.conflicts == ()


def test_of_two_results_of_one_checkpoint_the_earlier_is_kept_in_words_and_told() -> None:
    ours = settle_checkpoint(WORKED, "r", "A", "fine", LIN)
    theirs = settle_checkpoint(WORKED, "r", "A", "bad", ZHOU)
    merged = merge(WORKED, ours, theirs, prefer="ours")
    clash = ("visit: open: fine", "visit: open: bad")
    assert merged.conflicts == (FieldConflict("plan", *clash, "r"),)
    (move,) = merged.project.history
    assert (move.by, move.old, move.new, move.note) == ("林", *clash[::-1], OVERWRITTEN)
    lost = find_overwritten(WORKED, theirs, merged.project)
    assert lost == (Overwritten("one", "北辰扩容", "plan", "林", *clash[::-1], "r"),)


def test_two_items_ticked_in_one_strategy_both_count() -> None:
    unused = WORKED.strategies[0].model_copy(update={"uses": ()})
    more = WORKED.swot[0].model_copy(update={"id": "w"})
    base = WORKED.model_copy(update={"strategies": (unused,), "swot": (*WORKED.swot, more)})
    merged = merge(
        base,
        toggle_strategy_item(base, "t", "s", LIN),
        toggle_strategy_item(base, "t", "w", ZHOU),
        prefer="ours",
    )
    assert set(merged.project.strategies[0].uses) == {"s", "w"}


@pytest.mark.parametrize("prefer", PREFER)
def test_a_checkpoint_dropped_by_one_and_settled_by_the_other(prefer: Prefer) -> None:
    ours = drop_checkpoint(WORKED, "r", "A", LIN)
    theirs = settle_checkpoint(WORKED, "r", "A", "bad", ZHOU)
    merged = merge(WORKED, ours, theirs, prefer=prefer)
    there = [checkpoint.id for checkpoint in row(merged.project, "r").checkpoints]
    assert there == (["B"] if prefer == "ours" else ["A", "B"])
    assert merged.conflicts == (FieldConflict("plan", None, "visit: open", "r"),)


@pytest.mark.parametrize("prefer", PREFER)
def test_a_row_put_under_a_goal_that_is_dropped_meanwhile(prefer: Prefer) -> None:
    ours = change_row(WORKED, "q", LIN, goal="h")
    merged = merge(WORKED, ours, drop_goal(WORKED, "h", ZHOU), prefer=prefer).project
    assert row(merged, "q").goal == "g"
    assert row(change_row(merged, "q", LIN, responsible="车"), "q").responsible == "车"


def test_a_row_that_waits_for_one_that_is_dropped_waits_for_what_that_waited_for() -> None:
    ours = put_row(WORKED, PlanRow(id="new", content="dinner", after="q"), LIN)
    merged = merge(WORKED, ours, drop_row(WORKED, "q", ZHOU), prefer="ours").project
    assert (row(merged, "new").after, row(merged, "p").after) == ("r", "r")


@pytest.mark.parametrize(("prefer", "links"), [("ours", ["p", None]), ("theirs", [None, "r"])])
def test_of_two_rows_that_wait_for_each_other_the_earlier_link_gives_way(
    prefer: Prefer, links: list[str | None]
) -> None:
    base = change_row(change_row(WORKED, "q", LIN, after=None), "p", LIN, after=None)
    ours, theirs = change_row(base, "r", LIN, after="p"), change_row(base, "p", ZHOU, after="r")
    merged = merge(base, ours, theirs, prefer=prefer)
    assert [row(merged.project, key).after for key in ("r", "p")] == links
    gave = {"ours": ("tour: -", "tour: visit", "p"), "theirs": ("visit: tour", "visit: -", "r")}
    assert merged.conflicts == (FieldConflict("plan", *gave[prefer]),)


@pytest.mark.parametrize("prefer", PREFER)
def test_start_and_end_are_one_persons(prefer: Prefer) -> None:
    ours = change_row(WORKED, "r", LIN, start=date(2026, 3, 9))
    theirs = change_row(WORKED, "r", ZHOU, end=date(2026, 3, 7))
    moved = row(merge(WORKED, ours, theirs, prefer=prefer).project, "r")
    days = {"ours": (9, 10), "theirs": (5, 7)}[prefer]
    assert (moved.start, moved.end) == tuple(date(2026, 3, day) for day in days)


@pytest.mark.parametrize("prefer", PREFER)
def test_goals_that_two_put_under_each_other_stay_a_tree(prefer: Prefer) -> None:
    goals = {goal.id: goal for goal in WORKED.goals}
    ours = put_goal(WORKED, goals["i"].model_copy(update={"parent": "h"}), LIN)
    base_h = goals["h"].model_copy(update={"parent": "i"})
    merged = merge(WORKED, ours, put_goal(WORKED, base_h, ZHOU), prefer=prefer).project
    links = {goal.id: goal.parent for goal in merged.goals}
    assert links == {
        "g": None,
        **({"h": "g", "i": "h"} if prefer == "ours" else {"h": "i", "i": None}),
    }


def test_a_cause_put_behind_one_that_is_moved_meanwhile_is_on_its_bone() -> None:
    behind = Cause(id="new", bone="customer", text="no car", parent="c")
    ours = add_cause(WORKED, behind, LIN)
    merged = merge(WORKED, ours, move_cause(WORKED, "c", "price", ZHOU), prefer="ours").project
    assert {cause.bone for cause in merged.causes if cause.id != "e"} == {"price"}


def test_an_answer_goes_with_what_shows_it_and_who_said_so() -> None:
    base = WORKED.model_copy(update={"answers": ()})
    ours = answer(base, "blockers", "yes", LIN)
    theirs = answer(base, "blockers", "no", ZHOU, "they refuse to talk")
    for prefer, kept in (("ours", ours), ("theirs", theirs)):
        side: Prefer = "ours" if prefer == "ours" else "theirs"
        assert merge(base, ours, theirs, prefer=side).project.answers == kept.answers


def test_different_fields_of_a_review_clash_in_nothing_and_the_later_signs() -> None:
    later = Stamp(at=LIN.at, by="林", today=date(2026, 3, 3))
    ours = write_review(WORKED, "lessons", "begin earlier", later)
    theirs = write_review(WORKED, "rival", "Acme", ZHOU)
    merged = merge(WORKED, ours, theirs, prefer="ours")
    review = merged.project.review
    assert (review.lessons, review.rival) == ("begin earlier", "Acme")
    assert (review.by, review.on, merged.conflicts) == ("林", later.today, ())
    assert find_overwritten(WORKED, theirs, merged.project) == ()


def test_a_row_that_others_drop_is_told_as_one() -> None:
    mine = change_row(WORKED, "q", LIN, content="banquet", responsible="车")
    assert find_overwritten(WORKED, mine, drop_row(mine, "q", ZHOU)) == (
        Overwritten("one", "北辰扩容", "plan", "周", "banquet", None, "q"),
    )


def test_who_moved_a_record_before_is_not_who_overwrote_it_now() -> None:
    first = merge(
        WORKED,
        change_row(WORKED, "r", LIN, state="done"),
        change_row(WORKED, "r", ZHOU, state="doing"),
        prefer="ours",
    ).project
    mine = change_row(first, "r", LIN, state="open")
    (lost,) = find_overwritten(first, mine, change_row(mine, "r", ZHOU, state="dropped"))
    assert lost.by == "周"


def test_what_two_write_of_one_competitor_is_told_whatever_the_case() -> None:
    def book(name: str, note: str, by: str) -> Book:
        cell = MarketCell(dimension="terms", note=note, by=by, on=TODAY)
        return Book().with_lists(competitors=(Competitor(name=name, notes=(cell,)),))

    theirs, ours = book("Acme", "30 days", "周"), book("ACME", "90 days", "林")
    merged = merge_patch(diff_books(Book(), ours), theirs, prefer="ours")
    (rival,) = merged.book.competitors
    assert (rival.name, [note.note for note in rival.notes]) == ("ACME", ["90 days"])
    clashes = merged.conflicts[""]
    assert (
        FieldConflict("competitors", "ACME: terms: 90 days", "Acme: terms: 30 days", "acme")
        in clashes
    )
    own, lost = (
        SessionEdits()
        .add_change(diff_books(Book(), theirs))
        .find_overwritten(diff_books(theirs, merged.book))
    )
    assert ("林", "Acme: terms: 30 days", "ACME: terms: 90 days") in {
        (edit.by, edit.old, edit.new) for edit in lost
    }
    assert own.find_overwritten(diff_books(theirs, merged.book))[1] == ()


@pytest.mark.parametrize(
    ("lang", "log", "lost"),
    [
        (
            "en",
            "task: visit: doing -> visit: done (someone else had just changed it)",
            "林 changed the task of 北辰扩容 after you: visit: doing -> visit: done",
        ),
        (
            "zh_CN",
            "计划项：visit: 进行中 → visit: 已完成",
            "林 在你之后改了 北辰扩容 的计划项：visit: 进行中 → visit: 已完成",
        ),
    ],
)
def test_a_row_is_told_in_words_and_of_no_customer(lang: str, log: str, lost: str) -> None:
    ours, theirs = (
        change_row(WORKED, "r", LIN, state="done"),
        change_row(WORKED, "r", ZHOU, state="doing"),
    )
    merged = merge(WORKED, ours, theirs, prefer="ours").project
    use_language(lang)
    try:
        (entry,) = [line.text for line in list_log_lines(merged, DEFAULT, ()) if line.by == "林"]
        assert entry.startswith(log)
        (edit,) = find_overwritten(WORKED, theirs, merged)
        assert overwritten_text(edit, Book().with_projects(merged), DEFAULT) == lost
    finally:
        use_language("en")


def test_links_are_told_by_what_they_lead_to_and_answers_by_their_question() -> None:
    ours, theirs = change_row(WORKED, "q", LIN, goal="h"), change_row(WORKED, "q", ZHOU, goal="i")
    merged = merge(WORKED, ours, theirs, prefer="ours")
    assert merged.conflicts == (FieldConflict("plan", "lunch: cover", "lunch: berth", "q"),)
    ours, theirs = (
        answer(WORKED, "blockers", "yes", LIN),
        answer(WORKED, "blockers", "partly", ZHOU),
    )
    undone = merge(WORKED, ours, theirs, prefer="theirs")
    text = kept_fields_text({"one": undone.conflicts}, Book().with_projects(theirs), DEFAULT)
    asked = next(
        s.questions["blockers"] for s in DEFAULT.sections.values() if "blockers" in s.questions
    )
    assert text == f"the answer of 北辰扩容 stays as 周 set it: {asked.text.en}: partly"
