"""Texts of cells: cleaned, guarded and escaped."""

from __future__ import annotations

import re
import sys
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.tables.grid import (
    address,
    clean_cell,
    escape_xml,
    guard_formula,
    leaves_unchanged,
    own_cell,
    unescape_xml,
    unguard_formula,
)


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
    assert clean_cell(f"{blanks}a b{blanks}") == "a b"


def test_line_breaks_are_of_one_kind() -> None:
    assert clean_cell("a\r\nb\rc\nd") == "a\nb\nc\nd"


SIGNS = st.sampled_from("_x0041'=+-@＝\ufffe\r")
TEXTS = st.text(st.characters(codec="utf-8") | SIGNS)


@given(TEXTS)
@example("_x0041__x0041_")
@example("".join(map(chr, range(0x100))) + "\ufffe\uffff")
def test_xml_takes_every_text_and_gives_it_back(text: str) -> None:
    quoted = escape_xml(text).replace("&", "&amp;").replace("<", "&lt;")
    read = fromstring(f"<t>{quoted}</t>").text or ""
    assert unescape_xml(read) == text


@given(TEXTS)
@example("'=1")
@example("''@x")
def test_a_guard_is_taken_off_where_it_was_put(text: str) -> None:
    assert unguard_formula(guard_formula(text)) == text
    assert unguard_formula(own_cell(text)) == clean_cell(text)
    guarded = guard_formula(text)
    plain = re.fullmatch(r"-[0-9,.]+%?", text)
    assert guarded[:1] not in tuple("=+-@＝＋－＠") or len(text) == 1 or plain


@pytest.mark.parametrize("text", ["0012345", "1-2", "-5", "-1,200.50", "-3%", "1234567890123456"])
def test_figures_of_own_columns_go_without_a_guard(text: str) -> None:
    assert own_cell(text) == text
    assert unguard_formula(f"'{text}") == text
    assert unguard_formula(own_cell(f"'{text}")) == f"'{text}"


@pytest.mark.parametrize("text", ["=1+1", "+1-1", "-1+1", "@SUM(A1)", "-A1"])
def test_what_a_spreadsheet_computes_is_guarded(text: str) -> None:
    assert guard_formula(text) == own_cell(text) == f"'{text}"


def test_a_cell_leaves_what_an_export_of_it_says() -> None:
    assert leaves_unchanged("a", " a\x07")
    assert leaves_unchanged("'=1", "=1")
    assert not leaves_unchanged("'a", "a")
