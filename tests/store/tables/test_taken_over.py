"""What a table says that takes a deal over, and a record that a CRM made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Book
from tests.store.tables.test_identity import CRM, bring, edited, find, owners, taken

HEADER = "项目名称,客户,负责人,项目状态,预签金额"
WANG = ["甲,电力,王,P2,100万", "乙,银行,王,P1,200万"]
ZHOU = ["丁,地铁,周,P3,300万"]
RECORD = "0065g00000ABCdE,Alpha,ACME,Ann,P2"
ANEW = "0065g00000ABCdZ,Alpha,ACME,Ann,P2"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    first = taken(tmp_path, Book(), {"王": WANG, "周": ZHOU}, header=HEADER)
    return edited(edited(first, "甲", "stage", "P4"), "甲", "amount", "150万")


@pytest.mark.parametrize("week", [1, 2])
def test_a_new_owners_copy_does_not_turn_back_what_was_edited_here(
    tmp_path: Path, book: Book, week: int
) -> None:
    left = {"王": WANG[1:], "周": [*ZHOU, "甲,电力,周,P2,100万"]}
    if week == 2:
        book = taken(tmp_path, book, {"王": WANG[1:]}, 1, HEADER)
    result = bring(tmp_path, book, left, week, HEADER)
    project = find(result.book, "甲")
    assert (project.owner, project.stage, project.amount and project.amount.low) == (
        *("周", "P4"),
        1_500_000,
    )
    told = [each for row in result.outcomes if row.project == "甲" for each in row.still]
    assert {(each.field, each.new) for each in told} >= {("stage", "P2")}
    assert bring(tmp_path, result.book, left, week + 1, HEADER).book is result.book


def test_what_a_new_owner_says_anew_is_taken(tmp_path: Path, book: Book) -> None:
    tables = {"王": WANG[1:], "周": [*ZHOU, "甲,电力,周,P5,100万"]}
    project = find(taken(tmp_path, book, tables, 1, HEADER), "甲")
    assert (project.owner, project.stage, project.amount and project.amount.low) == (
        *("周", "P5"),
        1_500_000,
    )


def test_a_table_that_follows_a_hand_over_here_turns_nothing_back(
    tmp_path: Path, book: Book
) -> None:
    ours = edited(book, "甲", "owner", "周")
    tables = {"王": WANG[1:], "周": [*ZHOU, "甲,电力,周,P2,100万"]}
    assert find(taken(tmp_path, ours, tables, 1, HEADER), "甲").stage == "P4"


def test_a_record_made_anew_is_the_same_project(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"report": [RECORD]}, header=CRM)
    result = bring(tmp_path, book, {"report": [ANEW.replace("P2", "P3")]}, 1, CRM)
    (project,) = result.book.projects.values()
    assert (project.stage, [ref.id for ref in project.sources]) == ("P3", ["0065g00000ABCdZ"])
    assert [each.code for each in result.outcomes[0].remarks] == ["renumbered"]
    assert result.gone == ()
    again = bring(tmp_path, result.book, {"report": [ANEW.replace("P2", "P3")]}, 2, CRM)
    assert (again.book, again.outcomes[0].remarks) == (result.book, ())


def test_it_is_told_though_nothing_else_changes(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"report": [RECORD]}, header=CRM)
    result = bring(tmp_path, book, {"report": [ANEW]}, 1, CRM)
    assert [each.code for each in result.outcomes[0].remarks] == ["renumbered"]


@pytest.mark.parametrize("rows", [[RECORD, ANEW], [ANEW, RECORD]])
def test_beside_the_former_record_it_is_another_project(tmp_path: Path, rows: list[str]) -> None:
    book = taken(tmp_path, Book(), {"report": [RECORD]}, header=CRM)
    assert len(taken(tmp_path, book, {"report": rows}, 1, CRM).projects) == 2


def test_a_deal_won_is_not_made_anew(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"report": [RECORD]}, header=CRM)
    won = edited(book, "Alpha", "status", "won")
    after = taken(tmp_path, won, {"report": [ANEW]}, 1, CRM)
    assert owners(after) == [("Alpha", "Ann")] * 2
