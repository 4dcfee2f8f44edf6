"""Keys typed faster than the rooms open: none is lost, and none does harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.desk import leave, netloft, project, stored

pytestmark = pytest.mark.terminal
ONE = project(0, "北辰调度网扩容")


def test_rooms_run_through_at_once_lead_to_the_last(tmp_path: Path) -> None:
    with netloft(tmp_path, [ONE]) as terminal:
        terminal.send("\r23456")
        terminal.wait_for("Result", "review")
        terminal.send("q")
        terminal.wait_for("Pipeline")
        leave(terminal)


def test_what_is_typed_before_a_room_stands_is_meant_for_it(tmp_path: Path) -> None:
    with netloft(tmp_path, [ONE]) as terminal:
        terminal.send("\r2yn")
        terminal.wait_for("34 of 36 unknown")
        terminal.send("5a与采购部核对要求; +3d\r\r")
        terminal.wait_for("与采购部核对")
        leave(terminal)
    (kept,) = stored(tmp_path / "netloft.json").values()
    assert [one.value for one in kept.answers] == ["yes", "no"]
    assert [one.content for one in kept.plan] == ["与采购部核对要求"]
