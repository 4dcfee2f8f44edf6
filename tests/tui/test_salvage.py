"""salvage at the shell, and what restore offers where it is told no backup, or none that is one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.backups import all_backups, backups_folder
from store.journal import journal_path
from store.store import Store
from tests.store import commit
from tests.tui.conftest import Netloft


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
    assert "There was no sound store: it was written anew." in done.lines
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
    monkeypatch.setattr("tui.cli.upkeep.attended", lambda: True)
    for word, code in (("n", 1), ("", 1), ("y", 0)):
        monkeypatch.setattr("builtins.input", lambda _words, word=word: word)
        assert netloft("restore").code == code
    assert [project["name"] for project in netloft("list", "--json").json] == ["Net"]
