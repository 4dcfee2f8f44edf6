"""What `netloft doctor` says of the terminal, and what it keeps of what eyes saw."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Self

import pytest

from tests.tui.conftest import Netloft
from tui.terminal_probe import ProbeAnswers

ENGLISH, CHINESE = "en_GB.UTF-8", "zh_CN.UTF-8"


class Answering(nullcontext["Answering"]):
    """A terminal of two-cell box signs, and somebody at it who presses a key."""

    key = "x"

    def __enter__(self) -> Self:
        return self

    def read_answers(self, patience: float) -> ProbeAnswers:
        """Return what it answers."""
        return ProbeAnswers(15, 0.01)

    def read_key(self) -> str:
        """Return the key pressed."""
        return self.key


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Answering:
    terminal = Answering()
    monkeypatch.setattr("tui.cli.doctor.is_attended", lambda: True)
    monkeypatch.setattr("tui.terminal_probe.start_probe", lambda **_asked: terminal)
    for name in ("TMUX", "STY", "ZELLIJ", "VIM_TERMINAL", "NVIM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LC_ALL", ENGLISH)
    return terminal


@pytest.mark.parametrize(
    ("term", "locale", "found", "words"),
    [
        ("xterm", ENGLISH, (None, None), "as the terminal says"),
        ("linux", ENGLISH, ("ascii", "terminal"), "(TERM=linux)"),
        ("xterm", "C", ("ascii", "locale"), "not UTF-8"),
        ("tmux", ENGLISH, ("box", "multiplexer"), "box drawing; tmux"),
        ("tmux", CHINESE, ("ascii", "multiplexer"), "ASCII; tmux"),
    ],
)
def test_where_nobody_looks_on_it_says_what_is_settled_and_why(
    netloft: Netloft, terminal: Answering, monkeypatch: pytest.MonkeyPatch,
    term: str, locale: str, found: tuple[str | None, str | None], words: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("tui.cli.doctor.is_attended", lambda: False)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("LC_ALL", locale)
    answer = netloft("--lang", "en", "doctor", "--json").json
    assert (answer["glyphs"], answer["reason"]) == found
    said = netloft("--lang", "en", "doctor")
    assert words in said.out
    assert len(said.lines) == 1


@pytest.mark.parametrize(
    ("key", "kept"), [("y", "box"), ("是", "box"), ("n", "ascii"), ("x", None), ("", None)]
)
def test_what_eyes_see_wins_and_is_kept(
    netloft: Netloft, terminal: Answering, tmp_path: Path, key: str, kept: str | None
) -> None:
    terminal.key = key
    said = netloft("--lang", "en", "doctor")
    assert said.lines[0] == "Signs: ASCII; the terminal says that box drawing is two cells wide."
    assert "1% bright" in said.lines[1]
    assert said.code == 0
    settings = tmp_path / "config" / "config.toml"
    assert settings.exists() is bool(kept)
    if kept:
        assert settings.read_text() == f'glyphs = "{kept}"\n'
        assert said.lines[-1] == f'Kept: glyphs = "{kept}" in {settings}'
        assert "your settings say so" in netloft("--lang", "en", "doctor").out


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_both_lines_have_as_many_signs(netloft: Netloft, terminal: Answering, lang: str) -> None:
    lines = netloft("--lang", lang, "doctor").lines
    plain, box = (line for line in lines if line.startswith("  |"))
    assert (len(plain), plain.isascii()) == (len(box), True)


def test_nothing_is_asked_where_no_answer_would_count(
    netloft: Netloft, terminal: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.key = "y"
    monkeypatch.setenv("TERM", "vt100")
    assert "|" not in netloft("--lang", "en", "doctor").out
    monkeypatch.setenv("TERM", "xterm")
    assert "|" not in netloft("--lang", "en", "--ascii", "doctor").out


@pytest.mark.parametrize(
    ("country", "known", "words"),
    [
        ("CN", True, "Days off: weekends and the holidays of CN."),
        ("DE-BY", True, "holidays of DE-BY"),
        ("Mars", False, '"Mars" is no country whose holidays are known'),
    ],
)
def test_it_says_whose_holidays_are_days_off(
    netloft: Netloft, terminal: Answering, tmp_path: Path, country: str, words: str, *, known: bool
) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "config.toml").write_text(f'country = "{country}"\n')
    assert words in netloft("--lang", "en", "doctor").out
    found = netloft("doctor", "--json").json
    assert (found["country"], found["holidays"]) == (country, known)
