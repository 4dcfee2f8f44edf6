from __future__ import annotations

import pytest
from hypothesis import given
from rich.cells import cell_len

from deals.errors import UserError
from deals.model import SigningPeriod
from deals.parsing.windows import parse_window, short_window, window_text
from tests.deals.values import typed, windows


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
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = parse_window(text)
    except UserError as refusal:
        assert refusal.code.startswith("window-")
    else:
        assert read.text == text.strip()
        assert (read.precision == "day") <= (read.earliest == read.latest)
