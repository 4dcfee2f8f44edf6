from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import NextAction
from deals.parsing.days import next_text, parse_day, parse_next
from tests.deals.values import days, typed

FRIDAY = date(2026, 3, 6)

DAY_WORDS = (
    "fri",
    "3-6",
    "6 Mar",
    "Mar 6",
    "3月6日",
    "今天",
    "下周五",
    "+3d",
    "-",
    '"',
    '""',
    "2026",
)
action_texts = st.lists(
    st.one_of(st.sampled_from(("call", "何总", " ", "\n", *DAY_WORDS)), st.text(max_size=5)),
    max_size=5,
).map("".join)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-03-06"),
        ("今天", "2026-03-06"),
        ("Tomorrow", "2026-03-07"),
        ("明天", "2026-03-07"),
        ("后天", "2026-03-08"),
        ("大后天", "2026-03-09"),
        ("+3d", "2026-03-09"),
        ("+3", "2026-03-09"),
        ("＋３ｄ", "2026-03-09"),
        ("+3天", "2026-03-09"),
        ("3天后", "2026-03-09"),
        ("+2w", "2026-03-20"),
        ("fri", "2026-03-13"),
        ("周五", "2026-03-13"),
        ("thu", "2026-03-12"),
        ("Monday", "2026-03-09"),
        ("星期天", "2026-03-08"),
        ("next mon", "2026-03-09"),
        ("next fri", "2026-03-13"),
        ("下周五", "2026-03-13"),
        ("下个星期一", "2026-03-09"),
        ("本周三", "2026-03-04"),
        ("3-6", "2026-03-06"),
        ("3.7", "2026-03-07"),
        ("3/5", "2027-03-05"),
        ("12.6", "2026-12-06"),
        ("2-29", "2028-02-29"),
        ("3月9日", "2026-03-09"),
        ("３月９日", "2026-03-09"),
        ("9 Mar", "2026-03-09"),
        ("Mar 9", "2026-03-09"),
        ("9th March", "2026-03-09"),
        ("2026-03-05", "2026-03-05"),
        ("26-03-09", "2026-03-09"),
        ("20260309", "2026-03-09"),
        ("2026年3月9日", "2026-03-09"),
        ("9 Mar 2027", "2027-03-09"),
        ("1999-12-31", "1999-12-31"),
    ],
)
def test_reads_days_as_people_say_them(text: str, day: str) -> None:
    assert f"{parse_day(f' {text} ', FRIDAY)}" == day


@pytest.mark.parametrize(
    "text", ["", "soon", "mar", "2-30", "13-1", "2026-05", "2026-13-01", "Q3 2026", "3", "+3m"]
)
def test_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_day(text, FRIDAY)
    assert (refused.value.code, refused.value.figures) == ("day-unreadable", {"text": text})


def test_refuses_a_day_past_the_end_of_the_calendar() -> None:
    with pytest.raises(UserError):
        parse_day("+9999w", date(9999, 1, 1))


@pytest.mark.parametrize(
    ("text", "words", "on"),
    [
        ("call 何总 +3d", "call 何总", "2026-03-09"),
        ("visit 6 Mar", "visit", "2026-03-06"),
        ("send the paper Mar 9, 2026", "send the paper", "2026-03-09"),
        ("拜访何总 周五", "拜访何总", "2026-03-13"),
        ("拜访何总3月16日", "拜访何总", "2026-03-16"),
        ("拜访何总2026年4月1日", "拜访何总", "2026-04-01"),
        ("见面大后天", "见面", "2026-03-09"),
        ("proposal", "proposal", None),
        ("install version 2.1", "install version 2.1", None),
        ("升级到 3.6", "升级到 3.6", None),
        ("3.6", "3.6", None),
        ("upgrade to 12.7.1", "upgrade to 12.7.1", None),
        ("upgrade to 12.7.1 3-16", "upgrade to 12.7.1", "2026-03-16"),
        ("visit 2026.3.16", "visit", "2026-03-16"),
        ("visit 03-16", "visit", "2026-03-16"),
        ("fri", "", "2026-03-13"),
        ('"visit 6 Mar"', "visit 6 Mar", None),
        ('"visit 6 Mar" fri', "visit 6 Mar", "2026-03-13"),
        ('"x" y', '"x" y', None),
    ],
)
def test_takes_the_day_from_the_last_words(text: str, words: str, on: str | None) -> None:
    day = date.fromisoformat(on) if on else None
    assert parse_next(text, FRIDAY) == NextAction(text=words, on=day)


@pytest.mark.parametrize("text", ["", " ", "-"])
def test_nothing_is_no_next_action(text: str) -> None:
    assert parse_next(text, FRIDAY) is None
    assert next_text(None) == ""


@given(action_texts, st.none() | st.dates(), days)
def test_what_is_printed_reads_back_on_any_day(text: str, on: date | None, today: date) -> None:
    action = NextAction(text=text, on=on)
    assert parse_next(next_text(action), today) == action


@given(typed | action_texts, st.dates())
def test_any_text_is_read_or_refused(text: str, today: date) -> None:
    parse_next(text, today)
    try:
        parse_day(text, today)
    except UserError as refusal:
        assert refusal.code == "day-unreadable"
