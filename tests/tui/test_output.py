"""What is printed on a terminal: its width, what could steer it, the bar of slow work; and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from io import StringIO
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Cause, Note, PlanRow, Review
from store.store import Store
from tests.deals.makers import DEFAULT, project
from tests.store import book_of, commit, renamed
from tests.tui.conftest import Netloft
from tui.cli import import_export
from tui.cli.import_export import Progress
from tui.cli.root import netloft as command_line
from tui.output import console
from tui.output.console import align_cells, escaped_json, shown_marks
from tui.output.json import fishbone_record, json_text, review_record
from views.styled_text import width

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def terminal(netloft: Netloft, monkeypatch: pytest.MonkeyPatch) -> Netloft:
    """Return a command line as on a terminal of 80 columns that knows colours."""
    netloft("add", "北辰电力调度数据网络扩容工程二期", "--stage", "P4", "--amount", "640000",
            "--signs", "2026-03-14", "--owner", "欧阳", "--customer", "Beichen")  # fmt: skip
    netloft("add", "Acme [/] Co [bold] (a rather long name for such a small column)")
    monkeypatch.setattr(console, "shows_styles", lambda: True)
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
    lines = list(align_cells(["a", "b"], [["中文", "1"], ["x", "22"]], [False, True]))
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


HOSTILE = "a\x9b31m\x7f\u202eb\u2066c\u200b\u061c\U000e0041\u2028d"
NAME = f"何总 {HOSTILE}"


def harmful(text: str) -> set[str]:
    return {
        char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Zl")
    }


@pytest.fixture
def book(netloft: Netloft, tmp_path: Path) -> Netloft:
    """Return a project whose name and owner are hostile, and so is what scripts know it by."""
    store = Store.open(tmp_path / "book" / "netloft.json")
    new = renamed(book_of("a"), "a", NAME)
    new = new.with_projects(new.projects["a"].model_copy(update={"owner": NAME}))
    commit(store, store.book, new, "made", "me")
    store.close()
    return netloft


def printing(option: str) -> list[list[str]]:
    """Return a call of every command that looks, has the option, needs a project at most."""
    calls = []
    for name, command in command_line.commands.items():
        wanted = [param.name for param in command.params if isinstance(param, click.Argument)]
        looks = name not in ("delete", "keep") and {"project"}.issuperset(wanted)
        if looks and any(option in param.opts for param in command.params):
            since = ["--since", "2026-01-01"] if name == "movement" else []
            calls.append([name, *("a" for _project in wanted), *since, option])
    return calls


def test_there_are_such_commands() -> None:
    assert len(printing("--json")) >= 8
    assert printing("--csv")


@pytest.mark.parametrize("call", printing("--json"), ids=" ".join)
def test_json_is_escaped_on_a_terminal_alone_and_says_the_same(
    book: Netloft, call: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = book(*call)
    assert piped.code == 0
    monkeypatch.setattr(console, "shows_styles", lambda: True)
    shown = book(*call)
    assert harmful(shown.out) == set()
    assert shown.json == piped.json
    if NAME in piped.out:
        assert "何总 a\\u009b31m\\u007f\\u202eb\\u2066c" in shown.out
        assert "\\udb40\\udc41\\u2028d" in shown.out


def test_csv_is_shown_by_numbers_on_a_terminal_alone(
    book: Netloft, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = book("list", "--csv").out
    assert "\u202e" in piped
    monkeypatch.setattr(console, "shows_styles", lambda: True)
    shown = book("list", "--csv").out
    assert harmful(shown) == set()
    assert "何总 a31m<U+202E>b<U+2066>c<U+200B><U+061C><U+E0041><U+2028>d" in shown
    assert [len(row) for row in csv.reader(StringIO(shown))] == [
        len(row) for row in csv.reader(StringIO(piped))
    ]


@given(st.text())
def test_any_text_stays_the_same_value(text: str) -> None:
    data = json.dumps([text], ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        return
    assert json.loads(escaped_json(data)) == [text]
    assert harmful(shown_marks(text.encode()).decode().replace("\t", "")) == set()


@pytest.mark.parametrize(
    "source", ["answer:fit", "swot:gone", "strategy:x", "cell:terms:Acme", "note:stp.target"]
)
def test_the_fishbone_names_bones_causes_and_rows(source: str) -> None:
    cause = Cause(id="c", bone="product", text="slow", source=source)
    record_project = project(
        causes=[cause], plan=[PlanRow(id="r", content="x", cause="c")], bones=["Money"]
    )
    record = fishbone_record(record_project, DEFAULT)
    assert record["head"] == record_project.name
    bones = [bone["id"] for bone in record["bones"]]
    assert (bones[0], bones[-2:]) == ("market", ["Money", "contingency"])
    assert record["bones"][bones.index("product")]["causes"] == [
        {"id": "c", "text": "slow", "parent": None, "source": source, "rows": ["r"]}
    ]
    assert json_text(record)


def test_the_review_carries_fields_and_answers() -> None:
    review = Review(result="lost", rival="Acme")
    lost = project(review=review, notes=[Note(key="review-late", text="the demo")])
    record = review_record(lost)
    assert (record["result"], record["rival"], record["lessons"]) == ("lost", "Acme", "")
    assert record["questions"] == {"late": "the demo"}
    assert json_text(record)
