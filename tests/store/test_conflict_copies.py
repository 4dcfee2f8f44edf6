"""Copies that sync programs leave beside a store are told from what a user keeps there."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.check import check, conflict_copies
from store.encryption import PassphraseKey
from store.sealing import lock_store
from store.store import Store
from tests.store import book_of, journal_of, renamed, saved

KEY = PassphraseKey("passphrase")
CERTAIN = (
    "netloft (conflicted copy 2026-11-29).json",
    "netloft (Jane's conflicted copy 2026-11-29).json",
    "netloft (某人的冲突副本 2026-11-29).json",
    "netloft (In Konflikt stehende Kopie von Ann 2026-11-29).json",
    "netloft.sync-conflict-20261129-101112-ABCDEFG.json",
    "netloft_conflict-20261129-101112.json",
)
BEHIND = (".conflict1", ".conflict", "..path2")
"""What rclone puts behind the whole name."""
LIKELY = ("netloft-LAPTOP-7.json", "netloft 2.json", "netloft (1).json", "netloft(12).json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "netloft.json"
    store = saved(place, book_of("a"))
    store.commit(store.book, renamed(store.book, "a", "b"), "edit", "me")
    return place


@pytest.mark.parametrize("name", [*CERTAIN, *LIKELY])
def test_copies_of_the_file_and_of_the_journal_are_found(path: Path, name: str) -> None:
    copy = path.with_name(name)
    copy.write_bytes(path.read_bytes())
    journal = path.with_name(f"netloft.json{name[7:-5]}.journal")
    journal.write_bytes(journal_of(path).read_bytes())
    assert set(conflict_copies(path)) == {copy, journal}
    report = check(path)
    assert report.sound
    assert {
        warning.figures["file"] for warning in report.warnings if warning.code == "conflict-copy"
    } == {
        str(copy),
        str(journal),
    }


@pytest.mark.parametrize("mark", BEHIND)
def test_copies_with_a_mark_behind_the_name_are_found(path: Path, mark: str) -> None:
    copy, journal = (
        original.with_name(original.name + mark) for original in (path, journal_of(path))
    )
    copy.write_bytes(path.read_bytes())
    journal.write_bytes(journal_of(path).read_bytes())
    path.with_name(f"other.json{mark}").write_bytes(path.read_bytes())
    path.with_name("netloft.json.conflict9").write_text("notes")
    assert conflict_copies(path) == sorted([copy, journal])


def test_other_files_are_none(path: Path, tmp_path: Path) -> None:
    saved(tmp_path / "netloft-work.json", book_of("z")).close()
    saved(tmp_path / "netloft 2.json", book_of("z")).close()
    for name in (*CERTAIN, "netloft-HOST.json", "netloft 3.json", "netloft.json.old", "other.json"):
        path.with_name(name).write_text('{"my": "notes"}')
    path.with_name("netloft-2026-11-29.json").write_bytes(path.read_bytes())
    path.with_name("other.json").write_bytes(path.read_bytes())
    path.with_name("netloft (conflict).json").mkdir()
    assert conflict_copies(path) == []


def test_copies_of_a_sealed_store_are_found_without_its_key(path: Path, tmp_path: Path) -> None:
    lock_store(path, KEY)
    for name in ("netloft (conflicted copy).json", "netloft-HOST.json"):
        path.with_name(name).write_bytes(path.read_bytes())
    path.with_name("netloft-OTHER.json").write_bytes(
        PassphraseKey("other").new_codec().encode(b"{}")
    )
    found = [copy.name for copy in conflict_copies(path)]
    assert found == ["netloft (conflicted copy).json", "netloft-HOST.json"]
    assert Store.open(path, key=KEY).book.projects["a"].name == "b"
