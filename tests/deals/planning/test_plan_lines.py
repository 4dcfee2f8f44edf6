"""The line of a plan row: what is printed of it reads back to the same row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from deals.errors import UserError
from deals.parsing.time_words import Calendar
from deals.planning.plan_lines import read_plan_row, row_line
from tests.deals.makers import TODAY, project

PIECES = st.sampled_from(["survey", "a; b", "fri", "+3d", "-", "2026-03-09", "何工；现场", " ", ""])
DAYS = st.sampled_from(["", "-", "+3d", "9-13 Mar", "2026-03-09..", "..2026-03-20"])


@given(PIECES, DAYS, PIECES)
@example("a; fri", "-", "")
@example("a", "-", "Bo")
def test_a_row_is_printed_as_it_is_read(content: str, days: str, who: str) -> None:
    deal = project()
    try:
        row = read_plan_row(f"{content}; {days}; {who}", deal, Calendar(TODAY), "1")
    except UserError:
        reject()
    assert read_plan_row(row_line(row), deal, Calendar(TODAY), "1") == row


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("survey", "survey"),
        ("survey; ; Bo", "survey; -; Bo"),
        ("survey；+3天；小李", "survey; 2026-03-05; 小李"),
        ("survey; 2026-03-09..2026-03-13", "survey; 2026-03-09..2026-03-13"),
    ],
)
def test_the_line_of_a_row(typed: str, printed: str) -> None:
    assert row_line(read_plan_row(typed, project(), Calendar(date(2026, 3, 2)), "1")) == printed
