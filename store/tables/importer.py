"""The one way in which tables come in: files are read first, then applied, and nothing is written.

A kind of table is a `TableSchema`: its columns and how headers name them, and `apply`, which finds
the records that the rows of all tables mean and merges them in. Files, sheets, headers, options
and outcomes are the same for all kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Generic

from deals.edits.own_columns import LONGEST_NAME
from deals.errors import UserError
from deals.fields.spec import header_key
from deals.model import Book, Project
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.storage import pause_collector
from store.tables.column_figures import settle_figures
from store.tables.grid import GridProgress, address
from store.tables.headers import (
    IGNORE,
    PLACE_NAMES,
    HeaderedTable,
    TableSchema,
    Target,
    check_mapped_headers,
    find_table,
    header_texts,
    read_mapped_fields,
)
from store.tables.pipeline_columns import is_unread
from store.tables.results import (
    ColumnMeaning,
    ImportOptions,
    ImportOutcome,
    ImportResult,
    NotRead,
    NotReadReason,
    SourceRemark,
    file_refusal,
)
from store.tables.sheet_choice import check_files, check_sheets, leave_summaries
from store.tables.source_files import (
    CARDS,
    TABLES,
    OpenedFiles,
    SourceFile,
    check_encoding,
    is_unicode,
    list_folder,
)


@dataclass(frozen=True, slots=True)
class Imported(Generic[Target]):
    """What a book or project became by an import, and what is to be told of it."""

    target: Target
    outcomes: tuple[ImportOutcome, ...]
    columns: tuple[ColumnMeaning, ...]
    not_read: tuple[NotRead, ...]
    tables: tuple[HeaderedTable, ...] = ()
    remarks: tuple[SourceRemark, ...] = ()

    def result(self, book: Book, before: Book, options: ImportOptions) -> ImportResult:
        """Return the result with the book that came of it, or `before` where it is not to be."""
        result = ImportResult(
            book, self.outcomes, self.columns, self.not_read, remarks=self.remarks
        )
        return result.settle_book(before, options)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file with the tables found in it, or with what refused it; neither for one read whole.

    `sheets` are the names of all that a workbook has; `keyless` is why one of a folder's is not
    read whose headers may yet be said to mean what the tables need.
    """

    path: Path
    tables: tuple[HeaderedTable, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    sheets: tuple[str, ...] = ()
    refused: UserError | None = None
    keyless: UserError | None = None


@pause_collector()
def import_sources(
    paths: Sequence[Path],
    target: Target,
    schema: TableSchema[Target],
    reading: ReadingContext,
    options: ImportOptions,
    progress: GridProgress | None = None,
    opened: OpenedFiles | None = None,
) -> Imported[Target]:
    """Read files of one kind, those `opened` before no more, and apply them to a target.

    Their tables are judged together.

    What is wrong with files and rows is in the outcomes. Only options that cannot be followed are
    raised: `map-field-unknown` for a mapping to what is no field, `map-header-missing` for a
    mapped header that none of the files has, and `encoding-unknown`.
    """
    progress, opened = progress or _ignore_progress, opened or OpenedFiles()
    reading = _with_order(reading, options)
    check_encoding(options.encoding)
    mapped = read_mapped_fields({**options.aliases, **options.mapping}, schema.columns, schema.more)
    mapping, keys = options.mapping, frozenset(map(header_key, options.mapping))
    options = replace(options, mapping=mapped, said_columns=keys)
    read = (_read_path(path, schema, options, progress, opened) for path in paths)
    sources = [source for some in read for source in some]
    sources = _refuse_missing_sheet(sources, options.sheets)
    _check_mapping(sources, mapping, mapped)
    target, outcomes = _apply_sources(sources, target, schema, reading, options, progress)
    return _report(target, outcomes, sources)


def _report(
    target: Target, outcomes: Sequence[ImportOutcome], sources: Sequence[_Source]
) -> Imported[Target]:
    """Return the target with all there is to know of how it came about."""
    tables = tuple(table for source in sources for table in source.tables)
    not_read = tuple(left for source in sources for left in source.not_read)
    columns = tuple(_column_meanings(tables))
    remarks = tuple(remark for table in tables for remark in _source_remarks(table))
    return Imported(target, tuple(outcomes), columns, not_read, tables, remarks)


def _with_order(reading: ReadingContext, options: ImportOptions) -> ReadingContext:
    """Return the reading with the order of days that the options name."""
    order = options.dates
    return reading._replace(dates=order) if order in ("mdy", "dmy") else reading


def import_into_project(
    paths: Sequence[Path],
    book: Book,
    project: Project,
    schema: TableSchema[Project],
    reading: ReadingContext,
    options: ImportOptions,
    progress: GridProgress | None = None,
) -> ImportResult:
    """Read files of one kind into a project of the book; commit the result's book to last."""
    came = import_sources(paths, project, schema, reading, options, progress)
    after = book if came.target is project else book.with_projects(came.target)
    return came.result(after, book, options)


def _read_path(
    path: Path,
    schema: TableSchema[Target],
    options: ImportOptions,
    progress: GridProgress,
    opened: OpenedFiles,
) -> list[_Source]:
    """Read a file, or the files of a folder."""
    if not path.is_dir():
        return [_read_source(path, schema, options, progress, opened)]
    try:
        return _read_folder(path, schema, options, progress, opened)
    except UserError as wrong:
        return [_Source(path, refused=wrong)]


def _read_folder(
    folder: Path,
    schema: TableSchema[Target],
    options: ImportOptions,
    progress: GridProgress,
    opened: OpenedFiles,
) -> list[_Source]:
    """Read the files of a folder that are tables of the kind, in the order of their names.

    Refusals `folder-empty` for one without any, `folder-sheetless` where no file has the sheets
    that are wanted, that of a file with headers of which none is the key where that is all there
    is, and those of `list_folder` and `check_files`.
    """
    sources = [
        _read_folder_file(path, schema, options, progress, opened) for path in list_folder(folder)
    ]
    if all(source.not_read and not source.tables for source in sources):
        reasons = {left.reason for source in sources for left in source.not_read}
        if keyless := next((each for source in sources if (each := source.keyless)), None):
            raise keyless
        code = "folder-sheetless" if "no-sheet" in reasons else "folder-empty"
        raise UserError(code, file=f"{folder}")
    if schema.every_sheet:
        check_files([table for source in sources for table in source.tables], schema, f"{folder}")
    return sources


def _read_folder_file(
    path: Path,
    schema: TableSchema[Target],
    options: ImportOptions,
    progress: GridProgress,
    opened: OpenedFiles,
) -> _Source:
    """Read a file of a folder; one in which there is nothing to read is told of, not refused."""
    if path.suffix.lower() in CARDS and not schema.whole_files.keys() & set(CARDS):
        return _Source(path, not_read=(NotRead(f"{path}", "", "contacts"),))
    if path.suffix.lower() not in schema.folder_files:
        return _Source(path, not_read=(NotRead(f"{path}", "", "other-kind"),))
    if options.encoding and is_unicode(path):  # that of the others
        options = replace(options, encoding=None)
    source = _read_source(path, schema, options, progress, opened)
    code = source.refused.code if source.refused else ""
    if code == "sheet-missing":
        return _Source(path, not_read=(NotRead(f"{path}", "", "no-sheet"),))
    if code == "contacts-projectless":
        return _Source(path, not_read=(NotRead(f"{path}", "", "contacts"),))
    if code in (schema.missing, "file-empty"):
        keyless = source.refused if code == schema.missing else None
        return _Source(path, not_read=(NotRead(f"{path}", "", "no-table"),), keyless=keyless)
    return source


def _refuse_missing_sheet(sources: Sequence[_Source], wanted: Sequence[str]) -> list[_Source]:
    """Refuse (`sheet-missing`) the first workbook where a sheet is wanted that no file has.

    Where a file was refused the sheet may be there.
    """
    there = {fold_text(sheet) for source in sources for sheet in source.sheets}
    missing = next((sheet for sheet in wanted if fold_text(sheet) not in there), None)
    books = [source for source in sources if source.sheets]
    if missing is None or not books or any(source.refused for source in sources):
        return list(sources)
    file, sheets = f"{books[0].path}", ", ".join(books[0].sheets)
    refused = UserError("sheet-missing", file=file, sheet=missing, sheets=sheets)
    return [
        _Source(source.path, refused=refused) if source is books[0] else source
        for source in sources
    ]


def _read_source(
    path: Path,
    schema: TableSchema[Target],
    options: ImportOptions,
    progress: GridProgress,
    opened: OpenedFiles,
) -> _Source:
    ending = path.suffix.lower()
    if ending in schema.whole_files:
        return _Source(path)
    try:
        if schema.other_kind and ending not in TABLES:
            raise UserError(schema.other_kind, file=f"{path}", ending=ending)
        return _find_tables(path, schema, options, progress, opened)
    except UserError as wrong:
        return _Source(path, refused=wrong)


def _find_tables(
    path: Path,
    schema: TableSchema[Target],
    options: ImportOptions,
    progress: GridProgress,
    opened: OpenedFiles,
) -> _Source:
    """Find the tables of the sheets asked for, else of all or the first that are of the kind."""
    source = opened.open(path, options.encoding)
    found: dict[str, HeaderedTable] = {}
    headers: list[str] = []
    chosen = source.choose_sheets(options.sheets)
    for sheet in chosen:
        grid = source.grid(sheet, progress)
        if table := find_table(grid, schema, options):
            found[sheet] = table
            if schema.is_such(table) and not (schema.every_sheet or options.sheets):
                break
        else:
            headers += header_texts(grid, schema)
    _check_kind(source.file, list(found.values()), headers, schema)
    if found and options.sheets:
        left = (NotRead(source.file, each, "no-table") for each in chosen if each not in found)
        return _Source(path, (*found.values(),), (*left,), (*filter(None, source.sheets),))
    if found:
        return _choose_tables(path, source, found, schema)
    if not headers:
        raise UserError("file-empty", file=source.file)
    figures = {"field": schema.key, "headers": ", ".join(dict.fromkeys(headers))}
    raise UserError(schema.missing, file=source.file, **figures)


def _check_kind(
    file: str,
    tables: Sequence[HeaderedTable],
    headers: Sequence[str],
    schema: TableSchema[Any],
) -> None:
    """Refuse a file in which nothing proves to be of the kind, and which is likelier of another."""
    if any(map(schema.is_such, tables)):
        return
    for table in tables:
        cells = [cell.text for _number, cell in sorted(table.header.cells.items())]
        if code := schema.name_other_kind(cells, table):
            header = table.columns[schema.key].header
            raise UserError(code, file=file, header=header)
    if not tables and (code := schema.name_other_kind(headers, None)):
        raise UserError(code, file=file)


def _choose_tables(
    path: Path,
    source: SourceFile,
    found: Mapping[str, HeaderedTable],
    schema: TableSchema[Target],
) -> _Source:
    """Choose among the tables of a file, by sheet, and name the sheets that are left out.

    Hidden ones count where there are no others, and one that has nothing but names likewise.
    """
    such = [sheet for sheet, table in found.items() if schema.is_such(table)]
    shown = [sheet for sheet in such if sheet not in source.hidden]
    chosen = shown or such or list(found)
    if not (schema.every_sheet and such):
        chosen = chosen[:1]
    tables, summaries = leave_summaries([found[sheet] for sheet in chosen], schema)
    check_sheets(tables, schema)
    not_read = [
        NotRead(source.file, sheet, _why_left(sheet, source, such, schema))
        for sheet in source.sheets
        if sheet not in chosen
    ]
    return _Source(path, tuple(tables), (*summaries, *not_read))


def _why_left(
    sheet: str, source: SourceFile, such: Sequence[str], schema: TableSchema[Target]
) -> NotReadReason:
    if not schema.every_sheet:
        return "later"
    return "hidden" if sheet in such and sheet in source.hidden else "no-table"


def _apply_sources(
    sources: Sequence[_Source],
    target: Target,
    schema: TableSchema[Target],
    reading: ReadingContext,
    options: ImportOptions,
    progress: GridProgress,
) -> tuple[Target, list[ImportOutcome]]:
    """Apply files in their order; the tables of such as follow one another are applied together."""
    outcomes: list[ImportOutcome] = []
    for is_whole, some in groupby(sources, key=_is_whole):
        if not is_whole:
            target, more = _apply_tables(list(some), target, schema, reading, progress)
            outcomes += more
            continue
        for source in some:
            target, more = _apply_whole(source, target, schema, reading, options)
            outcomes += more
    return target, outcomes


def _is_whole(source: _Source) -> bool:
    """Whether a file is none of tables, and read as a whole."""
    return not (source.tables or source.not_read or source.refused)


def _apply_whole(
    source: _Source,
    target: Target,
    schema: TableSchema[Target],
    reading: ReadingContext,
    options: ImportOptions,
) -> tuple[Target, list[ImportOutcome]]:
    """Apply a file that is none of tables; of one that turns out to be none nothing is taken."""
    apply_whole = schema.whole_files[source.path.suffix.lower()]
    try:
        target, outcomes = apply_whole(source.path, target, reading, options)
    except UserError as wrong:
        return target, [file_refusal(source.path, wrong)]
    return target, list(outcomes)


def _apply_tables(
    sources: Sequence[_Source],
    target: Target,
    schema: TableSchema[Target],
    reading: ReadingContext,
    progress: GridProgress,
) -> tuple[Target, list[ImportOutcome]]:
    """Apply the tables of files together; of one whose figures are doubtful nothing is taken."""
    found: list[list[ImportOutcome]] = []
    tables: dict[int, HeaderedTable] = {}
    for source in sources:
        settled = [settle_figures(table, schema, reading) for table in source.tables]
        partial = any(doubts for _table, doubts in settled)
        found += [[file_refusal(source.path, source.refused)]] if source.refused else []
        for table, doubts in settled:
            if not doubts:
                tables[len(found)] = replace(table, partial=True) if partial else table
            found.append([_table_refusal(table, doubts)] if doubts else [])
    target, applied = schema.apply(list(tables.values()), target, reading, progress)
    for at, outcomes in zip(tables, applied, strict=True):
        found[at] = outcomes
    return target, [outcome for outcomes in found for outcome in outcomes]


def _table_refusal(table: HeaderedTable, wrong: Sequence[UserError]) -> ImportOutcome:
    """Return the outcome of a table of which nothing is taken."""
    row = table.header.number
    place = (table.grid.file, table.grid.sheet, row, row)
    return ImportOutcome(*place, "", "refused", refusals=tuple(wrong))


def _column_meanings(tables: Sequence[HeaderedTable]) -> list[ColumnMeaning]:
    meanings: list[ColumnMeaning] = []
    for table in tables:
        filled = {number for line in table.body for number in line.cells}
        meanings += (
            _column_meaning(table, number, cell.text, empty=number not in filled)
            for number, cell in sorted(table.header.cells.items())
            if number not in table.hidden_twins
        )
    return meanings


def _column_meaning(
    table: HeaderedTable, number: int, header: str, *, empty: bool
) -> ColumnMeaning:
    silent = empty or is_unread(header)
    field = table.field_at(number) or (IGNORE if silent else "")
    return ColumnMeaning(table.grid.file, table.grid.sheet, header, field, silent)


def _source_remarks(table: HeaderedTable) -> Iterator[SourceRemark]:
    """Yield what is to be told of what a sheet hides, and of columns too many to keep."""
    place = table.grid.file, table.grid.sheet
    if hidden := sum(line.hidden for line in table.body):
        yield SourceRemark(*place, "hidden-rows", f"{hidden}")
    if table.unkept:
        left = (cell.text for at, cell in table.header.cells.items() if not table.field_at(at))
        header = next((text for text in left if not is_unread(text)), "")
        yield SourceRemark(*place, "too-many-columns", f"{table.unkept}", " ".join(header.split()))
    for _number, cell in sorted(table.header.cells.items()):
        header = " ".join(cell.text.split())
        if day := table.options.removed.get(header_key(header)):
            yield SourceRemark(*place, "removed-column", header, day)
    for header in table.overlong:
        yield SourceRemark(*place, "long-header", header, f"{LONGEST_NAME}")
    for number, field in table.hidden_twins.items():
        twins = (
            (table.header.cells[number].text, number),
            (
                table.columns[field].header,
                table.columns[field].number,
            ),
        )
        names = (f"{text} ({address(table.header.number, at)})" for text, at in twins)
        yield SourceRemark(*place, "hidden-column", *names)


def _check_mapping(
    sources: Sequence[_Source], mapping: Mapping[str, str], mapped: Mapping[str, str]
) -> None:
    """Refuse a mapped header that no table has; where a file was refused it may stand there.

    What a sheet or file is called may be mapped to the owner. `mapped` are the fields by
    `header_key`.
    """
    tables = [table for source in sources for table in source.tables]
    if tables and not any(source.refused for source in sources):
        headers = [cell.text for table in tables for cell in table.header.cells.values()]
        named = {header for table in tables for header in PLACE_NAMES if table.place_name(header)}
        by_place = {
            header
            for header, field in mapping.items()
            if header_key(header) in named and mapped[header_key(header)] == "owner"
        }
        check_mapped_headers(
            {header: mapping[header] for header in mapping if header not in by_place}, headers
        )


def _ignore_progress(_file: str, _done: int, _total: int) -> None:
    """Take note of nothing."""
