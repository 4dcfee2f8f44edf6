"""The checkpoint: the data file brought up to date, while others go on."""

from __future__ import annotations

import errno
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.edits.patches import invert
from deals.errors import UserError
from deals.merging.records import merge_patch
from deals.model import Book
from store import files
from store import store as store_module
from store.backups import all_backups
from store.check import inspect_store
from store.store import Store
from tests.deals.readings import LATER
from tests.store import (
    book_of,
    commit,
    documents,
    journal_of,
    on_disk,
    project,
    refusal_of,
    renamed,
    saved,
)
from tests.store.faults import Call, Disk, failing

SHARING = ContactSharing(LATER)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


@pytest.fixture
def store(path: Path) -> Store:
    """A store of two projects with a line in its journal."""
    store = saved(path, book_of("a", "b"))
    commit(store, store.book, renamed(store.book, "a", "x"), "edit", "me")
    return store


def test_it_puts_everything_into_the_file_and_empties_the_journal(path: Path, store: Store) -> None:
    assert journal_of(path).exists()
    assert [document["name"] for document in documents(path)] == [
        project("a").name,
        project("b").name,
    ]
    book = store.book
    on_disk(store)
    assert not journal_of(path).exists()
    assert [document["name"] for document in documents(path)] == ["x", project("b").name]
    assert store.book is book
    assert Store.open(path).book == book


def test_it_writes_nothing_where_nothing_is_new(path: Path, store: Store) -> None:
    store.checkpoint()
    about = path.stat()
    store.checkpoint()
    store.close()
    assert path.stat() == about


def test_leaving_does_it(path: Path, store: Store) -> None:
    store.close()
    assert not journal_of(path).exists()
    assert [document["name"] for document in documents(path)] == ["x", project("b").name]


def test_who_has_only_looked_leaves_it_to_others(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(path).close()
    assert journal_of(path).exists()
    monkeypatch.setattr(store_module, "JOURNAL_LINES", 1)
    Store.open(path).close()
    assert not journal_of(path).exists()


def test_today_has_one_backup_of_it(path: Path, store: Store) -> None:
    store.checkpoint()
    commit(store, store.book, renamed(store.book, "a", "y"), "edit", "me")
    store.close()
    assert len(all_backups(path)) == 1


def test_commits_do_not_wait_for_the_file_to_be_written(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that stops in the middle of the checkpoint holds up nobody's commit."""
    there = Store.open(path)
    store.back_up()
    stopped, go_on = Event(), Event()
    writer = Thread(target=store.checkpoint)

    def hook(name: str, real: Call) -> object:
        if name == "write" and not stopped.is_set():
            stopped.set()
            assert go_on.wait(10)
        return real()

    monkeypatch.setattr(files, "os", Disk(hook))
    writer.start()
    assert stopped.wait(10)
    commit(store, store.book, renamed(store.book, "a", "ours"), "edit", "me")
    commit(there, there.book, renamed(there.book, "b", "theirs"), "edit", "they")
    go_on.set()
    writer.join(10)
    monkeypatch.undo()
    assert store.dirty
    names = {"a": "ours", "b": "theirs"}
    for session in (store, Store.open(path)):
        assert {key: each.name for key, each in session.book.projects.items()} == names
    assert inspect_store(path).counts["lines"] == 2
    commit(there, there.book, renamed(there.book, "b", "again"), "edit", "they")
    on_disk(store)
    assert [document["name"] for document in documents(path)] == ["ours", "again"]


def test_only_one_process_writes_the_file_at_a_time(path: Path, store: Store) -> None:
    with store._disk.storage.draft(), pytest.raises(UserError) as refusal:
        Store.open(path).checkpoint()
    assert refusal_of(refusal) == ("store-busy", {"file": str(path)})
    on_disk(store)


def test_who_leaves_waits_for_anothers_checkpoint_and_then_makes_its_own(
    path: Path, store: Store
) -> None:
    draft = store._disk.storage.draft()
    leaving = Thread(target=store.close)
    leaving.start()
    leaving.join(0.1)
    assert leaving.is_alive()
    draft.__exit__()
    leaving.join(10)
    assert not journal_of(path).exists()


def test_what_another_checkpointed_is_taken_in(path: Path, store: Store) -> None:
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "b", "theirs"), "edit", "they")
    there.close()
    merged = commit(store, store.book, renamed(store.book, "a", "ours"), "edit", "me")
    assert {project.name for project in merged.projects.values()} == {"ours", "theirs"}
    assert Store.open(path).book == merged


@pytest.mark.parametrize("step", ["open", "write", "fsync", "rename", "unlink"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_failed_checkpoint_loses_nothing_and_can_be_tried_again(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, step: str, error: int
) -> None:
    book = store.book
    with monkeypatch.context() as broken:
        broken.setattr(files, "os", failing(step, 1, error))
        with pytest.raises(UserError) as refusal:
            store.checkpoint()
    assert refusal.value.figures["why"] == errno.errorcode[error]
    assert Store.open(path).book == book
    after = renamed(book, "b", "y")
    assert commit(store, book, after, "edit", "me") == after
    on_disk(store)
    assert Store.open(path).book == after
    assert inspect_store(path).sound


def test_leaving_where_the_disk_is_full_is_no_failure(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(files, "os", failing("write", 1, errno.ENOSPC))
        store.close()
    assert Store.open(path).book == store.book


@pytest.mark.parametrize("bound", ["JOURNAL_LINES", "JOURNAL_BYTES"])
def test_a_journal_past_its_bound_is_overdue(
    store: Store, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    overdue = [store.overdue]
    monkeypatch.setattr(store_module, bound, 1)
    overdue.append(store.overdue)
    store.checkpoint()
    assert [*overdue, store.overdue] == [False, True, False]


def test_deleting_leaves_a_tombstone_for_ninety_days(path: Path, store: Store) -> None:
    commit(store, store.book, store.book.without("a"), "delete", "林")
    on_disk(store)
    dead = documents(path, "tombstones")
    assert [
        (tombstone["id"], tombstone["name"], tombstone["deleted_by"]) for tombstone in dead
    ] == [("a", "x", "林")]
    assert inspect_store(path).counts["tombstones"] == 1
    for days, left in ((89, 1), (91, 0)):
        tables = json.loads(path.read_bytes())
        then = datetime.now(UTC) - timedelta(days=days)
        tables["tombstones"]["1"]["deleted_at"] = then.isoformat()
        path.write_text(json.dumps(tables))
        commit(store, store.book, renamed(store.book, "b", f"{days}"), "edit", "me")
        on_disk(store)
        assert len(documents(path, "tombstones")) == left


def test_what_is_there_again_has_no_tombstone(path: Path, store: Store) -> None:
    before = store.book
    gone = commit(store, before, before.without("a"), "delete", "me")
    there = Store.open(path)
    commit(store, gone, before, "undo", "me")
    on_disk(store)
    assert documents(path, "tombstones") == []
    there.take_in()
    assert there.book == before


def test_a_project_made_and_deleted_between_checkpoints_has_one_by_its_name(
    path: Path, store: Store
) -> None:
    book = commit(store, store.book, store.book.with_projects(project("c", "新")), "add", "me")
    commit(store, book, book.without("c"), "delete", "me")
    on_disk(Store.open(path))
    assert [document["name"] for document in documents(path, "tombstones")] == ["新"]


def test_two_sessions_that_delete_keep_both_apart_from_the_projects(path: Path) -> None:
    yearly = [
        each.model_copy(update={"created_at": each.created_at - timedelta(days=400)})
        for each in book_of("a", "b").projects.values()
    ]
    first = saved(path, Book().with_projects(*yearly))
    second = Store.open(path)
    done = []
    for session, key in ((first, "a"), (second, "b")):
        change = BookChange.between(session.book, session.book.without(key), SHARING)
        done.append(session.commit(change, "delete"))
    first.take_in()
    assert [each.id for each in first.book.deleted] == ["a", "b"]
    assert Store.open(path).book == first.book
    on_disk(first)
    assert documents(path) == []
    assert [(each["id"], each["deleted_by"]) for each in documents(path, "deleted")] == [
        *(("a", "林"), ("b", "林"))
    ]
    undo = invert(done[0].patch)
    merged = merge_patch(undo, first.book, prefer="theirs")
    first.commit(BookChange(first.book, merged.book, merged.patch, prefer="theirs"), "delete")
    reopened = Store.open(path).book
    assert ([*reopened.projects], [each.id for each in reopened.deleted]) == (["a"], ["b"])


def test_a_store_from_which_nothing_was_deleted_has_no_such_table(path: Path, store: Store) -> None:
    on_disk(store)
    assert "deleted" not in json.loads(path.read_bytes())
