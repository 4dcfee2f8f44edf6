"""A slow link: nothing is written unasked, and a key costs few bytes."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from tests.terminal.desk import SIZES, leave, netloft, project

pytestmark = pytest.mark.terminal
MANY = [project(number, f"第 {number:02} 个项目", stage="P2") for number in range(70)]


def test_nothing_is_written_while_nobody_types(tmp_path: Path) -> None:
    with netloft(tmp_path, MANY[:30]) as terminal:
        terminal.settle(0.5)
        assert terminal.idle(3.0) == 0


GATHERED = "on Fishbone, Plan"
"""What the help says last, once a thread has gathered what the other screens have."""


@pytest.mark.parametrize("keys", ["/", "m", "t", "?"])
def test_nothing_is_written_while_the_app_waits_for_an_answer(tmp_path: Path, keys: str) -> None:
    with netloft(tmp_path, MANY[:30]) as terminal:
        assert terminal.press(keys).size
        if keys == "?":
            terminal.wait_for(GATHERED)
        assert terminal.idle(1.0) == 0


@pytest.mark.parametrize(("size", "usual"), list(zip(SIZES, (1_000, 1_500), strict=True)))
def test_a_move_costs_little_scrolling_included(
    tmp_path: Path, size: tuple[int, int], usual: int
) -> None:
    with netloft(tmp_path, MANY, size=size) as terminal:
        costs = [terminal.press("j", quiet=0.03).size for _ in range(60)]
        assert all(costs)
        assert sum(costs) / len(costs) < 1_500
        assert median(costs) < usual
        leave(terminal)


@pytest.mark.parametrize(
    ("before", "key", "budget"),
    [
        ("", "m", 1_500),
        ("m", "1", 1_500),
        ("", "/", 1_500),
        ("", " ", 1_500),
        ("", "s", 1_500),
        ("O", "x", 500),
        ("", ">", 3_000),
        (">", "u", 3_000),
        ("", "t", 20_000),
        ("t", "q", 20_000),
        ("", "?", 20_000),
        ("?", "q", 20_000),
    ],
)
def test_a_key_costs_no_more_than_it_changes(
    tmp_path: Path, before: str, key: str, budget: int
) -> None:
    with netloft(tmp_path, MANY) as terminal:
        if before:
            terminal.press(before)
        assert 0 < terminal.press(key).size < budget


def test_no_mouse_and_no_key_protocol_is_asked_for(tmp_path: Path) -> None:
    with netloft(tmp_path, MANY[:3]) as terminal:
        leave(terminal)
        assert not [mode for mode in (b"?1000h", b"?1003h", b"?1006h") if mode in terminal.written]
        assert b"\x1b[>" not in terminal.written


def test_the_mouse_is_there_for_who_asks(tmp_path: Path) -> None:
    with netloft(tmp_path, MANY[:3], flags=["--mouse"]) as terminal:
        leave(terminal)
        assert b"\x1b[?1000h" in terminal.written
        assert terminal.state() == terminal.before
