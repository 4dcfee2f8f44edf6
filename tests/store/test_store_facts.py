"""What a store is from outside, also where it cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import files
from store.store_facts import StoreFacts, find_store_facts


def test_where_there_is_none_nothing_is_made(tmp_path: Path) -> None:
    facts = find_store_facts(tmp_path / "none.json")
    assert (facts.exists, facts.size, facts.locks) == (False, 0, "untried")
    assert list(tmp_path.iterdir()) == []


def test_sizes_are_those_of_the_files(tmp_path: Path) -> None:
    store = tmp_path / "deals.json"
    store.write_bytes(b"{" + 99 * b" ")
    store.with_name("deals.json.journal").write_bytes(b"12345")
    facts = find_store_facts(store)
    assert (facts.exists, facts.size, facts.journal, facts.backups) == (True, 100, 5, 0)
    assert (facts.sealed, facts.unwritable, facts.unreadable) == (False, None, None)
    assert facts.locks == "untried"
    assert not store.with_name("deals.json.lock").exists()


@pytest.mark.parametrize(
    ("options", "kind", "locks"),
    [("rw", "ext4", "work"), ("rw,nolock", "nfs4", "alone"), ("rw", "nfs4", "work")],
)
def test_locks_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str, kind: str, locks: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"a / {kind} {options} 0 0\n")
    monkeypatch.setattr(files, "MOUNTS", mounts)
    store = tmp_path / "deals.json"
    store.write_bytes(b"{}")
    store.with_name("deals.json.lock").touch()
    facts = find_store_facts(store)
    assert (facts.file_system, facts.locks) == (kind, locks)


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    facts = find_store_facts(loop)
    assert facts == StoreFacts(unreadable=facts.unreadable)
    assert facts.unreadable
