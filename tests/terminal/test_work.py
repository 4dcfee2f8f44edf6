"""A rep's hand at a real terminal: what is typed is understood, shown, stored and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Project
from deals.parsing.amounts import parse_amount
from tests.terminal.desk import LANGUAGES, leave, netloft, owner, project, stored

pytestmark = pytest.mark.terminal


def only(home: Path) -> Project:
    """Return the one project of the store."""
    (found,) = stored(home / "netloft.json").values()
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_amount_typed_in_place_is_stored_and_undone(tmp_path: Path, lang: str) -> None:
    before = project(0, "北辰调度网扩容")
    with netloft(tmp_path, [before], lang=lang) as terminal:
        terminal.press("m")
        terminal.press("\x15")
        terminal.press("80-150万")
        terminal.wait_for("80-150万")
        terminal.press("\r")
        after = only(tmp_path).amount
        assert after is not None
        assert (after.low, after.high) == (800_000, 1_500_000)
        terminal.press("u")
        assert only(tmp_path).amount == before.amount
        terminal.press("\x12")
        assert only(tmp_path).amount == after
        leave(terminal)


def test_what_cannot_be_read_is_refused_where_it_is_typed_and_kept(tmp_path: Path) -> None:
    with netloft(tmp_path, [project(0, "北辰调度网扩容")]) as terminal:
        terminal.press("w")
        terminal.press("\x15")
        terminal.press("someday\r")
        terminal.wait_for("someday")
        assert only(tmp_path) == project(0, "北辰调度网扩容")
        terminal.press("\x15")
        terminal.press("2026-Q4\r")
        signs = only(tmp_path).signs
        assert signs is not None
        assert signs.precision == "quarter"
        leave(terminal)


def test_chinese_arrives_at_the_caret_as_an_input_method_sends_it(tmp_path: Path) -> None:
    with netloft(tmp_path, [project(0, "Harbour Net II")]) as terminal:
        terminal.press("o")
        terminal.press("\x15")
        start = terminal.absorb().cursor.x
        terminal.press("林晓")
        glass = terminal.absorb()
        (place,) = [column for row, column in glass.places("林晓") if row == glass.cursor.y]
        assert (place, glass.cursor.x) == (start, start + 4)
        terminal.press("\r")
        assert only(tmp_path).owner == "林晓"
        leave(terminal)


def test_full_width_keys_do_what_their_narrow_twins_do(tmp_path: Path) -> None:
    with netloft(tmp_path, [project(0, "远山机房"), project(1, "Harbour")]) as terminal:
        terminal.press("／")
        terminal.press("yuanshan\r")
        terminal.wait_until(lambda glass: not glass.shows("Harbour"), "filtered list")
        terminal.press("？")
        terminal.wait_until(lambda glass: not glass.shows(owner(0)), "help")
        leave(terminal)


@pytest.mark.parametrize("terminal_kind", ["xterm-256color", "linux", "vt100"])
def test_plain_signs_are_used_where_asked_for_or_needed(tmp_path: Path, terminal_kind: str) -> None:
    projects = [project(0, "plain", customer="Acme", amount=parse_amount("640k"), contacts=())]
    flags = ["--ascii"] if terminal_kind.startswith("xterm") else []
    with netloft(tmp_path, projects, flags=flags, TERM=terminal_kind) as terminal:
        for key in ["p", "m", "\x07", "t", "q", "?", "q", "v", "q", "s", "q", "/"]:
            terminal.press(key)
            assert "\n".join(terminal.absorb().text()).isascii(), terminal
        leave(terminal)
