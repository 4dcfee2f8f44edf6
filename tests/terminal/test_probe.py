"""What the app makes of its terminal's answers: which alphabet, and that no key is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.desk import TODAY, leave, owner, project, save
from tests.terminal.pty import NARROW, PLACE_ASKED, Terminal, environment, python

pytestmark = pytest.mark.terminal
FIRST = project(0, "plain", customer="Acme", contacts=())
SECOND = project(1, "second", customer="Acme", contacts=())


def started(home: Path, place: bytes, *, preloaded: bool) -> Terminal:
    """The app, starting in a terminal that says where its cursor is."""
    save(home / "netloft.json", [FIRST, SECOND])
    argv = ["-m", "tui", "--store", str(home / "netloft.json"), "--as-of", TODAY.isoformat()]
    return Terminal(python(*argv), environment(home), preloaded=preloaded, place=place)


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


@pytest.mark.parametrize("answer", [b"\x1b[1;36R", b""], ids=["wide", "late"])
def test_without_a_narrow_answer_in_time_it_draws_with_ascii(tmp_path: Path, answer: bytes) -> None:
    with started(tmp_path, answer, preloaded=True) as at:
        at.wait_for(owner(0), owner(1))
        before = at.settle().text()
        assert "".join(before).isascii(), at
        if not answer:
            at.send(NARROW)
            assert at.settle().text() == before
        leave(at)
        assert at.state() == at.before
