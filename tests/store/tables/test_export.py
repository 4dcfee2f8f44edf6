from __future__ import annotations

import csv
import errno
import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell._writer import write_cell
from openpyxl.worksheet.worksheet import Worksheet

from deals.edits.market import compare_with
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.market import rivals_of
from deals.model import Amount, Book, Glance, NextAction, Project
from deals.parsing.amounts import parse_amount
from deals.parsing.windows import parse_window
from store.tables.export import (
    DELIMITERS,
    Flagged,
    delimited_bytes,
    export_table,
    order_projects,
    table_rows,
)
from store.tables.workbook_writer import SheetLayout, workbook_bytes
from tests.store.tables.sheets import HEADER, ROW, bring, only, reading, workbook

FORMULAS = ("=1+1", "+3", "-2 days", "@home", "=cmd|' /C calc'!A0", "#REF!")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Return a book of one project with something in every column."""
    rows = [(*HEADER, "产品", "下一步", "下一步日期"), (*ROW, "IP 网", "call 何总", "2026-03-09")]
    return bring(workbook(tmp_path / "in.xlsx", rows)).book


def first(book: Book) -> Project:
    """Return the book's one project."""
    (project,) = book.projects.values()
    return project


def replaced(book: Book, **fields: object) -> Book:
    """Return the book with some fields of its one project replaced."""
    return book.with_projects(first(book).model_copy(update=fields))


@pytest.mark.parametrize(
    ("lang", "headers", "outcome", "mark"),
    [
        (
            "en",
            "Project,Customer,Owner,Stage,Amount,Currency,Close date,Contacts,CR,Product,Status,"
            "Next step,Next step on,Created",
            *("open", "; "),
        ),
        (
            "zh_CN",
            "项目名称,客户公司,项目负责人,项目状态,预签金额,币种,预签时间,客户名单,"
            "客户关系程度,产品类型,项目结果,下一步,下一步日期,立项时间",
            *("进行中", "、"),
        ),
    ],
)
def test_a_row_a_project_in_either_language(
    book: Book, lang: str, headers: str, outcome: str, mark: str
) -> None:
    rows = table_rows(book.projects.values(), lang)
    assert rows == [
        headers.split(","),
        [
            *(*ROW[:5], "CNY", "2013-05", f"何总{mark}李工", f"CR2{mark}CR3", "IP 网"),
            *(outcome, "call 何总", "2026-03-09", "2026-03-02"),
        ],
    ]


def test_levels_stand_beside_their_contacts(book: Book) -> None:
    names = ("Smith, John", "何总", "王 伟")
    people = [f'"{name}" cr{number}' for number, name in enumerate(names, 2)]
    project = set_field(first(book), "contacts", f"{'; '.join(people)}; 李工 cr?", reading())
    row = table_rows([project], "en", "\n")[1]
    cell = '"Smith, John"\n何总\n"王 伟"\n李工'
    assert (row[7], row[8]) == (cell, "CR2\nCR3\nCR4\nCR?")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(low=800_000, high=1_500_000, text="0.8-1.5M"), "0.8-1.5M"),
        (Amount(low=80_000, high=150_000, text="80,000 - 150.000"), "CNY 80000-150000"),
        (Amount(low=80_000, high=80_000, text="about 80k", about=True), "about 80k"),
        (Amount(low=3_500_000, high=3_500_000, text="350"), "3500000"),
        (Amount(low=3_500_000, high=3_500_000, text="3.5M"), "3500000"),
        (Amount(low=2_000_000, high=2_000_000, currency="USD", text="2m"), "2000000"),
    ],
)
def test_a_figure_is_a_number_and_more_than_that_as_it_was_written(
    book: Book, amount: Amount, text: str
) -> None:
    row = table_rows(replaced(book, amount=amount).projects.values(), "en")[1]
    assert (row[4], row[5]) == (text, amount.currency)


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("2013.5.30", "2013-05-30"),
        ("2026.10", "2026-10"),
        ("2026-10", "2026-10"),
        ("2026 Q4", "2026 Q4"),
        ("2026H1", "2026H1"),
        ("2026", "2026"),
    ],
)
def test_a_day_is_one_and_a_window_as_it_was_written(book: Book, written: str, cell: str) -> None:
    later = replaced(book, signs=parse_window(written))
    assert table_rows(later.projects.values(), "en")[1][6] == cell


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_csv_has_a_mark_where_spreadsheets_need_it(tmp_path: Path, book: Book, lang: str) -> None:
    export_table(book, tmp_path / "out.csv", lang)
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (lang == "zh_CN")
    records = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert [record[:-1] for record in records] == table_rows(book.projects.values(), lang)
    assert [record[-1] for record in records] == [
        "编号" if lang == "zh_CN" else "Id",
        first(book).id,
    ]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("marked", [True, False])
def test_the_mark_is_there_as_it_is_said(
    tmp_path: Path, book: Book, lang: str, marked: bool
) -> None:
    export_table(book, tmp_path / "out.csv", lang, marked=marked)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf") == marked


def test_tsv_has_tabs(tmp_path: Path, book: Book) -> None:
    export_table(book, tmp_path / "OUT.TSV", "en")
    assert b"Project\tCustomer\t" in (tmp_path / "OUT.TSV").read_bytes()


def test_a_workbook_is_fit_to_read(tmp_path: Path, book: Book) -> None:
    export_table(book, tmp_path / "out.xlsx", "zh_CN")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert isinstance(sheet, Worksheet)
    headers, row = ([cell.value for cell in line] for line in sheet.rows)
    texts = table_rows(book.projects.values(), "zh_CN", "\n")
    assert headers == [*texts[0], "提醒级别", "提醒", "编号"]
    days = datetime(2026, 3, 9), datetime(2026, 3, 2)
    assert row == [*texts[1][:-2], *days, None, None, first(book).id]
    assert (sheet.title, sheet.freeze_panes) == ("项目统计一览表", "B2")
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold) == (True, False)
    assert sheet["H2"].alignment.wrap_text
    assert sheet["B2"].border.left.style == sheet["Q1"].border.top.style == "thin"
    assert sheet.column_dimensions["A"].width == 28
    assert [name for name, column in sheet.column_dimensions.items() if column.hidden] == ["Q"]
    assert (sheet.print_title_rows, sheet.auto_filter.ref) == ("$1:$1", "A1:Q2")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", False)
    pages = sheet.sheet_properties.pageSetUpPr
    assert pages is not None
    assert pages.fitToPage


def test_figures_and_days_of_a_workbook_are_real(tmp_path: Path, book: Book) -> None:
    later = replaced(*(book,), amount=parse_amount("EUR 350k"), signs=parse_window("2026-11-30"))
    export_table(later, tmp_path / "out.xlsx", "en")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert isinstance(sheet, Worksheet)
    amount, currency, signs, levels = (sheet[cell] for cell in ("E2", "F2", "G2", "I2"))
    assert (sheet.title, amount.value, amount.number_format) == ("Pipeline", 350_000, "#,##0")
    assert (currency.value, levels.value) == ("EUR", "CR2\nCR3")
    assert (signs.value, signs.number_format) == (datetime(2026, 11, 30), "yyyy-mm-dd")
    assert bring(tmp_path / "out.xlsx", later).book is later


@pytest.mark.parametrize(("lang", "word"), [("en", "amber"), ("zh_CN", "黄")])
def test_flags_have_the_colour_of_their_severity(
    tmp_path: Path, book: Book, lang: str, word: str
) -> None:
    flagged: Flagged = {first(book).id: ("amber", "stale, thin")}
    export_table(book, tmp_path / "out.xlsx", lang, flagged=flagged)
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert isinstance(sheet, Worksheet)
    assert (sheet["O2"].value, sheet["P2"].value) == (word, "stale, thin")
    (area,) = sheet.conditional_formatting
    colours = {rule.formula[0]: rule.dxf.fill.bgColor.rgb for rule in area.rules}
    assert f"{area.sqref}" == "O2:P2"
    assert colours[f'$O2="{word}"'] == "FFFFEB9C"
    assert len(colours) == 3
    again = bring(tmp_path / "out.xlsx", book)
    assert (again.book, again.ignored) == (book, ())


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_becomes_a_formula(tmp_path: Path, book: Book, text: str) -> None:
    risky = replaced(book, name=text, owner=text, next_action=NextAction(text=text))
    export_table(risky, tmp_path / "out.xlsx", "en")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert isinstance(sheet, Worksheet)
    found = [sheet[cell] for cell in ("A2", "C2", "L2")]
    assert [(cell.value, cell.data_type) for cell in found] == [(text, "s")] * 3


@pytest.mark.parametrize(
    "text", [*FORMULAS, "'=1+1", "''-1", "\uffff\ufffe", "_x000D_", '"q"', "a,b;c\td", "🙂 [/]"]
)
@pytest.mark.parametrize("ending", ["xlsx", "csv", "tsv"])
def test_any_text_comes_back(tmp_path: Path, book: Book, text: str, ending: str) -> None:
    risky = replaced(book, name=text, owner=text, customer=text, next_action=NextAction(text=text))
    path = tmp_path / f"out.{ending}"
    export_table(risky, path, "en")
    found = only(bring(path))
    assert (found.name, found.owner, found.customer) == (text, text, text)
    assert found.next_action == NextAction(text=text)
    assert bring(path, risky).book is risky


@pytest.mark.parametrize("text", ["a\x1b[31m\x07\0b\x9b\x7f", "a[31mb"])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "tsv"])
def test_what_steers_a_terminal_goes_neither_out_nor_in(
    tmp_path: Path, book: Book, text: str, ending: str
) -> None:
    risky = replaced(book, name=text, owner=text, customer=text)
    path = tmp_path / f"out.{ending}"
    export_table(risky, path, "en")
    found = only(bring(path))
    assert (found.name, found.owner, found.customer) == ("a[31mb", "a[31mb", "a[31mb")
    assert bring(path, risky).book is risky


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_half_a_character_is_written_as_one_that_cannot_be_shown(
    tmp_path: Path, book: Book, ending: str
) -> None:
    path = tmp_path / f"out.{ending}"
    export_table(replaced(book, name="a\ud800"), path, "en")
    assert only(bring(path)).name == "a\ufffd"


@pytest.mark.parametrize(
    "text", ["007", "'007", "1-2", "3/4/26", "12345678901234567890", "1e5", "2E10", "1-2 a", "12"]
)
def test_a_spreadsheet_changes_nothing_of_a_text_file(
    tmp_path: Path, book: Book, text: str
) -> None:
    risky = replaced(book, name=text, customer=text)
    export_table(risky, tmp_path / "out.csv", "en")
    cell = (tmp_path / "out.csv").read_text().splitlines()[1].split(",")[0]
    assert cell == (text if text in ("1-2 a", "12") else f"'{text}")
    assert only(bring(tmp_path / "out.csv")).name == text


@pytest.mark.parametrize("text", FORMULAS[:5])
def test_a_spreadsheet_computes_nothing_of_a_text_file(book: Book, text: str) -> None:
    risky = replaced(book, name=text)
    data = delimited_bytes(table_rows(risky.projects.values(), "en"), "en").decode()
    assert list(csv.reader(StringIO(data)))[1][0] == f"'{text}"


def test_a_text_too_long_for_a_cell_is_not_cut(tmp_path: Path, book: Book) -> None:
    long = replaced(book, next_action=NextAction(text="🙂" * 16_384))
    with pytest.raises(UserError) as refused:
        export_table(long, tmp_path / "out.xlsx", "en")
    assert (refused.value.code, refused.value.figures["cell"]) == ("cell-too-long", "L2")
    export_table(long, tmp_path / "out.csv", "en")
    assert only(bring(tmp_path / "out.csv")).next_action == first(long).next_action
    longest = replaced(book, next_action=NextAction(text="🙂" * 16_383))
    export_table(longest, tmp_path / "out.xlsx", "en")
    assert only(bring(tmp_path / "out.xlsx")).next_action == first(longest).next_action


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("status", ["open", "on_hold", "won", "lost", "abandoned"])
def test_outcomes_are_read_back(book: Book, lang: str, status: str) -> None:
    shown = table_rows(replaced(book, status=status).projects.values(), lang)[1][10]
    assert PROJECT["status"].parse(shown, reading()) == status


def test_nothing_known_is_blank(book: Book) -> None:
    bare = Project(
        id="x", name="A", created_at=first(book).created_at, updated_at=first(book).updated_at
    )
    row = ["A", "", "", "P0", *[""] * 6, "open", "", "", "2026-03-02"]
    assert table_rows([bare], "en")[1] == row


def test_another_ending_is_refused(tmp_path: Path, book: Book) -> None:
    with pytest.raises(UserError) as refused:
        export_table(book, tmp_path / "out.pdf", "en")
    assert refused.value.code == "export-kind"
    assert refused.value.figures == {"file": str(tmp_path / "out.pdf"), "ending": ".pdf"}


def test_a_place_that_cannot_be_written(tmp_path: Path, book: Book) -> None:
    with pytest.raises(UserError) as refused:
        export_table(book, tmp_path / "gone" / "out.csv", "en")
    assert refused.value.code == "export-unwritable"
    assert refused.value.figures["why"] == "ENOENT"


def test_a_file_is_replaced_whole(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "out.csv"
    export_table(replaced(book, name="old"), path, "zh_CN")
    export_table(book, path, "en")
    assert first(book).name in path.read_text()
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_earlier_export_is_replaced_by_one_of_no_projects(
    tmp_path: Path, book: Book, name: str
) -> None:
    export_table(book, tmp_path / name, "en")
    export_table(Book(), tmp_path / name, "zh_CN")
    assert first(book).name.encode() not in (tmp_path / name).read_bytes()


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.xlsx"])
def test_a_table_of_ones_own_is_replaced_only_by_force(
    tmp_path: Path, book: Book, name: str
) -> None:
    path = tmp_path / name
    rows = [[*table_rows((), "en")[0], "My notes"], ["Net"]]
    if name.endswith("xlsx"):
        workbook(path, [tuple(row) for row in rows])
    else:
        path.write_bytes(delimited_bytes(rows, "en", DELIMITERS[path.suffix]))
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        export_table(book, path, "en")
    assert (refused.value.code, path.read_bytes()) == ("output-exists", before)
    export_table(book, path, "en", force=True)
    for lang in ("en", "zh_CN", "en"):
        export_table(book, path, lang)


def test_a_workbook_that_somebody_has_saved_is_not_replaced(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "out.xlsx"
    for _again in range(2):
        export_table(book, path, "en")
    edited = load_workbook(path)
    edited.save(path)
    with pytest.raises(UserError) as refused:
        export_table(book, path, "en")
    assert refused.value.code == "output-exists"
    export_table(book, path, "zh_CN", force=True)
    export_table(book, path, "en")


def test_an_earlier_text_file_is_kept_where_it_differs(tmp_path: Path, book: Book) -> None:
    path, beside = tmp_path / "out.csv", tmp_path / "out.csv.bak"
    assert export_table(book, path, "en") is None
    assert export_table(book, path, "en") is None
    written = path.read_bytes()
    for number, note in enumerate((b"typed", b"more", b"more"), 1):
        path.write_bytes(written + note)
        kept = export_table(book, path, "en")
        assert kept == (beside if number == 1 else tmp_path / "out.csv.bak2")
        assert kept.read_bytes() == written + note
        assert path.read_bytes() == written
    path.write_bytes(written + b"no more")
    assert export_table(book, path, "en", force=True) is None
    for number in range(12):
        path.write_bytes(written + b"%d" % number)
        export_table(book, path, "en")
    kept_files = sorted(file.name for file in tmp_path.glob("out*"))
    assert kept_files == ["out.csv", "out.csv.bak", *(f"out.csv.bak{at}" for at in range(2, 10))]


def test_a_workbook_has_open_projects_first_by_stage(book: Book) -> None:
    every = [
        first(book).model_copy(update={"id": id_, "stage": stage, "status": status})
        for id_, stage, status in (
            ("a", "P0", "won"),
            ("b", "P5", "open"),
            ("c", "P1", "on_hold"),
            ("d", "P2", "open"),
        )
    ]
    ordered = order_projects(Book().with_projects(*every), [f"P{at}" for at in range(8)])
    assert list(ordered.projects) == ["d", "b", "c", "a"]


def test_what_is_no_table_is_no_earlier_table(tmp_path: Path, book: Book) -> None:
    for name in ("out.csv", "out.xlsx"):
        for other in (b"notes", b"PK\x03\x04", b"\xff\xfe", b'"open'):
            (tmp_path / name).write_bytes(other)
            with pytest.raises(UserError) as refused:
                export_table(book, tmp_path / name, "en")
            assert refused.value.code == "output-exists"


FAULTS: tuple[Callable[[], BaseException], ...] = (
    *(partial(OSError, errno.ENOSPC), partial(UserError, "cell-too-long"), KeyboardInterrupt),
)


def test_a_workbook_that_is_broken_off_leaves_nothing_open_and_nothing_lying_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unraised: list[object] = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)
    for fault, at in product(FAULTS, range(4)):
        cells = iter(range(9))

        def fail(
            *cell: Any, cells: Iterator[int] = cells, at: int = at, fault: Any = fault
        ) -> None:
            if next(cells) >= at:
                raise fault()
            write_cell(*cell)

        monkeypatch.setattr("openpyxl.worksheet._writer.write_cell", fail)
        with pytest.raises(type(fault())):
            workbook_bytes([["a", "b"], ["c", "d"]], SheetLayout("Table", [9, 9]))
        assert (fault, at, list(tmp_path.iterdir())) == (fault, at, [])
    gc.collect()
    assert unraised == []


def test_a_cell_that_holds_too_much_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unraised: list[object] = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)
    with pytest.raises(UserError, match="cell-too-long"):
        workbook_bytes([["a"], ["x" * 40_000]], SheetLayout("Table", [9]))
    gc.collect()
    assert (unraised, list(tmp_path.iterdir())) == ([], [])


RIVALS = {"Hua Xin": "", "锐川": ""}


@pytest.mark.parametrize("ending", ["xlsx", "csv", "tsv"])
@pytest.mark.parametrize(("lang", "mark"), [("en", "; "), ("zh_CN", "、")])
def test_competitors_part_as_the_language_does_and_come_back(
    tmp_path: Path, book: Book, lang: str, mark: str, ending: str
) -> None:
    rivalled = compare_with(first(book), RIVALS, (), reading().stamp)
    headings, row = table_rows([rivalled], lang)
    assert row[list(headings).index({"en": "Competitors", "zh_CN": "竞争对手"}[lang])] == (
        f"Hua Xin{mark}锐川"
    )
    path = tmp_path / f"out.{ending}"
    export_table(book.with_projects(rivalled), path, lang)
    assert rivals_of(first(bring(path).book)) == ("Hua Xin", "锐川")
    assert [each.kind for each in bring(path, book.with_projects(rivalled)).outcomes] == [
        "unchanged"
    ]


def test_competitors_of_an_earlier_export_come_back(book: Book, tmp_path: Path) -> None:
    rivalled = compare_with(first(book), RIVALS, (), reading().stamp)
    headings, row = table_rows([rivalled], "en")
    earlier = [text.replace("Hua Xin; 锐川", "Hua Xin、锐川") for text in row]
    assert earlier != row
    path = workbook(tmp_path / "out.xlsx", [headings, earlier])
    here = book.with_projects(rivalled)
    assert [each.kind for each in bring(path, here).outcomes] == ["unchanged"]


@pytest.mark.parametrize("title", ["Netloft", "Pipeline", "项目统计一览表", "项目统计表"])
@pytest.mark.parametrize("ids", ["hidden", "shown", "deleted"])
def test_a_workbook_is_known_whatever_its_sheet_is_called_and_its_ids_are(
    tmp_path: Path, book: Book, title: str, ids: str
) -> None:
    path = tmp_path / "out.xlsx"
    export_table(book, path, "zh_CN")
    written = load_workbook(path)
    sheet = written.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for column in sheet.column_dimensions.values():
        column.hidden = column.hidden and ids == "hidden"
    if ids == "deleted":
        sheet.delete_cols(sheet.max_column)
    else:
        sheet["A2"] = "北辰三期"
    written.save(path)
    (outcome,) = bring(path, book).outcomes
    assert outcome.kind == ("unchanged" if ids == "deleted" else "changed")
    assert outcome.id == first(book).id


def test_a_text_file_says_what_is_only_a_summary(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_table(book, path, "en")
    assert "Summary as of" not in path.read_text("utf-8")
    summary = first(book).model_copy(update={"id": "other", "glance": Glance(day=date(2026, 3, 2))})
    both = book.with_projects(summary)
    for lang, heading in (("zh_CN", "摘要日期"), ("en", "Summary as of")):
        export_table(both, path, lang)
        headings, *rows = csv.reader(path.read_text("utf-8-sig").splitlines())
        assert headings[-2] == heading
        assert [row[-2:] for row in rows] == [["", first(book).id], ["2026-03-02", "other"]]
    assert all(not project.own for project in bring(path).book.projects.values())
