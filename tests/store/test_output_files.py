"""The guard of every writer of files that the user names: never over a store, whatever its name."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from deals.errors import UserError
from store import output_files
from store.backups import all_backups, make_backup
from store.encryption import PassphraseKey
from store.json_layout import is_export
from store.output_files import COMPANIONS, standing_content, write_output
from store.sealing import lock_store
from store.store import Store
from store.tables.table_files import export_json
from tests.store import book_of, commit, journal_of, refusal_of, renamed, saved

KEY = PassphraseKey("passphrase")
NEW = export_json(book_of("new"))


@pytest.fixture(autouse=True)
def usual(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The place of the store that Netloft opens by itself."""
    monkeypatch.setenv("NETLOFT_STORE", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "data" / "netloft" / "netloft.json"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a backup and a line in its journal."""
    place = tmp_path / "book" / "deals.json"
    store = saved(place, book_of("a"))
    make_backup(place, place.read_bytes())
    commit(store, store.book, renamed(store.book, "a", "b"), "edit", "me")
    return place


def content(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def refused(target: Path, *stores: Path, force: bool = True) -> str:
    """Return the code with which an export to a file is refused, all files being as they were."""
    before = content(target.parent)
    with pytest.raises(UserError) as refusal:
        write_output(target, NEW, is_export, force=force, stores=stores)
    assert content(target.parent) == before
    assert refusal.value.figures["file"] == str(target)
    return refusal.value.code


def capitals(path: Path) -> Path:
    return path.with_name(path.name.upper())


def dotted(path: Path) -> Path:
    return path.parent / "." / ".." / path.parent.name / path.name


def linked(path: Path) -> Path:
    link = path.parent.parent / "link.json"
    link.symlink_to(path)
    return link


def in_linked_folder(path: Path) -> Path:
    folder = path.parent.parent / "folder"
    folder.symlink_to(path.parent)
    return folder / path.name


def hard_linked(path: Path) -> Path:
    link = path.parent.parent / "hard.json"
    os.link(path, link)
    return link


@pytest.mark.parametrize("named", [Path, capitals, dotted, linked, in_linked_folder, hard_linked])
def test_a_store_in_use_is_never_written_over_whatever_it_is_called(
    path: Path, named: Callable[[Path], Path]
) -> None:
    assert refused(named(path), path) == "output-belongs"


@pytest.mark.parametrize("end", COMPANIONS)
def test_what_belongs_to_a_store_is_never_written_over(path: Path, end: str) -> None:
    own = path.with_name(f"{path.name}{end}")
    for target in (own, path.with_name(f".{own.name}.0123456789ab.tmp")):
        assert refused(target, path) == "output-belongs"
        assert refused(target) == "output-belongs"
    assert refused(capitals(own), path) == "output-belongs"


def test_backups_are_never_written_over(path: Path, tmp_path: Path) -> None:
    folder = path.with_name(f"{path.name}.backups")
    (tmp_path / "folder").symlink_to(folder)
    for target in (all_backups(path)[0], folder / "new.json", tmp_path / "folder" / "new.json"):
        assert refused(target, path) == "output-belongs"
        assert refused(target) == "output-belongs"
    path.unlink()
    assert refused(folder / "new.json") == "output-belongs"


def test_the_place_of_a_store_that_is_yet_to_be_made_is_kept_free(
    tmp_path: Path, usual: Path
) -> None:
    usual.parent.mkdir(parents=True)
    assert refused(tmp_path / "none.json", tmp_path / "none.json") == "output-belongs"
    assert refused(usual) == "output-belongs"
    os.environ["NETLOFT_STORE"] = str(tmp_path / "other.json")
    assert refused(tmp_path / "other.json") == "output-belongs"


def test_the_place_of_a_store_that_has_vanished_is_kept_free(path: Path) -> None:
    path.unlink()
    assert refused(path) == "output-belongs"
    journal_of(path).unlink()
    assert refused(path) == "output-belongs"


def test_another_store_is_known_by_its_content(path: Path, tmp_path: Path) -> None:
    path = path.rename(tmp_path / "moved.json")
    assert refused(path) == "output-store"
    data = path.read_bytes()
    for name, other in {
        "sealed.json": KEY.new_codec().encode(data),
        "packed.gz": gzip.compress(data),
        "torn.json": data[:-9],
        "foreign.json": b'{"_default": {}, "meta": {"1": {"schema_version": 9}}}',
        "journal": journal_of(tmp_path / "book" / "deals.json").read_bytes(),
    }.items():
        (tmp_path / name).write_bytes(other)
        assert refused(tmp_path / name) == "output-store", name


def test_a_sealed_store_and_its_journal_are_known(path: Path, tmp_path: Path) -> None:
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    commit(store, store.book, renamed(store.book, "a", "c"), "edit", "me")
    assert refused(path) == "output-belongs"
    journal = journal_of(path).rename(tmp_path / "moved")
    assert refused(journal) == "output-store"


def test_an_earlier_output_of_the_same_kind_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    for _time in range(2):
        write_output(target, NEW, is_export)
        assert target.read_bytes() == NEW
    target.write_bytes(b"")
    write_output(target, NEW, is_export)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    target.write_bytes(b'{"netloft": 1}')
    write_output(link, NEW, is_export)
    assert link.is_symlink()
    assert target.read_bytes() == NEW


def test_whatever_else_is_there_stays_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    for other in (b"my notes", b'{"notes": 1}', b'{"netloft":"other"}', b'{"meta": {"1": 2}}'):
        target.write_bytes(other)
        assert refused(target, force=False) == "output-exists"
        write_output(target, NEW, is_export, force=True)
        assert target.read_bytes() == NEW


def test_a_folder_a_pipe_and_a_link_to_nothing_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "none")
    for target, code in (
        (tmp_path, "file-directory"),
        (Path("/"), "file-directory"),
        (tmp_path / "pipe", "file-irregular"),
        (tmp_path / "link", "export-unwritable"),
        (tmp_path / "none" / "out.json", "export-unwritable"),
    ):
        with pytest.raises(UserError) as refusal:
            write_output(target, NEW, is_export, force=True)
        assert refusal.value.code == code
    assert refusal_of(refusal)[1]["why"] == "ENOENT"


def test_a_file_that_turns_up_meanwhile_is_looked_at_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"

    def standing(path: Path, place: Path) -> bytes:
        found = standing_content(path, place)
        target.write_bytes(b"my notes")
        return found

    monkeypatch.setattr(output_files, "standing_content", standing)
    with pytest.raises(UserError) as refusal:
        write_output(target, NEW, is_export)
    assert refusal.value.code == "output-exists"
    assert target.read_bytes() == b"my notes"
