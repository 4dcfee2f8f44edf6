"""A later version of the program that takes the file over while a session has it open."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deals.errors import UserError
from store.backups import all_backups, unpack_backup
from store.check import inspect_store
from store.files import stamp_of
from store.metadata import MIGRATIONS, SCHEMA_VERSION, new_meta
from store.store import Store
from tests.store import book_of, commit, documents, journal_of, project, renamed, saved, taken_over

UNREADABLE = {"amount": "much"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


@pytest.fixture
def store(path: Path) -> Store:
    """A session at work on a store of two projects, with a line of its own in the journal."""
    store = saved(path, book_of("a", "b"))
    commit(store, store.book, renamed(store.book, "a", "x"), "edit", "me")
    return store


def lines_of_later(path: Path) -> None:
    """A later version goes on in a journal that only it understands."""
    with journal_of(path).open("ab") as journal:
        journal.write(b"v3 whatever\n")


def committed(store: Store) -> None:
    with pytest.raises(UserError) as refusal:
        commit(store, store.book, renamed(store.book, "a", "y"), "edit", "me")
    assert refusal.value is store.read_only


def looked(store: Store) -> None:
    store.take_in()


def brought_up_to_date(store: Store) -> None:
    store.checkpoint()


@pytest.mark.parametrize("fields", [{}, UNREADABLE])
@pytest.mark.parametrize("notice", [committed, looked, brought_up_to_date])
def test_it_is_noticed_and_nothing_is_written_any_more(
    path: Path, store: Store, notice: Callable[[Store], None], fields: dict[str, object]
) -> None:
    taken_over(path, **fields)
    before = {file: stamp_of(file) for file in path.parent.iterdir()}
    notice(store)
    assert store.read_only is not None
    assert store.read_only.code == "store-newer"
    assert store.read_only.figures == {
        "file": str(path),
        "version": SCHEMA_VERSION + 1,
        "known": SCHEMA_VERSION,
    }
    committed(store)
    store.checkpoint()
    store.close()
    assert {file: stamp_of(file) for file in path.parent.iterdir()} == before


def test_what_can_be_read_of_it_is_shown(path: Path, store: Store) -> None:
    taken_over(path, name="by the later one")
    news = store.take_in()
    assert news is not None
    assert [project.name for project in news.book.projects.values()] == ["x", "by the later one"]


def test_what_cannot_be_read_leaves_what_was_known_and_is_looked_at_once(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_over(path, **UNREADABLE)
    assert store.take_in() is None
    lines_of_later(path)
    assert store.take_in() is None
    assert [record.name for record in store.book.projects.values()] == ["x", project("b").name]
    monkeypatch.setattr(store._disk, "catch_up", None)
    assert store.take_in() is None


def test_a_journal_that_only_the_later_one_understands_is_left_alone(
    path: Path, store: Store
) -> None:
    taken_over(path)
    store.take_in()
    lines_of_later(path)
    assert store.take_in() is None
    committed(store)
    assert journal_of(path).read_bytes() == b"v3 whatever\n"


SAMPLES = Path(__file__).parent / "versions"


@pytest.fixture(params=range(1, SCHEMA_VERSION))
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of an earlier version."""
    tmp_path.chmod(0o700)
    path = tmp_path / "netloft.json"
    shutil.copy(SAMPLES / f"{request.param}.json", path)
    path.chmod(0o600)
    return path


def test_it_opens_as_it_is_and_nothing_is_written(earlier: Path) -> None:
    data = earlier.read_bytes()
    store = Store.open(earlier)
    assert store.book.projects == book_of("a", "b").projects
    assert [view.name for view in store.book.views] == ["mine"]
    store.take_in()
    store.close()
    assert earlier.read_bytes() == data
    assert inspect_store(earlier).sound
    assert all_backups(earlier) == []


def test_the_first_commit_backs_it_up_and_migrates_it(earlier: Path) -> None:
    data = earlier.read_bytes()
    store = Store.open(earlier)
    there = Store.open(earlier)
    after = renamed(store.book, "a", "x")
    assert commit(store, store.book, after, "edit", "me") == after
    backup = all_backups(earlier)[0]
    assert backup.name.endswith("-migration.json.gz")
    assert unpack_backup(backup) == data
    meta = documents(earlier, "meta")[0]
    assert (meta["schema_version"], meta["migrations"]) == (
        SCHEMA_VERSION,
        [migration.name for migration in MIGRATIONS],
    )
    assert documents(earlier, "their own") == [{"note": "kept"}]
    commit(store, store.book, renamed(store.book, "a", "y"), "edit", "me")
    assert journal_of(earlier).exists()
    merged = commit(there, there.book, renamed(there.book, "b", "z"), "edit", "they")
    assert {project.name for project in merged.projects.values()} == {"y", "z"}
    assert Store.open(earlier).book == merged
    assert inspect_store(earlier).sound
    assert len(all_backups(earlier)) == 1


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
