"""Several processes on one store: nobody's edit is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from store.check import check
from store.store import Store
from tests.house import ROOT
from tests.store import book_of, commit, documents, journal_of, renamed, saved

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
    assert check(path).sound


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
