"""Whatever is in a file, an import says what is wrong with it and never breaks."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from deals.model import Book
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions
from tests.store.tables.sheets import HEADER, ROW, lines, reading, repacked, workbook


def sample() -> bytes:
    """Return a workbook with merged cells, formats, a formula and a total."""

    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("A3:A4")
        sheet["F3"].number_format = "0.00"

    total = ["合计", None, None, None, "=SUM(E3:E3)"]
    rows = [["一览表（单位：万元）"], HEADER, ROW, [*[None] * 6, "周总", 1], total]
    with TemporaryDirectory() as folder:
        return workbook(Path(folder) / "a.xlsx", rows, dress).read_bytes()


WORKBOOK = sample()
TEXT = lines(["一览表"], HEADER, ROW, ["合计"])
PARTS = ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"]


@st.composite
def mangled(draw: st.DrawFn, data: bytes) -> bytes:
    """Return the bytes with some cut out, overwritten or put in, here and there."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.integers(0, 40))
        new = draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b"9" * 30, b"<v>", b"A1:XFD1048576"])
        )
        data = data[:at] + new + data[at + gone :]
    return data


def imported(data: bytes, name: str) -> None:
    """Import these bytes: it may find projects or refuse, but nothing else."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        result = import_tables([path], Book(), reading(), ImportOptions(keep_going=True))
    assert all(outcome.refusals or outcome.kind != "refused" for outcome in result.outcomes)


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.tsv", "a.txt", "a.xlsx", "a.xls"]))
def test_any_bytes(data: bytes, name: str) -> None:
    imported(data, name)


@given(st.data(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_damaged_text(data: st.DataObject, encoding: str) -> None:
    imported(data.draw(mangled(TEXT.encode(encoding))), "a.csv")


@given(mangled(WORKBOOK))
def test_damaged_workbooks(data: bytes) -> None:
    imported(data, "a.xlsx")


@pytest.mark.parametrize("part", PARTS)
@given(data=st.data())
def test_workbooks_with_a_damaged_part(part: str, data: st.DataObject) -> None:
    imported(repacked(WORKBOOK, part, lambda old: data.draw(mangled(old))), "a.xlsx")


cells = st.text(max_size=8) | st.sampled_from([*HEADER, *ROW, "合计", "-", "P9", "2、3", ""])


@given(st.lists(st.lists(cells, max_size=9), max_size=6), st.booleans())
def test_any_cells_below_a_header(rows: list[list[str]], headed: bool) -> None:
    table = [list(HEADER), *rows] if headed else rows
    text = "\n".join(
        ",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in table
    )
    imported(text.encode("utf-8", "replace"), "a.csv")
