"""check, backup, restore and salvage at the shell."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import get_args

import pytest

from store.backups import BackupKind, all_backups, backups_folder, make_backup, unpack_backup
from store.journal import journal_path
from store.store import Store
from tests.store import commit
from tests.tui.conftest import Netloft


def test_a_sound_store(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    answer = netloft("check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [
        f"Checked {tmp_path / 'book' / 'netloft.json'}",
        "  the file is written in our format, version 4",
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
    assert [unpack_backup(backup) for backup in all_backups(store)] == [before]
    shutil.rmtree(backups_folder(store))
    backups_folder(store).write_text("in the way")
    answer = netloft("set", "Net", "owner=Lin")
    assert (answer.code, answer.lines) == (0, ["Owner: Wu -> Lin"])
    assert "the backup cannot be written" in answer.err
    assert netloft("show", "Net", "--json").json["owner"] == "Lin"


@pytest.fixture
def store(netloft: Netloft, tmp_path: Path) -> Path:
    netloft("add", "Net")
    return tmp_path / "book" / "netloft.json"


def journaled(store: Path, name: str) -> None:
    """Rename the project by a line that stays in the journal."""
    opened = Store.open(store)
    (project,) = opened.book.projects.values()
    after = opened.book.with_projects(project.model_copy(update={"name": name}))
    commit(opened, opened.book, after, "set", "me")


def test_an_older_copy_over_the_store_is_told_how_to_lose_nothing(
    netloft: Netloft, store: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(store, copy)
    netloft("set", "Net", "owner=Wu")
    netloft("backup")
    journaled(store, "Later")
    shutil.copy(copy, store)
    answer = netloft("list")
    backup = all_backups(store)[0]
    command = f"netloft --store {store} salvage {backup}"
    assert answer.err.endswith(f"the least is lost by: {command}\n")
    offered = netloft("restore")
    assert (offered.code, offered.lines[-1]) == (1, f"* loses least. To go back to it: {command}")
    dry = netloft("salvage", "--dry-run", backup)
    assert (dry.code, dry.err, dry.lines[-1]) == (
        *(0, ""),
        "Nothing was written: this was a dry run.",
    )
    assert netloft("list").code == 1
    done = netloft("salvage", backup)
    assert (done.code, done.err) == (0, "")
    assert f"{backup}: 1 project, up to number 2" in done.out
    assert f"{journal_path(store)}: 1 journal line, number 3 to 3" in done.out
    assert "There was no sound store: it was rewritten." in done.lines
    assert "1 journal line replayed" in done.lines
    kept = [line.removeprefix("What was there before is kept in ") for line in done.lines]
    assert any(Path(line).is_file() for line in kept)
    (project,) = netloft("list", "--json").json
    assert (project["name"], project["owner"]) == ("Later", "Wu")


def test_of_a_damaged_file_it_is_said_what_could_be_taken(
    netloft: Netloft, store: Path, tmp_path: Path
) -> None:
    netloft("add", "Other")
    netloft("backup")
    names = sorted(project["name"] for project in netloft("list", "--json").json)
    data = store.read_bytes()
    torn = tmp_path / "torn.json"
    torn.write_bytes(data.replace(b'"name":"Other"', b'"name":"Other'))
    done = netloft("salvage", torn)
    assert f"{torn} is damaged: 1 of 2 records are whole, 0 of them doubtful" in done.out
    assert f'{torn}: record 2 of "projects" is damaged (line 15)' in done.err
    assert done.code == 1
    torn.write_bytes(data[: data.index(b'"name":"Other"')])
    done = netloft("salvage", torn)
    assert "1 of the 2 records that are left are whole, 1 of them doubtful" in done.out
    assert sorted(project["name"] for project in netloft("list", "--json").json) == names


def test_what_a_restore_set_aside_is_brought_back_and_told_project_by_project(
    netloft: Netloft, store: Path
) -> None:
    netloft("backup")
    backup = all_backups(store)[0]
    journaled(store, "Later")
    store.write_bytes(store.read_bytes()[:-40])
    answer = netloft("restore", backup)
    kept = answer.lines[-1].removeprefix("Its journal is kept in ")
    assert Path(kept).is_file()
    done = netloft("salvage", kept)
    assert done.code == 0
    assert "Later: changed, name" in done.lines
    assert [project["name"] for project in netloft("list", "--json").json] == ["Later"]
    assert netloft("salvage", kept).lines[-1] == "The store lacks nothing of what these files hold."


def test_what_does_not_read_is_a_line_on_the_error_stream(
    netloft: Netloft, store: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("my notes")
    answer = netloft("salvage", notes, store)
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert answer.err.startswith(f"{notes}: nothing of a Netloft store")
    assert netloft("salvage").code == 2
    nothing = netloft("--store", tmp_path / "none.json", "salvage", notes)
    assert (nothing.code, nothing.out, nothing.err.count("\n")) == (1, "", 1)
    assert notes.read_text() == "my notes"


def test_restore_lists_what_there_is_and_marks_what_loses_least(
    netloft: Netloft, store: Path
) -> None:
    for owner in ("Wu", "Lin"):
        netloft("set", "Net", f"owner={owner}")
        netloft("backup")
    newest, older = all_backups(store)[:2]
    newest.write_bytes(b"damaged")
    sound = netloft("restore")
    assert (sound.code, sound.lines[-1]) == (1, "* The store itself is sound and loses nothing.")
    store.write_bytes(b"{")
    for call in (["restore"], ["restore", newest], ["restore", "none"]):
        answer = netloft(*call)
        assert answer.code == 1
        assert answer.lines[0].startswith(f"  {newest}: made by hand, ")
        assert answer.lines[0].endswith(", does not read")
        assert answer.lines[1].startswith(f"* {older}: made by hand, ")
        assert answer.lines[-1].endswith(f"netloft --store {store} restore {older}")
        assert bool(answer.err) == (len(call) > 1)
    assert store.read_bytes() == b"{"
    answer = netloft("--lang", "zh_CN", "restore")
    assert "made by hand" not in answer.out
    shutil.rmtree(backups_folder(store))
    assert netloft("restore").err == "There is no backup of this store.\n"


def test_the_named_command_brings_back_more_than_the_newest_backup(
    netloft: Netloft, store: Path
) -> None:
    netloft("backup")
    journaled(store, "Later")
    store.unlink()
    assert " salvage " in netloft("list").err
    command = netloft("restore").lines[-1].partition("To go back to it: netloft ")[2].split(" ")
    assert netloft(*command).code == 0
    assert [project["name"] for project in netloft("list", "--json").json] == ["Later"]


def test_at_a_terminal_what_loses_least_is_put_back_on_a_word(
    netloft: Netloft, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("backup")
    store.write_bytes(b"{")
    monkeypatch.setattr("tui.cli.upkeep.is_attended", lambda: True)
    for word, code in (("n", 1), ("", 1), ("y", 0)):
        monkeypatch.setattr("builtins.input", lambda _words, word=word: word)
        assert netloft("restore").code == code
    assert [project["name"] for project in netloft("list", "--json").json] == ["Net"]


YEAR = {"fiscal_year_starts": 4, "before": []}


def test_the_fiscal_year_s_start_is_set_printed_and_what_fy_is_read_by(netloft: Netloft) -> None:
    assert netloft("set-year-start").lines == [
        "The fiscal year starts in January: FY2026 is 2026-01 to 2026-12."
    ]
    netloft("add", "Net @Acme")
    assert netloft("set-year-start", "April").lines == [
        "The fiscal year starts in April: FY2026 is 2026-04 to 2027-03.",
        "It started in January before.",
    ]
    assert json.loads(netloft("set-year-start", "--json").out) == YEAR
    netloft("set", "Net", "signs=FY27 Q2")
    shown = json.loads(netloft("show", "Net", "--json").out)["signing"]
    assert (shown["earliest"], shown["latest"]) == ("2027-07-01", "2027-09-30")
    assert netloft("list", "--filter", 'signs:"FY27 Q2"').lines == netloft("list").lines
    refused = netloft("set-year-start", "13")
    assert (refused.code, "is not a month" in refused.err) == (1, True)


def test_the_fiscal_year_s_start_goes_out_and_comes_in(netloft: Netloft, tmp_path: Path) -> None:
    netloft("set-year-start", "四月")
    export = tmp_path / "all.json"
    netloft("export", str(export))
    made = netloft("backup").out.strip().rpartition(" ")[2]
    netloft("set-year-start", "7")
    assert netloft("restore", made).code == 0
    assert json.loads(netloft("set-year-start", "--json").out) == YEAR
    other = str(tmp_path / "other.json")
    netloft("--store", other, "import", str(export))
    answer = netloft("--store", other, "set-year-start", "--json")
    assert json.loads(answer.out) == YEAR
