"""Each reported line, in every place that reads days or windows, on Sunday 29 November 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest

from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.filters import FilterContext, parse_filter
from deals.model import Project, SigningPeriod, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.parsing.time_words import Calendar, DateOrder
from deals.parsing.touch_line import parse_touch
from deals.planning import parse_plan_day, parse_span
from deals.planning.plan_lines import read_row_line
from deals.rules.triage import assess
from deals.search import SearchIndex
from tests.deals.makers import DEFAULT, contact, project
from tests.deals.readings import quick_project

TODAY = date(2026, 11, 29)
ANN = (contact("Ann"), contact("何总"))


def reading(dates: DateOrder | None = None) -> ReadingContext:
    numbers = count(1)
    stamp = Stamp(at=datetime(2026, 11, 29, tzinfo=UTC), by="me", today=TODAY)
    return ReadingContext(DEFAULT, stamp, lambda: f"new-{next(numbers)}", dates=dates)


def span(window: SigningPeriod | None) -> str:
    if window is None:
        return ""
    about = "about " if window.about else ""
    return f"{about}{window.earliest}..{window.latest} {window.precision}"


WINDOWS = [
    ("March 15", "2027-03-15..2027-03-15 day"),
    ("12月25日", "2026-12-25..2026-12-25 day"),
    ("3-15", "2027-03-15..2027-03-15 day"),
    ("3/15/2027", "2027-03-15..2027-03-15 day"),
    ("15.03.2027", "2027-03-15..2027-03-15 day"),
    ("15/03/2027", "2027-03-15..2027-03-15 day"),
    ("Mar-27", "2027-03-01..2027-03-31 month"),
    ("March 2027", "2027-03-01..2027-03-31 month"),
    ("明年3月", "2027-03-01..2027-03-31 month"),
    ("03/2027", "2027-03-01..2027-03-31 month"),
    ("26-05", "2026-05-01..2026-05-31 month"),
    ("27-03", "2027-03-01..2027-03-31 month"),
    ("13.6", "2013-06-01..2013-06-30 month"),
    ("12.7.1", "2012-07-01..2012-07-01 day"),
    ("end of March", "2027-03-21..2027-03-31 range"),
    ("3月底", "2027-03-21..2027-03-31 range"),
    ("late March 2027", "2027-03-21..2027-03-31 range"),
    ("early 2027", "2027-01-01..2027-04-30 range"),
    ("2027年初", "2027-01-01..2027-04-30 range"),
    ("mid 2027", "2027-05-01..2027-08-31 range"),
    ("late 2027", "2027-09-01..2027-12-31 range"),
    ("EOY", "2026-12-01..2026-12-31 month"),
    ("by year end", "2026-12-01..2026-12-31 month"),
    ("年底", "2026-12-01..2026-12-31 month"),
    ("年底前", "2026-12-01..2026-12-31 month"),
    ("2027年底", "2027-12-01..2027-12-31 month"),
    ("Q1", "2027-01-01..2027-03-31 quarter"),
    ("三季度", "2027-07-01..2027-09-30 quarter"),
    ("Q1 next year", "2027-01-01..2027-03-31 quarter"),
    ("明年Q1", "2027-01-01..2027-03-31 quarter"),
    ("Q1'27", "2027-01-01..2027-03-31 quarter"),
    ("1st half 2027", "2027-01-01..2027-06-30 half"),
    ("上半年", "2027-01-01..2027-06-30 half"),
    ("next month", "2026-12-01..2026-12-31 month"),
    ("下季度", "2027-01-01..2027-03-31 quarter"),
    ("this quarter", "2026-10-01..2026-12-31 quarter"),
    ("in 3 weeks", "2026-12-20..2026-12-20 day"),
    ("+3w", "2026-12-20..2026-12-20 day"),
    ("三周后", "2026-12-20..2026-12-20 day"),
    ("+6m", "2027-05-29..2027-05-29 day"),
    ("Jan-Mar 2027", "2027-01-01..2027-03-31 range"),
    ("3月到5月", "2027-03-01..2027-05-31 range"),
    ("Q1/Q2 2027", "2027-01-01..2027-06-30 range"),
    ("around May 2027", "about 2027-05-01..2027-05-31 month"),
    ("2027年5月前后", "about 2027-05-01..2027-05-31 month"),
    ("FY27 Q2", "2027-04-01..2027-06-30 quarter"),
    ("tbd", ""),
    ("待定", ""),
    ("?", ""),
]
KNOWN = [(text, expected) for text, expected in WINDOWS if expected]


@pytest.mark.parametrize(("text", "expected"), WINDOWS)
def test_a_window_in_its_field(text: str, expected: str) -> None:
    signed = project(signs="2030-01")
    assert span(set_field(signed, "signs", text, reading()).signs) == expected


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_a_window_in_a_line(text: str, expected: str) -> None:
    for line in (
        f"Acme @Northwind 30万 {text}",
        f"新业务 @某公司 34万 {text}",
        f"{text} 30万 Acme",
    ):
        added = quick_project(line, reading())
        if line.startswith(text) and added.signs is None:
            continue  # without its year, or a word alone, it belongs to the name there
        assert span(added.signs) == expected
        assert added.name in ("Acme", "新业务")


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_a_window_in_a_filter(text: str, expected: str) -> None:
    signed = set_field(project(), "signs", text, reading())
    context = FilterContext(DEFAULT, "me", SearchIndex(), reading().calendar)
    chosen = parse_filter(f'signs="{text}"', context)
    assert chosen.select([assess(signed, DEFAULT, TODAY)])


@pytest.mark.parametrize(
    ("text", "code"), [("03/04/2027", "day-order"), ("12-06", "window-unsure")]
)
def test_what_may_be_two_is_refused_in_every_place(text: str, code: str) -> None:
    context = FilterContext(DEFAULT, "me", SearchIndex(), reading().calendar)
    for read in (
        lambda: set_field(project(), "signs", text, reading()),
        lambda: quick_project(f"Acme 30万 {text}", reading()),
        lambda: parse_filter(f"signs<{text}", context),
    ):
        with pytest.raises(UserError) as refused:
            read()
        assert refused.value.code == code


def test_the_setting_decides_in_every_place() -> None:
    for dates, day in (("mdy", "2027-03-04"), ("dmy", "2027-04-03")):
        read = reading("mdy" if dates == "mdy" else "dmy")
        signed = quick_project("Acme 30万 03/04/2027", read)
        assert signed.signs is not None
        assert f"{signed.signs.earliest}" == day
        acted = set_field(signed, "next", "call 03/04/2027", read)
        assert acted.next_action is not None
        assert f"{acted.next_action.on}" == day
        assert f"{parse_plan_day('03/04/2027', TODAY, None, read.dates)}" == day


DAYS = [
    ("in 2 weeks", "2026-12-13"),
    ("+1m", "2026-12-29"),
    ("EOW", "2026-12-04"),
    ("on Friday", "2026-12-04"),
    ("tomorrow", "2026-11-30"),
    ("12-06", "2026-12-06"),
    ("下周三", "2026-12-02"),
    ("12月25日", "2026-12-25"),
    ("两周后", "2026-12-13"),
    ("十二月二十五号", "2026-12-25"),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_in_every_place(text: str, day: str) -> None:
    base = project(contacts=ANN)
    for field, typed in (("next", f"call Ann {text}"), ("next_on", text)):
        action = set_field(base, field, typed, reading()).next_action
        assert action is not None
        assert f"{action.on}" == day
        assert action.text in ("call Ann", "")
    assert f"{parse_plan_day(text, TODAY, None)}" == day
    assert f"{parse_span(text, TODAY, None).start}" == day
    content, days, who = read_row_line(f"bid; {text}; 何总", base, Calendar(TODAY))
    assert (content, f"{days.start}", who) == ("bid", day, "何总")
    touched = parse_touch(f"call Ann: ok -> visit {text}", ANN, TODAY)
    assert touched.follow_up is not None
    assert (touched.follow_up.text, f"{touched.follow_up.on}") == ("visit", day)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("next week", "2026-11-30..2026-12-06"),
        ("下周", "2026-11-30..2026-12-06"),
        ("March", "2027-03-01..2027-03-31"),
        ("下周一到下周五", "2026-11-30..2026-12-04"),
        ("12-06 2 weeks", "2026-12-06..2026-12-19"),
    ],
)
def test_a_period_in_a_plan_is_all_its_days(text: str, days: str) -> None:
    found = parse_span(text, TODAY, None)
    assert f"{found.start}..{found.end}" == days


@pytest.mark.parametrize(
    ("line", "name", "signs"),
    [
        ("Acme Q4 renewal $300k Q1 2027", "Acme Q4 renewal", "2027-Q1"),
        ("Acme 2027 renewal", "Acme 2027 renewal", None),
        ("Acme May", "Acme May", None),
        ("Sunday shop $3k", "Sunday shop", None),
        ("Acme $30k March", "Acme", "March"),
        ("Acme $30k tbd", "Acme", None),
        ("Acme Mark 5 $30k", "Acme Mark 5", None),
    ],
)
def test_words_of_time_in_a_name_stay_there(line: str, name: str, signs: str | None) -> None:
    added = quick_project(line, reading())
    assert added.name == name
    assert (added.signs is None) == (signs is None)


def test_about_is_kept_and_leaves_no_room_where_it_is_not() -> None:
    signed = set_field(project(), "signs", "2027-05", reading())
    assert signed.signs is not None
    assert "about" not in signed.signs.model_dump(mode="json")
    about = set_field(signed, "signs", "around May 2027", reading())
    assert about.signs is not None
    assert about.signs.model_dump(mode="json")["about"] is True
    assert Project.model_validate_json(about.model_dump_json()) == about
    assert [change.new for change in about.history][-1] == "about 2027-05"
