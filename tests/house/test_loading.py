"""What is loaded for what: rules, store and command line must not pay for the screens."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.terminal.desk import project, save
from tests.terminal.pty import environment

EVERY_MODULE = """
import importlib, pkgutil, sys
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, sys.argv[1] + "."):
    importlib.import_module(module.name)
print("\\n".join({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_by_room(room: str, home: Path) -> set[str]:
    """Return the top-level modules there are once every module of a room has been imported."""
    done = subprocess.run(
        [sys.executable, "-c", EVERY_MODULE, room],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


EVERY_CALL = """
import json, sys
from tui.__main__ import disable_plugins
disable_plugins()
from tui.cli.run import run
for call in json.loads(sys.argv[1]):
    code = run(call)
    loaded = [name for name in sys.modules if "." not in name]
    print(json.dumps([code, loaded]), file=sys.stderr)
"""


def loaded_by_calls(home: Path, store: Path, calls: Sequence[Sequence[str]]) -> list[set[str]]:
    """Return the top-level modules there are after each of some command lines, given one after
    another to one process.
    """
    done = subprocess.run(
        [sys.executable, "-c", EVERY_CALL, json.dumps(calls)],
        cwd=ROOT,
        env=environment(home, NETLOFT_STORE=str(store)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stderr.splitlines()]
    assert [code for code, _loaded in found] == [0] * len(calls), done.stderr
    return [set(loaded) for _code, loaded in found]


@pytest.mark.parametrize(
    ("room", "barred"),
    [
        ("deals", {"textual", "rich", "tinydb", "openpyxl", "click", "platformdirs"}),
        ("store", {"textual", "rich", "click"}),
        ("team", {"textual", "rich", "click", "wording", "views"}),
    ],
)
def test_a_room_loads_nothing_that_is_above_it(room: str, barred: set[str], tmp_path: Path) -> None:
    assert not loaded_by_room(room, tmp_path) & barred


LISTING = {"textual", "openpyxl", "jinja2"}
"""What is never loaded to list, to judge or to draw people."""


def test_a_command_loads_what_it_takes(tmp_path: Path) -> None:
    """Calls, what loads least first, and what none of them so far has loaded."""
    save(tmp_path / "netloft.json", [project(0, "Harbour net")])
    paper, page = str(tmp_path / "paper.md"), str(tmp_path / "paper.html")
    calls: list[tuple[list[str], set[str]]] = [
        (["--help"], LISTING | {"rich", "pydantic", "tinydb", "orjson", "pypinyin"}),
        *[([command], LISTING) for command in ("list", "triage", "followups")],
        (["people", "Harbour net"], LISTING),
        (["report", "pipeline", "--out", paper], LISTING),
        (["report", "pipeline", "--out", page], LISTING - {"jinja2"}),
    ]
    found = loaded_by_calls(tmp_path, tmp_path / "netloft.json", [call for call, _barred in calls])
    for (call, barred), loaded in zip(calls, found, strict=True):
        assert not loaded & barred, call
    assert ("click" in found[0], "deals" in found[1], "jinja2" in found[-1]) == (True, True, True)


FIRST_SCREEN = """
import sys, tui.app, screens.pipeline.screen
print("\\n".join(sys.modules))
"""
LATER = {
    *("deals.agenda", "deals.edits.project_line", "deals.fields", "deals.key_candidates"),
    *("deals.numbers.figures", "deals.numbers.targets", "deals.parsing.contact_line"),
    *("deals.parsing.next_actions", "deals.parsing.reading_context", "deals.tour_project"),
    *("screens.base.copied_text", "screens.base.path_prompt", "tui.table_reader"),
    *("screens.help.screen", "screens.tour.tour", "screens.welcome.screen"),
    *("wording.command_words", "pypinyin", "jinja2", "holidays"),
}


def test_the_first_screen_loads_nothing_that_only_a_key_needs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_SCREEN],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    there = set(done.stdout.split())
    assert there & LATER == set()
    assert not any(name.partition(".")[0] == "reports" for name in there)
