"""Faults of the program: one line that says where, and never what the user's data is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deals.errors import UserError
from tests.tui.conftest import Netloft
from tui.crash import crash_line, is_debugging
from wording import use_language

SECRET = "北辰电力"


def stumbling(*_arguments: object) -> object:
    customer = SECRET
    raise KeyError(customer)


def test_a_fault_is_one_line_without_data(
    netloft: Netloft, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("add", SECRET)
    monkeypatch.setattr("tui.select_projects.choose_projects", stumbling)
    answer = netloft("list")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Netloft has a fault and had to stop: KeyError at tui.cli.look:")
    assert answer.err.count("\n") == 1
    assert "NETLOFT_DEBUG=1" in answer.err
    assert SECRET not in answer.err


def test_a_developer_may_see_it_all(netloft: Netloft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.select_projects.choose_projects", stumbling)
    monkeypatch.setenv("NETLOFT_DEBUG", "1")
    with pytest.raises(KeyError, match=SECRET):
        netloft("list")


@pytest.mark.parametrize(("value", "asked"), [("", False), ("0", False), ("1", True)])
def test_debugging_is_asked_for_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, value: str, asked: bool
) -> None:
    monkeypatch.setenv("NETLOFT_DEBUG", value)
    assert is_debugging() is asked


def test_the_place_is_the_last_of_ours() -> None:
    from deals.ids import ulid

    with pytest.raises(ValueError) as caught:
        ulid(0, b"")
    assert "ValueError at deals.ids:" in crash_line(caught.value)
    assert "TypeError at ?." in crash_line(TypeError(SECRET))
    use_language("zh_CN")
    assert "ValueError" in crash_line(caught.value)
    use_language("en")


@pytest.mark.parametrize(
    "stumble",
    [
        "raise KeyError(secret)",
        "import threading; t = threading.Thread(target=lambda: {}[secret]); t.start(); t.join()",
        "class A:\n    def __del__(self): raise KeyError(secret)\na = A(); del a",
    ],
)
def test_what_nobody_catches_is_one_line_too(tmp_path: Path, stumble: str) -> None:
    program = f"from tui.crash import hush\nhush()\nsecret = {SECRET!r}\n{stumble}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "LANG": "C.UTF-8"}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    output = done.stderr.decode()
    assert output.startswith("Netloft has a fault and had to stop: KeyError at ")
    assert output.count("\n") == 1
    assert SECRET not in output


def test_a_refusal_that_nobody_caught_shows_no_figures() -> None:
    assert SECRET not in crash_line(UserError("store-twice", id=SECRET))
