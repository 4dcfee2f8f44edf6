"""Days of a plan as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.parsing.windows import parse_window
from deals.planning import DateRange, parse_plan_day, parse_span, span_text
from tests.deals.makers import TODAY

SIGNS = parse_window("2026-03-14")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def read(text: str) -> str:
    span = parse_span(text, TODAY, SIGNS)
    return f"{span.start or ''}..{span.end or ''}"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("9-13 Feb", "2026-02-09..2026-02-13"),
        ("Feb 9-13", "2026-02-09..2026-02-13"),
        ("2月9-13日", "2026-02-09..2026-02-13"),
        ("3-2..3-20", "2026-03-02..2026-03-20"),
        ("3.9-13", "2026-03-09..2026-03-13"),
        ("9 Feb - 3 Mar", "2026-02-09..2026-03-03"),
        ("12-20..1-5", "2025-12-20..2026-01-05"),
        ("下周一~下周五", "2026-03-09..2026-03-13"),
        ("+3d", "2026-03-05..2026-03-05"),
        ("today..+7d", "2026-03-02..2026-03-09"),
        ("D-10", "2026-03-04..2026-03-04"),
        ("Ｄ－１０", "2026-03-04..2026-03-04"),
        ("D-3w..D", "2026-02-21..2026-03-14"),
        ("D-30 7d", "2026-02-12..2026-02-18"),
        ("3-2 2w", "2026-03-02..2026-03-15"),
        ("3月5日3天", "2026-03-05..2026-03-07"),
        ("签约前10天", "2026-03-04..2026-03-04"),
        ("签约日后1周", "2026-03-21..2026-03-21"),
        ("3-2..", "2026-03-02.."),
        ("..3-20", "..2026-03-20"),
        ("2026-03-02~2026-03-05", "2026-03-02..2026-03-05"),
        ("", ".."),
        ("-", ".."),
    ],
)
def test_what_is_typed_is_understood(text: str, days: str) -> None:
    assert read(text) == days


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3-20..3-2", "span-backwards"),
        ("D..D-3", "span-backwards"),
        ("foo", "span-unreadable"),
        ("2-9-13", "span-unreadable"),
        ("2-30", "span-unreadable"),
        ("2月30日", "span-unreadable"),
        ("签约前", "span-unreadable"),
        ("9" * 80, "span-unreadable"),
    ],
)
def test_what_cannot_be_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["D-10", "d-30 7d", "D-30..D-20", "签约-5"])
def test_days_counted_from_signing_need_its_day(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_span(text, TODAY, None)
    assert refused.value.code == "span-no-signing"


def test_one_day_is_wanted_of_a_checkpoint() -> None:
    assert parse_plan_day("D-1", TODAY, SIGNS) == date(2026, 3, 13)
    assert parse_plan_day("", TODAY, SIGNS) is None
    with pytest.raises(UserError):
        parse_plan_day("3-2..3-5", TODAY, SIGNS)


@given(start=st.none() | DAYS, end=st.none() | DAYS)
def test_what_is_written_is_read_back(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        start, end = end, start
    assert parse_span(span_text(start, end), TODAY, None) == DateRange(start, end)


@given(text=st.text(alphabet="0123456789-.~ dD+w月日至feb", max_size=14))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        span = parse_span(text, TODAY, SIGNS)
    except UserError:
        return
    assert span.start is None or span.end is None or span.start <= span.end


TENDER = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("T-5", "2026-03-05..2026-03-05"),
        ("t - 1w", "2026-03-03..2026-03-03"),
        ("截标前5天", "2026-03-05..2026-03-05"),
        ("截标日", "2026-03-10..2026-03-10"),
        ("T-5..D-1", "2026-03-05..2026-03-13"),
        ("T-7 3d", "2026-03-03..2026-03-05"),
    ],
)
def test_days_count_from_the_tender_day(text: str, days: str) -> None:
    span = parse_span(text, TODAY, SIGNS, tender=TENDER)
    assert f"{span.start}..{span.end}" == days
    with pytest.raises(UserError) as refused:
        parse_span(text, TODAY, SIGNS)
    assert refused.value.code == "span-no-tender"
