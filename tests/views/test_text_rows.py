"""A text of several lines is broken into rows, and the caret finds its place in them."""

from __future__ import annotations

import pytest

from views.styled_text import width
from views.text_rows import caret_cell, draw_row, find_caret, find_caret_row, lay_out_rows


@pytest.mark.parametrize(
    ("text", "cells", "rows"),
    [
        ("", 10, [""]),
        ("one\n\ntwo\n", 10, ["one", "", "two", ""]),
        ("one two three", 8, ["one two ", "three"]),
        ("one two", 7, ["one two"]),
        ("one two ", 7, ["one two "]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("客户要求周五", 5, ["客户", "要求", "周五"]),
        ("客户要求，周五", 8, ["客户要", "求，周五"]),
        ("a客户b", 3, ["a客", "户b"]),
        ("e\u0301e\u0301e", 2, ["e\u0301e\u0301", "e"]),
    ],
)
def test_rows_break_at_words_and_keep_wide_characters_whole(
    text: str, cells: int, rows: list[str]
) -> None:
    found = [text[row.start : row.stop] for row in lay_out_rows(text, cells)]
    assert found == rows
    assert all(width(row.removesuffix(" ")) <= cells for row in found)


TEXT = "one two three\n客户要求周五\n\nend"
"""In rows of 8 cells: `one two `, `three`, 客户要求, 周五, nothing, `end`."""


@pytest.mark.parametrize(
    ("caret", "row", "cell"),
    [(0, 0, 0), (7, 0, 7), (8, 1, 0), (13, 1, 5), (14, 2, 0), (16, 2, 4), (18, 3, 0), (21, 4, 0)],
)
def test_the_caret_stands_in_one_row(caret: int, row: int, cell: int) -> None:
    rows = lay_out_rows(TEXT, 8)
    assert find_caret_row(rows, caret) == row
    assert caret_cell(TEXT, rows[row], caret) == cell
    assert find_caret(TEXT, rows, row, cell) == caret


@pytest.mark.parametrize(
    ("row", "cell", "caret"),
    [
        (-1, 4, 0),
        (0, 99, 7),  # the end of a row that goes on is the start of the next
        (1, 99, 13),
        (2, 3, 15),  # in the middle of a wide character: before it
        (2, 99, 17),
        (4, 5, 21),
        (9, 0, len(TEXT)),
    ],
)
def test_a_cell_finds_the_nearest_place(row: int, cell: int, caret: int) -> None:
    assert find_caret(TEXT, lay_out_rows(TEXT, 8), row, cell) == caret


def test_a_row_is_drawn_with_its_caret_and_nothing_harmful() -> None:
    text = "a\tb"
    (row,) = lay_out_rows(text, 8)
    assert [span.text for span in draw_row(text, row, 1)] == [" a", "␉", "b"]
    assert [span.text for span in draw_row(text, row, 3)] == [" a␉b", " ", ""]
    assert [span.text for span in draw_row(text, row, None)] == [" ", "a␉b"]
