"""check: what was verified, and what is wrong."""

from __future__ import annotations

import json
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
    command = netloft("--store", str(path), "check").err.rpartition(": netloft ")[2]
    assert netloft(*shlex.split(command)).code == 0
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


def changed_outside(netloft: Netloft, tmp_path: Path) -> Path:
    """Make a store whose project another program then edited; return the backup from before."""
    netloft("add", "Net", "--owner", "Ada")
    made = netloft("backup").lines[0]
    path = tmp_path / "book" / "netloft.json"
    tables = json.loads(path.read_bytes())
    tables["projects"]["1"]["owner"] = "Bob"
    path.write_text(json.dumps(tables, indent=1))
    return Path(made.removeprefix("Wrote a backup to "))


def test_a_record_changed_outside_is_named_with_what_differs(
    netloft: Netloft, tmp_path: Path
) -> None:
    backup, path = changed_outside(netloft, tmp_path), tmp_path / "book" / "netloft.json"
    answer = netloft("check")
    assert (answer.code, answer.lines[-1]) == (1, "The store is not sound.")
    assert answer.err.splitlines() == [
        f"Net (projects/1) was changed outside Netloft; it differs from {backup.name} in: owner",
        f"  to keep these records as they stand: netloft --store {path} check --accept",
        f"  to go back to how all was before: netloft --store {path} restore {backup}",
    ]
    assert netloft("--lang", "zh_CN", "check").err.splitlines()[0] == (
        f"Net（projects/1）在 Netloft 之外被改动；与 {backup.name} 不同之处：项目负责人"
    )


def test_what_was_changed_outside_is_accepted_and_logged(netloft: Netloft, tmp_path: Path) -> None:
    changed_outside(netloft, tmp_path)
    listed = netloft("list")
    assert listed.code == 0
    assert listed.err == "changed outside Netloft: Net; netloft check tells more\n"
    answer = netloft("check", "--accept")
    assert (answer.code, answer.err) == (0, "")
    assert (answer.lines[0], answer.lines[-1]) == (
        "Accepted as it stands: Net",
        "The store is sound.",
    )
    assert netloft("list").err == ""
    assert any("changed outside Netloft: owner" in line for line in netloft("log", "Net").lines)
    lines = netloft("--lang", "zh_CN", "log", "Net").lines
    assert any("在 Netloft 之外被改动" in line for line in lines)


def test_the_commands_that_are_named_can_be_copied(netloft: Netloft, tmp_path: Path) -> None:
    path = tmp_path / "my store.json"
    for name in ("Net", "Other"):
        netloft("--store", path, "add", name, "--owner", "Ada")
    path.write_bytes(path.read_bytes().replace(b'"Ada"', b'"Bob"'))
    lines = netloft("--store", path, "check").err.splitlines()
    (only,) = (line.rpartition(" ")[2] for line in lines if "such as" in line)
    (accepting,) = (line.partition(": netloft ")[2] for line in lines if "--accept" in line)
    assert netloft(*shlex.split(accepting), only).code == 1
    assert netloft(*shlex.split(accepting)).code == 0


def test_what_is_named_to_be_accepted_must_be_doubtful(netloft: Netloft, tmp_path: Path) -> None:
    changed_outside(netloft, tmp_path)
    answer = netloft("check", "--accept", "Nobody")
    assert (answer.code, answer.out) == (1, "")
    assert "Nobody is not doubtful" in answer.err
    assert netloft("check", "Net").code == 2
    assert netloft("check", "--accept", "projects/1").code == 0


def test_going_back_to_the_named_backup_ends_the_doubt(netloft: Netloft, tmp_path: Path) -> None:
    changed_outside(netloft, tmp_path)
    command = netloft("check").err.rpartition(": netloft ")[2]
    assert netloft(*shlex.split(command)).code == 0
    assert netloft("check").code == 0
    assert netloft("show", "Net", "--json").json["owner"] == "Ada"
