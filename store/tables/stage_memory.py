"""What the user has said of names of stages and of columns, remembered by the source of a table.

An export of the same CRM, or next week's file of the same name, then needs no options.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from deals.edits.store_settings import (
    EVERY_SOURCE,
    list_remembered_names,
    read_removal_day,
    recall_names,
    recall_source_files,
    remember_names,
    remember_source_files,
    source_name,
)
from deals.fields.spec import header_key
from deals.model import Book
from deals.parsing.text import fold_text
from store.tables.crm_headers import SEVERAL, find_crm
from store.tables.grid import Grid
from store.tables.headers import IGNORE, PLACE_NAMES, SEARCHED, HeaderedTable
from store.tables.results import BareCurrency, ColumnMeaning, ImportOptions, NameOrigin, StageName
from store.tables.source_names import file_stem, former_stem, read_stem
from store.tables.stage_cells import find_target, without_pipeline


def recall_table_names(table: HeaderedTable, book: Book) -> HeaderedTable:
    """Return the table with the names that the book knows of its source; those given go before."""
    known = recall_names(book, "stage name", find_source(table))
    if not known:
        return table
    return replace(table, options=replace(table.options, stages={**known, **table.options.stages}))


def mark_origin(
    stage: StageName, tables: Iterable[HeaderedTable], book: Book, given: Mapping[str, str]
) -> StageName:
    """Return a name with where its meaning is from: said now, or in an import before."""
    for table in tables if stage.value else ():
        source = find_source(table)
        before = find_target(stage.name, recall_names(book, "stage name", source))
        now = find_target(stage.name, given)
        if now and now != before:
            return stage._replace(origin="given", source=source_name(book, source))
        if before:
            return stage._replace(origin="recalled", source=source_name(book, source))
    return stage


def list_known_columns(book: Book, own: Container[str]) -> dict[str, dict[str, str]]:
    """List for each source what its columns were said to be: fields by the key of the header.

    One that was renamed or removed here, but is among the `own` columns again, is that.
    """
    found: dict[str, dict[str, str]] = {}
    for each in list_remembered_names(book):
        if each.kind == "column" and not (each.source == EVERY_SOURCE and each.name in own):
            found.setdefault(each.source, {})[header_key(each.name)] = each.target
    return found


def list_known_currencies(book: Book) -> dict[str, dict[str, str]]:
    """List for each source what its amounts that name no currency were said to be in."""
    found: dict[str, dict[str, str]] = {}
    for each in list_remembered_names(book):
        if each.kind == "currency":
            found.setdefault(each.source, {})[each.name] = each.target
    return found


def list_currencies(
    tables: Iterable[HeaderedTable], before: Book, after: Book
) -> Iterator[BareCurrency]:
    """Yield what bare amounts of the tables' sources were said to be in, now or before."""
    for source in dict.fromkeys(map(find_source, tables)):
        known = recall_names(before, "currency", source)
        for name, code in recall_names(after, "currency", source).items():
            origin: NameOrigin = "recalled" if known.get(name) == code else "given"
            yield BareCurrency(name, code, origin, source_name(after, source))


def list_known_sources(book: Book) -> dict[str, str]:
    """List where the tables came from that projects or names are known by, with the last files."""
    named = (each.source for each in list_remembered_names(book))
    held = (ref.source for project in book.projects.values() for ref in project.sources)
    return {**dict.fromkeys((*named, *held), ""), **recall_source_files(book)}


def recall_columns(grid: Grid, options: ImportOptions) -> ImportOptions:
    """Return the options with what was said before of the columns of the grid's source.

    What is said now goes before, also of another column of the same field. A column that was
    removed here is left alone.
    """
    if not (options.known_columns or options.known_currencies):
        return options
    crms = (crm.name for line in grid.lines[:SEARCHED] if (crm := find_crm(line)))
    source = next(crms, None) or _file_source(grid.file, options.sources)
    options = replace(options, recalled=options.known_currencies.get(source, {}))
    every = options.known_columns.get(EVERY_SOURCE, {})
    known = {**every, **options.known_columns.get(source, {})}
    taken = {field for field in options.mapping.values() if field not in (IGNORE, *SEVERAL)}
    before = {
        key: field
        for key, field in known.items()
        if key not in options.said_columns and field not in taken
    }
    removed = {key: day for key, field in before.items() if (day := read_removal_day(field))}
    mapping = {**options.mapping, **before, **dict.fromkeys(removed, IGNORE)}
    return replace(options, mapping=mapping, removed=removed) if before else options


def mark_column(
    column: ColumnMeaning, tables: Iterable[HeaderedTable], book: Book
) -> ColumnMeaning:
    """Return a column with where its meaning is from: said now, or in an import before."""
    name, place = fold_text(column.header), (column.file, column.sheet)
    for table in tables:
        if (table.grid.file, table.grid.sheet) == place and column.field:
            source = find_source(table)
            before = recall_names(book, "column", source).get(name) == column.field
            now = header_key(name) in table.options.said_columns
            origin: NameOrigin = "recalled" if before else "given" if now else ""
            return column._replace(
                origin=origin, source=source_name(book, source) if origin else ""
            )
    return column


def remember_files(tables: Iterable[HeaderedTable], book: Book) -> Book:
    """Return the book that knows by which files sources are called, those of CRMs apart."""
    files = {
        find_source(table): file_stem(table.grid.file)
        for table in tables
        if not find_crm(table.header)
    }
    return remember_source_files(book, files)


def remember_table_names(table: HeaderedTable, book: Book) -> Book:
    """Return the book that remembers for the table's source what was said of names in it."""
    source, options = find_source(table), table.options
    if options.said_columns:
        headers = (cell.text for cell in table.header.cells.values())
        columns = {
            fold_text(header): options.mapping[key]
            for header in headers
            if (key := header_key(header)) in options.said_columns
        }
        columns |= {
            key: options.mapping[key]
            for key in PLACE_NAMES
            if key in options.said_columns and table.owner_by_place
        }
        book = remember_names(book, "column", source, columns)
    if table.currencies:
        book = remember_names(book, "currency", source, table.currencies)
    if not options.stages:
        return book
    used = {fold_text(text) for text in _stage_texts(table)}
    names = {name: target for name, target in options.stages.items() if name in used}
    return remember_names(book, "stage name", source, names)


def _stage_texts(table: HeaderedTable) -> Iterator[str]:
    """Yield the texts of the columns of stages and statuses."""
    numbers = [table.columns[name].number for name in ("stage", "status") if name in table.columns]
    for line in table.body:
        for number in numbers:
            if cell := line.cells.get(number):
                yield from (cell.text, without_pipeline(cell.text))


def find_source(table: HeaderedTable) -> str:
    """Return where a table comes from: its CRM, else what is the same in its file's name."""
    if crm := find_crm(table.header):
        return crm.name
    return _file_source(table.grid.file, table.options.sources)


def _file_source(file: str, known: Mapping[str, str]) -> str:
    """Return the name of a file as it stays from week to week.

    `known` are sources with the file that each was last; one that is known by what was once found
    goes on by that.
    """
    name = file_stem(file)
    stays = read_stem(name)
    former = former_stem(fold_text(name))
    if stays in known or former not in known or read_stem(known[former]) == former:
        return stays
    return former


def find_sheet(table: HeaderedTable) -> str:
    """Return which sheet of its source a table is, without the week, day or month that it names."""
    return " ".join(_SHEET_DAY.sub(" ", fold_text(table.grid.sheet)).split())


_SHEET_DAY = re.compile(
    r"20[0-9]{2}(?: ?[-./年] ?[0-9]{1,2}(?: ?[-./月] ?[0-9]{1,2} ?日?|月)?|年)?|"
    r"[0-9]{1,2} ?(?:月(?: ?[0-9]{1,2} ?日)?|[-./] ?[0-9]{1,2}(?![0-9]))|"
    r"第? ?[0-9一二三四五六七八九十]{1,3} ?(?:周|月|季度)|"
    r"(?<![a-z])(?:(?:week|wk|cw|kw|w|q) ?[0-9]{1,2}|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|"
    r"oct|nov|dec|january|february|march|april|august|september|october|november|december)"
    r"(?: ?[0-9]{1,4})?)(?![a-z0-9])"
)
