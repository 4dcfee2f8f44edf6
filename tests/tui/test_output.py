"""What is printed on a terminal, where Rich and the width come in; and the bar of slow work."""

from __future__ import annotations

import io
import re
import sys

import pytest

from tests.tui.conftest import Netloft
from tui.cli import import_export
from tui.cli.import_export import Progress
from tui.output import console
from tui.output.console import aligned
from views.styled_text import width

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def terminal(netloft: Netloft, monkeypatch: pytest.MonkeyPatch) -> Netloft:
    """Return a command line as on a terminal of 80 columns that knows colours."""
    netloft("add", "北辰电力调度数据网络扩容工程二期", "--stage", "P4", "--amount", "640000",
            "--signs", "2026-03-14", "--owner", "欧阳", "--customer", "Beichen")  # fmt: skip
    netloft("add", "Acme [/] Co [bold] (a rather long name for such a small column)")
    monkeypatch.setattr(console, "styled", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return netloft


def test_the_table_fits_the_terminal_and_loses_nothing(terminal: Netloft) -> None:
    out = terminal("list").out
    table = ESCAPES.sub("", out).splitlines()[:-2]
    assert max(map(width, table)) <= 80
    owner = table[0].index("Owner")
    names = "".join(row[2:owner] for row in table[2:] if row.isascii())
    squeezed = re.sub(r"\s", "", names)
    assert "Acme[/]Co[bold]" in squeezed
    assert "Customer" not in table[0]


def test_more_room_shows_more_columns(terminal: Netloft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    heading = terminal("list").out.splitlines()[0]
    assert "Customer" in heading
    assert "Next" in heading


def test_the_table_has_no_sign_of_doubtful_width(terminal: Netloft) -> None:
    assert not set("─│…·●") & set(terminal("list").out)


def test_colour_goes_with_a_sign_and_heeds_no_color(
    terminal: Netloft, monkeypatch: pytest.MonkeyPatch
) -> None:
    coloured = terminal("list").out
    assert "\x1b[1;31m!" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "31m" not in terminal("list").out


def test_long_reasons_go_on_below_their_beginning(
    terminal: Netloft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = terminal("triage").lines
    wrapped = [line for line in lines if "needs attention: " not in line]
    assert max(map(width, wrapped)) <= 40
    assert [line for line in lines if line.startswith("    ") and "->" not in line]


def test_columns_are_aligned_in_cells() -> None:
    lines = list(aligned(["a", "b"], [["中文", "1"], ["x", "22"]], [False, True]))
    assert lines == ["a      b", "中文   1", "x     22"]


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_on(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what two rounds of work over a file show on `stream`."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", stream)
        with Progress() as done:
            for total in (10, 5):
                for step in range(1, total + 1):
                    done("pipeline.xlsx", step, total)
    return stream.getvalue()


def test_slow_work_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_export, "PATIENCE", 0.0)
    shown = shown_on(Screen(), monkeypatch)
    assert "pipeline.xlsx" in shown
    assert "100%" in shown


def test_quick_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_on(Screen(), monkeypatch) == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_export, "PATIENCE", 0.0)
    assert shown_on(io.StringIO(), monkeypatch) == ""
