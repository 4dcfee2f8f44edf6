"""`netloft followups`, and what `netloft log` says of gifts and hospitality."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deals.model import Book, NextAction, Touch
from store.store import Store
from tests.deals.makers import contact, project
from tests.store import commit
from tests.tui.conftest import Netloft


def stored(tmp_path: Path) -> None:
    """Store a project with 何总, due and generously treated, and 秦总, who was never met."""
    follow_up = NextAction(text="ask [/] 预算", on=date(2026, 2, 20))
    people = [
        contact("何总", 3, id="he", title="GM", follow_up=follow_up),
        contact("秦总", id="qin", role="approves", level="high"),
    ]
    spent = [("a", "gift", 280, "CNY"), ("b", "dinner", 1900, "CNY"), ("c", "gift", 40, "USD")]
    touches = [
        Touch(id=key, on=date(2026, 2, 1), contacts=("he",), how=how, worth=worth, currency=code)
        for key, how, worth, code in spent
    ]
    long_ago = "2025-01-01T00:00:00Z"
    account = project(customer="北辰", contacts=people, touches=touches, created_at=long_ago)
    store = Store.open(tmp_path / "book" / "netloft.json")
    commit(store, store.book, Book().with_projects(account), "add", "林")
    store.close()


def test_nobody_is_due_on_an_empty_book(netloft: Netloft) -> None:
    answer = netloft("followups")
    assert (answer.code, answer.out) == (0, "Nobody is to be seen today.\n")
    assert netloft("followups", "--json").json == []


def test_follow_ups_stand_before_those_missed(netloft: Netloft, tmp_path: Path) -> None:
    stored(tmp_path)
    header, he, qin = netloft("followups").lines
    assert header.split()[:3] == ["Due", "Late", "Person"]
    assert qin.startswith("~  2025-02-15  380d  秦总") and "not touched for 425d" in qin
    assert he.startswith("!  2026-02-20   10d  何总") and he.endswith("ask [/] 预算")
    zh = netloft("--lang", "zh_CN", "followups").out
    assert "425 天未接触" in zh and "跟进内容" in zh


def test_who_is_due_for_programs(netloft: Netloft, tmp_path: Path) -> None:
    stored(tmp_path)
    he, qin = netloft("followups", "--json").json
    assert (qin["name"], qin["what"], qin["quiet"], qin["late"]) == ("秦总", None, 425, 380)
    assert (he["on"], he["late"], he["what"]) == ("2026-02-20", 10, "ask [/] 预算")
    assert (he["customer"], he["project"], he["cr"]) == ("北辰", "北辰扩容", 3)
    assert he["last_touch"] == "2026-02-01"


def test_the_log_sums_what_was_given(netloft: Netloft, tmp_path: Path) -> None:
    stored(tmp_path)
    answer = netloft("log", "北辰扩容")
    assert "touch: gift, CNY 280 (何总)" in answer.out
    assert answer.lines[-1] == (
        "  ! 2026 何总: CNY 2,180, USD 40 (3 times), over the limit of CNY 2,000"
    )
    *_entries, given = netloft("log", "北辰扩容", "--json").json
    assert given["kind"] == "given"
    assert (given["sums"], given["over"]) == ({"CNY": 2180, "USD": 40}, True)
    touches = [entry for entry in _entries if entry["kind"] == "touch"]
    cases = {touch["id"]: [each["case"] for each in touch["over"]] for touch in touches}
    assert cases == {"a": ["year"], "b": ["occasion", "year"], "c": ["currency"]}
