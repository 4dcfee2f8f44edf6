"""Stores of every earlier version: they open as they are, and are migrated by the first commit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from store.backups import all_backups, unpacked
from store.check import check
from store.metadata import SCHEMA_VERSION, new_meta
from store.migrations import MIGRATIONS
from store.store import Store
from tests.store import book_of, documents, journal_of, renamed

SAMPLES = Path(__file__).parent / "versions"


@pytest.fixture(params=range(1, SCHEMA_VERSION))
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of an earlier version."""
    tmp_path.chmod(0o700)
    path = tmp_path / "netloft.json"
    shutil.copy(SAMPLES / f"{request.param}.json", path)
    path.chmod(0o600)
    return path


def test_it_opens_as_it_is_and_nothing_is_written(path: Path) -> None:
    data = path.read_bytes()
    store = Store.open(path)
    assert store.book.projects == book_of("a", "b").projects
    assert [view.name for view in store.book.views] == ["mine"]
    store.take_in()
    store.close()
    assert path.read_bytes() == data
    assert check(path).sound
    assert all_backups(path) == []


def test_the_first_commit_backs_it_up_and_migrates_it(path: Path) -> None:
    data = path.read_bytes()
    store = Store.open(path)
    there = Store.open(path)
    after = renamed(store.book, "a", "x")
    assert store.commit(store.book, after, "edit", "me") == after
    backup = all_backups(path)[0]
    assert backup.name.endswith("-migration.json.gz")
    assert unpacked(backup) == data
    meta = documents(path, "meta")[0]
    assert (meta["schema_version"], meta["migrations"]) == (
        SCHEMA_VERSION,
        [migration.name for migration in MIGRATIONS],
    )
    assert documents(path, "their own") == [{"note": "kept"}]
    store.commit(store.book, renamed(store.book, "a", "y"), "edit", "me")
    assert journal_of(path).exists()
    merged = there.commit(there.book, renamed(there.book, "b", "z"), "edit", "they")
    assert {project.name for project in merged.projects.values()} == {"y", "z"}
    assert Store.open(path).book == merged
    assert check(path).sound
    assert len(all_backups(path)) == 1


def test_a_new_store_has_them_all() -> None:
    document = new_meta()["1"]
    assert document["migrations"] == [migration.name for migration in MIGRATIONS]
    assert document["schema_version"] == MIGRATIONS[-1].version == SCHEMA_VERSION


def test_there_is_a_sample_of_each_earlier_version() -> None:
    found = {sample.name for sample in SAMPLES.glob("*.json")}
    assert found == {f"{version}.json" for version in range(1, SCHEMA_VERSION)}
    for version in range(1, SCHEMA_VERSION):
        document = json.loads((SAMPLES / f"{version}.json").read_bytes())["meta"]["1"]
        assert document["schema_version"] == version
