"""Checksums: no changed data file ever opens as another book and passes for sound."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest
import tinydb

from deals.errors import UserError
from deals.history import OUTSIDE
from deals.model import Book, Project, SavedView, Stamp
from store import backups
from store.backups import all_backups, is_good, make_backup, make_daily_backup, newest_good
from store.check import StoreReport, inspect_store
from store.encryption import PassphraseKey
from store.integrity import FileChecksum, canonical, sum_of
from store.json_layout import lay_out_tables
from store.restore import back_up, restore
from store.sample import sample_book
from store.sealing import lock_store
from store.store import Store
from tests.store import (
    THEN,
    book_of,
    commit,
    documents,
    journal_of,
    on_disk,
    project,
    renamed,
    saved,
)
from tests.store.rot import changed

SOME_TIMES = 504  # the 479 changes of which 101 once passed for sound, and a few more
MANY_TIMES = 8_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "netloft.json"


def full(path: Path) -> Store:
    """Return a closed store of rich projects, every table with something in it."""
    sample = sample_book("zh_CN", Stamp(THEN, "林", THEN.date()), "林")
    some = Book().with_projects(*islice(sample.projects.values(), 2), project("x"))
    some = some.with_lists(competitors=sample.competitors, products=sample.products)
    store = saved(path, some.with_views(SavedView(name="mine", filter="owner:林")))
    commit(store, store.book, store.book.without("x"), "delete", "林")
    store.close()
    return store


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """What another program does that reads all tables and writes them again, its own way."""
    tables = json.loads(path.read_bytes())
    change(tables)
    path.write_text(json.dumps(tables, indent=4))


def problems(path: Path) -> list[tuple[str, str]]:
    """Return what `check` finds doubtful, and where."""
    return [
        (problem.code, str(problem.figures.get("record", "")))
        for problem in inspect_store(path).problems
    ]


def opened(path: Path, key: PassphraseKey | None = None) -> Store | None:
    """Return the store, if it opens."""
    try:
        return Store.open(path, key=key)
    except UserError:
        return None


# Nothing that was changed passes for what was written ---------------------------------------------


def outcome(path: Path, whole: Store, key: PassphraseKey | None = None) -> str:
    """Return what becomes of a changed file: refused, reported, harmless, or the one thing that
    must not be.
    """
    try:
        report = inspect_store(path, key)
    except UserError:
        # Nothing is known of a file under another passphrase.
        return "refused"
    if not report.sound:
        return "reported" if report.doubts else "refused"
    store = opened(path, key)
    same = store and (store.book, store.tombstones) == (whole.book, whole.tombstones)
    return "harmless" if same else "passed"


def rotted(path: Path, times: int, seed: int, key: PassphraseKey | None = None) -> Counter[str]:
    """Return how many of so many changes of a store had which outcome; none may pass."""
    whole = Store.open(path, key=key)
    data = path.read_bytes()
    found = Counter[str]()
    for name, other in changed(data, times, seed):
        path.write_bytes(other)
        came = "same" if other == data else outcome(path, whole, key)
        assert came != "passed", name
        found[came] += 1
    return found


def test_no_random_change_passes_for_sound(path: Path, counted: Callable[[str], None]) -> None:
    full(path)
    found = rotted(path, SOME_TIMES, 479)
    counted(f"{SOME_TIMES} random changes: {dict(found)}, none passed")
    assert found["reported"] > SOME_TIMES / 5


def test_no_random_change_of_a_sealed_store_opens(
    path: Path, counted: Callable[[str], None]
) -> None:
    full(path)
    key = PassphraseKey("secret")
    lock_store(path, key)
    found = rotted(path, 84, 5, key)
    counted(f"84 random changes of a sealed store: {dict(found)}, none passed")
    assert not found["reported"]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_no_random_change_passes_in_thousands(
    path: Path, counted: Callable[[str], None], seed: int
) -> None:
    full(path)
    found = rotted(path, MANY_TIMES // 4, seed)
    counted(f"{MANY_TIMES // 4} random changes: {dict(found)}, none passed")


# Layout is no change -----------------------------------------------------------------------------


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_file_that_stock_tinydb_only_writes_anew_is_sound(path: Path, ascii_only: bool) -> None:
    whole = full(path)
    old = path.read_bytes()
    with tinydb.TinyDB(
        path, encoding="utf-8", ensure_ascii=ascii_only, indent=2, sort_keys=True
    ) as db:
        number = db.table("their own").insert({"note": "了"})
        db.table("their own").remove(doc_ids=[number])
    assert path.read_bytes() != old
    assert inspect_store(path).sound
    store = Store.open(path)
    assert (store.notices, store.doubts) == ((), ())
    assert store.book == whole.book


def test_canonical_json_is_of_one_form_and_rounds_no_number() -> None:
    assert canonical(b'{"b" : 1.0, "a": {"d": "\\u4e86", "c": []}}') == canonical(
        '{"a":{"c":[],"d":"了"},"b":1.0}'.encode()
    )
    long = b'{"a":123456789012345678901}'
    assert sum_of(long) != sum_of(long.replace(b"901}", b"902}"))
    assert sum_of(b'{"a":1}') != sum_of(b'{"a":"1"}')


def test_a_file_sum_holds_however_the_file_comes_in_pieces(path: Path) -> None:
    tables = {"projects": {"1": b'{"a":"%s"}' % (b"x" * 300_000), "2": b"{}"}}
    for last in (b"x" * 300_000, b""):
        tables["sums"] = {"1": b'{"a":"%s"}' % last, "2": orjson.dumps({"file": "0" * 32})}
        data = b"".join(lay_out_tables(tables))
        assert FileChecksum(data).agrees()
        assert not FileChecksum(data.replace(b'"a"', b'"b"', 1)).agrees()
        assert not FileChecksum(data[:-1]).agrees()


def test_a_large_file_is_verified_too() -> None:
    tables = {"t": {"1": b'{"a":"%s"}' % (b"x" * 2**21), "2": orjson.dumps({"file": "0" * 32})}}
    data = b"".join(lay_out_tables(tables))
    assert FileChecksum(data).agrees()
    assert not FileChecksum(data.replace(b"xx", b"xy", 1)).agrees()


# An edit from outside ----------------------------------------------------------------------------


def edited_outside(path: Path, **fields: object) -> Path:
    """Return a store of two projects, the first changed by stock TinyDB; its backup from before."""
    on_disk(saved(path, book_of("a", "b")))
    backup = back_up(path)
    with tinydb.TinyDB(path, encoding="utf-8") as db:
        db.table("projects").update(fields, tinydb.where("id") == "a")
    return backup


def noted(project: Project) -> list[tuple[str | None, str | None]]:
    """Return what its history tells of changes outside."""
    return [(entry.new, entry.note) for entry in project.history if entry.field == OUTSIDE]


def test_an_edit_by_stock_tinydb_is_taken_in_logged_and_doubtful(path: Path) -> None:
    edited_outside(path, owner="脚本", customer="新客户")
    store = Store.open(path)
    assert store.book.projects["a"].owner == "脚本"
    assert noted(store.book.projects["a"]) == [("customer,owner", None)]
    assert noted(store.book.projects["b"]) == []
    (doubt,) = store.doubts
    assert (doubt.id, doubt.name, doubt.place) == ("a", "北辰调度网扩容", "projects/1")
    assert doubt.fields == ("customer", "owner")
    assert doubt.backup == all_backups(path)[0].name
    (notice,) = store.notices
    assert (notice.code, notice.figures) == ("store-outside", {"name": "北辰调度网扩容"})
    assert problems(path) == [("doubt-differs", "projects/1")]


def test_the_doubt_is_told_by_itself_however_often_the_store_opens(path: Path) -> None:
    edited_outside(path, owner="脚本")
    before = path.read_bytes()
    first = Store.open(path)
    again = Store.open(path)
    assert again.book == first.book
    assert path.read_bytes() == before
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "b", "new"), "rename", "me")
    on_disk(store)
    for _time in range(2):
        store = Store.open(path)
        assert noted(store.book.projects["a"]) == [("owner", None)]
        assert [doubt.place for doubt in store.doubts] == ["projects/1"]
        assert problems(path) == [("doubt-differs", "projects/1")]
        commit(store, store.book, renamed(store.book, "a", "more"), "rename", "me")
        on_disk(store)
    assert [document["doubtful"][0]["fields"] for document in documents(path, "meta")] == [
        ["owner"]
    ]


def test_accepting_ends_the_doubt_and_keeps_the_log(path: Path) -> None:
    edited_outside(path, owner="脚本")
    store = Store.open(path)
    assert [doubt.id for doubt in store.accept()] == ["a"]
    assert (store.doubts, store.accept()) == ((), ())
    assert inspect_store(path).sound
    again = Store.open(path)
    assert again.notices == ()
    assert noted(again.book.projects["a"]) == [("owner", None)]


@pytest.mark.parametrize("wanted", ["b", "projects/2", "第二"])
def test_some_records_may_be_accepted(path: Path, wanted: str) -> None:
    saved(path, renamed(book_of("a", "b"), "b", "第二")).close()
    edit(path, lambda tables: [table.update(owner="x") for table in tables["projects"].values()])
    store = Store.open(path)
    with pytest.raises(UserError) as refusal:
        store.accept(["nobody"])
    assert refusal.value.code == "doubt-missing"
    assert [doubt.id for doubt in store.accept([wanted])] == ["b"]
    assert problems(path) == [("doubt-differs", "projects/1")]


def test_what_was_added_and_taken_away_outside_is_noticed(path: Path) -> None:
    on_disk(saved(path, book_of("a", "b")))
    back_up(path)
    with tinydb.TinyDB(path, encoding="utf-8") as db:
        db.table("projects").insert(project("new", "脚本").model_dump(mode="json"))
        db.table("projects").remove(tinydb.where("id") == "b")
    assert problems(path) == [("doubt-added", "projects/3"), ("doubt-gone", "projects/2")]
    store = Store.open(path)
    assert noted(store.book.projects["new"]) == [(None, "added")]
    assert [(doubt.what, doubt.id, doubt.name) for doubt in store.doubts] == [
        ("added", "new", "脚本"),
        ("gone", "b", "北辰调度网扩容"),
    ]
    store.accept()
    assert inspect_store(path).sound


def rename_table(tables: dict[str, Any], name: str) -> None:
    tables[f"{name}q"] = tables.pop(name)


@pytest.mark.parametrize("table", ["projects", "views", "competitors", "tombstones"])
def test_a_table_under_another_name_is_no_empty_book(path: Path, table: str) -> None:
    full(path)
    backup = back_up(path)
    edit(path, lambda tables: rename_table(tables, table))
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal.value.code == "store-table"
    assert refusal.value.figures["table"] == table
    assert refusal.value.figures["backup"] == str(backup)
    assert [problem.code for problem in inspect_store(path).problems] == ["store-table"]


def test_a_store_without_checksums_that_lost_its_projects_is_no_empty_book(path: Path) -> None:
    full(path)
    edit(path, before_sums)
    edit(path, lambda tables: rename_table(tables, "projects"))
    assert opened(path) is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda tables: tables["meta"]["1"].update(sequence=1), "meta/1"),
        (lambda tables: tables["meta"]["1"].update(link="0" * 32), "meta/1"),
        (lambda tables: tables["meta"]["1"].update(migrations=[]), "meta/1"),
        (lambda tables: tables["tombstones"]["1"].update(deleted_by="x"), "tombstones/1"),
        (lambda tables: tables["competitors"].pop("1"), "competitors/1"),
        (lambda tables: tables["views"]["1"].update(filter="x"), "views/1"),
    ],
)
def test_whatever_else_is_changed_is_noticed_and_stays_so(
    path: Path, change: Callable[[dict[str, Any]], object], where: str
) -> None:
    full(path)
    edit(path, change)
    assert [record for _code, record in problems(path)] == [where]
    store = Store.open(path)
    commit(store, store.book, store.book.with_projects(project("y")), "add", "me")
    on_disk(store)
    assert [record for _code, record in problems(path)] == [where]
    Store.open(path).accept()
    assert inspect_store(path).sound


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables.pop("sums"),
        lambda tables: rename_table(tables, "sums"),
        lambda tables: tables["sums"]["1"].update(table="mets"),
        lambda tables: tables["sums"].pop("2"),
        lambda tables: tables["sums"]["1"]["sums"].update({"1": "0" * 16}),
        lambda tables: [
            table.update(link="x") for table in tables["sums"].values() if "link" in table
        ],
    ],
)
def test_checksums_that_are_damaged_themselves_are_noticed(
    path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    whole = full(path)
    edit(path, change)
    assert [code for code, _record in problems(path)] == ["doubt-sums"]
    store = Store.open(path)
    assert store.book == whole.book
    store.accept()
    assert inspect_store(path).sound


def test_a_session_is_told_while_it_is_open(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    on_disk(store)
    edit(path, lambda tables: tables["projects"]["1"].update(owner="脚本"))
    assert store.doubtful is None
    news = store.take_in()
    assert news is not None
    assert news.book.projects["a"].owner == "脚本"
    assert store.doubtful is not None


def test_what_rots_in_a_running_session_is_not_written_down_as_right(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    on_disk(store)
    edit(path, lambda tables: tables["projects"]["1"].update(owner="x"))
    commit(store, store.book, renamed(store.book, "b", "new"), "rename", "me")
    store.close()
    assert problems(path) == [("doubt-differs", "projects/1")]


# Stores without checksums ------------------------------------------------------------------------


def before_sums(tables: dict[str, Any]) -> None:
    """What the version before checksums leaves out."""
    tables.pop("sums")
    tables["meta"]["1"].pop("sums")


def test_a_store_without_checksums_gets_them_in_silence(path: Path) -> None:
    whole = full(path)
    edit(path, before_sums)
    assert inspect_store(path).sound
    store = Store.open(path)
    assert (store.book, store.notices) == (whole.book, ())
    commit(store, store.book, renamed(store.book, next(iter(store.book.projects)), "n"), "r", "me")
    store.close()
    assert inspect_store(path).sound
    edit(path, lambda tables: tables["projects"]["2"].update(owner="x"))
    assert problems(path) == [("doubt-differs", "projects/2")]


def test_what_a_version_without_checksums_wrote_meanwhile_is_right(path: Path) -> None:
    full(path)

    def older(tables: dict[str, Any]) -> None:
        tables["projects"]["1"]["owner"] = "theirs"
        tables["meta"]["1"] |= {"sequence": tables["meta"]["1"]["sequence"] + 3, "link": "ab" * 16}

    edit(path, older)
    assert inspect_store(path).sound
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, next(iter(store.book.projects)), "n"), "r", "me")
    store.close()
    assert FileChecksum(path.read_bytes()).agrees()
    assert inspect_store(path).sound


# Backups -----------------------------------------------------------------------------------------


def test_a_backup_whose_checksums_do_not_agree_is_not_good(path: Path) -> None:
    saved(path, book_of("a")).close()
    good = back_up(path)
    assert is_good(good)
    edit(path, lambda tables: tables["projects"]["1"].update(owner="x"))
    bad = make_backup(path, path.read_bytes())
    assert not is_good(bad)
    assert newest_good(path) == good


def test_a_backup_laid_out_otherwise_is_good(path: Path) -> None:
    saved(path, book_of("a")).close()
    edit(path, lambda _tables: None)
    assert is_good(make_backup(path, path.read_bytes()))


def test_the_last_three_from_before_a_doubt_stay(path: Path) -> None:
    saved(path, book_of("a"))
    before = dailies(path, range(1, 6))
    edit(path, lambda tables: tables["projects"]["1"].update(owner="x"))
    rotten = dailies(path, range(6, 9))
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "a", "new"), "rename", "me")
    on_disk(store)
    for today in set(all_backups(path)) - {*before, *rotten}:
        today.unlink()
    doubtful = dailies(path, range(9, 29))
    assert set(all_backups(path)) == {*before[2:], *doubtful[-backups.KEPT :]}
    store.accept()
    after = dailies(path, range(29, 32))
    assert set(all_backups(path)) == {*doubtful[3 - backups.KEPT :], *after}


def dailies(path: Path, days: range) -> list[Path]:
    """Backups of the file as it is, made on these days."""
    made = (make_daily_backup(path, datetime(2026, 1, day, 9)) for day in days)
    return [backup for backup in made if backup]


def test_fields_are_compared_with_a_backup_from_before_the_doubt(path: Path) -> None:
    good = edited_outside(path, owner="脚本")
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "b", "new"), "rename", "me")
    store.close()
    doubtful = back_up(path)
    edit(path, lambda tables: tables["projects"]["1"].update(customer="x"))
    (doubt,) = Store.open(path).doubts
    assert doubt.fields == ("customer", "owner")
    assert good.name == doubt.backup != doubtful.name


def test_a_doubt_outlives_a_restore(path: Path) -> None:
    edited_outside(path, owner="脚本")
    rotten = path.with_name("rotten.json")
    rotten.write_bytes(path.read_bytes())
    store = Store.open(path)
    store.accept()
    restore(path, rotten)
    assert problems(path) == [("doubt-differs", "projects/1")]


def test_a_report_of_a_doubtful_store_only_looks(path: Path) -> None:
    edited_outside(path, owner="脚本")
    before = path.read_bytes(), path.stat().st_mtime_ns
    report: StoreReport = inspect_store(path)
    assert [doubt.name for doubt in report.doubts] == ["北辰调度网扩容"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert not journal_of(path).exists()


def test_a_doubt_with_no_backup_to_compare_is_one_all_the_same(path: Path) -> None:
    saved(path, book_of("a")).close()
    for backup in all_backups(path):
        backup.unlink()
    edit(path, lambda tables: tables["projects"]["1"].update(owner="x"))
    store = Store.open(path)
    assert noted(store.book.projects["a"]) == [(None, None)]
    assert store.doubts[0].fields == ()
    assert store.doubts[0].since == datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    assert problems(path) == [("doubt-changed", "projects/1")]
