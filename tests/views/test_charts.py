"""Bars are as wide as they are to be in either alphabet, and longer where there is more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.charts import (
    BarKind,
    ChartBar,
    ChartLine,
    ChartScale,
    draw_chart_line,
    draw_count_bar,
    find_scale_start,
)
from views.glyphs import ALPHABETS, use_glyphs
from views.styled_text import TextLine, width

KINDS: tuple[BarKind, ...] = ("solid", "range", "spread", "lost")
FIGURES = st.integers(-(10**9), 10**9)


def text(drawn: TextLine) -> str:
    """The signs of a line."""
    return "".join(span.text for span in drawn)


@given(
    scale=st.tuples(FIGURES, st.integers(0, 10**9)),
    ends=st.tuples(FIGURES, FIGURES),
    cells=st.integers(0, 120),
    kind=st.sampled_from(KINDS),
    mark=st.none() | FIGURES,
    alphabet=st.sampled_from(list(ALPHABETS)),
)
def test_a_line_has_just_its_cells(
    scale: tuple[int, int],
    ends: tuple[int, int],
    cells: int,
    kind: BarKind,
    mark: int | None,
    alphabet: str,
) -> None:
    use_glyphs(ALPHABETS[alphabet])
    first, span = scale
    bars = (ChartBar(*ends, kind),)
    for line in (ChartLine(bars, mark), ChartLine(bars, mark, rule=True, ends=True)):
        assert width(text(draw_chart_line(ChartScale(first, first + span, cells), line))) == cells


@pytest.mark.parametrize(
    ("alphabet", "kind", "drawn"),
    [
        ("box", "solid", "  ━━╸     "),
        ("box", "range", "  ═══     "),
        ("box", "spread", "  ░░░     "),
        ("box", "lost", "  ▒▒▒     "),
        ("ascii", "solid", "  ###     "),
        ("ascii", "range", "  ===     "),
        ("ascii", "spread", "  ...     "),
        ("ascii", "lost", "  xxx     "),
    ],
)
def test_what_is_sure_and_what_may_come_look_different(
    alphabet: str, kind: BarKind, drawn: str
) -> None:
    use_glyphs(ALPHABETS[alphabet])
    scale = ChartScale(0, 100, 10)
    seen = text(draw_chart_line(scale, ChartLine((ChartBar(20, 45, kind),))))
    assert seen == drawn


def test_a_mark_stands_where_no_bar_is() -> None:
    scale = ChartScale(0, 100, 10)
    assert text(draw_chart_line(scale, ChartLine((ChartBar(0, 30),), 80))) == "━━━     │ "
    assert text(draw_chart_line(scale, ChartLine((), 80, rule=True))) == "────────│ "
    assert text(draw_chart_line(scale, ChartLine((), 80, rule=True, ends=True))) == "────────● "


@given(st.integers(1, 50), st.integers(1, 50))
def test_a_longer_bar_is_more(count: int, other: int) -> None:
    few, many = sorted((count, other))
    bars = [text(draw_count_bar(each, 50, 40)).rstrip() for each in (few, many)]
    assert bars[0]
    assert len(bars[0]) <= len(bars[1])


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_a_scale_starts_below_what_it_shows(least: int, most: int) -> None:
    low, high = sorted((least, most))
    start = find_scale_start(low, high)
    assert 0 <= start <= low
    assert start == 0 or 3 * low >= 2 * high
