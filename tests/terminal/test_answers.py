"""What the terminal says by itself, in the middle of the work, changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.desk import LANGUAGES, leave, netloft, project, stored

pytestmark = pytest.mark.terminal
PROJECT = project(0, "北辰调度网扩容", stage="P2")
ANSWERS = [
    b"\x1b[>41;354;0c",
    b"\x1b[?1;2c",
    b"\x1bP>|XTerm(354)\x1b\\",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^anything?\x1b\\",
    b"\x1b[8;24;80t",
    b"\x1b[?2026;2$y",
    b"\x1b[12;40R",
    b"\x9b>0;276;0c",
    b"\xff\xfe",
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_are_no_keys_in_one_read_or_in_many(tmp_path: Path, lang: str) -> None:
    with netloft(tmp_path, [PROJECT], lang=lang) as terminal:
        before = terminal.settle().text()
        for answer in ANSWERS:
            terminal.send(answer)
            assert terminal.settle().text() == before, answer
        for answer in ANSWERS:
            for at in range(len(answer)):
                terminal.send(answer[at : at + 1])
        assert terminal.settle().text() == before
        terminal.send(b"\x1bP" + b"".join(ANSWERS) + b"\r")
        terminal.wait_until(lambda glass: glass.text()[2:] != before[2:], "room")
        leave(terminal)
    assert stored(tmp_path / "netloft.json") == {PROJECT.name: PROJECT}


def test_esc_still_steps_back(tmp_path: Path) -> None:
    with netloft(tmp_path, [PROJECT]) as terminal:
        terminal.send("\r")
        terminal.wait_for(PROJECT.name)
        terminal.send("\x1b")
        terminal.wait_for("Pipeline")
        leave(terminal)
