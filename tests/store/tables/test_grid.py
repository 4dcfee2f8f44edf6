from __future__ import annotations

import sys

import pytest

from store.tables.grid import address, clean


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        (7, 5, "E7"),
        (1, 1, "A1"),
        (2, 26, "Z2"),
        (3, 27, "AA3"),
        (4, 702, "ZZ4"),
        (5, 16384, "XFD5"),
    ],
)
def test_cells_are_called_as_in_a_spreadsheet(row: int, column: int, name: str) -> None:
    assert address(row, column) == name


def test_every_blank_is_taken_off_the_ends() -> None:
    blanks = "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1)))) + "\u200b\ufeff"
    assert clean(f"{blanks}a b{blanks}") == "a b"


def test_line_breaks_are_of_one_kind() -> None:
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"
