"""What is settled about the terminal by the environment alone."""

from __future__ import annotations

import pytest

from tui.tty import plain_glyphs, settle_keys


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
