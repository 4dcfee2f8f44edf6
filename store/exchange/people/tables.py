"""Reading a table of contacts: a row a person, under headers in either language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from deals.refusal import Refusal
from deals.text import folded
from store.exchange.cells import is_unknown
from store.exchange.grid import Cell, Grid, Line, Progress, address
from store.exchange.headers import IGNORE, SEARCHED, header_key, header_texts
from store.exchange.people.columns import FIELD_OF, PERSON_COLUMNS, SEVERAL
from store.exchange.people.spoken import Place, Spoken
from store.exchange.people.words import typed
from store.exchange.sources import open_source
from store.exchange.tables import ImportOptions


class PeopleTable(NamedTuple):
    """The people of a table, each row one, and the headers that say nothing to us."""

    people: list[Spoken]
    ignored: tuple[str, ...]


class _Found(NamedTuple):
    grid: Grid
    header: Line
    columns: Mapping[str, Sequence[int]]


def read_people_table(path: Path, options: ImportOptions, progress: Progress) -> PeopleTable:
    """Everybody whom the table at `path` names; refusals of cells are with the people.

    Raises what opening a table does, and `contacts-header-missing` (file, headers),
    `header-twice`, `sheet-missing`, `map-field-unknown` and `map-header-missing`.
    """
    source = open_source(path)
    wanted = _wanted(options.mapping)
    sheets = [one for one in source.sheets if folded(one) == folded(options.sheet or one)]
    if not sheets:
        names = {"sheet": options.sheet or "", "sheets": ", ".join(source.sheets)}
        raise Refusal("sheet-missing", file=source.file, **names)
    grids = [source.grid(sheet, progress) for sheet in sheets]
    for grid in grids:
        if found := _find(grid, wanted):
            _check_mapped(options.mapping, found)
            return PeopleTable(_people(found), _ignored(found))
    headers = ", ".join(text for grid in grids for text in header_texts(grid))
    if not headers:
        raise Refusal("file-empty", file=source.file)
    raise Refusal("contacts-header-missing", file=source.file, headers=headers)


def _wanted(mapping: Mapping[str, str]) -> Mapping[str, str]:
    for header, field in mapping.items():
        if field not in (*PERSON_COLUMNS, IGNORE):
            fields = " ".join((*PERSON_COLUMNS, IGNORE))
            raise Refusal("map-field-unknown", header=header, field=field, fields=fields)
    return {header_key(header): field for header, field in mapping.items()}


def _find(grid: Grid, wanted: Mapping[str, str]) -> _Found | None:
    """The row near the top that names most columns, if one of them is of names."""
    rows = [(line, _meanings(line, wanted)) for line in grid.lines[:SEARCHED]]
    named = [(line, columns) for line, columns in rows if "name" in columns]
    if not named:
        return None
    header, columns = max(named, key=lambda row: len(row[1]))
    for field, numbers in columns.items():
        if len(numbers) > 1 and field not in SEVERAL:
            first, second = (_heading(header, number) for number in numbers[:2])
            called = "contacts" if field == "name" else field
            raise Refusal("header-twice", file=grid.file, first=first, second=second, field=called)
    return _Found(grid, header, columns)


def _meanings(line: Line, wanted: Mapping[str, str]) -> Mapping[str, Sequence[int]]:
    """The columns of a row by field; what the user said goes before what headers mean to us."""
    found: dict[str, list[int]] = defaultdict(list)
    said = {wanted.get(header_key(cell.text)) for cell in line.cells.values()}
    for number, cell in sorted(line.cells.items()):
        key = header_key(cell.text)
        field = wanted.get(key) or FIELD_OF.get(key)
        if field and field != IGNORE and (key in wanted or field not in said):
            found[field].append(number)
    return found


def _people(found: _Found) -> list[Spoken]:
    lines = found.grid.lines
    below = lines[lines.index(found.header) + 1 :]
    return [_person(found, line) for line in below]


def _person(found: _Found, line: Line) -> Spoken:
    one = Spoken("", "row", line.number, _place(found, line, ()))
    for field, numbers in found.columns.items():
        one.places[field] = _place(found, line, numbers)
        cells = [line.cells[number] for number in numbers if number in line.cells]
        try:
            text = _text(field, cells)
        except Refusal as refused:
            one.refuse(refused, field)
            continue
        if field == "name":
            one.name = text
        elif text:
            one.texts[field] = text
    if not one.name and not one.refusals:
        one.refuse(Refusal("person-nameless"), "name")
    return one


def _text(field: str, cells: Sequence[Cell]) -> str:
    """What the cells of a field say, in one line; nothing where they only say that it is unknown.

    Refusals are those of cells that hold an error, and of relationship levels.
    """
    for cell in cells:
        if cell.problem:
            raise Refusal(cell.problem, text=cell.text)
    said = [" ".join(cell.text.split()) for cell in cells]
    texts = dict.fromkeys(text for text in said if text and not _unknown(field, text))
    return typed(field, ", ".join(texts)) if texts else ""


def _unknown(field: str, text: str) -> bool:
    """Whether a cell says nothing; a stance of `-` is against us."""
    return is_unknown(text) and not (field == "stance" and text == "-")


def _place(found: _Found, line: Line, numbers: Sequence[int]) -> Place:
    place: dict[str, str | int] = {"file": found.grid.file}
    if found.grid.sheet:
        place["sheet"] = found.grid.sheet
    place["row"] = line.number
    filled = [number for number in numbers if number in line.cells]
    if at := (*filled, *numbers):
        place |= {"column": _heading(found.header, at[0]), "cell": address(line.number, at[0])}
    return place


def _heading(header: Line, number: int) -> str:
    return " ".join(header.cells[number].text.split())


def _ignored(found: _Found) -> tuple[str, ...]:
    known = {number for numbers in found.columns.values() for number in numbers}
    cells = sorted(found.header.cells.items())
    return tuple(cell.text for number, cell in cells if number not in known)


def _check_mapped(mapping: Mapping[str, str], found: _Found) -> None:
    texts = [cell.text for _number, cell in sorted(found.header.cells.items())]
    known = {header_key(text) for text in texts}
    for header in mapping:
        if header_key(header) not in known:
            raise Refusal("map-header-missing", header=header, headers=", ".join(texts))
