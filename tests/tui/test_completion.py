"""Completion in bash, zsh and fish: the scripts, and what they are given for the word typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.desk import project, save
from tests.tui.conftest import Netloft
from tui.cli.run import run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of projects whose names are hard to complete."""
    path = tmp_path / "book" / "netloft.json"
    names = ("Acme ERP", "Acme, pier", "北辰扩容")
    own = [{"name": "行业", "value": "电力"}, {"name": "Status", "value": "hot"}]
    facts = {"own": own, "tags": ["north"]}
    save(path, [project(number, name, **facts) for number, name in enumerate(names)])
    return path


def completed(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    shell: str,
    *words: str,
) -> list[str]:
    """Return the lines that a shell is given for the last of the words."""
    monkeypatch.setenv("_NETLOFT_COMPLETE", f"{shell}_complete")
    if shell == "fish":
        monkeypatch.setenv("COMP_WORDS", " ".join(words[:-1]))
        monkeypatch.setenv("COMP_CWORD", words[-1])
    else:
        monkeypatch.setenv("COMP_WORDS", ("\n" if shell == "bash" else " ").join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    capfd.readouterr()
    run([])
    out, err = capfd.readouterr()
    assert err == ""
    return [line for line in out.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["ans"], ["answer"]),
        (["show", "ac"], [r"Acme\ ERP", r"Acme,\ pier"]),
        (["show", '"Acme E'], ["Acme ERP"]),
        (["show", "北"], ["北辰扩容"]),
        (["set", "Acme\\ E"], [r"Acme\ ERP"]),
        (["touch", "Acme\\ ERP", ""], []),
        (["end", "北辰扩容", "l"], ["lost"]),
        (["answer", "北辰扩容", "budg"], ["budget"]),
        (["answer", "北辰扩容", "budget", "p"], ["partly"]),
        (["completion", "f"], ["fish"]),
        (["help", "ta"], ["task"]),
        (["nothing", "x"], []),
        (["set", "北辰扩容", "st"], ["stage=", "status="]),
        (["set", "北辰扩容", "stage=P3", "st"], ["status="]),
        (["set", "北辰扩容", "stage=p1"], ["stage=P1"]),
        (["set", "北辰扩容", "stage", "=", "p1"], ["P1"]),
        (["set", "北辰扩容", "status", "="], ["open", "on_hold", "won", "lost", "abandoned"]),
        (["set", "--filter", "owner:me", "sig"], ["signs="]),
        (["set", "北辰扩容", "行"], ["行业="]),
        (["set", "北辰扩容", "own"], ["owner=", "own.Status="]),
        (["set", "北辰扩容", "行业", "="], ["电力"]),
        (["set", "北辰扩容", "own.status=h"], ["own.status=hot"]),
        (["set", "北辰扩容", "tags", "=", "n"], ["north"]),
        (["set", "北辰扩容", "key", "="], ["yes", "no"]),
        (["list", "--filter", "行"], ["行业:"]),
        (["list", "--filter", "tags", ":", "n"], ["north"]),
        (["add", "x", "--stage", "p7"], ["P7"]),
        (["add", "x", "--stage", "=", "p7"], ["P7"]),
        (["list", "--filter", "sev"], ["severity:"]),
        (["list", "--filter", "severity", ":", "r"], ["red"]),
        (
            ["list", "--filter", "'severity:red -st"],
            ["severity:red -stage:", "severity:red -status:"],
        ),
        (["list", "--filter", "'cr<3 stage>=P6"], ["cr<3 stage>=P6"]),
        (["--lang", "z"], ["zh_CN"]),
        (["export", "--project", "北"], ["北辰扩容"]),
    ],
)
def test_bash_is_given_what_may_stand_there(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    store: Path,
    words: list[str],
    values: list[str],
) -> None:
    lines = completed(netloft, monkeypatch, capfd, "bash", "netloft", *words)
    assert lines == [f"plain,{value}" for value in values]


def test_zsh_and_fish_are_given_names_as_they_are(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    store: Path,
) -> None:
    zsh = completed(netloft, monkeypatch, capfd, "zsh", "netloft", "show", "Acme")
    assert zsh == ["plain", "Acme ERP", "_", "plain", "Acme, pier", "_"]
    words = ("netloft", "set", "Acme", "stage=P1")
    assert completed(netloft, monkeypatch, capfd, "zsh", *words) == ["plain", "stage=P1", "_"]
    assert completed(netloft, monkeypatch, capfd, "fish", *words) == ["plain,stage=P1"]
    fish = completed(netloft, monkeypatch, capfd, "fish", "netloft", "show", "Acme")
    assert fish == ["plain,Acme ERP", "plain,Acme, pier"]


def test_the_store_named_in_the_line_is_asked(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    save(tmp_path / "other.json", [project(0, "Elsewhere")])
    words = ("netloft", "--store", str(tmp_path / "other.json"), "show", "")
    assert completed(netloft, monkeypatch, capfd, "bash", *words) == ["plain,Elsewhere"]


def test_completing_makes_no_store_and_asks_for_nothing(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    assert completed(netloft, monkeypatch, capfd, "bash", "netloft", "show", "A") == []
    assert not (tmp_path / "book").exists()
    (tmp_path / "book").mkdir()
    for content in (b'{"projects": {"1": {"na', b"not a store"):
        (tmp_path / "book" / "netloft.json").write_bytes(content)
        assert completed(netloft, monkeypatch, capfd, "bash", "netloft", "show", "A") == []
        assert (tmp_path / "book" / "netloft.json").read_bytes() == content


def test_no_passphrase_is_asked_for_to_complete_a_name(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    store: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "secret").write_text("open sesame\n")
    (tmp_path / "secret").chmod(0o600)
    with monkeypatch.context() as unattended:
        unattended.setenv("NETLOFT_PASSPHRASE_FILE", str(tmp_path / "secret"))
        assert netloft("lock").code == 0
    locked = store.read_bytes()
    assert completed(netloft, monkeypatch, capfd, "bash", "netloft", "show", "A") == []
    assert store.read_bytes() == locked


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_calls_the_program(netloft: Netloft, shell: str) -> None:
    answer = netloft("completion", shell)
    assert (answer.code, answer.err) == (0, "")
    assert f"_NETLOFT_COMPLETE={shell}_complete" in answer.out
    assert netloft("completion", "powershell").code == 2


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_a_name_with_blanks_by_the_script(
    netloft: Netloft, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "netloft"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui "$@"\n')
    program.chmod(0o755)
    script = netloft("completion", "bash").out
    typed = (
        "COMP_WORDS=(netloft show 'Acme\\ E'); COMP_CWORD=2; _netloft_completion netloft;"
        ' printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{program.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\n{typed}"],
        env={**os.environ, "PATH": path, "NETLOFT_STORE": str(store)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("Acme\\ ERP\n", "")
