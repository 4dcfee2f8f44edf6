"""The sheets of a workbook as pure data: a table a sheet, what belongs to it above.

No package for workbooks is known here; whoever writes the file makes cells of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal

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
from reports.writers.clean_text import clean_line, clean_lines, clean_text
from reports.writers.joined_forms import continues_form, join_forms
from reports.writers.signature import sign_paper
from reports.writers.table_grid import spread_cells
from views.styled_text import wrap
from wording import _

SheetLook = Literal["", "title", "heading", "note", "head", "label", "group", "sum"]
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NAME_HOLDS = 31
_TALL, _WIDE = 90, 130
_LEAST, _LINE, _AIR, _NAMES = 8, 100, 2, 24


@dataclass(frozen=True, slots=True)
class ReportSheetCell:
    """A cell of a sheet: what a report's cell says, and how it looks."""

    cell: ReportCell
    look: SheetLook = ""
    percent: bool = False
    boxed: bool = False


SheetRow = tuple[ReportSheetCell, ...]


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A sheet: its name, how wide its columns are in signs, and its rows.

    `header` is the place of the row with the headings, from 0; None where there are none.
    """

    title: str
    widths: tuple[int, ...]
    rows: tuple[SheetRow, ...]
    header: int | None
    wide: bool


@dataclass
class _SheetDraft:
    """A sheet that is being made; `forms` are those that stand on it as one so far."""

    title: str
    forms: list[ReportTable] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    table: ReportTable | None = None
    header: int | None = None


def make_sheets(report: Report) -> tuple[ReportSheet, ...]:
    """Return the sheets of a report, the first under its title and facts."""
    drafts = [_SheetDraft(report.title, rows=[*_head_rows(report)])]
    waiting, heading = list[SheetRow](), ""
    for block in report.blocks:
        if isinstance(block, ReportTable):
            forms = drafts[-1].forms
            if forms and not waiting and continues_form(forms[-1], block):
                forms.append(block)
                continue
            if drafts[-1].table is not None:
                drafts.append(_SheetDraft(block.title or heading or report.title))
            _begin_table(drafts[-1], waiting, block)
            waiting = []
        else:
            waiting += _text_rows(block)
            heading = block.text if isinstance(block, ReportHeading) else heading
    for draft in drafts:
        _add_table(draft)
    drafts[-1].rows += waiting
    if report.definitions:
        title = _("What the figures mean")
        drafts.append(_SheetDraft(title, rows=[*_definition_rows(title, report)]))
    names = set[str]()
    return tuple(_finish(draft, report, names) for draft in drafts)


def _head_rows(report: Report) -> Iterator[SheetRow]:
    yield _line(report.title, "title")
    for label, text in report.facts:
        yield _line(_("{label}: {text}").format(label=label, text=" ".join(clean_lines(text))))
    yield ()


def _line(text: str, look: SheetLook = "note") -> SheetRow:
    return (ReportSheetCell(ReportCell(clean_line(text)), look),)


def _text_rows(block: Block) -> Iterator[SheetRow]:
    """Yield what is no table, a line each in the first column."""
    match block:
        case ReportHeading(text):
            yield ()
            yield _line(text, "heading")
        case ReportParagraph(text):
            yield from _wrapped([text])
        case ReportList(items, numbered):
            marks = (f"{at}. " if numbered else "- " for at in range(1, len(items) + 1))
            yield from _wrapped(mark + item for mark, item in zip(marks, items, strict=True))
        case ReportPicture(title, _drawing, text):
            yield _line(title, "heading")
            yield from map(_line, text)
        case ReportTable():
            return


def _wrapped(texts: Iterator[str] | Sequence[str]) -> Iterator[SheetRow]:
    for line in chain.from_iterable(map(clean_lines, texts)):
        yield from map(_line, wrap(line, _LINE, len(line) + 1) or [""])


def _begin_table(draft: _SheetDraft, before: Sequence[SheetRow], table: ReportTable) -> None:
    """Put what stands above a table into its sheet."""
    draft.table = table
    draft.forms = [table] if table.form else []
    draft.rows += before
    if table.title:
        draft.rows.append(_line(table.title, "heading"))


def _add_table(draft: _SheetDraft) -> None:
    """Put the rows of its table, or of its forms, into a sheet."""
    if len(draft.forms) > 1:
        joined = join_forms(draft.forms)
        draft.table = joined.table
        draft.header = None if joined.header is None else joined.header + len(draft.rows)
    if (table := draft.table) is None:
        return
    if not table.rows and table.empty:
        draft.rows.append(_line(table.empty))
        return
    if any(column.title for column in table.columns):
        draft.header = len(draft.rows)
        heads = (ReportCell(clean_line(column.title)) for column in table.columns)
        draft.rows.append(tuple(ReportSheetCell(head, "head", boxed=True) for head in heads))
    first_sum = len(table.rows) - table.sums
    for at, row in enumerate(table.rows):
        is_sum = at >= first_sum or at in table.subtotals
        look: SheetLook = "sum" if is_sum else "group" if at in table.groups else ""
        draft.rows.append(tuple(_table_cells(table, row, look)))


def _table_cells(
    table: ReportTable, row: Sequence[ReportCell], look: SheetLook
) -> Iterator[ReportSheetCell]:
    for at, cell in enumerate(row):
        percent = at < len(table.columns) and table.columns[at].kind == "percent"
        shown = ReportCell(
            clean_text(cell.text),
            cell.value,
            columns=cell.columns,
            rows=cell.rows,
            currency=cell.currency,
        )
        yield ReportSheetCell(shown, "label" if cell.label else look, percent, boxed=True)


def _definition_rows(title: str, report: Report) -> Iterator[SheetRow]:
    yield _line(title, "title")
    yield ()
    for name, text in report.definitions:
        cells = ReportCell(clean_line(name)), ReportCell(clean_text(text))
        yield ReportSheetCell(cells[0], "label"), ReportSheetCell(cells[1])
    yield ()
    yield _line(sign_paper(report))


def _finish(draft: _SheetDraft, report: Report, names: set[str]) -> ReportSheet:
    room = _WIDE if report.wide else _TALL
    widths = _share_width(draft.table, room) if draft.table else (_NAMES, room)
    name = _free_name(draft.title, names)
    return ReportSheet(name, widths, tuple(draft.rows), draft.header, report.wide)


def _share_width(table: ReportTable, room: int) -> tuple[int, ...]:
    """Return how wide columns are by their shares: wide enough for figures, which a spreadsheet
    does not wrap.
    """
    every = sum(column.share for column in table.columns)
    widths = [max(_LEAST, room * column.share // every) for column in table.columns]
    for row in spread_cells(table):
        for at, cell in enumerate(row):
            if cell is not None and cell.columns == 1 and cell.value is not None:
                widths[at] = max(widths[at], _AIR + len(_shown_value(cell)))
    return tuple(widths)


def _shown_value(cell: ReportCell) -> str:
    """Return about what a spreadsheet shows of a value."""
    return f"{cell.value}" if isinstance(cell.value, date) else f"{cell.currency} {cell.value:,}"


def _free_name(title: str, names: set[str]) -> str:
    """Return a title as sheets may be called, unlike the `names` taken, and take it."""
    plain = " ".join(_FORBIDDEN.sub(" ", clean_line(title)).split()) or "-"
    name, number = plain[:_NAME_HOLDS].strip(), 1
    while name.casefold() in names:
        number += 1
        end = f" {number}"
        name = plain[: _NAME_HOLDS - len(end)].strip() + end
    names.add(name.casefold())
    return name
