"""A deal that one of its tables holds no longer, and another does."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Book
from store.tables.results import GoneProject
from tests.store.tables.test_identity import HEADER, find, owners
from tests.store.tables.test_office_cases import BOSS, WANG, ZHOU, bring, bring_each
from views.import_report import gone_text, outcome_lines


@pytest.fixture
def book(tmp_path: Path) -> Book:
    tables = {"王-2026-02-16": WANG, "boss": [BOSS, "甲,电力,P2", "丁,地铁,P3"], "周": ZHOU}
    return bring(tmp_path, Book(), tables).book


def test_it_is_told_and_not_flagged(tmp_path: Path, book: Book) -> None:
    tables = {"王-2026-02-23": WANG, "boss": [BOSS, "丁,地铁,P3"]}
    for result in bring_each(tmp_path, book, tables):
        project = find(result.book, "甲")
        assert (result.gone, project.missing_from) == ((), ())
        assert [(each.name, each.source, each.still) for each in result.left] == [
            ("甲", "boss", "王-2026-02-23")
        ]
        assert any("no longer in boss; still in 王" in line for line in outcome_lines(result))
        again = bring(tmp_path, result.book, tables, 2)
        assert (again.left, again.book) == ((), result.book)


def test_what_the_last_table_drops_is_gone(tmp_path: Path, book: Book) -> None:
    less = bring(tmp_path, book, {"boss": [BOSS, "丁,地铁,P3"]}, 1).book
    last = bring(tmp_path, less, {"王-2026-03-02": [HEADER, "乙,银行,王,P1"]}, 2)
    assert last.gone == (GoneProject(find(book, "甲").id, "甲", "王-2026-03-02", "2026-02-16"),)
    assert (
        gone_text(last.gone[0]) == "gone from 王-2026-03-02; it was last in the table of 2026-02-16"
    )
    assert {ref.source for ref in find(last.book, "甲").missing_from} == {"boss", "王"}


def test_what_a_list_drops_is_not_let_go_by_its_owner(tmp_path: Path, book: Book) -> None:
    less = bring(tmp_path, book, {"boss": [BOSS, "丁,地铁,P3"]}, 1).book
    after = bring(tmp_path, less, {"周": [*ZHOU, "甲,电力,周,P2"]}, 2)
    assert [name for name, _owner in owners(after.book)].count("甲") == 2
    assert len(after.twins) == 1
