"""Which project the rows of tables are about, over several tables and weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from deals.edits.typed_fields import set_field
from deals.model import Book, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from store.tables.export import export_table
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions, ImportResult
from tests.deals.makers import project
from tests.store.tables.sheets import NUMBERS, PLAYBOOK, TODAY, workbook
from views.import_letter import question_lines, write_letters

HEADER = "项目名称,客户,负责人,项目状态"
Rows = Sequence[str]


def reading(week: int = 0) -> ReadingContext:
    """Return what typed text is read against some weeks later."""
    today = TODAY + timedelta(weeks=week)
    at = datetime(today.year, today.month, today.day, 8, tzinfo=UTC)
    return ReadingContext(PLAYBOOK, Stamp(at, "me", today), lambda: f"id-{next(NUMBERS)}")


def bring(
    folder: Path,
    book: Book,
    tables: Mapping[str, Rows],
    week: int = 0,
    header: str = HEADER,
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import tables by the names of their files, in this order."""
    paths = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        path.write_text("\n".join([header, *rows]), "utf-8")
        paths.append(path)
    return import_tables(paths, book, reading(week), options)


def taken(
    folder: Path, book: Book, tables: Mapping[str, Rows], week: int = 0, header: str = HEADER
) -> Book:
    """Import tables of which nothing is refused."""
    result = bring(folder, book, tables, week, header)
    assert [f"{refusal}" for refusal in result.refusals] == []
    return result.book


def owners(book: Book) -> list[tuple[str, str]]:
    """Return the names and owners of all projects, in an order of their own."""
    return sorted((project.name, project.owner) for project in book.projects.values())


def find(book: Book, name: str) -> Project:
    """Return the only project of a name."""
    (project,) = (each for each in book.projects.values() if each.name == name)
    return project


def edited(book: Book, name: str, field: str, text: str, week: int = 1) -> Book:
    """Return the book with a field of a project typed anew."""
    return book.with_projects(set_field(find(book, name), field, text, reading(week)))


def read_rows(path: Path) -> list[list[object]]:
    """Return the cells of a workbook."""
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return [list(row) for row in sheet.values]


WANG = {"王": ["甲,电力,王,P2", "乙,银行,王,P1", "丙,港务,王,P1"]}
ZHOU = {"周": ["丁,地铁,周,P3"]}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return taken(tmp_path, Book(), {**WANG, **ZHOU})


def test_what_leaves_one_table_for_another_is_handed_over(tmp_path: Path, book: Book) -> None:
    tables = {"王": WANG["王"][1:], "周": [*ZHOU["周"], "甲,电力,周,P2"]}
    for order in permutations(tables):
        after = bring(tmp_path, book, {name: tables[name] for name in order}, 1)
        assert owners(after.book) == [("丁", "周"), ("丙", "王"), ("乙", "王"), ("甲", "周")]
        assert find(after.book, "甲").id == find(book, "甲").id
        assert [ref.source for ref in find(after.book, "甲").sources] == ["周"]
        assert (after.gone, after.twins) == ((), ())
        assert bring(tmp_path, after.book, tables, 2).book is after.book


def test_so_it_is_where_nothing_else_is_left(tmp_path: Path, book: Book) -> None:
    tables = {"王": [], "周": [*ZHOU["周"], "甲,电力,周,P2"]}
    assert ("甲", "周") in owners(taken(tmp_path, book, tables, 1))


def test_what_both_tables_hold_is_a_twin(tmp_path: Path, book: Book) -> None:
    tables = {**WANG, "周": [*ZHOU["周"], "甲,电力,周,P4"]}
    for order in permutations(tables):
        after = bring(tmp_path, book, {name: tables[name] for name in order}, 1)
        assert owners(after.book).count(("甲", "周")) == owners(after.book).count(("甲", "王")) == 1
        (twins,) = after.twins
        assert (twins.name, twins.customer) == ("甲", "电力")
        assert sorted(owner for _id, owner in twins.projects) == ["周", "王"]
        assert bring(tmp_path, after.book, tables, 2).book is after.book


def test_so_it_is_where_the_other_table_was_not_read(tmp_path: Path, book: Book) -> None:
    after = bring(tmp_path, book, {"周": [*ZHOU["周"], "甲,电力,周,P4"]}, 1)
    assert len(after.twins) == 1
    assert after.gone == ()
    last = bring(tmp_path, after.book, {"王": WANG["王"][1:]}, 2)
    assert [each.name for each in last.gone] == ["甲"]


def test_a_table_may_hold_twins(tmp_path: Path) -> None:
    rows = ["甲,电力,王,P2", "甲,电力,周,P3"]
    after = bring(tmp_path, Book(), {"all": rows})
    assert owners(after.book) == [("甲", "周"), ("甲", "王")]
    assert len(after.twins) == 1
    assert bring(tmp_path, after.book, {"all": rows}, 1).book is after.book
    moved = taken(tmp_path, after.book, {"all": ["甲,电力,王,P2", "甲,电力,李,P3"]}, 1)
    assert owners(moved) == [("甲", "李"), ("甲", "王")]


def test_the_owner_of_a_table_of_all_is_another(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"all": ["甲,电力,王,P2", "乙,银行,周,P1"]})
    after = taken(tmp_path, book, {"all": ["甲,电力,周,P2", "乙,银行,周,P1"]}, 1)
    assert owners(after) == [("乙", "周"), ("甲", "周")]
    assert find(after, "甲").id == find(book, "甲").id


def test_what_was_gone_is_handed_over_later(tmp_path: Path, book: Book) -> None:
    gone = bring(tmp_path, book, {"王": WANG["王"][1:]}, 1)
    assert [(each.name, each.source) for each in gone.gone] == [("甲", "王")]
    (ref,) = find(gone.book, "甲").sources
    assert ref.gone == TODAY + timedelta(weeks=1)
    assert bring(tmp_path, gone.book, {"王": WANG["王"][1:]}, 2).book is gone.book
    after = taken(tmp_path, gone.book, {"周": [*ZHOU["周"], "甲,电力,周,P2"]}, 2)
    assert find(after, "甲").owner == "周"
    assert [(ref.source, ref.gone) for ref in find(after, "甲").sources] == [("周", None)]


def test_what_comes_back_is_not_gone(tmp_path: Path, book: Book) -> None:
    gone = taken(tmp_path, book, {"王": WANG["王"][1:]}, 1)
    assert taken(tmp_path, gone, WANG, 2).projects == book.projects


def test_a_table_of_others_misses_nothing(tmp_path: Path, book: Book) -> None:
    result = bring(tmp_path, book, {"王": ["戊,水务,李,P1"]}, 1)
    assert result.gone == ()


def test_a_project_typed_here_gets_its_owner_from_a_table(tmp_path: Path) -> None:
    typed = taken(tmp_path, Book(), {"王": ["甲,电力,王,P2"]})
    project = find(typed, "甲").model_copy(update={"sources": ()})
    after = taken(tmp_path, Book().with_projects(project), {"周": ["甲,电力,周,P2"]}, 1)
    assert owners(after) == [("甲", "周")]


def test_a_blank_owner_means_the_only_project(tmp_path: Path, book: Book) -> None:
    after = taken(tmp_path, book, {"crm": ["甲,电力,,P4"]}, 1)
    assert (find(after, "甲").owner, find(after, "甲").stage) == ("王", "P4")


def test_or_is_asked(tmp_path: Path, book: Book) -> None:
    twins = taken(tmp_path, book, {"周": [*ZHOU["周"], "甲,电力,周,P4"]}, 1)
    result = bring(tmp_path, twins, {"crm": ["甲,电力,,P4"]}, 2)
    (refused,) = result.refusals
    assert refused.code == "project-owners"
    assert refused.figures["customers"] == "电力 (王), 电力 (周)"
    assert refused.figures["cell"] == "A2"


def test_tables_that_differ_on_a_new_project_are_refused(tmp_path: Path) -> None:
    tables = {"a": ["甲,电力,王,P2"], "b": ["甲,电力,王,P3", "乙,银行,王,P1"]}
    for order in permutations(tables):
        options = ImportOptions(keep_going=True)
        result = bring(tmp_path, Book(), {name: tables[name] for name in order}, options=options)
        assert {refusal.code for refusal in result.refusals} == {"table-contradicts"}
        assert {refusal.figures["cell"] for refusal in result.refusals} == {"D2"}
        assert owners(result.book) == [("乙", "王")]


def test_news_of_one_table_goes_before_what_another_repeats(tmp_path: Path) -> None:
    both = {"a": ["甲,电力,王,P2"], "b": ["甲,电力,王,P2"]}
    book = taken(tmp_path, Book(), both)
    for order in permutations(both):
        tables = {name: ["甲,电力,王,P3"] if name == "b" else both["a"] for name in order}
        result = bring(tmp_path, book, tables, 1)
        assert find(result.book, "甲").stage == "P3"
        (still,) = (outcome for outcome in result.outcomes if outcome.still)
        assert [(change.field, change.old, change.new) for change in still.still] == [
            ("stage", "P3", "P2")
        ]


@pytest.mark.parametrize(("field", "text"), [("stage", "P3"), ("product", "B"), ("next", "visit")])
def test_an_edit_here_survives_a_repeated_table(tmp_path: Path, field: str, text: str) -> None:
    header, rows = f"{HEADER},产品,下一步", {"王": ["甲,电力,王,P2,A,call"]}
    book = taken(tmp_path, Book(), rows, header=header)
    after = edited(book, "甲", field, text)
    result = bring(tmp_path, after, rows, 2, header)
    assert set_field(find(result.book, "甲"), field, text, reading()) is find(result.book, "甲")
    (outcome,) = result.outcomes
    assert (outcome.kind, [change.field for change in outcome.still]) == ("unchanged", [field])
    assert bring(tmp_path, result.book, rows, 3, header).book is result.book
    (ref,) = find(result.book, "甲").sources
    assert [name for name, _text in ref.says] == [field]


def test_what_a_table_says_anew_is_taken_and_ours_kept_in_history(tmp_path: Path) -> None:
    header = f"{HEADER},下一步"
    book = taken(tmp_path, Book(), {"王": ["甲,电力,王,P2,call"]}, header=header)
    ours = edited(edited(book, "甲", "next", "visit"), "甲", "stage", "P3")
    result = bring(tmp_path, ours, {"王": ["甲,电力,王,P4,demo"]}, 2, header)
    project = find(result.book, "甲")
    assert (project.stage, project.next_action and project.next_action.text) == ("P4", "demo")
    moves = {(move.field, move.old, move.new) for move in project.history}
    assert {("stage", "P3", "P4"), ("next", "visit", "demo")} <= moves
    (outcome,) = result.outcomes
    assert [(remark.code, remark.text) for remark in outcome.remarks] == [
        ("overwrites", "stage,next")
    ]


def test_contacts_edited_here_survive_a_repeated_table(tmp_path: Path) -> None:
    header, rows = f"{HEADER},客户名单,CR", {"王": ["甲,电力,王,P2,何总、李工,2、3"]}
    book = taken(tmp_path, Book(), rows, header=header)
    project = find(book, "甲")
    first = project.contacts[0].model_copy(update={"cr": 4})
    ours = book.with_projects(project.model_copy(update={"contacts": (first,)}))
    result = bring(tmp_path, ours, rows, 1, header)
    assert find(result.book, "甲").contacts == (first,)
    (outcome,) = result.outcomes
    assert [(change.field, change.new, change.contact) for change in outcome.still] == [
        ("cr", "2", "何总"),
        ("contacts", "李工", "李工"),
    ]
    news = taken(tmp_path, result.book, {"王": ["甲,电力,王,P2,何总、周总,5、1"]}, 2, header)
    assert [(each.name, each.cr) for each in find(news, "甲").contacts] == [
        ("何总", 5),
        ("周总", 1),
    ]


CRM = "Opportunity ID,Opportunity Name,Account Name,Opportunity Owner,Stage"


def test_the_id_of_a_crm_is_remembered(tmp_path: Path) -> None:
    rows = ["0065g00000ABCdE,Alpha,ACME,Ann,P2", "0065g00000ABCdF,Beta,ACME,Ann,P1"]
    book = taken(tmp_path, Book(), {"report": rows}, header=CRM)
    assert [project.sources[0].source for project in book.projects.values()] == ["Salesforce"] * 2
    later = ["0065g00000ABCdEAAW,Alpha 2,ACME,Bob,P3", "0065g00000ABCdF,Beta,Acme Ltd,Ann,P1"]
    after = taken(tmp_path, book, {"other": later}, 1, CRM)
    assert owners(after) == [("Alpha 2", "Bob"), ("Beta", "Ann")]
    assert find(after, "Alpha 2").id == find(book, "Alpha").id
    assert find(after, "Beta").customer == "Acme Ltd"


def test_two_records_of_one_name_are_two_projects(tmp_path: Path) -> None:
    rows = ["0065g00000ABCdE,Renewal,ACME,Ann,P2", "0065g00000ABCdF,Renewal,ACME,Ann,P1"]
    book = taken(tmp_path, Book(), {"report": rows}, header=CRM)
    assert len(book.projects) == 2
    after = taken(tmp_path, book, {"report": [*rows[:1], rows[1].replace("P1", "P4")]}, 1, CRM)
    assert sorted(project.stage for project in after.projects.values()) == ["P2", "P4"]


def test_rows_of_one_record_are_one_project(tmp_path: Path) -> None:
    rows = ["0065g00000ABCdE,Alpha,ACME,Ann,P2,Ann Lee", "0065g00000ABCdE,Alpha,ACME,Ann,P2,Bo"]
    book = taken(tmp_path, Book(), {"r": rows}, header=f"{CRM},Primary Contact")
    assert [each.name for each in find(book, "Alpha").contacts] == ["Ann Lee", "Bo"]


def test_a_count_of_rows_is_no_id(tmp_path: Path) -> None:
    header = f"ID,{HEADER}"
    first = ["1,甲,电力,王,P2", "2,乙,电力,王,P1", "3,丙,电力,王,P1"]
    book = taken(tmp_path, Book(), {"王": first}, header=header)
    after = taken(tmp_path, book, {"王": ["1,乙,电力,王,P1", "2,丙,电力,王,P1"]}, 1, header)
    assert owners(after) == [("丙", "王"), ("乙", "王"), ("甲", "王")]
    last = taken(tmp_path, after, {"王": ["1,乙,电力,王,P1", "3,丙,电力,王,P1"]}, 2, header)
    assert find(last, "丙").id == find(book, "丙").id


@pytest.mark.parametrize(
    ("field", "text", "old"),
    [("name", "甲二期", "甲"), ("customer", "国家电力", "电力"), ("owner", "周", "王")],
)
def test_what_was_corrected_here_is_not_turned_back(
    tmp_path: Path, book: Book, field: str, text: str, old: str
) -> None:
    ours = edited(book, "甲", field, text)
    for tables in (WANG, {"旧表": WANG["王"]}):  # the same again, and one that was never read
        result = bring(tmp_path, ours, tables, 2)
        project = result.book.projects[find(book, "甲").id]
        assert getattr(project, field) == text
        assert len(result.book.projects) == len(book.projects)
        (outcome,) = (outcome for outcome in result.outcomes if outcome.still)
        assert (outcome.kind, [(each.old, each.new) for each in outcome.still]) == (
            "unchanged",
            [(text, old)],
        )
        assert (field, old) in {says for ref in project.sources for says in ref.says}
        assert bring(tmp_path, result.book, tables, 3).book is result.book


def test_what_a_table_says_is_forgotten_once_it_agrees(tmp_path: Path, book: Book) -> None:
    ours = taken(tmp_path, edited(book, "甲", "owner", "周"), WANG, 1)
    agreed = {"王": ["甲,电力,周,P2", *WANG["王"][1:]]}
    after = taken(tmp_path, ours, agreed, 2)
    project = find(after, "甲")
    assert [(ref.owner, ref.says) for ref in project.sources] == [("周", ())]
    assert len(after.projects) == len(book.projects)


def test_an_old_table_does_not_turn_a_hand_over_back(tmp_path: Path, book: Book) -> None:
    tables = {"王": WANG["王"][1:], "周": [*ZHOU["周"], "甲,电力,周,P2"]}
    moved = taken(tmp_path, book, tables, 1)
    result = bring(tmp_path, moved, WANG, 2)
    assert owners(result.book) == owners(moved)
    (outcome,) = (outcome for outcome in result.outcomes if outcome.still)
    assert [(each.field, each.new) for each in outcome.still] == [("owner", "王")]


def test_a_hand_over_is_handed_back(tmp_path: Path, book: Book) -> None:
    moved = {"王": WANG["王"][1:], "周": [*ZHOU["周"], "甲,电力,周,P2"]}
    after = taken(tmp_path, taken(tmp_path, book, moved, 1), {**WANG, **ZHOU}, 2)
    assert owners(after) == owners(book)
    assert [ref.source for ref in find(after, "甲").sources] == ["王"]


def test_our_own_workbook_goes_by_its_ids(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "out.xlsx"
    export_table(book, path, "zh_CN")
    rows = read_rows(path)
    at = next(number for number, row in enumerate(rows) if row[0] == "甲")
    rows[at][0], rows[at][1] = "甲二期", "国家电力"
    copied = [*rows[at]]
    copied[0] = "甲三期"
    result = import_tables([workbook(path, [*rows, copied])], book, reading(1))
    assert not result.refusals
    assert find(result.book, "甲二期").id == find(book, "甲").id
    assert find(result.book, "甲二期").customer == "国家电力"
    assert find(result.book, "甲三期").id not in book.projects
    assert result.gone == ()


def test_an_id_of_another_store_is_remembered(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "out.xlsx"
    export_table(book, path, "en")
    there = import_tables([path], Book(), reading()).book
    rows = read_rows(path)
    rows[1][0] = "甲二期"
    after = import_tables([workbook(path, rows)], there, reading(1))
    assert len(after.book.projects) == len(book.projects)
    assert find(after.book, "甲二期").id == find(there, "甲").id
    assert after.gone == ()


@pytest.mark.parametrize(
    ("before", "tables"),
    [
        ({}, {"王": ["乙,,王,P1,A"], "周": ["乙,,,P1,A", "乙,电力,,P1,B"]}),
        ({"王": ["甲,电力,周,P2,A"]}, {"王": ["甲,,周,P1,B"], "all": ["甲,电力,,P1,C"]}),
        ({}, {"all": ["乙,,周,P2,B", "乙,银行,周,P2,B"], "王": ["乙,银行,,P2,B"]}),
        ({}, {"all": ["甲,银行,周,P2,A", "甲,电力,,P2,B"], "周": ["甲,,王,P2,A"]}),
        ({}, {"王": ["甲,,王,P2,A"], "周": ["甲,银行,,P1,A"], "all": ["甲,,周,P1,A"]}),
        ({}, {"王": ["甲,电力,王,P1,A", "甲,电力,王,P2,A"], "周": ["甲,电力,,P2,A"]}),
    ],
)
def test_what_is_refused_once_is_refused_again(
    tmp_path: Path, before: Mapping[str, Rows], tables: Mapping[str, Rows]
) -> None:
    header, keep = f"{HEADER},产品", ImportOptions(keep_going=True)
    book = bring(tmp_path, Book(), before, 0, header).book
    first = bring(tmp_path, book, tables, 1, header, keep)
    again = bring(tmp_path, first.book, tables, 2, header, keep)
    assert again.book is first.book
    assert [row.kind == "refused" for row in again.outcomes] == [
        row.kind == "refused" for row in first.outcomes
    ]
    assert not any(ref.gone for project in first.book.projects.values() for ref in project.sources)


def overwritten(result: ImportResult) -> list[tuple[str, str]]:
    """Return what the only row of an import is said to have overwritten."""
    (outcome,) = result.outcomes
    return [(each.code, each.text) for each in outcome.remarks if "overwrites" in each.code]


def test_a_status_that_nobody_said_was_not_changed_here(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"t 2026-11-16": ["甲,电力,王,P3"]})
    result = bring(tmp_path, book, {"t 2026-11-23": ["甲,电力,王,lost"]}, 1)
    assert find(result.book, "甲").status == "lost"
    assert overwritten(result) == []
    ours = edited(book, "甲", "stage", "P4")
    assert overwritten(bring(tmp_path, ours, {"t 2026-11-23": ["甲,电力,王,P2"]}, 1)) == [
        ("overwrites", "stage")
    ]


def test_a_stage_that_was_typed_when_it_was_added_was_changed_here(tmp_path: Path) -> None:
    typed = project("P4", id="one", name="甲", customer="电力", owner="王")
    header = "项目名称,客户,负责人,金额"
    for deal, row, field_id in (
        (typed, "P1", "stage"),
        (typed.model_copy(update={"status": "on_hold"}), "lost", "status"),
    ):
        book = Book().with_projects(deal)
        book = bring(tmp_path, book, {"t 2026-11-16": ["甲,电力,王,1M"]}, 0, header).book
        result = bring(tmp_path, book, {"t 2026-11-23": [f"甲,电力,王,{row}"]}, 1)
        assert overwritten(result) == [("overwrites", field_id)]


def test_what_another_table_said_was_not_changed_here(tmp_path: Path) -> None:
    book = taken(tmp_path, Book(), {"王": ["甲,电力,王,P2"]})
    book = taken(tmp_path, book, {"all": ["甲,电力,王,P3"]}, 1)
    result = bring(tmp_path, book, {"王": ["甲,电力,王,P4"]}, 2)
    assert find(result.book, "甲").stage == "P4"
    assert overwritten(result) == [("overwrites-table", "stage")]


def test_a_table_under_another_name_is_asked_about_hand_overs(tmp_path: Path) -> None:
    rows = [f"{name},电力,王,P2" for name in "甲乙丙丁戊"]
    book = taken(tmp_path, Book(), {"t1": rows})
    result = bring(tmp_path, book, {"t2": ["甲,电力,周,P2", *rows[1:]]}, 1)
    (twins,) = result.twins
    assert twins.handed == ("王", "周", "t1", "t2", 4)
    assert [line for line in question_lines(write_letters(result)) if "handed over from" in line]
    few = bring(tmp_path, book, {"t2": ["甲,电力,周,P2", *rows[1:3], "己,电力,周,P2"]}, 1)
    assert [each.handed for each in few.twins] == [None]
