"""What the app makes of its terminal's answers: which alphabet, and that no key is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.desk import TODAY, leave, owner, project, save
from tests.terminal.pty import NARROW, PLACE_ASKED, Terminal, environment, python

pytestmark = pytest.mark.terminal
BOX_SIGNS = frozenset("─│▌▁▂▃▄▅▆▇█·►▼")
FIRST = project(0, "plain", customer="Acme", contacts=())
SECOND = project(1, "second", customer="Acme", contacts=())


def started(
    home: Path, place: bytes, *, preloaded: bool, lang: str = "en_US.UTF-8", **more: str
) -> Terminal:
    """The app, starting in a terminal that says where its cursor is."""
    save(home / "netloft.json", [FIRST, SECOND])
    argv = ["-m", "tui", "--store", str(home / "netloft.json"), "--as-of", TODAY.isoformat()]
    return Terminal(
        python(*argv), environment(home, lang=lang, **more), preloaded=preloaded, place=place
    )


def test_what_is_typed_before_between_and_behind_the_answers_is_typed(tmp_path: Path) -> None:
    with started(tmp_path, b"/sec" + NARROW + b"o\x1b]11;rgb:0/0/0\x1b\\n", preloaded=False) as at:
        at.wait_written(PLACE_ASKED)
        at.send("d")
        at.wait_for("filter second")
        at.wait_until(lambda glass: glass.shows(owner(1)) and not glass.shows(owner(0)), "filter")
        assert not "".join(at.absorb().text()).isascii(), at
        leave(at)
        assert at.state() == at.before
        assert at.absorb().text() == [""] * 24


@pytest.mark.parametrize(
    ("answer", "later"),
    [(b"\x1b[1;36R", b""), (b"", NARROW), (b"", b"")],
    ids=["wide", "late", "never"],
)
def test_without_a_narrow_answer_in_time_it_draws_with_ascii(
    tmp_path: Path, answer: bytes, later: bytes
) -> None:
    with started(tmp_path, answer, preloaded=True) as at:
        at.wait_for(owner(0), owner(1))
        before = at.settle().text()
        assert PLACE_ASKED in at.written
        assert "".join(before).isascii(), at
        at.send(later)
        assert at.settle().text() == before
        leave(at)
        assert at.state() == at.before


@pytest.mark.parametrize(("lang", "ascii"), [("en_US.UTF-8", False), ("zh_CN.UTF-8", True)])
def test_tmux_is_asked_nothing_and_box_signs_are_left_out_where_they_may_be_wide(
    tmp_path: Path, lang: str, ascii: bool
) -> None:
    """It answers for itself, not for the terminal that it is shown in."""
    with started(
        tmp_path, NARROW, preloaded=True, lang=lang, TERM="tmux-256color", TMUX="/tmp/tmux,1,0"
    ) as at:
        at.wait_for(owner(0), owner(1))
        shown = "".join(at.settle().text())
        assert PLACE_ASKED not in at.written
        assert b"\x1b]11;?" not in at.written
        signs = {sign for sign in shown if sign in BOX_SIGNS}
        assert not signs if ascii else signs, at
        leave(at)
        assert at.state() == at.before
