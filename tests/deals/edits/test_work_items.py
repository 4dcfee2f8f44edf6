"""What was found becomes work: one cause, a row that works on it."""

from __future__ import annotations

from deals.edits.planning import plan_new_cause
from deals.model import Cause
from deals.sources import causes_from, rows_from
from tests.deals.makers import project
from tests.deals.readings import reading

CAUSE = Cause(id="c", bone="product", text="cheaper", source="cell:terms:Huaxun")


def test_a_cause_and_its_row_are_made_in_the_same_words_and_field() -> None:
    after = plan_new_cause(project(owner="林"), CAUSE, reading())
    (row,) = after.plan
    assert after.causes == (CAUSE,)
    assert (row.content, row.bone, row.cause, row.responsible) == ("cheaper", "product", "c", "林")
    assert rows_from(after, CAUSE.source) == (row,)


def test_a_cause_of_the_same_source_is_used_whatever_its_competitors_case() -> None:
    there = CAUSE.model_copy(update={"id": "old", "bone": "service", "source": "cell:terms:HUAXUN"})
    after = plan_new_cause(project(causes=(there,)), CAUSE, reading(), responsible="周")
    assert after.causes == (there,)
    assert [(row.cause, row.bone, row.responsible) for row in after.plan] == [
        ("old", "service", "周")
    ]


def test_causes_typed_here_come_from_no_source() -> None:
    held = project(causes=(CAUSE.model_copy(update={"source": ""}),))
    assert causes_from(held, "") == ()
