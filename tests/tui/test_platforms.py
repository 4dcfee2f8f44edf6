"""Which systems are named as those Netloft runs on, and what is said on others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT

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
    assert done.stderr == (
        "Netloft is made for Linux, macOS and WSL; on this system (freebsd14) it is untried.\n"
    )


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_systems_it_is_made_for_are_told_nothing(tmp_path: Path, platform: str) -> None:
    done = called(tmp_path, platform, "", "--version")
    assert (done.returncode, done.stderr) == (0, "")
