"""Reading a table of plan rows, under headers in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from deals.refusal import Refusal
from deals.text import folded
from store.exchange.grid import Cell, Grid, Line, Progress, address
from store.exchange.headers import IGNORE, SEARCHED, header_key, header_texts
from store.exchange.passing import is_note
from store.exchange.plans.columns import CHECK_COLUMNS, FIELD_OF, PLAN_COLUMNS
from store.exchange.plans.head import read_head
from store.exchange.plans.pieces import joined
from store.exchange.plans.spoken import PlanTable, Rest, Said, SaidRow
from store.exchange.sources import open_source
from store.exchange.tables import ImportOptions

_FIELDS = (*PLAN_COLUMNS, "start", "end", IGNORE)
_IDLE = {"no", "bone"}  # what a row says nothing with: forms number blank lines, and merge fields


def read_plan_table(path: Path, options: ImportOptions, progress: Progress) -> PlanTable:
    """The rows that the table at `path` holds; refusals of cells are with them.

    Raises what opening a table does, and `plan-header-missing` (file, headers),
    `sheet-missing`, `map-field-unknown`, `file-empty`.
    """
    source = open_source(path)
    wanted = _wanted(options.mapping)
    sheets = [one for one in source.sheets if folded(one) == folded(options.sheet or one)]
    if not sheets:
        names = {"sheet": options.sheet or "", "sheets": ", ".join(source.sheets)}
        raise Refusal("sheet-missing", file=source.file, **names)
    grids = [source.grid(sheet, progress) for sheet in sheets]
    for grid in grids:
        if (header := _header(grid, wanted)) is not None:
            return _table(grid, header, wanted)
    headers = ", ".join(text for grid in grids for text in header_texts(grid))
    if not headers:
        raise Refusal("file-empty", file=source.file)
    raise Refusal("plan-header-missing", file=source.file, headers=headers)


def _wanted(mapping: Mapping[str, str]) -> Mapping[str, str]:
    for header, wanted in mapping.items():
        if wanted not in _FIELDS:
            fields = " ".join(_FIELDS)
            raise Refusal("map-field-unknown", header=header, field=wanted, fields=fields)
    return {header_key(header): wanted for header, wanted in mapping.items()}


def _header(grid: Grid, wanted: Mapping[str, str]) -> Line | None:
    """The line near the top that names most columns, if one of them is of contents."""
    named = [
        (len(columns), line)
        for line in grid.lines[:SEARCHED]
        if "content" in (columns := _columns(line, wanted))
    ]
    return max(named, key=lambda one: one[0])[1] if named else None


def _columns(line: Line, wanted: Mapping[str, str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for number, cell in sorted(line.cells.items()):
        key = header_key(cell.text)
        column = wanted.get(key) or FIELD_OF.get(key)
        if column and column != IGNORE:
            found.setdefault(column, number)
    return found


def _table(grid: Grid, header: Line, wanted: Mapping[str, str]) -> PlanTable:
    columns = _columns(header, wanted)
    known = set(columns.values())
    ignored = tuple(
        cell.text for number, cell in sorted(header.cells.items()) if number not in known
    )
    at = grid.lines.index(header)
    body, rest = _parted(grid.lines[at + 1 :], columns, header.number)
    rows: list[SaidRow] = []
    for said in joined(_said(grid, header, line, columns) for line in body):
        own = said.texts.get("content") or said.texts.get("id")
        if rows and not own and any(map(said.texts.get, CHECK_COLUMNS)):
            rows[-1].checks.append(said)
        elif said.refusals or said.texts.keys() - _IDLE:
            rows.append(SaidRow(said, [said]))
    place: dict[str, str | int] = {"file": grid.file}
    if grid.sheet:
        place["sheet"] = grid.sheet
    head = read_head(grid, grid.lines[:at], place)
    return PlanTable(grid.file, grid.sheet, rows, head, rest, ignored)


def _parted(
    lines: Sequence[Line], columns: Mapping[str, int], before: int
) -> tuple[Sequence[Line], Rest | None]:
    """The lines of the table, and what is below it.

    It ends at a line without content, after a gap or of a remark such as a signature; `before` is
    the number of the line above.
    """
    for at, line in enumerate(lines):
        if _below(line, columns, gap=line.number > before + 1):
            text = " ".join(cell.text for _number, cell in sorted(line.cells.items()))
            return lines[:at], Rest(line.number, lines[-1].number, text)
        if line.cells.keys() - {columns.get(one) for one in _IDLE}:
            before = line.number
    return lines, None


def _below(line: Line, columns: Mapping[str, int], *, gap: bool) -> bool:
    if columns.get("id") in line.cells or _covered(line, columns):
        return False
    first = min(line.cells)
    content = columns["content"]
    noted = is_note(line.cells[first].text)
    if content not in line.cells:
        return noted or (gap and bool(line.cells.keys() - {columns.get(one) for one in _IDLE}))
    if first == content:
        return noted and gap and len(line.cells) == 1
    return noted and ":" in folded(line.cells[first].text)


def _said(grid: Grid, header: Line, line: Line, columns: Mapping[str, int]) -> Said:
    place: dict[str, str | int] = {"file": grid.file, "row": line.number}
    if grid.sheet:
        place["sheet"] = grid.sheet
    said = Said(line.number, line.number, {}, {}, place)
    covered = _covered(line, columns)
    for column, number in columns.items():
        heading = " ".join(header.cells[number].text.split())
        said.places[column] = {**place, "column": heading, "cell": address(line.number, number)}
        cell = line.cells.get(number)
        if cell is None or (covered and cell.covered):
            continue
        if cell.problem:
            said.refuse(column, Refusal(cell.problem, text=cell.text))
        else:
            said.texts[column] = cell.text
    return said


def _covered(line: Line, columns: Mapping[str, int]) -> bool:
    """Whether the line goes on with the row above, whose content is merged over it."""
    content: Cell | None = line.cells.get(columns["content"])
    return content is not None and content.covered
