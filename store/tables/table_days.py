"""The day or week that a table is of by its file's name, and the last one taken of its source.

A table that is older than that brings nothing back. What no name tells is not judged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from deals.edits.store_settings import TableReading, recall_readings, remember_readings
from deals.model import Book, SourceRef
from deals.parsing.periods import MONTHS
from deals.parsing.text import fold_text
from store.tables.headers import HeaderedTable
from store.tables.pipeline_columns import is_own_header
from store.tables.project_rows import strip_addresses
from store.tables.row_grouping import fold_value
from store.tables.stage_memory import find_sheet, find_source

_AHEAD = timedelta(days=31)
"""How far ahead of today a table may be dated; beyond that its name is a slip."""
_SOON = timedelta(days=14)
"""How far ahead a day without a year may be."""
_WEEK = timedelta(days=7)


class TableDay(NamedTuple):
    """The day or the days that a table is of, and how they are told."""

    first: date
    last: date
    text: str


class OlderTable(NamedTuple):
    """A table that is older than the last one that was taken, and of what days both are."""

    table: HeaderedTable
    day: str
    last: str


def read_file_day(file: str, today: date) -> TableDay | None:
    """Return the day or week that a file's name tells; None where it tells none.

    Without a year the latest one counts that is not far ahead. What may be meant in two ways, such
    as 3-4, is no day but in a Chinese name, where the month comes first.
    """
    name = fold_text(re.split(r"[/\\]", file)[-1].rpartition(".")[0])
    for pattern in _DAYS:
        found = [each for match in pattern.finditer(name) if (each := _read_match(match, today))]
        if found:
            begin, end = min(found), max(found)
            near = end.last - begin.first <= _WEEK and end.first <= today + _AHEAD
            return TableDay(begin.first, end.last, end.text) if near else None
    return None


def _read_match(match: re.Match[str], today: date) -> TableDay | None:
    """Return the day or week of a match; None for figures that are none."""
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    if parts.get("epoch"):
        day = datetime.fromtimestamp(int(parts["epoch"]), UTC).date()
        return TableDay(day, day, f"{day}")
    if parts.get("w"):
        return _date_week(year, int(parts["w"]), today)
    if parts.get("month"):
        return _date_day(year, MONTHS.index(parts["month"]) + 1, int(parts["d"]), today)
    if parts.get("m"):
        return _date_day(year, int(parts["m"]), int(parts["d"]), today)
    ways = {(int(parts["a"]), int(parts["b"])), (int(parts["b"]), int(parts["a"]))}
    if re.search(r"[一-鿿]", match.string):
        ways = {(int(parts["a"]), int(parts["b"]))}
    elif year and parts["mark"] == ".":
        ways = {(int(parts["b"]), int(parts["a"]))}
    found = [each for way in ways if (each := _date_day(year, *way, today))]
    return found[0] if len(found) == 1 else None


def _date_day(year: int | None, month: int, number: int, today: date) -> TableDay | None:
    for each in [year] if year else _likely_years(today):
        try:
            day = date(each, month, number)
        except ValueError:
            continue
        if year or day <= today + _SOON:
            return TableDay(day, day, f"{day}")
    return None


def _date_week(year: int | None, week: int, today: date) -> TableDay | None:
    for each in [year] if year else _likely_years(today):
        try:
            monday = date.fromisocalendar(each, week, 1)
        except ValueError:
            continue
        if year or monday <= today + _SOON:
            return TableDay(monday, monday + timedelta(days=6), f"{each}-W{week:02}")
    return None


def _likely_years(today: date) -> Sequence[int]:
    return [today.year + 1, today.year, today.year - 1]


_NAMED = r"(?P<month>" + "|".join(MONTHS) + r")[a-z]*"
_DAYS = [
    re.compile(pattern)
    for pattern in (
        r"(?<![0-9])(?P<y>20[0-9]{2}) ?(?P<mark>[-._/年 ]?) ?"
        r"(?P<m>[0-9]{1,2})(?:(?P=mark)|月) ?(?P<d>[0-9]{1,2})(?![0-9])",
        r"(?<![0-9])(?P<y>20[0-9]{2})[-_ 年]*(?:week|kw|cw|wk|w|第)[-_ ]?"
        r"(?P<w>[0-9]{1,2})(?![0-9])",
        r"(?<![0-9])(?P<a>[0-9]{1,2})(?P<mark>[-._ ])(?P<b>[0-9]{1,2})(?P=mark)"
        r"(?P<y>20[0-9]{2})(?![0-9])",
        rf"(?<![0-9])(?<![0-9][-_.])(?P<d>[0-9]{{1,2}})[-_. ]*{_NAMED}"
        r"(?:[-_., ]*(?P<y>20[0-9]{2})(?![0-9]))?",
        rf"(?<![a-z]){_NAMED}[-_. ]*(?P<d>[0-9]{{1,2}})(?![0-9])(?:[-_., ]+(?P<y>20[0-9]{{2}}))?",
        r"report(?P<epoch>1[0-9]{9})[0-9]{3}(?![0-9])",
        r"(?<![a-z])(?:week|kw|cw|wk|w)[-_ ]?(?P<w>[0-9]{1,2})(?![0-9])",
        r"(?<![0-9])第?(?P<w>[0-9]{1,2}) ?周",
        r"(?<![0-9])(?P<m>[0-9]{1,2}) ?月 ?(?P<d>[0-9]{1,2})(?![0-9])",
        r"(?<![a-z0-9.])(?P<a>[0-9]{1,2})(?P<mark>[-._])(?P<b>[0-9]{1,2})(?![0-9]|[-._][0-9])",
        r"(?<![0-9])(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?![0-9])",
    )
]
"""Ways to write a day or a week in a file's name; the first that is found counts."""


def find_older(tables: Iterable[HeaderedTable], book: Book, today: date) -> dict[int, OlderTable]:
    """Find the tables that are older than the last one taken of their source, by their identity."""
    known = recall_readings(book)
    found: dict[int, OlderTable] = {}
    for table in tables if known else ():
        judged = not (table.options.older or is_own_header(table.header))
        day = read_file_day(table.grid.file, today) if judged else None
        readings = _find_readings(table, known) if day else []
        last = max((each for each in readings if each.first), key=_last_day, default=None)
        if day and last and last.first and day.last < last.first:
            found[id(table)] = OlderTable(table, day.text, last.text)
    return found


def _last_day(reading: TableReading) -> date:
    return reading.last or date.min


def _find_readings(table: HeaderedTable, known: Iterable[TableReading]) -> list[TableReading]:
    """Return what is known of former tables of the source: of the sheet, and of the same owner."""
    place, owner = (find_source(table), find_sheet(table)), find_main_owner(table)
    return [
        each
        for each in known
        if (each.source, each.sheet) == place and (each.owner == owner or not each.owner)
    ]


def find_last_day(ref: SourceRef, readings: Iterable[TableReading]) -> str:
    """Return of what day the last table of a source was, else on what day it was taken."""
    owner = fold_value(ref.owner)
    found = [
        each
        for each in readings
        if (each.source, each.sheet) == (ref.source, ref.sheet) and each.owner in ("", owner)
    ]
    last = max(found, key=lambda each: each.on, default=None)
    return (last.text or f"{last.on}") if last else ""


def find_main_owner(table: HeaderedTable) -> str:
    """Return the owner of more than half of the rows, folded; empty where nobody is."""
    column = table.columns.get("owner")
    if column is None:
        return fold_value(table.owner_by_place)
    body = strip_addresses(table).body
    texts = (line.cells.get(column.number) for line in body)
    counts = Counter(fold_value(cell.text) for cell in texts if cell and cell.text.strip())
    owner, most = counts.most_common(1)[0] if counts else ("", 0)
    return owner if 2 * most > counts.total() else ""


def order_by_days(tables: Sequence[HeaderedTable], today: date) -> list[int]:
    """Return the places of tables in the order to take them: those of a source by their days.

    Where the name of one of them tells no day they stay as they are given.
    """
    places = [(find_source(table), find_sheet(table)) for table in tables]
    days = [read_file_day(table.grid.file, today) for table in tables]
    queues: dict[tuple[str, str], Iterator[int]] = {}
    for place in dict.fromkeys(places):
        same = [at for at, each in enumerate(places) if each == place]
        dated = [(day.first, day.last, at) for at in same if (day := days[at])]
        queues[place] = iter(
            [at for *_day, at in sorted(dated)] if len(dated) == len(same) else same
        )
    return [next(queues[place]) for place in places]


def remember_tables(before: Book, book: Book, tables: Iterable[HeaderedTable], today: date) -> Book:
    """Return the book that remembers on what day tables were taken, and of what days they are.

    One that says no day and brought nothing is not worth it: importing it again changes nothing.
    """
    known = {(each.source, each.sheet, each.owner): each for each in recall_readings(book)}
    readings: dict[tuple[str, str, str], TableReading] = {}
    for table in tables:
        if is_own_header(table.header):
            continue
        key = find_source(table), find_sheet(table), find_main_owner(table)
        day = read_file_day(table.grid.file, today)
        text, first, last = (day.text, day.first, day.last) if day else ("", None, None)
        old = readings.get(key) or known.get(key)
        if old and not day:
            text, first, last = old.text, old.first, old.last
        if book is not before or (day and (old is None or text != old.text)):
            readings[key] = TableReading(*key, today, text, first, last)
    return remember_readings(book, readings.values())
