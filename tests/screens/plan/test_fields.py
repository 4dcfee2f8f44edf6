"""Lines of several parts: what stands before the days may have a semicolon of its own."""

from __future__ import annotations

from datetime import date

import pytest

from deals.edits.planning import write_form_field
from deals.errors import UserError
from deals.planning import parse_span
from deals.planning.plan_lines import split_line
from tests.deals.makers import TODAY, project
from tests.deals.readings import reading


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("visit", ("visit", "", "")),
        ("visit; +3d", ("visit", "+3d", "")),
        ("visit；+3d；Lin", ("visit", "+3d", "Lin")),
        ("visit; ; Lin", ("visit", "", "Lin")),
        ("visit; +3d; ", ("visit", "+3d", "")),
        ("see A; see B; +3d; Lin", ("see A; see B", "+3d", "Lin")),
        ("visit; -; Lin", ("visit", "-", "Lin")),
        ("visit; +3d; Lin; Zhou", ("visit", "+3d", "Lin; Zhou")),
        ("visit; soon; Lin", ("visit", "soon", "Lin")),
        ("", ("", "", "")),
    ],
)
def test_the_days_part_a_line(text: str, parts: tuple[str, str, str]) -> None:
    assert split_line(text, lambda typed: parse_span(typed, TODAY, None)) == parts


def test_the_day_a_plan_begins_may_count_from_signing_and_is_one_day() -> None:
    deal = project(signs="2026-03-31")
    assert write_form_field(deal, "plan_start", "D-30", reading()).form.plan_start == date(
        2026, 3, 1
    )
    assert write_form_field(deal, "plan_start", "-", reading()) is deal
    with pytest.raises(UserError, match="day-unreadable"):
        write_form_field(deal, "plan_start", "9-13 Mar", reading())
