"""The thread that syncs, where there is nothing to sync with: it says why, and answers who asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from queue import Queue
from typing import Any

from deals.errors import UserError
from store.files import sync_file
from store.store import Store
from team.glance_sync import GlanceBasis
from team.sync_session import TeamPlace
from team.sync_state import SyncState
from tests.deals.makers import DEFAULT
from tui.team_store import AppStore, ScreenTurns
from tui.team_thread import TeamNews, TeamRequest, TeamThread, find_pauses

PATIENCE = 20


def make_thread(store: Store, look: Callable[[], None]) -> tuple[TeamThread, Queue[TeamNews]]:
    """Make the thread of a store, whose screens take in what others did by `look`."""
    turns, heard = ScreenTurns(lambda act: act()), Queue[TeamNews]()
    place = TeamPlace(store.path, None, lambda: GlanceBasis(DEFAULT, date(2026, 3, 2)))
    seen = AppStore(store, turns, look, lambda change, label: store.commit(change, label))
    return TeamThread(place, seen, heard.put), heard


def ask(thread: TeamThread) -> Queue[str]:
    """Ask for something that needs a line, and for a sync; gives the codes of the refusals."""
    refused = Queue[str]()

    def work(_about: Any) -> None:
        raise AssertionError

    thread.ask(TeamRequest(work, lambda refusal: refused.put(refusal.code), needs_line=True))
    return refused


def hear(heard: Queue[TeamNews], wanted: Callable[[TeamNews], object]) -> TeamNews:
    """Return the first news that is wanted."""
    while not wanted(news := heard.get(timeout=PATIENCE)):
        pass
    return news


def test_a_fault_is_told_and_who_asks_later_is_answered(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.json")

    def fail() -> None:
        raise ZeroDivisionError("division of 'Acme' by zero")

    thread, heard = make_thread(store, fail)
    before = ask(thread)
    thread.start()
    news = hear(heard, lambda news: news.refusal)
    assert news.status is not None and news.status.stopped is not None
    assert (news.status.stopped.code, news.refusal) == ("team-fault", news.status.stopped)
    assert (before.get(timeout=PATIENCE), ask(thread).get(timeout=PATIENCE)) == ("team-fault",) * 2
    with SyncState.peek(store.path) as state:
        kept = str(state.read("fault"))
    assert kept == news.refusal.figures["kind"] if news.refusal else ""
    assert kept.startswith("ZeroDivisionError (") and kept.endswith(") division of - by zero")
    thread.hurry(asked=True)
    assert hear(heard, lambda news: news.asked).refusal is not None
    thread.leave(PATIENCE, PATIENCE)
    store.close()


def test_a_state_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.json")
    sync_file(store.path).mkdir()
    thread, heard = make_thread(store, lambda: None)
    thread.start()
    news = hear(heard, lambda news: news.status and news.status.why)
    assert news.status is not None and news.status.why is not None
    assert news.status.why.code == "team-state-unwritable"
    thread.leave(PATIENCE, PATIENCE)
    store.close()


def test_it_is_tried_again_within_seconds_and_who_is_let_in_again_within_a_minute() -> None:
    pause, waits = 1.0, list[float]()
    for _try in range(6):
        wait, pause = find_pauses(pause, None)
        waits.append(wait)
    assert waits == [1, 2, 4, 8, 12, 12]
    assert find_pauses(2.0, UserError("team-stranger")) == (60, 2.0)


def test_without_an_address_who_asks_is_answered(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.json")
    thread, _heard = make_thread(store, lambda: None)
    thread.start()
    for _again in range(2):
        assert ask(thread).get(timeout=PATIENCE) == "team-url-missing"
    thread.leave(PATIENCE, PATIENCE)
    store.close()
