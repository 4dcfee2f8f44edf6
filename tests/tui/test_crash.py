"""A fault in the running app: the terminal gets one line, and no local variable of anybody's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.unsaved import UnsavedFile
from tests.tui.terminal import ran_in_terminal
from tui.clock import now

SECRET = "SecretCustomer"
SETUP = f"""
import os, sys
from tui import app as shell
from tui.cli.run import run

def stumble(*_arguments, **_options):
    customer = {SECRET!r}
    raise KeyError(customer)

mounted = shell.NetloftApp.on_mount
"""
RUN = "\nsys.exit(run(['--lang', 'en']))"
FAULTS = {
    "starting": "shell.NetloftApp.open_screen = stumble",
    "a worker": """
def on_mount(self):
    mounted(self)
    self.run_worker(stumble, thread=True)
shell.NetloftApp.on_mount = on_mount
""",
    "a timer": """
def on_mount(self):
    mounted(self)
    self.set_timer(0.01, stumble)
shell.NetloftApp.on_mount = on_mount
""",
    "painting": """
from screens.base.lines import LinesView
LinesView.render_line = stumble
""",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_a_line_and_nothing_of_the_data(tmp_path: Path, fault: str) -> None:
    code, output = ran_in_terminal(tmp_path, ["-c", SETUP + FAULTS[fault] + RUN])
    words = " ".join(re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", output).split())
    assert code == 1
    assert "Netloft has a fault and had to stop: KeyError at " in words
    assert SECRET not in output
    assert "locals" not in output
    assert "Traceback" not in output


TYPING = """
def on_mount(self):
    mounted(self)
    def type():
        self.screen.action_command("add")
        self.screen.type("half a deal")
        stumble()
    self.set_timer(0.5, type)
shell.NetloftApp.on_mount = on_mount
opened = shell.NetloftApp.open_screen
shell.NetloftApp.open_screen = lambda self, *_about: opened(self, "pipeline")
"""


def test_a_line_half_typed_survives_a_fault(tmp_path: Path) -> None:
    code, _output = ran_in_terminal(tmp_path, ["-c", SETUP + TYPING + RUN])
    assert code == 1
    unsaved = UnsavedFile(tmp_path / "book" / "netloft.json")
    assert [line.text for line in unsaved.read(now())] == ["half a deal"]


def test_a_developer_may_see_it_all(tmp_path: Path) -> None:
    program = SETUP + FAULTS["starting"] + RUN
    code, output = ran_in_terminal(tmp_path, ["-c", program], NETLOFT_DEBUG="1")
    assert code == 1
    assert SECRET in output
