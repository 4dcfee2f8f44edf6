"""What was united, renamed or ended here stays so, whatever tables go on saying."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.customers import rename_customer
from deals.edits.stages import end_project
from deals.edits.typed_fields import set_field
from deals.merging.joining import join_projects
from deals.model import Book
from tests.store.tables.test_identity import HEADER, Rows, bring, reading, taken

CRM = "Opportunity Name,Account Name,Opportunity Owner,Stage,Opportunity ID"


def unite(book: Book, kept: int = 0, other: int = 1) -> Book:
    """Return the book in which two projects, by their places, are one."""
    projects = list(book.projects.values())
    joined = join_projects(projects[kept], projects[other], reading(0).stamp).project
    return book.with_projects(joined).without(projects[other].id)


def edit(book: Book, place: int, **texts: str) -> Book:
    """Return the book with fields of a project, by its place, typed anew."""
    project = list(book.projects.values())[place]
    for name, text in texts.items():
        project = set_field(project, name, text, reading(0))
    return book.with_projects(project)


@pytest.mark.parametrize(
    ("header", "rows", "news"),
    [
        (HEADER, ["塔,港,王,P1", "塔,城,王,P2"], ["塔,港,王,P1", "塔,城,王,P3"]),
        (HEADER, ["塔,港,王,P1", "新塔,港,王,P2"], ["塔,港,王,P1", "新塔,港,王,P3"]),
        (HEADER, ["塔,港,王,P1", "塔,港,周,P2"], ["塔,港,王,P1", "塔,港,周,P3"]),
        (
            CRM,
            ["塔,港,王,P1,0061", "东塔,港,王,P2,0062"],
            ["塔,港,王,P1,0061", "东塔,港,王,P3,0062"],
        ),
    ],
)
def test_two_records_of_a_table_that_became_one_project_stay_one(
    tmp_path: Path, header: str, rows: Rows, news: Rows
) -> None:
    book = unite(taken(tmp_path, Book(), {"王": rows}, header=header))
    (united,) = book.projects.values()
    for week, table in enumerate((rows, rows[1:], rows[:1], rows), 1):
        book = taken(tmp_path, book, {"王": table}, week, header)
        (project,) = book.projects.values()
        assert (project.name, project.customer, project.stage) == ("塔", "港", united.stage)
        assert len(project.sources) == 2
        assert not project.missing_from
    (project,) = taken(tmp_path, book, {"王": news}, 5, header).projects.values()
    assert (project.name, project.stage) == ("塔", "P3")


def test_rows_that_swapped_their_names_here_stay_whose_they_are(tmp_path: Path) -> None:
    rows = ["塔,港,王,P1", "坝,港,王,P2", "桥,城,王,P3"]
    book = taken(tmp_path, Book(), {"王": rows})
    book = edit(edit(edit(book, 0, name="坝"), 1, name="桥", customer="城"), 2, name="塔")
    after = taken(tmp_path, book, {"王": rows}, 1)
    assert [each.stage for each in after.projects.values()] == ["P1", "P2", "P3"]
    assert [each.name for each in after.projects.values()] == ["坝", "桥", "塔"]
    assert taken(tmp_path, after, {"王": rows}, 2) == after


@pytest.mark.parametrize("field", ["name", "customer", "owner"])
def test_what_a_table_followed_is_not_turned_back_by_an_older_one(
    tmp_path: Path, field: str
) -> None:
    cells = {"name": "塔", "customer": "港", "owner": "王"}
    old, more = [",".join([*cells.values(), "P1"])], ["桥,城,王,P1"]
    book = edit(taken(tmp_path, Book(), {"all": [*old, *more]}), 0, **{field: "新"})
    new = [",".join([*{**cells, field: "新"}.values(), "P1"])]
    agreed = taken(tmp_path, book, {"all": [*new, *more]}, 1)
    result = bring(tmp_path, agreed, {"all": [*old, *more]}, 2)
    project, _other = result.book.projects.values()
    assert getattr(project, field) == "新"
    assert [(each.field, each.new) for each in result.outcomes[0].still] == [(field, cells[field])]


def test_tables_of_one_name_without_an_owner_miss_nothing(tmp_path: Path) -> None:
    header = "项目名称,客户,项目状态"
    book = taken(tmp_path, Book(), {"5月": ["塔,港,P1", "坝,港,P1"]}, 0, header)
    other = taken(tmp_path, book, {"6月": ["桥,城,P1"]}, 1, header)
    assert not any(each.missing_from for each in other.projects.values())
    later = taken(tmp_path, book, {"6月": ["塔,港,P1"]}, 1, header)
    assert [each.name for each in later.projects.values() if each.missing_from] == ["坝"]


@pytest.mark.parametrize("cells", ["P3", "P3,open"])
def test_a_deal_that_ended_here_does_not_hold_a_table_up(tmp_path: Path, cells: str) -> None:
    header = HEADER + ",商机状态" * ("," in cells)
    rows = [f"塔,港,王,{cells.replace('3', '2')}", "桥,城,王,P1"]
    book = taken(tmp_path, Book(), {"王": rows}, header=header)
    tower = end_project(next(iter(book.projects.values())), "won", "", reading(0).stamp)
    book = book.with_projects(tower)
    result = bring(tmp_path, book, {"王": [f"塔,港,王,{cells}", "桥,城,王,P2"]}, 1, header)
    assert not result.refusals
    assert [(each.status, each.stage) for each in result.book.projects.values()] == [
        ("won", "P2"),
        ("open", "P2"),
    ]
    assert ("stage", "P3") in [(each.field, each.new) for each in result.outcomes[0].still]


def test_a_hand_over_settled_by_uniting_flags_nothing(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"王": ["塔,港,王,P1", "桥,城,王,P1"]})
    book = taken(tmp_path, book, {"周": ["塔,港,周,P2"]}, 1)
    book = taken(tmp_path, book, {"王": ["桥,城,王,P1"]}, 2)
    assert any(each.missing_from for each in book.projects.values())
    for kept, other in ((0, 2), (2, 0)):
        assert not any(each.missing_from for each in unite(book, kept, other).projects.values())


def test_rows_of_one_wording_are_one_project_however_often_they_come(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"all": ["桥,城,周,P2", "桥,,王,P3"]})
    result = bring(tmp_path, book, {"all": ["桥,,周,P3"], "周": ["桥,,周,P1"]}, 1)
    assert {each.code for each in result.refusals} == {"table-contradicts"}
    tables = {"all": ["桥,,周,P3"], "周": ["桥,,周,P3"]}
    once = taken(tmp_path, book, tables, 1)
    assert [(each.owner, each.stage) for each in once.projects.values()] == [
        ("周", "P3"),
        ("王", "P3"),
    ]
    assert taken(tmp_path, once, tables, 1).projects == once.projects


def test_tables_of_one_name_keep_apart_when_they_come_again(tmp_path: Path) -> None:
    header = "项目名称,客户,项目状态"
    tables = ["塔,港,P1", "坝,港,P1"], ["桥,城,P1"]
    book = Book()
    for week in range(4):
        book = taken(tmp_path, book, {f"{week + 1}月": tables[week % 2]}, week, header)
    assert not any(each.missing_from for each in book.projects.values())


def test_a_deal_whose_customer_a_table_corrects_is_found_once_the_customers_are_one(
    tmp_path: Path,
) -> None:
    book = taken(tmp_path, Book(), {"王": ["坝,Harbour GmbH,王,P1", "桥,城,王,P1"]})
    result = bring(tmp_path, book, {"王": ["坝,Harbor GmbH,王,P2", "桥,城,王,P1"]}, 1)
    assert [(each.name, each.known) for each in result.near] == [
        ("Harbor GmbH", (("Harbour GmbH", 1),))
    ]
    renamed = rename_customer(result.book, "Harbor GmbH", "Harbour GmbH", reading(1))
    again = bring(tmp_path, renamed, {"王": ["坝,Harbor GmbH,王,P2", "桥,城,王,P1"]}, 2)
    ((name, _customer, projects, _handed),) = again.twins
    assert (name, [owner for _id, owner in projects]) == ("坝", ["王", "王"])
    (_dock, _bridge, _other) = again.book.projects.values()
    united = taken(tmp_path, unite(again.book, 0, 2), {"王": ["坝,Harbor GmbH,王,P2"]}, 3)
    assert [each.name for each in united.projects.values()] == ["坝", "桥"]


def test_a_deal_whose_customer_is_spelled_in_another_way_names_the_one_it_had(
    tmp_path: Path,
) -> None:
    book = taken(tmp_path, Book(), {"王": ["坝,滨海市商业银行,王,P1", "桥,城,王,P1"]})
    result = bring(tmp_path, book, {"王": ["坝,滨海商行,王,P1", "桥,城,王,P1"]}, 1)
    assert [(each.name, each.known) for each in result.near] == [
        ("滨海商行", (("滨海市商业银行", 1),))
    ]
    other = bring(tmp_path, book, {"王": ["闸,滨海商行,王,P1", "桥,城,王,P1"]}, 1)
    assert other.near == ()
