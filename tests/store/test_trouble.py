"""Something else stands in the place of the store: nothing is lost, or written unasked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from deals.errors import UserError
from deals.model import Book
from store.backups import backups_folder, unpack_backup
from store.encryption import PassphraseKey, is_sealed
from store.journal import encode_commit
from store.restore import back_up, restore
from store.sealing import lock_store
from store.store import Store
from tests.store import book_of, commit, journal_of, on_disk, project, renamed, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "volume" / "book" / "netloft.json"


def named(store: Store, key: str, name: str) -> Book:
    """Return the store with a project renamed in it."""
    return commit(store, store.book, renamed(store.book, key, name), "edit", "me")


def code_of(store: Store) -> str | None:
    """Return why the store cannot be trusted, after a look."""
    store.take_in()
    return store.trouble.code if store.trouble is not None else None


def refused(store: Store) -> str:
    """With which code an edit is refused; it is not made."""
    with pytest.raises(UserError) as reason:
        named(store, "a", "refused")
    assert "refused" not in names_of(store.book)
    return reason.value.code


def names_of(book: Book) -> list[str]:
    """Return the names of the projects."""
    return [each.name for each in book.projects.values()]


def tree(folder: Path) -> set[Path]:
    """Return all that lies in a folder."""
    return set(folder.rglob("*"))


# A store that vanishes ---------------------------------------------------------------------------


@pytest.mark.parametrize("bare", [False, True])
def test_a_vanished_store_is_told_and_nothing_is_written(path: Path, bare: bool) -> None:
    store = saved(path, book_of("a", "b"))
    named(store, "a", "x")
    volume = path.parents[1]
    volume.rename(volume.with_name("elsewhere"))
    if bare:
        path.parent.mkdir(parents=True)
    before = tree(volume.parent)
    assert code_of(store) == "store-vanished"
    assert refused(store) == "store-vanished"
    store.checkpoint()
    store.back_up()
    store.close()
    assert (store.dirty, store.overdue, store.backup_due) == (False, False, False)
    assert tree(volume.parent) == before


def test_a_store_that_comes_back_is_gone_on_with(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    named(store, "a", "x")
    volume, away = path.parents[1], path.parents[2] / "away"
    volume.rename(away)
    assert code_of(store) == "store-vanished"
    # As a volume that was mounted anew: another folder, and another session was at work in it.
    shutil.copytree(away, volume)
    there = Store.open(path)
    named(there, "b", "theirs")
    news = store.take_in()
    assert store.trouble is None
    assert news is not None
    assert [notice.code for notice in news.notices] == ["store-back"]
    assert names_of(store.book) == ["x", "theirs"]
    assert named(store, "a", "y") == Store.open(path).book


def test_a_folder_that_was_mounted_anew_with_the_store_in_it_is_no_trouble(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    named(store, "a", "x")
    folder, other = path.parent, path.parent.with_name("other")
    shutil.copytree(folder, other)
    folder.rename(folder.with_name("old"))
    other.rename(folder)
    after = named(store, "b", "y")
    assert (names_of(after), store.trouble) == (["x", "y"], None)
    assert Store.open(path).book == after


@pytest.mark.parametrize("sealed", [False, True])
def test_what_is_held_is_written_when_the_user_says_so(path: Path, sealed: bool) -> None:
    key = PassphraseKey("shell") if sealed else None
    saved(path, book_of("a", "b")).close()
    if key is not None:
        lock_store(path, key)
    store = Store.open(path, key=key)
    named(store, "a", "x")
    shutil.rmtree(path.parents[1])
    assert code_of(store) == "store-vanished"
    store.write_held()
    assert store.trouble is None
    assert is_sealed(path.read_bytes()) is sealed
    again = Store.open(path, key=key)
    assert names_of(again.book) == ["x", store.book.projects["b"].name]
    assert named(store, "b", "y") == Store.open(path, key=key).book


def test_what_is_plain_is_not_put_over_what_somebody_has_locked(path: Path) -> None:
    store = saved(path, book_of("a"))
    lock_store(path, PassphraseKey("shell"))
    sealed = path.read_bytes()
    assert code_of(store) == "store-sealed"
    with pytest.raises(UserError) as reason:
        store.write_held()
    assert (reason.value.code, path.read_bytes()) == ("store-sealed", sealed)


# An older copy, another store, something damaged -------------------------------------------------


@pytest.mark.parametrize("journaled", [False, True])
def test_an_older_copy_put_over_the_store_stands_until_what_is_held_is_written(
    path: Path, journaled: bool
) -> None:
    store = saved(path, book_of("a", "b"))
    older = path.read_bytes()
    named(store, "a", "x")
    on_disk(store)
    if journaled:
        named(store, "b", "y")
    kept = journal_of(path).read_bytes() if journaled else None
    book = store.book
    path.write_bytes(older)
    for _look in range(2):
        assert code_of(store) == refused(store) == "store-older"
    store.checkpoint()
    assert path.read_bytes() == older
    assert store.book == book
    store.write_held()
    assert (Store.open(path).book, store.trouble) == (book, None)
    replaced = {unpack_backup(each) for each in backups_folder(path).glob("*-replaced.*")}
    assert replaced == {older, *([kept] if kept else [])}
    assert named(store, "a", "z") == Store.open(path).book


def test_other_sessions_go_on_from_what_was_held(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    older = path.read_bytes()
    named(store, "a", "x")
    on_disk(store)
    there = Store.open(path)
    path.write_bytes(older)
    assert (code_of(store), code_of(there)) == ("store-older", "store-older")
    store.write_held()
    assert (code_of(there), there.book) == (None, store.book)
    assert named(there, "b", "theirs") == Store.open(path).book


def test_what_a_session_held_is_kept_where_it_leaves_without_writing_it(path: Path) -> None:
    store = saved(path, book_of("a"))
    older = path.read_bytes()
    named(store, "a", "x")
    on_disk(store)
    assert store.keep_held() is None
    path.write_bytes(older)
    assert code_of(store) == "store-older"
    kept = store.keep_held()
    assert kept is not None
    assert json.loads(unpack_backup(kept) or b"")["projects"]["1"]["name"] == "x"


def test_it_is_kept_too_where_a_volume_was_put_back_to_an_earlier_state(path: Path) -> None:
    store = saved(path, book_of("a"))
    older = path.read_bytes()
    named(store, "a", "x")
    on_disk(store)
    path.write_bytes(older)
    assert store._disk._folder is not None
    # As after a volume was mounted anew: the same folder on a device of another number.
    store._disk._folder = store._disk._folder._replace(device=-1)
    assert code_of(store) == "store-older"
    assert store.keep_held() is not None


def test_another_store_and_no_store_in_its_place_are_told_and_kept(path: Path) -> None:
    store = saved(path, book_of("a"))
    other = path.with_name("other.json")
    saved(other, book_of("z")).close()
    for data, code in ((other.read_bytes(), "store-other"), (b"name,amount\n", "store-damaged")):
        path.write_bytes(data)
        assert code_of(store) == refused(store) == code
        store.write_held()
        assert Store.open(path).book == store.book
        assert data in {
            unpack_backup(each) for each in backups_folder(path).glob("*-replaced.json.gz")
        }


def test_a_book_that_was_put_back_is_told_and_taken_in(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    copy = back_up(path)
    named(store, "a", "x")
    restore(path, copy)
    news = store.take_in()
    assert news is not None
    assert (news.restored, news.overwritten) == (True, ())
    assert [(notice.code, notice.figures) for notice in news.notices] == [
        ("store-restored", {"count": 2})
    ]
    assert names_of(store.book) == [project("a").name, project("b").name]
    assert named(store, "a", "y") == Store.open(path).book


# Nothing is cut or removed that was not read -----------------------------------------------------


def test_a_line_of_a_journal_whose_file_was_removed_is_taken_in(path: Path) -> None:
    here = saved(path, book_of("a", "b"))
    there = Store.open(path)
    named(there, "b", "theirs")
    path.unlink()
    assert refused(here) == "store-vanished"
    assert names_of(here.book) == [project("a").name, "theirs"]
    here.write_held()
    assert named(here, "a", "ours") == Store.open(path).book
    assert names_of(here.book) == ["ours", "theirs"]


def stopped(store: Store, step: str, meanwhile: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `meanwhile` done while the holder of the lock stands before a step, its lock removed."""
    disk = store._disk
    real = getattr(disk, step)

    def pausing(*args: Any) -> Any:
        monkeypatch.undo()
        disk.storage._lock.path.unlink()
        meanwhile()
        return real(*args)

    monkeypatch.setattr(disk, step, pausing)


@pytest.mark.parametrize("step", ["commit", "_append"])
def test_lines_of_others_who_took_the_lock_meanwhile_are_merged_and_not_cut(
    path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = saved(path, book_of("a", "b"))
    there = Store.open(path)

    def meanwhile() -> None:
        named(there, "b", "one")
        named(there, "b", "two")

    stopped(here, step, meanwhile, monkeypatch)
    assert names_of(named(here, "a", "ours")) == ["ours", "two"]
    assert names_of(Store.open(path).book) == ["ours", "two"]


def test_two_lines_made_at_the_very_same_time_are_both_there(path: Path) -> None:
    here = saved(path, book_of("a", "b"))
    there = Store.open(path)
    later = Store.open(path)
    whole = path.read_bytes()
    named(there, "b", "theirs")
    line = journal_of(path).read_bytes()
    journal_of(path).unlink()
    named(here, "a", "ours")
    with journal_of(path).open("ab") as journal:
        journal.write(line)
    for store in (here, there, later, Store.open(path)):
        store.take_in()
        assert names_of(store.book) == ["ours", "theirs"]
        assert store.trouble is None
    assert path.read_bytes() == whole
    book = named(later, "b", "more")
    here.checkpoint()
    there.take_in()
    assert Store.open(path).book == book == there.book


def test_a_checkpoint_takes_no_line_with_it_that_it_has_not_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = saved(path, book_of("a", "b"))
    there = Store.open(path)
    named(here, "a", "ours")
    stopped(here, "place", lambda: named(there, "b", "theirs"), monkeypatch)
    here.checkpoint()
    here.checkpoint()
    assert names_of(Store.open(path).book) == ["ours", "theirs"]


@pytest.mark.parametrize(
    ("further", "filed"), [(0, False), (1, False), (1, True), (3, False), (3, True)]
)
def test_courses_that_part_at_an_older_journal_are_joined(
    path: Path, further: int, filed: bool
) -> None:
    here = saved(path, book_of("a", "b", "c"))
    named(here, "a", "x")
    older = journal_of(path).read_bytes()
    named(here, "b", "ours")
    journal_of(path).write_bytes(older)
    there = Store.open(path)
    for number in range(further):
        named(there, "c", f"theirs {number}")
    if filed:
        on_disk(there)
    news = here.take_in()
    last = f"theirs {further - 1}" if further else project("c").name
    assert names_of(here.book) == ["x", "ours", last]
    assert here.trouble is None
    codes = [notice.code for notice in news.notices] if news else []
    assert codes == (["store-parted"] if further else [])
    here.close()
    assert names_of(Store.open(path).book) == ["x", "ours", last]
    there.take_in()
    assert there.book == here.book


def store_of_two_courses(path: Path, *, held: bool) -> tuple[Store, bytes]:
    """Return a store whose file has one commit and whose journal has another beside it, put back
    by a foreign hand; and the file without the first. With `held` the session has seen both lines.
    """
    store = saved(path, book_of("a", "b", "c"))
    older = path.read_bytes()
    named(store, "a", "journaled")
    journal = journal_of(path).read_bytes()
    journal_of(path).unlink()
    store = Store.open(path)
    named(store, "b", "filed")
    store.checkpoint()
    journal_of(path).write_bytes(journal)
    store = store if held else Store.open(path)
    store.take_in()
    assert names_of(store.book)[:2] == ["journaled", "filed"]
    return store, older


def test_an_older_file_under_a_journal_that_goes_on_beside_it_is_told(path: Path) -> None:
    # The last commit is the same as ever: only what the file had before that is gone.
    store, older = store_of_two_courses(path, held=False)
    path.write_bytes(older)
    assert code_of(store) == "store-older"
    assert refused(store) == "store-older"
    store.write_held()
    assert names_of(Store.open(path).book)[:2] == ["journaled", "filed"]


@pytest.mark.parametrize("held", [False, True])
def test_a_commit_beside_the_journal_is_not_lost_where_the_courses_part_behind_it(
    path: Path, held: bool
) -> None:
    store, older = store_of_two_courses(path, held=held)
    journal = journal_of(path).read_bytes()
    named(store, "c", "ours")
    path.write_bytes(older)
    journal_of(path).write_bytes(journal)
    named(Store.open(path), "c", "theirs")
    assert code_of(store) == (None if held else "store-older")
    assert names_of(store.book) == ["journaled", "filed", "ours"]
    store.write_held()
    assert names_of(Store.open(path).book) == ["journaled", "filed", "ours"]


# Another program edits the file while the journal has lines --------------------------------------


def scripted(path: Path, **fields: Any) -> None:
    """What a script does that knows of no journal: it rewrites the first project in the file."""
    tables = json.loads(path.read_bytes())
    tables["projects"]["1"].update(fields)
    path.write_text(json.dumps(tables, indent=2))


def test_a_script_and_a_journal_line_on_different_fields_are_both_there(path: Path) -> None:
    store = saved(path, book_of("a"))
    named(store, "a", "ours")
    scripted(path, owner="script", x_rank=3)
    again = Store.open(path)
    both = again.book.projects["a"]
    assert (both.name, both.owner, both.model_extra) == ("ours", "script", {"x_rank": 3})
    merged = again.notices[0]
    assert (merged.code, merged.figures) == ("store-merged", {"records": 1, "fields": 0})
    news = store.take_in()
    assert news is not None
    assert (store.book, [notice.code for notice in news.notices]) == (again.book, ["store-merged"])
    on_disk(store)
    assert "store-merged" not in [notice.code for notice in Store.open(path).notices]


def test_a_script_and_a_journal_line_on_the_same_field_are_told(path: Path) -> None:
    store = saved(path, book_of("a"))
    named(store, "a", "ours")
    scripted(path, name="script")
    again = Store.open(path)
    both = again.book.projects["a"]
    assert both.name == "ours"
    moves = [(move.field, move.old, move.new) for move in both.history if move.field == "name"]
    assert moves == [("name", "script", "ours")]
    assert again.notices[0].figures == {"records": 1, "fields": 1}


def test_a_file_that_was_only_laid_out_anew_is_no_other(path: Path) -> None:
    store = saved(path, book_of("a"))
    named(store, "a", "ours")
    scripted(path)
    assert Store.open(path).notices == ()
    store.take_in()
    assert store.take_in() is None
    assert names_of(store.book) == ["ours"]


def test_a_line_without_a_base_is_put_over_what_is_there_as_before(path: Path) -> None:
    store = saved(path, book_of("a"))
    head = store._stored.head
    text = project("a", "ours").model_dump_json().encode()
    line, _head = encode_commit(head, "2026-03-02T00:00:00+00:00", ("me", "edit"), {"a": text}, {})
    journal_of(path).write_bytes(line + b"\n")
    journal_of(path).chmod(0o600)
    assert Store.open(path).book.projects["a"].name == "ours"


# What a session held is nowhere else --------------------------------------------------------------


def kept_names(path: Path, kind: str) -> list[list[str]]:
    """Return the names of the projects in each backup of a kind."""
    backups = sorted(backups_folder(path).glob(f"*-{kind}.json.gz"))
    tables = [json.loads(unpack_backup(each) or b"") for each in backups]
    return [[document["name"] for document in each["projects"].values()] for each in tables]


@pytest.mark.parametrize("looked", [False, True])
def test_what_only_a_session_held_is_kept_where_somebody_restores(path: Path, looked: bool) -> None:
    store = saved(path, book_of("a"))
    copy = back_up(path)
    older = path.read_bytes()
    named(store, "a", "x")
    on_disk(store)
    path.write_bytes(older)
    if looked:
        assert code_of(store) == "store-older"
    restore(path, copy)
    news = store.take_in()
    assert store.trouble is None
    assert kept_names(path, "held") == [["x"]]
    codes = [notice.code for notice in news.notices] if news else []
    assert codes == ["store-restored", "store-held"]


def test_a_session_whose_book_is_among_the_kept_keeps_no_other(path: Path) -> None:
    store = saved(path, book_of("a"))
    copy = back_up(path)
    named(store, "a", "x")
    restore(path, copy)
    store.take_in()
    assert kept_names(path, "held") == []


def test_a_commit_that_was_written_whole_is_joined_too(path: Path) -> None:
    store = saved(path, book_of("a", "b", "c"))
    named(store, "a", "x")
    older = journal_of(path).read_bytes()
    whole = path.read_bytes()
    journal_of(path).unlink()
    named(store, "b", "written whole")
    named(store, "c", "y")
    path.write_bytes(whole)
    journal_of(path).write_bytes(older)
    there = Store.open(path)
    named(there, "a", "theirs")
    store.take_in()
    assert store.trouble is None
    assert names_of(store.book) == ["theirs", "written whole", "y"]


def test_lines_of_which_one_is_not_known_any_more_are_not_joined_in_part(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    whole = path.read_bytes()
    named(store, "a", "x")
    with store._disk.storage.locked():
        store._stored = store._disk.rewrite(store._stored)
    path.write_bytes(whole)
    named(Store.open(path), "b", "theirs")
    assert code_of(store) == "store-older"


def test_a_sequence_that_leapt_does_not_hide_what_a_store_lacks(path: Path) -> None:
    store = saved(path, book_of("a", "b"))
    other = path.with_name("other.json")
    far = saved(other, book_of("z"))
    for number in range(9):
        named(far, "z", str(number))
    on_disk(far)
    whole, there = path.read_bytes(), Store.open(path)
    path.write_bytes(other.read_bytes())
    assert code_of(there) == "store-other"
    there.write_held()
    leapt = path.read_bytes()
    path.write_bytes(whole)
    named(store, "a", "x")
    on_disk(store)
    path.write_bytes(leapt)
    assert code_of(store) == "store-older" or names_of(store.book)[0] == "x"
