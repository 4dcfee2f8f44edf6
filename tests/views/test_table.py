"""Columns: which of them a line that is typed over a row lies on."""

from __future__ import annotations

import pytest

from views.table import GUTTER, TableColumn, reach_of

COLUMNS = [TableColumn("a", "A", 4), TableColumn("b", "B", 6), TableColumn("c", "C", 3)]
A, B, C = GUTTER, GUTTER + 5, GUTTER + 12


@pytest.mark.parametrize(
    ("start", "stop", "reach"),
    [
        (A, A + 4, (A, A + 4)),  # a column as it is
        (A, B + 2, (A, B + 6)),  # on into another
        (B + 1, C + 1, (B, C + 3)),  # from within one into another
        (A + 4, C - 1, (A + 4, C - 1)),  # the blanks between columns belong to none
        (0, C + 9, (0, C + 9)),  # over all and beyond
    ],
)
def test_a_line_lies_on_whole_columns(start: int, stop: int, reach: tuple[int, int]) -> None:
    assert reach_of(COLUMNS, start, stop) == reach
