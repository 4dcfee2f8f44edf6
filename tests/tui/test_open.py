"""Opening the app: what it is started with, and what happens where there is no terminal."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import Self

import pytest

from deals.errors import UserError
from store.settings import parse_settings
from tests.tui.conftest import Netloft
from tui.app import check_theme
from tui.session import LaunchOptions
from tui.terminal_probe import ProbeAnswers
from wording import LANGUAGES


class App(ModuleType):
    """Stands in for the app: notes what it was started with and leaves with 7."""

    def __init__(self) -> None:
        super().__init__("tui.app")
        self.launches: list[LaunchOptions] = []
        self.folders: list[tuple[Path, int]] = []

    def run_app(self, launch: LaunchOptions) -> int:
        folder = launch.store.path.parent
        self.folders.append((folder, stat.S_IMODE(folder.stat().st_mode) if folder.exists() else 0))
        self.launches.append(launch)
        return 7


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    app = App()
    monkeypatch.setitem(sys.modules, "tui.app", app)
    monkeypatch.setattr("tui.cli.root.is_attended", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("tui.terminal_probe.start_probe", lambda **_asked: Answering())
    for name in ("TMUX", "STY", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return app


class Answering(nullcontext["Answering"]):
    """A terminal that draws box signs one cell wide, on a dark ground."""

    def __enter__(self) -> Self:
        return self

    def read_answers(self) -> ProbeAnswers:
        """The answers that it gives."""
        return ProbeAnswers(8, 0.01)


def test_the_app_opens_on_the_store_with_what_was_asked_for(netloft: Netloft, app: App) -> None:
    assert netloft("--lang", "zh_CN", "--ascii", "--mouse").code == 7
    launch = app.launches[0]
    assert launch.first_start
    assert (launch.lang, launch.ascii, launch.mouse) == ("zh_CN", True, True)
    assert (str(launch.as_of), launch.store.path.name) == ("2026-03-02", "netloft.json")
    assert not launch.store.path.exists()


def test_a_store_that_is_there_is_no_first_start(netloft: Netloft, app: App) -> None:
    netloft("add", "Net")
    netloft()
    launch = app.launches[0]
    assert not launch.first_start
    assert (launch.ascii, launch.mouse) == (False, False)
    assert [project.name for project in launch.store.book.projects.values()] == ["Net"]


def test_settings_decide_where_nothing_is_asked_for(
    netloft: Netloft, app: App, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('me = "Lin"\nascii = true\nmouse = true\n')
    netloft()
    launch = app.launches[0]
    assert (launch.me, launch.ascii, launch.mouse) == ("Lin", True, True)


def test_a_theme_that_there_is_not_is_refused(tmp_path: Path) -> None:
    for name in ("auto", "contrast", "nord"):
        check_theme(parse_settings(f"theme = '{name}'", tmp_path, LANGUAGES))
    with pytest.raises(UserError, match="settings-choice") as refused:
        check_theme(parse_settings("\ntheme = 'norde'", tmp_path, LANGUAGES))
    assert refused.value.figures["line"] == 2


@pytest.mark.parametrize(
    ("terminal", "settings", "options", "shown"),
    [
        ("xterm-256color", "", [], (False, True, 0.01)),
        ("xterm-256color", "", ["--ascii"], (True, False, 0.01)),
        ("xterm-256color", "ascii = true", [], (True, False, 0.01)),
        ("xterm-256color", 'glyphs = "ascii"', [], (True, False, 0.01)),
        ("xterm-256color", 'glyphs = "auto"', [], (False, False, 0.01)),
        ("xterm-256color", 'ascii = true\nglyphs = "box"', [], (False, False, 0.01)),
        ("xterm-256color", 'glyphs = "box"', ["--ascii"], (True, False, 0.01)),
        ("tmux-256color", "", [], (False, True, None)),
        ("vt100", 'glyphs = "box"', [], (True, False, None)),
    ],
)
def test_the_alphabet_is_the_one_asked_for_else_the_one_the_terminal_draws(
    netloft: Netloft, app: App, tmp_path: Path, terminal: str, settings: str, options: list[str],
    shown: tuple[bool, bool, float | None],
) -> None:  # fmt: skip
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(settings)
    os.environ["TERM"] = terminal  # the fixture sees to how it was
    netloft(*options)
    launch = app.launches[0]
    assert (launch.ascii, launch.ask_glyphs, launch.luminance) == shown


def test_a_terminal_that_cannot_be_asked_gets_ascii(
    netloft: Netloft, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.terminal_probe.start_probe", lambda **_asked: None)
    netloft()
    assert (app.launches[0].ascii, app.launches[0].ask_glyphs) == (True, True)


def test_kitty_keys_are_off_before_textual_is_loaded(
    netloft: Netloft, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEXTUAL_DISABLE_KITTY_KEY", raising=False)
    netloft()
    assert os.environ["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    monkeypatch.setenv("TEXTUAL_DISABLE_KITTY_KEY", "0")
    netloft()
    assert os.environ["TEXTUAL_DISABLE_KITTY_KEY"] == "0"


def test_the_demo_is_private_and_vanishes(netloft: Netloft, app: App) -> None:
    assert netloft("--lang", "zh_CN", "demo").code == 7
    launch, (folder, mode) = app.launches[0], app.folders[0]
    assert (launch.first_start, mode) == (False, 0o700)
    assert len(launch.store.book.projects) >= 25
    assert len(launch.store.book.competitors) == 3
    assert len(launch.store.book.products) == 9
    assert not folder.exists()


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("undoo = 'u'", 'line 2: there is no command "undoo" to bind keys to'),
        ("undo = 'u'\nredo = ['f13', 'f99']", 'line 3: "f99" in "keys.redo" is no key'),
        ("undo = 'q'\nadd = 'q'", 'line 2: "q" in "keys.undo" is a key of "add" too'),
    ],
)
@pytest.mark.parametrize("command", [[], ["demo"]])
def test_keys_that_cannot_work_are_told_before_the_app_opens(
    netloft: Netloft, app: App, tmp_path: Path, command: list[str], keys: str, line: str
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(f"[keys]\n{keys}\n")
    answer = netloft(*command)
    assert (answer.code, app.launches, len(answer.err.splitlines())) == (1, [], 1)
    assert answer.err.startswith(f"{tmp_path / 'config' / 'config.toml'}, {line}")
    assert netloft("list").code == 0


def test_keys_that_work_open_the_app(netloft: Netloft, app: App, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(
        '[keys]\nstage-up = ["+", "ctrl+right"]\nundo = "q"\nback = "u"\n'
    )
    assert netloft().code == 7


@pytest.mark.parametrize("command", [[], ["demo"]])
def test_without_a_terminal_the_pipeline_is_printed(netloft: Netloft, command: list[str]) -> None:
    netloft("add", "Net", "--stage", "P3")
    answer = netloft(*command)
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[0].split()[:3] == ["Project", "Customer", "Owner"]
    assert (
        answer.lines[-1] == f"To open the app, run {' '.join(['netloft', *command])} in a terminal."
    )
