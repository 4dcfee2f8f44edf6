"""backup and restore at the shell."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest

from store.backups import BackupKind, all_backups, backups_folder, make_backup, unpacked
from tests.tui.conftest import Netloft


def test_a_backup_is_made_beside_the_store_and_put_back(netloft: Netloft, tmp_path: Path) -> None:
    store = tmp_path / "book" / "netloft.json"
    netloft("add", "Net")
    answer = netloft("backup")
    made = next(backup for backup in all_backups(store) if "manual" in backup.name)
    assert (answer.code, answer.err, answer.lines) == (0, "", [f"Wrote a backup to {made}"])
    netloft("add", "Other")
    answer = netloft("restore", made)
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[0] == f"Restored 1 project from {made}"
    assert [project["name"] for project in netloft("list", "--json").json] == ["Net"]
    kept = answer.lines[1].removeprefix("What was there before is kept in ")
    assert netloft("--lang", "zh_CN", "restore", kept).code == 0
    assert len(netloft("list", "--json").json) == 2


def test_a_backup_goes_where_one_says(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    for name in ("copy.json", "copy.json.gz"):
        assert netloft("backup", tmp_path / name).lines == [f"Wrote a backup to {tmp_path / name}"]
        assert netloft("restore", tmp_path / name).code == 0


@pytest.mark.parametrize("kind", get_args(BackupKind))
def test_backups_of_every_kind_are_listed(
    netloft: Netloft, tmp_path: Path, kind: BackupKind
) -> None:
    netloft("add", "Net")
    store = tmp_path / "book" / "netloft.json"
    made = make_backup(store, store.read_bytes(), kind)
    for lang in ("en", "zh_CN"):
        answer = netloft("--lang", lang, "restore")
        assert answer.err == ""
        assert any(made.name in line for line in answer.lines)


def test_what_is_no_backup_is_refused_in_a_line(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    (tmp_path / "notes.txt").write_text("my notes")
    for call in (
        ["restore", tmp_path / "none"],
        ["restore", tmp_path / "notes.txt"],
        ["backup", tmp_path / "notes.txt"],
    ):
        answer = netloft(*call)
        assert answer.code == 1
        assert answer.err.startswith(f"{call[1]}: ")
        assert answer.err.count("\n") == 1
    assert (tmp_path / "notes.txt").read_text() == "my notes"


def test_no_store_is_no_backup(netloft: Netloft) -> None:
    answer = netloft("backup")
    assert (answer.code, "there is no store" in answer.err) == (1, True)
    assert netloft("restore").code == 1


def test_the_first_edit_of_a_day_is_backed_up_and_no_edit_waits_for_a_backup(
    netloft: Netloft, tmp_path: Path
) -> None:
    store = tmp_path / "book" / "netloft.json"
    netloft("add", "Net")
    before = store.read_bytes()
    shutil.rmtree(backups_folder(store))
    assert (netloft("list").code, all_backups(store)) == (0, [])
    assert netloft("set", "Net", "owner=Wu").err == ""
    assert [unpacked(backup) for backup in all_backups(store)] == [before]
    shutil.rmtree(backups_folder(store))
    backups_folder(store).write_text("in the way")
    answer = netloft("set", "Net", "owner=Lin")
    assert (answer.code, answer.lines) == (0, ["Owner: Wu -> Lin"])
    assert "the backup cannot be written" in answer.err
    assert netloft("show", "Net", "--json").json["owner"] == "Lin"
