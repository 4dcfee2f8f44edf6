"""What becomes of a project that is gone from a table, and of twins that are two deals."""

from __future__ import annotations

from datetime import date, timedelta

from deals.edits.table_flags import keep_missing, part_twins, plan_question
from deals.model import Book, SourceRef
from deals.rules.triage import assess
from deals.twins import find_twins, twin_owners
from tests.deals.makers import DEFAULT, TODAY, action, project
from tests.deals.readings import LATER, reading

REF = SourceRef(source="weekly", owner="Wang", gone=date(2026, 2, 1))
LEFT = project("P2", id="a", name="Harbour", owner="Wang", sources=(REF,))
TWIN = project("P2", id="b", name="Harbour", owner="Zhou")
THIRD = project("P2", id="c", name="Harbour", owner="Lin")


def test_what_is_kept_is_flagged_no_longer_and_the_log_says_so() -> None:
    kept = keep_missing(LEFT, LATER)
    assert LEFT.missing_from == (REF,)
    assert kept.missing_from == ()
    assert kept.sources[0].gone == REF.gone
    assert [(change.field, change.new) for change in kept.history] == [("kept", "weekly")]
    flagged = [[flag.rule for flag in assess(each, DEFAULT, TODAY).flags] for each in (LEFT, kept)]
    assert ["gone" in each for each in flagged] == [True, False]
    assert keep_missing(kept, LATER) is kept


def test_two_deals_are_no_twins_until_a_third_comes() -> None:
    book = Book().with_projects(LEFT, TWIN)
    assert len(find_twins(book.projects.values())) == 1
    after = book.with_projects(part_twins(book, LEFT, LATER))
    assert find_twins(after.projects.values()) == []
    assert twin_owners(after) == {}
    assert part_twins(after, after.projects["b"], LATER) is after.projects["b"]
    more = after.with_projects(THIRD)
    assert twin_owners(more) == {"a": ("Lin",), "b": ("Lin",), "c": ("Wang", "Zhou")}


def test_a_question_leaves_what_was_planned_and_is_asked_once() -> None:
    soon = LATER.today + timedelta(days=2)
    asked = plan_question(LEFT, "ask Wang", reading())
    assert asked.next_action == action("ask Wang", soon)
    assert plan_question(asked, "ask Wang", reading()) is asked
    planned = LEFT.model_copy(update={"next_action": action("bid", soon + timedelta(days=9))})
    asked = plan_question(planned, "ask Wang", reading())
    assert asked.next_action == planned.next_action
    assert [(row.content, row.end) for row in asked.plan] == [("ask Wang", soon)]
    assert plan_question(asked, "ask Wang", reading()) is asked
