"""The writer of pages: one file that brings all it needs, for a browser, a mail and a printer.

Jinja2 escapes every text; what is put in unescaped is our style sheet and the pictures, whose
texts `svg_writer` escapes. There is no script in it and nothing that it would fetch.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.report import Drawing, Report, ReportCell, ReportColumn, ReportTable
from reports.writers.clean_text import clean_line, clean_text
from reports.writers.signature import sign_paper
from reports.writers.svg_writer import inline_svg
from reports.writers.table_grid import spread_cells
from wording import _

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

MARK = '<meta name="generator" content="Netloft">'
"""What tells a page that was written here, and may be written anew, from any other."""
_BEGINNING = 500  # bytes, of which the head up to the mark takes less
_DAY = re.compile(r"\b(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4})\b")
"""A day as papers have it in either language."""
_SHORT_ROWS = 4
"""So many rows stay on one printed page."""
_GLUED = re.compile(r" (?=CR[1-5?])")
_NUMBERS = frozenset({"number", "money", "percent"})


def html_bytes(report: Report) -> bytes:
    """Return a report as a page."""
    text = _template().render(
        report=report,
        lang=report.language.replace("_", "-"),
        signature=sign_paper(report),
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
        "clean": _keep_together,
        "line": clean_line,
        "svg": _draw_inline,
        "attribute": _class_attribute,
    }
    environment.globals |= {
        "style": Markup((place / "page.css").read_text("utf-8")),
        "name_block": lambda block: type(block).__name__,
        "class_of_cell": _class_of_cell,
        "has_headings": lambda table: any(column.title for column in table.columns),
        "is_form": _is_form,
        "class_of_row": _class_of_row,
        "place_cells": _place_cells,
        "short_rows": _SHORT_ROWS,
        "share_of": _share_of,
    }
    return environment.from_string((place / "page.html.jinja").read_text("utf-8"))


def _draw_inline(drawing: Drawing, title: str) -> Markup:
    from markupsafe import Markup

    return Markup(inline_svg(drawing, title))


def _is_form(report: Report) -> bool:
    """Whether a paper begins with a form, whose title stands in the middle as on the paper one."""
    return any(isinstance(block, ReportTable) and block.form for block in report.blocks[:1])


def _class_attribute(names: str) -> Markup:
    from markupsafe import Markup

    return Markup(' class="{}"').format(names) if names else Markup("")


def _share_of(table: ReportTable, at: int) -> int:
    """Return how much of the width of a table a column takes, in percent."""
    return round(100 * table.columns[at].share / sum(column.share for column in table.columns))


def _place_cells(table: ReportTable) -> list[list[tuple[ReportCell, ReportColumn]]]:
    """Return the cells of each row with the columns that they begin in."""
    return [
        [(cell, table.columns[at]) for at, cell in enumerate(row) if cell is not None]
        for row in spread_cells(table)
    ]


def _class_of_row(table: ReportTable, at: int) -> str:
    if at >= len(table.rows) - table.sums:
        return "sum"
    return "group" if at in table.groups else "subtotal" if at in table.subtotals else ""


def _class_of_cell(cell: ReportCell, column: ReportColumn) -> str:
    number = column.kind in _NUMBERS and cell.columns == 1
    names = ("number" if number else "", "date" if column.kind == "date" else "", cell.tone)
    return " ".join(filter(None, names))


def _keep_together(text: str) -> Markup:
    """Escape a text, and keep days, and a CR with the name before it, on one line."""
    from markupsafe import Markup, escape

    escaped = _DAY.sub(r'<span class="day">\g<0></span>', str(escape(clean_text(text))))
    escaped = _GLUED.sub("&nbsp;", escaped)
    return Markup(escaped)
