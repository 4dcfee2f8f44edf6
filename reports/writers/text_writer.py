"""The writer of plain text: for a terminal, a mail, a printer; 80 cells, Chinese signs two each.

A table that has no room in 80 cells without a figure being cut stands row by row, each cell behind
its heading.
"""

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
from reports.writers.clean_text import clean_line, clean_lines
from reports.writers.signature import sign_paper
from reports.writers.table_grid import CellPlace, lay_out_cells, spread_cells
from views.styled_text import CellAlign, fit, width, wrap
from wording import _

CELLS = 80
_GAP = "  "
_LEAST = 8
_MOST_LINES = 10_000
_WORD = re.compile(r"[!-~]+")
_MOST = 16
_NUMBERS = frozenset({"number", "money", "percent"})
_WHOLE = _NUMBERS | {"date"}


def text_bytes(report: Report) -> bytes:
    """Return a report as plain text."""
    title = clean_line(report.title)
    parts = [[*_wrap(title), "=" * min(CELLS, width(title))]]
    if report.facts:
        parts.append(list(_write_pairs(report.facts)))
    parts += map(_write_block, report.blocks)
    if report.definitions:
        heading = _("What the figures mean")
        parts.append([heading, "-" * width(heading), *_write_pairs(report.definitions)])
    parts.append([clean_line(sign_paper(report))])
    lines = chain.from_iterable([*part, ""] for part in parts if part)
    return "\n".join(line.rstrip() for line in lines).encode("utf-8")


def _wrap(text: str, cells: int = CELLS) -> list[str]:
    lines = chain.from_iterable(
        wrap(line, cells, _MOST_LINES) or [""] for line in clean_lines(text)
    )
    return list(lines)


def _hang(mark: str, text: str) -> Iterator[str]:
    """Yield a text behind its mark, what follows set under its beginning."""
    room = CELLS - width(mark)
    for at, line in enumerate(_wrap(text, room)):
        yield (mark if not at else " " * width(mark)) + line


def _write_pairs(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    colon = _(": ")
    labels = [f"{clean_line(label)}{colon}" for label, _text in pairs]
    room = min(max(map(width, labels)), CELLS // 2)
    for label, (_label, text) in zip(labels, pairs, strict=True):
        yield from _hang(label if width(label) > room else fit(label, room), text)


def _write_block(block: Block) -> list[str]:
    match block:
        case ReportHeading(text, level):
            lines = _wrap(text)
            return [*lines, ("=" if level == 1 else "-") * max(map(width, lines))]
        case ReportParagraph(text):
            return _wrap(text)
        case ReportList(items, numbered):
            marks = (f"{at}. " if numbered else "- " for at in range(1, len(items) + 1))
            return [line for pair in zip(marks, items, strict=True) for line in _hang(*pair)]
        case ReportPicture(title, _drawing, text):
            drawn = chain.from_iterable(map(clean_lines, text))
            return [*(_wrap(title) if title else ()), *drawn]
        case ReportTable():
            return _write_table(block)


def _write_table(table: ReportTable) -> list[str]:
    title = [*_wrap(table.title), ""] if table.title else []
    if not table.rows:
        return [*title, *(_wrap(table.empty) if table.empty else ())]
    room = CELLS - (3 * len(table.columns) + 1 if table.form else 2 * (len(table.columns) - 1))
    widths = _share_out(table, room)
    if widths is None:
        return [*title, *_write_records(table)]
    lines = _draw_form(table, widths) if table.form else _draw_table(table, widths)
    return [*title, *lines]


def _share_out(table: ReportTable, room: int) -> list[int] | None:
    """Return how wide the columns are: as wide as they need, or what is left of the room.

    None where figures and days, which are never cut, and least widths of the others have no room.
    """
    wanted, least = _column_needs(table)
    if sum(least) > room:
        return None
    given = list(least)
    spare = room - sum(least)
    while spare:
        open_ = [at for at, cells in enumerate(given) if cells < wanted[at]]
        if not open_:
            break
        at = min(open_, key=lambda at: given[at] / max(1, table.columns[at].share))
        given[at] += 1
        spare -= 1
    if table.form:
        at = max(range(len(given)), key=lambda at: table.columns[at].share)
        given[at] += spare
    return given


def _column_needs(table: ReportTable) -> tuple[list[int], list[int]]:
    """Return how many cells each column wants, and how many it takes at least."""
    wanted = [width(clean_line(column.title)) for column in table.columns]
    least = [min(cells, _LEAST) for cells in wanted]
    for row in spread_cells(table):
        for at, cell in enumerate(row):
            if cell is None or cell.columns > 1:
                continue
            needed = max(map(width, clean_lines(cell.text)))
            whole = table.columns[at].kind in _WHOLE or cell.label
            wanted[at] = max(wanted[at], needed)
            least[at] = max(least[at], needed if whole else _least_cells(cell.text, needed))
    return [max(1, cells) for cells in wanted], [max(1, cells) for cells in least]


def _least_cells(text: str, needed: int) -> int:
    """Return in how many cells a text can be wrapped so that no figure or word in it is cut."""
    words = map(len, _WORD.findall(text))
    return max(min(needed, _LEAST), min(max(words, default=0), _MOST))


def _align(table: ReportTable, at: int) -> CellAlign:
    return "right" if table.columns[at].kind in _NUMBERS else "left"


def _draw_table(table: ReportTable, widths: Sequence[int]) -> list[str]:
    """Draw rows under their headings, with a rule below these and above sums."""
    rule = _GAP.join("-" * cells for cells in widths)
    lines = list[str]()
    if any(column.title for column in table.columns):
        heads = [ReportCell(column.title) for column in table.columns]
        lines += [*_draw_row(table, heads, widths), rule]
    first_sum = len(table.rows) - table.sums
    for at, row in enumerate(spread_cells(table)):
        if at in table.groups and at:
            lines.append("")
        if at == first_sum or at in table.subtotals:
            lines.append(rule)
        lines += [*_draw_row(table, row, widths), *([""] if at in table.subtotals else [])]
    return lines


def _draw_row(
    table: ReportTable, row: Sequence[ReportCell | None], widths: Sequence[int]
) -> Iterator[str]:
    columns = list[tuple[list[str], int, CellAlign]]()
    for at, cell in enumerate(row):
        if cell is None and at and columns:
            continue
        span = cell.columns if cell else 1
        cells = sum(widths[at : at + span]) + len(_GAP) * (min(span, len(widths) - at) - 1)
        texts = _wrap(cell.text, cells) if cell else [""]
        columns.append((texts, cells, _align(table, at) if span == 1 else "left"))
    for number in range(max(len(texts) for texts, *_more in columns)):
        yield _GAP.join(
            fit(texts[number] if number < len(texts) else "", cells, align)
            for texts, cells, align in columns
        ).rstrip()


def _draw_form(table: ReportTable, widths: Sequence[int]) -> list[str]:
    """Draw every cell in its box."""
    grid = lay_out_cells(table)
    if any(column.title for column in table.columns):
        heads = [
            CellPlace(ReportCell(column.title, label=True), -1, at)
            for at, column in enumerate(table.columns)
        ]
        grid = [heads, *grid]
    lines = [_draw_rule(None, grid[0], widths)]
    for at, row in enumerate(grid):
        lines += _draw_boxes(table, grid, at, widths)
        below = grid[at + 1] if at + 1 < len(grid) else None
        lines.append(_draw_rule(row, below, widths))
    return lines


def _draw_rule(
    above: Sequence[CellPlace] | None, below: Sequence[CellPlace] | None, widths: Sequence[int]
) -> str:
    """Draw the line between two rows, left out where one cell goes on."""
    text = "+"
    for at, cells in enumerate(widths):
        same = above is not None and below is not None and above[at] == below[at]
        text += (" " if same else "-") * (cells + 2) + "+"
    return text


def _draw_boxes(
    table: ReportTable, grid: Sequence[Sequence[CellPlace]], at: int, widths: Sequence[int]
) -> Iterator[str]:
    """Yield the lines of a row of boxes; a cell that goes on from above is blank here."""
    row = grid[at]
    boxes = list[tuple[list[str], int, CellAlign]]()
    for column, place in enumerate(row):
        if column and row[column - 1] == place:
            continue
        span = sum(other == place for other in row)
        cells = sum(widths[column : column + span]) + 3 * (span - 1)
        begins = not at or place not in grid[at - 1]
        align: CellAlign = "left" if place.cell.label or span > 1 else _align(table, column)
        boxes.append((_wrap(place.cell.text, cells) if begins else [""], cells, align))
    for number in range(max(len(texts) for texts, *_more in boxes)):
        yield (
            "".join(
                f"| {fit(texts[number] if number < len(texts) else '', cells, align)} "
                for texts, cells, align in boxes
            )
            + "|"
        )


def _write_records(table: ReportTable) -> Iterator[str]:
    """Yield a table row by row, each cell behind its heading."""
    for at, row in enumerate(spread_cells(table)):
        if at:
            yield ""
        pairs = [
            (table.columns[place].title, cell.text)
            for place, cell in enumerate(row)
            if cell is not None and cell.text
        ]
        marked = table.groups | table.subtotals
        alone = at in marked or at >= len(table.rows) - table.sums
        if alone or not all(title for title, _text in pairs):
            yield from chain.from_iterable(_wrap(text) for _title, text in pairs)
        elif pairs:
            yield from _write_pairs(pairs)
