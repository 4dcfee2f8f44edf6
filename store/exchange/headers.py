"""Finding the row of headers in a grid, and what each of its columns means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from deals.amounts import parse_amount, parse_unit
from deals.currencies import CURRENCY, currency_code
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.aliases import HEADERS, WEAK_HEADERS
from store.exchange.grid import Cell, Grid, Line, address

SEARCHED = 50
"""How many filled rows from the top may be the header."""
IGNORE = "ignore"
"""What a header is mapped to so that its column is left alone."""

_MARKS = re.compile(r"[\s_\-–—:.,、。*★※#/|\\()\[\]【】<>《》\"'“”]+")
_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_CURRENCY = re.compile(rf"(?<![a-z])(?:{CURRENCY})(?![a-z])")
_WORDS = ("all", "top", "try")  # the codes of three currencies, but likelier English
_UNIT_NOTE = re.compile(r"(?:单位|\bunits?) ?:? ?(?P<unit>[^)\]】;。]{1,20})")
_LONGEST = 60  # characters; what is longer is no header
_BESIDE = ("title", "level", "department")


@dataclass(frozen=True, slots=True)
class Measure:
    """What bare numbers count in: so many units of a currency (None: unsaid)."""

    unit: int
    currency: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its number (from 1), its field and its header as written."""

    number: int
    field: str
    header: str


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose columns are known by field, with the headers that mean nothing to us.

    `measure` is what the header, or a line above it, says that bare amounts count in.
    """

    grid: Grid
    header: Line
    columns: Mapping[str, Column]
    ignored: tuple[str, ...]
    measure: Measure | None

    @property
    def above(self) -> tuple[Line, ...]:
        """The rows above the header."""
        return self.grid.lines[: self.grid.lines.index(self.header)]

    @property
    def body(self) -> tuple[Line, ...]:
        """The rows below the header."""
        return self.grid.lines[self.grid.lines.index(self.header) + 1 :]


def find_table(grid: Grid, mapping: Mapping[str, str]) -> Table | None:
    """The table in `grid`, None where no row names a column of projects.

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
    columns = {field: _only(grid, header, same) for field, same in found.items()}
    known = {column.number for column in columns.values()}
    ignored = tuple(
        cell.text for number, cell in sorted(header.cells.items()) if number not in known
    )
    above = grid.lines[: grid.lines.index(header)]
    return Table(grid, header, columns, ignored, _table_measure(columns, above))


def header_texts(grid: Grid) -> tuple[str, ...]:
    """The row that looks most like a header, for saying which headers a file has."""
    lines = grid.lines[:SEARCHED]
    if not lines:
        return ()
    best = max(lines, key=lambda line: (len(_meanings(line, {})), len(line.cells)))
    return tuple(cell.text for _, cell in sorted(best.cells.items()))


def fields_named(texts: Iterable[str]) -> int:
    """How many fields these headers name; for telling what parts the columns of a text file."""
    distinct = dict.fromkeys(filter(None, texts))  # a text of commas alone would be all blanks
    line = Line(1, {number: Cell(text) for number, text in enumerate(distinct)})
    return len(_meanings(line, {}))


def header_key(text: str) -> str:
    """What is the same in two ways to write one header: no blanks, marks, widths or capitals."""
    return _MARKS.sub("", folded(text))


def _named(aliases: Mapping[str, str]) -> Mapping[str, str]:
    return {header_key(one): field for field, some in aliases.items() for one in some.split()}


_SURE, _WEAK = _named(HEADERS), _named(WEAK_HEADERS)


def _meanings(line: Line, wanted: Mapping[str, str]) -> Mapping[str, list[Column]]:
    """The columns of a row by field; what the user said comes before what we are sure of."""
    found: dict[str, list[Column]] = {}
    taken = {number for number, cell in line.cells.items() if header_key(cell.text) in wanted}
    for number in sorted(taken):
        text = line.cells[number].text
        field = wanted[header_key(text)]
        if field != IGNORE:
            found.setdefault(field, []).append(Column(number, field, text))
    for aliases in (_SURE, _WEAK):
        named = {
            number: _field(line.cells[number].text, aliases)
            for number in sorted(line.cells)
            if number not in taken
        }
        new = {number: field for number, field in named.items() if field and field not in found}
        taken |= new.keys()
        for number, field in new.items():
            found.setdefault(field, []).append(Column(number, field, line.cells[number].text))
    return {field: same for field, same in found.items() if _stands_well(field, found, wanted)}


def _stands_well(field: str, found: Mapping[str, list[Column]], wanted: Mapping[str, str]) -> bool:
    """Whether a column is where it means what it says.

    A department or title in front of the contacts is likelier to be our own people's.
    """
    if field not in _BESIDE or field in wanted.values():
        return True
    contacts = found.get("contacts")
    return contacts is not None and contacts[0].number < found[field][0].number


def _field(header: str, aliases: Mapping[str, str]) -> str | None:
    """The field that `header` names, in either language or in both at once, units apart."""
    if len(header) > _LONGEST:
        return None
    plain = folded(header)
    bare = _IN_BRACKETS.sub("", plain)
    for text in (plain, bare):
        if header_key(text) in aliases:
            return aliases[header_key(text)]
    parts = (_HAN.sub("", bare), "".join(_HAN.findall(bare)))
    fields = {field for part in parts if (field := aliases.get(header_key(part)))}
    if len(fields) == 1:
        return fields.pop()
    units = (one for one, field in aliases.items() if field == "amount")
    return "amount" if any(_unit_behind(bare, alias) for alias in units) else None


def _unit_behind(header: str, alias: str) -> bool:
    """Whether `header` is the alias and a unit, such as 预签金额万元 or `amount, k`."""
    key = header_key(header)
    rest = key.removeprefix(alias).removeprefix("单位").removeprefix("in")
    if not rest or not key.startswith(alias):
        return False
    for unit in (rest, re.sub(CURRENCY, "", rest, count=1)):
        with suppress(Refusal):
            parse_amount(f"1{unit}")
            return True
    return False


def _measure(text: str) -> Measure | None:
    """What `text` says that amounts count in (万元, USD k), None where it does not."""
    unit = parse_unit(text)
    marks = (found[0] for found in _CURRENCY.finditer(folded(text)) if found[0] not in _WORDS)
    currency = next(marks, None)
    if unit is None and currency is None:
        return None
    return Measure(unit or 1, currency_code(currency) if currency else None)


def _table_measure(columns: Mapping[str, Column], above: tuple[Line, ...]) -> Measure | None:
    """The unit in the header of the amounts, else in the nearest line above that names one."""
    if "amount" not in columns:
        return None
    if measure := _measure(columns["amount"].header):
        return measure
    texts = (folded(cell.text) for line in reversed(above) for cell in line.cells.values())
    notes = (_measure(note["unit"]) for text in texts for note in _UNIT_NOTE.finditer(text))
    return next(filter(None, notes), None)


def _only(grid: Grid, header: Line, same: list[Column]) -> Column:
    if len(same) > 1:
        raise Refusal(
            "header-twice",
            file=grid.file,
            row=header.number,
            field=same[0].field,
            first=f"{same[0].header} ({address(header.number, same[0].number)})",
            second=f"{same[1].header} ({address(header.number, same[1].number)})",
        )
    return same[0]
