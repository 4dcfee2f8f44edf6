"""The real app while something else stands in the place of its store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from deals.errors import UserError
from screens.base.screen import BaseScreen
from store.backups import backups_folder, unpack_backup
from store.documents import StoredBook
from store.restore import back_up, restore
from store.store import Store
from tests.keyboard import press, wait_until_idle
from tests.tui.test_sessions import by_zhou, path, running, shown
from tui.app import NetloftApp, _keep_held
from wording import use_language

__all__ = ["path"]


def status_text(app: NetloftApp) -> str:
    """Return what is said at the foot, in however many lines."""
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    lines = (*screen.status_bar.above, screen.status_bar.line)
    return " ".join("".join(span.text for span in line).strip() for line in lines)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_a_store_that_is_gone_stands_in_red_until_it_is_back(path: Path, lang: str) -> None:
    async with running(path) as app:
        use_language(lang)
        folder, away = path.parent, path.parent.with_name("away")
        folder.rename(away)
        app.poll()
        await wait_until_idle(app)
        for key in ("down", "up", "end"):
            await press(app, key)
            assert ("the store is gone" if lang == "en" else "数据文件不见了") in shown(
                app, "status"
            )
            assert path.name in shown(app, "status")
            assert ("NOT SAVED" if lang == "en" else "未保存") in shown(app, "title")
        await press(app, "m", *"640k", "enter")
        assert "640k" in shown(app, "rows")
        await press(app, "escape")
        assert (
            app.book.projects["one"].amount
            == Store.open(away / path.name).book.projects["one"].amount
        )
        assert not folder.exists()
        away.rename(folder)
        app.poll()
        await wait_until_idle(app)
        assert app.trouble is None
        assert ("is back" if lang == "en" else "数据文件已恢复") in shown(app, "status")
        assert ("NOT SAVED" if lang == "en" else "未保存") not in shown(app, "title")
        await press(app, "m", *"640k", "enter")
    use_language("en")
    amount = Store.open(path).book.projects["one"].amount
    assert amount is not None
    assert amount.low == 640_000


async def test_what_is_held_is_written_from_the_palette(path: Path) -> None:
    older = path.read_bytes()
    async with running(path) as app:
        await press(app, "m", *"640k", "enter")
        app.launch.store.checkpoint()
        path.write_bytes(older)
        app.poll()
        await wait_until_idle(app)
        assert "an older copy" in shown(app, "status")
        await press(app, "colon", *"write-held", "enter")
        await wait_until_idle(app)
        assert app.trouble is None
        assert "kept among the backups" in shown(app, "status")
        assert "NOT SAVED" not in shown(app, "title")
    assert Store.open(path).book == app.book
    assert older in {
        unpack_backup(each) for each in backups_folder(path).glob("*-replaced.json.gz")
    }


async def test_leaving_with_an_older_copy_there_keeps_what_is_held_and_says_where(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = path.read_bytes()
    async with running(path) as app:
        await press(app, "m", *"640k", "enter")
        app.launch.store.checkpoint()
        path.write_bytes(older)
        app.poll()
    _keep_held(app.launch.store)
    complaint = "".join(capsys.readouterr().err.split())
    (held,) = backups_folder(path).glob("*-held.json.gz")
    assert held.name in complaint
    tables = json.loads(unpack_backup(held) or b"")
    assert tables["projects"]["1"]["amount"]["low"] == 640_000
    assert path.read_bytes() == older


def put_back(app: NetloftApp, older: bytes) -> None:
    """Put an older copy in the store's place and let it be found."""
    app.launch.store.checkpoint()
    app.launch.store.path.write_bytes(older)
    app.poll()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_asks_first_and_keeps_what_is_held(
    path: Path, capsys: pytest.CaptureFixture[str], key: str, lang: str
) -> None:
    older = path.read_bytes()
    async with running(path) as app:
        await press(app, "m", *"640k", "enter")
        put_back(app, older)
        use_language(lang)
        for _time in range(2):
            await press(app, key)
            assert ("1 project is held" if lang == "en" else "现有 1 个项目") in status_text(app)
            assert _tone(app) == "red"
            await press(app, "down")
        assert not left(app)
        assert not list(backups_folder(path).glob("*-held.json.gz"))
        await press(app, key, key)
        assert left(app)
        use_language("en")
    (held,) = backups_folder(path).glob("*-held.json.gz")
    _keep_held(app.launch.store)
    assert held.name in "".join(capsys.readouterr().err.split())
    assert list(backups_folder(path).glob("*-held.json.gz")) == [held]
    tables = json.loads(unpack_backup(held) or b"")
    assert tables["projects"]["1"]["amount"]["low"] == 640_000


def left(app: NetloftApp) -> bool:
    """Whether the app is being left."""
    return app.leaving


def _tone(app: NetloftApp) -> str:
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    return screen.status_bar.line[0].tone


@pytest.mark.parametrize("way", ["again", "anyway"])
async def test_what_cannot_be_kept_is_not_left(
    path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    older = path.read_bytes()

    def full(_stored: StoredBook) -> Path:
        raise UserError("backup-unwritable", file=str(path), why="ENOSPC")

    async with running(path) as app:
        await press(app, "m", *"640k", "enter")
        put_back(app, older)
        with monkeypatch.context() as fault:
            fault.setattr(app.launch.store._disk, "keep_held", full)
            await press(app, "q", "q")
            assert "no space left on the disk" in status_text(app)
            assert "leave-anyway" in status_text(app)
            assert _tone(app) == "red"
            await press(app, "q")
            assert not left(app)
            if way == "anyway":
                await press(app, "colon", *"leave-anyway", "enter")
                await wait_until_idle(app)
                assert left(app)
                return
        await press(app, "q")
        assert left(app)
    assert list(backups_folder(path).glob("*-held.json.gz"))


async def test_a_line_being_typed_stays_while_leaving_is_asked_about(path: Path) -> None:
    older = path.read_bytes()
    async with running(path) as app:
        put_back(app, b"{}")
        await press(app, "m", *"640k", "ctrl+q")
        assert not left(app)
        assert "1 project is held" in status_text(app)
        path.write_bytes(older)
        await press(app, "enter")
        assert "640k" in shown(app, "rows")
        await press(app, "q")
        assert left(app)


async def test_leaving_with_the_store_gone_writes_nothing_elsewhere(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(path) as app:
        shutil.rmtree(path.parent)
        app.poll()
        disk = app.launch.store._disk
        assert disk._folder is not None
        # As if a volume had been unmounted: what is at its place now is another disk.
        monkeypatch.setattr(disk, "_folder", disk._folder._replace(device=-1))
    _keep_held(app.launch.store)
    assert "nothing was written" in capsys.readouterr().err
    assert not path.parent.exists()


async def test_a_book_that_was_put_back_is_told_and_nothing_of_the_old_is_undone(
    path: Path,
) -> None:
    copy = back_up(path)
    async with running(path) as app:
        await press(app, "m", *"640k", "enter")
        restore(path, copy)
        app.poll()
        await wait_until_idle(app)
        assert "put the store back to a copy with 1 project" in status_text(app)
        assert "500k" in shown(app, "rows")
        await press(app, "u")
        assert "nothing to undo" in shown(app, "status")
        by_zhou(path, owner="周")
        app.poll()
        assert app.book.projects["one"].owner == "周"
