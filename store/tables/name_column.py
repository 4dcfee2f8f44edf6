"""The column of names where the one that is called so holds the numbers of another program."""

from __future__ import annotations

import re
from dataclasses import replace

from deals.fields.spec import header_key
from store.tables.headers import HeaderColumn, HeaderedTable

_ID = re.compile(
    r"(?:[A-Z]{1,5}[-_/]?)?[0-9]{4,}(?:[-_/][0-9]+)*|[0-9a-f]{8}(?:-?[0-9a-f]{4,12}){2,}"
)
_TEXTS = frozenset(
    (
        *("description", "shortdescription", "title", "subject", "topic", "text", "shorttext"),
        *("opportunitydescription", "projectdescription", "dealdescription", "projecttitle"),
        *("opportunitytitle", "opportunitytext", "描述", "商机描述", "项目描述", "主题", "标题"),
    )
)


def name_text_column(table: HeaderedTable) -> HeaderedTable:
    """Return the table with its texts as names, where the column of names holds numbers alone.

    SAP and others call `Opportunity` what is the number of one, and have the words in a column
    beside it. One such column counts, if it says something else in each row.
    """
    own = table.columns["name"]
    if "name" in table.options.mapping.values() or not _holds(table, own.number, ids=True):
        return table
    texts = [
        number
        for number, cell in table.header.cells.items()
        if header_key(cell.text) in _TEXTS
        and table.field_at(number) in ("", "notes")
        and _holds(table, number, ids=False)
    ]
    if len(texts) != 1:
        return table
    column = HeaderColumn(texts[0], "name", table.header.cells[texts[0]].text)
    columns = {field: known for field, known in table.columns.items() if known.number != texts[0]}
    return replace(
        table,
        columns={**columns, "name": column},
        same={**{field: table.same[field] for field in columns}, "name": [column]},
        known=table.known | {own.number},
    )


def _holds(table: HeaderedTable, number: int, *, ids: bool) -> bool:
    """Whether a column holds numbers of records alone, or a text of its own in every such row."""
    name = table.columns["name"].number
    rows = [line for line in table.body if name in line.cells and len(line.cells) > 1]
    texts = [line.cells[number].text.strip() for line in rows if number in line.cells]
    if not texts or len(texts) < len(rows):
        return False
    if ids:
        return all(_ID.fullmatch(text) for text in texts)
    return len(set(texts)) == len(texts) and not any(_ID.fullmatch(text) for text in texts)
