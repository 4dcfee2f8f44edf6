"""The page on tables has every column of each kind of table, with all headers that it may have."""

from __future__ import annotations

from typing import Any

import pytest

from deals.fields.spec import header_key
from store.tables.contacts import CONTACTS
from store.tables.grid import GridCell, GridRow
from store.tables.headers import TableSchema
from store.tables.pipeline import PIPELINE
from store.tables.plans import PLAN
from tests.house import ROOT
from tui.output.header_table import COLUMNS, headers_page_table, replace_headers
from wording import LANGUAGES, use_language
from wording.pages import docs_pages

SCHEMAS: dict[str, TableSchema[Any]] = {
    "project_headers": PIPELINE,
    "contact_headers": CONTACTS,
    "plan_headers": PLAN,
}
BY_CELLS = {"Status"}
"""What is a stage or a status: beside a stage its cells tell, which stand on the page itself."""


@pytest.mark.parametrize("name", [str(page) for page in docs_pages("tables")])
def test_the_page_has_every_header(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert all(f"<!-- {mark} -->" in page for mark in COLUMNS)
    assert replace_headers(ROOT / name, page) == page, "run: python -m tui.output.header_table"


@pytest.mark.parametrize("mark", COLUMNS)
def test_each_header_on_the_page_is_read_as_its_field(mark: str) -> None:
    use_language(LANGUAGES[0])
    columns = COLUMNS[mark]
    lines = headers_page_table(mark).splitlines()[2:]
    assert len(lines) == len(columns)
    for line, field_id in zip(lines, columns, strict=True):
        _edge, _shown, named, *both, _end = (cell.strip() for cell in line.split("|"))
        assert named == f"`{field_id}`"
        headers = {text.strip("()") for text in ", ".join(filter(None, both)).split(", ")}
        for header in headers - BY_CELLS:
            assert field_of(header, field_id, mark) == field_id, header


def field_of(header: str, field_id: str, mark: str) -> str | None:
    """What a column with the header is taken for, behind those of all other fields."""
    others = [
        column.en
        for each, column in COLUMNS[mark].items()
        if each != field_id and header_key(column.en) != header_key(header)
    ]
    texts = [*others, header]
    row = GridRow(1, {at: GridCell(text) for at, text in enumerate(texts, 1)})
    found = SCHEMAS[mark].find_columns(row, {})
    return next(
        (field for field, same in found.items() for each in same if each.number == len(texts)), None
    )
