"""Names that would end the app, steer the terminal or vanish, were they taken at their word."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Contact, NextAction, Project
from tests.terminal.desk import LANGUAGES, leave, netloft, owner, project

pytestmark = pytest.mark.terminal

LITERAL = (
    "Acme [/] Co",
    "[bold tail",
    "[Q4] [red]x[/red]",
    "[/",
    "\\[b]",
    "%s {0} $x",
    "a|b & <c>",
)
STEERING = (
    "bell\x07 tail",
    "\x1b[2J\x1b[31mred tail",
    "\x1b]0;owned\x07 tail",
    "\x9b2J tail",
    "\x9d0;owned\x9c tail",
    "two\nlines tail",
    "back\x08\x08\x7f tail",
    "nul\x00 tail",
    "\u202eturned\u202c tail",
    "\u2066isolated\u2069 tail",
    "e" + "\u0301" * 60 + " tail",
    "\ufeff\u200b\u2060 tail",
    "\U000e0041 tail",
    "\ud7ff\ue000\uffff tail",
)
ALL = LITERAL + STEERING
POINTER = "\x1b]22;default\x07"
GROUND = "\x1b]11;?\x1b\\"  # asks once how light the terminal is
UNSAFE = [
    chr(code) for code in [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
]


def hostile() -> list[Project]:
    """Return a project for each name, with the name wherever a user can put a text."""
    return [
        project(
            number,
            name,
            customer=name,
            contacts=(Contact(id="c", name=name, title=name, cr=2),),
            next_action=NextAction(text=name),
            end_reason=name,
        )
        for number, name in enumerate(ALL)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_in_a_name_crashes_the_app_or_steers_the_terminal(
    tmp_path: Path, lang: str
) -> None:
    with netloft(tmp_path, hostile(), lang=lang, size=(120, 40)) as terminal:
        shown = terminal.absorb().text()
        for number, name in enumerate(ALL):
            row = next(line for line in shown if owner(number) in line)
            assert (name if name in LITERAL else "tail") in row, terminal
        for keys in ["j"] * len(ALL) + ["p", "g", "e", "\r", "r", "q", "t", "\r", "q", "v", "q"]:
            terminal.press(keys, quiet=0.05)
        terminal.settle()
        assert terminal.glass.title == ""
        assert terminal.glass.unknown == []
        written = terminal.written.decode().replace(POINTER, "").replace(GROUND, "")
        assert not [char for char in UNSAFE if char in written]
        assert not any(sign in written for sign in ("\x07", "\x08", "\x00", "\x7f", "\x1b]"))
        leave(terminal)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_very_long_name_is_cut_and_hides_nobody(tmp_path: Path, size: tuple[int, int]) -> None:
    projects = [project(0, "长" * 5_000), project(1, "x" * 5_000), project(2, "short")]
    with netloft(tmp_path, projects, size=size) as terminal:
        terminal.wait_for(owner(0), owner(1), owner(2), "short", "长长", "xxx")
        terminal.press("e")
        terminal.press("\x1b")
        terminal.wait_for(owner(0), owner(1), owner(2), "short", "长长", "xxx")
        leave(terminal)
