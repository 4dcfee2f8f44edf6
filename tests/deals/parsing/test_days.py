"""Days behind, as people say them, on Monday 2 March 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deals.errors import UserError
from deals.model import NextAction, SigningPeriod
from deals.parsing.days import parse_day, parse_past
from deals.parsing.next_actions import next_text, parse_next
from deals.parsing.windows import parse_window, short_window, window_text
from tests.deals.makers import TODAY
from tests.deals.values import days, typed, windows

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
        ("3/7", "2026-03-07"),
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
    "text", ["", "soon", "mar", "2-30", "13-1", "2026-05", "2026-13-01", "Q3 2026", "3", "+3mm"]
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


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2013.5.30", "2013-05-30", "2013-05-30", "day"),
        ("12.7.1", "2012-07-01", "2012-07-01", "day"),
        ("26-03-14", "2026-03-14", "2026-03-14", "day"),
        ("2013/5/30", "2013-05-30", "2013-05-30", "day"),
        ("2013年5月30日", "2013-05-30", "2013-05-30", "day"),
        ("13年 5月 30号", "2013-05-30", "2013-05-30", "day"),
        ("２０１３．５．３０", "2013-05-30", "2013-05-30", "day"),
        ("2013. 5. 30", "2013-05-30", "2013-05-30", "day"),
        ("20130530", "2013-05-30", "2013-05-30", "day"),
        ("2013-05-30T00:00:00", "2013-05-30", "2013-05-30", "day"),
        ("2013-05-30 08:15:00.5+08:00", "2013-05-30", "2013-05-30", "day"),
        ("30 May 2013", "2013-05-30", "2013-05-30", "day"),
        ("May 30, 2013", "2013-05-30", "2013-05-30", "day"),
        ("2024.2.29", "2024-02-29", "2024-02-29", "day"),
        ("13.6", "2013-06-01", "2013-06-30", "month"),
        ("2013-02", "2013-02-01", "2013-02-28", "month"),
        ("2013年5月", "2013-05-01", "2013-05-31", "month"),
        ("2013年5月份", "2013-05-01", "2013-05-31", "month"),
        ("June 2013", "2013-06-01", "2013-06-30", "month"),
        ("12.Q3", "2012-07-01", "2012-09-30", "quarter"),
        ("13.Q1", "2013-01-01", "2013-03-31", "quarter"),
        ("2013Q1", "2013-01-01", "2013-03-31", "quarter"),
        ("Q4 2026", "2026-10-01", "2026-12-31", "quarter"),
        ("2026年第二季度", "2026-04-01", "2026-06-30", "quarter"),
        ("26年二季度", "2026-04-01", "2026-06-30", "quarter"),
        ("2013H1", "2013-01-01", "2013-06-30", "half"),
        ("2026H2", "2026-07-01", "2026-12-31", "half"),
        ("H2 2026", "2026-07-01", "2026-12-31", "half"),
        ("2026上半年", "2026-01-01", "2026-06-30", "half"),
        ("26年下半年", "2026-07-01", "2026-12-31", "half"),
        ("2027", "2027-01-01", "2027-12-31", "year"),
        ("27年", "2027-01-01", "2027-12-31", "year"),
        ("2026年底", "2026-12-01", "2026-12-31", "month"),
        ("end of 2026", "2026-12-01", "2026-12-31", "month"),
        ("2026年二季度末", "2026-06-01", "2026-06-30", "month"),
        ("2026年5月底", "2026-05-21", "2026-05-31", "range"),
        ("2026年2月下旬", "2026-02-21", "2026-02-28", "range"),
        ("2026年5月中旬", "2026-05-11", "2026-05-20", "range"),
        ("2026年5月初", "2026-05-01", "2026-05-10", "range"),
        ("2026-03~2026-05", "2026-03-01", "2026-05-31", "range"),
        ("2026-03-2026-05", "2026-03-01", "2026-05-31", "range"),
        ("13.6-13.8", "2013-06-01", "2013-08-31", "range"),
        ("13.6－13.8", "2013-06-01", "2013-08-31", "range"),
        ("2013.5-8", "2013-05-01", "2013-08-31", "range"),
        ("2013年5-8月", "2013-05-01", "2013-08-31", "range"),
        ("2026Q1~Q3", "2026-01-01", "2026-09-30", "range"),
        ("2013-2014", "2013-01-01", "2014-12-31", "range"),
        ("2026.3.1-15", "2026-03-01", "2026-03-15", "range"),
        ("2026.3.1-4.15", "2026-03-01", "2026-04-15", "range"),
        ("2026年3月1日至4月15日", "2026-03-01", "2026-04-15", "range"),
        ("2026-03-14 to 2026-05", "2026-03-14", "2026-05-31", "range"),
    ],
)
def test_reads_what_people_write(text: str, earliest: str, latest: str, precision: str) -> None:
    read = parse_window(f" {text} ")
    assert (f"{read.earliest}", f"{read.latest}", read.precision) == (earliest, latest, precision)
    assert read.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "13",
        "99",
        "5",
        "2013.13",
        "2013.0",
        "2013.2.30",
        "2023-02-29",
        "2013Q5",
        "2013H3",
        "1999",
        "1999.5",
        "2100",
        "2100-01-01",
        "201305",
        "1/5/2026",
        "2013-05/30",
        "二季度",
        "2026年初",
        "2026-03-14底",
        "12.5.30-12.8",
        "~2026-05",
        "2026-05~",
        "2026~2027~2028~",
        "2026-" * 40,
    ],
)
def test_refuses_what_is_no_window(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_window(text)
    assert (refused.value.code, refused.value.figures) == ("window-unreadable", {"text": text})


def test_refuses_a_window_that_ends_before_it_begins() -> None:
    with pytest.raises(UserError) as refused:
        parse_window("2026-05~2026-03")
    assert refused.value.code == "window-backwards"


@pytest.mark.parametrize(
    ("text", "canonical", "short"),
    [
        ("26.3.14", "2026-03-14", "26-03-14"),
        ("2026年5月", "2026-05", "2026-05"),
        ("26.Q4", "2026-Q4", "2026-Q4"),
        ("2026下半年", "2026H2", "2026H2"),
        ("2027", "2027", "2027"),
        ("26.3-26.5", "2026-03~2026-05", "26-03~05"),
        ("2026Q1-Q3", "2026-01~2026-09", "26-01~09"),
        ("2026-2028", "2026-01~2028-12", "2026~28"),
        ("2026H1-H2", "2026-01~2026-12", "26-01~12"),
        ("26.11-27.2", "2026-11~2027-02", "~2027-02"),
        ("2026-11-15..2027-02-15", "2026-11-15~2027-02-15", "~2027-02"),
        ("2026-11…2027-02", "2026-11~2027-02", "~2027-02"),
        ("2026-Q4..2027-Q1", "2026-10~2027-03", "~2027-03"),
        ("2026-11-15/2027-02-15", "2026-11-15~2027-02-15", "~2027-02"),
        ("2026/11/15/2027/02/15", "2026-11-15~2027-02-15", "~2027-02"),
        ("26.3~26.3", "2026-03~2026-03", "2026-03"),
        ("2026.3.1-4.15", "2026-03-01~2026-04-15", "~2026-04"),
    ],
)
def test_prints_the_canonical_and_the_short_form(text: str, canonical: str, short: str) -> None:
    window = parse_window(text)
    assert (window_text(window), short_window(window)) == (canonical, short)


def test_days_that_do_not_make_the_period_are_printed_as_a_range() -> None:
    read = parse_window("2026-03-02~2026-03-20")
    odd = read.model_copy(update={"precision": "month"})
    assert window_text(odd) == "2026-03-02~2026-03-20"


@given(windows())
def test_what_is_printed_reads_back(window: SigningPeriod) -> None:
    assert parse_window(window_text(window)).same(window)


@given(windows())
def test_a_short_window_fits_its_column(window: SigningPeriod) -> None:
    assert cell_len(short_window(window)) <= 8


@given(typed)
def test_any_window_is_read_or_refused(text: str) -> None:
    try:
        read = parse_window(text)
    except UserError as refusal:
        assert refusal.code.startswith("window-")
    else:
        assert read.text == text.strip()
        assert (read.precision == "day") <= (read.earliest == read.latest)


@pytest.mark.parametrize(
    ("text", "today", "found"),
    [
        ("12/5", date(2026, 11, 30), "2026-12-05"),
        ("25/12", date(2026, 11, 30), "2026-12-25"),
        ("6/6", date(2026, 11, 30), "2027-06-06"),
        ("5/12", date(2026, 11, 30), "2027-05-12 2026-12-05"),
        ("3/5", date(2026, 3, 6), "2027-03-05 2026-05-03"),
    ],
)
def test_two_figures_are_asked_about_where_the_other_order_comes_sooner(
    text: str, today: date, found: str
) -> None:
    try:
        assert f"{parse_day(text, today)}" == found
    except UserError as refused:
        assert refused.code == "day-order"
        assert f"{refused.figures['first']} {refused.figures['second']}" == found
    assert parse_day(text, today, "mdy") in [date.fromisoformat(found[:10])]
