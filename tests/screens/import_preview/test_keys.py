"""Every key of the import preview, on tables as people bring them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from deals.errors import UserError
from deals.model import Project
from screens.import_preview.screen import ImportScreen
from screens.pipeline.screen import PipelineScreen
from store.backups import all_backups
from store.store import Store
from tests.deals.makers import amount, project
from tests.screens.hosting import Desk, at_desk
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


async def test_every_key(tmp_path: Path) -> None:
    path = write_book(tmp_path)
    async with at_desk(PipelineScreen(), *deals(), size=(100, 30)) as at:
        await open_preview(at, path)
        assert "added 1, changed 1, unchanged 1, refused 1, passed over 1" in at.shown("title")
        rows = at.shown("rows")
        assert rows.splitlines()[1].startswith(">x 北辰电力调度网扩")
        assert "~ 远山机房改造         Amount 35万 -> 42万" in rows
        assert "+ 云平台               P5  100k  云上" in rows
        assert "not read, it is no such table" in rows
        assert "港区视频专网" not in rows, "what stays as it is is only counted"
        head = at.shown("head")
        assert all(text in head for text in ("all  林  周  封面", "项目名称=Project", "行业=-"))
        assert "口头承诺 -> ?  商务谈判 -> P5" in head
        assert WIDE in at.shown("about")
        await at.press("enter")
        assert "x takes the good rows" in at.foot()
        await at.press("s")
        assert at.shown("rows").splitlines()[1].startswith(">? 口头承诺")
        await at.press("enter", "8")
        assert "口头承诺 -> ?" in at.shown("head"), "no stage has that key"
        await at.press("s", "6")
        assert "every name of a stage is known" in at.foot()
        assert "refused" not in at.shown("title")
        await at.press("x")
        assert "nothing here" in at.foot()
        await at.press("c", "down", "down", "down", "down", "c")
        assert "行业 is  a Project" in at.foot()
        await at.press("m")
        assert "行业=Product" in at.shown("head")
        await at.press("home", "c", "c")
        assert "行业=Product" in at.shown("head"), "a table without a name is not one: not taken"
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
        await at.press("s", "s", "6", "enter")
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        stages = {each.name: each.stage for each in at.host.book.projects.values()}
        assert stages[WIDE] == "P6"
        assert at.labels == ["import"]
        (backup,) = [made for made in all_backups(at.path) if made.name.endswith("-import.json.gz")]
        assert backup.name in at.foot()
        assert "added 2, changed 1" in at.foot()
        await at.press("u")
        assert at.host.book.projects.keys() == {"a", "b"}


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
        assert "added 2" in at.shown("title")
        await at.press("enter")
        await at.settle()
        assert {each.stage for each in at.host.book.projects.values()} == {"P3", "P4"}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_it_fits_the_smallest_and_larger_screens(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    lines = [f"{WIDE}{at},P{at % 7},{at}万" for at in range(1, 3000)]
    path.write_text("\n".join(["项目名称,项目状态,预签金额", *lines]), encoding="utf-8")
    use_language(lang)
    try:
        async with at_desk(PipelineScreen(), size=(120, 40)) as at:
            screen = await open_preview(at, path)
            for size in ((80, 24), (120, 40)):
                await at.pilot.resize_terminal(*size)
                await at.settle()
                await at.press("end")
                assert f"{WIDE}2999" in at.shown("about")
                heights = [view.size.height for view in screen.query("LinesView, RowList")]
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
