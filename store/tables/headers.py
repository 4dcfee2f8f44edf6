"""Search for the row of headers in a grid, and the field of each of its columns.

What a kind of table is, is a `TableSchema`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Generic, TypeVar

from deals.edits.own_columns import read_column_name
from deals.errors import UserError
from deals.fields import ColumnSpec
from deals.fields.spec import fields_by_name, header_key
from deals.han_forms import simplify_han
from deals.own_columns import own_field, read_own_name
from deals.parsing.header_units import AmountUnit, read_header_unit
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.tables.double_headers import join_headers
from store.tables.grid import Grid, GridCell, GridProgress, GridRow, address
from store.tables.results import ImportOptions, ImportOutcome

SEARCHED = 50
"""How many filled rows from the top may be the header."""
IGNORE = "ignore"
"""What a header is mapped to so that its column is left alone."""
OWN = "own"
"""What a header is mapped to so that its column is one of the user's own."""

PLACE_NAMES = {
    **dict.fromkeys(
        map(header_key, ("sheet", "sheet name", "tab", "工作表", "工作表名", "页", "表名")), "sheet"
    ),
    **dict.fromkeys(map(header_key, ("file", "file name", "文件", "文件名")), "file"),
}
"""What a sheet's or a file's own name may be mapped by, as if it were a header: by `header_key`."""
_UNIT_NOTE = re.compile(
    r"(?:单位|币[别种]|货币|\b(?:units?|currency)) ?:? ?(?P<unit>[^)\]】;。]{1,20})|"
    r"\b(?:values?|amounts?|figures|numbers|prices|sums|revenues?|everything|all)"
    r"(?: (?:are|is|shown|stated|given|quoted|reported)){0,2}(?: in|:) "
    r"(?P<said>[^)\]】;,。]{1,20}?)(?= (?:excl|incl|net|gross|before|without)|[)\]】;,。]|$)|"
    r"[(\[] ?(?:all )?in (?P<inside>[^)\]]{1,20})[)\]]"
)


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of a table: its number (from 1), its field and its header as written."""

    number: int
    field: str
    header: str


@dataclass(frozen=True)  # without slots: what each row asks of it is worked out once
class HeaderedTable:
    """A grid whose columns are known by field, the first of each in `columns`, all in `same`.

    `measure` is what the header, or a line above it, says that bare amounts count in; `options` are
    those that the table is read by. `known` are the columns that are left alone for what they are,
    `hidden_twins` those, with their fields, that are because the sheet hides them and shows another
    of the field. `own` are the names of the user's own columns, by the columns' numbers, `unkept`
    is how many more there would be, which are too many, `overlong` are headers too long for names.
    It is `partial` where another table of its file was refused: what it lacks may stand there.
    `hinted` are the headers of columns, by field, that are so by their cells, and `likely` those
    that may be of a field that no column is. `doubts` are the figures of refusals that cells have
    as their problem, by code, and `currencies` those of bare amounts that were said, now or before,
    by the column's header or 万.
    """

    grid: Grid
    header: GridRow
    columns: Mapping[str, HeaderColumn]
    same: Mapping[str, Sequence[HeaderColumn]]
    measure: AmountUnit | None
    options: ImportOptions = field(default_factory=ImportOptions)
    known: frozenset[int] = frozenset()
    hidden_twins: Mapping[int, str] = field(default_factory=dict)
    partial: bool = False
    own: Mapping[int, str] = field(default_factory=dict)
    unkept: int = 0
    overlong: tuple[str, ...] = ()
    hinted: Mapping[str, str] = field(default_factory=dict)
    likely: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)

    def place_name(self, key: str) -> str:
        """Return the name of the sheet or file by the key of what it is mapped by; may be empty."""
        if PLACE_NAMES[key] == "sheet":
            return self.grid.sheet
        return re.split(r"[/\\]", self.grid.file)[-1].rpartition(".")[0]

    @property
    def owner_by_place(self) -> str:
        """The owner of all rows where the user maps the sheet's or file's name to it."""
        headers = {header_key(cell.text) for cell in self.header.cells.values()}
        keys = [
            key
            for key, field in self.options.mapping.items()
            if field == "owner" and key in PLACE_NAMES and key not in headers
        ]
        return next(filter(None, map(self.place_name, keys)), "").strip()

    @cached_property
    def own_said_now(self) -> frozenset[str]:
        """The own columns that the user names for this import, so that what they say is news."""
        headers = {number: self.header.cells[number].text for number in self.own}
        keys = self.options.said_columns
        return frozenset(self.own[at] for at, text in headers.items() if header_key(text) in keys)

    @cached_property
    def prefixed(self) -> frozenset[str]:
        """The names of the own columns that are headed as such, as `own.Product` is."""
        headers = self.header.cells
        return frozenset(
            name
            for at, name in self.own.items()
            if at in headers and read_own_name(headers[at].text)
        )

    @cached_property
    def field_headers(self) -> tuple[str, ...]:
        """The headers of the columns that are fields, with single blanks."""
        return tuple(" ".join(column.header.split()) for column in self.columns.values())

    @property
    def above(self) -> tuple[GridRow, ...]:
        """The rows above the header."""
        return self.grid.lines[: self.grid.lines.index(self.header)]

    @property
    def body(self) -> tuple[GridRow, ...]:
        """The rows below the header."""
        return self.grid.lines[self.grid.lines.index(self.header) + 1 :]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers that mean nothing to us, or were to be left alone."""
        cells = sorted(self.header.cells.items())
        return tuple(cell.text for number, cell in cells if self.field_at(number) in ("", IGNORE))

    def field_at(self, number: int) -> str:
        """Return the field of a column by its number, empty where it means nothing to us.

        It is `ignore` where the column is left alone for what it is known to be.
        """
        if number in self.known:
            return IGNORE
        if number in self.own:
            return own_field(self.own[number])
        columns = (column for same in self.same.values() for column in same)
        return next((column.field for column in columns if column.number == number), "")


Target = TypeVar("Target")
FieldColumns = Mapping[str, list[HeaderColumn]]
"""The columns of a row of headers by field."""


@dataclass(frozen=True, slots=True)
class TableSchema(Generic[Target]):
    """A kind of table, and what its rows do to a target, which is a book or a project.

    `columns` are the fields that `--map` takes, by their ids or names, and `more` the names of
    further ones; `find_columns` says what the cells of a row mean as
    headers, given the fields that the user mapped, by `header_key`. A row without the field `key`
    is no header, and a file without such a row is refused by the code `missing`. Of the fields in
    `several` all columns count, and all that `belong_together` as the parts of a name do; of
    another a second column is refused, or left alone where the `first_counts`. `name_other_kind`
    tells from the headers of a file, and a table that proves to be of no kind, what it likelier is,
    by the code of the refusal. Of a folder the files that end as `folder_files` are read.
    `key_name` is what refusals call the key where it is not its id.

    The figures of the columns of `day_fields` and `amount_fields` are read by the column.
    A table `is_such` if it proves to be one of the kind, among other sheets. With `every_sheet` all
    such sheets of a file are read, else the first; with `double_headers` these may take two rows.
    `identity` is what a row's record is known by,
    None for a row of none, and `identity_fields` are the fields that say it.

    `complete` names columns of a table that only their cells explain, and `recall` those that were
    named in an import before.
    `apply` finds the records that the rows of tables mean and merges them into the target; it
    raises nothing, what it refuses is an outcome of the table. `whole_files` read by their ending
    files that are no tables; where there is a code `other_kind`, it refuses every other ending.
    """

    columns: Mapping[str, ColumnSpec]
    key: str
    missing: str
    find_columns: Callable[[GridRow, Mapping[str, str]], FieldColumns]
    apply: ApplyTables[Target]
    complete: Callable[[HeaderedTable], HeaderedTable] = lambda table: table
    recall: Callable[[Grid, ImportOptions], ImportOptions] = lambda _grid, options: options
    is_such: Callable[[HeaderedTable], bool] = lambda table: len(table.columns) > 1
    every_sheet: bool = False
    double_headers: bool = False
    identity: Callable[[HeaderedTable, GridRow], Hashable | None] = lambda _table, _row: None
    identity_fields: frozenset[str] = frozenset()
    folder_files: Container[str] = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls")
    day_fields: Container[str] = ()
    amount_fields: Container[str] = ()
    several: Container[str] = ()
    belong_together: Callable[[Sequence[HeaderColumn]], bool] = lambda _same: False
    name_other_kind: Callable[[Sequence[str], HeaderedTable | None], str] = lambda *_: ""
    first_counts: bool = False
    key_name: str = ""
    other_kind: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    whole_files: Mapping[str, WholeFile[Target]] = field(default_factory=dict)


ApplyTables = Callable[
    [Sequence[HeaderedTable], Target, ReadingContext, GridProgress],
    tuple[Target, list[list[ImportOutcome]]],
]
"""Applies the tables of an import to a target; returns that and the outcomes of each table."""


def apply_each(
    apply: Callable[
        [HeaderedTable, Target, ReadingContext, GridProgress], tuple[Target, list[ImportOutcome]]
    ],
) -> ApplyTables[Target]:
    """Return what applies tables one after the other, each to what the last one left."""

    def apply_tables(
        tables: Sequence[HeaderedTable],
        target: Target,
        reading: ReadingContext,
        progress: GridProgress,
    ) -> tuple[Target, list[list[ImportOutcome]]]:
        outcomes: list[list[ImportOutcome]] = []
        for table in tables:
            target, more = apply(table, target, reading, progress)
            outcomes.append(more)
        return target, outcomes

    return apply_tables


WholeFile = Callable[
    [Path, Target, ReadingContext, ImportOptions], tuple[Target, Sequence[ImportOutcome]]
]
"""Reads a file that is no table into a target; raises what refuses the whole file."""


def find_table(
    grid: Grid, schema: TableSchema[Any], options: ImportOptions
) -> HeaderedTable | None:
    """Find the table in `grid`; None where no row names its key.

    The header is the row near the top that names most columns. The mapping of the options goes over
    what they would have been taken for. Raises `header-twice` where two columns
    mean the same.
    """
    options = schema.recall(grid, options)
    wanted = {header_key(header): field for header, field in options.mapping.items()}
    rows = [(line, schema.find_columns(line, wanted)) for line in _likely_headers(grid, schema)]
    named = [(line, columns) for line, columns in rows if schema.key in columns]
    if not named:
        return None
    header, found = max(named, key=lambda row: len(row[1]))
    own, found = _part_own_columns(found)
    known = frozenset(column.number for column in found.get(IGNORE, ()))
    grid = _with_header(grid, header)
    same = {
        field: _counting_columns(grid, header, columns, schema)
        for field, columns in found.items()
        if field != IGNORE
    }
    columns = {field: every[0] for field, every in same.items()}
    above = grid.lines[: grid.lines.index(header)]
    measure = table_measure(columns, above)
    twins = {} if schema.first_counts else _hidden_twins(found, same)
    table = HeaderedTable(grid, header, columns, same, measure, options, known, twins, own=own)
    return schema.complete(table)


def _part_own_columns(found: FieldColumns) -> tuple[dict[int, str], FieldColumns]:
    """Part the columns that the user calls own ones, by number, from those of fields."""
    own = {
        column.number: name
        for field, same in found.items()
        if (name := read_own_name(field)) is not None
        for column in same
    }
    return own, {field: same for field, same in found.items() if read_own_name(field) is None}


def _likely_headers(grid: Grid, schema: TableSchema[Any]) -> Iterator[GridRow]:
    """Yield the rows near the top, then what each two of them mean where headers take two rows."""

    def names(text: str) -> bool:
        return bool(schema.find_columns(GridRow(1, {1: GridCell(text)}), {}))

    lines = grid.lines[:SEARCHED]
    yield from lines
    if not schema.double_headers:
        return
    for upper, lower in pairwise(lines):
        if joined := join_headers(upper, lower, names):
            yield joined


def _with_header(grid: Grid, header: GridRow) -> Grid:
    """Return the grid with this header, which may stand for two of its rows."""
    if header in grid.lines:
        return grid
    at = next(at for at, line in enumerate(grid.lines) if line.number == header.number)
    return replace(grid, lines=(*grid.lines[: at - 1], header, *grid.lines[at + 1 :]))


def columns_by_header(
    line: GridRow, wanted: Mapping[str, str], known: Mapping[str, str]
) -> FieldColumns:
    """Return the columns of a row by field: those that the user mapped, else by `known` headers."""
    found: dict[str, list[HeaderColumn]] = {}
    mapped = {wanted.get(header_key(cell.text)) for cell in line.cells.values()}
    for number, cell in sorted(line.cells.items()):
        key = header_key(cell.text)
        field = wanted.get(key) or known.get(key)
        if field and field != IGNORE and (key in wanted or field not in mapped):
            found.setdefault(field, []).append(HeaderColumn(number, field, cell.text))
    return found


def header_texts(grid: Grid, schema: TableSchema[Any]) -> tuple[str, ...]:
    """Return the texts of the likeliest header, to tell the user which headers a file has."""
    lines = grid.lines[:SEARCHED]
    if not lines:
        return ()
    best = max(lines, key=lambda line: (len(schema.find_columns(line, {})), len(line.cells)))
    return row_texts(best)


def row_texts(line: GridRow) -> tuple[str, ...]:
    """Return the texts of a row, from left to right."""
    return tuple(cell.text for _number, cell in sorted(line.cells.items()))


def check_mapped_headers(mapping: Mapping[str, str], headers: Sequence[str]) -> None:
    """Refuse (`map-header-missing`) a mapping of a header that is none of `headers`."""
    known = set(map(header_key, headers))
    for header in mapping:
        if header_key(header) not in known:
            named = ", ".join(dict.fromkeys(headers))
            raise UserError("map-header-missing", header=header, headers=named)


def read_mapped_fields(
    mapping: Mapping[str, str], columns: Mapping[str, ColumnSpec], more: Mapping[str, str]
) -> dict[str, str]:
    """Return the field that the user has said for each header, by `header_key`.

    A field goes by its id or by whatever it is called, in both languages; `more` are the names of
    what else a header may be. Where that may be an own column, `own:NAME` is one, and `own` one of
    the header's name. Refusals `map-field-unknown` (header, field, fields) and of
    `read_column_name`.
    """
    ids = (*columns, *dict.fromkeys(more.values()), IGNORE)
    names = {header_key(word): IGNORE for word in ("忽略", "跳过")}
    names |= {**more, **fields_by_name(columns, ids)}
    found: dict[str, str] = {}
    for header, word in mapping.items():
        field = names.get(header_key(word))
        if OWN in more and (field == OWN or read_own_name(word)):
            field = own_field(read_column_name(read_own_name(word) or header))
        if field is None:
            raise UserError("map-field-unknown", header=header, field=word, fields=" ".join(ids))
        found[header_key(header)] = field
    return found


def table_measure(
    columns: Mapping[str, HeaderColumn], above: tuple[GridRow, ...]
) -> AmountUnit | None:
    """Return the unit in the header of the amounts, else in the nearest line above with one."""
    if "amount" not in columns:
        return None
    if measure := read_header_unit(columns["amount"].header):
        return measure
    texts = (fold_text(cell.text) for line in reversed(above) for cell in line.cells.values())
    plain = map(simplify_han, texts)
    notes = (
        read_header_unit(note[note.lastgroup or 0])
        for text in plain
        for note in _UNIT_NOTE.finditer(text)
    )
    return next(filter(None, notes), None)


def _hidden_twins(
    found: FieldColumns, counting: Mapping[str, Sequence[HeaderColumn]]
) -> dict[int, str]:
    """Return the columns of fields of which others count, because these are hidden."""
    return {
        column.number: field
        for field, every in found.items()
        for column in every
        if field != IGNORE and column not in counting[field]
    }


def _counting_columns(
    grid: Grid, header: GridRow, same: list[HeaderColumn], schema: TableSchema[Any]
) -> Sequence[HeaderColumn]:
    """Return the columns of one field that count: one, or all where there may be several."""
    field = same[0].field
    if len(same) == 1 or field in schema.several or schema.belong_together(same):
        return same
    if schema.first_counts:
        return same[:1]
    shown = [column for column in same if column.number not in grid.hidden_columns]
    if len(shown) == 1:
        return shown
    called = (schema.key_name or field) if field == schema.key else field
    raise UserError(
        "header-twice",
        file=grid.file,
        row=header.number,
        field=called,
        first=f"{same[0].header} ({address(header.number, same[0].number)})",
        second=f"{same[1].header} ({address(header.number, same[1].number)})",
    )
