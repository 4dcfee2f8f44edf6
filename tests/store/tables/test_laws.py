"""Laws that hold for every kind of table: what was taken in once changes nothing the second time.

The other law, that the import of an export is the identity, stands beside each kind's exporter.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.fields import CONTACT
from deals.model import Book, Project
from store.tables.contacts import import_people, people_rows
from store.tables.export import delimited_bytes
from store.tables.pipeline import import_tables
from store.tables.plans import import_plan
from store.tables.results import ImportOptions, ImportResult
from store.tables.workbook_writer import SheetLayout, workbook_bytes
from tests.deals.makers import contact, project
from tests.store.tables.sheets import reading
from wording import say_in_full

KEEP = ImportOptions(keep_going=True)
ENDINGS = st.sampled_from(["xlsx", "csv", "tsv"])
PIPELINE = ("Project", "Customer", "Owner", "State", "Amount", "Signing", "Outcome", "Next", "CR")
PLAN = ("Content", "Workstream", "Start", "End", "State", "Checkpoint", "Check on", "No.", "After")
PIPELINE_CELLS = st.sampled_from(
    [
        *("", "-", "Alpha", "Beta", "合计", "P2", "P3", "P7", "won", "open", "lost", "3"),
        *("80-150万", "350.000 EUR", "1,234.50", "USD 2m", "1 500 000", "12'000", "2.5"),
        *("2027-01", "12.7.1", "30.11.26", "12/5/2026", "11/30/2026", "Q4 2026", "call 3-6"),
    ]
)
PLAN_CELLS = st.sampled_from(
    [
        *("", "-", "拜访", "汇报", "客户关系", "完成", "done", "open", "1", "2", "#1 拜访"),
        *("2026-03-05", "3-6", "12/5/2026", "30.11.2026", "30.11.26", "5/6/26"),
    ]
)


def written(folder: str, ending: str, rows: list[list[str]]) -> Path:
    """Return a file of these rows, of the kind that its ending says."""
    path = Path(folder) / f"table.{ending}"
    delimiter = "\t" if ending == "tsv" else ","
    if ending == "xlsx":
        path.write_bytes(workbook_bytes(rows, SheetLayout("Table", [9])))
    else:
        path.write_bytes(delimited_bytes(rows, "en", delimiter))
    return path


def tables(
    headers: tuple[str, ...], cells: st.SearchStrategy[str]
) -> st.SearchStrategy[list[list[str]]]:
    """Return tables of a few rows under these headers."""
    row = st.lists(cells, min_size=len(headers), max_size=len(headers))
    return st.lists(row, max_size=4).map(lambda rows: [list(headers), *rows])


def check_sayable(result: ImportResult) -> None:
    """Check that everything refused has a sentence."""
    assert all(say_in_full(refusal) for refusal in result.refusals)


@given(tables(PIPELINE, PIPELINE_CELLS), ENDINGS)
def test_a_pipeline_twice_is_once(rows: list[list[str]], ending: str) -> None:
    with TemporaryDirectory() as folder:
        path = written(folder, ending, rows)
        first = import_tables([path], Book(), reading(), KEEP)
        again = import_tables([path], first.book, reading(), KEEP)
    check_sayable(first)
    assert again.book is first.book


def test_a_refused_row_leaves_its_match_to_a_good_one(tmp_path: Path) -> None:
    before = project()
    path = written(f"{tmp_path}", "csv", [["Content", "State"], ["call", "soon"], ["call", ""]])
    book = Book().with_projects(before)
    for _again in range(2):
        after = book.projects[before.id]
        result = import_plan([path], book, after, reading(), KEEP, lambda *_: None)
        book = result.book
        assert len(result.refusals) == 1
    assert [row.content for row in book.projects[before.id].plan] == ["call"]


@given(tables(PLAN, PLAN_CELLS), ENDINGS)
def test_a_plan_twice_is_once(rows: list[list[str]], ending: str) -> None:
    before = project()
    book = Book().with_projects(before)
    with TemporaryDirectory() as folder:
        path = written(folder, ending, rows)
        first = import_plan([path], book, before, reading(), KEEP, lambda *_: None)
        after = first.book.projects[before.id]
        again = import_plan([path], first.book, after, reading(), KEEP, lambda *_: None)
    check_sayable(first)
    assert again.book is first.book


@pytest.mark.parametrize("ending", ["xlsx", "csv", "tsv"])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_contacts_go_out_and_come_in_as_the_same(tmp_path: Path, ending: str, lang: str) -> None:
    notes = {"phone": "138, 010", "note": "golf\n\n two sons"}
    people = [contact("何总", 2, title="GM", role="decides", **notes), contact("Ann", 3)]
    before = project(contacts=people)
    path = written(f"{tmp_path}", ending, [list(row) for row in people_rows(before, lang)])
    into_own = people_import(path, before)
    afresh = people_import(path, project())
    assert into_own is before
    assert [facts(each) for each in (afresh, people_import(path, afresh))] == [facts(before)] * 2


def people_import(path: Path, into: Project, options: ImportOptions | None = None) -> Project:
    """Return a project with the contacts of a file."""
    book = Book().with_projects(into)
    result = import_people(
        [path], book, into, reading(), options or ImportOptions(), lambda *_: None
    )
    assert not result.refusals
    return result.book.projects[into.id]


def facts(of: Project) -> list[list[str]]:
    """Return the texts of all columns of a project's contacts."""
    return [[CONTACT[name].text(each) for name in CONTACT.typed] for each in of.contacts]


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ([("-", ""), ("-", "-")], 2),
        ([("-", ""), ("-", "-"), ("-", "-")], 1),
        ([("-", ""), ("-", "nobody"), ("b", "-")], 2),
    ],
)
def test_a_row_that_waits_for_one_of_several_is_the_same_each_time(
    tmp_path: Path, rows: list[tuple[str, str]], taken: int
) -> None:
    before = project()
    path = written(f"{tmp_path}", "csv", [["Content", "After"], *map(list, rows)])
    book = Book().with_projects(before)
    first = import_plan([path], book, before, reading(), KEEP, lambda *_: None)
    after = first.book.projects[before.id]
    assert len(after.plan) == taken
    again = import_plan([path], first.book, after, reading(), KEEP, lambda *_: None)
    assert again.book is first.book
