"""Of a data file that is damaged every record that is whole is salvaged."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.model import SHARED, Book, Competitor, Product
from store.check import inspect_store
from store.damaged_file import RECORDS, Pieces, find_pieces, rebuild_store
from store.documents import PROJECTS
from store.json_layout import split_tables
from store.metadata import META
from store.remains import candidates
from store.restore import back_up
from store.salvage import SalvageResult, salvage
from store.store import Store
from tests.store import book_of, commit, on_disk, renamed, saved

LETTERS = "abcdefgh"
LISTS = {
    "competitors": (Competitor(name="甲骨文"), Competitor(name='Rival, "the" other')),
    "products": (Product(name="网"), Product(name="net")),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A data file of a few projects, one deleted, and what all share."""
    path = tmp_path_factory.mktemp("book") / "netloft.json"
    store = saved(path, book_of(*LETTERS, "gone").with_lists(**LISTS))
    commit(store, store.book, renamed(store.book, "b", '北辰 "7":{"8":{}}'), "edit", "me")
    commit(store, store.book, store.book.without("gone"), "delete", "me")
    on_disk(store)
    store.close()
    return path.read_bytes()


def records(data: bytes) -> dict[tuple[str, str], tuple[int, int]]:
    """Return where the records of a file stand, by table and number."""
    found = {}
    for name, table in (split_tables(data) or {}).items():
        if name in RECORDS:
            for number, text in table.items():
                line = b'"%s":%s' % (number.encode(), text)
                at = data.index(b"\n" + line) + 1
                found[name, number] = at, at + len(line)
    return found


def untouched(data: bytes, start: int, end: int) -> dict[tuple[str, str], bytes]:
    """Return the text of the records that do not reach into the bytes from `start` to `end`."""
    tables = split_tables(data) or {}
    return {
        (name, number): tables[name][number]
        for (name, number), (first, last) in records(data).items()
        if last <= start or first >= end
    }


def taken(pieces: Pieces | None) -> Mapping[tuple[str, str], bytes]:
    """Return the documents that were taken out of a file, by table and number."""
    tables = pieces.tables if pieces else {}
    return {
        (name, number): text for name, table in tables.items() for number, text in table.items()
    }


@settings(max_examples=300)
@given(st.data())
def test_a_byte_that_was_changed_costs_no_record_but_its_own(
    data: bytes, draw: st.DataObject
) -> None:
    at = draw.draw(st.integers(0, len(data) - 1))
    byte = draw.draw(st.integers(0, 255).filter(lambda value: value != data[at]))
    changed = data[:at] + bytes([byte]) + data[at + 1 :]
    wanted = untouched(data, at, at + 1)
    pieces = find_pieces(changed)
    assert pieces is not None
    assert wanted.items() <= taken(pieces).items()
    stored = rebuild_store(pieces, Path("netloft.json"))
    whole = rebuild_store(find_pieces(data) or pieces, Path("netloft.json"))
    for name, number in wanted:
        if name == PROJECTS or name in SHARED:
            assert stored.numbered(name)[number].value == whole.numbered(name)[number].value


@settings(max_examples=150)
@given(st.data())
def test_a_file_that_was_cut_short_gives_all_up_to_there(data: bytes, draw: st.DataObject) -> None:
    first = min(start for start, _end in records(data).values())
    at = draw.draw(st.integers(first, len(data) - 1))
    wanted = untouched(data, at, len(data))
    pieces = find_pieces(data[:at])
    assert wanted.items() <= taken(pieces).items()
    if pieces is not None:
        assert pieces.count == len(wanted)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"3":"', b'"5":"'),
        (b'"3":"', b'"9":"'),
        (b'{"table":"projects"', b'{"tablf":"projects"'),
        (b'"projects":{\n', b'"prpjects":{\n'),
        (b'}\n},\n"projects":{\n', b'}\n},#"projects":{\n'),
    ],
)
def test_what_tells_of_records_may_be_damaged_itself(
    data: bytes, before: bytes, after: bytes
) -> None:
    at = data.rindex(before)
    pieces = find_pieces(data[:at] + after + data[at + len(before) :])
    whole = find_pieces(data)
    assert pieces is not None
    assert whole is not None
    assert pieces.lost == []
    assert {name: pieces.tables.get(name) for name in RECORDS} == {
        name: whole.tables.get(name) for name in RECORDS
    }
    assert pieces.proven == pieces.count


def test_tables_of_others_are_taken_along(data: bytes) -> None:
    theirs = b'"their notes":{\n"1":{"x":{"7":{}}},\n"2":{}\n},\n"tombstones":{\n'
    pieces = find_pieces(data.replace(b'"tombstones":{\n', theirs)[:-900])
    assert pieces is not None
    assert pieces.tables["their notes"] == {"1": b'{"x":{"7":{}}}', "2": b"{}"}
    assert list(pieces.tables[META]) == ["1"]
    assert rebuild_store(pieces, Path("netloft.json")).others.keys() == {"their notes"}


def test_of_a_whole_file_nothing_is_lost(data: bytes) -> None:
    pieces = find_pieces(data)
    assert pieces is not None
    assert (pieces.lost, pieces.has_sums, pieces.proven) == ([], True, pieces.count)
    assert pieces.count == len(LETTERS) + 1 + sum(map(len, LISTS.values()))
    assert find_pieces(b"{}") is find_pieces(b"") is find_pieces(b"\0\xff{") is None


@pytest.mark.parametrize("indent", [None, 2])
def test_another_layout_does_as_well(data: bytes, indent: int | None) -> None:
    laid = json.dumps(json.loads(data), indent=indent, ensure_ascii=False).encode()
    pieces = find_pieces(laid)
    assert pieces is not None
    assert (pieces.lost, pieces.proven) == ([], pieces.count)
    cut = find_pieces(laid.replace(b'"id"', b'"id', 1))
    assert cut is not None
    assert len(cut.lost) == 1


# Into the store --------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path, data: bytes) -> Path:
    place = tmp_path / "book" / "netloft.json"
    place.parent.mkdir()
    place.write_bytes(data)
    place.chmod(0o600)
    return place


def opened(path: Path) -> Book:
    """Return what the store holds."""
    store = Store.open(path)
    store.close()
    return store.book


def broken(data: bytes, project: str) -> bytes:
    """Return the file with the name of a project's first field spoilt."""
    at = data.index(b'"id":"%s"' % project.encode())
    return data[:at] + b"#" + data[at + 1 :]


def problems_of(done: SalvageResult) -> list[tuple[str, object]]:
    """Return what could not be read: the code and the record."""
    return [(problem.code, problem.figures.get("record")) for problem in done.problems]


def test_what_is_whole_comes_back_and_what_is_not_is_named(path: Path, data: bytes) -> None:
    book = opened(path)
    path.write_bytes(broken(data, "c"))
    done = salvage(path, [path])
    assert done.rebuilt
    assert problems_of(done) == [("salvage-record", "3")]
    assert opened(path).projects == book.without("c").projects
    assert {name: getattr(opened(path), name) for name in LISTS} == LISTS
    assert inspect_store(path).sound


def test_what_was_lost_is_taken_from_an_older_copy_and_journal_lines_follow(
    path: Path, data: bytes
) -> None:
    back_up(path)
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "a", "later"), "edit", "me")
    on_disk(store)
    commit(store, store.book, renamed(store.book, "d", "latest"), "edit", "me")
    book = store.book
    path.write_bytes(broken(path.read_bytes(), "c"))
    done = salvage(path, [path])
    assert (done.lines, problems_of(done)) == (1, [("salvage-record", "3")])
    assert opened(path).projects == book.projects


@pytest.mark.parametrize("backup", [False, True])
def test_a_copy_that_was_cut_short_gives_what_is_left_doubtful(
    path: Path, data: bytes, backup: bool
) -> None:
    book = opened(path)
    at = data.index(b'"id":"f"')
    torn = path.with_name("torn.json.gz" if backup else "torn.json")
    packed = gzip.compress(data, 0)
    torn.write_bytes(packed[: packed.index(b'"id":"f"')] if backup else data[:at])
    path.unlink()
    done = salvage(path, [torn])
    assert problems_of(done) == [("salvage-record", "6")]
    found = opened(path)
    assert {key: record.name for key, record in found.projects.items()} == {
        key: book.projects[key].name for key in "abcde"
    }
    assert {problem.code for problem in inspect_store(path).problems} == {"doubt-changed"}


def test_into_a_sound_store_it_brings_what_that_lacks(path: Path, data: bytes) -> None:
    book = opened(path)
    torn = path.with_name("torn.json")
    torn.write_bytes(broken(data, "c"))
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "a", "later"), "edit", "me")
    store.close()
    done = salvage(path, [torn])
    assert done.brought == ()
    assert opened(path).projects == store.book.projects
    assert set(opened(path).projects) == set(book.projects)


def test_a_record_whose_number_became_that_of_another_costs_neither(
    path: Path, data: bytes
) -> None:
    book = opened(path)
    at = data.index(b'\n"5":{"id":"e"') + 2
    path.write_bytes(data[:at] + b"3" + data[at + 1 :])
    done = salvage(path, [path], dry=True)
    torn = path.with_name("torn.json")
    torn.write_bytes(path.read_bytes())
    path.unlink()
    done = salvage(path, [torn])
    assert problems_of(done) == []
    assert opened(path).projects == book.projects


def test_a_restore_takes_no_damaged_copy(path: Path, data: bytes) -> None:
    kept = back_up(path)
    kept.write_bytes(gzip.compress(broken(data, "c"))[:-9])
    assert [candidate.sound for candidate in candidates(path) if candidate.file == kept] == [False]
