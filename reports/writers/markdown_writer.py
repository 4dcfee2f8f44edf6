"""The writer of Markdown: for notes, wikis and mails; user text is escaped sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from reports.report import (
    Block,
    Report,
    ReportCell,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportPicture,
    ReportTable,
)
from reports.writers.clean_text import clean_lines
from reports.writers.signature import sign_paper
from reports.writers.table_grid import spread_cells
from wording import _

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$]")
"""What means something anywhere in a line."""
_STARTS = re.compile(r"^(\s*)(?:([#+=:-])|(\d+)([.)]))")
"""What means something where a line begins."""
_LINKS = re.compile(r"://|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
"""What makes programs draw a link although nobody wrote one."""
_CLOSING = re.compile(r"(?<!\S)#+$")
_TICKS = re.compile(r"`+")


def markdown_bytes(report: Report) -> bytes:
    """Return a report as Markdown."""
    parts = [_write_heading(report.title, 1)]
    if report.facts:
        parts.append(_write_pairs(report.facts))
    parts += chain.from_iterable(map(_write_block, report.blocks))
    if report.definitions:
        parts.append(_write_heading(_("What the figures mean"), 3))
        parts.append(_write_pairs(report.definitions))
    parts.append(_escape_line(sign_paper(report)))
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _write_pairs(pairs: Sequence[tuple[str, str]]) -> str:
    colon = _(": ").strip()
    lines = (f"- **{_escape_line(name)}{colon}** {_escape(text)}" for name, text in pairs)
    return "\n".join(lines)


def _write_heading(text: str, level: int) -> str:
    """Return a heading; number signs at its end would close it and be gone."""
    return f"{'#' * level} {_CLOSING.sub(_escape_signs, _escape_line(text))}"


def _escape_signs(found: re.Match[str]) -> str:
    return found[0].replace("#", r"\#")


def _write_block(block: Block) -> Iterator[str]:
    """Yield the parts that a block makes, which blank lines are to stand between."""
    match block:
        case ReportHeading(text, level):
            yield _write_heading(text, level + 1)
        case ReportParagraph(text):
            yield _escape(text)
        case ReportList(items, numbered):
            marks = (f"{at}." if numbered else "-" for at in range(1, len(items) + 1))
            lines = (f"{mark} {_escape(item)}" for mark, item in zip(marks, items, strict=True))
            yield "\n".join(lines)
        case ReportTable():
            yield from _write_table(block)
        case ReportPicture(title, _drawing, text):
            if title:
                yield f"**{_escape_line(title)}**"
            yield _fence(text)


def _write_table(table: ReportTable) -> Iterator[str]:
    if table.title:
        yield f"**{_escape_line(table.title)}**"
    if not table.rows and table.empty:
        yield _escape(table.empty)
        return
    numbers = [column.kind in ("number", "money", "percent") for column in table.columns]
    heads = [_escape_line(column.title) for column in table.columns]
    lines = [_row(heads), _row("---:" if number else "---" for number in numbers)]
    first_sum = len(table.rows) - table.sums
    for at, cells in enumerate(spread_cells(table)):
        bold = at in table.groups or at in table.subtotals or at >= first_sum
        lines.append(_row(_write_cell(cell, bold=bold) for cell in cells))
    yield "\n".join(lines)


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _write_cell(cell: ReportCell | None, *, bold: bool) -> str:
    """Return a cell; one that a wider or higher one covers is blank."""
    if cell is None:
        return ""
    text = "<br>".join(_escape_line(line) for line in clean_lines(cell.text)).strip()
    return f"**{text}**" if text and (bold or cell.label) else text


def _escape(text: str) -> str:
    """Escape a text, its line breaks kept; blank lines become one break."""
    lines = [line for line in map(_escape_line, clean_lines(text)) if line]
    return "\\\n".join(lines)


def _escape_line(text: str) -> str:
    """Escape a text on one line."""
    line = " ".join(clean_lines(text)).strip()
    line = _LINKS.sub(lambda found: f"\\{found[0]}", _SIGNS.sub(r"\\\g<0>", line))
    return _STARTS.sub(_escape_start, line, count=1)


def _escape_start(found: re.Match[str]) -> str:
    sign, number, mark = found.group(2, 3, 4)
    return f"\\{sign}" if sign else f"{number}\\{mark}"


def _fence(lines: Sequence[str]) -> str:
    """Return lines as they are, between fences longer than any run of backticks in them."""
    text = "\n".join(chain.from_iterable(map(clean_lines, lines)))
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
