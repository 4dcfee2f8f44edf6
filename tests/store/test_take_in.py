"""What one session learns of the others, and how their edits come together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deals.errors import UserError
from deals.model import Book, SavedView
from store.check import inspect_store
from store.files import stamp_of
from store.store import Store
from tests.house import ROOT
from tests.store import book_of, commit, documents, journal_of, on_disk, project, renamed, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


def owned(book: Book, key: str, owner: str) -> Book:
    """Return the book with one project of another owner."""
    return book.with_projects(book.projects[key].model_copy(update={"owner": owner}))


def test_nothing_new_is_nothing_and_writes_nothing(path: Path) -> None:
    store = saved(path, book_of("a"))
    about = {file: stamp_of(file) for file in path.parent.iterdir()}
    assert store.take_in() is None
    assert {file: stamp_of(file) for file in path.parent.iterdir()} == about
    commit(store, store.book, renamed(store.book, "a", "x"), "edit", "me")
    assert store.take_in() is None


@pytest.mark.parametrize("checkpointed", [False, True])
def test_what_others_did_is_news_once(path: Path, checkpointed: bool) -> None:
    saved(path, book_of("a", "b", "c"))
    here = Store.open(path)
    before, there = here.book, Store.open(path)
    after = renamed(there.book, "a", "theirs").without("c").with_projects(project("d"))
    commit(there, there.book, after.with_views(SavedView(name="mine")), "edit", "they")
    if checkpointed:
        on_disk(there)
    news = here.take_in()
    assert news is not None
    assert news.book == here.book == there.book
    assert news.overwritten == ()
    assert news.book.projects["b"] is before.projects["b"]
    assert here.take_in() is None


def test_a_checkpoint_of_what_is_known_is_not_read_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = saved(path, book_of("a", "b"))
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "a", "theirs"), "edit", "they")
    assert here.take_in() is not None
    on_disk(there)
    with monkeypatch.context() as patched:
        patched.setattr("store.documents.split_tables", None)
        assert here.take_in() is None
    assert not here.dirty
    commit(here, here.book, renamed(here.book, "b", "ours"), "edit", "me")
    assert Store.open(path).book == here.book


def test_what_another_program_made_of_a_checkpoint_is_taken_in(path: Path) -> None:
    here = saved(path, book_of("a", "b"))
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "a", "theirs"), "edit", "they")
    assert here.take_in() is not None
    on_disk(there)
    path.write_bytes(path.read_bytes().replace(b'"theirs"', b'"edited"'))
    news = here.take_in()
    assert news is not None
    assert news.book.projects["a"].name == "edited"


def test_different_fields_of_one_record_both_survive(path: Path) -> None:
    here = saved(path, book_of("a"))
    before, there = here.book, Store.open(path)
    commit(there, there.book, renamed(there.book, "a", "theirs"), "edit", "they")
    merged = commit(here, before, owned(before, "a", "ours"), "edit", "me")
    both = merged.projects["a"]
    assert (both.name, both.owner) == ("theirs", "ours")
    assert Store.open(path).book == merged
    there.take_in()
    assert there.book == merged


@pytest.mark.parametrize("checkpointed", [False, True])
def test_of_the_same_field_the_later_wins_and_the_other_is_told(
    path: Path, checkpointed: bool
) -> None:
    here = saved(path, book_of("a", "b"))
    before, there = here.book, Store.open(path)
    commit(here, before, renamed(before, "a", "ours"), "edit", "me")
    after = renamed(there.book, "a", "theirs")
    after = after.with_projects(after.projects["a"].model_copy(update={"updated_by": "they"}))
    merged = commit(there, there.book, after, "edit", "they")
    assert merged.projects["a"].name == "theirs"
    assert [(change.field, change.old, change.new) for change in merged.projects["a"].history] == [
        ("name", "ours", "theirs")
    ]
    if checkpointed:
        on_disk(there)
    news = here.take_in()
    assert news is not None
    lost = [(loss.project, loss.field, loss.by, loss.old, loss.new) for loss in news.overwritten]
    assert lost == [("a", "name", "they", "ours", "theirs")]
    assert here.take_in() is None


def test_what_a_commit_took_in_is_told_by_the_next_look(path: Path) -> None:
    here = saved(path, book_of("a", "b"))
    before, there = here.book, Store.open(path)
    mine = commit(here, before, renamed(before, "a", "ours"), "edit", "me")
    commit(there, before, renamed(before, "a", "theirs"), "edit", "they")
    commit(here, mine, renamed(mine, "b", "more"), "edit", "me")
    news = here.take_in()
    assert news is not None
    assert [loss.new for loss in news.overwritten] == ["theirs"]
    assert news.book is here.book
    assert here.take_in() is None


def test_who_undoes_leaves_what_others_wrote_since(path: Path) -> None:
    here = saved(path, book_of("a"))
    first = here.book
    second = commit(here, first, renamed(first, "a", "ours"), "edit", "me")
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "a", "theirs"), "edit", "they")
    undone = commit(here, second, first, "undo", "me", prefer="theirs")
    assert undone.projects["a"].name == "theirs"
    assert there.book == undone


def test_what_others_deleted_is_told(path: Path) -> None:
    here = saved(path, book_of("a", "b"))
    commit(here, here.book, renamed(here.book, "a", "ours"), "edit", "me")
    there = Store.open(path)
    commit(there, there.book, there.book.without("a"), "delete", "they")
    news = here.take_in()
    assert news is not None
    assert [(loss.project, loss.field, loss.by) for loss in news.overwritten] == [
        ("a", "project", "they")
    ]


def test_a_store_just_being_written_is_looked_at_later(path: Path) -> None:
    here = saved(path, book_of("a"))
    there = Store.open(path)
    commit(there, there.book, renamed(there.book, "a", "theirs"), "edit", "they")
    with there._disk.storage.locked():
        assert here.take_in() is None
    assert here.take_in() is not None


def test_a_journal_that_goes_wrong_meanwhile_is_refused_and_not_added_to(path: Path) -> None:
    here = saved(path, book_of("a"))
    commit(here, here.book, renamed(here.book, "a", "x"), "edit", "me")
    wrong = journal_of(path).read_bytes() + b"{}\n{}\n"
    journal_of(path).write_bytes(wrong)
    before = here.book
    for _ in range(2):
        with pytest.raises(UserError) as refusal:
            commit(here, before, renamed(before, "a", "y"), "edit", "me")
        assert refusal.value.code == "journal-damaged"
    assert journal_of(path).read_bytes() == wrong
    assert here.book is before


EDITS = 30


def test_edits_of_processes_that_write_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "netloft.json"
    names = ["ann", "bo", "林"]
    command = [sys.executable, "-m", "tests.store.writer", str(path)]
    writers = [
        subprocess.Popen([*command, name, str(EDITS)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for name in names
    ]
    for writer in writers:
        complaints = writer.communicate(timeout=60)[1]
        assert (writer.returncode, complaints) == (0, "")
    assert not journal_of(path).exists()
    book = Store.open(path).book
    for name in names:
        assert book.projects[name].name == f"{name} {EDITS - 1}"
        assert all(f"{name}-{number}" in book.projects for number in range(EDITS))
    assert len(book.projects) == len(names) * (EDITS + 1) == len(documents(path))
    assert inspect_store(path).sound


def test_two_sessions_taking_turns_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "netloft.json"
    saved(path, book_of("a", "b"))
    here, there = Store.open(path), Store.open(path)
    for number in range(EDITS):
        for store, key in ((here, "a"), (there, "b")):
            name = f"{key}{number}"
            commit(store, store.book, renamed(store.book, key, name), "edit", key)
    last = {"a": f"a{EDITS - 1}", "b": f"b{EDITS - 1}"}
    assert {key: record.name for key, record in Store.open(path).book.projects.items()} == last
