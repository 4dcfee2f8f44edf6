"""`--json` and `--csv` on a terminal: the same facts, and nothing that steers or misleads it."""

from __future__ import annotations

import csv
import json
import unicodedata
from io import StringIO
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.store import Store
from tests.store import book_of, commit, renamed
from tests.tui.conftest import Netloft
from tui.cli.root import netloft as command_line
from tui.output import console
from tui.output.console import escaped_json, shown_marks

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
    """Return a call of every command that has the option and needs no more than a project."""
    calls = []
    for name, command in command_line.commands.items():
        if any(option in param.opts for param in command.params):
            wanted = [param.name for param in command.params if isinstance(param, click.Argument)]
            calls.append([name, *("a" for name in wanted if name == "project"), option])
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
    monkeypatch.setattr(console, "styled", lambda: True)
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
    monkeypatch.setattr(console, "styled", lambda: True)
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
