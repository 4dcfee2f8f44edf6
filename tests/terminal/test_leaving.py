"""However the app ends, the terminal is as it was and what was done is on the disk."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.store import journal_of
from tests.terminal.desk import LANGUAGES, LEAVE, leave, netloft, project, stored
from tui.driver import Outlet

pytestmark = pytest.mark.terminal
PROJECTS = [project(0, "北辰调度网扩容", stage="P2"), project(1, "Harbour Net II", stage="P2")]
DOING = {"looking": "", "typing": "m", "filtering": "/ha", "triaging": "t", "reading": "?"}


@pytest.mark.parametrize("keys", ["q", LEAVE, "tq" + LEAVE, "/har\r" + LEAVE])
def test_the_terminal_is_restored_on_leaving(tmp_path: Path, keys: str) -> None:
    with netloft(tmp_path, PROJECTS, anew=keys == "q") as terminal:
        for key in keys:
            terminal.send(key)
            terminal.settle()
        assert terminal.wait_exit() == 0
        assert terminal.state() == terminal.before
        assert terminal.absorb().text() == [""] * 24


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("doing", DOING)
def test_the_terminal_is_restored_on_a_signal(
    tmp_path: Path, number: signal.Signals, doing: str
) -> None:
    with netloft(tmp_path, PROJECTS, anew=doing == "looking") as terminal:
        terminal.send(DOING[doing])
        terminal.settle()
        terminal.signal(number)
        terminal.wait_exit()
        assert terminal.state() == terminal.before


@pytest.mark.parametrize("doing", DOING)
def test_a_dropped_line_ends_the_app_and_loses_nothing(tmp_path: Path, doing: str) -> None:
    with netloft(tmp_path, PROJECTS, anew=doing == "looking") as terminal:
        terminal.press(">")
        terminal.send(DOING[doing])
        terminal.settle()
        terminal.hang_up()
        terminal.wait_gone()
    assert sorted(deal.stage for deal in stored(tmp_path / "netloft.json").values()) == ["P2", "P3"]


def test_leaving_puts_what_a_killed_session_saved_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "netloft.json"
    with netloft(tmp_path, PROJECTS, anew=True) as terminal:
        terminal.press(">")
        terminal.signal(signal.SIGKILL)
        terminal.wait_exit()
    assert journal_of(path).stat().st_size > 0
    with netloft(tmp_path, PROJECTS) as terminal:
        leave(terminal)
    assert not journal_of(path).exists()
    assert sorted(deal.stage for deal in stored(path).values()) == ["P2", "P3"]


@pytest.mark.skipif(shutil.which("setsid") is None, reason="setsid parts a program from its line")
@pytest.mark.parametrize("number", [signal.SIGCONT, signal.SIGHUP, None])
def test_a_dropped_line_ends_it_whether_or_not_it_is_signalled(
    tmp_path: Path, number: signal.Signals | None
) -> None:
    """With keys on the way; the kernel sends both signals to a session, none to who has left it."""
    with netloft(tmp_path, PROJECTS, under=["setsid"]) as terminal:
        terminal.press(">")
        terminal.send("n" + "half typed " * 50)
        terminal.hang_up()
        if number is not None:
            terminal.signal(number)
        terminal.wait_gone()
    assert {deal.stage for deal in stored(tmp_path / "netloft.json").values()} == {"P2", "P3"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dropped_line_ends_it_while_the_store_is_gone(tmp_path: Path, lang: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with netloft(home, PROJECTS, lang=lang) as terminal:
        home.rename(tmp_path / "elsewhere")
        terminal.wait_for({"en": "NOT SAVED", "zh_CN": "未保存"}[lang])
        terminal.press("nhalf typed")
        terminal.hang_up()
        terminal.wait_gone()
    assert stored(tmp_path / "elsewhere" / "netloft.json").keys() == {
        project.name for project in PROJECTS
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", ["q", LEAVE])
def test_leaving_while_the_store_is_gone_asks_first(tmp_path: Path, key: str, lang: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with netloft(home, PROJECTS, lang=lang) as terminal:
        terminal.press(">")
        home.rename(tmp_path / "elsewhere")
        # Where a file stands nothing can be kept.
        home.write_bytes(b"")
        terminal.wait_for({"en": "NOT SAVED", "zh_CN": "未保存"}[lang])
        terminal.press(key)
        terminal.wait_for({"en": "2 projects are held here", "zh_CN": "现有 2 个项目"}[lang])
        terminal.press(key)
        terminal.wait_for("leave-anyway")
        home.unlink()
        terminal.send(key)
        assert terminal.wait_exit() == 0
    (held,) = (home / "netloft.json.backups").glob("*-held.json.gz")
    kept = json.loads(gzip.decompress(held.read_bytes()))["projects"].values()
    assert sorted(deal["stage"] for deal in kept) == ["P2", "P3"]


def test_a_terminal_that_is_gone_takes_whatever_is_written() -> None:
    master, slave = os.openpty()
    os.close(master)
    with Outlet(slave, "w") as outlet:
        assert outlet.write(b"four") == 4
