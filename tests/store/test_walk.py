"""Somebody opens the store at each step of another's checkpoint, and later goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from deals.errors import UserError
from store import files, storage
from store.check import inspect_store
from store.store import Store
from tests.store import book_of, commit, project, renamed, saved
from tests.store.faults import Call, Disk

STEPS = 20


def opening(path: Path, number: int, late: list[Store]) -> Disk:
    """Return a disk before whose nth step another session opens the store; it may find it busy."""
    steps = 0

    def hook(name: str, real: Call) -> Any:
        nonlocal steps
        steps += 1
        if steps == number:
            try:
                late.append(Store.open(path))
            except UserError as refusal:
                assert refusal.code == "store-busy"
        return real()

    return Disk(hook)


def checkpointed(store: Store, there: Store, disk: Disk) -> None:
    """A checkpoint on the disk, in the middle of which somebody else commits."""
    own = store._disk.storage
    draw = own.draft

    def drawn() -> files.FileDraft:
        draft = draw()
        own._lock.release()
        commit(there, there.book, renamed(there.book, "b", "between"), "edit", "they")
        own._lock.acquire(1)
        return draft

    with patch.object(own, "draft", drawn), patch.object(files, "os", disk):
        store.checkpoint()


def test_opened_at_each_step_of_a_checkpoint_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[[str], None]
) -> None:
    monkeypatch.setattr(storage, "LOCK_SECONDS", 0.01)
    opened = number = 0
    while True:
        number += 1
        path = tmp_path / f"{number}" / "netloft.json"
        here = saved(path, book_of("a", "b"))
        commit(here, here.book, renamed(here.book, "a", "before"), "edit", "me")
        late: list[Store] = []
        there = Store.open(path)
        disk = opening(path, number, late)
        checkpointed(here, there, disk)
        if not late and number > STEPS:
            break
        commit(there, there.book, there.book.with_projects(project("c")), "add", "they")
        for session in late:
            commit(session, session.book, session.book.with_projects(project("d")), "add", "late")
            opened += 1
        now = {key: record.name for key, record in Store.open(path).book.projects.items()}
        names = {"a": "before", "b": "between", "c": project("c").name}
        assert now == names | ({"d": project("d").name} if late else {}), number
        assert inspect_store(path).sound
    counted(f"opened at {opened} of {number - 1} steps")
    assert opened >= STEPS
