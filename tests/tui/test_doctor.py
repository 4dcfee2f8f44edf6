"""What `netloft doctor` says of the terminal, and what it keeps of what eyes saw."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import Netloft
from tui.installation import SHOWN_ENDINGS, SHOWN_NAMES, mask_path, name_multiplexer
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
    assert words in said.lines[0]
    assert not any("Background" in line or line.startswith("  |") for line in said.lines)


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


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/home/lin/.local/share/netloft/netloft.json", "~/.local/share/netloft/netloft.json"),
        ("/home/lin/Harbour deal/Lin.json", "~/*/*.json"),
        ("/home/lin", "~"),
        ("/home/wu/netloft.json", "/home/*/netloft.json"),
        ("/srv/Acme/deals", "/srv/*/*"),
        ("/home/lin/x.lin", "~/*"),
        ("/Users/lin/Library/Application Support/netloft/config.toml",
         "/Users/*/Library/Application Support/netloft/config.toml"),
    ],
)  # fmt: skip
def test_a_path_is_shown_as_far_as_it_is_nobodys(path: str, shown: str) -> None:
    assert mask_path(PurePosixPath(path), PurePosixPath("/home/lin")) == shown


names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(names | st.sampled_from(sorted(SHOWN_NAMES)), max_size=5), st.booleans())
def test_no_name_of_a_folder_gets_through(parts: list[str], below: bool) -> None:
    home = PurePosixPath("/home/lin")
    shown = PurePosixPath(mask_path(PurePosixPath(home if below else "/", *parts), home)).parts
    masked = {"~", "*", *(f"*{ending}" for ending in SHOWN_ENDINGS)}
    assert {*shown} - SHOWN_NAMES - masked == set()


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, ""),
        ({"TERM": "xterm"}, ""),
        ({"TERM": "tmux-256color"}, "tmux"),
        ({"TERM": "screen", "TMUX": "/tmp/x"}, "tmux"),
        ({"STY": "1.x"}, "screen"),
        ({"NVIM": "/tmp/x"}, "Neovim"),
    ],
)
def test_what_answers_for_a_terminal_is_named(environment: dict[str, str], name: str) -> None:
    assert name_multiplexer(environment) == name


@pytest.fixture
def secrets(netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Return what no report may hold, all of it in use: names, customers, folders."""
    store = tmp_path / "Harbour deal" / "Lin.json"
    store.parent.mkdir()
    monkeypatch.setenv("NETLOFT_STORE", str(store))
    monkeypatch.setenv("USER", "linuser")
    monkeypatch.setenv("HOME", str(tmp_path / "linuser"))
    monkeypatch.setenv("NETLOFT_PASSPHRASE_COMMAND", "echo hunter2")
    folder = tmp_path / "config"
    folder.mkdir()
    text = 'me = "\u6797\u60a6"\n[headers]\n"Fairmont phase" = "stage"\n'
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "playbook.toml").write_text('name.en = "Acme way"\n', encoding="utf-8")
    assert netloft("add", "Fairmont net @Fairmont Ltd 640k P3").code == 0
    return ("Fairmont", "\u6797\u60a6", "linuser", "Harbour", "Lin.json", "Acme", "hunter2", "640")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", [(), ("--json",)])
def test_a_report_of_a_fault_holds_nothing_of_whose_it_is(
    netloft: Netloft, secrets: tuple[str, ...], lang: str, kind: tuple[str, ...]
) -> None:
    answer = netloft("--lang", lang, "doctor", *kind)
    assert answer.code == 0
    assert [secret for secret in secrets if secret in answer.out + answer.err] == []
    for word in ("headers", "netloft 0", "textual", "python") if not kind else ("textual",):
        assert word in answer.out


def test_it_says_what_the_store_and_the_files_are(netloft: Netloft, secrets: object) -> None:
    found = netloft("--lang", "en", "doctor", "--json").json
    assert (found["store"]["exists"], found["store"]["sealed"]) == (True, False)
    assert found["store"]["locks"] == "work"
    assert found["store"]["size"] + found["store"]["journal"] > 0
    assert found["settings"]["names"] == ["me", "headers"]
    assert found["playbook"]["names"] == ["name"]
    assert found["locale"]["language"] == "en"
    assert found["versions"]["tinydb"]
    lines = netloft("--lang", "en", "doctor").lines
    for start in ("Terminal: TERM=", "Colours: ", "Keys: plain", "Locale: ", "Store: ", "Locks: "):
        assert any(line.startswith(start) for line in lines)


@pytest.mark.parametrize(
    ("file", "text", "part", "fault", "line"),
    [
        ("config.toml", 'me = "x"\nlangue = "Fairmont"\n', "settings", "settings-unknown", 2),
        ("config.toml", 'lang = "Fairmont"\n', "settings", "settings-choice", 1),
        ("config.toml", '[keys]\nFairmont = "x"\n', "settings", "settings-command", 2),
        ("playbook.toml", "\n\nFairmont = 1\n", "playbook", "playbook-key-unknown", 3),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_hinders_nothing(
    netloft: Netloft, tmp_path: Path, file: str, text: str, part: str, fault: str, line: int
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / file).write_text(text, encoding="utf-8")
    answer = netloft("--lang", "en", "doctor", "--json")
    assert answer.code == 0
    assert (answer.json[part]["fault"], answer.json[part]["line"]) == (fault, line)
    words = netloft("--lang", "en", "doctor").out
    assert f"it cannot be used, line {line}: {fault}" in words
    assert "Fairmont" not in words + answer.out
