"""Store: commits, other sessions' commits taken in, and commits that fail."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import Book, SavedView
from store import files, storage
from store.store import Store
from tests import strategies
from tests.store import (
    book_of,
    commit,
    documents,
    held,
    journal_of,
    on_disk,
    project,
    refusal_of,
    renamed,
    saved,
)
from tests.store.faults import failing, filling


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "netloft.json"


def test_a_new_store_is_empty_and_makes_no_file_before_the_first_commit(path: Path) -> None:
    store = Store.open(path)
    assert store.book == Book()
    assert store.path == path
    assert not path.parent.exists()
    commit(store, store.book, store.book, "started", "me")
    assert Store.open(path, create=False).book == Book()


def test_a_store_that_must_be_there_is_refused_where_it_is_not(path: Path) -> None:
    with pytest.raises(UserError) as refusal:
        Store.open(path, create=False)
    assert refusal_of(refusal) == ("store-missing", {"file": str(path)})
    assert not path.parent.exists()


def test_what_is_committed_is_there_when_opened_again(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    view = SavedView(name="mine", filter="owner:me")
    after = renamed(store.book, "a", "新").without("b").with_views(view)
    merged = commit(store, store.book, after, "edited", "me")
    assert merged == after == store.book == Store.open(path).book
    on_disk(store)
    assert [document["name"] for document in documents(path)] == ["新"]


@given(st.lists(strategies.books(2), min_size=1, max_size=4))
def test_any_run_of_books_is_stored(
    tmp_path_factory: pytest.TempPathFactory, run: list[Book]
) -> None:
    path = tmp_path_factory.mktemp("run") / "netloft.json"
    store = Store.open(path)
    for book in run:
        assert commit(store, store.book, book, "next", "me") == book
        assert Store.open(path).book == book


def test_a_record_nobody_changed_stays_the_same_object(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    before = store.book
    merged = commit(store, before, renamed(before, "a", "x"), "edit", "me")
    assert merged.projects["b"] is before.projects["b"]


def test_a_commit_of_nothing_does_not_touch_the_file(path: Path) -> None:
    store = saved(path, book_of("a"))
    about = path.stat()
    assert commit(store, store.book, store.book, "nothing", "me") is store.book
    assert path.stat() == about


def test_each_session_takes_in_what_the_other_saved(path: Path) -> None:
    here = saved(path, book_of("a", "b", "c"))
    there = Store.open(path)
    before = here.book
    commit(there, there.book, renamed(there.book, "a", "theirs").without("c"), "edit", "they")
    more = there.book.with_projects(project("d")).with_views(SavedView(name="theirs"))
    commit(there, there.book, more, "add", "they")
    merged = commit(here, before, renamed(before, "b", "ours"), "edit", "me")
    assert {key: record.name for key, record in merged.projects.items()} == {
        "a": "theirs",
        "b": "ours",
        "d": project("d").name,
    }
    assert merged.views == (SavedView(name="theirs"),)
    assert Store.open(path).book == merged


def test_undoing_an_edit_leaves_others_edits_of_other_records(path: Path) -> None:
    here = saved(path, book_of("a", "b"))
    first = here.book
    second = commit(here, first, renamed(first, "a", "ours"), "edit", "me")
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "b", "theirs"), "edit", "they")
    undone = commit(here, second, first, "undo", "me")
    assert undone.projects["a"] == first.projects["a"]
    assert undone.projects["b"].name == "theirs"


def test_a_file_taken_away_is_made_again_from_what_is_known_when_asked_for(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    path.unlink()
    store.take_in()
    store.write_held()
    commit(store, store.book, renamed(store.book, "a", "x"), "edit", "me")
    assert [document["id"] for document in documents(path)] == ["a", "b"]


DAMAGES = {
    "store-damaged": b'{"projects"',
    "store-empty": b"",
    "store-foreign": b"{}",
    "store-newer": b'{"meta":{"1":{"schema_version":99}}}',
    "store-record": b'{"meta":{"1":{"schema_version":1}},"projects":{"1":{}}}',
}


@pytest.mark.parametrize("code", DAMAGES)
def test_what_cannot_be_read_is_never_written_over(path: Path, code: str) -> None:
    store = saved(path, book_of("a"))
    path.write_bytes(DAMAGES[code])
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal.value.code == code
    before = store.book
    for _ in range(2):
        with pytest.raises(UserError) as refusal:
            commit(store, before, renamed(before, "a", "x"), "edit", "me")
        assert refusal.value.code == code
        assert refusal.value.figures["file"] == str(path)
    assert store.book is before
    assert path.read_bytes() == DAMAGES[code]


@pytest.mark.parametrize("step", ["open", "write", "fsync", "rename", "folder"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_failed_first_commit_makes_nothing_and_can_be_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: int
) -> None:
    path.parent.mkdir()
    store, after = Store.open(path), book_of("a")
    with monkeypatch.context() as broken:
        kind, number = ("fsync", 2) if step == "folder" else (step, 1)
        broken.setattr(files, "os", failing(kind, number, error))
        with pytest.raises(UserError) as refusal:
            commit(store, store.book, after, "edit", "me")
    why = errno.errorcode[error]
    assert refusal_of(refusal) == ("store-unwritable", {"file": str(path), "why": why})
    assert store.book == Book()
    assert path.exists() == (step == "folder")
    assert commit(store, store.book, after, "edit", "me") == after
    assert Store.open(path).book == after


@pytest.mark.parametrize(
    ("step", "lines"),
    [(step, lines) for step in ("open", "write", "fsync") for lines in (0, 1)] + [("folder", 0)],
)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_failed_commit_leaves_the_journal_as_it_was_and_can_be_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: int, lines: int
) -> None:
    store = saved(path, book_of("a"))
    for number in range(lines):
        commit(store, store.book, renamed(store.book, "a", f"{number}"), "edit", "me")
    before, data = store.book, path.read_bytes()
    journal = journal_of(path).read_bytes() if lines else b""
    after = renamed(before, "a", "x")
    with monkeypatch.context() as broken:
        kind, number = ("fsync", 2) if step == "folder" else (step, 1)
        broken.setattr(files, "os", failing(kind, number, error))
        with pytest.raises(UserError) as refusal:
            commit(store, before, after, "edit", "me")
    why = errno.errorcode[error]
    assert refusal_of(refusal) == ("store-unwritable", {"file": str(path), "why": why})
    assert store.book is before
    assert path.read_bytes() == data
    assert not journal_of(path).exists() or journal_of(path).read_bytes() == journal
    assert commit(store, before, after, "edit", "me") == after
    again = Store.open(path)
    assert (again.book, again.notices) == (after, ())


@pytest.mark.parametrize("taken", [1, 40, 10_000])
def test_what_a_failed_commit_could_not_take_back_does_no_harm(
    path: Path, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    store = saved(path, book_of("a", "b"))
    before, after = store.book, renamed(store.book, "a", "x")
    with monkeypatch.context() as broken:
        broken.setattr(files, "os", filling(taken))
        with pytest.raises(UserError):
            commit(store, before, after, "edit", "me")
    assert journal_of(path).stat().st_size == min(taken, journal_of(path).stat().st_size)
    assert commit(store, before, after, "edit", "me").projects == after.projects
    there = Store.open(path)
    assert (there.book, there.notices) == (after, ())


def test_a_commit_fails_after_taking_others_edits_in_and_loses_none_of_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = saved(path, book_of("a", "b"))
    before = here.book
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "b", "theirs"), "edit", "they")
    after = renamed(before, "a", "ours")
    with monkeypatch.context() as broken:
        broken.setattr(files, "os", failing("write", 1, errno.ENOSPC))
        with pytest.raises(UserError):
            commit(here, before, after, "edit", "me")
    merged = commit(here, before, after, "edit", "me")
    assert {project.name for project in merged.projects.values()} == {"ours", "theirs"}


def test_a_store_that_another_process_is_writing_is_busy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = saved(path, book_of("a"))
    monkeypatch.setattr(storage, "LOCK_SECONDS", 0.05)
    with held(path):
        assert Store.open(path).book == store.book
        with pytest.raises(UserError) as refusal:
            commit(store, store.book, Book(), "edit", "me")
    assert refusal_of(refusal) == ("store-busy", {"file": str(path)})


def test_opening_sweeps_what_dead_writers_left(path: Path) -> None:
    saved(path, book_of("a"))
    left = path.with_name(f".{path.name}.0123456789ab.tmp")
    left.write_bytes(b"{")
    Store.open(path)
    assert not left.exists()


def test_a_closed_store_takes_no_commit(path: Path) -> None:
    store = saved(path, book_of("a"))
    store.close()
    with pytest.raises(ValueError, match="closed"):
        commit(store, store.book, Book(), "edit", "me")
    assert Store.open(path).book == book_of("a")
