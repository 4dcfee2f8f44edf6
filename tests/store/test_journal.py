"""The journal: what its lines say, and that nothing wrong in it passes for a commit."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from deals.errors import UserError
from deals.model import Book, Competitor, Product, SavedView
from store.check import inspect_store
from store.encryption import PLAIN
from store.journal import JournalLines, encode_commit, read_journal
from store.metadata import StoreHead
from store.store import Store
from tests.store import book_of, commit, journal_of, names, refusal_of, renamed, saved

FIRST = StoreHead("01J", 4, "00ff")
FILE = Path("netloft.json.journal")


def lines(count: int, head: StoreHead = FIRST) -> list[bytes]:
    """So many lines, one after the other."""
    made = []
    for number in range(count):
        text, head = encode_commit(
            head, "2026-03-02", ("me", "edit"), {"a": b'{"n":%d}' % number}, {}
        )
        made.append(text + b"\n")
    return made


def read(data: bytes, head: StoreHead = FIRST) -> JournalLines:
    return read_journal(data, head, PLAIN, FILE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "netloft.json"


def written(path: Path, *edits: str) -> Store:
    """Return a store of two projects, one of them renamed in a line each."""
    store = saved(path, book_of("a", "b"))
    for name in edits:
        commit(store, store.book, renamed(store.book, "a", name), "edit", "me")
    return store


def test_a_commit_is_a_line_with_the_changed_records_alone(path: Path) -> None:
    store = written(path)
    data = path.read_bytes()
    after = renamed(store.book, "a", "新").without("b").with_views(SavedView(name="mine"))
    commit(store, store.book, after, "改", "林")
    text = journal_of(path).read_bytes()
    assert path.read_bytes() == data
    assert text.count(b"\n") == 1
    line: dict[str, Any] = json.loads(text)
    assert (line["by"], line["label"], line["seq"]) == ("林", "改", 2)
    assert line["projects"] == {"a": after.projects["a"].model_dump(mode="json"), "b": None}
    assert line["views"] == [SavedView(name="mine").model_dump()]
    body = text.rstrip()[: -len(f',"sum":"{line["sum"]}"' + "}")] + b"}"
    assert blake2b(body, digest_size=16).hexdigest() == line["sum"]
    meta = json.loads(data)["meta"]["1"]
    assert (line["store"], line["prev"]) == (meta["store"], meta["link"])
    assert Store.open(path).book == after
    assert journal_of(path).stat().st_mode & 0o777 == 0o600


def test_a_line_that_leaves_the_views_alone_does_not_tell_them(path: Path) -> None:
    written(path, "x")
    assert "views" not in json.loads(journal_of(path).read_bytes())


def test_a_line_tells_a_shared_list_whole_and_only_where_it_changed(path: Path) -> None:
    store = written(path)
    rival, product = Competitor(name="华讯"), Product(name="Net", share=1.5)
    book = commit(store, store.book, store.book.with_lists(competitors=(rival,)), "learn", "we")
    commit(store, book, book.with_lists(products=(product,)), "place", "we")
    first, second = map(json.loads, journal_of(path).read_bytes().splitlines())
    assert [record["name"] for record in first["competitors"]] == ["华讯"]
    assert [record["name"] for record in second["products"]] == ["Net"]
    assert ("products" in first, "competitors" in second) == (False, False)
    there = Store.open(path).book
    assert (there.competitors, there.products) == ((rival,), (product,))


def test_lines_follow_one_another() -> None:
    data = lines(3)
    found = read(b"".join(data))
    assert [entry.head.sequence for entry in found.entries] == [5, 6, 7]
    assert [entry.projects["a"] for entry in found.entries] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert (found.end, found.count, found.torn) == (sum(map(len, data)), 3, None)


@pytest.mark.parametrize("kept", range(4))
def test_what_is_in_the_file_already_is_passed_over(kept: int) -> None:
    data = lines(3)
    heads = [FIRST, *(entry.head for entry in read(b"".join(data)).entries)]
    found = read(b"".join(data), heads[kept])
    assert [entry.head for entry in found.entries] == heads[kept + 1 :]
    assert found.end == (0 if kept == 3 else sum(map(len, data)))


def test_a_last_line_cut_anywhere_is_torn_and_the_others_stand() -> None:
    first, second = lines(2)
    for cut in range(1, len(second)):
        found = read(first + second[:cut])
        assert (len(found.entries), found.end, found.torn) == (1, len(first), 2)
    assert read(first).torn is None


def test_a_last_line_with_any_byte_changed_is_torn() -> None:
    first, second = lines(2)
    for at in range(len(second) - 1):
        other = second[:at] + bytes([second[at] ^ 1]) + second[at + 1 :]
        found = read(first + other)
        assert (len(found.entries), found.torn) == (1, 2)


@pytest.mark.parametrize("wrong", [b"\n", b"{}\n", b"\x00\x00\n", b"[1]\n", b'{"sum":"x"}\n'])
def test_a_wrong_line_in_the_middle_is_refused(wrong: bytes) -> None:
    first, second = lines(2)
    for data, line in ((wrong + first, 1), (first + wrong + second, 2), (first + wrong + b"{", 2)):
        with pytest.raises(UserError) as refusal:
            read(data)
        assert refusal_of(refusal) == ("journal-damaged", {"file": str(FILE), "line": line})


@pytest.mark.parametrize(
    ("picked", "line", "found", "wanted"),
    [((1,), 1, 6, 5), ((0, 2), 2, 7, 6), ((0, 0), 2, 5, 6), ((0, 1, 0), 3, 5, 7)],
)
def test_lines_that_are_missing_or_out_of_order_are_refused(
    picked: tuple[int, ...], line: int, found: int, wanted: int
) -> None:
    data = lines(3)
    with pytest.raises(UserError) as refusal:
        read(b"".join(data[place] for place in picked))
    place = {"file": str(FILE), "line": line}
    assert refusal_of(refusal) == ("journal-gap", {**place, "found": found, "wanted": wanted})


@pytest.mark.parametrize(
    "head",
    [StoreHead("other", 4, "00ff"), StoreHead("01J", 4, "ff00"), StoreHead("01J", 5, "00ff")],
)
def test_lines_of_another_store_or_another_course_are_refused(head: StoreHead) -> None:
    with pytest.raises(UserError) as refusal:
        read(b"".join(lines(2)), head)
    assert refusal_of(refusal) == ("journal-foreign", {"file": str(FILE)})


def test_a_torn_last_line_is_dropped_and_told_once(path: Path) -> None:
    book = written(path, "x").book
    whole = journal_of(path).read_bytes()
    journal_of(path).write_bytes(whole + whole[: len(whole) // 2])
    assert [problem.code for problem in inspect_store(path).problems] == ["journal-torn"]
    store = Store.open(path)
    assert store.book == book
    figures = {"file": str(journal_of(path)), "line": 2}
    assert [(notice.code, notice.figures) for notice in store.notices] == [
        ("journal-torn", figures)
    ]
    assert journal_of(path).read_bytes() == whole
    again = Store.open(path)
    assert (again.book, again.notices) == (book, ())
    assert inspect_store(path).sound


def test_a_torn_line_that_another_left_is_written_over(path: Path) -> None:
    store = written(path, "x")
    with journal_of(path).open("ab") as file:
        file.write(b'{"seq":3,')
    after = renamed(store.book, "a", "y")
    assert commit(store, store.book, after, "edit", "me") == after
    again = Store.open(path)
    assert (again.book, again.notices) == (after, ())


def damaged(path: Path) -> None:
    data = journal_of(path).read_bytes().split(b"\n")
    journal_of(path).write_bytes(b"\n".join((data[0][:-3], *data[1:])))


def gapped(path: Path) -> None:
    data = journal_of(path).read_bytes().split(b"\n")
    journal_of(path).write_bytes(b"\n".join(data[1:]))


def foreign(path: Path) -> None:
    other = path.with_name("other.json")
    written(other, "x", "y")
    journal_of(path).write_bytes(journal_of(other).read_bytes())


def orphaned(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


WRONGS = {
    "journal-damaged": damaged,
    "journal-gap": gapped,
    "journal-foreign": foreign,
    "journal-orphan": orphaned,
    "store-damaged": truncated,
}


@pytest.mark.parametrize("code", WRONGS)
@pytest.mark.parametrize("backed_up", [False, True])
def test_what_is_worse_is_refused_untouched_and_the_newest_backup_named(
    path: Path, code: str, backed_up: bool
) -> None:
    store = written(path, "w")
    if backed_up:
        store.checkpoint()
    commit(store, store.book, renamed(store.book, "a", "x"), "edit", "me")
    commit(store, store.book, renamed(store.book, "a", "y"), "edit", "me")
    WRONGS[code](path)
    before = {
        file: file.read_bytes() for file in path.parent.glob("netloft.json*") if file.is_file()
    }
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal.value.code == code
    backup = str(refusal.value.figures.get("backup", ""))
    if code.startswith("journal-") and path.exists():
        # The file itself loses least: what reads of the journal can be put behind it.
        assert (backup, "salvage" in refusal.value.figures) == (str(path), True)
    else:
        assert bool(backup) == backed_up
        assert not backed_up or backup.startswith(str(path.with_name("netloft.json.backups")))
    assert [problem.code for problem in inspect_store(path).problems] == [code]
    with pytest.raises(UserError):
        Store.open(path)
    assert before == {
        file: file.read_bytes() for file in path.parent.glob("netloft.json*") if file.is_file()
    }


def test_a_bulk_change_is_one_line(path: Path) -> None:
    keys = [f"p{number}" for number in range(600)]
    store = saved(path, book_of(*keys))
    after = store.book
    for key in keys:
        after = renamed(after, key, "all")
    assert commit(store, store.book, after, "bulk", "me") == after
    assert journal_of(path).read_bytes().count(b"\n") == 1
    assert Store.open(path).book == after


def test_file_and_journal_open_elsewhere(path: Path, tmp_path: Path) -> None:
    book = written(path, "x", "y").book
    there = tmp_path / "there" / "deals.json"
    there.parent.mkdir()
    there.write_bytes(path.read_bytes())
    journal_of(there).write_bytes(journal_of(path).read_bytes())
    assert Store.open(there).book == book


def test_the_file_alone_opens_elsewhere_after_leaving(path: Path, tmp_path: Path) -> None:
    store = written(path, "x", "y")
    store.close()
    assert names(path) == {path.name, f"{path.name}.lock", f"{path.name}.backups"}
    there = tmp_path / "deals.json"
    there.write_bytes(path.read_bytes())
    assert Store.open(there).book == store.book


def test_a_journal_taken_away_leaves_what_is_known(path: Path) -> None:
    store = written(path, "x")
    journal_of(path).unlink()
    assert store.take_in() is None
    after = renamed(store.book, "b", "y")
    assert commit(store, store.book, after, "edit", "me") == after
    assert Store.open(path).book == after


def test_an_empty_journal_is_none(path: Path) -> None:
    saved(path, Book())
    journal_of(path).touch()
    assert not Store.open(path).dirty
    assert inspect_store(path).sound
