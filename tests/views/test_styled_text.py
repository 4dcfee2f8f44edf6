"""Text in cells: exactly as wide as asked, and never anything that could harm a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from views.styled_text import (
    StyledText,
    cells_of,
    crop,
    disarm_text,
    ends,
    fit,
    head,
    line,
    overlay,
    split_spans,
    wrap,
)

ANY = st.text(max_size=40)
WIDE = st.text(alphabet="北辰ab 电[/]💡\u200d\u202e\x1b\x07é", max_size=30)


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("plain", 7, "plain  "),
        ("北辰电力", 8, "北辰电力"),
        ("北辰电力", 7, "北辰电…"),
        ("北辰电力", 6, "北辰… "),
        ("a\tb\x1b[2J", 9, "a␉b␛[2J  "),
        ("👨\u200d👩", 4, "👨👩"),
        ("evil\u202etxt", 8, "evil?txt"),
        ("x", 0, ""),
    ],
)
def test_text_is_brought_to_its_cells(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


def test_right_aligned_text_is_padded_on_its_left() -> None:
    assert fit("64万", 6, "right") == "  64万"


@given(ANY | WIDE, st.integers(1, 30), st.sampled_from(["left", "right"]))
def test_fit_is_exact_for_any_text(text: str, cells: int, align: str) -> None:
    assert cell_len(fit(text, cells, "left" if align == "left" else "right")) == cells


@given(ANY | WIDE)
def test_clean_leaves_nothing_that_moves_a_cursor(text: str) -> None:
    assert not {unicodedata.category(char) for char in disarm_text(text)} & {"Cc", "Cf", "Zl", "Zp"}


@given(ANY | WIDE)
def test_clean_is_idempotent_and_keeps_visible_text(text: str) -> None:
    cleaned = disarm_text(text)
    assert disarm_text(cleaned) == cleaned
    rest = iter(cleaned)
    assert all(char in rest for char in text if char.isalnum()), "every letter, in its order"


@given(ANY, st.integers(0, 20))
def test_head_never_splits_a_wide_character(text: str, cells: int) -> None:
    text = disarm_text(text)
    assert text.startswith(head(text, cells))
    assert cell_len(head(text, cells)) <= cells


@given(ANY | WIDE, st.integers(4, 30), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, cells: int, most: int) -> None:
    lines = wrap(text, cells, most)
    assert len(lines) <= most
    assert all(cell_len(line) <= cells for line in lines)


@pytest.mark.parametrize("cells", range(16, 40))
def test_a_weekday_and_a_figure_with_its_unit_stay_whole(cells: int) -> None:
    text = "下次跟进定在周五，预签金额 200万美元，周日陪何总看样板点，共 35万元"
    lines = wrap(text, cells, 20)
    assert not [each for each in lines if each.endswith(("周", "万", "美", "200", "35"))]


@given(ANY | WIDE, st.integers(-90, 3))
def test_a_screen_without_room_wraps_nothing_wrongly(text: str, cells: int) -> None:
    assert len(wrap(text, cells, 2)) <= 2


def test_no_line_begins_with_a_closing_mark() -> None:
    assert wrap("技术审批高层：孙浩", 12, 3) == ["技术审批高", "层：孙浩"]
    assert wrap("one (two three) four", 10, 3) == ["one (two", "three)", "four"]


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        (
            "还有 1 行没有输完，见命令 `: unsaved` 中",
            28,
            ["还有 1 行没有输完，见命令", "`: unsaved` 中"],
        ),
        ("one line was left, `: unsaved` has it", 23, ["one line was left,", "`: unsaved` has it"]),
        ("合同经谈判送到 Lindqvist 那里", 18, ["合同经谈判送到", "Lindqvist 那里"]),
        ("已到 P2，验收条件未满足；18 题需作答", 28, ["已到 P2，验收条件未满足；", "18 题需作答"]),
        (
            "请管理员添加你：netloft team add 姓名",
            28,
            ["请管理员添加你：", "netloft team add 姓名"],
        ),
        ("他说过（见记录）", 8, ["他说过", "（见记", "录）"]),
        ("Stadium high-density Wi-Fi", 16, ["Stadium", "high-density", "Wi-Fi"]),
        ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
    ],
)
def test_no_word_command_or_count_is_torn_apart(text: str, cells: int, lines: list[str]) -> None:
    assert wrap(text, cells, 4) == lines


@given(st.lists(ANY | WIDE, max_size=4), st.integers(1, 40))
def test_cropped_spans_fit(texts: list[str], cells: int) -> None:
    assert cells_of(crop([StyledText(text) for text in texts], cells)) <= cells


def test_the_right_end_of_a_line_wins() -> None:
    both = ends(line("a long beginning"), line("end"), 10)
    assert "".join(span.text for span in both) == "a lon… end"


@given(WIDE, st.integers(0, 20), st.integers(1, 10))
def test_an_overlay_keeps_what_is_behind_it_in_place(text: str, start: int, cells: int) -> None:
    base = line(fit(text, 40))
    over = overlay(base, line("#" * cells), start, cells)
    shown = "".join(span.text for span in over)
    assert cells_of(over) == 40
    assert cell_len(shown[: shown.index("#" * cells)]) == start


@given(st.lists(ANY | WIDE, max_size=4), st.integers(0, 40))
def test_nothing_is_lost_where_a_line_is_split(texts: list[str], at: int) -> None:
    spans = line(*texts)
    first, rest = split_spans(spans, at)
    whole = "".join(disarm_text(text) for text in texts)
    assert "".join(span.text for span in (*first, *rest)) == whole
    assert cells_of(first) <= at
