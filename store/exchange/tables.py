"""Importing pipeline tables: files are read first, then merged into a book; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from deals.fields import Reading
from deals.model import Book
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.aliases import FIELDS
from store.exchange.drafts import Passed, gather
from store.exchange.grid import Progress
from store.exchange.headers import IGNORE, Table, find_table, header_key, header_texts
from store.exchange.outcomes import ImportResult, Outcome
from store.exchange.plan import merge
from store.exchange.sources import Source, open_source


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How tables are to be read: from which sheet, and which header is which field.

    `mapping` takes headers as written to the ids in aliases.FIELDS, or to `ignore`. With
    `keep_going` the good projects are taken although others were refused.
    """

    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    keep_going: bool = False


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The tables found in files, in their order, and the outcomes of files that are none."""

    tables: tuple[Table, ...]
    refused: tuple[Outcome, ...] = ()


def import_tables(
    paths: Sequence[Path],
    book: Book,
    reading: Reading,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Read the files and merge them into the book; commit the result's book to make it last.

    What is wrong with files and rows is in the outcomes, and unless told to keep going the book
    then is the one given. Only options that cannot be followed are raised, as by `read_tables`.
    """
    options = options or ImportOptions()
    read = read_tables(paths, options, progress)
    return merge_tables(read, book, reading, options, progress)


def read_tables(
    paths: Sequence[Path], options: ImportOptions, progress: Progress | None = None
) -> FilesRead:
    """Find the table in each file.

    Raises `map-field-unknown` for a mapping to what is no field and `map-header-missing` for a
    mapped header that none of the files has.
    """
    _check_fields(options.mapping)
    tables: list[Table] = []
    refused: list[Outcome] = []
    for path in paths:
        try:
            tables.append(_table(open_source(path), options, progress or _silent))
        except Refusal as wrong:
            refused.append(Outcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,)))
    if tables and not refused:
        _check_headers(options.mapping, tables)
    return FilesRead(tuple(tables), tuple(refused))


def merge_tables(
    read: FilesRead,
    book: Book,
    reading: Reading,
    options: ImportOptions,
    progress: Progress | None = None,
) -> ImportResult:
    """Merge tables into the book one after the other; pure, whatever is refused is an outcome."""
    merged, outcomes = book, list(read.refused)
    for table in read.tables:
        merged, more = _merged(table, merged, reading, progress or _silent)
        outcomes += more
    ignored = tuple((table.grid.file, header) for table in read.tables for header in table.ignored)
    result = ImportResult(merged, tuple(outcomes), ignored)
    return replace(result, book=book) if result.refusals and not options.keep_going else result


def _merged(
    table: Table, book: Book, reading: Reading, progress: Progress
) -> tuple[Book, list[Outcome]]:
    steps, total = count(1), 2 * len(table.body)  # each row is read, then taken in

    def step() -> None:
        progress(table.grid.file, next(steps), total)

    drafts, passed = gather(table, reading, step)
    merged, outcomes = merge(drafts, book, reading, step)
    outcomes += [_passed(table, one) for one in passed]
    return merged, sorted(outcomes, key=lambda one: one.row)


def _passed(table: Table, rows: Passed) -> Outcome:
    place = table.grid.file, table.grid.sheet, rows.first, rows.last
    return Outcome(*place, rows.text, "passed", reason=rows.reason)


def _table(source: Source, options: ImportOptions, progress: Progress) -> Table:
    """The first sheet's table that says more than names, else the first that says those."""
    sheets = _wanted_sheets(source, options.sheet)
    found: list[Table] = []
    headers: list[str] = []
    for sheet in sheets:
        grid = source.grid(sheet, progress)
        table = find_table(grid, options.mapping)
        if table and len(table.columns) > 1:
            return table
        found += [table] if table else []
        headers += header_texts(grid)
    if found:
        return found[0]
    if not headers:
        raise Refusal("file-empty", file=source.file)
    raise Refusal("header-missing", file=source.file, field="name", headers=", ".join(headers))


def _wanted_sheets(source: Source, wanted: str | None) -> Sequence[str]:
    if wanted is None or source.sheets == ("",):
        return source.sheets
    named = [sheet for sheet in source.sheets if folded(sheet) == folded(wanted)]
    if not named:
        sheets = ", ".join(source.sheets)
        raise Refusal("sheet-missing", file=source.file, sheet=wanted, sheets=sheets)
    return named[:1]


def _check_fields(mapping: Mapping[str, str]) -> None:
    for header, field_id in mapping.items():
        if field_id not in (*FIELDS, IGNORE):
            fields = " ".join((*FIELDS, IGNORE))
            raise Refusal("map-field-unknown", header=header, field=field_id, fields=fields)


def _check_headers(mapping: Mapping[str, str], tables: Sequence[Table]) -> None:
    texts = [cell.text for table in tables for cell in table.header.cells.values()]
    known = {header_key(text) for text in texts}
    for header in mapping:
        if header_key(header) not in known:
            headers = ", ".join(texts)
            raise Refusal("map-header-missing", header=header, headers=headers)


def _silent(_file: str, _done: int, _total: int) -> None:
    """Nobody wants to know."""
