"""However the app ends, a line half typed is there at the next start; and the sample can go."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

import pytest

from store.unsaved import unsaved_path
from tests.terminal.desk import LANGUAGES, LEAVE, leave, netloft, project, stored
from tests.terminal.pty import PATIENCE, Terminal, environment, python

pytestmark = pytest.mark.terminal
PROJECTS = [project(0, "北辰调度网扩容", stage="P2"), project(1, "Harbour Net II", stage="P2")]
OFFER = {"en": "ctrl+r takes what was left", "zh_CN": "ctrl+r 取回"}
START = {"en": "1 line was left half typed", "zh_CN": "有 1 条内容未输完"}
RECALL = "\x12"


def left_beside(home: Path) -> list[str]:
    """Return the texts that lie beside the store."""
    place = unsaved_path(home / "netloft.json")
    if not place.exists():
        return []
    return [line["text"] for line in json.loads(place.read_bytes())["lines"]]


def killed(terminal: Terminal, home: Path, text: str) -> None:
    """Kill the app without a chance: what was typed is on the disk a second later, or never."""
    until = monotonic() + PATIENCE
    while left_beside(home) != [text]:
        assert monotonic() < until, f"only {left_beside(home)} is kept"
        terminal.pump(0.1)
    terminal.signal(signal.SIGKILL)


ENDS: dict[str, Sequence[Callable[[Terminal, Path, str], object]]] = {
    "en": [
        lambda terminal, _home, _text: terminal.signal(signal.SIGHUP),
        lambda terminal, _home, _text: terminal.hang_up(),
        killed,
    ],
    "zh_CN": [lambda terminal, _home, _text: terminal.send(LEAVE)],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_half_typed_outlives_the_app_however_it_ends(tmp_path: Path, lang: str) -> None:
    """Each start offers what the last one left, adds a word and ends in another way."""
    place, text = unsaved_path(tmp_path / "netloft.json"), "ask 何总"
    for number, end in enumerate(ENDS[lang]):
        with netloft(tmp_path, PROJECTS, lang=lang) as terminal:
            terminal.press("n")
            if number:
                terminal.wait_for(OFFER[lang])
                terminal.press(RECALL)
            terminal.press(f" {number}" if number else text)
            text = f"{text} {number}" if number else text
            terminal.wait_for(text)
            end(terminal, tmp_path, text)
            terminal.wait_gone()
        assert left_beside(tmp_path) == [text]
        assert place.stat().st_mode & 0o777 == 0o600
    with netloft(tmp_path, PROJECTS, lang=lang) as terminal:
        terminal.wait_for(START[lang])
        terminal.press("n" + RECALL)
        terminal.press("\r")
        leave(terminal)
    saved = [deal.next_action for deal in stored(tmp_path / "netloft.json").values()]
    assert [action.text for action in saved if action] == [text]
    assert left_beside(tmp_path) == []


def test_the_sample_is_taken_out_after_a_restart(tmp_path: Path) -> None:
    argv = python("-m", "tui", "--store", str(tmp_path / "netloft.json"), "--lang", "en")
    with Terminal(argv, environment(tmp_path)) as terminal:
        terminal.wait_for("33 made-up deals", "previewed first")
        terminal.press("s")
        terminal.wait_for("Pipeline", "undo: sample")
        leave(terminal)
    assert len(stored(tmp_path / "netloft.json")) == 33
    with Terminal(argv, environment(tmp_path)) as terminal:
        terminal.wait_for("Pipeline", "? help")
        terminal.settle()
        terminal.press(">")
        terminal.press(":")
        terminal.press("remove-samples")
        terminal.press("\r")
        terminal.wait_for("1 of the sample's projects was edited")
        terminal.press("a")
        terminal.wait_for("33 sample projects removed", "Every deal you run")
        leave(terminal)
    assert not stored(tmp_path / "netloft.json")
