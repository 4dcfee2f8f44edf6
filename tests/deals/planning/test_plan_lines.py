"""The line of a plan row: what is printed of it reads back to the same row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import PlanRow
from deals.parsing.time_words import Calendar
from deals.planning import span_text
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


@pytest.mark.parametrize(
    ("line", "content", "days", "who"),
    [
        ("write proposal Dec 1 - Dec 5 @Tom", "write proposal", "2026-12-01..2026-12-05", "Tom"),
        (
            "write proposal 12-01..12-05 @Bob Smith",
            "write proposal",
            "2026-12-01..2026-12-05",
            "Bob Smith",
        ),
        ("Fri: pricing review @Ann", "pricing review", "2026-12-04", "Ann"),
        ("install Feb 1-12, 2027 @Raj", "install", "2027-02-01..2027-02-12", "Raj"),
        ("poc Dec 14 for 2 weeks", "poc", "2026-12-14..2026-12-27", ""),
        ("training Q1 @Raj", "training", "2027-01-01..2027-03-31", "Raj"),
        ("@Tom draft SOW Dec 8", "draft SOW", "2026-12-08", "Tom"),
        ("site survey next week owner:Raj", "site survey", "2026-11-30..2026-12-06", "Raj"),
        ("contract v2.1 review wed", "contract v2.1 review", "2026-12-02", ""),
        ("quote 3-2 split", "quote 3-2 split", "", ""),
        ("Plan 2027", "Plan 2027", "", ""),
        (
            "技术方案编制 12月1日-12月5日 责任人：小王",
            "技术方案编制",
            "2026-12-01..2026-12-05",
            "小王",
        ),
        ("编制标书，12月10日—12月20日，责任人：小张", "编制标书", "2026-12-10..2026-12-20", "小张"),
        ("编制标书 12月10-20日", "编制标书", "2026-12-10..2026-12-20", ""),
        ("现场踏勘 下周三到下周五", "现场踏勘", "2026-12-02..2026-12-04", ""),
        ("方案 12/1-12/5 初稿", "方案 12/1-12/5 初稿", "", ""),
        ("样机测试 12月1日起 两周", "样机测试", "2026-12-01..2026-12-14", ""),
        ("3号机组改造", "3号机组改造", "", ""),
    ],
)
def test_a_line_without_semicolons_says_its_days_anywhere(
    line: str, content: str, days: str, who: str
) -> None:
    row = read_plan_row(line, project(), Calendar(date(2026, 11, 29)), "id")
    assert (row.content, span_text(row.start, row.end), row.responsible) == (content, days, who)
    assert read_plan_row(row_line(row), project(), Calendar(date(2026, 5, 1)), "id") == row


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("编制标书 12月10日 12月15日 12月20日", "row-days-twice"),
        ("编制标书 2月30日", "span-unreadable"),
        ("编制标书 12月20日-12月10日", "span-backwards"),
        ("contract review 12/10/2026", "day-order"),
        ("编制标书 责任人:小王 责任人:小李", "row-who-twice"),
        ("order parts @Tom @Ann", "row-who-twice"),
    ],
)
def test_a_line_with_several_days_or_people_is_refused(line: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_plan_row(line, project(), Calendar(date(2026, 11, 29)), "id")
    assert refused.value.code == code


@pytest.mark.parametrize(
    "content", ["call Ann Friday", "会议 12月5日", "mail @Tom", "31 Nov", "Q1"]
)
def test_a_content_that_would_read_as_more_is_printed_so_that_it_does_not(content: str) -> None:
    row = PlanRow(id="id", content=content)
    assert read_plan_row(row_line(row), project(), Calendar(date(2026, 11, 29)), "id") == row
