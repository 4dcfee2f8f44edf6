"""What colours a terminal really gets: 256 by number, its own sixteen, or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.desk import leave, netloft, project

pytestmark = pytest.mark.terminal


@pytest.mark.parametrize(
    ("settings", "known", "red"),
    [
        ("", r"(?:1;)?38;5;\d+;48;5;\d+", "1;38;5;203;48;5;233"),
        ("ground = 'terminal'", r"1|(?:1;)?38;5;\d+(?:;48;5;\d+)?", "1;38;5;203"),
        ("colors = '16'", r"[1247]|(?:1;)?(?:3[0-7]|9[0-7])", "1;91"),
        ("colors = 'none'", r"[1247]|1;7", "1;7"),
    ],
)
def test_the_terminal_gets_the_colours_it_is_to_have(
    tmp_path: Path, settings: str, known: str, red: str
) -> None:
    (tmp_path / "config.toml").write_text(settings)
    deals = [project(number, f"deal {number}") for number in range(3)]
    with netloft(tmp_path, deals, NETLOFT_CONFIG=str(tmp_path)) as terminal:
        for key in ("j", "/", "x", "\r"):
            terminal.press(key)
        leave(terminal)
    sent = set(re.findall(r"\x1b\[([0-9;]*)m", terminal.written.decode(errors="replace")))
    assert red in sent
    assert {code for code in sent - {"0", ""} if not re.fullmatch(known, code)} == set()


def test_a_theme_that_is_chosen_is_shown_and_kept(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("me = 'Lin'\n")
    with netloft(tmp_path, [project(0, "deal")], NETLOFT_CONFIG=str(tmp_path)) as terminal:
        for keys in (":", "theme\r", "lig"):
            terminal.press(keys)
        assert b"48;5;231m" in terminal.written
        terminal.send("\r")
        terminal.wait_for('theme = "light"')
        leave(terminal)
    assert config.read_text() == "me = 'Lin'\ntheme = \"light\"\n"
