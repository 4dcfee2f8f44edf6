"""The user's own columns of a table of the pipeline: they say something, and are no field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from deals.edits.own_columns import move_own
from deals.fields.project_fields import PROJECT
from deals.fields.spec import all_headings, header_key
from deals.model import Book, Project
from deals.own_columns import own_field, own_key, own_text, read_own_name
from deals.parsing.reading_context import ReadingContext
from deals.parsing.status_words import find_key_word
from deals.parsing.text import fold_text
from store.tables.contact_cells import says_unknown
from store.tables.crm_headers import LONGEST
from store.tables.grid import GridCell, GridRow, clean_cell
from store.tables.headers import OWN, HeaderedTable
from store.tables.pipeline_columns import COLUMNS, find_columns, is_unread
from store.tables.project_rows import split_rivals
from store.tables.results import SourceRemark
from store.tables.said_values import SaidValues
from store.tables.stage_memory import find_source

MOST = 30
"""How many own columns a table may have before none is taken that nobody has named."""
_LONGEST_RIVAL = 30


def name_own_columns(table: HeaderedTable) -> HeaderedTable:
    """Return the table with its own columns known.

    A column that is headed as one of a field, but whose cells are none of its values, is an own one
    too. Left alone are those without a value or with a header too long for a name. Of more than
    `MOST` none counts that is not said to be one, by the user, by its header (`own.Status`), or
    because projects have it.
    """
    table = _without_misnamed(table)
    named, found = dict(table.own), dict[int, str]()
    for number in _free_columns(table):
        header = " ".join(table.header.cells[number].text.split())
        if name := read_own_name(header):
            named[number] = name
        elif own_key(header) in table.options.own:
            named[number] = header
        else:
            found[number] = header
    table = replace(table, overlong=tuple(_overlong_headers(table)))
    if len(found) > MOST:
        return replace(table, own=_distinct(table, named), unkept=len(found))
    return replace(table, own=_distinct(table, {**named, **found}))


def move_own_columns(
    tables: Sequence[HeaderedTable], book: Book, reading: ReadingContext
) -> tuple[Book, list[SourceRemark]]:
    """Return the book with own columns moved to the fields that the tables' headers mean now.

    What a project has in an own column goes along if a table of the same source said it, and under
    that bare header: whatever else is called as a field is, typed here or headed `own.Product`, is
    an own column on purpose. What was moved is told.
    """
    remarks: list[SourceRemark] = []
    for table in tables:
        for field_id, name in _fields_from_own(table):
            book, moves = _move_column(table, book, name, field_id, reading)
            if moves:
                place = table.grid.file, table.grid.sheet
                remarks.append(SourceRemark(*place, "moved-own", ", ".join(moves), field_id))
    return book, remarks


def _fields_from_own(table: HeaderedTable) -> Iterator[tuple[str, str]]:
    """Yield the fields of a table under whose headers projects have own columns, and these."""
    own = set(map(own_key, table.own.values()))
    for field_id, column in table.columns.items():
        name = " ".join(column.header.split())
        key = own_key(name)
        if field_id in PROJECT.typed and key in table.options.own and key not in own:
            yield field_id, name


def _move_column(
    table: HeaderedTable, book: Book, name: str, field_id: str, reading: ReadingContext
) -> tuple[Book, list[str]]:
    """Return the book with an own column of a table's source moved to a field, and what moved."""
    source, changed, moves = find_source(table), list[Project](), list[str]()
    for project in book.projects.values():
        if own_text(project, name) and any(
            ref.source == source and _was_own(SaidValues(ref.marks), name)
            for ref in project.sources
        ):
            moved = move_own(project, name, field_id, reading)
            if moved is not project:
                changed.append(moved)
                moves.append(f"{name} {own_text(project, name)} ({project.name})")
    return (book.with_projects(*changed) if changed else book), moves


def _was_own(marks: SaidValues, name: str) -> bool:
    """Whether a table had an own column under this bare header, and never under `own.`."""
    return marks.knows(own_field(name)) and not marks.knows(prefixed_mark(name))


def prefixed_mark(name: str) -> str:
    """Return where it is kept that a table headed an own column as `own.Product`."""
    return f"{own_field(name)}\nprefixed"


_HEADINGS = frozenset(head for row in all_headings(COLUMNS) for head in row)
"""What heads the columns of fields, in every language."""


def own_headings(names: Sequence[str], fields: Sequence[str]) -> list[str]:
    """Return how own columns are headed behind those of fields, so that an import knows them again.

    One that is named as a field's may be, or is one too many, says that it is an own one.
    """
    first = len(fields) + 1
    texts = dict(enumerate((*fields, *names), 1))
    line = GridRow(1, {number: GridCell(text) for number, text in texts.items()})
    meant = {column.number for columns in find_columns(line, {}).values() for column in columns}
    return [
        f"{OWN}.{name}"
        if len(names) > MOST
        or at in meant
        or name in _HEADINGS
        or is_unread(name)
        or read_own_name(name)
        else name
        for at, name in enumerate(names, first)
    ]


def _free_columns(table: HeaderedTable) -> list[int]:
    """Return the numbers of the columns that are no field's and have a value."""
    filled = {number for line in table.body for number in line.cells}
    return [
        number
        for number, cell in sorted(table.header.cells.items())
        if number in filled
        and not table.field_at(number)
        and number not in table.hidden_twins
        and not is_unread(cell.text)
        and (len(cell.text) <= LONGEST or read_own_name(cell.text))
    ]


def _overlong_headers(table: HeaderedTable) -> Iterator[str]:
    """Yield the headers of columns with values that are too long for names of own columns."""
    filled = {number for line in table.body for number in line.cells}
    for number, cell in sorted(table.header.cells.items()):
        header = " ".join(cell.text.split())
        long = len(header) > LONGEST and not read_own_name(header)
        if long and number in filled and not table.field_at(number):
            yield header


def _distinct(table: HeaderedTable, names: Mapping[int, str]) -> dict[int, str]:
    """Return the names, each once: the second of two like ones gets a figure.

    A column without a value counts too, so that the other keeps its figure where one is blank for
    a week; unless projects know that by the bare name.
    """
    found: dict[int, str] = {}
    taken: set[str] = set()
    for number, name in sorted({**_blank_twins(table, names), **names}.items()):
        called, nth = name, 1
        while own_key(called) in taken:
            nth += 1
            called = f"{name} ({nth})"
        taken.add(own_key(called))
        found[number] = called
    return {number: found[number] for number in names}


def _blank_twins(table: HeaderedTable, names: Mapping[int, str]) -> dict[int, str]:
    """Return the columns without values that are headed as one of the names is, by number."""
    known, keys = table.options.own, {own_key(name) for name in names.values()}
    headers = {
        number: " ".join(cell.text.split())
        for number, cell in table.header.cells.items()
        if number not in names and not table.field_at(number)
    }
    return {
        number: header
        for number, header in headers.items()
        if (key := own_key(header)) in keys
        and (key not in known or own_key(f"{header} (2)") in known)
    }


def _without_misnamed(table: HeaderedTable) -> HeaderedTable:
    """Return the table without columns of fields whose cells are something else.

    What the user says that a column is, it is.
    """
    wrong = {
        field
        for field, reads in _READS.items()
        if (column := table.columns.get(field))
        and header_key(column.header) not in table.options.mapping
        and not all(reads(cell.text) for cell in _cells(table, column.number))
    }
    if not wrong:
        return table
    columns = {field: column for field, column in table.columns.items() if field not in wrong}
    same = {field: columns for field, columns in table.same.items() if field not in wrong}
    return replace(table, columns=columns, same=same)


def _cells(table: HeaderedTable, number: int) -> list[GridCell]:
    cells = (line.cells.get(number) for line in table.body)
    return [cell for cell in cells if cell and not cell.problem]


def _reads_key(text: str) -> bool:
    return says_unknown(text) or find_key_word(text) is not None


def _reads_rivals(text: str) -> bool:
    return all(_may_be_rival(name) for name, _note in split_rivals(text))


def _may_be_rival(name: str) -> bool:
    # A bracket that nothing closes would take the names behind it in.
    loose = _BRACKETED.sub("", fold_text(name))
    return len(name) <= _LONGEST_RIVAL and not set(loose) & set("。!?:()[]【】")


_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


def is_rival_name(name: str) -> bool:
    """Whether a cell that holds this name alone reads as a competitor of this name."""
    return _may_be_rival(name) and split_rivals(clean_cell(name)) == ((name, ""),)


_READS: Mapping[str, Callable[[str], bool]] = {"key": _reads_key, "rivals": _reads_rivals}
"""What tells the cells of a field whose header may as well be that of something else."""
