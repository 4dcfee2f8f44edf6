"""A preloaded program finds itself to be what one started anew is, and ends as it does."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import READY
from tests.terminal.desk import project, save
from tests.terminal.pty import Terminal, environment, python

pytestmark = pytest.mark.terminal
SHELLS = {"PWD", "OLDPWD", "SHLVL", "_"}
"""What a shell tells its programs of itself."""


def seen(home: Path, *arguments: str, preloaded: bool, **env: str) -> Any:
    """Return what a program saw of itself, once it has ended as it should."""
    file = home / f"{preloaded}.json"
    argv = python("-m", "tests.terminal.seen", str(file), *arguments)
    with Terminal(argv, environment(home, **env), preloaded=preloaded) as terminal:
        assert terminal.wait_exit() == 3
        assert terminal.settle().shows("written, waited for, left in order")
    record = json.loads(file.read_text())
    record["argv"].remove(str(file))
    record["environment"] = {
        name: value for name, value in record["environment"].items() if name not in SHELLS
    }
    return record


@pytest.mark.parametrize(
    "env", [{}, {"TERM": "vt100", "NETLOFT_DEBUG": "1"}, {"PYTHONFAULTHANDLER": "1"}]
)
def test_both_starts_show_a_program_the_same(tmp_path: Path, env: dict[str, str]) -> None:
    anew = seen(tmp_path, preloaded=False, **env)
    preloaded = seen(tmp_path, preloaded=True, **env)
    for record in (anew, preloaded):
        assert record["threads"] == 1
        assert record["leads"], "the program is not in its shell's group"
        del record["modules"]
    assert preloaded == anew


def test_a_text_runs_as_the_interpreter_runs_it(tmp_path: Path) -> None:
    """By its own names alone, and a fault of it ends it with a line of where."""
    program = "import sys; print([*filter(str.isalpha, globals())], sys.argv, __name__); 1 / 0"
    written = []
    for preloaded in (False, True):
        argv = python("-c", program, "one", "--two")
        with Terminal(argv, environment(tmp_path), preloaded=preloaded) as terminal:
            assert terminal.wait_exit() == 1
            # From 3.13 on a traceback has colours on a terminal.
            plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.written.decode())
            written.append(plain.split())
    anew, forked = written
    assert forked[: forked.index("Traceback")] == anew[: anew.index("Traceback")]
    assert forked[-4:] == anew[-4:] == ["ZeroDivisionError:", "division", "by", "zero"]


def test_no_more_is_loaded_than_an_app_has_when_its_first_screen_stands(tmp_path: Path) -> None:
    """So a room that is loaded when it is first opened takes its time there too."""
    store = tmp_path / "netloft.json"
    save(store, [project(0, "deal")])
    anew = seen(tmp_path, "--store", str(store), preloaded=False)
    preloaded = seen(tmp_path, preloaded=True)
    ours = {name for name in preloaded["modules"] if name.partition(".")[0] == "tests"}
    assert set(preloaded["modules"]) - ours <= {*anew["app"], *anew["modules"]}
    assert len(preloaded["modules"]) > 0.9 * len(anew["app"])


def test_two_programs_are_two_processes_that_signals_end(tmp_path: Path) -> None:
    argv = python("-m", "tests.benchmarks.bare")
    with (
        Terminal(argv, environment(tmp_path), preloaded=True) as first,
        Terminal(argv, environment(tmp_path), preloaded=True) as second,
    ):
        first.wait_for(READY)
        second.wait_for(READY)
        assert first.pid != second.pid
        first.signal(signal.SIGKILL)
        assert first.wait_exit() == 128 + signal.SIGKILL
        assert second.running
        second.hang_up()
        second.wait_gone()
