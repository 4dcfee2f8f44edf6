"""What can be read of copies and journals comes into the store, and nothing of it is lost."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from deals.errors import UserError
from deals.model import Book
from store.backups import backups_folder, unpack_backup
from store.check import inspect_store
from store.documents import dump_record
from store.encryption import PassphraseKey, store_is_sealed
from store.journal import encode_commit, journal_path
from store.restore import back_up, restore
from store.salvage import SalvagedProject, salvage
from store.sealing import lock_store
from store.store import Store
from tests.store import THEN, book_of, commit, refusal_of, renamed, saved
from tests.store.keys import quick_codec

KEY = PassphraseKey("passphrase")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "book" / "netloft.json"
    saved(place, book_of("a", "b")).close()
    return place


@pytest.fixture(params=[None, KEY], ids=["plain", "sealed"])
def key(path: Path, request: pytest.FixtureRequest) -> PassphraseKey | None:
    known: PassphraseKey | None = request.param
    if known is not None:
        lock_store(path, known)
    return known


def edited(book: Book, project: str, minutes: int, **fields: object) -> Book:
    """Return the book with a project changed so, so many minutes after it was made."""
    stamped = {**fields, "updated_at": THEN + timedelta(minutes=minutes)}
    return book.with_projects(book.projects[project].model_copy(update=stamped))


def edited_and_added(name: str, book: Book) -> Book:
    """Return the book with a project changed, and another of this name."""
    return added(name)(edited(book, "a", 1, product=name))


def put(path: Path, change: Callable[[Book], Book], key: PassphraseKey | None = None) -> Store:
    """Commit a change, which stays in the journal."""
    store = Store.open(path, key=key)
    commit(store, store.book, change(store.book), "edit", "me")
    return store


def book_in(path: Path, key: PassphraseKey | None = None) -> Book:
    """Return what the store holds, which is sound."""
    assert inspect_store(path, key).sound
    store = Store.open(path, key=key)
    store.close()
    return store.book


def added(*projects: str) -> Callable[[Book], Book]:
    """Adds projects to a book."""
    return lambda book: book.with_projects(*book_of(*projects).projects.values())


def kept_journals(path: Path) -> list[Path]:
    """Return the journals that were set aside."""
    return [file for file in backups_folder(path).iterdir() if ".journal." in file.name]


def test_an_older_copy_put_over_the_store_gets_the_lines_of_its_journal_back(
    path: Path, tmp_path: Path, key: PassphraseKey | None
) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(path, copy)
    put(path, added("c"), key).checkpoint()
    whole = put(path, lambda book: renamed(book, "a", "later"), key).book
    middle = tmp_path / "middle.json"
    shutil.copy(path, middle)
    shutil.copy(copy, path)
    with pytest.raises(UserError):
        Store.open(path, key=key)
    lines = journal_path(path).read_bytes()
    done = salvage(path, [middle], key)
    assert book_in(path, key) == whole
    assert (done.rebuilt, done.lines, done.left, done.problems) == (True, 1, 0, ())
    assert done.replaced is not None
    assert done.journal is not None
    assert unpack_backup(done.replaced) == copy.read_bytes()
    assert key or unpack_backup(done.journal) == lines
    assert store_is_sealed(path) == bool(key)


def test_the_lines_that_a_restore_set_aside_come_into_the_restored_store(
    path: Path, key: PassphraseKey | None
) -> None:
    backup = back_up(path, None, key)
    put(path, lambda book: edited(added("c")(book), "a", 5, name="lost"), key)
    path.write_bytes(path.read_bytes()[:-30])
    restore(path, backup, key)
    put(path, lambda book: edited(book, "b", 6, name="new"), key).close()
    (kept,) = kept_journals(path)
    done = salvage(path, [kept], key, "me")
    book = book_in(path, key)
    assert [project.name for project in book.projects.values()][:2] == ["lost", "new"]
    assert set(book.projects) == {"a", "b", "c"}
    assert set(done.brought) >= {SalvagedProject("lost", "changed", ("name",))}
    assert not done.rebuilt
    assert done.replaced is not None
    assert salvage(path, [kept], key).brought == ()


def test_where_both_changed_a_field_the_later_stays_and_the_other_is_in_the_history(
    path: Path,
) -> None:
    backup = back_up(path)
    for at, name, expected in ((5, "earlier", "there"), (20, "later", "later")):
        restore(path, backup)
        put(path, partial(edited, project="a", minutes=at, name=name))
        lines = journal_path(path).read_bytes()
        kept = path.with_name(f"{name}.journal")
        kept.write_bytes(lines)
        journal_path(path).unlink()
        put(path, lambda book: edited(book, "a", 10, name="there", owner="林")).close()
        salvage(path, [kept, path])
        project = book_in(path).projects["a"]
        assert (project.name, project.owner) == (expected, "林")
    assert [change.old for change in project.history if change.field == "name"] == ["there"]


def test_a_store_that_is_missing_is_written_from_a_backup_and_its_journal(
    path: Path, key: PassphraseKey | None
) -> None:
    backup = back_up(path, None, key)
    book = put(path, added("c", "d"), key).book
    path.unlink()
    dry = salvage(path, [backup], key, dry=True)
    assert not path.exists()
    assert journal_path(path).exists()
    assert salvage(path, [backup], key).brought == dry.brought
    assert book_in(path, key) == book
    assert backup.exists()


def test_a_damaged_line_ends_a_journal_unless_another_file_has_it(
    path: Path, tmp_path: Path
) -> None:
    backup = back_up(path)
    for name in ("c", "d", "e", "f"):
        put(path, added(name))
    journal = journal_path(path)
    whole = journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    journal.write_bytes(b"".join((lines[0], lines[1][:-9] + b"\n", *lines[2:])))
    other = tmp_path / "other.journal"
    other.write_bytes(whole[: len(lines[0] + lines[1]) + 7])
    damaged = journal.read_bytes()
    done = salvage(path, [path], dry=True)
    assert [(problem.code, problem.figures["line"]) for problem in done.problems] == [
        ("salvage-line", 2)
    ]
    # What follows the damage tells what was before, and is brought in field by field.
    assert (done.lines, done.left) == (3, 0)
    assert journal.read_bytes() == damaged
    done = salvage(path, [backup, other])
    assert [problem.figures["file"] for problem in done.problems] == [str(other), str(journal)]
    assert (done.lines, done.left) == (4, 0)
    assert set(book_in(path).projects) == set("abcdef")
    assert all(file.exists() for file in (backup, other))


def test_lines_of_earlier_versions_that_follow_nothing_are_counted(
    path: Path, tmp_path: Path
) -> None:
    stored = Store.open(path)._stored
    text = {"c": dump_record(book_of("c").projects["c"])}
    head = stored.head.then(stored.head.sequence + 3, "missing")
    line, _after = encode_commit(head, THEN.isoformat(), ("me", "edit"), text, {})
    journal = tmp_path / "lost.journal"
    journal.write_bytes(line + b"\n")
    done = salvage(path, [journal])
    assert (done.lines, done.left, done.brought) == (0, 1, ())


def test_a_data_file_farther_on_leads_past_a_damaged_line(path: Path, tmp_path: Path) -> None:
    put(path, added("c"))
    put(path, added("d"))
    early = journal_path(path).read_bytes()
    put(path, added("d")).checkpoint()
    put(path, added("e"))
    copy, journal = tmp_path / "copy.json", tmp_path / "all.journal"
    shutil.copy(path, copy)
    journal.write_bytes(early[:40] + b"x" + early[41:] + journal_path(path).read_bytes())
    new = tmp_path / "new" / "netloft.json"
    done = salvage(new, [journal, copy])
    assert (done.lines, done.left, len(done.problems)) == (1, 0, 1)
    assert set(book_in(new).projects) == set("abcde")


def test_lines_that_two_wrote_at_once_are_both_there(path: Path, tmp_path: Path) -> None:
    backup = back_up(path)
    files = []
    for name in ("c", "d"):
        put(path, partial(edited_and_added, name))
        files.append(tmp_path / f"{name}.journal")
        shutil.move(journal_path(path), files[-1])
    new = tmp_path / "new" / "netloft.json"
    assert salvage(new, [*files, backup, backup, files[0]]).lines == 2
    assert set(book_in(new).projects) == set("abcd")


def test_a_copy_that_went_on_from_the_journal_takes_nothing_away_that_the_file_has(
    path: Path, tmp_path: Path
) -> None:
    older = path.read_bytes()
    put(path, added("journaled"))
    journal = journal_path(path).read_bytes()
    store = put(path, added("in the copy"))
    store.checkpoint()
    copy = tmp_path / "copy.json"
    path.rename(copy)
    path.write_bytes(older)
    put(path, added("filed")).checkpoint()
    journal_path(path).write_bytes(journal)
    salvage(path, [copy])
    assert {"journaled", "filed", "in the copy"} < set(book_in(path).projects)


def test_copies_that_end_at_one_commit_are_merged_where_each_has_others_before_it(
    path: Path, tmp_path: Path
) -> None:
    older = path.read_bytes()
    put(path, added("journaled"))
    journal = journal_path(path).read_bytes()
    copies = [tmp_path / name for name in ("here", "there")]
    for copy in copies:
        path.write_bytes(older)
        journal_path(path).unlink()
        put(path, added(copy.name)).checkpoint()
        journal_path(path).write_bytes(journal)
        Store.open(path).checkpoint()
        path.rename(copy)
        journal_path(path).touch()
    path.write_bytes(older)
    salvage(path, copies)
    assert {"journaled", "here", "there"} < set(book_in(path).projects)


def test_a_conflict_copy_is_merged_field_by_field(path: Path, tmp_path: Path) -> None:
    back_up(path)
    copy = path.with_name("netloft (conflicted copy).json")
    shutil.copy(path, copy)
    other = put(copy, lambda book: edited(added("c")(book), "a", 5, product="theirs"))
    commit(other, other.book, other.book.without("b"), "edit", "they")
    other.close()
    put(path, lambda book: edited(book, "a", 6, owner="林")).close()
    done = salvage(path, [copy])
    book = book_in(path)
    assert (book.projects["a"].product, book.projects["a"].owner) == ("theirs", "林")
    assert "c" in book.projects
    assert {change.kind for change in done.brought} == {"changed", "added", "deleted"}


def test_an_old_backup_brings_back_nothing_that_was_deleted_since(path: Path) -> None:
    backup = back_up(path)
    store = put(path, lambda book: edited(book, "a", 5, name="later"))
    commit(store, store.book, store.book.without("b"), "edit", "me")
    store.close()
    before = path.read_bytes()
    done = salvage(path, [backup])
    assert (done.brought, done.replaced) == ((), None)
    assert path.read_bytes() == before


def test_another_stores_copy_adds_what_is_missing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    saved(other, book_of("c")).close()
    packed = tmp_path / "other.json.gz"
    packed.write_bytes(gzip.compress(other.read_bytes()))
    done = salvage(path, [packed])
    assert [change.kind for change in done.brought] == ["added"]
    assert set(book_in(path).projects) == set("abc")


def test_what_does_not_read_is_told_of_and_does_not_hinder(path: Path, tmp_path: Path) -> None:
    backup = back_up(path)
    bad = {
        "none": (None, "salvage-missing"),
        "empty": (b"", "salvage-damaged"),
        "notes": (b"my notes\n", "salvage-foreign"),
        "cut": (path.read_bytes()[:40], "salvage-damaged"),
        "sealed": (quick_codec("other").encode(b"{}"), "store-sealed"),
        "bad.json": (
            b'{"meta":{"1":{"schema_version":1}},"projects":{"1":{}}}',
            "store-record",
        ),
    }
    for name, (data, _code) in bad.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
    files = [tmp_path / name for name in bad]
    path.unlink()
    done = salvage(path, [*files, backup])
    assert {Path(str(problem.figures["file"])).name: problem.code for problem in done.problems} == {
        name: code for name, (_data, code) in bad.items()
    }
    assert set(book_in(path).projects) == {"a", "b"}
    with pytest.raises(UserError) as refusal:
        salvage(tmp_path / "new.json", files[:3])
    assert refusal_of(refusal)[0] == "salvage-nothing"
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("backed_up", [False, True])
def test_a_whole_copy_found_later_brings_back_what_a_damaged_file_lost(
    path: Path, tmp_path: Path, share: float, backed_up: bool
) -> None:
    if backed_up:
        back_up(path)
    put(path, partial(edited_and_added, "c")).close()
    whole = tmp_path / "whole.json"
    shutil.copy(path, whole)
    path.write_bytes(whole.read_bytes()[: int(share * whole.stat().st_size)])
    salvage(path, [path])
    salvage(path, [whole])
    store = Store.open(path)
    store.close()
    assert store.book.projects.keys() == {"a", "b", "c"}
    assert store.book.projects["a"].product == "c"
    assert salvage(path, [whole]).brought == ()
