"""What the user has said of names of stages, remembered by the source of a table.

An export of the same CRM, or next week's file of the same name, then needs no options.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from deals.edits.store_settings import recall_stage_names, remember_stage_names
from deals.model import Book
from deals.parsing.text import fold_text
from store.tables.crm_headers import find_crm
from store.tables.headers import HeaderedTable
from store.tables.results import StageName
from store.tables.stage_cells import find_target, without_pipeline


def recall_table_names(table: HeaderedTable, book: Book) -> HeaderedTable:
    """Return the table with the names that the book knows of its source; those given go before."""
    known = recall_stage_names(book, find_source(table))
    if not known:
        return table
    return replace(table, options=replace(table.options, stages={**known, **table.options.stages}))


def mark_origin(
    stage: StageName, tables: Iterable[HeaderedTable], book: Book, given: Mapping[str, str]
) -> StageName:
    """Return a name with where its meaning is from: said now, or in an import before."""
    for table in tables if stage.value else ():
        source = find_source(table)
        before = find_target(stage.name, recall_stage_names(book, source))
        now = find_target(stage.name, given)
        if now and now != before:
            return stage._replace(origin="given", source=source)
        if before:
            return stage._replace(origin="recalled", source=source)
    return stage


def remember_table_names(table: HeaderedTable, book: Book) -> Book:
    """Return the book that remembers for the table's source what was said of names in it."""
    given = table.options.stages
    if not given:
        return book
    used = {fold_text(text) for text in _stage_texts(table)}
    names = {name: target for name, target in given.items() if name in used}
    return remember_stage_names(book, find_source(table), names)


def _stage_texts(table: HeaderedTable) -> Iterator[str]:
    """Yield the texts of the columns of stages and statuses."""
    numbers = [table.columns[name].number for name in ("stage", "status") if name in table.columns]
    for line in table.body:
        for number in numbers:
            if cell := line.cells.get(number):
                yield from (cell.text, without_pipeline(cell.text))


def find_source(table: HeaderedTable) -> str:
    """Return where a table comes from: its CRM, else its file's name without figures and months."""
    if crm := find_crm(table.header):
        return crm.name
    name = fold_text(re.split(r"[/\\]", table.grid.file)[-1]).rpartition(".")[0]
    bare = " ".join(_FILE_DAY.sub(" ", name).split())
    return bare or (name if len(name) == 1 and name.isalpha() else "-")  # 周 is a family name too


def find_sheet(table: HeaderedTable) -> str:
    """Return which sheet of its source a table is, without the week, day or month that it names."""
    return " ".join(_SHEET_DAY.sub(" ", fold_text(table.grid.sheet)).split())


_FILE_DAY = re.compile(
    r"[\W\d_]+|(?<![a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|"
    r"march|april|august|september|october|november|december)(?![a-z])|第?(?:[年月日周]|季度)"
)
_SHEET_DAY = re.compile(
    r"20[0-9]{2}(?: ?[-./年] ?[0-9]{1,2}(?: ?[-./月] ?[0-9]{1,2} ?日?|月)?|年)?|"
    r"[0-9]{1,2} ?(?:月(?: ?[0-9]{1,2} ?日)?|[-./] ?[0-9]{1,2}(?![0-9]))|"
    r"第? ?[0-9一二三四五六七八九十]{1,3} ?(?:周|月|季度)|"
    r"(?<![a-z])(?:(?:week|wk|cw|kw|w|q) ?[0-9]{1,2}|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|"
    r"oct|nov|dec|january|february|march|april|august|september|october|november|december)"
    r"(?: ?[0-9]{1,4})?)(?![a-z0-9])"
)
