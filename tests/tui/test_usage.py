"""Wrong calls: two lines and exit code 2, in the user's language; and help in it too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.conftest import Netloft
from tui.cli.root import netloft as root


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (["lst"], 'there is no command "lst"'),
        (["list", "--colour"], "there is no option --colour"),
        (["list", "--store", "x"], "option --store goes in front of the command"),
        (["list", "--filter"], "option --filter needs a value"),
        (["list", "--json=1"], "option --json takes no value"),
        (["list", "a"], 'unexpected argument "a"'),
        (["show"], "PROJECT is missing"),
        (["set", "x"], "FIELD=VALUE is missing"),
        (["import"], "FILE|FOLDER is missing"),
        (["list", "--json", "--csv"], "choose either --json or --csv"),
        (["--store", "", "list"], "option --store needs a value"),
        (["--playbook", "", "list"], "option --playbook needs a value"),
        (["--as-of", "2026-13-01", "list"], '"2026-13-01" is not a day like 2027-03-31'),
        (["--as-of", "2026-3-2", "list"], '"2026-3-2" is not a day like 2027-03-31'),
        (["--as-of", "20260302", "list"], '"20260302" is not a day like 2027-03-31'),
        (["--as-of", "", "list"], '"" is not a day like 2027-03-31'),
        (["--lang", "fr", "list"], 'Netloft has no language "fr"'),
        (["--lang=zhuang", "list"], 'Netloft has no language "zhuang"'),
        (["--lang", "", "list"], 'Netloft has no language ""'),
        (["import", "x.csv", "--map", "header"], '"header" is not HEADER=FIELD'),
    ],
)
def test_wrong_usage_is_one_line_below_the_usage(
    netloft: Netloft, call: list[str], words: str
) -> None:
    answer = netloft(*call)
    usage, complaint = answer.err.splitlines()
    assert (answer.code, answer.out) == (2, "")
    assert usage.startswith("Usage: netloft")
    assert complaint.startswith(words)


def test_wrong_usage_in_chinese(netloft: Netloft) -> None:
    answer = netloft("--lang", "zh_CN", "lst")
    assert (answer.code, answer.err.splitlines()[1]) == (2, "没有命令“lst”；是不是 list，set？")
    assert netloft("--lang=zh_CN", "show").err.startswith("用法：netloft show")


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        *((tag, "用法：") for tag in ("zh", "zh-CN", "zh_CN.UTF-8", "ZH_cn", "zh-Hans")),
        *((tag, "Usage: ") for tag in ("en", "en-GB", "en_US.UTF-8", "EN")),
    ],
)
def test_a_language_is_known_however_it_is_written(
    netloft: Netloft, monkeypatch: pytest.MonkeyPatch, tag: str, heading: str
) -> None:
    monkeypatch.setenv("LANG", "en" if heading == "用法：" else "zh_CN")
    assert netloft("--lang", tag, "list", "--help").out.startswith(heading)
    assert netloft(f"--lang={tag}", "list", "--help").out.startswith(heading)


def test_text_that_the_terminal_could_not_encode_is_wrong_usage(netloft: Netloft) -> None:
    answer = netloft("add", "bad\udcffname")
    assert answer.code == 2
    assert "not valid text" in answer.err


def test_the_language_of_the_environment_and_the_settings(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert netloft("--help").out.startswith("Usage:")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert netloft("--help").out.startswith("用法：")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('lang = "en"\n')
    assert netloft("--help").out.startswith("Usage:")
    assert netloft("--lang", "zh_CN", "--help").out.startswith("用法：")


def test_help_is_not_kept_by_settings_that_cannot_be_read(netloft: Netloft, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("lang = nothing\n")
    assert netloft("--help").code == 0
    answer = netloft("list")
    assert (answer.code, answer.out) == (1, "")
    assert re.fullmatch(r".*config\.toml, line 1: this is not TOML: .*\n", answer.err)


def test_every_command_has_help_in_both_languages(netloft: Netloft) -> None:
    for name in root.commands:
        assert netloft(name, "--help").code == 0
        chinese = netloft("--lang", "zh_CN", name, "--help").out
        assert "Show this message" not in chinese
        assert "显示本说明" in chinese


def test_the_commands_are_those_of_this_release() -> None:
    assert set(root.commands) == {
        *("list", "triage", "followups", "week", "due", "show", "people", "questions", "plan"),
        *("log", "add", "set", "touch", "person", "answer", "task", "end", "delete"),
        *("import", "export", "report", "ics", "brief", "completion", "help"),
        *("check", "backup", "restore", "salvage", "lock", "unlock", "demo", "keys", "method"),
        *("key-projects", "set-year-start", "merge", "customers", "keep", "remembered", "own"),
        *("sync", "team"),
        *(
            "checks",
            "stages",
            "doctor",
            "config",
            "playbook",
            "set-target",
            "set-rate",
            "set-measure",
        ),
        *("forecast", "movement", "shape", "record"),
    }


def test_version(netloft: Netloft) -> None:
    answer = netloft("--version")
    assert answer.code == 0
    assert re.fullmatch(r"netloft \d+\.\d+\.\d+\n", answer.out)
