"""Days behind, as people say them, on Monday 2 March 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from deals.errors import UserError
from deals.parsing.days import parse_past
from tests.deals.makers import TODAY
from tests.deals.values import days, typed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-03-02"),
        ("Yesterday", "2026-03-01"),
        ("昨天", "2026-03-01"),
        ("前天", "2026-02-28"),
        ("大前天", "2026-02-27"),
        ("-3d", "2026-02-27"),
        ("-1w", "2026-02-23"),
        ("3 days ago", "2026-02-27"),
        ("2天前", "2026-02-28"),
        ("mon", "2026-03-02"),
        ("fri", "2026-02-27"),
        ("周五", "2026-02-27"),
        ("last fri", "2026-02-27"),
        ("上周一", "2026-02-23"),
        ("last mon", "2026-02-23"),
        ("2-27", "2026-02-27"),
        ("27 Feb", "2026-02-27"),
        ("12-20", "2025-12-20"),
        ("2月27日", "2026-02-27"),
        ("2024-02-29", "2024-02-29"),
        ("26-02-27", "2026-02-27"),
    ],
)
def test_a_day_behind(text: str, day: str) -> None:
    assert parse_past(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["tomorrow", "明天", "3-6", "2026-03-03", "本周五", "6 Mar"])
def test_a_day_ahead_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_past(text, TODAY)
    assert refused.value.code == "day-future"


@pytest.mark.parametrize("text", ["", "soon", "2.1", "12.7.1", "2026-13-01", "2026-02", "32"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_past(text, TODAY)
    assert refused.value.code == "day-unreadable"


@given(typed, days)
def test_any_text_is_a_day_behind_or_refused(text: str, today: date) -> None:
    try:
        assert parse_past(text, today) <= today
    except UserError as refusal:
        assert refusal.code in ("day-unreadable", "day-future")
