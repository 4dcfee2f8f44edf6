"""Every key of the import preview, on tables as people bring them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event

import pytest
from openpyxl import Workbook

from deals.errors import UserError
from deals.model import Book, Project
from screens.base.context import ImportChoices, ImportedTable, ReadProgress, ReadTable
from screens.import_preview.screen import ImportScreen
from screens.import_preview.view import HEAD_LINES, head_lines, project_facts
from screens.pipeline.screen import PipelineScreen
from store.backups import all_backups
from store.store import Store
from store.tables.results import ColumnMeaning, StageName
from tests.deals.makers import amount, project
from tests.keyboard import PATIENCE_SECONDS, send
from tests.screens.hosting import Desk, at_desk
from views.styled_text import cells_of
from wording import use_language

HEADERS = ("项目名称", "客户公司", "销售阶段", "预计金额(万元)", "行业")
WIDE = "北辰电力调度网扩容改造二期工程（含备件与三年维保）"


def deals() -> list[Project]:
    """One that the table changes, and one that it leaves as it is."""
    was = amount(350_000).model_copy(update={"text": "35万"})
    return [
        project("P3", id="a", name="远山机房改造", customer="远山", amount=was),
        project("P1", id="b", name="港区视频专网", customer="港务"),
    ]


def write_book(folder: Path) -> Path:
    """A workbook of two people's sheets and a cover."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "林"
    for row in (
        HEADERS,
        ("远山机房改造", "远山", "P3", 42, "金融"),
        (WIDE, "北辰", "口头承诺", 64, "电力"),
        ("港区视频专网", "港务", "P1", None, None),
        ("合计", None, None, 106, None),
    ):
        sheet.append(row)
    second = book.create_sheet("周")
    second.append(HEADERS[:4])
    second.append(("云平台", "云上", "商务谈判", 10))
    book.create_sheet("封面").append(("二〇二六年", "销售一部"))
    path = folder / "一部 项目.xlsx"
    book.save(path)
    return path


async def open_preview(at: Desk, path: Path) -> ImportScreen:
    """Opens the preview of a file from the pipeline."""
    await at.press("I")
    await at.type(f"{path}\n")
    await at.read()
    screen = at.screen
    assert isinstance(screen, ImportScreen)
    return screen


async def test_the_preview_says_what_would_become_of_each_row(tmp_path: Path) -> None:
    path = write_book(tmp_path)
    async with at_desk(PipelineScreen(), *deals(), size=(100, 30)) as at:
        await open_preview(at, path)
        assert "would add 1, would change 1, unchanged 1, refused 1, skipped 1" in at.shown("title")
        rows = at.shown("rows")
        assert rows.splitlines()[1].startswith("▌x 北辰电力调度网扩")
        assert "~ 远山机房改造 Amount 35万 -> 42万" in " ".join(rows.split())
        assert "+ 云平台 P5 100k 云上" in " ".join(rows.split())
        assert "not read, no table of this kind in it" in rows
        assert "港区视频专网" not in rows, "what stays as it is is only counted"
        head = at.shown("head")
        assert "all  林  周  封面" in head
        assert "项目名称 = Project" in head
        assert "口头承诺 -> ?  商务谈判 -> P5" in head
        assert WIDE in at.shown("about")
        await at.press("enter")
        assert "x imports the valid rows" in at.foot()
        assert at.labels == []
        assert all_backups(at.path) == []


async def test_the_pane_shows_a_refused_row_with_its_cell_marked(tmp_path: Path) -> None:
    path = write_book(tmp_path)
    async with at_desk(PipelineScreen(), *deals(), size=(100, 30)) as at:
        screen = await open_preview(at, path)
        shown = at.shown("about")
        assert "│ 北辰 │ ! 口头承诺 │ 64 │ 电力" in shown
        path.unlink()
        await at.press("j")
        assert "! 口头承诺" not in at.shown("about")
        await at.press("k")
        assert "! 口头承诺" in at.shown("about"), "it was read and kept"
        assert screen.selection.place == 1


async def test_stages_columns_and_sheets_are_chosen_by_key_and_leaving_takes_nothing(
    tmp_path: Path,
) -> None:
    path = write_book(tmp_path)
    async with at_desk(PipelineScreen(), *deals(), size=(100, 30)) as at:
        await open_preview(at, path)
        assert "Enter import" in at.shown("footer")
        await at.press("s")
        assert "Enter import" not in at.shown("footer"), "Enter chooses here"
        assert "q back" in at.shown("footer")
        assert at.shown("rows").splitlines()[1].startswith("▌? 口头承诺")
        await at.press("enter", "8")
        assert "口头承诺 -> ?" in at.shown("head"), "no stage has that key"
        await at.press("s")
        assert "0 P0 Prospecting" in at.foot()
        await at.press("6")
        assert "every stage name is known" in at.foot()
        assert "口头承诺" in at.shown("rows"), "the list stays until q"
        assert "refused" not in at.shown("title")
        await at.press("u")
        assert "refused 1" in at.shown("title"), "what was chosen is taken back"
        await at.press("ctrl+r", "x")
        assert "only where some rows are refused" in at.foot()
        await at.press("c", "down", "down", "down", "down", "c")
        assert "行业 is" in at.foot()
        assert "Project, Customer, Owner, Stage" in at.foot()
        await at.type("prod")
        assert "Product" in at.foot()
        await at.press("enter")
        assert "行业 = Product" in at.shown("head")
        await at.press("home", "c")
        await at.type("own\n")
        assert "行业 = Product" in at.shown("head"), "a table without a name is not one: not taken"
        assert at.screen.status_bar.warns
        await at.press("q", "tab")
        assert "云平台" not in at.shown("rows")
        await at.press("shift+tab", "escape")
        assert isinstance(at.screen, PipelineScreen)
        assert at.labels == []
        assert all_backups(at.path) == []


async def test_enter_takes_it_in_after_a_backup_and_u_takes_it_back(tmp_path: Path) -> None:
    path = write_book(tmp_path)
    async with at_desk(PipelineScreen(), *deals()) as at:
        await open_preview(at, path)
        await at.press("s", "s", "6")
        assert "口头承诺 P6 Signed, remembered for tables of" in " ".join(at.shown("rows").split())
        await at.press("c", "down", "down", "down", "down", "c")
        await at.type("prod\n")
        await at.press("q", "enter")
        await at.settle()
        assert "一部 项目: 行业 = Product, 口头承诺 -> P6" in at.foot()
        assert isinstance(at.screen, PipelineScreen)
        stages = {each.name: each.stage for each in at.host.book.projects.values()}
        assert stages[WIDE] == "P6"
        assert at.labels == ["import"]
        (backup,) = [made for made in all_backups(at.path) if made.name.endswith("-import.json.gz")]
        assert backup.exists()
        assert "backed up before" in at.foot()
        assert "added 2, changed 1" in at.foot()
        await open_preview(at, path)
        assert "口头承诺 -> P6 as before" in at.shown("head")
        await at.press("u")
        assert "no choice to undo here" in at.foot()
        assert at.host.book.projects.keys() != {"a", "b"}
        await at.press("q", "u")
        assert at.host.book.projects.keys() == {"a", "b"}
        await open_preview(at, path)
        assert "口头承诺 -> P6 as before" in at.shown("head"), "what was said outlasts the undo"
        await at.press("c")
        assert "Product as before" in at.shown("rows")


async def test_without_a_backup_nothing_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_store: Store) -> None:
        raise UserError("backup-unwritable", file="netloft.json", why="ENOSPC")

    monkeypatch.setattr(Store, "back_up_import", fail)
    async with at_desk(PipelineScreen(), *deals()) as at:
        await open_preview(at, write_book(tmp_path))
        await at.press("x")
        assert isinstance(at.screen, ImportScreen)
        assert "no space" in at.foot()
        assert at.labels == []


async def test_escape_stops_a_reading_and_nothing_of_it_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, going, ended = write_book(tmp_path), Event(), Event()

    def open_table(path: Path) -> ReadTable:
        def read(choices: ImportChoices, progress: ReadProgress) -> ImportedTable:
            going.wait(PATIENCE_SECONDS)
            try:
                progress(f"{path}", 1, 2)
            finally:
                ended.set()
            raise AssertionError("it went on")

        return read

    async with at_desk(PipelineScreen(), *deals()) as at:
        reader = at.host.open_table
        monkeypatch.setattr(at.host, "open_table", open_table)
        send(at.host, ["I", *f"{path}", "enter", "x", "escape"])
        while "stopped" not in at.foot():
            await asyncio.sleep(0)
        going.set()
        await at.settle()
        assert ended.is_set()
        assert isinstance(at.screen, PipelineScreen)
        monkeypatch.setattr(at.host, "open_table", reader)
        await open_preview(at, path)


async def test_sheets_of_two_weeks_are_chosen_between(tmp_path: Path) -> None:
    book = Workbook()
    for week, stages in (("第47周", ("P1", "P2")), ("第48周", ("P3", "P4"))):
        sheet = book.create_sheet(week)
        sheet.append(("项目名称", "项目状态"))
        for name, stage in zip(("甲", "乙"), stages, strict=True):
            sheet.append((name, stage))
    path = tmp_path / "weeks.xlsx"
    book.save(path)
    async with at_desk(PipelineScreen()) as at:
        await open_preview(at, path)
        assert "refused 1" in at.shown("title")
        await at.press("shift+tab", "shift+tab", "tab")
        assert "would add 2" in at.shown("title")
        await at.press("enter")
        await at.settle()
        assert {each.stage for each in at.host.book.projects.values()} == {"P3", "P4"}


def test_a_new_project_says_all_of_its_amount_however_wide() -> None:
    assert "1,234,567-1,567,890" in project_facts(
        project("P3", amount=amount(1_234_567, 1_567_890))
    )


@pytest.mark.parametrize(("count", "cells"), [(0, 80), (3, 80), (40, 80), (600, 80), (40, 120)])
def test_no_unknown_column_is_missed(count: int, cells: int) -> None:
    columns = [
        ColumnMeaning("t", "", f"第{at}列", "name" if at < 9 else "") for at in range(9 + count)
    ]
    stages = [StageName("Verbal", "", 1)]
    table = ImportedTable(before=Book(), book=Book(), columns=columns, stages=stages)
    lines = head_lines(table, ImportChoices(), (), cells)
    assert len(lines) <= HEAD_LINES
    assert all(cells_of(each) <= cells for each in lines)
    text = "".join(span.text for each in lines for span in each)
    shown = sum(f" 第{at}列 " in text for at in range(9, 9 + count))
    known = sum(f"第{at}列 = Project" in text for at in range(9))
    assert shown == count or f"+{9 + count - shown - known} more: c" in text
    assert shown == count or not known, "what is known waits for what is not"
    assert "Verbal -> ?" in text


DOUBTFUL = {
    "big5.csv": "Project,State\n電網擴容,P2\n海風變流,P3\n",
    "days.csv": "Project,State,Signing\nAlpha,P2,12/5/2026\nBeta,P2,1/2/2026\n",
    "mixed.csv": "Project,Signing\nAlpha,30/11/26\nBeta,12/31/26\nGamma,05/06/27\n",
    "both.csv": "Project,Signing,Amount\nAlpha,12/5/2026,350.000\n",
    "fiscal.csv": "Project,Signing\nAlpha,FY27 Q1\n",
    "unknown.csv": "Angelegenheit,State\nAlpha,P2\n",
}


async def open_doubtful(at: Desk, folder: Path, name: str, *keys: str) -> str:
    """Previews a file with one row in doubt; returns what is asked of it then."""
    encoding = "big5" if name == "big5.csv" else "utf-8"
    (folder / name).write_text(DOUBTFUL[name], encoding=encoding)
    await open_preview(at, folder / name)
    assert "refused 1" in at.shown("title")
    await at.press(*keys)
    assert "--" not in at.shown("rows") + at.foot()
    return at.foot()


async def test_an_encoding_and_columns_in_doubt_are_chosen(tmp_path: Path) -> None:
    async with at_desk(PipelineScreen(), size=(100, 30)) as at:
        assert 'b big5 "電網擴容"' in await open_doubtful(at, tmp_path, "big5.csv")
        await at.press("b")
        assert "would add 2" in at.shown("title")
        await at.press("r")
        assert "Encoding big5" in " ".join(at.shown("rows").split())
        await at.press("q", "q")
        assert "Angelegenheit" in await open_doubtful(at, tmp_path, "unknown.csv")
        await at.press("c")
        await at.type("proj\n")
        assert "would add 1" in at.shown("title")
        await at.press("q", "escape")
        assert at.labels == []


async def test_days_in_doubt_are_chosen_and_no_option_is_named(tmp_path: Path) -> None:
    async with at_desk(PipelineScreen(), size=(100, 30)) as at:
        asked = await open_doubtful(at, tmp_path, "days.csv", "r")
        assert '"12/5/2026" is  m month first: 2026-12-05  d day first: 2026-05-12' in asked
        await at.press("d")
        assert "26-05-12" in at.shown("rows")
        await at.press("r", "r", "-")
        assert "refused 1" in at.shown("title"), "by the column it is in doubt again"
        await at.press("q", "q", "q")
        asked = await open_doubtful(at, tmp_path, "mixed.csv", "r")
        assert "m month first  d day first: 2026-11-30  y year" in asked
        await at.press("d")
        assert "would add 2, refused 1" in at.shown("title")
        await at.press("q")
        assert at.labels == []


async def test_amounts_and_fiscal_years_in_doubt_are_settled_in_turn(tmp_path: Path) -> None:
    async with at_desk(PipelineScreen(), size=(100, 30)) as at:
        await open_doubtful(at, tmp_path, "both.csv", "r", "m")
        assert '"350.000" is  c comma: 350,000  p point: 350' in at.foot(), "the next one is asked"
        await at.press("c")
        assert "  350k" in at.shown("rows")
        await at.press("r", "down", "down", "enter")
        await at.type("marks\n")
        assert '"marks" is not a currency' in at.foot()
        await at.press("ctrl+u")
        await at.type("usd\n")
        await at.press("q")
        assert "$350k" in at.shown("rows")
        await at.press("q")
        asked = await open_doubtful(at, tmp_path, "fiscal.csv", "r")
        assert '"FY27 Q1": the fiscal year starts in month' in asked
        await at.type("april\n")
        assert "2027-Q2" in at.shown("rows")
        await at.press("r")
        assert "starts in April" in at.shown("rows")
        await at.press("q", "q")
        assert at.labels == []


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_it_fits_the_smallest_and_larger_screens(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    lines = [f"{WIDE}{at},P{at % 7},{at}万" for at in range(1, 300)]
    path.write_text("\n".join(["项目名称,项目状态,预签金额", *lines]), encoding="utf-8")
    use_language(lang)
    try:
        async with at_desk(PipelineScreen(), size=(120, 40)) as at:
            screen = await open_preview(at, path)
            for size in ((80, 24), (120, 40)):
                await at.pilot.resize_terminal(*size)
                await at.settle()
                await at.press("end")
                about = at.shown("about").splitlines()
                assert f"{WIDE}299" in "".join(each.removeprefix("│ ") for each in about)
                heights = [child.size.height for child in screen.children]
                assert sum(heights) == size[1]
                assert screen.rows.size.height >= 10
    finally:
        use_language("en")


async def test_a_path_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "周报" / "二月").mkdir(parents=True)
    for name in ("周报/一部.csv", "周报/一部旧.csv", "周报/notes.md", "周报/.hidden.csv"):
        (tmp_path / name).write_text("项目名称,项目状态\n甲,P1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with at_desk(PipelineScreen()) as at:
        await at.press("I")
        await at.type("~/周")
        await at.press("tab")
        assert "~/周报/ " in at.shown("status")
        await at.press("tab")
        assert "~/周报/ " in at.shown("status"), "what all begin with is there already"
        assert "一部.csv  一部旧.csv  二月/" in at.foot()
        await at.press("tab")
        assert "~/周报/一部.csv" in at.shown("status")
        await at.type("二")
        assert "~/周报/二 " in at.shown("status"), "what Tab tried out gives way"
        await at.press("tab")
        assert "~/周报/二月/ " in at.shown("status")
        await at.press("ctrl+u")
        await at.type("~/周报/")
        await at.press("tab", "tab")
        await at.press("tab")
        assert "~/周报/一部旧.csv" in at.shown("status")
        await at.press("shift+tab", "enter")
        await at.read()
        assert isinstance(at.screen, ImportScreen)
        await at.press("q", "I")
        await at.type("周报/一")
        await at.press("tab", "tab", "tab", "enter")
        await at.read()
        assert isinstance(at.screen, ImportScreen)


async def test_choices_that_are_left_are_kept_and_keys_typed_ahead_act(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    table = "Project,State,Due\nA{0},Sent,2026-12-04\nB{0},Sent,2026-12-05\nC{0},P7,\n"
    for name in ("north.csv", "south.csv"):
        (folder / name).write_text(table.format(name), encoding="utf-8")
    (folder / "west.csv").write_bytes("Project,State\nBüro München,P2\n".encode("cp1252"))
    async with at_desk(PipelineScreen(), size=(100, 30)) as at:
        send(at.host, ["I", *f"{folder}", "enter"])
        send(at.host, ["enter", "c"], later=1.0)
        await at.settle()
        await at.read()
        assert isinstance(at.screen, ImportScreen), "nothing is taken in unseen"
        rows = at.shown("rows")
        assert "Taken for" in rows
        assert "north.csv" in rows
        assert "south.csv" in rows
        await at.press("q", "r")
        assert 'cp1252 "Büro München"' in at.foot()
        await at.press("b")
        assert "+ Büro München" in at.shown("rows")
        assert "2 north.csv" in at.shown("rows")
        await at.press("q")
        assert "your choices are kept" in at.foot()
        await open_preview(at, folder)
        assert "your choices from before" in at.foot()
        assert "Büro München" in at.shown("rows")
        await at.press("u")
        assert "Büro München" in at.shown("rows")
        assert "reads as" in at.shown("rows")
        await at.press("ctrl+r", "x")
        await at.settle()
        assert "not imported: Anorth.csv (row 2), Bnorth.csv (row 3)" in at.foot()
        await open_preview(at, folder)
        assert "reads as" in at.shown("rows"), "what was taken in is no longer kept"


@pytest.mark.parametrize("enter", ["enter", "ctrl+j"])
async def test_an_enter_typed_ahead_takes_nothing_in(tmp_path: Path, enter: str) -> None:
    path = tmp_path / "w.csv"
    path.write_text("name,customer,owner,stage\nHarbour,Port,Wang,P2\nYards,Port,Lin,P1\n", "utf-8")
    async with at_desk(PipelineScreen()) as at:
        send(at.host, ["I", *f"{path}", enter, enter])
        await at.read()
        assert isinstance(at.screen, ImportScreen)
        assert not at.host.book.projects
        await at.press(enter)
        await at.read()
        assert len(at.host.book.projects) == 2
