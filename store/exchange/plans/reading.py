"""Reading a table of plan rows, under headers in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from deals.refusal import Refusal
from deals.text import folded
from store.exchange.grid import Cell, Grid, Line, Progress, address
from store.exchange.headers import IGNORE, SEARCHED, header_key, header_texts
from store.exchange.people.spoken import Place
from store.exchange.plans.columns import FIELD_OF, PLAN_COLUMNS
from store.exchange.sources import open_source
from store.exchange.tables import ImportOptions

_CHECK = ("check", "check_on", "check_by", "result", "seen")
_FIELDS = (*PLAN_COLUMNS, "start", "end", IGNORE)


@dataclass(slots=True)
class Said:
    """A line of the table: its texts by column and where they stand."""

    number: int
    texts: Mapping[str, str]
    places: Mapping[str, Place]
    place: Place

    def at(self, column: str, refused: Refusal) -> Refusal:
        """The refusal with the place where the column's text stands."""
        return Refusal(refused.code, **{**self.places.get(column, self.place), **refused.figures})


@dataclass(slots=True)
class SaidRow:
    """A row of the plan as a table says it, with the lines of its checkpoints."""

    line: Said
    checks: list[Said] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of its last line."""
        return max(self.line.number, *(one.number for one in self.checks), 0)


class PlanTable(NamedTuple):
    """The rows of a table, and the headers that say nothing to us."""

    rows: list[SaidRow]
    ignored: tuple[str, ...]


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
    rows: list[SaidRow] = []
    for line in grid.lines[grid.lines.index(header) + 1 :]:
        said, wrong = _said(grid, header, line, columns)
        goes_on = not said.texts.get("content") and any(said.texts.get(one) for one in _CHECK)
        if goes_on and rows:
            rows[-1].checks.append(said)
            rows[-1].refusals += wrong
        elif said.texts.get("content") or wrong or any(map(said.texts.get, PLAN_COLUMNS[1:])):
            rows.append(SaidRow(said, [said], wrong))
    return PlanTable(rows, ignored)


def _said(
    grid: Grid, header: Line, line: Line, columns: Mapping[str, int]
) -> tuple[Said, list[Refusal]]:
    place: dict[str, str | int] = {"file": grid.file, "row": line.number}
    if grid.sheet:
        place["sheet"] = grid.sheet
    places: dict[str, Place] = {}
    texts: dict[str, str] = {}
    wrong: list[Refusal] = []
    covered = _covered(line, columns)
    for column, number in columns.items():
        heading = " ".join(header.cells[number].text.split())
        places[column] = {**place, "column": heading, "cell": address(line.number, number)}
        cell = line.cells.get(number)
        if cell is None or (covered and cell.covered):
            continue
        if cell.problem:
            wrong.append(Refusal(cell.problem, **places[column], text=cell.text))
            continue
        texts[column] = cell.text
    return Said(line.number, texts, places, place), wrong


def _covered(line: Line, columns: Mapping[str, int]) -> bool:
    """Whether the line goes on with the row above, whose content is merged over it."""
    content: Cell | None = line.cells.get(columns["content"])
    return content is not None and content.covered
