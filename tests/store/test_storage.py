"""The storage: what it reads and refuses, and that it never writes over what it has not seen."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
import tinydb

from deals.errors import UserError
from store import files, storage
from store.storage import AtomicJSONStorage
from tests.store import held, refusal_of
from tests.store.faults import failing

TABLES = {"projects": {"1": {"name": "北辰 [/]"}}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


@pytest.fixture
def written(path: Path) -> AtomicJSONStorage:
    storage = AtomicJSONStorage(path)
    storage.write(TABLES)
    return storage


def test_what_is_written_is_one_line_of_utf8_without_escapes(
    path: Path, written: AtomicJSONStorage
) -> None:
    assert path.read_bytes() == '{"projects":{"1":{"name":"北辰 [/]"}}}'.encode()
    assert AtomicJSONStorage(path).read() == written.read() == TABLES


def test_no_file_reads_as_nothing(path: Path) -> None:
    assert AtomicJSONStorage(path).read() is None
    assert list(path.parent.iterdir()) == []


def test_tinydb_works_on_it(path: Path) -> None:
    with tinydb.TinyDB(path, storage=AtomicJSONStorage) as db:
        number = db.table("projects").insert({"name": "北辰"})
        db.table("projects").update({"stage": "P3"}, doc_ids=[number])
        db.insert({"kept": True})
    with tinydb.TinyDB(path) as stock:
        assert stock.table("projects").all() == [{"name": "北辰", "stage": "P3"}]
        assert stock.all() == [{"kept": True}]


DAMAGED = [
    (b"\x00\x01\x02PK", 1),
    ('{"projects":{"1":{"name":"北'.encode(), 1),
    (b'{"projects": {}}{"more": 1}', 1),
    (b'{\n"projects": {\n"1": {]}}}', 3),
    (b'{"projects": {"1": {"name": "\xff\xfe"}}}', 1),
    ('{"projects": {}}'.encode("utf-16"), 1),
    (b'{"projects": {"1": {"n": NaN}}}', 1),
    (b"[" * 100_000, 1),
    (b" \n\n", None),
]


@pytest.mark.parametrize(("data", "line"), DAMAGED)
def test_what_is_no_json_is_refused_untouched(path: Path, data: bytes, line: int | None) -> None:
    path.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        AtomicJSONStorage(path).read()
    code, figures = refusal_of(refusal)
    assert (code, figures["file"]) == ("store-damaged", str(path))
    assert isinstance(figures["column"], int)
    assert line in (None, figures["line"])
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "value", [None, 1, "text", [], [{"projects": {}}], {"projects": []}, {"projects": {"1": 1}}]
)
def test_json_that_is_no_tables_is_refused_untouched(path: Path, value: object) -> None:
    path.write_text(json.dumps(value))
    with pytest.raises(UserError) as refusal:
        AtomicJSONStorage(path).read()
    assert refusal_of(refusal) == ("store-foreign", {"file": str(path)})
    assert path.read_text() == json.dumps(value)


def test_an_empty_file_is_no_empty_store(path: Path) -> None:
    path.touch()
    with pytest.raises(UserError) as refusal:
        AtomicJSONStorage(path).read()
    assert refusal_of(refusal) == ("store-empty", {"file": str(path)})


def test_what_others_wrote_since_is_not_written_over(
    path: Path, written: AtomicJSONStorage
) -> None:
    other = AtomicJSONStorage(path)
    other.read()
    other.write({"theirs": {}})
    assert written.changed()
    with pytest.raises(UserError) as refusal:
        written.write(TABLES)
    assert refusal_of(refusal) == ("store-changed", {"file": str(path)})
    assert written.read() == {"theirs": {}}
    assert not written.changed()
    written.write(TABLES)
    assert other.read() == TABLES


def test_a_file_never_read_is_not_written_over(path: Path, written: AtomicJSONStorage) -> None:
    assert not written.changed()
    with pytest.raises(UserError) as refusal:
        AtomicJSONStorage(path).write({})
    assert refusal_of(refusal)[0] == "store-changed"


def test_quick_saves_of_one_size_are_all_noticed(path: Path, written: AtomicJSONStorage) -> None:
    watching = AtomicJSONStorage(path)
    for number in range(50):
        watching.read()
        for letter in "ab":
            written.write({"t": {"1": {"n": f"{number:02}{letter}"}}})
        assert watching.changed()


def test_a_held_lock_is_waited_for_a_while_only(
    path: Path, written: AtomicJSONStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "LOCK_SECONDS", 0.05)
    with held(path), pytest.raises(UserError) as refusal:
        written.write({})
    assert refusal_of(refusal) == ("store-busy", {"file": str(path)})
    assert written.read() == TABLES


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_what_the_disk_says_is_told_by_name(
    path: Path, written: AtomicJSONStorage, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    monkeypatch.setattr(files, "os", failing("write", 1, error))
    with pytest.raises(UserError) as refusal:
        written.write({})
    why = errno.errorcode[error]
    assert refusal_of(refusal) == ("store-unwritable", {"file": str(path), "why": why})
    monkeypatch.setattr(files, "os", failing("open", 1, error))
    with pytest.raises(UserError) as refusal:
        written.read()
    assert refusal_of(refusal) == ("store-unreadable", {"file": str(path), "why": why})
    monkeypatch.undo()
    assert written.read() == TABLES


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    places = {"pipe": "EINVAL", "folder": "EISDIR", "file/under": "ENOTDIR"}
    places["x" * 300] = "ENAMETOOLONG"
    for name, why in places.items():
        with pytest.raises(UserError) as refusal:
            AtomicJSONStorage(tmp_path / name).read()
        assert refusal_of(refusal) == (
            "store-unreadable",
            {"file": str(tmp_path / name), "why": why},
        )


@pytest.mark.parametrize(("target", "why"), [("store", "ELOOP"), ("nowhere", "ENOENT")])
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, target: str, why: str) -> None:
    path = tmp_path / "store"
    path.symlink_to(target)
    with pytest.raises(UserError) as refusal:
        AtomicJSONStorage(path).read()
    assert refusal_of(refusal) == ("store-unreadable", {"file": str(path), "why": why})
    assert path.is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_through_a_link_the_file_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link, real = tmp_path / "link", tmp_path / "far" / "real.json"
    AtomicJSONStorage(real).write({})
    link.symlink_to("far/real.json")
    through = AtomicJSONStorage(link)
    through.read()
    through.write(TABLES)
    assert link.is_symlink()
    assert AtomicJSONStorage(real).read() == TABLES
    assert {file.name for file in tmp_path.iterdir()} == {"far", "link"}
    assert {file.name for file in real.parent.iterdir()} == {"real.json", "real.json.lock"}


def test_folders_are_made_and_everything_is_private(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "netloft.json"
    before = os.umask(0)
    try:
        AtomicJSONStorage(path).write(TABLES)
    finally:
        os.umask(before)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.rglob("*")}
    assert modes == {"a": 0o700, "b": 0o700, path.name: 0o600, f"{path.name}.lock": 0o600}


def test_what_dead_writers_left_is_swept_but_not_a_live_ones(
    path: Path, written: AtomicJSONStorage
) -> None:
    left = path.with_name(f".{path.name}.0123456789ab.tmp")
    left.write_bytes(b"half")
    with held(path):
        written.sweep()
        assert left.exists()
    written.sweep()
    assert not left.exists()
    assert written.read() == TABLES


def test_sweeping_where_there_is_nothing_makes_nothing(tmp_path: Path) -> None:
    AtomicJSONStorage(tmp_path / "none" / "netloft.json").sweep()
    assert list(tmp_path.iterdir()) == []
