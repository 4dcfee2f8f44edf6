"""What weeks of tables of an office brought to light, the smallest case of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from deals.merging.joining import join_projects
from deals.model import Book
from store.tables.pipeline import import_tables
from store.tables.results import ImportResult
from tests.store.tables.test_identity import CRM, HEADER, edited, find, owners, reading

BOSS = "项目名称,客户,项目状态"
WANG = [HEADER, "甲,电力,王,P2", "乙,银行,王,P1"]
ZHOU = [HEADER, "丁,地铁,周,P3"]

Tables = Mapping[str, Sequence[str]]


def bring(folder: Path, book: Book, tables: Tables, week: int = 0) -> ImportResult:
    """Import tables, each with its own header, of which nothing is refused."""
    paths = [folder / f"{name}.csv" for name in tables]
    for path, rows in zip(paths, tables.values(), strict=True):
        path.write_text("\n".join(rows), "utf-8")
    result = import_tables(paths, book, reading(week))
    assert [f"{refusal}" for refusal in result.refusals] == []
    return result


def bring_each(folder: Path, book: Book, tables: Tables, week: int = 1) -> list[ImportResult]:
    """Import tables in every order."""
    return [
        bring(folder, book, {name: tables[name] for name in order}, week)
        for order in permutations(tables)
    ]


def unite(book: Book, kept: str, other: str) -> Book:
    """Make one of two projects, by their ids."""
    joined = join_projects(book.projects[kept], book.projects[other], reading(1).stamp)
    return book.with_projects(joined.project).without(other)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return bring(tmp_path, Book(), {"王": WANG, "周": ZHOU}).book


def test_what_two_tables_make_a_project_with_is_no_history(tmp_path: Path) -> None:
    tables = {"boss": [BOSS, "甲,电力,P2"], "王": WANG}
    for result in bring_each(tmp_path, Book(), tables):
        project = find(result.book, "甲")
        assert (project.owner, project.stage, project.history) == ("王", "P2", ())


def test_a_record_renamed_in_its_crm_may_go_by_its_old_name_elsewhere(tmp_path: Path) -> None:
    tables = {"boss": [BOSS, "Alpha,ACME,P2"], "r": [CRM, "0065g00000ABCdE,Alpha,ACME,Ann,P2"]}
    book = bring(tmp_path, Book(), tables).book
    renamed = {**tables, "r": [CRM, "0065g00000ABCdE,Alpha 2,ACME,Ann,P2"]}
    for result in bring_each(tmp_path, book, renamed):
        assert owners(result.book) == [("Alpha 2", "Ann")]
        (boss,) = (ref for ref in find(result.book, "Alpha 2").sources if ref.source == "boss")
        assert boss.says == (("name", "Alpha"),)
        assert bring(tmp_path, result.book, renamed, 2).book is result.book


def test_what_went_over_after_it_was_handed_over_here_is_not_gone(
    tmp_path: Path, book: Book
) -> None:
    ours = edited(book, "甲", "owner", "周")
    tables = {"王": [HEADER, WANG[2]], "周": [*ZHOU, "甲,电力,周,P2"]}
    for result in bring_each(tmp_path, ours, tables):
        assert (result.gone, result.twins) == ((), ())
        assert [ref.source for ref in find(result.book, "甲").sources] == ["周"]


def test_a_blank_owner_in_a_table_that_held_a_project_means_that(
    tmp_path: Path, book: Book
) -> None:
    tables = {"王": [HEADER, "甲,电力,,P2", WANG[2]], "周": [*ZHOU, "甲,电力,周,P4"]}
    for result in bring_each(tmp_path, book, tables):
        assert (
            owners(result.book).count(("甲", "周")) == owners(result.book).count(("甲", "王")) == 1
        )
        assert len(result.twins) == 1


def test_a_table_that_lags_behind_holds_nothing_back(tmp_path: Path, book: Book) -> None:
    ours = edited(book, "甲", "owner", "周")
    both = bring(tmp_path, ours, {"王": WANG, "周": [*ZHOU, "甲,电力,周,P2"]}, 1).book
    tables = {"王": WANG, "周": ZHOU, "李": [HEADER, "甲,电力,李,P2"]}
    for result in bring_each(tmp_path, both, tables, 2):
        assert [owner for name, owner in owners(result.book) if name == "甲"] == ["李"]


def test_what_is_handed_back_may_go_by_its_old_customer(tmp_path: Path, book: Book) -> None:
    over = {"王": [HEADER, WANG[2]], "周": [*ZHOU, "甲,电力,周,P2"]}
    ours = edited(bring(tmp_path, book, over, 1).book, "甲", "customer", "电力公司")
    for result in bring_each(tmp_path, ours, {"王": WANG, "周": ZHOU}, 2):
        project = find(result.book, "甲")
        assert (project.owner, project.customer, result.gone) == ("王", "电力公司", ())
        assert [(ref.source, ref.says) for ref in project.sources] == [
            ("王", (("customer", "电力"),))
        ]


def test_two_records_of_a_table_that_became_one_stay_one(tmp_path: Path) -> None:
    tables = {"all": [HEADER, "甲,电力,王,P2", "甲,电力,周,P3"]}
    book = bring(tmp_path, Book(), tables).book
    ours = unite(book, *book.projects)
    again = bring(tmp_path, ours, tables, 1)
    assert owners(again.book) == [("甲", "王")]
    assert {change.new for outcome in again.outcomes for change in outcome.still} >= {"周"}
    assert bring(tmp_path, again.book, tables, 2).book is again.book
    news = {"all": [HEADER, "甲,电力,王,P2", "甲,电力,周,P5"]}
    assert find(bring(tmp_path, again.book, news, 2).book, "甲").stage == "P5"


def test_so_do_two_records_of_a_crm(tmp_path: Path) -> None:
    rows = ["0065g00000ABCdE,Alpha,ACME,Ann,P2", "0065g00000ABCdF,Alpha,ACME,Bob,P2"]
    book = bring(tmp_path, Book(), {"r": [CRM, *rows]}).book
    ours = unite(book, *book.projects)
    again = bring(tmp_path, ours, {"r": [CRM, *rows]}, 1).book
    assert owners(again) == [("Alpha", "Ann")]
    assert owners(bring(tmp_path, again, {"r": [CRM, rows[0]]}, 2).book) == [("Alpha", "Ann")]


@pytest.mark.parametrize(
    ("row", "names"), [("甲 2,电力", ("甲 2", "电力")), ("甲,电网", ("甲", "电网"))]
)
@pytest.mark.parametrize("header", ["编号", "Id"])
def test_an_export_of_ours_may_be_cut(
    tmp_path: Path, book: Book, row: str, names: tuple[str, str], header: str
) -> None:
    id_ = find(book, "甲").id
    after = bring(tmp_path, book, {"mine": [f"{HEADER},{header}", f"{row},王,P3,{id_}"]}, 1)
    project = after.book.projects[id_]
    assert ((project.name, project.customer), project.stage) == (names, "P3")
    assert (len(after.book.projects), after.gone) == (len(book.projects), ())
