"""After a session has died: what looks shows all it saved, and what writes leaves no journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.check import inspect_store
from store.store import Store
from tests.store import book_of, commit, journal_of, renamed, saved
from tests.tui.conftest import Netloft

TORN = b'{"seq":4,"store":'
TABLE = "Project,Customer\nNew,Beichen\n"


@pytest.fixture
def path(netloft: Netloft, tmp_path: Path) -> Path:
    """Return a store whose last session died in the middle of its third commit."""
    path = tmp_path / "book" / "netloft.json"
    store = saved(path, book_of("a", "b"))
    commit(store, store.book, renamed(store.book, "a", "saved first"), "edit", "me")
    commit(store, store.book, renamed(store.book, "b", "saved last"), "edit", "me")
    with journal_of(path).open("ab") as journal:
        journal.write(TORN)
    return path


def names(path: Path) -> set[str]:
    store = Store.open(path)
    try:
        return {project.name for project in store.book.projects.values()}
    finally:
        store.close()


def left(path: Path) -> bytes:
    """Return what is in the journal."""
    journal = journal_of(path)
    return journal.read_bytes() if journal.exists() else b""


@pytest.mark.parametrize(
    "call",
    [["list"], ["list", "--csv"], ["list", "--json"], ["show", "saved last"], []],
)
def test_who_looks_sees_all_that_was_saved_and_leaves_it_where_it_is(
    netloft: Netloft, path: Path, call: list[str]
) -> None:
    lines, file = left(path).removesuffix(TORN), path.read_bytes()
    first = netloft(*call)
    assert first.code == 0
    assert "saved last" in first.out
    assert "journal" in first.err
    again = netloft(*call)
    assert (again.out, again.err) == (first.out, "")
    assert (left(path), path.read_bytes()) == (lines, file)
    assert inspect_store(path).sound


@pytest.mark.parametrize(
    "call",
    [
        ["add", "New"],
        ["set", "saved last", "owner=Wu"],
        ["import", "table.csv"],
        ["backup"],
        ["backup", "copy.json"],
        ["lock"],
    ],
)
def test_who_writes_leaves_no_journal_and_loses_nothing(
    netloft: Netloft,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_text(TABLE)
    Path("secret").write_text("open sesame\n")
    Path("secret").chmod(0o600)
    monkeypatch.setenv("NETLOFT_PASSPHRASE_FILE", str(tmp_path / "secret"))
    assert netloft(*call).code == 0
    assert left(path) == b""
    assert {"saved first", "saved last"} <= {
        project["name"] for project in netloft("list", "--json").json
    }
    if call == ["lock"]:
        assert netloft("unlock").code == 0
    assert left(path) == b""
    assert {"saved first", "saved last"} <= names(path)


def test_a_restore_leaves_no_journal_and_keeps_what_was_saved(
    netloft: Netloft, path: Path, tmp_path: Path
) -> None:
    netloft("backup", tmp_path / "copy.json")
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "a", "later"), "edit", "me")
    assert left(path)
    answer = netloft("restore", tmp_path / "copy.json")
    assert (answer.code, left(path)) == (0, b"")
    assert names(path) == {"saved first", "saved last"}
    assert netloft("restore", answer.lines[1].rpartition(" ")[2]).code == 0
    assert names(path) == {"later", "saved last"}
