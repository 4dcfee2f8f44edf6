"""The harness itself: it sees what a terminal shows, and would see what a program leaves behind."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.benchmarks import READY
from tests.terminal.glass import Glass
from tests.terminal.pty import Terminal, environment, python

BARE = python("-m", "tests.benchmarks.bare")
pytestmark = pytest.mark.terminal


@pytest.mark.parametrize(
    ("written", "wanted", "column"),
    [
        ("北辰ab|", "|", 6),
        ("e\u0301|", "|", 1),
        ("\N{FISH}|", "|", 2),
        ("\N{WOMAN}\u200d\N{FISH}|rest", "|rest", 4),
        ("a\u202eb\u2069c|rest", "|rest", 3),
        ("\x1b[<uab|", "|", 2),
        ("\x1b[>25uab|", "|", 2),
        ("\x1b[?2026$pab|", "|", 2),
        ("\x1b]22;default\x07ab|", "|", 2),
    ],
)
def test_columns_are_counted_in_cells_and_nothing_is_lost(
    written: str, wanted: str, column: int
) -> None:
    glass = Glass(20, 2)
    for byte in written.encode():
        glass.feed(bytes([byte]))
    assert list(glass.places(wanted)) == [(0, column)]
    assert glass.unknown == []


def test_half_a_wide_character_that_was_written_over_is_a_blank() -> None:
    glass = Glass(20, 2)
    glass.feed("北辰\x1b[1;1Ha".encode())
    assert glass.text()[0] == "a 辰"


def test_the_first_screen_comes_back_after_the_alternate_one() -> None:
    glass = Glass(20, 2)
    glass.feed(b"before\x1b[?1049h\x1b[Hinside")
    assert glass.text()[0] == "inside"
    glass.feed(b"\x1b[?1049l")
    assert glass.text()[0] == "before"


def test_a_textual_app_is_followed_from_start_to_end(tmp_path: Path) -> None:
    with Terminal(BARE, environment(tmp_path)) as terminal:
        terminal.wait_for(READY)
        terminal.settle()
        assert terminal.state() != terminal.before
        assert terminal.idle(0.3) == 0
        terminal.resize(120, 40)
        assert terminal.press("x").size > len(READY)
        assert terminal.glass.text()[0] == f"{READY} 1"
        terminal.send("\x11")
        assert terminal.wait_exit() == 0
        assert terminal.state() == terminal.before
        assert not terminal.glass.shows(READY)


def test_a_terminal_that_was_not_put_right_shows(tmp_path: Path) -> None:
    with Terminal(BARE, environment(tmp_path)) as terminal:
        terminal.wait_for(READY)
        terminal.settle()
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_exit() == 128 + signal.SIGKILL
        left = terminal.state()
    assert left.modes != terminal.before.modes
    assert left.attributes != terminal.before.attributes
    assert left.cursor_hidden


def test_a_dropped_line_ends_the_session(tmp_path: Path) -> None:
    with Terminal(python("-c", "print('here', input())"), environment(tmp_path)) as terminal:
        terminal.send("typed\r")
        terminal.wait_for("here typed")
    with Terminal(python("-c", "input('here')"), environment(tmp_path)) as terminal:
        terminal.wait_for("here")
        terminal.hang_up()
        terminal.wait_gone()


def test_what_never_comes_fails_with_the_screen(tmp_path: Path) -> None:
    with (
        Terminal(python("-c", "input('only this')"), environment(tmp_path)) as terminal,
        pytest.raises(AssertionError, match="only this"),
    ):
        terminal.wait_for("something else", patience=1.0)
