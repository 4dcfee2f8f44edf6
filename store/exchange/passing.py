"""Telling the rows of a table that are no projects: totals, notes, headers said again."""

from __future__ import annotations

import re
from typing import Literal

from deals.text import folded
from store.exchange.grid import Line
from store.exchange.headers import Table, header_key

Pass = Literal["title", "header", "total", "note", "blank"]
"""Why a row is passed over."""

_TOTAL = re.compile(
    r"(?:(?:grand|sub|over)?[ -]?totals?|sum|average|[总合小共累] ?计|总和|汇总|总额|平均值?|"
    r".{1,20}(?: (?:sub-?)?total|小计|合计|总计)) ?(?:[:(].*)?"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表|制表|编制|审核|审批|批准|填报|日期|单位|n\.?b\.?|notes?|remarks?|"
    r"prepared|approved|printed|source|as of)(?:[^:]{0,6}:|$)"
)
_COUNT = re.compile(r"[0-9.,]+ ?(?:个|项|家|名|人|projects?|deals?)?(?:项目)?")
_SAYS_PROJECT = ("stage", "signs", "contacts", "cr")


def is_note(text: str) -> bool:
    """Whether a text begins as remarks and signatures around a table do, as 填表人： does."""
    return bool(_NOTE.match(folded(text)))


def passed_over(table: Table, line: Line, after_total: bool) -> Pass | None:
    """Why a row below the header is no project's, None where it is one's.

    `after_total` is set once a total has gone by: what only has a name behind it is no project.
    """
    filled = {one.field for one in table.columns.values() if one.number in line.cells}
    if not filled:
        return "note"
    column = table.columns["name"]
    first = line.cells[column.number if "name" in filled else min(line.cells)]
    if "name" in filled and header_key(first.text) == header_key(column.header):
        return "header"
    if _says_project(table, line):
        return None
    said = folded(first.text)
    if _TOTAL.fullmatch(said) or filled == {"amount"}:
        return "total"
    alone = len(line.cells) == 1 and (first.wide or after_total or said.endswith("。"))
    return "note" if alone or is_note(said) else None


def _says_project(table: Table, line: Line) -> bool:
    """Whether a row has what only projects and contacts have, and not just how many there are."""
    found = ((field, table.columns[field]) for field in _SAYS_PROJECT if field in table.columns)
    return any(
        field == "signs" or not _COUNT.fullmatch(folded(cell.text))
        for field, column in found
        if (cell := line.cells.get(column.number))
    )
