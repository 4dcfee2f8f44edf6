"""`netloft playbook`: which is in force, the whole of it as a file, and whether a file is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.settings import load_playbook
from tests.tui.conftest import Netloft

TEAM = "signed = 'P5'\n[stages.P4]\nwin = 0.5\n[rules.missing]\nseverity = 'info'\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team \u56e2\u961f.toml"
    path.write_text(TEAM, encoding="utf-8")
    return path


def test_our_own_is_printed_and_reads_back(netloft: Netloft, tmp_path: Path) -> None:
    printed = netloft("playbook", "--print")
    copy = tmp_path / "copy.toml"
    copy.write_text(printed.out, encoding="utf-8")
    ours = load_playbook(None, tmp_path)
    assert load_playbook(copy).model_dump_json() == ours.model_dump_json()
    assert printed.out.startswith("#")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_teams_is_printed_whole_and_reads_back(
    netloft: Netloft, tmp_path: Path, team: Path, lang: str
) -> None:
    printed = netloft("--lang", lang, "--playbook", team, "playbook", "--print")
    copy = tmp_path / "copy.toml"
    copy.write_text(printed.out, encoding="utf-8")
    assert load_playbook(copy).model_dump_json() == load_playbook(team).model_dump_json()
    assert load_playbook(copy).signed == "P5"
    assert str(team) in printed.lines[0]


def test_it_says_which_is_in_force(netloft: Netloft, team: Path) -> None:
    ours = netloft("--lang", "en", "playbook")
    assert ours.lines == ["The playbook is Netloft's own.", "8 stages, 36 questions."]
    theirs = netloft("--lang", "en", "--playbook", team, "playbook")
    assert str(team) in theirs.lines[0]
    assert theirs.lines[-1].endswith("signed, stages, rules.")
    record = netloft("--playbook", team, "playbook", "--json").json
    tables = ["signed", "stages", "rules"]
    assert record == {"file": str(team), "stages": 8, "questions": 36, "tables": tables}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (TEAM, 0, "can be used as a playbook"),
        ("# to come\n", 0, "nothing of its own"),
        ("\nsigned = 'P9'", 1, "line 2"),
        ("signed = ", 1, "line 1"),
        (None, 1, "no such file"),
    ],
)
def test_a_file_is_checked(
    netloft: Netloft, tmp_path: Path, text: str | None, code: int, words: str
) -> None:
    file = tmp_path / "checked.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    answer = netloft("--lang", "en", "playbook", "--check", file)
    assert answer.code == code
    assert words in answer.out + answer.err
    assert str(file) in answer.out + answer.err
    assert len(answer.err.splitlines()) == code


@pytest.mark.parametrize("words", [("--print", "--json"), ("--print", "--check", "x.toml")])
def test_what_does_not_go_together_is_told(netloft: Netloft, words: tuple[str, ...]) -> None:
    assert netloft("playbook", *words).code == 2


def test_questions_that_are_dropped_are_not_counted(netloft: Netloft, tmp_path: Path) -> None:
    less = tmp_path / "less.toml"
    less.write_text("[sections.commercial.questions.again]\nasked = false\n", encoding="utf-8")
    assert netloft("--playbook", less, "playbook", "--json").json["questions"] == 35
