"""What becomes of what goes wrong: a line and an exit code, whatever it is."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from deals.errors import UserError
from tests.tui.conftest import Netloft
from tui.cli.run import os_error_line
from wording import use_language
from wording.errors import TROUBLES, trouble


def raising(error: BaseException) -> Callable[..., object]:
    def raise_it(*_arguments: object) -> object:
        raise error

    return raise_it


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UserError("name-missing"), 1, "a project needs a name\n"),
        (OSError(errno.ENOSPC, "?", "/a/b"), 1, "/a/b: no space left on the disk\n"),
        (PermissionError(errno.EACCES, "?"), 1, "permission denied\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_whatever_goes_wrong_is_a_line_and_a_code(
    netloft: Netloft,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    line: str,
) -> None:
    netloft("add", "Net")
    monkeypatch.setattr("tui.select_projects.choose_projects", raising(error))
    answer = netloft("list")
    assert (answer.code, answer.out, answer.err) == (code, "", line)


def test_an_uncommon_trouble_is_said_as_the_system_says_it() -> None:
    assert os_error_line(OSError(errno.ENOTTY, "Inappropriate ioctl")) == "ENOTTY"
    assert os_error_line(OSError("odd")) == "OSError"
    assert trouble("EWHATEVER") == "EWHATEVER"


def test_every_trouble_has_a_name_that_systems_use_and_words_in_both_languages() -> None:
    for name, english in TROUBLES.items():
        assert hasattr(errno, name)
        use_language("zh_CN")
        assert trouble(name) != english
        use_language("en")
        assert trouble(name) == english


def test_control_characters_in_a_file_name_stay_out_of_the_line() -> None:
    assert "\x1b" not in os_error_line(OSError(errno.EIO, "?", "/a\x1b[31m"))
