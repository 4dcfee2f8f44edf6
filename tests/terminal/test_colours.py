"""What colours a terminal really gets: 256 by number, its own sixteen, or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.desk import leave, netloft, project

pytestmark = pytest.mark.terminal
PLAIN = r"[012347]|2[2-9]|[34]9"
"""Attributes that are set and taken back, and the terminal's own colours."""


@pytest.mark.parametrize(
    ("settings", "colours", "some", "none"),
    [
        ("", r"[34]8;5;\d+", {"1", "38;5;203", "48;5;233"}, set()),
        ("ground = 'terminal'", r"[34]8;5;\d+", {"1", "38;5;203"}, {"48;5;233"}),
        ("colors = '16'", r"[34][0-7]|(?:9|10)[0-7]", {"1", "7", "91"}, set()),
        ("colors = 'none'", "no colour", {"1", "2", "7"}, set()),
    ],
)
def test_the_terminal_gets_the_colours_it_is_to_have(
    tmp_path: Path, settings: str, colours: str, some: set[str], none: set[str]
) -> None:
    (tmp_path / "config.toml").write_text(settings)
    deals = [project(number, f"deal {number}") for number in range(3)]
    with netloft(tmp_path, deals, NETLOFT_CONFIG=str(tmp_path)) as terminal:
        for key in ("j", "/", "x", "\r"):
            terminal.press(key)
        leave(terminal)
    codes = ";".join(re.findall(r"\x1b\[([0-9;]*)m", terminal.written.decode(errors="replace")))
    sent = set(re.findall(r"[34]8;[25](?:;\d+)+?(?=;|$)|\d+", codes))
    assert some <= sent
    assert not none & sent
    assert {code for code in sent if not re.fullmatch(f"{colours}|{PLAIN}", code)} == set()


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
