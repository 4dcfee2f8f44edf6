"""The papers over the book: pinned for the sample, made of any book, and narrowed as asked.

`NETLOFT_GOLDENS=write` before pytest writes the pinned papers anew.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from deals.agenda import list_due, next_friday
from deals.edits.store_settings import keep_import_letter, set_year_start
from deals.model import Book
from deals.numbers.fiscal_periods import period_of_day
from reports.drawings.bar_chart import TargetBar, draw_target_bars, list_target_lines
from reports.kinds.follow_up_report import list_follow_ups
from reports.parts.ask_parts import list_asks
from reports.report import DrawnBox, DrawnText, Report, ReportPicture, ReportTable
from reports.report_context import ReportContext
from reports.report_kinds import KINDS
from reports.report_period import ReportUnit, find_report_period
from tests import strategies
from tests.deals.makers import DEFAULT
from tests.examples import EXAMPLES
from tests.reports.contexts import ME, TODAY, sample_context
from tui.report_writer import report_bytes
from views.glyphs import BOX, use_glyphs
from views.import_letter import ImportLetter, LetterItem, OwnerLetter, dump_letter
from views.styled_text import width
from wording import LANGUAGES, use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
PERIODS = ("week", "month", "quarter")
OVER_BOOK = (*PERIODS, "follow-ups", "import-letter")


@pytest.fixture(autouse=True)
def speak_english_in_boxes() -> None:
    use_language("en")
    use_glyphs(BOX)


def tables(report: Report) -> list[ReportTable]:
    return [block for block in report.blocks if isinstance(block, ReportTable)]


def cells(table: ReportTable, column: int) -> list[str]:
    """The texts of a column, without the rows that head groups."""
    return [row[column].text for row in table.rows if len(row) == len(table.columns)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["week", "quarter"])
def test_the_paper_of_the_sample_is_as_it_was_looked_at(name: str, lang: str) -> None:
    use_language(lang)
    written = report_bytes(KINDS[name].build(sample_context(lang)), ".md").decode("utf-8")
    golden = GOLDENS / f"{name}-{lang}.md"
    if WRITE:
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@settings(max_examples=EXAMPLES)
@given(strategies.books())
def test_every_kind_is_made_of_any_book(book: Book) -> None:
    for lang in LANGUAGES:
        use_language(lang)
        context = ReportContext(book, DEFAULT, TODAY)
        for name in OVER_BOOK:
            assert KINDS[name].build(context).blocks


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", OVER_BOOK)
def test_an_empty_book_has_a_page_that_says_so(name: str, lang: str) -> None:
    use_language(lang)
    report = KINDS[name].build(ReportContext(Book(), DEFAULT, TODAY, me=ME))
    for table in tables(report):
        assert table.rows or table.empty
    for ending in (".html", ".md", ".txt", ".xlsx"):
        assert report_bytes(report, ending)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PERIODS)
def test_no_line_of_text_is_longer_than_eighty_cells(name: str, lang: str) -> None:
    use_language(lang)
    text = report_bytes(KINDS[name].build(sample_context(lang)), ".txt").decode("utf-8")
    assert max(map(width, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("unit", "since", "ahead"),
    [
        ("week", date(2026, 11, 22), date(2026, 12, 11)),
        ("month", date(2026, 10, 31), date(2026, 12, 31)),
        ("quarter", date(2026, 9, 30), date(2027, 3, 31)),
    ],
)
def test_a_period_begins_with_its_first_day_or_as_asked(
    unit: ReportUnit, since: date, ahead: date
) -> None:
    context = sample_context("en")
    period = find_report_period(context, unit)
    assert (period.since, period.until, period.ahead) == (since, TODAY, ahead)
    asked = replace(context, since=date(2026, 6, 1))
    assert find_report_period(asked, unit).since == date(2026, 6, 1)
    facts = dict(KINDS[unit].build(asked).facts)
    assert facts["Looks back on"] == "2 Jun 2026 – 30 Nov 2026"


def test_a_fiscal_quarter_is_that_of_the_book() -> None:
    context = sample_context("en")
    fiscal = replace(context, book=set_year_start(context.book, 2))
    period = find_report_period(fiscal, "quarter")
    assert (period.since, period.fiscal.label) == (date(2026, 10, 31), "FY2026-Q4")
    assert KINDS["quarter"].build(fiscal).title == "Quarterly report, FY2026-Q4"


def test_what_is_asked_for_is_named_and_obeyed() -> None:
    context = replace(sample_context("en"), owner="Lena", filter="stage>=P4")
    ids = frozenset(
        each.id for each in context.book.projects.values() if each.stage in ("P4", "P5", "P6")
    )
    context = replace(context, ids=ids)
    mine = {each.name for each in context.projects}
    assert mine < {each.name for each in sample_context("en").projects}
    for name in OVER_BOOK:
        facts = dict(KINDS[name].build(context).facts)
        assert (facts["Owner"], facts["Filter"]) == ("Lena", "stage>=P4")
    week = KINDS["week"].build(context)
    done, due, *_rest = tables(week)
    assert set(cells(done, 1)) | set(cells(due, 2)) <= mine
    quarter = tables(KINDS["quarter"].build(context))
    asked = next(table for table in quarter if table.columns[-1].title == "What is asked")
    assert set(cells(asked, 1)) <= mine


def test_what_is_due_stands_by_day_and_overdue_first() -> None:
    context = sample_context("en")
    due = list_due(context.book, DEFAULT, TODAY, next_friday(TODAY))
    table = tables(KINDS["week"].build(context))[1]
    rows = [row for row in table.rows if len(row) > 1]
    assert [row[0].value for row in rows] == [item.on for item in due]
    assert [row[2].text for row in rows] == [item.project.name for item in due]
    heads = [table.rows[at][0].text for at in sorted(table.groups)]
    assert heads[0] == "Overdue"
    assert len(heads) == 1 + len({item.on for item in due if not item.overdue})


def test_ten_deals_need_the_manager_each_with_what_is_asked() -> None:
    context = sample_context("en")
    table = next(
        each
        for each in tables(KINDS["quarter"].build(context))
        if each.columns[-1].title == "What is asked"
    )
    quarter = period_of_day(TODAY, "quarter")
    found = list_asks(context, 10, quarter)
    assert cells(table, 1) == [each.project.name for each in found]
    assert len(found) == 10
    assert all(row[6].text and row[7].text for row in table.rows)
    (money,) = context.figures.forecast(by="quarter").find(quarter).currencies.values()
    stakes = {part.state.id: part.completion.expected for part in money.parts}
    weighed = [stakes.get(each.project.id, 0) for each in found]
    assert weighed == sorted(weighed, reverse=True)
    assert weighed[0] > 0
    asked = {each.project.id for each in list_asks(context, 999)}
    assert {id_ for id_ in asked if stakes.get(id_)} <= {each.project.id for each in found}


def test_five_deals_need_the_manager_of_a_week_worst_first() -> None:
    found = list_asks(sample_context("en"), 5)
    severities = [each.severity for each in found]
    assert len(found) == 5
    assert severities == sorted(severities, key=lambda each: each != "red")


def test_follow_ups_stand_by_customer_with_those_to_come() -> None:
    context = sample_context("en")
    rows = list_follow_ups(context)
    (table,) = tables(KINDS["follow-ups"].build(context))
    assert len(cells(table, 0)) == len(rows)
    assert len({row.contact.id for row in rows}) == len(rows)
    to_come = [row for row in rows if row.on and row.on > TODAY]
    assert to_come and all(row.late == 0 for row in to_come)
    customers = [table.rows[at][0].text.rsplit("  ", 1)[0] for at in sorted(table.groups)]
    assert len(customers) == len(set(customers)) == len({row.project.customer for row in rows})


def letter_context(**narrowed: Any) -> ReportContext:
    """The context of a book whose last import asked two owners something and told a third."""
    context = sample_context("en")
    first, second = list(context.book.projects.values())[:2]
    letter = ImportLetter(
        "team.xlsx",
        (
            OwnerLetter(
                "Lena",
                (
                    LetterItem(
                        *("gone", first.name, first.id, "gone from the list"),
                        ask=("Lena", "Carl"),
                        since=TODAY - timedelta(3),
                    ),
                    LetterItem("added", second.name, second.id, "new project"),
                ),
                {"added": 1},
            ),
            OwnerLetter("Carl", (LetterItem("twin", second.name, second.id, "Lena too"),), {}),
        ),
    )
    book = keep_import_letter(context.book, dump_letter(letter))
    return replace(context, book=book, **narrowed)


def test_the_last_import_is_told_by_owner_with_room_for_answers() -> None:
    report = KINDS["import-letter"].build(letter_context())
    assert dict(report.facts)["File"] == "team.xlsx"
    counts, asked, told, twin = tables(report)
    assert [(row[0].text, row[1].value) for row in counts.rows] == [("Lena", 1), ("Carl", 1)]
    assert asked.columns[-1].title == "Answer"
    assert asked.rows[0][4].value == TODAY - timedelta(3)
    assert asked.rows[0][5].text == "Lena, Carl"
    assert [len(each.rows) for each in (asked, told, twin)] == [1, 1, 1]
    mine = KINDS["import-letter"].build(letter_context(owner="carl"))
    assert [row[0].text for row in tables(mine)[0].rows] == ["Carl"]
    none = KINDS["import-letter"].build(letter_context(ids=frozenset()))
    assert not tables(none)[0].rows


def test_a_workbook_has_real_numbers_and_days() -> None:
    from openpyxl import load_workbook

    context = sample_context("en")
    book = load_workbook(BytesIO(report_bytes(KINDS["quarter"].build(context), ".xlsx")))
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    total = context.figures.forecast().total.currencies["CNY"]
    assert {total.sum.expected, total.completion.expected, total.signed} <= {
        value for value in values if isinstance(value, int)
    }
    week = load_workbook(BytesIO(report_bytes(KINDS["week"].build(context), ".xlsx")))
    held = [cell.value for sheet in week for row in sheet.iter_rows() for cell in row]
    days = {value.date() for value in held if isinstance(value, datetime)}
    assert {item.on for item in list_due(context.book, DEFAULT, TODAY, TODAY)} <= days


def test_a_bar_shows_signed_range_and_target_to_scale() -> None:
    bar = TargetBar("2026-Q4", "CNY", 250, 500, 300, 500, 1000)
    drawing = draw_target_bars([bar])
    filled = [s for s in drawing.shapes if isinstance(s, DrawnBox) and s.filled]
    outlined = [s for s in drawing.shapes if isinstance(s, DrawnBox) and not s.filled]
    (signed,), (sure, spread) = filled, outlined
    assert signed.width * 2 == pytest.approx(spread.x + spread.width - signed.x)
    assert sure.x == pytest.approx(signed.x + signed.width)
    assert spread.width == pytest.approx(4 * sure.width)
    texts = [s.text for s in drawing.shapes if isinstance(s, DrawnText)]
    assert "CNY 1,000" in texts
    first, second = list_target_lines([bar])
    assert first.startswith("2026-Q4")
    assert "target CNY 1,000" in second


def test_an_owner_is_meant_by_any_way_of_writing_the_name() -> None:
    context = replace(sample_context("en"), owner="lena")
    by_owner = tables(KINDS["week"].build(context))[-2]
    assert [row[0].text for row in by_owner.rows] == ["Lena"]


def test_every_drawing_has_its_twin_in_text() -> None:
    for name in PERIODS:
        report = KINDS[name].build(sample_context("en"))
        drawn = [block for block in report.blocks if isinstance(block, ReportPicture)]
        assert drawn and all(block.text for block in drawn)


def test_what_may_be_counted_twice_and_what_is_in_no_sum_is_named() -> None:
    context = sample_context("en")
    first = next(each for each in context.book.projects.values() if each.amount)
    twin = first.model_copy(update={"id": "01K8FRG2004230ZT3PNJ7RY8ZZ", "owner": "Another"})
    book = context.book.with_projects(twin)
    for name in PERIODS:
        text = report_bytes(KINDS[name].build(replace(context, book=book)), ".txt").decode()
        assert "may be counted twice" in text
        assert "Thornbury College dormitory Wi-Fi" in text, "it has no amount"
    quarter = report_bytes(KINDS["quarter"].build(context), ".txt").decode()
    assert "in no sum in play: on hold 2, lost 2, abandoned 1" in quarter
