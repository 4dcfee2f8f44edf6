"""Cells of a table on a terminal: where their lines break."""

from __future__ import annotations

from rich.console import Console

from tui.output.cell_text import CellText


def test_no_line_of_a_cell_begins_with_a_comma() -> None:
    console = Console(width=80)
    lines = CellText("关系不够，时间不够，渔网破洞，计划逾期").wrap(console, 14)
    assert [text.plain for text in lines] == ["关系不够，时间", "不够，渔网破", "洞，计划逾期"]
    whole = CellText("one two").wrap(console, 4, no_wrap=True)
    assert [text.plain for text in whole] == ["one "]
