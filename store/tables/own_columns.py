"""The user's own columns of a table of the pipeline: they say something, and are no field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from deals.fields.project_fields import find_key_word
from deals.fields.spec import header_key
from deals.own_columns import own_key, read_own_name
from deals.parsing.text import fold_text
from store.tables.contact_cells import says_unknown
from store.tables.crm_headers import LONGEST
from store.tables.grid import GridCell, GridRow, clean_cell
from store.tables.headers import OWN, HeaderedTable
from store.tables.pipeline_columns import find_columns, is_unread
from store.tables.project_rows import split_rivals

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
        if len(names) > MOST or at in meant or is_unread(name) or read_own_name(name)
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
