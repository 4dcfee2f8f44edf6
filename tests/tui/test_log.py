"""`netloft log`: what happened on a project, in words and for programs."""

from __future__ import annotations

from pathlib import Path

from deals.model import Book
from store.store import Store
from tests.store import commit
from tests.tui.conftest import Netloft


def made(netloft: Netloft) -> str:
    """Return a project that was moved twice; its id."""
    key = netloft("add", "北辰扩容", "--amount", "50万", "--stage", "P1").out.strip()
    assert netloft("set", key, "amount=64万", "stage=P2").code == 0
    return key


def test_the_log_tells_who_moved_what_newest_first(netloft: Netloft) -> None:
    answer = netloft("log", made(netloft))
    assert (answer.code, answer.err) == (0, "")
    stage, amount, added = answer.lines
    assert "stage: P1 -> P2" in stage
    assert "amount: 500k -> 640k" in amount
    assert added.endswith("added")
    assert all(line.startswith("2026-03-02 ") for line in answer.lines)


def test_the_log_for_programs(netloft: Netloft) -> None:
    key = made(netloft)
    stage, amount, added = netloft("log", "北辰扩容", "--json").json
    assert (stage["kind"], stage["field"], stage["old"], stage["new"]) == (
        *("change", "stage", "P1", "P2"),
    )
    assert (amount["field"], amount["old"], amount["new"]) == ("amount", "50万", "64万")
    assert stage["by"] and stage["at"].endswith("+00:00")
    assert added["kind"] == "added"
    assert netloft("log", key[:12], "--json").json == [stage, amount, added]


def test_of_a_deleted_project_it_tells_who_deleted_it(netloft: Netloft, tmp_path: Path) -> None:
    key = made(netloft)
    store = Store.open(tmp_path / "book" / "netloft.json", author="周")
    commit(store, store.book, Book(), "delete")
    store.close()
    for wanted in (key, "北辰扩容"):
        answer = netloft("log", wanted)
        assert answer.code == 0
        (line,) = answer.lines
        assert f"周  北辰扩容 ({key}) deleted" in line
    (record,) = netloft("log", key, "--json").json
    assert (record["kind"], record["by"], record["name"]) == ("deleted", "周", "北辰扩容")


def test_a_project_that_never_was_is_refused(netloft: Netloft) -> None:
    answer = netloft("log", "nowhere")
    assert (answer.code, answer.out) == (1, "")
    assert "nowhere" in answer.err
