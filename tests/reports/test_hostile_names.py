"""Whatever people are called, no format takes a name for more than a name."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from openpyxl import load_workbook

from reports.report import (
    Drawing,
    DrawnText,
    Report,
    ReportCell,
    ReportColumn,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportPicture,
    ReportTable,
)
from reports.report_kinds import ReportKind
from reports.writers.clean_text import clean_line, clean_text
from tests.reports.contexts import HOSTILE, context_for, hostile_book, written_kinds
from tui.report_writer import report_bytes

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section"),
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "figure"),
    *("figcaption", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    *("svg", "rect", "text", "polyline", "polygon"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "class", "scope", "style", "colspan", "rowspan"),
    *("xmlns", "width", "height", "viewbox", "role", "x", "y", "rx", "points", "font-size"),
    *("stroke-width", "stroke-dasharray", "text-anchor"),
}
SHAPES = {"svg", "title", "style", "rect", "text", "polyline", "polygon"}


def report_of(name: str) -> Report:
    """Return a report that has a name wherever there can be one."""
    drawing = Drawing(200, 40, (DrawnText(0, 20, name), DrawnText(0, 30, name, mono=True)))
    cells = (ReportCell(name, label=True), ReportCell(name, tone="red"))
    columns = (ReportColumn(name), ReportColumn(name, "money"))
    return Report(
        "other",
        name,
        "en",
        ((name, name),),
        (
            ReportHeading(name),
            ReportParagraph(name),
            ReportList((name, name), numbered=True),
            ReportTable(columns, (cells, cells), title=name, sums=1),
            ReportTable((ReportColumn(""), ReportColumn("")), (cells,), form=True),
            ReportTable(columns, (), empty=name),
            ReportPicture(name, drawing, (name,)),
        ),
        ((name, name),),
    )


class PageReader(HTMLParser):
    """Keeps the tags and attributes of a page, and the texts of its cells."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags, self.attributes = set[str](), set[str]()
        self.cells, self.inside = list[str](), 0
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)
        if tag in ("td", "th"):
            self.inside += 1
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"<!-- {data}")


def check_page(page: bytes) -> PageReader:
    """Hold that a page has nothing but what the template writes."""
    found = PageReader(page)
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    check_signs(page)
    return found


def check_signs(data: bytes) -> None:
    """Hold that nothing is left that steers a reader, but for line feeds."""
    signs = {char for char in set(data.decode("utf-8")) if unicodedata.category(char)[0] == "C"}
    assert signs <= {"\n"}


def read_markdown(data: bytes) -> list[Token]:
    """Hold that Markdown has no markup of users, and return its tokens."""
    check_signs(data)
    parser = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])
    tokens = parser.parse(data.decode("utf-8"))
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.content for token in inline if token.type == "html_inline"} <= {"<br>"}
    kinds = {token.type for token in (*tokens, *inline)}
    assert not kinds & {"html_block", "link_open", "image", "code_inline", "s_open", "em_open"}
    return tokens


def check_workbook(data: bytes) -> list[object]:
    """Hold that a workbook computes nothing, and return the values of its cells."""
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not any(cell.hyperlink for cell in cells)
    return [cell.value for cell in cells]


def check_drawing(data: bytes) -> None:
    """Hold that a picture has nothing but shapes and texts."""
    root = ElementTree.fromstring(data)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= SHAPES
    assert not {name for element in root.iter() for name in element.attrib if name[:2] == "on"}
    check_signs(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_shows_names_as_they_are(name: str) -> None:
    found = check_page(report_bytes(report_of(name), ".html"))
    cells, headings = 6, 2
    assert found.cells.count(clean_text(name)) == cells + headings * ("\n" not in clean_text(name))


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_shows_names_as_they_are(name: str) -> None:
    tokens = read_markdown(report_bytes(report_of(name), ".md"))
    headings = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert len(headings) == 3  # title, heading, definitions
    title = tokens[headings[0] + 1]
    shown = "".join(child.content for child in title.children or ())
    assert shown.split() == clean_line(name).split()
    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 6


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_keeps_names_as_texts(name: str) -> None:
    values = check_workbook(report_bytes(report_of(name), ".xlsx"))
    assert [f"{value}".strip() for value in values].count(clean_text(name).strip()) >= 6


@pytest.mark.parametrize("name", HOSTILE)
def test_text_and_drawings_steer_nobody(name: str) -> None:
    check_signs(report_bytes(report_of(name), ".txt"))
    check_drawing(report_bytes(report_of(name), ".svg"))


@pytest.mark.parametrize("kind", written_kinds(), ids=lambda kind: kind.name)
def test_every_kind_is_safe_in_every_format(kind: ReportKind) -> None:
    report = kind.build(context_for(kind, hostile_book()))
    checks = {
        ".html": check_page,
        ".md": read_markdown,
        ".txt": check_signs,
        ".xlsx": check_workbook,
        ".svg": check_drawing,
    }
    for ending in kind.formats:
        if (kind.name, ending) != ("pipeline", ".xlsx"):  # that is an export
            checks[ending](report_bytes(report, ending))
