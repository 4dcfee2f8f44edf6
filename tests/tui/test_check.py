"""check: what was verified, and what is wrong."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.tui.conftest import Netloft


def test_a_sound_store(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    answer = netloft("check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [
        f"Checked {tmp_path / 'book' / 'netloft.json'}",
        "  the file is written in our format, version 3",
        "  1 project read",
        "  0 contacts read",
        "The store is sound.",
    ]


def test_others_rights_are_told_but_no_fault(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    (tmp_path / "book" / "netloft.json").chmod(0o644)
    answer = netloft("check")
    assert answer.code == 0
    assert "others may read or write this file (mode 0644" in answer.err


def test_a_damaged_store_is_not_sound(netloft: Netloft, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir(mode=0o700)
    (tmp_path / "book" / "netloft.json").write_text("{")
    answer = netloft("--lang", "zh_CN", "check")
    assert (answer.code, answer.lines[-1]) == (1, "数据文件有问题。")
    assert "数据文件已损坏" in answer.err


def test_no_store_is_not_sound(netloft: Netloft) -> None:
    answer = netloft("check")
    assert answer.code == 1
    assert "there is no store" in answer.err


def test_the_command_that_is_named_restores_this_store(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "my store.json"
    netloft("--store", str(path), "add", "Net")
    netloft("--store", str(path), "backup")
    path.write_text("{")
    told = netloft("--store", str(path), "check").err.rpartition(": netloft ")[2]
    assert netloft(*shlex.split(told)).code == 0
    assert netloft("--store", str(path), "check").code == 0


def test_a_wrong_passphrase_says_nothing_of_soundness(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("right")
    secret.chmod(0o600)
    monkeypatch.setenv("NETLOFT_PASSPHRASE_FILE", str(secret))
    netloft("add", "Net")
    netloft("lock")
    secret.write_text("wrong")
    answer = netloft("check")
    assert (answer.code, answer.out) == (1, "")
    assert "the passphrase is wrong" in answer.err
