"""Stock TinyDB and our store read and write each other's files."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinydb
from hypothesis import given

from deals.model import SHARED, Book, Project
from store.metadata import MIGRATIONS, SCHEMA_VERSION
from store.store import Store
from tests import strategies
from tests.store import book_of, commit, documents, on_disk, project, renamed, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


@given(strategies.books())
def test_stock_tinydb_reads_every_record(
    tmp_path_factory: pytest.TempPathFactory, book: Book
) -> None:
    path = tmp_path_factory.mktemp("stock") / "netloft.json"
    on_disk(saved(path, book))
    read = [Project.model_validate(document) for document in documents(path)]
    assert read == list(book.projects.values())
    for name, model in SHARED.items():
        there = [model.model_validate(document) for document in documents(path, name)]
        assert there == list(getattr(book, name))
    meta = documents(path, "meta")[0]
    assert meta.keys() == {*("schema_version", "migrations", "store", "sequence", "link", "sums")}
    assert (meta["schema_version"], meta["migrations"]) == (
        SCHEMA_VERSION,
        [migration.name for migration in MIGRATIONS],
    )


def test_stock_tinydb_finds_by_number_and_by_query(path: Path) -> None:
    saved(path, book_of("a", "b"))
    with tinydb.TinyDB(path, encoding="utf-8") as db:
        table = db.table("projects")
        found = table.search(tinydb.where("contacts").any(tinydb.where("cr") == 2))
        assert [document.doc_id for document in found] == [1, 2]
        second = table.get(doc_id=2)
        assert isinstance(second, tinydb.table.Document)
        assert second["id"] == "b"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_stock_tinydb_writes_is_read_and_kept(path: Path, ascii_only: bool) -> None:
    store = saved(path, book_of("a", "b"))
    with tinydb.TinyDB(path, encoding="utf-8", ensure_ascii=ascii_only, indent=2) as db:
        table = db.table("projects")
        table.update({"owner": "林", "x_rank": 3}, tinydb.where("id") == "a")
        table.insert(project("new", "脚本").model_dump(mode="json"))
        table.remove(tinydb.where("id") == "b")
        db.table("their own").insert({"note": "了"})
    merged = commit(store, store.book, renamed(store.book, "b", "b"), "edit", "me")
    again = Store.open(path).book
    assert again == merged
    on_disk(store)
    assert again.projects["a"].owner == "林"
    assert again.projects["new"].name == "脚本"
    assert [document["x_rank"] for document in documents(path) if document["id"] == "a"] == [3]
    assert documents(path, "their own") == [{"note": "了"}]


def test_a_store_made_by_stock_tinydb_alone_opens(path: Path) -> None:
    with tinydb.TinyDB(path) as db:
        db.table("meta").insert({"schema_version": 1})
        db.table("projects").insert(
            {
                "id": "1",
                "name": "网",
                "created_at": "2026-03-02T09:30:00Z",
                "updated_at": "2026-03-02",
            }
        )
    store = Store.open(path)
    assert store.book.projects["1"].name == "网"
    commit(store, store.book, renamed(store.book, "1", "x"), "edit", "me")
    on_disk(store)
    assert [document["name"] for document in documents(path)] == ["x"]
