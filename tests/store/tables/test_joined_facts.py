"""What is typed here beside what tables say: notes, tags, competitors and own columns."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from deals.edits.market import compare_with, drop_rival
from deals.edits.own_columns import set_own
from deals.edits.typed_fields import set_field
from deals.market import rivals_of
from deals.model import Book, Project
from deals.own_columns import own_text
from store.tables.export import export_table
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions
from tests.store.tables.test_identity import bring, find, reading, taken

HEADER = "项目名称,客户,负责人,{column}"
COLUMNS = {"notes": "备注", "tags": "标签", "rivals": "竞争对手", "own": "行业"}


def type_here(project: Project, field: str, text: str, week: int = 1) -> Project:
    """Return the project with a text typed here."""
    stamp = reading(week).stamp
    if field == "own":
        return set_own(project, "行业", text, stamp)
    if field != "rivals":
        return set_field(project, field, text, reading(week))
    wanted = dict.fromkeys(filter(None, text.split(", ")), "")
    for name in set(rivals_of(project)) - wanted.keys():
        project = drop_rival(project, name, stamp)
    return compare_with(project, wanted, (), stamp)


def text_here(project: Project, field: str) -> str:
    """Return what stands here."""
    shown = {"rivals": ", ".join(rivals_of(project)), "own": own_text(project, "行业")}
    return shown.get(field, project.remarks if field == "notes" else ", ".join(project.tags))


def bring_cells(folder: Path, book: Book, field: str, week: int, **cells: str) -> Book:
    """Import a table for each cell; nothing is refused."""
    rows = {name: [f'甲,电力,王,"{text}"'] for name, text in cells.items()}
    return taken(folder, book, rows, week, HEADER.format(column=COLUMNS[field]))


def still_said(folder: Path, book: Book, field: str, cell: str) -> tuple[str, ...]:
    """Return what a table still says when it is read again, which changes nothing."""
    header, rows = HEADER.format(column=COLUMNS[field]), {"t": [f'甲,电力,王,"{cell}"']}
    again = bring(folder, book, rows, 9, header)
    assert again.book is book
    (outcome,) = again.outcomes
    return tuple(change.new for change in outcome.still)


@pytest.mark.parametrize(
    ("field", "first", "here", "second", "after", "still"),
    [
        ("notes", "A", "A\nours", "A", "A\nours", ("A",)),
        ("notes", "A", "A", "B", "B", ()),
        ("notes", "A", "A\nours", "B", "B\nA\nours", ("B",)),
        ("notes", "A", "ours", "A\nB", "A\nB\nours", ("A\nB",)),
        ("notes", "A", "A\nB\nours", "A\nB", "A\nB\nours", ("A\nB",)),
        ("notes", "A", "A\nours", "", "A\nours", ()),
        ("notes", "A", "A\nours", "-", "A\nours", ()),
        ("notes", "", "ours", "A", "A\nours", ("A",)),
        ("notes", "A", "", "A", "", ("A",)),
        ("notes", "A", "", "B", "B", ()),
        ("tags", "a,b", "a,b,c", "a,b", "a, b, c", ("a, b",)),
        ("tags", "a,b", "a,b,c", "a,d", "a, c, d", ("a, d",)),
        ("tags", "a,b", "a", "A,b,d", "a, d", ("A, b, d",)),
        ("tags", "a,b", "a,b", "b,c", "b, c", ()),
        ("tags", "a", "a,c", "", "a, c", ()),
        ("tags", "a", "", "a", "", ("a",)),
        ("rivals", "华为", "华为, 中兴", "华为", "华为, 中兴", ()),
        ("rivals", "华为", "华为, 中兴", "ABB", "中兴, ABB", ()),
        ("rivals", "华为(低价)", "华为", "ABB", "ABB", ()),
        ("rivals", "华为、ABB", "ABB", "华为、ABB、中兴", "ABB, 中兴", ("华为, ABB, 中兴",)),
        ("rivals", "华为", "华为, 中兴", "", "华为, 中兴", ()),
        ("own", "电力", "银行", "电力", "银行", ("电力",)),
        ("own", "电力", "电力", "港务", "港务", ()),
        ("own", "电力", "银行", "港务", "港务", ()),
        ("own", "电力", "银行", "", "银行", ()),
        ("own", "电力", "", "电力", "", ("电力",)),
    ],
)
def test_what_is_typed_here_is_merged_with_what_a_table_says(
    tmp_path: Path,
    field: str,
    first: str,
    here: str,
    second: str,
    after: str,
    still: tuple[str, ...],
) -> None:
    book = bring_cells(tmp_path, Book(), field, 0, t=first)
    book = book.with_projects(type_here(find(book, "甲"), field, here))
    book = bring_cells(tmp_path, book, field, 2, t=second)
    assert text_here(find(book, "甲"), field) == after
    assert still_said(tmp_path, book, field, second) == still


def test_a_competitor_of_whom_more_is_known_here_stays(tmp_path: Path) -> None:
    book = bring_cells(tmp_path, Book(), "rivals", 0, t="华为、中兴(低价)")
    deal = find(book, "甲")
    noted = tuple(
        each.model_copy(update={"note": "ours"}) if each.rival == "中兴" else each
        for each in deal.comparisons
    )
    book = book.with_projects(deal.model_copy(update={"comparisons": noted}))
    book = bring_cells(tmp_path, book, "rivals", 1, t="ABB")
    assert rivals_of(find(book, "甲")) == ("中兴", "ABB")


@pytest.mark.parametrize(
    ("field", "cells", "after"),
    [
        ("notes", ("A\nB", "B\nC"), "A\nB\nC"),
        ("tags", ("a,b", "b,c"), "a, b, c"),
        ("rivals", ("华为、ABB", "abb、中兴"), "华为, ABB, 中兴"),
    ],
)
def test_tables_of_one_command_join_what_they_say(
    tmp_path: Path, field: str, cells: tuple[str, str], after: str
) -> None:
    tables = dict(zip("ab", cells, strict=True))
    known = bring_cells(tmp_path, Book(), field, 0, a="x", b="x")
    for start in (Book(), known):
        for order in permutations(tables):
            ordered = {name: tables[name] for name in order}
            book = bring_cells(tmp_path, start, field, 1, **ordered)
            assert text_here(find(book, "甲"), field) == after
            assert bring_cells(tmp_path, book, field, 2, **ordered) is book


def test_what_one_table_goes_on_saying_is_kept_beside_the_news_of_another(tmp_path: Path) -> None:
    book = bring_cells(tmp_path, Book(), "notes", 0, a="A", b="A")
    book = bring_cells(tmp_path, book, "notes", 1, a="A", b="B")
    assert find(book, "甲").remarks == "B\nA"


def test_tables_of_one_command_that_differ_in_an_own_column_are_refused(tmp_path: Path) -> None:
    header = HEADER.format(column=COLUMNS["own"])
    tables = {"a": ["甲,电力,王,银行"], "b": ["乙,电力,王,x", "甲,电力,王,港务"]}
    result = bring(tmp_path, Book(), tables, 0, header)
    assert result.book == Book()
    assert [
        (each.code, each.figures["cell"], each.figures["column"]) for each in result.refusals
    ] == [
        ("table-contradicts", "D2", "行业"),
        ("table-contradicts", "D3", "行业"),
    ]
    kept = bring(tmp_path, Book(), tables, 0, header, ImportOptions(keep_going=True)).book
    assert [project.name for project in kept.projects.values()] == ["乙"]


def test_only_news_in_an_own_column_contradicts(tmp_path: Path) -> None:
    book = bring_cells(tmp_path, Book(), "own", 0, a="银行", b="银行")
    for tables in ({"a": "银行", "b": "港务"}, {"b": "港务", "a": "银行"}):
        after = bring_cells(tmp_path, book, "own", 1, **tables)
        assert own_text(find(after, "甲"), "行业") == "港务"
        assert bring_cells(tmp_path, after, "own", 2, **tables) is after


def test_own_values_have_a_history(tmp_path: Path) -> None:
    book = bring_cells(tmp_path, Book(), "own", 0, t="电力")
    assert find(book, "甲").history == ()
    book = book.with_projects(type_here(find(book, "甲"), "own", "银行"))
    header = HEADER.format(column=COLUMNS["own"])
    result = bring(tmp_path, book, {"t": ["甲,电力,王,港务"]}, 2, header)
    moves = [(move.field, move.old, move.new) for move in find(result.book, "甲").history]
    assert moves == [("own:行业", "电力", "银行"), ("own:行业", "银行", "港务")]
    (outcome,) = result.outcomes
    assert [(remark.code, remark.text) for remark in outcome.remarks] == [
        ("overwrites", "own:行业")
    ]


def test_an_old_export_turns_back_nothing(tmp_path: Path) -> None:
    header = "项目名称,客户,负责人,行业,备注,标签"
    book = taken(tmp_path, Book(), {"t": ["甲,电力,王,电力,A,a"]}, 0, header)
    path = tmp_path / "out.xlsx"
    export_table(book, path, "zh_CN")
    deal = find(book, "甲")
    for field, text in (("own", "银行"), ("notes", "A\nours"), ("tags", "a, b")):
        deal = type_here(deal, field, text)
    result = import_tables([path], book.with_projects(deal), reading(2))
    after = find(result.book, "甲")
    assert (own_text(after, "行业"), after.remarks, after.tags) == ("银行", "A\nours", ("a", "b"))
    (outcome,) = result.outcomes
    assert [change.field for change in outcome.still] == ["tags", "notes", "own:行业"]
    assert import_tables([path], result.book, reading(3)).book is result.book
