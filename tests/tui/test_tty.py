"""What is settled about system and terminal before the app loads, and whether it is still there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from select import POLLHUP, POLLIN, POLLNVAL

import pytest

from tests.house import ROOT
from tui.tty import HangUpWatch, choose_colors, plain_glyphs, settle_colors, settle_keys


@pytest.mark.parametrize(
    ("environment", "plain"),
    [
        ({"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}, False),
        ({"TERM": "xterm", "LANG": "en_GB.utf8"}, False),
        ({"TERM": "linux", "LANG": "en_GB.UTF-8"}, True),
        ({"TERM": "vt100", "LANG": "en_GB.UTF-8"}, True),
        ({"TERM": "xterm", "LANG": "zh_CN.GB18030"}, True),
        ({"TERM": "xterm", "LC_ALL": "C", "LANG": "en_GB.UTF-8"}, True),
        ({"TERM": "xterm", "LC_CTYPE": "C.UTF-8"}, False),
        ({"TERM": "xterm", "LC_ALL": "", "LC_CTYPE": "", "LANG": "C.UTF-8"}, False),
        ({"TERM": "xterm"}, True),
        ({}, True),
    ],
)
def test_ascii_is_chosen_where_nothing_more_can_be_counted_on(
    environment: dict[str, str], plain: bool
) -> None:
    assert plain_glyphs(environment) is plain


@pytest.mark.parametrize(
    ("environment", "colors"),
    [
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({}, "16"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
    ],
)
def test_the_terminal_is_sent_the_colours_it_has(environment: dict[str, str], colors: str) -> None:
    assert choose_colors(environment) == colors
    assert choose_colors(environment, "truecolor") == "truecolor"


def test_textual_passes_colours_on_unless_the_user_has_said() -> None:
    environment = {"TEXTUAL_COLOR_SYSTEM": "256"}
    settle_colors(environment)
    assert environment == {"TEXTUAL_COLOR_SYSTEM": "256"}
    settle_colors(nothing := dict[str, str]())
    assert nothing == {"TEXTUAL_COLOR_SYSTEM": "truecolor"}


def test_the_user_s_word_on_kitty_keys_stands() -> None:
    environment = {"TEXTUAL_DISABLE_KITTY_KEY": ""}
    settle_keys(environment)
    assert environment == {"TEXTUAL_DISABLE_KITTY_KEY": ""}
    nothing: dict[str, str] = {}
    settle_keys(nothing)
    assert nothing == {"TEXTUAL_DISABLE_KITTY_KEY": "1"}


class ScriptedPoll:
    """A poll that gives its answers one after the other."""

    def __init__(self, *answers: int) -> None:
        self.answers = iter(answers)

    def register(self, file: int, events: int, /) -> None:
        """Take any file."""
        self.file = file

    def poll(self, milliseconds: float, /) -> list[tuple[int, int]]:
        """The next answer; none where there is nothing to tell."""
        events = next(self.answers)
        return [(self.file, events)] if events else []


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal; the program's is the second, and closing the first hangs up."""
    ends = os.openpty()
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


@pytest.mark.parametrize(
    ("answers", "gone"),
    [
        ((0, 0), False),
        ((0, POLLHUP), True),
        ((0, POLLNVAL), True),
        ((0, POLLIN), False),
        ((POLLNVAL, POLLNVAL), False),
        ((POLLNVAL, POLLNVAL | POLLHUP), True),
        ((POLLHUP, POLLHUP), True),
    ],
)
def test_a_line_that_cannot_be_polled_has_not_hung_up(
    line: tuple[int, int], answers: tuple[int, int], gone: bool
) -> None:
    assert HangUpWatch(line[1], ScriptedPoll(*answers)).hung_up() is gone


@pytest.mark.parametrize("poller", [None, ScriptedPoll(POLLNVAL, POLLNVAL, POLLNVAL)])
def test_a_line_that_drops_is_noticed_whether_it_can_be_polled_or_not(
    line: tuple[int, int], poller: ScriptedPoll | None
) -> None:
    watch = HangUpWatch(line[1], poller)
    assert not watch.hung_up()
    os.close(line[0])
    assert watch.hung_up()


ELSEWHERE = """
import sys, sysconfig
sysconfig.get_config_vars()  # Python's own, of which there is only that of the system here
sys.platform = sys.argv.pop(1)
for name in sys.argv.pop(1).split():
    sys.modules[name] = None
sys.argv[0] = "netloft"
from netloft.__main__ import main
main()
"""
POSIX_ONLY = "fcntl termios tty pty pwd grp resource"
WINDOWS = {
    "en": "Netloft runs on Linux, macOS and WSL, but not on Windows itself: install it in WSL.\n",
    "zh": "Netloft 可在 Linux、macOS 和 WSL 上运行，不能直接在 Windows 上运行：请安装到 WSL 里。\n",
}


def called(
    home: Path, platform: str, lacking: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What a call comes to on another system, which lacks some modules."""
    return subprocess.run(
        [sys.executable, "-c", ELSEWHERE, platform, lacking, *arguments],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        env={"PATH": os.defpath, "HOME": str(home), "PYTHONUTF8": "1",
             "NETLOFT_STORE": str(home / "netloft.json"), **environment},
    )  # fmt: skip


@pytest.mark.parametrize("call", [(), ("list",), ("--version",), ("nothing",)])
def test_windows_is_told_in_a_line(tmp_path: Path, call: tuple[str, ...]) -> None:
    done = called(tmp_path, "win32", POSIX_ONLY, *call)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", WINDOWS["en"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("call", "environment", "spoken"),
    [
        (("--lang", "zh_CN"), {"LANG": "C"}, "zh"),
        (("list", "--lang=zh_CN"), {}, "zh"),
        ((), {"LANG": "zh_CN.UTF-8"}, "zh"),
        (("--lang", "en"), {"LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_windows_is_told_in_the_user_s_language(
    tmp_path: Path, call: tuple[str, ...], environment: dict[str, str], spoken: str
) -> None:
    assert called(tmp_path, "win32", POSIX_ONLY, *call, **environment).stderr == WINDOWS[spoken]


def test_another_posix_is_told_and_goes_on(tmp_path: Path) -> None:
    done = called(tmp_path, "freebsd14", "", "add", "Harbour net")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert done.stderr.splitlines()[0] == (
        "Netloft is made for Linux, macOS and WSL; on this system (freebsd14) it is untried."
    )


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_systems_it_is_made_for_are_told_nothing(tmp_path: Path, platform: str) -> None:
    done = called(tmp_path, platform, "", "--version")
    assert (done.returncode, done.stderr) == (0, "")
