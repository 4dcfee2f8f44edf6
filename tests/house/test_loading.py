"""What is loaded for what: rules, store and command line must not pay for the screens."""

from __future__ import annotations

import subprocess
import sys
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


def loaded_by_command(home: Path, *argv: str) -> set[str]:
    """Return the top-level modules that a command line imports, as the interpreter reports them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tui", *argv],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    times = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in times}


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


@pytest.mark.parametrize("command", ["list", "triage", "followups"])
def test_listing_loads_no_screen(command: str, tmp_path: Path) -> None:
    store = tmp_path / "netloft.json"
    save(store, [project(0, "Harbour net")])
    loaded = loaded_by_command(tmp_path, "--store", str(store), command)
    assert "deals" in loaded
    assert not loaded & {"textual", "openpyxl", "jinja2"}


@pytest.mark.parametrize(("ending", "wanted"), [(".html", {"jinja2"}), (".md", set())])
def test_a_paper_loads_what_its_format_takes(ending: str, wanted: set[str], tmp_path: Path) -> None:
    store = tmp_path / "netloft.json"
    save(store, [project(0, "Harbour net")])
    out = str(tmp_path / f"paper{ending}")
    loaded = loaded_by_command(tmp_path, "--store", str(store), "report", "pipeline", "--out", out)
    assert loaded & {"textual", "openpyxl", "jinja2"} == wanted


def test_drawing_people_loads_no_screen(tmp_path: Path) -> None:
    store = tmp_path / "netloft.json"
    save(store, [project(0, "Harbour net")])
    loaded = loaded_by_command(tmp_path, "--store", str(store), "people", "Harbour net")
    assert "deals" in loaded
    assert not loaded & {"textual", "openpyxl"}


def test_help_loads_next_to_nothing(tmp_path: Path) -> None:
    loaded = loaded_by_command(tmp_path, "--help")
    assert "click" in loaded
    assert not loaded & {"textual", "rich", "pydantic", "tinydb", "orjson", "openpyxl", "pypinyin"}


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
