"""Copies of a whole store: made at the user's wish, and put back without losing what was there."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from deals.errors import UserError
from deals.model import Book
from store import backups, files
from store import restore as restoring
from store.backups import all_backups, backups_folder, unpack_backup
from store.check import inspect_store
from store.encryption import PassphraseKey, store_is_sealed
from store.journal import journal_path
from store.journaled_file import JournaledFile
from store.restore import back_up, restore
from store.sealing import lock_store
from store.store import Store
from store.tables.table_files import export_json
from tests.store import book_of, commit, documents, refusal_of, renamed, saved
from tests.store.faults import filling
from tests.store.keys import quick_codec

KEY = PassphraseKey("passphrase")
OLD, NEW = book_of("a", "b"), book_of("a", "c")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "book" / "netloft.json"
    saved(place, OLD).close()
    return place


def book_in(path: Path, key: PassphraseKey | None = None) -> Book:
    store = Store.open(path, key=key)
    store.close()
    return store.book


def put(path: Path, book: Book, key: PassphraseKey | None = None) -> None:
    store = Store.open(path, key=key)
    commit(store, store.book, book, "edit", "me")
    store.close()


@pytest.mark.parametrize("name", [None, "copy.json", "copy.json.gz"])
def test_what_was_backed_up_comes_back(path: Path, tmp_path: Path, name: str | None) -> None:
    made = back_up(path, tmp_path / name if name else None)
    put(path, NEW)
    done = restore(path, made)
    assert done.projects == 2
    assert book_in(path) == OLD
    assert done.replaced is not None
    restore(path, done.replaced)
    assert book_in(path) == NEW
    assert inspect_store(path).sound


def test_a_copy_is_a_data_file_or_a_packed_one(path: Path, tmp_path: Path) -> None:
    plain = back_up(path, tmp_path / "copy.json")
    packed = back_up(path, tmp_path / "copy.json.gz")
    assert len(documents(plain)) == 2
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes() == path.read_bytes()
    assert [copy.stat().st_mode & 0o777 for copy in (plain, packed)] == [0o600, 0o600]


@pytest.mark.parametrize("name", [None, "copy.json", "copy.json.gz"])
def test_where_the_journal_cannot_be_taken_in_it_is_copied_all_the_same(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    commit(Store.open(path), OLD, NEW, "edit", "me")
    data = path.read_bytes()
    to = tmp_path / name if name else None

    def refusing(disk: object, draft: object, stored: object, journaled: object) -> None:
        raise UserError("store-unwritable", file=str(path), why="EFBIG")

    monkeypatch.setattr(JournaledFile, "place", refusing)
    made = back_up(path, to)
    with monkeypatch.context() as broken, pytest.raises(UserError) as refusal:
        broken.setattr(files, "os", filling(0))
        back_up(path, tmp_path / "other.json")
    assert refusal.value.code == "backup-unwritable", "the store is not what could not be written"
    assert path.read_bytes() == data
    monkeypatch.undo()
    restore(path, made)
    assert book_in(path) == NEW


def test_what_waits_in_the_journal_is_backed_up_too(path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    commit(store, store.book, NEW, "edit", "me")
    back_up(path, tmp_path / "copy.json")
    assert {document["id"] for document in documents(tmp_path / "copy.json")} == {"a", "c"}


def test_an_earlier_copy_is_written_over_and_nothing_else(path: Path, tmp_path: Path) -> None:
    for name in ("copy.json", "copy.json.gz"):
        back_up(path, tmp_path / name)
        back_up(path, tmp_path / name)
    (tmp_path / "empty.json").touch()
    back_up(path, tmp_path / "empty.json")
    (tmp_path / "notes.json").write_text('{"my": "notes"}')
    (tmp_path / "torn.gz").write_bytes(gzip.compress(b"something")[:-5])
    (tmp_path / "export.json").write_bytes(export_json(OLD))
    stranger = tmp_path / "stranger.json"
    saved(stranger, NEW).close()
    (tmp_path / "stranger.gz").write_bytes(gzip.compress(stranger.read_bytes()))
    (tmp_path / "moved.json").write_bytes(stranger.read_bytes())
    saved(tmp_path / "copy.json", NEW).close()
    codes: dict[str, tuple[str | Path, ...]] = {
        "backup-occupied": ("notes.json", "torn.gz", "export.json", "stranger.gz", "moved.json"),
        "output-belongs": (
            "stranger.json",
            "copy.json",
            path,
            journal_path(path),
            all_backups(path)[0],
        ),
    }
    for code, other in ((code, tmp_path / name) for code, some in codes.items() for name in some):
        before = other.read_bytes() if other.exists() else None
        with pytest.raises(UserError) as refusal:
            back_up(path, other)
        assert (refusal.value.code, refusal.value.figures["file"]) == (code, str(other))
        assert (other.read_bytes() if other.exists() else None) == before
    with pytest.raises(UserError) as refusal:
        back_up(path, tmp_path)
    assert refusal.value.code == "file-directory"


@pytest.mark.parametrize("ours", [0, 1], ids=["behind", "beside"])
@pytest.mark.parametrize("name", ["copy.json", "copy.json.gz"])
def test_a_copy_that_was_edited_elsewhere_is_not_written_over(
    path: Path, tmp_path: Path, name: str, ours: int
) -> None:
    elsewhere = tmp_path / "elsewhere" / "netloft.json"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(path.read_bytes())
    put(elsewhere, renamed(OLD, "a", "edited elsewhere"))
    copy = back_up(elsewhere, tmp_path / name)
    for number in range(ours):
        put(path, renamed(OLD, "a", f"edited here {number}"))
    before = copy.read_bytes()
    with pytest.raises(UserError, match="backup-occupied"):
        back_up(path, copy)
    assert copy.read_bytes() == before


def test_a_copy_from_before_a_restore_is_written_over(path: Path, tmp_path: Path) -> None:
    early = back_up(path)
    put(path, NEW)
    copy = back_up(path, tmp_path / "copy.json")
    restore(path, early)
    back_up(path, copy)
    assert copy.read_bytes() == path.read_bytes()


def test_a_store_that_is_missing_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refusal:
        back_up(tmp_path / "none.json")
    assert refusal.value.code == "store-missing"
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_store_one_is_restored(path: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "netloft.json"
    assert restore(new, back_up(path)).replaced is None
    assert book_in(new) == OLD


BAD = {
    "missing": (None, "backup-missing"),
    "empty": (b"", "backup-damaged"),
    "cut": (gzip.compress(b"{}")[:-3], "backup-damaged"),
    "not packed": (b"\x1f\x8bxx", "backup-damaged"),
    "no JSON": (b"{", "backup-damaged"),
    "no tables": (b"[]", "backup-foreign"),
    "no store": (b"{}", "backup-foreign"),
    "newer": (b'{"meta": {"1": {"schema_version": 99}}}', "store-newer"),
    "bad record": (
        b'{"meta": {"1": {"schema_version": 1}}, "projects": {"1": {}}}',
        "store-record",
    ),
    "cut while sealed": (b'{"netloft":"sealed",', "store-sealed"),
    "sealed": (quick_codec("other").encode(b"{}"), "store-sealed"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_backup_is_refused_and_nothing_is_touched(
    path: Path, tmp_path: Path, kind: str
) -> None:
    data, code = BAD[kind]
    backup = tmp_path / "backup"
    if data is not None:
        backup.write_bytes(data)
    before = path.read_bytes(), all_backups(path)
    with pytest.raises(UserError) as refusal:
        restore(path, backup)
    assert refusal.value.code == code
    assert refusal.value.figures["file"] == str(backup)
    assert (path.read_bytes(), all_backups(path)) == before


def test_a_damaged_store_is_kept_as_it_is_and_replaced(path: Path) -> None:
    backup = back_up(path)
    store = Store.open(path)
    commit(store, store.book, NEW, "edit", "me")
    lines = journal_path(path).read_bytes()
    path.write_bytes(b'{"projects": {"1": {"na')
    done = restore(path, backup)
    assert book_in(path) == OLD
    assert done.replaced is not None
    assert unpack_backup(done.replaced) == b'{"projects": {"1": {"na'
    kept = [file for file in backups_folder(path).iterdir() if ".journal." in file.name]
    assert [unpack_backup(journal) for journal in kept] == [lines]
    assert not journal_path(path).exists()


def test_a_journal_that_a_kill_left_is_not_the_restored_stores(path: Path) -> None:
    backup = back_up(path)
    store = Store.open(path)
    commit(store, store.book, NEW, "edit", "me")
    lines = journal_path(path).read_bytes()
    restore(path, backup)
    journal_path(path).write_bytes(lines)
    assert inspect_store(path).sound
    assert book_in(path) == OLD
    assert not journal_path(path).exists()
    kept = [file for file in backups_folder(path).iterdir() if ".journal." in file.name]
    assert [unpack_backup(journal) for journal in kept] == [lines]


def test_a_session_that_finds_a_stale_journal_keeps_it_before_it_writes(path: Path) -> None:
    backup = back_up(path)
    store = Store.open(path)
    commit(store, store.book, NEW, "edit", "me")
    lines = journal_path(path).read_bytes()
    restore(path, backup)
    journal_path(path).write_bytes(lines)
    after = commit(store, store.book, renamed(store.book, "a", "changed"), "edit", "me")
    assert set(after.projects) == {"a", "b"}
    assert Store.open(path).book == after
    kept = [file for file in backups_folder(path).iterdir() if ".journal." in file.name]
    assert [unpack_backup(journal) for journal in kept] == [lines]


def test_a_journal_of_no_store_that_was_here_is_still_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "netloft.json"
    store = saved(other, NEW)
    commit(store, store.book, renamed(NEW, "a", "changed"), "edit", "me")
    restore(path, back_up(path))
    journal_path(path).write_bytes(journal_path(other).read_bytes())
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal.value.code == "journal-foreign"


def test_meta_tells_when_and_by_whom_and_what_was_replaced(path: Path) -> None:
    backup = back_up(path)
    before = documents(path, "meta")[0]["store"]
    for _time in range(12):
        restore(path, backup, by="me")
    meta = documents(path, "meta")[0]
    assert (meta["restored_by"], meta["restored_at"][:2]) == ("me", "20")
    assert before in meta["replaces"]
    assert meta["store"] not in meta["replaces"]
    assert len(meta["replaces"]) == 8


def test_an_open_session_goes_on_with_what_was_restored(path: Path) -> None:
    backup = back_up(path)
    store = Store.open(path)
    commit(store, store.book, NEW, "edit", "me")
    restore(path, backup)
    after = commit(store, store.book, renamed(store.book, "a", "changed"), "edit", "me")
    store.close()
    assert set(after.projects) == {"a", "b"}
    assert book_in(path) == after
    assert after.projects["a"].name == "changed"


def test_a_locked_store_stays_locked_whatever_is_restored(path: Path, tmp_path: Path) -> None:
    plain = back_up(path, tmp_path / "plain.json.gz")
    lock_store(path, KEY)
    put(path, NEW, KEY)
    sealed = back_up(path, tmp_path / "sealed.json.gz", KEY)
    restore(path, plain, KEY)
    assert store_is_sealed(path)
    assert book_in(path, KEY) == OLD
    restore(path, sealed, KEY)
    assert store_is_sealed(path)
    assert book_in(path, KEY) == NEW
    with pytest.raises(UserError) as refusal:
        restore(path, plain)
    assert refusal_of(refusal) == ("store-sealed", {"file": str(path)})


def test_a_sealed_backup_restores_to_a_plain_store_and_to_none(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "netloft.json"
    saved(other, NEW).close()
    lock_store(path, KEY)
    sealed = back_up(path, None, KEY)
    restore(other, sealed, KEY)
    assert not store_is_sealed(other)
    assert book_in(other) == OLD
    none = tmp_path / "none" / "netloft.json"
    restore(none, sealed, KEY)
    assert store_is_sealed(none)
    assert book_in(none, KEY) == OLD


@pytest.mark.parametrize("keep", [10, 200, -3])
def test_a_damaged_locked_store_is_restored_and_stays_locked(path: Path, keep: int) -> None:
    lock_store(path, KEY)
    backup = back_up(path, None, KEY)
    path.write_bytes(path.read_bytes()[:keep])
    restore(path, backup, KEY)
    assert store_is_sealed(path)
    assert book_in(path, KEY) == OLD


@pytest.mark.parametrize("years", [9, -30])
@pytest.mark.parametrize("key", [None, KEY])
def test_with_a_clock_that_went_wrong_once_what_is_told_is_there(
    path: Path, monkeypatch: pytest.MonkeyPatch, years: int, key: PassphraseKey | None
) -> None:
    if key is not None:
        lock_store(path, key)
    real = backups._now
    with monkeypatch.context() as wrong:
        wrong.setattr(backups, "_now", lambda: real() + timedelta(days=365 * years))
        for _number in range(backups.KEPT + 1):
            restore(path, back_up(path, None, key), key)
    for name in "abcde":
        put(path, renamed(OLD, "a", name), key)
        made = back_up(path, None, key)
        assert unpack_backup(made) == path.read_bytes()
        done = restore(path, made, key)
        assert done.replaced is not None
        assert unpack_backup(done.replaced) == unpack_backup(made)
        assert book_in(path, key) == renamed(OLD, "a", name)


def test_the_restored_store_is_later_than_all_that_was_there(path: Path) -> None:
    backup = back_up(path)
    for name in "abcdef":
        put(path, renamed(OLD, "a", name))
    before = documents(path, "meta")[0]["sequence"]
    restore(path, backup)
    assert documents(path, "meta")[0]["sequence"] > before
    made = back_up(path)
    assert all_backups(path)[0] == made


def test_a_journal_that_was_set_aside_is_told_of(path: Path) -> None:
    backup = back_up(path)
    store = Store.open(path)
    commit(store, store.book, NEW, "edit", "me")
    lines = journal_path(path).read_bytes()
    path.write_bytes(b"{")
    done = restore(path, backup)
    assert done.journal is not None
    assert unpack_backup(done.journal) == lines


def test_what_cannot_be_read_again_is_not_told_as_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = back_up(path)
    monkeypatch.setattr(restoring, "unpack_backup", lambda _file: None)
    assert restore(path, backup).replaced is None
