"""Taking a table into a book that already holds projects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deals.edits.contacts import set_cr
from deals.edits.stages import end_project
from deals.edits.typed_fields import set_field
from deals.model import Book, Project
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions, ImportResult
from tests.store.tables.sheets import (
    HEADER,
    ROW,
    bring,
    lines,
    of_kind,
    only,
    projects,
    reading,
    refusal,
    separated,
    workbook,
)
from views.import_report import outcome_lines


def table(path: Path, *rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> Path:
    """Return a workbook of these rows under the usual header."""
    return workbook(path / "a.xlsx", [header, *rows])


def again(
    path: Path, book: Book, row: tuple[Any, ...], header: tuple[str, ...] = HEADER
) -> ImportResult:
    """Import a table of one row into a book."""
    return bring(table(path, row, header=header), book)


def changed(result: ImportResult) -> list[tuple[str, str, str, str]]:
    """Return what the one project that was not passed over had changed."""
    (outcome,) = (outcome for outcome in result.outcomes if outcome.kind != "passed")
    return [(change.field, change.old, change.new, change.contact) for change in outcome.changes]


def book_of(path: Path, *rows: tuple[Any, ...]) -> Book:
    """Return a book with these rows imported."""
    result = bring(table(path, *rows))
    assert not result.refusals
    return result.book


def with_project(book: Book, project: Project) -> Book:
    """Return the book with one project replaced."""
    return book.with_projects(project)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return book_of(tmp_path, ROW)


def test_a_second_import_changes_nothing(tmp_path: Path, book: Book) -> None:
    result = again(tmp_path, book, ROW)
    assert result.book is book
    assert [outcome.kind for outcome in result.outcomes] == ["unchanged"]


def test_nor_does_the_same_written_differently(tmp_path: Path, book: Book) -> None:
    row = ("北辰扩容 ", "北辰电力", "林", "ｐ2", "0.8-1.5M", "13.5", "李工；何总", "cr3,cr2")
    assert again(tmp_path, book, row).book is book


def test_what_changed_is_told_and_kept_as_history(tmp_path: Path, book: Book) -> None:
    row = ("北辰扩容", "北辰电力", "王", "P3", "120万", "2013.6", "何总、李工、周总", "3、3、1")
    result = again(tmp_path, book, row)
    assert changed(result) == [
        ("owner", "林", "王", ""),
        ("stage", "P2", "P3", ""),
        ("amount", "80-150万", "120万", ""),
        ("signs", "2013.5", "2013.6", ""),
        ("cr", "2", "3", "何总"),
        ("contacts", "", "周总", "周总"),
    ]
    project = only(result)
    assert project.id == next(iter(book.projects))
    moves = [(change.field, change.old, change.new, change.by) for change in project.history]
    assert moves == [
        ("owner", "林", "王", "林"),
        ("stage", "P2", "P3", "林"),
        ("amount", "80-150万", "120万", "林"),
        ("signs", "2013-05", "2013-06", "林"),
        ("cr", "2", "3", "林"),
        ("cr", None, "1", "林"),
    ]
    assert again(tmp_path, result.book, row).book is result.book


@pytest.mark.parametrize("blank", [None, "-", "?"])
def test_blank_cells_never_erase(tmp_path: Path, book: Book, blank: str | None) -> None:
    row = (ROW[0], ROW[1], *[blank] * 6)
    assert again(tmp_path, book, row).book.projects == book.projects


def test_absent_columns_never_erase(tmp_path: Path, book: Book) -> None:
    result = again(tmp_path, book, ("北辰扩容", "P3"), header=("Project", "State"))
    assert changed(result) == [("stage", "P2", "P3", "")]
    assert only(result).customer == "北辰电力"


def test_contacts_that_the_table_does_not_name_stay(tmp_path: Path, book: Book) -> None:
    result = again(tmp_path, book, (*ROW[:6], "周总", "1"))
    assert [(contact.name, contact.cr) for contact in only(result).contacts] == [
        *(("何总", 2), ("李工", 3), ("周总", 1)),
    ]


def test_what_else_is_known_of_a_contact_stays(tmp_path: Path, book: Book) -> None:
    project = next(iter(book.projects.values()))
    first, second = project.contacts
    known = first.model_copy(update={"stance": "supports", "title": "总经理", "evidence": "dinner"})
    full = project.model_copy(update={"contacts": (known, second)})
    header = (*HEADER, "职务", "层级")
    result = again(tmp_path, with_project(book, full), (*ROW, "GM、工程师", "高、低"), header)
    assert changed(result) == [
        ("title", "总经理", "GM", "何总"),
        ("level", "", "high", "何总"),
        ("title", "", "工程师", "李工"),
        ("level", "", "low", "李工"),
    ]
    assert only(result).contacts[0] == known.model_copy(update={"title": "GM", "level": "high"})
    result = again(tmp_path, with_project(book, full), (*ROW[:7], "3、3"))
    raised = only(result).contacts[0]
    assert (raised.cr, raised.stance, raised.title) == (3, "supports", "总经理")
    assert raised.evidence is None


def test_an_unknown_level_does_not_take_back_what_is_known(tmp_path: Path, book: Book) -> None:
    project = next(iter(book.projects.values()))
    raised = set_cr(project, project.contacts[0].id, 4, reading().stamp, "brings news")
    known = with_project(book, raised)
    assert again(tmp_path, known, (*ROW[:7], "?、3")).book is known


def test_two_contacts_of_one_name(tmp_path: Path) -> None:
    book = book_of(tmp_path, (*ROW[:6], "李工、李工", "2、3"))
    result = again(tmp_path, book, (*ROW[:6], "李工、李工", "2、4"))
    assert [contact.cr for contact in only(result).contacts] == [2, 4]


@pytest.mark.parametrize(
    ("stored", "brought"),
    [("北辰电力", None), (None, "北辰电力"), ("ABC Power", "ａｂｃ  power"), (None, None)],
)
def test_the_only_project_of_a_name_is_meant(
    tmp_path: Path, stored: str | None, brought: str | None
) -> None:
    book = book_of(tmp_path, ("北辰扩容", stored, "林", "P2"))
    result = again(tmp_path, book, ("北辰扩容", brought, "林", "P3"))
    assert ("stage", "P2", "P3", "") in changed(result)
    assert len(result.book.projects) == 1


def test_a_customer_is_learnt(tmp_path: Path) -> None:
    book = book_of(tmp_path, ("北辰扩容", None, "林", "P2"))
    result = again(tmp_path, book, ("北辰扩容", "北辰电力", "林", "P2"))
    assert changed(result) == [("customer", "", "北辰电力", "")]


def test_another_customer_is_another_project(tmp_path: Path, book: Book) -> None:
    result = again(tmp_path, book, (ROW[0], "南湖银行", *ROW[2:]))
    assert [outcome.kind for outcome in result.outcomes] == ["added"]
    assert [project.customer for project in projects(result)] == ["北辰电力", "南湖银行"]


def test_a_name_that_several_projects_have_is_ambiguous(tmp_path: Path) -> None:
    rows = [("北辰扩容", customer, "林", "P2") for customer in ("北辰电力", "南湖银行")]
    book = book_of(tmp_path, *rows)
    refused = refusal(again(tmp_path, book, ("北辰扩容", None, "林", "P3")))
    assert refused.code == "project-ambiguous"
    named = {"row": 2, "cell": "A2", "name": "北辰扩容", "customers": "北辰电力, 南湖银行"}
    assert refused.figures.items() >= named.items()
    assert bring(table(tmp_path, *rows), book).book is book


def test_a_name_that_several_rows_have_is_ambiguous(tmp_path: Path, book: Book) -> None:
    rows = [(*ROW[:3], "P3", *ROW[4:]), ("北辰扩容", None, "王", "P4")]
    result = bring(table(tmp_path, *rows), book)
    assert [outcome.kind for outcome in result.outcomes] == ["changed", "refused"]
    assert refusal(result).code == "project-ambiguous"


def test_two_projects_of_one_name_and_customer_are_ambiguous(tmp_path: Path, book: Book) -> None:
    twin = next(iter(book.projects.values())).model_copy(update={"id": "twin"})
    assert refusal(again(tmp_path, with_project(book, twin), ROW)).code == "project-alike"


def test_a_nameless_customer_is_not_given_to_either_of_two(tmp_path: Path) -> None:
    book = book_of(tmp_path, ("北辰扩容", None, "林", "P2"))
    rows = [("北辰扩容", customer, "林", "P2") for customer in ("北辰电力", "南湖银行")]
    result = bring(table(tmp_path, *rows), book)
    assert [project.customer for project in projects(result)] == ["", "北辰电力", "南湖银行"]
    assert bring(table(tmp_path, *rows), result.book).book is result.book


def test_a_refusal_leaves_the_book_unless_told_to_keep_going(tmp_path: Path, book: Book) -> None:
    rows = [
        (*ROW[:3], "P3", *ROW[4:]),
        ("南湖机房", "南湖银行", "王", "P9"),
        ("湾区专网", "湾区港务", "王", "P1"),
    ]
    path = table(tmp_path, *rows)
    result = bring(path, book)
    assert result.book is book
    assert [outcome.kind for outcome in result.outcomes] == ["changed", "refused", "added"]
    result = bring(path, book, ImportOptions(keep_going=True))
    assert [(project.name, project.stage) for project in projects(result)] == [
        ("北辰扩容", "P3"),
        ("湾区专网", "P1"),
    ]
    assert [outcome.kind for outcome in result.outcomes] == ["changed", "refused", "added"]


def test_an_ended_project_keeps_its_stage(tmp_path: Path, book: Book) -> None:
    project = next(iter(book.projects.values()))
    ended = with_project(book, end_project(project, "lost", "price", reading().stamp))
    assert again(tmp_path, ended, ROW).book is ended
    result = again(tmp_path, ended, (*ROW[:3], "P3", *ROW[4:]))
    assert not result.refusals
    assert [(each.field, each.new) for each in result.outcomes[0].still] == [("stage", "P3")]
    assert next(iter(result.book.projects.values())).stage == project.stage


@pytest.mark.parametrize(
    ("stage", "outcome", "then"),
    [
        ("P4", "open", ("P4", "open")),
        ("P2", "丢单", ("P2", "lost")),
        ("P4", "丢单", ("P4", "lost")),
        ("P7", None, ("P7", "won")),
        ("P7", "won", ("P7", "won")),
        ("P7", "open", ("P7", "won")),
        ("P6", "won", ("P6", "won")),
    ],
)
def test_outcomes_and_stages_together(
    tmp_path: Path, book: Book, stage: str, outcome: str | None, then: tuple[str, str]
) -> None:
    header, row = (*HEADER, "项目结果"), (*ROW[:3], stage, *ROW[4:], outcome)
    result = again(tmp_path, book, row, header)
    assert (only(result).stage, only(result).status) == then
    assert again(tmp_path, result.book, row, header).book is result.book


def test_an_ended_project_is_opened_before_its_stage_moves(tmp_path: Path, book: Book) -> None:
    project = next(iter(book.projects.values()))
    ended = with_project(book, end_project(project, "lost", "price", reading().stamp))
    result = again(tmp_path, ended, (*ROW[:3], "P3", *ROW[4:], "open"), (*HEADER, "Outcome"))
    assert changed(result) == [("stage", "P2", "P3", ""), ("status", "lost", "open", "")]


def test_an_amount_in_another_currency(tmp_path: Path, book: Book) -> None:
    project = next(iter(book.projects.values()))
    abroad = with_project(book, set_field(project, "amount", "USD 2m", reading()))
    row = (*ROW[:4], "80-160万", *ROW[5:])
    result = again(tmp_path, abroad, row)
    assert changed(result) == [("amount", "USD 2m", "80-160万", "")]
    assert again(tmp_path, result.book, row).book is result.book


@pytest.mark.parametrize(
    ("action", "day", "then"),
    [
        ("call", "2026-03-09", "call 2026-03-09"),
        ("call", None, "call 2026-03-05"),
        ("demo", None, "demo"),
        (None, "2026-03-09", "call 2026-03-09"),
        (None, None, "call 2026-03-05"),
    ],
)
def test_next_actions_and_their_days(
    tmp_path: Path, book: Book, action: str | None, day: str | None, then: str
) -> None:
    project = next(iter(book.projects.values()))
    planned = with_project(book, set_field(project, "next", "call 2026-03-05", reading()))
    header = ("项目名称", "下一步", "下一步日期")
    result = again(tmp_path, planned, ("北辰扩容", action, day), header)
    expected = [] if then == "call 2026-03-05" else [("next", "call 2026-03-05", then, "")]
    assert changed(result) == expected
    assert again(tmp_path, result.book, ("北辰扩容", action, day), header).book is result.book


def test_other_projects_are_shared_not_copied(tmp_path: Path) -> None:
    book = book_of(tmp_path, ROW, ("南湖机房", "南湖银行", "王", "P1"))
    result = again(tmp_path, book, (*ROW[:3], "P3", *ROW[4:]))
    (kept,) = (project for project in book.projects.values() if project.name == "南湖机房")
    assert result.book.projects[kept.id] is kept


def test_several_files_one_after_the_other(tmp_path: Path) -> None:
    first = separated(tmp_path / "1.csv", lines(HEADER, ROW))
    second = separated(tmp_path / "2.csv", lines(("项目", "状态"), ("北辰扩容", "P3")))
    result = import_tables([first, second], Book(), reading())
    assert [(outcome.file, outcome.kind) for outcome in result.outcomes] == [
        *((str(first), "added"), (str(second), "changed")),
    ]
    assert only(result).stage == "P3"


def test_a_file_that_cannot_be_read_stops_all_unless_told_to_keep_going(tmp_path: Path) -> None:
    paths = [tmp_path / "gone.csv", separated(tmp_path / "1.csv", lines(HEADER, ROW))]
    result = import_tables(paths, Book(), reading())
    assert [(outcome.kind, outcome.row) for outcome in result.outcomes] == [
        ("refused", 0),
        ("added", 2),
    ]
    assert refusal(result).code == "file-missing"
    assert projects(result) == []
    result = import_tables(paths, Book(), reading(), ImportOptions(keep_going=True))
    assert len(projects(result)) == 1


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    reports: list[tuple[str, int, int]] = []
    path = separated(tmp_path / "1.csv", lines(HEADER, ROW, ("南湖机房", *ROW[1:])))
    import_tables([path], Book(), reading(), progress=lambda *report: reports.append(report))
    assert reports == [(str(path), done, 4) for done in (1, 2, 3, 4)]


def test_outcomes_are_in_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = [("合计",), ("B", None, None, "P9"), ("A", None, None, "P1"), ("B", None, None, "P9")]
    result = bring(table(tmp_path, *rows))
    assert [(outcome.row, outcome.last, outcome.kind) for outcome in result.outcomes] == [
        *((2, 2, "passed"), (3, 5, "refused"), (4, 4, "added")),
    ]
    assert [refusal.figures["row"] for refusal in result.refusals] == [3]  # a name counts once
    (refused,) = of_kind(result, "refused")
    assert [refusal.figures["row"] for refusal in refused.refusals] == [3, 5]


def bring_text(path: Path, text: str, book: Book | None = None) -> ImportResult:
    """Import these lines into a book."""
    path.write_text(text)
    return bring(path, book)


def test_what_a_table_leaves_blank_is_kept_and_told(tmp_path: Path) -> None:
    text = "Project,State,Amount,Next action,Customer\n"
    first = bring_text(tmp_path / "a.csv", f"{text}Net,P2,500k,call,Acme\n")
    blank = bring_text(tmp_path / "a.csv", f"{text}Net,P3,,,Acme\n", first.book)
    (outcome,) = blank.outcomes
    assert (outcome.kind, [*outcome.remarks]) == ("changed", [("kept", "amount next")])
    (project,) = blank.book.projects.values()
    assert project.amount is not None
    again = bring_text(tmp_path / "a.csv", f"{text}Net,P3,500k,call,Acme\n", blank.book)
    assert [outcome.remarks for outcome in again.outcomes] == [()]


def test_many_blank_rows_are_told_in_one_line(tmp_path: Path) -> None:
    rows = [f"Net {at},P2,500k" for at in range(5)]
    first = bring_text(tmp_path / "a.csv", "\n".join(["Project,State,Amount", *rows]))
    blank = "\n".join(["Project,State,Amount", *(row.replace("500k", "") for row in rows)])
    lines = list(outcome_lines(bring_text(tmp_path / "a.csv", blank, first.book)))
    blanks = [line for line in lines if "rows are blank" in line or "kept" in line]
    assert blanks == ["5 rows are blank where something is known here, which stays: Amount 5"]
