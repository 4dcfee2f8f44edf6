"""Reading one row of a table: the project's facts, its contacts, and what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from deals.amounts import parse_amount
from deals.currencies import CURRENCY, currency_code
from deals.days import parse_day
from deals.fields import Reading, read_field
from deals.model import Amount, Level, NextAction, Window
from deals.refusal import Refusal
from deals.text import folded
from deals.windows import parse_window
from store.exchange.cells import contact_level, is_unknown, split_items, split_levels, split_names
from store.exchange.grid import Cell, Line, address
from store.exchange.headers import Measure, Table

FACTS = ("customer", "owner", "stage", "status", "amount", "signs", "product", "next")
"""What a row may say of the project besides its name, in the order in which it is written."""

CONTACT_FACTS = ("cr", "title", "level", "department")
"""What a row may say of a contact besides the name, as it is called in the model."""

_BESIDE = ("title", "level", "department")
_PREFIX = re.compile(rf"({CURRENCY}) ?(?=[0-9.])")
_HALF_A_YEAR = timedelta(weeks=26)
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as a row has it; None where the row does not know."""

    name: str
    cr: int | None = None
    title: str | None = None
    level: Level | None = None
    department: str | None = None

    def differs(self, other: Person) -> str | None:
        """What both know and not the same, as a column; None where they agree."""
        for column in CONTACT_FACTS:
            mine, theirs = getattr(self, column), getattr(other, column)
            if None not in (mine, theirs) and mine != theirs:
                return column
        return None

    def with_more(self, other: Person) -> Person:
        """The contact with what only the other knows."""
        more = {name: value for name, value in asdict(other).items() if value is not None}
        mine = {name: value for name, value in asdict(self).items() if value is not None}
        return Person(**{**more, **mine})


@dataclass(slots=True)
class Row:
    """A row as read: facts by field, contacts, and why what else it holds could not be read."""

    table: Table
    line: Line
    facts: dict[str, object] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    refusals: list[Refusal] = field(default_factory=list)

    def cell(self, field_id: str) -> Cell | None:
        """The row's filled cell of this field."""
        column = self.table.columns.get(field_id)
        return self.line.cells.get(column.number) if column else None

    def lines(self, field_id: str) -> str:
        """What the row's cell of this field says, empty where it says nothing."""
        cell = self.cell(field_id)
        return "" if cell is None or is_unknown(cell.text) else cell.text

    def text(self, field_id: str) -> str:
        """What the row's cell of this field says, in one line."""
        return _BREAK.sub(" ", self.lines(field_id))

    def refuse(self, code: str, field_id: str, **figures: str | int) -> None:
        """Note that the row's cell of this field was refused, and where it stands."""
        place = cell_place(self.table, self.line.number, field_id)
        self.refusals.append(Refusal(code, **{**place, **figures}))


def cell_place(table: Table, row: int, field_id: str) -> dict[str, str | int]:
    """Where a row's cell of a field stands, as figures of a refusal."""
    place: dict[str, str | int] = {"file": table.grid.file}
    if table.grid.sheet:
        place["sheet"] = table.grid.sheet
    place["row"] = row
    if column := table.columns.get(field_id):
        place["column"] = _BREAK.sub(" ", column.header)
        place["cell"] = address(row, column.number)
    return place


def read_row(table: Table, line: Line, reading: Reading) -> Row:
    """Everything that a row says; what cannot be read is among its refusals, each with its cell."""
    row = Row(table, line)
    for field_id in ("name", *FACTS, "next_on", "contacts", "cr", *_BESIDE):
        if (cell := row.cell(field_id)) and cell.problem:
            row.refuse(cell.problem, field_id, text=cell.text)
    for field_id in FACTS:
        if row.text(field_id):
            with _noting(row, field_id):
                row.facts[field_id] = _fact(row, field_id, reading)
    if row.text("next_on"):
        with _noting(row, "next_on"):
            row.facts["next"] = _dated(row, reading)
    row.people = _people(row)
    return row


@contextmanager
def _noting(row: Row, field_id: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refused:
        cell = row.cell(field_id)
        if cell is None or not cell.problem:
            row.refuse(refused.code, field_id, **refused.figures)


def _fact(row: Row, field_id: str, reading: Reading) -> object:
    cell = row.cell(field_id)
    if cell is not None and field_id == "amount":
        return _amount(cell, row.table.measure, reading)
    if cell is not None and field_id == "signs":
        return _window(cell)
    if field_id == "next" and "next_on" in row.table.columns:
        return NextAction(text=row.text("next"))
    return read_field(field_id, row.text(field_id), reading)


def _amount(cell: Cell, measure: Measure | None, reading: Reading) -> Amount:
    """The amount in full; as displayed where the full figure has a fraction that is not shown."""
    unit = measure.unit if measure else 1
    currency = (measure and measure.currency) or reading.currency
    if cell.exact is None:
        return parse_amount(cell.text, currency=currency, unit=unit)
    # A number's format may carry a currency sign: that says the currency but not the unit.
    exact, shown = folded(cell.exact), folded(cell.text)
    if sign := _PREFIX.match(exact):
        currency = currency_code(sign[1]) or currency
        exact, shown = exact[sign.end() :], _PREFIX.sub("", shown)
    try:
        return parse_amount(exact, currency=currency, unit=unit)
    except Refusal as refused:
        if refused.code != "amount-fraction":
            raise
        return parse_amount(shown, currency=currency, unit=unit)


def _window(cell: Cell) -> Window:
    """The window as displayed; a number displayed with idle decimals (2013.50) as it is."""
    try:
        return parse_window(cell.text)
    except Refusal:
        if cell.exact is None:
            raise
        return parse_window(cell.exact)


def _dated(row: Row, reading: Reading) -> NextAction:
    """The next action on its day; one without a year is the nearest, so that it stays what it is.

    Where people type, such a day is one to come, but a table is imported again long after. Only
    what counts from today moves along with it, and then exactly.
    """
    text, today = row.text("next_on"), reading.stamp.today
    coming, nearest = parse_day(text, today), parse_day(text, today - _HALF_A_YEAR)
    day = coming if coming - nearest == _HALF_A_YEAR else nearest
    return NextAction(text=row.text("next"), on=day)


def _people(row: Row) -> tuple[Person, ...]:
    """The row's contacts; a merged cell that goes on from above names nobody anew."""
    cell = row.cell("contacts")
    if cell and (cell.covered or cell.problem):
        return ()
    levels: tuple[int | None, ...] = ()
    with _noting(row, "cr"):
        levels = split_levels(row.lines("cr"))
    names = split_names(row.lines("contacts"), len(levels) or None)
    if not names and row.text("title"):
        names = (row.text("title"),)  # somebody we only know must exist
    if levels and len(levels) != len(names):
        row.refuse("cr-count", "cr", contacts=len(names), levels=len(levels))
        return ()
    said = {field_id: _items(row, field_id, len(names)) for field_id in _BESIDE}
    ranks: list[Level | None] = [None] * len(names)
    with _noting(row, "level"):
        ranks = [contact_level(text) for text in said["level"]]
    every = zip(
        *(names, levels or [None] * len(names), said["title"], ranks, said["department"]),
        strict=True,
    )
    return tuple(
        Person(name, cr, title or None, rank, department or None)
        for name, cr, title, rank, department in every
    )


def _items(row: Row, field_id: str, count: int) -> tuple[str, ...]:
    """What a cell beside the contacts says of each of them, empty where nothing."""
    text = row.lines(field_id)
    if not text or not count:
        return ("",) * count
    items = split_items(text, count)
    if items is None:
        row.refuse("contact-count", field_id, contacts=count)
        return ("",) * count
    return items
