"""The journal of a sealed store: nothing of the data shows, and nothing wrong passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.errors import UserError
from store.check import check
from store.encryption import PassphraseKey
from store.sealing import lock_store
from store.store import Store
from tests.store import book_of, commit, journal_of, names, refusal_of, renamed, saved

KEY = PassphraseKey("correct horse")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "netloft.json"


@pytest.fixture
def store(path: Path) -> Store:
    """A sealed store with two lines in its journal."""
    saved(path, book_of("a", "b")).close()
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    for name in ("北辰机密", "secret"):
        commit(store, store.book, renamed(store.book, "a", name), "edit", "me")
    return store


def test_lines_are_sealed_and_read_back(path: Path, store: Store) -> None:
    text = journal_of(path).read_bytes()
    assert text.count(b"\n") == 2
    assert not any(word in text for word in (b"secret", b"projects", "北辰".encode()))
    assert Store.open(path, key=KEY).book == store.book
    report = check(path, KEY)
    assert (report.sound, report.counts["lines"]) == (True, 2)


def test_a_torn_sealed_line_is_dropped_and_told(path: Path, store: Store) -> None:
    whole = journal_of(path).read_bytes()
    journal_of(path).write_bytes(whole + whole[:200])
    again = Store.open(path, key=KEY)
    assert again.book == store.book
    assert [notice.code for notice in again.notices] == ["journal-torn"]


def test_a_damaged_sealed_line_is_refused(path: Path, store: Store) -> None:
    first, second, _end = journal_of(path).read_bytes().split(b"\n")
    wrong = b"\n".join((first[:-8] + b"AAAAAAA=", second, b""))
    journal_of(path).write_bytes(wrong)
    with pytest.raises(UserError) as refusal:
        Store.open(path, key=KEY)
    figures = {"file": str(journal_of(path)), "line": 1}
    assert refusal.value.code == "journal-damaged"
    assert {key: refusal.value.figures[key] for key in figures} == figures
    assert journal_of(path).read_bytes() == wrong


def test_without_the_key_nothing_is_touched(path: Path, store: Store) -> None:
    before = {name: (path.parent / name).stat().st_mtime_ns for name in names(path)}
    for key, code in ((None, "store-sealed"), (PassphraseKey("wrong"), "passphrase-wrong")):
        with pytest.raises(UserError) as refusal:
            Store.open(path, key=key)
        assert refusal_of(refusal) == (code, {"file": str(path)})
    assert {name: (path.parent / name).stat().st_mtime_ns for name in names(path)} == before


def test_a_checkpoint_keeps_it_sealed(path: Path, store: Store) -> None:
    store.close()
    assert not journal_of(path).exists()
    assert b"secret" not in path.read_bytes()
    assert Store.open(path, key=KEY).book == store.book
