"""What is settled about the terminal before the app is loaded, and whether it is still there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from select import POLLHUP, POLLIN, POLLNVAL

import pytest

from tui.tty import HangUpWatch, plain_glyphs, settle_keys


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
