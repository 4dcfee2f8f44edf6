"""Sheets of figures: what is printed, with and without bars, and what CSV has."""

from __future__ import annotations

from datetime import date

import pytest

from deals.numbers.movement import find_movement
from tests.deals.numbers.stories import BASIS, deal
from tui.output.movement_table import movement_table
from tui.output.number_sheets import NumberSheet, SheetBars, SheetColumn
from views.charts import ChartBar, ChartLine
from views.glyphs import ASCII, BOX, Glyphs, use_glyphs

SHEET = NumberSheet(
    (
        SheetColumn("Line", "text"),
        SheetColumn("Money"),
        SheetColumn("Share"),
        SheetColumn("Low", printed=False),
    ),
    (("then", 1_234_567, 0.29, 1), ("lost", -900_000, None, None)),
    SheetBars(
        0,
        100,
        (ChartLine((ChartBar(0, 100),)), ChartLine((ChartBar(50, 25, "lost"),))),
        title="from 0",
    ),
)


def test_figures_are_grouped_for_people_and_plain_for_programs() -> None:
    assert SHEET.printed_rows(drawn=False) == [
        ["then", "1,234,567", "29%"],
        ["lost", "-900,000", "-"],
    ]
    assert [(each.heading, each.figures) for each in SHEET.printed_columns(drawn=False)] == [
        ("Line", False),
        ("Money", True),
        ("Share", True),
    ]
    assert SHEET.csv(marked=False).decode().splitlines() == [
        "Line,Money,Share,Low",
        "then,1234567,0.29,1",
        "lost,-900000,,",
    ]
    assert SHEET.csv(marked=True).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("alphabet", "whole", "lost"), [(BOX, "━" * 24, "▒" * 6), (ASCII, "#" * 24, "x" * 6)]
)
def test_bars_stand_behind_their_digits(alphabet: Glyphs, whole: str, lost: str) -> None:
    use_glyphs(alphabet)
    then, gone = SHEET.printed_rows(drawn=True)
    assert then == ["then", "1,234,567", "29%", whole]
    assert gone[-1].rstrip() == " " * 6 + lost
    assert SHEET.printed_columns(drawn=True)[-1].heading == "from 0"


def test_the_bars_of_a_movement_lead_from_then_to_now() -> None:
    use_glyphs(ASCII)
    projects = [
        deal("A", amount="100万"),
        deal("B", "11-20 status=lost", amount="20万"),
        deal("C", amount="40万", made="11-05"),
    ]
    moved = find_movement(projects, date(2026, 10, 31), BASIS).currencies["CNY"]
    rows = movement_table(moved).printed_rows(drawn=True)
    then, new, lost, now = (cells[-1] for cells in rows)
    assert len(then.rstrip()) <= new.rstrip().rindex("#") + 1
    assert new.index("#") >= len(then.rstrip()) - 1
    assert lost.rstrip().endswith("x")
    assert len(now.rstrip()) == lost.index("x") or len(now.rstrip()) == lost.index("x") + 1
