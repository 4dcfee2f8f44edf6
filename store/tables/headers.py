"""Search for the row of headers in a grid, and the field of each of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from deals.errors import UserError
from deals.fields import CONTACT, PROJECT, ColumnSpec
from deals.fields.spec import fields_by_name, header_key
from deals.parsing.amounts import CURRENCY, currency_code, parse_amount, parse_unit
from deals.parsing.text import fold_text
from store.tables.grid import Grid, GridCell, GridRow, address

CONTACT_FACTS = ("cr", "title", "level", "department")
"""What a table of the pipeline may say of contacts besides their names, in columns behind these."""


def _pipeline_columns() -> Iterator[tuple[str, ColumnSpec]]:
    for field_id, column in PROJECT.columns.items():
        yield field_id, column
        if field_id == "contacts":
            yield from ((fact, CONTACT.columns[fact]) for fact in CONTACT_FACTS)


COLUMNS = dict(_pipeline_columns())
"""The columns that a table may have, by the ids that `--map` takes, from the left."""

SEARCHED = 50
"""How many filled rows from the top may be the header."""
IGNORE = "ignore"
"""What a header is mapped to so that its column is left alone."""

_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_CURRENCY = re.compile(rf"(?<![a-z])(?:{CURRENCY})(?![a-z])")
_WORDS = ("all", "top", "try")  # the codes of three currencies, but likelier English
_UNIT_NOTE = re.compile(r"(?:单位|\bunits?) ?:? ?(?P<unit>[^)\]】;。]{1,20})")
_LONGEST = 60  # characters; what is longer is no header


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """The unit of bare numbers: so many of a currency (None where no currency is named)."""

    unit: int
    currency: str | None


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of a table: its number (from 1), its field and its header as written."""

    number: int
    field: str
    header: str


@dataclass(frozen=True, slots=True)
class HeaderedTable:
    """A grid whose columns are known by field, with the headers that mean nothing to us.

    `measure` is what the header, or a line above it, says that bare amounts count in.
    """

    grid: Grid
    header: GridRow
    columns: Mapping[str, HeaderColumn]
    ignored: tuple[str, ...]
    measure: AmountUnit | None

    @property
    def above(self) -> tuple[GridRow, ...]:
        """The rows above the header."""
        return self.grid.lines[: self.grid.lines.index(self.header)]

    @property
    def body(self) -> tuple[GridRow, ...]:
        """The rows below the header."""
        return self.grid.lines[self.grid.lines.index(self.header) + 1 :]


def find_table(grid: Grid, mapping: Mapping[str, str]) -> HeaderedTable | None:
    """Find the table in `grid`; None where no row names a column of projects.

    The header is the row near the top that names most columns. `mapping` gives headers their field,
    or `ignore`, over what they would have been taken for. Raises `header-twice` where two columns
    mean the same.
    """
    wanted = {header_key(header): field for header, field in mapping.items()}
    rows = [(line, _meanings(line, wanted)) for line in grid.lines[:SEARCHED]]
    named = [(line, columns) for line, columns in rows if "name" in columns]
    if not named:
        return None
    header, found = max(named, key=lambda row: len(row[1]))
    columns = {field: _single_column(grid, header, same) for field, same in found.items()}
    known = {column.number for column in columns.values()}
    ignored = tuple(
        cell.text for number, cell in sorted(header.cells.items()) if number not in known
    )
    above = grid.lines[: grid.lines.index(header)]
    return HeaderedTable(grid, header, columns, ignored, _table_measure(columns, above))


def header_texts(grid: Grid) -> tuple[str, ...]:
    """Return the texts of the likeliest header, to tell the user which headers a file has."""
    lines = grid.lines[:SEARCHED]
    if not lines:
        return ()
    best = max(lines, key=lambda line: (len(_meanings(line, {})), len(line.cells)))
    return row_texts(best)


def row_texts(line: GridRow) -> tuple[str, ...]:
    """Return the texts of a row, from left to right."""
    return tuple(cell.text for _number, cell in sorted(line.cells.items()))


def count_fields(texts: Iterable[str]) -> int:
    """Count the fields that these headers name; decides what parts the columns of a text file."""
    distinct = dict.fromkeys(filter(None, texts))  # a text of commas alone would be all blanks
    line = GridRow(1, {number: GridCell(text) for number, text in enumerate(distinct)})
    return len(_meanings(line, {}))


def check_mapped_headers(mapping: Mapping[str, str], headers: Sequence[str]) -> None:
    """Refuse (`map-header-missing`) a mapping of a header that is none of `headers`."""
    known = set(map(header_key, headers))
    for header in mapping:
        if header_key(header) not in known:
            raise UserError("map-header-missing", header=header, headers=", ".join(headers))


def read_mapped_fields(
    mapping: Mapping[str, str], columns: Mapping[str, ColumnSpec], more: Mapping[str, str]
) -> dict[str, str]:
    """Return the field that the user has said for each header, by `header_key`.

    A field goes by its id or by whatever it is called, in both languages; `more` are the names of
    what else a header may be. Refusal `map-field-unknown` (header, field, fields).
    """
    ids = (*columns, *dict.fromkeys(more.values()), IGNORE)
    names = {header_key(word): IGNORE for word in ("忽略", "跳过")}
    names |= {**more, **fields_by_name(columns, ids)}
    found: dict[str, str] = {}
    for header, word in mapping.items():
        field = names.get(header_key(word))
        if field is None:
            raise UserError("map-field-unknown", header=header, field=word, fields=" ".join(ids))
        found[header_key(header)] = field
    return found


def _field_by_alias(aliases: Callable[[ColumnSpec], str]) -> Mapping[str, str]:
    return {
        header_key(alias): field
        for field, column in COLUMNS.items()
        for alias in aliases(column).split()
    }


_SURE = _field_by_alias(lambda column: column.sure)
_WEAK = _field_by_alias(lambda column: column.weak)
"""Headers that could mean something else; they count where nothing surer names the column."""


def _meanings(line: GridRow, wanted: Mapping[str, str]) -> Mapping[str, list[HeaderColumn]]:
    """Return the columns of a row by field; the user's mapping goes before the sure headers, and
    these before the weak ones.
    """
    found: dict[str, list[HeaderColumn]] = {}
    taken = {number for number, cell in line.cells.items() if header_key(cell.text) in wanted}
    for number in sorted(taken):
        text = line.cells[number].text
        field = wanted[header_key(text)]
        if field != IGNORE:
            found.setdefault(field, []).append(HeaderColumn(number, field, text))
    for aliases in (_SURE, _WEAK):
        named = {
            number: _field(line.cells[number].text, aliases)
            for number in sorted(line.cells)
            if number not in taken
        }
        new = {number: field for number, field in named.items() if field and field not in found}
        taken |= new.keys()
        for number, field in new.items():
            found.setdefault(field, []).append(HeaderColumn(number, field, line.cells[number].text))
    return {field: same for field, same in found.items() if _is_well_placed(field, found, wanted)}


def _is_well_placed(
    field: str, found: Mapping[str, list[HeaderColumn]], wanted: Mapping[str, str]
) -> bool:
    """Whether a column stands where its header has this meaning.

    A department or title in front of the contacts is likelier to be our own people's.
    """
    if field not in CONTACT_FACTS[1:] or field in wanted.values():
        return True
    contacts = found.get("contacts")
    return contacts is not None and contacts[0].number < found[field][0].number


def _field(header: str, aliases: Mapping[str, str]) -> str | None:
    """Return the field that `header` names, in either language or in both at once, units apart."""
    if len(header) > _LONGEST:
        return None
    plain = fold_text(header)
    bare = _IN_BRACKETS.sub("", plain)
    for text in (plain, bare):
        if header_key(text) in aliases:
            return aliases[header_key(text)]
    parts = (_HAN.sub("", bare), "".join(_HAN.findall(bare)))
    fields = {field for part in parts if (field := aliases.get(header_key(part)))}
    if len(fields) == 1:
        return fields.pop()
    units = (alias for alias, field in aliases.items() if field == "amount")
    return "amount" if any(_unit_behind(bare, alias) for alias in units) else None


def _unit_behind(header: str, alias: str) -> bool:
    """Whether `header` is the alias and a unit, such as 预签金额万元 or `amount, k`."""
    key = header_key(header)
    rest = key.removeprefix(alias).removeprefix("单位").removeprefix("in")
    if not rest or not key.startswith(alias):
        return False
    for unit in (rest, re.sub(CURRENCY, "", rest, count=1)):
        with suppress(UserError):
            parse_amount(f"1{unit}")
            return True
    return False


def _measure(text: str) -> AmountUnit | None:
    """Read the unit that `text` says amounts count in (万元, USD k), None where it says none."""
    unit = parse_unit(text)
    marks = (found[0] for found in _CURRENCY.finditer(fold_text(text)) if found[0] not in _WORDS)
    currency = next(marks, None)
    if unit is None and currency is None:
        return None
    return AmountUnit(unit or 1, currency_code(currency) if currency else None)


def _table_measure(
    columns: Mapping[str, HeaderColumn], above: tuple[GridRow, ...]
) -> AmountUnit | None:
    """Return the unit in the header of the amounts, else in the nearest line above with one."""
    if "amount" not in columns:
        return None
    if measure := _measure(columns["amount"].header):
        return measure
    texts = (fold_text(cell.text) for line in reversed(above) for cell in line.cells.values())
    notes = (_measure(note["unit"]) for text in texts for note in _UNIT_NOTE.finditer(text))
    return next(filter(None, notes), None)


def _single_column(grid: Grid, header: GridRow, same: list[HeaderColumn]) -> HeaderColumn:
    if len(same) > 1:
        raise UserError(
            "header-twice",
            file=grid.file,
            row=header.number,
            field=same[0].field,
            first=f"{same[0].header} ({address(header.number, same[0].number)})",
            second=f"{same[1].header} ({address(header.number, same[1].number)})",
        )
    return same[0]
