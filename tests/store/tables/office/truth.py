"""What is true of the deals of an office, whatever the program makes of its tables.

Written by what the tables are to mean, not by the importer: every row knows whose deal it is, so
nothing is matched here. A field is as the newest word has it. A table that repeats what it said
when it was read last is no news; what was changed here since then stays, and is contradicted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Money(NamedTuple):
    """An amount in whole units."""

    low: int
    high: int
    currency: str


class Window(NamedTuple):
    """The days between which a deal is to be signed."""

    earliest: date
    latest: date
    precision: str


Value = str | Money | Window | None

NAMES = ("name", "customer", "owner")
FIELDS = (*NAMES, "stage", "amount", "signs", "status")
START: Mapping[str, Value] = {"customer": "", "owner": "", "stage": "P0", "status": "open"}
"""What a deal is of which a table says nothing."""


class Move(NamedTuple):
    """A change of a field on a day."""

    on: date
    field: str
    old: Value
    new: Value


@dataclass(slots=True)
class TableMemory:
    """What a table said of a deal when it was read last, and in what it contradicts by that."""

    said_values: dict[str, Value] = field(default_factory=dict)
    gone: date | None = None
    still: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Deal:
    """A deal as it is, how it came to that, and the tables that hold it by their sources.

    `events` tell in words what happened to it, for whoever looks for what went wrong. `united` is
    set where two entries of it were made one.
    """

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    tables: dict[str, TableMemory] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    twin: Deal | None = None
    united: bool = False
    dropped: bool = False

    @property
    def known(self) -> bool:
        """Whether a table was read that holds it."""
        return bool(self.values) and not self.dropped

    @property
    def key(self) -> tuple[Value, Value]:
        """What twins share."""
        return self.values["name"], self.values["customer"]

    def former(self, field_id: str) -> set[Value]:
        """Return what a field was before."""
        moves = [move for move in self.moves if move.field == field_id]
        return {value for move in moves for value in (move.old, move.new)}

    def put(self, field_id: str, value: Value, day: date) -> None:
        """Change a field."""
        old = self.values.get(field_id)
        if old != value:
            self.values[field_id] = value
            self.moves.append(Move(day, field_id, old, value))


@dataclass(slots=True, eq=False)
class Row:
    """A row of a table: the deal that it is about and what it says of it; None for a blank cell."""

    deal: Deal
    values: dict[str, Value]
    id: str = ""


@dataclass(slots=True)
class WeekNews:
    """What an import is to tell: the deals that tables hold no longer, and the twins."""

    gone: set[tuple[int, str]] = field(default_factory=set)
    twins: set[frozenset[int]] = field(default_factory=set)


Placed = tuple[str, Row]
"""A row and the source of its table."""


def read_week(rows: Iterable[Placed], deals: Sequence[Deal], day: date) -> WeekNews:
    """Take in all tables of a week; return what is to be told of it."""
    by_deal: dict[int, list[Placed]] = defaultdict(list)
    for source, row in rows:
        by_deal[row.deal.number].append((source, row))
    news = WeekNews()
    for deal in deals:
        placed = by_deal.get(deal.number, [])
        if placed:
            _take_rows(deal, placed, day)
        if deal.known:
            news.gone.update(_forget_tables(deal, placed, day))
    news.twins.update(_find_twins(deals, by_deal.keys()))
    return news


def _take_rows(deal: Deal, placed: Sequence[Placed], day: date) -> None:
    if not deal.values:
        deal.values.update(START)
        for _source, row in placed:
            deal.values.update((name, value) for name, value in row.values.items() if value)
    else:
        for field_id, value in dict(_find_news(deal, placed)).items():
            deal.put(field_id, value, day)
    for source, row in placed:
        filled = {name: value for name, value in row.values.items() if value is not None}
        memory = deal.tables.setdefault(source, TableMemory())
        memory.said_values.update(filled)
        memory.gone = None
        memory.still = {
            name: value for name, value in filled.items() if value != deal.values.get(name)
        }


def _find_news(deal: Deal, placed: Sequence[Placed]) -> Iterator[tuple[str, Value]]:
    found: dict[str, Value] = {}
    for source, row in placed:
        memory = deal.tables.get(source, TableMemory())
        others = [other for _source, other in placed if other is not row]
        takes_over = not any(other.values.get("owner") for other in others)
        for field_id, value in row.values.items():
            if value is None or value == deal.values.get(field_id):
                continue
            if field_id in memory.said_values:
                repeated = memory.said_values[field_id] == value
            elif field_id == "owner" and takes_over:
                repeated = False
            else:
                repeated = field_id in NAMES and value in deal.former(field_id)
            if not repeated:
                assert found.setdefault(field_id, value) == value, (field_id, deal.events)
                yield field_id, value


def _forget_tables(deal: Deal, placed: Sequence[Placed], day: date) -> Iterator[tuple[int, str]]:
    """Note what tables hold a deal no longer; from another owner's it only went over.

    Told are those that no table holds.
    """
    here = {source for source, _row in placed}
    elsewhere = any(row.values.get("owner") == deal.values["owner"] for _source, row in placed)
    lost: list[str] = []
    for source, memory in list(deal.tables.items()):
        if source in here:
            continue
        if elsewhere and memory.said_values.get("owner") not in (None, deal.values["owner"]):
            del deal.tables[source]
        elif memory.gone is None:
            memory.gone, memory.still = day, {}
            lost.append(source)
    if deal.values["status"] == "open" and all(each.gone for each in deal.tables.values()):
        yield from ((deal.number, source) for source in lost)


def _find_twins(deals: Iterable[Deal], named: Iterable[int]) -> Iterator[frozenset[int]]:
    alike: dict[tuple[Value, Value], list[Deal]] = defaultdict(list)
    for deal in deals:
        if deal.known and deal.values["status"] == "open" and deal.values["owner"]:
            alike[deal.key].append(deal)
    numbers = set(named)
    for same in alike.values():
        if len({deal.values["owner"] for deal in same}) > 1:
            group = frozenset(deal.number for deal in same)
            if group & numbers:
                yield group
