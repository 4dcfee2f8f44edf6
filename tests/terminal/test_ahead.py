"""Keys typed faster than the rooms open: none is lost, and none does harm."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.terminal.desk import LANGUAGES, leave, netloft, project, stored
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal
FIRST = project(0, "北辰调度网扩容")
SECOND = project(1, "二号项目")
APART = 0.02  # seconds between two keys that come each in a read of its own


def test_rooms_run_through_at_once_lead_to_the_last(tmp_path: Path) -> None:
    with netloft(tmp_path, [FIRST]) as terminal:
        terminal.send("\r23456")
        terminal.wait_for("Result", "Review")
        terminal.send("q")
        terminal.wait_for("Pipeline")
        leave(terminal)


def test_what_is_typed_before_a_room_stands_is_meant_for_it(tmp_path: Path) -> None:
    with netloft(tmp_path, [FIRST]) as terminal:
        terminal.send("\r2jjjyn")
        terminal.wait_for("34 of 36 unknown")
        terminal.send("5a与采购部核对要求; +3d\r")
        terminal.wait_for("task in workstream")
        terminal.press("b")
        terminal.wait_for("与采购部核对")
        leave(terminal)
    (kept,) = stored(tmp_path / "netloft.json").values()
    assert [answer.value for answer in kept.answers] == ["yes", "no"]
    assert [row.content for row in kept.plan] == ["与采购部核对要求"]


def send_apart(terminal: Terminal, keys: list[str]) -> None:
    """Type the keys each in a read of its own, as a person does who is quick."""
    for key in keys:
        terminal.send(key)
        time.sleep(APART)


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "apart"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_runs_a_command_of_another_screen(tmp_path: Path, lang: str, apart: bool) -> None:
    """Each pair is a key that its screen does not bind, and one that opens another screen."""
    rounds = [
        (["\x1b[C", "\r"], "q"),
        (["h", "\r"], "q"),
        (["d", "f"], "q"),
        (["\r", "z", "5"], "q"),
        (["\r", "6", "v", "1"], "q"),
        (["\r", "6", "D", "5"], "q"),
        (["\r", "6", "X", "5"], "q"),
        (["\r", "6", "b", "5"], "q"),
        (["\r", "q", "\r"], "q"),
        (["\r", "L", "D", "q"], "q"),
    ]
    with netloft(tmp_path, [FIRST, SECOND], lang=lang) as terminal:
        for keys, back in rounds:
            if apart:
                send_apart(terminal, [*keys, back])
            else:
                terminal.send("".join([*keys, back]))
            terminal.settle()
        terminal.wait_for("ow00", "ow01")
        leave(terminal)
    assert stored(tmp_path / "netloft.json") == {deal.name: deal for deal in (FIRST, SECOND)}


def test_esc_and_a_key_in_one_read_are_both_acted_on(tmp_path: Path) -> None:
    with netloft(tmp_path, [FIRST, SECOND]) as terminal:
        terminal.send("a三号")
        terminal.wait_for("三号")
        terminal.send("\x1b\r")
        terminal.wait_for("USING")
        terminal.send("\x1bL")
        terminal.wait_for("Log")
        terminal.send("\x1bD")
        terminal.wait_for(f"deleted: {FIRST.name}")
        leave(terminal)
    assert list(stored(tmp_path / "netloft.json")) == [SECOND.name]


def test_what_is_typed_behind_the_key_that_leaves_does_nothing(tmp_path: Path) -> None:
    with netloft(tmp_path, [FIRST, SECOND]) as terminal:
        terminal.send("qD\rD")
        assert terminal.wait_exit() == 0
    assert list(stored(tmp_path / "netloft.json")) == [FIRST.name, SECOND.name]


@pytest.mark.parametrize("size", [(40, 10), (101, 24), (1, 1)])
def test_a_key_waits_until_the_screen_has_its_new_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with netloft(tmp_path, [FIRST, SECOND], size=(102, 24)) as terminal:
        terminal.send("\r2")
        terminal.wait_for("unknown")
        for columns, rows in (size, (102, 24), size, (110, 30)):
            terminal.resize(columns, rows)
            terminal.send("jyk")
        terminal.settle()
        terminal.send("qIx")
        terminal.settle()
        terminal.resize(1, 24)
        terminal.send("y")
        terminal.settle()
        leave(terminal)
