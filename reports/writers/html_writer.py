"""The writer of pages: one file that brings all it needs, for a browser, a mail and a printer.

Jinja2 escapes every text; what is put in unescaped is our style sheet and the pictures, whose
texts `svg_writer` escapes. There is no script in it and nothing that it would fetch.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.report import Drawing, Report, ReportCell, ReportTable
from reports.writers.clean_text import clean_line, clean_text
from reports.writers.page_foot import describe_page
from reports.writers.svg_writer import inline_svg
from wording import _

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

MARK = '<meta name="generator" content="Netloft">'
"""What tells a page that was written here, and may be written anew, from any other."""
_BEGINNING = 500  # bytes, of which the head up to the mark takes less
_NUMBERS = frozenset({"number", "money", "percent"})


def html_bytes(report: Report) -> bytes:
    """Return a report as a page."""
    text = _template().render(
        report=report,
        lang=report.language.replace("_", "-"),
        foot=describe_page(report),
        definitions_title=_("What the figures mean"),
    )
    return text.encode("utf-8")


def has_html_mark(data: bytes) -> bool:
    """Whether a file holds a page that was written here."""
    return MARK.encode() in data[:_BEGINNING]


@cache
def _template() -> Template:
    """Load the template of pages and the package for it, both when first needed."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    place = files("reports") / "writers"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "clean": clean_text,
        "line": clean_line,
        "svg": _picture,
        "attribute": _class_attribute,
    }
    environment.globals |= {
        "style": Markup((place / "page.css").read_text("utf-8")),
        "name_block": lambda block: type(block).__name__,
        "class_of_cell": _class_of_cell,
        "has_headings": lambda table: any(column.title for column in table.columns),
        "is_group": lambda table, at: at in table.groups,
        "is_sum": lambda table, at: at >= len(table.rows) - table.sums,
        "share_of": _share_of,
    }
    return environment.from_string((place / "page.html.jinja").read_text("utf-8"))


def _picture(drawing: Drawing, title: str) -> Markup:
    from markupsafe import Markup

    return Markup(inline_svg(drawing, title))


def _class_attribute(names: str) -> Markup:
    from markupsafe import Markup

    return Markup(' class="{}"').format(names) if names else Markup("")


def _share_of(table: ReportTable, at: int) -> int:
    """Return how much of the width of a table a column takes, in percent."""
    return round(100 * table.columns[at].share / sum(column.share for column in table.columns))


def _class_of_cell(table: ReportTable, at: int, cell: ReportCell) -> str:
    """Return the classes of a cell; `at` is its place in the row, spans left aside."""
    kind = table.columns[at].kind if at < len(table.columns) else "text"
    number = kind in _NUMBERS and cell.columns == 1
    names = ("number" if number else "", "date" if kind == "date" else "", cell.tone)
    return " ".join(filter(None, names))
