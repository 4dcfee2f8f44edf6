"""Choice among the sheets of a file, and the files of a folder, that hold tables of one kind.

All are read that hold records of their own. Sheets that hold the same records differently, as one
a week does, are refused, for only the user knows which counts.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any

from deals.errors import UserError
from deals.parsing.text import fold_text, read_or_none
from deals.parsing.windows import parse_window
from deals.playbook import Playbook
from store.tables.grid import GridRow
from store.tables.headers import HeaderedTable, TableSchema
from store.tables.pipeline_columns import LOOSE_FIELDS
from store.tables.results import ImportResult, NotRead

_MOST_NAMED = 8
_BARE = re.compile(r"[\w.-]+")
_SUMMARY = re.compile(
    r"(?<![a-z])(?:summary|overview|dashboard|recap|totals?|charts?)(?![a-z])|概览|看板"
)
_FEWER = 2
"""How many fields that all others have a sheet lacks that is called a summary and is one."""


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of a table by identity, the first row of each."""

    table: HeaderedTable
    rows: Mapping[Hashable, GridRow]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the table has columns of, but for those that any table may have."""
        return frozenset(self.table.columns) - LOOSE_FIELDS

    def cell(self, key: Hashable, field: str) -> str:
        """Return the folded text of a record's field."""
        cell = self.rows[key].cells.get(self.table.columns[field].number)
        return fold_text(cell.text) if cell else ""


def leave_summaries(
    tables: Sequence[HeaderedTable], schema: TableSchema[Any]
) -> tuple[list[HeaderedTable], list[NotRead]]:
    """Return the tables without those that only sum up others, and these.

    A summary has fewer columns than another table, none that this lacks, and no other records; or
    it is called one, and lacks columns that all others have.
    """
    called = [table for table in tables if _is_called_summary(table, tables)]
    rest = [table for table in tables if table not in called]
    fields = [table.columns.keys() - LOOSE_FIELDS for table in rest]
    left = list(called)
    if any(fewer < more for fewer in fields for more in fields):
        every = _read_records(rest, schema)
        left += [
            records.table
            for records in every
            if any(_sums_up(records, other) for other in every if other is not records)
        ]
    return (
        [table for table in tables if table not in left],
        [NotRead(table.grid.file, table.grid.sheet, "summary") for table in left],
    )


def _is_called_summary(table: HeaderedTable, tables: Sequence[HeaderedTable]) -> bool:
    """Whether a sheet is called a summary, and says less than every other that is not."""
    if not _SUMMARY.search(fold_text(table.grid.sheet)):
        return False
    others = [
        each.columns.keys() for each in tables if not _SUMMARY.search(fold_text(each.grid.sheet))
    ]
    if not others:
        return False
    shared = frozenset.intersection(*map(frozenset, others))
    return len(shared - table.columns.keys()) >= _FEWER


def find_same_records(
    tables: Sequence[HeaderedTable], schema: TableSchema[Any]
) -> list[HeaderedTable]:
    """Return the tables of which at least two hold the same records in most rows, differently."""
    every = _read_records(tables, schema)
    return [
        records.table
        for records in every
        if any(_hold_the_same(records, other, schema) for other in every if other is not records)
    ]


def check_sheets(tables: Sequence[HeaderedTable], schema: TableSchema[Any]) -> None:
    """Refuse (`sheets-same-records`: sheets, options) sheets of one file that hold the same."""
    if same := find_same_records(tables, schema):
        others = [table.grid.sheet for table in tables if table not in same]
        sheets = [table.grid.sheet for table in same]
        options = "; ".join(_sheet_options([*others, sheet]) for sheet in _shorten(sheets))
        raise UserError(
            "sheets-same-records",
            file=same[0].grid.file,
            sheets=", ".join(_shorten(sheets)),
            options=options,
        )


def check_files(tables: Sequence[HeaderedTable], schema: TableSchema[Any], folder: str) -> None:
    """Refuse (`files-same-records`: file, files) files of a folder that hold the same."""
    if same := find_same_records(tables, schema):
        files = list(dict.fromkeys(table.grid.file for table in same))
        raise UserError("files-same-records", file=folder, files=", ".join(_shorten(files)))


def find_owner_sheets(result: ImportResult, playbook: Playbook) -> tuple[str, ...]:
    """Return the sheets that may be called after the owners of their projects: one a rep.

    There are several of them, no column names an owner, nor do titles, none is called after a
    stage, a time or a number, and some project has no owner yet.
    """
    read = [column for column in result.columns if column.sheet and column.field == "name"]
    sheets = tuple(dict.fromkeys(column.sheet for column in read))
    found = (result.book.projects.get(outcome.id or "") for outcome in result.outcomes)
    projects = [project for project in found if project]
    if len(sheets) < _FEWEST or any(column.field == "owner" for column in result.columns):
        return ()
    if all(project.owner for project in projects):
        return ()
    if any(_FIGURES.search(sheet) or playbook.find_state(sheet) for sheet in sheets):
        return ()
    return () if any(read_or_none(parse_window, sheet) for sheet in sheets) else sheets


_FEWEST = 2
_FIGURES = re.compile(r"[0-9]|.[周月季期部区]|week|month|quarter|sheet|tabelle", re.IGNORECASE)


def _shorten(names: Sequence[str]) -> list[str]:
    """Return the last of many names: of weeks and months those that count."""
    return list(names[-_MOST_NAMED:])


def _sheet_options(sheets: Sequence[str]) -> str:
    named = (sheet if _BARE.fullmatch(sheet) else quote(sheet) for sheet in sheets)
    return " ".join(f"--sheet {sheet}" for sheet in named)


def _read_records(tables: Sequence[HeaderedTable], schema: TableSchema[Any]) -> list[_Records]:
    """Return the records of tables to compare; of a table alone nobody needs to know them."""
    return [_records(table, schema) for table in tables] if len(tables) > 1 else []


def _records(table: HeaderedTable, schema: TableSchema[Any]) -> _Records:
    rows: dict[Hashable, GridRow] = {}
    for line in table.body:
        if (key := schema.identity(table, line)) is not None:
            rows.setdefault(key, line)
    return _Records(table, rows)


def _sums_up(records: _Records, other: _Records) -> bool:
    fewer = records.fields < other.fields
    return fewer and bool(records.rows) and records.rows.keys() <= other.rows.keys()


def _hold_the_same(records: _Records, other: _Records, schema: TableSchema[Any]) -> bool:
    """Whether two tables hold the same records in most rows of the shorter one, differently."""
    shared = records.rows.keys() & other.rows.keys()
    fields = (records.fields & other.fields) - schema.identity_fields
    if not fields or 2 * len(shared) <= min(len(records.rows), len(other.rows)):
        return False
    within = shared in (records.rows.keys(), other.rows.keys())
    agree = all(
        records.cell(key, field) == other.cell(key, field) for key in shared for field in fields
    )
    return not (agree and within)
