"""An app that is stopped from outside, as by `kill -STOP`, and goes on."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal.desk import leave, netloft, project, stored
from tests.terminal.pty import PATIENCE

pytestmark = pytest.mark.terminal


def test_after_a_stop_without_warning_keys_and_terminal_are_in_order(tmp_path: Path) -> None:
    with netloft(tmp_path, [project(0, "deal", stage="P0")], anew=True) as terminal:
        raw = terminal.state()
        for _time in range(2):
            terminal.signal(signal.SIGSTOP)
            terminal.signal(signal.SIGCONT)
            assert terminal.pump(PATIENCE), "nothing is painted again"
            terminal.wait_for("deal")
            terminal.settle()
        assert terminal.state() == raw
        for _key in range(5):
            terminal.press(">")
        terminal.wait_for("P5")
        leave(terminal)
        assert terminal.state() == terminal.before
    assert stored(tmp_path / "netloft.json")["deal"].stage == "P5"
