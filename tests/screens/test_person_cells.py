"""The cells of tables that hold a person's name: none loses the surname for want of room."""

from __future__ import annotations

from deals.followups import DueContact
from deals.model import Answer, PlanRow
from deals.planning import group_rows
from screens.followups.view import columns, row_text
from screens.strategy.question_rows import columns as question_columns
from screens.strategy.view import dropped_row
from tests.deals.makers import DEFAULT, TODAY, contact, project
from views.gantt import GanttView, draw_gantt

DEAL = project(contacts=[contact("Walter Boone")])


def test_follow_ups_keep_the_surname() -> None:
    due = DueContact(DEAL.contacts[0], DEAL, None, 0, "call", 0, None, 0, ())
    names = [cell.text for cell in row_text(due, columns(80), TODAY).cells]
    assert "W. Boone" in names


def test_strategy_keeps_the_surname() -> None:
    row = dropped_row(Answer(question="x", owner="Walter Boone"), "x")
    assert "W. Boone" in [cell.text for cell in row.text(question_columns(100), "x", "").cells]


def test_the_plan_keeps_the_surname_of_one_and_the_names_of_several() -> None:
    rows = tuple(
        PlanRow(id=who, content=who, responsible=who) for who in ("Walter Boone", "Ann, Jo Stein")
    )
    planned = DEAL.model_copy(update={"plan": rows})
    groups = group_rows(planned, DEFAULT, empty=False)
    for cells, names in (
        (80, ("  Boone ", " Ann, … ")),
        (110, ("  Walter Boone ", " Ann, Jo Ste… ")),
    ):
        diagram = draw_gantt(groups, GanttView(TODAY), cells)
        lines = ["".join(span.text for span in line) for line in diagram.lines]
        assert names[0] in lines[1]
        assert names[1] in lines[2]
