"""The store as the thread sees it that syncs: a state of one moment, commits in the app's turn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Thread

import pytest

from deals.book_change import BookChange, Committed
from store.store import Store
from tests.deals.makers import project
from tui.team_messages import name_several
from tui.team_store import AppStore, ScreenTurns


def do_apart(act: Callable[[], object]) -> tuple[Thread, list[object]]:
    """Do something in a thread; gives it, and what comes of it."""
    answers = list[object]()

    def run() -> None:
        try:
            answers.append(act())
        except (CancelledError, ValueError) as error:
            answers.append(type(error))

    thread = Thread(target=run)
    thread.start()
    return thread, answers


def test_a_turn_waits_for_the_screens_and_ends_with_them() -> None:
    posted: list[Callable[[], None]] = []
    turns = ScreenTurns(posted.append)
    thread, answers = do_apart(lambda: turns.do(lambda: 7))
    while not posted:
        pass
    assert answers == []
    posted.pop()()
    thread.join()
    thread, never = do_apart(lambda: turns.do(lambda: 8))
    while not posted:
        pass
    turns.end()
    thread.join()
    posted.pop()()
    turns.post(lambda: answers.append(9))
    assert (answers, never, posted) == ([7], [CancelledError], [])
    with pytest.raises(CancelledError):
        turns.do(lambda: 8)


def test_it_stands_still_until_it_is_looked_at_and_commits_by_itself_in_the_end(
    tmp_path: Path,
) -> None:
    store = Store.open(tmp_path / "store.json")
    turns = ScreenTurns(lambda act: act())

    def commit_pulled(change: BookChange, label: str) -> Committed:
        return store.commit(change, label, own=False)

    seen = AppStore(store, turns, lambda: None, commit_pulled)

    def edit(name: str) -> BookChange:
        made = project(id=name, name=name)
        return BookChange.between(store.book, store.book.with_projects(made))

    store.commit(edit("a"), "add")
    assert (list(seen.book.projects), seen.has_more) == ([], True)
    seen.look()
    assert (list(seen.book.projects), seen.has_more) == (["a"], False)
    seen.commit(edit("b"), "sync")
    assert (list(seen.checksums()), seen.has_more) == (["a", "b"], False)
    turns.end()
    seen.commit(edit("c"), "sync")
    assert (list(store.book.projects), seen.has_more) == (["a", "b", "c"], False)
    assert store.take_in() is None, "nothing of this session was overwritten"
    store.close()


def test_of_many_names_the_first_are_told() -> None:
    assert name_several(["a", "b", "a"]) == "a, b"
    assert name_several(list("abcde")) == "a, b, c and 2 more"
