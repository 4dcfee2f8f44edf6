"""The writers: pages that stand alone, tables that line up, sheets that hold real values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from reports.report import (
    Drawing,
    DrawnBox,
    DrawnLine,
    Report,
    ReportCell,
    ReportColumn,
    ReportHeading,
    ReportPicture,
    ReportTable,
    drop_blank_columns,
)
from reports.report_kinds import ReportKind
from reports.writers.sheets import make_sheets
from reports.writers.text_writer import text_bytes
from store.tables.workbook_digest import has_own_digest
from tests.reports.contexts import ME, context_for, sample, written_kinds
from tui.report_writer import report_bytes
from views.styled_text import width
from wording import LANGUAGES, use_language

OUTSIDE = re.compile(r"""(?:src|href|srcset|action|data|poster)\s*=|url\(|@import|//""", re.I)
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
FORM = ReportTable(
    (ReportColumn("", share=1), ReportColumn("", share=2), ReportColumn("", share=3)),
    (
        (ReportCell("项目名称", label=True), ReportCell("北辰调度网扩容", columns=2)),
        (ReportCell("成员", label=True, rows=2), ReportCell("林悦"), ReportCell("技术交流")),
        (ReportCell("周恺"), ReportCell("商务\n谈判")),
    ),
    title="项目组构成",
    form=True,
)
TABLE = ReportTable(
    (
        ReportColumn("Deal", share=3),
        ReportColumn("Amount", "money"),
        ReportColumn("Share", "percent"),
        ReportColumn("Day", "date"),
    ),
    (
        (
            ReportCell("北辰"),
            ReportCell("$640,000", 640_000, currency="USD"),
            ReportCell("25%", 0.25),
            ReportCell("30 Nov 2026", date(2026, 11, 30)),
        ),
        (ReportCell("Total", columns=1), ReportCell("80-150万"), ReportCell(""), ReportCell("")),
    ),
    title="Deals: all/any",
    sums=1,
)


def paper(*blocks: ReportTable | ReportHeading | ReportPicture) -> Report:
    return Report("other", "A paper", "en", (("As of", "30 Nov 2026"),), blocks, (("CR", "how"),))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", written_kinds(), ids=lambda kind: kind.name)
def test_a_page_refers_to_nothing_outside_itself(kind: ReportKind, lang: str) -> None:
    use_language(lang)
    page = report_bytes(kind.build(context_for(kind, sample(lang))), ".html").decode("utf-8")
    assert OUTSIDE.findall(page.replace(NAMESPACE, "")) == []
    assert "<script" not in page


@pytest.mark.parametrize("kind", written_kinds(), ids=lambda kind: kind.name)
def test_every_paper_says_of_which_day_and_whose_it_is(kind: ReportKind) -> None:
    report = kind.build(context_for(kind, sample("en")))
    facts = dict(report.facts)
    assert facts["As of"] == "30 Nov 2026"
    assert facts["Prepared by"] == ME
    assert kind.subject == "project" or facts["Filter"] == "x"
    assert kind.subject == "project" or "Owner" in facts
    assert report.definitions
    assert report.language == "en"


class TagCounter(HTMLParser):
    """Holds that each tag is closed in its turn."""

    VOID = frozenset({"meta", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.open = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_well_formed_and_laid_out_for_paper() -> None:
    shapes = (DrawnLine(((0, 0), (10, 10)), "red", arrow=True), DrawnBox(0, 0, 5, 5))
    drawn = ReportPicture("Net", Drawing(20, 20, shapes), ("o--o",))
    page = report_bytes(paper(TABLE, ReportHeading("Part", new_page=True), FORM, drawn), ".html")
    text = page.decode("utf-8")
    reader = TagCounter()
    reader.feed(text)
    assert reader.open == []
    assert "size: A4 portrait" in text
    assert '<h2 class="new-page">Part</h2>' in text
    assert "prefers-color-scheme: dark" in text
    assert 'rowspan="2"' in text
    assert "<polygon" in text


def test_a_form_is_drawn_in_boxes_with_its_spans() -> None:
    text = text_bytes(paper(FORM)).decode("utf-8")
    boxes = [line for line in text.splitlines() if line[:1] in ("+", "|")]
    assert {width(line) for line in boxes} == {80}
    assert "| 项目名称 | 北辰调度网扩容" in boxes[1]
    assert boxes[1].count("|") == 3  # the name spans two columns
    assert boxes[4].startswith("+          +")  # the label spans two rows


def test_tables_line_up_under_chinese() -> None:
    lines = text_bytes(paper(TABLE)).decode("utf-8").splitlines()
    head = next(line for line in lines if line.startswith("Deal "))
    row = next(line for line in lines if line.startswith("北辰"))
    assert width(row[: row.index("$640,000")]) + 8 == head.index("Amount") + len("Amount")


def test_a_sheet_holds_real_numbers_and_days() -> None:
    data = report_bytes(paper(TABLE, FORM), ".xlsx")
    assert has_own_digest(data)
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["A paper", "项目组构成", "What the figures mean"]
    sheet = book["A paper"]
    (row,) = (row for row in sheet.iter_rows() if row[0].value == "北辰")
    assert [cell.value for cell in row] == ["北辰", 640_000, 0.25, datetime(2026, 11, 30)]
    assert [cell.number_format for cell in row][1:] == ["[$USD] #,##0", "0%", "yyyy-mm-dd"]
    (head,) = (row for row in sheet.iter_rows() if row[0].value == "Deal")
    assert sheet.print_title_rows == f"${head[0].row}:${head[0].row}"
    form = book["项目组构成"]
    assert {f"{area}" for area in form.merged_cells.ranges} == {"B2:C2", "A3:A4"}
    assert form["B4"].value == "周恺"
    assert form.page_setup.paperSize == 9


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_sheets_have_names_that_spreadsheets_take(titles: list[str]) -> None:
    tables = (ReportTable(TABLE.columns, TABLE.rows, title=title) for title in titles)
    names = [sheet.title for sheet in make_sheets(paper(*tables))]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set("[]:*?/\\'") & set(name)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_stays_what_it_is_in_markdown(text: str, label: str) -> None:
    table = ReportTable(
        (ReportColumn("a"), ReportColumn("b")), ((ReportCell(text), FORM.rows[0][0]),)
    )
    report = Report("other", label, "en", (), (table,))
    tokens = (
        MarkdownIt("commonmark").enable("table").parse(report_bytes(report, ".md").decode("utf-8"))
    )
    blocks = [token.type for token in tokens if token.level == 0 and token.nesting >= 0]
    assert [block for block in blocks if block.endswith("_open")] == [
        "heading_open",
        "table_open",
        "paragraph_open",
    ]
    cells = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 2


@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=4), st.booleans())
def test_no_line_of_a_table_is_longer_than_eighty_cells(rows: list[list[str]], form: bool) -> None:
    columns = tuple(ReportColumn(name) for name in ("Deal", "负责人", "Step"))
    cells = tuple(tuple(map(ReportCell, row)) for row in rows)
    lines = text_bytes(paper(ReportTable(columns, cells, form=form))).decode("utf-8").splitlines()
    assert max(map(width, lines)) <= 80


def test_forms_that_follow_one_another_share_a_sheet() -> None:
    head = ReportTable(
        tuple(ReportColumn("", share=share) for share in (1, 2, 1, 2)),
        (tuple(ReportCell(text, label=at % 2 == 0) for at, text in enumerate("abcd")),),
        form=True,
    )
    rows = ReportTable(
        tuple(ReportColumn(title) for title in ("x", "y", "z")),
        (
            (ReportCell("1", rows=2), ReportCell("2"), ReportCell("3" * 90)),
            (ReportCell("4", columns=2),),
        ),
        form=True,
    )
    data = report_bytes(paper(head, rows), ".xlsx")
    sheet, _definitions = load_workbook(BytesIO(data)).worksheets
    found = {cell.value: cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value}
    # The edges are at 1/6, 1/3, 1/2, 2/3: five columns, of which each row spans its own.
    assert [found[text] for text in "abcd"] == ["A4", "B4", "D4", "E4"]
    assert [found[text] for text in "xyz"] == ["A5", "C5", "E5"]
    assert [found[text] for text in "124"] == ["A6", "C6", "C7"]
    merged = {f"{area}" for area in sheet.merged_cells.ranges}
    assert merged == {"B4:C4", "A5:B5", "C5:D5", "A6:B7", "C6:D6", "C7:E7"}
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[5].height


def test_columns_without_figures_are_left_out() -> None:
    columns = (
        ReportColumn("Name"),
        ReportColumn("Target", "money"),
        ReportColumn("Signed", "money"),
        ReportColumn("Note"),
    )
    rows = (
        (ReportCell("all", columns=4),),
        (ReportCell("a"), ReportCell(""), ReportCell("1", 1), ReportCell("")),
    )
    table = ReportTable(columns, rows)
    narrow = drop_blank_columns(table)
    assert [column.title for column in narrow.columns] == ["Name", "Signed", "Note"]
    assert [[cell.columns for cell in row] for row in narrow.rows] == [[3], [1, 1, 1]]
    assert drop_blank_columns(replace(table, form=True)) == replace(table, form=True)
    assert drop_blank_columns(replace(table, rows=())).columns == columns


@pytest.mark.parametrize("title", ["C #", "C ##", "#", "C#"])
def test_number_signs_at_the_end_of_a_heading_are_not_its_close(title: str) -> None:
    report = Report("plan", title, "en", (), (ReportHeading(title),))
    tokens = MarkdownIt().parse(report_bytes(report, ".md").decode("utf-8"))
    heads = [
        tokens[at + 1].children for at, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert [title, title] == ["".join(part.content for part in parts or ()) for parts in heads]
